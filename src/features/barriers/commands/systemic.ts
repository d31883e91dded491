import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { BarrierKind } from '../rules/cases.ts'
import {
  decideSystemic,
  type Decision,
  type Result,
  type SystemicEvent,
  type SystemicFacts,
  type SystemicState,
} from '../rules/systemic.ts'
import type { BarrierRefusal } from '../rules/words.ts'
import type { SystemicRefusal } from '../rules/systemic.ts'
import { doneBy, record } from './steps.ts'

export type SystemicInput = { title: string; kind: BarrierKind; routes: string[]; about: string; sources: string; ownerId: string }
export type Changed = { ok: true; id: string } | { ok: false; reason: BarrierRefusal | SystemicRefusal }
const asDate = (day: string) => new Date(`${day}T00:00:00Z`)

/** One systemic barrier under its lock, with what decides about it; undefined where there is none. */
export async function lockSystemic(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT id FROM systemic_barriers WHERE id = ${id}::uuid FOR UPDATE`
  const found = await tx.systemicBarrier.findUnique({ where: { id } })
  if (!found) return undefined
  const cases = await tx.systemicLink.count({ where: { systemicId: id, unlinkedAt: null } })
  const { state, decision, result, sources } = found
  const facts: SystemicFacts = {
    ...{ state: state as SystemicState, decision: decision as Decision | null, result: result as Result | null, cases },
    hasSources: sources !== '',
  }
  return { ...found, facts }
}

type Data = Prisma.SystemicBarrierUncheckedUpdateInput

/** One step, decided and written under the lock. */
const step = (actor: Team, id: string, event: SystemicEvent, dataOf: (at: Date) => Data): Promise<Changed | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await lockSystemic(tx, id)
    if (!found) return undefined
    const decision = decideSystemic(found.facts, event)
    if (!decision.ok) return decision
    await tx.systemicBarrier.update({
      where: { id },
      data: { state: decision.state, ...dataOf(at), ...doneBy(actor, at) },
      select: { id: true },
    })
    await recordEvent(tx, actor, `systemic.${said[event]}`, { subjectId: id })
    return { ok: true, id }
  })
const said: Record<SystemicEvent, string> = {
  ...{ evidence: 'evidenced', decide: 'decided', change: 'changed', remeasure: 'remeasured', close: 'closed', reopen: 'reopened' },
  ...{ edit: 'edited', link: 'linked', unlink: 'unlinked', propose: 'proposed' },
}

/** A new line of the register, with the case that made somebody think of it where there is one. */
export const makeSystemic = (actor: Team, input: SystemicInput, caseId?: string): Promise<Changed | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    if ((await findOfTeam(input.ownerId, tx)) === undefined) return { ok: false, reason: 'notOfTeam' }
    const { id } = await tx.systemicBarrier.create({
      data: { ...input, madeAt: at, madeById: actor.accountId, ...doneBy(actor, at) },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'systemic.made', { subjectId: id })
    if (caseId !== undefined && !(await linkIn(tx, actor, { systemicId: id, caseId }, at))) return undefined
    return { ok: true, id }
  })

export const editSystemic = (actor: Team, id: string, input: SystemicInput): Promise<Changed | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await lockSystemic(tx, id)
    if (!found) return undefined
    const decision = decideSystemic(found.facts, 'edit')
    if (!decision.ok) return decision
    if ((await findOfTeam(input.ownerId, tx)) === undefined) return { ok: false, reason: 'notOfTeam' }
    if (input.sources === '' && found.facts.cases === 0 && found.state !== 'suspected') return { ok: false, reason: 'notShown' }
    await tx.systemicBarrier.update({ where: { id }, data: { ...input, ...doneBy(actor, at) }, select: { id: true } })
    await recordEvent(tx, actor, 'systemic.edited', { subjectId: id })
    return { ok: true, id }
  })

export const showByEvidence = (actor: Team, id: string, evidence: string) => step(actor, id, 'evidence', () => ({ evidence }))

export type DecisionInput = { decision: Decision; words: string; remeasureOn: string }
/** What was decided, by whom; a decision after measuring again begins that part anew. What was before stands in the history. */
export const decide = (actor: Team, id: string, { decision, words, remeasureOn }: DecisionInput) =>
  step(actor, id, 'decide', (at) => ({
    ...{ decision, decisionWords: words, decidedAt: at, decidedById: actor.accountId, remeasureOn: asDate(remeasureOn) },
    ...{ changeWords: null, changedOn: null, beforeWords: null, afterWords: null, result: null, remeasuredAt: null },
  }))

export type ChangeInput = { words: string; changedOn: string; remeasureOn: string }
export const sayChanged = (actor: Team, id: string, { words, changedOn, remeasureOn }: ChangeInput) =>
  step(actor, id, 'change', () => ({ changeWords: words, changedOn: asDate(changedOn), remeasureOn: asDate(remeasureOn) }))

export type RemeasureInput = { before: string; after: string; result: Result }
export const remeasure = (actor: Team, id: string, { before, after, result }: RemeasureInput) =>
  step(actor, id, 'remeasure', (at) => ({ beforeWords: before, afterWords: after, result, remeasuredAt: at }))

export const closeSystemic = (actor: Team, id: string) => step(actor, id, 'close', (at) => ({ closedAt: at }))
export const reopenSystemic = (actor: Team, id: string) => step(actor, id, 'reopen', () => ({ closedAt: null }))

type Pair = { systemicId: string; caseId: string }

/** False where there is no such case. */
async function linkIn(tx: Tx, actor: Team, { systemicId, caseId }: Pair, at: Date): Promise<boolean> {
  const found = await tx.barrierCase.findFirst({
    where: { id: caseId, candidate: { closedAt: null } },
    select: { id: true, candidateId: true },
  })
  if (!found) return false
  await tx.systemicLink.createMany({ data: [{ systemicId, caseId, linkedAt: at, linkedById: actor.accountId }], skipDuplicates: true })
  await record(tx, actor, found, 'linked')
  return true
}

/** Says that a case shows it; a second time changes nothing. */
export const linkCase = (actor: Team, { systemicId, caseId }: Pair): Promise<Changed | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await lockSystemic(tx, systemicId)
    if (!found) return undefined
    const decision = decideSystemic(found.facts, 'link')
    if (!decision.ok) return decision
    if ((await tx.systemicLink.count({ where: { systemicId, caseId, unlinkedAt: null } })) > 0)
      return { ok: false, reason: 'alreadyLinked' }
    return (await linkIn(tx, actor, { systemicId, caseId }, at)) ? { ok: true, id: systemicId } : undefined
  })

export const unlinkCase = (actor: Team, { systemicId, caseId }: Pair): Promise<Changed | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await lockSystemic(tx, systemicId)
    const link = found && (await tx.systemicLink.findFirst({ where: { systemicId, caseId, unlinkedAt: null }, include: { case: true } }))
    if (!link) return undefined
    const decision = decideSystemic(found.facts, 'unlink')
    if (!decision.ok) return decision
    await tx.systemicLink.update({ where: { id: link.id }, data: { unlinkedAt: at, unlinkedById: actor.accountId }, select: { id: true } })
    await record(tx, actor, link.case, 'unlinked')
    return { ok: true, id: systemicId }
  })
