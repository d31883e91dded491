import { z } from 'zod'
import { NotFound } from '../../core/errors.ts'
import { refusedForm, type Form } from '../../core/form.ts'
import { get, post, type Page, type Submission } from '../../core/http.ts'
import { lookAtStages, recordStage, voidStage } from './commands.ts'
import { ownerParams, stageForm, stageRefusals, voidParams, type OwnerParams, type StageInput, type VoidParams } from './forms.ts'
import { findName, findOwnRoutes, listOwnStages } from './queries.ts'
import { conflicts, currentStage, reapplyFrom, stageName, stageStates, stageWords, type StageDecision } from './rules.ts'

const noticeQuery = z.object({ notice: z.string().max(20).optional().catch(undefined) })
const notices: Record<string, string> = { stage: 'Your stage is saved.', voided: 'Taken off. It stays in your history.' }

const recordParams = voidParams.pick({ recordId: true })

const showOwn: Page<'candidate.own', unknown, { notice?: string | undefined }> = async ({ actor, force, form, query }, res) => {
  const [records, mine] = await Promise.all([listOwnStages(actor), findOwnRoutes(actor)])
  const routes = force.routes.filter(({ id }) => mine.length === 0 || mine.includes(id) || records.some((record) => record.route === id))
  const named = records.map((record) => ({ ...record, name: stageName(force, record) }))
  res.render('stages/own', {
    ...{ form, routes, stageStates, stageWords, current: currentStage(named), disagreements: conflicts(named) },
    ...{ records: named, again: reapplyFrom(named) },
    notice: query.notice === undefined ? undefined : notices[query.notice],
  })
}

const inputOf = ({ stage: both, state, on }: StageInput) => {
  const [route = '', stage = ''] = both.split(' ')
  return { route, stage, state, on }
}

const refused = (form: Form, decision: Extract<StageDecision, { ok: false }>) => {
  const { field, words } = stageRefusals[decision.reason]
  return refusedForm(form, field, words)
}

const showOwnInvalid: Page<'candidate.own'> = (visit, res) => showOwn({ ...visit, query: {} }, res)

const submitOwn: Submission<'candidate.own', unknown, StageInput> = async (visit, res) => {
  const decision = await recordStage(visit.actor, visit.actor.candidateId, visit.force, inputOf(visit.input))
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, '/my/stages?notice=stage')
  else await showOwnInvalid({ ...visit, form: refused(visit.form, decision) }, res.status(422))
}

const submitOwnVoid: Submission<'candidate.own', z.infer<typeof recordParams>, object> = async ({ actor, params }, res) => {
  if (!(await voidStage(actor, actor.candidateId, params.recordId))) throw new NotFound()
  res.redirect(303, '/my/stages?notice=voided')
}

/** The team's own page for adding a record: the candidate's page shows what there is. */
const showStaffAdd: Page<'candidate.manage', OwnerParams> = async ({ actor, params, form, force }, res) => {
  const candidate = await findName(actor, params.candidateId)
  if (!candidate) throw new NotFound()
  await lookAtStages(actor, candidate.id)
  res.render('stages/add', { form, candidate, routes: force.routes, stageStates, stageWords })
}

const submitStaff: Submission<'candidate.manage', OwnerParams, StageInput> = async (visit, res) => {
  const { actor, params, force, input } = visit
  const decision = await recordStage(actor, params.candidateId, force, inputOf(input))
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/candidates/${params.candidateId}?notice=stage`)
  else await showStaffAdd({ ...visit, query: {}, form: refused(visit.form, decision) }, res.status(422))
}

const submitStaffVoid: Submission<'candidate.manage', VoidParams, object> = async ({ actor, params }, res) => {
  if (!(await voidStage(actor, params.candidateId, params.recordId))) throw new NotFound()
  res.redirect(303, `/staff/candidates/${params.candidateId}?notice=voided`)
}

const noForm = z.object({})
const staff = { can: 'candidate.manage', params: ownerParams } as const

export const stageRoutes = [
  get('/my/stages', { can: 'candidate.own', query: noticeQuery }, showOwn),
  post('/my/stages', { can: 'candidate.own', form: stageForm, invalid: showOwnInvalid }, submitOwn),
  post('/my/stages/:recordId/void', { can: 'candidate.own', params: recordParams, form: noForm, invalid: showOwnInvalid }, submitOwnVoid),
  get('/staff/candidates/:candidateId/stages/new', staff, showStaffAdd),
  post('/staff/candidates/:candidateId/stages/new', { ...staff, form: stageForm, invalid: showStaffAdd }, submitStaff),
  post(
    '/staff/candidates/:candidateId/stages/:recordId/void',
    { can: 'candidate.manage', params: voidParams, form: noForm, invalid: showStaffAdd },
    submitStaffVoid,
  ),
]
