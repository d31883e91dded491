import { db } from '../../src/core/db.ts'
import { aCertificate, aTrainingSession } from '../support/training.ts'
import { NOW, SUMMER, toStaff, type Case, type Cases } from './letters.ts'

const toColleague = () => toStaff('recruiter')

/** A colleague's place in some state at a session in summer time. */
const session =
  (state: string, says: string[] = ['6:30pm', 'Fair minds in Winsford'], ofSession: Record<string, unknown> = {}): Case =>
  async () => {
    const to = await toColleague()
    const workshop = await aTrainingSession({ startsAt: SUMMER, ...ofSession })
    const ended = ['cancelled', 'workshopCancelled'].includes(state)
    const base = { workshopId: workshop.id, accountId: to.accountId, arrival: 1, askedAt: NOW, changedAt: NOW, changedByRole: 'recruiter' }
    const { id } = await db.staffPlace.create({ data: { ...base, state: 'waiting' } })
    if (state === 'workshopCancelled') await db.staffPlace.update({ where: { id }, data: { state: 'booked', bookedAt: NOW } })
    await db.staffPlace.update({
      where: { id },
      data: { state, ...(state === 'booked' && { bookedAt: NOW }), ...(ended && { endedAt: NOW }) },
    })
    return { ...to, about: id, says }
  }

const certificate =
  (says: string[], takenBack = false): Case =>
  async () => {
    const to = await toColleague()
    const { id } = await aCertificate({ accountId: to.accountId, earnedOn: '2027-03-01', validUntil: '2027-05-20' })
    const data = { withdrawnAt: NOW, withdrawnById: to.accountId, withdrawnWhy: 'It was recorded by mistake.' }
    if (takenBack) await db.trainingCertificate.update({ where: { id }, data })
    return { ...to, about: id, says }
  }

/** What colleagues are told of their own training. */
export const trainingCases: Cases = {
  'training.booked': session('booked', ['6:30pm', 'Fair minds in Winsford', 'give the place back on the page']),
  'training.cancelled': session('workshopCancelled', ['The room is flooded.'], { cancelReason: 'The room is flooded.' }),
  'training.takenOff': session('cancelled'),
  'training.moved': session('booked'),
  'training.session': session('booked'),
  'training.certificate': certificate(['20 May 2027', 'You came to a session and passed the check']),
  'training.takenBack': certificate(['It was recorded by mistake.'], true),
  'training.lapsing': certificate(['20 May 2027', 'nobody loses by being early']),
  'training.nudge': async () => ({ ...(await toColleague()), data: { course: 'bias' }, says: ['asks you to book'] }),
}
