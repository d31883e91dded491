import type { Lead } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import * as handling from '../commands/handling.ts'
import * as forms from '../forms/concerns.ts'
import { findConcern, listConcerns } from '../queries/concerns.ts'
import { outcomes, stepWords, type ConcernDecision } from '../rules/concerns.ts'

type Manage = 'concern.manage'
type Params = forms.ConcernParams

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  res.render('concerns/list', { ...(await listConcerns(actor, query)), query, outcomes })
}

const showOne: Page<Manage, Params, Partial<forms.OneQuery>> = async ({ actor, params, query, form }, res) => {
  const concern = await findConcern(actor, params.concernId)
  if (!concern) throw new NotFound()
  res.render('concerns/one', { concern, outcomes, stepWords, form, notice: query.notice && forms.notices[query.notice] })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

type Act<Input> = (actor: Lead, id: string, input: Input, visit: Visit<Manage, Params>) => Promise<ConcernDecision>

/** Does one thing about a concern, and shows it again. */
const act =
  <Input>(work: Act<Input>, notice: keyof typeof forms.notices): Submission<Manage, Params, Input> =>
  async (visit, res) => {
    const decision = await work(visit.actor, visit.params.concernId, visit.input, visit)
    if (!decision) throw new NotFound()
    if (decision.ok) res.redirect(303, `/staff/concerns/${visit.params.concernId}?notice=${notice}`)
    else await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', forms.refusals[decision.reason]) }, res.status(422))
  }

const at = '/staff/concerns'
const can = { can: 'concern.manage' } as const
const one = { ...can, params: forms.concernParams } as const
const bare = { ...one, form: forms.nothingForm, invalid: showAgain } as const
const { noteForm, closeForm, reopenForm } = forms

export const concernRoutes = [
  get(at, { ...can, query: forms.listQuery }, showList),
  get(`${at}/:concernId`, { ...one, query: forms.oneQuery }, showOne),
  post(`${at}/:concernId/acknowledge`, bare, act(handling.acknowledge, 'acknowledged')),
  post(
    `${at}/:concernId/note`,
    { ...one, form: noteForm, invalid: showAgain },
    act<forms.NoteInput>((actor, id, { note }) => handling.noteConcern(actor, id, note), 'noted'),
  ),
  post(`${at}/:concernId/suspend`, bare, act(handling.suspendSupporter, 'suspended')),
  post(`${at}/:concernId/unsuspend`, bare, act(handling.liftSuspension, 'unsuspended')),
  post(`${at}/:concernId/end-pairing`, bare, act(handling.endPair, 'ended')),
  post(
    `${at}/:concernId/send`,
    bare,
    act((actor, id, _input, { force }) => handling.writeAgain(actor, force, id), 'sent'),
  ),
  post(`${at}/:concernId/close`, { ...one, form: closeForm, invalid: showAgain }, act<forms.CloseInput>(handling.closeConcern, 'closed')),
  post(
    `${at}/:concernId/reopen`,
    { ...one, form: reopenForm, invalid: showAgain },
    act<forms.ReopenInput>((actor, id, { why }) => handling.reopenConcern(actor, id, why), 'reopened'),
  ),
]
