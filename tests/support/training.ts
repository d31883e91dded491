import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { anAccount, aWorkshop } from './people.ts'

export const courses = profileOf('cheshire').courses
export const theCourse = (id: string) => {
  const course = courses.find((each) => each.id === id)
  if (!course) throw new Error(`no course is called ${id}`)
  return course
}

/** A published session of a course three weeks from now, with one place. */
export const aTrainingSession = (overrides: Partial<Prisma.WorkshopUncheckedCreateInput> = {}) =>
  aWorkshop({ title: 'Fair minds in Winsford', safeLabel: 'Training for staff', audience: 'staff', course: 'bias', ...overrides })

/** The fields of a check filled in, with so many right answers. */
export const answersFor = (courseId: string, right = Infinity): Record<string, string> =>
  Object.fromEntries(
    theCourse(courseId).check.questions.map((question, i) => [
      `q-${question.id}`,
      i < right ? question.right : (question.options.find(({ id }) => id !== question.right)?.id ?? ''),
    ]),
  )

/** A passed check, handed in now or then. */
export const aPass = (accountId: string, course = 'bias', at = now()) =>
  db.courseAttempt.create({
    data: { accountId, course, version: 1, startedAt: at, submittedAt: at, answers: {}, score: 8, questions: 8, passed: true },
  })

/** A certificate with the session and the check behind it; the session was held on the day on which it was earned. */
export async function aCertificate(given: { accountId?: string; earnedOn?: string; validUntil: string; course?: string }) {
  const accountId = given.accountId ?? (await anAccount({ roles: ['recruiter'] })).id
  const { course = 'bias', earnedOn = '2026-01-10' } = given
  const startsAt = new Date(`${earnedOn}T10:00:00Z`)
  const session = await aTrainingSession({ course, startsAt, capacity: 9, state: 'held', heldAt: startsAt, nextArrival: 2 })
  const by = { changedAt: startsAt, changedByRole: 'coordinator' }
  const place = await db.staffPlace.create({
    data: { workshopId: session.id, accountId, arrival: 1, state: 'attended', walkIn: true, askedAt: startsAt, ...by },
  })
  const attempt = await aPass(accountId, course, startsAt)
  const signs = (await db.trainingCertificate.count()) + 2222
  return db.trainingCertificate.create({
    data: {
      ...{ accountId, course, title: theCourse(course).title, supporting: course === 'bias', placeId: place.id, attemptId: attempt.id },
      ...{ reference: `TRNG-CERT-${String(signs)}`, issuedAt: startsAt },
      earnedOn: new Date(`${earnedOn}T00:00:00Z`),
      validUntil: new Date(`${given.validUntil}T00:00:00Z`),
    },
  })
}
