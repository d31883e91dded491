import type { PairingRefusal } from './refusals.ts'
import type { EndReason, PairingEvent, PairingKind, PairingState, PauseReason } from './pairings.ts'

/** How a page names each kind, to the candidate and to the supporter. */
export const kindWords: Record<PairingKind, { name: string; a: string; your: string; beOne: string; what: string }> = {
  buddy: {
    ...{ name: 'Buddy', a: 'a buddy', your: 'your buddy', beOne: 'be somebody’s buddy' },
    what: 'A buddy listens, answers questions from experience and keeps somebody going, about once every two or three weeks.',
  },
  mentoring: {
    ...{ name: 'Mentoring', a: 'a mentor', your: 'your mentor', beOne: 'mentor somebody' },
    what: 'A mentor works with somebody on up to three goals, over 4 to 24 weeks, with a plan that both agree.',
  },
  coaching: {
    ...{ name: 'Coaching', a: 'a coach', your: 'your coach', beOne: 'coach somebody' },
    what: 'A coach helps somebody to find their own answers, over 4 to 24 weeks, with a plan that both agree.',
  },
  roleModel: {
    ...{ name: 'Role model', a: 'a role model', your: 'your role model', beOne: 'have one conversation with somebody' },
    what: 'One conversation, about how you came to the job and what it is like.',
  },
}

/** Where a pairing stands, for the team. */
export const stateWords: Record<PairingState, { text: string; colour: string }> = {
  draft: { text: 'Draft', colour: 'grey' },
  proposedToSupporter: { text: 'Supporter asked', colour: 'blue' },
  proposedToCandidate: { text: 'Candidate asked', colour: 'blue' },
  active: { text: 'Active', colour: 'green' },
  paused: { text: 'Paused', colour: 'orange' },
  ended: { text: 'Ended', colour: 'grey' },
  supporterDeclined: { text: 'Supporter said no', colour: 'grey' },
  candidateDeclined: { text: 'Candidate said no', colour: 'grey' },
  expired: { text: 'Ran out', colour: 'grey' },
  withdrawn: { text: 'Taken back', colour: 'grey' },
}

/** The same for the two people themselves; nothing says why the other side did what it did. */
export const ownStateWords: Record<PairingState, { text: string; colour: string }> = {
  ...stateWords,
  proposedToSupporter: { text: 'Asked', colour: 'blue' },
  proposedToCandidate: { text: 'Waits for an answer', colour: 'blue' },
  supporterDeclined: { text: 'Did not begin', colour: 'grey' },
  candidateDeclined: { text: 'Did not begin', colour: 'grey' },
  withdrawn: { text: 'Did not begin', colour: 'grey' },
}

export const eventWords: Record<PairingEvent, string> = {
  ...{ propose: 'Ask the supporter', accept: 'They said yes', decline: 'They said no', expire: 'Ran out' },
  ...{ withdraw: 'Take it back', pause: 'Pause', resume: 'Carry on', end: 'End' },
}

export const supporterReasons = {
  noTime: 'I have no time just now',
  notMyKnowledge: 'Somebody else could help them better with this',
  mayKnow: 'I think I may know them',
  unwell: 'Something in my own life comes first',
  other: 'Another reason',
} as const
export type SupporterReason = keyof typeof supporterReasons

export const candidateReasons = {
  notNow: 'Not just now',
  somebodyElse: 'I hoped for somebody with another background',
  times: 'The times or the way to meet do not suit me',
  mayKnow: 'I think I may know them',
  other: 'I would rather not say',
} as const
export type CandidateReason = keyof typeof candidateReasons

export const withdrawReasons = {
  better: 'Somebody fits better',
  mistake: 'It was a mistake',
  askedUs: 'One of them asked us to',
  changed: 'They can no longer do it',
  other: 'Another reason',
} as const
export type WithdrawReason = keyof typeof withdrawReasons

export const endWords: Record<EndReason, string> = {
  completed: 'It did what it was for',
  conversationHeld: 'The conversation took place',
  twelveMonths: 'The first year is complete',
  handedOver: 'Handed over to somebody else',
  askedByCandidate: 'The candidate asked for it',
  askedBySupporter: 'The supporter asked for it',
  byTeam: 'The team decided it',
  silent: 'Neither was in touch',
  concern: 'After a concern',
  personLeft: 'One of them left',
}

/** What the team may choose when it ends one. A concern is ended from its own page. */
export const teamEndReasons = ['completed', 'conversationHeld', 'askedByCandidate', 'askedBySupporter', 'silent', 'byTeam'] as const

export const pausedWords: Record<PauseReason, string> = {
  candidate: 'The candidate asked for a pause',
  supporter: 'The supporter asked for a pause',
  team: 'The team paused it',
  excluded: 'Something was declared that keeps these two apart',
  suspended: 'The supporter is suspended',
}

const reasonWords: Record<string, string> = {
  ...{ ...supporterReasons, ...candidateReasons, ...withdrawReasons, ...endWords, ...pausedWords },
  proposedToSupporter: 'The supporter did not answer in time',
  proposedToCandidate: 'The candidate did not answer in time',
}
/** The reason of a step as the team reads it. */
export const reasonForTeam = (reason: string | null): string | undefined => (reason === null ? undefined : reasonWords[reason])

/** What a person reads when something could not be done. */
export const refusals: Record<PairingRefusal, string> = {
  notTheirs: 'This is not yours to do',
  notNow: 'This has moved on since you opened the page. Look at where it stands now',
  over: 'This is over already',
  ranOut: 'The time for an answer has run out',
  pausedByOther: 'Somebody else paused this. The team helps you to carry on: send them a message',
  excluded: 'This is no longer possible',
  hasBuddy: 'There is a buddy already. One at a time: that one has to end first',
}

export const proposalRefusals = {
  unknownPerson: 'One of them is no longer here',
  excluded: 'These two may not be paired',
  notOffered: 'This supporter does not offer that',
  away: 'This supporter is away just now',
  together: 'These two are paired, or have been asked, already',
  hasBuddy: 'This candidate has a buddy already. One at a time: that one has to end first',
  full: 'This supporter has as many as they can take. To ask them all the same, say why',
} as const

/** The name by which a pair calls each other: the first word of what somebody is called. */
export const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
