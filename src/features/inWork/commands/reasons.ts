import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import { asDay, findInWork } from '../queries/standing.ts'
import { reasonsFor, type Reader, type ReasonKind, type WorkReason } from '../rules/reasons.ts'
import { lockCandidate, wasHere } from './shared.ts'

export type Said = { kind: ReasonKind; reason: WorkReason; words: string; reader: Reader; onDay?: string | undefined; askAgain: boolean }
export type SaidRefusal = 'notThis' | 'tooFar'
type Decision = { ok: true; reasonId: string } | { ok: false; reason: SaidRefusal } | undefined

const YEARS = 2
const isTooFar = (day: string | undefined, today: string) =>
  day !== undefined && Math.abs(Number(day.slice(0, 4)) - Number(today.slice(0, 4))) > YEARS
const FRESH = 90 * 86_400_000

/** May this person say why they leave or defer? Whoever is in work, and whoever waits for a stage that is put off. */
export async function mayTell(tx: Tx, candidateId: string): Promise<boolean> {
  if (await findInWork(candidateId, tx)) return true
  return (
    (await tx.supportOffer.count({ where: { candidateId, recordId: { not: null }, state: { in: ['made', 'taken', 'declined'] } } })) > 0
  )
}

function refuse({ kind, reason, onDay }: Said, at: Date): SaidRefusal | undefined {
  if (!reasonsFor(kind).includes(reason)) return 'notThis'
  return isTooFar(onDay, londonDay(at)) ? 'tooFar' : undefined
}

/** Where nobody is to read it, only the reason is kept: no words, no day, and nobody asks again. */
const kept = ({ words, reader, onDay, askAgain, kind }: Said) =>
  reader === 'counted'
    ? { words: null, onDay: null, askAgain: false }
    : { words: words === '' ? null : words, onDay: onDay === undefined ? null : asDay(onDay), askAgain: kind === 'leaving' && askAgain }

/** A reason that was said lately is corrected by another; one from long ago was about something that is over. */
async function endFormer(tx: Tx, candidateId: string, kind: ReasonKind, source: 'candidate' | 'team', at: Date): Promise<void> {
  const former = await tx.workReason.findFirst({ where: { candidateId, kind, source, endedAt: null } })
  if (!former) return
  const endedWhy = at.getTime() - former.saidAt.getTime() < FRESH ? 'corrected' : 'over'
  await tx.workReason.update({ where: { id: former.id }, data: { endedAt: at, endedWhy }, select: { id: true } })
}

/**
 * Keeps why somebody leaves or defers, in their own words. What is only counted leaves no trace in the log of events, which the team
 * reads. Undefined where they neither work here nor wait for a stage that is put off.
 */
export const sayReason = (candidate: Candidate, said: Said): Promise<Decision> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId } = candidate
    if (!(await lockCandidate(tx, candidateId)) || !(await mayTell(tx, candidateId))) return undefined
    const reason = refuse(said, at)
    if (reason !== undefined) return { ok: false, reason }
    await endFormer(tx, candidateId, said.kind, 'candidate', at)
    const { id } = await tx.workReason.create({
      data: {
        ...{ candidateId, kind: said.kind, reason: said.reason, reader: said.reader, source: 'candidate', saidAt: at },
        ...kept(said),
      },
      select: { id: true },
    })
    await wasHere(tx, candidateId, at)
    if (said.reader === 'team')
      await recordEvent(tx, candidate, 'workReason.said', { candidateId, subjectId: id, data: { kind: said.kind } })
    return { ok: true, reasonId: id }
  })

/** Takes back what one said: it is read and counted no longer. False where there was nothing. */
export const takeBackReason = (candidate: Candidate, kind: ReasonKind): Promise<boolean> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId } = candidate
    if (!(await lockCandidate(tx, candidateId))) return false
    const found = await tx.workReason.findFirst({ where: { candidateId, kind, source: 'candidate', endedAt: null } })
    if (!found) return false
    await tx.workReason.update({ where: { id: found.id }, data: { endedAt: at, endedWhy: 'takenBack' }, select: { id: true } })
    await wasHere(tx, candidateId, at)
    if (found.reader === 'team') await recordEvent(tx, candidate, 'workReason.takenBack', { candidateId, subjectId: found.id })
    return true
  })

/** Notes what somebody told the team. Undefined where there is no such person in work. */
export const noteReason = (actor: Team, candidateId: string, given: Omit<Said, 'reader'>): Promise<Decision> =>
  inTransaction(async (tx) => {
    const at = now()
    const said: Said = { ...given, reader: 'team' }
    if (!(await lockCandidate(tx, candidateId)) || !(await mayTell(tx, candidateId))) return undefined
    const reason = refuse(said, at)
    if (reason !== undefined) return { ok: false, reason }
    await endFormer(tx, candidateId, said.kind, 'team', at)
    const { accountId } = actor
    const { id } = await tx.workReason.create({
      data: {
        ...{ candidateId, kind: said.kind, reason: said.reason, reader: 'team', source: 'team', byId: accountId, saidAt: at },
        ...{ seenAt: at, seenById: accountId, ...kept(said) },
      },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'workReason.noted', { candidateId, subjectId: id, data: { kind: said.kind } })
    return { ok: true, reasonId: id }
  })

type Of = { candidateId: string; reasonId: string }

/** Marks what somebody said as read, or takes off what the team noted by mistake. False where there is no such thing. */
export const settleReason = (actor: Team, { candidateId, reasonId }: Of, event: 'read' | 'remove'): Promise<boolean> =>
  inTransaction(async (tx) => {
    const at = now()
    if (!(await lockCandidate(tx, candidateId))) return false
    const source = event === 'remove' ? { source: 'team' } : {}
    const found = await tx.workReason.findFirst({ where: { id: reasonId, candidateId, endedAt: null, reader: 'team', ...source } })
    if (!found) return false
    const data =
      event === 'read'
        ? { seenAt: found.seenAt ?? at, seenById: found.seenById ?? actor.accountId }
        : { endedAt: at, endedWhy: 'corrected' }
    await tx.workReason.update({ where: { id: reasonId }, data, select: { id: true } })
    await recordEvent(tx, actor, event === 'read' ? 'workReason.read' : 'workReason.takenOff', { candidateId, subjectId: reasonId })
    return true
  })

export const lookAtInWork = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'support in work', 'To run your support'))
