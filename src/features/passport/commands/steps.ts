import type { Candidate, Doer, Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { recordEvent } from '../../audit/commands.ts'
import { tellCandidate } from '../../messages/commands.ts'
import { endOutsideLinks, openOutside } from '../../outside/commands.ts'
import { ownAct } from '../../preparing/commands/own.ts'
import { findUse, type UseRow } from '../queries/rows.ts'
import { decideUse, type Answer, type Outcome, type UseEvent, type UseRefusal } from '../rules/uses.ts'
import { keepPassport } from './needs.ts'

export type StepDecision = { ok: true } | { ok: false; reason: UseRefusal } | undefined
export type Provider = Supporter | Team | { role: 'contact' }
export type AnswerGiven = { event: 'answer'; answer: Answer; words: string }
export type ProviderStep = AnswerGiven | { event: 'provide' | 'miss' }

/** A sharing under its lock, as it stands then. */
async function lockUse(tx: Tx, id: string, at: Date): Promise<UseRow | undefined> {
  await tx.$queryRaw`SELECT FROM adjustment_uses WHERE id = ${id}::uuid FOR UPDATE`
  return findUse(tx, id, at)
}

const doerOf = (actor: Provider): Doer | { role: 'visitor' } => (actor.role === 'contact' ? { role: 'visitor' } : actor)
const byOf = (actor: Provider | Candidate, at: Date) => ({
  ...{ changedAt: at, changedByRole: actor.role, changedById: 'accountId' in actor ? actor.accountId : null },
})
const eventNames: Record<UseEvent, string> = {
  ...{ answer: 'adjustment.answered', provide: 'adjustment.provided', miss: 'adjustment.notProvided' },
  ...{ tell: 'adjustment.told', revoke: 'adjustment.takenBack' },
}

/** Is this one of those whom this provider was asked for? What is not shared with them does not exist. */
const isAsked = (actor: Provider, { open, about, providerId }: UseRow): boolean =>
  open &&
  (actor.role === 'supporter'
    ? providerId === actor.accountId
    : actor.role === 'contact'
      ? about === 'stage' || about === 'inWork'
      : about === 'workshop' || about === 'placement')

async function stepIn(tx: Tx, actor: Provider, use: UseRow | undefined, step: ProviderStep, at: Date): Promise<StepDecision> {
  if (!use || !isAsked(actor, use)) return undefined
  const decision = decideUse(use, step.event, actor.role, at)
  if (!decision.ok) return decision
  const said =
    step.event === 'answer'
      ? { answer: step.answer, answerWords: step.words === '' ? null : step.words, answeredAt: at }
      : { providedAt: step.event === 'provide' ? at : null }
  await tx.adjustmentUse.update({
    where: { id: use.id },
    data: { state: decision.state, ...said, ...byOf(actor, at) },
    select: { id: true },
  })
  await keepPassport(tx, use.candidateId, at)
  const { candidateId, id } = use
  await recordEvent(tx, doerOf(actor), eventNames[step.event], { candidateId, subjectId: id, data: { about: use.about } })
  if (step.event === 'answer') await tellCandidate(tx, { candidateId, kind: 'adjustment.answered', about: id })
  return { ok: true }
}

/** Whoever provides it answers, or says whether it was provided. Undefined where it is not shared with them, or not any more. */
export const stepAsProvider = (actor: Supporter | Team, id: string, step: ProviderStep): Promise<StepDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    return stepIn(tx, actor, await lockUse(tx, id, at), step, at)
  })

/** The same from outside the portal, by an address that still opens. */
export const stepFromOutside = (link: string, step: ProviderStep): Promise<StepDecision> =>
  openOutside(link, 'adjustment', async (tx, { aboutId }, at) => stepIn(tx, { role: 'contact' }, await lockUse(tx, aboutId, at), step, at))

const ownStep = (
  candidate: Candidate,
  id: string,
  event: 'tell' | 'revoke',
  data: (at: Date) => Prisma.AdjustmentUseUncheckedUpdateInput,
): Promise<StepDecision> => {
  const at = now()
  const { candidateId } = candidate
  return ownAct(candidate, at, async (tx) => {
    const use = await lockUse(tx, id, at)
    if (use?.candidateId !== candidateId) return undefined
    const decision = decideUse(use, event, 'candidate', at)
    if (!decision.ok) return decision
    const change = { ...data(at), state: decision.state, ...byOf(candidate, at) }
    await tx.adjustmentUse.update({ where: { id }, data: change, select: { id: true } })
    if (event === 'revoke') await endOutsideLinks(tx, 'adjustment', id, at)
    await recordEvent(tx, candidate, eventNames[event], { candidateId, subjectId: id, data: { about: use.about } })
    return { ok: true }
  })
}

/** Takes it back at once: whoever opens or answers it next finds nothing. */
export const revokeUse = (candidate: Candidate, id: string) => ownStep(candidate, id, 'revoke', (at) => ({ revokedAt: at }))

/** Says whether it worked, so that what did can be used again. */
export const tellOutcome = (candidate: Candidate, id: string, { outcome, words }: { outcome: Outcome; words: string }) =>
  ownStep(candidate, id, 'tell', (at) => ({ outcome, outcomeWords: words === '' ? null : words, toldAt: at }))
