import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { decideEntry, type EntryGiven, type EntryRefusal } from '../rules/plan.ts'
import { asDay, ownAct } from './own.ts'

export type Entry = EntryGiven & { felt?: number | undefined; words: string }
type Decision = { ok: true; entryId: string } | { ok: false; reason: EntryRefusal } | undefined

const dataOf = ({ onDay, kind, level, shuttle, minutes, felt, words }: Entry) => ({
  ...{ onDay: asDay(onDay), kind, minutes: minutes ?? null, felt: felt ?? null, words: words === '' ? null : words },
  level: kind === 'shuttle' ? (level ?? null) : null,
  shuttle: kind === 'shuttle' ? (shuttle ?? null) : null,
})

/** Keeps one time of training. */
export const addEntry = (candidate: Candidate, given: Entry): Promise<Decision> => {
  const at = now()
  return ownAct(candidate, at, async (tx) => {
    const { candidateId } = candidate
    const entries = await tx.fitnessEntry.count({ where: { candidateId, removedAt: null } })
    const decision = decideEntry(given, { today: londonDay(at), entries })
    if (!decision.ok) return decision
    const { id } = await tx.fitnessEntry.create({ data: { candidateId, ...dataOf(given), madeAt: at }, select: { id: true } })
    return { ok: true, entryId: id }
  })
}

export const changeEntry = (candidate: Candidate, entryId: string, given: Entry): Promise<Decision> => {
  const at = now()
  return ownAct(candidate, at, async (tx) => {
    const decision = decideEntry(given, { today: londonDay(at), entries: 0 })
    if (!decision.ok) return decision
    const where = { id: entryId, candidateId: candidate.candidateId, removedAt: null }
    const { count } = await tx.fitnessEntry.updateMany({ where, data: dataOf(given) })
    return count === 0 ? undefined : { ok: true, entryId }
  })
}

/** Takes a line out of the log, or puts it back while it can be. False where it is not theirs, or was deleted since. */
export const moveEntry = async (candidate: Candidate, entryId: string, event: 'remove' | 'restore'): Promise<boolean> => {
  const at = now()
  const moved = await ownAct(candidate, at, async (tx) => {
    const where = { id: entryId, candidateId: candidate.candidateId, removedAt: event === 'remove' ? null : { not: null } }
    const { count } = await tx.fitnessEntry.updateMany({ where, data: { removedAt: event === 'remove' ? at : null } })
    return count === 0 ? undefined : true
  })
  return moved === true
}
