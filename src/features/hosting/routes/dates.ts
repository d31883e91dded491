import type { Response } from 'express'
import { z } from 'zod'
import { now } from '../../../core/clock.ts'
import { date, londonTime, startOfDay, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission, type Visit } from '../../../core/http.ts'
import { changeDate, offerAgain, offerDates, withdrawDate, type DateDecision } from '../commands/dates.ts'
import * as forms from '../forms/dates.ts'
import { nothingForm } from '../forms/fields.ts'
import { findKept, findKeptDate, type KeptHost } from '../queries/keeping.ts'
import { isShortNotice, repeatWords } from '../rules/dates.ts'

type Keep = 'host.manage' | 'host.own'
type OfHost = { hostId: string }
const ofHost = z.object({ hostId: z.uuid() })

type Side = { can: Keep; list: string }
const homeOf = ({ list }: Side, hostId: string) => `${list}/${hostId}`
const shared = (side: Side, host: KeptHost, form: Form) => ({
  ...{ host, form, now: now(), home: homeOf(side, host.id), receivers: receiversOf(host) },
  layout: side.can === 'host.manage' ? 'staff' : 'my',
})

function pagesOf(side: Side) {
  const showNew: Page<Keep, OfHost> = async ({ actor, params, form }, res) => {
    const host = await findKept(actor, params.hostId)
    if (!host) throw new NotFound()
    const self = host.people.find(({ supporterId }) => supporterId === actor.accountId) ?? host.people[0]
    const usual = { places: String(host.capacity), repeat: 'no', supporterId: self?.supporterId ?? '' }
    res.render('hosting/dates/new', { ...shared(side, host, { ...form, values: { ...usual, ...form.values } }), repeatWords })
  }
  const showOne: Page<Keep, forms.DateParams> = async ({ actor, params, form }, res) => {
    const found = await findKeptDate(actor, params)
    if (!found) throw new NotFound()
    const { startsAt, endsAt, capacity, supporterId } = found.date
    const kept = {
      ...{ day: typedDay(startsAt), start: londonTime(startsAt), end: londonTime(endsAt) },
      ...{ places: String(capacity), supporterId: supporterId ?? '' },
    }
    const short = isShortNotice(startsAt, now())
    res.render('hosting/dates/one', { ...shared(side, found.host, { ...form, values: { ...kept, ...form.values } }), d: found.date, short })
  }
  const showWithdraw: Page<Keep, forms.DateParams> = async ({ actor, params, form }, res) => {
    const found = await findKeptDate(actor, params)
    if (!found) throw new NotFound()
    res.render('hosting/dates/withdraw', { ...shared(side, found.host, form), d: found.date })
  }
  return { showNew, showOne, showWithdraw }
}

const submitNew =
  (side: Side, again: Page<Keep, OfHost>): Submission<Keep, OfHost, forms.OfferInput> =>
  async (visit, res) => {
    const decision = await offerDates(visit.actor, visit.params.hostId, visit.input)
    await answer({ decision, visit, again, to: `${homeOf(side, visit.params.hostId)}?notice=offered` }, res)
  }
const submitChange =
  (side: Side, again: Page<Keep, forms.DateParams>): Submission<Keep, forms.DateParams, forms.ChangeInput> =>
  async (visit, res) => {
    const decision = await changeDate(visit.actor, visit.params, visit.input)
    await answer({ decision, visit, again, to: `${homeOf(side, visit.params.hostId)}?notice=changed` }, res)
  }
type Settle = { side: Side; again: Page<Keep, forms.DateParams>; act: typeof withdrawDate; notice: 'withdrawn' | 'again' }
const submitSettle =
  ({ side, again, act, notice }: Settle): Submission<Keep, forms.DateParams, unknown> =>
  async (visit, res) => {
    const decision = await act(visit.actor, visit.params)
    await answer({ decision, visit, again, to: `${homeOf(side, visit.params.hostId)}?notice=${notice}` }, res)
  }

/** The pages of a department's days, for the team and for the department's own people: the same pages, under two addresses. */
export function dateRoutes(can: Keep, list: string): Route[] {
  const side = { can, list }
  const { showNew, showOne, showWithdraw } = pagesOf(side)
  const [at, one] = [`${list}/:hostId/dates`, { can, params: forms.dateParams }] as const
  const withdraw = submitSettle({ side, again: showWithdraw, act: withdrawDate, notice: 'withdrawn' })
  const again = submitSettle({ side, again: showOne, act: offerAgain, notice: 'again' })
  return [
    get(`${at}/new`, { can, params: ofHost }, showNew),
    post(`${at}/new`, { can, params: ofHost, form: forms.offerForm, invalid: showNew }, submitNew(side, showNew)),
    get(`${at}/:dateId`, one, showOne),
    post(`${at}/:dateId`, { ...one, form: forms.changeForm, invalid: showOne }, submitChange(side, showOne)),
    get(`${at}/:dateId/withdraw`, one, showWithdraw),
    post(`${at}/:dateId/withdraw`, { ...one, form: nothingForm, invalid: showWithdraw }, withdraw),
    post(`${at}/:dateId/again`, { ...one, form: nothingForm, invalid: showOne }, again),
  ]
}

const receiversOf = ({ people }: KeptHost) =>
  people.map(({ supporterId, name, trainedUntil }) => ({
    value: supporterId,
    text: `${name}, ${trainedUntil === null ? 'not trained yet' : `trained until ${date(trainedUntil)}`}`,
  }))

type Answered<A> = { decision: DateDecision; visit: Visit<Keep, A>; again: Page<Keep, A>; to: string }

async function answer<A>({ decision, visit, again, to }: Answered<A>, res: Response): Promise<void> {
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, to)
    return
  }
  const { field, words } = forms.dateRefusalWords[decision.reason]
  const day = decision.day === undefined ? 'This day' : date(startOfDay(decision.day))
  await again({ ...visit, form: refusedForm(visit.form, field, words(day)) }, res.status(422))
}
