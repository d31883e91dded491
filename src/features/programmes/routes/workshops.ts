import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { time, typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { now } from '../../../core/clock.ts'
import {
  cancelWorkshop,
  changeCapacity,
  discardDraft,
  draftWorkshop,
  editDraft,
  editWords,
  moveWorkshop,
  publishWorkshop,
} from '../commands/workshops.ts'
import { listSupportersAt } from '../../supporting/queries.ts'
import { listApproved } from '../../rationales/queries/rationales.ts'
import { findOpenness, type OpennessRefusal } from '../../rationales/queries/openness.ts'
import { opennessFields } from '../forms/openness.ts'
import { postponeWorkshop } from '../commands/postponing.ts'
import * as forms from '../forms/workshops.ts'
import type {
  DraftInput,
  ListQuery,
  MoveInput,
  NoticeQuery,
  PlacesInput,
  PostponeInput,
  WordsInput,
  WorkshopParams,
} from '../forms/workshops.ts'
import { countOverrides, listCallsOf } from '../queries/line.ts'
import { findHowPlacesGo } from '../queries/lottery.ts'
import {
  canOffer,
  findWorkshop,
  listProgrammesAndCohorts,
  listWorkshopHistory,
  listWorkshops,
  type FoundWorkshop,
} from '../queries/workshops.ts'
import { listPrompted } from '../queries/no-shows.ts'
import { listMarkHistory } from '../queries/attendance.ts'
import { callWords } from '../rules/line-words.ts'
import { markNames } from '../rules/attendance.ts'
import { closesHoursOf, eventsForWorkshop, workshopEventWords, type WorkshopDecision } from '../rules/workshops.ts'

type Manage = 'programme.manage'
const noticeFor = (code: string | undefined) => (code !== undefined && Object.hasOwn(forms.notices, code) ? forms.notices[code] : undefined)
const manage = { can: 'programme.manage' } as const
const one = { ...manage, params: forms.workshopParams } as const

async function find(actor: Team, id: string): Promise<FoundWorkshop> {
  const workshop = await findWorkshop(actor, id)
  if (!workshop) throw new NotFound()
  return workshop
}

const showList: Page<Manage, unknown, ListQuery> = async ({ actor, query }, res) => {
  const list = await listWorkshops(actor, query)
  res.render('programmes/staff/workshops', { ...list, ...query, number: query.page, notice: noticeFor(query.notice) })
}

const showOne: Page<Manage, WorkshopParams, NoticeQuery> = (visit, res) => renderOne(visit, res, visit.query.notice)

/** A session for colleagues has a page of its own, and says there what was done. */
const sessionPage = (id: string, notice: string | undefined) =>
  `/staff/training/sessions/${id}${notice === undefined ? '' : `?notice=${encodeURIComponent(notice)}`}`

async function renderOne({ actor, params, form }: { actor: Team; params: WorkshopParams; form: Form }, res: Response, notice?: string) {
  const workshop = await find(actor, params.workshopId)
  if (workshop.audience === 'staff') {
    res.redirect(303, sessionPage(workshop.id, notice))
    return
  }
  const [opens, supporters, offers, history, changes, prompted, line, counts, calls] = await Promise.all([
    findOpenness(workshop.id),
    listSupportersAt(actor, workshop.id),
    canOffer(actor, workshop.id),
    listWorkshopHistory(actor, workshop.id),
    listMarkHistory(actor, workshop.id),
    listPrompted(
      actor,
      [...workshop.booked, ...workshop.offered, ...workshop.waiting].map(({ candidateId }) => candidateId),
    ),
    findHowPlacesGo(actor, workshop.id),
    countOverrides(actor, workshop.id),
    listCallsOf(actor, workshop.id),
  ])
  const free = Math.max(0, workshop.capacity - line.generalHeld)
  const freeAccess = Math.max(0, workshop.accessPlaces - line.accessHeld)
  res.render('programmes/staff/workshop', {
    ...{ opens, supporters, workshop, form, line, counts, calls, callWords, free, freeAccess },
    ...{ history, changes, prompted, markNames, eventWords: workshopEventWords },
    calling: !offers && isCalling(workshop, free, freeAccess),
    events: eventsForWorkshop(workshop, now()),
    asking: workshop.bookingClosesAt > now(),
    notice: noticeFor(notice),
  })
}

/** Is there somebody to ring for a place that is free? */
const isCalling = ({ state, startsAt, waiting }: FoundWorkshop, free: number, freeAccess: number): boolean =>
  state === 'published' && startsAt > now() && (free > 0 ? waiting.length > 0 : freeAccess > 0 && waiting.some(({ access }) => access))

/** What a draft may belong to and rest on. */
const listChoices = async (actor: Team) => ({ ...(await listProgrammesAndCohorts(actor)), rationales: await listApproved(actor) })

/** Shows one of the pages that change a workshop, filled in with what it is now. */
const showChange =
  (view: string, values: (workshop: FoundWorkshop) => Record<string, unknown> = () => ({})): Page<Manage, WorkshopParams> =>
  async ({ actor, params, form }, res) => {
    const workshop = await find(actor, params.workshopId)
    const filled = Object.keys(form.values).length > 0 ? form : { ...form, values: values(workshop) }
    res.render(`programmes/staff/${view}`, {
      workshop,
      form: filled,
      reach: workshop.booked.length + workshop.offered.length + workshop.waiting.length + workshop.staffPlaces.length,
      ...((workshop.state === 'draft' || view !== 'workshop-words') && (await listChoices(actor))),
    })
  }

/** A venue of the list stands in the choice; one that was typed stands in the fields. */
const placeTyped = ({ venueId, venue, address, area }: FoundWorkshop) => (venueId === null ? { venue, address, area } : { venueId })

const placeValues = (workshop: FoundWorkshop) => ({
  how: workshop.online ? 'online' : 'inPerson',
  ...placeTyped(workshop),
  date: typedDay(workshop.startsAt),
  start: time(workshop.startsAt),
  end: time(workshop.endsAt),
})

const wordValues = (workshop: FoundWorkshop) => {
  const { title, safeLabel, restricted, summary, accessInfo, travelInfo, bring, joiningLink, facilitator, routes } = workshop
  return {
    ...{ title, safeLabel, summary, routes, accessInfo, travelInfo, bring, joiningLink, facilitator },
    ...(restricted && { restricted: 'yes' }),
  }
}

const draftValues = (workshop: FoundWorkshop) => ({
  forWhom: workshop.course ?? 'candidates',
  ...wordValues(workshop),
  ...placeValues(workshop),
  ...{ capacity: workshop.capacity, accessPlaces: workshop.accessPlaces, policy: workshop.policy },
  closes: closesHoursOf(workshop),
  programme: workshop.cohortId === null ? (workshop.programmeId ?? '') : '',
  cohort: workshop.cohortId ?? '',
  session: workshop.session ?? '',
  ...(workshop.membersOnly && { membersOnly: 'yes' }),
  ...{ network: workshop.network ?? '', ...(workshop.networkOpen && { networkOpen: 'yes' }) },
  ...{ openness: workshop.openness, rationale: workshop.rationaleId ?? '', supporterPlaces: workshop.supporterPlaces },
})

const showNew: Page<Manage> = async ({ actor, form }, res) => {
  const fresh = { forWhom: 'candidates', how: 'inPerson', closes: 24, policy: 'firstCome', openness: 'all', supporterPlaces: 0 }
  const filled = Object.keys(form.values).length > 0 ? form : { ...form, values: fresh }
  res.render('programmes/staff/workshop-edit', { workshop: undefined, form: filled, ...(await listChoices(actor)) })
}

/** A draft may change in every way; once people know of a workshop, only its words. */
const showEdit: Page<Manage, WorkshopParams> = async (visit, res) => {
  const { state } = await find(visit.actor, visit.params.workshopId)
  if (state !== 'draft') throw new NotFound()
  await showChange('workshop-edit', draftValues)(visit, res)
}
const showWords = showChange('workshop-words', wordValues)
const showMove = showChange('workshop-move', placeValues)
const showPostpone = showChange('workshop-postpone', (workshop) => ({
  ...placeValues(workshop),
  ...(workshop.state === 'postponed' && { known: 'yes', date: '' }),
}))
const showCapacity = showChange('workshop-capacity', ({ capacity, accessPlaces, supporterPlaces }) => ({
  capacity,
  accessPlaces,
  supporterPlaces,
}))
const showPublish = showChange('workshop-publish')
const showCancel = showChange('workshop-cancel')
const showOneAgain: Page<Manage, WorkshopParams> = (visit, res) => renderOne(visit, res)

const isOfOpenness = (reason: string): reason is OpennessRefusal => Object.hasOwn(opennessFields, reason)
const draftFields: Record<string, string> = { unknownVenue: 'venueId', unknownCourse: 'forWhom', unknownNetwork: 'network' }
const fieldOf = (reason: string) => (isOfOpenness(reason) ? opennessFields[reason] : (draftFields[reason] ?? 'cohort'))
const refusedDraft = (form: Form, reason: keyof typeof forms.workshopRefusals) =>
  refusedForm(form, fieldOf(reason), forms.workshopRefusals[reason])

const submitNew: Submission<Manage, unknown, DraftInput> = async (visit, res) => {
  const drafted = await draftWorkshop(visit.actor, visit.input, visit.force)
  if (drafted.ok) res.redirect(303, `/staff/workshops/${drafted.id}?notice=drafted`)
  else await showNew({ ...visit, query: {}, form: refusedDraft(visit.form, drafted.reason) }, res.status(422))
}

const submitEdit: Submission<Manage, WorkshopParams, DraftInput> = async (visit, res) => {
  const edited = await editDraft(visit.actor, visit.params.workshopId, visit.input, visit.force)
  if (!edited) throw new NotFound()
  if (edited.ok) res.redirect(303, `/staff/workshops/${edited.id}?notice=edited`)
  else if (edited.reason.startsWith('unknown') || isOfOpenness(edited.reason))
    await showEdit({ ...visit, query: {}, form: refusedDraft(visit.form, edited.reason) }, res.status(422))
  else throw new NotFound()
}

type Decided = WorkshopDecision | { ok: false; reason: OpennessRefusal }
type Act<I> = {
  /** The code of what is said afterwards. */
  notice: string
  /** The field beside which a refusal is shown. */
  field: string
  again: Page<Manage, WorkshopParams>
  act: (actor: Team, id: string, input: I, force: ForceProfile) => Promise<Decided | undefined>
}

/** One thing done to a workshop: on to its page, or the same page again with the reason. */
const doing =
  <I>({ notice, field, again, act }: Act<I>): Submission<Manage, WorkshopParams, I> =>
  async (visit, res) => {
    const { actor, params, input } = visit
    const decision = await act(actor, params.workshopId, input, visit.force)
    if (!decision) throw new NotFound()
    if (decision.ok) res.redirect(303, `/staff/workshops/${params.workshopId}?notice=${notice}`)
    else
      await again(
        {
          ...visit,
          query: {},
          form: refusedForm(
            visit.form,
            decision.reason === 'labelGivesAway' && field === 'title' ? 'safeLabel' : field,
            forms.workshopRefusals[decision.reason],
          ),
        },
        res.status(422),
      )
  }

const submitWords = doing<WordsInput>({ notice: 'edited', field: 'title', again: showWords, act: editWords })
const submitPublish = doing<unknown>({
  notice: 'published',
  field: 'form',
  again: showPublish,
  act: (actor, id, _input, force) => publishWorkshop(actor, id, force),
})
const submitPostpone = doing<PostponeInput>({ notice: 'postponed', field: 'date', again: showPostpone, act: postponeWorkshop })
const submitMove = doing<MoveInput>({ notice: 'moved', field: 'date', again: showMove, act: moveWorkshop })
const submitCapacity = doing<PlacesInput>({ notice: 'resized', field: 'capacity', again: showCapacity, act: changeCapacity })
const submitCancel = doing<{ reason: string }>({
  ...{ notice: 'cancelled', field: 'reason', again: showCancel },
  act: (actor, id, { reason }) => cancelWorkshop(actor, id, reason),
})

const submitDiscard: Submission<Manage, WorkshopParams, unknown> = async (visit, res) => {
  const decision = await discardDraft(visit.actor, visit.params.workshopId)
  if (!decision?.ok) throw new NotFound()
  res.redirect(303, '/staff/workshops?show=drafts&notice=discarded')
}

const { nothingForm } = forms

export const workshopRoutes = [
  get('/staff/workshops', { ...manage, query: forms.listQuery }, showList),
  get('/staff/workshops/new', manage, showNew),
  post('/staff/workshops/new', { ...manage, form: forms.draftForm, invalid: showNew }, submitNew),
  get('/staff/workshops/:workshopId', { ...one, query: forms.noticeQuery }, showOne),
  get('/staff/workshops/:workshopId/edit', one, showEdit),
  post('/staff/workshops/:workshopId/edit', { ...one, form: forms.draftForm, invalid: showEdit }, submitEdit),
  post('/staff/workshops/:workshopId/discard', { ...one, form: nothingForm, invalid: showOneAgain }, submitDiscard),
  get('/staff/workshops/:workshopId/words', one, showWords),
  post('/staff/workshops/:workshopId/words', { ...one, form: forms.wordsForm, invalid: showWords }, submitWords),
  get('/staff/workshops/:workshopId/publish', one, showPublish),
  post('/staff/workshops/:workshopId/publish', { ...one, form: nothingForm, invalid: showPublish }, submitPublish),
  get('/staff/workshops/:workshopId/move', one, showMove),
  post('/staff/workshops/:workshopId/move', { ...one, form: forms.moveForm, invalid: showMove }, submitMove),
  get('/staff/workshops/:workshopId/postpone', one, showPostpone),
  post('/staff/workshops/:workshopId/postpone', { ...one, form: forms.postponeForm, invalid: showPostpone }, submitPostpone),
  get('/staff/workshops/:workshopId/capacity', one, showCapacity),
  post('/staff/workshops/:workshopId/capacity', { ...one, form: forms.capacityForm, invalid: showCapacity }, submitCapacity),
  get('/staff/workshops/:workshopId/cancel', one, showCancel),
  post('/staff/workshops/:workshopId/cancel', { ...one, form: forms.cancelForm, invalid: showCancel }, submitCancel),
]
