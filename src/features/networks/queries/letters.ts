import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'

/** To whom a letter goes, where they still belong to the network it is about. */
export async function findMember(accountId: string, network: string) {
  const account = await db.account.findFirst({
    where: { id: accountId, closedAt: null },
    select: { name: true, candidate: { select: { id: true } } },
  })
  if (!account) return undefined
  const of = [{ accountId }, { candidate: { OR: [{ accountId }, { mergedInto: { accountId } }] } }]
  const belongs = await db.networkMembership.count({ where: { network, state: 'joined', OR: of } })
  return belongs > 0 ? account : undefined
}

export const findEventToTell = (id: string) =>
  db.workshop.findFirst({ where: { id, state: 'published', startsAt: { gt: now() }, network: { not: null } }, select: { network: true } })

export const findOpportunityToTell = (id: string) =>
  db.networkOpportunity.findFirst({ where: { id, closedAt: null }, select: { network: true } })

export const findAnsweredInterest = (id: string) =>
  db.networkInterest.findFirst({
    where: { id, state: { in: ['takenUp', 'notThisTime', 'later'] } },
    include: { candidate: { select: { name: true } }, account: { select: { name: true } } },
  })

/** Which network a contact was told of, where the way in still leads to a membership. */
export const findToldMembership = (id: string) =>
  db.networkMembership.findFirst({ where: { id, state: { not: 'left' } }, select: { network: true } })
