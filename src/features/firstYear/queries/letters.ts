import { db } from '../../../core/db.ts'

const candidate = { select: { name: true } } as const

/** What a letter about a year needs; null where it is no longer there. */
export const findYearToTell = (id: string) => db.firstYear.findUnique({ where: { id }, include: { candidate } })

export const findCheckInToTell = (id: string) =>
  db.firstYearCheckIn.findUnique({ where: { id }, include: { candidate, year: { select: { endedAt: true } } } })

export const findHandOverToTell = (id: string) => db.firstYearHandover.findUnique({ where: { id }, include: { candidate } })

export const findPairingToTell = (id: string) =>
  db.pairing.findUnique({
    where: { id },
    select: { id: true, state: true, endReason: true, candidate, supporter: { select: { account: { select: { name: true } } } } },
  })

export const findHelpToTell = (id: string) =>
  db.firstYearHelp.findUnique({
    where: { id },
    include: { candidate, pairing: { select: { id: true, state: true, supporter: { select: { account: { select: { name: true } } } } } } },
  })

export const findAlertToTell = (id: string) => db.firstYearAlert.findUnique({ where: { id }, select: { yearId: true, closedAt: true } })
