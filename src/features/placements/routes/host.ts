import type { Response } from 'express'
import type { Supporter } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { actOn } from '../commands/act.ts'
import type { Moved } from '../commands/move.ts'
import { visitCalendar } from '../documents.ts'
import { dayForm, placementParams, type DayInput, type PlacementParams } from '../forms/fields.ts'
import * as forms from '../forms/host.ts'
import { findVisitor, listVisitors } from '../queries/supporting.ts'
import * as words from '../rules/words.ts'

type Host = 'placement.host'
type Params = PlacementParams
const said = ({ notice }: forms.NoticeQuery) => notice && forms.notices[notice]

const showList: Page<Host, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  res.render('placements/visitors', { ...words, ...(await listVisitors(actor, query.page)), query, notice: said(query) })
}

type Shown = { actor: Supporter; params: Params; form?: Form; notice?: string | undefined }
async function renderOne({ actor, params, form = blankForm(), notice }: Shown, res: Response): Promise<void> {
  const placement = await findVisitor(actor, params.placementId)
  if (!placement) throw new NotFound()
  res.render('placements/visitor', { ...words, placement, form, notice })
}
const showOne: Page<Host, Params, forms.NoticeQuery> = (visit, res) => renderOne({ ...visit, notice: said(visit.query) }, res)
const oneAgain: Page<Host, Params> = ({ actor, params, form }, res) => renderOne({ actor, params, form }, res)

const showFile: Page<Host, Params> = async ({ actor, force, params }, res) => {
  const found = await findVisitor(actor, params.placementId)
  if (!found?.date || found.confirmedAt === null) throw new NotFound()
  const baseUrl = res.locals['baseUrl'] as string
  const visit = { ...found, date: found.date, host: { site: '' } }
  const file = visitCalendar(visit, { force, baseUrl, path: `/supporting/placements/${found.id}` })
  res.attachment('visit.ics').type('text/calendar; charset=utf-8').send(file)
}

/** One form of the page, and what it does. After a no the page is no longer theirs: the list is. */
const step =
  <Input>(
    notice: keyof typeof forms.notices,
    act: (actor: Supporter, id: string, input: Input) => Promise<Moved>,
  ): Submission<Host, Params, Input> =>
  async (visit, res) => {
    const moved = await act(visit.actor, visit.params.placementId, visit.input)
    if (!moved) throw new NotFound()
    const page = ['declined', 'cancelled'].includes(notice) ? '' : `/${visit.params.placementId}`
    if (moved.ok) res.redirect(303, `/supporting/placements${page}?notice=${notice}`)
    else await renderOne({ ...visit, form: refusedForm(visit.form, '', words.refusals[moved.reason]) }, res.status(422))
  }

const at = '/supporting/placements'
const one = { can: 'placement.host', params: placementParams } as const
const act = { ...one, invalid: oneAgain } as const
const why = ({ reasons, words: more }: { reasons: string[]; words: string }) => ({ reasons, ...(more !== '' && { words: more }) })

export const hostPlacementRoutes = [
  get(at, { can: 'placement.host', query: forms.listQuery }, showList),
  get(`${at}/:placementId`, { ...one, query: forms.noticeQuery }, showOne),
  get(`${at}/:placementId/calendar.ics`, one, showFile),
  post(
    `${at}/:placementId/offer`,
    { ...act, form: dayForm },
    step('offered', (actor, id, { day }: DayInput) => actOn(actor, id, 'offer', { day })),
  ),
  post(
    `${at}/:placementId/day`,
    { ...act, form: dayForm },
    step('moved', (actor, id, { day }: DayInput) => actOn(actor, id, 'setDate', { day })),
  ),
  post(
    `${at}/:placementId/decline`,
    { ...act, form: forms.declineForm },
    step('declined', (actor, id, input: forms.DeclineInput) => actOn(actor, id, 'decline', why(input))),
  ),
  post(
    `${at}/:placementId/cancel`,
    { ...act, form: forms.cancelForm },
    step('cancelled', (actor, id, input: forms.CancelInput) => actOn(actor, id, 'cancel', why(input))),
  ),
]
