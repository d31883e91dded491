import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { findYearOf } from '../../firstYear/queries/team.ts'
import { listKnownNetworks } from '../../networks/queries/team.ts'
import { listNotes } from '../../notes/queries.ts'
import { countSharedOf } from '../../passport/queries/staff.ts'
import { sharesWithTeam } from '../../preparing/queries/shared.ts'
import { findWishesOf } from '../../wishes/queries/own.ts'
import { experienceWords, wishWords } from '../../wishes/rules/wishes.ts'
import { listCandidateTasks } from '../../tasks/queries/tasks.ts'
import type { TimelineKind } from '../rules/timeline.ts'
import { findAssignment } from './assignment.ts'
import { listTimeline } from './timeline.ts'

const LOOKS_A_PAGE = 6

export type Shown = { page?: number; kind?: TimelineKind | undefined; notes?: number; looks?: number }
type Subject = { id: string; ownerId: string | null }

/** What the team keeps about one candidate, beside what the candidate told and asked: who looks after them, notes, tasks, history. */
export async function findCare(actor: Team, candidate: Subject, force: ForceProfile, shown: Shown) {
  const { id } = candidate
  const [assignment, notes, tasks, timeline, looks, consents, places, memberships, wishes, firstYear, shared] = await Promise.all([
    findAssignment(actor, candidate),
    listNotes(actor, id, shown.notes ?? 1),
    listCandidateTasks(actor, id),
    listTimeline(actor, id, force, { kind: shown.kind, page: shown.page ?? 1 }),
    listLooks(id, shown.looks ?? 1),
    listConsents(id, force),
    listPlaces(id),
    listMemberships(id),
    listWishes(actor, id),
    force.supportRunsTo === 'firstYear' ? findYearOf(actor, id) : undefined,
    findShared(actor, id, force),
  ])
  return { assignment, notes, tasks, timeline, looks, consents, ...places, memberships, wishes, firstYear, ...shared }
}

/** What is theirs alone but for what they let the team know of. */
async function findShared(actor: Team, id: string, force: ForceProfile) {
  const [sharesPreparing, sharedAdjustments, knownNetworks] = await Promise.all([
    sharesWithTeam(actor, id),
    countSharedOf(actor, id),
    listKnownNetworks(actor, force, id),
  ])
  return { sharesPreparing, sharedAdjustments, knownNetworks }
}

/** What the person looks for in a supporter, in words. */
async function listWishes(actor: Team, id: string) {
  const { wishes, saidAt, experiences = [] } = await findWishesOf(actor, id)
  return { wishes: wishes && wishWords(wishes), saidAt, told: experienceWords(experiences) }
}

/** Who looked at this candidate: the team sees names of its own, and of others the role alone. */
async function listLooks(candidateId: string, page: number) {
  const [total, looks] = await Promise.all([
    db.look.count({ where: { candidateId } }),
    db.look.findMany({
      where: { candidateId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * LOOKS_A_PAGE,
      take: LOOKS_A_PAGE,
    }),
  ])
  const ofTeam = (role: string) => role === 'coordinator' || role === 'lead'
  const names = await namesOf(looks.map(({ viewerId, viewerRole }) => (ofTeam(viewerRole) ? viewerId : null)))
  const rows = looks.map(({ viewerId, viewerRole, page: what, purpose, at }) => ({
    ...{ what, purpose, at },
    who: ofTeam(viewerRole) ? (names.get(viewerId) ?? LEFT) : `A ${viewerRole}`,
  }))
  return { total, page, rows, pages: Math.max(1, Math.ceil(total / LOOKS_A_PAGE)) }
}

/** What the person has said yes or no to, purpose by purpose, as it stands; nobody but the person changes it. */
async function listConsents(candidateId: string, force: ForceProfile) {
  const given = await db.consent.findMany({ where: { candidateId }, orderBy: { givenAt: 'desc' } })
  return force.consents.map(({ purpose, title }) => {
    const last = given.find((consent) => consent.purpose === purpose)
    return { title, yes: last?.withdrawnAt === null, last }
  })
}

const placeShown = {
  ...{ id: true, state: true, expiresAt: true },
  workshop: { select: { id: true, title: true, startsAt: true, endsAt: true, online: true, area: true } },
} as const

/** Workshops to come that the person has to do with, soonest first, and everything that is over or given up, latest first. */
async function listPlaces(candidateId: string) {
  const places = await db.place.findMany({ where: { candidateId }, orderBy: { workshop: { startsAt: 'asc' } }, select: placeShown })
  const isNext = ({ state, workshop }: (typeof places)[number]) =>
    ['waiting', 'offered', 'booked'].includes(state) && workshop.endsAt > now()
  return { nextPlaces: places.filter(isNext), pastPlaces: places.filter((place) => !isNext(place)).reverse() }
}

/** The cohorts that the person is or was in, as each stands now. */
async function listMemberships(candidateId: string) {
  const rows = await db.membership.findMany({
    where: { candidateId },
    orderBy: [{ beganAt: 'desc' }, { id: 'desc' }],
    select: { id: true, state: true, beganAt: true, endedAt: true, cohort: { select: { id: true, name: true } } },
  })
  return rows.filter(({ cohort }, at) => rows.findIndex((each) => each.cohort.id === cohort.id) === at)
}
