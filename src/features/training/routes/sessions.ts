import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { holdWorkshop, unholdWorkshop } from '../../programmes/commands/workshops.ts'
import { listWorkshopHistory } from '../../programmes/queries/workshops.ts'
import { editableUntil } from '../../programmes/rules/attendance.ts'
import { eventsForWorkshop, workshopEventWords, type WorkshopState } from '../../programmes/rules/workshops.ts'
import { takeOffSession } from '../commands/places.ts'
import { addStaffWalkIn, saveStaffMarks } from '../commands/register.ts'
import * as forms from '../forms.ts'
import { findSession, listSessions } from '../queries/sessions.ts'
import type { MarkedRow } from '../rules/places.ts'
import { holdRefusals, placeRefusals, placeWords, teamNotices, walkInRefusals } from '../rules/words.ts'

type Manage = 'training.manage'
const manage = { can: 'training.manage' } as const
const one = { ...manage, params: forms.sessionParams } as const
const page = '/staff/training/sessions'

const showList: Page<Manage, unknown, forms.SessionsQuery> = async ({ actor, query }, res) => {
  const list = await listSessions(actor, query)
  res.render('training/staff/sessions', { ...list, ...query, number: query.page, notice: forms.noticeOf(teamNotices, query.notice) })
}

type Opened = { actor: Team; params: forms.SessionParams; form: Form }

async function render({ actor, params, form }: Opened, res: Response, notice?: string): Promise<void> {
  const session = await findSession(actor, params.workshopId)
  if (!session) throw new NotFound()
  const at = now()
  const events = eventsForWorkshop({ ...session, state: session.state as WorkshopState }, at)
  const history = await listWorkshopHistory(actor, session.id)
  const canMark = session.state === 'held' && (actor.role === 'lead' || at < editableUntil(session.endsAt))
  const words = { placeWords, eventWords: { ...workshopEventWords, 'training.walkedIn': 'Somebody added who came without a place' } }
  res.render('training/staff/session', { ...words, session, events, history, canMark, form, notice: forms.noticeOf(teamNotices, notice) })
}

const showOne: Page<Manage, forms.SessionParams, forms.NoticeQuery> = (visit, res) => render(visit, res, visit.query.notice)
const showAgain: Page<Manage, forms.SessionParams> = (visit, res) => render(visit, res)

const happening =
  (act: typeof holdWorkshop, code: string): Submission<Manage, forms.SessionParams, unknown> =>
  async (visit, res) => {
    const { workshopId } = visit.params
    if (!(await findSession(visit.actor, workshopId))) throw new NotFound()
    const decision = await act(visit.actor, workshopId)
    if (!decision) throw new NotFound()
    if (decision.ok) res.redirect(303, `${page}/${workshopId}?notice=${code}`)
    else await render({ ...visit, form: refusedForm(visit.form, '', holdRefusals[decision.reason] ?? placeRefusals.over) }, res.status(422))
  }

const submitMarks: Submission<Manage, forms.SessionParams, MarkedRow[]> = async (visit, res) => {
  const { workshopId } = visit.params
  const done = await saveStaffMarks(visit.actor, workshopId, visit.input, visit.force)
  if (!done) throw new NotFound()
  if (done.refused.length === 0) {
    res.redirect(303, `${page}/${workshopId}?notice=${done.saved > 0 ? 'saved' : 'nothing'}`)
    return
  }
  const reasons = new Set(done.refused.map((reason) => (reason === 'changed' ? placeRefusals.over : placeRefusals[reason])))
  const form = [...reasons].reduce((typed, reason) => refusedForm(typed, '', reason), visit.form)
  await render({ ...visit, form: { ...form, values: {} } }, res.status(422))
}

const submitWalkIn: Submission<Manage, forms.SessionParams, { email: string }> = async (visit, res) => {
  const { workshopId } = visit.params
  const added = await addStaffWalkIn(visit.actor, workshopId, visit.input.email, visit.force)
  if (!added) throw new NotFound()
  if (added.ok) res.redirect(303, `${page}/${workshopId}?notice=walkedIn`)
  else await render({ ...visit, form: refusedForm(visit.form, 'email', walkInRefusals[added.reason]) }, res.status(422))
}

const showRemove: Page<Manage, forms.SessionPlaceParams> = async ({ actor, params, form }, res) => {
  const session = await findSession(actor, params.workshopId)
  const place = session && [...session.booked, ...session.waiting].find(({ id }) => id === params.staffPlaceId)
  if (!session || !place) throw new NotFound()
  res.render('training/staff/remove', { session, place, form })
}

const submitRemove: Submission<Manage, forms.SessionPlaceParams, unknown> = async (visit, res) => {
  const { workshopId, staffPlaceId } = visit.params
  const left = await takeOffSession(visit.actor, workshopId, staffPlaceId)
  if (!left) throw new NotFound()
  if (left.ok) res.redirect(303, `${page}/${workshopId}?notice=removed`)
  else await render({ ...visit, form: refusedForm(visit.form, '', placeRefusals[left.reason]) }, res.status(422))
}

const { nothingForm } = forms
const ofPlace = { ...manage, params: forms.sessionPlaceParams } as const

export const sessionRoutes = [
  get(page, { ...manage, query: forms.sessionsQuery }, showList),
  get(`${page}/:workshopId`, { ...one, query: forms.noticeQuery }, showOne),
  post(`${page}/:workshopId/held`, { ...one, form: nothingForm, invalid: showAgain }, happening(holdWorkshop, 'held')),
  post(`${page}/:workshopId/unheld`, { ...one, form: nothingForm, invalid: showAgain }, happening(unholdWorkshop, 'unheld')),
  post(`${page}/:workshopId/register`, { ...one, form: forms.marksForm, invalid: showAgain }, submitMarks),
  post(`${page}/:workshopId/walk-in`, { ...one, form: forms.walkInForm, invalid: showAgain }, submitWalkIn),
  get(`${page}/:workshopId/places/:staffPlaceId/remove`, ofPlace, showRemove),
  post(`${page}/:workshopId/places/:staffPlaceId/remove`, { ...ofPlace, form: nothingForm, invalid: showRemove }, submitRemove),
]
