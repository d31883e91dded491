import type { Response } from 'express'
import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission, type Visit } from '../../../core/http.ts'
import { frameworkOf, markLevels } from '../../../forces/competencies.ts'
import { lateReasons } from '../../programmes/rules/places.ts'
import { bookOneToOne } from '../commands/book.ts'
import { answerFeedback } from '../commands/feedback.ts'
import { cancelOneToOne } from '../commands/move.ts'
import { oneToOneCalendar } from '../documents.ts'
import * as forms from '../forms.ts'
import { findOwnOneToOne, listOwnOneToOnes } from '../queries/one-to-ones.ts'
import { findBookingGround, findClashes, findFree, listFree, promisedRoutes } from '../queries/slots.ts'
import { slotHows, slotKinds } from '../rules/one-to-ones.ts'
import { promiseWords } from '../rules/promise.ts'
import { oneToOneStateWords, refusals, slotHowWords, slotKindWords } from '../rules/words.ts'

type Own = 'oneToOne.own'
type Params = forms.OneToOneParams
const base = '/my/one-to-ones'
const words = { slotKinds, slotKindWords, slotHows, slotHowWords, oneToOneStateWords, promiseWords, frameworkOf, markLevels, lateReasons }

const showList: Page<Own, unknown, forms.NoticeQuery> = async ({ actor, query }, res) => {
  res.render('one-to-ones/own-list', { ...words, ...(await listOwnOneToOnes(actor)), notice: forms.noticeOf(query.notice) })
}

async function movingOf(actor: Candidate, id: string | undefined) {
  if (id === undefined) return undefined
  const moving = await findOwnOneToOne(actor, id)
  if (!moving?.events.includes('move')) throw new NotFound()
  return moving
}

const showFind: Page<Own, unknown, forms.FindQuery> = async ({ actor, query }, res) => {
  const moving = await movingOf(actor, query.moving)
  const filter = { ...query, kind: query.kind ?? moving?.kind }
  const [found, ground] = await Promise.all([listFree(actor.candidateId, filter), findBookingGround(actor)])
  res.render('one-to-ones/find', { ...words, ...found, moving, query: filter, ground })
}

type Asked = { actor: Candidate; slotId: string; form: Form; movingId: string | undefined }
async function renderBook({ actor, slotId, form, movingId }: Asked, res: Response): Promise<void> {
  const [slot, moving] = await Promise.all([findFree(actor.candidateId, slotId), movingOf(actor, movingId)])
  if (!slot) {
    res.status(res.statusCode === 200 ? 404 : res.statusCode).render('one-to-ones/gone', { moving, form })
    return
  }
  const [clashes, promised, ground] = await Promise.all([
    findClashes(actor.candidateId, slot, movingId),
    promisedRoutes(actor.candidateId, slot),
    findBookingGround(actor),
  ])
  const mine = slot.routes.filter((route) => ground.routes.includes(route))
  const routes = mine.length > 0 ? mine : slot.routes
  const first = moving !== undefined && routes.includes(moving.route) ? moving.route : routes.length === 1 ? routes[0] : undefined
  const filled = form.errors.length > 0 || Object.keys(form.values).length > 0 ? form : blankForm({ route: first, wants: moving?.wants })
  res.render('one-to-ones/book', { ...words, timing: slot, moving, clashes, promised, routes, form: filled })
}
const showBook: Page<Own, forms.SlotParams, { moving?: string | undefined }> = ({ actor, params, query, form }, res) =>
  renderBook({ actor, slotId: params.slotId, form, movingId: query.moving }, res)
const movingTyped = (form: Form): string | undefined => forms.movingQuery.parse({ moving: form.values['moving'] }).moving
const showBookAgain: Page<Own, forms.SlotParams> = (visit, res) => showBook({ ...visit, query: { moving: movingTyped(visit.form) } }, res)

const submitBook: Submission<Own, forms.SlotParams, forms.BookInput> = async (visit, res) => {
  const { route, wants, promised, moving } = visit.input
  const wish = { slotId: visit.params.slotId, route, wants, promised: promised === 'yes', movingId: moving }
  const booked = await bookOneToOne(visit.actor, wish, visit.force)
  if (!booked) throw new NotFound()
  if (booked.ok) {
    res.redirect(303, `${base}/${booked.id}?notice=${moving === undefined ? 'booked' : 'moved'}`)
    return
  }
  const field = booked.reason === 'promise' ? 'promised' : booked.reason === 'route' ? 'route' : ''
  await showBookAgain({ ...visit, form: refusedForm(visit.form, field, refusals[booked.reason]) }, res.status(422))
}

async function bookingOf(actor: Candidate, id: string) {
  const booking = await findOwnOneToOne(actor, id)
  if (!booking) throw new NotFound()
  return booking
}
const showOne: Page<Own, Params, Partial<forms.NoticeQuery>> = async ({ actor, params, query, form }, res) => {
  const booking = await bookingOf(actor, params.oneToOneId)
  const clashes = booking.state === 'booked' && booking.startsAt > now() ? await findClashes(actor.candidateId, booking, booking.id) : []
  res.render('one-to-ones/own-one', { ...words, booking, clashes, form, now: now(), notice: forms.noticeOf(query.notice) })
}
const showAgain: Page<Own, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const refuse = (visit: Visit<Own, Params>, field: string, message: string, res: Response) =>
  showAgain({ ...visit, form: refusedForm(visit.form, field, message) }, res.status(422))

const submitCancel: Submission<Own, Params, forms.CancelInput> = async (visit, res) => {
  const done = await cancelOneToOne(visit.actor, visit.params.oneToOneId, visit.input.reason)
  if (!done) throw new NotFound()
  if (done.ok) res.redirect(303, `${base}/${visit.params.oneToOneId}?notice=cancelled`)
  else await refuse(visit, done.reason === 'reasonNeeded' ? 'reason' : '', refusals[done.reason], res)
}
const submitAnswer: Submission<Own, Params, forms.AnswerInput> = async (visit, res) => {
  const done = await answerFeedback(visit.actor, visit.params.oneToOneId, visit.input.answer)
  if (!done) throw new NotFound()
  if (done.ok) res.redirect(303, `${base}/${visit.params.oneToOneId}?notice=answered`)
  else
    await refuse(visit, 'answer', done.reason === 'answered' ? 'You have answered this already' : 'There is no feedback to answer yet', res)
}
const showFile: Page<Own, Params> = async ({ actor, force, params }, res) => {
  const booking = await bookingOf(actor, params.oneToOneId)
  const file = oneToOneCalendar(booking, { force, baseUrl: res.locals['baseUrl'] as string, path: `${base}/${booking.id}` })
  res.attachment('conversation.ics').type('text/calendar; charset=utf-8').send(file)
}

const can = { can: 'oneToOne.own' } as const
const one = { ...can, params: forms.oneToOneParams } as const
const book = { ...can, params: forms.slotParams } as const

export const ownOneToOneRoutes: Route[] = [
  get(base, { ...can, query: forms.noticeQuery }, showList),
  get(`${base}/find`, { ...can, query: forms.findQuery }, showFind),
  get(`${base}/book/:slotId`, { ...book, query: forms.movingQuery }, showBook),
  post(`${base}/book/:slotId`, { ...book, form: forms.bookForm, invalid: showBookAgain }, submitBook),
  get(`${base}/:oneToOneId`, { ...one, query: forms.noticeQuery }, showOne),
  get(`${base}/:oneToOneId/calendar.ics`, one, showFile),
  post(`${base}/:oneToOneId/cancel`, { ...one, form: forms.cancelForm, invalid: showAgain }, submitCancel),
  post(`${base}/:oneToOneId/answer`, { ...one, form: forms.answerForm, invalid: showAgain }, submitAnswer),
]
