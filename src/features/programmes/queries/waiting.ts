import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay, startOfDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { countCorrections } from './no-shows.ts'
import { countUnrecordedRegisters } from './workshops.ts'

/** Mine are those of the cohorts that I coordinate. */
const ofCohort = (actor: Team, whose: Whose) => (whose === 'mine' ? { cohort: { coordinatorId: actor.accountId } } : {})

const offersWhere = (actor: Team, whose: Whose): Prisma.PlaceWhereInput => ({
  state: 'offered',
  expiresAt: { gt: now(), lt: startOfDay(londonDay(daysAfter(now(), 1))) },
  workshop: { state: 'published', offersEndAt: { gt: now() }, ...ofCohort(actor, whose) },
})

const joiningWhere = (actor: Team, whose: Whose): Prisma.MembershipWhereInput => ({
  state: 'requested',
  endedAt: null,
  candidate: { closedAt: null },
  cohort: { closedAt: null, ...ofCohort(actor, whose).cohort },
})

/** Live offers that end before the day does, soonest first. */
export const listOffersEndingToday = (actor: Team, whose: Whose) =>
  db.place.findMany({
    where: offersWhere(actor, whose),
    orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
    select: {
      ...{ id: true, expiresAt: true },
      workshop: { select: { id: true, title: true, startsAt: true } },
      candidate: { select: { id: true, name: true, reference: true, phone: true } },
    },
  })

export const JOINING_A_PAGE = 25

/** Those who asked to join a cohort and have no answer, who asked first first. */
export async function listJoining(actor: Team, { whose, page }: { whose: Whose; page: number }) {
  const where = joiningWhere(actor, whose)
  const [total, rows] = await Promise.all([
    db.membership.count({ where }),
    db.membership.findMany({
      where,
      orderBy: [{ beganAt: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * JOINING_A_PAGE,
      take: JOINING_A_PAGE,
      select: {
        ...{ id: true, beganAt: true },
        cohort: { select: { id: true, name: true, closesAt: true } },
        candidate: { select: { id: true, name: true, reference: true } },
      },
    }),
  ])
  return { total, rows }
}

/** What programmes, cohorts and workshops have waiting for the team. */
export async function findProgrammesWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const [registers, corrections, offers, joining] = await Promise.all([
    countUnrecordedRegisters(actor, whose),
    countCorrections(actor, whose),
    db.place.aggregate({ where: offersWhere(actor, whose), _count: true, _min: { expiresAt: true } }),
    db.membership.aggregate({ where: joiningWhere(actor, whose), _count: true, _min: { beganAt: true } }),
  ])
  return [
    { ...registers, what: 'Registers not recorded', href: withWhose('/staff/workshops?show=unrecorded', whose), when: 'overdue' },
    {
      ...{ what: 'People who say a register is wrong', href: withWhose('/staff/corrections', whose), when: 'week' },
      ...{ count: corrections._count, oldest: corrections._min.askedAt ?? undefined },
    },
    {
      ...{ what: 'Offers that end today', href: withWhose('/staff/offers', whose), when: 'today' },
      ...{ count: offers._count, oldest: offers._min.expiresAt ?? undefined },
    },
    {
      ...{ what: 'People who asked to join a cohort', href: withWhose('/staff/joining', whose), when: 'week' },
      ...{ count: joining._count, oldest: joining._min.beganAt ?? undefined },
    },
  ]
}
