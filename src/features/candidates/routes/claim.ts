import { z } from 'zod'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { makeClaimLink } from '../../accounts/commands/claim.ts'
import { lookAtCandidate } from '../commands/looks.ts'
import { candidateParams, type CandidateParams } from '../forms/staff.ts'
import { findClaimLink, findReach } from '../queries/reach.ts'
import { showInvalid } from './staff.ts'

const claimLinkForm = z.object({ way: z.enum(['email', 'paper'], 'Choose how they get the link') })
const refusals = {
  noEmail: 'There is no e-mail address to send the link to. Add one, or print the link',
  hasAccount: 'They have an account already, so there is nothing to take over',
}

const submitLink: Submission<'candidate.manage', CandidateParams, z.infer<typeof claimLinkForm>> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const made = await makeClaimLink(actor, params.candidateId, input.way)
  if (!made) throw new NotFound()
  if (!made.ok) await showInvalid({ ...visit, query: {}, form: refusedForm(form, 'claim', refusals[made.reason]) }, res.status(422))
  else if (input.way === 'paper') res.redirect(303, `/staff/candidates/${params.candidateId}/claim-letter`)
  else res.redirect(303, `/staff/candidates/${params.candidateId}?notice=claimSent`)
}

/** The letter that carries the link; the reference, which goes with it, is told apart from it. */
const showLetter: Page<'candidate.manage', CandidateParams> = async ({ actor, params }, res) => {
  const [candidate, link] = await Promise.all([findReach(actor, params.candidateId), findClaimLink(actor, params.candidateId)])
  if (!candidate) throw new NotFound()
  await lookAtCandidate(actor, params.candidateId)
  const paper = link?.email === null ? link : undefined
  const href = paper && `${String(res.locals['baseUrl'])}/claim/${paper.part}`
  res.set('cache-control', 'no-store').render('candidates/staff/claim-letter', { candidate, link: paper, href, today: now() })
}

export const claimLinkRoutes = [
  get('/staff/candidates/:candidateId/claim-letter', { can: 'candidate.manage', params: candidateParams }, showLetter),
  post(
    '/staff/candidates/:candidateId/claim-link',
    { can: 'candidate.manage', params: candidateParams, form: claimLinkForm, invalid: showInvalid },
    submitLink,
  ),
]
