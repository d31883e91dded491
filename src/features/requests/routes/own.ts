import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { askForMore } from '../commands/ask.ts'
import { chooseOutcomes, scoreOutcomes } from '../commands/outcomes.ts'
import { askFrom, askToResume, withdrawRequest } from '../commands/own.ts'
import * as fields from '../forms/fields.ts'
import * as forms from '../forms/own.ts'
import { findOwnRequest } from '../queries/one.ts'
import { findNextWithoutHopes, listLiveKinds } from '../queries/own.ts'
import { hopesFor, isAskable, mayAddOutcomes, mayRemoveOutcomes, mayScore, OUTCOMES_MOST, scores, scoreWords } from '../rules/outcomes.ts'
import { eventsFor, isLive } from '../rules/requests.ts'
import { reasonWords, requestWords, tellRequest, withdrawReasons } from '../rules/words.ts'

type Params = fields.RequestParams
const supportOf = (force: ForceProfile, kind: string) => force.support.find((support) => support.kind === kind)

const showMore: Page<'candidate.own', unknown, forms.MoreQuery> = async ({ actor, force, form, query }, res) => {
  const live = await listLiveKinds(actor)
  const offered = force.support.filter(({ kind }) => isAskable(kind))
  res.render('requests/more', {
    form: form.errors.length > 0 || query.kind === undefined ? form : blankForm({ chosen: [query.kind] }),
    open: offered.filter(({ kind }) => !live.includes(kind)),
    has: offered.filter(({ kind }) => live.includes(kind)),
  })
}

const showMoreAgain: Page<'candidate.own'> = (visit, res) => showMore({ ...visit, query: {} }, res)

const submitMore: Submission<'candidate.own', unknown, forms.MoreInput> = async ({ actor, force, input }, res) => {
  const made = await askForMore(actor, input.chosen, force, input.note)
  const [first] = made.sort()
  res.redirect(303, first === undefined ? '/my?notice=asked' : `/my/support/${first}/outcomes`)
}

type Opened = Pick<Parameters<Page<'candidate.own', Params>>[0], 'actor' | 'force' | 'params'> & {
  form: Form
  notice?: string | undefined
}

async function renderRequest({ actor, force, params, form, notice }: Opened, res: Response): Promise<void> {
  const request = await findOwnRequest(actor, params.requestId)
  if (!request) throw new NotFound()
  const live = request.alternatives.length > 0 || !isLive(request.state) ? await listLiveKinds(actor) : []
  res.render('requests/own', {
    ...{ request, form, notice, withdrawReasons, reasonWords, tellRequest, scores, scoreWords },
    support: supportOf(force, request.kind),
    instead: request.alternatives.map((kind) => ({ kind, support: supportOf(force, kind), has: live.includes(kind) })),
    again: !isLive(request.state) && !live.includes(request.kind),
    words: requestWords[request.state],
    events: eventsFor(request, 'candidate'),
    hopes: { mayChoose: mayAddOutcomes(request.state), mayScore: mayScore(request) },
  })
}

const showRequest: Page<'candidate.own', Params, forms.OwnQuery> = (visit, res) =>
  renderRequest({ ...visit, form: blankForm(), notice: visit.query.notice && forms.notices[visit.query.notice] }, res)
const showAgain: Page<'candidate.own', Params> = (visit, res) => renderRequest(visit, res)

type Outcome = { ok: true; to: string } | { ok: false; message: string }

/** Something done about an own request: back to its page, or the page again with what was wrong. */
const doing =
  <I>(work: (visit: Opened & { input: I }) => Promise<Outcome | undefined>): Submission<'candidate.own', Params, I> =>
  async (visit, res) => {
    const done = await work(visit)
    if (!done) throw new NotFound()
    if (done.ok) res.redirect(303, `/my/support/${done.to}`)
    else await renderRequest({ ...visit, form: refusedForm(visit.form, '', done.message) }, res.status(422))
  }

const done = (requestId: string, notice: keyof typeof forms.notices): Outcome => ({ ok: true, to: `${requestId}?notice=${notice}` })
const refused = (reason: keyof typeof forms.ownRefusals): Outcome => ({ ok: false, message: forms.ownRefusals[reason] })

const submitWithdraw = doing<forms.WithdrawInput>(async ({ actor, params, input }) => {
  const decision = await withdrawRequest(actor, params.requestId, input.reason)
  return decision && (decision.ok ? done(params.requestId, 'withdrawn') : refused(decision.reason))
})

const submitResume = doing<unknown>(async ({ actor, params }) => {
  const decision = await askToResume(actor, params.requestId)
  return decision && (decision.ok ? done(params.requestId, 'resume') : refused(decision.reason))
})

const asking = async ({ actor, params, force }: Opened, kind?: string): Promise<Outcome | undefined> => {
  const asked = await askFrom(actor, params.requestId, force, kind)
  return asked && (asked.ok ? { ok: true, to: `${asked.requestId}/outcomes` } : refused(asked.reason))
}
const submitAgain = doing<unknown>((visit) => asking(visit))
const submitInstead = doing<forms.InsteadInput>((visit) => asking(visit, visit.input.kind))

const submitScores = doing<fields.ScoresInput>(async ({ actor, params, input }) => {
  const decision = await scoreOutcomes(actor, params.requestId, input)
  return decision && (decision.ok ? done(params.requestId, 'scored') : { ok: false, message: fields.scoreRefusals[decision.reason] })
})

const showOutcomes: Page<'candidate.own', Params> = async ({ actor, force, params, form }, res) => {
  const [request, next] = await Promise.all([findOwnRequest(actor, params.requestId), findNextWithoutHopes(actor, params.requestId)])
  if (!request || !mayAddOutcomes(request.state)) throw new NotFound()
  const own = request.outcomes.filter(({ code }) => code === null).map(({ text }) => text)
  const standing = { chosen: request.outcomes.flatMap(({ code }) => code ?? []), own: own.join('\n') }
  const open = mayRemoveOutcomes(request.state)
  res.render('requests/outcomes', {
    ...{ request, OUTCOMES_MOST, fixed: open ? [] : request.outcomes },
    form: form.errors.length > 0 ? form : blankForm(open ? standing : {}),
    list: Object.entries(hopesFor(request.kind)).filter(([code]) => open || !standing.chosen.includes(code)),
    support: supportOf(force, request.kind),
    skip: next === undefined ? `/my/support/${request.id}` : `/my/support/${next}/outcomes`,
  })
}

const submitOutcomes: Submission<'candidate.own', Params, fields.OutcomesInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const next = await findNextWithoutHopes(actor, params.requestId)
  const chosen = await chooseOutcomes(actor, params.requestId, await withStanding(visit, input))
  if (!chosen) throw new NotFound()
  if (chosen.ok) res.redirect(303, next === undefined ? `/my/support/${params.requestId}?notice=hoped` : `/my/support/${next}/outcomes`)
  else {
    const { field, message } = fields.outcomeRefusals[chosen.reason]
    if (chosen.reason === 'tooLate') throw new NotFound()
    await showOutcomes({ ...visit, query: {}, form: refusedForm(form, field, message) }, res.status(422))
  }
}

/** Once it has begun, the page asks only for what is to be added: what stands, stays. */
async function withStanding({ actor, params }: Pick<Opened, 'actor' | 'params'>, input: fields.OutcomesInput) {
  const request = await findOwnRequest(actor, params.requestId)
  const standing = request && !mayRemoveOutcomes(request.state) ? request.outcomes : []
  return [...standing.map(({ code, text }) => ({ code, words: code === null ? text : null })), ...fields.outcomesIn(input)]
}

const own = { can: 'candidate.own' } as const
const onRequest = { ...own, params: fields.requestParams } as const
const acting = { ...onRequest, invalid: showAgain } as const

export const ownRequestRoutes = [
  get('/my/support', { ...own, query: forms.moreQuery }, showMore),
  post('/my/support', { ...own, form: forms.moreForm, invalid: showMoreAgain }, submitMore),
  get('/my/support/:requestId', { ...onRequest, query: forms.ownQuery }, showRequest),
  post('/my/support/:requestId/withdraw', { ...acting, form: forms.withdrawForm }, submitWithdraw),
  post('/my/support/:requestId/resume', { ...acting, form: fields.nothingForm }, submitResume),
  post('/my/support/:requestId/again', { ...acting, form: fields.nothingForm }, submitAgain),
  post('/my/support/:requestId/instead', { ...acting, form: forms.insteadForm }, submitInstead),
  post('/my/support/:requestId/scores', { ...acting, form: fields.scoresForm }, submitScores),
  get('/my/support/:requestId/outcomes', onRequest, showOutcomes),
  post('/my/support/:requestId/outcomes', { ...onRequest, form: fields.outcomesForm, invalid: showOutcomes }, submitOutcomes),
]
