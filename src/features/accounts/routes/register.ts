import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { homeOf } from '../../../core/navigation.ts'
import { networkOf } from '../../../core/rate-limit.ts'
import { enter, enterAgain } from '../../../core/sign-in.ts'
import { becomeCandidate, register, sendAgain, verify } from '../commands/register.ts'
import { knownDevice } from '../commands/sign-in.ts'
import {
  deadLinks,
  emailForm,
  GUESSABLE,
  isTooGuessable,
  linkParams,
  nothingForm,
  registerForm,
  TOO_MANY,
  TOO_MANY_FOR_LINK,
  verifyForm,
  WRONG_FOR_LINK,
  type EmailInput,
  type LinkParams,
  type RegisterInput,
  type VerifyInput,
} from '../forms.ts'
import { findLink, findMember } from '../queries.ts'
import { PASSWORD_LEAST, type LinkPurpose, type LinkState } from '../rules.ts'
import { keepDevice, keepNowhere, withoutSecrets } from './browser.ts'

const showRegister: Page<'account.register'> = ({ actor, form }, res) => {
  if (actor.role === 'candidate') res.redirect(303, homeOf(actor.role))
  else if (actor.role !== 'visitor') res.render('accounts/register-own', { form, holds: actor.roles.includes('candidate') })
  else res.render('accounts/register', { form: withoutSecrets(form), least: PASSWORD_LEAST })
}

const submitRegister: Submission<'account.register', unknown, RegisterInput> = async (visit, res) => {
  const { input, force, form } = visit
  if (await isTooGuessable(input.password, input, force)) {
    await showRegister({ ...visit, form: refusedForm(form, 'password', GUESSABLE) }, res.status(422))
    return
  }
  const taken = await register(input, networkOf(res.req.ip))
  if (!taken.ok) {
    await showRegister({ ...visit, form: refusedForm(form, '', TOO_MANY) }, res.status(429))
    return
  }
  res.req.session.registering = taken.registrationId
  res.redirect(303, '/register/sent')
}

const showOwn: Page<'account.own'> = (_visit, res) => {
  res.redirect(303, '/register')
}

const submitOwn: Submission<'account.own', unknown, unknown> = async ({ actor }, res) => {
  await becomeCandidate(actor)
  const member = await findMember(actor.accountId, 'candidate')
  if (member?.role !== 'candidate') throw new NotFound()
  await enterAgain(res.req, member)
  res.req.session.role = 'candidate'
  res.redirect(303, '/my/start')
}

const showSent: Page<'account.register'> = ({ form }, res) => {
  res.render('accounts/sent', { form })
}

const submitAgain: Submission<'account.register', unknown, EmailInput> = async (visit, res) => {
  const sent = await sendAgain(visit.input.email, networkOf(res.req.ip), res.req.session.registering)
  if (sent.ok) res.redirect(303, '/register/sent-again')
  else await showSent({ ...visit, form: refusedForm(visit.form, 'email', TOO_MANY) }, res.status(429))
}

const showSentAgain: Page<'account.register'> = ({ form }, res) => {
  res.render('accounts/sent', { form, notice: 'If that address is waiting to be confirmed, a new link is on its way.' })
}

/** A link that does nothing: a plain page that says why, and what to do now. */
export function showDeadLink(purpose: LinkPurpose, state: Exclude<LinkState, 'live'>, form: Form, res: Response): void {
  const status = state === 'unknown' ? 404 : 410
  keepNowhere(res)
    .status(status)
    .render('accounts/dead-link', { form: withoutSecrets(form), purpose, state, why: deadLinks[purpose][state] })
}

const showVerify: Page<'account.register', LinkParams> = async ({ params, form }, res) => {
  const { state, row } = await findLink(params.link, 'verify')
  if (state !== 'live') {
    showDeadLink('verify', state, form, res)
    return
  }
  const sameBrowser = row?.registrationId === res.req.session.registering
  keepNowhere(res).render('accounts/verify', { form: withoutSecrets(form), sameBrowser, email: row?.registration?.email ?? '' })
}

const submitVerify: Submission<'account.register', LinkParams, VerifyInput> = async (visit, res) => {
  const { params, input, form } = visit
  const decision = await verify(params.link, { registrationId: res.req.session.registering, password: input.password })
  if (decision.ok) {
    const member = await findMember(decision.accountId, 'candidate')
    if (member) await enter(res.req, member)
    keepDevice(res, knownDevice(decision.email))
    res.redirect(303, '/my/start')
    return
  }
  const { reason } = decision
  if (reason === 'wrongPassword') await showVerify({ ...visit, form: refusedForm(form, 'password', WRONG_FOR_LINK) }, res.status(422))
  else if (reason === 'tooMany') await showVerify({ ...visit, form: refusedForm(form, 'password', TOO_MANY_FOR_LINK) }, res.status(429))
  else showDeadLink('verify', reason === 'known' ? 'used' : reason, form, res)
}

export const registerRoutes = [
  get('/register', { can: 'account.register' }, showRegister),
  post('/register', { can: 'account.register', form: registerForm, invalid: showRegister }, submitRegister),
  post('/register/role', { can: 'account.own', form: nothingForm, invalid: showOwn }, submitOwn),
  get('/register/sent', { can: 'account.register' }, showSent),
  post('/register/sent', { can: 'account.register', form: emailForm, invalid: showSent }, submitAgain),
  get('/register/sent-again', { can: 'account.register' }, showSentAgain),
  get('/verify/:link', { can: 'account.register', params: linkParams }, showVerify),
  post('/verify/:link', { can: 'account.register', params: linkParams, form: verifyForm, invalid: showVerify }, submitVerify),
]
