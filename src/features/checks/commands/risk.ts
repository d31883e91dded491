import type { Supporter, Team } from '../../../core/access.ts'
import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { queueEmail } from '../../messages/commands.ts'
import type { Residual } from '../rules/words.ts'
import { rowOf } from './sign.ts'
import { onChecks, refuse, type ChecksDecision } from './steps.ts'

export type RiskInput = { hazard: string; control: string; residual: Residual }
type Answer = Promise<ChecksDecision | undefined>

/** Whoever hosts signs a risk assessment for this visit; it takes the place of the one before, and waits for somebody else's approval. */
export const writeRisk = (
  actor: Supporter,
  placementId: string,
  risks: RiskInput[],
  months: Pick<ForceProfile, 'checkMonths' | 'retention'>,
): Answer =>
  onChecks(actor, { placementId, event: 'check.riskWritten', data: {} }, async ({ tx, placement, at }) => {
    const row = rowOf('riskAssessment', placement, { from: londonDay(at), months, at })
    const by = { signedById: actor.accountId, signedByRole: actor.role, result: 'written' }
    const { id } = await tx.check.create({ data: { ...row, ...by }, select: { id: true } })
    await tx.riskRow.createMany({ data: risks.map((risk, i) => ({ checkId: id, position: i + 1, ...risk })) })
    return { ok: true }
  })

/** The risk assessment that was written last for a placement, where nothing has been said of it yet. */
async function findOpen(tx: Tx, placementId: string) {
  const last = await tx.check.findFirst({
    where: { placementId, kind: 'riskAssessment' },
    orderBy: { seq: 'desc' },
    include: { risks: true },
  })
  return last?.approvedAt === null && last.revokedAt === null ? last : undefined
}

/** Somebody of the team approves it: never whoever wrote it, and never with a risk that stays high. */
export const approveRisk = (actor: Team, placementId: string, checkId: string): Answer =>
  onChecks(actor, { placementId, event: 'check.riskApproved', data: {} }, async ({ tx, placement, at }) => {
    const open = await findOpen(tx, placementId)
    if (open?.id !== checkId) return refuse('settled')
    if (open.signedById === actor.accountId) return refuse('author')
    if (open.risks.some(({ residual }) => residual === 'high')) return refuse('high')
    const person = await tx.candidate.findUniqueOrThrow({ where: { id: placement.candidateId }, select: { accountId: true } })
    if (person.accountId === actor.accountId) return refuse('self')
    await tx.check.update({ where: { id: checkId }, data: { approvedAt: at, approvedById: actor.accountId }, select: { id: true } })
    return { ok: true }
  })

/** The team sends it back with what is missing; the host is told, and writes the next one from it. */
export const returnRisk = (actor: Team, placementId: string, checkId: string, words: string): Answer =>
  onChecks(actor, { placementId, event: 'check.riskReturned', data: {} }, async ({ tx, at }) => {
    const open = await findOpen(tx, placementId)
    if (open?.id !== checkId) return refuse('settled')
    const by = { revokedAt: at, revokedById: actor.accountId, revokedByRole: actor.role }
    await tx.check.update({ where: { id: checkId }, data: { ...by, revokedWhy: 'returned', revokedWords: words }, select: { id: true } })
    await queueEmail(tx, { kind: 'checks.riskReturned', accountId: open.signedById, about: placementId })
    return { ok: true }
  })
