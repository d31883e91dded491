import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { addFacilitator, archiveVenue, removeFacilitator, saveVenue } from '../commands/venues.ts'
import * as forms from '../forms/venues.ts'
import type { FacilitatorInput, VenueInput, VenueParams, VenuesQuery } from '../forms/venues.ts'
import { workshopParams, type WorkshopParams } from '../forms/workshops.ts'
import { listCoordinators } from '../queries/cohorts.ts'
import { findVenue, listFacilitators, listLedBy, listVenues } from '../queries/venues.ts'
import { findWorkshop } from '../queries/workshops.ts'
import { accessOf, answerNames, answers, travelOf } from '../rules/venues.ts'

type Manage = 'programme.manage'
const manage = { can: 'programme.manage' } as const
const notices: Record<string, string> = {
  saved: 'Venue saved. Workshops that are published keep the words they had.',
  archive: 'The venue is off the list. You find it among those archived.',
  restore: 'The venue is on the list again.',
}
const NAME_TAKEN = 'There is a venue of this name already'

const showList: Page<Manage, unknown, VenuesQuery> = async ({ actor, query }, res) => {
  const { notice } = query
  const said = notice !== undefined && Object.hasOwn(notices, notice) ? notices[notice] : undefined
  res.render('programmes/staff/venues', {
    ...(await listVenues(actor, query)),
    show: query.show,
    number: query.page,
    accessOf,
    notice: said,
  })
}

const showVenue: Page<Manage, { venueId?: string }> = async ({ actor, params, form }, res) => {
  const venue = params.venueId === undefined ? undefined : await findVenue(actor, params.venueId)
  if (params.venueId !== undefined && !venue) throw new NotFound()
  const typed = Object.keys(form.values).length > 0
  const blank = { stepFree: 'unknown', hearingLoop: 'unknown', quietRoom: 'unknown' }
  res.render('programmes/staff/venue', {
    venue,
    answers,
    answerNames,
    accessOf,
    travelOf,
    form: typed ? form : { ...form, values: venue ?? blank },
  })
}

const submitVenue: Submission<Manage, { venueId?: string }, VenueInput> = async (visit, res) => {
  const saved = await saveVenue(visit.actor, visit.params.venueId, visit.input)
  if (!saved) throw new NotFound()
  if (saved.ok) res.redirect(303, '/staff/venues?notice=saved')
  else await showVenue({ ...visit, query: {}, form: refusedForm(visit.form, 'name', NAME_TAKEN) }, res.status(422))
}

const submitArchive: Submission<Manage, VenueParams, { act: 'archive' | 'restore' }> = async (visit, res) => {
  const { act } = visit.input
  const done = await archiveVenue(visit.actor, visit.params.venueId, act)
  if (!done) throw new NotFound()
  if (done.ok) res.redirect(303, `/staff/venues?notice=${act}${act === 'archive' ? '' : '&show=used'}`)
  else await showVenue({ ...visit, query: {}, form: refusedForm({ ...visit.form, values: {} }, 'name', NAME_TAKEN) }, res.status(422))
}

const showFacilitators: Page<Manage, WorkshopParams> = async ({ actor, params, form }, res) => {
  const workshop = await findWorkshop(actor, params.workshopId)
  if (!workshop) throw new NotFound()
  const [leading, team] = await Promise.all([listFacilitators(actor, workshop.id), listCoordinators(actor)])
  const free = team.filter(({ id }) => !leading.some(({ accountId }) => accountId === id))
  res.render('programmes/staff/facilitators', { workshop, leading, team: free, form })
}

const refusals = { unknownAccount: 'Choose from the list', alreadyLeads: 'They lead this workshop already' }

const submitFacilitator: Submission<Manage, WorkshopParams, FacilitatorInput> = async (visit, res) => {
  const added = await addFacilitator(visit.actor, visit.params.workshopId, visit.input)
  if (!added) throw new NotFound()
  if (added.ok) res.redirect(303, `/staff/workshops/${visit.params.workshopId}/facilitators`)
  else await showFacilitators({ ...visit, query: {}, form: refusedForm(visit.form, 'account', refusals[added.reason]) }, res.status(422))
}

const submitRemove: Submission<Manage, WorkshopParams, { facilitator: string }> = async ({ actor, params, input }, res) => {
  if (!(await removeFacilitator(actor, params.workshopId, input.facilitator))) throw new NotFound()
  res.redirect(303, `/staff/workshops/${params.workshopId}/facilitators`)
}

const showMine: Page<Manage> = async ({ actor }, res) => {
  res.render('programmes/staff/facilitating', await listLedBy(actor))
}

const venue = { ...manage, params: forms.venueParams } as const
const workshop = { ...manage, params: workshopParams } as const

export const venueRoutes = [
  get('/staff/venues', { ...manage, query: forms.venuesQuery }, showList),
  get('/staff/venues/new', manage, showVenue as Page<Manage>),
  post(
    '/staff/venues/new',
    { ...manage, form: forms.venueForm, invalid: showVenue as Page<Manage> },
    submitVenue as Submission<Manage, object, VenueInput>,
  ),
  get('/staff/venues/:venueId', venue, showVenue),
  post('/staff/venues/:venueId', { ...venue, form: forms.venueForm, invalid: showVenue }, submitVenue),
  post('/staff/venues/:venueId/archive', { ...venue, form: forms.archiveForm, invalid: showVenue }, submitArchive),
  get('/staff/facilitating', manage, showMine),
  get('/staff/workshops/:workshopId/facilitators', workshop, showFacilitators),
  post(
    '/staff/workshops/:workshopId/facilitators',
    { ...workshop, form: forms.facilitatorForm, invalid: showFacilitators },
    submitFacilitator,
  ),
  post(
    '/staff/workshops/:workshopId/facilitators/remove',
    { ...workshop, form: forms.facilitatorOut, invalid: showFacilitators },
    submitRemove,
  ),
]
