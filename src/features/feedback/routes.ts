import { NotFound } from '../../core/errors.ts'
import { refusedForm } from '../../core/form.ts'
import { get, post, type Page, type Submission } from '../../core/http.ts'
import { giveFeedback, withdrawFeedback } from './commands.ts'
import * as forms from './forms.ts'
import type { FeedbackInput, NoticeQuery, WorkshopParams } from './forms.ts'
import { findFeedback, findOwnFeedback } from './queries.ts'
import { SCALE, STEP, summarise } from './rules.ts'

/** Whoever did not come finds nothing here. */
const showOwn: Page<'place.own', WorkshopParams, NoticeQuery> = async ({ actor, force, params, query, form }, res) => {
  const own = await findOwnFeedback(actor, params.workshopId)
  if (!own) throw new NotFound()
  res.render('feedback/own', { ...own, form, questions: force.feedback, scale: SCALE, notice: query.notice && forms.notices[query.notice] })
}
const showAgain: Page<'place.own', WorkshopParams> = (visit, res) => showOwn({ ...visit, query: {} }, res)

const submitOwn: Submission<'place.own', WorkshopParams, FeedbackInput> = async (visit, res) => {
  const { actor, force, params, input } = visit
  const known = new Set(force.feedback.questions.map(({ id }) => id))
  const ratings = Object.fromEntries(Object.entries(input.ratings).filter(([id]) => known.has(id)))
  const given = await giveFeedback(actor, params.workshopId, { ...input, ratings })
  if (!given) throw new NotFound()
  if (given.ok) res.redirect(303, `/workshops/${params.workshopId}/feedback?notice=given`)
  else await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', forms.feedbackRefusals[given.reason]) }, res.status(422))
}

const submitWithdraw: Submission<'place.own', WorkshopParams, unknown> = async ({ actor, params }, res) => {
  if (!(await withdrawFeedback(actor, params.workshopId))) throw new NotFound()
  res.redirect(303, `/workshops/${params.workshopId}/feedback?notice=withdrawn`)
}

const showTeam: Page<'programme.manage', WorkshopParams> = async ({ actor, force, params }, res) => {
  const found = await findFeedback(actor, params.workshopId)
  if (!found) throw new NotFound()
  const { workshop, came, answers } = found
  res.render('feedback/staff', {
    workshop,
    came,
    ...summarise(force.feedback.questions, answers),
    words: force.feedback,
    step: STEP,
    scale: SCALE,
  })
}

const own = { can: 'place.own', params: forms.workshopParams } as const

export const feedbackRoutes = [
  get('/workshops/:workshopId/feedback', { ...own, query: forms.noticeQuery }, showOwn),
  post('/workshops/:workshopId/feedback', { ...own, form: forms.feedbackForm, invalid: showAgain }, submitOwn),
  post('/workshops/:workshopId/feedback/withdraw', { ...own, form: forms.nothingForm, invalid: showAgain }, submitWithdraw),
  get('/staff/workshops/:workshopId/feedback', { can: 'programme.manage', params: forms.workshopParams }, showTeam),
]
