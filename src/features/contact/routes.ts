import type { Response } from 'express'
import { now } from '../../core/clock.ts'
import { londonDay, startOfDay } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import { refusedForm } from '../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../core/http.ts'
import { networkOf } from '../../core/rate-limit.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { listTeam } from '../accounts/queries/team.ts'
import * as commands from './commands.ts'
import * as forms from './forms.ts'
import { countDesks, findMessage, listMessages } from './queries/messages.ts'
import { deskNames, outcomeName, outcomeNames, replyDue, topicName, topicNames, type MessageDecision } from './rules.ts'

const forceOf = (res: Response) => res.locals['force'] as ForceProfile

const showContact: Page<'contact.send'> = ({ form }, res) => {
  res.render('contact/new', { form, topicNames, due: replyDue(now(), forceOf(res).replyDays) })
}

const submitContact: Submission<'contact.send', unknown, forms.ContactInput> = async (visit, res) => {
  const { actor, input } = visit
  const force = forceOf(res)
  const trapped = (input.website ?? '') !== ''
  const sent = trapped
    ? { ok: true as const, dueAt: replyDue(now(), force.replyDays) }
    : await commands.sendMessage(actor, networkOf(res.req.ip), input, force.replyDays)
  if (sent.ok) res.redirect(303, `/contact/sent?by=${londonDay(sent.dueAt)}`)
  else await showContact({ ...visit, form: refusedForm(visit.form, 'message', forms.TOO_MANY) }, res.status(429))
}

const showSent: Page<'contact.send', unknown, { by?: string | undefined }> = ({ query }, res) => {
  res.render('contact/sent', { due: query.by === undefined ? replyDue(now(), forceOf(res).replyDays) : startOfDay(query.by) })
}

const showQueue: Page<'contact.answer', unknown, forms.QueueQuery> = async ({ actor, query }, res) => {
  const [list, desks, team] = await Promise.all([listMessages(actor, query), countDesks(actor), listTeam(actor)])
  res.render('contact/queue', { ...list, desks, team, query, topicName, topicNames, outcomeName, deskNames })
}

type OnMessage = Visit<'contact.answer', forms.MessageParams>

const showMessage: Page<'contact.answer', forms.MessageParams, Partial<forms.MessageQuery>> = async (
  { actor, params, query, form },
  res,
) => {
  const message = await findMessage(actor, params.messageId)
  if (!message) throw new NotFound()
  const notice = query.notice && forms.messageNotices[query.notice]
  res.render('contact/message', { message, form, notice, topicName, topicNames, outcomeName, outcomeNames })
}

const showAgain: Page<'contact.answer', forms.MessageParams> = (visit, res) => showMessage({ ...visit, query: {} }, res)

type Done = { field: string; notice: keyof typeof forms.messageNotices }

async function answer(visit: OnMessage, decision: MessageDecision | undefined, { field, notice }: Done, res: Response): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/contact/${visit.params.messageId}?notice=${notice}`)
  else await showAgain({ ...visit, form: refusedForm(visit.form, field, forms.messageRefusals[decision.reason]) }, res.status(422))
}

type Submit<Input> = Submission<'contact.answer', forms.MessageParams, Input>

const submitTake: Submit<unknown> = async (visit, res) => {
  await answer(visit, await commands.takeMessage(visit.actor, visit.params.messageId), { field: 'ownerId', notice: 'taken' }, res)
}

const submitGive: Submit<forms.GiveInput> = async (visit, res) => {
  const { ownerId: to, seen } = visit.input
  await answer(
    visit,
    await commands.giveMessage(visit.actor, visit.params.messageId, { to, seen }),
    { field: 'ownerId', notice: 'given' },
    res,
  )
}

const submitFile: Submit<forms.FileInput> = async (visit, res) => {
  const decision = await commands.fileMessage(visit.actor, visit.params.messageId, visit.input.topic)
  await answer(visit, decision, { field: 'topic', notice: 'filed' }, res)
}

const submitReply: Submit<forms.ReplyInput> = async (visit, res) => {
  const { reply: text, then, seen } = visit.input
  const close = then === 'close'
  const decision = await commands.replyToMessage(visit.actor, visit.params.messageId, { text, seen, close }, visit.force.replyDays)
  await answer(visit, decision, { field: 'reply', notice: close ? 'answered' : 'sent' }, res)
}

const submitNote: Submit<forms.NoteInput> = async (visit, res) => {
  const decision = await commands.noteOnMessage(visit.actor, visit.params.messageId, visit.input.note)
  await answer(visit, decision, { field: 'note', notice: 'noted' }, res)
}

const submitClose: Submit<forms.CloseInput> = async (visit, res) => {
  const decision = await commands.closeMessage(visit.actor, visit.params.messageId, visit.input.outcome)
  await answer(visit, decision, { field: 'outcome', notice: 'closed' }, res)
}

const submitReopen: Submit<unknown> = async (visit, res) => {
  const decision = await commands.reopenMessage(visit.actor, visit.params.messageId, visit.force.replyDays)
  await answer(visit, decision, { field: '', notice: 'reopened' }, res)
}

const onMessage = { can: 'contact.answer', params: forms.messageParams, invalid: showAgain } as const
const one = '/staff/contact/:messageId'

export const contactRoutes = [
  get('/contact', { can: 'contact.send' }, showContact),
  post('/contact', { can: 'contact.send', form: forms.contactForm, invalid: showContact }, submitContact),
  get('/contact/sent', { can: 'contact.send', query: forms.sentQuery }, showSent),
  get('/staff/contact', { can: 'contact.answer', query: forms.queueQuery }, showQueue),
  get(one, { can: 'contact.answer', params: forms.messageParams, query: forms.messageQuery }, showMessage),
  post(`${one}/take`, { ...onMessage, form: forms.nothingForm }, submitTake),
  post(`${one}/give`, { ...onMessage, form: forms.giveForm }, submitGive),
  post(`${one}/file`, { ...onMessage, form: forms.fileForm }, submitFile),
  post(`${one}/reply`, { ...onMessage, form: forms.replyForm }, submitReply),
  post(`${one}/note`, { ...onMessage, form: forms.noteForm }, submitNote),
  post(`${one}/close`, { ...onMessage, form: forms.closeForm }, submitClose),
  post(`${one}/reopen`, { ...onMessage, form: forms.nothingForm }, submitReopen),
]
