import { daysAfter, instantAt, londonDay, monthsAfter, workingDaysAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { demoHosts, type DemoHost } from './host-departments.ts'

type World = { force: ForceProfile; now: Date; supporters: Map<string, string>; coordinatorId: string }

/** Departments that host, with days to come and days that were. Answers with their ids by name. */
export async function addHosts(tx: Tx, world: World): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const host of demoHosts) ids.set(host.name, await addHost(tx, world, host))
  return ids
}

async function addHost(tx: Tx, world: World, host: DemoHost): Promise<string> {
  const { force, now, supporters, coordinatorId } = world
  const { people, days, answers, area, asked, ...profile } = host
  const madeAt = monthsAfter(now, -20)
  const { id } = await tx.host.create({
    data: {
      ...{ ...profile, area: force.areas[area]?.id ?? '', madeAt, changedAt: madeAt, changedById: coordinatorId },
      askedAt: asked === undefined ? null : daysAfter(now, -asked),
    },
    select: { id: true },
  })
  const ofPeople = people.map((name) => supporters.get(name) ?? '')
  await tx.hostPerson.createMany({ data: ofPeople.map((supporterId) => ({ hostId: id, supporterId, since: daysAfter(now, -50) })) })
  for (const { openness, why, ago } of answers) {
    const at = daysAfter(now, -ago)
    await tx.hostOpenness.create({
      data: { hostId: id, openness, why: why ?? null, askedAt: daysAfter(at, -5), at, byId: ofPeople[0] ?? null, byRole: 'supporter' },
    })
  }
  for (const each of days) await addDate(tx, world, id, ofPeople, each)
  return id
}

async function addDate(tx: Tx, { now }: World, hostId: string, people: string[], given: DemoHost['days'][number]): Promise<void> {
  const { in: ahead, from, hours, capacity = 1, by = 0, withdrawn } = given
  const startsAt = instantAt(londonDay(workdayFrom(now, ahead)), from)
  if (startsAt === undefined) return
  const madeAt = daysAfter(now, Math.min(ahead * 2, 0) - 20)
  await tx.hostDate.create({
    data: {
      ...{ hostId, supporterId: people[by] ?? null, capacity, startsAt, endsAt: new Date(startsAt.getTime() + hours * 3_600_000) },
      ...{ madeAt, changedAt: madeAt, changedById: people[by] ?? null, changedByRole: 'supporter' },
      state: withdrawn === true ? 'withdrawn' : 'offered',
    },
  })
}

/** So many working days ahead; where it is negative, that many weekdays back. */
function workdayFrom(now: Date, ahead: number): Date {
  if (ahead >= 0) return workingDaysAfter(now, ahead)
  let day = now
  for (let left = -ahead; left > 0; day = daysAfter(day, -1))
    if (![0, 6].includes(new Date(`${londonDay(daysAfter(day, -1))}T12:00:00Z`).getUTCDay())) left -= 1
  return day
}
