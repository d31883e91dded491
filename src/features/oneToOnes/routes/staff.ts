import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission, type Visit } from '../../../core/http.ts'
import { frameworkOf, markLevels } from '../../../forces/competencies.ts'
import { lateReasons } from '../../programmes/rules/places.ts'
import { bookOneToOne } from '../commands/book.ts'
import { addCampaign, changeCampaign } from '../commands/campaigns.ts'
import { lookAtOneToOne } from '../commands/looks.ts'
import { callOffOneToOne, cancelOneToOne, holdOneToOne, missOneToOne, type Moved } from '../commands/move.ts'
import { oneToOnesFile } from '../documents.ts'
import * as forms from '../forms.ts'
import { findCampaign, listCampaigns } from '../queries/campaigns.ts'
import {
  findOneToOne,
  findPeople,
  findPerson,
  listOneToOnes,
  listOneToOnesForFile,
  oneToOneShows,
  RECORD_DAYS,
} from '../queries/one-to-ones.ts'
import { listFree } from '../queries/slots.ts'
import { slotHows, slotKinds } from '../rules/one-to-ones.ts'
import { promiseWords } from '../rules/promise.ts'
import { oneToOneStateWords, refusals, slotHowWords, slotKindWords, whyNotWords } from '../rules/words.ts'

type Manage = 'oneToOne.manage'
type Params = forms.OneToOneParams
const base = '/staff/one-to-ones'
const words = {
  ...{
    slotKinds,
    slotKindWords,
    slotHows,
    slotHowWords,
    oneToOneStateWords,
    whyNotWords,
    promiseWords,
    frameworkOf,
    markLevels,
    lateReasons,
  },
  ...{ oneToOneShows, RECORD_DAYS },
}
const filterOf = ({ page: _page, whose, ...rest }: forms.ListQuery) => ({ ...rest, ...(whose === 'mine' && { whose: 'mine' as const }) })

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  const found = await listOneToOnes(actor, { ...filterOf(query), page: query.page })
  res.render('one-to-ones/staff-list', { ...words, ...found, query })
}
const showFile: Page<Manage, unknown, forms.ListQuery> = async ({ actor, force, query }, res) => {
  res
    .attachment(`one-to-ones-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(oneToOnesFile(force, await listOneToOnesForFile(actor, filterOf(query))))
}

const showPeople: Page<Manage, unknown, { q: string }> = async ({ actor, query }, res) => {
  const people = query.q === '' ? [] : await findPeople(actor, query.q)
  res.render('one-to-ones/staff-people', { people, query })
}
type Booking = { actor: Team; query: forms.FindQuery; form: Form }
async function renderBook({ actor, query, form }: Booking, res: Response): Promise<void> {
  const person = query.candidate === undefined ? undefined : await findPerson(actor, query.candidate)
  if (!person) throw new NotFound()
  await lookAtOneToOne(actor, person.id)
  const found = await listFree(person.id, query)
  res.render('one-to-ones/staff-book', { ...words, ...found, person, query, form })
}
const showBook: Page<Manage, unknown, forms.FindQuery> = (visit, res) => renderBook(visit, res)
const showBookAgain: Page<Manage> = ({ actor, form }, res) =>
  renderBook({ actor, form, query: forms.findQuery.parse({ candidate: form.values['candidateId'], moving: form.values['moving'] }) }, res)

const submitBook: Submission<Manage, unknown, forms.TeamBookInput> = async (visit, res) => {
  const { candidateId, slotId, route, wants, promised, moving } = visit.input
  const wish = { slotId, route, wants, promised: promised === 'yes', movingId: moving }
  const booked = await bookOneToOne({ ...visit.actor, candidateId }, wish, visit.force)
  if (!booked) throw new NotFound()
  if (booked.ok) res.redirect(303, `${base}/${booked.id}?notice=${moving === undefined ? 'booked' : 'moved'}`)
  else
    await showBookAgain(
      { ...visit, form: refusedForm(visit.form, booked.reason === 'promise' ? 'promised' : '', refusals[booked.reason]) },
      res.status(422),
    )
}

const showOne: Page<Manage, Params, Partial<forms.NoticeQuery>> = async ({ actor, params, query, form }, res) => {
  const booking = await findOneToOne(actor, params.oneToOneId)
  if (!booking) throw new NotFound()
  await lookAtOneToOne(actor, booking.candidateId)
  res.render('one-to-ones/staff-one', { ...words, booking, form, now: now(), notice: forms.noticeOf(query.notice) })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)
async function answer(visit: Visit<Manage, Params>, moved: Moved | undefined, notice: forms.Notice, res: Response): Promise<void> {
  if (!moved) throw new NotFound()
  if (moved.ok) res.redirect(303, `${base}/${visit.params.oneToOneId}?notice=${notice}`)
  else
    await showAgain(
      { ...visit, form: refusedForm(visit.form, moved.reason === 'reasonNeeded' ? 'reason' : '', refusals[moved.reason]) },
      res.status(422),
    )
}
const submitHeld: Submission<Manage, Params, unknown> = async (visit, res) =>
  answer(visit, await holdOneToOne(visit.actor, visit.params.oneToOneId), 'held', res)
const submitMissed: Submission<Manage, Params, forms.MissInput> = async (visit, res) =>
  answer(visit, await missOneToOne(visit.actor, visit.params.oneToOneId, visit.input.whyNot), 'notHeld', res)
const submitCallOff: Submission<Manage, Params, unknown> = async (visit, res) =>
  answer(visit, await callOffOneToOne(visit.actor, visit.params.oneToOneId), 'calledOff', res)
const submitCancel: Submission<Manage, Params, forms.CancelInput> = async (visit, res) =>
  answer(visit, await cancelOneToOne(visit.actor, visit.params.oneToOneId, visit.input.reason), 'cancelled', res)

const showCampaigns: Page<Manage, unknown, Partial<forms.NoticeQuery>> = async ({ actor, query, form }, res) => {
  res.render('one-to-ones/campaigns', { campaigns: await listCampaigns(actor), form, now: now(), notice: forms.noticeOf(query.notice) })
}
const showCampaignsAgain: Page<Manage> = (visit, res) => showCampaigns({ ...visit, query: {} }, res)
const nameTaken = 'This route has a campaign of that name already'
const submitCampaign: Submission<Manage, unknown, forms.CampaignInput> = async (visit, res) => {
  const isKnown = visit.force.routes.some(({ id }) => id === visit.input.route)
  const made = isKnown ? await addCampaign(visit.actor, visit.input) : undefined
  if (made?.ok === true) res.redirect(303, '/staff/campaigns?notice=campaign')
  else {
    const [field, message] = made ? (['name', nameTaken] as const) : (['route', 'Choose a route'] as const)
    await showCampaignsAgain({ ...visit, form: refusedForm(visit.form, field, message) }, res.status(422))
  }
}
const showCampaign: Page<Manage, forms.CampaignParams> = async ({ actor, params, form }, res) => {
  const campaign = await findCampaign(actor, params.campaignId)
  if (!campaign) throw new NotFound()
  const given = { name: campaign.name, fromOn: typedDay(campaign.fromOn), untilOn: typedDay(campaign.untilOn) }
  res.render('one-to-ones/campaign', { campaign, form: Object.keys(form.values).length > 0 ? form : blankForm(given) })
}
const submitChange: Submission<Manage, forms.CampaignParams, forms.CampaignChangeInput> = async (visit, res) => {
  const done = await changeCampaign(visit.actor, visit.params.campaignId, visit.input)
  if (!done) throw new NotFound()
  if (done.ok) res.redirect(303, '/staff/campaigns?notice=campaign')
  else await showCampaign({ ...visit, form: refusedForm(visit.form, 'name', nameTaken) }, res.status(422))
}

const can = { can: 'oneToOne.manage' } as const
const one = { ...can, params: forms.oneToOneParams } as const
const campaign = { ...can, params: forms.campaignParams } as const
const at = `${base}/:oneToOneId`

export const staffOneToOneRoutes: Route[] = [
  get(base, { ...can, query: forms.listQuery }, showList),
  get(`${base}/file`, { ...can, query: forms.listQuery, sensitive: true }, showFile),
  get(`${base}/people`, { ...can, query: forms.personQuery }, showPeople),
  get(`${base}/book`, { ...can, query: forms.findQuery }, showBook),
  post(`${base}/book`, { ...can, form: forms.teamBookForm, invalid: showBookAgain }, submitBook),
  get(at, { ...one, query: forms.noticeQuery }, showOne),
  post(`${at}/held`, { ...one, form: forms.nothingForm, invalid: showAgain }, submitHeld),
  post(`${at}/not-held`, { ...one, form: forms.missForm, invalid: showAgain }, submitMissed),
  post(`${at}/call-off`, { ...one, form: forms.nothingForm, invalid: showAgain }, submitCallOff),
  post(`${at}/cancel`, { ...one, form: forms.cancelForm, invalid: showAgain }, submitCancel),
  get('/staff/campaigns', { ...can, query: forms.noticeQuery }, showCampaigns),
  post('/staff/campaigns', { ...can, form: forms.campaignForm, invalid: showCampaignsAgain }, submitCampaign),
  get('/staff/campaigns/:campaignId', campaign, showCampaign),
  post('/staff/campaigns/:campaignId', { ...campaign, form: forms.campaignChangeForm, invalid: showCampaign }, submitChange),
]
