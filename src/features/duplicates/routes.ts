import type { Response } from 'express'
import { NotFound } from '../../core/errors.ts'
import { refusedForm } from '../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../core/http.ts'
import { recordLooks } from './commands/looks.ts'
import { keepApart, mergePair, undoMerge } from './commands/merge.ts'
import * as forms from './forms.ts'
import { findPair, type FullSide } from './queries/sides.ts'
import { listPairs, PAIRS_A_PAGE } from './queries/pairs.ts'
import { consentsAfter, fieldsToChoose, signInOf, staysFirst, UNDO_DAYS, whyWords } from './rules.ts'

const showPairs: Page<'candidate.manage', unknown, forms.PairsQuery> = async ({ actor, query }, res) => {
  const { total, rows } = await listPairs(actor, query)
  const notice = query.notice && forms.duplicateNotices[query.notice]
  const pages = Math.max(1, Math.ceil(total / PAIRS_A_PAGE))
  res.render('duplicates/list', { rows, total, whyWords, notice, number: query.page, whose: query.whose, pages })
}

const ended = ['declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled', 'completed', 'notOffered']

/** What both have that can only be there once: the one that has come further stays. */
function doublesOf(mine: FullSide, theirs: FullSide) {
  const live = <T extends { state: string }>(list: T[]) => list.filter(({ state }) => !ended.includes(state))
  return {
    places: live(mine.places).filter((one) => live(theirs.places).some((other) => other.workshopId === one.workshopId)),
    requests: live(mine.requests).filter((one) => live(theirs.requests).some((other) => other.kind === one.kind)),
    cohorts: mine.memberships.filter((one) => theirs.memberships.some((other) => other.cohortId === one.cohortId)),
  }
}

type OnPair = Visit<'candidate.manage', forms.PairParams>

async function renderPair({ actor, force, params, form }: OnPair, keep: unknown, res: Response): Promise<void> {
  const pair = await findPair(actor, params.pairId)
  if (!pair) throw new NotFound()
  await recordLooks(actor, [pair.first.id, pair.second.id])
  const keepsFirst = keep === pair.first.id || (keep !== pair.second.id && staysFirst(pair.first, pair.second))
  const [mine, theirs] = keepsFirst ? [pair.first, pair.second] : [pair.second, pair.first]
  const purposes = force.consents.map(({ purpose }) => purpose)
  res.render('duplicates/pair', {
    ...{ pair, mine, theirs, form, whyWords, days: UNDO_DAYS, choose: fieldsToChoose(mine, theirs), signIn: signInOf(mine, theirs) },
    consents: consentsAfter(mine, theirs, purposes),
    doubled: doublesOf(mine, theirs),
    own: [mine, theirs].some(({ account }) => account?.id === actor.accountId),
  })
}

const showPair: Page<'candidate.manage', forms.PairParams, forms.PairQuery> = (visit, res) => renderPair(visit, visit.query.keep, res)
const showPairAgain: Page<'candidate.manage', forms.PairParams> = (visit, res) => renderPair(visit, visit.form.values['keep'], res)

const submitMerge: Submission<'candidate.manage', forms.PairParams, forms.MergeInput> = async (visit, res) => {
  const decision = await mergePair(visit.actor, visit.params.pairId, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, `/staff/candidates/${decision.candidateId}?notice=joined`)
  else
    await showPairAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', forms.mergeRefusals[decision.reason]) }, res.status(422))
}

const submitApart: Submission<'candidate.manage', forms.PairParams, object> = async ({ actor, params }, res) => {
  if (!(await keepApart(actor, params.pairId))) throw new NotFound()
  res.redirect(303, '/staff/duplicates?notice=apart')
}

const showUndo: Page<'candidate.manage', forms.MergeParams> = () => {
  throw new NotFound()
}

const submitUndo: Submission<'candidate.manage', forms.MergeParams, object> = async ({ actor, params }, res) => {
  const undone = await undoMerge(actor, params.mergeId)
  if (!undone) throw new NotFound()
  if (undone.ok) res.redirect(303, `/staff/candidates/${undone.candidateId}?notice=parted`)
  else res.status(422).render('duplicates/not-undone', { why: forms.undoRefusals[undone.reason], candidateId: undone.candidateId })
}

const onPair = { can: 'candidate.manage', params: forms.pairParams } as const

export const duplicateRoutes = [
  get('/staff/duplicates', { can: 'candidate.manage', query: forms.pairsQuery }, showPairs),
  get('/staff/duplicates/:pairId', { ...onPair, sensitive: true, query: forms.pairQuery }, showPair),
  post('/staff/duplicates/:pairId', { ...onPair, sensitive: true, form: forms.mergeForm, invalid: showPairAgain }, submitMerge),
  post('/staff/duplicates/:pairId/apart', { ...onPair, form: forms.nothingForm, invalid: showPairAgain }, submitApart),
  post(
    '/staff/merges/:mergeId/undo',
    { can: 'candidate.manage', params: forms.mergeParams, form: forms.nothingForm, invalid: showUndo },
    submitUndo,
  ),
]
