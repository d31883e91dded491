import { z } from 'zod'
import { consentPurposes } from '../../forces/profile.ts'
import type { CloseRefusal } from './rules.ts'

/** Monitoring answers are asked nowhere yet, so there is nothing to agree to. */
export const purposeParams = z.object({ purpose: z.enum(consentPurposes).exclude(['monitoring']) })
export type PurposeParams = z.infer<typeof purposeParams>

export const consentForm = z.object({ answer: z.enum(['yes', 'no'], 'Select yes or no') })
export type ConsentInput = z.infer<typeof consentForm>

export const closeForm = z.object({
  password: z.string('Enter your password').min(1, 'Enter your password').max(1000, 'That is longer than a password can be'),
})
export type CloseInput = z.infer<typeof closeForm>

export const closeRefusals: Record<CloseRefusal, string> = { wrongPassword: 'That is not your password' }

export const privacyNotices: Record<string, string> = {
  yes: 'Your yes is saved.',
  no: 'Your no is saved. It acts from now on.',
}
