import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { findOpenness } from '../../rationales/queries/openness.ts'
import { lookAtBooking } from '../commands/booking.ts'
import { bookFor } from '../commands/places.ts'
import * as forms from '../forms/booking.ts'
import { workshopParams, type WorkshopParams } from '../forms/workshops.ts'
import { findBookable, findSeats, listBookable, listClashesOf } from '../queries/booking.ts'
import { searchCandidates } from '../queries/workshops.ts'

type Manage = 'programme.manage'
type Opened = Visit<Manage, WorkshopParams>

/** First whom, by the search that the team has elsewhere; then what that person said, and why. */
async function render({ actor, force, params, form }: Opened, { q, candidate: candidateId }: forms.BookingQuery, res: Response) {
  const workshop = await findSeats(actor, params.workshopId)
  if (workshop?.state !== 'published' || workshop.startsAt <= now()) throw new NotFound()
  const candidate = candidateId === undefined ? undefined : await findBookable(actor, candidateId)
  if (candidateId !== undefined && !candidate) throw new NotFound()
  if (candidate) await lookAtBooking(actor, candidate.id)
  const [opens, found, clashes] = await Promise.all([
    findOpenness(workshop.id),
    searchCandidates(actor, q),
    candidate ? listClashesOf(actor, candidate.id, workshop) : [],
  ])
  const group = force.groups.find(({ id }) => id === opens.rationale?.groupKey)
  const full = workshop.held >= workshop.capacity
  res.render('programmes/staff/book-for', { workshop, form, q, found, candidate, clashes, full, opens: { ...opens, group } })
}

const showBooking: Page<Manage, WorkshopParams, forms.BookingQuery> = (visit, res) => render(visit, visit.query, res)

const showAgain: Page<Manage, WorkshopParams> = (visit, res) =>
  render(visit, forms.bookingQuery.parse({ candidate: visit.form.values['candidateId'] }), res)

const submitBooking: Submission<Manage, WorkshopParams, forms.BookingInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const booked = await bookFor(actor, { ...input, companion: input.access && input.companion, workshopId: params.workshopId })
  if (!booked) throw new NotFound()
  if (booked.ok) res.redirect(303, `/staff/workshops/${params.workshopId}?notice=bookedFor`)
  else {
    const form = refusedForm(visit.form, forms.bookingFields[booked.reason] ?? 'form', forms.bookingRefusals[booked.reason])
    await showAgain({ ...visit, query: {}, form }, res.status(422))
  }
}

const showChoice: Page<Manage, forms.CandidateParams> = async ({ actor, params }, res) => {
  const candidate = await findBookable(actor, params.candidateId)
  if (!candidate) throw new NotFound()
  await lookAtBooking(actor, candidate.id)
  res.render('programmes/staff/book-which', { candidate, workshops: await listBookable(actor, candidate.id) })
}

const manage = { can: 'programme.manage' } as const
const at = '/staff/workshops/:workshopId/book'

export const bookingRoutes = [
  get(at, { ...manage, params: workshopParams, query: forms.bookingQuery }, showBooking),
  post(at, { ...manage, params: workshopParams, form: forms.bookingForm, invalid: showAgain }, submitBooking),
  get('/staff/candidates/:candidateId/book', { ...manage, params: forms.candidateParams }, showChoice),
]
