import { z } from 'zod'
import type { ClaimAnswer } from '../rules/claim.ts'
import { emailForm, joinKnownForm, joinNewForm, TOO_MANY_FOR_LINK } from '../forms.ts'

const reference = z.string('Enter your reference').trim().min(1, 'Enter your reference').max(40, 'Enter your reference, such as PA-7K3Q2M')

/** A link that was handed over on paper: who holds it says who they are, and where an e-mail reaches them. */
export const claimPaperForm = z.object({ reference, name: joinNewForm.shape.name, email: emailForm.shape.email })
/** A link that came to a mailbox: who opens it says who they are, and chooses a password, or gives the one their account has. */
export const claimNewForm = joinNewForm
export const claimKnownForm = z.object({ name: joinNewForm.shape.name, password: joinKnownForm.shape.password })
/** Which of the three it is, only the link tells. */
export const claimForm = z.looseObject({})

export const claimRefusals: Record<ClaimAnswer, { field: string; message: string }> = {
  wrongName: { field: 'name', message: 'That is not the name we wrote down. Enter it as you gave it to us, or ring us and we will look' },
  wrongPaper: {
    field: 'reference',
    message: 'The reference and the name do not go together with this link. Check both, or ring us and we will look',
  },
  wrongPassword: { field: 'password', message: 'This is not the password of your account' },
  tooMany: { field: 'name', message: TOO_MANY_FOR_LINK },
  tooManyLetters: { field: 'email', message: 'We have written to that address often today. Wait until tomorrow, or ring us' },
  closed: { field: 'password', message: 'The account of this address is closed. Ring us, and we will sort it out with you' },
}
