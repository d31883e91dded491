import type { Candidate, Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { CompletionRule } from '../rules/completion.ts'
import { progressOf, progressShows, type ProgressShow } from '../rules/progress.ts'
import { findStanding, findStandings, type Standing } from './completion.ts'

export const MEMBERS_A_PAGE = 25

const inIt = { endedAt: null, state: { in: ['joined', 'completed'] } }

/** Everybody who is in a cohort or has completed it, by name, as the rule of its programme sees them. */
export async function listCohortStandings(_actor: Team, cohortId: string) {
  const rows = await db.membership.findMany({
    where: { cohortId, ...inIt },
    orderBy: [{ candidate: { name: 'asc' } }, { id: 'asc' }],
    select: { id: true, state: true, candidate: { select: { id: true, name: true, reference: true } } },
  })
  const standingOf = await findStandings(
    db,
    rows.map(({ candidate }) => ({ cohortId, candidateId: candidate.id })),
  )
  return rows.map(({ id, state, candidate }) => {
    const standing = standingOf({ cohortId, candidateId: candidate.id })
    return { id, state, candidate, standing, progress: progressOf(standing) }
  })
}
export type CohortStanding = Awaited<ReturnType<typeof listCohortStandings>>[number]

/** One page of them, narrowed by how they stand and by name or reference; the counts are of everybody. */
export async function findCohortProgress(
  actor: Team,
  cohortId: string,
  { show, q, page }: { show: ProgressShow; q: string; page: number },
) {
  const all = await listCohortStandings(actor, cohortId)
  const words = q.toLowerCase()
  const rows = all.filter(
    ({ progress, candidate }) =>
      (show === 'all' || progress === show) && `${candidate.name} ${candidate.reference}`.toLowerCase().includes(words),
  )
  const count = (kind: ProgressShow) => (kind === 'all' ? all.length : all.filter(({ progress }) => progress === kind).length)
  return {
    rows: rows.slice((page - 1) * MEMBERS_A_PAGE, page * MEMBERS_A_PAGE),
    total: rows.length,
    pages: Math.max(1, Math.ceil(rows.length / MEMBERS_A_PAGE)),
    counts: Object.fromEntries(progressShows.map((kind) => [kind, count(kind)])) as Record<ProgressShow, number>,
    toMark: all.filter(({ progress, state }) => progress === 'done' && state === 'joined').length,
  }
}

/** Which sessions a cohort has, in order, as the heads of the columns. */
export async function listSessions(_actor: Team, cohortId: string) {
  const workshops = await db.workshop.findMany({
    where: { cohortId, state: { in: ['published', 'postponed', 'held'] } },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    select: { id: true, title: true, session: true, startsAt: true },
  })
  const seen = new Set<number>()
  return workshops.filter(({ session }) => {
    if (session === null) return true
    const first = !seen.has(session)
    seen.add(session)
    return first
  })
}

type Effect = { candidate: { id: string; name: string; reference: string }; cohort: { id: string; name: string } }

/** Who in the cohorts of a programme would be complete by another rule and is not by this one, and the other way round. */
export async function previewRule(_actor: Team, programmeId: string, rule: CompletionRule) {
  const rows = await db.membership.findMany({
    where: { cohort: { programmeId }, ...inIt },
    orderBy: [{ candidate: { name: 'asc' } }, { id: 'asc' }],
    select: {
      candidateId: true,
      cohortId: true,
      candidate: { select: { id: true, name: true, reference: true } },
      cohort: { select: { id: true, name: true } },
    },
  })
  const [before, after] = [await findStandings(db, rows), await findStandings(db, rows, rule)]
  const became = (from: boolean, to: boolean): Effect[] => rows.filter((row) => before(row).done === from && after(row).done === to)
  return {
    people: rows.length,
    before: rows.filter((row) => before(row).done).length,
    after: rows.filter((row) => after(row).done).length,
    gained: became(false, true),
    lost: became(true, false),
  }
}
export type RuleEffect = Awaited<ReturnType<typeof previewRule>>

/** How a candidate stands with one cohort. */
export const findOwnStanding = ({ candidateId }: Candidate, cohortId: string): Promise<Standing> =>
  findStanding(db, { cohortId, candidateId })

export type OwnStanding = { cohortId: string; name: string; programme: string; state: string; standing: Standing }

/** How a candidate stands with each cohort that they are in or have completed, the latest first. */
export async function listOwnStandings({ candidateId }: Candidate): Promise<OwnStanding[]> {
  const rows = await db.membership.findMany({
    where: { candidateId, ...inIt },
    orderBy: [{ beganAt: 'desc' }, { id: 'desc' }],
    include: { cohort: { select: { name: true, programme: { select: { name: true } } } } },
  })
  const standingOf = await findStandings(db, rows)
  return rows.map(({ cohortId, state, cohort }) => ({
    ...{ cohortId, state, name: cohort.name, programme: cohort.programme.name },
    standing: standingOf({ cohortId, candidateId }),
  }))
}
