import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { askAboutJob, withdrawQuestion } from '../commands/questions.ts'
import { jobParams, nothingForm, type JobParams } from '../forms/jobs.ts'
import * as forms from '../forms/questions.ts'
import { findJob } from '../queries/catalogue.ts'
import { listOwnQuestions } from '../queries/questions.ts'
import { ANSWER_DAYS } from '../rules/questions.ts'
import { kindTitle, questionKinds, questionStateWords } from '../rules/words.ts'

type Own = 'job.ask'

const showAsk: Page<Own, JobParams, Partial<forms.AskQuery>> = async ({ actor, params, query, form }, res) => {
  const job = await findJob(actor, params.jobId)
  if (!job) throw new NotFound()
  const { about = '', kind = 'question' } = query
  const values = { kind, claimId: about, ...form.values }
  res.render('jobs/ask', { job, kindTitle, questionKinds, days: ANSWER_DAYS, form: { ...form, values } })
}
const showAskAgain: Page<Own, JobParams> = (visit, res) => showAsk({ ...visit, query: {} }, res)

const submitAsk: Submission<Own, JobParams, forms.AskInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const asked = await askAboutJob(actor, params.jobId, input)
  if (!asked) throw new NotFound()
  if (asked.ok) {
    res.redirect(303, '/my/job-questions?notice=asked')
    return
  }
  const { field, message } = forms.questionRefusals[asked.reason]
  await showAskAgain({ ...visit, query: {}, form: refusedForm(form, field, message) }, res.status(422))
}

const showMine: Page<Own, unknown, forms.OwnQuery> = async ({ actor, query, form }, res) => {
  const found = await listOwnQuestions(actor, query.page)
  const notice = query.notice && forms.ownNotices[query.notice]
  res.render('jobs/own', { ...found, number: query.page, kindTitle, questionKinds, questionStateWords, form, notice })
}

const submitWithdraw: Submission<Own, forms.QuestionParams, unknown> = async (visit, res) => {
  const decision = await withdrawQuestion(visit.actor, visit.params.questionId)
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, '/my/job-questions?notice=withdrawn')
    return
  }
  const { field, message } = forms.questionRefusals[decision.reason]
  await showMine({ ...visit, params: {}, query: { page: 1 }, form: refusedForm(visit.form, field, message) }, res.status(422))
}
const showMineAgain: Page<Own, forms.QuestionParams> = (visit, res) => showMine({ ...visit, params: {}, query: { page: 1 } }, res)

const can = { can: 'job.ask' } as const

export const ownJobRoutes = [
  get('/jobs/:jobId/ask', { ...can, params: jobParams, query: forms.askQuery }, showAsk),
  post('/jobs/:jobId/ask', { ...can, params: jobParams, form: forms.askForm, invalid: showAskAgain }, submitAsk),
  get('/my/job-questions', { ...can, query: forms.ownQuery }, showMine),
  post(
    '/my/job-questions/:questionId/withdraw',
    { ...can, params: forms.questionParams, form: nothingForm, invalid: showMineAgain },
    submitWithdraw,
  ),
]
