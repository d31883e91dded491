import type { Response } from 'express'
import type { Actor } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { changeOwnMembership } from '../commands/cohorts.ts'
import { cohortParams, noticeQuery, ownForm, ownRefusals, type CohortParams, type NoticeQuery, type OwnInput } from '../forms/cohorts.ts'
import { mayOfferBuddy } from '../queries/buddy.ts'
import { listCatchUps } from '../queries/catch-up.ts'
import { findOwnCertificate } from '../queries/certificates.ts'
import { findOwnStanding } from '../queries/cohort-progress.ts'
import { findPublicCohort } from '../queries/cohorts.ts'
import { findOwnRatings } from '../queries/ratings.ts'
import { completionWords, sessionStateWords, stillWords } from '../rules/completion.ts'
import { eventsForMembership, windowWords, type MembershipState } from '../rules/cohorts.ts'
import { earnsCertificate } from '../rules/certificates.ts'
import { placeWords } from '../rules/places.ts'
import { scoreNames, topicNames } from '../rules/ratings.ts'

const notices: Record<string, string> = {
  ask: 'You have asked to join. The team will answer you.',
  accept: 'You are a member now.',
  decline: 'You have said no to the invitation. That changes nothing else.',
  withdraw: 'Your request is taken back.',
  leave: 'You have left, and your places at workshops still to come have gone to others.',
  rated: 'Thank you. What you said is kept, and you can change it.',
  skipped: 'That is fine. You find it here if you change your mind.',
  buddyNotNow: 'That is fine. You can ask for a buddy at any time under My support.',
}
export const noticeFor = (code: string | undefined): string | undefined =>
  code !== undefined && Object.hasOwn(notices, code) ? notices[code] : undefined

const inIt: readonly (MembershipState | undefined)[] = ['joined', 'completed']

/** What only a member sees of a cohort: how far they are, what they said of themselves, a certificate, the offer of a buddy. */
async function gatherOwn(actor: Actor, cohortId: string, state: MembershipState | undefined) {
  if (actor.role !== 'candidate' || !inIt.includes(state)) return undefined
  const [standing, ratings, certificate, buddy] = await Promise.all([
    findOwnStanding(actor, cohortId),
    findOwnRatings(actor, cohortId),
    findOwnCertificate(actor, cohortId),
    mayOfferBuddy(actor, cohortId),
  ])
  const catchUps = state === 'joined' ? await listCatchUps({ cohortId, candidateId: actor.candidateId }, standing) : []
  return { standing, ratings, certificate, buddy, catchUps, earned: earnsCertificate(standing, state === 'completed') }
}

type Shown = { actor: Actor; params: CohortParams; form: Form }

export async function renderCohort({ actor, params, form }: Shown, res: Response, notice?: string): Promise<void> {
  const cohort = await findPublicCohort(actor, params.cohortId)
  if (!cohort) throw new NotFound()
  const candidate = actor.role === 'candidate'
  const events = candidate
    ? eventsForMembership(cohort.own?.state ?? 'none', 'candidate').filter((event) => event !== 'ask' || cohort.registering)
    : []
  const askable = cohort.own?.state === 'joined' ? cohort.workshops.filter(isAskable) : []
  res.render('programmes/cohort', {
    ...{ cohort, candidate, events, askable, form, placeWords, completionWords, stillWords, sessionStateWords, topicNames, scoreNames },
    mine: await gatherOwn(actor, params.cohortId, cohort.own?.state),
    windowSays: windowWords(cohort, now()),
    notice: noticeFor(notice),
  })
}

/** Can a member still ask for a place there? */
export const isAskable = ({ own, state, bookingClosesAt }: { own: string | null; state: string; bookingClosesAt: Date }): boolean =>
  own === null && state === 'published' && bookingClosesAt > now()

const showCohort: Page<'workshop.view', CohortParams, NoticeQuery> = (visit, res) => renderCohort(visit, res, visit.query.notice)
const showAgain: Page<'place.ask', CohortParams> = (visit, res) => renderCohort(visit, res)

/** Whoever joins is led on to the workshops; everybody else is back on the page of the cohort. */
const submitOwn: Submission<'place.ask', CohortParams, OwnInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const decision = await changeOwnMembership(actor, params.cohortId, input.act)
  if (!decision) throw new NotFound()
  if (decision.ok) {
    const then = input.act === 'accept' ? '/places?step=joining&notice=accept' : `?notice=${input.act}`
    res.redirect(303, `/cohorts/${params.cohortId}${then}`)
    return
  }
  const message = decision.reason === 'notOpen' ? await whyNotOpen(actor, params.cohortId) : ownRefusals[decision.reason]
  await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, 'act', message) }, res.status(422))
}

async function whyNotOpen(actor: Actor, cohortId: string): Promise<string> {
  const cohort = await findPublicCohort(actor, cohortId)
  return cohort ? windowWords(cohort, now()) : ownRefusals.notOpen
}

const asking = { can: 'place.ask', params: cohortParams } as const

export const ownCohortRoutes = [
  get('/cohorts/:cohortId', { can: 'workshop.view', params: cohortParams, query: noticeQuery }, showCohort),
  post('/cohorts/:cohortId', { ...asking, form: ownForm, invalid: showAgain }, submitOwn),
]
