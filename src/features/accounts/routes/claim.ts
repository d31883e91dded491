import type { Response } from 'express'
import { readForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { networkOf } from '../../../core/rate-limit.ts'
import { enter } from '../../../core/sign-in.ts'
import { askToClaim, claim } from '../commands/claim.ts'
import { knownDevice } from '../commands/sign-in.ts'
import { GUESSABLE, isTooGuessable, linkParams, type LinkParams } from '../forms.ts'
import { claimForm, claimKnownForm, claimNewForm, claimPaperForm, claimRefusals } from '../forms/claim.ts'
import { findLink, findMember, hasAccount } from '../queries.ts'
import type { ClaimAnswer } from '../rules/claim.ts'
import { PASSWORD_LEAST, type LinkState } from '../rules.ts'
import { keepDevice, keepNowhere, withoutSecrets } from './browser.ts'
import { showDeadLink } from './register.ts'

type OnClaim = Visit<'account.register', LinkParams>

/** Nothing of the person stands on this page: whoever holds the link has still to show that it is theirs. */
const showClaim: Page<'account.register', LinkParams> = async ({ params, form }, res) => {
  const { state, row } = await findLink(params.link, 'claim')
  if (state !== 'live') {
    showDeadLink('claim', state, form, res)
    return
  }
  const page = { form: withoutSecrets(form), least: PASSWORD_LEAST, email: row?.email ?? '' }
  if (row?.email == null) keepNowhere(res).render('accounts/claim-paper', page)
  else keepNowhere(res).render('accounts/claim', { ...page, known: await hasAccount(row.email) })
}

const isAnswer = (reason: string): reason is ClaimAnswer => Object.hasOwn(claimRefusals, reason)

async function refuse(visit: OnClaim, reason: Exclude<LinkState, 'live'> | ClaimAnswer, res: Response): Promise<void> {
  if (!isAnswer(reason)) {
    showDeadLink('claim', reason, visit.form, res)
    return
  }
  const { field, message } = claimRefusals[reason]
  const status = reason.startsWith('tooMany') ? 429 : 422
  await showClaim({ ...visit, query: {}, form: refusedForm(visit.form, field, message) }, res.status(status))
}

const again = (visit: OnClaim, form: Form, res: Response) => showClaim({ ...visit, query: {}, form }, res.status(422))

async function submitPaper(visit: OnClaim, res: Response): Promise<void> {
  const read = readForm(claimPaperForm, visit.form.values)
  if (!read.ok) {
    await again(visit, read.form, res)
    return
  }
  const asked = await askToClaim(visit.params.link, read.input, networkOf(res.req.ip))
  if (asked.ok) keepNowhere(res).render('accounts/claim-sent')
  else await refuse(visit, asked.reason, res)
}

async function submitMailed(visit: OnClaim, email: string, res: Response): Promise<void> {
  const known = await hasAccount(email)
  const read = readForm(known ? claimKnownForm : claimNewForm, visit.form.values)
  if (!read.ok) {
    await again(visit, read.form, res)
    return
  }
  const { name, password } = read.input
  if (!known && (await isTooGuessable(password, { name, email }, visit.force))) {
    await again(visit, refusedForm(visit.form, 'password', GUESSABLE), res)
    return
  }
  const claimed = await claim(visit.params.link, { name, password })
  if (!claimed.ok) await refuse(visit, claimed.reason, res)
  else if (claimed.outcome === 'new') await welcome(claimed, res)
  else res.redirect(303, `/sign-in?notice=${claimed.outcome === 'joined' ? 'claimed' : 'twoRecords'}`)
}

/** Whoever has just made an account by holding its mailbox is signed in; somebody with an account signs in as always. */
async function welcome({ accountId, email }: { accountId: string; email: string }, res: Response): Promise<void> {
  const member = await findMember(accountId, 'candidate')
  if (member) await enter(res.req, member)
  keepDevice(res, knownDevice(email))
  res.redirect(303, '/my/start')
}

const submitClaim: Submission<'account.register', LinkParams, unknown> = async (visit, res) => {
  const { state, row } = await findLink(visit.params.link, 'claim')
  if (state !== 'live') showDeadLink('claim', state, visit.form, res)
  else if (row?.email == null) await submitPaper(visit, res)
  else await submitMailed(visit, row.email, res)
}

export const claimRoutes = [
  get('/claim/:link', { can: 'account.register', params: linkParams }, showClaim),
  post('/claim/:link', { can: 'account.register', params: linkParams, form: claimForm, invalid: showClaim }, submitClaim),
]
