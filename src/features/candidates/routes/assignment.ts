import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { post, type Submission } from '../../../core/http.ts'
import { assignCandidate } from '../commands/assignment.ts'
import { assignmentForm, assignRefusals, type AssignmentInput } from '../forms/assignment.ts'
import { candidateParams, type CandidateParams } from '../forms/staff.ts'
import { showInvalid } from './staff.ts'

const submitAssignment: Submission<'candidate.manage', CandidateParams, AssignmentInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const { assignTo, assignReason, assignSeen } = input
  const decision = await assignCandidate(actor, { ...params, ownerId: assignTo, reason: assignReason, seen: assignSeen })
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, `/staff/candidates/${params.candidateId}?notice=owner#owner`)
    return
  }
  const field = decision.reason === 'reasonNeeded' ? 'assignReason' : 'assignTo'
  await showInvalid({ ...visit, query: {}, form: refusedForm(visit.form, field, assignRefusals[decision.reason]) }, res.status(422))
}

export const assignmentRoutes = [
  post(
    '/staff/candidates/:candidateId/assign',
    { can: 'candidate.manage', params: candidateParams, form: assignmentForm, invalid: showInvalid },
    submitAssignment,
  ),
]
