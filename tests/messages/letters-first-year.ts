import { db } from '../../src/core/db.ts'
import { aPairing } from '../support/pairings.ts'
import { anAccount } from '../support/people.ts'
import { DAY, NOW, STAFF, toStaff, type Case, type Cases } from './letters.ts'

/** A year of this person, begun today, with one check-in that has been asked. */
async function aYearOf(candidateId: string, given: { endedAt?: Date; endReason?: string } = {}) {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true } })
  const dates = { startedOn: new Date('2027-03-16'), endsOn: new Date('2028-03-16'), begunAt: NOW }
  const checkIns = { create: { candidateId, week: 2, dueOn: NOW, openedAt: NOW } }
  return db.firstYear.create({ data: { candidateId, ...dates, ...given, checkIns }, include: { checkIns: true } })
}

const begun: Case = async ({ id }) => ({ about: (await aYearOf(id)).id, says: ['CONGRATULATIONS', 'Your first day: 16 March 2027'] })
const finished: Case = async ({ id }) => ({
  about: (await aYearOf(id, { endedAt: NOW, endReason: 'twelveMonths' })).id,
  says: ['YOU HAVE DONE YOUR FIRST YEAR', 'become a buddy yourself'],
})
const checkIn: Case = async ({ id }) => ({ about: (await aYearOf(id)).checkIns[0]?.id ?? '', says: ['WEEK 2: HOW IS IT GOING?'] })

const pairOf = async (candidateId: string) => {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true } })
  const to = await toStaff('supporter')
  await db.supporter.upsert({
    where: { accountId: to.accountId },
    create: { accountId: to.accountId, volunteeredAt: NOW, changedAt: NOW },
    update: {},
  })
  const ready = { state: 'approved', kinds: ['buddy'], decidedAt: NOW, trainedUntil: new Date('2099-01-01') }
  await db.supporter.update({ where: { accountId: to.accountId }, data: ready })
  const pairing = await aPairing({ candidateId, supporterId: to.accountId })
  return { pairing, to: { accountId: to.accountId }, reader: { accountId: to.accountId, role: 'supporter' as const } }
}

const goesOn: Case = async ({ id }) => {
  await aYearOf(id)
  const { pairing, ...rest } = await pairOf(id)
  return { about: pairing.id, ...rest, says: ['Zebedee has begun the job'] }
}
const thanks: Case = async ({ id }) => {
  const { pairing, ...rest } = await pairOf(id)
  const over = { state: 'ended', endReason: 'twelveMonths', endedAt: NOW, changedAt: NOW }
  await db.pairing.update({ where: { id: pairing.id }, data: over })
  return { about: pairing.id, ...rest, says: ['THANK YOU', 'Zebedee has been in the job for twelve months'] }
}
const help: Case = async ({ id: candidateId }) => {
  const year = await aYearOf(candidateId)
  const { pairing, ...rest } = await pairOf(candidateId)
  const asked = {
    candidateId,
    yearId: year.id,
    pairingId: pairing.id,
    asked: 'buddy',
    about: 'talk',
    words: 'never in a letter',
    askedAt: NOW,
  }
  return { about: (await db.firstYearHelp.create({ data: asked })).id, ...rest, says: ['ZEBEDEE ASKS FOR YOU'] }
}

const alert: Case = async ({ id: candidateId }) => {
  const year = await aYearOf(candidateId)
  const raised = { yearId: year.id, candidateId, rule: 'adjustment', checkInId: year.checkIns[0]?.id ?? '', raisedAt: NOW, dueAt: NOW }
  const to = await toStaff()
  return { about: (await db.firstYearAlert.create({ data: raised })).id, to, reader: to, says: ['WITHIN TWO WORKING DAYS'] }
}

const handOver: Case = async ({ id: candidateId }) => {
  const year = await aYearOf(candidateId)
  const { id } = await anAccount({ roles: ['supporter'], name: STAFF })
  await db.supporter.upsert({ where: { accountId: id }, create: { accountId: id, volunteeredAt: NOW, changedAt: NOW }, update: {} })
  const plan = { yearId: year.id, candidateId, toSupporterId: id, onDay: new Date(NOW.getTime() + 5 * DAY), madeAt: NOW }
  return { about: (await db.firstYearHandover.create({ data: plan })).id, says: ['FROM 4 APRIL 2027 SOMEBODY ELSE WILL BE YOUR BUDDY'] }
}

/** What is told in somebody's first year. */
export const firstYearCases: Cases = {
  ...{ 'firstYear.begun': begun, 'firstYear.buddy': goesOn, 'firstYear.checkIn': checkIn, 'firstYear.help': help },
  ...{ 'firstYear.alert': alert, 'firstYear.handOver': handOver, 'firstYear.finished': finished, 'firstYear.thanks': thanks },
}
