import type { Doer } from '../../../core/access.ts'
import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import { alertDue, type AlertRule } from '../rules/alerts.ts'
import { dueOn, endsOn, isTooLate, weeks, type Deferral, type Week } from '../rules/schedule.ts'

export const asDay = (day: string): Date => new Date(`${day}T00:00:00Z`)
export const dayOf = (day: Date): string => day.toISOString().slice(0, 10)

/** Takes the row lock of an open record: everybody who changes a first year holds it. */
export async function lockCandidate(tx: Tx, candidateId: string): Promise<boolean> {
  const open = await tx.$queryRaw<
    object[]
  >`SELECT id FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`
  return open.length > 0
}

/** A year that goes on, under the lock of its candidate; undefined where there is none, or it is not theirs. */
export async function lockYear(tx: Tx, doer: Doer, yearId: string) {
  const seen = await tx.firstYear.findFirst({
    where: { id: yearId, ...(doer.role === 'candidate' && { candidateId: doer.candidateId }) },
    select: { candidateId: true },
  })
  if (!seen || !(await lockCandidate(tx, seen.candidateId))) return undefined
  const year = await tx.firstYear.findFirst({
    where: { id: yearId, endedAt: null },
    include: { deferrals: { where: { removedAt: null } } },
  })
  return year
    ? { ...year, deferrals: year.deferrals.map(({ fromOn, untilOn }) => ({ from: dayOf(fromOn), until: dayOf(untilOn) })) }
    : undefined
}

/** The buddy whose pairing goes on just now, at rest or not. */
export const findBuddy = (tx: Tx, candidateId: string) =>
  tx.pairing.findFirst({
    where: { candidateId, kind: 'buddy', state: { in: ['active', 'paused'] } },
    select: { id: true, supporterId: true },
  })

type Start = { candidateId: string; startsOn: string; recordId?: string }

/** Begins a year with its check-ins; those long gone are passed over. Tells the person, and the buddy who goes on with them. */
export async function beginYear(tx: Tx, doer: Doer, { candidateId, startsOn, recordId }: Start, at: Date): Promise<string> {
  const today = londonDay(at)
  const { id } = await tx.firstYear.create({
    data: {
      ...{ candidateId, recordId: recordId ?? null, startedOn: asDay(startsOn), endsOn: asDay(endsOn(startsOn, [])) },
      ...{ begunAt: at, begunById: 'accountId' in doer ? doer.accountId : null },
    },
    select: { id: true },
  })
  const checkIns = weeks.map((week) => ({ week, due: dueOn(startsOn, week, []) }))
  await tx.firstYearCheckIn.createMany({
    data: checkIns.map(({ week, due }) => ({
      ...{ yearId: id, candidateId, week, dueOn: asDay(due) },
      passedAt: isTooLate(due, today) ? at : null,
    })),
  })
  await recordEvent(tx, doer, 'firstYear.begun', { candidateId, subjectId: id })
  await tellCandidate(tx, { candidateId, kind: 'firstYear.begun', about: id })
  const buddy = await findBuddy(tx, candidateId)
  if (buddy) await queueEmail(tx, { kind: 'firstYear.buddy', accountId: buddy.supporterId, about: buddy.id })
  return id
}

/** Reckons the days of a year anew, after its start or a deferral changed. What has been asked already stays on its day. */
export async function reckon(tx: Tx, yearId: string, startsOn: string, deferrals: readonly Deferral[], at: Date): Promise<void> {
  const today = londonDay(at)
  await tx.firstYear.update({
    where: { id: yearId },
    data: { startedOn: asDay(startsOn), endsOn: asDay(endsOn(startsOn, deferrals)) },
    select: { id: true },
  })
  for (const { id, week } of await tx.firstYearCheckIn.findMany({ where: { yearId, openedAt: null }, select: { id: true, week: true } })) {
    const due = dueOn(startsOn, week as Week, deferrals)
    await tx.firstYearCheckIn.update({
      where: { id },
      data: { dueOn: asDay(due), passedAt: isTooLate(due, today) ? at : null },
      select: { id: true },
    })
  }
}

type Cause = { checkInId: string } | { helpId: string } | { handoverId: string }
type About = { yearId: string; candidateId: string; rule: AlertRule }

/** Raises an alert once, and tells whoever looks after the person that something waits. */
export async function raiseAlert(tx: Tx, { yearId, candidateId, rule }: About, cause: Cause, at: Date): Promise<void> {
  const open = 'checkInId' in cause && (await tx.firstYearAlert.count({ where: { ...cause, rule, closedAt: null } })) > 0
  if (open) return
  const { id } = await tx.firstYearAlert.create({
    data: { yearId, candidateId, rule, ...cause, raisedAt: at, dueAt: alertDue(at) },
    select: { id: true },
  })
  await recordEvent(tx, { role: 'system' }, 'firstYear.alertRaised', { candidateId, subjectId: id, data: { rule } })
  const { ownerId } = await tx.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { ownerId: true } })
  if (ownerId !== null) await queueEmail(tx, { kind: 'firstYear.alert', accountId: ownerId, about: id })
}
