import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { homeOf } from '../../../core/navigation.ts'
import { networkOf } from '../../../core/rate-limit.ts'
import { halfSignedIn, needsCode, signIn, signOut } from '../../../core/sign-in.ts'
import { acceptPassword, mayTry, type Attempt } from '../commands/sign-in.ts'
import {
  nothingForm,
  roleForm,
  roleQuery,
  signInForm,
  signInQuery,
  TOO_MANY_SIGN_INS,
  WRONG,
  type RoleInput,
  type RoleQuery,
  type SignInInput,
  type SignInQuery,
} from '../forms.ts'
import { keptDevice, withoutSecrets } from './browser.ts'
import { actAs, goOn, welcome } from './entering.ts'
import { carriedBy, hiddenFields, showCode } from './second-factor.ts'

const notices: Record<NonNullable<SignInQuery['notice']>, string> = {
  signedOut: 'You are signed out.',
  passwordChanged: 'Your password is changed, and you are signed out everywhere else. Sign in with the new one.',
  verified: 'Your address is confirmed. Sign in with the password you chose.',
  joined: 'Your account is ready. Sign in with the password you chose.',
  ended: 'You were signed out, as nothing had been done here for a while. Sign in to go on.',
  addressChanged: 'Your address is changed. Sign in with the new one.',
  roleAdded: 'The role is added to your account. Sign in to use it.',
  claimed: 'What we registered for you is with your account now. Sign in to see it.',
  twoRecords: 'Thank you. You have a record of your own already, so our team joins the two and writes to you. Sign in as always.',
}

const codePage = (next: string | undefined) => (next === undefined ? '/sign-in/code' : `/sign-in/code?next=${encodeURIComponent(next)}`)

const showSignIn: Page<'account.signIn', unknown, SignInQuery | undefined> = ({ actor, query, form }, res) => {
  if (actor.role !== 'visitor') {
    res.redirect(303, query?.next ?? homeOf(actor.role))
    return
  }
  if (halfSignedIn(res.req) && form.errors.length === 0) {
    res.redirect(303, codePage(query?.next))
    return
  }
  const notice = query?.notice === undefined ? undefined : notices[query.notice]
  res.render('accounts/sign-in', { form: withoutSecrets(form), hidden: hiddenFields(carriedBy(form, query)), notice })
}

/** An invalid form brings its `next` along, and nothing in the address. */
const showAgain: Page<'account.signIn'> = (visit, res) => showSignIn({ ...visit, query: undefined }, res)

const submitSignIn: Submission<'account.signIn', unknown, SignInInput> = async (visit, res) => {
  const { input, form } = visit
  const attempt: Attempt = { email: input.email, network: networkOf(res.req.ip), device: keptDevice(res) }
  if (!(await mayTry(attempt))) {
    await showAgain({ ...visit, form: refusedForm(form, '', TOO_MANY_SIGN_INS) }, res.status(429))
    return
  }
  res.req.body = input
  const member = await signIn(res.req)
  if (!member) {
    await showAgain({ ...visit, form: refusedForm(form, 'email', WRONG) }, res.status(422))
    return
  }
  await acceptPassword(attempt)
  if (!needsCode(member)) {
    await welcome(member, res)
    await goOn(member, input, res)
  } else if (input.kept === undefined) res.redirect(303, codePage(input.next))
  else await showCode({ ...visit, query: undefined, form: { ...form, errors: [] } }, res)
}

const submitSignOut: Submission<'account.signOut', unknown, unknown> = async (_visit, res) => {
  await signOut(res.req)
  res.redirect(303, '/sign-in?notice=signedOut')
}

const showHome: Page<'account.signOut'> = ({ actor }, res) => {
  res.redirect(303, homeOf(actor.role))
}

const showRoles: Page<'account.own', unknown, RoleQuery | undefined> = ({ actor, query, form }, res) => {
  const chosen = form.values['role'] ?? actor.role
  res.render('accounts/role', { form, chosen, roles: actor.roles, next: query?.next ?? form.values['next'] ?? '' })
}

const showRolesAgain: Page<'account.own'> = (visit, res) => showRoles({ ...visit, query: undefined }, res)

const submitRole: Submission<'account.own', unknown, RoleInput> = async (visit, res) => {
  const { actor, input, form } = visit
  const member = await actAs(actor, input.role, res)
  if (member) res.redirect(303, input.next ?? homeOf(member.role))
  else await showRolesAgain({ ...visit, form: refusedForm(form, 'role', 'Choose one of your own roles') }, res.status(422))
}

export const signInRoutes = [
  get('/sign-in', { can: 'account.signIn', query: signInQuery }, showSignIn),
  post('/sign-in', { can: 'account.signIn', form: signInForm, invalid: showAgain }, submitSignIn),
  post('/sign-out', { can: 'account.signOut', form: nothingForm, invalid: showHome }, submitSignOut),
  get('/role', { can: 'account.own', query: roleQuery }, showRoles),
  post('/role', { can: 'account.own', form: roleForm, invalid: showRolesAgain }, submitRole),
]
