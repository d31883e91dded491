import type { Response } from 'express'
import type { z } from 'zod'
import type { Team } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import type { Moved } from '../commands/move.ts'
import * as commands from '../commands/team.ts'
import { nothingForm, pairingParams, type PairingParams as Params } from '../forms/sides.ts'
import * as forms from '../forms/staff.ts'
import { findToPair, listAskable, listUnpaired } from '../queries/by-hand.ts'
import { findPairing, listPairings } from '../queries/staff.ts'
import { shows, showWords } from '../rules/shows.ts'
import * as words from '../rules/words.ts'

type Manage = 'pairing.manage'
const mineOf = (whose: string) => (whose === 'mine' ? ('mine' as const) : undefined)

const showList: Page<Manage, unknown, forms.ListQuery> = async ({ actor, query }, res) => {
  const found = await listPairings(actor, { ...query, whose: mineOf(query.whose) })
  res.render('pairings/list', { ...found, ...words, shows, showWords, query })
}

type NewShown = { actor: Team; form: Form; query: forms.NewQuery }

async function renderNew({ actor, form, query }: NewShown, res: Response): Promise<void> {
  if (query.candidate === undefined) {
    const owner = query.whose === 'mine' ? actor.accountId : undefined
    const waiting = await listUnpaired(actor, { kind: query.kind, owner, tried: query.tried === 'yes', page: query.page })
    res.render('pairings/unpaired', { ...waiting, ...words, query, form })
    return
  }
  const candidate = await findToPair(actor, query.candidate)
  if (!candidate) throw new NotFound()
  await commands.lookAtPairing(actor, candidate.id)
  const kind = query.kind ?? candidate.requests.map((request) => request.kind).find((each) => each in words.kindWords)
  const asked = candidate.requests.some((request) => request.kind === kind)
  const chosen = asked ? (kind as keyof typeof words.kindWords) : undefined
  const askable = chosen === undefined ? { nobody: false, supporters: [] } : await listAskable(actor, candidate.id, chosen)
  res.render('pairings/new', { ...words, candidate, kind: chosen, ...askable, form })
}

const showNew: Page<Manage, unknown, forms.NewQuery> = (visit, res) => renderNew({ ...visit, form: blankForm() }, res)

/** The page again for whom and what was sent, where that makes sense. */
const showNewAgain: Page<Manage> = ({ actor, form }, res) => {
  const { candidateId: candidate, kind } = form.values
  return renderNew({ actor, form, query: forms.newQuery.parse({ candidate, kind }) }, res)
}

const proposalRefusals = { ...words.proposalRefusals, notAsked: 'This candidate has not asked for that, or the request is not open' }
const fieldOf = (reason: string) => (reason === 'full' ? 'over' : 'supporterId')

const submitNew: Submission<Manage, unknown, forms.ProposeInput> = async (visit, res) => {
  const proposed = await commands.proposeByHand(visit.actor, visit.input)
  if (proposed.ok) res.redirect(303, `/staff/pairings/${proposed.id}?notice=proposed`)
  else
    await showNewAgain(
      { ...visit, query: {}, form: refusedForm(visit.form, fieldOf(proposed.reason), proposalRefusals[proposed.reason]) },
      res.status(422),
    )
}

const showOne: Page<Manage, Params, Partial<forms.OneQuery>> = async ({ actor, params, query, form }, res) => {
  const pairing = await findPairing(actor, params.pairingId)
  if (!pairing) throw new NotFound()
  await commands.lookAtPairing(actor, pairing.candidateId)
  res.render('pairings/one', { ...words, pairing, form, notice: query.notice && forms.staffNotices[query.notice] })
}
const showAgain: Page<Manage, Params> = (visit, res) => showOne({ ...visit, query: {} }, res)

const at = '/staff/pairings'
const one = { can: 'pairing.manage', params: pairingParams } as const

type Notice = Exclude<forms.OneQuery['notice'], undefined>

/** One form of the page, and what it does. */
function step<F extends z.ZodType>(
  path: string,
  form: F,
  notice: Notice,
  act: (actor: Team, id: string, input: z.infer<F>) => Promise<Moved>,
): Route {
  const submit: Submission<Manage, Params, z.infer<F>> = async (visit, res) => {
    const moved = await act(visit.actor, visit.params.pairingId, visit.input)
    if (!moved) throw new NotFound()
    if (moved.ok) res.redirect(303, `${at}/${moved.id}?notice=${notice}`)
    else await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', words.refusals[moved.reason]) }, res.status(422))
  }
  return post(`${at}/:pairingId/${path}`, { ...one, form, invalid: showAgain }, submit)
}

export const pairingRoutes: Route[] = [
  get(at, { can: 'pairing.manage', query: forms.listQuery }, showList),
  get(`${at}/new`, { can: 'pairing.manage', query: forms.newQuery }, showNew),
  post(`${at}/new`, { can: 'pairing.manage', form: forms.proposeForm, invalid: showNewAgain }, submitNew),
  get(`${at}/:pairingId`, { ...one, query: forms.oneQuery }, showOne),
  step('withdraw', forms.withdrawForm, 'withdrawn', (actor, id, input) => commands.takeBack(actor, id, input.withdrawReason, input.words)),
  step('accepted', nothingForm, 'noted', (actor, id) => commands.noteYes(actor, id)),
  step('declined', forms.declinedForm, 'noted', (actor, id, { declinedReason }) => commands.noteNo(actor, id, declinedReason)),
  step('pause', forms.pauseForm, 'paused', (actor, id, { reviewOn }) => commands.pause(actor, id, reviewOn)),
  step('resume', nothingForm, 'resumed', (actor, id) => commands.resume(actor, id)),
  step('end', forms.endForm, 'ended', (actor, id, { endReason, words: why }) => commands.end(actor, id, endReason, why)),
]
