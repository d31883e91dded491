import { db } from '../../src/core/db.ts'
import { sweepLines } from '../../src/features/programmes/commands/places.ts'
import { aCohort } from '../support/cohorts.ts'
import { aCandidate, anAccount, aWorkshop } from '../support/people.ts'
import { anApprovedRationale, aDraftRationale } from '../support/rationales.ts'
import { DAY, HOUR, NAME, NOW, OTHER, place, SUMMER, toStaff, type Case, type Cases } from './letters.ts'

const ended = { bookedAt: NOW, endedAt: NOW }
const was = { startsAt: '2027-04-02T17:00:00.000Z', endsAt: '2027-04-02T19:00:00.000Z' }
/** The time that a postponed workshop was to have. */
export const WAS = new Date(was.startsAt)
const putOff = { movedFrom: WAS, postponedAt: NOW, postponeReason: 'The hall flooded' }
const reminded = { data: { startsAt: SUMMER.toISOString() } }
const YESTERDAY = new Date('2027-03-29T17:30:00Z')
const over = { startsAt: YESTERDAY, state: 'held', heldAt: NOW }

/** A place drawn behind another's: two asked for one, and whoever was drawn second is written to. */
const drawn: Case = async (person) => {
  const closes = { bookingClosesAt: new Date(NOW.getTime() - HOUR), publishedAt: new Date(NOW.getTime() - DAY) }
  const { id: workshopId } = await aWorkshop({ policy: 'lottery', startsAt: SUMMER, capacity: 1, ...closes })
  const second = await aCandidate({ name: NAME })
  for (const [n, { id: candidateId }] of [person, second].entries())
    await db.place.create({ data: { workshopId, candidateId, arrival: n + 1, askedAt: closes.publishedAt, state: 'waiting' } })
  await sweepLines()
  const { id, candidateId, arrival } = await db.place.findFirstOrThrow({ where: { workshopId, state: 'waiting' } })
  const accountId = (candidateId === person.id ? person.accountId : second.accountId) ?? ''
  return { about: id, to: { accountId, candidateId }, says: ['6:30pm', `Your ticket, number ${String(arrival)}, was drawn as number 2.`] }
}

/** Somebody stands behind another in the line of a full workshop. */
const behind: Case = async (person, force) => {
  const asked = await place('waiting', { arrival: 2 })(person, force)
  const { workshopId } = await db.place.findUniqueOrThrow({ where: { id: asked.about ?? '' } })
  const { id: candidateId } = await aCandidate({ name: OTHER })
  await db.place.create({ data: { workshopId, candidateId, arrival: 1, askedAt: NOW, state: 'waiting' } })
  return { ...asked, says: ['6:30pm', '1 person is ahead of you.'] }
}

const correction =
  (outcome: 'changed' | 'kept'): Case =>
  async (person, force) => {
    const { about: placeId = '' } = await place(
      outcome === 'kept' ? 'absent' : 'attended',
      { bookedAt: NOW, endedAt: NOW },
      over,
    )(person, force)
    const said = { said: 'wasThere', askedAt: NOW, outcome, answeredAt: NOW, ...(outcome === 'kept' && { answer: 'Nobody saw you' }) }
    const { id } = await db.registerCorrection.create({ data: { placeId, candidateId: person.id, ...said } })
    return { about: id, says: ['6:30pm', ...(outcome === 'kept' ? ['Why: Nobody saw you'] : [])] }
  }

const dates = { opensAt: NOW, closesAt: SUMMER, startsOn: SUMMER, endsOn: new Date('2027-06-01T00:00:00Z') }
const member =
  (state: string, reason?: string): Case =>
  async (person) => {
    const { id } = await aCohort({ name: 'Spring', capacity: 9, ...dates })
    await db.membership.create({
      data: { cohortId: id, candidateId: person.id, state, beganAt: NOW, ...(reason !== undefined && { reason }) },
    })
    return { about: id, says: ['Spring', '30 March', ...(reason === undefined ? [] : [`Why: ${reason}`])] }
  }

const rateAfter: Case = async (person) => {
  const { id: cohortId } = await aCohort({ endsOn: new Date('2027-03-29T00:00:00Z') })
  await db.membership.create({ data: { cohortId, candidateId: person.id, state: 'joined', beganAt: NOW } })
  await aWorkshop({ cohortId, ...over })
  return { about: cohortId, says: ['Insight spring 2027', 'Open until', 'April'] }
}

const supporting =
  (state: 'booked' | 'workshopCancelled', ofWorkshop = {}, says = ['6:30pm']): Case =>
  async () => {
    const { id: accountId } = await anAccount({ roles: ['supporter'], name: NAME })
    const { id: workshopId } = await aWorkshop({ startsAt: SUMMER, supporterPlaces: 1 })
    const { id } = await db.supporterPlace.create({ data: { workshopId, accountId, bookedAt: NOW } })
    await db.workshop.update({ where: { id: workshopId }, data: ofWorkshop })
    if (state !== 'booked') await db.supporterPlace.update({ where: { id }, data: { state, endedAt: NOW } })
    return { about: id, to: { accountId }, reader: { accountId, role: 'supporter' }, says: ['Fitness test practice', ...says] }
  }

const approved: Case = async () => {
  const author = await toStaff()
  const { id } = await anApprovedRationale({ authorId: author.accountId })
  return { ...author, about: id, says: ['Women into constable routes'] }
}
const returned: Case = async () => {
  const author = await toStaff()
  const { id } = await aDraftRationale({ authorId: author.accountId })
  await db.rationale.update({ where: { id }, data: { state: 'submitted', submittedAt: NOW } })
  const lead = await anAccount({ roles: ['lead'] })
  await db.rationale.update({ where: { id }, data: { state: 'returned', approverId: lead.id, decidedAt: NOW, reason: 'Say how many' } })
  return { ...author, about: id, says: ['What has to be different: Say how many'] }
}
const reopened: Case = async () => {
  const { id: rationaleId } = await anApprovedRationale()
  const { id } = await aWorkshop({ startsAt: SUMMER, openness: 'restricted', restricted: true, rationaleId, reopenedAt: NOW })
  return { ...(await toStaff('lead')), about: id, says: ['6:30pm', 'Women into constable routes'] }
}

/** What is told of workshops, groups and places. What follows a comma in a name tells one case of a kind from another. */
export const placeCases: Cases = {
  'place.booked': place('booked', { bookedAt: NOW }),
  'place.booked, by the team': place(
    'booked',
    { bookedAt: NOW, changes: { create: { toState: 'waiting', byRole: 'coordinator', at: NOW } } },
    {},
    { says: ['6:30pm', 'because the team put you down for a place on 30 March 2027, 11am'] },
  ),
  'place.waiting': place('waiting'),
  'place.waiting, behind another': behind,
  'place.waiting, with a ticket': place(
    'waiting',
    {},
    { policy: 'lottery', bookingClosesAt: new Date('2027-04-02T14:15:00Z') },
    { says: ['6:30pm', '3:15pm', 'ticket is number 1'] },
  ),
  'place.drawn': drawn,
  'place.offered': place(
    'offered',
    { offeredAt: NOW, expiresAt: new Date('2027-03-31T13:15:00Z') },
    {},
    { says: ['6:30pm', 'Answer by: 31 March 2027, 2:15pm'] },
  ),
  'place.expired': place('expired', { offeredAt: NOW, expiresAt: new Date(NOW.getTime() + 1), endedAt: NOW }),
  'place.cancelled': place('cancelled', ended),
  'place.lateCancelled': place('lateCancelled', { ...ended, reason: 'ill' }),
  'place.workshopCancelled': place(
    'workshopCancelled',
    ended,
    { state: 'cancelled', cancelReason: 'No hall' },
    { says: ['6:30pm', 'No hall'] },
  ),
  'place.withdrawn': place('withdrawn', { ...ended, reason: 'Rang us' }, {}, { says: ['6:30pm', 'Why: Rang us'] }),
  'place.correction': correction('changed'),
  'place.correction, kept': correction('kept'),
  'workshop.moved': place('booked', { bookedAt: NOW }, {}, { data: was, says: ['6:30pm', '6pm'] }),
  'workshop.postponed': place(
    'booked',
    { bookedAt: NOW },
    { state: 'postponed', ...putOff },
    { data: was, says: ['6pm', 'The hall flooded'] },
  ),
  'workshop.newDate': place('booked', { bookedAt: NOW }, putOff, { data: was, says: ['6:30pm', '6pm', 'The hall flooded'] }),
  'place.reminder.stillComing': place('booked', { bookedAt: NOW }, {}, reminded),
  'place.reminder.week': place('booked', { bookedAt: NOW }, { bring: 'A pen' }, { ...reminded, says: ['6:30pm', 'To bring: A pen'] }),
  'place.reminder.day': place(
    'booked',
    { bookedAt: NOW },
    { online: true, venue: '', area: '' },
    { ...reminded, says: ['6:30pm', 'Online'] },
  ),
  'feedback.asked': place('attended', { bookedAt: NOW, endedAt: NOW }, over, { says: ['Fitness test practice'] }),
  'cohort.invited': member('invited'),
  'cohort.joined': member('joined'),
  'cohort.refused': member('left', 'The group is full'),
  'cohort.rateAfter': rateAfter,
  'supporter.booked': supporting('booked'),
  'supporter.moved': supporting('booked'),
  'supporter.moved, to no date yet': supporting('booked', { state: 'postponed', ...putOff }, ['It was to be on']),
  'supporter.workshopCancelled': supporting('workshopCancelled', { state: 'cancelled', cancelReason: 'No hall' }),
  'rationale.decided': approved,
  'rationale.decided, returned': returned,
  'rationale.reopened': reopened,
}
