import { randomUUID } from 'node:crypto'
import { now } from '../../src/core/clock.ts'
import { londonDay } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { aSupporter } from './pairings.ts'
import { aCandidate } from './people.ts'

const DAY = 86_400_000

/** The campaign of a route on a day; that year's where there is none. */
export async function aCampaign(route: string, startsAt: Date): Promise<string> {
  const [row] = await db.$queryRaw<
    { id: string }[]
  >`SELECT make_campaign_on(${route}, ${londonDay(startsAt)}::date, ${now()}::timestamptz) AS id`
  return row?.id ?? ''
}

/** Somebody has promised for a route on the day of a time. */
export async function aPromise(who: { candidateId: string } | { supporterId: string }, route: string, startsAt: Date): Promise<string> {
  const campaignId = await aCampaign(route, startsAt)
  const words = { version: '1', wording: 'I promise.', how: 'self', acceptedAt: now() }
  await db.oneToOnePromise.createMany({ data: [{ campaignId, ...who, ...words }], skipDuplicates: true })
  return campaignId
}

/** A free hour online in ten days, for constables, of a trained supporter who has promised; one is made where none is given. */
export async function aSlot(given: Partial<Prisma.OneToOneSlotUncheckedCreateInput> = {}) {
  const at = now()
  const supporterId = given.supporterId ?? (await aSupporter({ name: 'Leila Haddon' })).id
  const startsAt = new Date(given.startsAt ?? at.getTime() + 10 * DAY)
  const base = { kind: 'mockInterview', routes: ['constable'], minutes: 60, how: 'online', madeAt: at, changedAt: at }
  const slot = await db.oneToOneSlot.create({ data: { ...base, ...given, supporterId, startsAt } })
  for (const route of slot.routes) await aPromise({ supporterId }, route, startsAt)
  return { ...slot, supporterId }
}

/** What each state holds besides, and when it came about: what has begun was marked after its time. */
const within = (state: string, after: Date): Record<string, unknown> => ({
  ...(state === 'lateCancelled' && { reason: 'ill' }),
  ...(state === 'notHeld' && { whyNot: 'neither' }),
  ...(state !== 'booked' && { state, closedAt: after, changedAt: after }),
})

type Given = { state?: string; slotId?: string; candidateId?: string; wants?: string }

/** A booking, in its state as the database demands; the candidate is an adult who has promised. */
export async function aOneToOne({ state = 'booked', ...given }: Given = {}) {
  const at = now()
  const candidateId = given.candidateId ?? (await aCandidate({ name: 'Nadia Bashir', adult: true, routes: ['constable'] })).id
  const slot = await db.oneToOneSlot.findUniqueOrThrow({ where: { id: given.slotId ?? (await aSlot()).id } })
  const campaignId = await aPromise({ candidateId }, 'constable', slot.startsAt)
  const base = { slotId: slot.id, candidateId, campaignId, route: 'constable', seriesId: randomUUID(), wants: given.wants ?? '' }
  const { id } = await db.oneToOne.create({ data: { ...base, bookedAt: at, changedAt: at, changedByRole: 'candidate' } })
  const isAfter = state === 'held' || state === 'notHeld'
  const after = isAfter ? new Date(slot.startsAt.getTime() + 3_600_000) : at
  if (state !== 'booked') await db.oneToOne.update({ where: { id }, data: within(state, after) })
  return db.oneToOne.findUniqueOrThrow({ where: { id }, include: { slot: true } })
}
