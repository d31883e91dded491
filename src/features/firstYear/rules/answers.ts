/** Who may read one answer. The person always does; recruiters and supervisors have no way in. */
export const audiences = {
  me: 'Only me',
  buddy: 'My buddy',
  team: 'The positive action team',
  both: 'My buddy and the team',
} as const
export type Audience = keyof typeof audiences
export type Reader = 'buddy' | 'team'

/** What a check-in asks. Those without choices are answered in words. */
export const questions = {
  going: {
    text: 'How is it going?',
    choices: { veryWell: 'Very well', well: 'Well', mixed: 'Mixed', badly: 'Not well', veryBadly: 'Badly' },
  },
  well: { text: 'What goes well?', choices: undefined },
  hard: { text: 'What is hard just now?', choices: undefined },
  adjustments: {
    text: 'Are the adjustments that you need in place?',
    choices: { inPlace: 'Yes, all of them', partly: 'Some of them', missing: 'No', none: 'I need none' },
  },
  supervisor: {
    text: 'Has your supervisor changed since we last asked?',
    choices: { same: 'No', changed: 'Yes', noneYet: 'I have none yet' },
  },
} as const
export type Question = keyof typeof questions
export const questionNames = Object.keys(questions) as Question[]

export type Answer = { question: Question; value: string; audience: Audience }

export const mayRead = (reader: Reader, audience: string): boolean => audience === reader || audience === 'both'

/** An answer in words. */
export function answerWords(question: string, value: string): string {
  const asked = (questions as Record<string, { choices: Record<string, string> | undefined } | undefined>)[question]
  return asked?.choices?.[value] ?? value
}

export const helpAbout = {
  talk: 'I would like to talk to somebody',
  adjustment: 'An adjustment that I need is not in place',
  supervisor: 'My supervisor has changed',
} as const
export type HelpAbout = keyof typeof helpAbout
