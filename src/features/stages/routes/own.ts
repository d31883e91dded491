import type { z } from 'zod'
import type { Response } from 'express'
import { typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import { endFollowUp, planStage, removePlan } from '../commands/plans.ts'
import { correctStage, recordStage, voidStage, type Given } from '../commands/records.ts'
import * as forms from '../forms/records.ts'
import { findOwnRecord, findOwnRoutes, listOwnFollowUps, listOwnPlans, listOwnStages, listOwnSupport, today } from '../queries/records.ts'
import { conflicts } from '../rules/conflicts.ts'
import { stageName, stageStates, stageWords, voidWords, type StageRefusal } from '../rules/records.ts'
import { routesFollowed, trackOf } from '../rules/track.ts'
import { withdrawals, withdrawReasons } from '../rules/withdrawals.ts'
import { readDay } from '../../../core/dates.ts'

const notices: Record<string, string> = {
  stage: 'Your stage is saved.',
  order: 'Your stage is saved. A stage before it is not here as passed: add it when you like, it changes nothing.',
  again: 'A new application. What came before stays in your history, and your support goes on.',
  voided: 'Taken off. It stays in your history.',
  corrected: 'Corrected. What you said first stays in your history.',
  planned: 'The date is saved.',
  unplanned: 'The date is taken off.',
  quiet: 'We will not ask you again.',
}

type Query = { notice?: string | undefined }

const showOwn: Page<'candidate.own', unknown, Query> = async ({ actor, force, query }, res) => {
  const [records, chosen, plans, followUps, support] = await Promise.all([
    listOwnStages(actor),
    findOwnRoutes(actor),
    listOwnPlans(actor),
    listOwnFollowUps(actor),
    listOwnSupport(actor),
  ])
  const named = records.map((record) => ({ ...record, name: stageName(force, record) }))
  res.render('stages/own', {
    ...{ stageWords, voidWords, withdrawals, followUps, support, records: named, disagreements: conflicts(named) },
    tracks: routesFollowed(force, chosen, records).map((route) => trackOf(force, route, named, plans)),
    today: today(),
    notice: query.notice === undefined ? undefined : notices[query.notice],
  })
}

const again: Page<'candidate.own'> = (visit, res) => showOwn({ ...visit, query: {} }, res)

/** What was typed, as a command takes it; a day that is no day is one that was not given, and refused as such. */
export const givenBy = ({ stage: both, until, ...rest }: forms.StageInput): Given => {
  const [route = '', stage = ''] = both.split(' ')
  return { ...rest, route, stage, until: until === undefined ? undefined : readDay(until), askAgain: rest.askAgain === 'yes' }
}

export function refused(form: Form, reason: StageRefusal): Form {
  const { field, words } = forms.stageRefusals[reason]
  return refusedForm(form, field, words)
}

const shared = { stageStates, stageWords, withdrawReasons, withdrawals }

const showNew: Page<'candidate.own', unknown, { stage?: string | undefined }> = async ({ actor, force, form, query }, res) => {
  const mine = await findOwnRoutes(actor)
  const routes = force.routes.filter(({ id }) => mine.length === 0 || mine.includes(id) || query.stage?.startsWith(`${id} `))
  const shown = form.errors.length > 0 ? form : blankForm({ ...form.values, stage: query.stage })
  res.render('stages/own-new', { ...shared, form: shown, routes: form.errors.length > 0 ? force.routes : routes, record: undefined })
}

const showNewAgain: Page<'candidate.own'> = (visit, res) => showNew({ ...visit, query: {} }, res)

const submitNew: Submission<'candidate.own', unknown, forms.StageInput> = async (visit, res) => {
  const { actor, force } = visit
  const decision = await recordStage(actor, actor.candidateId, force, givenBy(visit.input))
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/my/stages?notice=${decision.before.length > 0 ? 'order' : 'stage'}`)
  else await showNewAgain({ ...visit, query: {}, form: refused(visit.form, decision.reason) }, res.status(422))
}

const showCorrect: Page<'candidate.own', forms.RecordParams> = async ({ actor, force, params, form }, res) => {
  const record = await findOwnRecord(actor, params.recordId)
  if (!record) throw new NotFound()
  const { route, stage, state, happenedOn, until, reason } = record
  const was = { stage: `${route} ${stage}`, state, on: typedDay(happenedOn), until: until ? typedDay(until) : '', reason: reason ?? '' }
  res.render('stages/own-new', { ...shared, form: form.errors.length > 0 ? form : blankForm(was), routes: force.routes, record })
}

const submitCorrect: Submission<'candidate.own', forms.RecordParams, forms.StageInput> = async (visit, res) => {
  const { actor, params, force, input } = visit
  const decision = await correctStage(actor, params.recordId, force, givenBy(input))
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, '/my/stages?notice=corrected')
  else await showCorrect({ ...visit, query: {}, form: refused(visit.form, decision.reason) }, res.status(422))
}

const submitVoid: Submission<'candidate.own', forms.RecordParams, object> = async ({ actor, params }, res) => {
  const decision = await voidStage(actor, actor.candidateId, params.recordId, 'mistyped')
  if (!decision.ok) throw new NotFound()
  res.redirect(303, '/my/stages?notice=voided')
}

const showPlan: Page<'candidate.own', unknown, { stage?: string | undefined }> = async ({ actor, force, form, query }, res) => {
  const mine = await findOwnRoutes(actor)
  const chosen = force.routes.filter(({ id }) => mine.length === 0 || mine.includes(id))
  const shown = form.errors.length > 0 ? form : blankForm({ ...form.values, stage: query.stage })
  res.render('stages/own-plan', { form: shown, routes: form.errors.length > 0 || chosen.length === 0 ? force.routes : chosen })
}
const showPlanAgain: Page<'candidate.own'> = (visit, res) => showPlan({ ...visit, query: {} }, res)

export const planOf = ({ stage: both, on }: forms.PlanInput) => {
  const [route = '', stage = ''] = both.split(' ')
  return { route, stage, on }
}

const submitPlan: Submission<'candidate.own', unknown, forms.PlanInput> = async (visit, res) => {
  const { actor, force, input, form } = visit
  const decision = await planStage(actor, actor.candidateId, force, planOf(input))
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, '/my/stages?notice=planned')
    return
  }
  const { field, words } = forms.planRefusals[decision.reason]
  await showPlanAgain({ ...visit, query: {}, form: refusedForm(form, field, words) }, res.status(422))
}

const done = (res: Response, found: boolean, notice: string) => {
  if (!found) throw new NotFound()
  res.redirect(303, `/my/stages?notice=${notice}`)
}

const submitUnplan: Submission<'candidate.own', z.infer<typeof forms.planParams>, object> = async ({ actor, params }, res) => {
  done(res, await removePlan(actor, actor.candidateId, params.planId), 'unplanned')
}

const submitQuiet: Submission<'candidate.own', z.infer<typeof forms.followUpParams>, object> = async ({ actor, params }, res) => {
  done(res, await endFollowUp(actor, actor.candidateId, params.followUpId), 'quiet')
}

const own = { can: 'candidate.own' } as const
const record = { ...own, params: forms.recordParams } as const
const button = { ...own, form: forms.noForm, invalid: again } as const

export const ownStageRoutes: Route[] = [
  get('/my/stages', { ...own, query: forms.ownQuery }, showOwn),
  get('/my/stages/new', { ...own, query: forms.newQuery }, showNew),
  post('/my/stages/new', { ...own, form: forms.stageForm, invalid: showNewAgain }, submitNew),
  get('/my/stages/dates/new', { ...own, query: forms.newQuery }, showPlan),
  post('/my/stages/dates/new', { ...own, form: forms.planForm, invalid: showPlanAgain }, submitPlan),
  post('/my/stages/dates/:planId/remove', { ...button, params: forms.planParams }, submitUnplan),
  post('/my/stages/follow-ups/:followUpId/stop', { ...button, params: forms.followUpParams }, submitQuiet),
  get('/my/stages/:recordId', record, showCorrect),
  post('/my/stages/:recordId', { ...record, form: forms.stageForm, invalid: showCorrect }, submitCorrect),
  post('/my/stages/:recordId/void', { ...button, params: forms.recordParams }, submitVoid),
]
