import { z } from 'zod'
import type { Team } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { keepCall } from '../commands/calls.ts'
import { removeFromPlace } from '../commands/places.ts'
import * as forms from '../forms/workshops.ts'
import type { CallInput, PlaceParams, WorkshopParams } from '../forms/workshops.ts'
import { isLineWhole, listCallsOf, listLine } from '../queries/line.ts'
import { findWorkshop } from '../queries/workshops.ts'

type Manage = 'programme.manage'

async function findWaiting(actor: Team, { workshopId, placeId }: PlaceParams) {
  const workshop = await findWorkshop(actor, workshopId)
  const nth = workshop?.waiting.findIndex(({ id }) => id === placeId) ?? -1
  const place = workshop?.waiting[nth]
  if (!workshop || !place) throw new NotFound()
  return { workshop, place, before: workshop.waiting.slice(0, nth) }
}

const showCall: Page<Manage, PlaceParams> = async ({ actor, params, form }, res) => {
  const { workshop, place, before } = await findWaiting(actor, params)
  const calls = await listCallsOf(actor, workshop.id)
  const ahead = before.filter(({ id }) => !calls.has(id)).length
  res.render('programmes/staff/place-call', { workshop, place, form, ahead, calls: calls.get(place.id) ?? [] })
}

const after: Record<CallInput['outcome'], string> = { yes: 'given', no: 'saidNo', noAnswer: 'called', message: 'called' }

const submitCall: Submission<Manage, PlaceParams, CallInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const kept = await keepCall(actor, { ...params, ...input })
  if (!kept) throw new NotFound()
  if (kept.ok) res.redirect(303, `/staff/workshops/${params.workshopId}?notice=${after[input.outcome]}`)
  else await showCall({ ...visit, query: {}, form: refusedForm(visit.form, 'reason', forms.callRefusals[kept.reason]) }, res.status(422))
}

const kinds = {
  all: 'Everything',
  place: 'Places',
  workshop: 'The workshop',
  passedOver: 'Passed over',
  called: 'Calls',
  drawn: 'The draw',
} as const
const names = Object.keys(kinds) as (keyof typeof kinds)[]
const lineQuery = z.object({ only: z.enum(names).catch('all'), page: z.coerce.number().int().min(1).max(10_000).catch(1) })

const showLine: Page<Manage, WorkshopParams, z.infer<typeof lineQuery>> = async ({ actor, params, query }, res) => {
  const workshop = await findWorkshop(actor, params.workshopId)
  if (!workshop || workshop.state === 'draft') throw new NotFound()
  const first = await listLine(actor, workshop.id, query)
  const number = Math.min(query.page, first.pages)
  const list = number === query.page ? first : await listLine(actor, workshop.id, { ...query, page: number })
  res.render('programmes/staff/line', { workshop, ...list, number, only: query.only, kinds, agrees: await isLineWhole(actor, workshop.id) })
}

async function findPlace(actor: Team, { workshopId, placeId }: PlaceParams) {
  const workshop = await findWorkshop(actor, workshopId)
  const place = [...(workshop?.booked ?? []), ...(workshop?.offered ?? []), ...(workshop?.waiting ?? [])].find(({ id }) => id === placeId)
  if (!workshop || !place) throw new NotFound()
  return { workshop, place }
}

const showRemove: Page<Manage, PlaceParams> = async ({ actor, params, form }, res) => {
  res.render('programmes/staff/place-remove', { ...(await findPlace(actor, params)), form })
}

const submitRemove: Submission<Manage, PlaceParams, { reason: string }> = async (visit, res) => {
  const { workshop, place } = await findPlace(visit.actor, visit.params)
  const removed = await removeFromPlace(visit.actor, place.id, visit.input.reason)
  if (!removed) throw new NotFound()
  if (removed.ok) res.redirect(303, `/staff/workshops/${workshop.id}?notice=removed`)
  else
    await showRemove(
      { ...visit, query: {}, form: refusedForm(visit.form, 'reason', 'Their place has just changed. Open the workshop again') },
      res.status(422),
    )
}

const place = { can: 'programme.manage', params: forms.placeParams } as const

export const lineRoutes = [
  get('/staff/workshops/:workshopId/line', { can: 'programme.manage', params: forms.workshopParams, query: lineQuery }, showLine),
  get('/staff/workshops/:workshopId/places/:placeId/remove', place, showRemove),
  post('/staff/workshops/:workshopId/places/:placeId/remove', { ...place, form: forms.removeForm, invalid: showRemove }, submitRemove),
  get('/staff/workshops/:workshopId/places/:placeId/call', place, showCall),
  post('/staff/workshops/:workshopId/places/:placeId/call', { ...place, form: forms.callForm, invalid: showCall }, submitCall),
]
