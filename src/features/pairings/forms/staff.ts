import { z } from 'zod'
import { dayAfter, londonDay, readDay } from '../../../core/dates.ts'
import { now } from '../../../core/clock.ts'
import { whoseThings } from '../../../core/waiting.ts'
import { pairingKinds } from '../rules/pairings.ts'
import { shows } from '../rules/shows.ts'
import { candidateReasons, teamEndReasons, withdrawReasons, type CandidateReason, type WithdrawReason } from '../rules/words.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const kind = z.enum(pairingKinds).optional().catch(undefined)
const whose = z.enum(whoseThings).catch('team')

export const listQuery = z.object({ show: z.enum(shows).catch('live'), kind, whose, q: z.string().trim().max(80).catch(''), page })
export type ListQuery = z.infer<typeof listQuery>

export const newQuery = z.object({
  candidate: z.uuid().optional().catch(undefined),
  kind,
  whose,
  tried: z.literal('yes').optional().catch(undefined),
  page,
})
export type NewQuery = z.infer<typeof newQuery>

export const proposeForm = z.object({
  candidateId: z.uuid('Choose for whom'),
  kind: z.enum(pairingKinds, 'Choose what for'),
  supporterId: z.uuid('Choose whom to ask'),
  over: z.string('Say why').trim().max(300, 'Use 300 characters or fewer').default(''),
})
export type ProposeInput = z.infer<typeof proposeForm>

const keysOf = <K extends string>(words: Record<K, string>) => Object.keys(words) as [K, ...K[]]
const words = z.string('Use words').trim().max(500, 'Use 500 characters or fewer').default('')
const ask = 'Choose what comes closest'

export const withdrawForm = z.object({ withdrawReason: z.enum(keysOf<WithdrawReason>(withdrawReasons), ask), words })
export const declinedForm = z.object({ declinedReason: z.enum(keysOf<CandidateReason>(candidateReasons), ask) })
export const endForm = z.object({ endReason: z.enum(teamEndReasons, 'Choose why it ends'), words })
export const pauseForm = z.object({
  reviewOn: z
    .string('Enter a day')
    .trim()
    .min(1, 'Enter the day on which you look at it again')
    .max(40, 'Enter a day, such as 14/1/2027')
    .transform((typed, ctx) => {
      const today = londonDay(now())
      const day = readDay(typed)
      if (day !== undefined && day > today && day <= dayAfter(today, 184)) return day
      ctx.addIssue({
        code: 'custom',
        message: day === undefined ? 'Enter a day, such as 14/1/2027' : 'Choose a day after today, within six months',
      })
      return z.NEVER
    }),
})

export const staffNotices = {
  proposed: 'The supporter is asked. Nobody is named to either before both have said yes.',
  withdrawn: 'Taken back. Whoever had been asked is told that they need not answer.',
  noted: 'The answer is saved.',
  paused: 'Paused. Both are told, without a reason.',
  resumed: 'It goes on. Both are told.',
  ended: 'Ended. Both are told, without a reason.',
} as const
export const oneQuery = z.object({
  notice: z.enum(['proposed', 'withdrawn', 'noted', 'paused', 'resumed', 'ended']).optional().catch(undefined),
})
export type OneQuery = z.infer<typeof oneQuery>
