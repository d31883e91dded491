import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { listTeam } from '../../accounts/queries/team.ts'
import { findFailure } from '../../messages/queries.ts'
import { beginThread, moveThread, readAsTeam, writeMessage } from '../commands/threads.ts'
import * as forms from '../forms/threads.ts'
import { listTemplateChoices } from '../queries/templates.ts'
import { findCorrespondent, findThread, listThreads, THREADS_A_PAGE } from '../queries/threads.ts'
import { fillIn, fillingFor } from '../rules/templates.ts'
import { eventsFor, isReachable, threadWords, type ThreadDecision } from '../rules/threads.ts'

const showInbox: Page<'message.manage', unknown, forms.InboxQuery> = async ({ actor, query }, res) => {
  const { total, rows } = await listThreads(actor, query)
  res.render('conversations/inbox', { rows, total, query, pages: Math.max(1, Math.ceil(total / THREADS_A_PAGE)), threadWords })
}

type Templates = Awaited<ReturnType<typeof listTemplateChoices>>
type Person = { name: string; reference: string }

/** The form as it stands; where a template was picked and nothing typed yet, its words with this person's name in them. */
function startedWith(form: Form, templates: Templates, picked: string | undefined, person: Person, force: ForceProfile): Form {
  const version = templates.find(({ id }) => id === picked)?.version
  if (!version || form.errors.length > 0) return form
  const filling = fillingFor(person, force)
  return { ...form, values: { subject: fillIn(version.subject, filling), body: fillIn(version.body, filling) } }
}

const showThread: Page<'message.manage', forms.ThreadParams, Partial<forms.ThreadQuery>> = async (visit, res) => {
  const { actor, force, params, query, form } = visit
  const thread = await findThread(actor, params.threadId)
  if (!thread) throw new NotFound()
  await readAsTeam(actor, thread)
  const [team, templates, failure] = await Promise.all([listTeam(actor), listTemplateChoices(actor), findFailure(actor, thread.candidate)])
  res.render('conversations/thread', {
    ...{ thread, team, templates, failure, threadWords, picked: query.template },
    ...{ events: eventsFor(thread.state, 'team'), reachable: isReachable(thread.candidate) },
    form: startedWith(form, templates, query.template, thread.candidate, force),
    notice: query.notice && forms.threadNotices[query.notice],
  })
}

const showInvalid: Page<'message.manage', forms.ThreadParams> = (visit, res) => showThread({ ...visit, query: {} }, res)

type Done = keyof typeof forms.threadNotices
type Refused = { form: Form } & Parameters<typeof showInvalid>[0]

async function answer(visit: Refused, decision: ThreadDecision | undefined, notice: Done, field: string, res: Response): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/messages/${visit.params.threadId}?notice=${notice}`)
  else await showInvalid({ ...visit, form: refusedForm(visit.form, field, forms.threadRefusals[decision.reason]) }, res.status(422))
}

const submitReply: Submission<'message.manage', forms.ThreadParams, forms.ReplyInput> = async (visit, res) => {
  const { actor, force, params, input } = visit
  await answer(visit, await writeMessage(actor, params.threadId, input.body, force), 'sent', 'body', res)
}

const done = { close: 'closed', reopen: 'reopened', take: 'taken' } as const

const submitMove: Submission<'message.manage', forms.ThreadParams, forms.MoveInput> = async (visit, res) => {
  const { actor, force, params, input } = visit
  await answer(visit, await moveThread(actor, params.threadId, input.event, force), done[input.event], '', res)
}

const submitOwner: Submission<'message.manage', forms.ThreadParams, forms.OwnerInput> = async (visit, res) => {
  const { actor, force, params, input } = visit
  const { replyDays } = force
  const decision = await moveThread(actor, params.threadId, 'assign', { replyDays, ownerId: input.ownerId })
  await answer(visit, decision, 'assigned', 'ownerId', res)
}

const showNew: Page<'message.manage', forms.CandidateParams, Partial<forms.ThreadQuery>> = async (visit, res) => {
  const { actor, force, params, query, form } = visit
  const candidate = await findCorrespondent(actor, params.candidateId)
  if (!candidate) throw new NotFound()
  const [templates, failure] = await Promise.all([listTemplateChoices(actor), findFailure(actor, candidate)])
  res.render('conversations/new', {
    ...{ candidate, templates, failure, picked: query.template, reachable: isReachable(candidate) },
    form: startedWith(form, templates, query.template, candidate, force),
  })
}

const showInvalidNew: Page<'message.manage', forms.CandidateParams> = (visit, res) => showNew({ ...visit, query: {} }, res)

const submitNew: Submission<'message.manage', forms.CandidateParams, forms.NewThreadInput> = async (visit, res) => {
  const { actor, force, params, input } = visit
  const threadId = await beginThread(actor, params.candidateId, input, force)
  if (threadId === undefined) {
    await showInvalidNew({ ...visit, form: refusedForm(visit.form, '', forms.UNREACHABLE) }, res.status(422))
    return
  }
  res.redirect(303, `/staff/messages/${threadId}?notice=sent`)
}

const one = { can: 'message.manage', params: forms.threadParams, invalid: showInvalid } as const
const begin = { can: 'message.manage', params: forms.candidateParams, invalid: showInvalidNew } as const

export const staffThreadRoutes = [
  get('/staff/messages', { can: 'message.manage', query: forms.inboxQuery }, showInbox),
  get('/staff/messages/:threadId', { ...one, query: forms.threadQuery }, showThread),
  post('/staff/messages/:threadId', { ...one, form: forms.replyForm }, submitReply),
  post('/staff/messages/:threadId/move', { ...one, form: forms.moveForm }, submitMove),
  post('/staff/messages/:threadId/owner', { ...one, form: forms.ownerForm }, submitOwner),
  get('/staff/candidates/:candidateId/messages/new', { ...begin, query: forms.threadQuery }, showNew),
  post('/staff/candidates/:candidateId/messages/new', { ...begin, form: forms.newThreadForm }, submitNew),
]
