import type { Response } from 'express'
import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission, type Visit } from '../../../core/http.ts'
import { frameworkNow, frameworkOf, markLevels } from '../../../forces/competencies.ts'
import { giveFeedback, type FeedbackRefusal } from '../commands/feedback.ts'
import { callOffOneToOne, holdOneToOne, missOneToOne, type Moved } from '../commands/move.ts'
import { oneToOneCalendar } from '../documents.ts'
import * as forms from '../forms.ts'
import { findCoachedOneToOne } from '../queries/one-to-ones.ts'
import { oneToOneStateWords, refusals, slotHowWords, slotKindWords } from '../rules/words.ts'

type Coach = 'oneToOne.coach'
type Params = forms.OneToOneParams
const base = '/supporting/one-to-ones'
const words = { oneToOneStateWords, slotHowWords, slotKindWords, frameworkOf, markLevels }

async function bookingOf(actor: Supporter, id: string) {
  const booking = await findCoachedOneToOne(actor, id)
  if (!booking) throw new NotFound()
  return booking
}
const showOne: Page<Coach, Params, Partial<forms.NoticeQuery>> = async ({ actor, params, query, form }, res) => {
  const booking = await bookingOf(actor, params.oneToOneId)
  res.render('one-to-ones/coached', { ...words, booking, form, now: now(), notice: forms.noticeOf(query.notice) })
}
const showAgain: Page<Coach, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

async function answer(visit: Visit<Coach, Params>, moved: Moved | undefined, notice: forms.Notice, res: Response): Promise<void> {
  if (!moved) throw new NotFound()
  if (moved.ok) res.redirect(303, `${base}/${visit.params.oneToOneId}?notice=${notice}`)
  else await showAgain({ ...visit, form: refusedForm(visit.form, '', refusals[moved.reason]) }, res.status(422))
}
const submitHeld: Submission<Coach, Params, unknown> = async (visit, res) =>
  answer(visit, await holdOneToOne(visit.actor, visit.params.oneToOneId), 'held', res)
const submitMissed: Submission<Coach, Params, forms.MissInput> = async (visit, res) =>
  answer(visit, await missOneToOne(visit.actor, visit.params.oneToOneId, visit.input.whyNot), 'notHeld', res)
const submitCallOff: Submission<Coach, Params, unknown> = async (visit, res) =>
  answer(visit, await callOffOneToOne(visit.actor, visit.params.oneToOneId), 'calledOff', res)

const showFeedback: Page<Coach, Params> = async ({ actor, params, form }, res) => {
  const booking = await bookingOf(actor, params.oneToOneId)
  if (booking.state !== 'held') throw new NotFound()
  res.render('one-to-ones/feedback', { ...words, booking, framework: frameworkNow(), form })
}
const feedbackRefusals: Record<FeedbackRefusal, string> = {
  notHeld: 'Mark it as held first',
  enough: 'Five times is enough. Write to the team if something has to be put right',
  answered: 'It has been answered already',
}
const submitFeedback: Submission<Coach, Params, forms.FeedbackInput> = async (visit, res) => {
  const given = await giveFeedback(visit.actor, visit.params.oneToOneId, visit.input)
  if (!given) throw new NotFound()
  if (given.ok) res.redirect(303, `${base}/${visit.params.oneToOneId}?notice=feedback`)
  else await showFeedback({ ...visit, form: refusedForm(visit.form, '', feedbackRefusals[given.reason]) }, res.status(422))
}
const showFile: Page<Coach, Params> = async ({ actor, force, params }, res) => {
  const booking = await bookingOf(actor, params.oneToOneId)
  const file = oneToOneCalendar(booking, { force, baseUrl: res.locals['baseUrl'] as string, path: `${base}/${booking.id}` })
  res.attachment('conversation.ics').type('text/calendar; charset=utf-8').send(file)
}

const one = { can: 'oneToOne.coach', params: forms.oneToOneParams } as const
const at = `${base}/:oneToOneId`
export const coachRoutes: Route[] = [
  get(at, { ...one, query: forms.noticeQuery }, showOne),
  get(`${at}/calendar.ics`, one, showFile),
  post(`${at}/held`, { ...one, form: forms.nothingForm, invalid: showAgain }, submitHeld),
  post(`${at}/not-held`, { ...one, form: forms.missForm, invalid: showAgain }, submitMissed),
  post(`${at}/call-off`, { ...one, form: forms.nothingForm, invalid: showAgain }, submitCallOff),
  get(`${at}/feedback`, one, showFeedback),
  post(`${at}/feedback`, { ...one, form: forms.feedbackForm, invalid: showFeedback }, submitFeedback),
]
