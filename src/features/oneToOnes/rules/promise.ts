/**
 * What both promise once a campaign, kept word for word with each yes. Whoever changes a word raises the version: a promise given
 * in the words before holds until its campaign is over.
 */
export const promiseWords = {
  version: '1',
  title: 'Live assessment content stays out',
  points: [
    'I do not ask for, share or use questions, exercises or marking of an assessment or interview that is being used now.',
    'Should I have seen any of it, as a candidate, an assessor or by chance, I say nothing of it here.',
    'We practise with made-up examples. What is written in an application stays the candidate’s own work.',
    'What we say to each other stays between us and the team that runs this support. It is no part of any decision about anybody.',
  ],
} as const

export const promiseText = (): string => [promiseWords.title, ...promiseWords.points].join('\n')
