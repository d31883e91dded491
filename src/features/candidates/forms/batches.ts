import { z } from 'zod'
import { supportKinds } from '../../../forces/profile.ts'
import { assignReasons, type AssignReason } from '../rules/assignment.ts'
import { batchActions, type BatchAction, type ConfirmRefusal, type SkipReason } from '../rules/batches.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)

/** Rows that were ticked come as one value or as several. */
const chosen = z
  .union([z.array(z.uuid()).max(500), z.uuid().transform((one) => [one])])
  .optional()
  .catch(undefined)
  .transform((ids) => ids ?? [])

export const startForm = z.object({
  action: z.enum(batchActions, 'Choose what to do'),
  which: z.enum(['chosen', 'all']).catch('chosen'),
  chosen,
  /** The filter in the address of the list, for everybody that it finds. */
  filter: z.string().max(2000, 'These filters are too long to be used').default(''),
})
export type StartInput = z.infer<typeof startForm>

export const batchParams = z.object({ batchId: z.uuid() })
export type BatchParams = z.infer<typeof batchParams>

export const batchQuery = z.object({
  page,
  show: z.enum(['go', 'skip']).catch('go'),
  outcome: z.enum(['done', 'skipped', 'failed', 'waiting']).optional().catch(undefined),
  change: z.literal('yes').optional().catch(undefined),
})
export type BatchQuery = z.infer<typeof batchQuery>
export const batchesQuery = z.object({ page })
export type BatchesQuery = z.infer<typeof batchesQuery>

const reasons = Object.keys(assignReasons) as [AssignReason, ...AssignReason[]]

/** What an action needs to know: whom, of which kind, into which cohort. Which of these, the action says. */
export const detailsForm = z.object({
  ownerId: z.uuid('Choose somebody of the team').optional().or(z.literal('')),
  reason: z.enum(['leave', ...reasons], 'Choose what happens to those whom somebody looks after already').optional(),
  kind: z.enum(supportKinds, 'Choose a kind of support').optional(),
  cohortId: z.uuid('Choose a cohort').optional().or(z.literal('')),
})
export type DetailsInput = z.infer<typeof detailsForm>

export const confirmForm = z.object({ seen: z.string().max(500).catch('') })
export type ConfirmInput = z.infer<typeof confirmForm>
export const nothingForm = z.object({})

/** Each action as a choice, and as the title of its pages. */
export const actionWords: Record<BatchAction, { choice: string; title: string; does: string; done: string }> = {
  assign: { choice: 'Give to a coordinator', title: 'Give people to a coordinator', does: 'will be given', done: 'Given' },
  giveRequests: {
    choice: 'Give requests of one kind to a coordinator',
    title: 'Give requests to a coordinator',
    does: 'will have their request given',
    done: 'Given',
  },
  accept: { choice: 'Accept requests of one kind', title: 'Accept requests', does: 'will have their request accepted', done: 'Accepted' },
  invite: { choice: 'Invite to a cohort', title: 'Invite people to a cohort', does: 'will be invited', done: 'Invited' },
}

/** Why somebody is left out, as the team reads it. */
export const skipWords: Record<SkipReason | 'fault', string> = {
  alreadyAsked: 'Has asked to join already: answer the request instead',
  alreadyInvited: 'Has an invitation already',
  alreadyMember: 'Is a member already',
  alreadyCompleted: 'Has completed this programme with the cohort',
  notDoneYet: 'Has something left to do first',
  noSuchPerson: 'Has closed the account',
  notAMember: 'Cannot be invited just now',
  teamDecides: 'Has asked to join: answer the request instead',
  notOpen: 'Nobody can join this cohort just now',
  cohortClosed: 'The cohort is closed',
  cohortFull: 'The cohort has no room left',
  reasonNeeded: 'Needs a reason of its own: do it from their page',
  sameCohort: 'Is in this cohort already',
  closed: 'Has closed the account, or was joined with another record',
  theirsAlready: 'Is with this person already',
  hasOwner: 'Somebody looks after them already',
  ownerLeft: 'Whoever was chosen is of the team no longer',
  noRequest: 'Has no open request of this kind',
  noneWaiting: 'Has no request of this kind that waits for an answer',
  movedOn: 'Has moved on meanwhile',
  cohortGone: 'The cohort is there no longer',
  actorLeft: 'Whoever confirmed this is of the team no longer',
  fault: 'Something went wrong. Nothing was changed for this person; do it again from their page',
}

export const confirmRefusals: Record<ConfirmRefusal, string> = {
  changedMeanwhile: 'This was changed in another window. Look through it once more, then confirm',
}
