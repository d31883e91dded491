import { db } from '../../../core/db.ts'

/** A department as letters to one of its people tell of it; nothing where they host there no more. */
export const findHostToTell = (hostId: string, accountId: string) =>
  db.host.findFirst({
    where: { id: hostId, people: { some: { supporterId: accountId, until: null } } },
    select: {
      ...{ name: true, state: true, openness: true, askedAt: true, answeredAt: true },
      people: {
        where: { supporterId: accountId, until: null },
        select: { supporter: { select: { trainedUntil: true, account: { select: { name: true } } } } },
      },
    },
  })

/** A day as letters to whoever receives people tell of it. */
export const findDateToTell = (dateId: string, accountId: string) =>
  db.hostDate.findFirst({
    where: { id: dateId, supporterId: accountId },
    select: {
      ...{ hostId: true, startsAt: true, endsAt: true, capacity: true, state: true, changedById: true },
      ...{ host: { select: { name: true, site: true } }, supporter: { select: { account: { select: { name: true } } } } },
    },
  })
