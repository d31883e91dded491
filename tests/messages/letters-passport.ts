import { now } from '../../src/core/clock.ts'
import { daysAfter, workingDaysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { aOneToOne, aSlot } from '../support/one-to-ones.ts'
import { aSupporter } from '../support/pairings.ts'
import { STAFF, type Case, type Cases, type Person } from './letters.ts'

const HELPS = 'Nobody but its reader knows this'
const base = (candidateId: string) => {
  const at = now()
  const asked = { askedAt: at, dueAt: workingDaysAfter(at, 5), changedAt: at, changedByRole: 'candidate' }
  return { candidateId, wording: 'I share it', version: '1', ...asked }
}

async function need(useId: string, candidateId: string): Promise<void> {
  const at = now()
  const { id: needId } = await db.passportNeed.create({ data: { candidateId, kind: 'other', helps: HELPS, madeAt: at, changedAt: at } })
  await db.adjustmentUseNeed.create({ data: { useId, needId } })
}

async function aTalk({ id: candidateId }: Person) {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true, routes: ['constable'] } })
  const coach = await aSupporter({ name: STAFF })
  const slot = await aSlot({ supporterId: coach.id })
  const talk = await aOneToOne({ candidateId, slotId: slot.id })
  const of = { about: 'oneToOne', oneToOneId: talk.id, providerId: slot.supporterId }
  const { id } = await db.adjustmentUse.create({ data: { ...base(candidateId), ...of } })
  await need(id, candidateId)
  return { id, supporterId: slot.supporterId }
}

async function aStage({ id: candidateId }: Person) {
  const of = { about: 'stage', route: 'constable', stage: 'interview' }
  const { id } = await db.adjustmentUse.create({ data: { ...base(candidateId), ...of } })
  await need(id, candidateId)
  return id
}
const answered = { state: 'answered', answer: 'agreed', changedByRole: 'contact' }
const answer = (id: string) => db.adjustmentUse.update({ where: { id }, data: { ...answered, answeredAt: now(), changedAt: now() } })

const asked: Case = async (person) => {
  const { id, supporterId: accountId } = await aTalk(person)
  return { about: id, to: { accountId }, reader: { accountId, role: 'supporter' }, says: ['SOMEBODY SHARED WHAT WOULD HELP THEM'] }
}

const toContact: Case = async (person) => {
  const aboutId = await aStage(person)
  const address = 'adjustments@letters.example'
  const data = { purpose: 'adjustment', aboutId, candidateId: person.id, address, sentAt: now(), endsAt: daysAfter(now(), 90) }
  const { id: about } = await db.outsideLink.create({ data })
  return { about, to: { address }, reader: 'visitor', says: ['This e-mail holds no names'] }
}

const hasAnswer: Case = async (person) => {
  const about = await aStage(person)
  await answer(about)
  return { about, says: ['WHAT YOU ASKED FOR HAS AN ANSWER'] }
}

const didItWork: Case = async (person) => {
  const about = await aStage(person)
  await answer(about)
  return { about, says: ['DID IT WORK FOR YOU?'] }
}

const fading: Case = async ({ id: candidateId }) => {
  await db.passport.create({ data: { candidateId, usedAt: new Date('2027-01-14T10:00:00Z'), warnedAt: now() } })
  return { says: ['14 January 2027'] }
}

/** What is asked of those who provide, and what comes back. No letter holds a need. */
export const passportCases: Cases = {
  ...{ 'adjustment.asked': asked, 'adjustment.contact': toContact, 'adjustment.answered': hasAnswer },
  ...{ 'adjustment.didItWork': didItWork, 'passport.fading': fading },
}
