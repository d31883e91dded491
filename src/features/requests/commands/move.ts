import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { tellCandidate } from '../../messages/commands.ts'
import { decideRequest, type RequestDecision, type RequestEvent, type RequestState } from '../rules/requests.ts'

export type TeamEvent = Exclude<RequestEvent, 'withdraw'>
type Given = { reason?: string | undefined; ownerId?: string | undefined }

/** What the team does with one request, decided under its lock; undefined where there is no such request of this candidate. */
export const moveRequest = (
  actor: Team,
  { candidateId, requestId }: { candidateId: string; requestId: string },
  event: TeamEvent,
  given: Given = {},
): Promise<RequestDecision | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM support_requests WHERE id = ${requestId}::uuid FOR UPDATE`
    const request = await tx.supportRequest.findFirst({ where: { id: requestId, candidateId } })
    if (!request) return undefined
    const state = request.state as RequestState
    const decision = decideRequest(state, event, 'team')
    if (!decision.ok) return decision
    await write(tx, actor, request, { ...given, state: decision.state })
    return decision
  })

type Locked = {
  id: string
  kind: string
  state: string
  ownerId: string | null
  answeredAt: Date | null
  candidateId: string
}

/** The step itself, its row of history, what happened, and the answer that the person waits for. */
async function write(tx: Tx, actor: Team, request: Locked, { state, reason, ownerId }: Given & { state: RequestState }): Promise<void> {
  const { id, candidateId, kind } = request
  const at = now()
  await tx.supportRequest.update({
    where: { id },
    data: {
      ...{ state, changedAt: at, answeredAt: request.answeredAt ?? at },
      ownerId: ownerId ?? request.ownerId ?? actor.accountId,
      ...(reason !== undefined && { reason }),
    },
  })
  await tx.supportRequestChange.create({
    data: {
      requestId: id,
      fromState: request.state,
      toState: state,
      reason: reason ?? null,
      byId: actor.accountId,
      byRole: actor.role,
      at,
    },
  })
  await recordEvent(tx, actor, `request.${state}`, { candidateId, subjectId: id, data: { kind } })
  const told = state === 'notOffered' || (request.state === 'requested' && state === 'accepted')
  if (told) await tellCandidate(tx, { kind: `request.${state}`, candidateId, about: id })
}

/** Gives a request to somebody of the team; only whoever is of the team can own it. */
export const assignRequest = (
  actor: Team,
  { candidateId, requestId }: { candidateId: string; requestId: string },
  ownerId: string,
): Promise<boolean> =>
  inTransaction(async (tx) => {
    const held = await tx.accountRole.count({
      where: { accountId: ownerId, role: { in: ['coordinator', 'lead'] }, account: { closedAt: null } },
    })
    if (held === 0) return false
    const { count } = await tx.supportRequest.updateMany({ where: { id: requestId, candidateId }, data: { ownerId } })
    if (count > 0) await recordEvent(tx, actor, 'request.assigned', { candidateId, subjectId: requestId })
    return count > 0
  })
