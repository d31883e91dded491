import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { londonDay, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import * as team from '../commands/team.ts'
import { supportersFile } from '../documents.ts'
import { nothingForm } from '../forms/profile.ts'
import * as forms from '../forms/staff.ts'
import { stagesOf } from '../queries/own.ts'
import { findSupporter, listSupporters, listSupportersForFile } from '../queries/staff.ts'
import { TEAM_MOST } from '../rules/deciding.ts'
import { historyWords } from '../rules/words.ts'
import { profileWords } from './profile.ts'

type Manage = 'supporter.manage'
type Params = forms.SupporterParams
const list = '/staff/supporters'

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  res.render('supporting/staff/list', { ...(await listSupporters(actor, query)), ...profileWords, query })
}

const showFile: Page<Manage, unknown, forms.ListQuery> = async ({ actor, force, query }, res) => {
  const { page: _page, ...filter } = query
  res
    .attachment(`supporters-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(supportersFile(force, await listSupportersForFile(actor, filter)))
}

const showOne: Page<Manage, Params, Partial<forms.OneQuery>> = async ({ actor, force, params, query, form }, res) => {
  const supporter = await findSupporter(actor, params.supporterId)
  if (!supporter) throw new NotFound()
  const { capacity, awayUntil } = supporter
  const room = { capacity: String(capacity), away: awayUntil === null ? '' : typedDay(awayUntil) }
  const shown: Form = { ...form, values: { ...room, ...form.values } }
  const notice = query.notice && forms.staffNotices[query.notice]
  const given = { supporter, historyWords, stages: stagesOf(force), most: TEAM_MOST, notice }
  res.render('supporting/staff/one', { ...profileWords, ...given, form: shown })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

type Sent = Visit<Manage, Params>
type Answer = { ok: true; field?: string } | { ok: false; field: string; message: string } | undefined

async function answer(visit: Sent, given: Answer, notice: keyof typeof forms.staffNotices, res: Response): Promise<void> {
  if (!given) throw new NotFound()
  if (given.ok) res.redirect(303, `${list}/${visit.params.supporterId}?notice=${notice}`)
  else await showAgain({ ...visit, form: refusedForm(visit.form, given.field, given.message) }, res.status(422))
}

const decided = (decision: Awaited<ReturnType<typeof team.decideOn>>, field: string): Answer =>
  decision?.ok === false ? { ok: false, field, message: forms.refusals[decision.reason] } : decision && { ok: true }

const submitApprove: Submission<Manage, Params, unknown> = async (visit, res) => {
  const decision = await team.decideOn(visit.actor, visit.params.supporterId, { event: 'approve' })
  await answer(visit, decided(decision, ''), 'approved', res)
}
const submitDecline: Submission<Manage, Params, forms.DeclineInput> = async (visit, res) => {
  const decision = await team.decideOn(visit.actor, visit.params.supporterId, { event: 'decline', why: visit.input.why })
  await answer(visit, decided(decision, 'why'), 'declined', res)
}

const trainingRefusals: Record<team.TrainingRefusal, { field: string; message: string }> = {
  ownProfile: { field: '', message: 'This is your own profile. A colleague has to record your training' },
  inFuture: { field: 'held', message: 'The day of the training must not lie ahead: record it once they have been' },
  endsBefore: { field: 'until', message: 'The last day has to be after the training' },
  holdsTooLong: { field: 'until', message: 'Choose a last day within five years of the training' },
}
const trained = (decision: team.TrainingDecision | undefined): Answer =>
  decision?.ok === false ? { ok: false, ...trainingRefusals[decision.reason] } : decision

const submitTraining: Submission<Manage, Params, forms.TrainingInput> = async (visit, res) => {
  await answer(visit, trained(await team.recordTraining(visit.actor, visit.params.supporterId, visit.input)), 'trained', res)
}
const submitTakeBack: Submission<Manage, forms.TrainingParams, unknown> = async (visit, res) => {
  const { supporterId, trainingId } = visit.params
  await answer(visit, trained(await team.takeBackTraining(visit.actor, supporterId, trainingId)), 'takenBack', res)
}

const roomRefusals = {
  holdsMore: (holds: number) => ({
    field: 'capacity',
    message: `They hold ${String(holds)} now, counting proposals, so it cannot be fewer`,
  }),
  awayPassed: () => ({ field: 'away', message: 'This day has passed. Choose a later one, or leave it empty' }),
  awayFar: () => ({ field: 'away', message: 'Choose a day within a year' }),
}
const submitRoom: Submission<Manage, Params, forms.RoomInput> = async (visit, res) => {
  const decision = await team.setRoom(visit.actor, visit.params.supporterId, visit.input)
  const given: Answer = decision?.ok === false ? { ok: false, ...roomRefusals[decision.reason](decision.holds) } : decision
  await answer(visit, given, 'room', res)
}

const can = { can: 'supporter.manage' } as const
const one = { ...can, params: forms.supporterParams } as const
const at = `${list}/:supporterId`

export const supporterStaffRoutes = [
  get(list, { ...can, query: forms.listQuery }, showList),
  get(`${list}/file`, { ...can, query: forms.listQuery, sensitive: true }, showFile),
  get(at, { ...one, query: forms.oneQuery }, showOne),
  post(`${at}/approve`, { ...one, form: nothingForm, invalid: showAgain }, submitApprove),
  post(`${at}/decline`, { ...one, form: forms.declineForm, invalid: showAgain }, submitDecline),
  post(`${at}/trainings`, { ...one, form: forms.trainingForm, invalid: showAgain }, submitTraining),
  post(
    `${at}/trainings/:trainingId/take-back`,
    { ...can, params: forms.trainingParams, form: nothingForm, invalid: showAgain },
    submitTakeBack,
  ),
  post(`${at}/room`, { ...one, form: forms.roomForm, invalid: showAgain }, submitRoom),
]
