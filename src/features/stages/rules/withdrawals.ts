import type { SupportKind } from '../../../forces/profile.ts'

/** Why somebody withdrew is chosen, never written. The same list stands in the database. */
export const withdrawReasons = [
  'caring',
  'health',
  'practical',
  'unsure',
  'notNow',
  'process',
  'unwelcome',
  'otherForce',
  'otherJob',
  'private',
] as const
export type WithdrawReason = (typeof withdrawReasons)[number]

/**
 * What follows a reason: what the page offers, whether an e-mail says it too, and whether the person is asked if we may
 * come back to them. Where it is not the right time nothing is sent, until the day that they agreed to.
 */
type Follows = {
  mine: string
  team: string
  title: string
  text: string
  kinds: SupportKind[]
  email: boolean
  askAgain?: true
}

export const withdrawals: Record<WithdrawReason, Follows> = {
  caring: {
    mine: 'Caring for children or somebody else',
    team: 'Caring',
    title: 'Care can often be worked around',
    text: 'Part-time hours, a later start date or help with childcare are more often possible than people think. Tell us what got in the way, and we look for a way round it with you.',
    kinds: ['barrier', 'adjustments'],
    email: true,
  },
  health: {
    mine: 'My health, or a disability',
    team: 'Health or disability',
    title: 'There may be an adjustment that helps',
    text: 'Tests, interviews and jobs can be adjusted. You say what you need, never what you have.',
    kinds: ['adjustments', 'buddy'],
    email: true,
  },
  practical: {
    mine: 'Travel, money or hours',
    team: 'Travel, money or hours',
    title: 'Some of this we can help with',
    text: 'Tell us what it would have taken. Where it stops several people, we take it up with those who can change it.',
    kinds: ['barrier'],
    email: true,
  },
  unsure: {
    mine: 'I am not sure that it is for me',
    team: 'Not sure that it is for them',
    title: 'It is fine not to be sure',
    text: 'One honest talk, or a day beside a team, often settles it either way.',
    kinds: ['roleModel', 'shadowing', 'coaching'],
    email: true,
  },
  notNow: {
    mine: 'It is not the right time',
    team: 'Not the right time',
    title: 'Another time, then',
    text: 'We send you nothing about this now. Everything stays open, and you can come back on any day.',
    kinds: [],
    email: false,
    askAgain: true,
  },
  process: {
    mine: 'It took too long, or was hard to follow',
    team: 'The process itself',
    title: 'We would like to make that easier',
    text: 'Somebody can go through the form and the steps with you. What you tell us about them helps those who come after you.',
    kinds: ['application', 'feedback'],
    email: true,
  },
  unwelcome: {
    mine: 'Something or somebody made me feel unwelcome',
    team: 'Felt unwelcome',
    title: 'We are sorry, and we would like to put it right',
    text: 'You can tell the team, or somebody outside it. Nothing you say is passed on to those who decide on an application.',
    kinds: ['feedback'],
    email: true,
  },
  otherForce: {
    mine: 'I joined another police force',
    team: 'Joined another force',
    title: 'Congratulations, and thank you',
    text: 'We are glad that you will be in policing. Your account stays for as long as you want it, and you can close it at any time.',
    kinds: [],
    email: true,
  },
  otherJob: {
    mine: 'I took another job',
    team: 'Took another job',
    title: 'Congratulations on the job',
    text: 'Should policing come back to mind, everything is here where you left it.',
    kinds: [],
    email: true,
  },
  private: {
    mine: 'I would rather not say',
    team: 'Would rather not say',
    title: 'That is all right',
    text: 'You need no reason. All of the support stays open to you.',
    kinds: [],
    email: false,
  },
}

export const isWithdrawReason = (reason: string | null | undefined): reason is WithdrawReason =>
  withdrawReasons.some((each) => each === reason)
