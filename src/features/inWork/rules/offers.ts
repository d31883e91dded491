export const offerStates = ['made', 'taken', 'declined', 'expired', 'withdrawn'] as const
export type OfferState = (typeof offerStates)[number]
export const offerEvents = ['take', 'decline', 'reconsider', 'expire', 'withdraw'] as const
export type OfferEvent = (typeof offerEvents)[number]
export const offerSides = ['candidate', 'team', 'system'] as const
export type OfferSide = (typeof offerSides)[number]

/** What can be offered while something waits. Each is a kind of support of its own; a buddy who is there already stays in touch. */
export const offerWhats = ['coaching', 'mentoring', 'buddy', 'adjustments', 'barrier'] as const
export type OfferWhat = (typeof offerWhats)[number]

/**
 * Who may send which event in which state. What was taken stays taken, and the rest of it can be taken until the last day. The
 * function support_offer_step of the database knows the same steps.
 */
const by: Record<OfferState, Partial<Record<OfferEvent, readonly OfferSide[]>>> = {
  made: { take: ['candidate'], decline: ['candidate'], expire: ['system'], withdraw: ['team', 'system'] },
  taken: { take: ['candidate'] },
  declined: { reconsider: ['candidate'] },
  expired: {},
  withdrawn: {},
}

const next: Record<OfferEvent, OfferState> = {
  take: 'taken',
  decline: 'declined',
  reconsider: 'made',
  expire: 'expired',
  withdraw: 'withdrawn',
}

/** An offer as it stands; `untilOn` is the London day from which it is no longer open, as 2027-01-14. */
export type OfferFacts = { state: OfferState; untilOn: string; whats: readonly string[]; taken: readonly string[] }
export type OfferRefusal = 'notTheirs' | 'settled' | 'over' | 'notYet' | 'notOffered' | 'alreadyTaken'
export type OfferDecision = { ok: true; state: OfferState } | { ok: false; reason: OfferRefusal }

const isEver = (event: OfferEvent, side: OfferSide) => offerStates.some((state) => by[state][event]?.includes(side))

/** What an event makes of an offer when this side sends it on this day. Taking names what is taken. */
export function decideOffer(
  facts: OfferFacts,
  event: OfferEvent,
  side: OfferSide,
  { today, what }: { today: string; what?: string | undefined },
): OfferDecision {
  if (!isEver(event, side)) return { ok: false, reason: 'notTheirs' }
  if (!by[facts.state][event]?.includes(side)) return { ok: false, reason: 'settled' }
  const reason = refusedByDay(facts, event, today) ?? (event === 'take' ? refusedByWhat(facts, what) : undefined)
  return reason === undefined ? { ok: true, state: next[event] } : { ok: false, reason }
}

function refusedByDay({ untilOn }: OfferFacts, event: OfferEvent, today: string): OfferRefusal | undefined {
  const over = untilOn <= today
  if (event === 'withdraw' || over === (event === 'expire')) return undefined
  return over ? 'over' : 'notYet'
}

function refusedByWhat({ whats, taken }: OfferFacts, what: string | undefined): OfferRefusal | undefined {
  if (what === undefined || !whats.includes(what)) return 'notOffered'
  return taken.includes(what) ? 'alreadyTaken' : undefined
}

/** Is it open to be answered on this day, or still being used? */
export const isOpen = ({ state, untilOn }: Pick<OfferFacts, 'state' | 'untilOn'>, today: string): boolean =>
  untilOn > today && (state === 'made' || state === 'taken')

export type OfferCause = 'stage' | 'year' | 'leaving'
export const causeOf = ({ recordId, deferralId }: { recordId: string | null; deferralId: string | null }): OfferCause =>
  recordId === null ? (deferralId === null ? 'leaving' : 'year') : 'stage'

type Tag = { text: string; colour: string }
export const offerStateWords: Record<OfferState, Tag> = {
  made: { text: 'Open', colour: 'orange' },
  taken: { text: 'Taken', colour: 'green' },
  declined: { text: 'Not wanted', colour: 'grey' },
  expired: { text: 'Ran out', colour: 'grey' },
  withdrawn: { text: 'Taken back', colour: 'grey' },
}

export const causeWords: Record<OfferCause, string> = {
  stage: 'A stage is put off',
  year: 'The first year rests',
  leaving: 'They leave, and may be asked',
}

/** What each thing is, and what pressing its button does. */
export const whatWords: Record<OfferWhat, { name: string; text: string; press: string }> = {
  coaching: {
    name: 'Coaching',
    text: 'A few talks with somebody who asks good questions, about what you want to do with this time.',
    press: 'Ask for a coach',
  },
  mentoring: {
    name: 'Mentoring',
    text: 'Somebody further along the road, who goes a part of it with you.',
    press: 'Ask for a mentor',
  },
  buddy: {
    name: 'A buddy who keeps in touch',
    text: 'A word now and then while things wait. If you have a buddy, they hear that you would like that. If not, we look for one.',
    press: 'Keep in touch',
  },
  adjustments: {
    name: 'Adjustments',
    text: 'Arrange now what you need when it goes on, so that it is there on the day. You say what helps, never why.',
    press: 'Plan adjustments',
  },
  barrier: {
    name: 'Something in the way',
    text: 'Childcare, travel, money, a certificate from abroad: somebody takes it up with you.',
    press: 'Ask somebody to take it up',
  },
}
