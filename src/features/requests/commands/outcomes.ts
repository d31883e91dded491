import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { lastScore, mayScore, OUTCOMES_MOST, planOutcomes, type Outcome, type OutcomeRefusal, type Score } from '../rules/outcomes.ts'
import { lockRequest } from './steps.ts'

const within = (doer: Candidate | Team) => (doer.role === 'candidate' ? doer.candidateId : undefined)

type Chosen = { ok: true } | { ok: false; reason: OutcomeRefusal }

/** What the person, or the team with them, hopes to get from a support. Undefined where there is no such request of theirs. */
export const chooseOutcomes = (doer: Candidate | Team, requestId: string, wanted: Outcome[]): Promise<Chosen | undefined> =>
  inTransaction(async (tx) => {
    const request = await lockRequest(tx, requestId, within(doer))
    if (!request) return undefined
    const standing = await tx.requestOutcome.findMany({ where: { requestId, removedAt: null } })
    const plan = planOutcomes(request, standing, wanted)
    if (!plan.ok) return plan
    const { remove, add } = plan
    await tx.requestOutcome.updateMany({ where: { id: { in: remove.map(({ id }) => id) } }, data: { removedAt: now() } })
    const taken = standing.filter((each) => !remove.includes(each)).map(({ position }) => position)
    const free = Array.from({ length: OUTCOMES_MOST }, (_, i) => i + 1).filter((position) => !taken.includes(position))
    await tx.requestOutcome.createMany({
      data: add.map((each, i) => ({ ...each, requestId, position: free[i] ?? 0, byRole: doer.role, addedAt: now() })),
    })
    const { candidateId, kind } = request
    if (remove.length + add.length > 0)
      await recordEvent(tx, doer, 'request.outcomesChosen', { candidateId, subjectId: requestId, data: { kind } })
    return { ok: true }
  })

export type GivenScore = { outcomeId: string; score: Score; words: string }
type Scored = { ok: true } | { ok: false; reason: 'notYet' | 'unknownOutcome' }

/** How each hope came out, as this side sees it. What is as it was is not written twice. Undefined where there is no such request. */
export const scoreOutcomes = (doer: Candidate | Team, requestId: string, given: GivenScore[]): Promise<Scored | undefined> =>
  inTransaction(async (tx) => {
    const request = await lockRequest(tx, requestId, within(doer))
    if (!request) return undefined
    if (!mayScore(request)) return { ok: false, reason: 'notYet' }
    const outcomes = await tx.requestOutcome.findMany({
      where: { requestId, removedAt: null },
      include: { scores: { orderBy: { id: 'asc' } } },
    })
    if (given.some(({ outcomeId }) => !outcomes.some(({ id }) => id === outcomeId))) return { ok: false, reason: 'unknownOutcome' }
    const side = doer.role === 'candidate' ? 'candidate' : 'team'
    const changed = given.filter(({ outcomeId, score, words }) => {
      const before = lastScore(outcomes.find(({ id }) => id === outcomeId)?.scores ?? [], side)
      return before?.score !== score || (before.words ?? '') !== words
    })
    await writeScores(tx, doer, side, changed)
    const { candidateId, kind } = request
    if (changed.length > 0) await recordEvent(tx, doer, 'request.scored', { candidateId, subjectId: requestId, data: { kind } })
    return { ok: true }
  })

async function writeScores(tx: Tx, doer: Candidate | Team, side: string, given: GivenScore[]): Promise<void> {
  await tx.outcomeScore.createMany({
    data: given.map(({ outcomeId, score, words }) => ({
      ...{ outcomeId, side, score, words: words === '' ? null : words },
      ...{ byId: doer.accountId, at: now() },
    })),
  })
  if (doer.role === 'candidate')
    await tx.candidate.update({ where: { id: doer.candidateId }, data: { activeAt: now() }, select: { id: true } })
}
