import { z } from 'zod'
import { now } from '../../../core/clock.ts'
import { dayAfter, londonDay } from '../../../core/dates.ts'
import { endReasons, type EndReason } from '../rules/declarations.ts'
import { relations, standings, type NarrowDuty, type Relation, type Standing } from '../rules/reasons.ts'
import { day, line, maybeDay, narrowDuties, withDay } from './own.ts'

export const shows = ['review', 'live', 'open', 'ended', 'all'] as const
export type Show = (typeof shows)[number]
export const listQuery = z.object({
  show: z.enum(shows).catch('review'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type ListQuery = z.infer<typeof listQuery>

/** What the team may say of two people. A block is theirs alone to set. */
type TeamRelation = Exclude<Relation, 'block'> | NarrowDuty | 'samePerson'
const mutual = (Object.keys(relations) as Relation[]).filter((code): code is Exclude<Relation, 'block'> => code !== 'block')
export const teamRelations: [TeamRelation, ...TeamRelation[]] = ['samePerson', ...mutual, ...narrowDuties]
export const teamDeclareForm = z
  .object({
    candidate: line('Enter the candidate’s reference, e-mail address or whole name'),
    supporter: line('Enter the supporter’s e-mail address or whole name'),
    relation: z.enum(teamRelations, 'Choose why the two should not be paired'),
    until: maybeDay,
  })
  .transform(withDay)
export type TeamDeclareInput = z.infer<typeof teamDeclareForm>

export const newQuery = z.object({
  candidate: z.uuid().optional().catch(undefined),
  supporter: z.uuid().optional().catch(undefined),
})
export type NewQuery = z.infer<typeof newQuery>

export const linkForm = z
  .object({ person: z.uuid().or(z.literal('typed')).optional(), typed: z.string().trim().max(320).optional() })
  .refine(({ person, typed }) => (person !== undefined && person !== 'typed') || (typed ?? '') !== '', {
    path: ['person'],
    message: 'Choose who is meant, or type who it is',
  })
export type LinkInput = z.infer<typeof linkForm>

const reasons = Object.keys(endReasons) as [EndReason, ...EndReason[]]
export const endForm = z.object({ why: z.enum(reasons, 'Choose why it ends') })
export type EndInput = z.infer<typeof endForm>

const standingCodes = Object.keys(standings) as [Standing, ...Standing[]]
export const standingForm = z.object({ standing: z.enum(standingCodes, 'Choose which it is') })
export type StandingInput = z.infer<typeof standingForm>

export const guardianWays = { inPerson: 'In person', call: 'By phone', letter: 'By letter', email: 'By e-mail' } as const
const ways = Object.keys(guardianWays) as [keyof typeof guardianWays, ...(keyof typeof guardianWays)[]]
const notYet = (ask: string) => day(ask).refine((given) => given <= londonDay(now()), 'This day has not come yet')
export const safeguardForm = z
  .object({
    checkWhat: line('Say what was checked, as the safeguarding process asks', 300),
    checkBy: line('Enter who did the check'),
    checkOn: notYet('Enter the day of the check'),
    guardianName: line('Enter the name of the parent or guardian'),
    guardianHow: z.enum(ways, 'Choose how they gave their consent'),
    guardianOn: notYet('Enter the day on which they gave it'),
    untilOn: day('Enter the last day on which this holds'),
  })
  .refine(({ untilOn }) => untilOn > londonDay(now()), { path: ['untilOn'], message: 'Choose a day to come' })
  .refine(({ untilOn, checkOn }) => untilOn <= dayAfter(checkOn, 365), {
    path: ['untilOn'],
    message: 'Check again within a year: choose an earlier last day',
  })
export type SafeguardInput = z.infer<typeof safeguardForm>

export const candidateParams = z.object({ candidateId: z.uuid() })
export type CandidateParams = z.infer<typeof candidateParams>
export const supporterParams = z.object({ supporterId: z.uuid() })
export type SupporterParams = z.infer<typeof supporterParams>
export const supporterDutyParams = z.object({ supporterId: z.uuid(), dutyId: z.uuid() })
export type SupporterDutyParams = z.infer<typeof supporterDutyParams>
export const standingParams = z.object({ supporterId: z.uuid(), standingId: z.uuid() })
export type StandingParams = z.infer<typeof standingParams>

export const notices = {
  declared: 'Written down. The two are not paired.',
  linked: 'Linked. The two are not paired, and what stood between them rests.',
  leftOpen: 'Left open. It comes back here when somebody registers who may be meant.',
  unlinked: 'No longer linked. It waits for somebody else.',
  ended: 'Ended. It no longer counts.',
  duty: 'Written down. It counts from now on.',
  dutyEnded: 'Taken off.',
  standing: 'Kept. Their pairings rest.',
  standingEnded: 'Taken off.',
  safeguard: 'Recorded. They can have a buddy or a mentor.',
  safeguardEnded: 'No longer in force. What had begun rests.',
} as const
const codes = Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]
export const noticeQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>
