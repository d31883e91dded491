import { z } from 'zod'
import { whoseThings } from '../../core/waiting.ts'
import type { MergeRefusal } from './rules.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const notice = z.enum(['apart', 'joined', 'parted']).optional().catch(undefined)
export const pairsQuery = z.object({ whose: z.enum(whoseThings).catch('team'), page, notice })
export type PairsQuery = z.infer<typeof pairsQuery>

export const pairParams = z.object({ pairId: z.uuid() })
export type PairParams = z.infer<typeof pairParams>
export const pairQuery = z.object({ keep: z.uuid().optional().catch(undefined) })
export type PairQuery = z.infer<typeof pairQuery>
export const mergeParams = z.object({ mergeId: z.uuid() })
export type MergeParams = z.infer<typeof mergeParams>

const whose = z.enum(['mine', 'theirs'], 'Choose which is right').default('mine')
const words = z.enum(['both', 'survivor', 'merged'], 'Choose what to keep').default('both')
export const mergeForm = z.object({
  keep: z.uuid('Choose which record stays'),
  ...{ name: whose, phone: whose, email: whose, postalAddress: whose, reachBy: whose, adult: whose, signIn: whose },
  ...{ access: words, about: words },
  sure: z.literal('yes', 'Confirm that you have made sure it is one person'),
})
export type MergeInput = z.infer<typeof mergeForm>
export const nothingForm = z.object({})

export const mergeRefusals: Record<MergeRefusal, string> = {
  gone: 'One of the two has been joined or closed meanwhile. Look at the list again',
  own: 'One of these records is your own. Somebody else of the team has to decide about it',
  bothStaff: 'Both records belong to accounts of members of staff. An administrator has to close one of them first',
}

export const undoRefusals = {
  undone: 'This has been undone already',
  tooLate: 'It can be undone for 30 days, and these have passed',
  mergedOn: 'This record has itself been joined with another since. Undo that first',
  laterFirst: 'Another record has been joined since. Undo the latest first',
} as const

export const duplicateNotices = {
  apart: 'Kept: they are two people, and will not be asked about again.',
  joined: 'The two records are one now. It can be undone for 30 days.',
  parted: 'They are two records again. What is new stayed with the record that was kept.',
}
