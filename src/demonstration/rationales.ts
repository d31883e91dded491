import { daysAfter, instantAt, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile, Group } from '../forces/profile.ts'

const HOUR = 3_600_000
type World = { force: ForceProfile; now: Date; authorId: string; approverId: string; helperId: string }

const day = (at: Date): Date => new Date(`${londonDay(at)}T00:00:00Z`)

type Words = { title: string; gate: string; evidence: string; aim: string; proportionate: string; alternatives: string }

// The figures are made up, as everything in the demonstration is.
const intoConstable: Words = {
  title: 'Women into constable routes',
  gate: 'lowParticipation',
  evidence:
    'Of those who applied for constable routes in the last two years, 29 in 100 were women; of those who live here and work, 48 in 100 are. At open evenings women asked for a place to try the fitness test without an audience.',
  aim: 'Forty in 100 applications from women within two years, seen in the yearly figures.',
  proportionate:
    'One workshop in six. What it teaches is open to everybody on other dates, nobody else waits longer for those, and selection is the same for all.',
  alternatives: 'More dates for everybody, and photographs and stories of women who serve: done, and the figure did not move.',
}

const nextYear: Words = {
  title: 'Mentoring evenings for people from ethnic minority communities',
  gate: 'disadvantage',
  evidence: 'People told the panel that they know nobody in the police whom they could ask, and pass the interview less often.',
  aim: 'The same share passing the interview as among everybody who applies.',
  proportionate: 'Two evenings a year beside the workshops for all. First in line only when places are short.',
  alternatives: 'A question line open to all: kept, used little by those it was meant for.',
}

/** An approved rationale with a workshop for a group and one with a head start, and one that waits for a lead. */
export async function addRationales(tx: Tx, world: World): Promise<void> {
  const { force, now } = world
  const women = force.groups.find(({ id }) => id === 'women')
  const other = force.groups.find(({ id }) => id === 'ethnicMinority')
  if (!women || !other) return
  const routes = force.routes.filter(({ family, id }) => family === 'officer' && id !== 'special').map(({ id }) => id)
  const approved = await write(tx, world, intoConstable, { group: women, routes, from: daysAfter(now, -40), until: daysAfter(now, 325) })
  await send(tx, world, approved, daysAfter(now, -38))
  await approve(tx, world, approved, daysAfter(now, -35))
  await addWorkshop(tx, world, approved, {
    title: 'Trying the fitness test, for women',
    openness: 'restricted',
    inDays: 27,
    capacity: 14,
    routes,
  })
  await addWorkshop(tx, world, approved, {
    title: 'Becoming a constable: an evening of questions',
    openness: 'prioritised',
    inDays: 34,
    capacity: 24,
    routes,
  })
  const waiting = await write(tx, world, nextYear, { group: other, routes: [], from: daysAfter(now, 10), until: daysAfter(now, 375) })
  await send(tx, world, waiting, daysAfter(now, -3))
}

type Holds = { group: Group; routes: string[]; from: Date; until: Date }

async function write(tx: Tx, { now, authorId }: World, words: Words, { group, routes, from, until }: Holds): Promise<string> {
  const id = crypto.randomUUID()
  await tx.rationale.create({
    data: {
      ...{ ...words, id, seriesId: id, version: 1, groupKey: group.id, groupName: group.name, routes: [...routes].sort() },
      ...{ fromOn: day(from), untilOn: day(until), authorId, createdAt: daysAfter(now, -45) },
    },
  })
  await note(tx, { rationaleId: id, what: 'written', toState: 'draft', byId: authorId, byRole: 'coordinator', at: daysAfter(now, -45) })
  return id
}

type Note = { rationaleId: string; what: string; fromState?: string; toState: string; byId: string; byRole: string; at: Date }
const note = (tx: Tx, data: Note) => tx.rationaleChange.create({ data })

async function send(tx: Tx, { authorId }: World, id: string, at: Date): Promise<void> {
  await tx.rationale.update({ where: { id }, data: { state: 'submitted', submittedAt: at } })
  await note(tx, {
    rationaleId: id,
    what: 'submitted',
    fromState: 'draft',
    toState: 'submitted',
    byId: authorId,
    byRole: 'coordinator',
    at,
  })
}

async function approve(tx: Tx, { approverId }: World, id: string, at: Date): Promise<void> {
  await tx.rationale.update({ where: { id }, data: { state: 'approved', approverId, decidedAt: at } })
  await note(tx, { rationaleId: id, what: 'approved', fromState: 'submitted', toState: 'approved', byId: approverId, byRole: 'lead', at })
}

type Plan = { title: string; openness: string; inDays: number; capacity: number; routes: string[] }

async function addWorkshop(tx: Tx, { force, now, helperId }: World, rationaleId: string, { inDays, ...plan }: Plan): Promise<void> {
  const on = londonDay(daysAfter(now, inDays))
  const startsAt = instantAt(on, '18:00') ?? daysAfter(now, inDays)
  const { id } = await tx.workshop.create({
    data: {
      ...{ ...plan, rationaleId, safeLabel: 'Preparation workshop', state: 'published', publishedAt: now, createdAt: daysAfter(now, -7) },
      ...{ startsAt, endsAt: new Date(startsAt.getTime() + 2 * HOUR), supporterPlaces: 3 },
      ...{ bookingClosesAt: new Date(startsAt.getTime() - 24 * HOUR), offersEndAt: new Date(startsAt.getTime() - 2 * HOUR) },
      ...{ venue: 'Riverside Training Centre', area: force.areas[0]?.id ?? '', address: '1 Riverside Way' },
      ...{ summary: 'Ask officers anything, try what the recruitment asks for, and leave with a plan of your own.' },
      ...{ accessInfo: 'Step-free from the car park and the bus stop. Accessible toilet, hearing loop, and a quiet room.' },
    },
    select: { id: true },
  })
  await tx.$executeRaw`SELECT record_event(${helperId}::uuid, 'coordinator', 'workshop.published', NULL, ${id}::uuid, '{}', ${daysAfter(now, -5)}::timestamptz)`
}
