import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { monthsAfter } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { supportKinds, type ForceProfile, type SupportKind } from '../../../forces/profile.ts'
import { listOwnMemberships } from '../../programmes/queries/cohorts.ts'
import { listOwnPlaces } from '../../programmes/queries/places.ts'
import { placeWords } from '../../programmes/rules/places.ts'
import { askForMore, saveName } from '../commands/own.ts'
import { withdrawRequest } from '../commands/requests.ts'
import {
  moreForm,
  nameForm,
  NOT_IN_LIST,
  ownNotices,
  ownQuery,
  requestParams,
  withdrawForm,
  withdrawRefusals,
  type MoreInput,
  type NameInput,
  type OwnQuery,
  type RequestParams,
  type WithdrawInput,
} from '../forms/own.ts'
import { questionWords } from '../forms/questions.ts'
import { findOwnAnswers, findOwnHome, findOwnRequest, listPastPlaces } from '../queries/own.ts'
import { phasesOf, stageNow } from '../rules/phases.ts'
import { firstUnanswered, questions, type Question } from '../rules/questions.ts'
import { eventsFor, isLive, reasonWords, requestsShown, requestWords, tellRequest, withdrawReasons } from '../rules/requests.ts'

const noticeOf = ({ notice }: OwnQuery) => notice && ownNotices[notice]
const supportOf = (force: ForceProfile, kind: string) => force.support.find((support) => support.kind === kind)

const showHome: Page<'candidate.own', unknown, OwnQuery> = async ({ actor, force, query }, res) => {
  const [home, places, past, memberships] = await Promise.all([
    findOwnHome(actor),
    listOwnPlaces(actor),
    listPastPlaces(actor),
    listOwnMemberships(actor),
  ])
  const route =
    force.routes.find(({ id }) => id === (home.stages[0]?.route ?? home.routes[0])) ??
    force.routes.find(({ id }) => home.routes.includes(id))
  const phases = route && phasesOf(route, home.stages)
  const offer = places.filter(({ expiresAt }) => expiresAt !== null).sort((a, b) => Number(a.expiresAt) - Number(b.expiresAt))[0]
  const unfinished = home.completedAt === null ? (firstUnanswered(home.answered) ?? 'check') : undefined
  res.render('candidates/own/home', {
    ...{ home, places, past, memberships, route, phases, offer, unfinished, placeWords, requestWords },
    at: phases && stageNow(phases),
    left: questions.filter((question) => !home.answered.includes(question)).length,
    requests: requestsShown(home.requests).map((request) => ({ ...request, support: supportOf(force, request.kind) })),
    deleteOn: monthsAfter(home.activeAt, force.retention.inactiveMonths),
    notice: noticeOf(query),
    today: now(),
  })
}

const showMore: Page<'candidate.own'> = async ({ actor, force, form }, res) => {
  const { requests } = await findOwnAnswers(actor)
  const live = requests.filter(({ state }) => isLive(state)).map(({ kind }) => kind)
  const offered = force.support.filter(({ kind }) => kind !== 'training')
  res.render('candidates/own/more', {
    form,
    open: offered.filter(({ kind }) => !live.includes(kind)),
    has: offered.filter(({ kind }) => live.includes(kind)),
  })
}

const isKind = (kind: string): kind is SupportKind => kind !== 'training' && (supportKinds as readonly string[]).includes(kind)

const submitMore: Submission<'candidate.own', unknown, MoreInput> = async (visit, res) => {
  const { actor, force, form, input } = visit
  const kinds = input.chosen.filter(isKind)
  if (kinds.length < input.chosen.length || kinds.length === 0) {
    await showMore({ ...visit, query: {}, form: refusedForm(form, 'chosen', NOT_IN_LIST) }, res.status(422))
    return
  }
  await askForMore(actor, kinds, force)
  res.redirect(303, '/my?notice=asked')
}

type Opened = Pick<Parameters<Page<'candidate.own', RequestParams>>[0], 'actor' | 'force' | 'params'> & {
  form: Form
  notice?: string | undefined
}

async function renderRequest({ actor, force, params, form, notice }: Opened, res: Response): Promise<void> {
  const request = await findOwnRequest(actor, params.requestId)
  if (!request) throw new NotFound()
  res.render('candidates/own/request', {
    ...{ request, form, notice, withdrawReasons, reasonWords, tellRequest },
    support: supportOf(force, request.kind),
    words: requestWords[request.state],
    events: eventsFor(request.state, 'candidate'),
    late: request.state === 'requested' && request.dueAt <= now(),
  })
}

const showRequest: Page<'candidate.own', RequestParams, OwnQuery> = (visit, res) =>
  renderRequest({ ...visit, form: blankForm(), notice: noticeOf(visit.query) }, res)
const showRequestAgain: Page<'candidate.own', RequestParams> = (visit, res) => renderRequest(visit, res)

const submitWithdraw: Submission<'candidate.own', RequestParams, WithdrawInput> = async (visit, res) => {
  const { actor, params, form, input } = visit
  const decision = await withdrawRequest(actor, params.requestId, input.reason)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/my/support/${params.requestId}?notice=withdrawn`)
  else await renderRequest({ ...visit, form: refusedForm(form, '', withdrawRefusals[decision.reason]) }, res.status(422))
}

const showDetails: Page<'candidate.own', unknown, OwnQuery> = async ({ actor, force, query }, res) => {
  const answers = await findOwnAnswers(actor)
  res.render('candidates/own/details', { answers, words: (question: Question) => questionWords(question, force), notice: noticeOf(query) })
}

const showName: Page<'candidate.own'> = async ({ actor, form }, res) => {
  const { name, phone } = await findOwnAnswers(actor)
  res.render('candidates/own/name', { form: form.errors.length > 0 ? form : blankForm({ name, phone: phone ?? '' }) })
}

const submitName: Submission<'candidate.own', unknown, NameInput> = async ({ actor, input }, res) => {
  await saveName(actor, input)
  res.redirect(303, '/my/details?notice=saved')
}

const own = { can: 'candidate.own' } as const
const onRequest = { ...own, params: requestParams } as const

export const ownRoutes = [
  get('/my', { ...own, query: ownQuery }, showHome),
  get('/my/support', own, showMore),
  post('/my/support', { ...own, form: moreForm, invalid: showMore }, submitMore),
  get('/my/support/:requestId', { ...onRequest, query: ownQuery }, showRequest),
  post('/my/support/:requestId/withdraw', { ...onRequest, form: withdrawForm, invalid: showRequestAgain }, submitWithdraw),
  get('/my/details', { ...own, query: ownQuery }, showDetails),
  get('/my/details/name', own, showName),
  post('/my/details/name', { ...own, form: nameForm, invalid: showName }, submitName),
]
