import type { Response } from 'express'
import type { Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { sendAgain } from '../commands/clockwork.ts'
import { openAsSupporter, openAsTeam } from '../commands/looks.ts'
import { stepAsProvider, type ProviderStep } from '../commands/steps.ts'
import { usesFile } from '../documents.ts'
import * as forms from '../forms.ts'
import { listForSupporter } from '../queries/provide.ts'
import { listUses, listUsesForFile, USES_A_PAGE } from '../queries/staff.ts'
import { needKinds } from '../rules/needs.ts'
import * as words from '../rules/words.ts'

type Can = 'passport.provide' | 'passport.manage'
type Shown = Page<Can, forms.UseParams, Partial<forms.NoticeQuery>>
const homeOf = ({ role }: Supporter | Team) => (role === 'supporter' ? '/supporting/adjustments' : '/staff/adjustments')

const showOne: Shown = async ({ actor, force, params, query, form }, res) => {
  const opened = await (actor.role === 'supporter' ? openAsSupporter(actor, force, params.useId) : openAsTeam(actor, force, params.useId))
  if (!opened) throw new NotFound()
  const view = actor.role === 'supporter' ? 'passport/provide' : 'passport/staff-one'
  const base = homeOf(actor)
  res.setHeader('cache-control', 'no-store')
  res.render(view, { ...words, needKinds, use: opened, base, form, now: now(), notice: forms.noticeWords(query.notice) })
}
const showAgain: Page<Can, forms.UseParams> = (visit, res) => showOne({ ...visit, query: {} }, res)

async function step(visit: Visit<Can, forms.UseParams>, res: Response, given: ProviderStep): Promise<void> {
  const { actor, params } = visit
  const decision = await stepAsProvider(actor, params.useId, given)
  if (!decision) throw new NotFound()
  const notice: forms.Notice = given.event === 'answer' ? 'answered' : 'noted'
  if (decision.ok) res.redirect(303, `${homeOf(actor)}/${params.useId}?notice=${notice}`)
  else await showAgain({ ...visit, form: refusedForm(visit.form, 'answer', words.useRefusals[decision.reason]) }, res.status(422))
}
const submitAnswer: Submission<Can, forms.UseParams, forms.AnswerInput> = (visit, res) =>
  step(visit, res, { event: 'answer', ...visit.input })
const submitDone: Submission<Can, forms.UseParams, forms.DoneInput> = (visit, res) => step(visit, res, visit.input)

const showMine: Page<'passport.provide', unknown, forms.PageQuery> = async ({ actor, force, query }, res) => {
  const list = await listForSupporter(actor, force, query.page)
  res.render('passport/provide-list', { ...words, ...list, query, pages: Math.ceil(list.total / USES_A_PAGE) })
}

const showList: Page<'passport.manage', unknown, forms.ListQuery> = async ({ actor, force, query }, res) => {
  const list = await listUses(actor, force, query)
  res.render('passport/staff-list', { ...words, ...list, query, pages: Math.ceil(list.total / USES_A_PAGE) })
}
const showFile: Page<'passport.manage', unknown, Omit<forms.ListQuery, 'page'>> = async ({ actor, force, query }, res) => {
  res
    .attachment(`adjustments-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(usesFile(await listUsesForFile(actor, force, query)))
}
const showNowhere: Page<'passport.manage', forms.UseParams> = () => {
  throw new NotFound()
}
const submitAgain: Submission<'passport.manage', forms.UseParams, object> = async ({ actor, force, params }, res) => {
  if (!(await sendAgain(actor, force, params.useId))) throw new NotFound()
  res.redirect(303, `/staff/adjustments/${params.useId}?notice=again`)
}

const answering = (base: string, can: Can) => {
  const one = { can, params: forms.useParams } as const
  return [
    get(`${base}/:useId`, { ...one, query: forms.noticeQuery }, showOne),
    post(`${base}/:useId/answer`, { ...one, form: forms.answerForm, invalid: showAgain }, submitAnswer),
    post(`${base}/:useId/provided`, { ...one, form: forms.doneForm, invalid: showAgain }, submitDone),
  ]
}

export const provideRoutes = [
  get('/supporting/adjustments', { can: 'passport.provide', query: forms.pageQuery }, showMine),
  ...answering('/supporting/adjustments', 'passport.provide'),
  get('/staff/adjustments', { can: 'passport.manage', query: forms.listQuery }, showList),
  get('/staff/adjustments/list.csv', { can: 'passport.manage', query: forms.fileQuery }, showFile),
  ...answering('/staff/adjustments', 'passport.manage'),
  post(
    '/staff/adjustments/:useId/again',
    { can: 'passport.manage', params: forms.useParams, form: forms.nothingForm, invalid: showNowhere },
    submitAgain,
  ),
]
