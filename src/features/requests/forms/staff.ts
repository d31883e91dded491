import { z } from 'zod'
import { supportKinds } from '../../../forces/profile.ts'
import type { MoveRefusal } from '../commands/move.ts'
import { dueKinds, sorts } from '../queries/list.ts'
import { isAskable } from '../rules/outcomes.ts'
import { requestStates, type PutBackRefusal } from '../rules/requests.ts'
import { notedReasons, notOfferedReasons, type NotedReason, type NotOfferedReason } from '../rules/words.ts'
import { typedDay, words } from '../../../core/fields.ts'
import { ticked } from './fields.ts'

const kind = z.enum(supportKinds).optional().catch(undefined)
export const SINCE = ['7', '14', '28', '56'] as const

export const requestsQuery = z.object({
  due: z.enum(dueKinds).optional().catch(undefined),
  state: z.enum(requestStates).optional().catch(undefined),
  kind,
  owner: z
    .union([z.uuid(), z.enum(['nobody', 'me'])])
    .optional()
    .catch(undefined),
  whose: z.enum(['team', 'mine']).catch('team'),
  since: z.enum(SINCE).optional().catch(undefined),
  sort: z.enum(sorts).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type RequestsQuery = z.infer<typeof requestsQuery>

/** The forms of a request's page; one of them is open at a time. */
export const acts = ['accept', 'begin', 'pause', 'notOffer', 'noteWithdrawal', 'owner', 'outcomes', 'scores'] as const
export type Act = (typeof acts)[number]

export const requestQuery = z.object({
  act: z.enum(acts).optional().catch(undefined),
  notice: z.enum(['moved', 'assigned', 'outcomes', 'scored', 'putBack', 'asked']).optional().catch(undefined),
})
export type RequestQuery = z.infer<typeof requestQuery>

const MESSAGE = 1000
const owner = z.uuid('Choose somebody of the team')

export const acceptForm = z.object({ ownerId: owner, words: words(MESSAGE) })
export const beginForm = z.object({
  detail: z
    .string('Say what began')
    .trim()
    .min(1, 'Say what began, such as: first meeting')
    .max(120, 'Use 120 characters or fewer')
    .refine((typed) => !typed.includes('\n'), 'Keep this to one line'),
  onDay: typedDay('Enter the day on which it began'),
})
export const pauseForm = z.object({ reviewOn: typedDay('Enter the day on which the pause is looked at again'), words: words(MESSAGE) })

const reasons = Object.keys(notOfferedReasons) as [NotOfferedReason, ...NotOfferedReason[]]
export const notOfferForm = z
  .object({ reason: z.enum(reasons, 'Select why it is not offered'), words: words(MESSAGE), alternatives: ticked })
  .refine(({ reason, words: said }) => reason !== 'other' || said !== '', {
    path: ['words'],
    message: 'Say why in your own words: the person reads it',
  })
  .refine(({ alternatives }) => alternatives.every(isAskable), { path: ['alternatives'], message: 'Choose from the list on this page' })

const noted = Object.keys(notedReasons) as [NotedReason, ...NotedReason[]]
export const noteWithdrawalForm = z.object({ reason: z.enum(noted, 'Choose what comes closest') })

export const assignForm = z.object({ ownerId: owner })

export const candidateParams = z.object({ candidateId: z.uuid() })
export type CandidateParams = z.infer<typeof candidateParams>
export const askForm = z.object({
  kind: z.string('Choose one').refine(isAskable, 'Choose what they would like'),
  note: words(500),
})
export type AskInput = z.infer<typeof askForm>

type Refused = { field: string; message: string }
const plain = (message: string): Refused => ({ field: '', message })

export const moveRefusals: Record<MoveRefusal, Refused> = {
  notTheirs: plain('Only the person who asked can do this'),
  alreadyEnded: plain('This request has ended already. Look at its history below'),
  notNow: plain('The request has moved on since you opened this page. Look at where it stands now'),
  bookingBegins: plain('This begins when they join a cohort or book a workshop, and in no other way'),
  notDoneYet: plain('They have not come to as many workshops as the programme asks for'),
  pairingBegins: plain('This begins when a supporter and they have both said yes to each other, and in no other way'),
  pairingGoesOn: plain('Somebody has been asked for them, or is paired with them. Its end completes this'),
  reviewPast: { field: 'reviewOn', message: 'Choose a day after today' },
  reviewFar: { field: 'reviewOn', message: 'Choose a day within six months: a longer pause is better ended, and asked for again' },
  beganAhead: { field: 'onDay', message: 'Choose today or a day before: what has not begun stays accepted' },
  beganBefore: { field: 'onDay', message: 'Choose a day after they asked for it' },
  ownerLeft: { field: 'ownerId', message: 'Choose somebody who is on the team' },
}
export const putBackRefusals: Record<PutBackRefusal | 'askedAgain', string> = {
  nothingToPutBack: 'There is no step to put back',
  notOfTeam: 'The last step was not made by the team',
  anotherDay: 'A step can be put back on the day it was made. Choose another step now',
  askedAgain: 'They have asked for it again since then. Answer that request',
}
export const askRefusals = { alreadyAsked: 'They have an open request for this already' }

export const notices = {
  moved: 'Saved. The person sees where it stands.',
  assigned: 'The request has a new owner.',
  outcomes: 'Saved. The person sees what was chosen.',
  scored: 'Saved. The person sees how you scored it.',
  putBack: 'The step is put back, and the person is told that it was a mistake.',
  asked: 'The request is made. It waits for a first answer.',
}
