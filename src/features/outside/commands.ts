import { now } from '../../core/clock.ts'
import { daysAfter } from '../../core/dates.ts'
import { inTransaction, type Tx } from '../../core/db.ts'
import { readOutsideLink } from '../../core/links.ts'
import { queueEmail } from '../messages/commands.ts'
import { isLiveAt, type OutsidePurpose } from './queries.ts'

type Wanted = {
  purpose: OutsidePurpose
  /** What the address opens: a row of the feature that asks for it. */
  aboutId: string
  /** Whose data it shows, where it does: with them it is deleted. */
  candidateId?: string
  address: string
  /** For how many days it opens. */
  days: number
  /** The kind of the e-mail that carries it; its `about` is the link. It names nobody: who it is about stands behind the link. */
  kind: string
}

/**
 * Sends somebody outside an address of their own for one thing. An earlier one of theirs for the same thing ends.
 * Answers with the id of the link.
 */
export async function sendOutsideLink(tx: Tx, { purpose, aboutId, candidateId, address, days, kind }: Wanted, at: Date): Promise<string> {
  await tx.outsideLink.updateMany({ where: { purpose, aboutId, address, endedAt: null }, data: { endedAt: at } })
  const data = { purpose, aboutId, candidateId: candidateId ?? null, address, sentAt: at, endsAt: daysAfter(at, days) }
  const { id } = await tx.outsideLink.create({ data, select: { id: true } })
  await queueEmail(tx, { kind, address, about: id })
  return id
}

/** Ends every way in to one thing, from this moment. */
export const endOutsideLinks = (tx: Tx, purpose: OutsidePurpose, aboutId: string, at: Date) =>
  tx.outsideLink.updateMany({ where: { purpose, aboutId, endedAt: null }, data: { endedAt: at } })

export type Opened = { linkId: string; aboutId: string; candidateId: string | null; address: string }

/**
 * What an address opens, in a transaction that notes the opening and goes on to read or write; undefined where it was not made
 * by us, has ended, or the person it is about has closed their account.
 */
export const openOutside = <T>(text: string, purpose: OutsidePurpose, then: (tx: Tx, opened: Opened, at: Date) => Promise<T>) =>
  inTransaction(async (tx): Promise<T | undefined> => {
    const at = now()
    const id = readOutsideLink(text)
    if (id === undefined) return undefined
    const link = await tx.outsideLink.findFirst({ where: { id, purpose, ...isLiveAt(at) } })
    if (!link) return undefined
    await tx.outsideOpening.create({ data: { linkId: id, at } })
    return then(tx, { linkId: id, aboutId: link.aboutId, candidateId: link.candidateId, address: link.address }, at)
  })
