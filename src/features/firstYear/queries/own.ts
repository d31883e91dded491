import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { isResting, weekOn } from '../rules/schedule.ts'

const dayOf = (day: Date) => day.toISOString().slice(0, 10)
export const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? ''

/** What both the person and the team need of a year. */
export const yearParts = {
  checkIns: { orderBy: { week: 'asc' }, include: { answers: true } },
  deferrals: { where: { removedAt: null }, orderBy: { fromOn: 'asc' } },
  handovers: { where: { settledAt: null } },
} as const

type Dated = { startedOn: Date; deferrals: { fromOn: Date; untilOn: Date }[] }

/** Which week of the year today is, and whether it rests. */
export function standingOf({ startedOn, deferrals }: Dated) {
  const days = deferrals.map(({ fromOn, untilOn }) => ({ from: dayOf(fromOn), until: dayOf(untilOn) }))
  const today = londonDay(now())
  return { begun: dayOf(startedOn) <= today, week: weekOn(today, dayOf(startedOn), days), resting: isResting(today, days) }
}

/** The pairing with a buddy that goes on, and the buddy's first name. */
export async function findBuddyOf(candidateId: string) {
  const pairing = await db.pairing.findFirst({
    where: { candidateId, kind: 'buddy', state: { in: ['active', 'paused'] } },
    select: { id: true, state: true, beganAt: true, supporter: { select: { account: { select: { name: true } } } } },
  })
  if (!pairing) return undefined
  const { id, state, beganAt, supporter } = pairing
  return { pairingId: id, active: state === 'active', beganAt, name: firstNameOf(supporter.account.name), fullName: supporter.account.name }
}

/** One's own first year, or the last that there was; undefined where there has been none. */
export async function findOwnYear({ candidateId }: Candidate) {
  const year = await db.firstYear.findFirst({
    where: { candidateId },
    orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    include: { ...yearParts, helps: { orderBy: { askedAt: 'desc' }, include: { alert: { select: { closedAt: true } } } } },
  })
  if (!year) return undefined
  const open = year.checkIns.filter(({ openedAt, answeredAt }) => openedAt !== null && answeredAt === null)
  return { ...year, ...standingOf(year), open: year.endedAt === null || year.endReason === 'twelveMonths' ? open.at(-1) : undefined }
}

/** A check-in of one's own that has been asked; undefined where there is none, or it can no longer be answered. */
export const findOwnCheckIn = ({ candidateId }: Candidate, id: string) =>
  db.firstYearCheckIn.findFirst({
    where: { id, candidateId, openedAt: { not: null }, OR: [{ year: { endedAt: null } }, { year: { endReason: 'twelveMonths' } }] },
    include: { answers: true },
  })

/** Whether the way to one's first year is shown, and whether something waits there. */
export async function findOwnYearPrompt({ candidateId }: Candidate) {
  const year = await db.firstYear.findFirst({
    where: { candidateId, OR: [{ endedAt: null }, { endReason: 'twelveMonths' }] },
    orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }],
    include: { checkIns: { where: { openedAt: { not: null }, answeredAt: null }, orderBy: { week: 'desc' }, take: 1 } },
  })
  return year ? { finished: year.endedAt !== null, checkIn: year.endedAt === null ? year.checkIns[0] : undefined } : undefined
}
