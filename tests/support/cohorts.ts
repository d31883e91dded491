import type { Team } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { anAccount } from './people.ts'

/** An Insight programme that is complete with one workshop of two, the first. */
export const aProgramme = () =>
  db.programme.create({
    data: { kind: 'insight', name: 'Insight', completionRule: { atLeast: 1, of: 2, includingFirst: true }, createdAt: now() },
  })
/** A cohort that people can ask to join in the first half of January 2027. */
export const aCohort = async (overrides: Partial<Prisma.CohortUncheckedCreateInput> = {}) =>
  db.cohort.create({
    data: {
      ...{ programmeId: (await aProgramme()).id, name: 'Insight spring 2027', capacity: 10, createdAt: now() },
      ...{ opensAt: new Date('2027-01-01T00:00:00Z'), closesAt: new Date('2027-01-15T00:00:00Z') },
      ...{ startsOn: new Date('2027-01-20T00:00:00Z'), endsOn: new Date('2027-03-20T00:00:00Z') },
      ...overrides,
    },
  })

/** A coordinator with an account, as commands are given them. */
export const aCoordinator = async (): Promise<Team> => ({
  role: 'coordinator',
  accountId: (await anAccount()).id,
  name: 'Priya',
  roles: ['coordinator'],
})
