import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { listOwnRequests } from '../../requests/queries/own.ts'
import type { RequestState } from '../../requests/rules/requests.ts'

const LOOKS_SHOWN = 3
const PAST_SHOWN = 10

/** Everything this candidate has told us, as the questions and the details show it. */
export async function findOwnAnswers({ candidateId }: Candidate) {
  const candidate = await db.candidate.findUniqueOrThrow({
    where: { id: candidateId },
    include: {
      account: { select: { email: true } },
      facts: { select: { text: true } },
      access: { select: { text: true } },
      requests: { orderBy: { requestedAt: 'desc' }, select: { kind: true, state: true, dueAt: true } },
      consents: { where: { withdrawnAt: null }, select: { purpose: true } },
    },
  })
  const { account, facts, access, requests, consents, ...rest } = candidate
  return {
    ...rest,
    email: account?.email ?? '',
    tailoring: facts?.text ?? '',
    access: access?.text ?? '',
    requests: requests.map((request) => ({ ...request, state: request.state as RequestState })),
    agreed: consents.map(({ purpose }) => purpose),
  }
}
export type OwnAnswers = Awaited<ReturnType<typeof findOwnAnswers>>

/** What the first page shows beside the places: the person, their requests, stages and the latest looks. */
export async function findOwnHome(actor: Candidate) {
  const { candidateId } = actor
  const [candidate, requests, stages, looks, lookCount] = await Promise.all([
    db.candidate.findUniqueOrThrow({
      where: { id: candidateId },
      select: { routes: true, answered: true, completedAt: true, activeAt: true },
    }),
    listOwnRequests(actor),
    db.stageRecord.findMany({
      where: { candidateId, voidedAt: null, state: { not: 'void' } },
      orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
      select: { route: true, stage: true, state: true, happenedOn: true, until: true },
    }),
    db.look.findMany({
      where: { candidateId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: LOOKS_SHOWN,
      select: { viewerRole: true, page: true, purpose: true, at: true },
    }),
    db.look.count({ where: { candidateId } }),
  ])
  return { ...candidate, stages, looks, lookCount, requests }
}

/** The workshops that are over and that this candidate had to do with, latest first. */
export const listPastPlaces = ({ candidateId }: Candidate) =>
  db.place.findMany({
    where: {
      candidateId,
      workshop: { endsAt: { lte: now() } },
      state: { notIn: ['waiting', 'offered', 'expired', 'declined', 'workshopCancelled'] },
    },
    orderBy: { workshop: { startsAt: 'desc' } },
    take: PAST_SHOWN,
    select: { id: true, state: true, workshop: { select: { id: true, title: true, startsAt: true, endsAt: true } } },
  })
