import type { z } from 'zod'
import type { Lead } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission, type Visit } from '../../../core/http.ts'
import * as handling from '../commands/handling.ts'
import * as forms from '../forms/concerns.ts'
import { findConcern, listConcerns } from '../queries/concerns.ts'
import { happenings, outcomesOf, outcomes, stepWords, type ConcernDecision, type ConcernQueue } from '../rules/concerns.ts'

type Manage = 'concern.manage' | 'incident.manage'
type Params = forms.ConcernParams

/** One queue of the head of the team: its address, who may open it, and how its pages name what is in it. */
type Queue = { queue: ConcernQueue; at: string; can: Manage; one: string; params: z.ZodType<Params> }

const showList =
  ({ queue, at }: Queue): Page<Manage, unknown, forms.ListQuery> =>
  async ({ actor, query }, res) => {
    res.render('concerns/list', { ...(await listConcerns(actor, queue, query)), query, outcomes, happenings, queue, at })
  }

const showOne =
  ({ queue, at }: Queue): Page<Manage, Params, Partial<forms.OneQuery>> =>
  async ({ actor, params, query, form }, res) => {
    const concern = await findConcern(actor, queue, params.concernId)
    if (!concern) throw new NotFound()
    const view = { concern, outcomes, choices: outcomesOf(queue), happenings, stepWords, queue, at, form }
    res.render('concerns/one', { ...view, notice: query.notice && forms.notices[query.notice] })
  }

type Act<Input> = (actor: Lead, id: string, input: Input, visit: Visit<Manage, Params>) => Promise<ConcernDecision>

const showAgain =
  (queue: Queue): Page<Manage, Params> =>
  (visit, res) =>
    showOne(queue)({ ...visit, query: {} }, res)

/** Does one thing about a concern, and shows it again. What is in the other queue is not here. */
const acting =
  (queue: Queue) =>
  <Input>(work: Act<Input>, notice: keyof typeof forms.notices): Submission<Manage, Params, Input> =>
  async (visit, res) => {
    const { concernId } = visit.params
    const here = await findConcern(visit.actor, queue.queue, concernId)
    const decision = here && (await work(visit.actor, concernId, visit.input, visit))
    if (!decision) throw new NotFound()
    if (decision.ok) res.redirect(303, `${queue.at}/${concernId}?notice=${notice}`)
    else await showAgain(queue)({ ...visit, form: refusedForm(visit.form, '', forms.refusals[decision.reason]) }, res.status(422))
  }

function routesOf(queue: Queue): Route[] {
  const { at, can, params } = queue
  const [act, invalid] = [acting(queue), showAgain(queue)]
  const one = { can, params } as const
  const bare = { ...one, form: forms.nothingForm, invalid } as const
  const { noteForm, closeForm, reopenForm } = forms
  const path = `${at}/:${queue.one}`
  return [
    get(at, { can, query: forms.listQuery }, showList(queue)),
    get(path, { ...one, query: forms.oneQuery }, showOne(queue)),
    post(`${path}/acknowledge`, bare, act(handling.acknowledge, 'acknowledged')),
    post(
      `${path}/note`,
      { ...one, form: noteForm, invalid },
      act<forms.NoteInput>((actor, id, { note }) => handling.noteConcern(actor, id, note), 'noted'),
    ),
    post(`${path}/suspend`, bare, act(handling.suspendSupporter, 'suspended')),
    post(`${path}/unsuspend`, bare, act(handling.liftSuspension, 'unsuspended')),
    post(
      `${path}/send`,
      bare,
      act((actor, id, _input, { force }) => handling.writeAgain(actor, force, id), 'sent'),
    ),
    post(`${path}/close`, { ...one, form: closeForm, invalid }, act<forms.CloseInput>(handling.closeConcern, 'closed')),
    post(
      `${path}/reopen`,
      { ...one, form: reopenForm, invalid },
      act<forms.ReopenInput>((actor, id, { why }) => handling.reopenConcern(actor, id, why), 'reopened'),
    ),
    ...(queue.queue === 'pairing' ? [post(`${path}/end-pairing`, bare, act(handling.endPair, 'ended'))] : []),
  ]
}

export const concernRoutes = [
  ...routesOf({ queue: 'pairing', at: '/staff/concerns', can: 'concern.manage', one: 'concernId', params: forms.concernParams }),
  ...routesOf({ queue: 'visit', at: '/staff/incidents', can: 'incident.manage', one: 'incidentId', params: forms.incidentParams }),
]
