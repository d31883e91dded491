import type { Response } from 'express'
import { now } from '../../core/clock.ts'
import { typedDay } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import { refusedForm } from '../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../core/http.ts'
import * as commands from './commands/rationales.ts'
import { openToAll } from './commands/reopening.ts'
import * as forms from './forms.ts'
import { findRationale, listRationales, type FoundRationale } from './queries/rationales.ts'
import { listReopened } from './queries/waiting.ts'
import { changeWords, gateNames, gates, gateShort, standingWords, type RationaleEvent } from './rules.ts'

type Manage = 'rationale.manage'
type Params = forms.RationaleParams
const words = { gateNames, gates, gateShort, standingWords, changeWords }

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  res.render('rationales/list', { ...(await listRationales(actor, query)), ...words, query })
}

const showReopened: Page<Manage, unknown, forms.PageQuery> = async ({ actor, query }, res) => {
  const notice = query.notice && 'It stays open to all. Nothing waits there any more.'
  res.render('rationales/reopened', { ...(await listReopened(actor, query.page)), number: query.page, notice })
}

const showNew: Page<Manage> = ({ form }, res) => {
  res.render('rationales/edit', { ...words, rationale: undefined, form })
}

const valuesOf = (r: FoundRationale) => ({
  ...{ title: r.title, gate: r.gate, group: r.groupKey, routes: r.routes },
  ...{ evidence: r.evidence, aim: r.aim, proportionate: r.proportionate, alternatives: r.alternatives },
  ...{ from: typedDay(r.fromOn), until: typedDay(r.untilOn) },
})

async function find({ actor, params }: Visit<Manage, Params>, event?: RationaleEvent): Promise<FoundRationale> {
  const rationale = await findRationale(actor, params.rationaleId)
  if (!rationale || (event !== undefined && !rationale.events.includes(event))) throw new NotFound()
  return rationale
}

const showEdit: Page<Manage, Params> = async (visit, res) => {
  const rationale = await find(visit, 'edit')
  const { form } = visit
  const filled = Object.keys(form.values).length > 0 ? form : { ...form, values: valuesOf(rationale) }
  res.render('rationales/edit', { ...words, rationale, form: filled })
}

const showOne: Page<Manage, Params, Partial<forms.OneQuery>> = async (visit, res) => {
  const rationale = await find(visit)
  res.render('rationales/one', { ...words, rationale, form: visit.form, notice: visit.query.notice && forms.notices[visit.query.notice] })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const showPrint: Page<Manage, Params> = async (visit, res) => {
  res.render('rationales/print', { ...words, rationale: await find(visit), printedAt: now() })
}

const submitNew: Submission<Manage, unknown, forms.WriteInput> = async (visit, res) => {
  const written = await commands.writeRationale(visit.actor, visit.force, visit.input)
  if (written.ok) res.redirect(303, `/staff/rationales/${written.id}?notice=written`)
  else
    await showNew(
      { ...visit, query: {}, form: refusedForm(visit.form, fieldOf[written.reason], forms.refusals[written.reason]) },
      res.status(422),
    )
}

const fieldOf = { unknownGroup: 'group', unknownRoute: 'routes' } as const

const submitEdit: Submission<Manage, Params, forms.WriteInput> = async (visit, res) => {
  const edited = await commands.editRationale(visit.actor, visit.force, visit.params.rationaleId, visit.input)
  if (edited?.ok === false && edited.reason === 'unknownRoute')
    await showEdit({ ...visit, query: {}, form: refusedForm(visit.form, 'routes', forms.refusals.unknownRoute) }, res.status(422))
  else await answer(visit, edited, 'edited', 'form', res)
}

type Answer = { ok: true; id?: string } | { ok: false; reason: keyof typeof forms.refusals } | undefined
type Sent = Visit<Manage, Params>

async function answer(visit: Sent, decision: Answer, notice: string, field: string, res: Response): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/rationales/${decision.id ?? visit.params.rationaleId}?notice=${notice}`)
  else await showAgain({ ...visit, form: refusedForm(visit.form, field, forms.refusals[decision.reason]) }, res.status(422))
}

const submitSubmit: Submission<Manage, Params, unknown> = async (visit, res) => {
  await answer(visit, await commands.submitRationale(visit.actor, visit.params.rationaleId), 'submitted', 'form', res)
}
const submitTakeBack: Submission<Manage, Params, unknown> = async (visit, res) => {
  await answer(visit, await commands.takeBackRationale(visit.actor, visit.params.rationaleId), 'takenBack', 'form', res)
}
const submitRenew: Submission<Manage, Params, unknown> = async (visit, res) => {
  await answer(visit, await commands.renewRationale(visit.actor, visit.params.rationaleId), 'renewed', 'form', res)
}
const submitWithdraw: Submission<Manage, Params, forms.WithdrawInput> = async (visit, res) => {
  const withdrawn = await commands.withdrawRationale(visit.actor, visit.params.rationaleId, visit.input.withdrawReason)
  await answer(visit, withdrawn, 'withdrawn', 'withdrawReason', res)
}
const submitApprove: Submission<'rationale.approve', Params, unknown> = async (visit, res) => {
  await answer(visit, await commands.approveRationale(visit.actor, visit.params.rationaleId), 'approved', 'form', res)
}
const submitReturn: Submission<'rationale.approve', Params, forms.ReturnInput> = async (visit, res) => {
  await answer(
    visit,
    await commands.returnRationale(visit.actor, visit.params.rationaleId, visit.input.returnReason),
    'returned',
    'returnReason',
    res,
  )
}
const submitOpen: Submission<Manage, forms.ReopenedParams, unknown> = async ({ actor, params }, res) => {
  if (!(await openToAll(actor, params.workshopId))) throw new NotFound()
  res.redirect(303, '/staff/rationales/reopened?notice=opened')
}

const at = '/staff/rationales'
const can = { can: 'rationale.manage' } as const
const one = { ...can, params: forms.rationaleParams } as const
const act = { ...one, form: forms.nothingForm, invalid: showAgain } as const
const showLeadAgain: Page<'rationale.approve', Params> = (visit, res) => showOne({ ...visit, query: {} }, res)
const lead = { can: 'rationale.approve', params: forms.rationaleParams, invalid: showLeadAgain } as const
const reopened = { ...can, params: forms.reopenedParams } as const
const showNowhere: Page<Manage, forms.ReopenedParams> = () => {
  throw new NotFound()
}

export const rationaleRoutes = [
  get(at, { ...can, query: forms.listQuery }, showList),
  get(`${at}/new`, can, showNew),
  post(`${at}/new`, { ...can, form: forms.writeForm, invalid: showNew }, submitNew),
  get(`${at}/reopened`, { ...can, query: forms.pageQuery }, showReopened),
  post(`${at}/reopened/:workshopId/open`, { ...reopened, form: forms.nothingForm, invalid: showNowhere }, submitOpen),
  get(`${at}/:rationaleId`, { ...one, query: forms.oneQuery }, showOne),
  get(`${at}/:rationaleId/print`, one, showPrint),
  get(`${at}/:rationaleId/edit`, one, showEdit),
  post(`${at}/:rationaleId/edit`, { ...one, form: forms.writeForm, invalid: showEdit }, submitEdit),
  post(`${at}/:rationaleId/submit`, act, submitSubmit),
  post(`${at}/:rationaleId/take-back`, act, submitTakeBack),
  post(`${at}/:rationaleId/renew`, act, submitRenew),
  post(`${at}/:rationaleId/withdraw`, { ...one, form: forms.withdrawForm, invalid: showAgain }, submitWithdraw),
  post(`${at}/:rationaleId/approve`, { ...lead, form: forms.nothingForm }, submitApprove),
  post(`${at}/:rationaleId/return`, { ...lead, form: forms.returnForm }, submitReturn),
]
