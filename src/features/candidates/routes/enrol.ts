import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { ForceProfile, SupportKind } from '../../../forces/profile.ts'
import { findLikely } from '../../duplicates/queries/likely.ts'
import { whyWords } from '../../duplicates/rules.ts'
import { changeReach, enrolCandidate } from '../commands/enrol.ts'
import { lookAtCandidate } from '../commands/looks.ts'
import {
  ABOUT_WITHOUT_YES,
  enrolForm,
  LIKELY,
  notInList,
  NOT_IN_LIST,
  reachForm,
  reachRefusals,
  type EnrolInput,
  type ReachInput,
} from '../forms/enrol.ts'
import { candidateParams, type CandidateParams } from '../forms/staff.ts'
import { findReach } from '../queries/reach.ts'
import { cameByWords, decideReach, reachWords, spokenPurposes, type SpokenPurpose } from '../rules/enrol.ts'

type Likely = Awaited<ReturnType<typeof findLikely>>

const consentsOf = (force: ForceProfile) => force.consents.filter(({ purpose }) => (spokenPurposes as readonly string[]).includes(purpose))

const showEnrol: Page<'candidate.manage'> = ({ force, form }, res) => {
  renderEnrol(form, force, [], res)
}

function renderEnrol(form: Form, force: ForceProfile, likely: Likely, res: Parameters<Page<'candidate.manage'>>[1]): void {
  const support = force.support.filter(({ kind }) => kind !== 'training')
  res.render('candidates/staff/enrol', { form, likely, whyWords, cameByWords, reachWords, support, consents: consentsOf(force) })
}

/** What a single field cannot tell of itself. */
function refusalOf(input: EnrolInput, force: ForceProfile): { field: string; message: string } | undefined {
  const reach = decideReach(input)
  if (!reach.ok) return reachRefusals[reach.reason]
  if (input.about !== '' && !input.agreed.includes('tailoring')) return ABOUT_WITHOUT_YES
  const odd = notInList(input, force)
  return odd === undefined ? undefined : { field: odd, message: NOT_IN_LIST }
}

const submitEnrol: Submission<'candidate.manage', unknown, EnrolInput> = async ({ actor, force, form, input }, res) => {
  const wrong = refusalOf(input, force)
  if (wrong) {
    renderEnrol(refusedForm(form, wrong.field, wrong.message), force, [], res.status(422))
    return
  }
  const likely = await findLikely(actor, { ...input, emails: [input.email] })
  // "Save anyway" counts for those whom the page showed: somebody found since is shown first.
  const shown = (input.confirmed ?? '').split(' ')
  if (likely.some(({ id }) => !shown.includes(id))) {
    renderEnrol(refusedForm(form, 'likely', LIKELY), force, likely, res.status(422))
    return
  }
  const candidateId = await enrolCandidate(
    actor,
    {
      ...input,
      kinds: input.kinds as SupportKind[],
      purposes: input.agreed as SpokenPurpose[],
      adult: input.adult === '' ? undefined : input.adult === 'yes',
    },
    force,
  )
  res.redirect(303, `/staff/candidates/${candidateId}?notice=enrolled`)
}

const showReach: Page<'candidate.manage', CandidateParams> = async ({ actor, params, form }, res) => {
  const reach = await findReach(actor, params.candidateId)
  if (!reach) throw new NotFound()
  await lookAtCandidate(actor, params.candidateId)
  const { email, phone, postalAddress, reachBy } = reach
  const kept = { email: email ?? '', phone: phone ?? '', postalAddress: postalAddress ?? '', reachBy: reachBy ?? '' }
  res.render('candidates/staff/reach', { candidate: reach, form: form.errors.length > 0 ? form : blankForm(kept), reachWords })
}

const submitReach: Submission<'candidate.manage', CandidateParams, ReachInput> = async (visit, res) => {
  const { actor, params, form, input } = visit
  const reach = await findReach(actor, params.candidateId)
  if (!reach) throw new NotFound()
  const decision = decideReach({ ...input, email: reach.account?.email ?? input.email })
  if (!decision.ok) {
    const { field, message } = reachRefusals[decision.reason]
    await showReach({ ...visit, query: {}, form: refusedForm(form, field, message) }, res.status(422))
    return
  }
  if (!(await changeReach(actor, params.candidateId, input))) throw new NotFound()
  res.redirect(303, `/staff/candidates/${params.candidateId}?notice=reach`)
}

export const enrolRoutes = [
  get('/staff/candidates/new', { can: 'candidate.manage' }, showEnrol),
  post('/staff/candidates/new', { can: 'candidate.manage', form: enrolForm, invalid: showEnrol }, submitEnrol),
  get('/staff/candidates/:candidateId/reach', { can: 'candidate.manage', params: candidateParams }, showReach),
  post(
    '/staff/candidates/:candidateId/reach',
    { can: 'candidate.manage', params: candidateParams, form: reachForm, invalid: showReach },
    submitReach,
  ),
]
