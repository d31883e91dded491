import type { Response } from 'express'
import type { Candidate } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { findHost } from '../../hosting/queries/catalogue.ts'
import { familyName } from '../../hosting/rules/words.ts'
import { actOn, stepBack } from '../commands/act.ts'
import { askElsewhere, askToVisit } from '../commands/ask.ts'
import type { Moved } from '../commands/move.ts'
import { visitCalendar } from '../documents.ts'
import { nothingForm, placementParams, type PlacementParams } from '../forms/fields.ts'
import * as forms from '../forms/own.ts'
import { countLive, findLiveAt, findOwnPlacement, listOwnPlacements } from '../queries/own.ts'
import { AT_ONCE, fairShareWords } from '../rules/fair-share.ts'
import * as words from '../rules/words.ts'

type Own = 'placement.own'
type Params = PlacementParams
type Notice = forms.NoticeQuery
const said = ({ notice }: Notice) => notice && forms.notices[notice]
const shared = { ...words, familyName, fairShareWords, atOnce: AT_ONCE }

const showList: Page<Own, unknown, Notice> = async ({ actor, query }, res) => {
  const placements = await listOwnPlacements(actor)
  res.render('placements/own', { ...shared, placements, notice: said(query) })
}

type Asking = Visit<Own, forms.AskParams> & { dateId?: string | undefined }
async function renderAsk({ actor, params, form, dateId }: Asking, res: Response): Promise<void> {
  const host = await findHost(actor, params.hostId)
  if (!host) throw new NotFound()
  const [there, live] = await Promise.all([findLiveAt(actor, host.id), countLive(actor)])
  res.render('placements/ask', { ...shared, host, there, full: live >= AT_ONCE, dateId, form })
}
const showAsk: Page<Own, forms.AskParams, forms.AskQuery> = (visit, res) => renderAsk({ ...visit, dateId: visit.query.date }, res)
const askAgain: Page<Own, forms.AskParams> = (visit, res) => renderAsk(visit, res)

const fieldOf = (reason: string) => (reason === 'full' || reason === 'dateGone' ? 'dateId' : '')
const submitAsk: Submission<Own, forms.AskParams, forms.AskInput> = async (visit, res) => {
  const { dateId, ...wish } = visit.input
  const { hostId } = visit.params
  const asked = await askToVisit(visit.actor, visit.force, { ...wish, hostId, ...(dateId !== 'flexible' && { dateId }) })
  if (asked.ok) res.redirect(303, `/my/placements/${asked.id}?notice=asked`)
  else
    await renderAsk(
      { ...visit, query: {}, form: refusedForm(visit.form, fieldOf(asked.reason), words.refusals[asked.reason]) },
      res.status(422),
    )
}

type Shown = { actor: Candidate; params: Params; form?: Form; notice?: string | undefined }
async function renderOne({ actor, params, form = blankForm(), notice }: Shown, res: Response): Promise<void> {
  const placement = await findOwnPlacement(actor, params.placementId)
  if (!placement) throw new NotFound()
  res.render('placements/visit', { ...shared, placement, form, notice })
}
const showOne: Page<Own, Params, Notice> = (visit, res) => renderOne({ ...visit, notice: said(visit.query) }, res)
const oneAgain: Page<Own, Params> = ({ actor, params, form }, res) => renderOne({ actor, params, form }, res)

/** One form of the page of a visit, and what it does. */
const step =
  <Input>(
    notice: keyof typeof forms.notices,
    act: (actor: Candidate, id: string, input: Input) => Promise<Moved>,
  ): Submission<Own, Params, Input> =>
  async (visit, res) => {
    const moved = await act(visit.actor, visit.params.placementId, visit.input)
    if (!moved) throw new NotFound()
    if (moved.ok) res.redirect(303, `/my/placements/${moved.id}?notice=${notice}`)
    else await renderOne({ ...visit, form: refusedForm(visit.form, '', words.refusals[moved.reason]) }, res.status(422))
  }

const submitElsewhere: Submission<Own, Params, forms.ElsewhereInput> = async (visit, res) => {
  const asked = await askElsewhere(visit.actor, visit.force, { ...visit.params, ...visit.input })
  if (!asked) throw new NotFound()
  if (asked.ok) res.redirect(303, `/my/placements/${asked.id}?notice=asked`)
  else await renderOne({ ...visit, form: refusedForm(visit.form, '', words.refusals[asked.reason]) }, res.status(422))
}

const showFile: Page<Own, Params> = async ({ actor, force, params }, res) => {
  const found = await findOwnPlacement(actor, params.placementId)
  if (!found?.date || found.confirmedAt === null) throw new NotFound()
  const baseUrl = res.locals['baseUrl'] as string
  const file = visitCalendar({ ...found, date: found.date }, { force, baseUrl, path: `/my/placements/${found.id}` })
  res.attachment('visit.ics').type('text/calendar; charset=utf-8').send(file)
}

const at = '/my/placements'
const one = { can: 'placement.own', params: placementParams } as const
const act = { ...one, invalid: oneAgain } as const
const asking = { can: 'placement.own', params: forms.askParams } as const

export const ownPlacementRoutes = [
  get(at, { can: 'placement.own', query: forms.noticeQuery }, showList),
  get(`${at}/ask/:hostId`, { ...asking, query: forms.askQuery }, showAsk),
  post(`${at}/ask/:hostId`, { ...asking, form: forms.askForm, invalid: askAgain }, submitAsk),
  get(`${at}/:placementId`, { ...one, query: forms.noticeQuery }, showOne),
  get(`${at}/:placementId/calendar.ics`, one, showFile),
  post(
    `${at}/:placementId/accept`,
    { ...act, form: nothingForm },
    step('accepted', (actor, id) => actOn(actor, id, 'accept')),
  ),
  post(
    `${at}/:placementId/another`,
    { ...act, form: forms.anotherForm },
    step('another', (actor, id, { wanted }: forms.AnotherInput) => actOn(actor, id, 'askAnother', { wanted })),
  ),
  post(
    `${at}/:placementId/withdraw`,
    { ...act, form: forms.withdrawForm },
    step('withdrawn', (actor, id, { reasons, words: why }: forms.WithdrawInput) =>
      stepBack(actor, id, { reasons, ...(why !== '' && { words: why }) }),
    ),
  ),
  post(`${at}/:placementId/elsewhere`, { ...act, form: forms.elsewhereForm }, submitElsewhere),
]
