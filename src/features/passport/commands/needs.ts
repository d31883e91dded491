import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import type { Tx } from '../../../core/db.ts'
import { ownAct } from '../../preparing/commands/own.ts'
import { NEEDS_MOST, type NeedKind } from '../rules/needs.ts'

type Need = { kind: NeedKind; helps: string; avoid: string }
type Decision = { ok: true; needId: string } | { ok: false; reason: 'tooMany' } | undefined

/** From the last use on the passport is kept; a warning that went out counts no more. */
export const keepPassport = (tx: Tx, candidateId: string, at: Date) =>
  tx.passport.upsert({
    where: { candidateId },
    create: { candidateId, usedAt: at },
    update: { usedAt: at, warnedAt: null },
    select: { candidateId: true },
  })

const dataOf = ({ kind, helps, avoid }: Need) => ({ kind, helps, avoid: avoid === '' ? null : avoid })

export const addNeed = (candidate: Candidate, given: Need): Promise<Decision> => {
  const at = now()
  const { candidateId } = candidate
  return ownAct(candidate, at, async (tx) => {
    if ((await tx.passportNeed.count({ where: { candidateId, removedAt: null } })) >= NEEDS_MOST) return { ok: false, reason: 'tooMany' }
    await keepPassport(tx, candidateId, at)
    const { id } = await tx.passportNeed.create({
      data: { candidateId, ...dataOf(given), madeAt: at, changedAt: at },
      select: { id: true },
    })
    return { ok: true, needId: id }
  })
}

/** Changes the words of a need. Whoever it is shared with reads the new ones. */
export const changeNeed = (candidate: Candidate, needId: string, given: Need): Promise<Decision> => {
  const at = now()
  const { candidateId } = candidate
  return ownAct(candidate, at, async (tx) => {
    const where = { id: needId, candidateId, removedAt: null }
    const { count } = await tx.passportNeed.updateMany({ where, data: { ...dataOf(given), changedAt: at } })
    if (count === 0) return undefined
    await keepPassport(tx, candidateId, at)
    return { ok: true, needId }
  })
}

/** Takes a need out, so that nobody reads it from now on, or puts it back while it can be. False where it is not theirs, or was deleted since. */
export const moveNeed = async (candidate: Candidate, needId: string, event: 'remove' | 'restore'): Promise<boolean> => {
  const at = now()
  const { candidateId } = candidate
  const moved = await ownAct(candidate, at, async (tx) => {
    const where = { id: needId, candidateId, removedAt: event === 'remove' ? null : { not: null } }
    const data = { removedAt: event === 'remove' ? at : null, changedAt: at }
    const { count } = await tx.passportNeed.updateMany({ where, data })
    return count === 0 ? undefined : true
  })
  return moved === true
}

/** Says that the passport is still wanted, so that it is kept for as long again. False where there is none. */
export const keepOn = async (candidate: Candidate): Promise<boolean> => {
  const at = now()
  const { candidateId } = candidate
  const kept = await ownAct(candidate, at, async (tx) => {
    const { count } = await tx.passport.updateMany({ where: { candidateId }, data: { usedAt: at, warnedAt: null } })
    return count === 0 ? undefined : true
  })
  return kept === true
}
