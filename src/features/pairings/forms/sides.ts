import { z } from 'zod'
import { candidateReasons, supporterReasons, type CandidateReason, type SupporterReason } from '../rules/words.ts'

export const pairingParams = z.object({ pairingId: z.uuid() })
export type PairingParams = z.infer<typeof pairingParams>
export const nothingForm = z.object({})

const keysOf = <K extends string>(words: Record<K, string>) => Object.keys(words) as [K, ...K[]]
const words = z.string('Use words').trim().max(500, 'Use 500 characters or fewer').default('')
const ask = 'Choose what comes closest'

export const supporterDeclineForm = z.object({ reason: z.enum(keysOf<SupporterReason>(supporterReasons), ask), words })
export type SupporterDecline = z.infer<typeof supporterDeclineForm>
export const candidateDeclineForm = z.object({ reason: z.enum(keysOf<CandidateReason>(candidateReasons), ask), words })
export type CandidateDecline = z.infer<typeof candidateDeclineForm>

export const notices = {
  accepted: 'You said yes. We ask them now, and write to you when they have answered.',
  begun: 'You have both said yes.',
  declined: 'Your answer is saved. Nobody but the team sees why.',
  stepped: 'You have stepped back. The team finds somebody else.',
  takenBack: 'You took it back.',
} as const
export const noticeQuery = z.object({
  notice: z.enum(['accepted', 'begun', 'declined', 'stepped', 'takenBack']).optional().catch(undefined),
})
export type NoticeQuery = z.infer<typeof noticeQuery>
