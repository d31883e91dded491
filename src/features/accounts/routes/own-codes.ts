import { holdsStaffRole } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { enterAgain } from '../../../core/sign-in.ts'
import { removeCodes, renewRecoveryCodes, resetSecondFactor, setUpCodes } from '../commands/second-factor.ts'
import { accountParams, newCodesForm, resetQuery, type AccountParams, type NewCodesInput, type ResetQuery } from '../forms/own.ts'
import { setUpRefusals } from '../forms/second-factor.ts'
import { nothingForm } from '../forms.ts'
import { findMember } from '../queries.ts'
import { findCodesOf, findOwnAccount } from '../queries/own.ts'
import { FEW_CODES } from '../rules/second-factor.ts'
import { attemptOf } from './entering.ts'
import { showOffer, showRecoveryCodes } from './second-factor.ts'

const showCodes: Page<'account.own'> = async ({ actor, form }, res) => {
  const { secondFactor, codesLeft } = await findOwnAccount(actor)
  res.render('accounts/own-codes', { form, since: secondFactor?.setUpAt, codesLeft, few: FEW_CODES, needed: holdsStaffRole(actor.roles) })
}

const showNewPhone: Page<'account.own'> = ({ actor, force, form }, res) =>
  showOffer(actor, { force, form, page: 'accounts/own-new-phone' }, res)

const submitNewPhone: Submission<'account.own', unknown, NewCodesInput> = async (visit, res) => {
  const { actor, input, form } = visit
  const done = await setUpCodes(actor, await attemptOf(actor.accountId, res), { ...input, mayReplace: true, sid: res.req.sessionID })
  if (!done.ok) {
    const refusal = refusedForm(form, 'code', setUpRefusals[done.reason])
    await showNewPhone({ ...visit, form: refusal }, res.status(done.reason === 'tooMany' ? 429 : 422))
    return
  }
  const member = await findMember(actor.accountId, actor.role)
  if (member) await enterAgain(res.req, member, { secondFactorAt: now().getTime(), provenAt: now().getTime() })
  showRecoveryCodes(actor, done.codes, { onward: '/account?notice=codes', kept: '' }, res)
}

const submitRenew: Submission<'account.own', unknown, unknown> = async ({ actor }, res) => {
  const codes = await renewRecoveryCodes(actor)
  if (codes) showRecoveryCodes(actor, codes, { onward: '/account', kept: '' }, res)
  else res.redirect(303, '/account/second-factor')
}

const submitOff: Submission<'account.own', unknown, unknown> = async ({ actor }, res) => {
  res.redirect(303, (await removeCodes(actor)) ? '/account?notice=codesOff' : '/account/second-factor')
}

const showReset: Page<'accounts.manage', AccountParams, Partial<ResetQuery>> = async ({ actor, params, query, form }, res) => {
  const account = await findCodesOf(actor, params.accountId)
  if (!account) throw new NotFound()
  const done = query.done === 'yes' && account.secondFactor === null
  const notice = done ? `The codes of ${account.name} are reset. They are signed out, and told by e-mail.` : undefined
  res.render('accounts/reset-codes', { account, form, notice })
}

const showResetAgain: Page<'accounts.manage', AccountParams> = (visit, res) => showReset({ ...visit, query: {} }, res)

const submitReset: Submission<'accounts.manage', AccountParams, unknown> = async ({ actor, params }, res) => {
  const account = await findCodesOf(actor, params.accountId)
  if (!account) throw new NotFound()
  await resetSecondFactor(actor, account.id)
  res.redirect(303, `/staff/accounts/${account.id}/codes?done=yes`)
}

const own = { can: 'account.own', sensitive: true } as const
const reset = { can: 'accounts.manage', sensitive: true, params: accountParams } as const

export const ownCodeRoutes = [
  get('/account/second-factor', own, showCodes),
  get('/account/second-factor/phone', own, showNewPhone),
  post('/account/second-factor/phone', { ...own, form: newCodesForm, invalid: showNewPhone }, submitNewPhone),
  post('/account/second-factor/off', { ...own, form: nothingForm, invalid: showCodes }, submitOff),
  post('/account/recovery-codes', { ...own, form: nothingForm, invalid: showCodes }, submitRenew),
  get('/staff/accounts/:accountId/codes', { ...reset, query: resetQuery }, showReset),
  post('/staff/accounts/:accountId/codes', { ...reset, form: nothingForm, invalid: showResetAgain }, submitReset),
]
