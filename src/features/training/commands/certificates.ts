import { randomBytes } from 'node:crypto'
import type { Lead, Member } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { Course } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { lockPeople } from '../../supporting/commands/own.ts'
import { referenceFrom, REFERENCE_BYTES } from '../../programmes/rules/certificates.ts'
import { isSupporting, pairOf, validUntil } from '../rules/certificates.ts'

const asDay = (day: string): Date => new Date(`${day}T00:00:00Z`)
const dayOf = (day: Date): string => day.toISOString().slice(0, 10)

/** The sessions somebody came to and the checks they passed that no certificate rests on. */
async function findLoose(tx: Tx, accountId: string, course: string) {
  const unused = { certificates: { none: { withdrawnAt: null } } }
  const [places, attempts] = await Promise.all([
    tx.staffPlace.findMany({
      where: { accountId, state: 'attended', workshop: { course }, ...unused },
      select: { id: true, workshop: { select: { startsAt: true } } },
    }),
    tx.courseAttempt.findMany({ where: { accountId, course, passed: true, ...unused }, select: { id: true, submittedAt: true } }),
  ])
  return {
    sessions: places.map(({ id, workshop }) => ({ placeId: id, day: londonDay(workshop.startsAt) })),
    passes: attempts.flatMap(({ id, submittedAt }) => (submittedAt ? [{ attemptId: id, day: londonDay(submittedAt) }] : [])),
  }
}

/** Until when the training holds that somebody has already, however they came by it. */
async function findUntil(tx: Tx, accountId: string, course: Course): Promise<string | undefined> {
  const last = await tx.trainingCertificate.aggregate({
    where: { accountId, course: course.id, withdrawnAt: null },
    _max: { validUntil: true },
  })
  const recorded = isSupporting(course) ? await tx.supporter.findUnique({ where: { accountId }, select: { trainedUntil: true } }) : null
  const days = [last._max.validUntil, recorded?.trainedUntil].flatMap((day) => (day ? [dayOf(day)] : []))
  return days.sort().at(-1)
}

/** Gives the certificate that a session and a passed check make, where they do; called after each of the two, in its transaction. */
export async function giveWhereEarned(tx: Tx, doer: Member, accountId: string, course: Course): Promise<void> {
  await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
  const { sessions, passes } = await findLoose(tx, accountId, course.id)
  const pair = pairOf(sessions, passes)
  if (!pair) return
  const until = validUntil(pair.earnedOn, course.months, await findUntil(tx, accountId, course))
  const { id } = await tx.trainingCertificate.create({
    data: {
      ...{ accountId, course: course.id, title: course.title, supporting: isSupporting(course) },
      ...{ placeId: pair.placeId, attemptId: pair.attemptId, issuedAt: now() },
      reference: referenceFrom(randomBytes(REFERENCE_BYTES)),
      earnedOn: asDay(pair.earnedOn),
      validUntil: asDay(until),
    },
    select: { id: true },
  })
  await recordEvent(tx, doer, 'training.certificateGiven', { subjectId: id })
  await queueEmail(tx, { kind: 'training.certificate', accountId, about: id })
}

type Withdrawing = { id: string; accountId: string; why: string }

async function withdraw(tx: Tx, doer: Member, { id, accountId, why }: Withdrawing): Promise<void> {
  const at = now()
  await tx.trainingCertificate.update({ where: { id }, data: { withdrawnAt: at, withdrawnById: doer.accountId, withdrawnWhy: why } })
  await recordEvent(tx, doer, 'training.certificateTakenBack', { subjectId: id })
  await queueEmail(tx, { kind: 'training.takenBack', accountId, about: id })
  await tx.$queryRaw`SELECT pause_excluded(NULL, ${accountId}::uuid, ${at}::timestamptz)::text`
}

/** Where the register says no more that somebody came, what rested on that goes too. The people beside a supporter are locked before. */
export async function withdrawOfPlace(tx: Tx, doer: Member, placeId: string): Promise<void> {
  const found = await tx.trainingCertificate.findFirst({ where: { placeId, withdrawnAt: null } })
  if (found) await withdraw(tx, doer, { ...found, why: 'The register of the session was put right.' })
}

/** Takes a certificate back that should not have been given. Undefined where there is none that holds. */
export const takeBackCertificate = (actor: Lead, id: string, why: string): Promise<true | undefined> =>
  inTransaction(async (tx) => {
    const before = await tx.trainingCertificate.findUnique({ where: { id }, select: { accountId: true } })
    if (!before) return undefined
    await lockPeople(tx, before.accountId)
    await tx.$queryRaw`SELECT id FROM training_certificates WHERE id = ${id}::uuid FOR UPDATE`
    const found = await tx.trainingCertificate.findFirst({ where: { id, withdrawnAt: null } })
    if (!found) return undefined
    await withdraw(tx, actor, { ...found, why })
    return true
  })
