import type { MemberRole } from '../../../core/access.ts'
import { readForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { join } from '../commands/join.ts'
import { GUESSABLE, isTooGuessable, joinForm, joinKnownForm, joinNewForm, joinRefusals, linkParams, type LinkParams } from '../forms.ts'
import { findLink, hasAccount } from '../queries.ts'
import { PASSWORD_LEAST } from '../rules.ts'
import { keepNowhere, withoutSecrets } from './browser.ts'
import { showDeadLink } from './register.ts'
import type { ForceProfile } from '../../../forces/profile.ts'

const showJoin: Page<'account.recover', LinkParams> = async ({ params, form }, res) => {
  const { state, row } = await findLink(params.link, 'invite')
  if (state !== 'live') {
    showDeadLink('invite', state, form, res)
    return
  }
  const email = row?.email ?? ''
  const known = await hasAccount(email)
  keepNowhere(res).render('accounts/join', {
    form: withoutSecrets(form),
    email,
    known,
    role: row?.role as MemberRole,
    least: PASSWORD_LEAST,
    until: row?.expiresAt,
  })
}

type Read = { ok: true; typed: { name: string; password: string } } | { ok: false; form: Form }

/** Whoever has an account proves it; whoever has none chooses a name and a password. */
async function readJoin(email: string, form: Form, force: ForceProfile): Promise<Read> {
  if (await hasAccount(email)) {
    const read = readForm(joinKnownForm, form.values)
    return read.ok ? { ok: true, typed: { name: '', password: read.input.password } } : read
  }
  const read = readForm(joinNewForm, form.values)
  if (!read.ok) return read
  const weak = await isTooGuessable(read.input.password, { name: read.input.name, email }, force)
  return weak ? { ok: false, form: refusedForm(form, 'password', GUESSABLE) } : { ok: true, typed: read.input }
}

type Answerable = keyof typeof joinRefusals
const isAnswerable = (reason: string): reason is Answerable => Object.hasOwn(joinRefusals, reason)

const submitJoin: Submission<'account.recover', LinkParams, unknown> = async (visit, res) => {
  const { params, form, force } = visit
  const { state, row } = await findLink(params.link, 'invite')
  if (state !== 'live') {
    showDeadLink('invite', state, form, res)
    return
  }
  const read = await readJoin(row?.email ?? '', form, force)
  if (!read.ok) {
    await showJoin({ ...visit, form: read.form }, res.status(422))
    return
  }
  const decision = await join(params.link, read.typed)
  if (decision.ok) res.redirect(303, `/sign-in?notice=${read.typed.name === '' ? 'roleAdded' : 'joined'}`)
  else if (isAnswerable(decision.reason)) {
    const refusal = refusedForm(form, 'password', joinRefusals[decision.reason])
    await showJoin({ ...visit, form: refusal }, res.status(decision.reason === 'tooMany' ? 429 : 422))
  } else showDeadLink('invite', decision.reason, form, res)
}

export const joinRoutes = [
  get('/join/:link', { can: 'account.recover', params: linkParams }, showJoin),
  post('/join/:link', { can: 'account.recover', params: linkParams, form: joinForm, invalid: showJoin }, submitJoin),
]
