import type { Response } from 'express'
import type { Actor } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { changeOwnMembership } from '../commands/cohorts.ts'
import { askForPlace } from '../commands/places.ts'
import {
  cohortParams,
  noticeQuery,
  ownForm,
  ownRefusals,
  placesForm,
  type CohortParams,
  type NoticeQuery,
  type OwnInput,
} from '../forms/cohorts.ts'
import { findPublicCohort } from '../queries/cohorts.ts'
import { completionWords } from '../rules/completion.ts'
import { eventsForMembership } from '../rules/cohorts.ts'
import { placeWords } from '../rules/places.ts'

const notices: Record<string, string> = {
  ask: 'You have asked to join. The team will answer you.',
  accept: 'You are a member now. Choose your workshops below.',
  decline: 'You have said no to the invitation. That changes nothing else.',
  withdraw: 'Your request is taken back.',
  leave: 'You have left, and your places at workshops still to come have gone to others.',
  places: 'Done. Each workshop below says how you stand.',
}

type Shown = { actor: Actor; params: CohortParams; form: Form }

async function renderCohort({ actor, params, form }: Shown, res: Response, notice?: string): Promise<void> {
  const cohort = await findPublicCohort(actor, params.cohortId)
  if (!cohort) throw new NotFound()
  const candidate = actor.role === 'candidate'
  const events = candidate
    ? eventsForMembership(cohort.own?.state ?? 'none', 'candidate').filter((event) => event !== 'ask' || cohort.registering)
    : []
  const askable = cohort.workshops.filter(
    ({ own, state, bookingClosesAt }) => own === null && state === 'published' && bookingClosesAt > now(),
  )
  const shown = { cohort, candidate, events, askable: cohort.own?.state === 'joined' ? askable : [], form }
  const said = notice !== undefined && Object.hasOwn(notices, notice) ? notices[notice] : undefined
  res.render('programmes/cohort', { ...shown, placeWords, completionWords, notice: said })
}

const showCohort: Page<'workshop.view', CohortParams, NoticeQuery> = (visit, res) => renderCohort(visit, res, visit.query.notice)
const showAgain: Page<'place.ask', CohortParams> = (visit, res) => renderCohort(visit, res)

const submitOwn: Submission<'place.ask', CohortParams, OwnInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const decision = await changeOwnMembership(actor, params.cohortId, input.act)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/cohorts/${params.cohortId}?notice=${input.act}`)
  else await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, 'act', ownRefusals[decision.reason]) }, res.status(422))
}

const submitPlaces: Submission<'place.ask', CohortParams, { workshops: string[] }> = async (visit, res) => {
  const { actor, params, input } = visit
  const cohort = await findPublicCohort(actor, params.cohortId)
  if (!cohort) throw new NotFound()
  const offered = new Set(cohort.workshops.map(({ id }) => id))
  const refused: string[] = []
  for (const id of new Set(input.workshops)) {
    const asked = offered.has(id) ? await askForPlace(actor, id) : undefined
    if (asked?.ok !== true && asked?.reason !== 'alreadyAsked')
      refused.push(cohort.workshops.find((workshop) => workshop.id === id)?.title ?? '')
  }
  if (refused.length === 0) res.redirect(303, `/cohorts/${params.cohortId}?notice=places`)
  else {
    const names = refused.filter((title) => title !== '').join(', ')
    const message =
      names === '' ? 'Choose from the workshops of this group' : `You cannot ask for a place any more: ${names}. The others are as below`
    await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, 'workshops', message) }, res.status(422))
  }
}

const asking = { can: 'place.ask', params: cohortParams } as const

export const ownCohortRoutes = [
  get('/cohorts/:cohortId', { can: 'workshop.view', params: cohortParams, query: noticeQuery }, showCohort),
  post('/cohorts/:cohortId', { ...asking, form: ownForm, invalid: showAgain }, submitOwn),
  post('/cohorts/:cohortId/places', { ...asking, form: placesForm, invalid: showAgain }, submitPlaces),
]
