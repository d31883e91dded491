import { z } from 'zod'
import { faultIn } from '../conversations/rules/templates.ts'
import { readAudience, standings } from './rules/audience.ts'
import { exclusions, outcomes, type Exclusion, type MailingRefusal } from './rules/mailings.ts'
import type { PreferenceRefusal } from './rules/preferences.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const uuid = z.uuid().optional().catch(undefined)

export const mailingsQuery = z.object({ page, notice: z.enum(['discarded']).optional().catch(undefined) })
export type MailingsQuery = z.infer<typeof mailingsQuery>

export const newQuery = z
  .record(z.string(), z.unknown())
  .transform((given) => ({ audience: readAudience(given), template: uuid.parse(given['template']) }))
export type NewQuery = z.infer<typeof newQuery>

export const newForm = z.object({
  template: z.uuid('Choose the template to send'),
  /** The audience as its address says it. */
  audience: z.string().max(3000).catch(''),
})
export type NewInput = z.infer<typeof newForm>

const ownWords = (what: string, most: number, where: 'subject' | 'body') =>
  z
    .string()
    .trim()
    .max(most, `${what} must be ${String(most)} characters or fewer`)
    .superRefine((typed, check) => {
      const fault = faultIn(typed, where)
      if (fault !== undefined) check.addIssue({ code: 'custom', message: fault })
    })

/** To people of one workshop: with a template, or in words of its own. */
export const writeForm = z
  .object({
    standing: z.enum(standings, 'Choose to whom'),
    template: z.union([z.literal(''), z.uuid()], 'Choose a template, or your own words'),
    subject: ownWords('The subject', 120, 'subject').optional().default(''),
    body: ownWords('The letter', 5000, 'body').optional().default(''),
  })
  .superRefine(({ template, subject, body }, check) => {
    if (template !== '') return
    if (subject === '') check.addIssue({ code: 'custom', path: ['subject'], message: 'Write a subject, or choose a template' })
    if (body === '') check.addIssue({ code: 'custom', path: ['body'], message: 'Write the letter, or choose a template' })
  })
export type WriteInput = z.infer<typeof writeForm>
export const workshopParams = z.object({ workshopId: z.uuid() })
export type WorkshopParams = z.infer<typeof workshopParams>

export const mailingParams = z.object({ mailingId: z.uuid() })
export type MailingParams = z.infer<typeof mailingParams>

const reasons = Object.keys(exclusions) as [Exclusion, ...Exclusion[]]
export const mailingQuery = z.object({
  page,
  /** Of a dry run: who gets it, or who does not and why. */
  reason: z.enum(['send', ...reasons]).catch('send'),
  /** Of one that was confirmed: what became of it. */
  outcome: z.enum(outcomes).optional().catch(undefined),
  again: z.enum(['yes']).optional().catch(undefined),
  notice: z.enum(['confirmed', 'cancelled']).optional().catch(undefined),
})
export type MailingQuery = z.infer<typeof mailingQuery>

export const confirmForm = z.object({
  seen: z.coerce
    .number('Look at the numbers again')
    .int('Look at the numbers again')
    .min(0, 'Look at the numbers again')
    .max(10_000_000, 'Look at the numbers again'),
})
export type ConfirmInput = z.infer<typeof confirmForm>

export const endForm = z.object({ event: z.enum(['discard', 'cancel'], 'Choose whether to discard or to cancel') })
export type EndInput = z.infer<typeof endForm>

export const mailingNotices = {
  confirmed: 'It is on its way. This page tells what becomes of each letter.',
  cancelled: 'Cancelled. What had gone has gone, and nobody else gets it.',
}

export const mailingRefusals: Record<MailingRefusal, string> = {
  notNow: 'This has moved on since you opened the page. Look at where it stands now',
  changed: 'Who gets it has changed since you looked. Read the numbers again, then confirm',
  nobody: 'Nobody would get it. Choose other people or another template',
}

export const preferencesForm = z.object({
  reminders: z.enum(['yes', 'no'], 'Select whether you take reminders'),
  news: z.enum(['yes', 'no'], 'Select whether you would like news'),
  contactBy: z.enum(['email', 'call'], 'Select how we reach you'),
})
export type PreferencesInput = z.infer<typeof preferencesForm>

export const preferencesQuery = z.object({ notice: z.enum(['saved']).optional().catch(undefined) })
export type PreferencesQuery = z.infer<typeof preferencesQuery>

export const preferenceRefusals: Record<PreferenceRefusal, string> = {
  noPhone: 'Give us a phone number under My details first, or choose e-mail',
}

export const linkParams = z.object({ link: z.string().max(200) })
export type LinkParams = z.infer<typeof linkParams>
export const oneClickForm = z.object({})
