import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import type { ListQuery } from '../forms/jobs.ts'
import { shownAs } from '../rules/claims.ts'
import { jobEventsFor, type JobState } from '../rules/jobs.ts'

export const JOBS_A_PAGE = 25
type Filter = Omit<ListQuery, 'page'>

const whereOf = ({ q, state, family, area, kind }: Filter): Prisma.JobProfileWhereInput => ({
  ...(state !== undefined && { state }),
  ...(family !== undefined && { family }),
  ...(area !== undefined && { area }),
  ...(kind !== undefined && { claims: { some: { kind, state: { not: 'withdrawn' } } } }),
  ...(q !== undefined && {
    OR: (['title', 'about', 'ownerName', 'hours'] as const).map((field) => ({ [field]: { contains: q, mode: 'insensitive' } })),
  }),
})

const orderBy = [{ title: 'asc' }, { id: 'asc' }] satisfies Prisma.JobProfileOrderByWithRelationInput[]
const counted = {
  claims: { where: { state: { not: 'withdrawn' } }, select: { state: true, reviewOn: true, kind: true } },
  _count: { select: { questions: { where: { state: { in: ['asked', 'takenOver'] } } } } },
}

const findRows = (filter: Filter, skip: number, take: number) =>
  db.jobProfile.findMany({ where: whereOf(filter), orderBy, skip, take, include: counted })

function inFigures({ claims, _count, ...job }: Awaited<ReturnType<typeof findRows>>[number]) {
  const at = now()
  const as = claims.map((claim) => shownAs(claim, at))
  const n = (how: string) => as.filter((each) => each === how).length
  const drafts = claims.filter(({ state }) => state === 'draft').length
  return {
    ...job,
    state: job.state as JobState,
    checked: n('checked'),
    again: n('again'),
    drafts,
    hidden: n('hidden') - drafts,
    waiting: _count.questions,
  }
}
export type ListedJob = ReturnType<typeof inFigures>

/** One page of profiles, by name, and what is said of each in figures. */
export async function listProfiles(_actor: Team, { page, ...filter }: ListQuery) {
  const [total, rows] = await Promise.all([
    db.jobProfile.count({ where: whereOf(filter) }),
    findRows(filter, (page - 1) * JOBS_A_PAGE, JOBS_A_PAGE),
  ])
  return { total, rows: rows.map(inFigures), pages: Math.max(1, Math.ceil(total / JOBS_A_PAGE)) }
}

const MOST_IN_FILE = 10_000
export const listProfilesForFile = async (_actor: Team, filter: Filter): Promise<ListedJob[]> =>
  (await findRows(filter, 0, MOST_IN_FILE)).map(inFigures)

/** One profile for the team: its words, every version, what is said of it, and what can be done with it now. */
export async function findProfile(_actor: Team, id: string) {
  const at = now()
  const job = await db.jobProfile.findUnique({
    where: { id },
    include: {
      versions: { orderBy: { number: 'desc' } },
      claims: { orderBy: [{ state: 'asc' }, { kind: 'asc' }, { id: 'asc' }], include: { reviews: { where: { settledAt: null } } } },
      _count: { select: { questions: { where: { state: { in: ['asked', 'takenOver'] } } }, answers: { where: { endedAt: null } } } },
    },
  })
  if (!job) return undefined
  const names = await namesOf([...job.versions.map(({ byId }) => byId), ...job.claims.map(({ checkedById }) => checkedById)])
  const state = job.state as JobState
  const checked = job.claims.filter((claim) => ['checked', 'due'].includes(claim.state)).length
  return {
    ...{ ...job, state, waiting: job._count.questions, published: job._count.answers, events: jobEventsFor({ state, checked }), checked },
    versions: job.versions.map((version) => ({ ...version, by: names.get(version.byId ?? '') ?? LEFT })),
    claims: job.claims.map((claim) => ({ ...claim, shown: shownAs(claim, at), checker: names.get(claim.checkedById ?? '') ?? LEFT })),
  }
}

/** Supporters who can be asked to answer for a job, by name. */
export const listPossibleOwners = (_actor: Team) =>
  db.supporter.findMany({
    where: { state: 'approved', account: { closedAt: null, deactivatedAt: null, roles: { some: { role: 'supporter' } } } },
    orderBy: { account: { name: 'asc' } },
    select: { accountId: true, title: true, account: { select: { name: true } } },
  })
