import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { answerAsTeam, giveBack, publishAnswer, sendAgain, takeOver, unpublishAnswer } from '../commands/questions.ts'
import { questionsFile } from '../documents.ts'
import { nothingForm } from '../forms/jobs.ts'
import * as forms from '../forms/questions.ts'
import { findQuestion, listQuestions, listQuestionsForFile } from '../queries/questions.ts'
import type { QuestionDecision } from '../rules/questions.ts'
import { kindTitle, questionKinds, questionStateWords } from '../rules/words.ts'

type Manage = 'job.manage'
type Params = forms.QuestionParams
type Notice = keyof typeof forms.questionNotices
const list = '/staff/jobs/questions'
const words = { kindTitle, questionKinds, questionStateWords }

const showList: Page<Manage, unknown, forms.QuestionsQuery> = async ({ actor, query }, res) => {
  res.render('jobs/staff/questions', { ...(await listQuestions(actor, query)), ...words, query })
}

const showFile: Page<Manage, unknown, forms.QuestionsQuery> = async ({ actor, query }, res) => {
  const { page: _page, ...filter } = query
  res
    .attachment(`job-questions-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(questionsFile(await listQuestionsForFile(actor, filter)))
}

const showOne: Page<Manage, Params, Partial<forms.QuestionQuery>> = async ({ actor, params, query, form }, res) => {
  const question = await findQuestion(actor, params.questionId)
  if (!question) throw new NotFound()
  res.render('jobs/staff/question', { ...words, question, form, notice: query.notice && forms.questionNotices[query.notice] })
}
const showOneAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const submit =
  <Input>(
    act: (visit: Visit<Manage, Params> & { input: Input }) => Promise<QuestionDecision>,
    notice: Notice,
  ): Submission<Manage, Params, Input> =>
  async (visit, res) => {
    const own = { ...visit, query: {} }
    const decision = await act(own)
    if (!decision) throw new NotFound()
    if (decision.ok) {
      res.redirect(303, `${list}/${own.params.questionId}?notice=${notice}`)
      return
    }
    const { field, message } = forms.questionRefusals[decision.reason]
    const shown = decision.reason === 'saysWho' ? 'question' : field
    await showOneAgain({ ...own, form: refusedForm(own.form, shown, message) }, res.status(422))
  }

const can = { can: 'job.manage' } as const
const one = { ...can, params: forms.questionParams, invalid: showOneAgain } as const
const at = `${list}/:questionId`
const plain = { ...one, form: nothingForm } as const

export const jobQuestionRoutes = [
  get(list, { ...can, query: forms.questionsQuery }, showList),
  get(`${list}/file`, { ...can, query: forms.questionsQuery, sensitive: true }, showFile),
  get(at, { ...can, params: forms.questionParams, query: forms.questionQuery }, showOne),
  post(
    `${at}/send`,
    plain,
    submit(({ actor, params }) => sendAgain(actor, params.questionId), 'sent'),
  ),
  post(
    `${at}/take-over`,
    plain,
    submit(({ actor, params }) => takeOver(actor, params.questionId), 'takenOver'),
  ),
  post(
    `${at}/give-back`,
    plain,
    submit(({ actor, params }) => giveBack(actor, params.questionId), 'givenBack'),
  ),
  post(
    `${at}/answer`,
    { ...one, form: forms.answerForm },
    submit<forms.AnswerInput>(({ actor, params, input }) => answerAsTeam(actor, params.questionId, input.answer), 'answered'),
  ),
  post(
    `${at}/publish`,
    { ...one, form: forms.publishForm },
    submit<forms.PublishInput>(({ actor, params, input }) => publishAnswer(actor, params.questionId, input), 'published'),
  ),
  post(
    `${at}/unpublish`,
    plain,
    submit(({ actor, params }) => unpublishAnswer(actor, params.questionId), 'unpublished'),
  ),
]
