import { randomUUID } from 'node:crypto'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { sameWeights, sumOf, weightsOf, type Weights } from '../rules/criteria.ts'

export type SaveRefusal = 'changedMeanwhile' | 'same' | 'nothing'
type Saved = { ok: true; version: number } | { ok: false; reason: SaveRefusal }

/** Adds a version of the criteria, which new runs go by. `seen` is the version that was looked at: where another came meanwhile, nothing is saved. */
export const saveCriteria = (actor: Team, weights: Weights, seen: number): Promise<Saved> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('match_criteria'))::text`
    const latest = await tx.matchCriteria.findFirstOrThrow({ orderBy: { version: 'desc' } })
    if (latest.version !== seen) return { ok: false, reason: 'changedMeanwhile' }
    if (sumOf(weights) === 0) return { ok: false, reason: 'nothing' }
    if (sameWeights(weights, weightsOf(latest))) return { ok: false, reason: 'same' }
    const version = latest.version + 1
    const id = randomUUID()
    await tx.matchCriteria.create({ data: { id, version, ...weights, savedAt: now(), savedById: actor.accountId } })
    await recordEvent(tx, actor, 'match.criteriaSaved', { subjectId: id, data: { version } })
    return { ok: true, version }
  })
