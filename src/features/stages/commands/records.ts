import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay, monthsAfter } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile, Stage } from '../../../forces/profile.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import { conflicts } from '../rules/conflicts.ts'
import {
  decideStage,
  decideVoid,
  missingBefore,
  type StageDecision,
  type StageGiven,
  type VoidReason,
  type VoidRefusal,
} from '../rules/records.ts'
import { isWithdrawReason, withdrawals } from '../rules/withdrawals.ts'

/** What is recorded, and whether a person who withdrew said that we may ask again. */
export type Given = StageGiven & { askAgain?: boolean | undefined }
type Done = { ok: true; recordId: string; before: Stage[] }
type Refused = Extract<StageDecision, { ok: false }>

const asDay = (day: string) => new Date(`${day}T00:00:00Z`)

/** Takes the lock on the person whom everything below is about; undefined where there is none, or the account was closed. */
async function lockCandidate(tx: Tx, candidateId: string): Promise<{ id: string } | undefined> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`
  return rows[0]
}

/** Adds one dated record of a stage. Nothing is overwritten: what was wrong is voided, and stays. Undefined where there is no such candidate. */
export const recordStage = (
  actor: Candidate | Team,
  candidateId: string,
  force: ForceProfile,
  given: Given,
): Promise<Done | Refused | undefined> =>
  inTransaction(async (tx) => ((await lockCandidate(tx, candidateId)) ? recordStageIn(tx, actor, candidateId, force, given) : undefined))

/** The same within a transaction of the caller, who holds the lock on the candidate. */
export async function recordStageIn(
  tx: Tx,
  actor: Candidate | Team,
  candidateId: string,
  force: ForceProfile,
  given: Given,
): Promise<Done | Refused> {
  const decision = decideStage(force, given, londonDay(now()))
  if (!decision.ok) return decision
  const { route, stage, state, on } = given
  const { id } = await tx.stageRecord.create({
    data: {
      ...{ candidateId, route, stage, state, source: actor.role === 'candidate' ? 'candidate' : 'coordinator' },
      ...{ happenedOn: asDay(on), byId: actor.accountId, recordedAt: now() },
      until: state === 'deferred' && given.until !== undefined ? asDay(given.until) : null,
      reason: state === 'withdrew' ? (given.reason ?? null) : null,
    },
    select: { id: true },
  })
  await tx.stageFollowUp.updateMany({
    where: { candidateId, endedAt: null, record: { route, happenedOn: { lte: asDay(on) } } },
    data: { endedAt: now(), endedWhy: 'movedOn' },
  })
  await tx.plannedStage.updateMany({ where: { candidateId, route, stage, removedAt: null }, data: { removedAt: now() } })
  await followUp(tx, { candidateId, recordId: id, force, given })
  if (actor.role === 'candidate') await ownAct(tx, { candidateId, recordId: id, given })
  await recordEvent(tx, actor, 'stage.recorded', { candidateId, subjectId: id, data: { route, stage, state } })
  const records = await tx.stageRecord.findMany({
    where: { candidateId, voidedAt: null },
    select: { route: true, stage: true, state: true },
  })
  return { ok: true, recordId: id, before: missingBefore(decision.route, stage, records) }
}

type About = { candidateId: string; recordId: string; given: Given }

/** What comes of a record on a later day. Nothing comes of a day that has been. */
async function followUp(tx: Tx, { candidateId, recordId, force, given }: About & { force: ForceProfile }): Promise<void> {
  const { state, until, reason, askAgain } = given
  const add = (kind: 'deferral' | 'askAgain', dueOn: Date) =>
    tx.stageFollowUp.create({ data: { candidateId, recordId, kind, dueOn, madeAt: now() } })
  if (state === 'deferred' && until !== undefined && until >= londonDay(now())) await add('deferral', asDay(until))
  if (state === 'withdrew' && isWithdrawReason(reason) && withdrawals[reason].askAgain && askAgain === true)
    await add('askAgain', asDay(londonDay(monthsAfter(now(), force.askAgainMonths))))
}

/** E-mails answer what a person told us themselves. Of what the team or an import enters none is sent: it is not for us to break news. */
async function ownAct(tx: Tx, { candidateId, recordId, given: { state, reason } }: About): Promise<void> {
  await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: now() } })
  const kind =
    state === 'notPassed'
      ? 'stage.notPassed'
      : state === 'withdrew' && isWithdrawReason(reason) && withdrawals[reason].email
        ? 'stage.withdrew'
        : undefined
  if (kind !== undefined)
    await tx.$executeRaw`SELECT email_candidate(${candidateId}::uuid, ${kind}::text, ${recordId}::uuid, '{}'::jsonb, ${now()}::timestamptz)`
}

/** Takes a record off, which stays in the history with who took it off and why. */
export const voidStage = (
  actor: Candidate | Team,
  candidateId: string,
  recordId: string,
  reason: VoidReason,
): Promise<{ ok: true } | { ok: false; reason: VoidRefusal }> =>
  inTransaction(async (tx) => {
    if (!(await lockCandidate(tx, candidateId))) return { ok: false, reason: 'gone' }
    const decision = await decideOn(tx, actor, { candidateId, recordId }, 'void')
    if (decision.ok) await takeOff(tx, actor, { candidateId, recordId, reason })
    return decision
  })

/** Corrects an own record: the old one is voided and another added, both or neither. Undefined where there is none to correct. */
export const correctStage = (actor: Candidate, recordId: string, force: ForceProfile, given: Given): Promise<Done | Refused | undefined> =>
  inTransaction(async (tx) => {
    const { candidateId } = actor
    if (!(await lockCandidate(tx, candidateId))) return undefined
    const own = await decideOn(tx, actor, { candidateId, recordId }, 'correct')
    if (!own.ok) return undefined
    const decision = decideStage(force, given, londonDay(now()))
    if (!decision.ok) return decision
    await takeOff(tx, actor, { candidateId, recordId, reason: 'corrected' })
    return recordStageIn(tx, actor, candidateId, force, given)
  })

type Of = { candidateId: string; recordId: string }
async function decideOn(tx: Tx, actor: Candidate | Team, { candidateId, recordId }: Of, event: 'void' | 'correct') {
  const records = await tx.stageRecord.findMany({ where: { candidateId } })
  const record = records.find(({ id }) => id === recordId)
  if (!record) return { ok: false, reason: 'gone' } as const
  const inConflict = conflicts(records)
    .flat()
    .some(({ id }) => id === recordId)
  return decideVoid(event, record, { role: actor.role, inConflict })
}

async function takeOff(
  tx: Tx,
  actor: Candidate | Team,
  { candidateId, recordId, reason }: Of & { reason: VoidReason | 'corrected' },
): Promise<void> {
  const { accountId, role } = actor
  const data = { voidedAt: now(), voidedReason: reason, voidedById: accountId, voidedByRole: role }
  await tx.stageRecord.update({ where: { id: recordId }, data })
  await tx.stageFollowUp.updateMany({
    where: { recordId, endedAt: null },
    data: { endedAt: now(), endedWhy: 'voided', endedById: accountId },
  })
  await recordEvent(tx, actor, 'stage.voided', { candidateId, subjectId: recordId, data: { reason } })
}

/** Records that the team opened the page on which a candidate's stage is entered. */
export const lookAtStages = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'recruitment stages', 'To run your support'))
