import type { Response } from 'express'
import type { z } from 'zod'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission, type Visit } from '../../../core/http.ts'
import { listTeam } from '../../accounts/queries/team.ts'
import { lookAtRequest } from '../commands/looks.ts'
import { askForCandidate } from '../commands/ask.ts'
import { assignRequest, moveRequest, putBackRequest, type Given, type TeamEvent } from '../commands/move.ts'
import { chooseOutcomes, scoreOutcomes } from '../commands/outcomes.ts'
import * as fields from '../forms/fields.ts'
import * as forms from '../forms/staff.ts'
import { A_PAGE, listRequests, sorts } from '../queries/list.ts'
import { findAskable, findRequest } from '../queries/one.ts'
import { hopesFor, isAskable, mayAddOutcomes, mayRemoveOutcomes, mayScore, OUTCOMES_MOST, scores, scoreWords } from '../rules/outcomes.ts'
import { decidePutBack, eventsFor, engineOf, requestStates } from '../rules/requests.ts'
import { eventWords, notedReasons, notOfferedReasons, reasonForTeam, teamWords, tellTeam } from '../rules/words.ts'

type Params = fields.RequestParams
type Manage = 'request.manage'

const showRequests: Page<Manage, unknown, forms.RequestsQuery> = async ({ actor, query }, res) => {
  const owner = query.whose === 'mine' ? 'me' : query.owner
  const since = query.since === undefined ? undefined : Number(query.since)
  const [{ total, rows }, team] = await Promise.all([listRequests(actor, { ...query, owner, since }), listTeam(actor)])
  const pages = Math.max(1, Math.ceil(total / A_PAGE))
  const choices = { requestStates, sorts, since: forms.SINCE }
  res.render('requests/list', { rows, total, query: { ...query, owner }, team, now: now(), pages, choices, teamWords })
}

type Opened = Pick<Visit<Manage, Params>, 'actor' | 'force' | 'params'> & { form: Form; query: Partial<forms.RequestQuery> }

async function renderRequest({ actor, params, form, query }: Opened, res: Response): Promise<void> {
  const request = await findRequest(actor, params.requestId)
  if (!request) throw new NotFound()
  await lookAtRequest(actor, request.candidateId)
  const events = eventsFor(request, 'team')
  const own = request.outcomes.filter(({ code }) => code === null).map(({ text }) => text)
  res.render('requests/one', {
    ...{ request, form, events, team: await listTeam(actor), act: query.act, now: now() },
    notice: query.notice && forms.notices[query.notice],
    engine: engineOf(request.kind),
    putBack: decidePutBack(request.changes.at(-1), now()).ok,
    hopes: {
      ...{ list: Object.entries(hopesFor(request.kind)), own: own.join('\n'), most: OUTCOMES_MOST },
      ...{ mayAdd: mayAddOutcomes(request.state), mayRemove: mayRemoveOutcomes(request.state), mayScore: mayScore(request) },
    },
    ...{ teamWords, eventWords, reasonForTeam, tellTeam, notOfferedReasons, notedReasons, scores, scoreWords, isAskable },
  })
}

const showRequest: Page<Manage, Params, forms.RequestQuery> = (visit, res) => renderRequest({ ...visit, form: blankForm() }, res)

/** The page again with one of its forms open, as it was sent. */
const showAct =
  (act?: forms.Act): Page<Manage, Params> =>
  (visit, res) =>
    renderRequest({ ...visit, query: { act } }, res)

type Refused = { field: string; message: string }
type Sent<I> = Visit<Manage, Params> & { input: I }
type Done = { notice: Exclude<forms.RequestQuery['notice'], undefined> } | Refused

/** One form of the page, and what it does. */
function form<F extends z.ZodType>(
  path: string,
  act: forms.Act | undefined,
  schema: F,
  work: (sent: Sent<z.infer<F>>) => Promise<Done | undefined>,
): Route {
  const again = showAct(act)
  const submit: Submission<Manage, Params, z.infer<F>> = async (visit, res) => {
    const done = await work(visit)
    if (!done) throw new NotFound()
    if ('notice' in done) res.redirect(303, `/staff/requests/${visit.params.requestId}?notice=${done.notice}`)
    else await again({ ...visit, query: {}, form: refusedForm(visit.form, done.field, done.message) }, res.status(422))
  }
  const options = { can: 'request.manage', params: fields.requestParams, form: schema, invalid: again } as const
  return post(`/staff/requests/:requestId/${path}`, options, submit)
}

const step = <F extends z.ZodType>(path: string, event: TeamEvent, schema: F, given: (input: z.infer<F>) => Given): Route =>
  form(
    path,
    forms.acts.find((act) => act === event),
    schema,
    async ({ actor, params, input }) => {
      const moved = await moveRequest(actor, params.requestId, event, given(input))
      return moved && (moved.ok ? { notice: 'moved' } : forms.moveRefusals[moved.reason])
    },
  )

const said = (words: string) => (words === '' ? undefined : words)

const steps: Route[] = [
  step('accept', 'accept', forms.acceptForm, ({ ownerId, words }) => ({ ownerId, words: said(words) })),
  step('begin', 'begin', forms.beginForm, (input) => input),
  step('pause', 'pause', forms.pauseForm, ({ reviewOn, words }) => ({ reviewOn, words: said(words) })),
  step('resume', 'resume', fields.nothingForm, () => ({})),
  step('complete', 'complete', fields.nothingForm, () => ({})),
  step('not-offered', 'notOffer', forms.notOfferForm, ({ reason, words, alternatives }) => ({ reason, words: said(words), alternatives })),
  step('withdrawn', 'noteWithdrawal', forms.noteWithdrawalForm, (input) => input),
]

const putBack = form('put-back', undefined, fields.nothingForm, async ({ actor, params }) => {
  const done = await putBackRequest(actor, params.requestId)
  return done && (done.ok ? { notice: 'putBack' } : { field: '', message: forms.putBackRefusals[done.reason] })
})

const assign = form('owner', 'owner', forms.assignForm, async ({ actor, params, input }) =>
  (await assignRequest(actor, params.requestId, input.ownerId)) ? { notice: 'assigned' } : undefined,
)

const outcomes = form('outcomes', 'outcomes', fields.outcomesForm, async ({ actor, params, input }) => {
  const request = await findRequest(actor, params.requestId)
  const standing = request && !mayRemoveOutcomes(request.state) ? request.outcomes : []
  const kept = standing.map(({ code, text }) => ({ code, words: code === null ? text : null }))
  const chosen = await chooseOutcomes(actor, params.requestId, [...kept, ...fields.outcomesIn(input)])
  return chosen && (chosen.ok ? { notice: 'outcomes' } : fields.outcomeRefusals[chosen.reason])
})

const score = form('scores', 'scores', fields.scoresForm, async ({ actor, params, input }) => {
  const scored = await scoreOutcomes(actor, params.requestId, input)
  return scored && (scored.ok ? { notice: 'scored' } : { field: '', message: fields.scoreRefusals[scored.reason] })
})

const showAsk: Page<Manage, forms.CandidateParams> = async ({ actor, params, force, form: shown }, res) => {
  const candidate = await findAskable(actor, params.candidateId)
  if (!candidate) throw new NotFound()
  const open = force.support.filter(({ kind }) => isAskable(kind) && !candidate.live.includes(kind))
  res.render('requests/ask', { candidate, open, form: shown })
}

const submitAsk: Submission<Manage, forms.CandidateParams, forms.AskInput> = async (visit, res) => {
  const { actor, params, input, force } = visit
  const asked = await askForCandidate(actor, { candidateId: params.candidateId, kind: input.kind, note: input.note }, force)
  if (!asked) throw new NotFound()
  if (asked.ok) res.redirect(303, `/staff/requests/${asked.requestId}?notice=asked`)
  else await showAsk({ ...visit, query: {}, form: refusedForm(visit.form, 'kind', forms.askRefusals[asked.reason]) }, res.status(422))
}

const asking = { can: 'request.manage', params: forms.candidateParams } as const

export const requestRoutes: Route[] = [
  get('/staff/requests', { can: 'request.manage', query: forms.requestsQuery }, showRequests),
  get('/staff/requests/:requestId', { can: 'request.manage', params: fields.requestParams, query: forms.requestQuery }, showRequest),
  ...steps,
  putBack,
  assign,
  outcomes,
  score,
  get('/staff/candidates/:candidateId/requests/new', asking, showAsk),
  post('/staff/candidates/:candidateId/requests/new', { ...asking, form: forms.askForm, invalid: showAsk }, submitAsk),
]
