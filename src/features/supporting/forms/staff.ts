import { z } from 'zod'
import { readDay } from '../../../core/dates.ts'
import { TEAM_MOST, type DecidingRefusal } from '../rules/deciding.ts'
import { pairingKinds } from '../rules/words.ts'
import { dayOrNothing, numberUpTo } from './profile.ts'

export const listStates = ['toApprove', 'unfinished', 'approved', 'declined', 'left'] as const
export type ListState = (typeof listStates)[number]
const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const id = z
  .string()
  .max(40)
  .transform((typed) => (typed === '' ? undefined : typed))
  .optional()
  .catch(undefined)
const oneOf = <const T extends readonly [string, ...string[]]>(of: T) => z.enum(of).optional().catch(undefined)

export const listQuery = z.object({
  state: oneOf(listStates),
  kind: oneOf(pairingKinds),
  area: id,
  route: id,
  training: oneOf(['lapsed', 'soon'] as const),
  room: oneOf(['full', 'free'] as const),
  away: oneOf(['yes'] as const),
  q: z
    .string()
    .trim()
    .max(100)
    .transform((typed) => (typed === '' ? undefined : typed))
    .optional()
    .catch(undefined),
  page,
})
export type ListQuery = z.infer<typeof listQuery>

export const supporterParams = z.object({ supporterId: z.uuid() })
export type SupporterParams = z.infer<typeof supporterParams>
export const trainingParams = z.object({ supporterId: z.uuid(), trainingId: z.uuid() })
export type TrainingParams = z.infer<typeof trainingParams>

const reason = (ask: string) => z.string(ask).trim().min(1, ask).max(1000, 'Use 1000 characters or fewer')
export const declineForm = z.object({ why: reason('Say why: they read these words') })
export type DeclineInput = z.infer<typeof declineForm>

const day = (ask: string) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .transform((typed, ctx) => {
      const read = typed.length > 40 ? undefined : readDay(typed)
      if (read !== undefined && read >= '2000-01-01' && read < '2100-01-01') return read
      ctx.addIssue({ code: 'custom', message: 'Enter a date, such as 14 January 2027' })
      return z.NEVER
    })

export const trainingForm = z.object({
  held: day('Enter the day of the training'),
  until: dayOrNothing,
  evidence: reason('Say what shows it, such as the register or the certificate').pipe(z.string().max(300, 'Use 300 characters or fewer')),
})
export type TrainingInput = z.infer<typeof trainingForm>

export const roomForm = z.object({ capacity: numberUpTo(TEAM_MOST), away: dayOrNothing })
export type RoomInput = z.infer<typeof roomForm>

export const staffNotices = {
  approved: 'Approved. They are told, and can be matched while their training holds.',
  declined: 'Declined. They are told why.',
  trained: 'The training is recorded.',
  takenBack: 'The training is taken back, and no longer counts.',
  room: 'Saved.',
} as const
const codes = Object.keys(staffNotices) as [keyof typeof staffNotices, ...(keyof typeof staffNotices)[]]
export const oneQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type OneQuery = z.infer<typeof oneQuery>

export const refusals: Record<DecidingRefusal, string> = {
  notNow: 'It has changed meanwhile, so this cannot be done any more. Look at how it stands now',
  notYours: 'Only the team can do this',
  ownProfile: 'This is your own profile. A colleague has to decide',
  nothingOffered: 'They have not said yet what they offer, so there is nothing to approve',
}
