import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { lookAtExclusions } from '../commands/looks.ts'
import { addDuty, endDuty, endStanding, setStanding } from '../commands/duties.ts'
import { endSafeguard, recordSafeguard } from '../commands/safeguards.ts'
import * as own from '../forms/own.ts'
import * as forms from '../forms/staff.ts'
import { findForCandidate, findForSupporter } from '../queries/staff.ts'
import { duties, reasonWords, standings } from '../rules/reasons.ts'

type Manage = 'exclusion.manage'
const words = { reasonWords, duties, standings, guardianWays: forms.guardianWays }

const showCandidate: Page<Manage, forms.CandidateParams, Partial<forms.NoticeQuery>> = async ({ actor, params, query, form }, res) => {
  const found = await findForCandidate(actor, params.candidateId)
  if (!found) throw new NotFound()
  await lookAtExclusions(actor, params.candidateId)
  res.render('exclusions/staff/candidate', { ...found, ...words, form, notice: query.notice && forms.notices[query.notice] })
}
const showCandidateAgain: Page<Manage, forms.CandidateParams> = (visit, res) => showCandidate({ ...visit, query: {} }, res)

const safeguardRefusals = {
  standsAlready: 'Safeguards are recorded already. End those first, if they no longer hold',
  notNeeded: 'They have said that they are 18 or over, so nothing is needed',
} as const

const submitSafeguard: Submission<Manage, forms.CandidateParams, forms.SafeguardInput> = async (visit, res) => {
  const outcome = await recordSafeguard(visit.actor, visit.params.candidateId, visit.input)
  if (outcome === undefined) throw new NotFound()
  if (outcome === 'recorded') res.redirect(303, `/staff/candidates/${visit.params.candidateId}/exclusions?notice=safeguard`)
  else await showCandidateAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', safeguardRefusals[outcome]) }, res.status(422))
}

const submitEndSafeguard: Submission<Manage, forms.CandidateParams, unknown> = async ({ actor, params }, res) => {
  if (!(await endSafeguard(actor, params.candidateId))) throw new NotFound()
  res.redirect(303, `/staff/candidates/${params.candidateId}/exclusions?notice=safeguardEnded`)
}

type BySupporter = forms.SupporterParams
const pageOf = ({ supporterId }: BySupporter, notice: string) => `/staff/supporters/${supporterId}/exclusions?notice=${notice}`

const showSupporter: Page<Manage | 'standing.manage', BySupporter, Partial<forms.NoticeQuery>> = async (
  { actor, params, query, form },
  res,
) => {
  const supporter = await findForSupporter(actor, params.supporterId)
  if (!supporter) throw new NotFound()
  res.render('exclusions/staff/supporter', { ...words, supporter, form, notice: query.notice && forms.notices[query.notice] })
}
const showSupporterAgain: Page<Manage, BySupporter> = (visit, res) => showSupporter({ ...visit, query: {} }, res)
const showLeadAgain: Page<'standing.manage', BySupporter> = (visit, res) => showSupporter({ ...visit, query: {} }, res)

const submitDuty: Submission<Manage, BySupporter, own.DutyInput> = async (visit, res) => {
  const { actor, force, params, input } = visit
  const known = input.route === undefined || input.route === 'all' || force.routes.some(({ id }) => id === input.route)
  if (!known)
    await showSupporterAgain(
      { ...visit, query: {}, form: refusedForm(visit.form, 'route', 'Choose a route from the list') },
      res.status(422),
    )
  else if (await addDuty(actor, params, input)) res.redirect(303, pageOf(params, 'duty'))
  else throw new NotFound()
}
const submitEndDuty: Submission<Manage, forms.SupporterDutyParams, unknown> = async ({ actor, params }, res) => {
  if (!(await endDuty(actor, params))) throw new NotFound()
  res.redirect(303, pageOf(params, 'dutyEnded'))
}
const submitStanding: Submission<'standing.manage', BySupporter, forms.StandingInput> = async ({ actor, params, input }, res) => {
  if (!(await setStanding(actor, params, input.standing))) throw new NotFound()
  res.redirect(303, pageOf(params, 'standing'))
}
const submitEndStanding: Submission<'standing.manage', forms.StandingParams, unknown> = async ({ actor, params }, res) => {
  if (!(await endStanding(actor, params))) throw new NotFound()
  res.redirect(303, pageOf(params, 'standingEnded'))
}

const can = { can: 'exclusion.manage' } as const
const lead = { can: 'standing.manage' } as const
const form = own.nothingForm
const ofCandidate = '/staff/candidates/:candidateId/exclusions'
const ofSupporter = '/staff/supporters/:supporterId/exclusions'
const candidate = { ...can, params: forms.candidateParams, invalid: showCandidateAgain } as const
const supporter = { ...can, params: forms.supporterParams } as const
const invalid = showSupporterAgain
const standing = { ...lead, invalid: showLeadAgain } as const

export const exclusionsOfPeopleRoutes = [
  get(ofCandidate, { ...can, params: forms.candidateParams, query: forms.noticeQuery }, showCandidate),
  post(`${ofCandidate}/safeguards`, { ...candidate, form: forms.safeguardForm }, submitSafeguard),
  post(`${ofCandidate}/safeguards/end`, { ...candidate, form }, submitEndSafeguard),
  get(ofSupporter, { ...supporter, query: forms.noticeQuery }, showSupporter),
  post(`${ofSupporter}/duties`, { ...supporter, form: own.dutyForm, invalid }, submitDuty),
  post(`${ofSupporter}/duties/:dutyId/end`, { ...can, params: forms.supporterDutyParams, form, invalid }, submitEndDuty),
  post(`${ofSupporter}/standings`, { ...standing, params: forms.supporterParams, form: forms.standingForm }, submitStanding),
  post(`${ofSupporter}/standings/:standingId/end`, { ...standing, params: forms.standingParams, form }, submitEndStanding),
]
