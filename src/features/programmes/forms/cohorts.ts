import { z } from 'zod'
import { startOfDay } from '../../../core/dates.ts'
import { membershipStates, type CloseRefusal, type MembershipRefusal } from '../rules/cohorts.ts'
import { checkRule, ruleFields } from './completion.ts'
import { line, typedDay, wholeNumber, words } from '../../../core/fields.ts'

export const programmeKinds = ['insight', 'skills', 'training', 'networks', 'inwork'] as const
const uuid = z.uuid('Choose from the list')
export const programmeForm = z
  .object({
    kind: z.enum(programmeKinds, 'Choose what kind of support it is'),
    name: line('Enter a name', 100),
    summary: words(1000),
    ...ruleFields,
    seen: words(300),
  })
  .superRefine(checkRule)
export type ProgrammeInput = z.infer<typeof programmeForm>

export const cohortForm = z
  .object({
    programme: uuid,
    name: line('Enter a name', 100),
    capacity: wholeNumber('Enter how many members it has room for', 1, 1000),
    opens: typedDay('Enter the day on which people can begin to ask'),
    closes: typedDay('Enter the last day on which people can ask'),
    starts: typedDay('Enter the first day'),
    ends: typedDay('Enter the last day'),
    coordinator: z
      .string('Choose from the list')
      .refine((typed) => typed === '' || z.uuid().safeParse(typed).success, 'Choose from the list')
      .default(''),
  })
  .superRefine(({ opens, closes, starts, ends }, ctx) => {
    if (closes < opens) ctx.addIssue({ code: 'custom', path: ['closes'], message: 'The last day to ask must not be before the first' })
    if (ends < starts) ctx.addIssue({ code: 'custom', path: ['ends'], message: 'The last day must not be before the first' })
    if (closes > ends) ctx.addIssue({ code: 'custom', path: ['closes'], message: 'Asking must close before the cohort ends' })
  })
  .transform(({ opens, closes, starts, ends, ...rest }) => ({
    ...rest,
    opensAt: startOfDay(opens),
    // The last day counts whole
    closesAt: new Date(startOfDay(nextDay(closes)).getTime()),
    startsOn: new Date(`${starts}T00:00:00Z`),
    endsOn: new Date(`${ends}T00:00:00Z`),
  }))
export type CohortInput = z.infer<typeof cohortForm>

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

export const inviteForm = z.object({ candidateId: z.uuid('Choose whom to invite') })
export const memberForm = z
  .object({
    act: z.enum(['accept', 'refuse', 'leave', 'move', 'complete'], 'Choose what happens'),
    reason: words(300),
    to: z
      .string('Choose the cohort')
      .refine((typed) => typed === '' || z.uuid().safeParse(typed).success, 'Choose the cohort')
      .default(''),
  })
  .refine(({ act, to }) => act !== 'move' || to !== '', { path: ['to'], message: 'Choose the cohort they move to' })
export type MemberInput = z.infer<typeof memberForm>

export const ownForm = z.object({ act: z.enum(['ask', 'accept', 'decline', 'withdraw', 'leave'], 'Choose what you want to do') })
export type OwnInput = z.infer<typeof ownForm>

export const programmeParams = z.object({ programmeId: z.uuid() })
export const cohortParams = z.object({ cohortId: z.uuid() })
export type CohortParams = z.infer<typeof cohortParams>
export const memberParams = z.object({ cohortId: z.uuid(), membershipId: z.uuid() })
export type MemberParams = z.infer<typeof memberParams>

const notice = z.string().max(40).optional().catch(undefined)
const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const q = z.string().trim().max(100).catch('').default('')
export const pageQuery = z.object({ page, notice })
export type PageQuery = z.infer<typeof pageQuery>
export const membersQuery = z.object({ q, page, notice, state: z.enum(membershipStates).optional().catch(undefined) })
export type MembersQuery = z.infer<typeof membersQuery>
export const noticeQuery = z.object({ notice })
export type NoticeQuery = z.infer<typeof noticeQuery>

export const membershipRefusals: Record<MembershipRefusal, string> = {
  noSuchPerson: 'Choose a person from the list',
  alreadyMember: 'This person is a member already',
  alreadyAsked: 'This person has asked to join already. Answer the request instead',
  alreadyInvited: 'This person has an invitation already',
  notAMember: 'This person is not a member just now',
  alreadyCompleted: 'This person has completed this programme with the cohort',
  notDoneYet: 'The rule of the programme asks for more than this person has done',
  teamDecides: 'The team answers this one',
  notOpen: 'People cannot ask to join just now',
  cohortClosed: 'This cohort is closed',
  cohortFull: 'This cohort has no room left. Raise the number of members, or choose another cohort',
  reasonNeeded: 'Say why, in words that this person may read',
  sameCohort: 'Choose another cohort than this one',
}

/** The same, said to the candidate. */
export const ownRefusals: Record<MembershipRefusal, string> = {
  noSuchPerson: 'We could not find you. Please sign in again',
  alreadyMember: 'You are a member already',
  alreadyAsked: 'You have asked to join already. We will answer soon',
  alreadyInvited: 'You have an invitation already',
  notAMember: 'You are not a member just now',
  alreadyCompleted: 'You have completed this already',
  notDoneYet: 'There is something left to do first',
  teamDecides: 'The team answers this one. We will tell you',
  notOpen: 'Nobody can ask to join just now',
  cohortClosed: 'This is over',
  cohortFull: 'There is no room left just now. Contact the team about the next one',
  reasonNeeded: 'Please say why',
  sameCohort: 'You are in this one already',
}

export const closeRefusals: Record<CloseRefusal, string> = {
  alreadyClosed: 'This cohort is closed already',
  registersWait: 'A register of this cohort still waits. Record it first',
  workshopsToCome: 'A workshop of this cohort is still to come. Hold, move or cancel it first',
}
