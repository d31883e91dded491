import { z } from 'zod'
import { line, typedDay, words } from '../../../core/fields.ts'
import { claimKindIds, jobFamilyIds } from '../rules/words.ts'
import { jobStates, type JobRefusal } from '../rules/jobs.ts'
import type { ClaimRefusal } from '../rules/claims.ts'

const id = z.string().regex(/^[\w-]{1,60}$/)
const text = (ask: string, most: number) => words(most).refine((typed) => typed !== '', ask)
const maybe = z.preprocess((typed) => (typed === '' ? undefined : typed), z.uuid().optional().catch(undefined))

/** Whoever answers: a supporter with an account here, or somebody outside the portal with name, work and address. */
const owner = {
  ownerId: maybe,
  ownerName: words(80),
  ownerTitle: words(80),
  ownerEmail: words(200),
}
export type OwnerInput = { ownerId?: string | undefined; ownerName: string; ownerTitle: string; ownerEmail: string }

const isEmail = (typed: string) => z.email().safeParse(typed).success

function checkOwner({ ownerId, ownerName, ownerTitle, ownerEmail }: OwnerInput, ctx: z.RefinementCtx): void {
  if (ownerId !== undefined) return
  const issue = (path: string, message: string) => {
    ctx.addIssue({ code: 'custom', path: [path], message })
  }
  if (ownerName === '') issue('ownerName', 'Say who answers for it, or choose a supporter')
  if (ownerTitle === '') issue('ownerTitle', 'Say what work they do')
  if (!isEmail(ownerEmail)) issue('ownerEmail', 'Enter a work e-mail address, such as name@force.example')
}

const oneOrMore = z
  .union([z.array(id), id.transform((one) => [one])], 'Choose at least one route')
  .refine((all) => all.length > 0 && all.length <= 30, 'Choose at least one route')

export const jobForm = z
  .object({
    title: line('Give the job a name', 80),
    family: z.enum(jobFamilyIds, 'Choose what kind of job it is'),
    routes: oneOrMore,
    area: z.union([id, z.literal('')]).catch(''),
    hours: line('Say what the usual hours are', 300),
    about: text('Say what the job is', 3000),
    fixed: words(1500),
    change: words(200),
    basedOn: z.coerce.number().int().min(0).max(100_000).catch(0),
    ...owner,
  })
  .superRefine(checkOwner)
export type JobInput = z.infer<typeof jobForm>

export const claimForm = z
  .object({
    kind: z.enum(claimKindIds, 'Choose what it is about'),
    statement: text('Say what is true of this job', 600),
    evidence: text('Say what shows it', 1000),
    evidenceLink: words(500).refine(
      (typed) => typed === '' || (typed.startsWith('https://') && URL.canParse(typed)),
      'Enter a whole address that begins with https://',
    ),
    ...owner,
  })
  .superRefine(checkOwner)
export type ClaimInput = z.infer<typeof claimForm>

export const checkForm = z.object({ reviewOn: typedDay('Say when it is looked at again') })
export type CheckInput = z.infer<typeof checkForm>
export const withdrawForm = z.object({ reason: line('Say why, in a few words', 500) })
export type WithdrawInput = z.infer<typeof withdrawForm>
export const nothingForm = z.object({})

export const jobParams = z.object({ jobId: z.uuid() })
export type JobParams = z.infer<typeof jobParams>
export const claimParams = z.object({ jobId: z.uuid(), claimId: z.uuid() })
export type ClaimParams = z.infer<typeof claimParams>

export const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const given = z
  .string()
  .trim()
  .max(60)
  .transform((typed) => (typed === '' ? undefined : typed))
  .optional()
  .catch(undefined)
export const kind = z.enum(claimKindIds).optional().catch(undefined)
export const family = z.enum(jobFamilyIds).optional().catch(undefined)

export const catalogueQuery = z.object({ family, route: given, area: given, kind, page })
export type CatalogueQuery = z.infer<typeof catalogueQuery>

export const listQuery = z.object({ q: given, state: z.enum(jobStates).optional().catch(undefined), family, area: given, kind, page })
export type ListQuery = z.infer<typeof listQuery>

/** What the team looks at of claims: those to be checked by a second person, answered by their owners, due with no answer, due soon, hidden. */
export const claimShows = ['all', 'draft', 'answered', 'due', 'soon', 'hidden', 'withdrawn'] as const
export type ClaimShow = (typeof claimShows)[number]
export const claimsQuery = z.object({ show: z.enum(claimShows).catch('all'), kind, page })
export type ClaimsQuery = z.infer<typeof claimsQuery>

export const jobNotices = {
  made: 'The profile is a draft. Say next what is true of the job, claim by claim.',
  saved: 'Saved, as a new version where its words changed.',
  published: 'It is published.',
  retired: 'It is retired. Nobody outside the team sees it.',
  reopened: 'It is a draft again.',
} as const
export const claimNotices = {
  written: 'Written. Somebody else of the team checks it now, and then everybody can read it.',
  changed: 'Saved. As the words are new, somebody else of the team checks it again.',
  handed: 'Somebody else answers for it now. What it says stands as it did.',
  checked: 'Checked. It stands on the page of the job, with the day of today.',
  asked: 'The owner has been written to, with an address of their own.',
  withdrawn: 'Withdrawn. Nobody outside the team reads it any more.',
  restored: 'It is a draft again, to be checked.',
} as const
const noticeIn = <N extends string>(notices: Record<N, string>) =>
  z.object({
    notice: z
      .enum(Object.keys(notices) as [N, ...N[]])
      .optional()
      .catch(undefined),
  })
export const jobQuery = noticeIn(jobNotices)
export type JobQuery = z.infer<typeof jobQuery>
export const claimQuery = noticeIn(claimNotices)
export type ClaimQuery = z.infer<typeof claimQuery>

export const jobRefusals: Record<JobRefusal, { field: string; message: string }> = {
  notNow: { field: '', message: 'It has changed meanwhile. Look at how it stands now' },
  nothingChecked: { field: '', message: 'Nothing of it has been checked yet. Let somebody check a claim first' },
  sameTitle: { field: 'title', message: 'Another job has this name' },
  newer: {
    field: '',
    message: 'Somebody has saved a newer version since you opened this page. Yours is below: compare before you save it',
  },
  same: { field: '', message: 'That is what it says already' },
  noOwner: { field: 'ownerId', message: 'Choose a supporter who is here still, or say who answers for it' },
}

export const claimRefusals: Record<ClaimRefusal, { field: string; message: string }> = {
  notNow: { field: '', message: 'It has changed meanwhile. Look at how it stands now' },
  ownWords: { field: '', message: 'These are your own words, so somebody else of the team checks them' },
  notAsked: { field: '', message: 'Nobody has been asked about it' },
  answeredAlready: { field: '', message: 'The owner has answered already. Look at what they said' },
  notDue: { field: '', message: 'It is not due yet' },
  badDate: { field: 'reviewOn', message: 'Choose a day after today and within two years' },
  twice: { field: 'kind', message: 'This job says something of that kind already. Change that instead' },
  same: { field: '', message: 'That is what it says already' },
  noOwner: { field: 'ownerId', message: 'Choose a supporter who is here still, or say who answers for it' },
  retired: { field: '', message: 'The job is retired. Begin again with it first' },
}
