import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { everyCheck } from './checks.ts'
import { aSupporter } from './pairings.ts'
import { aCandidate } from './people.ts'

const day = 86_400_000
let hosts = 0

type GivenHost = Partial<Prisma.HostUncheckedCreateInput> & { supporterId?: string }

/** A published department with one trained supporter who hosts, `supporterId`. Its name is its own, so that many can stand beside each other. */
export async function aHost({ supporterId, ...overrides }: GivenHost = {}) {
  const at = now()
  hosts += 1
  const host = await db.host.create({
    data: {
      ...{
        name: `Control room ${String(hosts)}`,
        family: 'control',
        state: 'published',
        about: 'Where calls come in.',
        site: 'Main building',
      },
      ...{ openness: 'actively', madeAt: at, changedAt: at },
      ...overrides,
    },
  })
  const person = supporterId ?? (await aSupporter()).id
  await db.hostPerson.create({ data: { hostId: host.id, supporterId: person, since: at } })
  return { ...host, supporterId: person }
}

/** A listed day two weeks from now, from the same hour for four hours, with one place; a host is made where none is given. */
export async function aHostDate(overrides: Partial<Prisma.HostDateUncheckedCreateInput> = {}) {
  const at = now()
  const host = overrides.hostId === undefined ? await aHost() : undefined
  const startsAt = overrides.startsAt === undefined ? new Date(at.getTime() + 14 * day) : new Date(overrides.startsAt)
  return db.hostDate.create({
    data: {
      hostId: host?.id ?? '',
      ...(host === undefined ? {} : { supporterId: host.supporterId }),
      ...{ startsAt, endsAt: new Date(startsAt.getTime() + 4 * 3_600_000), madeAt: at, changedAt: at, changedByRole: 'coordinator' },
      ...overrides,
    },
  })
}

const stepsTo: Record<string, string[]> = {
  requested: ['requested'],
  underConsideration: ['requested', 'underConsideration'],
  offered: ['requested', 'underConsideration', 'offered'],
  accepted: ['requested', 'underConsideration', 'offered', 'accepted'],
  checks: ['requested', 'underConsideration', 'offered', 'accepted', 'checks'],
  confirmed: ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed'],
  attended: ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed', 'attended'],
  notAttended: ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed', 'notAttended'],
  debriefed: ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed', 'attended', 'debriefed'],
  cancelled: ['requested', 'cancelled'],
  declined: ['requested', 'declined'],
  withdrawn: ['requested', 'withdrawn'],
  expired: ['requested', 'expired'],
}

const early = new Set(['requested', 'underConsideration', 'offered', 'accepted'])

const reasonOf: Record<string, string> = { notAttended: 'noReason', cancelled: 'other', declined: 'noCapacity', withdrawn: 'other' }

/** What a placement in each state holds besides. */
const within = (state: string, at: Date): Partial<Prisma.PlacementUncheckedCreateInput> => ({
  ...(reasonOf[state] === undefined ? {} : { reasons: [reasonOf[state]] }),
  ...(['declined', 'withdrawn', 'expired', 'cancelled', 'notAttended', 'debriefed'].includes(state) && { endedAt: at, endedBy: 'team' }),
  ...(state === 'confirmed' && { confirmedAt: at }),
})

type GivenPlacement = Partial<Prisma.PlacementUncheckedCreateInput> & { state?: string; undated?: boolean }

type Where = { candidateId: string; hostId: string; supporterId: string | null; dateId: string | null }

/** Whose placement it is, where, and on which day: what the test gave, and the rest made. */
async function places(given: Partial<Prisma.PlacementUncheckedCreateInput>, undated: boolean): Promise<Where> {
  const candidateId = given.candidateId ?? (await aCandidate({ adult: true })).id
  const named = given.dateId ?? undefined
  const dateId = undated ? null : (named ?? (await aHostDate(given.hostId === undefined ? {} : await whoHosts(given.hostId))).id)
  const date = dateId === null ? null : await db.hostDate.findUniqueOrThrow({ where: { id: dateId } })
  const hostId = given.hostId ?? date?.hostId ?? (await aHost()).id
  const { supporterId } = await whoHosts(hostId)
  return { candidateId, hostId, supporterId, dateId }
}

/**
 * A placement brought to its state step by step, as the database demands: an adult candidate, a host with a trained supporter and a
 * day in two weeks are made where none is given; from confirmed on everything that has to be checked is; with `undated` it has no day and
 * runs out in two months.
 */
export async function aPlacement({ state = 'confirmed', undated = false, ...given }: GivenPlacement = {}) {
  const at = new Date(given.changedAt ?? now())
  const where = await places(given, undated)
  const [first = 'requested', ...rest] = stepsTo[state] ?? []
  const runsOut = (step: string) => ({
    expiresAt: undated && early.has(step) ? (given.expiresAt ?? new Date(at.getTime() + 61 * day)) : null,
  })
  const base = { goals: ['theJob'], requestedAt: at, changedAt: at, changedByRole: 'coordinator' }
  const { id } = await db.placement.create({
    data: { ...base, ...within(first, at), ...given, ...where, ...runsOut(first), state: first },
  })
  for (const step of rest) {
    const own = step === state ? given : {}
    if (step === 'confirmed') await everyCheck(id, at)
    await db.placement.update({ where: { id }, data: { ...within(step, at), ...own, ...runsOut(step), state: step, changedAt: at } })
  }
  return db.placement.findUniqueOrThrow({ where: { id } })
}

async function whoHosts(hostId: string): Promise<{ hostId: string; supporterId: string | null }> {
  const person = await db.hostPerson.findFirst({ where: { hostId, until: null }, orderBy: { since: 'asc' } })
  return { hostId, supporterId: person?.supporterId ?? null }
}
