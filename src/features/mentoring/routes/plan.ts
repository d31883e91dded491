import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { londonDay, londonTime, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import type { OfPair } from '../../together/queries/pair.ts'
import { pairAddress, type Side } from '../../together/rules/pairs.ts'
import { answerExtension, answerPlan, askExtension, endGoal, proposePlan, review, setGoal } from '../commands/plans.ts'
import { holdSession, missSession, moveSession, planSession } from '../commands/sessions.ts'
import type { MentoringDecision } from '../commands/steps.ts'
import { sessionCalendar } from '../documents.ts'
import * as forms from '../forms.ts'
import { findMentoringPair, findPlan, findSession, type MentoringPair } from '../queries/plan.ts'
import { GOALS_MOST, progressWords } from '../rules/plans.ts'
import { hows, lengths } from '../rules/sessions.ts'

/** One of two permissions, as the address says whose page it is. */
type Can = 'pairing.own' | 'pairing.support'
type Shown<Params = forms.PairParams, Query = unknown> = Page<Can, Params, Query>
type Done<Input, Params = forms.PairParams> = Submission<Can, Params, Input>

async function pairOf(actor: OfPair, pairingId: string): Promise<MentoringPair> {
  const pair = await findMentoringPair(actor, pairingId)
  if (!pair) throw new NotFound()
  return pair
}
const about = (pair: MentoringPair) => ({ pair, base: pairAddress(pair.side, pair.id), hows, lengths, progressWords })
const typedOr = (form: Form, given: Record<string, unknown>): Form =>
  form.errors.length > 0 || Object.keys(form.values).length > 0 ? form : blankForm(given)

/** After a decision: on to the page with its words, or the form again with the reason. */
async function settle<Params extends forms.PairParams>(
  { decision, notice, field, again }: { decision: MentoringDecision | undefined; notice: string; field: string; again: Shown<Params> },
  visit: Visit<Can, Params>,
  res: Response,
): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `${pairAddress(visit.actor.role, visit.params.pairingId)}/plan?notice=${notice}`)
  else await again({ ...visit, query: {}, form: refusedForm(visit.form, field, forms.refusals[decision.reason]) }, res.status(422))
}

const showPlan: Shown<forms.PairParams, forms.PlanQuery> = async ({ actor, params, query, form }, res) => {
  const pair = await pairOf(actor, params.pairingId)
  const view = { ...about(pair), plan: await findPlan(pair), form, goalsMost: GOALS_MOST, now: now() }
  res.render('mentoring/plan', { ...view, notice: forms.noticeWords(query.notice) })
}
const showAgain: Shown = (visit, res) => showPlan({ ...visit, query: { notice: undefined } }, res)
const showGoalAgain: Shown<forms.GoalParams> = (visit, res) => showAgain(visit, res)

const submitGoal: Done<forms.GoalInput> = async (visit, res) => {
  const decision = await setGoal(visit.actor, visit.params.pairingId, visit.input.text)
  await settle({ decision, notice: 'goal', field: 'text', again: showAgain }, visit, res)
}
const submitGoalEnd: Done<forms.GoalEndInput, forms.GoalParams> = async (visit, res) => {
  const decision = await endGoal(visit.actor, visit.params, visit.input.how)
  await settle({ decision, notice: 'goalEnded', field: '', again: showGoalAgain }, visit, res)
}

const showPropose: Shown = async ({ actor, params, form }, res) => {
  const pair = await pairOf(actor, params.pairingId)
  const plan = await findPlan(pair)
  const { agreed } = plan
  const given = agreed
    ? { approach: agreed.approach, everyWeeks: String(agreed.everyWeeks), weeks: String(agreed.weeks) }
    : { everyWeeks: '2', weeks: '12', startsOn: typedDay(now()) }
  res.render('mentoring/propose', { ...about(pair), plan, form: typedOr(form, given) })
}
const submitPropose: Done<forms.PlanInput> = async (visit, res) => {
  const { startsOn, ...rest } = visit.input
  const given = { ...rest, startsOn: startsOn ?? londonDay(now()) }
  const decision = await proposePlan(visit.actor, visit.params.pairingId, given)
  await settle({ decision, notice: 'proposed', field: 'weeks', again: showPropose }, visit, res)
}
const submitAnswer: Done<forms.AnswerInput> = async (visit, res) => {
  const { answer, number } = visit.input
  const decision = await answerPlan(visit.actor, visit.params.pairingId, answer, number)
  await settle({ decision, notice: answer, field: '', again: showAgain }, visit, res)
}

const showExtend: Shown = async ({ actor, params, form }, res) => {
  const pair = await pairOf(actor, params.pairingId)
  res.render('mentoring/extend', { ...about(pair), plan: await findPlan(pair), form: typedOr(form, { weeks: '4' }) })
}
const submitExtend: Done<forms.ExtendInput> = async (visit, res) => {
  const decision = await askExtension(visit.actor, visit.params.pairingId, visit.input)
  await settle({ decision, notice: 'asked', field: 'weeks', again: showExtend }, visit, res)
}
const submitExtendAnswer: Done<forms.ExtendAnswerInput> = async (visit, res) => {
  const agree = visit.input.answer === 'agree'
  const decision = await answerExtension(visit.actor, visit.params.pairingId, agree)
  await settle({ decision, notice: agree ? 'extended' : 'dropped', field: '', again: showAgain }, visit, res)
}

const showNewSession: Shown = async ({ actor, params, form }, res) => {
  const given = { minutes: '60', how: 'online', time: '18:00' }
  res.render('mentoring/session-new', { ...about(await pairOf(actor, params.pairingId)), form: typedOr(form, given), session: undefined })
}
const submitNewSession: Done<forms.SessionInput> = async (visit, res) => {
  const decision = await planSession(visit.actor, visit.params.pairingId, visit.input)
  await settle({ decision, notice: 'planned', field: 'day', again: showNewSession }, visit, res)
}

async function sessionOf(actor: OfPair, { pairingId, sessionId }: forms.SessionParams) {
  const pair = await pairOf(actor, pairingId)
  const session = await findSession(pair, sessionId)
  if (!session) throw new NotFound()
  return { ...about(pair), session }
}
const showSession: Shown<forms.SessionParams> = async ({ actor, params, form }, res) => {
  res.render('mentoring/session', { ...(await sessionOf(actor, params)), form, now: now() })
}
const showMove: Shown<forms.SessionParams> = async ({ actor, params, form }, res) => {
  const view = await sessionOf(actor, params)
  const { startsAt, minutes, how, place } = view.session
  const given = { day: typedDay(startsAt), time: londonTime(startsAt), minutes: String(minutes), how, place }
  res.render('mentoring/session-new', { ...view, form: typedOr(form, given) })
}
const submitMove: Done<forms.SessionInput, forms.SessionParams> = async (visit, res) => {
  const decision = await moveSession(visit.actor, visit.params, visit.input)
  await settle({ decision, notice: 'moved', field: 'day', again: showMove }, visit, res)
}
const submitHeld: Done<unknown, forms.SessionParams> = async (visit, res) => {
  const decision = await holdSession(visit.actor, visit.params)
  await settle({ decision, notice: 'held', field: '', again: showSession }, visit, res)
}
const submitMissed: Done<forms.MissInput, forms.SessionParams> = async (visit, res) => {
  const decision = await missSession(visit.actor, visit.params, visit.input.whyNot)
  await settle({ decision, notice: 'missed', field: 'whyNot', again: showSession }, visit, res)
}
const showFile: Shown<forms.SessionParams> = async ({ actor, force, params }, res) => {
  const { session, base } = await sessionOf(actor, params)
  if (session.state !== 'planned' && session.state !== 'notHeld') throw new NotFound()
  const file = sessionCalendar(session, { force, baseUrl: res.locals['baseUrl'] as string, path: `${base}/plan` })
  res.attachment('conversation.ics').type('text/calendar; charset=utf-8').send(file)
}

const showReview: Shown<forms.ReviewParams> = async ({ actor, params, form }, res) => {
  const pair = await pairOf(actor, params.pairingId)
  const plan = await findPlan(pair)
  const look = plan.reviews.find(({ point }) => point === params.point)
  res.render('mentoring/review', { ...about(pair), plan, look, form })
}
const submitReview: Done<forms.ReviewInput, forms.ReviewParams> = async (visit, res) => {
  const decision = await review(visit.actor, visit.params.pairingId, visit.params.point, visit.input)
  await settle({ decision, notice: 'reviewed', field: 'progress', again: showReview }, visit, res)
}

/** The pages of a plan for one side of a pair; the other has the same at addresses of its own. */
function routesOf(side: Side) {
  const can: Can = side === 'candidate' ? 'pairing.own' : 'pairing.support'
  const at = `${pairAddress(side, ':pairingId')}/plan`
  const one = { can, params: forms.pairParams } as const
  const goal = { can, params: forms.goalParams, invalid: showGoalAgain } as const
  const session = { can, params: forms.sessionParams } as const
  const look = { can, params: forms.reviewParams } as const
  return [
    get(at, { ...one, query: forms.planQuery }, showPlan),
    post(`${at}/goals`, { ...one, form: forms.goalForm, invalid: showAgain }, submitGoal),
    post(`${at}/goals/:goalId`, { ...goal, form: forms.goalEndForm }, submitGoalEnd),
    get(`${at}/propose`, one, showPropose),
    post(`${at}/propose`, { ...one, form: forms.planForm, invalid: showPropose }, submitPropose),
    post(`${at}/answer`, { ...one, form: forms.answerForm, invalid: showAgain }, submitAnswer),
    get(`${at}/extend`, one, showExtend),
    post(`${at}/extend`, { ...one, form: forms.extendForm, invalid: showExtend }, submitExtend),
    post(`${at}/extend/answer`, { ...one, form: forms.extendAnswerForm, invalid: showAgain }, submitExtendAnswer),
    get(`${at}/sessions/new`, one, showNewSession),
    post(`${at}/sessions/new`, { ...one, form: forms.sessionForm, invalid: showNewSession }, submitNewSession),
    get(`${at}/sessions/:sessionId`, session, showSession),
    get(`${at}/sessions/:sessionId/calendar.ics`, session, showFile),
    get(`${at}/sessions/:sessionId/move`, session, showMove),
    post(`${at}/sessions/:sessionId/move`, { ...session, form: forms.sessionForm, invalid: showMove }, submitMove),
    post(`${at}/sessions/:sessionId/held`, { ...session, form: forms.nothingForm, invalid: showSession }, submitHeld),
    post(`${at}/sessions/:sessionId/not-held`, { ...session, form: forms.missForm, invalid: showSession }, submitMissed),
    get(`${at}/reviews/:point`, look, showReview),
    post(`${at}/reviews/:point`, { ...look, form: forms.reviewForm, invalid: showReview }, submitReview),
  ]
}

export const planRoutes = [...routesOf('candidate'), ...routesOf('supporter')]
