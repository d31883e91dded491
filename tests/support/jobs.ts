import { randomUUID } from 'node:crypto'
import { now } from '../../src/core/clock.ts'
import { londonDay, workingDaysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'

const asDay = (day: string) => new Date(`${day}T00:00:00Z`)
export const OWNER = { ownerName: 'Gwen Parry', ownerTitle: 'Head of the contact centre', ownerEmail: 'gwen.parry@force.example' }

type GivenClaim = Partial<Prisma.JobClaimUncheckedCreateInput> & { reviewDay?: string; checkedDay?: string }

/** Something that is said of a job: checked by somebody who did not write it, unless it is to stay a draft. */
export async function aClaim(jobId: string, { reviewDay, checkedDay, state = 'checked', ...given }: GivenClaim = {}) {
  const written = { writtenAt: now(), writtenById: randomUUID(), changedAt: now(), changedById: null, changedByRole: 'coordinator' }
  const words = { kind: 'partTime', statement: 'From 18 hours a week.', evidence: 'Nine do it now.' }
  const claim = await db.jobClaim.create({ data: { jobId, ...words, ...OWNER, ...written, ...given } })
  if (state === 'draft') return claim
  const checkedAt = checkedDay === undefined ? now() : new Date(`${checkedDay}T10:00:00Z`)
  const checker = randomUUID()
  const days = { checkedOn: asDay(londonDay(checkedAt)), reviewOn: asDay(reviewDay ?? '2027-12-01') }
  return db.jobClaim.update({
    where: { id: claim.id },
    data: { state: 'checked', ...days, checkedById: checker, changedById: checker, changedAt: checkedAt },
  })
}

/** A published job with one thing that is said of it. */
export async function aJob(given: Partial<Prisma.JobProfileUncheckedCreateInput> = {}, claim: GivenClaim = {}) {
  const words = { title: `Job ${randomUUID()}`, family: 'staff', routes: ['staff'], hours: 'Days', about: 'You answer calls.' }
  const { id } = await db.jobProfile.create({ data: { ...words, ...OWNER, madeAt: now(), changedAt: now(), ...given, state: 'draft' } })
  const said = await aClaim(id, claim)
  const job = await db.jobProfile.update({
    where: { id },
    data: { state: given.state ?? 'published', publishedAt: now(), changedAt: now() },
  })
  return { ...job, claim: said }
}

export const aQuestion = (jobId: string, candidateId: string, given: Partial<Prisma.JobQuestionUncheckedCreateInput> = {}) => {
  const at = now()
  const words = { kind: 'question', words: 'Could I begin later on Fridays?', askedAt: at, dueAt: workingDaysAfter(at, 10), changedAt: at }
  return db.jobQuestion.create({ data: { jobId, candidateId, ...words, changedByRole: 'candidate', ...given } })
}
