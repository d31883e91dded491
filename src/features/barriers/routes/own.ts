import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { londonDay, startOfDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { Candidate } from '../../../core/access.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { moveAction } from '../commands/actions.ts'
import * as cases from '../commands/cases.ts'
import type { Done } from '../commands/steps.ts'
import * as fields from '../forms/fields.ts'
import * as forms from '../forms/own.ts'
import { findOwnCase, listOwnCases } from '../queries/own.ts'
import { barrierKinds } from '../rules/cases.ts'
import * as words from '../rules/words.ts'

type Own = 'barrier.own'
type Params = fields.CaseParams
const at = '/my/barriers'

const showList: Page<Own, unknown, forms.NoticeQuery> = async ({ actor, query }, res) => {
  res.render('barriers/own', { ...words, cases: await listOwnCases(actor), notice: query.notice && forms.notices[query.notice] })
}

const showNew: Page<Own, unknown, forms.OpenQuery | undefined> = ({ form, query, force }, res) => {
  const given = form.errors.length > 0 || query?.kind === undefined ? form : blankForm({ kind: query.kind })
  res.render('barriers/new', { ...words, barrierKinds, barrierDays: force.barrierDays, form: given })
}
const newAgain: Page<Own> = (visit, res) => showNew({ ...visit, query: undefined }, res)

const submitNew: Submission<Own, unknown, forms.OpenInput> = async ({ actor, force, input }, res) => {
  const id = await cases.openCase(actor, input, force)
  if (id === undefined) throw new NotFound()
  res.redirect(303, `${at}/${id}?notice=opened`)
}

type Opened = { actor: Candidate; params: Params; form: Form; notice?: string | undefined }
async function renderOne({ actor, params, form, notice }: Opened, res: Response): Promise<void> {
  const found = await findOwnCase(actor, params.caseId)
  if (!found) throw new NotFound()
  const { helpedWords, ownWhoWords } = words
  res.render('barriers/own-one', { ...words, helpedWords, ownWhoWords, found, form, notice, today: startOfDay(londonDay(now())) })
}
const showOne: Page<Own, Params, forms.NoticeQuery> = ({ actor, params, query }, res) =>
  renderOne({ actor, params, form: blankForm(), notice: query.notice && forms.notices[query.notice] }, res)
const oneAgain: Page<Own, Params> = ({ actor, params, form }, res) => renderOne({ actor, params, form }, res)

type Act<P extends Params, Input> = (actor: Candidate, params: P, given: { input: Input; force: ForceProfile }) => Promise<Done | undefined>

/** Does one thing about one of one's own, and shows it again. */
const acting =
  <P extends Params, Input>(notice: keyof typeof forms.notices, act: Act<P, Input>): Submission<Own, P, Input> =>
  async (visit, res) => {
    const done = await act(visit.actor, visit.params, visit)
    if (!done) throw new NotFound()
    if (done.ok) res.redirect(303, `${at}/${visit.params.caseId}?notice=${notice}`)
    else await oneAgain({ ...visit, form: refusedForm(visit.form, '', words.refusals[done.reason]) }, res.status(422))
  }

const one = { can: 'barrier.own', params: fields.caseParams, invalid: oneAgain } as const
const action = { can: 'barrier.own', params: fields.actionParams, form: fields.nothingForm, invalid: oneAgain } as const
const bare = { ...one, form: fields.nothingForm } as const

export const ownBarrierRoutes = [
  get(at, { can: 'barrier.own', query: forms.noticeQuery }, showList),
  get(`${at}/new`, { can: 'barrier.own', query: forms.openQuery }, showNew),
  post(`${at}/new`, { can: 'barrier.own', form: forms.openForm, invalid: newAgain }, submitNew),
  get(`${at}/:caseId`, { can: 'barrier.own', params: fields.caseParams, query: forms.noticeQuery }, showOne),
  post(
    `${at}/:caseId/words`,
    { ...one, form: forms.wordsForm },
    acting('said', (actor, { caseId }, { input }: { input: forms.WordsInput }) => cases.addOwnWords(actor, caseId, input.words)),
  ),
  post(
    `${at}/:caseId/solved`,
    bare,
    acting('solved', (actor, { caseId }) => cases.solveCase(actor, caseId)),
  ),
  post(
    `${at}/:caseId/withdraw`,
    bare,
    acting('withdrawn', (actor, { caseId }) => cases.withdrawCase(actor, caseId)),
  ),
  post(
    `${at}/:caseId/again`,
    { ...one, form: forms.againForm },
    acting('again', (actor, { caseId }, { input, force }: { input: forms.AgainInput; force: ForceProfile }) =>
      cases.reopenCase(actor, caseId, { words: input.again, force }),
    ),
  ),
  post(
    `${at}/:caseId/helped`,
    { ...one, form: forms.helpedForm },
    acting('helped', (actor, { caseId }, { input }: { input: forms.HelpedInput }) =>
      cases.sayHelped(actor, caseId, { helped: input.helped, words: input.helpedWords }),
    ),
  ),
  post(
    `${at}/:caseId/actions/:actionId/done`,
    action,
    acting('done', (actor, params: fields.ActionParams) => moveAction(actor, params, 'done')),
  ),
  post(
    `${at}/:caseId/actions/:actionId/undone`,
    action,
    acting('undone', (actor, params: fields.ActionParams) => moveAction(actor, params, 'undone')),
  ),
]
