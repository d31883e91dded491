/** What somebody may say of themselves and one other person, in the words of the page that asks. */
export const relations = {
  lineManagement: 'One of us manages the other at work',
  family: 'We are family',
  household: 'We live in the same home',
  relationship: 'We are, or were, a couple',
  closeFriend: 'We are close friends',
  sameTeam: 'We train in the same team',
  block: 'I would rather not say',
} as const
export type Relation = keyof typeof relations

/** A part in deciding who gets a job. */
export const duties = {
  sift: 'Sifting applications',
  assessment: 'Assessing candidates',
  interview: 'Interviewing candidates',
  vetting: 'Vetting',
  occupationalHealth: 'Occupational health',
  professionalStandards: 'Professional standards',
} as const
export type Duty = keyof typeof duties
/** One serves in professional standards for everybody, never for one route or person. */
export type NarrowDuty = Exclude<Duty, 'professionalStandards'>

export const standings = { investigation: 'Under investigation', restricted: 'On restricted duties' } as const
export type Standing = keyof typeof standings

/** What forbids a pair, in words for the team: every reason that the function `exclusions` of the database can name. */
export const reasonWords = {
  samePerson: 'They are the same person',
  notApproved: 'The supporter is not approved',
  supporterLeft: 'The supporter has left',
  suspended: 'The supporter is suspended',
  trainingLapsed: 'The supporter’s training has lapsed',
  candidateLeft: 'The candidate has left',
  underage: 'Under 18, or has not said: safeguards are not recorded',
  lineManagement: 'One manages the other, or did within 12 months',
  family: 'They are family',
  household: 'They live in the same home',
  relationship: 'They are, or were, a couple',
  closeFriend: 'They are close friends',
  sameTeam: 'They train in the same team',
  block: 'One of them would rather not',
  sift: 'The supporter sifts applications',
  assessment: 'The supporter assesses candidates',
  interview: 'The supporter interviews candidates',
  vetting: 'The supporter works in vetting',
  occupationalHealth: 'The supporter works in occupational health',
  professionalStandards: 'The supporter serves in professional standards',
  investigation: 'The supporter is under investigation',
  restricted: 'The supporter is on restricted duties',
  earlierConcern: 'An earlier pair of the two ended with a concern',
} as const
export type ExclusionReason = keyof typeof reasonWords

export const KEPT_PRIVATE = 'A reason that is kept private'

/** A reason as lists and explanations name it: one that is private is never named. */
export const shownReason = (reason: string, isPrivate: boolean): string =>
  isPrivate || !(reason in reasonWords) ? KEPT_PRIVATE : reasonWords[reason as ExclusionReason]
