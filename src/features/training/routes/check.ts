import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { Course } from '../../../forces/profile.ts'
import { beginCheck, handIn } from '../commands/check.ts'
import * as forms from '../forms.ts'
import { findCertificateOf, findWhetherMay } from '../queries/attempts.ts'
import { findOpenAttempt, listOwnAttempts } from '../queries/own.ts'
import { isRight, neededOf, questionsFor, type Answers } from '../rules/check.ts'
import { courseOf } from './own.ts'

type Own = 'training.own'
const at = { can: 'training.own', params: forms.courseParams } as const
const here = (course: Course) => `/training/${course.id}/check`

/** An open check shows its questions; else the page says what it is, or from when another may begin. */
const showCheck: Page<Own, forms.CourseParams> = async ({ actor, force, params, form }, res) => {
  const course = courseOf(force, params.courseId)
  const open = await findOpenAttempt(actor, course.id)
  const needs = neededOf(course.check)
  if (open?.version === course.check.version) {
    res.render('training/check', { course, needs, form, questions: questionsFor(course.check, open.id) })
    return
  }
  const may = await findWhetherMay(actor.accountId, course.id)
  res.render('training/check-begin', { course, needs, form, may, open: open !== null })
}

const submitBegin: Submission<Own, forms.CourseParams, unknown> = async (visit, res) => {
  const course = courseOf(visit.force, visit.params.courseId)
  const began = await beginCheck(visit.actor, course)
  if (began.ok) res.redirect(303, here(course))
  else await showCheck(visit, res.status(422))
}

const submitCheck: Submission<Own, forms.CourseParams, Record<string, unknown>> = async (visit, res) => {
  const course = courseOf(visit.force, visit.params.courseId)
  const open = await findOpenAttempt(visit.actor, course.id)
  if (!open) throw new NotFound()
  const { answers, missing } = forms.readAnswers(questionsFor(course.check, open.id), visit.input)
  if (missing.length > 0) {
    const form = missing.reduce<Form>((typed, id) => refusedForm(typed, `q-${id}`, 'Choose an answer'), visit.form)
    await showCheck({ ...visit, query: {}, form }, res.status(422))
    return
  }
  const handed = await handIn(visit.actor, course, answers)
  if (!handed) throw new NotFound()
  if (handed.ok) res.redirect(303, `${here(course)}/result`)
  else await showCheck({ ...visit, query: {} }, res.status(422))
}

/** The last check that was handed in, question by question as long as the questions are still those. */
const showResult: Page<Own, forms.CourseParams> = async ({ actor, force, params }, res) => {
  const course = courseOf(force, params.courseId)
  const [attempt] = await listOwnAttempts(actor, course.id)
  if (!attempt) throw new NotFound()
  const answers = (attempt.answers ?? {}) as Answers
  const same = attempt.version === course.check.version
  const questions = same
    ? questionsFor(course.check, attempt.id).map((question) => ({
        ...question,
        given: question.options.find(({ id }) => id === answers[question.id])?.text,
        ok: isRight(question, answers),
      }))
    : []
  const may = await findWhetherMay(actor.accountId, course.id)
  const certificate = await findCertificateOf(attempt.id)
  res.render('training/result', { course, attempt, questions, may, certificate, needs: neededOf(course.check) })
}

export const checkRoutes = [
  get('/training/:courseId/check', at, showCheck),
  post('/training/:courseId/check', { ...at, form: forms.checkForm, invalid: showCheck }, submitCheck),
  post('/training/:courseId/check/begin', { ...at, form: forms.nothingForm, invalid: showCheck }, submitBegin),
  get('/training/:courseId/check/result', at, showResult),
]
