import { z } from 'zod'
import { line, typedDay, wholeNumber, words } from '../../core/fields.ts'
import { networkThemes } from '../../forces/profile.ts'
import { interestShows, opportunityShows } from './queries/team.ts'
import type { InterestRefusal } from './rules/interests.ts'
import type { JoinRefusal } from './commands/membership.ts'

const id = z.string().regex(/^[a-z][A-Za-z0-9-]{0,40}$/)
export const networkParams = z.object({ networkId: id })
export type NetworkParams = z.infer<typeof networkParams>
export const opportunityParams = z.object({ opportunityId: z.uuid() })
export type OpportunityParams = z.infer<typeof opportunityParams>
export const interestParams = z.object({ interestId: z.uuid() })
export type InterestParams = z.infer<typeof interestParams>
export const linkParams = z.object({ link: z.string().max(200) })
export type LinkParams = z.infer<typeof linkParams>

export const nothingForm = z.object({})
const ticked = z.literal('yes', 'Tick this once, or leave it').optional().transform(Boolean)

export const joinForm = z.object({
  name: line('Enter the name that the contact may know', 80),
  reach: line('Enter how the contact can reach you', 120),
  words: words(600),
  teamKnows: ticked,
  agreed: z.literal('yes', 'Tick that you agree, or leave it at that: nothing is sent without it'),
})
export type JoinInput = z.infer<typeof joinForm>
export const teamForm = z.object({ teamKnows: z.enum(['yes', 'no']).transform((given) => given === 'yes') })
export type TeamInput = z.infer<typeof teamForm>
export const interestForm = z.object({
  words: z.string('Say in a few words why you').trim().min(1, 'Say in a few words why you').max(1000, 'Use 1000 characters or fewer'),
})
export type InterestInput = z.infer<typeof interestForm>

export const answerForm = z.object({
  event: z.enum(['takeUp', 'notThisTime', 'later'], 'Choose what comes of it'),
  answer: z.string('Write a few words').trim().min(1, 'Write a few words: the person reads them').max(1000, 'Use 1000 characters or fewer'),
})
export type AnswerInput = z.infer<typeof answerForm>

export const opportunityForm = z
  .object({
    title: line('Enter a title', 100),
    what: z.string('Say what it is').trim().min(1, 'Say what it is').max(2000, 'Use 2000 characters or fewer'),
    time: line('Say how much time it takes', 100),
    places: wholeNumber('Enter for how many people', 1, 99),
    closesOn: typedDay('Enter until when people can say that they would like to'),
    network: z.union([z.literal(''), id], 'Choose from the list').default(''),
    membersOnly: ticked,
  })
  .refine(({ network, membersOnly }) => !membersOnly || network !== '', {
    path: ['network'],
    message: 'Choose the network whose members it is for',
  })
  .transform(({ network, ...rest }) => ({ ...rest, network: network === '' ? null : network }))
export type OpportunityInput = z.infer<typeof opportunityForm>

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
export const notices = {
  joined: 'You have joined. The contact is being told, and nobody else.',
  paused: 'No news from this network until you want it again.',
  resumed: 'You get news from this network again.',
  sentAgain: 'The contact has a new way to what you told them. The old one has ended.',
  teamKnows: 'The team may know of this now.',
  teamKnowsNot: 'The team sees this no more.',
  left: 'You have left. The contact can open nothing of yours any more, and hears only that one person left.',
  said: 'The team has what you wrote. You hear from them by e-mail.',
  withdrawn: 'Taken back.',
  posted: 'Posted. Members who take news are being told.',
  changed: 'Saved.',
  closed: 'Closed. Nobody else can say that they would like to.',
  reopened: 'Open again.',
  answered: 'Answered. A letter tells them.',
} as const
export type Notice = keyof typeof notices
export const noticeOf = (code: string | undefined) =>
  code !== undefined && Object.hasOwn(notices, code) ? notices[code as Notice] : undefined
const notice = z.string().max(20).optional().catch(undefined)
export const noticeQuery = z.object({ notice })
export type NoticeQuery = z.infer<typeof noticeQuery>

export const directoryQuery = z.object({ about: z.enum(networkThemes).optional().catch(undefined) })
export type DirectoryQuery = z.infer<typeof directoryQuery>
export const opportunitiesQuery = z.object({
  show: z.enum(opportunityShows).catch('open'),
  network: z
    .union([z.literal(''), id])
    .catch('')
    .default(''),
  page,
  notice,
})
export type OpportunitiesQuery = z.infer<typeof opportunitiesQuery>
export const interestsQuery = z.object({ show: z.enum(interestShows).catch('said'), page, notice })
export type InterestsQuery = z.infer<typeof interestsQuery>

export const joinRefusals: Record<JoinRefusal, string> = {
  already: 'You belong to this network already',
  notYet: 'This network is for those who have begun to work here. It is open to you from your first day',
}
export const interestRefusals: Record<InterestRefusal | 'already' | 'closed', string> = {
  over: 'This has been answered or taken back meanwhile',
  noRoom: 'As many people as it has room for have taken it up. Choose “later”, or change how many it is for',
  already: 'You have said so already',
  closed: 'This has closed meanwhile',
}
export const FEWER_PLACES = 'More people than that have taken it up already'
