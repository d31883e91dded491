import { db } from '../../src/core/db.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { NOW, OTHER, STAFF, toStaff, type Case, type Cases } from './letters.ts'

type Given = Parameters<typeof aPairing>[0]

/** Begun pairings may name the first name of the other; nobody is named before. */
const pairing = async (candidateId: string, state: string, more: Given = {}) => {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true } })
  const { id: supporterId, account } = await aSupporter({ name: state === 'active' ? STAFF : OTHER })
  const made = await aPairing({ candidateId, supporterId, state, changedAt: NOW, ...more })
  return { about: made.id, supporter: { accountId: account.id } }
}

const toCandidate =
  (state: string, says: string[], more: Given = {}): Case =>
  async (person) => {
    const { about } = await pairing(person.id, state, more)
    return { about, says }
  }
const toSupporter =
  (state: string, says: string[], more: Given = {}): Case =>
  async (person) => {
    const { about, supporter } = await pairing(person.id, state, { ...more })
    await db.account.update({ where: { id: supporter.accountId }, data: { name: STAFF } })
    return { about, to: supporter, reader: { ...supporter, role: 'supporter' }, says }
  }

const dueAt = new Date('2027-04-06T10:00:00Z')
const accepted = { supporterAcceptedAt: NOW }

/** What is told of a pairing to either side, and to the team. */
export const pairingCases: Cases = {
  'pairing.toSupporter': toSupporter('proposedToSupporter', ['Answer by: 6 April 2027, 11am', 'Nobody is named'], { dueAt }),
  'pairing.toCandidate': toCandidate('proposedToCandidate', ['Answer by: 6 April 2027, 11am', 'you keep your place'], {
    dueAt,
    ...accepted,
  }),
  'pairing.nudge': toSupporter('proposedToSupporter', ['Answer by: 6 April 2027, 11am'], { dueAt }),
  'pairing.nudge, to a candidate': toCandidate('proposedToCandidate', ['This is the only reminder'], { dueAt, ...accepted }),
  'pairing.began': toCandidate('active', ['PERPETUA IS YOUR BUDDY']),
  'pairing.began, to a supporter': toSupporter('active', ['YOU SUPPORT ZEBEDEE NOW', 'Please write first']),
  'pairing.declined': toSupporter('candidateDeclined', ['It says nothing about you'], { ...accepted, declineReason: 'notNow' }),
  'pairing.declined, to a candidate': toCandidate('supporterDeclined', ['It says nothing about you'], { candidateAgreedAt: NOW }),
  'pairing.expired': toSupporter('expired', ['You did not answer in time']),
  'pairing.expired, to a candidate': toCandidate('expired', ['You keep the place'], accepted),
  'pairing.withdrawn': toSupporter('withdrawn', ['You need not do anything']),
  'pairing.withdrawn, to a candidate': toCandidate('withdrawn', ['You keep your place'], accepted),
  'pairing.paused': toCandidate('paused', ['IT IS ON HOLD']),
  'pairing.resumed': toCandidate('active', ['YOU CAN BE IN TOUCH AGAIN']),
  'pairing.ended': toCandidate('ended', ['you keep the date of your first request']),
  'pairing.ended, to a supporter': toSupporter('ended', ['Thank you for all that you gave']),
  'pairing.excluded': async (person) => {
    const { about } = await pairing(person.id, 'paused')
    return { about, ...(await toStaff()), says: ['Neither of them was told what'] }
  },
}
