import { db } from '../../src/core/db.ts'
import { aHostDate, aPlacement } from '../support/placements.ts'
import { DAY, NOW, SUMMER, toStaff, type Case, type Cases, type Person } from './letters.ts'

/** A visit of theirs in summer time, in some state. */
async function aVisit(person: Person, state = 'confirmed') {
  await db.candidate.update({ where: { id: person.id }, data: { adult: true } })
  const date = await aHostDate({ startsAt: SUMMER })
  return aPlacement({ candidateId: person.id, dateId: date.id, state, changedAt: new Date(NOW.getTime() - DAY) })
}
const toHost = (supporterId: string | null) => {
  const accountId = supporterId ?? ''
  return { to: { accountId }, reader: { accountId, role: 'supporter' as const } }
}

const dayBefore: Case = async (person) => ({
  about: (await aVisit(person)).id,
  says: ['Monday 5 April 2027, 6:30pm to 10:30pm', 'Open your joining pack'],
})
const dayBeforeHost: Case = async (person) => {
  const { dateId, supporterId } = await aVisit(person)
  return { about: dateId ?? '', ...toHost(supporterId), says: ['One person comes', '6:30pm to 10:30pm'] }
}
const mark: Case = async (person) => {
  const { id, supporterId } = await aVisit(person)
  return { about: id, ...toHost(supporterId), says: ['One click is enough'] }
}
const debrief: Case = async (person) => ({ about: (await aVisit(person, 'attended')).id, says: ['12 April 2027'] })
const stopped: Case = async (person) => {
  const { id } = await aVisit(person)
  await db.visitStop.create({ data: { placementId: id, side: 'candidate', stoppedAt: SUMMER } })
  return { ...(await toStaff('lead')), about: id, says: ['nobody is asked why'] }
}

/** What the two of a visit are told, and the team of one that was stopped. */
export const visitCases: Cases = {
  'visit.dayBefore': dayBefore,
  'visit.dayBeforeHost': dayBeforeHost,
  'visit.mark': mark,
  'visit.debrief': debrief,
  'visit.debriefReminder': debrief,
  'visit.stopped': stopped,
}
