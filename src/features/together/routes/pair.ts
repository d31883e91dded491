import type { Response } from 'express'
import { typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { allow } from '../../../core/rate-limit.ts'
import { goesIntoFirstYear } from '../../firstYear/queries/buddy.ts'
import { sharesWithSupporter } from '../../preparing/queries/shared.ts'
import { refusals } from '../../pairings/rules/words.ts'
import { experiences } from '../../supporting/rules/vocabulary.ts'
import { changeContact, logContact, undoContact } from '../commands/contacts.ts'
import { partPair, restPair, wakePair } from '../commands/moving.ts'
import { readPair, writeToPair } from '../commands/relay.ts'
import { shareWith } from '../commands/sharing.ts'
import * as forms from '../forms.ts'
import {
  CONTACTS_A_PAGE,
  findContact,
  findPair,
  findQuiet,
  listContacts,
  listMessages,
  MESSAGES_A_PAGE,
  type OfPair,
  type Pair,
} from '../queries/pair.ts'
import { minutesInWords } from '../rules/contacts.ts'
import { hasPlan, kindWords, pairAddress, type Side } from '../rules/pairs.ts'
import { guardrails, QUIET_WORDS } from '../rules/words.ts'

/** One of two permissions, as the address says whose page it is. */
type Can = 'pairing.own' | 'pairing.support'
type Shown<Params = forms.PairParams, Query = unknown> = Page<Can, Params, Query>
type Done<Input, Params = forms.PairParams> = Submission<Can, Params, Input>

async function pairOf(actor: OfPair, pairingId: string): Promise<Pair> {
  const pair = await findPair(actor, pairingId)
  if (!pair) throw new NotFound()
  return pair
}

const about = (pair: Pair) => ({ pair, base: pairAddress(pair.side, pair.id), words: kindWords[pair.kind], minutesInWords })
const pagesOf = (total: number, size: number) => Math.max(1, Math.ceil(total / size))
const LATEST = 3

const showPair: Shown<forms.PairParams, Partial<forms.PairQuery>> = async ({ actor, params, query, form, force }, res) => {
  const pair = await pairOf(actor, params.pairingId)
  const number = query.page ?? 1
  const [{ total, messages }, { contacts, total: contactCount }, quiet, firstYear, preparing] = await Promise.all([
    listMessages(pair, number),
    listContacts(pair, 1, LATEST),
    findQuiet(pair),
    force.supportRunsTo === 'firstYear' && goesIntoFirstYear(pair),
    pair.side === 'supporter' && pair.state === 'active' && sharesWithSupporter(pair.candidateId, pair.id),
  ])
  await readPair(pair)
  res.render('together/pair', {
    ...{ ...about(pair), messages, number, pages: pagesOf(total, MESSAGES_A_PAGE), contacts, contactCount, quiet, form },
    ...{ firstYear, preparing, hasPlan: hasPlan(pair.kind), guardrails: guardrails(pair.kind), quietWords: QUIET_WORDS, experiences },
    notice: forms.noticeWords(query.notice),
  })
}
const showPairAgain: Shown = (visit, res) => showPair({ ...visit, query: {} }, res)

const to = (visit: Pick<Visit<Can, forms.PairParams>, 'actor' | 'params'>, rest: string, res: Response) => {
  res.redirect(303, `${pairAddress(visit.actor.role, visit.params.pairingId)}${rest}`)
}

const submitMessage: Done<forms.MessageInput> = async (visit, res) => {
  const { actor, params, input } = visit
  if (!(await allow('pair-write', actor.accountId, forms.relayLimit))) {
    await showPairAgain({ ...visit, form: refusedForm(visit.form, 'body', forms.TOO_MANY) }, res.status(429))
    return
  }
  const decision = await writeToPair(actor, params.pairingId, input.body)
  if (!decision) throw new NotFound()
  if (decision.ok) to(visit, `?notice=${decision.held ? 'held' : 'sent'}#messages`, res)
  else await showPairAgain({ ...visit, form: refusedForm(visit.form, 'body', forms.NOT_LIVE) }, res.status(422))
}

const showShares: Shown = async ({ actor, params, form }, res) => {
  const pair = await pairOf(actor, params.pairingId)
  const held = pair.own.shares
  const given = { fields: held.map(({ field }) => field), phone: held.find(({ field }) => field === 'phone')?.phone ?? pair.own.phone }
  const typed = form.errors.length > 0 || Object.keys(form.values).length > 0
  res.render('together/shares', { ...about(pair), form: typed ? form : blankForm(given) })
}

const submitShares: Done<forms.ShareInput> = async (visit, res) => {
  const decision = await shareWith(visit.actor, visit.params.pairingId, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) to(visit, '?notice=shared', res)
  else await showShares({ ...visit, form: refusedForm(visit.form, 'fields', forms.NOT_LIVE) }, res.status(422))
}

const submitNow: Done<unknown> = async (visit, res) => {
  const decision = await logContact(visit.actor, visit.params.pairingId)
  if (!decision) throw new NotFound()
  if (decision.ok) to(visit, '?notice=logged#contacts', res)
  else if (decision.reason === 'dayCounted') to(visit, '?notice=counted#contacts', res)
  else await showPairAgain({ ...visit, form: refusedForm(visit.form, '', forms.contactRefusals[decision.reason]) }, res.status(422))
}

const showContacts: Shown<forms.PairParams, Partial<forms.PairQuery>> = async ({ actor, params, query, form }, res) => {
  const pair = await pairOf(actor, params.pairingId)
  const number = query.page ?? 1
  const { total, contacts } = await listContacts(pair, number)
  const view = { ...about(pair), form, total, contacts, number, pages: pagesOf(total, CONTACTS_A_PAGE) }
  res.render('together/contacts', { ...view, notice: forms.noticeWords(query.notice) })
}
const showContactsAgain: Shown = (visit, res) => showContacts({ ...visit, query: {} }, res)

const submitContact: Done<forms.ContactInput> = async (visit, res) => {
  const decision = await logContact(visit.actor, visit.params.pairingId, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) to(visit, '/contacts?notice=noted', res)
  else await showContactsAgain({ ...visit, form: refusedForm(visit.form, 'day', forms.contactRefusals[decision.reason]) }, res.status(422))
}

const showContact: Shown<forms.ContactParams> = async ({ actor, params, form }, res) => {
  const pair = await pairOf(actor, params.pairingId)
  const contact = await findContact(pair, params.contactId)
  if (!contact) throw new NotFound()
  const given = { day: typedDay(contact.happenedOn), minutes: String(contact.minutes) }
  const typed = form.errors.length > 0 || Object.keys(form.values).length > 0
  res.render('together/contact', { ...about(pair), contact, form: typed ? form : blankForm(given) })
}

const submitChange: Done<forms.ContactInput, forms.ContactParams> = async (visit, res) => {
  const decision = await changeContact(visit.actor, visit.params, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) to(visit, '/contacts?notice=changed', res)
  else await showContact({ ...visit, form: refusedForm(visit.form, 'day', forms.contactRefusals[decision.reason]) }, res.status(422))
}

const submitUndo: Done<unknown, forms.ContactParams> = async (visit, res) => {
  const decision = await undoContact(visit.actor, visit.params)
  if (!decision) throw new NotFound()
  if (decision.ok) to(visit, '/contacts?notice=undone', res)
  else await showContact({ ...visit, form: refusedForm(visit.form, '', forms.contactRefusals[decision.reason]) }, res.status(422))
}

const showPause: Shown = async ({ actor, params, form }, res) => {
  res.render('together/pause', { ...about(await pairOf(actor, params.pairingId)), form })
}

const submitPause: Done<forms.PauseInput> = async (visit, res) => {
  const moved = await restPair(visit.actor, visit.params.pairingId, visit.input.reviewOn)
  if (!moved) throw new NotFound()
  if (moved.ok) to(visit, '?notice=paused', res)
  else await showPause({ ...visit, form: refusedForm(visit.form, '', refusals[moved.reason]) }, res.status(422))
}

const submitResume: Done<unknown> = async (visit, res) => {
  const moved = await wakePair(visit.actor, visit.params.pairingId)
  if (!moved) throw new NotFound()
  if (moved.ok) to(visit, '?notice=resumed', res)
  else await showPairAgain({ ...visit, form: refusedForm(visit.form, '', refusals[moved.reason]) }, res.status(422))
}

const showEnd: Shown = async ({ actor, params, form }, res) => {
  const pair = await pairOf(actor, params.pairingId)
  res.render('together/end', { ...about(pair), form, endings: forms.endingWords(pair.side, pair.kind) })
}

const submitEnd: Done<forms.EndInput> = async (visit, res) => {
  const pair = await pairOf(visit.actor, visit.params.pairingId)
  const moved = await partPair(visit.actor, pair, visit.input)
  if (!moved) throw new NotFound()
  if (moved.ok) to(visit, '?notice=ended', res)
  else await showEnd({ ...visit, form: refusedForm(visit.form, 'ending', refusals[moved.reason]) }, res.status(422))
}

/** The pages of a pair for one of its sides; the other has the same at addresses of its own. */
function routesOf(side: Side) {
  const can: Can = side === 'candidate' ? 'pairing.own' : 'pairing.support'
  const at = pairAddress(side, ':pairingId')
  const one = { can, params: forms.pairParams } as const
  const nothing = { ...one, form: forms.nothingForm, invalid: showPairAgain } as const
  const contact = { can, params: forms.contactParams, invalid: showContact } as const
  return [
    get(at, { ...one, query: forms.pairQuery }, showPair),
    post(`${at}/messages`, { ...one, form: forms.messageForm, invalid: showPairAgain }, submitMessage),
    get(`${at}/messages`, { ...one, query: forms.pairQuery }, showPair),
    get(`${at}/sharing`, one, showShares),
    post(`${at}/sharing`, { ...one, form: forms.shareForm, invalid: showShares }, submitShares),
    post(`${at}/contacts/today`, nothing, submitNow),
    get(`${at}/contacts`, { ...one, query: forms.pairQuery }, showContacts),
    post(`${at}/contacts`, { ...one, form: forms.contactForm, invalid: showContactsAgain }, submitContact),
    get(`${at}/contacts/:contactId`, { can, params: forms.contactParams }, showContact),
    post(`${at}/contacts/:contactId`, { ...contact, form: forms.contactForm }, submitChange),
    post(`${at}/contacts/:contactId/undo`, { ...contact, form: forms.nothingForm }, submitUndo),
    get(`${at}/pause`, one, showPause),
    post(`${at}/pause`, { ...one, form: forms.pauseForm, invalid: showPause }, submitPause),
    post(`${at}/resume`, nothing, submitResume),
    get(`${at}/end`, one, showEnd),
    post(`${at}/end`, { ...one, form: forms.endForm, invalid: showEnd }, submitEnd),
  ]
}

export const pairRoutes = [...routesOf('candidate'), ...routesOf('supporter')]
