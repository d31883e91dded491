import type { Candidate } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { listLiveKinds } from '../../requests/queries/own.ts'
import { listOwnStages } from '../../stages/queries/records.ts'
import { findStage, reapplyFrom, stageName } from '../../stages/rules/records.ts'
import { isLastWord, type Work } from '../rules/reapply.ts'

/** The plan after a result of one's own that was not a pass, and all that stands on its page; undefined where it is not the last word. */
export async function findReapply(actor: Candidate, force: ForceProfile, recordId: string) {
  const { candidateId } = actor
  const record = isLastWord(await listOwnStages(actor), recordId)
  if (!record) return undefined
  const { route, stage } = record
  const found = findStage(force, record)
  const [plan, live, steps] = await Promise.all([
    db.reapplyPlan.findFirst({
      where: { candidateId, OR: [{ recordId }, { beganAt: null, record: { route, stage, voidedAt: { not: null } } }] },
      orderBy: { changedAt: 'desc' },
    }),
    listLiveKinds(actor),
    db.planStep.findMany({ where: { candidateId, route, stage, removedAt: null }, select: { code: true } }),
  ])
  const kinds = found.ok ? found.stage.support : []
  return {
    ...{ record, name: stageName(force, record), again: reapplyFrom(force, record) },
    plan: plan && { ...plan, works: plan.works as Work[] },
    support: kinds
      .flatMap((kind) => force.support.filter((each) => each.kind === kind))
      .map((each) => ({ ...each, has: live.includes(each.kind) })),
    dayPlanned: steps.some(({ code }) => code === 'again'),
  }
}

/** The results after which a new try is still to be planned, latest first: for the first page. */
export async function listToReapply(actor: Candidate, force: ForceProfile) {
  const records = await listOwnStages(actor)
  return records
    .filter(({ id }) => isLastWord(records, id))
    .map((record) => ({ id: record.id, name: stageName(force, record), again: reapplyFrom(force, record) }))
}
