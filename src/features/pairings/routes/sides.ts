import type { Response } from 'express'
import type { Candidate, Supporter } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import * as vocabulary from '../../supporting/rules/vocabulary.ts'
import type { Moved } from '../commands/move.ts'
import { sayNo, sayYes, stepBack } from '../commands/own.ts'
import * as forms from '../forms/sides.ts'
import { findOwnPairing, listOwnPairings } from '../queries/own.ts'
import { findProposal } from '../queries/supporting.ts'
import { isBegun } from '../rules/pairings.ts'
import { candidateReasons, kindWords, ownStateWords, refusals, supporterReasons } from '../rules/words.ts'

type Params = forms.PairingParams
type Notice = forms.NoticeQuery
const words = { kindWords, ownStateWords, vocabulary }
const said = ({ notice }: Notice) => notice && forms.notices[notice]

const showList: Page<'pairing.own', unknown, Notice> = async ({ actor, query }, res) => {
  res.render('pairings/own', { ...words, pairings: await listOwnPairings(actor), notice: said(query) })
}

type Shown<A> = { actor: A; params: Params; form?: Form; notice?: string | undefined }

async function renderSuggestion({ actor, params, form = blankForm(), notice }: Shown<Candidate>, res: Response): Promise<void> {
  const pairing = await findOwnPairing(actor, params.pairingId)
  if (!pairing) throw new NotFound()
  if (isBegun(pairing.state) && form.errors.length === 0) res.redirect(303, `/my/pairings/${pairing.id}`)
  else res.render('pairings/suggestion', { ...words, pairing, reasons: candidateReasons, form, notice })
}

async function renderProposal({ actor, params, form = blankForm(), notice }: Shown<Supporter>, res: Response): Promise<void> {
  const pairing = await findProposal(actor, params.pairingId)
  if (!pairing) throw new NotFound()
  if (isBegun(pairing.state) && form.errors.length === 0) res.redirect(303, `/supporting/pairings/${pairing.id}`)
  else res.render('pairings/proposal', { ...words, pairing, reasons: supporterReasons, form, notice })
}

const showSuggestion: Page<'pairing.own', Params, Notice> = (visit, res) => renderSuggestion({ ...visit, notice: said(visit.query) }, res)
const suggestionAgain: Page<'pairing.own', Params> = ({ actor, params, form }, res) => renderSuggestion({ actor, params, form }, res)
const showProposal: Page<'pairing.support', Params, Notice> = (visit, res) => renderProposal({ ...visit, notice: said(visit.query) }, res)
const proposalAgain: Page<'pairing.support', Params> = ({ actor, params, form }, res) => renderProposal({ actor, params, form }, res)

/** What one of the two says: on to `next`, or the page again with why not. */
const answer =
  <A extends Candidate | Supporter, Input>(
    act: (actor: A, pairingId: string, input: Input) => Promise<Moved>,
    next: (pairingId: string) => string,
    again: (shown: Shown<A>, res: Response) => Promise<void>,
  ) =>
  async (visit: { actor: A; params: Params; form: Form; input: Input }, res: Response): Promise<void> => {
    const moved = await act(visit.actor, visit.params.pairingId, visit.input)
    if (!moved) throw new NotFound()
    if (moved.ok) res.redirect(303, next(moved.id))
    else await again({ ...visit, form: refusedForm(visit.form, '', refusals[moved.reason]) }, res.status(422))
  }

const suggestion = (notice: string) => (id: string) => `/my/pairings/${id}/proposal?notice=${notice}`
const proposal = (notice: string) => (id: string) => `/supporting/proposals/${id}?notice=${notice}`

type Nothing = Record<string, never>
const candidateYes: Submission<'pairing.own', Params, unknown> = answer<Candidate, unknown>(sayYes, suggestion('begun'), renderSuggestion)
const candidateNo: Submission<'pairing.own', Params, forms.CandidateDecline> = answer(sayNo, suggestion('declined'), renderSuggestion)
const candidateBack: Submission<'pairing.own', Params, Nothing> = answer(stepBack, suggestion('takenBack'), renderSuggestion)
const supporterYes: Submission<'pairing.support', Params, unknown> = answer<Supporter, unknown>(
  sayYes,
  proposal('accepted'),
  renderProposal,
)
const supporterNo: Submission<'pairing.support', Params, forms.SupporterDecline> = answer(sayNo, proposal('declined'), renderProposal)
const supporterBack: Submission<'pairing.support', Params, Nothing> = answer(stepBack, proposal('stepped'), renderProposal)

const mine = '/my/pairings/:pairingId/proposal'
const theirs = '/supporting/proposals/:pairingId'
const own = { can: 'pairing.own', params: forms.pairingParams } as const
const support = { can: 'pairing.support', params: forms.pairingParams } as const
const ownAct = { ...own, form: forms.nothingForm, invalid: suggestionAgain } as const
const supportAct = { ...support, form: forms.nothingForm, invalid: proposalAgain } as const

export const pairingSideRoutes = [
  get('/my/pairings', { can: 'pairing.own', query: forms.noticeQuery }, showList),
  get(mine, { ...own, query: forms.noticeQuery }, showSuggestion),
  post(`${mine}/accept`, ownAct, candidateYes),
  post(`${mine}/decline`, { ...own, form: forms.candidateDeclineForm, invalid: suggestionAgain }, candidateNo),
  post(`${mine}/take-back`, ownAct, candidateBack),
  get(theirs, { ...support, query: forms.noticeQuery }, showProposal),
  post(`${theirs}/accept`, supportAct, supporterYes),
  post(`${theirs}/decline`, { ...support, form: forms.supporterDeclineForm, invalid: proposalAgain }, supporterNo),
  post(`${theirs}/step-back`, supportAct, supporterBack),
]
