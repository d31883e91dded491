import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { networkOf } from '../../../core/rate-limit.ts'
import { enterAgain } from '../../../core/sign-in.ts'
import { askForEmail, changePassword, confirmEmail, renameAccount } from '../commands/own.ts'
import {
  deadAddressLinks,
  nameForm,
  newEmailForm,
  newPasswordForm,
  noticeOf,
  ownQuery,
  SAME_EMAIL,
  SAME_PASSWORD,
  TOO_MANY_ADDRESSES,
  type NameInput,
  type NewEmailInput,
  type NewPasswordInput,
  type OwnQuery,
} from '../forms/own.ts'
import { GUESSABLE, isTooGuessable, linkParams, nothingForm, type LinkParams } from '../forms.ts'
import { findMember } from '../queries.ts'
import { findEmailChange, findOwnAccount, listSessions } from '../queries/own.ts'
import { PASSWORD_LEAST } from '../rules.ts'
import { keepNowhere, withoutSecrets } from './browser.ts'

const showAccount: Page<'account.own', unknown, OwnQuery> = async ({ actor, query }, res) => {
  const [account, sessions] = await Promise.all([findOwnAccount(actor), listSessions(actor, res.req.sessionID)])
  res.render('accounts/own', { account, sessions: sessions.length, notice: noticeOf(query) })
}

/** The name of somebody who is only a candidate is among their details. */
const showName: Page<'account.own'> = async ({ actor, form }, res) => {
  const { name } = await findOwnAccount(actor)
  res.render('accounts/own-name', { form: form.errors.length > 0 ? form : { values: { name }, errors: [] } })
}

const submitName: Submission<'account.own', unknown, NameInput> = async ({ actor, input }, res) => {
  await renameAccount(actor, input.name)
  res.redirect(303, '/account?notice=name')
}

const showEmail: Page<'account.own'> = async ({ actor, form }, res) => {
  const { email } = await findOwnAccount(actor)
  res.render('accounts/own-email', { form, email })
}

const submitEmail: Submission<'account.own', unknown, NewEmailInput> = async (visit, res) => {
  const asked = await askForEmail(visit.actor, visit.input.email, networkOf(res.req.ip))
  if (asked.ok) {
    res.redirect(303, '/account?notice=emailAsked')
    return
  }
  const words = asked.reason === 'sameEmail' ? SAME_EMAIL : TOO_MANY_ADDRESSES
  await showEmail({ ...visit, form: refusedForm(visit.form, 'email', words) }, res.status(asked.reason === 'sameEmail' ? 422 : 429))
}

const showConfirm: Page<'account.own', LinkParams> = async ({ actor, params, form }, res) => {
  const { state, email } = await findEmailChange(actor, params.link)
  if (state === 'live') keepNowhere(res).render('accounts/own-email-confirm', { form, email })
  else {
    const status = state === 'unknown' ? 404 : 410
    keepNowhere(res).status(status).render('accounts/own-email-dead', { why: deadAddressLinks[state] })
  }
}

const submitConfirm: Submission<'account.own', LinkParams, unknown> = async ({ actor, params }, res) => {
  const changed = await confirmEmail(actor, params.link)
  if (changed.ok) res.redirect(303, '/account?notice=email')
  else {
    const status = changed.reason === 'unknown' ? 404 : 410
    keepNowhere(res).status(status).render('accounts/own-email-dead', { why: deadAddressLinks[changed.reason] })
  }
}

const showPassword: Page<'account.own'> = async ({ actor, form }, res) => {
  const { email } = await findOwnAccount(actor)
  keepNowhere(res).render('accounts/own-password', { form: withoutSecrets(form), least: PASSWORD_LEAST, email })
}

/** What a new password is refused for, if anything. */
async function weigh(form: Form, password: string, visit: Parameters<typeof submitPassword>[0]): Promise<Form | undefined> {
  const account = await findOwnAccount(visit.actor)
  return (await isTooGuessable(password, account, visit.force)) ? refusedForm(form, 'password', GUESSABLE) : undefined
}

const submitPassword: Submission<'account.own', unknown, NewPasswordInput> = async (visit, res) => {
  const { actor, input, form } = visit
  const weak = await weigh(form, input.password, visit)
  const changed = weak ? undefined : await changePassword(actor, input.password, res.req.sessionID)
  if (changed?.ok !== true) {
    await showPassword({ ...visit, form: weak ?? refusedForm(form, 'password', SAME_PASSWORD) }, res.status(422))
    return
  }
  const member = await findMember(actor.accountId, actor.role)
  if (member) await enterAgain(res.req, member, { begun: changed.at.getTime(), provenAt: changed.at.getTime() })
  res.redirect(303, '/account?notice=password')
}

export const ownAccountRoutes = [
  get('/account', { can: 'account.own', query: ownQuery }, showAccount),
  get('/account/name', { can: 'account.own' }, showName),
  post('/account/name', { can: 'account.own', form: nameForm, invalid: showName }, submitName),
  get('/account/email', { can: 'account.own', sensitive: true }, showEmail),
  post('/account/email', { can: 'account.own', sensitive: true, form: newEmailForm, invalid: showEmail }, submitEmail),
  get('/account/email/:link', { can: 'account.own', params: linkParams }, showConfirm),
  post('/account/email/:link', { can: 'account.own', params: linkParams, form: nothingForm, invalid: showConfirm }, submitConfirm),
  get('/account/password', { can: 'account.own', sensitive: true }, showPassword),
  post('/account/password', { can: 'account.own', sensitive: true, form: newPasswordForm, invalid: showPassword }, submitPassword),
]
