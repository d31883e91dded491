import { db } from '../../src/core/db.ts'
import { pairOf } from './letters-together.ts'
import { DAY, NOW, SUMMER, type Case, type Cases, type Person } from './letters.ts'

const aPlan = async (person: Person, given: Record<string, unknown> = {}) => {
  const pairing = await pairOf(person, 'mentoring')
  const plan = {
    ...{ pairingId: pairing.id, number: 1, goals: ['A private goal'], approach: 'In private words', everyWeeks: 2, weeks: 8 },
    ...{ startsOn: new Date('2027-03-02'), side: 'supporter', proposedAt: NOW },
  }
  const { id } = await db.mentoringPlan.create({ data: plan, select: { id: true } })
  if (Object.keys(given).length > 0) await db.mentoringPlan.update({ where: { id }, data: given, select: { id: true } })
  return { id, pairingId: pairing.id }
}

const proposed: Case = async (person) => ({ about: (await aPlan(person)).id, says: ['agree or say that you would like another version'] })
const agreed: Case = async (person) => ({
  about: (await aPlan(person, { state: 'agreed', agreedAt: NOW })).id,
  says: ['Version 1 holds now'],
})
const extension: Case = async (person) => {
  const { pairingId } = await aPlan(person, { state: 'agreed', agreedAt: NOW })
  await db.mentoringExtension.create({ data: { pairingId, weeks: 4, reason: 'In private words', side: 'supporter', askedAt: NOW } })
  return { about: pairingId, says: ['It takes a yes from you'] }
}
const review: Case = async (person) => ({
  about: (await aPlan(person, { state: 'agreed', agreedAt: NOW })).pairingId,
  says: ['YOU ARE HALF-WAY'],
})

const aSession = async (person: Person) => {
  const { id: pairingId } = await pairOf(person, 'mentoring')
  const session = {
    pairingId,
    seriesId: pairingId,
    startsAt: SUMMER,
    minutes: 60,
    how: 'inPerson',
    place: 'The library',
    side: 'supporter',
  }
  return (await db.mentoringSession.create({ data: { ...session, plannedAt: NOW }, select: { id: true } })).id
}
const planned: Case = async (person) => ({
  about: await aSession(person),
  says: ['Monday 5 April 2027, 6:30pm to 7:30pm', 'In person, The library'],
})
const off: Case = async (person) => {
  const id = await aSession(person)
  await db.mentoringSession.update({ where: { id }, data: { state: 'notHeld', whyNot: 'both', closedAt: new Date(NOW.getTime() + DAY) } })
  return { about: id, says: ['6:30pm to 7:30pm', 'called off before its time'] }
}

/** What a mentor or coach and their person are told of. */
export const mentoringCases: Cases = {
  'mentoring.planProposed': proposed,
  'mentoring.planAgreed': agreed,
  'mentoring.extensionAsked': extension,
  'mentoring.session': planned,
  'mentoring.sessionOff': off,
  'mentoring.review': review,
}
