import type { Tx } from '../../../core/db.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import { candidateKinds } from '../rules/kinds.ts'

type Told = { candidateId: string; supporterId: string | null; changeId: bigint }
type What = 'sign' | 'write' | 'ready' | 'remind'

/**
 * Tells who has to sign something for a placement that came to its checks, and both once nothing is in the way any more: each once for
 * every time it came there. Safe to run again.
 */
export async function tellOfChecks(tx: Tx, placementId: string, at: Date, remind = false): Promise<void> {
  const [told] = await tx.$queryRaw<Told[]>`
    SELECT p.candidate_id AS "candidateId", coalesce(d.supporter_id, p.supporter_id) AS "supporterId",
      (SELECT max(c.id) FROM placement_changes c WHERE c.placement_id = p.id AND c.to_state = 'checks' AND c.from_state IS DISTINCT FROM 'checks') AS "changeId"
    FROM placements p JOIN host_dates d ON d.id = p.date_id WHERE p.id = ${placementId}::uuid AND p.state = 'checks' AND d.starts_at > ${at}`
  if (!told) return
  const gaps = await tx.$queryRaw<{ kind: string; why: string }[]>`SELECT kind, why FROM placement_gaps(${placementId}::uuid, ${at})`
  const once = async (what: What, send: () => Promise<unknown>) => {
    const made = await tx.checkNotice.createMany({ data: { placementId, changeId: told.changeId, what, at }, skipDuplicates: true })
    if (made.count > 0) await send()
  }
  const toCandidate = (kind: string) => tellCandidate(tx, { candidateId: told.candidateId, kind, about: placementId })
  const toHost = async (kind: string) => {
    if (told.supporterId !== null) await queueEmail(tx, { kind, accountId: told.supporterId, about: placementId })
  }
  if (gaps.length === 0) {
    await once('ready', async () => {
      await toCandidate('checks.ready')
      await toHost('checks.ready')
    })
    return
  }
  const theirs = gaps.some(({ kind, why }) => (candidateKinds as readonly string[]).includes(kind) && why !== 'waiting')
  if (theirs) await once('sign', () => toCandidate('checks.sign'))
  if (gaps.some(({ kind, why }) => kind === 'riskAssessment' && why !== 'waiting')) await once('write', () => toHost('checks.write'))
  if (remind && theirs) await once('remind', () => toCandidate('checks.remind'))
}
