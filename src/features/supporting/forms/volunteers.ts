import { z } from 'zod'
import { kinds, title } from './profile.ts'

export const volunteerForm = z.object({
  name: z.string('Enter your name').trim().min(1, 'Enter your name').max(100, 'Your name must be 100 characters or fewer'),
  email: z
    .string('Enter your work e-mail address')
    .trim()
    .min(1, 'Enter your work e-mail address')
    .max(254, 'Your e-mail address must be 254 characters or fewer')
    .pipe(z.email('Enter an e-mail address like name@example.org')),
  title,
  kinds,
  words: z.string('Write this as text').trim().max(2000, 'Use 2000 characters or fewer').default(''),
  /** A field that people never see. Whatever fills it is no person. */
  website: z.string().optional().catch('filled'),
})
export type VolunteerInput = z.infer<typeof volunteerForm>

export const TOO_MANY = 'Too many offers have come from here in the last hour. Please try again later, or ring the team'

export const volunteerStates = ['waiting', 'invited', 'declined'] as const
export type VolunteerState = (typeof volunteerStates)[number]

const notices = ['invited', 'declined'] as const
export const volunteersQuery = z.object({
  state: z.enum(volunteerStates).catch('waiting'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  notice: z.enum(notices).optional().catch(undefined),
})
export type VolunteersQuery = z.infer<typeof volunteersQuery>

export const volunteerNotices = {
  invited: 'The invitation is on its way. Once they have made their account they fill in their profile, and it waits here for approval.',
  declined: 'Declined. They are told why.',
} as const

export const volunteerParams = z.object({ volunteerId: z.uuid() })
export type VolunteerParams = z.infer<typeof volunteerParams>
export const declineVolunteerForm = z.object({
  why: z.string('Say why: they read these words').trim().min(1, 'Say why: they read these words').max(1000, 'Use 1000 characters or fewer'),
})
export type DeclineVolunteerInput = z.infer<typeof declineVolunteerForm>
