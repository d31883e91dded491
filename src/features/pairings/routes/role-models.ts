import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { findRoleModel, listRoleModels, mayBePaired } from '../../supporting/queries/directory.ts'
import * as vocabulary from '../../supporting/rules/vocabulary.ts'
import { askRoleModel } from '../commands/role-models.ts'
import * as forms from '../forms/role-models.ts'

const list = '/my/role-models'

const showList: Page<'candidate.own', unknown, forms.DirectoryQuery> = async ({ actor, query }, res) => {
  const [found, able] = await Promise.all([listRoleModels(actor, query), mayBePaired(actor)])
  const notice = query.notice && 'You have asked. You hear by e-mail within five working days, and see it under My support.'
  res.render('pairings/role-models', { ...found, ...vocabulary, able, query, notice })
}

const showOne: Page<'candidate.own', forms.RoleModelParams> = async ({ actor, params, form }, res) => {
  const [person, able] = await Promise.all([findRoleModel(actor, params.supporterId), mayBePaired(actor)])
  if (!person) throw new NotFound()
  res.render('pairings/role-model', { ...vocabulary, person, able, form })
}

const submitAsk: Submission<'candidate.own', forms.RoleModelParams, unknown> = async (visit, res) => {
  if (!(await findRoleModel(visit.actor, visit.params.supporterId))) throw new NotFound()
  const asked = await askRoleModel(visit.actor, visit.force, visit.params.supporterId)
  if (asked.ok) res.redirect(303, `${list}?notice=asked`)
  else await showOne({ ...visit, query: {}, form: refusedForm(visit.form, '', forms.askRefusals[asked.reason]) }, res.status(422))
}

const one = { can: 'candidate.own', params: forms.roleModelParams } as const

export const roleModelRoutes = [
  get(list, { can: 'candidate.own', query: forms.directoryQuery }, showList),
  get(`${list}/:supporterId`, one, showOne),
  post(`${list}/:supporterId/ask`, { ...one, form: forms.nothingForm, invalid: showOne }, submitAsk),
]
