import type { Response } from 'express'
import type { z } from 'zod'
import type { Candidate } from '../../../core/access.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import { supportKinds, type ForceProfile, type SupportKind } from '../../../forces/profile.ts'
import { openAreas } from '../../../forces/settings.ts'
import { finishQuestions, saveAccess, saveAdult, saveAreas, saveChoice, saveRoutes, saveSupport, saveTailoring } from '../commands/own.ts'
import {
  answerForm,
  chooseForm,
  NONE,
  NOT_IN_LIST,
  nothingForm,
  questionQuery,
  tailoringForm,
  tailoringRefusals,
  textForm,
  type Origin,
  type QuestionQuery,
} from '../forms/own.ts'
import { questionWords } from '../forms/questions.ts'
import { findOwnAnswers, type OwnAnswers } from '../queries/own.ts'
import {
  choiceQuestions,
  decideTailoring,
  firstUnanswered,
  questionAfter,
  questionBefore,
  questionNumber,
  questions,
  type ChoiceQuestion,
  type Question,
} from '../rules/questions.ts'
import { isLive } from '../../requests/rules/requests.ts'

const origins: Record<Exclude<Origin, undefined>, string> = {
  check: '/my/start/check',
  details: '/my/details',
  privacy: '/my/privacy',
}
const returns: Record<Exclude<Origin, undefined>, string> = { ...origins, details: '/my/details?notice=saved' }
const pageOf = (question: Question | undefined, otherwise: string) => (question === undefined ? otherwise : `/my/start/${question}`)
const isOrigin = (from: unknown): from is Exclude<Origin, undefined> => typeof from === 'string' && from in origins

/** What a question shows when it is opened: the answer that is kept, or nothing where none was given. */
function kept(question: Question, answers: OwnAnswers): Record<string, unknown> {
  const given = answers.answered.includes(question)
  const chosen = (list: string[]) => ({ chosen: list.length === 0 && given ? [NONE] : list })
  const yesNo = (yes: boolean | null) => (yes === null ? {} : { answer: yes ? 'yes' : 'no' })
  const agreed = (purpose: string) => yesNo(answers.agreed.includes(purpose) || (given ? false : null))
  switch (question) {
    case 'routes':
      return chosen(answers.routes)
    case 'areas':
      return chosen(answers.areas)
    case 'support':
      return chosen(answers.requests.filter(({ state }) => isLive(state)).map(({ kind }) => kind))
    case 'tailoring':
      return { text: answers.tailoring, ...agreed('tailoring') }
    case 'access':
      return { text: answers.access }
    case 'adult':
      return yesNo(answers.adult)
    case 'shareHistory':
    case 'news':
    case 'stories':
    case 'research':
      return agreed(question)
  }
}

type Item = { value: string; text: string; hint?: string }

/** The kinds of support that the team has answered already; those are changed on their own pages. */
const fixedFor = (question: Question, force: ForceProfile, { requests }: OwnAnswers) =>
  question === 'support'
    ? force.support.filter(({ kind }) => requests.some((each) => each.kind === kind && isLive(each.state) && each.state !== 'requested'))
    : []

/** What can be ticked. */
function itemsFor(question: Question, force: ForceProfile, answers: OwnAnswers): Item[] {
  if (question === 'routes') return force.routes.map(({ id, name, summary }) => ({ value: id, text: name, hint: summary }))
  if (question === 'areas') return openAreas(force).map(({ id, name }) => ({ value: id, text: name }))
  if (question !== 'support') return []
  const fixed = fixedFor(question, force, answers).map(({ kind }) => kind)
  return force.support
    .filter(({ kind }) => kind !== 'training' && !fixed.includes(kind))
    .map(({ kind, name, text }) => ({ value: kind, text: name, hint: text }))
}

const showQuestion =
  (question: Question): Page<'candidate.own', unknown, QuestionQuery | undefined> =>
  async ({ actor, force, query, form }, res) => {
    const answers = await findOwnAnswers(actor)
    const typed = form.values['from']
    const from = isOrigin(typed) ? typed : query?.from
    const shown = form.errors.length > 0 ? form : blankForm(kept(question, answers))
    const back = from === undefined ? pageOf(questionBefore(question), '/my') : origins[from]
    const skip = from === undefined ? pageOf(questionAfter(question), '/my/start/check') : undefined
    const place = { number: questionNumber(question), total: questions.length }
    const consent = force.consents.find(({ purpose }) => purpose === question)
    res.render('candidates/own/question', {
      ...{ question, form: shown, from, back, skip, place, consent, NONE },
      words: questionWords(question, force),
      items: itemsFor(question, force, answers),
      fixed: fixedFor(question, force, answers),
      choice: (choiceQuestions as readonly string[]).includes(question),
    })
  }

type Answered<I> = { actor: Candidate; force: ForceProfile; input: I; how: string }
type Refused = { field: string; message: string }

/** One question: a page and what it saves. `save` says what is wrong where a form alone cannot tell. */
function ask<F extends z.ZodType<{ from?: Origin }>>(
  question: Question,
  form: F,
  save: (answered: Answered<z.infer<F>>) => Promise<Refused | void> | Refused,
): Route[] {
  const show = showQuestion(question)
  const submit: Submission<'candidate.own', unknown, z.infer<F>> = async (visit, res) => {
    const { from } = visit.input
    const how = from === 'details' || from === 'privacy' ? 'privacy' : 'registration'
    const refused = await save({ ...visit, how })
    if (refused) await show({ ...visit, query: undefined, form: refusedForm(visit.form, refused.field, refused.message) }, res.status(422))
    else res.redirect(303, from === undefined ? pageOf(questionAfter(question), '/my/start/check') : returns[from])
  }
  const path = `/my/start/${question}`
  const again: Page<'candidate.own'> = (visit, res) => show({ ...visit, query: undefined }, res)
  return [
    get(path, { can: 'candidate.own', query: questionQuery }, show),
    post(path, { can: 'candidate.own', form, invalid: again }, submit),
  ]
}

const notInList: Refused = { field: 'chosen', message: NOT_IN_LIST }
const allIn = (chosen: string[], known: readonly { id: string }[]) => chosen.every((id) => known.some((each) => each.id === id))
const isKind = (kind: string): kind is SupportKind => kind !== 'training' && (supportKinds as readonly string[]).includes(kind)

const askChoice = (question: ChoiceQuestion) =>
  ask(question, answerForm, ({ actor, force, input, how }) => saveChoice(actor, question, input.answer === 'yes', force, how))

const showStart: Page<'candidate.own'> = async ({ actor }, res) => {
  const { answered } = await findOwnAnswers(actor)
  res.redirect(303, pageOf(firstUnanswered(answered), '/my/start/check'))
}

const showCheck: Page<'candidate.own'> = async ({ actor, force, form }, res) => {
  await renderAnswers('candidates/own/check', { actor, force, form }, res)
}

async function renderAnswers(
  view: string,
  { actor, force, form }: Pick<Parameters<Page<'candidate.own'>>[0], 'actor' | 'force' | 'form'>,
  res: Response,
) {
  const answers = await findOwnAnswers(actor)
  const words = (question: Question) => questionWords(question, force)
  res.render(view, { form, answers, words, choices: ['tailoring', ...choiceQuestions], isLive })
}

const submitCheck: Submission<'candidate.own', unknown, unknown> = async ({ actor }, res) => {
  await finishQuestions(actor)
  res.redirect(303, '/my/start/done')
}

const showDone: Page<'candidate.own'> = async ({ actor }, res) => {
  const answers = await findOwnAnswers(actor)
  if (answers.completedAt === null) {
    res.redirect(303, '/my/start')
    return
  }
  const waiting = answers.requests.filter(({ state }) => state === 'requested').sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
  res.render('candidates/own/done', { answers, due: waiting[0]?.dueAt })
}

export const ownQuestionRoutes: Route[] = [
  get('/my/start', { can: 'candidate.own' }, showStart),
  ...ask('routes', chooseForm, ({ actor, force, input }) =>
    allIn(input.chosen, force.routes) ? saveRoutes(actor, input.chosen) : notInList,
  ),
  ...ask('areas', chooseForm, ({ actor, force, input }) =>
    allIn(input.chosen, openAreas(force)) ? saveAreas(actor, input.chosen) : notInList,
  ),
  ...ask('support', chooseForm, ({ actor, force, input }) =>
    input.chosen.every(isKind) ? saveSupport(actor, input.chosen.filter(isKind), force) : notInList,
  ),
  ...ask('tailoring', tailoringForm, ({ actor, force, input, how }) => {
    const decision = decideTailoring({ text: input.text, answer: input.answer })
    return decision.ok ? saveTailoring(actor, { text: input.text, keep: decision.keep }, force, how) : tailoringRefusals[decision.reason]
  }),
  ...ask('access', textForm, ({ actor, input }) => saveAccess(actor, input.text)),
  ...ask('adult', answerForm, ({ actor, input }) => saveAdult(actor, input.answer === 'yes')),
  ...choiceQuestions.flatMap(askChoice),
  get('/my/start/check', { can: 'candidate.own' }, showCheck),
  post('/my/start/check', { can: 'candidate.own', form: nothingForm, invalid: showCheck }, submitCheck),
  get('/my/start/done', { can: 'candidate.own' }, showDone),
]
