import { now } from '../../src/core/clock.ts'
import { daysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { aPairing } from '../support/pairings.ts'
import { anAddress, toStaff, type Case, type Cases } from './letters.ts'

/** A concern about somebody whose name is in no letter, nor what was said. */
async function aConcern(candidateId: string) {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true } })
  const { id: pairingId, supporterId } = await aPairing({ candidateId })
  const at = now()
  const said = { about: 'supporter', what: 'It is about a private matter.', raisedBy: 'candidate', raisedById: candidateId }
  return db.concern.create({ data: { pairingId, supporterId, candidateId, ...said, raisedAt: at, changedAt: at } })
}

const toLead: Case = async ({ id }) => ({
  ...(await toStaff('lead')),
  about: (await aConcern(id)).id,
  says: ['Please sign in and read it today.'],
})

const toContact: Case = async ({ id }) => {
  const { id: concernId } = await aConcern(id)
  const data = { concernId, contact: 'safeguarding', sentAt: now(), endsAt: daysAfter(now(), 14) }
  const link = await db.concernLink.create({ data })
  return { about: link.id, to: { address: anAddress(link.id) }, reader: 'visitor', says: ['This e-mail holds no names.'] }
}

/** What goes to the head of the team and to the contacts outside it. */
export const concernCases: Cases = { 'concern.lead': toLead, 'concern.contact': toContact }
