import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { addNeed, changeNeed, keepOn, moveNeed } from '../commands/needs.ts'
import * as forms from '../forms.ts'
import { findAccessText, findNeed, findPassport, listNeeds } from '../queries/own.ts'
import { needKinds } from '../rules/needs.ts'
import { aboutWords, answerWords, outcomeWords, stateWords } from '../rules/words.ts'

type Own = 'passport.own'
const words = { needKinds, aboutWords, answerWords, outcomeWords, stateWords }
const TOO_MANY = 'That is more than one page can hold. Take out what you do not need any more first'

const showPassport: Page<Own, unknown, Partial<forms.PassportQuery>> = async ({ actor, force, form, query }, res) => {
  const passport = await findPassport(actor, force)
  res.render('passport/index', { ...words, ...passport, form, removed: query.removed, notice: forms.noticeWords(query.notice) })
}
const showPassportAgain: Page<Own> = (visit, res) => showPassport({ ...visit, query: {} }, res)

const isTyped = (form: { values: object; errors: unknown[] }) => form.errors.length > 0 || Object.keys(form.values).length > 0

const showNew: Page<Own> = async ({ actor, form }, res) => {
  const begin = isTyped(form) || (await listNeeds(actor)).length > 0 ? '' : (await findAccessText(actor)).slice(0, 600)
  const filled = begin === '' ? form : blankForm({ helps: begin })
  res.render('passport/need', { ...words, need: undefined, begun: begin !== '', form: filled })
}
const showEdit: Page<Own, forms.NeedParams> = async ({ actor, params, form }, res) => {
  const need = await findNeed(actor, params.needId)
  if (!need) throw new NotFound()
  const kept = { kind: need.kind, helps: need.helps, avoid: need.avoid ?? '' }
  res.render('passport/need', { ...words, need, begun: false, form: isTyped(form) ? form : blankForm(kept) })
}

const submitNew: Submission<Own, unknown, forms.NeedInput> = async (visit, res) => {
  const decision = await addNeed(visit.actor, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, '/my/passport?notice=saved')
  else await showNew({ ...visit, query: {}, form: refusedForm(visit.form, 'kind', TOO_MANY) }, res.status(422))
}
const submitEdit: Submission<Own, forms.NeedParams, forms.NeedInput> = async ({ actor, params, input }, res) => {
  if (!(await changeNeed(actor, params.needId, input))) throw new NotFound()
  res.redirect(303, '/my/passport?notice=saved')
}
const submitMove: Submission<Own, forms.NeedParams, forms.MoveInput> = async ({ actor, params, input: { event } }, res) => {
  if (!(await moveNeed(actor, params.needId, event))) throw new NotFound()
  res.redirect(303, event === 'remove' ? `/my/passport?removed=${params.needId}` : '/my/passport?notice=restored')
}
const submitKeep: Submission<Own, unknown, object> = async ({ actor }, res) => {
  if (!(await keepOn(actor))) throw new NotFound()
  res.redirect(303, '/my/passport?notice=kept')
}
const showPrint: Page<Own> = async ({ actor }, res) => {
  res.render('passport/print', { needs: await listNeeds(actor), needKinds, printedAt: now() })
}

const own = { can: 'passport.own' } as const
const need = { ...own, params: forms.needParams } as const
const again: Page<Own, forms.NeedParams> = (visit, res) => showPassportAgain(visit, res)

export const ownPassportRoutes = [
  get('/my/passport', { ...own, query: forms.passportQuery }, showPassport),
  get('/my/passport/print', own, showPrint),
  post('/my/passport/keep', { ...own, form: forms.nothingForm, invalid: showPassportAgain }, submitKeep),
  get('/my/passport/needs/new', own, showNew),
  post('/my/passport/needs/new', { ...own, form: forms.needForm, invalid: showNew }, submitNew),
  get('/my/passport/needs/:needId', need, showEdit),
  post('/my/passport/needs/:needId', { ...need, form: forms.needForm, invalid: showEdit }, submitEdit),
  post('/my/passport/needs/:needId/move', { ...need, form: forms.moveForm, invalid: again }, submitMove),
]
