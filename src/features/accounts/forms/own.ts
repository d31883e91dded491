import { z } from 'zod'
import { email, name, newPassword } from '../forms.ts'

export const nameForm = z.object({ name })
export type NameInput = z.infer<typeof nameForm>

export const newEmailForm = z.object({ email })
export type NewEmailInput = z.infer<typeof newEmailForm>

export const newPasswordForm = z.object({ password: newPassword })
export type NewPasswordInput = z.infer<typeof newPasswordForm>

export const newCodesForm = z.object({
  code: z.string('Enter the code').trim().min(1, 'Enter the code').max(50, 'Enter the code as your app shows it'),
  sealed: z.string().max(500).catch(''),
})
export type NewCodesInput = z.infer<typeof newCodesForm>

export const sessionForm = z.object({ session: z.string('Choose a session').regex(/^[\w-]{22}$/, 'Choose a session') })
export type SessionInput = z.infer<typeof sessionForm>

export const accountParams = z.object({ accountId: z.uuid() })
export type AccountParams = z.infer<typeof accountParams>

export const resetQuery = z.object({ done: z.enum(['yes']).optional().catch(undefined) })
export type ResetQuery = z.infer<typeof resetQuery>

const notices = {
  name: 'Your name is saved.',
  emailAsked: 'We have written to the new address. Follow the link in that e-mail to make it yours; until then nothing changes.',
  email: 'Your e-mail address is changed. From now on you sign in with it.',
  password: 'Your password is changed, and you are signed out everywhere else.',
  codes: 'Codes are set up on your phone.',
  codesOff: 'Your account no longer asks for a code.',
  sessionEnded: 'That session is ended.',
  othersEnded: 'You are signed out everywhere else.',
} as const
export const ownQuery = z.object({
  notice: z
    .enum(Object.keys(notices) as (keyof typeof notices)[])
    .optional()
    .catch(undefined),
})
export type OwnQuery = z.infer<typeof ownQuery>
export const noticeOf = ({ notice }: Partial<OwnQuery>): string | undefined => (notice === undefined ? undefined : notices[notice])

export const SAME_EMAIL = 'That is the address you have now'
export const SAME_PASSWORD = 'That is the password you have now. Choose another one'
export const TOO_MANY_ADDRESSES = 'There were too many letters to that address. Wait an hour and try again'

export const deadAddressLinks: Record<'used' | 'expired' | 'unknown' | 'known', string> = {
  used: 'This link has done its work, or a newer one was asked for. Your own page shows the address you have now.',
  expired: 'A link to confirm an address works for 24 hours, and these have passed. Ask for a new one on your own page.',
  unknown:
    'The address of this page is not complete, or the link was made for somebody else. Copy the whole link from the e-mail, and sign in as yourself.',
  known: 'There is an account with that address by now, so it cannot be yours here. Use another address, or talk to us.',
}
