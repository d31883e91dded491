import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import { tellCandidate } from '../../messages/commands.ts'
import { refuseDeferral, refuseStart, type Deferral, type DeferralRefusal } from '../rules/schedule.ts'
import { endYear } from './own.ts'
import { asDay, beginYear, dayOf, findBuddy, lockCandidate, lockYear, reckon } from './year.ts'

type Decision<R extends string> = { ok: true; id: string } | { ok: false; reason: R } | undefined

export const lookAtYear = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'first year', 'To run your support'))

export type StartRefusal = 'tooLongAgo' | 'tooFar' | 'goesOn'

/** Begins somebody's first year on a day that the team knows. Undefined where there is no such candidate. */
export const beginByTeam = (actor: Team, candidateId: string, startsOn: string): Promise<Decision<StartRefusal>> =>
  inTransaction(async (tx) => {
    const at = now()
    if (!(await lockCandidate(tx, candidateId))) return undefined
    const reason = refuseStart(startsOn, londonDay(at))
    if (reason !== undefined) return { ok: false, reason }
    if ((await tx.firstYear.count({ where: { candidateId, endedAt: null } })) > 0) return { ok: false, reason: 'goesOn' }
    return { ok: true, id: await beginYear(tx, actor, { candidateId, startsOn }, at) }
  })

/** Sets another start. What has been asked already stays; the rest is reckoned from the new day. */
export const moveStart = (actor: Team, yearId: string, startsOn: string): Promise<Decision<'tooLongAgo' | 'tooFar' | 'deferred'>> =>
  inTransaction(async (tx) => {
    const at = now()
    const year = await lockYear(tx, actor, yearId)
    if (!year) return undefined
    const reason = refuseStart(startsOn, londonDay(at))
    if (reason !== undefined) return { ok: false, reason }
    if (year.deferrals.some(({ from }) => from < startsOn)) return { ok: false, reason: 'deferred' }
    await reckon(tx, year.id, startsOn, year.deferrals, at)
    await recordEvent(tx, actor, 'firstYear.moved', { candidateId: year.candidateId, subjectId: year.id })
    return { ok: true, id: year.id }
  })

/** Leaves some days out of a year: whatever was to come after them moves. */
export const deferYear = (actor: Team, yearId: string, deferral: Deferral): Promise<Decision<DeferralRefusal>> =>
  inTransaction(async (tx) => {
    const at = now()
    const year = await lockYear(tx, actor, yearId)
    if (!year) return undefined
    const reason = refuseDeferral(deferral, { startedOn: dayOf(year.startedOn), others: year.deferrals })
    if (reason !== undefined) return { ok: false, reason }
    await addDeferral(tx, actor, year, deferral, at)
    return { ok: true, id: year.id }
  })

type Year = { id: string; candidateId: string; startedOn: Date; deferrals: readonly Deferral[] }

/** Writes a deferral that has been decided, and moves what is to come. */
export async function addDeferral(
  tx: Tx,
  doer: Team | { role: 'system' },
  { id: yearId, candidateId, startedOn, deferrals }: Year,
  { recordId, ...deferral }: Deferral & { recordId?: string },
  at: Date,
): Promise<void> {
  await tx.firstYearDeferral.create({
    data: {
      ...{ yearId, candidateId, recordId: recordId ?? null, fromOn: asDay(deferral.from), untilOn: asDay(deferral.until), madeAt: at },
      ...{ byId: 'accountId' in doer ? doer.accountId : null, byRole: doer.role },
    },
    select: { id: true },
  })
  await reckon(tx, yearId, dayOf(startedOn), [...deferrals, deferral], at)
  await recordEvent(tx, doer, 'firstYear.deferred', { candidateId, subjectId: yearId })
}

/** Takes a deferral off again. Undefined where there is none. */
export const undefer = (actor: Team, yearId: string, deferralId: string): Promise<Decision<never>> =>
  inTransaction(async (tx) => {
    const at = now()
    const year = await lockYear(tx, actor, yearId)
    return year && (await removeDeferral(tx, actor, year, deferralId, at)) ? { ok: true, id: year.id } : undefined
  })

/** Takes one off within something larger; false where it is none of this year. */
export async function removeDeferral(tx: Tx, doer: Team | { role: 'system' }, year: Year, deferralId: string, at: Date): Promise<boolean> {
  const off = await tx.firstYearDeferral.findFirst({ where: { id: deferralId, yearId: year.id, removedAt: null } })
  if (!off) return false
  await tx.firstYearDeferral.update({ where: { id: off.id }, data: { removedAt: at }, select: { id: true } })
  const left = year.deferrals.filter(({ from }) => from !== dayOf(off.fromOn))
  await reckon(tx, year.id, dayOf(year.startedOn), left, at)
  await recordEvent(tx, doer, 'firstYear.moved', { candidateId: year.candidateId, subjectId: year.id })
  return true
}

/** Closes an alert with what was done about it. */
export const acknowledge = (actor: Team, alertId: string, done: string): Promise<Decision<'closed'>> =>
  inTransaction(async (tx) => {
    const at = now()
    const seen = await tx.firstYearAlert.findUnique({ where: { id: alertId }, select: { candidateId: true } })
    if (!seen || !(await lockCandidate(tx, seen.candidateId))) return undefined
    const alert = await tx.firstYearAlert.findUniqueOrThrow({ where: { id: alertId } })
    if (alert.closedAt !== null) return { ok: false, reason: 'closed' }
    await tx.firstYearAlert.update({
      where: { id: alertId },
      data: { closedAt: at, closedWhy: 'done', closedById: actor.accountId, done },
      select: { id: true },
    })
    const { candidateId, rule } = alert
    await recordEvent(tx, actor, 'firstYear.alertClosed', { candidateId, subjectId: alertId, data: { rule } })
    return { ok: true, id: alert.yearId }
  })

export type HandOverRefusal = 'past' | 'afterEnd' | 'planned' | 'noBuddy' | 'sameBuddy' | 'notPossible'

/** Plans that somebody else is the buddy from a day on, and tells the person. Nobody new is named before both have said yes. */
export const planHandOver = (
  actor: Team,
  yearId: string,
  { supporterId, on }: { supporterId: string; on: string },
): Promise<Decision<HandOverRefusal>> =>
  inTransaction(async (tx) => {
    const at = now()
    const year = await lockYear(tx, actor, yearId)
    if (!year) return undefined
    const reason = await refuseHandOver(tx, year, { supporterId, on }, at)
    if (reason !== undefined) return { ok: false, reason }
    const { id } = await tx.firstYearHandover.create({
      data: { yearId, candidateId: year.candidateId, toSupporterId: supporterId, onDay: asDay(on), madeAt: at, byId: actor.accountId },
      select: { id: true },
    })
    await tellCandidate(tx, { candidateId: year.candidateId, kind: 'firstYear.handOver', about: id })
    await recordEvent(tx, actor, 'firstYear.handOverPlanned', { candidateId: year.candidateId, subjectId: year.id })
    return { ok: true, id: year.id }
  })

type Planned = { supporterId: string; on: string }
async function refuseHandOver(
  tx: Tx,
  { id: yearId, candidateId, endsOn }: { id: string; candidateId: string; endsOn: Date },
  { supporterId, on }: Planned,
  at: Date,
): Promise<HandOverRefusal | undefined> {
  if (on < londonDay(at)) return 'past'
  if (on >= dayOf(endsOn)) return 'afterEnd'
  if ((await tx.firstYearHandover.count({ where: { yearId, settledAt: null } })) > 0) return 'planned'
  const buddy = await findBuddy(tx, candidateId)
  if (!buddy) return 'noBuddy'
  if (buddy.supporterId === supporterId) return 'sameBuddy'
  const offers = await tx.supporter.count({ where: { accountId: supporterId, state: 'approved', kinds: { has: 'buddy' } } })
  const [found] = await tx.$queryRaw<{ excluded: boolean }[]>`
    SELECT EXISTS (SELECT FROM exclusions(${candidateId}::uuid, ${supporterId}::uuid, ${at}::timestamptz)) AS excluded`
  return offers === 0 || found?.excluded === true ? 'notPossible' : undefined
}

/** Takes a planned hand-over back. Undefined where none is planned. */
export const cancelHandOver = (actor: Team, yearId: string): Promise<Decision<never>> =>
  inTransaction(async (tx) => {
    const year = await lockYear(tx, actor, yearId)
    if (!year) return undefined
    const { count } = await tx.firstYearHandover.updateMany({
      where: { yearId, settledAt: null },
      data: { settledAt: now(), outcome: 'cancelled' },
    })
    if (count === 0) return undefined
    await recordEvent(tx, actor, 'firstYear.handOverCancelled', { candidateId: year.candidateId, subjectId: year.id })
    return { ok: true, id: year.id }
  })

/** Ends a year before its time, as where somebody left the force. Their buddy stays: that is a pairing of its own. */
export const endByTeam = (actor: Team, yearId: string): Promise<Decision<never>> =>
  inTransaction(async (tx) => {
    const year = await lockYear(tx, actor, yearId)
    if (!year) return undefined
    await endYear(tx, year.id, 'byTeam', now())
    await recordEvent(tx, actor, 'firstYear.stopped', { candidateId: year.candidateId, subjectId: year.id })
    return { ok: true, id: year.id }
  })
