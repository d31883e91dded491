import type { CheckKind, GapWhy } from './kinds.ts'

export const kindNames: Record<CheckKind, string> = {
  age: '18 or over',
  eligibility: 'Nothing that stands against a visit',
  confidentiality: 'Promise to keep things to yourself',
  emergencyContact: 'Somebody to call',
  accessNeeds: 'What you need on the day',
  recordCheck: 'Record check',
  briefing: 'Briefing',
  insurance: 'Insurance',
  riskAssessment: 'Risk assessment',
}

/** The same, as the team and the host read them. */
export const kindTitles: Record<CheckKind, string> = {
  ...kindNames,
  age: 'Age: 18 or over',
  eligibility: 'Eligibility declaration',
  confidentiality: 'Confidentiality',
  emergencyContact: 'Emergency contact',
  accessNeeds: 'Access needs',
}

/** What each is for, for the person whose visit it is. */
export const kindHelp: Record<CheckKind, string> = {
  age: 'This department goes out on patrol, so visitors have to be 18.',
  eligibility: 'Three sentences to read and sign.',
  confidentiality: 'You will see other people’s hard days. Read and sign.',
  emergencyContact: 'A name and a number, for the day only. Deleted a week after.',
  accessNeeds: 'Steps, breaks, prayer, hearing, anything. Or nothing.',
  recordCheck: 'The team asks for it. Only the answer is kept, and not for long.',
  briefing: 'The team talks you through the day beforehand.',
  insurance: 'The team makes sure that you are covered.',
  riskAssessment: 'Your host writes down what could go wrong and what they do about it. Somebody else approves it.',
}

export const whyWords: Record<GapWhy, string> = {
  missing: 'To do',
  revoked: 'To do again',
  refused: 'Needs a talk',
  waiting: 'Under way',
  expired: 'Has run out',
  expiring: 'Runs out before the day',
  notYet: 'Does not hold yet on the day',
}

export const resultWords: Record<string, string> = {
  adult: '18 or over on the day',
  under: 'Under 18 on the day',
  declared: 'Signed',
  cannot: 'Cannot sign it, and would like to talk',
  promised: 'Promised',
  none: 'Nothing needed',
  asked: 'Asked for something',
  proposed: 'The team has answered',
  agreed: 'Agreed',
  clear: 'Clear',
  notClear: 'Not clear',
  dateOnly: 'Made, date only',
  removed: 'Deleted when its time was over',
  covered: 'Covered',
  notCovered: 'Not covered',
  written: 'Written',
}
/** `given` is of two kinds. */
export const resultOf = (kind: CheckKind, result: string): string =>
  kind === 'briefing' ? 'Briefed' : kind === 'emergencyContact' ? 'Given' : (resultWords[result] ?? result)

export const residualWords = { low: 'Low', medium: 'Medium', high: 'High' } as const
export type Residual = keyof typeof residualWords
export const residuals = Object.keys(residualWords) as [Residual, ...Residual[]]

export const revokeReasons = {
  notSo: 'It is no longer so',
  mistake: 'It was recorded by mistake',
  changed: 'They told us that something has changed',
} as const
export type RevokeReason = keyof typeof revokeReasons

export const hows = { call: 'On the phone', inPerson: 'In person' } as const
export type How = keyof typeof hows

/** Starting points for a risk assessment that nobody has written before. */
export const firstHazards: { hazard: string; control: string; residual: Residual }[] = [
  {
    hazard: 'Being in an unfamiliar building: slips, fire alarm',
    control: 'Walk through the exits at the start. The visitor is never alone.',
    residual: 'low',
  },
  {
    hazard: 'Seeing or hearing something upsetting',
    control: 'Say beforehand what may come up. They may step out at any moment; talk it over before they leave.',
    residual: 'low',
  },
]

export type ChecksRefusal = 'notNow' | 'nothing' | 'notYours' | 'author' | 'high' | 'self' | 'settled' | 'runsOut'
export const refusals: Record<ChecksRefusal, string> = {
  notNow: 'This visit does not wait for checks now. Look at where it stands',
  nothing: 'There is nothing of this kind that holds',
  notYours: 'Somebody else has to do this',
  author: 'Whoever wrote it cannot approve it. Ask a colleague',
  high: 'A risk that stays high cannot be approved. Ask the host for another way to do it',
  self: 'Nobody checks themselves. Ask a colleague',
  settled: 'This has been settled already. Look at where it stands now',
  runsOut: 'It ran out already. Look at the day you wrote',
}
