import type { BarrierKind, CaseOutcome, CaseRefusal, CaseState } from './cases.ts'
import type { Decision, Result, SystemicRefusal, SystemicState } from './systemic.ts'
import type { ToldState, Unsafe } from './told.ts'

type Shown = { text: string; colour: string }

export const kindWords: Record<BarrierKind, { name: string; hint: string; example: string }> = {
  credentialRecognition: {
    name: 'Qualifications from elsewhere',
    hint: 'A degree, certificate or licence from another country or system',
    example: 'We can find out what it counts as here, and ask those who decide to look again.',
  },
  childcare: { name: 'Childcare', hint: 'Times, cost, or nobody to look after them', example: 'Other times, online instead, costs.' },
  transport: {
    name: 'Getting there',
    hint: 'No bus, no car, too far, too early',
    example: 'Another place, a lift, a fare paid, a later start.',
  },
  caring: {
    name: 'Caring for somebody',
    hint: 'A parent, partner, child or friend who needs you',
    example: 'Times that can move, breaks, a day at short notice.',
  },
  faith: {
    name: 'Faith or belief',
    hint: 'Prayer, fasting, dress, holy days',
    example: 'Another date, a room, a uniform that fits what you believe.',
  },
  cost: { name: 'Money', hint: 'Fees, clothes, kit, time without pay', example: 'Fees waived, kit lent, funds that exist for it.' },
  digital: {
    name: 'Computer, phone or internet',
    hint: 'None, an old one, or not sure how',
    example: 'A device lent, paper instead, somebody beside you.',
  },
  other: { name: 'Something else', hint: 'Whatever it is', example: 'Tell us, and we say honestly whether we can help.' },
}
export const kindNames = Object.fromEntries(Object.entries(kindWords).map(([kind, { name }]) => [kind, name])) as Record<
  BarrierKind,
  string
>

/** Where a case stands, for the team. */
export const caseStateWords: Record<CaseState, Shown> = {
  opened: { text: 'New', colour: 'orange' },
  takenUp: { text: 'Taken up', colour: 'blue' },
  working: { text: 'Being worked on', colour: 'blue' },
  waitingOnOthers: { text: 'Waiting on others', colour: 'purple' },
  closed: { text: 'Closed', colour: 'grey' },
  withdrawn: { text: 'Taken back', colour: 'grey' },
}
/** The same for whose it is. */
export const ownCaseStateWords: Record<CaseState, Shown> = {
  ...caseStateWords,
  opened: { text: 'With the team', colour: 'blue' },
  takenUp: { text: 'Somebody has it', colour: 'blue' },
  withdrawn: { text: 'You took it back', colour: 'grey' },
}

export const outcomeWords: Record<CaseOutcome, { text: string; told: string; colour: string }> = {
  solved: { text: 'Solved', told: 'It is out of the way.', colour: 'green' },
  partly: { text: 'Partly solved', told: 'It is smaller than it was, and not gone.', colour: 'blue' },
  workedAround: { text: 'A way round it', told: 'It is still there, and there is a way round it for you.', colour: 'blue' },
  cannotChange: {
    text: 'Cannot be changed here',
    told: 'We could not change it. We say below why, and who else may be able to.',
    colour: 'orange',
  },
  noLongerWanted: { text: 'No longer wanted', told: 'You told us that you no longer need this.', colour: 'grey' },
}
export const helpedWords = { yes: 'Yes, it helped', partly: 'It helped a little', no: 'No, it did not' } as const
export const whoWords = { team: 'The team', candidate: 'The candidate', others: 'Somebody else' } as const
export const ownWhoWords = { team: 'Us', candidate: 'You', others: 'Somebody we asked' } as const

export const systemicStateWords: Record<SystemicState, Shown> = {
  suspected: { text: 'Suspected', colour: 'grey' },
  evidenced: { text: 'Shown by evidence', colour: 'orange' },
  decided: { text: 'Decided', colour: 'purple' },
  changed: { text: 'Change made', colour: 'blue' },
  remeasured: { text: 'Measured again', colour: 'blue' },
  closed: { text: 'Closed', colour: 'green' },
}
export const decisionWords: Record<Decision, string> = { change: 'We change something', noChange: 'No change, because …' }
export const resultWords: Record<Result, string> = { gone: 'It is gone', less: 'It is less', still: 'It is still there' }
export const toldStateWords: Record<ToldState, Shown> = {
  proposed: { text: 'Waits for a second person', colour: 'orange' },
  published: { text: 'Public', colour: 'green' },
  returned: { text: 'Returned', colour: 'grey' },
  unpublished: { text: 'Taken off the page', colour: 'grey' },
}

export type BarrierRefusal = CaseRefusal | 'notOfTeam' | 'noSuchAction' | 'alreadyLinked' | 'tooSoon'
export const refusals: Record<BarrierRefusal | SystemicRefusal | 'ownWords', string> = {
  notTheirs: 'This is not yours to do',
  notNow: 'This has moved on since you opened the page. Look at where it stands now',
  over: 'This is over already',
  notOfTeam: 'Choose somebody who is in the team now',
  noSuchAction: 'This is done already, or was dropped. Look at the list as it is now',
  alreadyLinked: 'This case shows it already',
  tooSoon: 'Choose a day after the one promised now',
  notShown: 'Nothing shows it yet. Link a case that does, or name another source',
  changeFirst: 'Write down what was changed first, and then measure again',
  stillThere: 'It is still there, so it cannot be closed. Decide again what to do about it',
  lastCase: 'Nothing else shows it. Name another source first, then take this case off',
  tooEarly: 'Nothing is done about it yet that could be told',
  ownWords: 'Somebody else of the team approves what you wrote',
}
export const unsafeWords: Record<Unsafe, string> = {
  few: 'This counts fewer than ten people. Leave the number out, so that nobody can be found in it',
  contact: 'This holds an address, a number or a reference. Leave it out',
  name: 'This holds the name of somebody whose case shows it. Leave it out',
}
