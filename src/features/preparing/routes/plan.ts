import { now } from '../../../core/clock.ts'
import { typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { addStep, addSuggested, changeStep, moveStep } from '../commands/plan.ts'
import { planCalendar } from '../documents.ts'
import * as forms from '../forms/own.ts'
import { findOwnPlan, findStep, listReaders } from '../queries/own.ts'
import { listToReapply } from '../queries/reapply.ts'

type Own = 'preparing.own'

const showPlan: Page<Own, unknown, Partial<forms.PlanQuery>> = async ({ actor, force, query, form }, res) => {
  const [plan, readers, again] = await Promise.all([findOwnPlan(actor, force), listReaders(actor, 'plan'), listToReapply(actor, force)])
  const shared = readers.filter(({ share }) => share !== undefined)
  res.render('preparing/plan', { ...plan, again, shared, form, removed: query.removed, notice: forms.noticeWords(query.notice) })
}
const showPlanAgain: Page<Own> = (visit, res) => showPlan({ ...visit, query: {} }, res)

const submitStep: Submission<Own, unknown, forms.StepInput> = async (visit, res) => {
  const decision = await addStep(visit.actor, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, '/my/plan?notice=added')
    return
  }
  const { field, words } = forms.stepRefusals[decision.reason]
  await showPlanAgain({ ...visit, query: {}, form: refusedForm(visit.form, field, words) }, res.status(422))
}

const submitSuggested: Submission<Own, unknown, forms.SuggestedInput> = async (visit, res) => {
  const decision = await addSuggested(visit.actor, visit.force, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok || decision.reason === 'twice') res.redirect(303, '/my/plan?notice=added')
  else
    await showPlanAgain(
      { ...visit, query: {}, form: refusedForm(blankForm(), '', forms.stepRefusals[decision.reason].words) },
      res.status(422),
    )
}

const showStep: Page<Own, forms.StepParams> = async ({ actor, params, form }, res) => {
  const step = await findStep(actor, params.stepId)
  if (!step) throw new NotFound()
  const given = { words: step.words, dueOn: step.dueOn ? typedDay(step.dueOn) : '', remind: step.remind ? ['yes'] : [] }
  res.render('preparing/step', { step, form: form.errors.length > 0 || Object.keys(form.values).length > 0 ? form : blankForm(given) })
}

const submitChange: Submission<Own, forms.StepParams, forms.StepInput> = async (visit, res) => {
  const decision = await changeStep(visit.actor, visit.params.stepId, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, '/my/plan?notice=changed')
    return
  }
  const { field, words } = forms.stepRefusals[decision.reason]
  await showStep({ ...visit, query: {}, form: refusedForm(visit.form, field, words) }, res.status(422))
}

const submitMove: Submission<Own, forms.StepParams, forms.MoveInput> = async ({ actor, params, input }, res) => {
  if (!(await moveStep(actor, params.stepId, input.event))) throw new NotFound()
  const { event } = input
  res.redirect(
    303,
    event === 'remove' ? `/my/plan?removed=${params.stepId}` : `/my/plan?notice=${event === 'restore' ? 'restored' : event}`,
  )
}
const showMoveAgain: Page<Own, forms.StepParams> = (visit, res) => showPlanAgain(visit, res)

const showPrint: Page<Own> = async ({ actor, force }, res) => {
  res.render('preparing/plan-print', { ...(await findOwnPlan(actor, force)), printedAt: now() })
}

const showFile: Page<Own> = async ({ actor, force }, res) => {
  const { open } = await findOwnPlan(actor, force)
  const file = planCalendar(open, { force, baseUrl: res.locals['baseUrl'] as string })
  res.attachment('my-plan.ics').type('text/calendar; charset=utf-8').send(file)
}

const own = { can: 'preparing.own' } as const
const step = { ...own, params: forms.stepParams } as const

export const ownPlanRoutes = [
  get('/my/plan', { ...own, query: forms.planQuery }, showPlan),
  post('/my/plan', { ...own, form: forms.stepForm, invalid: showPlanAgain }, submitStep),
  post('/my/plan/suggested', { ...own, form: forms.suggestedForm, invalid: showPlanAgain }, submitSuggested),
  get('/my/plan/print', own, showPrint),
  get('/my/plan/calendar.ics', own, showFile),
  get('/my/plan/steps/:stepId', step, showStep),
  post('/my/plan/steps/:stepId', { ...step, form: forms.stepForm, invalid: showStep }, submitChange),
  post('/my/plan/steps/:stepId/move', { ...step, form: forms.moveForm, invalid: showMoveAgain }, submitMove),
]
