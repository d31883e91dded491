import { daysAfter, londonDay } from '../../../core/dates.ts'
import { isDayBefore, remindDay, type Side, type VisitTimes } from './visits.ts'

export const letterKinds = ['dayBefore', 'mark', 'debrief', 'debriefReminder'] as const
export type LetterKind = (typeof letterKinds)[number]

type Gone = { kind: string; sentAt: Date }
type Facts = VisitTimes & { state: string; side: Side; said: readonly string[]; gone: readonly Gone[] }

/** How long after being asked to look back somebody is reminded at the earliest, in days. */
const PATIENCE_DAYS = 2

/** Which letter about a visit one side is due now, if any; `gone` is what this side has had about this day. */
export function lettersDue(facts: Facts, now: Date): LetterKind | undefined {
  if (facts.state === 'confirmed') return beforeMarking(facts, now)
  return facts.state === 'attended' && !facts.said.includes(facts.side) ? lookingBack(facts, now) : undefined
}

const has = ({ gone }: Facts, kind: LetterKind): Gone | undefined => gone.find((each) => each.kind === kind)

function beforeMarking(facts: Facts, now: Date): LetterKind | undefined {
  if (now >= facts.endsAt) return facts.side === 'supporter' && !has(facts, 'mark') ? 'mark' : undefined
  return isDayBefore(facts, now) && !has(facts, 'dayBefore') ? 'dayBefore' : undefined
}

function lookingBack(facts: Facts, now: Date): LetterKind | undefined {
  const asked = has(facts, 'debrief')
  if (!asked) return 'debrief'
  const patient = londonDay(now) >= remindDay(facts) && now >= daysAfter(asked.sentAt, PATIENCE_DAYS)
  return patient && !has(facts, 'debriefReminder') ? 'debriefReminder' : undefined
}
