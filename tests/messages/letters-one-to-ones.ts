import { db } from '../../src/core/db.ts'
import { aOneToOne, aSlot } from '../support/one-to-ones.ts'
import { aSupporter } from '../support/pairings.ts'
import { DAY, NOW, OTHER, STAFF, SUMMER, type Case, type Cases, type Person } from './letters.ts'

const words = { good: 'In private words', next: 'In private words too', framework: '1' }
const when = 'Monday 5 April 2027, 6:30pm to 7:30pm'

/** A booking of theirs with somebody whom no letter of theirs names. */
async function theirs({ id: candidateId }: Person, state = 'booked', coachName = OTHER) {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true, routes: ['constable'] } })
  const coach = await aSupporter({ name: coachName })
  const slot = await aSlot({ supporterId: coach.id, startsAt: SUMMER, how: 'inPerson', place: 'The library' })
  const booking = await aOneToOne({ candidateId, slotId: slot.id, state, wants: 'In private words' })
  return { id: booking.id, coach }
}
const candidate =
  (state: string, says: string[]): Case =>
  async (person) => ({ about: (await theirs(person, state)).id, says })

/** The same for the one who coaches, in which the candidate is the third. */
const coach =
  (state: string, says: string[], answer?: string): Case =>
  async (person) => {
    const { id, coach: other } = await theirs(person, state, STAFF)
    await db.candidate.update({ where: { id: person.id }, data: { name: OTHER } })
    if (answer !== undefined) await withFeedback(id, answer)
    return { about: id, to: { accountId: other.id }, reader: { accountId: other.id, role: 'supporter' }, says }
  }
const later = new Date(SUMMER.getTime() + DAY)
const withFeedback = (oneToOneId: string, answer?: string) =>
  db.oneToOneFeedback.create({
    data: { oneToOneId, number: 1, ...words, givenAt: later, ...(answer !== undefined && { answer, answeredAt: later }) },
    select: { id: true },
  })
const feedback: Case = async (person) => {
  const { id } = await theirs(person, 'held')
  await withFeedback(id)
  return { about: id, says: ['what they saw and what you could try next'] }
}
const moved: Case = async (person) => {
  const { id } = await theirs(person)
  const first = await db.oneToOne.update({ where: { id }, data: { state: 'superseded', closedAt: NOW }, include: { slot: true } })
  const next = await aSlot({ supporterId: first.slot.supporterId, startsAt: SUMMER, how: 'phone' })
  const { campaignId, candidateId, route, seriesId } = first
  const times = { bookedAt: NOW, changedAt: NOW, changedByRole: 'candidate' }
  const follows = { seriesId, sequence: 1, supersedesId: id, movedBy: 'candidate' }
  const { id: about } = await db.oneToOne.create({ data: { slotId: next.id, campaignId, candidateId, route, ...follows, ...times } })
  return { about, says: ['By phone', 'YOUR ONE-TO-ONE HAS A NEW TIME'] }
}

/** What the two of a one-to-one are told. */
export const oneToOneCases: Cases = {
  'oneToOne.booked': candidate('booked', [when, 'In person, The library', 'Mock interview']),
  'oneToOne.booked, coach': coach('booked', [when, 'ONE OF YOUR TIMES IS BOOKED']),
  'oneToOne.booked, moved': moved,
  'oneToOne.off': candidate('calledOff', [when, 'It cannot take place.']),
  'oneToOne.off, own': candidate('cancelled', ['It was given back.']),
  'oneToOne.off, coach': coach('lateCancelled', ['Nothing is asked of you.']),
  'oneToOne.reminder.week': candidate('booked', [when, 'If something has come up']),
  'oneToOne.reminder.day': candidate('booked', [when, 'YOUR ONE-TO-ONE IS TOMORROW']),
  'oneToOne.coming': coach('booked', [when, 'a reminder, nothing more']),
  'oneToOne.toRecord': coach('booked', ['DID YOU MEET?']),
  'oneToOne.feedback': feedback,
  'oneToOne.answered': coach('held', ['something beside it'], 'In private words'),
}
