import { z } from 'zod'
import { readDay } from '../../../core/dates.ts'
import { duties, relations, type Duty, type NarrowDuty, type Relation } from '../rules/reasons.ts'
import type { DeclarationRefusal } from '../rules/declarations.ts'

export const line = (ask: string, most = 200) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Use ${String(most)} characters or fewer`)
    .refine((typed) => !typed.includes('\n'), 'Keep this to one line')

const BAD_DAY = 'Enter a date, such as 14 January 2027'
/** A London day as 2027-01-14, as it was typed in any of the usual ways. */
export const day = (ask: string) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .transform((typed, ctx) => {
      const read = typed.length > 40 ? undefined : readDay(typed)
      if (read !== undefined && read >= '2015-01-01' && read < '2100-01-01') return read
      ctx.addIssue({ code: 'custom', message: BAD_DAY })
      return z.NEVER
    })

const unlessBlank = <S extends z.ZodType>(schema: S) =>
  z.preprocess((typed) => (typeof typed === 'string' && typed.trim() === '' ? undefined : typed), schema.optional())
export const maybeDay = unlessBlank(day(BAD_DAY))

const email = unlessBlank(z.email('Enter an e-mail address such as name@example.com, or leave this empty').max(320))

/** Only what ends by itself has a last day. */
const lasting: readonly string[] = ['lineManagement', 'sameTeam', 'sift', 'assessment', 'interview', 'vetting', 'occupationalHealth']
export const withDay = <T extends { relation: string; until?: string | undefined }>({ until, ...input }: T) => ({
  ...input,
  ...(until !== undefined && lasting.includes(input.relation) && { until }),
})

const relationCodes = Object.keys(relations) as [Relation, ...Relation[]]
export const narrowDuties = (Object.keys(duties) as Duty[]).filter((duty): duty is NarrowDuty => duty !== 'professionalStandards')
const saidBySupporters = [...relationCodes, ...narrowDuties] as [Relation | NarrowDuty, ...(Relation | NarrowDuty)[]]
const CHOOSE = 'Choose what fits best. You need not give a reason'
const person = { name: line('Enter their name, as far as you know it'), email, until: maybeDay }

export const candidateDeclareForm = z.object({ ...person, relation: z.enum(relationCodes, CHOOSE) }).transform(withDay)
export const supporterDeclareForm = z.object({ ...person, relation: z.enum(saidBySupporters, CHOOSE) }).transform(withDay)
export type DeclareInput = { name: string; email?: string | undefined; relation: Relation | NarrowDuty; until?: string | undefined }

const dutyCodes = Object.keys(duties) as [Duty, ...Duty[]]
export const dutyForm = z.object({
  duty: z.enum(dutyCodes, 'Choose the part you have'),
  route: unlessBlank(z.string().max(40)),
  until: maybeDay,
})
export type DutyInput = z.infer<typeof dutyForm>

export const nothingForm = z.object({})
export const declarationParams = z.object({ declarationId: z.uuid() })
export type DeclarationParams = z.infer<typeof declarationParams>
export const dutyParams = z.object({ dutyId: z.uuid() })
export type DutyParams = z.infer<typeof dutyParams>
export const pairingParams = z.object({ pairingId: z.uuid() })
export type PairingParams = z.infer<typeof pairingParams>

/** One answer for everything declared: it must not say whether such a person is here. */
export const ownNotices = {
  declared: 'Thank you. We keep this in mind in every match. You will not hear more about it, whoever it is.',
  takenBack: 'Taken back. It no longer counts.',
  duty: 'Thank you. It counts from now on.',
  dutyEnded: 'Taken off. It no longer counts.',
} as const
const codes = Object.keys(ownNotices) as [keyof typeof ownNotices, ...(keyof typeof ownNotices)[]]
export const ownQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type OwnQuery = z.infer<typeof ownQuery>

export const refusals: Record<DeclarationRefusal, string> = {
  notYours: 'Only whoever said this can take it back',
  ended: 'This has ended already',
  alreadyLinked: 'Somebody else has linked it meanwhile. Look at how it stands now',
  notLinked: 'It is linked to nobody any more. Look at how it stands now',
  notTyped: 'They knew each other when this was said, so it stays with this person',
  theirsToEnd: 'Only whoever set this can end it, or you because they asked you to',
  noSuchPerson: 'Nobody here fits that. Use the e-mail address, or a candidate’s reference',
  several: 'More than one person fits that. Use the e-mail address, or a candidate’s reference',
  tooMany: 'That is a lot in one day. Please ring or write to the team, and we do it with you',
}
