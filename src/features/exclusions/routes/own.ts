import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { blockPartner, declare, takeBack } from '../commands/declarations.ts'
import { addDuty, endDuty } from '../commands/duties.ts'
import * as forms from '../forms/own.ts'
import { findOwn, findPartner, listDuties, listOwn } from '../queries/own.ts'
import { duties, reasonWords, relations } from '../rules/reasons.ts'
import type { Declarer } from '../rules/own.ts'

/** The two sides, whose pages are the same but for their words: a visit of either will do. */
type Side = 'candidate.own' | 'supporting.view'

const LISTS = { candidate: '/my/exclusions', supporter: '/supporting/declarations' } as const
const baseOf = ({ role }: Declarer) => LISTS[role]
const wordsOf = (actor: Declarer) => ({
  relations,
  duties,
  reasonWords,
  narrowDuties: forms.narrowDuties,
  base: baseOf(actor),
  side: actor.role,
})

const showList: Page<Side, unknown, forms.OwnQuery> = async ({ actor, query }, res) => {
  const theirDuties = actor.role === 'supporter' ? await listDuties(actor) : []
  const notice = query.notice && forms.ownNotices[query.notice]
  res.render('exclusions/own/list', { ...wordsOf(actor), rows: await listOwn(actor), theirDuties, notice })
}

const showNew: Page<Side> = ({ actor, form }, res) => {
  res.render('exclusions/own/new', { ...wordsOf(actor), form })
}

const submitNew: Submission<Side, unknown, forms.DeclareInput> = async (visit, res) => {
  const declared = await declare(visit.actor, visit.input)
  if (declared.ok) res.redirect(303, `${baseOf(visit.actor)}?notice=declared`)
  else await showNew({ ...visit, query: {}, form: refusedForm(visit.form, '', forms.refusals[declared.reason]) }, res.status(422))
}

const showTakeBack: Page<Side, forms.DeclarationParams> = async ({ actor, params, form }, res) => {
  const row = await findOwn(actor, params.declarationId)
  if (!row) throw new NotFound()
  res.render('exclusions/own/take-back', { ...wordsOf(actor), row, form })
}

const submitTakeBack: Submission<Side, forms.DeclarationParams, unknown> = async (visit, res) => {
  const taken = await takeBack(visit.actor, visit.params.declarationId)
  if (!taken) throw new NotFound()
  if (taken.ok) res.redirect(303, `${baseOf(visit.actor)}?notice=takenBack`)
  else await showTakeBack({ ...visit, query: {}, form: refusedForm(visit.form, '', forms.refusals[taken.reason]) }, res.status(422))
}

const showBlock: Page<Side, forms.PairingParams> = async ({ actor, params, form }, res) => {
  const partner = await findPartner(actor, params.pairingId)
  if (!partner) throw new NotFound()
  res.render('exclusions/own/block', { ...wordsOf(actor), partner, form })
}

const submitBlock: Submission<Side, forms.PairingParams, unknown> = async (visit, res) => {
  const blocked = await blockPartner(visit.actor, visit.params.pairingId)
  if (!blocked) throw new NotFound()
  res.redirect(303, `${baseOf(visit.actor)}?notice=declared`)
}

const showDuty: Page<'supporting.view'> = ({ actor, form }, res) => {
  res.render('exclusions/own/duty', { ...wordsOf(actor), form })
}

const submitDuty: Submission<'supporting.view', unknown, forms.DutyInput> = async (visit, res: Response) => {
  const { actor, force, input } = visit
  const known = input.route === undefined || input.route === 'all' || force.routes.some(({ id }) => id === input.route)
  if (!known)
    await showDuty({ ...visit, query: {}, form: refusedForm(visit.form, 'route', 'Choose a route from the list') }, res.status(422))
  else if (!(await addDuty(actor, { supporterId: actor.accountId }, input))) throw new NotFound()
  else res.redirect(303, '/supporting/declarations?notice=duty')
}

const submitEndDuty: Submission<'supporting.view', forms.DutyParams, unknown> = async ({ actor, params }, res) => {
  if (!(await endDuty(actor, { supporterId: actor.accountId, dutyId: params.dutyId }))) throw new NotFound()
  res.redirect(303, '/supporting/declarations?notice=dutyEnded')
}
const showNowhere: Page<'supporting.view', forms.DutyParams> = () => {
  throw new NotFound()
}

const { nothingForm: form, declarationParams, pairingParams, dutyParams, ownQuery: query } = forms
const my = { can: 'candidate.own' } as const
const theirs = { can: 'supporting.view' } as const

export const ownExclusionRoutes = [
  get('/my/exclusions', { ...my, query }, showList),
  get('/my/exclusions/new', my, showNew),
  post('/my/exclusions/new', { ...my, form: forms.candidateDeclareForm, invalid: showNew }, submitNew),
  get('/my/exclusions/:declarationId', { ...my, params: declarationParams }, showTakeBack),
  post('/my/exclusions/:declarationId', { ...my, params: declarationParams, form, invalid: showTakeBack }, submitTakeBack),
  get('/my/pairings/:pairingId/block', { ...my, params: pairingParams }, showBlock),
  post('/my/pairings/:pairingId/block', { ...my, params: pairingParams, form, invalid: showBlock }, submitBlock),
  get('/supporting/declarations', { ...theirs, query }, showList),
  get('/supporting/declarations/new', theirs, showNew),
  post('/supporting/declarations/new', { ...theirs, form: forms.supporterDeclareForm, invalid: showNew }, submitNew),
  get('/supporting/declarations/duty', theirs, showDuty),
  post('/supporting/declarations/duty', { ...theirs, form: forms.dutyForm, invalid: showDuty }, submitDuty),
  post('/supporting/declarations/duty/:dutyId/end', { ...theirs, params: dutyParams, form, invalid: showNowhere }, submitEndDuty),
  get('/supporting/declarations/:declarationId', { ...theirs, params: declarationParams }, showTakeBack),
  post('/supporting/declarations/:declarationId', { ...theirs, params: declarationParams, form, invalid: showTakeBack }, submitTakeBack),
  get('/supporting/pairings/:pairingId/block', { ...theirs, params: pairingParams }, showBlock),
  post('/supporting/pairings/:pairingId/block', { ...theirs, params: pairingParams, form, invalid: showBlock }, submitBlock),
]
