import { typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import { answerInterest } from '../commands/interests.ts'
import { lookAtInterest } from '../commands/looks.ts'
import { changeOpportunity, closeOpportunity, postOpportunity } from '../commands/opportunities.ts'
import * as forms from '../forms.ts'
import { findNetwork } from '../queries/own.ts'
import * as team from '../queries/team.ts'
import { interestEventsFor, interestWords } from '../rules/interests.ts'
import { LEAST_SHOWN } from '../rules/memberships.ts'

type Manage = 'network.manage'
const base = '/staff/networks'

const showNetworks: Page<Manage> = async ({ actor, force }, res) => {
  res.render('networks/staff/networks', { networks: await team.listNetworks(actor, force), LEAST_SHOWN })
}

const showOpportunities: Page<Manage, unknown, forms.OpportunitiesQuery> = async ({ actor, force, query }, res) => {
  const nameOf = (id: string | null) => (id === null ? 'Any network' : (findNetwork(force, id)?.name ?? id))
  const found = await team.listAllOpportunities(actor, query)
  res.render('networks/staff/opportunities', { ...found, query, nameOf, notice: forms.noticeOf(query.notice) })
}

const showNew: Page<Manage> = ({ form }, res) => {
  res.render('networks/staff/opportunity-edit', { opportunity: undefined, form })
}
const submitNew: Submission<Manage, unknown, forms.OpportunityInput> = async (visit, res) => {
  const { network } = visit.input
  if (network !== null && !findNetwork(visit.force, network))
    await showNew({ ...visit, query: {}, form: refusedForm(visit.form, 'network', 'Choose from the list') }, res.status(422))
  else res.redirect(303, `${base}/opportunities/${await postOpportunity(visit.actor, visit.input)}?notice=posted`)
}

type Params = forms.OpportunityParams
const showOpportunity: Page<Manage, Params, Partial<forms.NoticeQuery>> = async ({ actor, force, params, query, form }, res) => {
  const opportunity = await team.findOpportunityForTeam(actor, params.opportunityId)
  if (!opportunity) throw new NotFound()
  const network = opportunity.network === null ? undefined : findNetwork(force, opportunity.network)
  res.render('networks/staff/opportunity', { opportunity, network, interestWords, form, notice: forms.noticeOf(query.notice) })
}
const showOpportunityAgain: Page<Manage, Params> = (visit, res) => showOpportunity({ ...visit, query: {} }, res)

const showEdit: Page<Manage, Params> = async ({ actor, params, form }, res) => {
  const opportunity = await team.findOpportunityForTeam(actor, params.opportunityId)
  if (!opportunity) throw new NotFound()
  const { title, what, time, places, network, membersOnly, closesOn } = opportunity
  const given = {
    title,
    what,
    time,
    places,
    network: network ?? '',
    closesOn: typedDay(closesOn),
    ...(membersOnly && { membersOnly: 'yes' }),
  }
  res.render('networks/staff/opportunity-edit', { opportunity, form: Object.keys(form.values).length > 0 ? form : blankForm(given) })
}
const submitEdit: Submission<Manage, Params, forms.OpportunityInput> = async (visit, res) => {
  const changed = await changeOpportunity(visit.actor, visit.params.opportunityId, visit.input)
  if (!changed) throw new NotFound()
  if (changed.ok) res.redirect(303, `${base}/opportunities/${visit.params.opportunityId}?notice=changed`)
  else await showEdit({ ...visit, query: {}, form: refusedForm(visit.form, 'places', forms.FEWER_PLACES) }, res.status(422))
}
const closing =
  (closed: boolean): Submission<Manage, Params, unknown> =>
  async ({ actor, params }, res) => {
    if (!(await closeOpportunity(actor, params.opportunityId, closed))) throw new NotFound()
    res.redirect(303, `${base}/opportunities/${params.opportunityId}?notice=${closed ? 'closed' : 'reopened'}`)
  }

const showInterests: Page<Manage, unknown, forms.InterestsQuery> = async ({ actor, force, query }, res) => {
  const nameOf = (id: string | null) => (id === null ? 'Any network' : (findNetwork(force, id)?.name ?? id))
  const found = await team.listInterests(actor, query)
  res.render('networks/staff/interests', { ...found, query, nameOf, interestWords, notice: forms.noticeOf(query.notice) })
}
const showInterest: Page<Manage, forms.InterestParams> = async ({ actor, force, params, form }, res) => {
  const interest = await team.findInterest(actor, params.interestId)
  if (!interest) throw new NotFound()
  if (interest.candidateId !== null) await lookAtInterest(actor, interest.candidateId)
  const network = interest.opportunity.network === null ? undefined : findNetwork(force, interest.opportunity.network)
  res.render('networks/staff/interest', { interest, network, interestWords, events: interestEventsFor(interest.state, 'team'), form })
}
const submitAnswer: Submission<Manage, forms.InterestParams, forms.AnswerInput> = async (visit, res) => {
  const decision = await answerInterest(visit.actor, visit.params.interestId, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `${base}/interests?notice=answered`)
  else
    await showInterest(
      { ...visit, query: {}, form: refusedForm(visit.form, 'event', forms.interestRefusals[decision.reason]) },
      res.status(422),
    )
}

const can = { can: 'network.manage' } as const
const one = { ...can, params: forms.opportunityParams } as const
const act = { ...one, form: forms.nothingForm, invalid: showOpportunityAgain } as const
const interest = { ...can, params: forms.interestParams } as const
const at = `${base}/opportunities`

export const staffNetworkRoutes: Route[] = [
  get(base, can, showNetworks),
  get(at, { ...can, query: forms.opportunitiesQuery }, showOpportunities),
  get(`${at}/new`, can, showNew),
  post(`${at}/new`, { ...can, form: forms.opportunityForm, invalid: showNew }, submitNew),
  get(`${at}/:opportunityId`, { ...one, query: forms.noticeQuery }, showOpportunity),
  get(`${at}/:opportunityId/edit`, one, showEdit),
  post(`${at}/:opportunityId/edit`, { ...one, form: forms.opportunityForm, invalid: showEdit }, submitEdit),
  post(`${at}/:opportunityId/close`, act, closing(true)),
  post(`${at}/:opportunityId/reopen`, act, closing(false)),
  get(`${base}/interests`, { ...can, query: forms.interestsQuery }, showInterests),
  get(`${base}/interests/:interestId`, interest, showInterest),
  post(`${base}/interests/:interestId`, { ...interest, form: forms.answerForm, invalid: showInterest }, submitAnswer),
]
