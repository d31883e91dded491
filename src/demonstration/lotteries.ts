import { daysAfter, instantAt, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'

const HOUR = 3_600_000
type World = { force: ForceProfile; now: Date; people: Map<string, string>; coordinatorId: string }
type Plan = {
  title: string
  summary: string
  inDays: number
  closesHours: number
  capacity: number
  accessPlaces: number
  askedDaysAgo: number
}
type Asker = { name: string; access?: boolean; companion?: boolean }

/** A lottery to come, with its hash and a few tickets; and one drawn, with room for all who asked, an access place and an override. */
export async function addLotteries(tx: Tx, world: World): Promise<void> {
  const { now } = world
  const coming = await addLottery(tx, world, {
    ...{ title: 'An afternoon with the dog unit', inDays: 27, closesHours: 168, capacity: 4, accessPlaces: 1, askedDaysAgo: 3 },
    summary: 'Meet the dogs and the people who train them. Many would like to come, so the places are drawn by lot.',
  })
  await askAll(tx, world, coming, [{ name: 'Niamh Byrne' }, { name: 'Jun-ho Park' }, { name: 'Samir Haddad' }], daysAfter(now, -3))
  const drawn = await addLottery(tx, world, {
    ...{ title: 'Inside the forensics laboratory', inDays: 3, closesHours: 96, capacity: 4, accessPlaces: 1, askedDaysAgo: 12 },
    summary: 'What a trace can say, and what it cannot: an afternoon at the benches, with time for questions.',
  })
  const askers: Asker[] = ['Bethan Rhys-Jones', 'Daniel Whitmore', 'Kezia Thompson', 'Ines Carvalho'].map((name) => ({ name }))
  await askAll(tx, world, drawn, [...askers, { name: 'Farah Siddiqui', access: true, companion: true }], daysAfter(now, -12))
  const closed = new Date((instantAt(londonDay(daysAfter(now, 3)), '14:00') ?? now).getTime() - 95 * HOUR)
  await tx.$executeRaw`SELECT fill_places(${drawn}::uuid, ${closed}::timestamptz)`
  const held = await tx.place.findMany({ where: { workshopId: drawn, state: 'offered' }, orderBy: { rank: 'asc' } })
  for (const { id } of held)
    await tx.$executeRaw`SELECT change_place(${id}::uuid, 'accept', NULL, NULL, 'candidate', ${new Date(closed.getTime() + HOUR)}::timestamptz)::text`
  await tx.$executeRaw`SELECT book_for(${drawn}::uuid, ${world.people.get('Oluwaseun Balogun-Carr') ?? ''}::uuid, 'Starts as a volunteer in the laboratory that week', true,
    ${world.coordinatorId}::uuid, 'coordinator', ${new Date(closed.getTime() + 2 * HOUR)}::timestamptz)::text`
  await tx.$executeRaw`UPDATE emails SET state = 'sent', sent_at = created_at
    WHERE about_id IN (SELECT id FROM places WHERE workshop_id IN (${coming}::uuid, ${drawn}::uuid))`
}

async function addLottery(tx: Tx, { force, now, coordinatorId }: World, plan: Plan): Promise<string> {
  const startsAt = instantAt(londonDay(daysAfter(now, plan.inDays)), '14:00') ?? daysAfter(now, plan.inDays)
  const area = force.areas[plan.title.length % force.areas.length]
  await tx.$executeRaw`SELECT line_doer(${coordinatorId}::uuid, 'coordinator', ${daysAfter(now, -plan.askedDaysAgo - 5)}::timestamptz)`
  const { id } = await tx.workshop.create({
    data: {
      ...{ title: plan.title, summary: plan.summary, capacity: plan.capacity, accessPlaces: plan.accessPlaces, policy: 'lottery' },
      ...{ safeLabel: force.support.find(({ kind }) => kind === 'insight')?.recruiterLabel ?? 'Preparation workshop', state: 'published' },
      ...{ venue: 'Riverside Training Centre', address: `Mill Lane, ${area?.name ?? ''}`, area: area?.id ?? '' },
      ...{ accessInfo: 'Step-free, with a hearing loop and a quiet room.', travelInfo: 'Free parking. Buses stop outside.' },
      startsAt,
      endsAt: new Date(startsAt.getTime() + 2 * HOUR),
      bookingClosesAt: new Date(startsAt.getTime() - plan.closesHours * HOUR),
      offersEndAt: new Date(startsAt.getTime() - 2 * HOUR),
      publishedAt: daysAfter(now, -plan.askedDaysAgo - 5),
      createdAt: daysAfter(now, -plan.askedDaysAgo - 6),
    },
  })
  return id
}

async function askAll(tx: Tx, { people }: World, workshopId: string, askers: Asker[], when: Date): Promise<void> {
  for (const [i, { name, access = false, companion = false }] of askers.entries()) {
    const candidateId = people.get(name) ?? ''
    await tx.$queryRaw`SELECT outcome FROM ask_for_place(${workshopId}::uuid, ${candidateId}::uuid,
      (SELECT account_id FROM candidates WHERE id = ${candidateId}::uuid), 'candidate', ${new Date(when.getTime() + i * HOUR)}::timestamptz,
      false, ${access}, ${companion})`
  }
}
