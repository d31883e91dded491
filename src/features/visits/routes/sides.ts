import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit as Call } from '../../../core/http.ts'
import { raiseIncident } from '../../concerns/commands/raising.ts'
import { contactsFor, happenings } from '../../concerns/rules/concerns.ts'
import { incidentForm, type IncidentInput } from '../../concerns/rules/raising.ts'
import { lookBack, stopVisit, type VisitDecision } from '../commands/own.ts'
import * as forms from '../forms/visits.ts'
import { findVisit, isDated, type DatedVisit, type OfVisit } from '../queries/visits.ts'
import { debriefDay, mayReport, mayStop, otherSide, realistics, refuseDebrief, type Side } from '../rules/visits.ts'

type Can = 'placement.own' | 'placement.host'
type Params = forms.PlacementParams
type Shown = Page<Can, Params>

const bases: Record<Side, string> = { candidate: '/my/placements', supporter: '/supporting/visits' }
/** Where a visit stands for one side. */
export const visitAddress = (side: Side, placementId: string): string => `${bases[side]}/${placementId}`

/** A visit of one's own with a day; everything else is not there. */
export async function visitOf(actor: OfVisit, { placementId }: Params): Promise<DatedVisit> {
  const visit = await findVisit(actor, placementId)
  if (!visit || !isDated(visit)) throw new NotFound()
  return visit
}
export const about = (visit: DatedVisit) => ({ visit, side: visit.side, base: visitAddress(visit.side, visit.id), now: now() })

/** After a decision: on to a page with its words, or the form again with the reason. */
export async function settle<P extends Can>(
  { decision, to, again }: { decision: VisitDecision; to: string; again: Page<P, Params> },
  visit: Call<P, Params>,
  res: Response,
): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, to)
  else await again({ ...visit, query: {}, form: refusedForm(visit.form, '', forms.refusals[decision.reason]) }, res.status(422))
}

const showStop: Shown = async ({ actor, params, form }, res) => {
  const visit = await visitOf(actor, params)
  res.render('visits/stop', { ...about(visit), form, open: mayStop(visit, now()) })
}
const submitStop: Submission<Can, Params, unknown> = async (visit, res) => {
  const decision = await stopVisit(visit.actor, visit.params.placementId)
  await settle({ decision, to: `${visitAddress(visit.actor.role, visit.params.placementId)}/stop`, again: showStop }, visit, res)
}

async function reportable(actor: OfVisit, params: Params) {
  const visit = await visitOf(actor, params)
  if (!mayReport(visit.state) || visit.supporterId === null) throw new NotFound()
  const { id: placementId, candidateId, supporterId } = visit
  return { visit, parties: { placementId, candidateId, supporterId } }
}
const toldOf = (actor: OfVisit) => contactsFor(otherSide(actor.role))

const showIncident: Shown = async ({ actor, params, form }, res) => {
  const { visit } = await reportable(actor, params)
  res.render('visits/incident', { ...about(visit), form, happenings, told: toldOf(actor) })
}
const submitIncident: Submission<Can, Params, IncidentInput> = async ({ actor, force, params, input }, res) => {
  const { parties } = await reportable(actor, params)
  await raiseIncident(actor, force, parties, input)
  res.redirect(303, `${visitAddress(actor.role, params.placementId)}/incident/done`)
}
const showTold: Shown = async ({ actor, params }, res) => {
  const { visit } = await reportable(actor, params)
  res.render('visits/incident-done', { ...about(visit), told: toldOf(actor) })
}

const showDebrief: Shown = async ({ actor, params, form }, res) => {
  const visit = await visitOf(actor, params)
  const refusal = refuseDebrief(visit.state, visit.said, visit.side)
  res.render('visits/debrief', { ...about(visit), form, refusal, until: debriefDay(visit), realistics })
}
const submitDebrief: Submission<Can, Params, forms.DebriefInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const decision = await lookBack(actor, params.placementId, input)
  const at = visitAddress(actor.role, params.placementId)
  await settle({ decision, to: input.unsafe === 'yes' ? `${at}/incident` : `${at}/debrief`, again: showDebrief }, visit, res)
}

/** What both sides have, each at addresses of its own. */
function routesOf(side: Side) {
  const can: Can = side === 'candidate' ? 'placement.own' : 'placement.host'
  const at = visitAddress(side, ':placementId')
  const one = { can, params: forms.placementParams } as const
  return [
    get(`${at}/stop`, one, showStop),
    post(`${at}/stop`, { ...one, form: forms.nothingForm, invalid: showStop }, submitStop),
    get(`${at}/incident`, one, showIncident),
    post(`${at}/incident`, { ...one, form: incidentForm, invalid: showIncident }, submitIncident),
    get(`${at}/incident/done`, one, showTold),
    get(`${at}/debrief`, one, showDebrief),
    post(`${at}/debrief`, { ...one, form: forms.debriefForm, invalid: showDebrief }, submitDebrief),
  ]
}

export const visitSideRoutes = [...routesOf('candidate'), ...routesOf('supporter')]
