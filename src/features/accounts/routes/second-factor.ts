import type { Response } from 'express'
import type { Member, MemberRole } from '../../../core/access.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { homeOf } from '../../../core/navigation.ts'
import { enterAgain, halfSignedIn, signOut } from '../../../core/sign-in.ts'
import { now } from '../../../core/clock.ts'
import { seal, unseal } from '../../../core/sealing.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { giveCode, offerSecret, readOffer, setUpCodes } from '../commands/second-factor.ts'
import { qrCode, recoveryCodesFile } from '../documents.ts'
import {
  codeForm,
  codeQuery,
  codeRefusals,
  recoveryForm,
  recoveryRefusals,
  savedCodesForm,
  setUpForm,
  setUpRefusals,
  type CodeInput,
  type CodeQuery,
  type SavedCodesInput,
  type SetUpInput,
} from '../forms/second-factor.ts'
import { nothingForm } from '../forms.ts'
import { findAccount } from '../queries.ts'
import { addressForApp, FEW_CODES, printedCode } from '../rules/second-factor.ts'
import { keepNowhere } from './browser.ts'
import { attemptOf, goOn, startOf, welcome } from './entering.ts'

type Asked = Page<'account.signIn', unknown, CodeQuery | undefined>
type Carried = { next: string; kept: string }

/** What a page hands on to the next: where the person was going, and the form they were sending. */
export const carriedBy = (form: Form, query?: { next?: string | undefined }): Carried => ({
  next: query?.next ?? asText(form.values['next']),
  kept: asText(form.values['kept']),
})
const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

export const hiddenFields = ({ next, kept }: Carried) => ({ ...(next !== '' && { next }), ...(kept !== '' && { kept }) })

const addressWith = (page: string, { next }: Carried): string => (next === '' ? page : `${page}?next=${encodeURIComponent(next)}`)

/** Typed codes are shown again no more than passwords. */
const withoutCode = (form: Form): Form => ({ ...form, values: {} })

/** Shows a step only to somebody half-way in; others to where they belong. */
function halfWayIn(role: 'visitor' | MemberRole, res: Response): Member | undefined {
  const half = halfSignedIn(res.req)
  if (!half) res.redirect(303, role === 'visitor' ? '/sign-in' : homeOf(role))
  return half
}

export const showCode: Asked = ({ actor, form, query }, res) => {
  const half = halfWayIn(actor.role, res)
  if (!half) return
  const carried = carriedBy(form, query)
  if (half.secondFactor === true) {
    keepNowhere(res).render('accounts/code', { form: withoutCode(form), name: half.name, hidden: hiddenFields(carried) })
  } else res.redirect(303, addressWith('/sign-in/set-up', carried))
}

const showCodeAgain: Page<'account.signIn'> = (visit, res) => showCode({ ...visit, query: undefined }, res)

/** The code, or what stands in for it, was right: from now on this is the person. */
export async function complete(member: Member, { next, kept }: CodeInput, res: Response): Promise<void> {
  const at = now().getTime()
  await enterAgain(res.req, member, { secondFactorAt: at, provenAt: at })
  await welcome(member, res)
  await goOn(member, { next, kept }, res)
}

const submitCode: Submission<'account.signIn', unknown, CodeInput> = async (visit, res) => {
  const { actor, input, form } = visit
  const half = halfWayIn(actor.role, res)
  if (!half) return
  const given = await giveCode(await attemptOf(half.accountId, res), input.code)
  if (given.ok) await complete(half, input, res)
  else {
    const status = given.reason === 'tooMany' ? 429 : 422
    await showCode({ ...visit, query: undefined, form: refusedForm(form, 'code', codeRefusals[given.reason]) }, res.status(status))
  }
}

const showRecovery: Asked = ({ actor, force, form, query }, res) => {
  const half = halfWayIn(actor.role, res)
  if (!half) return
  const { team } = force.contacts
  keepNowhere(res).render('accounts/recovery', { form: withoutCode(form), hidden: hiddenFields(carriedBy(form, query)), team })
}

const showRecoveryAgain: Page<'account.signIn'> = (visit, res) => showRecovery({ ...visit, query: undefined }, res)

const submitRecovery: Submission<'account.signIn', unknown, CodeInput> = async (visit, res) => {
  const { actor, input, form } = visit
  const half = halfWayIn(actor.role, res)
  if (!half) return
  const given = await giveCode(await attemptOf(half.accountId, res), input.code)
  if (given.ok) {
    const few = given.recoveryLeft !== undefined && given.recoveryLeft <= FEW_CODES
    await complete(half, few ? { ...input, next: '/account/second-factor', kept: undefined } : input, res)
    return
  }
  const refusal = refusedForm(form, 'code', recoveryRefusals[given.reason])
  await showRecoveryAgain({ ...visit, form: refusal }, res.status(given.reason === 'tooMany' ? 429 : 422))
}

/** The page that shows a secret as a QR code and in letters: the one offered before, as long as it holds, or a new one. */
export async function showOffer(member: Member, { force, form, page }: { force: ForceProfile; form: Form; page: string }, res: Response) {
  const given = asText(form.values['sealed'])
  const known = readOffer(member.accountId, given)
  const { secret, sealed } = known === undefined ? offerSecret(member.accountId) : { secret: known, sealed: given }
  const account = await findAccount(member.accountId)
  const address = addressForApp(secret, account?.email ?? member.name, `${force.name} positive action`)
  keepNowhere(res).render(page, {
    form: withoutCode(form),
    ...{ qr: qrCode(address), secret: secret.replaceAll(/(.{4})(?=.)/g, '$1 '), address },
    hidden: { sealed, ...hiddenFields(carriedBy(form)) },
  })
}

const showSetUp: Asked = async ({ actor, force, form, query }, res) => {
  const half = halfWayIn(actor.role, res)
  if (!half) return
  const carried = carriedBy(form, query)
  if (half.secondFactor === true) res.redirect(303, addressWith('/sign-in/code', carried))
  else await showOffer(half, { force, form: { ...form, values: { ...form.values, next: carried.next } }, page: 'accounts/set-up' }, res)
}

const showSetUpAgain: Page<'account.signIn'> = (visit, res) => showSetUp({ ...visit, query: undefined }, res)

/** Recovery codes are shown this once; the page carries them sealed to the file of the same codes. */
export function showRecoveryCodes(
  member: Member,
  codes: string[],
  { onward, kept }: { onward: string; kept: string },
  res: Response,
): void {
  const sealed = seal('recovery codes', member.accountId, JSON.stringify({ codes, at: now().getTime() }))
  keepNowhere(res).render('accounts/recovery-codes', { codes: codes.map(printedCode), sealed, onward, kept })
}

const submitSetUp: Submission<'account.signIn', unknown, SetUpInput> = async (visit, res) => {
  const { actor, input, form } = visit
  const half = halfWayIn(actor.role, res)
  if (!half) return
  const done = await setUpCodes(half, await attemptOf(half.accountId, res), { ...input, mayReplace: false })
  if (!done.ok) {
    const refusal = refusedForm(form, 'code', setUpRefusals[done.reason])
    await showSetUpAgain({ ...visit, form: refusal }, res.status(done.reason === 'tooMany' ? 429 : 422))
    return
  }
  const at = now().getTime()
  await enterAgain(res.req, half, { secondFactorAt: at, provenAt: at })
  await welcome(half, res)
  showRecoveryCodes(half, done.codes, { onward: startOf(half, input.next), kept: input.kept ?? '' }, res)
}

const HOUR = 3_600_000

/** The codes of a page just shown, as a file; the page itself carries them, as nothing else keeps them. */
const sendRecoveryCodes: Submission<'account.own', unknown, SavedCodesInput> = ({ actor, force, input }, res) => {
  const text = unseal('recovery codes', actor.accountId, input.codes)
  const { codes, at } = text === undefined ? { codes: [], at: 0 } : (JSON.parse(text) as { codes: string[]; at: number })
  if (codes.length === 0 || now().getTime() - at > HOUR) {
    res.redirect(303, '/account/second-factor')
    return
  }
  keepNowhere(res)
    .attachment('recovery-codes.txt')
    .type('text/plain')
    .send(recoveryCodesFile(codes, force, new Date(at)))
}

const showOwnCodes: Page<'account.own'> = (_visit, res) => {
  res.redirect(303, '/account/second-factor')
}

const submitStop: Submission<'account.signIn', unknown, unknown> = async (_visit, res) => {
  if (halfSignedIn(res.req)) await signOut(res.req)
  res.redirect(303, '/sign-in')
}

const showStop: Page<'account.signIn'> = (_visit, res) => {
  res.redirect(303, '/sign-in')
}

export const secondFactorRoutes = [
  get('/sign-in/code', { can: 'account.signIn', query: codeQuery }, showCode),
  post('/sign-in/code', { can: 'account.signIn', form: codeForm, invalid: showCodeAgain }, submitCode),
  get('/sign-in/recovery', { can: 'account.signIn', query: codeQuery }, showRecovery),
  post('/sign-in/recovery', { can: 'account.signIn', form: recoveryForm, invalid: showRecoveryAgain }, submitRecovery),
  get('/sign-in/set-up', { can: 'account.signIn', query: codeQuery }, showSetUp),
  post('/sign-in/set-up', { can: 'account.signIn', form: setUpForm, invalid: showSetUpAgain }, submitSetUp),
  post('/sign-in/stop', { can: 'account.signIn', form: nothingForm, invalid: showStop }, submitStop),
  post('/account/recovery-codes/file', { can: 'account.own', form: savedCodesForm, invalid: showOwnCodes }, sendRecoveryCodes),
]
