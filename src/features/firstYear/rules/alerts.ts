import { workingDaysAfter } from '../../../core/dates.ts'
import { mayRead, type Answer, type HelpAbout } from './answers.ts'
import { MISSED_AFTER_DAYS } from './schedule.ts'

/** Working days within which somebody of the team looks at an alert. */
export const ALERT_DAYS = 2
export const alertDue = (at: Date): Date => workingDaysAfter(at, ALERT_DAYS)

/** Every rule by which the portal asks the team to look, as the team and the person may read it. There are no others. */
export const alertRules = {
  missedCheckIn: {
    title: 'No answer to a check-in',
    rule: `Raised when a check-in has had no answer for ${String(MISSED_AFTER_DAYS)} days.`,
  },
  adjustment: {
    title: 'An adjustment is not in place',
    rule: 'Raised when somebody says so: in an answer that the team may read, or by asking the team for help with it.',
  },
  askedForHelp: { title: 'Asked for help', rule: 'Raised when somebody asks the team to talk to them.' },
  supervisorChanged: {
    title: 'The supervisor has changed',
    rule: 'Raised when somebody says so to the team, as agreements are easily lost on that day.',
  },
  handOverStuck: {
    title: 'A hand-over could not be done',
    rule: 'Raised when, on the day of a hand-over, the new buddy could not be asked. The buddy until now stays.',
  },
} as const
export type AlertRule = keyof typeof alertRules

/** What the answers of one check-in raise. An answer that the team may not read raises nothing: that is what the person chose. */
export function raisedBy(answers: readonly Answer[]): AlertRule[] {
  const said = (question: string, ...values: string[]) =>
    answers.some((each) => each.question === question && values.includes(each.value) && mayRead('team', each.audience))
  return [
    ...(said('adjustments', 'partly', 'missing') ? (['adjustment'] as const) : []),
    ...(said('supervisor', 'changed') ? (['supervisorChanged'] as const) : []),
  ]
}

/** What asking the team for help raises. */
export const raisedByHelp: Record<HelpAbout, AlertRule> = {
  talk: 'askedForHelp',
  adjustment: 'adjustment',
  supervisor: 'supervisorChanged',
}

export const closedWords = {
  done: 'Looked at',
  answered: 'An answer came',
  takenBack: 'The person no longer shares it with the team',
} as const
