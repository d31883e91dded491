import { z } from 'zod'
import { readDay } from '../../core/dates.ts'
import { gates, type RationaleRefusal } from './rules.ts'

const line = (ask: string, most = 120) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Use ${String(most)} characters or fewer`)
    .refine((typed) => !typed.includes('\n'), 'Keep this to one line')

const text = z.string('Fill this in once, as text').trim().max(6000, 'Use 6000 characters or fewer').default('')

const day = (ask: string) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .transform((typed, ctx) => {
      const read = typed.length > 40 ? undefined : readDay(typed)
      if (read !== undefined && read >= '2020-01-01' && read < '2100-01-01') return read
      ctx.addIssue({ code: 'custom', message: 'Enter a date, such as 14 January 2027' })
      return z.NEVER
    })

const id = z.string().max(40)
const several = z.preprocess((typed) => (typed === undefined ? [] : typeof typed === 'string' ? [typed] : typed), z.array(id).max(40))

/** The four texts may wait until it is sent to be approved. */
export const writeForm = z
  .object({
    title: line('Give it a short name, for the register'),
    group: line('Choose the group', 40),
    gate: z.enum(gates, 'Choose which of the three it is'),
    evidence: text,
    aim: text,
    proportionate: text,
    alternatives: text,
    routes: several,
    from: day('Enter the first day on which it holds'),
    until: day('Enter the last day on which it holds'),
  })
  .refine(({ from, until }) => from <= until, { path: ['until'], message: 'The last day must not be before the first' })
  .refine(({ from, until }) => Number(until.slice(0, 4)) - Number(from.slice(0, 4)) <= 3, {
    path: ['until'],
    message: 'Look at it again within three years: choose an earlier last day',
  })
export type WriteInput = z.infer<typeof writeForm>

export const nothingForm = z.object({})
const reason = (ask: string) => z.string(ask).trim().min(1, ask).max(1000, 'Use 1000 characters or fewer')
export const returnForm = z.object({ returnReason: reason('Say what has to be different, so that it can be changed') })
export type ReturnInput = z.infer<typeof returnForm>
export const withdrawForm = z.object({ withdrawReason: reason('Say why it no longer holds') })
export type WithdrawInput = z.infer<typeof withdrawForm>

export const rationaleParams = z.object({ rationaleId: z.uuid() })
export type RationaleParams = z.infer<typeof rationaleParams>
export const reopenedParams = z.object({ workshopId: z.uuid() })
export type ReopenedParams = z.infer<typeof reopenedParams>

export const shows = ['inDate', 'lapsing', 'lapsed', 'waiting', 'writing', 'all'] as const
export type Show = (typeof shows)[number]
const page = z.coerce.number().int().min(1).max(10_000).catch(1)
export const listQuery = z.object({
  show: z.enum(shows).catch('all'),
  group: id.optional().catch(undefined),
  /** Only those on which a published workshop still to come rests. */
  resting: z.literal('yes').optional().catch(undefined),
  page,
})
export type ListQuery = z.infer<typeof listQuery>
export const pageQuery = z.object({ page, notice: z.literal('opened').optional().catch(undefined) })
export type PageQuery = z.infer<typeof pageQuery>

export const notices = {
  written: 'The draft is saved. Send it to be approved when it is whole.',
  edited: 'Saved.',
  submitted: 'A lead can approve it now.',
  takenBack: 'It is a draft again.',
  approved: 'Approved. Workshops can rest on it from its first day.',
  returned: 'Returned. Whoever wrote it is told why.',
  withdrawn: 'Withdrawn. Every workshop that rested on it is open to all.',
  renewed: 'This is the next version, as a draft. The one before holds until this one is approved.',
} as const
const codes = Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]
export const oneQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type OneQuery = z.infer<typeof oneQuery>

export const refusals: Record<RationaleRefusal | 'unknownGroup' | 'unknownRoute', string> = {
  notNow: 'It has changed meanwhile, so this cannot be done any more. Look at how it stands now',
  leadsOnly: 'Only a lead can do this',
  ownWords: 'You had a part in writing it. Another lead has to decide',
  incomplete: 'Evidence, aim, why it is proportionate and what else was considered all have to be written first',
  ended: 'Its last day has passed. Choose a later one first',
  newerVersion: 'A newer version has been begun already',
  unknownGroup: 'Choose a group from the list',
  unknownRoute: 'Choose routes from the list',
}
