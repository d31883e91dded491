import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { askForSupport } from '../../requests/commands/ask.ts'
import { asDay, dayOf } from '../queries/standing.ts'
import {
  decideOffer,
  offerWhats,
  type OfferDecision,
  type OfferEvent,
  type OfferFacts,
  type OfferState,
  type OfferWhat,
} from '../rules/offers.ts'
import { lockCandidate, wasHere } from './shared.ts'

type Decision = OfferDecision | undefined
type Stored = { state: string; untilOn: Date; whats: string[]; takes: { what: string }[] }
const factsOf = ({ state, untilOn, whats, takes }: Stored): OfferFacts => ({
  state: state as OfferState,
  untilOn: dayOf(untilOn),
  whats,
  taken: takes.map(({ what }) => what),
})

/** Finds an offer and locks whom it was made to; undefined where there is none, or it is not theirs. */
async function lockOffer(tx: Tx, offerId: string, ownedBy?: string) {
  const seen = await tx.supportOffer.findFirst({
    where: { id: offerId, ...(ownedBy !== undefined && { candidateId: ownedBy }) },
    select: { candidateId: true },
  })
  if (!seen || !(await lockCandidate(tx, seen.candidateId))) return undefined
  return tx.supportOffer.findUniqueOrThrow({ where: { id: offerId }, include: { takes: true } })
}

const isWhat = (what: string): what is OfferWhat => offerWhats.some((each) => each === what)

/** The request that takes one thing, or the one that lives already; a buddy who is there hears of it instead. */
async function askFor(tx: Tx, candidate: Candidate, what: OfferWhat, force: ForceProfile) {
  const { candidateId } = candidate
  if (what === 'buddy') {
    const pairing = await tx.pairing.findFirst({
      where: { candidateId, kind: 'buddy', state: 'active' },
      select: { id: true, supporterId: true },
    })
    if (pairing) {
      await queueEmail(tx, { kind: 'inWork.keepInTouch', accountId: pairing.supporterId, about: pairing.id })
      return { pairingId: pairing.id }
    }
  }
  const asked = await askForSupport(tx, candidate, what, force)
  if (asked.ok) return { requestId: asked.requestId }
  const live = { candidateId, kind: what, state: { in: ['requested', 'accepted', 'underway', 'paused'] } }
  const there = await tx.supportRequest.findFirst({ where: live, select: { id: true } })
  return { requestId: there?.id ?? null }
}

/** Takes one thing out of an offer, and asks for it in the same press. */
export const takeOffer = (candidate: Candidate, offerId: string, what: string, force: ForceProfile): Promise<Decision> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId } = candidate
    const offer = await lockOffer(tx, offerId, candidateId)
    if (!offer) return undefined
    const decision = decideOffer(factsOf(offer), 'take', 'candidate', { today: londonDay(at), what })
    if (!decision.ok || !isWhat(what)) return decision
    const made = await askFor(tx, candidate, what, force)
    await tx.supportOfferTake.create({ data: { offerId, what, takenAt: at, ...made }, select: { what: true } })
    if (offer.state !== 'taken') await write(tx, offerId, decision.state, { at, doer: candidate })
    await wasHere(tx, candidateId, at)
    await recordEvent(tx, candidate, 'supportOffer.taken', { candidateId, subjectId: offerId, data: { what } })
    return decision
  })

type By = { at: Date; doer: Candidate | Team | { role: 'system' } }
const write = (tx: Tx, id: string, state: OfferState, { at, doer }: By) =>
  tx.supportOffer.update({
    where: { id },
    data: { state, changedAt: at, changedById: 'accountId' in doer ? doer.accountId : null, changedByRole: doer.role },
    select: { id: true },
  })

/** Says no to an offer, thinks again, or takes it back. Undefined where there is no such offer that is theirs to answer. */
export const moveOffer = (doer: Candidate | Team, offerId: string, event: Exclude<OfferEvent, 'take' | 'expire'>): Promise<Decision> =>
  inTransaction(async (tx) => {
    const at = now()
    const own = doer.role === 'candidate'
    const offer = await lockOffer(tx, offerId, own ? doer.candidateId : undefined)
    if (!offer) return undefined
    const decision = decideOffer(factsOf(offer), event, own ? 'candidate' : 'team', { today: londonDay(at) })
    if (!decision.ok) return decision
    if (event === 'reconsider' && (await tx.supportOffer.count({ where: { candidateId: offer.candidateId, state: 'made' } })) > 0)
      return { ok: false, reason: 'settled' }
    await write(tx, offerId, decision.state, { at, doer })
    if (own) await wasHere(tx, offer.candidateId, at)
    await recordEvent(tx, doer, `supportOffer.${said[event]}`, { candidateId: offer.candidateId, subjectId: offerId })
    return decision
  })
const said = { decline: 'declined', reconsider: 'reconsidered', withdraw: 'withdrawn' } as const

const AT_ONCE = 500

/** Offers that nobody answered run out with the deferral. Each is looked at again under its lock, so a second run finds none. */
export async function expireOffers(): Promise<void> {
  const over = await db.supportOffer.findMany({
    where: { state: 'made', untilOn: { lte: asDay(londonDay(now())) }, candidate: { closedAt: null } },
    select: { id: true },
    take: AT_ONCE,
  })
  for (const { id } of over)
    await inTransaction(async (tx) => {
      const at = now()
      const offer = await lockOffer(tx, id)
      if (!offer) return
      const decision = decideOffer(factsOf(offer), 'expire', 'system', { today: londonDay(at) })
      if (!decision.ok) return
      await write(tx, id, decision.state, { at, doer: { role: 'system' } })
      await recordEvent(tx, { role: 'system' }, 'supportOffer.expired', { candidateId: offer.candidateId, subjectId: id })
    })
}
