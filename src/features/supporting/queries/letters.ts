import { db } from '../../../core/db.ts'

/** A supporter as letters tell of them. */
export const findSupporterToTell = (accountId: string) =>
  db.supporter.findUnique({
    where: { accountId },
    select: { state: true, decidedWhy: true, trainedUntil: true, kinds: true, account: { select: { name: true } } },
  })

export const findVolunteerToTell = (id: string) =>
  db.volunteer.findUnique({ where: { id }, select: { name: true, state: true, decidedWhy: true } })
