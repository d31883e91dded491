import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { recordEvent } from '../../audit/commands.ts'
import {
  checkBegan,
  checkReview,
  decidePutBack,
  decideRequest,
  MISTAKE,
  type PutBackRefusal,
  type RequestEvent,
  type RequestRefusal,
  type RequestState,
  type ReviewRefusal,
} from '../rules/requests.ts'
import { addChange, factsOf, lockRequest, tell, writeStep, type LockedRequest, type Step } from './steps.ts'

export type TeamEvent = Exclude<RequestEvent, 'withdraw' | 'askToResume'>
export type Given = Omit<Step, 'state'> & { alternatives?: string[] | undefined }
export type MoveRefusal = RequestRefusal | ReviewRefusal | 'beganAhead' | 'beganBefore' | 'ownerLeft'
type Moved = { ok: true; state: RequestState } | { ok: false; reason: MoveRefusal }

/** What the team does with one request, decided under its lock; undefined where there is no such request. */
export const moveRequest = (actor: Team, requestId: string, event: TeamEvent, given: Given = {}): Promise<Moved | undefined> =>
  inTransaction((tx) => moveRequestIn(tx, actor, requestId, event, given))

/** The same inside a transaction that does more, as doing it for many people at once does. */
export async function moveRequestIn(
  tx: Tx,
  actor: Team,
  requestId: string,
  event: TeamEvent,
  given: Given = {},
): Promise<Moved | undefined> {
  const request = await lockRequest(tx, requestId)
  if (!request) return undefined
  const decision = decideRequest(await factsOf(tx, request), event, 'team')
  if (!decision.ok) return decision
  const refusal = await checkGiven(tx, request, given)
  if (refusal !== undefined) return { ok: false, reason: refusal }
  await writeStep(tx, actor, request, { ...given, state: decision.state })
  return { ok: true, state: await follow(tx, request, decision.state, given) }
}

async function checkGiven(tx: Tx, request: LockedRequest, { reviewOn, onDay, ownerId }: Given): Promise<MoveRefusal | undefined> {
  if (ownerId !== undefined && !(await isOfTeam(tx, ownerId))) return 'ownerLeft'
  if (reviewOn !== undefined) return checkReview(reviewOn, now())
  return onDay === undefined ? undefined : checkBegan(onDay, request.requestedAt, now())
}

/** What comes with a step: what the person booked already begins what was accepted; other support is suggested; the letter. */
async function follow(tx: Tx, request: LockedRequest, state: RequestState, { alternatives = [] }: Given): Promise<RequestState> {
  const { id } = request
  if (state === 'notOffered')
    await tx.requestAlternative.createMany({ data: [...new Set(alternatives)].map((kind) => ({ requestId: id, kind })) })
  const [begun] =
    state === 'accepted'
      ? await tx.$queryRaw<{ begun: boolean }[]>`SELECT begin_accepted_request(${id}::uuid, ${now()}::timestamptz) AS begun`
      : []
  const reached = begun?.begun === true ? 'underway' : state
  await tell(tx, request, `request.${reached}`)
  return reached
}

const isOfTeam = async (tx: Tx, accountId: string): Promise<boolean> => (await findOfTeam(accountId, tx)) !== undefined

/** Gives a request to somebody of the team; only whoever is of the team can own it. */
export const assignRequest = (actor: Team, requestId: string, ownerId: string): Promise<boolean> =>
  inTransaction((tx) => assignRequestIn(tx, actor, requestId, ownerId))

/** The same inside a transaction that does more. */
export async function assignRequestIn(tx: Tx, actor: Team, requestId: string, ownerId: string): Promise<boolean> {
  const request = await lockRequest(tx, requestId)
  if (!request || !(await isOfTeam(tx, ownerId))) return false
  if (request.ownerId === ownerId) return true
  await tx.supportRequest.update({ where: { id: requestId }, data: { ownerId } })
  await recordEvent(tx, actor, 'request.assigned', {
    candidateId: request.candidateId,
    subjectId: requestId,
    data: { kind: request.kind },
  })
  return true
}

type PutBack = { ok: true; state: RequestState } | { ok: false; reason: PutBackRefusal | 'askedAgain' }

/**
 * Puts the last step back as a mistake: another row of the history, never a row less, and a letter that says so. Whoever asks
 * for the same kind at this moment waits for the lock on their own row. Undefined where there is no such request.
 */
export const putBackRequest = (actor: Team, requestId: string): Promise<PutBack | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT c.id FROM candidates c JOIN support_requests r ON r.candidate_id = c.id WHERE r.id = ${requestId}::uuid FOR UPDATE OF c`
    const request = await lockRequest(tx, requestId)
    if (!request) return undefined
    const changes = await tx.supportRequestChange.findMany({ where: { requestId }, orderBy: { id: 'desc' } })
    const decision = decidePutBack(changes[0], now())
    if (!decision.ok) return decision
    const { id, candidateId, kind } = request
    const others = { candidateId, kind, id: { not: id }, state: { in: ['requested', 'accepted', 'underway', 'paused'] } }
    if ((await tx.supportRequest.count({ where: others })) > 0) return { ok: false, reason: 'askedAgain' }
    const paused = changes.slice(1).find(({ toState, onDay }) => toState === 'paused' && onDay !== null)
    await restore(tx, request, decision.state, paused?.onDay ?? null)
    await addChange(tx, actor, request, { state: decision.state, reason: MISTAKE })
    await recordEvent(tx, actor, 'request.putBack', { candidateId, subjectId: id, data: { kind } })
    await tell(tx, request, 'request.putBack')
    return decision
  })

/** As it stood before the step: what that step had set goes, and a pause has its day again. */
async function restore(tx: Tx, { id, answeredAt, beganAt }: LockedRequest, state: RequestState, reviewOn: Date | null): Promise<void> {
  await tx.requestAlternative.deleteMany({ where: { requestId: id } })
  await tx.supportRequest.update({
    where: { id },
    data: {
      ...{ state, changedAt: now(), reason: null, words: null, reviewOn: state === 'paused' ? reviewOn : null, resumeAskedAt: null },
      ...{ answeredAt: state === 'requested' ? null : answeredAt, beganAt: state === 'requested' || state === 'accepted' ? null : beganAt },
    },
  })
}
