import type { Candidate } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { liveRequestStates, type RequestState } from '../rules/requests.ts'

/** The kinds that this candidate has a live request of. */
export const listLiveKinds = async ({ candidateId }: Candidate) =>
  (await db.supportRequest.findMany({ where: { candidateId, state: { in: [...liveRequestStates] } }, select: { kind: true } })).map(
    ({ kind }) => kind,
  )

/** An own request with its history, oldest step first; undefined for another's. */
export async function findOwnRequest({ candidateId }: Candidate, requestId: string) {
  const request = await db.supportRequest.findFirst({
    where: { id: requestId, candidateId },
    include: { changes: { orderBy: { id: 'asc' }, select: { fromState: true, toState: true, reason: true, byRole: true, at: true } } },
  })
  return request ? { ...request, state: request.state as RequestState } : undefined
}
