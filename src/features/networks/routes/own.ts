import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission, type Visit } from '../../../core/http.ts'
import type { Network } from '../../../forces/profile.ts'
import * as commands from '../commands/membership.ts'
import { sayInterest, withdrawInterest } from '../commands/interests.ts'
import * as forms from '../forms.ts'
import * as own from '../queries/own.ts'
import { findReach } from '../queries/reach.ts'
import { interestWords } from '../rules/interests.ts'
import { joiningWords, TEAM_WORDS, themeNames } from '../rules/words.ts'
import { baseOf } from './base.ts'

type Own = 'network.own'
type Params = forms.NetworkParams

const networkOf = ({ force, params }: Pick<Visit<Own, Params>, 'force' | 'params'>): Network => {
  const network = own.findNetwork(force, params.networkId)
  if (!network) throw new NotFound()
  return network
}

const showAll: Page<Own, unknown, forms.NoticeQuery> = async ({ actor, force, query }, res) => {
  const memberships = await own.listOwnMemberships(actor, force)
  const ids = memberships.map(({ network }) => network)
  const [events, opportunities, interests] = await Promise.all([
    ids.length > 0 ? own.listEvents({ networks: ids }) : [],
    own.listOpportunities(ids),
    own.listOwnInterests(actor),
  ])
  const nameOf = (id: string | null) => (id === null ? undefined : own.findNetwork(force, id)?.name)
  const said = interests.map(({ opportunityId }) => opportunityId)
  res.render('networks/own', {
    ...{ memberships, events, interests, interestWords, nameOf, base: baseOf(actor), supporter: actor.role === 'supporter' },
    ...{ opportunities: opportunities.filter(({ id }) => !said.includes(id)), notice: forms.noticeOf(query.notice) },
  })
}

const showOne: Page<Own, Params, forms.NoticeQuery> = async (visit, res) => {
  const network = networkOf(visit)
  const membership = await own.findOwnMembership(visit.actor, network.id)
  if (!membership) {
    res.redirect(303, `${baseOf(visit.actor)}/${network.id}/join`)
    return
  }
  const [events, opportunities] = await Promise.all([own.listEvents({ networks: [network.id] }), own.listOpportunities([network.id])])
  res.setHeader('cache-control', 'no-store').render('networks/member', {
    ...{ network, membership, events, themeNames, base: baseOf(visit.actor), supporter: visit.actor.role === 'supporter' },
    opportunities: opportunities.filter(({ network: of }) => of === network.id || of === null),
    ...{ TEAM_WORDS, notice: forms.noticeOf(visit.query.notice) },
  })
}
const showOneAgain: Page<Own, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const showJoin: Page<Own, Params> = async (visit, res) => {
  const network = networkOf(visit)
  const { actor, form } = visit
  if (await own.findOwnMembership(actor, network.id)) {
    res.redirect(303, `${baseOf(actor)}/${network.id}`)
    return
  }
  const filled = Object.keys(form.values).length > 0 ? form : { ...form, values: { name: actor.name, reach: await findReach(actor) } }
  res.render('networks/join', { network, form: filled, base: baseOf(actor), agreed: joiningWords(network), TEAM_WORDS })
}

const submitJoin: Submission<Own, Params, forms.JoinInput> = async (visit, res) => {
  const { agreed: _agreed, ...given } = visit.input
  const joined = await commands.joinNetwork(visit.actor, visit.force, visit.params.networkId, given)
  if (!joined) throw new NotFound()
  if (joined.ok || joined.reason === 'already') res.redirect(303, `${baseOf(visit.actor)}/${visit.params.networkId}?notice=joined`)
  else await showJoin({ ...visit, query: {}, form: refusedForm(visit.form, '', forms.joinRefusals[joined.reason]) }, res.status(422))
}

type Act<I> = (visit: Visit<Own, Params> & { input: I }) => Promise<true | undefined>
const doing =
  <I>(act: Act<I>, to: (visit: Visit<Own, Params> & { input: I }) => string): Submission<Own, Params, I> =>
  async (visit, res) => {
    networkOf(visit)
    if (!(await act(visit))) throw new NotFound()
    res.redirect(303, `${baseOf(visit.actor)}${to(visit)}`)
  }
const back = (notice: forms.Notice) => (visit: Visit<Own, Params>) => `/${visit.params.networkId}?notice=${notice}`

const submitPause = doing<unknown>(({ actor, params }) => commands.pauseNews(actor, params.networkId), back('paused'))
const submitResume = doing<unknown>(({ actor, params }) => commands.resumeNews(actor, params.networkId), back('resumed'))
const submitAgain = doing<unknown>(({ actor, force, params }) => commands.sendAgain(actor, force, params.networkId), back('sentAgain'))
const submitTeam = doing<forms.TeamInput>(
  ({ actor, params, input }) => commands.tellTeam(actor, params.networkId, input.teamKnows),
  (visit) => back(visit.input.teamKnows ? 'teamKnows' : 'teamKnowsNot')(visit),
)
const submitLeave = doing<unknown>(
  ({ actor, params }) => commands.leaveNetwork(actor, params.networkId),
  () => '?notice=left',
)

const showLeave: Page<Own, Params> = async (visit, res) => {
  const network = networkOf(visit)
  if (!(await own.findOwnMembership(visit.actor, network.id))) throw new NotFound()
  res.render('networks/leave', { network, base: baseOf(visit.actor) })
}

const showOpportunity: Page<Own, forms.OpportunityParams, forms.NoticeQuery> = async ({ actor, force, params, query, form }, res) => {
  const opportunity = await own.findOpportunity(actor, params.opportunityId)
  if (!opportunity) throw new NotFound()
  const network = opportunity.network === null ? undefined : own.findNetwork(force, opportunity.network)
  res.render('networks/opportunity', {
    ...{ opportunity, network, form, interestWords, base: baseOf(actor), notice: forms.noticeOf(query.notice) },
  })
}
const showOpportunityAgain: Page<Own, forms.OpportunityParams> = (visit, res) => showOpportunity({ ...visit, query: {} }, res)

const submitInterest: Submission<Own, forms.OpportunityParams, forms.InterestInput> = async (visit, res) => {
  const said = await sayInterest(visit.actor, visit.params.opportunityId, visit.input.words)
  if (!said) throw new NotFound()
  if (said.ok) res.redirect(303, `${baseOf(visit.actor)}/opportunities/${visit.params.opportunityId}?notice=said`)
  else
    await showOpportunityAgain(
      { ...visit, query: {}, form: refusedForm(visit.form, 'words', forms.interestRefusals[said.reason]) },
      res.status(422),
    )
}

const submitWithdraw: Submission<Own, forms.InterestParams, unknown> = async ({ actor, params }, res: Response) => {
  const decision = await withdrawInterest(actor, params.interestId)
  if (!decision) throw new NotFound()
  res.redirect(303, decision.ok ? `${baseOf(actor)}?notice=withdrawn` : baseOf(actor))
}
const showAllAgain: Page<Own, forms.InterestParams> = (visit, res) => showAll({ ...visit, query: {} }, res)

const can = { can: 'network.own' } as const
const one = { ...can, params: forms.networkParams } as const
const act = { ...one, form: forms.nothingForm, invalid: showOneAgain } as const
const opportunity = { ...can, params: forms.opportunityParams } as const

const routesAt = (base: string): Route[] => [
  get(base, { ...can, query: forms.noticeQuery }, showAll),
  // before a network's address, which could be any word
  get(`${base}/opportunities/:opportunityId`, { ...opportunity, query: forms.noticeQuery }, showOpportunity),
  post(`${base}/opportunities/:opportunityId`, { ...opportunity, form: forms.interestForm, invalid: showOpportunityAgain }, submitInterest),
  post(
    `${base}/interests/:interestId/withdraw`,
    { ...can, params: forms.interestParams, form: forms.nothingForm, invalid: showAllAgain },
    submitWithdraw,
  ),
  get(`${base}/:networkId`, { ...one, query: forms.noticeQuery }, showOne),
  get(`${base}/:networkId/join`, one, showJoin),
  post(`${base}/:networkId/join`, { ...one, form: forms.joinForm, invalid: showJoin }, submitJoin),
  post(`${base}/:networkId/pause`, act, submitPause),
  post(`${base}/:networkId/resume`, act, submitResume),
  post(`${base}/:networkId/send-again`, act, submitAgain),
  post(`${base}/:networkId/team`, { ...one, form: forms.teamForm, invalid: showOneAgain }, submitTeam),
  get(`${base}/:networkId/leave`, one, showLeave),
  post(`${base}/:networkId/leave`, act, submitLeave),
]

/** The same pages for a candidate and for a supporter: whoever is both finds the same memberships at either address. */
export const ownNetworkRoutes: Route[] = [...routesAt('/my/networks'), ...routesAt('/supporting/networks')]
