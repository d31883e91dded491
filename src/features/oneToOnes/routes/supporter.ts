import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { londonTime, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import * as commands from '../commands/slots.ts'
import { slotsCalendar } from '../documents.ts'
import * as forms from '../forms.ts'
import * as queries from '../queries/slots.ts'
import { slotHows, slotKinds, slotLengths } from '../rules/one-to-ones.ts'
import { promiseWords } from '../rules/promise.ts'
import { oneToOneStateWords, slotHowWords, slotKindWords, slotRefusals } from '../rules/words.ts'

type Coach = 'oneToOne.coach'
const base = '/supporting/one-to-ones'
const words = { slotKinds, slotKindWords, slotHows, slotHowWords, slotLengths, oneToOneStateWords, promiseWords }

const showList: Page<Coach, unknown, forms.OwnSlotsQuery> = async ({ actor, query, form }, res) => {
  const [list, toFinish, standing, promises] = await Promise.all([
    queries.listOwnSlots(actor, query),
    queries.listToFinish(actor),
    queries.findOwnStanding(actor),
    queries.findOwnPromises(actor),
  ])
  const shown = { ...words, ...list, toFinish, standing, promises, query, form, now: now() }
  res.render('one-to-ones/slots', { ...shown, notice: forms.noticeOf(query.notice) })
}
const firstPage: forms.OwnSlotsQuery = { show: 'upcoming', page: 1, notice: undefined, undo: undefined }

const typedOr = (form: Form, given: Record<string, unknown>): Form =>
  form.errors.length > 0 || Object.keys(form.values).length > 0 ? form : blankForm(given)

const showOffer: Page<Coach> = async ({ actor, form }, res) => {
  const standing = await queries.findOwnStanding(actor)
  const { given } = await queries.findOwnPromises(actor)
  const blank = { minutes: '60', how: 'online', time: '18:00', repeat: 'once', times: '4', routes: standing.routes }
  res.render('one-to-ones/offer', { ...words, timing: undefined, standing, given, form: typedOr(form, blank), most: forms.REPEAT_MOST })
}

const known = ({ routes }: ForceProfile, wanted: string[]) => wanted.filter((id) => routes.some((route) => route.id === id))

const submitOffer: Submission<Coach, unknown, forms.OfferInput> = async (visit, res) => {
  const { starts, promised, day: _day, ...offer } = visit.input
  const given = { ...offer, routes: known(visit.force, offer.routes) }
  const offered = given.routes.length === 0 ? undefined : await commands.offerSlots(visit.actor, given, starts, promised === 'yes')
  if (offered?.ok === true) res.redirect(303, `${base}?notice=offered`)
  else await refuseOn(showOffer, visit, offered?.reason, res)
}

type Shown<P> = Page<Coach, P>
const fieldOf: Partial<Record<string, string>> = { past: 'day', untrained: 'day', overlap: 'time', promise: 'promised' }
const refuseOn = <P>(show: Shown<P>, visit: Parameters<Shown<P>>[0], reason: keyof typeof slotRefusals | undefined, res: Response) => {
  const message = reason === undefined ? 'Choose at least one route' : slotRefusals[reason]
  return show(
    { ...visit, form: refusedForm(visit.form, reason === undefined ? 'routes' : (fieldOf[reason] ?? ''), message) },
    res.status(422),
  )
}

async function slotOf(actor: Parameters<Shown<unknown>>[0]['actor'], id: string) {
  const slot = await queries.findOwnSlot(actor, id)
  if (!slot) throw new NotFound()
  return slot
}

const showSlot: Page<Coach, forms.SlotParams> = async ({ actor, params, form }, res) => {
  const slot = await slotOf(actor, params.slotId)
  const [standing, { given }] = await Promise.all([queries.findOwnStanding(actor), queries.findOwnPromises(actor)])
  const { kind, routes, startsAt, minutes, how, area, place } = slot
  const values = { kind, routes, day: typedDay(startsAt), time: londonTime(startsAt), minutes: String(minutes), how, area, place }
  const isOpen = slot.state === 'offered' && startsAt > now()
  res.render(isOpen ? 'one-to-ones/offer' : 'one-to-ones/slot-over', {
    ...words,
    timing: slot,
    standing,
    given,
    form: typedOr(form, values),
  })
}
const submitSlot: Submission<Coach, forms.SlotParams, forms.SlotInput> = async (visit, res) => {
  const { promised, ...offer } = visit.input
  const given = { ...offer, routes: known(visit.force, offer.routes) }
  const slot = await slotOf(visit.actor, visit.params.slotId)
  const changed = given.routes.length === 0 ? 'none' : await commands.changeSlot(visit.actor, slot.id, given, promised === 'yes')
  if (changed === undefined) throw new NotFound()
  if (changed !== 'none' && changed.ok) res.redirect(303, `${base}?notice=${slot.booking ? 'moved' : 'changed'}`)
  else await refuseOn(showSlot, visit, changed === 'none' ? undefined : changed.reason, res)
}
const submitWithdraw: Submission<Coach, forms.SlotParams, unknown> = async (visit, res) => {
  const done = await commands.withdrawSlot(visit.actor, visit.params.slotId)
  if (!done) throw new NotFound()
  if (done.ok) res.redirect(303, `${base}?notice=withdrawn&undo=${done.id}`)
  else await refuseOn(showSlot, visit, done.reason, res)
}
const submitAgain: Submission<Coach, forms.SlotParams, unknown> = async (visit, res) => {
  const done = await commands.offerAgain(visit.actor, visit.params.slotId)
  if (!done) throw new NotFound()
  if (done.ok) res.redirect(303, `${base}?notice=again`)
  else await refuseOn(showSlot, visit, done.reason, res)
}

const showPromise: Page<Coach> = async ({ actor, form }, res) => {
  res.render('one-to-ones/promise', { ...words, promises: await queries.findOwnPromises(actor), form })
}
const submitPromise: Submission<Coach, unknown, unknown> = async ({ actor }, res) => {
  await commands.promiseForOpen(actor)
  res.redirect(303, `${base}?notice=promised`)
}
const showCalendar: Page<Coach> = async ({ actor, force }, res) => {
  const file = slotsCalendar(await queries.listOwnCalendar(actor), { force, baseUrl: res.locals['baseUrl'] as string })
  res.attachment('one-to-ones.ics').type('text/calendar; charset=utf-8').send(file)
}

const can = { can: 'oneToOne.coach' } as const
const one = { ...can, params: forms.slotParams } as const
const showListAgain: Page<Coach> = (visit, res) => showList({ ...visit, query: firstPage }, res)

/** What a coach offers. Named parts of the address come before a booking's own. */
export const slotRoutes: Route[] = [
  get(base, { ...can, query: forms.ownSlotsQuery }, showList),
  get(`${base}/offer`, can, showOffer),
  post(`${base}/offer`, { ...can, form: forms.offerForm, invalid: showOffer }, submitOffer),
  get(`${base}/promise`, can, showPromise),
  post(`${base}/promise`, { ...can, form: forms.promiseForm, invalid: showPromise }, submitPromise),
  get(`${base}/calendar.ics`, can, showCalendar),
  get(`${base}/slots/:slotId`, one, showSlot),
  post(`${base}/slots/:slotId`, { ...one, form: forms.slotForm, invalid: showSlot }, submitSlot),
  post(`${base}/slots/:slotId/withdraw`, { ...one, form: forms.nothingForm, invalid: showListAgain }, submitWithdraw),
  post(`${base}/slots/:slotId/again`, { ...one, form: forms.nothingForm, invalid: showListAgain }, submitAgain),
]
