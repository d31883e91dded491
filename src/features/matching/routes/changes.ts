import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../../core/http.ts'
import { forbidPair, keepPair, releasePair, runAgain, swapPair, takeOut, undoChoice } from '../commands/changes.ts'
import { performNow } from '../commands/run.ts'
import { recordMatchLook } from '../commands/runs.ts'
import * as forms from '../forms/matching.ts'
import { findRun, findSwap } from '../queries/one.ts'
import { changeSaid } from '../rules/left-words.ts'

type Manage = 'matching.manage'
type Params = forms.RunParams
const at = '/staff/matching'

async function findPerson({ actor, params }: Visit<Manage, Params>, candidateId: string) {
  const run = await findRun(actor, params.runId)
  const pair = run?.pairs.find((each) => each.candidateId === candidateId)
  const left = run?.left.find((each) => each.candidateId === candidateId)
  if (run?.state !== 'draft' || (!pair && !left)) throw new NotFound()
  await recordMatchLook(actor, candidateId)
  return { run, pair, name: pair?.name ?? left?.name ?? '' }
}

const showSwap: Page<Manage, Params, forms.PairQuery> = async (visit, res) => {
  const { run, pair, name } = await findPerson(visit, visit.query.pair)
  const swap = await findSwap(visit.actor, run.id, visit.query.pair, visit.query.with)
  if (!swap) throw new NotFound()
  res.render('matching/swap', { run, pair, name, ...swap, candidateId: visit.query.pair, changeSaid, form: visit.form })
}

const showTakeOut: Page<Manage, Params, forms.PairQuery> = async (visit, res) => {
  const { run, pair, name } = await findPerson(visit, visit.query.pair)
  res.render('matching/take-out', { run, pair, name, candidateId: visit.query.pair, form: visit.form })
}

const textOf = (form: Form, name: string): string => {
  const typed = form.values[name]
  return typeof typed === 'string' ? typed : ''
}

/** What was sent with something wrong, on the page it was sent from. */
const again =
  (page: Page<Manage, Params, forms.PairQuery>): Page<Manage, Params> =>
  (visit, res) => {
    const query = forms.pairQuery.safeParse({ pair: textOf(visit.form, 'candidate'), with: textOf(visit.form, 'supporter') })
    if (!query.success) throw new NotFound()
    return page({ ...visit, query: query.data }, res)
  }

type Answer = { ok: true; id?: string; small?: boolean } | { ok: false; reason: keyof typeof forms.refusals } | undefined

/** Goes on to the run that came of it; where it was refused, back to the run as it stands now. */
async function answer(visit: Visit<Manage, Params>, decision: Answer, to: { notice: string; pair?: string }, res: Response): Promise<void> {
  if (!decision) throw new NotFound()
  if (!decision.ok) {
    const form = refusedForm(visit.form, 'form', forms.refusals[decision.reason])
    res.status(422).render('matching/refused', { form, runId: visit.params.runId })
    return
  }
  if (decision.id !== undefined && decision.small) await performNow(visit.force, decision.id)
  const pair = to.pair === undefined ? '' : `&pair=${to.pair}`
  res.redirect(303, `${at}/${decision.id ?? visit.params.runId}?notice=${to.notice}${pair}`)
}

const submitKeep: Submission<Manage, Params, forms.PersonInput> = async (visit, res) => {
  const { candidate } = visit.input
  await answer(visit, await keepPair(visit.actor, visit.params.runId, candidate), { notice: 'kept', pair: candidate }, res)
}
const submitRelease: Submission<Manage, Params, forms.PersonInput> = async (visit, res) => {
  const { candidate } = visit.input
  await answer(visit, await releasePair(visit.actor, visit.params.runId, candidate), { notice: 'released', pair: candidate }, res)
}
const submitSwap: Submission<Manage, Params, forms.SwapInput> = async (visit, res) => {
  const { candidate, supporter, reason } = visit.input
  const swapped = await swapPair(visit.actor, visit.params.runId, { candidateId: candidate, supporterId: supporter, reason })
  await answer(visit, swapped, { notice: 'again', pair: candidate }, res)
}
const submitForbid: Submission<Manage, Params, forms.OutInput> = async (visit, res) => {
  const { candidate, reason } = visit.input
  await answer(visit, await forbidPair(visit.actor, visit.params.runId, candidate, reason), { notice: 'again', pair: candidate }, res)
}
const submitTakeOut: Submission<Manage, Params, forms.OutInput> = async (visit, res) => {
  const { candidate, reason } = visit.input
  await answer(visit, await takeOut(visit.actor, visit.params.runId, candidate, reason), { notice: 'again' }, res)
}
const submitUndo: Submission<Manage, Params, forms.UndoInput> = async (visit, res) => {
  await answer(visit, await undoChoice(visit.actor, visit.params.runId, visit.input.choice), { notice: 'again' }, res)
}
const submitAgain: Submission<Manage, Params, unknown> = async (visit, res) => {
  await answer(visit, await runAgain(visit.actor, visit.params.runId), { notice: 'again' }, res)
}

const nowhere: Page<Manage, Params> = () => {
  throw new NotFound()
}
const one = { can: 'matching.manage', params: forms.runParams } as const

export const matchingChangeRoutes = [
  get(`${at}/:runId/swap`, { ...one, query: forms.pairQuery }, showSwap),
  get(`${at}/:runId/take-out`, { ...one, query: forms.pairQuery }, showTakeOut),
  post(`${at}/:runId/keep`, { ...one, form: forms.personForm, invalid: nowhere }, submitKeep),
  post(`${at}/:runId/release`, { ...one, form: forms.personForm, invalid: nowhere }, submitRelease),
  post(`${at}/:runId/swap`, { ...one, form: forms.swapForm, invalid: again(showSwap) }, submitSwap),
  post(`${at}/:runId/forbid`, { ...one, form: forms.outForm, invalid: again(showTakeOut) }, submitForbid),
  post(`${at}/:runId/take-out`, { ...one, form: forms.outForm, invalid: again(showTakeOut) }, submitTakeOut),
  post(`${at}/:runId/undo`, { ...one, form: forms.undoForm, invalid: nowhere }, submitUndo),
  post(`${at}/:runId/again`, { ...one, form: forms.nothingForm, invalid: nowhere }, submitAgain),
]
