import { z } from 'zod'
import { isGuessable } from '../../core/passwords.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { PASSWORD_LEAST, samePath, type LinkPurpose } from './rules.ts'

const PASSWORD_MOST = 200

export const name = z
  .string('Enter your name')
  .trim()
  .min(1, 'Enter your name')
  .max(100, 'Your name must be 100 characters or fewer')
  .regex(/[\p{L}\p{N}]/u, 'Enter your name with at least one letter')
  .regex(/^[^\p{Cc}]*$/u, 'Enter your name on one line')

export const email = z
  .string('Enter your e-mail address')
  .trim()
  .min(1, 'Enter your e-mail address')
  .max(254, 'Your e-mail address must be 254 characters or fewer')
  .pipe(z.email('Enter an e-mail address like name@example.org'))

export const newPassword = z
  .string('Enter a password')
  .min(1, 'Enter a password')
  .max(PASSWORD_MOST, `Your password must be ${String(PASSWORD_MOST)} characters or fewer`)
  .refine((typed) => Array.from(typed).length >= PASSWORD_LEAST, `Your password must be ${String(PASSWORD_LEAST)} characters or more`)

const password = z.string('Enter your password').min(1, 'Enter your password').max(PASSWORD_MOST, 'Enter your password')

export const registerForm = z.object({ name, email, password: newPassword })
export type RegisterInput = z.infer<typeof registerForm>

export const emailForm = z.object({ email })
export type EmailInput = z.infer<typeof emailForm>

/** Whoever opens the link in the browser they registered in has nothing to type. */
export const verifyForm = z.object({ password: z.string('Enter your password').max(PASSWORD_MOST, 'Enter your password').default('') })
export type VerifyInput = z.infer<typeof verifyForm>

const next = z.string().max(2000).optional().catch(undefined).transform(samePath)
/** A form that was under way when the session ended, sealed. */
export const kept = z.string().max(120_000).optional().catch(undefined)
const notice = z
  .enum(['signedOut', 'passwordChanged', 'verified', 'joined', 'roleAdded', 'ended', 'addressChanged', 'claimed', 'twoRecords'])
  .optional()
  .catch(undefined)
export const signInQuery = z.object({ next, notice })
export type SignInQuery = z.infer<typeof signInQuery>

/** What is typed to sign in is only compared, so nothing but its presence and length is checked. */
export const signInForm = z.object({
  email: z
    .string('Enter your e-mail address')
    .trim()
    .min(1, 'Enter your e-mail address')
    .max(254, 'Your e-mail address must be 254 characters or fewer'),
  password,
  next,
  kept,
})
export type SignInInput = z.infer<typeof signInForm>

export const resetForm = z.object({ password: newPassword })
export type ResetInput = z.infer<typeof resetForm>

/** Who already has an account gives its password; who has none chooses a name and a password. */
export const joinKnownForm = z.object({ password })
export const joinNewForm = z.object({ name, password: newPassword })
/** Which of the two it is, only the link tells. */
export const joinForm = z.looseObject({})

const roles = ['candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator'] as const
export const roleForm = z.object({ role: z.enum(roles, 'Choose the role to act in'), next })
export type RoleInput = z.infer<typeof roleForm>
export const roleQuery = z.object({ next })
export type RoleQuery = z.infer<typeof roleQuery>

export const nothingForm = z.object({})

export const linkParams = z.object({ link: z.string().max(200) })
export type LinkParams = z.infer<typeof linkParams>

export const GUESSABLE = 'Someone could guess this password. Try three or four words that have nothing to do with you or with each other'

/** Words that a guesser would try first at this portal. */
const commonHere = ['positive action', 'police', 'constabulary', 'officer', 'password', 'support portal', 'insight']

/** Would a guesser who knows this person and this force soon find the password? */
export const isTooGuessable = (typed: string, person: { name: string; email: string }, force: ForceProfile): Promise<boolean> =>
  isGuessable(typed, [person.name, person.email, force.name, force.service, force.id, ...commonHere])

export const WRONG = 'That e-mail address and password do not go together'
export const TOO_MANY_SIGN_INS =
  'There were too many tries. Wait 15 minutes and try again, or choose a new password by e-mail, which works straight away'
export const TOO_MANY = 'Too many people on your network are doing this at the moment. Wait an hour and try again, or contact us'
export const TOO_MANY_FOR_LINK = 'There were too many tries with this link. Wait 15 minutes and try again'
export const WRONG_FOR_LINK = 'This is not the password that was chosen when this address was registered'

/** What to say of a link that does nothing any more, and of one that never did. */
export const deadLinks: Record<LinkPurpose, Record<'used' | 'expired' | 'unknown', string>> = {
  verify: {
    used: 'Your address may be confirmed already: try signing in. If it is not, ask for a new link below.',
    expired: 'A link to confirm an address works for 24 hours, and these have passed. Ask for a new one below.',
    unknown:
      'The address of this page is not complete, or we did not make it. Copy the whole link from the e-mail, or ask for a new one below.',
  },
  reset: {
    used: 'A link to choose a new password works once. Sign in with the new password, or ask for another link.',
    expired: 'A link to choose a new password works for one hour, and that has passed. Ask for another one.',
    unknown:
      'The address of this page is not complete, or we did not make it. Copy the whole link from the e-mail, or ask for another one.',
  },
  invite: {
    used: 'An invitation works once, and ends when it is sent again or taken back. If you accepted it, sign in with the password you chose; if not, look for a newer e-mail or ask the person who invited you.',
    expired: 'The days for which this invitation stood have passed. Ask the person who invited you to send it again.',
    unknown:
      'The address of this page is not complete, or we did not make it. Copy the whole link, or ask the person who invited you for a new one.',
  },
  claim: {
    used: 'This link has done its work, or a newer one was made. If your account is ready, sign in. If it is not, ask us for a new link.',
    expired: 'A link to take over what we registered for you works for 14 days, and these have passed. Ask us for a new one.',
    unknown: 'The address of this page is not complete, or we did not make it. Copy the whole link, or ask us for a new one.',
  },
}

export const joinRefusals: Record<'clash' | 'deactivated' | 'wrongPassword' | 'tooMany', string> = {
  clash:
    'A recruiter cannot also be coordinator, lead or supporter, so this role cannot be added to your account. Talk to the person who invited you',
  deactivated: 'The staff account with this address is deactivated. Ask the person who invited you to have it reactivated',
  wrongPassword: 'This is not the password of your account',
  tooMany: TOO_MANY_FOR_LINK,
}
