import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { matchKinds, type MatchKind } from '../rules/runs.ts'
import { waitingWhere } from './world.ts'

export const RUNS_A_PAGE = 25
export const shows = ['all', 'drafts', 'underway', 'published', 'discarded'] as const
export type Show = (typeof shows)[number]

const shown: Record<Show, Prisma.MatchRunWhereInput> = {
  all: { state: { notIn: ['replaced', 'discarded'] } },
  drafts: { state: 'draft' },
  underway: { state: { in: ['queued', 'running', 'failed', 'publishing'] } },
  published: { state: 'published' },
  discarded: { state: { in: ['replaced', 'discarded'] } },
}

export type ListQuery = { show: Show; page: number }
/** What is large and only needed to explain stays in the database. */
export const light = { problem: true, certificate: true } as const

/** One page of the runs, newest first, and how many each part holds. */
export async function listRuns(_actor: Team, { show, page }: ListQuery) {
  const where = shown[show]
  const [total, rows, ...counts] = await Promise.all([
    db.matchRun.count({ where }),
    db.matchRun.findMany({
      ...{ where, omit: light, orderBy: [{ number: 'desc' }], skip: (page - 1) * RUNS_A_PAGE, take: RUNS_A_PAGE },
      include: { cohort: { select: { name: true } } },
    }),
    ...shows.map((each) => db.matchRun.count({ where: shown[each] })),
  ])
  const names = await namesOf(rows.map(({ askedById }) => askedById))
  return {
    ...{ total, pages: Math.max(1, Math.ceil(total / RUNS_A_PAGE)) },
    counts: Object.fromEntries(shows.map((each, at) => [each, counts[at] ?? 0])) as Record<Show, number>,
    rows: rows.map((row) => ({ ...row, by: row.askedById === null ? 'The portal' : (names.get(row.askedById) ?? LEFT) })),
  }
}

export type KindCount = { kind: MatchKind; waiting: number; since: Date | null; supporters: number }

/** How many wait for each kind, since when, and how many supporters offer it. */
export const countKinds = (_actor: Team): Promise<KindCount[]> =>
  Promise.all(
    matchKinds.map(async (kind) => {
      const [found, supporters] = await Promise.all([
        db.supportRequest.aggregate({ where: waitingWhere({ kind, cohortId: null }), _count: true, _min: { requestedAt: true } }),
        db.supporter.count({ where: { state: 'approved', kinds: { has: kind } } }),
      ])
      return { kind, waiting: found._count, since: found._min.requestedAt, supporters }
    }),
  )

export const WAITING_A_PAGE = 25

/** Everybody who waits for a supporter of one kind, whoever has waited longest first. */
export async function listWaiting(_actor: Team, { kind, cohortId, page }: { kind: MatchKind; cohortId: string | null; page: number }) {
  const where = waitingWhere({ kind, cohortId })
  const [total, rows] = await Promise.all([
    db.supportRequest.count({ where }),
    db.supportRequest.findMany({
      ...{ where, orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }], skip: (page - 1) * WAITING_A_PAGE, take: WAITING_A_PAGE },
      select: {
        ...{ id: true, requestedAt: true, state: true },
        candidate: { select: { id: true, name: true, reference: true, routes: true, areas: true, adult: true } },
      },
    }),
  ])
  return { total, rows, pages: Math.max(1, Math.ceil(total / WAITING_A_PAGE)) }
}

/** Cohorts out of which somebody waits for this kind, by name. */
export async function listCohorts(_actor: Team, kind: MatchKind) {
  const cohorts = await db.cohort.findMany({
    where: { closedAt: null, memberships: { some: { state: 'joined', endedAt: null } } },
    orderBy: [{ startsOn: 'desc' }, { id: 'asc' }],
    take: 50,
    select: { id: true, name: true, programme: { select: { name: true } } },
  })
  const counts = await Promise.all(cohorts.map(({ id }) => db.supportRequest.count({ where: waitingWhere({ kind, cohortId: id }) })))
  return cohorts.map(({ id, name, programme }, at) => ({ id, name: `${programme.name}, ${name}`, waiting: counts[at] ?? 0 }))
}

/** A cohort's name, for the pages about it. */
export const findCohort = (id: string | null) =>
  id === null ? Promise.resolve(null) : db.cohort.findUnique({ where: { id }, select: { id: true, name: true } })
