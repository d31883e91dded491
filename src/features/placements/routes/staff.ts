import type { z } from 'zod'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import { familyName } from '../../hosting/rules/words.ts'
import { actOn, lookAtPlacement } from '../commands/act.ts'
import type { Moved } from '../commands/move.ts'
import { placementsCsv } from '../documents.ts'
import { dayForm, nothingForm, placementParams, type PlacementParams } from '../forms/fields.ts'
import * as forms from '../forms/staff.ts'
import { findPlacement } from '../queries/one.ts'
import { listAskedHosts, listForFile, listPlacements } from '../queries/staff.ts'
import { fairShareWords } from '../rules/fair-share.ts'
import type { PlacementEvent } from '../rules/placements.ts'
import { shows, showWords } from '../rules/shows.ts'
import * as words from '../rules/words.ts'

type Manage = 'placement.manage'
type Params = PlacementParams
const mine = (whose: string) => (whose === 'mine' ? ('mine' as const) : undefined)

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  const [found, hosts] = await Promise.all([listPlacements(actor, { ...query, whose: mine(query.whose) }), listAskedHosts(actor)])
  const option = (value: string, text: string, chosen: string | undefined) => ({ value, text, chosen: value === (chosen ?? '') })
  res.render('placements/list', { ...words, ...found, hosts, query, shows, showWords, fairShareWords, option })
}

const showFile: Page<Manage, unknown, forms.FileQuery> = async ({ actor, query }, res) => {
  const rows = await listForFile(actor, { ...query, whose: mine(query.whose) })
  res
    .attachment(`placements-${londonDay(now())}.csv`)
    .type('text/csv; charset=utf-8')
    .send(placementsCsv(rows))
}

const showOne: Page<Manage, Params, Partial<forms.OneQuery>> = async ({ actor, params, query, form }, res) => {
  const placement = await findPlacement(actor, params.placementId)
  if (!placement) throw new NotFound()
  await lookAtPlacement(actor, placement.candidateId)
  res.render('placements/one', { ...words, familyName, placement, form, notice: query.notice && forms.notices[query.notice] })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const at = '/staff/placements'
const one = { can: 'placement.manage', params: placementParams } as const
type Notice = keyof typeof forms.notices

/** One form of the page, and what it does. */
function step<F extends z.ZodType>(
  path: string,
  form: F,
  notice: Notice,
  act: (actor: Team, id: string, input: z.infer<F>) => Promise<Moved>,
): Route {
  const submit: Submission<Manage, Params, z.infer<F>> = async (visit, res) => {
    const moved = await act(visit.actor, visit.params.placementId, visit.input)
    if (!moved) throw new NotFound()
    if (moved.ok) res.redirect(303, `${at}/${moved.id}?notice=${notice}`)
    else await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', words.refusals[moved.reason]) }, res.status(422))
  }
  return post(`${at}/:placementId/${path}`, { ...one, form, invalid: showAgain }, submit)
}

/** A button without a field. */
const press = (path: string, event: PlacementEvent, notice: Notice): Route =>
  step(path, nothingForm, notice, (actor, id) => actOn(actor, id, event))

const why = (reasons: string[], more: string) => ({ reasons, ...(more !== '' && { words: more }) })

export const staffPlacementRoutes: Route[] = [
  get(at, { can: 'placement.manage', query: forms.listQuery }, showList),
  get(`${at}/list.csv`, { can: 'placement.manage', query: forms.fileQuery }, showFile),
  get(`${at}/:placementId`, { ...one, query: forms.oneQuery }, showOne),
  press('pass', 'pass', 'passed'),
  step('offer', dayForm, 'offered', (actor, id, { day }) => actOn(actor, id, 'offer', { day })),
  step('day', dayForm, 'moved', (actor, id, { day }) => actOn(actor, id, 'setDate', { day })),
  press('drop-day', 'dropDate', 'dropped'),
  press('accepted', 'accept', 'accepted'),
  step('another', forms.anotherForm, 'dropped', (actor, id, { wanted }) => actOn(actor, id, 'askAnother', { wanted })),
  press('confirm', 'confirm', 'confirmed'),
  press('recheck', 'recheck', 'rechecked'),
  press('attended', 'attend', 'marked'),
  step('absent', forms.absentForm, 'marked', (actor, id, { absentReasons, words: more }) =>
    actOn(actor, id, 'absent', why(absentReasons, more)),
  ),
  step('decline', forms.declineForm, 'ended', (actor, id, { declineReasons, words: more }) =>
    actOn(actor, id, 'decline', why(declineReasons, more)),
  ),
  step('withdraw', forms.withdrawForm, 'ended', (actor, id, { withdrawReasons, words: more }) =>
    actOn(actor, id, 'withdraw', why(withdrawReasons, more)),
  ),
  step('cancel', forms.cancelForm, 'ended', (actor, id, { cancelReasons, words: more }) =>
    actOn(actor, id, 'cancel', why(cancelReasons, more)),
  ),
]
