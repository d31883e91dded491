import type { Response } from 'express'
import type { Candidate } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { askForPlace } from '../commands/places.ts'
import { declineBuddy } from '../commands/buddy.ts'
import { rate, skipRating } from '../commands/ratings.ts'
import { cohortParams, noticeQuery, type CohortParams, type NoticeQuery } from '../forms/cohorts.ts'
import { joiningQuery, placesForm, type JoiningQuery, type PlacesInput } from '../forms/joining.ts'
import { askRefusals } from '../forms/places.ts'
import { ratingForm, ratingRefusals, type RatingInput } from '../forms/ratings.ts'
import { nothingForm } from '../forms/workshops.ts'
import { mayOfferBuddy } from '../queries/buddy.ts'
import { findPublicCohort } from '../queries/cohorts.ts'
import { findPlaceAt, listClashes } from '../queries/places.ts'
import { findOwnRatings } from '../queries/ratings.ts'
import { placeWords } from '../rules/places.ts'
import { scoreNames, topicNames, type Moment } from '../rules/ratings.ts'
import { isAskable, noticeFor } from './own-cohorts.ts'

const own = { can: 'place.ask', params: cohortParams } as const

async function findMine(actor: Candidate, cohortId: string) {
  const cohort = await findPublicCohort(actor, cohortId)
  if (cohort?.own?.state !== 'joined') throw new NotFound()
  return cohort
}

type Shown = { actor: Candidate; params: CohortParams; form: Form }
type Extra = { step?: 'joining' | undefined; notice?: string | undefined }
type Refused = { title: string; why: string }

/** How a member stands with each workshop of the cohort, with what is at the same time, and the choice of those still open. */
async function renderPlaces({ actor, params, form }: Shown, res: Response, { step, notice }: Extra): Promise<void> {
  const cohort = await findMine(actor, params.cohortId)
  const workshops = await Promise.all(
    cohort.workshops.map(async (workshop) => ({
      ...workshop,
      place: workshop.own === null ? undefined : await findPlaceAt(actor, workshop.id),
      clashes: workshop.state === 'published' ? await listClashes(actor, workshop) : [],
    })),
  )
  res.render('programmes/joining', {
    ...{ cohort, form, placeWords, notice, joining: step === 'joining' },
    has: workshops.filter((workshop) => workshop.own !== null && workshop.state === 'published'),
    open: workshops.filter(isAskable),
  })
}

const placesNotices: Record<string, string> = { asked: 'Done. This is how you stand with each of them.' }

const showPlaces: Page<'place.ask', CohortParams, JoiningQuery> = (visit, res) => {
  const { notice, step } = visit.query
  const said = notice !== undefined && Object.hasOwn(placesNotices, notice) ? placesNotices[notice] : noticeFor(notice)
  return renderPlaces(visit, res, { step, notice: said })
}
const stepOf = ({ values }: Form): 'joining' | undefined => (values['step'] === 'joining' ? 'joining' : undefined)
const showPlacesAgain: Page<'place.ask', CohortParams> = (visit, res) => renderPlaces(visit, res, { step: stepOf(visit.form) })

/** Asks for each place through the one way in, one by one: what one answers changes nothing for the next. Answers with those refused. */
async function askForEach(actor: Candidate, workshops: { id: string; title: string }[], wanted: string[]): Promise<Refused[]> {
  const refused: Refused[] = []
  for (const id of new Set(wanted)) {
    const workshop = workshops.find((each) => each.id === id)
    const asked = workshop && (await askForPlace(actor, id))
    if (asked?.ok === true || asked?.reason === 'alreadyAsked') continue
    refused.push({ title: workshop?.title ?? '', why: asked ? askRefusals[asked.reason] : 'Choose from the workshops of this group' })
  }
  return refused
}

const submitPlaces: Submission<'place.ask', CohortParams, PlacesInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const { workshops } = await findMine(actor, params.cohortId)
  const wanted = input.all ? workshops.filter(isAskable).map(({ id }) => id) : input.workshops
  const refused = await askForEach(actor, workshops, wanted)
  if (refused.length === 0) {
    res.redirect(303, `/cohorts/${params.cohortId}/places?notice=asked${input.step === 'joining' ? '&step=joining' : ''}`)
    return
  }
  const message = refused.map(({ title, why }) => (title === '' ? why : `${title}: ${why}`)).join('. ')
  const form = refusedForm(visit.form, 'workshops', `You cannot have these: ${message}. The others are as below`)
  await renderPlaces({ ...visit, form }, res.status(422), { step: input.step })
}

/** What comes after joining: the offer of a buddy where there is one, then the page of the cohort. */
const onFrom = async (actor: Candidate, cohortId: string, notice: string): Promise<string> =>
  (await mayOfferBuddy(actor, cohortId)) ? `/cohorts/${cohortId}/buddy?notice=${notice}` : `/cohorts/${cohortId}?notice=${notice}`

const showRating =
  (moment: Moment): Page<'place.ask', CohortParams> =>
  async ({ actor, params, form }, res) => {
    const [found, cohort] = await Promise.all([findOwnRatings(actor, params.cohortId), findPublicCohort(actor, params.cohortId)])
    if (!found || !cohort) throw new NotFound()
    const { scores } = found[moment]
    const values = {
      ...Object.fromEntries(Object.entries(scores).map(([topic, score]) => [topic, String(score)])),
      share: found.shared ? 'yes' : '',
    }
    const typed = Object.keys(form.values).length > 0
    res.render('programmes/rating', {
      ...{ cohort, moment, topics: found.topics, topicNames, scoreNames, open: found[moment].open, given: found[moment].given },
      form: typed ? form : { ...form, values },
    })
  }

const submitRating =
  (moment: Moment): Submission<'place.ask', CohortParams, RatingInput> =>
  async (visit, res) => {
    const { actor, params, input } = visit
    const rated = await rate(actor, params.cohortId, moment, input)
    if (!rated) throw new NotFound()
    if (rated.ok) res.redirect(303, await onFrom(actor, params.cohortId, 'rated'))
    else await showRating(moment)({ ...visit, query: {}, form: refusedForm(visit.form, '', ratingRefusals[rated.reason]) }, res.status(422))
  }

const submitSkip =
  (moment: Moment): Submission<'place.ask', CohortParams, unknown> =>
  async ({ actor, params }, res) => {
    if (!(await skipRating(actor, params.cohortId, moment))) throw new NotFound()
    res.redirect(303, await onFrom(actor, params.cohortId, 'skipped'))
  }

const showBuddy: Page<'place.ask', CohortParams, NoticeQuery> = async ({ actor, force, params, query }, res) => {
  const cohort = await findPublicCohort(actor, params.cohortId)
  if (!cohort) throw new NotFound()
  if (await mayOfferBuddy(actor, params.cohortId)) {
    const support = force.support.find(({ kind }) => kind === 'buddy')
    res.render('programmes/buddy', { cohort, support, notice: noticeFor(query.notice) })
  } else res.redirect(303, `/cohorts/${params.cohortId}`)
}
const showBuddyAgain: Page<'place.ask', CohortParams> = (visit, res) => showBuddy({ ...visit, query: {} }, res)

const submitNotNow: Submission<'place.ask', CohortParams, unknown> = async ({ actor, params }, res) => {
  if (!(await declineBuddy(actor, params.cohortId))) throw new NotFound()
  res.redirect(303, `/cohorts/${params.cohortId}?notice=buddyNotNow`)
}

const ratingRoutes = (moment: Moment) => [
  get(`/cohorts/:cohortId/${moment}`, own, showRating(moment)),
  post(`/cohorts/:cohortId/${moment}`, { ...own, form: ratingForm, invalid: showRating(moment) }, submitRating(moment)),
  post(`/cohorts/:cohortId/${moment}/skip`, { ...own, form: nothingForm, invalid: showRating(moment) }, submitSkip(moment)),
]

export const joiningRoutes = [
  get('/cohorts/:cohortId/places', { ...own, query: joiningQuery }, showPlaces),
  post('/cohorts/:cohortId/places', { ...own, form: placesForm, invalid: showPlacesAgain }, submitPlaces),
  ...ratingRoutes('before'),
  ...ratingRoutes('after'),
  get('/cohorts/:cohortId/buddy', { ...own, query: noticeQuery }, showBuddy),
  post('/cohorts/:cohortId/buddy', { ...own, form: nothingForm, invalid: showBuddyAgain }, submitNotNow),
]
