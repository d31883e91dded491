import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { workingDaysAfter } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile, SupportKind } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'

/** Who asks: the person, or somebody of the team to whom they said so. */
export type Asker = (Candidate | Team) & { candidateId: string }
export type Asked = { ok: true; requestId: string; dueAt: Date } | { ok: false; reason: 'alreadyAsked' }

/** Asks for one kind of support. One request of a kind lives at a time: the database decides between two at once. */
export async function askForSupport(tx: Tx, asker: Asker, kind: SupportKind, force: ForceProfile, note = ''): Promise<Asked> {
  const { candidateId } = asker
  const dueAt = workingDaysAfter(now(), force.replyDays)
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO support_requests (id, candidate_id, kind, state, note, requested_at, due_at, changed_at)
    VALUES (gen_random_uuid(), ${candidateId}::uuid, ${kind}, 'requested', nullif(${note}, ''), ${now()}::timestamptz, ${dueAt}::timestamptz, ${now()}::timestamptz)
    ON CONFLICT DO NOTHING RETURNING id`
  if (!made) return { ok: false, reason: 'alreadyAsked' }
  await tx.supportRequestChange.create({
    data: { requestId: made.id, toState: 'requested', byId: asker.accountId, byRole: asker.role, at: now() },
  })
  await recordEvent(tx, asker, 'request.asked', { candidateId, subjectId: made.id, data: { kind } })
  return { ok: true, requestId: made.id, dueAt }
}

/** Asks for several kinds at once; answers with the requests that were new. */
export const askForMore = (candidate: Candidate, kinds: SupportKind[], force: ForceProfile, note = ''): Promise<string[]> =>
  inTransaction(async (tx) => {
    const { candidateId } = candidate
    await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: now() }, select: { id: true } })
    const made: string[] = []
    for (const kind of kinds) {
      const asked = await askForSupport(tx, candidate, kind, force, note)
      if (asked.ok) made.push(asked.requestId)
    }
    return made
  })

type Wish = { candidateId: string; kind: SupportKind; note: string }

/** Writes down what somebody asked the team for. Undefined where there is no such candidate. */
export const askForCandidate = (actor: Team, { candidateId, kind, note }: Wish, force: ForceProfile): Promise<Asked | undefined> =>
  inTransaction(async (tx) => {
    const candidate = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true } })
    return candidate ? askForSupport(tx, { ...actor, candidateId }, kind, force, note) : undefined
  })
