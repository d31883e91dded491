import { db } from '../../src/core/db.ts'
import { aPairing } from '../support/pairings.ts'
import { NOW, toStaff, type Case, type Cases } from './letters.ts'

/** Their living pair: only who is 18 may have one. */
export async function pairOf({ id: candidateId }: { id: string }, kind = 'buddy') {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true } })
  return aPairing({ candidateId, kind })
}

/** A letter to the candidate of a living pair: its words name nobody but them. */
const ofPair =
  (...says: string[]): Case =>
  async (person) => ({ about: (await pairOf(person)).id, says })

const unread: Case = async (person) => {
  const pairing = await pairOf(person)
  const message = { side: 'supporter', body: 'It is about a private matter.', at: NOW, reachesAt: NOW }
  await db.pairingMessage.create({ data: { pairingId: pairing.id, ...message } })
  return { about: pairing.id, says: ['Somebody you are paired with has written to you.'] }
}

const toSupporter =
  (...says: string[]): Case =>
  async (person) => {
    const pairing = await pairOf(person)
    const accountId = pairing.supporterId
    await db.account.update({ where: { id: accountId }, data: { name: 'Zebedee Quillfeather' } })
    return { about: pairing.id, to: { accountId }, reader: { accountId, role: 'supporter' }, says }
  }

const quietTeam: Case = async (person) => ({
  ...(await toStaff()),
  about: (await pairOf(person)).id,
  says: ['has not noted a contact or answered a message for 28 days'],
})

/** What a pair is told of, and the team of a silent one. */
export const togetherCases: Cases = {
  'together.unread': unread,
  'together.firstContact': ofPair('within the first five working days'),
  'together.firstContact, to the supporter': toSupporter('one press on the page says so'),
  'together.quiet': ofPair('We ask the other person the same today.'),
  'together.rematch': ofPair('You keep the date on which you first asked'),
  'together.rematch, to the supporter': toSupporter('whether they would like somebody else'),
  'together.quietTeam': quietTeam,
}
