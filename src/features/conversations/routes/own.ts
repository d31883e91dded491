import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { allow } from '../../../core/rate-limit.ts'
import { beginThread, readAsCandidate, writeMessage } from '../commands/threads.ts'
import * as forms from '../forms/threads.ts'
import { findOwnThread, listOwnThreads, THREADS_A_PAGE } from '../queries/threads.ts'
import { threadWords, writeLimit } from '../rules/threads.ts'

const showThreads: Page<'message.own', unknown, forms.OwnListQuery> = async ({ actor, query }, res) => {
  const { total, threads } = await listOwnThreads(actor, query.page)
  const pages = Math.max(1, Math.ceil(total / THREADS_A_PAGE))
  res.render('conversations/own-list', { threads, total, number: query.page, pages, threadWords })
}

const showNew: Page<'message.own'> = ({ form }, res) => {
  res.render('conversations/own-new', { form })
}

const mayWrite = (accountId: string) => allow('message-write', accountId, writeLimit)

const submitNew: Submission<'message.own', unknown, forms.NewThreadInput> = async (visit, res) => {
  const { actor, force, input } = visit
  if (!(await mayWrite(actor.accountId))) {
    await showNew({ ...visit, form: refusedForm(visit.form, 'body', forms.TOO_MANY) }, res.status(429))
    return
  }
  const threadId = await beginThread(actor, actor.candidateId, input, force)
  if (threadId === undefined) throw new NotFound()
  res.redirect(303, `/my/messages/${threadId}?notice=received`)
}

const showThread: Page<'message.own', forms.ThreadParams, Partial<forms.ThreadQuery>> = async ({ actor, params, query, form }, res) => {
  const thread = await findOwnThread(actor, params.threadId)
  if (!thread) throw new NotFound()
  await readAsCandidate(thread.id)
  res.render('conversations/own-thread', { thread, form, threadWords, notice: query.notice && forms.threadNotices[query.notice] })
}

const showInvalid: Page<'message.own', forms.ThreadParams> = (visit, res) => showThread({ ...visit, query: {} }, res)

const submitReply: Submission<'message.own', forms.ThreadParams, forms.ReplyInput> = async (visit, res) => {
  const { actor, force, params, input } = visit
  if (!(await mayWrite(actor.accountId))) {
    await showInvalid({ ...visit, form: refusedForm(visit.form, 'body', forms.TOO_MANY) }, res.status(429))
    return
  }
  const decision = await writeMessage(actor, params.threadId, input.body, force)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/my/messages/${params.threadId}?notice=received`)
  else await showInvalid({ ...visit, form: refusedForm(visit.form, 'body', forms.threadRefusals[decision.reason]) }, res.status(422))
}

const one = { can: 'message.own', params: forms.threadParams } as const

export const ownThreadRoutes = [
  get('/my/messages', { can: 'message.own', query: forms.ownListQuery }, showThreads),
  get('/my/messages/new', { can: 'message.own' }, showNew),
  post('/my/messages/new', { can: 'message.own', form: forms.newThreadForm, invalid: showNew }, submitNew),
  get('/my/messages/:threadId', { ...one, query: forms.threadQuery }, showThread),
  post('/my/messages/:threadId', { ...one, form: forms.replyForm, invalid: showInvalid }, submitReply),
]
