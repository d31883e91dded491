import type { Response } from 'express'
import { NotFound } from '../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../core/form.ts'
import { get, post, type Page, type Submission } from '../../core/http.ts'
import { londonDay, startOfDay } from '../../core/dates.ts'
import { now } from '../../core/clock.ts'
import { networkOf } from '../../core/rate-limit.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { closeMessage, reopenMessage, sendMessage, takeMessage } from './commands.ts'
import {
  closeForm,
  contactForm,
  messageNotices,
  messageParams,
  messageQuery,
  messageRefusals,
  nothingForm,
  queueQuery,
  sentQuery,
  TOO_MANY,
  type CloseInput,
  type ContactInput,
  type MessageParams,
  type MessageQuery,
  type QueueQuery,
} from './forms.ts'
import { findMessage, listMessages } from './queries.ts'
import { eventsFor, outcomeName, outcomeNames, replyDue, topicName, topicNames, type MessageDecision, type MessageState } from './rules.ts'

const forceOf = (res: Response) => res.locals['force'] as ForceProfile

const showContact: Page<'contact.send'> = ({ form }, res) => {
  res.render('contact/new', { form, topicNames, due: replyDue(now(), forceOf(res).replyDays) })
}

const submitContact: Submission<'contact.send', unknown, ContactInput> = async (visit, res) => {
  const { actor, input } = visit
  const force = forceOf(res)
  const trapped = (input.website ?? '') !== ''
  const sent = trapped
    ? { ok: true as const, dueAt: replyDue(now(), force.replyDays) }
    : await sendMessage(actor, networkOf(res.req.ip), input, force.replyDays)
  if (sent.ok) res.redirect(303, `/contact/sent?by=${londonDay(sent.dueAt)}`)
  else await showContact({ ...visit, form: refusedForm(visit.form, 'message', TOO_MANY) }, res.status(429))
}

const showSent: Page<'contact.send', unknown, { by?: string | undefined }> = ({ query }, res) => {
  res.render('contact/sent', { due: query.by === undefined ? replyDue(now(), forceOf(res).replyDays) : startOfDay(query.by) })
}

const showQueue: Page<'contact.answer', unknown, QueueQuery> = async ({ actor, query }, res) => {
  const queue = await listMessages(actor, query)
  res.render('contact/queue', { ...queue, state: query.state, number: query.page, topicName, outcomeName })
}

const showMessage: Page<'contact.answer', MessageParams, MessageQuery> = async ({ actor, params, query, form }, res) => {
  await renderMessage({ actor, params, form, notice: query.notice }, res)
}

type Opened = { actor: Parameters<typeof findMessage>[0]; params: MessageParams; form: Form; notice?: MessageQuery['notice'] }

async function renderMessage({ actor, params, form, notice }: Opened, res: Response): Promise<void> {
  const message = await findMessage(actor, params.messageId)
  if (!message) throw new NotFound()
  const events = eventsFor(message.state as MessageState)
  res.render('contact/message', { message, events, form, notice: notice && messageNotices[notice], topicName, outcomeName, outcomeNames })
}

const showInvalidMessage: Page<'contact.answer', MessageParams> = (visit, res) => renderMessage(visit, res)

async function answer(opened: Opened, decision: MessageDecision | undefined, notice: string, res: Response): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/contact/${opened.params.messageId}?notice=${notice}`)
  else await renderMessage({ ...opened, form: refusedForm(blankForm(), 'outcome', messageRefusals[decision.reason]) }, res.status(422))
}

const submitTake: Submission<'contact.answer', MessageParams, unknown> = async (visit, res) => {
  await answer(visit, await takeMessage(visit.actor, visit.params.messageId), 'taken', res)
}

const submitClose: Submission<'contact.answer', MessageParams, CloseInput> = async (visit, res) => {
  await answer(visit, await closeMessage(visit.actor, visit.params.messageId, visit.input.outcome), 'closed', res)
}

const submitReopen: Submission<'contact.answer', MessageParams, unknown> = async (visit, res) => {
  await answer(visit, await reopenMessage(visit.actor, visit.params.messageId), 'reopened', res)
}

const onMessage = { can: 'contact.answer', params: messageParams } as const

export const contactRoutes = [
  get('/contact', { can: 'contact.send' }, showContact),
  post('/contact', { can: 'contact.send', form: contactForm, invalid: showContact }, submitContact),
  get('/contact/sent', { can: 'contact.send', query: sentQuery }, showSent),
  get('/staff/contact', { can: 'contact.answer', query: queueQuery }, showQueue),
  get('/staff/contact/:messageId', { ...onMessage, query: messageQuery }, showMessage),
  post('/staff/contact/:messageId/take', { ...onMessage, form: nothingForm, invalid: showInvalidMessage }, submitTake),
  post('/staff/contact/:messageId/close', { ...onMessage, form: closeForm, invalid: showInvalidMessage }, submitClose),
  post('/staff/contact/:messageId/reopen', { ...onMessage, form: nothingForm, invalid: showInvalidMessage }, submitReopen),
]
