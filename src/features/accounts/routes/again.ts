import { now } from '../../../core/clock.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { homeOf } from '../../../core/navigation.ts'
import { proveAgain } from '../commands/again.ts'
import { againForm, againRefusals, codeQuery, type AgainInput, type CodeQuery } from '../forms/second-factor.ts'
import { keepNowhere } from './browser.ts'
import { attemptOf, goOn } from './entering.ts'
import { carriedBy, hiddenFields } from './second-factor.ts'

const showAgain: Page<'account.own', unknown, CodeQuery | undefined> = ({ actor, form, query }, res) => {
  const hidden = hiddenFields(carriedBy(form, query))
  keepNowhere(res).render('accounts/again', { form: { ...form, values: {} }, hidden, withCode: actor.secondFactor === true })
}

const showInvalid: Page<'account.own'> = (visit, res) => showAgain({ ...visit, query: undefined }, res)

const submitAgain: Submission<'account.own', unknown, AgainInput> = async (visit, res) => {
  const { actor, input, form } = visit
  const proven = await proveAgain(actor, await attemptOf(actor.accountId, res), input)
  if (!proven.ok) {
    const field = proven.reason === 'wrongPassword' ? 'password' : 'code'
    const refusal = refusedForm(form, actor.secondFactor === true ? field : 'password', againRefusals[proven.reason])
    await showInvalid({ ...visit, form: refusal }, res.status(proven.reason === 'tooMany' ? 429 : 422))
    return
  }
  res.req.session.provenAt = now().getTime()
  if (input.kept === undefined) res.redirect(303, input.next ?? homeOf(actor.role))
  else await goOn(actor, { kept: input.kept, next: homeOf(actor.role) }, res)
}

export const againRoutes = [
  get('/account/again', { can: 'account.own', query: codeQuery }, showAgain),
  post('/account/again', { can: 'account.own', form: againForm, invalid: showInvalid }, submitAgain),
]
