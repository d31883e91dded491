import { z } from 'zod'
import { assignReasons, type AssignReason, type AssignRefusal } from '../rules/assignment.ts'

const nobody = z.literal('nobody').transform(() => null)
const reasons = Object.keys(assignReasons) as [AssignReason, ...AssignReason[]]

/** `seen` is whom the page showed, so that two who change it at once do not undo each other unawares. */
export const assignmentForm = z.object({
  assignTo: z.union([nobody, z.uuid()], 'Choose who looks after this person'),
  assignReason: z.preprocess((typed) => (typed === '' ? undefined : typed), z.enum(reasons, 'Choose why from the list').optional()),
  assignSeen: z.union([nobody, z.uuid()], 'Open this page again, and choose who looks after this person').optional(),
})
export type AssignmentInput = z.infer<typeof assignmentForm>

export const assignRefusals: Record<AssignRefusal, string> = {
  notOfTeam: 'Choose somebody who is in the team now',
  already: 'That is who looks after this person already',
  reasonNeeded: 'Choose why somebody else looks after this person from now on',
  changedMeanwhile: 'Somebody else has changed who looks after this person since you opened this page. Look again, then choose',
}
