import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay, monthsAfter, startOfDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import type { RoomInput, TrainingInput } from '../forms/staff.ts'
import { asDay } from '../queries/own.ts'
import { decideSupporter, type DecidingResult } from '../rules/deciding.ts'
import { USUAL_MONTHS } from '../rules/trainings.ts'
import type { SupporterState } from '../rules/words.ts'
import { lockPeople, lockSupporter, setCapacity, type CapacityDecision } from './own.ts'

type Decide = { event: 'approve' | 'decline'; why?: string }

/** Says yes or no to a supporter and tells them; undefined where there is no such person. */
export const decideOn = (actor: Team, supporterId: string, { event, why }: Decide): Promise<DecidingResult | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const supporter = await lockSupporter(tx, supporterId)
    if (!supporter) return undefined
    const self = supporterId === actor.accountId
    const decision = decideSupporter({ state: supporter.state as SupporterState, offers: supporter.kinds.length > 0, self }, event, 'team')
    if (!decision.ok) return decision
    const { state } = decision
    const decided = { decidedAt: at, decidedById: actor.accountId, decidedWhy: why ?? null }
    await tx.supporter.update({ where: { accountId: supporterId }, data: { state, ...decided, changedAt: at } })
    await recordEvent(tx, actor, `supporter.${state}`, { subjectId: supporterId })
    await queueEmail(tx, { kind: `supporter.${state}`, accountId: supporterId, about: supporterId })
    return decision
  })

export type TrainingRefusal = 'ownProfile' | 'inFuture' | 'endsBefore' | 'holdsTooLong'
export type TrainingDecision = { ok: true } | { ok: false; reason: TrainingRefusal }
const MOST_YEARS = 5

function refuseTraining({ held, until }: { held: string; until: string }, self: boolean, today: string): TrainingRefusal | undefined {
  if (self) return 'ownProfile'
  if (held > today) return 'inFuture'
  if (until <= held) return 'endsBefore'
  return until > londonDay(monthsAfter(startOfDay(held), 12 * MOST_YEARS)) ? 'holdsTooLong' : undefined
}

/** Records that a supporter was trained; where no last day is given it holds for as long as trainings usually do. */
export const recordTraining = (
  actor: Team,
  supporterId: string,
  { held, until: typed, evidence }: TrainingInput,
): Promise<TrainingDecision | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    if (!(await lockSupporter(tx, supporterId))) return undefined
    const until = typed ?? londonDay(daysAfter(monthsAfter(startOfDay(held), USUAL_MONTHS), -1))
    const reason = refuseTraining({ held, until }, supporterId === actor.accountId, londonDay(at))
    if (reason !== undefined) return { ok: false, reason }
    await tx.supporterTraining.create({
      data: { supporterId, heldOn: asDay(held), validUntil: asDay(until), evidence, recordedAt: at, recordedById: actor.accountId },
    })
    await recordEvent(tx, actor, 'supporter.trained', { subjectId: supporterId })
    return { ok: true }
  })

/** Takes a training back that was recorded by mistake. Where nothing else holds, what rests on it rests from now on. */
export const takeBackTraining = (actor: Team, supporterId: string, trainingId: string): Promise<TrainingDecision | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    await lockPeople(tx, supporterId)
    if (!(await lockSupporter(tx, supporterId))) return undefined
    if (supporterId === actor.accountId) return { ok: false, reason: 'ownProfile' }
    const where = { id: trainingId, supporterId, withdrawnAt: null }
    const { count } = await tx.supporterTraining.updateMany({ where, data: { withdrawnAt: at, withdrawnById: actor.accountId } })
    if (count === 0) return undefined
    await recordEvent(tx, actor, 'supporter.trainingTakenBack', { subjectId: supporterId })
    await pauseWhatRests(tx, supporterId, at)
    return { ok: true }
  })

const pauseWhatRests = (tx: Tx, supporterId: string, at: Date) =>
  tx.$queryRaw`SELECT pause_excluded(NULL, ${supporterId}::uuid, ${at}::timestamptz)::text`

export const setRoom = (actor: Team, supporterId: string, input: RoomInput): Promise<CapacityDecision | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    if (!(await lockSupporter(tx, supporterId))) return undefined
    const decision = await setCapacity(tx, supporterId, input, at)
    const data = { capacity: input.capacity, away: input.away !== null }
    if (decision.ok) await recordEvent(tx, actor, 'supporter.capacitySet', { subjectId: supporterId, data })
    return decision
  })
