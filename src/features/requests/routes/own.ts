import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { supportKinds, type ForceProfile, type SupportKind } from '../../../forces/profile.ts'
import { withdrawRequest } from '../commands/ask.ts'
import { askForMore } from '../commands/own.ts'
import {
  moreForm,
  NOT_IN_LIST,
  notices,
  ownQuery,
  requestParams,
  withdrawForm,
  withdrawRefusals,
  type MoreInput,
  type OwnQuery,
  type RequestParams,
  type WithdrawInput,
} from '../forms/own.ts'
import { findOwnRequest, listLiveKinds } from '../queries/own.ts'
import { eventsFor, reasonWords, requestWords, tellRequest, withdrawReasons } from '../rules/requests.ts'

const noticeOf = ({ notice }: OwnQuery) => notice && notices[notice]
const supportOf = (force: ForceProfile, kind: string) => force.support.find((support) => support.kind === kind)

const showMore: Page<'candidate.own'> = async ({ actor, force, form }, res) => {
  const live = await listLiveKinds(actor)
  const offered = force.support.filter(({ kind }) => kind !== 'training')
  res.render('requests/more', {
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
  res.render('requests/own', {
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

const own = { can: 'candidate.own' } as const
const onRequest = { ...own, params: requestParams } as const

export const ownRequestRoutes = [
  get('/my/support', own, showMore),
  post('/my/support', { ...own, form: moreForm, invalid: showMore }, submitMore),
  get('/my/support/:requestId', { ...onRequest, query: ownQuery }, showRequest),
  post('/my/support/:requestId/withdraw', { ...onRequest, form: withdrawForm, invalid: showRequestAgain }, submitWithdraw),
]
