import type { Doer } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import type { Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { tellCandidate } from '../../messages/commands.ts'
import { findDone } from '../queries/done.ts'
import type { RequestFacts, RequestState } from '../rules/requests.ts'

/** A request under its row lock; undefined where there is none, or where whoever asked has gone. */
export async function lockRequest(tx: Tx, requestId: string, candidateId?: string) {
  // the person first, as everybody does who moves a pairing and with it a request
  await tx.$queryRaw`SELECT c.id FROM candidates c JOIN support_requests r ON r.candidate_id = c.id WHERE r.id = ${requestId}::uuid FOR NO KEY UPDATE OF c`
  await tx.$queryRaw`SELECT id FROM support_requests WHERE id = ${requestId}::uuid FOR UPDATE`
  const request = await tx.supportRequest.findFirst({
    where: { id: requestId, ...(candidateId !== undefined && { candidateId }), candidate: { closedAt: null } },
  })
  return request ? { ...request, state: request.state as RequestState } : undefined
}
export type LockedRequest = NonNullable<Awaited<ReturnType<typeof lockRequest>>>

/** What decisions about a request need to know. */
export async function factsOf(tx: Tx, { state, kind, candidateId }: LockedRequest): Promise<RequestFacts> {
  const running = state === 'underway' || state === 'paused'
  return { state, kind, done: running && (await findDone(tx, candidateId, kind)) }
}

/** Days as 2027-01-14. */
export type Step = {
  state: RequestState
  reason?: string | undefined
  words?: string | undefined
  ownerId?: string | undefined
  reviewOn?: string | undefined
  detail?: string | undefined
  onDay?: string | undefined
}
export const asDate = (day: string) => new Date(`${day}T00:00:00Z`)

/** Writes a step that has been decided: on the request, in its history, and among what happened. The row is locked already. */
export async function writeStep(tx: Tx, doer: Doer, request: LockedRequest, step: Step): Promise<void> {
  const { id, kind, candidateId } = request
  const { state, reason, words, ownerId, reviewOn } = step
  const byId = 'accountId' in doer ? doer.accountId : null
  await tx.supportRequest.update({
    where: { id },
    data: {
      ...{
        state,
        changedAt: now(),
        reviewOn: reviewOn === undefined ? null : asDate(reviewOn),
        remindedReviewAt: null,
        resumeAskedAt: null,
      },
      ...(doer.role === 'candidate' ? {} : { answeredAt: request.answeredAt ?? now(), ownerId: ownerId ?? request.ownerId ?? byId }),
      ...(state === 'underway' && { beganAt: request.beganAt ?? now() }),
      ...{ reason: reason ?? null, words: words ?? null },
    },
  })
  await addChange(tx, doer, request, step)
  await recordEvent(tx, doer, `request.${state}`, { candidateId, subjectId: id, data: { kind } })
}

/** A row of the history. */
export async function addChange(
  tx: Tx,
  doer: Doer,
  request: LockedRequest,
  { state, reason, detail, onDay, reviewOn }: Step,
): Promise<void> {
  const day = onDay ?? reviewOn
  await tx.supportRequestChange.create({
    data: {
      ...{ requestId: request.id, fromState: request.state, toState: state, at: now() },
      ...{ reason: reason ?? null, detail: detail ?? null, onDay: day === undefined ? null : asDate(day) },
      ...{ byId: 'accountId' in doer ? doer.accountId : null, byRole: doer.role },
    },
  })
}

/** Tells whoever asked: by e-mail, or by asking the team to ring or write. */
export const tell = (tx: Tx, { id, candidateId }: LockedRequest, kind: string): Promise<void> =>
  tellCandidate(tx, { kind, candidateId, about: id })
