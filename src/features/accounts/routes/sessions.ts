import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { signOut, timeLeft } from '../../../core/sign-in.ts'
import { endAllSessions, endOtherSessions, endSession } from '../commands/sessions.ts'
import { noticeOf, ownQuery, sessionForm, type OwnQuery, type SessionInput } from '../forms/own.ts'
import { nothingForm } from '../forms.ts'
import { listSessions, nameOfSession } from '../queries/own.ts'

const showSessions: Page<'account.own', unknown, Partial<OwnQuery>> = async ({ actor, query, form }, res) => {
  res.render('accounts/own-sessions', { sessions: await listSessions(actor, res.req.sessionID), form, notice: noticeOf(query) })
}

const showAgain: Page<'account.own'> = (visit, res) => showSessions({ ...visit, query: {} }, res)

const submitEnd: Submission<'account.own', unknown, SessionInput> = async ({ actor, input }, res) => {
  const here = input.session === nameOfSession(res.req.sessionID)
  await endSession(actor, input.session)
  if (here) await signOut(res.req)
  res.redirect(303, here ? '/sign-in?notice=signedOut' : '/account/sessions?notice=sessionEnded')
}

const submitEndOthers: Submission<'account.own', unknown, unknown> = async ({ actor }, res) => {
  await endOtherSessions(actor, res.req.sessionID)
  res.redirect(303, '/account/sessions?notice=othersEnded')
}

const submitEndAll: Submission<'account.own', unknown, unknown> = async ({ actor }, res) => {
  await endAllSessions(actor)
  await signOut(res.req)
  res.redirect(303, '/sign-in?notice=signedOut')
}

/** For the warning before a session ends: coming here has used the session, and the answer says for how long it lasts now. */
const submitStay: Submission<'account.own', unknown, unknown> = (_visit, res) => {
  if (res.req.get('accept') === 'application/json') res.json(timeLeft(res.req))
  else res.redirect(303, '/account')
}

export const sessionRoutes = [
  get('/account/sessions', { can: 'account.own', query: ownQuery }, showSessions),
  post('/account/sessions/end', { can: 'account.own', form: sessionForm, invalid: showAgain }, submitEnd),
  post('/account/sessions/end-others', { can: 'account.own', form: nothingForm, invalid: showAgain }, submitEndOthers),
  post('/account/sessions/end-all', { can: 'account.own', form: nothingForm, invalid: showAgain }, submitEndAll),
  post('/account/stay', { can: 'account.own', form: nothingForm, invalid: showAgain }, submitStay),
]
