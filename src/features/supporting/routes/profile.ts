import type { Response } from 'express'
import { typedDay } from '../../../core/dates.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import * as own from '../commands/own.ts'
import { joinDirectory, leaveDirectory, saveExperiences } from '../commands/sharing.ts'
import * as forms from '../forms/profile.ts'
import { findOwnProfile, stagesOf, type OwnProfile } from '../queries/own.ts'
import { consentWords } from '../rules/consents.ts'
import { OWN_MOST } from '../rules/deciding.ts'
import * as vocabulary from '../rules/vocabulary.ts'
import { kindHints, kindNames, stateWords } from '../rules/words.ts'

type Own = 'supporting.own'
type Asked = Visit<Own>

export const profileWords = { ...vocabulary, kindNames, kindHints, stateWords, consentWords }

const showProfile: Page<Own, unknown, Partial<forms.ProfileQuery>> = async ({ actor, force, query, form }, res) => {
  const notice = query.notice && forms.profileNotices[query.notice]
  res.render('supporting/profile', { ...profileWords, profile: await findOwnProfile(actor), stages: stagesOf(force), form, notice })
}
const showAgain: Page<Own> = (visit, res) => showProfile({ ...visit, query: {} }, res)

const filled = (form: Form, values: Record<string, unknown>): Form => (Object.keys(form.values).length > 0 ? form : blankForm(values))

/** One page of the profile: what was saved, or what was just typed. */
const editing =
  (view: string, valuesOf: (profile: OwnProfile) => Record<string, unknown>): Page<Own> =>
  async ({ actor, force, form }, res) => {
    const profile = await findOwnProfile(actor)
    res.render(`supporting/${view}`, {
      ...{ ...profileWords, profile, stages: stagesOf(force), most: OWN_MOST, form: filled(form, valuesOf(profile)) },
      errors: form.errors,
    })
  }

const showOffer = editing('edit-offer', ({ kinds, title, routes, stages, goals }) => ({ kinds, title, routes, stages, goals }))
const showWhen = editing('edit-when', ({ areas, meets, availability, languages }) => ({ areas, meets, availability, languages }))
const showAbout = editing('edit-about', ({ paths, about }) => ({ paths, about }))
const showExperiences = editing('edit-experiences', ({ experiences }) => ({
  ...Object.fromEntries(experiences.map(({ code, shownTo }) => [`shown-${code}`, shownTo])),
  matching: experiences.filter(({ forMatching }) => forMatching).map(({ code }) => code),
}))
const showDirectory = editing('edit-directory', () => ({}))
const showCapacity = editing('edit-capacity', ({ capacity, awayUntil }) => ({
  ...{ capacity: String(capacity), away: awayUntil === null ? '' : typedDay(awayUntil) },
}))
const showStop = editing('stop', () => ({}))

const home = '/supporting/profile'
const done = (res: Response, notice: keyof typeof forms.profileNotices = 'saved') => {
  res.redirect(303, `${home}?notice=${notice}`)
}

const submitOffer: Submission<Own, unknown, forms.OfferInput> = async ({ actor, force, input }, res) => {
  await own.saveOffer(actor, force, input)
  done(res)
}
const submitWhen: Submission<Own, unknown, forms.WhenInput> = async ({ actor, force, input }, res) => {
  await own.saveWhen(actor, force, input)
  done(res)
}
const submitAbout: Submission<Own, unknown, forms.AboutInput> = async ({ actor, input }, res) => {
  await own.saveAbout(actor, input)
  done(res)
}

const again = (visit: Asked, field: string, message: string): Asked => ({ ...visit, form: refusedForm(visit.form, field, message) })

const submitExperiences: Submission<Own, unknown, Parameters<typeof forms.sharedOf>[0]> = async (visit, res) => {
  const decision = await saveExperiences(visit.actor, forms.sharedOf(visit.input))
  if (decision.ok) done(res, decision.kept === 0 ? 'takenBack' : 'shared')
  else
    await showExperiences(
      again(visit, 'agree', 'Tick the box to agree that we keep what you chose, or choose “Not shared” for all'),
      res.status(422),
    )
}

const submitDirectory: Submission<Own, unknown, unknown> = async (visit, res) => {
  const decision = await joinDirectory(visit.actor)
  if (decision.ok) done(res, 'listed')
  else await showDirectory(again(visit, '', 'Offer to be a role model first, on the page about what you offer'), res.status(422))
}
const submitLeave: Submission<Own, unknown, unknown> = async ({ actor }, res) => {
  await leaveDirectory(actor)
  done(res, 'unlisted')
}

const capacityRefusals: Record<own.CapacityRefusal, { field: string; words: (holds: number) => string }> = {
  holdsMore: {
    field: 'capacity',
    words: (holds) =>
      `You have ${String(holds)} ${holds === 1 ? 'person' : 'people'} now, counting proposals on their way, so it cannot be fewer. Talk to the team if that is too many`,
  },
  awayPassed: { field: 'away', words: () => 'This day has passed. Choose a later one, or leave it empty' },
  awayFar: { field: 'away', words: () => 'Choose a day within a year. For longer, talk to the team' },
}
export const capacityWords = ({ reason, holds }: { reason: own.CapacityRefusal; holds: number }) => ({
  field: capacityRefusals[reason].field,
  message: capacityRefusals[reason].words(holds),
})

const submitCapacity: Submission<Own, unknown, forms.CapacityInput> = async (visit, res) => {
  const decision = await own.saveCapacity(visit.actor, visit.input)
  if (decision.ok) done(res)
  else {
    const { field, message } = capacityWords(decision)
    await showCapacity(again(visit, field, message), res.status(422))
  }
}

const CHANGED = 'It has changed meanwhile, so this cannot be done any more'
const submitStop: Submission<Own, unknown, unknown> = async (visit, res) => {
  const decision = await own.stopSupporting(visit.actor)
  if (decision?.ok) done(res, 'stopped')
  else await showProfile({ ...again(visit, '', CHANGED), query: {} }, res.status(422))
}
const submitOfferAgain: Submission<Own, unknown, unknown> = async (visit, res) => {
  const decision = await own.offerAgain(visit.actor)
  if (decision?.ok) done(res, 'offered')
  else await showProfile({ ...again(visit, '', CHANGED), query: {} }, res.status(422))
}

const can = { can: 'supporting.own' } as const
const act = { ...can, form: forms.nothingForm, invalid: showAgain } as const

export const supporterProfileRoutes = [
  get(home, { ...can, query: forms.profileQuery }, showProfile),
  get(`${home}/offer`, can, showOffer),
  post(`${home}/offer`, { ...can, form: forms.offerForm, invalid: showOffer }, submitOffer),
  get(`${home}/when`, can, showWhen),
  post(`${home}/when`, { ...can, form: forms.whenForm, invalid: showWhen }, submitWhen),
  get(`${home}/about`, can, showAbout),
  post(`${home}/about`, { ...can, form: forms.aboutForm, invalid: showAbout }, submitAbout),
  get(`${home}/experiences`, can, showExperiences),
  post(`${home}/experiences`, { ...can, form: forms.experiencesForm, invalid: showExperiences }, submitExperiences),
  get(`${home}/directory`, can, showDirectory),
  post(`${home}/directory`, { ...can, form: forms.directoryForm, invalid: showDirectory }, submitDirectory),
  post(`${home}/directory/leave`, act, submitLeave),
  get('/supporting/capacity', can, showCapacity),
  post('/supporting/capacity', { ...can, form: forms.capacityForm, invalid: showCapacity }, submitCapacity),
  get('/supporting/stop', can, showStop),
  post('/supporting/stop', act, submitStop),
  post('/supporting/offer-again', act, submitOfferAgain),
]
