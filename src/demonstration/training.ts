import { createHash } from 'node:crypto'
import { daysAfter, instantAt, londonDay, monthsAfter } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { REFERENCE_BYTES, referenceFrom } from '../features/programmes/rules/certificates.ts'
import { isSupporting } from '../features/training/rules/certificates.ts'
import type { Course, ForceProfile } from '../forces/profile.ts'

type World = { force: ForceProfile; now: Date; staff: ReadonlyMap<string, string> }
const HOUR = 3_600_000

type Plan = { course: Course; inDays: number; capacity: number; online?: boolean }

async function addSession(tx: Tx, { force, now }: World, { course, inDays, capacity, online = false }: Plan): Promise<string> {
  const on = daysAfter(now, inDays)
  const startsAt = instantAt(londonDay(on), '10:00') ?? on
  const place = online
    ? { online, joiningLink: 'https://meet.example/training' }
    : { venue: 'Riverside Training Centre', address: '1 Riverside Way', area: force.areas[0]?.id ?? '' }
  const { id } = await tx.workshop.create({
    data: {
      ...{ title: course.title, safeLabel: 'Training for staff', audience: 'staff', course: course.id, capacity, ...place },
      ...{ startsAt, endsAt: new Date(startsAt.getTime() + 3 * HOUR), bookingClosesAt: new Date(startsAt.getTime() - 24 * HOUR) },
      ...{ offersEndAt: new Date(startsAt.getTime() - 2 * HOUR), state: 'published', facilitator: 'Sian Prosser' },
      ...{ publishedAt: daysAfter(on, -40), createdAt: daysAfter(on, -42) },
      accessInfo: online ? 'Live captions. Breaks every hour.' : 'Step-free, hearing loop, and a quiet room.',
    },
    select: { id: true },
  })
  return id
}

const ask = (tx: Tx, workshopId: string, accountId: string, role: string, at: Date) =>
  tx.$queryRaw`SELECT outcome FROM ask_staff_place(${workshopId}::uuid, ${accountId}::uuid, ${role}, ${at}::timestamptz)`

/** Somebody came to a session that is over and passed the check on the day after; `months` before now. */
async function addCertificate(tx: Tx, world: World, course: Course, name: string, monthsAgo: number): Promise<void> {
  const accountId = world.staff.get(name)
  if (accountId === undefined) return
  const heldAt = monthsAfter(world.now, -monthsAgo)
  const workshopId = await addSession(tx, world, {
    course,
    inDays: Math.round((heldAt.getTime() - world.now.getTime()) / (24 * HOUR)),
    capacity: 12,
  })
  const { startsAt, endsAt } = await tx.workshop.findUniqueOrThrow({ where: { id: workshopId } })
  await ask(tx, workshopId, accountId, 'coordinator', daysAfter(startsAt, -20))
  await tx.workshop.update({ where: { id: workshopId }, data: { state: 'held', heldAt: endsAt } })
  const came = { state: 'attended', changedAt: endsAt, changedByRole: 'coordinator' }
  await tx.staffPlace.updateMany({ where: { workshopId }, data: came })
  const place = await tx.staffPlace.findFirstOrThrow({ where: { workshopId }, select: { id: true } })
  const handedIn = daysAfter(endsAt, 1)
  const questions = course.check.questions.length
  const attempt = await tx.courseAttempt.create({
    data: {
      ...{ accountId, course: course.id, version: course.check.version, startedAt: handedIn, submittedAt: handedIn },
      answers: Object.fromEntries(course.check.questions.map(({ id, right }) => [id, right])),
      ...{ score: questions, questions, passed: true },
    },
    select: { id: true },
  })
  const bytes = createHash('sha256').update(`${world.force.id} ${name} ${course.id}`).digest().subarray(0, REFERENCE_BYTES)
  const days = (day: Date) => new Date(`${londonDay(day)}T00:00:00Z`)
  await tx.trainingCertificate.create({
    data: {
      ...{ accountId, course: course.id, title: course.title, supporting: isSupporting(course), placeId: place.id, attemptId: attempt.id },
      ...{ reference: referenceFrom(bytes), issuedAt: handedIn, earnedOn: days(handedIn) },
      validUntil: days(daysAfter(monthsAfter(handedIn, course.months), -1)),
    },
  })
}

/** Sessions to book and one that waits for its register; colleagues whose training holds, ends soon, has run out, and who never came. */
export async function addTraining(tx: Tx, world: World): Promise<void> {
  const [first, second = first] = world.force.courses
  if (!first || !second) return
  const { now, staff } = world
  const soon = await addSession(tx, world, { course: first, inDays: 17, capacity: 2 })
  await addSession(tx, world, { course: first, inDays: 38, capacity: 12, online: true })
  await addSession(tx, world, { course: second, inDays: 24, capacity: 10 })
  for (const [name, role] of [
    ['Tom Ellery', 'recruiter'],
    ['Owen Farrell', 'administrator'],
    ['Priya Nair', 'coordinator'],
  ] as const) {
    const accountId = staff.get(name)
    if (accountId !== undefined) await ask(tx, soon, accountId, role, daysAfter(now, -3))
  }
  await addCertificate(tx, world, first, 'Priya Nair', 9)
  await addCertificate(tx, world, first, 'Marcus Bell', 25)
  await addCertificate(tx, world, second, 'Priya Nair', 23)
  // What was written then has long arrived
  await tx.$executeRaw`UPDATE emails SET state = 'sent', sent_at = created_at WHERE kind LIKE 'training.%' AND state = 'queued'`
}
