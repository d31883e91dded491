import { now } from '../../../core/clock.ts'
import { londonDay, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { askMeanwhile, planTheDay, saveReapply, startAgain } from '../commands/reapply.ts'
import * as forms from '../forms/own.ts'
import { findReapply } from '../queries/reapply.ts'
import { APPLICATION, works } from '../rules/reapply.ts'

type Own = 'preparing.own'
type Params = forms.RecordParams

async function find({ actor, force, params }: Visit<Own, Params>) {
  const found = await findReapply(actor, force, params.recordId)
  if (!found) throw new NotFound()
  return found
}

const showPlan: Page<Own, Params, Partial<forms.NoticeQuery>> = async (visit, res) => {
  const found = await find(visit)
  const { form, query } = visit
  const { feedback, works: chosen, workWords } = found.plan ?? { feedback: null, works: [], workWords: null }
  const given = { feedback: feedback ?? '', works: chosen, workWords: workWords ?? '' }
  const filled = form.errors.length > 0 || Object.keys(form.values).length > 0 ? form : blankForm(given)
  res.render('preparing/again', { found, works, form: filled, today: londonDay(now()), notice: forms.noticeWords(query.notice) })
}
const showPlanAgain: Page<Own, Params> = (visit, res) => showPlan({ ...visit, query: {} }, res)

const submitPlan: Submission<Own, Params, forms.ReapplyInput> = async ({ actor, params, input }, res) => {
  if (!(await saveReapply(actor, params.recordId, input))) throw new NotFound()
  res.redirect(303, `/my/again/${params.recordId}?notice=saved`)
}

const submitKind: Submission<Own, Params, forms.KindInput> = async ({ actor, force, params, input }, res) => {
  const asked = await askMeanwhile(actor, params.recordId, input.kind, force)
  if (asked === undefined) throw new NotFound()
  res.redirect(303, `/my/again/${params.recordId}?notice=${asked ? 'asked' : 'hasAsked'}`)
}

const submitDay: Submission<Own, Params, object> = async (visit, res) => {
  const { actor, force, params } = visit
  const decision = await planTheDay(actor, params.recordId, force)
  if (!decision) throw new NotFound()
  if (decision.ok || decision.reason === 'twice') res.redirect(303, `/my/again/${params.recordId}?notice=day`)
  else
    await showPlanAgain(
      { ...visit, query: {}, form: refusedForm(blankForm(), '', forms.stepRefusals[decision.reason].words) },
      res.status(422),
    )
}

const showStart: Page<Own, Params> = async (visit, res) => {
  const found = await find(visit)
  const { form, force } = visit
  const filled =
    Object.keys(form.values).length > 0 || form.errors.length > 0 ? form : blankForm({ route: found.record.route, on: typedDay(now()) })
  const routes = force.routes.filter(({ stages }) => stages.some(({ id }) => id === APPLICATION))
  res.render('preparing/again-start', { found, routes, form: filled, today: londonDay(now()) })
}

const submitStart: Submission<Own, Params, forms.StartInput> = async (visit, res) => {
  const { actor, force, params, input, form } = visit
  const decision = await startAgain(actor, params.recordId, force, input)
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, '/my/stages?notice=again')
    return
  }
  const { field, words } = forms.startRefusal(decision.reason)
  await showStart({ ...visit, query: {}, form: refusedForm(form, field, words) }, res.status(422))
}

const own = { can: 'preparing.own', params: forms.recordParams } as const

export const reapplyRoutes = [
  get('/my/again/:recordId', { ...own, query: forms.noticeQuery }, showPlan),
  post('/my/again/:recordId', { ...own, form: forms.reapplyForm, invalid: showPlanAgain }, submitPlan),
  post('/my/again/:recordId/support', { ...own, form: forms.kindForm, invalid: showPlanAgain }, submitKind),
  post('/my/again/:recordId/day', { ...own, form: forms.nothingForm, invalid: showPlanAgain }, submitDay),
  get('/my/again/:recordId/start', own, showStart),
  post('/my/again/:recordId/start', { ...own, form: forms.startForm, invalid: showStart }, submitStart),
]
