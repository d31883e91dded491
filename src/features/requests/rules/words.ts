import { MISTAKE, type RequestEvent, type RequestState } from './requests.ts'

/** Why somebody no longer wants a support: chosen from a list, never proved. */
export const withdrawReasons = {
  notNow: 'It is not the right time',
  otherHelp: 'I have found help elsewhere',
  notForMe: 'It is not what I hoped for',
  notApplying: 'I am no longer thinking of applying',
  other: 'Something else, or I would rather not say',
} as const
export type WithdrawReason = keyof typeof withdrawReasons

/** How the team writes down that somebody told them so, or stopped coming. */
export const notedReasons = {
  toldNotNow: 'They said that it is not the right time',
  toldOtherHelp: 'They said that they have help elsewhere',
  toldNotForMe: 'They said that it is not what they hoped for',
  toldNotApplying: 'They said that they are no longer thinking of applying',
  stopped: 'They stopped coming, and we could not reach them',
} as const
export type NotedReason = keyof typeof notedReasons

const notedToPerson: Record<NotedReason, string> = {
  toldNotNow: 'You told us that it is not the right time',
  toldOtherHelp: 'You told us that you have help elsewhere',
  toldNotForMe: 'You told us that it is not what you hoped for',
  toldNotApplying: 'You told us that you are no longer thinking of applying',
  stopped: 'We had not seen you for a while, and could not reach you',
}

/** Why the team does not offer a support, in words that the person reads. With `other` the team writes its own. */
export const notOfferedReasons = {
  notRunning: 'We are not running it at the moment',
  noCapacity: 'Nobody is free to give it in the months ahead',
  notYet: 'It comes at a later stage, and you can ask again then',
  notFor: 'It is meant for a different route, and would not help with yours',
  otherSupport: 'Together we chose another kind of support',
  couldNotReach: 'We wrote and rang, and could not reach you',
  other: 'Another reason',
} as const
export type NotOfferedReason = keyof typeof notOfferedReasons

const known: Record<string, string> = { ...withdrawReasons, ...notOfferedReasons, [MISTAKE]: 'The step before was a mistake' }

/** A reason as the person reads it: one chosen from a list, or one that the team wrote for them. */
export function reasonWords(reason: string | null): string | undefined {
  if (reason === null || reason === 'erased') return undefined
  return (notedToPerson as Record<string, string>)[reason] ?? known[reason] ?? reason
}

/** A reason as the team reads it. */
export const reasonForTeam = (reason: string | null): string | undefined =>
  (notedReasons as Record<string, string>)[reason ?? ''] ?? reasonWords(reason)

type Told = { tag: string; colour: string; text: string; told: string }

/** A request's state in the words of the person who asked. */
export const requestWords: Record<RequestState, Told> = {
  requested: {
    tag: 'We are looking',
    colour: 'grey',
    text: 'Someone from the team reads what you asked for and answers you.',
    told: 'You asked for this',
  },
  accepted: {
    tag: 'We said yes',
    colour: 'blue',
    text: 'The team is arranging it and will be in touch about when and where.',
    told: 'The team said yes',
  },
  underway: { tag: 'Under way', colour: 'green', text: 'This support has begun.', told: 'It began' },
  paused: { tag: 'Paused', colour: 'grey', text: 'It is on hold. You can ask to carry on at any time.', told: 'It was put on hold' },
  completed: { tag: 'Finished', colour: 'grey', text: 'You finished this. You can ask for it again.', told: 'It was finished' },
  notOffered: {
    tag: 'Not offered',
    colour: 'grey',
    text: 'We could not offer this. You can ask again at any time.',
    told: 'The team could not offer it',
  },
  withdrawn: {
    tag: 'You stopped it',
    colour: 'grey',
    text: 'You no longer wanted this. You can ask again at any time.',
    told: 'You no longer wanted it',
  },
}

/** A request's state in the words of the team. */
export const teamWords: Record<RequestState, { text: string; colour: string }> = {
  requested: { text: 'Requested', colour: 'orange' },
  accepted: { text: 'Accepted', colour: 'blue' },
  underway: { text: 'Under way', colour: 'green' },
  paused: { text: 'Paused', colour: 'grey' },
  completed: { text: 'Completed', colour: 'grey' },
  notOffered: { text: 'Not offered', colour: 'grey' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
}

/** What the team does with a request, as its buttons say. */
export const eventWords: Record<Exclude<RequestEvent, 'withdraw' | 'askToResume'>, string> = {
  accept: 'Accept',
  begin: 'It has begun',
  pause: 'Pause',
  resume: 'Carry on',
  complete: 'Completed',
  notOffer: 'Do not offer',
  noteWithdrawal: 'They no longer want it',
}

/** What moved a request where the portal did. `what` is the name of the workshop or group, where it is still there. */
export function causeWords(cause: string | null, what: string | undefined): string | undefined {
  const words: Record<string, string> = {
    'place.booked': 'by a place booked at',
    'place.walkedIn': 'by coming to',
    'membership.joined': 'by joining',
    'membership.completed': 'by completing',
    'pairing.active': 'by the beginning of',
    'pairing.ended': 'by the end of',
  }
  const whole: Record<string, string> = {
    ...{ 'firstYear.begun': 'by starting the job', 'firstYear.finished': 'by completing the first year' },
    ...{ 'placement.accepted': 'by a visit agreed on', 'placement.debriefed': 'by looking back on a visit' },
    'oneToOne.booked': 'by booking a one-to-one',
    ...{ 'progress.arranged': 'by what was arranged after the first year', 'progress.done': 'by completing what was arranged' },
    'adjustment.answered': 'by an adjustment answered',
    'network.joined': 'by finding a network, which they let us know',
    ...{ 'barrier.takenUp': 'by what is in the way being taken up', 'barrier.closed': 'by what was in the way being closed' },
  }
  if (cause !== null && whole[cause] !== undefined) return whole[cause]
  const told = cause === null ? undefined : words[cause]
  return told === undefined ? undefined : `${told} ${what ?? 'something that is no longer there'}`
}

type Step = { fromState: string | null; toState: string; reason: string | null }

/** One step of a request in plain words. */
export function tellRequest({ fromState, toState, reason }: Step): string {
  if (reason === MISTAKE) return 'We put the last step back: it was a mistake'
  if (fromState === 'paused' && toState === 'underway') return 'It went on again'
  if (fromState === 'paused' && toState === 'paused') return 'It stays on hold'
  return (requestWords as Record<string, Told | undefined>)[toState]?.told ?? toState
}

/** The same for the team. */
export function tellTeam({ fromState, toState, reason }: Step): string {
  const to = (teamWords as Record<string, { text: string } | undefined>)[toState]?.text ?? toState
  if (reason === MISTAKE) return `Put back to ${to.toLowerCase()}`
  if (fromState === 'paused' && toState === 'underway') return 'Carried on'
  return fromState === 'paused' && toState === 'paused' ? 'Still paused' : to
}

/** What the person is told of somebody of the team. */
export const firstName = (name: string | undefined): string | undefined => name?.trim().split(/\s+/)[0]
