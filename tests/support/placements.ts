import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
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

const reasonOf: Record<string, string> = { notAttended: 'noReason', cancelled: 'other', declined: 'noCapacity', withdrawn: 'other' }

/** What a placement in each state holds besides. */
const within = (state: string, at: Date): Partial<Prisma.PlacementUncheckedCreateInput> => ({
  ...(reasonOf[state] === undefined ? {} : { reasons: [reasonOf[state]] }),
  ...(['declined', 'withdrawn', 'expired', 'cancelled', 'notAttended', 'debriefed'].includes(state) && { endedAt: at, endedBy: 'team' }),
  ...(state === 'confirmed' && { confirmedAt: at }),
})

type GivenPlacement = Partial<Prisma.PlacementUncheckedCreateInput> & { state?: string; undated?: boolean }

/**
 * A placement brought to its state step by step, as the database demands: an adult candidate, a host with a trained supporter and a
 * day in two weeks are made where none is given; with `undated` it has no day and runs out in two months.
 */
export async function aPlacement({ state = 'confirmed', undated = false, ...overrides }: GivenPlacement = {}) {
  const at = overrides.changedAt === undefined ? now() : new Date(overrides.changedAt)
  const candidateId = overrides.candidateId ?? (await aCandidate({ adult: true })).id
  const date = undated
    ? undefined
    : overrides.dateId === undefined || overrides.dateId === null
      ? await aHostDate(overrides.hostId === undefined ? {} : { hostId: overrides.hostId, ...(await whoHosts(overrides.hostId)) })
      : await db.hostDate.findUniqueOrThrow({ where: { id: overrides.dateId } })
  const hostId = overrides.hostId ?? date?.hostId ?? (await aHost()).id
  const { supporterId } = await whoHosts(hostId)
  const [first = 'requested', ...rest] = stepsTo[state] ?? []
  const live = (step: string) => undated && ['requested', 'underConsideration', 'offered', 'accepted'].includes(step)
  const { id } = await db.placement.create({
    data: {
      ...{ supporterId, dateId: date?.id ?? null, goals: ['theJob'], requestedAt: at, changedAt: at, changedByRole: 'coordinator' },
      ...within(first, at),
      ...overrides,
      ...(live(first) ? { expiresAt: overrides.expiresAt ?? new Date(at.getTime() + 61 * day) } : {}),
      ...{ candidateId, hostId, state: first },
    },
  })
  for (const step of rest)
    await db.placement.update({
      where: { id },
      data: {
        ...within(step, at),
        ...(step === state ? overrides : {}),
        ...(live(step) ? {} : { expiresAt: null }),
        state: step,
        changedAt: at,
      },
    })
  return db.placement.findUniqueOrThrow({ where: { id } })
}

async function whoHosts(hostId: string): Promise<{ supporterId: string | null }> {
  const person = await db.hostPerson.findFirst({ where: { hostId, until: null }, orderBy: { since: 'asc' } })
  return { supporterId: person?.supporterId ?? null }
}
