import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { isAskable } from '../rules/outcomes.ts'
import { decideRequest, isLive, type RequestDecision } from '../rules/requests.ts'
import type { WithdrawReason } from '../rules/words.ts'
import { askForSupport, type Asked } from './ask.ts'
import { factsOf, lockRequest, tell, writeStep } from './steps.ts'

const wasHere = (tx: Tx, { candidateId }: Candidate) =>
  tx.candidate.update({ where: { id: candidateId }, data: { activeAt: now() }, select: { id: true } })

/** Takes an own request back; undefined where it is no request of theirs. */
export const withdrawRequest = (candidate: Candidate, requestId: string, reason: WithdrawReason): Promise<RequestDecision | undefined> =>
  inTransaction(async (tx) => {
    const decision = await withdrawWithin(tx, candidate, requestId, reason)
    if (decision?.ok === true) await wasHere(tx, candidate)
    return decision
  })

/** The same, as part of something larger. What had begun is asked about in a letter; of anything else they know what they did. */
export async function withdrawWithin(
  tx: Tx,
  candidate: Candidate,
  requestId: string,
  reason: WithdrawReason,
): Promise<RequestDecision | undefined> {
  const request = await lockRequest(tx, requestId, candidate.candidateId)
  if (!request) return undefined
  const decision = decideRequest(await factsOf(tx, request), 'withdraw', 'candidate')
  if (!decision.ok) return decision
  await writeStep(tx, candidate, request, { state: decision.state, reason })
  const hopes = await tx.requestOutcome.count({ where: { requestId, removedAt: null } })
  if (request.beganAt !== null && hopes > 0) await tell(tx, request, 'request.withdrawn')
  return decision
}

/** Says that a pause could end. The team ends it: something has to be arranged. Undefined where it is no request of theirs. */
export const askToResume = (candidate: Candidate, requestId: string): Promise<RequestDecision | undefined> =>
  inTransaction(async (tx) => {
    const request = await lockRequest(tx, requestId, candidate.candidateId)
    if (!request) return undefined
    const decision = decideRequest(await factsOf(tx, request), 'askToResume', 'candidate')
    if (!decision.ok) return decision
    await tx.supportRequest.update({ where: { id: requestId }, data: { resumeAskedAt: request.resumeAskedAt ?? now() } })
    await wasHere(tx, candidate)
    const { candidateId, kind, resumeAskedAt } = request
    if (resumeAskedAt === null)
      await recordEvent(tx, candidate, 'request.resumeAsked', { candidateId, subjectId: requestId, data: { kind } })
    return decision
  })

type AskedFrom = Asked | { ok: false; reason: 'stillOpen' | 'notSuggested' }

/**
 * Asks anew from a request that has ended: for the same again, or for one of the kinds that the team suggested instead.
 * Undefined where it is no request of theirs.
 */
export const askFrom = (candidate: Candidate, requestId: string, force: ForceProfile, kind?: string): Promise<AskedFrom | undefined> =>
  inTransaction(async (tx) => {
    const { candidateId } = candidate
    const request = await lockRequest(tx, requestId, candidateId)
    if (!request) return undefined
    if (isLive(request.state)) return { ok: false, reason: 'stillOpen' }
    const wanted = kind ?? request.kind
    const suggested = kind === undefined || (await tx.requestAlternative.count({ where: { requestId, kind } })) > 0
    if (!suggested || !isAskable(wanted)) return { ok: false, reason: 'notSuggested' }
    await wasHere(tx, candidate)
    return askForSupport(tx, candidate, wanted, force)
  })
