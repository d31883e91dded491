import type { Response } from 'express'
import type { z } from 'zod'
import { now } from '../../../core/clock.ts'
import { londonDay, startOfDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import type { Team } from '../../../core/access.ts'
import { listTeam } from '../../accounts/queries/team.ts'
import * as systemic from '../commands/systemic.ts'
import { moveTold, proposeTold, type ToldDone } from '../commands/told.ts'
import { systemicCsv } from '../documents.ts'
import * as fields from '../forms/fields.ts'
import * as forms from '../forms/systemic.ts'
import { findCase } from '../queries/cases.ts'
import { findSystemic, listSystemic, listSystemicForFile } from '../queries/systemic.ts'
import { barrierKinds } from '../rules/cases.ts'
import { systemicShows, systemicShowWords } from '../rules/shows.ts'
import * as words from '../rules/words.ts'

type Manage = 'barrier.manage'
type Params = fields.SystemicParams
const at = '/staff/systemic'

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  res.render('barriers/systemic-list', {
    ...words,
    ...(await listSystemic(actor, query)),
    query,
    systemicShows,
    systemicShowWords,
    barrierKinds,
  })
}
const showFile: Page<Manage, unknown, forms.FileQuery> = async ({ actor, query }, res) => {
  res
    .attachment(`systemic-barriers-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(systemicCsv(await listSystemicForFile(actor, query)))
}

type Blank = { actor: Team; form: Form; caseId?: string | undefined }
async function renderNew({ actor, form, caseId }: Blank, res: Response): Promise<void> {
  const from = caseId === undefined ? undefined : await findCase(actor, caseId)
  if (caseId !== undefined && !from) throw new NotFound()
  const given = form.errors.length > 0 ? form : blankForm({ kind: from?.kind, ownerId: actor.accountId, caseId })
  res.render('barriers/systemic-form', { ...words, barrierKinds, team: await listTeam(actor), form: given, from, systemic: undefined })
}
const showNew: Page<Manage, unknown, forms.NewQuery> = ({ actor, form, query }, res) => renderNew({ actor, form, caseId: query.case }, res)
const newAgain: Page<Manage> = ({ actor, form }, res) =>
  renderNew({ actor, form, caseId: forms.newQuery.parse({ case: form.values['caseId'] }).case }, res)

const submitNew: Submission<Manage, unknown, forms.SystemicInput> = async (visit, res) => {
  const { caseId, ...input } = visit.input
  const made = await systemic.makeSystemic(visit.actor, { ...input, routes: known(visit.force.routes, input.routes) }, caseId)
  if (!made) throw new NotFound()
  if (made.ok) res.redirect(303, `${at}/${made.id}?notice=made`)
  else await newAgain({ ...visit, form: refusedForm(visit.form, 'ownerId', words.refusals[made.reason]) }, res.status(422))
}
const known = (routes: { id: string }[], chosen: string[]) => routes.map(({ id }) => id).filter((id) => chosen.includes(id))

const showEdit: Page<Manage, Params> = async ({ actor, params, form }, res) => {
  const found = await findSystemic(actor, params.systemicId)
  if (!found?.events.has('edit')) throw new NotFound()
  const { title, kind, routes, about, sources, ownerId } = found
  const given = form.errors.length > 0 ? form : blankForm({ title, kind, routes, about, sources, ownerId })
  res.render('barriers/systemic-form', { ...words, barrierKinds, team: found.team, form: given, from: undefined, systemic: found })
}
const submitEdit: Submission<Manage, Params, forms.SystemicInput> = async (visit, res) => {
  const { caseId: _caseId, ...input } = visit.input
  const { systemicId } = visit.params
  const done = await systemic.editSystemic(visit.actor, systemicId, { ...input, routes: known(visit.force.routes, input.routes) })
  if (!done) throw new NotFound()
  if (done.ok) res.redirect(303, `${at}/${systemicId}?notice=edited`)
  else
    await showEdit(
      { ...visit, form: refusedForm(visit.form, done.reason === 'notShown' ? 'sources' : '', words.refusals[done.reason]) },
      res.status(422),
    )
}

const showOne: Page<Manage, Params, Partial<forms.OneQuery>> = async ({ actor, params, query, form }, res) => {
  const found = await findSystemic(actor, params.systemicId)
  if (!found) throw new NotFound()
  const today = startOfDay(londonDay(now()))
  const notice = query.notice && forms.notices[query.notice]
  const { toldStateWords } = words
  res.render('barriers/systemic', { ...words, toldStateWords, found, form, today, notice })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

type Answer = systemic.Changed | ToldDone | { ok: false; unsafe: keyof typeof words.unsafeWords; field: string } | undefined

/** One form of the page, and what it does. */
function on<P extends Params, F extends z.ZodType>(
  path: string,
  { params, form }: { params: z.ZodType<P>; form: F },
  notice: keyof typeof forms.notices,
  act: (actor: Team, params: P, input: z.infer<F>) => Promise<Answer>,
): Route {
  const submit: Submission<Manage, P, z.infer<F>> = async (visit, res) => {
    const done = await act(visit.actor, visit.params, visit.input)
    if (!done) throw new NotFound()
    if (done.ok) {
      res.redirect(303, `${at}/${visit.params.systemicId}?notice=${notice}`)
      return
    }
    const [field, message] = 'unsafe' in done ? [done.field, words.unsafeWords[done.unsafe]] : ['', words.refusals[done.reason]]
    await showAgain({ ...visit, form: refusedForm(visit.form, field, message) }, res.status(422))
  }
  return post(`${at}/:systemicId/${path}`, { can: 'barrier.manage', params, form, invalid: showAgain }, submit)
}

const of = <F extends z.ZodType>(form: F) => ({ params: fields.systemicParams, form })
const link = { params: fields.linkParams, form: fields.nothingForm }
const told = <F extends z.ZodType>(form: F) => ({ params: fields.toldParams, form })
const whichOf = ({ systemicId, toldId }: fields.ToldParams) => ({ systemicId, entryId: toldId })

const steps: Route[] = [
  on('evidence', of(forms.evidenceForm), 'moved', (actor, { systemicId }, { evidence }) =>
    systemic.showByEvidence(actor, systemicId, evidence),
  ),
  on('decide', of(forms.decideForm), 'moved', (actor, { systemicId }, { decisionWords, ...input }) =>
    systemic.decide(actor, systemicId, { ...input, words: decisionWords }),
  ),
  on('change', of(forms.changeForm), 'moved', (actor, { systemicId }, { changeWords, changedOn, lookAgainOn }) =>
    systemic.sayChanged(actor, systemicId, { words: changeWords, changedOn, remeasureOn: lookAgainOn }),
  ),
  on('remeasure', of(forms.remeasureForm), 'moved', (actor, { systemicId }, input) => systemic.remeasure(actor, systemicId, input)),
  on('close', of(fields.nothingForm), 'moved', (actor, { systemicId }) => systemic.closeSystemic(actor, systemicId)),
  on('reopen', of(fields.nothingForm), 'moved', (actor, { systemicId }) => systemic.reopenSystemic(actor, systemicId)),
  on('cases/:caseId/link', link, 'linked', (actor, params) => systemic.linkCase(actor, params)),
  on('cases/:caseId/unlink', link, 'unlinked', (actor, params) => systemic.unlinkCase(actor, params)),
  on('told', of(forms.toldForm), 'proposed', (actor, { systemicId }, input) => proposeTold(actor, systemicId, input)),
  on('told/:toldId/approve', told(fields.nothingForm), 'approved', (actor, params) => moveTold(actor, whichOf(params), 'approve')),
  on('told/:toldId/return', told(forms.returnForm), 'returned', (actor, params, { returnWords }) =>
    moveTold(actor, whichOf(params), 'return', returnWords),
  ),
  on('told/:toldId/unpublish', told(fields.nothingForm), 'unpublished', (actor, params) => moveTold(actor, whichOf(params), 'unpublish')),
]

export const systemicRoutes: Route[] = [
  get(at, { can: 'barrier.manage', query: forms.listQuery }, showList),
  get(`${at}/list.csv`, { can: 'barrier.manage', query: forms.fileQuery }, showFile),
  get(`${at}/new`, { can: 'barrier.manage', query: forms.newQuery }, showNew),
  post(`${at}/new`, { can: 'barrier.manage', form: forms.systemicForm, invalid: newAgain }, submitNew),
  get(`${at}/:systemicId`, { can: 'barrier.manage', params: fields.systemicParams, query: forms.oneQuery }, showOne),
  get(`${at}/:systemicId/edit`, { can: 'barrier.manage', params: fields.systemicParams }, showEdit),
  post(
    `${at}/:systemicId/edit`,
    { can: 'barrier.manage', params: fields.systemicParams, form: forms.systemicForm, invalid: showEdit },
    submitEdit,
  ),
  ...steps,
]
