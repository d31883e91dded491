import { db } from '../../src/core/db.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { NOW, STAFF, SUMMER, toStaff, type Case, type Cases } from './letters.ts'

type Given = Parameters<typeof aPlacement>[0]

const visit = async (candidateId: string, given: Given) => {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true } })
  const { id: hostId, supporterId } = await aHost()
  const dateId = given?.undated === true ? null : (await aHostDate({ hostId, supporterId, startsAt: SUMMER })).id
  const made = await aPlacement({ candidateId, hostId, dateId, changedAt: NOW, ...given })
  await db.account.update({ where: { id: supporterId }, data: { name: STAFF } })
  return { about: made.id, host: { accountId: supporterId } }
}

const toCandidate =
  (given: Given, says: string[]): Case =>
  async (person) => ({ about: (await visit(person.id, given)).about, says })
const toHost =
  (given: Given, says: string[]): Case =>
  async (person) => {
    const { about, host } = await visit(person.id, given)
    return { about, to: host, reader: { ...host, role: 'supporter' }, says }
  }

const undated = { undated: true }

/** What is told of a visit to whoever goes, to whoever hosts, and to the team. */
export const placementCases: Cases = {
  'placement.toHost': toHost({ state: 'underConsideration', ...undated }, ['Nobody is named', 'Offer a day']),
  'placement.offered': toCandidate({ state: 'offered' }, ['offer a day', 'all three are fine']),
  'placement.offeredForYou': toHost({ state: 'offered' }, ['As you told us']),
  'placement.accepted': toHost({ state: 'checks' }, ['The checks are being made now']),
  'placement.accepted, without a day': toHost({ state: 'accepted', ...undated }, ['please offer one that suits you']),
  'placement.confirmed': toCandidate({ state: 'confirmed' }, ['YOU ARE EXPECTED', 'Your page says where to go']),
  'placement.confirmed, to a host': toHost({ state: 'confirmed' }, ['YOUR VISITOR IS COMING']),
  'placement.moved': toCandidate({ state: 'confirmed' }, ['THE DAY HAS CHANGED', '6:30pm']),
  'placement.moved, to a host': toHost({ state: 'confirmed' }, ['AND IS CERTAIN']),
  'placement.dateLost': toCandidate({ state: 'accepted', ...undated }, ['You keep your turn']),
  'placement.dateOff': toHost({ state: 'accepted', ...undated }, ['Nobody comes on the day']),
  'placement.rechecked': toCandidate({ state: 'checks' }, ['anything for you to do']),
  'placement.rechecked, to a host': toHost({ state: 'checks' }, ['The team sees to it']),
  'placement.declined': toCandidate({ state: 'declined', ...undated }, ['It says nothing about you', 'no room in the time']),
  'placement.cancelled': toCandidate({ state: 'cancelled', ...undated }, ['THE VISIT IS CALLED OFF']),
  'placement.notNeeded': toHost({ state: 'confirmed' }, ['does not take place, or somebody else receives them']),
  'placement.expiring': toCandidate({ state: 'requested', ...undated }, ['runs out on']),
  'placement.expired': toCandidate({ state: 'expired', ...undated }, ['run out after two months']),
  'placement.apart': async (person) => {
    const { about } = await visit(person.id, { state: 'accepted', ...undated })
    return { about, ...(await toStaff()), says: ['Neither of them was told what'] }
  },
}
