/** What a supporter can be to somebody: the kinds of pairing. */
export const kindNames = {
  buddy: 'Buddy',
  mentoring: 'Mentor',
  coaching: 'Coach',
  roleModel: 'Role model',
} as const

export const pairingKinds = ['buddy', 'mentoring', 'coaching', 'roleModel'] as const satisfies readonly (keyof typeof kindNames)[]

export const kindHints: Record<keyof typeof kindNames, string> = {
  buddy: 'Beside one person from the application on, perhaps into the first year',
  mentoring: 'Goals, a plan and a few sessions over some weeks',
  coaching: 'The same, with questions rather than advice',
  roleModel: 'One conversation, when somebody asks',
}

export const supporterStates = ['volunteered', 'approved', 'declined', 'left'] as const
export type SupporterState = (typeof supporterStates)[number]

export const stateWords: Record<SupporterState, { text: string; colour: string }> = {
  volunteered: { text: 'Waiting for approval', colour: 'orange' },
  approved: { text: 'Approved', colour: 'green' },
  declined: { text: 'Declined', colour: 'grey' },
  left: { text: 'Has stopped', colour: 'grey' },
}

/** What happened to a supporter, for the team. */
export const historyWords: Record<string, string> = {
  'supporter.profileChanged': 'Changed their profile',
  'supporter.consentGiven': 'Agreed to something more',
  'supporter.consentWithdrawn': 'Took an agreement back',
  'supporter.capacitySet': 'How many, or being away, was changed',
  'supporter.approved': 'Was approved',
  'supporter.declined': 'Was declined',
  'supporter.stopped': 'Stopped',
  'supporter.offeredAgain': 'Offered again',
  'supporter.trained': 'A training was recorded',
  'supporter.trainingTakenBack': 'A training was taken back',
}
