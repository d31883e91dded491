import { daysAfter, londonDay, londonTime, workingDaysAfter } from '../../../core/dates.ts'

export const reminderKinds = ['soon', 'late', 'review'] as const
export type ReminderKind = (typeof reminderKinds)[number]

export type Reminded = {
  state: string
  dueAt: Date
  reviewOn: Date | null
  remindedSoonAt: Date | null
  remindedLateAt: Date | null
  remindedReviewAt: Date | null
}

/**
 * What the team is reminded of about one request, each once: one working day before a first answer is due, when it is late,
 * and on the day on which a pause is looked at again. What is late already is not announced as due soon.
 */
export function remindersDue(request: Reminded, now: Date): ReminderKind[] {
  const { state, dueAt, reviewOn } = request
  if (state === 'requested' && dueAt <= now) return request.remindedLateAt === null ? ['late'] : []
  if (state === 'requested') return request.remindedSoonAt === null && dueAt <= workingDaysAfter(now, 1) ? ['soon'] : []
  const reviewed = reviewOn !== null && reviewOn.toISOString().slice(0, 10) <= londonDay(now)
  return state === 'paused' && reviewed && request.remindedReviewAt === null ? ['review'] : []
}

/** Reminders go out on working days, from eight in the morning to six: nobody's telephone lights up at night. */
export function isReminding(now: Date): boolean {
  const clock = londonTime(now)
  return clock >= '08:00' && clock < '18:00' && londonDay(workingDaysAfter(daysAfter(now, -1), 1)) === londonDay(now)
}

type Wanted = { id: string; ownerId: string | null; kinds: ReminderKind[] }
export type Digest = Record<ReminderKind, string[]>

export type Team = { id: string; coordinator: boolean }[]

/** One letter for each: the owner, where they are still of the team; else every coordinator, or every lead where there is none. */
export function digestsFor(requests: Wanted[], team: Team): Map<string, Digest> {
  const coordinators = team.filter(({ coordinator }) => coordinator)
  const everybody = (coordinators.length > 0 ? coordinators : team).map(({ id }) => id)
  const digests = new Map<string, Digest>()
  for (const { id, ownerId, kinds } of requests) {
    for (const accountId of ownerId !== null && team.some((member) => member.id === ownerId) ? [ownerId] : everybody) {
      const digest = digests.get(accountId) ?? { soon: [], late: [], review: [] }
      for (const kind of kinds) digest[kind].push(id)
      digests.set(accountId, digest)
    }
  }
  return digests
}
