/** What can be said of a job: the question of whoever looks for one, in a word. */
export const claimKinds = {
  flexibleHours: { title: 'Flexible hours', about: 'Begin earlier or later, within what the work allows.' },
  partTime: { title: 'Part time', about: 'Fewer hours or days than full time.' },
  jobShare: { title: 'Job share', about: 'Two people share one post.' },
  compressedHours: { title: 'Compressed hours', about: 'Full hours on fewer days.' },
  fixedShifts: { title: 'Fixed shifts', about: 'A pattern that does not rotate, or no nights.' },
  homeWorking: { title: 'Home working', about: 'Some or all of the week from home.' },
  accessibleSite: { title: 'Accessible site', about: 'Step-free ways in, lifts, toilets, parking.' },
  equipment: { title: 'Equipment', about: 'Desks, screens, software, kit that fits.' },
  quietSpace: { title: 'Quiet space', about: 'Somewhere with less noise and light.' },
  faithRoom: { title: 'Faith room', about: 'A room for prayer or reflection, and time for it.' },
  phasedStart: { title: 'Phased start', about: 'Hours that grow over the first weeks.' },
} as const
export type ClaimKind = keyof typeof claimKinds
export const claimKindIds = Object.keys(claimKinds) as [ClaimKind, ...ClaimKind[]]
export const kindTitle = (kind: string): string => claimKinds[kind as ClaimKind].title

export const jobFamilies = { officer: 'Police officer', staff: 'Police staff, PCSO and volunteer' } as const
export type JobFamily = keyof typeof jobFamilies
export const jobFamilyIds = Object.keys(jobFamilies) as [JobFamily, ...JobFamily[]]

export const jobStateWords = {
  draft: { text: 'Draft', colour: 'grey' },
  published: { text: 'Published', colour: 'green' },
  retired: { text: 'Retired', colour: 'grey' },
} as const

export const claimStateWords = {
  draft: { text: 'To be checked', colour: 'grey' },
  checked: { text: 'Checked', colour: 'green' },
  due: { text: 'Being checked again', colour: 'orange' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
} as const

export const answerWords = { stillTrue: 'Still true', changed: 'It has changed', noLonger: 'It is no longer so' } as const
export type OwnerAnswer = keyof typeof answerWords
export const ownerAnswers = Object.keys(answerWords) as [OwnerAnswer, ...OwnerAnswer[]]

export const questionKinds = { question: 'Question', suggestion: 'Suggestion' } as const
export type QuestionKind = keyof typeof questionKinds
export const questionKindIds = Object.keys(questionKinds) as [QuestionKind, ...QuestionKind[]]

/** How a question stands, for the team and for whoever asked it. */
export const questionStateWords = {
  asked: { text: 'With the owner', own: 'On its way', colour: 'blue' },
  takenOver: { text: 'With the team', own: 'On its way', colour: 'purple' },
  answered: { text: 'Answered', own: 'Answered', colour: 'green' },
  withdrawn: { text: 'Taken back', own: 'Taken back', colour: 'grey' },
} as const
