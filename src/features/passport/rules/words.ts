import type { About, Answer, Outcome, ShareRefusal, UseRefusal, UseState } from './uses.ts'

type Tag = { text: string; colour: string }
export const stateWords: Record<UseState, Tag> = {
  asked: { text: 'Waiting for an answer', colour: 'orange' },
  answered: { text: 'Answered', colour: 'blue' },
  provided: { text: 'Provided', colour: 'green' },
  notProvided: { text: 'Not provided', colour: 'red' },
  told: { text: 'Looked back on', colour: 'grey' },
  revoked: { text: 'Taken back', colour: 'grey' },
}
export const answerWords: Record<Answer, string> = {
  agreed: 'Yes, all of it',
  partly: 'Some of it',
  notPossible: 'Not possible as asked',
}
export const outcomeWords: Record<Outcome, string> = { worked: 'It worked', partly: 'It worked in part', didNot: 'It did not work' }
export const aboutWords: Record<About, string> = {
  stage: 'A recruitment stage',
  workshop: 'A workshop',
  placement: 'A visit',
  oneToOne: 'A one-to-one',
  inWork: 'The job itself',
}
/** Who it is that provides, as a candidate reads it. */
export const providerWords: Record<About, string> = {
  stage: 'whoever arranges adjustments in recruitment',
  workshop: 'the positive action team',
  placement: 'the person who hosts you, and the positive action team',
  oneToOne: 'your coach',
  inWork: 'whoever arranges adjustments at work',
}
export const viewerWords: Record<string, string> = {
  supporter: 'Your coach or host',
  team: 'The positive action team',
  contact: 'Whoever arranges adjustments',
}

export const shareWording = { version: '1' } as const
/** The words under which needs are shared. They are kept with each sharing. */
export const wordingOf = (about: About): string =>
  `I share the needs I ticked with ${providerWords[about]}, for this alone. Nobody else reads them. The positive action team sees that I asked and whether I was answered. I can take it back at any moment, and then nobody sees it any more. No recruiter who looks at my support history ever sees any of it.`

export const useRefusals: Record<UseRefusal, string> = {
  notTheirs: 'This is not yours to do',
  over: 'This has changed since you opened the page. Look at where it stands now',
  notYet: 'You can say so once it has been',
  notPossible: 'You said that it is not possible. Change the answer first',
}
export const shareRefusals: Record<ShareRefusal, string> = {
  noNeeds: 'Tick at least one need to share',
  gone: 'Choose what it is for. What you chose is over, or is not yours any more',
  there: 'You are sharing for this already. Take that back first, then share again',
}
