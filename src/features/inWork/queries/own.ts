import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { causeOf, decideOffer, isOpen, type OfferEvent, type OfferState } from '../rules/offers.ts'
import { wishEventsFor, type WishKind, type WishState } from '../rules/progress.ts'
import type { ReasonKind } from '../rules/reasons.ts'
import { dayOf, findStanding, today } from './standing.ts'

const offerParts = { takes: { orderBy: { takenAt: 'asc' } }, record: { select: { route: true, stage: true } } } as const

/** One's own offer, with what can be done about it now; undefined where it is another's. */
export async function findOwnOffer({ candidateId }: Candidate, id: string) {
  const offer = await db.supportOffer.findFirst({ where: { id, candidateId }, include: offerParts })
  if (!offer) return undefined
  const state = offer.state as OfferState
  const facts = { state, untilOn: dayOf(offer.untilOn), whats: offer.whats, taken: offer.takes.map(({ what }) => what) }
  const on = londonDay(now())
  const can = (event: OfferEvent, what?: string) => decideOffer(facts, event, 'candidate', { today: on, what }).ok
  return {
    ...{ ...offer, state, cause: causeOf(offer), open: isOpen(facts, on) },
    left: offer.whats.filter((what) => can('take', what)),
    can: { decline: can('decline'), reconsider: can('reconsider') },
  }
}

/** The offer that waits for an answer, or of which something can still be taken. */
export const findOpenOffer = (candidateId: string) =>
  db.supportOffer.findFirst({
    where: { candidateId, state: { in: ['made', 'taken'] }, untilOn: { gt: today() } },
    orderBy: [{ state: 'asc' }, { madeAt: 'desc' }],
    include: { takes: true },
  })

/** What somebody said of why they leave or defer, as it stands. */
export const findOwnReason = ({ candidateId }: Candidate, kind: ReasonKind) =>
  db.workReason.findFirst({ where: { candidateId, kind, source: 'candidate', endedAt: null } })

/** May they say so here? Whoever is in work, and whoever waits for a stage that is put off. */
export async function mayTell({ candidateId }: Candidate): Promise<boolean> {
  if (await findStanding(candidateId)) return true
  return (
    (await db.supportOffer.count({ where: { candidateId, recordId: { not: null }, state: { in: ['made', 'taken', 'declined'] } } })) > 0
  )
}

const live = ['requested', 'accepted', 'underway', 'paused']

/** What the one place for support in work shows beside what other features tell of theirs. */
export async function findOwnWork({ candidateId }: Candidate) {
  const [standing, offer, coaching, reasons] = await Promise.all([
    findStanding(candidateId),
    findOpenOffer(candidateId),
    db.supportRequest.findFirst({ where: { candidateId, kind: 'coaching', state: { in: live } } }),
    db.workReason.findMany({ where: { candidateId, source: 'candidate', endedAt: null } }),
  ])
  return { standing, offer, coaching, said: reasons.map(({ kind }) => kind) }
}

/** What the first page of a candidate shows of it; undefined where there is nothing to show. */
export async function findOwnWorkPrompt({ candidateId }: Candidate) {
  const [standing, offer] = await Promise.all([findStanding(candidateId), findOpenOffer(candidateId)])
  const open = offer?.state === 'made' ? offer : undefined
  return standing || open ? { inWork: standing !== undefined, progressOpen: standing?.progressOpen === true, offer: open } : undefined
}

/** One's wishes for the time after the first year, those that live first. */
export async function listOwnWishes({ candidateId }: Candidate) {
  const wishes = await db.progressWish.findMany({ where: { candidateId }, orderBy: [{ wantedAt: 'desc' }, { id: 'desc' }] })
  const rank = ['arranged', 'wanted', 'done', 'withdrawn']
  const liveKinds = wishes.filter(({ state }) => state === 'wanted' || state === 'arranged').map(({ kind }) => kind)
  return wishes
    .map((wish) => ({ ...wish, state: wish.state as WishState, kind: wish.kind as WishKind }))
    .map((wish) => ({
      ...wish,
      can: wishEventsFor(wish.state, 'candidate').filter(
        (event) => !['reopen', 'wantAgain'].includes(event) || !liveKinds.includes(wish.kind),
      ),
    }))
    .sort((a, b) => rank.indexOf(a.state) - rank.indexOf(b.state))
}
