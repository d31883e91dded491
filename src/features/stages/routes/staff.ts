import type { z } from 'zod'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import { endFollowUp, planStage, removePlan, setReference } from '../commands/plans.ts'
import { lookAtStages, recordStage, voidStage } from '../commands/records.ts'
import * as forms from '../forms/records.ts'
import { A_PAGE, listConflicts } from '../queries/conflicts.ts'
import { listDeferrals } from '../queries/deferrals.ts'
import { findName, listStages, today } from '../queries/records.ts'
import { conflicts } from '../rules/conflicts.ts'
import { decideVoid, stageName, stageStates, stageWords, voidReasons, voidWords } from '../rules/records.ts'
import { withdrawals, withdrawReasons } from '../rules/withdrawals.ts'
import { givenBy, planOf, refused } from './own.ts'

const pagesOf = (total: number) => Math.max(1, Math.ceil(total / A_PAGE))
const back = (candidateId: string, notice: string) => `/staff/candidates/${candidateId}?notice=${notice}`

/** The person a page is about; the look at them is recorded. */
async function opened(actor: Parameters<typeof findName>[0], candidateId: string) {
  const candidate = await findName(actor, candidateId)
  if (!candidate) throw new NotFound()
  await lookAtStages(actor, candidate.id)
  return candidate
}

const showAdd: Page<'candidate.manage', forms.OwnerParams> = async ({ actor, params, form, force }, res) => {
  const candidate = await opened(actor, params.candidateId)
  res.render('stages/add', { form, candidate, routes: force.routes, stageStates, stageWords, withdrawReasons, withdrawals })
}

const submitAdd: Submission<'candidate.manage', forms.OwnerParams, forms.StageInput> = async (visit, res) => {
  const { actor, params, force, input } = visit
  const decision = await recordStage(actor, params.candidateId, force, givenBy(input))
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, back(params.candidateId, decision.before.length > 0 ? 'stageOrder' : 'stage'))
  else await showAdd({ ...visit, query: {}, form: refused(visit.form, decision.reason) }, res.status(422))
}

const showPlan: Page<'candidate.manage', forms.OwnerParams> = async ({ actor, params, form, force }, res) => {
  const candidate = await opened(actor, params.candidateId)
  res.render('stages/plan', { form, candidate, routes: force.routes })
}

const submitPlan: Submission<'candidate.manage', forms.OwnerParams, forms.PlanInput> = async (visit, res) => {
  const { actor, params, force, input, form } = visit
  const decision = await planStage(actor, params.candidateId, force, planOf(input))
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, back(params.candidateId, 'planned'))
    return
  }
  const { field, words } = forms.planRefusals[decision.reason]
  await showPlan({ ...visit, query: {}, form: refusedForm(form, field, words) }, res.status(422))
}

const submitUnplan: Submission<'candidate.manage', z.infer<typeof forms.theirPlanParams>, object> = async ({ actor, params }, res) => {
  if (!(await removePlan(actor, params.candidateId, params.planId))) throw new NotFound()
  res.redirect(303, back(params.candidateId, 'unplanned'))
}

/** Why a record should not stand is chosen before it is taken off; what it is compared with stands beside. */
const showVoid: Page<'candidate.manage', forms.VoidParams> = async ({ actor, params, form, force }, res) => {
  const candidate = await opened(actor, params.candidateId)
  const records = (await listStages(actor, candidate.id)).map((each) => ({ ...each, name: stageName(force, each) }))
  const record = records.find(({ id }) => id === params.recordId)
  const pair = conflicts(records).find((group) => group.some(({ id }) => id === params.recordId))
  if (!record || !decideVoid('void', record, { role: actor.role, inConflict: pair !== undefined }).ok) throw new NotFound()
  res.render('stages/void', { form, candidate, record, pair, stageWords, voidReasons, voidWords })
}

const submitVoid: Submission<'candidate.manage', forms.VoidParams, forms.VoidInput> = async ({ actor, params, input }, res) => {
  const decision = await voidStage(actor, params.candidateId, params.recordId, input.reason)
  if (!decision.ok) throw new NotFound()
  res.redirect(303, back(params.candidateId, 'voided'))
}

const showReference: Page<'candidate.manage', forms.OwnerParams> = async ({ actor, params, form }, res) => {
  const candidate = await opened(actor, params.candidateId)
  const kept = blankForm({ reference: candidate.recruitmentReference ?? '' })
  res.render('stages/reference', { form: form.errors.length > 0 ? form : kept, candidate })
}

const submitReference: Submission<'candidate.manage', forms.OwnerParams, forms.ReferenceInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const decision = await setReference(actor, params.candidateId, input.reference)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, back(params.candidateId, 'reference'))
  else
    await showReference(
      { ...visit, query: {}, form: refusedForm(form, 'reference', forms.referenceRefusals[decision.reason]) },
      res.status(422),
    )
}

const showConflicts: Page<'candidate.manage', unknown, forms.ConflictsQuery> = async ({ actor, force, query }, res) => {
  const { total, rows } = await listConflicts(actor, query.whose, query.page)
  const named = rows.map((row) => ({ ...row, stageName: stageName(force, row) }))
  res.render('stages/conflicts', { rows: named, total, query, pages: pagesOf(total), stageWords })
}

const showDeferrals: Page<'candidate.manage', unknown, forms.DeferralsQuery> = async ({ actor, force, query }, res) => {
  const { total, rows } = await listDeferrals(actor, query.whose, query.when, query.page)
  const named = rows.map((row) => ({ ...row, name: stageName(force, row.record) }))
  const notice = query.notice === 'done' ? 'Noted. The deferral is off this list.' : undefined
  res.render('stages/deferrals', { rows: named, total, query, pages: pagesOf(total), today: today(), notice })
}

const submitSpoken: Submission<'candidate.manage', z.infer<typeof forms.theirFollowUpParams>, object> = async ({ actor, params }, res) => {
  if (!(await endFollowUp(actor, params.candidateId, params.followUpId))) throw new NotFound()
  res.redirect(303, '/staff/stages/deferred?notice=done')
}

const staff = { can: 'candidate.manage' } as const
const theirs = { ...staff, params: forms.ownerParams } as const
const record = { ...staff, params: forms.voidParams } as const
const button = { ...staff, form: forms.noForm, invalid: showAdd } as const

export const staffStageRoutes: Route[] = [
  get('/staff/stages/conflicts', { ...staff, query: forms.conflictsQuery }, showConflicts),
  get('/staff/stages/deferred', { ...staff, query: forms.deferralsQuery }, showDeferrals),
  get('/staff/candidates/:candidateId/stages/new', theirs, showAdd),
  post('/staff/candidates/:candidateId/stages/new', { ...theirs, form: forms.stageForm, invalid: showAdd }, submitAdd),
  get('/staff/candidates/:candidateId/stages/date', theirs, showPlan),
  post('/staff/candidates/:candidateId/stages/date', { ...theirs, form: forms.planForm, invalid: showPlan }, submitPlan),
  post('/staff/candidates/:candidateId/stages/dates/:planId/remove', { ...button, params: forms.theirPlanParams }, submitUnplan),
  post('/staff/candidates/:candidateId/follow-ups/:followUpId/done', { ...button, params: forms.theirFollowUpParams }, submitSpoken),
  get('/staff/candidates/:candidateId/stages/:recordId/void', record, showVoid),
  post('/staff/candidates/:candidateId/stages/:recordId/void', { ...record, form: forms.voidForm, invalid: showVoid }, submitVoid),
  get('/staff/candidates/:candidateId/reference', theirs, showReference),
  post('/staff/candidates/:candidateId/reference', { ...theirs, form: forms.referenceForm, invalid: showReference }, submitReference),
]
