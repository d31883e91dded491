import { now } from '../../../core/clock.ts'
import { dayAfter, londonDay, londonTime } from '../../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import { endPairing } from '../../pairings/commands/move.ts'
import { proposePair } from '../../pairings/commands/propose.ts'
import { isResting, MISSED_AFTER_DAYS, refuseDeferral } from '../rules/schedule.ts'
import { endYear } from './own.ts'
import { addDeferral, removeDeferral } from './team.ts'
import { asDay, beginYear, dayOf, findBuddy, lockCandidate, lockYear, raiseAlert, reckon } from './year.ts'

const [OPENS, CLOSES] = ['08:00', '20:00']
const system = { role: 'system' } as const
const AT_ONCE = 500

/**
 * Everything in first years whose time has come. Each thing is one transaction about one person that looks again under a lock,
 * so a second run, or two at once, find nothing more to do. Nothing where a force's support ends with the application.
 */
export async function runFirstYears({ supportRunsTo }: Pick<ForceProfile, 'supportRunsTo'>): Promise<void> {
  if (supportRunsTo !== 'firstYear') return
  await dropDeferrals()
  await followStages()
  await finishYears()
  await handOver()
  const clock = londonTime(now())
  if (clock < OPENS || clock >= CLOSES) return
  await openCheckIns()
  await noteMissed()
}

/** A deferral whose record was taken off as a mistake no longer counts. */
async function dropDeferrals(): Promise<void> {
  const voided = await db.firstYearDeferral.findMany({
    where: { removedAt: null, record: { voidedAt: { not: null } }, year: { endedAt: null } },
    select: { id: true, yearId: true },
    take: AT_ONCE,
  })
  for (const { id, yearId } of voided)
    await inTransaction(async (tx) => {
      const year = await lockYear(tx, system, yearId)
      if (year) await removeDeferral(tx, system, year, id, now())
    })
}

type Found = { candidateId: string; recordId: string; yearId: string | null; stage: string; from: string; until: string | null }

/** What recorded stages say: a start begins or moves a year, a deferral in it moves what is to come. */
async function followStages(): Promise<void> {
  const found = await db.$queryRaw<Found[]>`
    SELECT r.candidate_id AS "candidateId", r.id AS "recordId", y.id AS "yearId", r.stage, r.happened_on::text AS from, r.until::text AS until
    FROM stage_records r JOIN candidates c ON c.id = r.candidate_id AND c.closed_at IS NULL
      LEFT JOIN first_years y ON y.candidate_id = r.candidate_id AND y.ended_at IS NULL
    WHERE r.voided_at IS NULL AND (
      (r.stage = 'start' AND r.state = 'passed' AND y.id IS NULL AND r.happened_on > ${asDay(dayAfter(londonDay(now()), -330))}::date
        AND NOT EXISTS (SELECT FROM first_years o WHERE o.candidate_id = r.candidate_id AND (o.record_id = r.id OR o.started_on >= r.happened_on))
        AND (EXISTS (SELECT FROM pairings p WHERE p.candidate_id = r.candidate_id AND p.kind = 'buddy' AND p.state IN ('active', 'paused'))
          OR EXISTS (SELECT FROM support_requests q WHERE q.candidate_id = r.candidate_id AND q.kind = 'inwork'
            AND q.state IN ('requested', 'accepted', 'underway', 'paused'))))
      OR (r.stage = 'start' AND r.state = 'passed' AND y.record_id <> r.id AND r.happened_on <> y.started_on
        AND EXISTS (SELECT FROM stage_records v WHERE v.id = y.record_id AND v.voided_at IS NOT NULL))
      OR (r.stage IN ('start', 'firstYear') AND r.state = 'deferred' AND r.until > r.happened_on AND r.happened_on >= y.started_on
        AND NOT EXISTS (SELECT FROM first_year_deferrals d WHERE d.record_id = r.id)))
    ORDER BY r.happened_on, r.id LIMIT ${AT_ONCE}`
  for (const each of found) await inTransaction((tx) => followStage(tx, each))
}

async function followStage(tx: Tx, { candidateId, recordId, yearId, from, until }: Found): Promise<void> {
  const at = now()
  if (!(await lockCandidate(tx, candidateId))) return
  if ((await tx.stageRecord.count({ where: { id: recordId, candidateId, voidedAt: null } })) === 0) return
  if (yearId === null) {
    const has = await tx.firstYear.count({ where: { candidateId, OR: [{ endedAt: null }, { recordId }] } })
    if (has === 0) await beginYear(tx, system, { candidateId, startsOn: from, recordId }, at)
    return
  }
  const year = await lockYear(tx, system, yearId)
  if (!year) return
  if (until === null) {
    await reckon(tx, year.id, from, year.deferrals, at)
    await tx.firstYear.update({ where: { id: year.id }, data: { recordId }, select: { id: true } })
    await recordEvent(tx, system, 'firstYear.moved', { candidateId, subjectId: year.id })
    return
  }
  const known = await tx.firstYearDeferral.count({ where: { recordId } })
  const refused = refuseDeferral({ from, until }, { startedOn: dayOf(year.startedOn), others: year.deferrals })
  if (known === 0 && refused === undefined) await addDeferral(tx, system, year, { from, until, recordId }, at)
}

/** Asks how it goes, once. Where two have come due meanwhile, the earlier is passed over. */
async function openCheckIns(): Promise<void> {
  const due = await db.firstYearCheckIn.findMany({
    where: {
      openedAt: null,
      passedAt: null,
      dueOn: { lte: asDay(londonDay(now())) },
      year: { endedAt: null },
      candidate: { closedAt: null },
    },
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
    select: { id: true, yearId: true },
    take: AT_ONCE,
  })
  for (const { id, yearId } of due) await inTransaction((tx) => openCheckIn(tx, id, yearId))
}

async function openCheckIn(tx: Tx, id: string, yearId: string): Promise<void> {
  const at = now()
  const today = londonDay(at)
  const year = await lockYear(tx, system, yearId)
  if (!year || isResting(today, year.deferrals)) return
  const checkIn = await tx.firstYearCheckIn.findFirst({ where: { id, openedAt: null, passedAt: null, dueOn: { lte: asDay(today) } } })
  if (!checkIn) return
  const later = await tx.firstYearCheckIn.count({ where: { yearId, week: { gt: checkIn.week }, dueOn: { lte: asDay(today) } } })
  await tx.firstYearCheckIn.update({ where: { id }, data: later > 0 ? { passedAt: at } : { openedAt: at }, select: { id: true } })
  if (later > 0) return
  const { candidateId } = year
  await tellCandidate(tx, { candidateId, kind: 'firstYear.checkIn', about: id })
  await recordEvent(tx, system, 'firstYear.asked', { candidateId, subjectId: id, data: { week: checkIn.week } })
}

/** A check-in without an answer is looked at once; while the year rests, nobody is asked after. */
async function noteMissed(): Promise<void> {
  const before = new Date(now().getTime() - MISSED_AFTER_DAYS * 86_400_000)
  const missed = await db.firstYearCheckIn.findMany({
    where: { openedAt: { lte: before }, answeredAt: null, missedAt: null, year: { endedAt: null }, candidate: { closedAt: null } },
    select: { id: true, yearId: true },
    take: AT_ONCE,
  })
  for (const { id, yearId } of missed)
    await inTransaction(async (tx) => {
      const at = now()
      const year = await lockYear(tx, system, yearId)
      if (!year || isResting(londonDay(at), year.deferrals)) return
      const { count } = await tx.firstYearCheckIn.updateMany({ where: { id, answeredAt: null, missedAt: null }, data: { missedAt: at } })
      if (count > 0) await raiseAlert(tx, { yearId, candidateId: year.candidateId, rule: 'missedCheckIn' }, { checkInId: id }, at)
    })
}

/** What a hand-over is undone by, when the new buddy cannot be asked. */
class NotPossible extends Error {}

/** On the day of a hand-over the pairing until now ends and the new buddy is asked, both or neither. */
async function handOver(): Promise<void> {
  const due = await db.firstYearHandover.findMany({
    where: { settledAt: null, onDay: { lte: asDay(londonDay(now())) }, year: { endedAt: null } },
    select: { id: true, yearId: true },
    take: AT_ONCE,
  })
  for (const { id, yearId } of due) {
    try {
      await inTransaction((tx) => handOverOne(tx, id, yearId))
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error
      await inTransaction((tx) => getStuck(tx, id, yearId, error.message))
    }
  }
}

async function lockHandOver(tx: Tx, id: string, yearId: string) {
  const year = await lockYear(tx, system, yearId)
  const plan = year && (await tx.firstYearHandover.findFirst({ where: { id, settledAt: null, onDay: { lte: asDay(londonDay(now())) } } }))
  return plan && { year, plan }
}

async function handOverOne(tx: Tx, id: string, yearId: string): Promise<void> {
  const at = now()
  const found = await lockHandOver(tx, id, yearId)
  if (!found) return
  const { candidateId, toSupporterId: supporterId } = found.plan
  const buddy = await findBuddy(tx, candidateId)
  if (buddy) await endPairing(tx, system, { pairingId: buddy.id, reason: 'handedOver' }, at)
  const proposed = await proposePair(tx, system, { candidateId, supporterId, kind: 'buddy', ...(buddy && { previousId: buddy.id }) }, at)
  if (!proposed.ok) throw new NotPossible(proposed.reason)
  await tx.firstYearHandover.update({ where: { id }, data: { settledAt: at, outcome: 'done' }, select: { id: true } })
  await recordEvent(tx, system, 'firstYear.handedOver', { candidateId, subjectId: yearId })
}

async function getStuck(tx: Tx, id: string, yearId: string, refusal: string): Promise<void> {
  const at = now()
  const found = await lockHandOver(tx, id, yearId)
  if (!found) return
  await tx.firstYearHandover.update({ where: { id }, data: { settledAt: at, outcome: 'refused', refusal }, select: { id: true } })
  await raiseAlert(tx, { yearId, candidateId: found.year.candidateId, rule: 'handOverStuck' }, { handoverId: id }, at)
}

/** After twelve months: the buddy pairing ends with thanks to both, and the person hears what goes on from here. */
async function finishYears(): Promise<void> {
  const over = await db.firstYear.findMany({
    where: { endedAt: null, endsOn: { lte: asDay(londonDay(now())) }, candidate: { closedAt: null } },
    select: { id: true },
    take: AT_ONCE,
  })
  for (const { id } of over)
    await inTransaction(async (tx) => {
      const at = now()
      const year = await lockYear(tx, system, id)
      if (!year || dayOf(year.endsOn) > londonDay(at)) return
      const { candidateId } = year
      const buddy = await findBuddy(tx, candidateId)
      if (buddy) {
        await endPairing(tx, system, { pairingId: buddy.id, reason: 'twelveMonths' }, at)
        await queueEmail(tx, { kind: 'firstYear.thanks', accountId: buddy.supporterId, about: buddy.id })
      }
      await endYear(tx, id, 'twelveMonths', at)
      await tellCandidate(tx, { candidateId, kind: 'firstYear.finished', about: id })
      await recordEvent(tx, system, 'firstYear.finished', { candidateId, subjectId: id })
    })
}
