import type { PlacementEvent, PlacementSide, PlacementState } from './placements.ts'

type Shown = { text: string; colour: string }

/** Where a placement stands, for the team. */
export const stateWords: Record<PlacementState, Shown> = {
  requested: { text: 'Asked for', colour: 'orange' },
  underConsideration: { text: 'With the host', colour: 'blue' },
  offered: { text: 'Candidate asked', colour: 'blue' },
  accepted: { text: 'Agreed, no day yet', colour: 'orange' },
  checks: { text: 'Checks', colour: 'purple' },
  confirmed: { text: 'Confirmed', colour: 'green' },
  attended: { text: 'Took place', colour: 'green' },
  notAttended: { text: 'Did not take place', colour: 'grey' },
  cancelled: { text: 'Called off', colour: 'grey' },
  debriefed: { text: 'Looked back on', colour: 'grey' },
  declined: { text: 'Not possible', colour: 'grey' },
  withdrawn: { text: 'Taken back', colour: 'grey' },
  expired: { text: 'Ran out', colour: 'grey' },
}

/** The same for the person who visits. */
export const ownStateWords: Record<PlacementState, Shown> = {
  ...stateWords,
  requested: { text: 'With the team', colour: 'blue' },
  underConsideration: { text: 'With the department', colour: 'blue' },
  offered: { text: 'Waiting for you', colour: 'orange' },
  accepted: { text: 'A day is being found', colour: 'blue' },
  checks: { text: 'Getting ready', colour: 'purple' },
  debriefed: { text: 'Done', colour: 'grey' },
  withdrawn: { text: 'You took it back', colour: 'grey' },
}

/** And for those who host. */
export const hostStateWords: Record<PlacementState, Shown> = {
  ...stateWords,
  underConsideration: { text: 'Waiting for you', colour: 'orange' },
  offered: { text: 'Waiting for their answer', colour: 'blue' },
  accepted: { text: 'They said yes: find a day', colour: 'orange' },
  checks: { text: 'Checks are being made', colour: 'purple' },
  declined: { text: 'You could not', colour: 'grey' },
  withdrawn: { text: 'No longer needed', colour: 'grey' },
}

/** What somebody would like to get out of a visit. */
export const goals = {
  theJob: 'See what the job is like from hour to hour',
  theTeam: 'Meet people who do it, and ask them things',
  aRole: 'Find out whether this role is for me',
  otherRoles: 'Get to know roles that I have not thought of',
  skills: 'See which of my skills would count',
  shifts: 'See how shifts go with the rest of a life',
  fears: 'Put a worry to the test',
  interview: 'Have something of my own to speak about later on',
} as const
export type Goal = keyof typeof goals
export const goalCodes = Object.keys(goals) as [Goal, ...Goal[]]

/** Why a department or the team cannot do it; several may hold. */
export const declineReasons = {
  noCapacity: 'No room in the time asked for',
  noDate: 'No day could be found',
  noHostPerson: 'Nobody is there to receive somebody',
  notSuitable: 'What they hope for is better seen elsewhere',
  operational: 'The work does not allow it just now',
  age: 'The work has an age limit',
  mayKnow: 'We may know each other',
  access: 'The place cannot be made to work for them',
  other: 'Another reason',
} as const
export type DeclineReason = keyof typeof declineReasons
export const declineCodes = Object.keys(declineReasons) as [DeclineReason, ...DeclineReason[]]
/** What a department may choose: whether the two may know each other is for the team alone, as every reason is. */
export const hostDeclineCodes = ['noCapacity', 'noDate', 'noHostPerson', 'notSuitable', 'operational', 'mayKnow', 'other'] as const

/** What the person reads of it: never that somebody may know them, nor anything about them. */
const toldReasons: Partial<Record<DeclineReason, string>> = {
  noCapacity: 'The department has no room in the time you asked for.',
  noDate: 'No day could be found.',
  noHostPerson: 'Nobody is there to receive visitors just now.',
  notSuitable: 'What you hope for is better seen in another department.',
  operational: 'The department’s work does not allow visits just now.',
  age: 'Visits there have an age limit.',
}
export const toldOf = (reasons: readonly string[]): string[] => reasons.flatMap((reason) => toldReasons[reason as DeclineReason] ?? [])

export const withdrawReasons = {
  times: 'The times do not suit me',
  elsewhere: 'I would rather go somewhere else',
  notNow: 'Not just now',
  unwell: 'Something in my life comes first',
  notForMe: 'I have found that this is not for me',
  other: 'I would rather not say',
} as const
export type WithdrawReason = keyof typeof withdrawReasons
export const withdrawCodes = Object.keys(withdrawReasons) as [WithdrawReason, ...WithdrawReason[]]

export const cancelReasons = {
  operational: 'The work does not allow it',
  hostUnwell: 'Whoever was to receive them cannot',
  askedUs: 'They asked us to',
  checks: 'A check cannot be made in time',
  safety: 'It would not be safe',
  mistake: 'It was a mistake',
  other: 'Another reason',
} as const
export type CancelReason = keyof typeof cancelReasons
export const cancelCodes = Object.keys(cancelReasons) as [CancelReason, ...CancelReason[]]

/** Why it did not take place, and whose reason that was. */
export const absentReasons = {
  candidateUnwell: { text: 'They were unwell', whose: 'candidate' },
  candidateTold: { text: 'They told us that they could not', whose: 'candidate' },
  travel: { text: 'They could not get there', whose: 'candidate' },
  noReason: { text: 'They did not come, and we do not know why', whose: 'candidate' },
  hostOperational: { text: 'The department’s work did not allow it', whose: 'host' },
  hostUnwell: { text: 'Whoever was to receive them could not', whose: 'host' },
  ours: { text: 'A mistake of the team', whose: 'team' },
  nobody: { text: 'Nobody’s: weather, closed roads, an alarm', whose: 'nobody' },
} as const
export type AbsentReason = keyof typeof absentReasons
export const absentCodes = Object.keys(absentReasons) as [AbsentReason, ...AbsentReason[]]
export const whoseWords = { candidate: 'Theirs', host: 'The department’s', team: 'Ours', nobody: 'Nobody’s' } as const

const systemReasons: Record<string, string> = {
  personLeft: 'They left the portal',
  requestWithdrawn: 'They no longer wanted to shadow',
  requestNotOffered: 'The team could not offer shadowing',
  joined: 'Joined with the same placement of theirs',
}

/** A reason of any step, as the team reads it. */
export function reasonForTeam(reason: string): string {
  const words: Record<string, string> = { ...declineReasons, ...withdrawReasons, ...cancelReasons, ...systemReasons }
  const absent = absentReasons[reason as AbsentReason] as (typeof absentReasons)[AbsentReason] | undefined
  return absent ? `${absent.text} (${whoseWords[absent.whose].toLowerCase()})` : (words[reason] ?? reason)
}

export const sideWords: Record<PlacementSide, string> = {
  candidate: 'The candidate',
  host: 'The host',
  team: 'The team',
  system: 'The portal',
}

export const eventWords: Record<PlacementEvent, string> = {
  ...{ pass: 'Pass it to the host', offer: 'Say yes for the host', accept: 'They said yes', askAnother: 'They need another day' },
  ...{ setDate: 'Settle the day', dropDate: 'Take the day off it', confirm: 'Confirm', recheck: 'Back to the checks' },
  ...{ attend: 'It took place', absent: 'It did not', debrief: 'Close it', decline: 'Decline', withdraw: 'They take it back' },
  ...{ cancel: 'Call it off', expire: 'Ran out' },
}

/** What is in the way of a day: kind, then why. */
const gaps: Record<string, Record<string, string>> = {
  date: { missing: 'There is no day, or it is no longer offered' },
  host: { closed: 'The department no longer hosts', missing: 'Nobody of the department receives them' },
  hostTraining: {
    missing: 'Whoever receives them is not trained',
    expired: 'The training of whoever receives them has run out',
    expiring: 'The training of whoever receives them runs out before the day',
  },
  pair: { excluded: 'Something keeps these two apart' },
}
const kindNames: Record<string, string> = {
  ...{ age: 'Age', eligibility: 'Eligibility declaration', recordCheck: 'Record check', confidentiality: 'Confidentiality' },
  ...{ briefing: 'Briefing', riskAssessment: 'Risk assessment', emergencyContact: 'Emergency contact', insurance: 'Insurance' },
  accessNeeds: 'Access needs',
}
const whyNames: Record<string, string> = {
  ...{ missing: 'still to be made', expired: 'has run out', expiring: 'runs out before the day', refused: 'needs a talk first' },
  ...{ waiting: 'waits for approval', notYet: 'does not hold yet on the day', revoked: 'was taken back' },
}
export const gapWords = ({ kind, why }: { kind: string; why: string }): string =>
  gaps[kind]?.[why] ?? `${kindNames[kind] ?? kind}: ${whyNames[why] ?? why}`

/** What a person reads when something could not be done. Nothing here tells why two people are kept apart. */
export const refusals = {
  notTheirs: 'This is not yours to do',
  notNow: 'This has moved on since you opened the page. Look at where it stands now',
  over: 'This is over already',
  ranOut: 'The time for it has run out',
  gaps: 'Something is still in the way of this day. The list says what',
  tooEarly: 'The day has not begun yet',
  tooLate: 'It can be put right for seven days. Write to the team',
  begun: 'The day has begun: say whether it took place',
  dayPast: 'Choose a day and time that are still to come',
  excluded: 'This is no longer possible with this department. The team looks for another one',
  full: 'That day has been taken meanwhile. Choose another',
  dateGone: 'That day is no longer offered. Choose another',
  otherHost: 'That day is another department’s',
  lapsed: 'The training of whoever receives visitors has to be in date on that day',
  noHost: 'Say who receives them: nobody of the department can be asked, or there are several',
  twoLive: 'You have two visits under way. Ask for another once one of them is over',
  alreadyAsked: 'You have asked this department already',
  noSuchHost: 'This department does not host just now',
} as const
