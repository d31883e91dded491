import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import * as commands from '../commands/team.ts'
import * as forms from '../forms.ts'
import { A_PAGE, findToBegin, findYear, listAlerts, listPossibleBuddies, listYears } from '../queries/team.ts'
import { alertRules, closedWords } from '../rules/alerts.ts'
import { answerWords, audiences, helpAbout, questions } from '../rules/answers.ts'
import { onlyWhereItRuns } from './own.ts'

type Manage = 'candidate.manage'
const words = { alertRules, closedWords, answerWords, audiences, helpAbout, questions }

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, force, query }, res) => {
  onlyWhereItRuns(force)
  const { show, when, whose, page } = query
  const list = show === 'alerts' ? await listAlerts(actor, whose, when, page) : await listYears(actor, whose, page)
  res.render('first-year/list', { ...list, ...words, query, pages: Math.max(1, Math.ceil(list.total / A_PAGE)) })
}

const showYear: Page<Manage, forms.YearParams, Partial<forms.YearQuery>> = async ({ actor, force, params, query, form }, res) => {
  onlyWhereItRuns(force)
  const year = await findYear(actor, params.yearId)
  if (!year) throw new NotFound()
  await commands.lookAtYear(actor, year.candidateId)
  const possible = year.endedAt === null && year.buddy ? await listPossibleBuddies(actor, year.candidateId) : []
  res.render('first-year/one', { year, possible, form, ...words, notice: query.notice && forms.staffNotices[query.notice] })
}
const showAgain: Page<Manage, forms.YearParams> = (visit, res) => showYear({ ...visit, query: {} }, res)

type Answer<R extends string> = { ok: true; id: string } | { ok: false; reason: R } | undefined
type Sent = Visit<Manage, forms.YearParams>
type Refused = { field: string; message: string }

/** Back to the page of the year, or the page again with what was wrong. */
async function answer<R extends string>(
  visit: Sent,
  decision: Answer<R>,
  notice: keyof typeof forms.staffNotices,
  refusal: (reason: R) => Refused,
  res: Response,
) {
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, `/staff/first-year/${decision.id}?notice=${notice}`)
    return
  }
  const { field, message } = refusal(decision.reason)
  await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, field, message) }, res.status(422))
}

const never = (): Refused => ({ field: '', message: '' })

const submitStart: Submission<Manage, forms.YearParams, forms.StartInput> = async (visit, res) => {
  onlyWhereItRuns(visit.force)
  const moved = await commands.moveStart(visit.actor, visit.params.yearId, visit.input.startsOn)
  await answer(visit, moved, 'moved', (reason) => ({ field: 'startsOn', message: forms.startRefusals[reason] }), res)
}
const submitDefer: Submission<Manage, forms.YearParams, forms.DeferInput> = async (visit, res) => {
  onlyWhereItRuns(visit.force)
  const deferred = await commands.deferYear(visit.actor, visit.params.yearId, visit.input)
  await answer(visit, deferred, 'deferred', (reason) => forms.deferRefusals[reason], res)
}
const submitUndefer: Submission<Manage, forms.DeferralParams, unknown> = async (visit, res) => {
  onlyWhereItRuns(visit.force)
  await answer(visit, await commands.undefer(visit.actor, visit.params.yearId, visit.params.deferralId), 'moved', never, res)
}
const submitHandOver: Submission<Manage, forms.YearParams, forms.HandOverInput> = async (visit, res) => {
  onlyWhereItRuns(visit.force)
  const planned = await commands.planHandOver(visit.actor, visit.params.yearId, visit.input)
  await answer(visit, planned, 'handOver', (reason) => forms.handOverRefusals[reason], res)
}
const submitHandOverOff: Submission<Manage, forms.YearParams, unknown> = async (visit, res) => {
  onlyWhereItRuns(visit.force)
  await answer(visit, await commands.cancelHandOver(visit.actor, visit.params.yearId), 'handOverOff', never, res)
}
const submitEnd: Submission<Manage, forms.YearParams, unknown> = async (visit, res) => {
  onlyWhereItRuns(visit.force)
  await answer(visit, await commands.endByTeam(visit.actor, visit.params.yearId), 'ended', never, res)
}
const submitAcknowledge: Submission<Manage, forms.AlertParams, forms.AcknowledgeInput> = async (visit, res) => {
  onlyWhereItRuns(visit.force)
  const closed = await commands.acknowledge(visit.actor, visit.params.alertId, visit.input.done)
  await answer(visit, closed, 'acknowledged', () => ({ field: '', message: forms.CLOSED }), res)
}

const showBegin: Page<Manage, forms.CandidateParams> = async ({ actor, force, params, form }, res) => {
  onlyWhereItRuns(force)
  const candidate = await findToBegin(actor, params.candidateId)
  if (!candidate) throw new NotFound()
  res.render('first-year/begin', { candidate, form })
}
const submitBegin: Submission<Manage, forms.CandidateParams, forms.StartInput> = async (visit, res) => {
  onlyWhereItRuns(visit.force)
  const begun = await commands.beginByTeam(visit.actor, visit.params.candidateId, visit.input.startsOn)
  if (!begun) throw new NotFound()
  if (begun.ok) res.redirect(303, `/staff/first-year/${begun.id}?notice=begun`)
  else
    await showBegin({ ...visit, query: {}, form: refusedForm(visit.form, 'startsOn', forms.startRefusals[begun.reason]) }, res.status(422))
}

const at = '/staff/first-year'
const can = { can: 'candidate.manage' } as const
const one = { ...can, params: forms.yearParams, invalid: showAgain } as const
const begin = { ...can, params: forms.candidateParams } as const

export const staffFirstYearRoutes = [
  get(at, { ...can, query: forms.listQuery }, showList),
  get(`${at}/:yearId`, { ...can, params: forms.yearParams, query: forms.yearQuery }, showYear),
  post(`${at}/:yearId/start`, { ...one, form: forms.startForm }, submitStart),
  post(`${at}/:yearId/defer`, { ...one, form: forms.deferForm }, submitDefer),
  post(
    `${at}/:yearId/deferrals/:deferralId/remove`,
    { ...can, params: forms.deferralParams, form: forms.nothingForm, invalid: showAgain },
    submitUndefer,
  ),
  post(`${at}/:yearId/hand-over`, { ...one, form: forms.handOverForm }, submitHandOver),
  post(`${at}/:yearId/hand-over/cancel`, { ...one, form: forms.nothingForm }, submitHandOverOff),
  post(`${at}/:yearId/end`, { ...one, form: forms.stopForm }, submitEnd),
  post(
    `${at}/:yearId/alerts/:alertId`,
    { ...can, params: forms.alertParams, form: forms.acknowledgeForm, invalid: showAgain },
    submitAcknowledge,
  ),
  get('/staff/candidates/:candidateId/first-year', begin, showBegin),
  post('/staff/candidates/:candidateId/first-year', { ...begin, form: forms.startForm, invalid: showBegin }, submitBegin),
]
