import type { Actor, Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, pool } from '../../../core/db.ts'
import { readRule } from '../forms/completion.ts'
import { tookPart } from '../rules/attendance.ts'
import { cohortState, isRegistering, type MembershipState } from '../rules/cohorts.ts'
import { endedStates, type PlaceState } from '../rules/places.ts'
import { findStanding } from './completion.ts'
import { namesOf, UNRECORDED } from './workshops.ts'

export const A_PAGE = 25

export const listProgrammes = async (_actor: Team) => {
  const programmes = await db.programme.findMany({
    orderBy: { name: 'asc' },
    include: { _count: { select: { cohorts: true, workshops: true } } },
  })
  return programmes.map((programme) => ({ ...programme, rule: readRule(programme.completionRule) }))
}

export async function findProgramme(_actor: Team, id: string) {
  const programme = await db.programme.findUnique({ where: { id } })
  return programme ? { ...programme, rule: readRule(programme.completionRule) } : undefined
}

type Counted = { id: string; unrecorded: number; joined: number; waiting: number }

/** Of each cohort: registers that wait, members, and those who asked and have no answer. */
async function countFor(ids: string[]): Promise<Map<string, Counted>> {
  const { rows } = await pool.query<Counted>(
    `SELECT c.id, (SELECT count(*)::int FROM workshops w WHERE w.cohort_id = c.id AND ${UNRECORDED}) AS unrecorded,
      (SELECT count(*)::int FROM memberships m WHERE m.cohort_id = c.id AND m.ended_at IS NULL AND m.state = 'joined') AS joined,
      (SELECT count(*)::int FROM memberships m WHERE m.cohort_id = c.id AND m.ended_at IS NULL AND m.state = 'requested') AS waiting
    FROM cohorts c WHERE c.id = ANY($2::uuid[])`,
    [now(), ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export async function listCohorts(_actor: Team, { page }: { page: number }) {
  const [cohorts, total] = await Promise.all([
    db.cohort.findMany({
      orderBy: [{ startsOn: 'desc' }, { id: 'asc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      include: { programme: { select: { name: true } } },
    }),
    db.cohort.count(),
  ])
  const counts = await countFor(cohorts.map(({ id }) => id))
  const rows = cohorts.map((cohort) => {
    const { unrecorded = 0, joined = 0, waiting = 0 } = counts.get(cohort.id) ?? {}
    return {
      ...cohort,
      unrecorded,
      joined,
      waiting,
      state: cohortState(cohort, unrecorded, now()),
      registering: isRegistering(cohort, now()),
    }
  })
  return { rows, total, pages: Math.max(1, Math.ceil(total / A_PAGE)) }
}

export type CohortWorkshop = {
  id: string
  title: string
  startsAt: Date
  endsAt: Date
  bookingClosesAt: Date
  online: boolean
  venue: string
  area: string
  state: string
  /** The day that no longer holds, where the new one is not known: `startsAt` is no day then. */
  postponedFrom: Date | null
  capacity: number
  taken: number
  waiting: number
  own: PlaceState | null
}

/** The workshops of a cohort in order, drafts and cancelled ones aside unless the team looks. */
async function listWorkshopsOf(cohortId: string, states: string[], candidateId: string | null): Promise<CohortWorkshop[]> {
  const { rows } = await pool.query<CohortWorkshop>(
    `SELECT w.id, w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.booking_closes_at AS "bookingClosesAt", w.online, w.venue, w.area, w.state, CASE WHEN w.state = 'postponed' THEN w.moved_from END AS "postponedFrom",
      w.capacity, (count(*) FILTER (WHERE p.state NOT IN ('waiting', 'offered') AND p.ended_at IS NULL AND p.id IS NOT NULL))::int AS taken,
      (count(*) FILTER (WHERE p.state = 'waiting'))::int AS waiting, max(p.state) FILTER (WHERE p.candidate_id = $3 AND p.ended_at IS NULL) AS own
    FROM workshops w LEFT JOIN places p ON p.workshop_id = w.id
    WHERE w.cohort_id = $1 AND w.state = ANY($2) GROUP BY w.id ORDER BY w.starts_at, w.id`,
    [cohortId, states, candidateId],
  )
  return rows
}

/** One cohort for the team: its state, figures and workshops. */
export async function findCohort(_actor: Team, id: string) {
  const cohort = await db.cohort.findUnique({ where: { id }, include: { programme: true } })
  if (!cohort) return undefined
  const [counts, states, workshops, names] = await Promise.all([
    countFor([id]),
    db.membership.groupBy({ by: ['state'], where: { cohortId: id, endedAt: null }, _count: true }),
    listWorkshopsOf(id, ['draft', 'published', 'postponed', 'held'], null),
    namesOf([cohort.coordinatorId]),
  ])
  const unrecorded = counts.get(id)?.unrecorded ?? 0
  const members = Object.fromEntries(states.map(({ state, _count }) => [state, _count])) as Partial<Record<MembershipState, number>>
  return {
    ...cohort,
    ...{ unrecorded, members, workshops },
    rule: readRule(cohort.programme.completionRule),
    lead: names.get(cohort.coordinatorId ?? ''),
    state: cohortState(cohort, unrecorded, now()),
    registering: isRegistering(cohort, now()),
  }
}
export type FoundCohort = NonNullable<Awaited<ReturnType<typeof findCohort>>>

/** One page of those who are or were in a cohort, each once, as they stand now. */
export async function listMembers(
  _actor: Team,
  cohortId: string,
  { q, state, page }: { q: string; state?: string | undefined; page: number },
) {
  const match = { contains: q, mode: 'insensitive' as const }
  const where = {
    cohortId,
    endedAt: null,
    ...(state !== undefined && { state }),
    ...(q !== '' && { candidate: { OR: [{ name: match }, { reference: match }] } }),
  }
  const [rows, total] = await Promise.all([
    db.membership.findMany({
      where,
      orderBy: [{ candidate: { name: 'asc' } }, { id: 'asc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      include: {
        candidate: {
          select: {
            ...{ id: true, name: true, reference: true },
            requests: { where: { state: { notIn: ['withdrawn', 'notOffered'] } }, select: { kind: true }, orderBy: { requestedAt: 'asc' } },
            places: { where: { workshop: { cohortId }, state: { notIn: [...endedStates] } }, select: { state: true } },
          },
        },
      },
    }),
    db.membership.count({ where }),
  ])
  const members = rows.map(({ candidate: { requests, places, ...candidate }, ...row }) => ({
    ...row,
    candidate,
    kinds: requests.map(({ kind }) => kind),
    came: places.filter((place) => tookPart(place.state)).length,
    places: places.length,
  }))
  return { members, total, pages: Math.max(1, Math.ceil(total / A_PAGE)) }
}

/** One person in one cohort: how they stand, how they got there, what they took part in. */
export async function findMember(_actor: Team, cohortId: string, membershipId: string) {
  const membership = await db.membership.findFirst({
    where: { id: membershipId, cohortId },
    include: { candidate: { select: { id: true, name: true, reference: true } }, cohort: { include: { programme: true } } },
  })
  if (!membership) return undefined
  const { candidate, cohort } = membership
  const [rows, workshops, others] = await Promise.all([
    db.membership.findMany({ where: { cohortId, candidateId: candidate.id }, orderBy: { id: 'desc' } }),
    listWorkshopsOf(cohortId, ['published', 'postponed', 'held'], candidate.id),
    db.cohort.findMany({ where: { id: { not: cohortId } }, orderBy: { startsOn: 'desc' }, take: 100 }),
  ])
  const current = rows.find(({ endedAt }) => endedAt === null)
  const names = await namesOf(rows.map(({ byId }) => byId))
  const moved = await db.cohort.findMany({
    where: { id: { in: rows.flatMap(({ movedToId }) => movedToId ?? []) } },
    select: { id: true, name: true },
  })
  const rule = readRule(cohort.programme.completionRule)
  return {
    ...{ candidate, cohort, workshops, rule },
    state: (current?.state ?? 'left') as MembershipState,
    since: current?.beganAt ?? membership.beganAt,
    history: rows.map(({ byId, movedToId, ...row }) => ({
      ...row,
      by: byId === null ? undefined : names.get(byId),
      movedTo: moved.find(({ id }) => id === movedToId)?.name,
    })),
    standing: await findStanding(db, { cohortId, candidateId: candidate.id }),
    others: others.filter((other) => cohortState(other, 0, now()) !== 'closed').map(({ id, name }) => ({ id, name })),
  }
}

/** Who can lead a cohort. */
export const listCoordinators = (_actor: Team) =>
  db.account.findMany({
    where: { closedAt: null, deactivatedAt: null, roles: { some: { role: { in: ['coordinator', 'lead'] } } } },
    orderBy: { name: 'asc' },
    select: { id: true, name: true },
  })

/** One cohort as anybody may see it: what it is, when, its workshops; and how the reader stands, if they are a candidate. */
export async function findPublicCohort(actor: Actor, id: string) {
  const cohort = await db.cohort.findUnique({
    where: { id },
    include: { programme: { select: { name: true, summary: true, completionRule: true } } },
  })
  if (!cohort) return undefined
  const candidateId = actor.role === 'candidate' ? actor.candidateId : null
  const [counts, workshops, own] = await Promise.all([
    countFor([id]),
    listWorkshopsOf(id, ['published', 'postponed', 'held'], candidateId),
    candidateId === null ? null : db.membership.findFirst({ where: { cohortId: id, candidateId, endedAt: null } }),
  ])
  const { unrecorded = 0, joined = 0 } = counts.get(id) ?? {}
  return {
    ...{ id, workshops },
    ...{ name: cohort.name, opensAt: cohort.opensAt, closesAt: cohort.closesAt, startsOn: cohort.startsOn, endsOn: cohort.endsOn },
    programme: cohort.programme.name,
    summary: cohort.programme.summary,
    rule: readRule(cohort.programme.completionRule),
    state: cohortState(cohort, unrecorded, now()),
    registering: isRegistering(cohort, now()),
    full: joined >= cohort.capacity,
    own: own ? { state: own.state as MembershipState, reason: own.reason, since: own.beganAt } : undefined,
  }
}

/** The cohorts a candidate is in, has asked to join, or is invited to. */
export const listOwnMemberships = async (actor: Candidate) => {
  const rows = await db.membership.findMany({
    where: { candidateId: actor.candidateId, endedAt: null, state: { in: ['requested', 'invited', 'joined', 'completed'] } },
    orderBy: { beganAt: 'desc' },
    include: { cohort: { select: { id: true, name: true, startsOn: true, endsOn: true } } },
  })
  return rows.map(({ cohort, state, beganAt }) => ({ ...cohort, state: state as MembershipState, since: beganAt }))
}

/** How a candidate stands in a cohort, for an e-mail that says so; undefined where that has changed. */
export const findMembershipToTell = (cohortId: string, candidateId: string, state: string) =>
  db.membership.findFirst({
    where: { cohortId, candidateId, endedAt: null, state },
    include: { cohort: { include: { programme: { select: { name: true } } } }, candidate: { select: { name: true } } },
  })
