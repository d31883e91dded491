import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { networkOf } from '../../../core/rate-limit.ts'
import { inviteRefusals } from '../../accounts/rules/words.ts'
import { declineVolunteer, inviteVolunteer, volunteer, type VolunteerDecision } from '../commands/volunteers.ts'
import * as forms from '../forms/volunteers.ts'
import { nothingForm } from '../forms/profile.ts'
import { findOfferer, listVolunteers } from '../queries/volunteers.ts'
import { kindHints, kindNames } from '../rules/words.ts'

/** Whoever is signed in finds their name there, and what most are asked for. */
const showOffer: Page<'volunteer.offer'> = async ({ actor, form }, res) => {
  const known = Object.keys(form.values).length === 0 && actor.role === 'candidate' ? await findOfferer(actor) : undefined
  res.render('supporting/volunteer', { form: known ? blankForm({ ...known, kinds: ['buddy'] }) : form, kindNames, kindHints })
}

const submitOffer: Submission<'volunteer.offer', unknown, forms.VolunteerInput> = async (visit, res) => {
  const trapped = (visit.input.website ?? '') !== ''
  const taken = trapped || (await volunteer(visit.actor, networkOf(res.req.ip), visit.input))
  if (taken) res.redirect(303, '/become-a-supporter/sent')
  else await showOffer({ ...visit, query: {}, form: refusedForm(visit.form, 'email', forms.TOO_MANY) }, res.status(429))
}

const showSent: Page<'volunteer.offer'> = (_visit, res) => {
  res.render('supporting/volunteer-sent')
}

type Manage = 'supporter.manage'
const list = '/staff/supporters/volunteers'

const showList: Page<Manage, unknown, Partial<forms.VolunteersQuery>> = async ({ actor, query, form }, res) => {
  const asked = { state: query.state ?? 'waiting', page: query.page ?? 1 } as const
  const notice = query.notice && forms.volunteerNotices[query.notice]
  res.render('supporting/staff/volunteers', {
    ...(await listVolunteers(actor, asked)),
    query: asked,
    kindNames,
    form,
    notice,
    failed: undefined,
  })
}

/** The list again, with what was wrong beside the one person it is about. */
const showAgain: Page<Manage, forms.VolunteerParams> = async ({ actor, params, form }, res) => {
  const asked = { state: 'waiting', page: 1 } as const
  res.render('supporting/staff/volunteers', {
    ...(await listVolunteers(actor, asked)),
    query: asked,
    kindNames,
    form,
    failed: params.volunteerId,
  })
}

const wordsOf = (reason: Extract<VolunteerDecision, { ok: false }>['reason']) =>
  reason === 'notNow' ? 'A colleague has dealt with this meanwhile' : inviteRefusals[reason]

const submitInvite: Submission<'volunteer.invite', forms.VolunteerParams, unknown> = async (visit, res) => {
  const decision = await inviteVolunteer(visit.actor, visit.params.volunteerId)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `${list}?notice=invited`)
  else await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', wordsOf(decision.reason)) }, res.status(422))
}

const submitDecline: Submission<Manage, forms.VolunteerParams, forms.DeclineVolunteerInput> = async (visit, res) => {
  const decision = await declineVolunteer(visit.actor, visit.params.volunteerId, visit.input.why)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `${list}?notice=declined`)
  else await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', wordsOf(decision.reason)) }, res.status(422))
}

const offer = '/become-a-supporter'
const params = { params: forms.volunteerParams } as const
const showLeadAgain: Page<'volunteer.invite', forms.VolunteerParams> = (visit, res) => showAgain({ ...visit }, res)

export const volunteerRoutes = [
  get(offer, { can: 'volunteer.offer' }, showOffer),
  post(offer, { can: 'volunteer.offer', form: forms.volunteerForm, invalid: showOffer }, submitOffer),
  get(`${offer}/sent`, { can: 'volunteer.offer' }, showSent),
  get(list, { can: 'supporter.manage', query: forms.volunteersQuery }, showList),
  post(`${list}/:volunteerId/invite`, { can: 'volunteer.invite', ...params, form: nothingForm, invalid: showLeadAgain }, submitInvite),
  post(
    `${list}/:volunteerId/decline`,
    { can: 'supporter.manage', ...params, form: forms.declineVolunteerForm, invalid: showAgain },
    submitDecline,
  ),
]
