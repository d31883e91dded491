import { db } from '../../src/core/db.ts'
import { aSupporter } from '../support/pairings.ts'
import { NAME, NOW, type Case, type Cases } from './letters.ts'

const toSupporter =
  (given: Parameters<typeof aSupporter>[0], says: string[]): Case =>
  async () => {
    const { id: accountId } = await aSupporter({ name: NAME, ...given })
    return { about: accountId, to: { accountId }, reader: { accountId, role: 'supporter' }, says }
  }

const offer =
  (given: object, says: string[]): Case =>
  async () => {
    const email = 'volunteer@letters.example'
    const said = { name: NAME, email, emailKey: email, title: 'PC, response', kinds: ['buddy'], receivedAt: NOW }
    await db.volunteer.deleteMany({ where: { emailKey: email } })
    const { id } = await db.volunteer.create({ data: { ...said, ...given } })
    return { about: id, to: { address: email }, reader: 'visitor', says }
  }

const WHY = 'You interview applicants this year'
const decided = { state: 'declined', decidedAt: NOW, decidedById: '00000000-0000-7000-8000-000000000001', decidedWhy: WHY }

/** What is told of supporters themselves: what the team decided, and trainings that run out. */
export const supportingCases: Cases = {
  'supporter.approved': toSupporter({}, ['You are a supporter now', '1 January 2099']),
  'supporter.approved, untrained': toSupporter({ trainedUntil: null }, ['need the supporter training']),
  'supporter.declined': toSupporter({ state: 'declined', decidedWhy: WHY }, ['We cannot say yes just now', WHY]),
  'supporter.training': toSupporter({ trainedUntil: new Date('2027-04-20') }, ['holds until 20 April 2027', 'put on hold']),
  'supporter.training, today': toSupporter({ trainedUntil: new Date('2027-03-30') }, ['until the end of today']),
  'supporter.training, run out': toSupporter({ trainedUntil: new Date('2027-03-28') }, ['ran out on 28 March 2027']),
  'volunteer.received': offer({}, ['Thank you for offering', 'invitation']),
  'volunteer.declined': offer(decided, ['We cannot say yes just now', WHY]),
}
