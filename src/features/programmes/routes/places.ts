import type { Response } from 'express'
import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { acceptOffer, askForPlace, cancelPlace, declineOffer, leaveWaitingList, sayComing } from '../commands/places.ts'
import { giveBackPostponed } from '../commands/postponing.ts'
import {
  askForm,
  askRefusals,
  cancelForm,
  changeRefusals,
  nothingForm,
  placeParams,
  workshopParams,
  type AskInput,
  type CancelInput,
  type PlaceNotice,
  type PlaceParams,
  type WorkshopParams,
} from '../forms/places.ts'
import { findOwnPlace, findPlaceAt } from '../queries/places.ts'
import { findWorkshop } from '../queries/public.ts'
import { freeUntil, givesBackFreely, lateReasons, type ChangeRefusal } from '../rules/places.ts'
import { renderWorkshop } from './public.ts'

const showAgain: Page<'place.ask', WorkshopParams> = ({ actor, force, params, form }, res) =>
  renderWorkshop({ actor, force, workshopId: params.workshopId, form }, res)

const submitAsk: Submission<'place.ask', WorkshopParams, AskInput> = async (visit, res) => {
  const { actor, params, form, input } = visit
  const asked = await askForPlace(actor, params.workshopId, input)
  if (!asked) throw new NotFound()
  if (asked.ok) res.redirect(303, `/workshops/${params.workshopId}?notice=${asked.ticket ? 'ticket' : asked.state}`)
  else
    await showAgain(
      { ...visit, form: refusedForm(form, asked.reason === 'statementNeeded' ? 'stated' : '', askRefusals[asked.reason]) },
      res.status(422),
    )
}

type Change = (actor: Candidate, placeId: string) => Promise<{ ok: true } | { ok: false; reason: ChangeRefusal } | undefined>

/** Does one thing with an own place, and shows the workshop again: with what was done, or with why not. */
const submitChange =
  (change: Change, notice: PlaceNotice): Submission<'place.own', PlaceParams, unknown> =>
  async (visit, res) => {
    const workshopId = await workshopOf(visit)
    const changed = await change(visit.actor, visit.params.placeId)
    if (changed?.ok === true) res.redirect(303, `/workshops/${workshopId}?notice=${notice}`)
    else await showRefusal(visit, workshopId, changed === undefined ? 'notLive' : changed.reason, res)
  }

async function showRefusal(visit: Visit<'place.own', PlaceParams>, workshopId: string, reason: keyof typeof changeRefusals, res: Response) {
  const { actor, force, form } = visit
  await renderWorkshop({ actor, force, workshopId, form: refusedForm(form, '', changeRefusals[reason]) }, res.status(422))
}

async function workshopOf({ actor, params }: { actor: Candidate; params: PlaceParams }): Promise<string> {
  const place = await findOwnPlace(actor, params.placeId)
  if (!place) throw new NotFound()
  return place.workshopId
}

const showPlace: Page<'place.own', PlaceParams> = async ({ actor, force, params, form }, res) => {
  await renderWorkshop({ actor, force, workshopId: await workshopOf({ actor, params }), form }, res)
}

/** Where a calendar leads: to the workshop, once it is known whose place it is. */
const goToPlace: Page<'place.own', PlaceParams> = async (visit, res) => {
  res.redirect(303, `/workshops/${await workshopOf(visit)}`)
}

const showCancel: Page<'place.own', PlaceParams> = async (visit, res) => {
  const workshop = await findWorkshop(visit.actor, await workshopOf(visit))
  if (!workshop) throw new NotFound()
  const place = await findPlaceAt(visit.actor, workshop.id)
  if (place?.id !== visit.params.placeId || place.state !== 'booked') {
    res.redirect(303, `/workshops/${workshop.id}`)
    return
  }
  const free = freeUntil(workshop)
  const freely = givesBackFreely(place, workshop)
  res.render('programmes/cancel', {
    ...{ w: workshop, place, form: visit.form, lateReasons, freely },
    ...{ freeUntil: free, late: now() > free && !freely },
  })
}

const submitCancel: Submission<'place.own', PlaceParams, CancelInput> = async (visit, res) => {
  const { actor, params, form, input } = visit
  const workshopId = await workshopOf(visit)
  const freely = await giveBackPostponed(actor, params.placeId)
  const cancelled = freely?.ok === true ? freely : await cancelPlace(actor, params.placeId, input.reason)
  if (cancelled?.ok === true) res.redirect(303, `/workshops/${workshopId}?notice=cancelled`)
  else if (cancelled?.reason === 'reasonNeeded') {
    await showCancel({ ...visit, query: undefined, form: refusedForm(form, 'reason', changeRefusals.reasonNeeded) }, res.status(422))
  } else await showRefusal(visit, workshopId, cancelled === undefined ? 'notLive' : cancelled.reason, res)
}

const ownPlace = { can: 'place.own', params: placeParams } as const
const plain = { ...ownPlace, form: nothingForm, invalid: showPlace } as const

export const placeRoutes = [
  post('/workshops/:workshopId/ask', { can: 'place.ask', params: workshopParams, form: askForm, invalid: showAgain }, submitAsk),
  get('/places/:placeId', ownPlace, goToPlace),
  post('/places/:placeId/accept', plain, submitChange(acceptOffer, 'accepted')),
  post('/places/:placeId/decline', plain, submitChange(declineOffer, 'declined')),
  post('/places/:placeId/leave', plain, submitChange(leaveWaitingList, 'left')),
  post('/places/:placeId/coming', plain, submitChange(sayComing, 'coming')),
  get('/places/:placeId/cancel', ownPlace, showCancel),
  post('/places/:placeId/cancel', { ...ownPlace, form: cancelForm, invalid: showCancel }, submitCancel),
]
