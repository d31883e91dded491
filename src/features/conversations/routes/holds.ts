import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { beginHold, endHold } from '../commands/holds.ts'
import { endHoldForm, holdForm, type HoldInput } from '../forms/holds.ts'
import { candidateParams, type CandidateParams } from '../forms/threads.ts'
import { findHold } from '../queries/contact.ts'
import { findCorrespondent } from '../queries/threads.ts'
import { holdReasons } from '../rules/holds.ts'

const showHold: Page<'message.manage', CandidateParams> = async ({ actor, params, form }, res) => {
  const candidate = await findCorrespondent(actor, params.candidateId)
  if (!candidate) throw new NotFound()
  res.render('conversations/hold', { candidate, form, holdReasons, hold: await findHold(actor, candidate.id) })
}

const submitHold: Submission<'message.manage', CandidateParams, HoldInput> = async ({ actor, params, input }, res) => {
  if (!(await beginHold(actor, params.candidateId, input.reason))) throw new NotFound()
  res.redirect(303, `/staff/candidates/${params.candidateId}`)
}

const submitEnd: Submission<'message.manage', CandidateParams, object> = async ({ actor, params }, res) => {
  await endHold(actor, params.candidateId)
  res.redirect(303, `/staff/candidates/${params.candidateId}`)
}

const one = { can: 'message.manage', params: candidateParams, invalid: showHold } as const

export const holdRoutes = [
  get('/staff/candidates/:candidateId/hold', one, showHold),
  post('/staff/candidates/:candidateId/hold', { ...one, form: holdForm }, submitHold),
  post('/staff/candidates/:candidateId/hold/end', { ...one, form: endHoldForm }, submitEnd),
]
