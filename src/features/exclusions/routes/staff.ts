import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { lookAtExclusions } from '../commands/looks.ts'
import * as review from '../commands/review.ts'
import * as own from '../forms/own.ts'
import * as forms from '../forms/staff.ts'
import { findDeclaration, findPrefill, listDeclarations } from '../queries/staff.ts'
import { endReasons, type DeclarationDecision } from '../rules/declarations.ts'
import { duties, reasonWords } from '../rules/reasons.ts'

type Manage = 'exclusion.manage'
const words = { reasonWords, duties, endReasons, teamRelations: forms.teamRelations }

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  res.render('exclusions/staff/list', { ...(await listDeclarations(actor, query)), ...words, query })
}

type Params = own.DeclarationParams
const showOne: Page<Manage, Params, Partial<forms.NoticeQuery>> = async ({ actor, params, query, form }, res) => {
  const row = await findDeclaration(actor, params.declarationId)
  if (!row) throw new NotFound()
  const { candidateId } = row
  if (candidateId !== null) await lookAtExclusions(actor, candidateId)
  res.render('exclusions/staff/one', { ...words, row, form, notice: query.notice && forms.notices[query.notice] })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const answer =
  <Input>(
    act: (actor: Parameters<typeof review.leaveOpen>[0], id: string, input: Input) => Promise<DeclarationDecision | undefined>,
    notice: keyof typeof forms.notices,
    field: string,
  ): Submission<Manage, Params, Input> =>
  async (visit, res) => {
    const decision = await act(visit.actor, visit.params.declarationId, visit.input)
    if (!decision) throw new NotFound()
    if (decision.ok) res.redirect(303, `/staff/exclusions/${visit.params.declarationId}?notice=${notice}`)
    else await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, field, own.refusals[decision.reason]) }, res.status(422))
  }

const submitLink = answer<forms.LinkInput>(
  (actor, id, { person, typed }) =>
    review.linkDeclaration(actor, id, person === undefined || person === 'typed' ? { typed } : { id: person }),
  'linked',
  'person',
)

const showNew: Page<Manage, unknown, Partial<forms.NewQuery>> = async ({ actor, query, form }, res) => {
  const filled = Object.keys(form.values).length > 0 ? form : { ...form, values: await findPrefill(actor, query) }
  res.render('exclusions/staff/new', { ...words, form: filled })
}
const showNewAgain: Page<Manage> = (visit, res) => showNew({ ...visit, query: {} }, res)

const submitNew: Submission<Manage, unknown, forms.TeamDeclareInput> = async (visit, res) => {
  const made = await review.declareForTeam(visit.actor, visit.input)
  if (made.ok) res.redirect(303, `/staff/exclusions/${made.id}?notice=declared`)
  else await showNewAgain({ ...visit, query: {}, form: refusedForm(visit.form, made.field, own.refusals[made.reason]) }, res.status(422))
}

const can = { can: 'exclusion.manage' } as const
const one = { ...can, params: own.declarationParams } as const
const act = { ...one, invalid: showAgain } as const
const at = '/staff/exclusions'

export const staffExclusionRoutes = [
  get(at, { ...can, query: forms.listQuery }, showList),
  get(`${at}/new`, { ...can, query: forms.newQuery }, showNew),
  post(`${at}/new`, { ...can, form: forms.teamDeclareForm, invalid: showNewAgain }, submitNew),
  get(`${at}/:declarationId`, { ...one, query: forms.noticeQuery }, showOne),
  post(`${at}/:declarationId/link`, { ...act, form: forms.linkForm }, submitLink),
  post(`${at}/:declarationId/leave-open`, { ...act, form: own.nothingForm }, answer(review.leaveOpen, 'leftOpen', '')),
  post(`${at}/:declarationId/unlink`, { ...act, form: own.nothingForm }, answer(review.unlinkDeclaration, 'unlinked', '')),
  post(
    `${at}/:declarationId/end`,
    { ...act, form: forms.endForm },
    answer<forms.EndInput>((actor, id, { why }) => review.endDeclaration(actor, id, why), 'ended', 'why'),
  ),
]
