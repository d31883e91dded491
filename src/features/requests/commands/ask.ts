import type { Candidate, Doer, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { workingDaysAfter } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile, SupportKind } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { decideRequest, type RequestDecision, type RequestState, type WithdrawReason } from '../rules/requests.ts'

type Asked = { ok: true; requestId: string; dueAt: Date } | { ok: false; reason: 'alreadyAsked' }

/** Who asks: the person, or somebody of the team to whom they said so. */
export type Asker = (Candidate | Team) & { candidateId: string }

/** Asks for one kind of support. One request of a kind lives at a time: the database decides between two at once. */
export async function askForSupport(tx: Tx, asker: Asker, kind: SupportKind, force: ForceProfile): Promise<Asked> {
  const { candidateId } = asker
  const dueAt = workingDaysAfter(now(), force.replyDays)
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO support_requests (id, candidate_id, kind, state, requested_at, due_at, changed_at)
    VALUES (gen_random_uuid(), ${candidateId}::uuid, ${kind}, 'requested', ${now()}::timestamptz, ${dueAt}::timestamptz, ${now()}::timestamptz)
    ON CONFLICT DO NOTHING RETURNING id`
  if (!made) return { ok: false, reason: 'alreadyAsked' }
  await tx.supportRequestChange.create({
    data: { requestId: made.id, toState: 'requested', byId: asker.accountId, byRole: asker.role, at: now() },
  })
  await recordEvent(tx, asker, 'request.asked', { candidateId, subjectId: made.id, data: { kind } })
  return { ok: true, requestId: made.id, dueAt }
}

/** Takes an own request back; undefined where it is no request of theirs. */
export const withdrawRequest = (candidate: Candidate, requestId: string, reason: WithdrawReason): Promise<RequestDecision | undefined> =>
  inTransaction(async (tx) => {
    const decision = await withdrawWithin(tx, candidate, requestId, reason)
    if (decision?.ok === true) await tx.candidate.update({ where: { id: candidate.candidateId }, data: { activeAt: now() } })
    return decision
  })

/** The same, as part of something larger. */
export async function withdrawWithin(
  tx: Tx,
  candidate: Candidate,
  requestId: string,
  reason: WithdrawReason,
): Promise<RequestDecision | undefined> {
  const { candidateId } = candidate
  const [request] = await tx.$queryRaw<{ id: string; state: RequestState }[]>`
    SELECT id, state FROM support_requests WHERE id = ${requestId}::uuid AND candidate_id = ${candidateId}::uuid FOR UPDATE`
  if (!request) return undefined
  const decision = decideRequest(request.state, 'withdraw', 'candidate')
  if (!decision.ok) return decision
  await moveRequest(tx, candidate, request, { state: decision.state, reason })
  await recordEvent(tx, candidate, 'request.withdrawn', { candidateId, subjectId: requestId, data: { reason } })
  return decision
}

type Move = { state: RequestState; reason?: string; ownerId?: string; answeredAt?: Date }

/** Writes a step that has been decided, on the request and in its history. The row is locked already. */
export async function moveRequest(tx: Tx, doer: Doer, { id, state }: { id: string; state: RequestState }, move: Move): Promise<void> {
  await tx.supportRequest.update({ where: { id }, data: { ...move, changedAt: now() } })
  await tx.supportRequestChange.create({
    data: {
      requestId: id,
      fromState: state,
      toState: move.state,
      reason: move.reason ?? null,
      byId: 'accountId' in doer ? doer.accountId : null,
      byRole: doer.role,
      at: now(),
    },
  })
}
