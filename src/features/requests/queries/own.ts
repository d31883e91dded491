import type { Candidate } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { mayScore, unscored } from '../rules/outcomes.ts'
import { liveRequestStates, type RequestState } from '../rules/requests.ts'

/** The kinds that this candidate has a live request of. */
export const listLiveKinds = async ({ candidateId }: Candidate) =>
  (await db.supportRequest.findMany({ where: { candidateId, state: { in: [...liveRequestStates] } }, select: { kind: true } })).map(
    ({ kind }) => kind,
  )

/** Everything one has asked for, the latest change first, and whether it waits for a word of one's own. */
export async function listOwnRequests({ candidateId }: Candidate) {
  const requests = await db.supportRequest.findMany({
    where: { candidateId },
    orderBy: [{ changedAt: 'desc' }, { id: 'asc' }],
    include: { outcomes: { where: { removedAt: null }, include: { scores: { orderBy: { id: 'asc' } } } } },
  })
  return requests.map(({ outcomes, ...request }) => ({
    ...request,
    state: request.state as RequestState,
    hopes: outcomes.length,
    toScore: mayScore(request) && unscored(outcomes, 'candidate').length > 0,
  }))
}

/** Of what was asked for together with this, the next that has no hopes yet. */
export async function findNextWithoutHopes({ candidateId }: Candidate, requestId: string): Promise<string | undefined> {
  const asked = await db.supportRequest.findFirst({ where: { id: requestId, candidateId }, select: { requestedAt: true } })
  if (!asked) return undefined
  const next = await db.supportRequest.findFirst({
    where: { candidateId, requestedAt: asked.requestedAt, state: 'requested', id: { gt: requestId }, outcomes: { none: {} } },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  return next?.id
}
