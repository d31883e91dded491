import { db } from '../../src/core/db.ts'
import { everyCheck } from '../support/checks.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { SUMMER, type Case, type Cases } from './letters.ts'

/** A visit of theirs in its checks, in summer time. */
async function aVisit({ id: candidateId }: { id: string }) {
  await db.candidate.update({ where: { id: candidateId }, data: { adult: true } })
  const host = await aHost()
  const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId, startsAt: SUMMER })
  return aPlacement({ state: 'checks', candidateId, hostId: host.id, dateId })
}

const toCandidate =
  (...says: string[]): Case =>
  async (person) => ({ about: (await aVisit(person)).id, says: ['Control room ', ...says] })

const toHost =
  (...says: string[]): Case =>
  async (person) => {
    const visit = await aVisit(person)
    const accountId = visit.supporterId ?? ''
    await db.account.update({ where: { id: accountId }, data: { name: 'Zebedee Quillfeather' } })
    return { about: visit.id, to: { accountId }, reader: { accountId, role: 'supporter' }, says }
  }

const ready: Case = async (person) => {
  const { id } = await aVisit(person)
  await everyCheck(id)
  return { about: id, says: ['All that had to be signed and checked is done.'] }
}

/** What is said about the checks of a visit. */
export const checksCases: Cases = {
  'checks.sign': toCandidate('what you need on the day', 'five minutes'),
  'checks.remind': toCandidate('It cannot be confirmed before this is done'),
  'checks.write': toHost('what could go wrong'),
  'checks.riskReturned': toHost('what is missing'),
  'checks.ready': ready,
}
