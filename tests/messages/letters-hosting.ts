import { db } from '../../src/core/db.ts'
import { aHost, aHostDate } from '../support/placements.ts'
import { aSupporter } from '../support/pairings.ts'
import { NAME, NOW, SUMMER, type Case, type Cases } from './letters.ts'

const toHost =
  (given: Parameters<typeof aSupporter>[0], ofHost: Parameters<typeof aHost>[0], says: string[]): Case =>
  async () => {
    const { id: accountId } = await aSupporter({ name: NAME, ...given })
    const host = await aHost({ supporterId: accountId, ...ofHost })
    return { about: host.id, to: { accountId }, reader: { accountId, role: 'supporter' }, says }
  }

const aDay =
  (state: string, says: string[]): Case =>
  async () => {
    const { id: supporterId } = await aSupporter({ name: NAME })
    const { id: hostId } = await aHost({ supporterId })
    const { id } = await aHostDate({ hostId, supporterId, startsAt: SUMMER })
    await db.hostDate.update({ where: { id }, data: { state } })
    return { about: id, to: { accountId: supporterId }, reader: { accountId: supporterId, role: 'supporter' }, says }
  }

/** What is told to those who receive people in a department. */
export const hostingCases: Cases = {
  'host.added': toHost({}, {}, ['You host people now', '1 January 2099']),
  'host.added, untrained': toHost({ trainedUntil: null }, {}, ['You host people now', 'not in date']),
  'host.openness': toHost({}, { askedAt: NOW }, ['Are you open to hosting?', 'not now']),
  'host.opennessReminder': toHost({}, { askedAt: NOW }, ['One question is still open', 'the only reminder']),
  'host.date': aDay('offered', ['You host on this day', '6:30pm']),
  'host.date, withdrawn': aDay('withdrawn', ['This day is withdrawn', 'Nobody comes then']),
}
