import { randomUUID } from 'node:crypto'
import { daysAfter, instantAt, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { promiseText, promiseWords } from '../features/oneToOnes/rules/promise.ts'
import { frameworkNow, type MarkLevel } from '../forces/competencies.ts'
import type { ForceProfile } from '../forces/profile.ts'

type World = { force: ForceProfile; now: Date; people: Map<string, string>; supporters: Map<string, string> }
type Where = { how: 'inPerson' | 'online' | 'phone'; place?: string }
type DemoSlot = { by: string; kind: string; inDays: number; from: string; minutes?: number; routes?: string[] } & Where
type DemoBooking = {
  candidate: string
  route?: string
  slot: DemoSlot
  bookedDays: number // days before now
  wants: string
  state?: 'held' | 'notHeld' | 'lateCancelled'
  feedback?: { good: string; next: string; answer?: string; levels: Record<string, MarkLevel> }
}

const online = { how: 'online', place: 'The link is in the calendar entry' } as const
const helen = { by: 'Helen Marsh', ...online } as const
const station = { how: 'inPerson', place: 'Front office, main police station' } as const

/** Free times in the weeks to come, of three who coach. */
const free: DemoSlot[] = [
  { ...helen, kind: 'mockInterview', inDays: 6, from: '18:00' },
  { ...helen, kind: 'mockInterview', inDays: 13, from: '18:00' },
  { ...helen, kind: 'mockInterview', inDays: 20, from: '18:00' },
  { by: 'Leon Carter', kind: 'applicationReview', inDays: 4, from: '10:00', minutes: 45, ...online },
  { by: 'Leon Carter', kind: 'fitnessPractice', inDays: 9, from: '17:30', minutes: 90, ...station },
  { by: 'Leon Carter', kind: 'fitnessPractice', inDays: 23, from: '17:30', minutes: 90, ...station },
  { by: 'Aisha Bello', kind: 'assessmentPractice', inDays: 8, from: '14:00', ...online },
  { by: 'Aisha Bello', kind: 'assessmentPractice', inDays: 15, from: '14:00', how: 'phone' },
]

/** Booked, over without a mark, held with feedback and with none, and one that was given back late. Days count from now. */
const booked: DemoBooking[] = [
  {
    ...{
      candidate: 'Amara Okafor',
      bookedDays: 2,
      wants: 'My answers about a time when I led others. Are they about me, or about the team?',
    },
    slot: { ...helen, kind: 'applicationReview', inDays: 11, from: '17:30' },
  },
  {
    ...{ candidate: 'Kezia Thompson', bookedDays: 3, wants: 'I lose the thread when a question has three parts. Could we practise that?' },
    slot: { ...helen, kind: 'mockInterview', inDays: 5, from: '18:30' },
  },
  {
    ...{ candidate: 'Bethan Rhys-Jones', bookedDays: 30, wants: 'My examples from the shop: are they big enough?', state: 'held' },
    slot: { ...helen, kind: 'applicationReview', inDays: -16, from: '17:00' },
    feedback: {
      good: 'The evening with the broken till is a fine example. You said what you did, and why, without being asked.',
      next: 'Cut the first minute: begin where you step in. Find one example in which somebody disagreed with you.',
      answer: 'Thank you. I have found one, from the night we were short of staff.',
      levels: { aware: 'steady', ownership: 'strong', collaborative: 'beginning', supportive: 'notSeen', analytical: 'steady' },
    },
  },
  {
    ...{ candidate: 'Farah Siddiqui', route: 'detective', bookedDays: 14, wants: '', state: 'held' },
    slot: { by: 'Leon Carter', kind: 'fitnessPractice', inDays: -4, from: '17:30', minutes: 90, ...station },
  },
  {
    ...{ candidate: 'Daniel Whitmore', route: 'pcso', bookedDays: 12, wants: 'Is my personal statement too long?' },
    slot: { by: 'Leon Carter', kind: 'applicationReview', inDays: -3, from: '10:00', ...online },
  },
  {
    ...{ candidate: 'Kezia Thompson', bookedDays: 20, wants: '', state: 'lateCancelled' },
    slot: { by: 'Aisha Bello', kind: 'assessmentPractice', inDays: -9, from: '14:00', ...online },
  },
]

const at = (now: Date, inDays: number, clock: string): Date => instantAt(londonDay(daysAfter(now, inDays)), clock) ?? daysAfter(now, inDays)

/** Times that three supporters offer, and what became of six that were booked. */
export async function addOneToOnes(tx: Tx, world: World): Promise<void> {
  for (const slot of free) await addSlot(tx, world, slot, daysAfter(world.now, -7))
  for (const booking of booked) await addBooking(tx, world, booking)
}

const routesOf = ({ force }: World, { routes = ['constable', 'detective', 'pcso'] }: DemoSlot) =>
  routes.filter((id) => force.routes.some((route) => route.id === id))

async function promise(tx: Tx, who: { candidateId: string } | { supporterId: string }, route: string, startsAt: Date, acceptedAt: Date) {
  const [campaign] = await tx.$queryRaw<{ id: string }[]>`
    SELECT make_campaign_on(${route}, ${londonDay(startsAt)}::date, ${acceptedAt}::timestamptz) AS id`
  const campaignId = campaign?.id ?? ''
  const words = { version: promiseWords.version, wording: promiseText(), how: 'self', acceptedAt }
  await tx.oneToOnePromise.createMany({ data: [{ campaignId, ...who, ...words }], skipDuplicates: true })
  return campaignId
}

async function addSlot(tx: Tx, world: World, slot: DemoSlot, madeAt: Date) {
  const supporterId = world.supporters.get(slot.by) ?? ''
  const [startsAt, routes] = [at(world.now, slot.inDays, slot.from), routesOf(world, slot)]
  for (const route of routes) await promise(tx, { supporterId }, route, startsAt, madeAt)
  const { kind, how, place = '', minutes = 60 } = slot
  const area = how === 'inPerson' ? (world.force.areas[0]?.id ?? '') : ''
  const data = { supporterId, kind, routes, startsAt, minutes, how, area, place, madeAt, changedAt: madeAt }
  const { id } = await tx.oneToOneSlot.create({ data, select: { id: true } })
  return { id, startsAt, supporterId, minutes }
}

async function addBooking(
  tx: Tx,
  world: World,
  { candidate, route = 'constable', slot: given, bookedDays, wants, state, feedback }: DemoBooking,
) {
  const candidateId = world.people.get(candidate) ?? ''
  const bookedAt = at(world.now, -bookedDays, '12:00')
  const slot = await addSlot(tx, world, given, daysAfter(bookedAt, -3))
  const campaignId = await promise(tx, { candidateId }, route, slot.startsAt, bookedAt)
  const base = { slotId: slot.id, candidateId, campaignId, route, seriesId: randomUUID(), wants }
  const { id } = await tx.oneToOne.create({
    data: { ...base, bookedAt, changedAt: bookedAt, changedByRole: 'candidate' },
    select: { id: true },
  })
  if (state === undefined) return
  const isLate = state === 'lateCancelled'
  const closedAt = new Date(slot.startsAt.getTime() + (isLate ? -60 : slot.minutes + 20) * 60_000)
  const by = isLate ? { reason: 'work', changedByRole: 'candidate' } : { changedById: slot.supporterId, changedByRole: 'supporter' }
  await tx.oneToOne.update({ where: { id }, data: { state, closedAt, changedAt: closedAt, ...by }, select: { id: true } })
  if (feedback) await addFeedback(tx, { id, supporterId: slot.supporterId, closedAt }, feedback)
}

type Of = { id: string; supporterId: string; closedAt: Date }
async function addFeedback(
  tx: Tx,
  { id, supporterId, closedAt }: Of,
  { good, next, answer, levels }: NonNullable<DemoBooking['feedback']>,
) {
  const { version: framework, items } = frameworkNow()
  await tx.oneToOneFeedback.create({
    data: {
      ...{ oneToOneId: id, number: 1, framework, good, next, givenAt: daysAfter(closedAt, 1), givenById: supporterId },
      ...(answer !== undefined && { answer, answeredAt: daysAfter(closedAt, 3) }),
      marks: { createMany: { data: items.map(({ id: item }) => ({ item, level: levels[item] ?? 'notSeen' })) } },
    },
    select: { id: true },
  })
}
