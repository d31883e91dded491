import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { sideOf, type OfPair } from '../queries/pair.ts'
import { ONE_PRESS_MINUTES, refuseContact, type ContactRefusal } from '../rules/contacts.ts'
import { lockPair, markActive, type LockedPair } from './pairs.ts'

export type ContactDecision = { ok: true } | { ok: false; reason: ContactRefusal }
/** A day of London, as 2027-01-14, and for how long. */
type Spoke = { day: string; minutes: number }

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

async function decide(tx: Tx, pair: LockedPair, day: string, at: Date, except?: string): Promise<ContactDecision> {
  const logged = await tx.pairingContact.findMany({
    where: { pairingId: pair.id, undoneAt: null, ...(except !== undefined && { id: { not: except } }) },
    select: { happenedOn: true },
  })
  const daysLogged = logged.map(({ happenedOn }) => dayOf(happenedOn))
  const reason = refuseContact({ state: pair.state, today: londonDay(at), beganOn: londonDay(pair.beganAt), daysLogged }, day)
  return reason === undefined ? { ok: true } : { ok: false, reason }
}

/** Notes that the two spoke: that, and never what about. Undefined where there is no such pair of theirs. */
export const logContact = (actor: OfPair, pairingId: string, spoke?: Spoke): Promise<ContactDecision | undefined> =>
  inTransaction(async (tx) => {
    const pair = await lockPair(tx, actor, pairingId)
    if (!pair) return undefined
    const at = now()
    return noteContact(tx, actor, pair, spoke ?? { day: londonDay(at), minutes: ONE_PRESS_MINUTES }, at)
  })

/** The same, within a transaction that holds the pairing's lock. */
export async function noteContact(tx: Tx, actor: OfPair, pair: LockedPair, { day, minutes }: Spoke, at: Date): Promise<ContactDecision> {
  const decision = await decide(tx, pair, day, at)
  if (!decision.ok) return decision
  await tx.pairingContact.create({
    data: { pairingId: pair.id, side: sideOf(actor), happenedOn: new Date(day), minutes, loggedAt: at, changedAt: at },
    select: { id: true },
  })
  await markActive(tx, actor, at)
  await recordEvent(tx, actor, 'pairing.contactLogged', { candidateId: pair.candidateId, subjectId: pair.id })
  return decision
}

/** Puts another day or another time to a note; either of the two may. Undefined where there is no such note. */
export const changeContact = (
  actor: OfPair,
  { pairingId, contactId }: { pairingId: string; contactId: string },
  { day, minutes }: Spoke,
): Promise<ContactDecision | undefined> =>
  inTransaction(async (tx) => {
    const pair = await lockPair(tx, actor, pairingId)
    const where = { id: contactId, pairingId, undoneAt: null }
    if (!pair || (await tx.pairingContact.count({ where })) === 0) return undefined
    const at = now()
    const decision = await decide(tx, pair, day, at, contactId)
    if (!decision.ok) return decision
    await tx.pairingContact.updateMany({ where, data: { happenedOn: new Date(day), minutes, changedAt: at } })
    await recordEvent(tx, actor, 'pairing.contactChanged', { candidateId: pair.candidateId, subjectId: pairingId })
    return decision
  })

/** Takes a note back, as it was a slip. */
export const undoContact = (
  actor: OfPair,
  { pairingId, contactId }: { pairingId: string; contactId: string },
): Promise<ContactDecision | undefined> =>
  inTransaction(async (tx) => {
    const pair = await lockPair(tx, actor, pairingId)
    if (!pair) return undefined
    if (pair.state !== 'active') return { ok: false, reason: 'notLive' }
    const { count } = await tx.pairingContact.updateMany({ where: { id: contactId, pairingId, undoneAt: null }, data: { undoneAt: now() } })
    if (count === 0) return undefined
    await recordEvent(tx, actor, 'pairing.contactUndone', { candidateId: pair.candidateId, subjectId: pairingId })
    return { ok: true }
  })
