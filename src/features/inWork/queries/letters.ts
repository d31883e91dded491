import { db } from '../../../core/db.ts'

const candidate = { select: { name: true } } as const

/** What a letter about an offer needs; null where it is no longer there. */
export const findOfferToTell = (id: string) => db.supportOffer.findUnique({ where: { id }, include: { candidate } })

export const findWishToTell = (id: string) => db.progressWish.findUnique({ where: { id }, include: { candidate } })

export const findPairingToTell = (id: string) =>
  db.pairing.findUnique({
    where: { id },
    select: { id: true, state: true, candidate, supporter: { select: { account: { select: { name: true } } } } },
  })
