import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { networkOf } from '../../../core/rate-limit.ts'
import { signOut } from '../../../core/sign-in.ts'
import { resetPassword } from '../commands/recover.ts'
import { recover } from '../commands/register.ts'
import { knownDevice } from '../commands/sign-in.ts'
import {
  emailForm,
  GUESSABLE,
  isTooGuessable,
  linkParams,
  resetForm,
  TOO_MANY,
  type EmailInput,
  type LinkParams,
  type ResetInput,
} from '../forms.ts'
import { findLink } from '../queries.ts'
import { PASSWORD_LEAST } from '../rules.ts'
import { keepDevice, keepNowhere, withoutSecrets } from './browser.ts'
import { showDeadLink } from './register.ts'

const showForgotten: Page<'account.recover'> = ({ form }, res) => {
  res.render('accounts/forgotten', { form })
}

const submitForgotten: Submission<'account.recover', unknown, EmailInput> = async (visit, res) => {
  const sent = await recover(visit.input.email, networkOf(res.req.ip), res.req.session.registering)
  if (sent.ok) res.redirect(303, '/forgotten/sent')
  else await showForgotten({ ...visit, form: refusedForm(visit.form, 'email', TOO_MANY) }, res.status(429))
}

const showForgottenSent: Page<'account.recover'> = (_visit, res) => {
  res.render('accounts/forgotten-sent')
}

const showReset: Page<'account.recover', LinkParams> = async ({ params, form }, res) => {
  const { state, row } = await findLink(params.link, 'reset')
  if (state !== 'live') showDeadLink('reset', state, form, res)
  else keepNowhere(res).render('accounts/reset', { form: withoutSecrets(form), least: PASSWORD_LEAST, email: row?.account?.email ?? '' })
}

const submitReset: Submission<'account.recover', LinkParams, ResetInput> = async (visit, res) => {
  const { params, input, force, form, actor } = visit
  const { row } = await findLink(params.link, 'reset')
  if (row?.account && (await isTooGuessable(input.password, row.account, force))) {
    await showReset({ ...visit, form: refusedForm(form, 'password', GUESSABLE) }, res.status(422))
    return
  }
  const decision = await resetPassword(params.link, input.password)
  if (!decision.ok) {
    showDeadLink('reset', decision.reason, form, res)
    return
  }
  if (actor.role !== 'visitor') await signOut(res.req)
  keepDevice(res, knownDevice(decision.email))
  res.redirect(303, '/sign-in?notice=passwordChanged')
}

export const recoverRoutes = [
  get('/forgotten', { can: 'account.recover' }, showForgotten),
  post('/forgotten', { can: 'account.recover', form: emailForm, invalid: showForgotten }, submitForgotten),
  get('/forgotten/sent', { can: 'account.recover' }, showForgottenSent),
  get('/reset/:link', { can: 'account.recover', params: linkParams }, showReset),
  post('/reset/:link', { can: 'account.recover', params: linkParams, form: resetForm, invalid: showReset }, submitReset),
]
