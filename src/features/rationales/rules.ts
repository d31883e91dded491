import type { Group } from '../../forces/profile.ts'

/** Why the law allows it: one of the three gates of section 158 of the Equality Act 2010. */
export const gates = ['disadvantage', 'differentNeeds', 'lowParticipation'] as const
export type Gate = (typeof gates)[number]
export const gateNames: Record<Gate, string> = {
  disadvantage: 'People of the group meet a disadvantage that goes with it',
  differentNeeds: 'People of the group have needs that others do not have',
  lowParticipation: 'People of the group take part far less than others',
}
export const gateShort: Record<Gate, string> = {
  disadvantage: 'Disadvantage',
  differentNeeds: 'Different needs',
  lowParticipation: 'Low participation',
}

export const rationaleStates = ['draft', 'submitted', 'returned', 'approved', 'superseded', 'withdrawn'] as const
export type RationaleState = (typeof rationaleStates)[number]
export const rationaleEvents = ['edit', 'submit', 'takeBack', 'approve', 'return', 'withdraw', 'renew'] as const
export type RationaleEvent = (typeof rationaleEvents)[number]

/**
 * What may happen to a version, and what it is afterwards. `renew` leaves it as it is and begins the next; a version is
 * superseded when the next one is approved, and in no other way.
 */
export const rationaleMoves: Record<RationaleState, Partial<Record<RationaleEvent, RationaleState>>> = {
  draft: { edit: 'draft', submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { takeBack: 'draft', approve: 'approved', return: 'returned', withdraw: 'withdrawn' },
  returned: { edit: 'returned', submit: 'submitted', withdraw: 'withdrawn' },
  approved: { withdraw: 'withdrawn', renew: 'approved' },
  superseded: {},
  withdrawn: { renew: 'withdrawn' },
}

export type RationaleRefusal = 'notNow' | 'leadsOnly' | 'ownWords' | 'incomplete' | 'ended' | 'newerVersion'
export type RationaleDecision = { ok: true; state: RationaleState } | { ok: false; reason: RationaleRefusal }

/** Who acts: in which role, and whether they had a part in writing this version. */
export type Hand = { role: 'coordinator' | 'lead'; wrote: boolean }
export type RationaleFacts = {
  state: RationaleState
  /** Everything that an approver has to read is written. */
  whole: boolean
  /** The last day on which it holds, as a day in London. */
  until: string
  /** No later version has been begun. */
  newest: boolean
}

const deciding: readonly RationaleEvent[] = ['approve', 'return']

/** May this hand do this to a version of a rationale, on this day in London? */
export function decideRationale(facts: RationaleFacts, event: RationaleEvent, hand: Hand, today: string): RationaleDecision {
  const state = rationaleMoves[facts.state][event]
  if (state === undefined) return { ok: false, reason: 'notNow' }
  const reason = refusalOfHand(facts, event, hand) ?? refusalOfFacts(facts, event, today)
  return reason === undefined ? { ok: true, state } : { ok: false, reason }
}

function refusalOfHand({ state }: RationaleFacts, event: RationaleEvent, { role, wrote }: Hand): RationaleRefusal | undefined {
  const forLeads = deciding.includes(event) || (event === 'withdraw' && state === 'approved')
  if (forLeads && role !== 'lead') return 'leadsOnly'
  return deciding.includes(event) && wrote ? 'ownWords' : undefined
}

function refusalOfFacts({ whole, until, newest }: RationaleFacts, event: RationaleEvent, today: string): RationaleRefusal | undefined {
  if (event === 'submit' && !whole) return 'incomplete'
  if ((event === 'submit' || event === 'approve') && until < today) return 'ended'
  return event === 'renew' && !newest ? 'newerVersion' : undefined
}

/** What this hand may do just now: the page shows these and no others. What is still unwritten is said when it is submitted. */
export const rationaleEventsFor = (facts: RationaleFacts, hand: Hand, today: string): RationaleEvent[] =>
  rationaleEvents.filter((event) => {
    const decision = decideRationale(facts, event, hand, today)
    return decision.ok || (event === 'submit' && decision.reason === 'incomplete')
  })

/** Days before its end from which an approved rationale is shown as lapsing. */
export const LAPSING_DAYS = 30

export type Standing = Exclude<RationaleState, 'approved'> | 'notYet' | 'inDate' | 'lapsing' | 'lapsed'

/** How a version stands on a day: whether an approved one is in date follows from its days and is kept nowhere. */
export function standingOf(
  { state, from, until }: { state: RationaleState; from: string; until: string },
  today: string,
  soon: string,
): Standing {
  if (state !== 'approved') return state
  if (until < today) return 'lapsed'
  if (from > today) return 'notYet'
  return until <= soon ? 'lapsing' : 'inDate'
}

export const standingWords: Record<Standing, { text: string; colour: string }> = {
  draft: { text: 'Draft', colour: 'grey' },
  submitted: { text: 'Waiting for approval', colour: 'orange' },
  returned: { text: 'Returned', colour: 'purple' },
  notYet: { text: 'Approved, not yet in date', colour: 'blue' },
  inDate: { text: 'In date', colour: 'green' },
  lapsing: { text: 'Lapses soon', colour: 'orange' },
  lapsed: { text: 'Lapsed', colour: 'red' },
  superseded: { text: 'Replaced by a newer version', colour: 'grey' },
  withdrawn: { text: 'Withdrawn', colour: 'red' },
}

export const changeWords: Record<string, string> = {
  written: 'Written',
  edited: 'Changed',
  submitted: 'Sent to be approved',
  takenBack: 'Taken back to be changed',
  returned: 'Returned',
  approved: 'Approved',
  superseded: 'Replaced by the next version',
  withdrawn: 'Withdrawn',
}

/** How far a workshop is open. */
export const opennesses = ['all', 'prioritised', 'restricted'] as const
export type Openness = (typeof opennesses)[number]

type Covering = { state: RationaleState; from: string; until: string; routes: readonly string[] }

/** Does a rationale cover a workshop of this day for these routes, on the day of asking? `rationale_holds` in the database says the same. */
export const covers = (
  { state, from, until, routes }: Covering,
  workshop: { day: string; routes: readonly string[] },
  today: string,
): boolean =>
  state === 'approved' &&
  [today, workshop.day].every((day) => from <= day && day <= until) &&
  (routes.length === 0 || (workshop.routes.length > 0 && workshop.routes.every((route) => routes.includes(route))))

const wordsOf = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `

/** Does the label that recruiters see hold the title, or a word that names the group? A recruiter may learn neither. */
export const givesAway = (label: string, title: string, group: Pick<Group, 'name' | 'labelWords'> | undefined): boolean =>
  [title, ...(group ? [group.name, ...group.labelWords] : [])].some(
    (said) => wordsOf(said).trim() !== '' && wordsOf(label).includes(wordsOf(said)),
  )
