import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { dayAfter, londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { outsideLinksOf } from '../../outside/queries.ts'
import type { ClaimShow, ClaimsQuery } from '../forms/jobs.ts'
import { claimEvents, decideClaim, hiddenUpTo, type ClaimState, type ReviewState } from '../rules/claims.ts'

export const CLAIMS_A_PAGE = 25
const SOON_DAYS = 30

const asDay = (day: string) => new Date(`${day}T00:00:00Z`)
const unanswered = { none: { settledAt: null, answeredAt: { not: null } } } satisfies Prisma.JobReviewListRelationFilter
const answered = { some: { settledAt: null, answeredAt: { not: null } } } satisfies Prisma.JobReviewListRelationFilter
const live = { state: { in: ['checked', 'due'] } }

/** One condition behind the list, its total, its file and what waits. Nobody looks at the claims of a job that is retired. */
function whereOf({ show, kind }: { show: ClaimShow; kind?: ClaimsQuery['kind'] }): Prisma.JobClaimWhereInput {
  const at = now()
  const today = londonDay(at)
  const shows: Record<ClaimShow, Prisma.JobClaimWhereInput> = {
    all: { state: { not: 'withdrawn' } },
    draft: { state: 'draft' },
    answered: { ...live, reviews: answered },
    due: { ...live, reviewOn: { lte: asDay(today) }, reviews: unanswered },
    soon: { ...live, reviewOn: { gt: asDay(today), lte: asDay(dayAfter(today, SOON_DAYS)) }, reviews: unanswered },
    hidden: { ...live, reviewOn: { lte: asDay(hiddenUpTo(at)) } },
    withdrawn: { state: 'withdrawn' },
  }
  return { ...shows[show], ...(kind !== undefined && { kind }), job: { state: { not: 'retired' } } }
}

export const countClaims = (_actor: Team, show: ClaimShow): Promise<number> => db.jobClaim.count({ where: whereOf({ show }) })

/** Since when the most pressing of them waits. */
export async function oldestClaim(_actor: Team, show: ClaimShow): Promise<Date | undefined> {
  const { _min } = await db.jobClaim.aggregate({ where: whereOf({ show }), _min: { reviewOn: true, changedAt: true } })
  return (show === 'draft' ? _min.changedAt : _min.reviewOn) ?? undefined
}

const listed = {
  job: { select: { id: true, title: true, state: true } },
  reviews: { where: { settledAt: null } },
} as const
const orderBy = [{ reviewOn: { sort: 'asc', nulls: 'first' } }, { id: 'asc' }] satisfies Prisma.JobClaimOrderByWithRelationInput[]

/** One page of what is said of jobs, the first due at the top, and how many of each sort there are. */
export async function listClaims(actor: Team, { page, ...filter }: ClaimsQuery) {
  const where = whereOf(filter)
  const [total, rows, shows] = await Promise.all([
    db.jobClaim.count({ where }),
    db.jobClaim.findMany({ where, orderBy, skip: (page - 1) * CLAIMS_A_PAGE, take: CLAIMS_A_PAGE, include: listed }),
    Promise.all(
      (['draft', 'answered', 'due', 'soon', 'hidden'] as const).map(async (show) => [show, await countClaims(actor, show)] as const),
    ),
  ])
  return { total, rows, counts: new Map<string, number>(shows), pages: Math.max(1, Math.ceil(total / CLAIMS_A_PAGE)) }
}

const MOST_IN_FILE = 10_000
export const listClaimsForFile = (_actor: Team, filter: Omit<ClaimsQuery, 'page'>) =>
  db.jobClaim.findMany({ where: whereOf(filter), orderBy, take: MOST_IN_FILE, include: listed })
export type ListedClaim = Awaited<ReturnType<typeof listClaimsForFile>>[number]

/** One claim for the team: what it says, who wrote and checked it, what its owner was asked and said, every step, and what can be done now. */
export async function findClaim(actor: Team, jobId: string, claimId: string) {
  const claim = await db.jobClaim.findFirst({
    where: { id: claimId, jobId },
    include: {
      job: { select: { id: true, title: true, state: true } },
      reviews: { orderBy: { id: 'desc' }, include: { letters: { orderBy: { sentAt: 'asc' } } } },
      steps: { orderBy: { id: 'desc' } },
    },
  })
  if (!claim) return undefined
  const [names, links] = await Promise.all([
    namesOf([claim.writtenById, claim.checkedById, ...claim.steps.map(({ byId }) => byId)]),
    outsideLinksOf('job', claimId),
  ])
  const nameOf = (id: string | null) => (id === null ? 'The portal' : (names.get(id) ?? LEFT))
  const open = claim.reviews.find(({ settledAt }) => settledAt === null)
  const review: ReviewState = open === undefined ? 'none' : open.answeredAt === null ? 'asked' : 'answered'
  const side = claim.writtenById === actor.accountId ? 'writer' : 'team'
  const facts = { state: claim.state as ClaimState, side, review, isDue: false } as const
  return {
    ...{ ...claim, state: claim.state as ClaimState, open, links, isOwn: side === 'writer' },
    ...{ writer: nameOf(claim.writtenById), checker: nameOf(claim.checkedById) },
    steps: claim.steps.map((step) => ({ ...step, id: String(step.id), by: nameOf(step.byId) })),
    events: claimEvents.filter((event) => decideClaim(event, facts)?.ok === true),
  }
}
