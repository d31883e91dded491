import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { listTeam } from '../../accounts/queries/team.ts'
import { confirmBatch, detailBatch, discardBatch, runBatch, startBatch } from '../commands/batches.ts'
import * as forms from '../forms/batches.ts'
import { findBatch, findResults, listBatches, listOpenCohorts, previewBatch, type FoundBatch } from '../queries/batches.ts'
import { A_PAGE } from '../queries/list.ts'
import { assignReasons } from '../rules/assignment.ts'
import { detailsSeen, type BatchAction, type BatchDetails } from '../rules/batches.ts'
import { filterWords, readCandidateFilter, readListAddress } from '../rules/list.ts'
import { showListAgain } from './list.ts'

type Manage = 'candidate.manage'
type Asked = { actor: Parameters<Page<Manage>>[0]['actor']; force: ForceProfile }
const pagesOf = (total: number) => Math.max(1, Math.ceil(total / A_PAGE))

const submitStart: Submission<Manage, unknown, forms.StartInput> = async (visit, res) => {
  const { actor, input, form } = visit
  const chosen = input.which === 'all' ? { filter: readListAddress(input.filter).filter } : { ids: input.chosen }
  const id = await startBatch(actor, input.action, chosen)
  if (id === undefined)
    await showListAgain(
      { ...visit, form: refusedForm(form, 'chosen', 'Tick at least one person, or choose everybody that the filters find') },
      res.status(422),
    )
  else res.redirect(303, `/staff/batches/${id}`)
}

async function openBatch(actor: Asked['actor'], { batchId }: forms.BatchParams): Promise<FoundBatch> {
  const batch = await findBatch(actor, batchId)
  if (!batch) throw new NotFound()
  return batch
}

/** What was chosen for the action, in words: whom, of which kind, into which cohort. */
async function detailWords({ actor, force }: Asked, details: BatchDetails): Promise<string[]> {
  const [team, cohorts] = await Promise.all([listTeam(actor), listOpenCohorts(actor)])
  const nameOf = (list: { id: string; name: string }[], id: string, otherwise: string) =>
    list.find((each) => each.id === id)?.name ?? otherwise
  if (details.action === 'invite') return [`To ${nameOf(cohorts, details.cohortId, 'a cohort that is over')}`]
  const to = `To ${nameOf(team, details.ownerId, 'somebody who has left')}`
  if (details.action !== 'assign') return [force.support.find(({ kind }) => kind === details.kind)?.name ?? 'A kind no longer in use', to]
  return [to, details.reason === undefined ? 'Those with somebody else stay with them' : assignReasons[details.reason]]
}

const showBatch: Page<Manage, forms.BatchParams, forms.BatchQuery> = async (visit, res) => {
  const batch = await openBatch(visit.actor, visit.params)
  if (batch.state !== 'draft') await renderResults(visit, batch, visit.query, res)
  else if (batch.details === undefined || visit.query.change !== undefined)
    await renderDetails(visit, batch, blankForm({ ...batch.details }), res)
  else await renderPreview(visit, batch, batch.details, { ...visit.query, form: blankForm() }, res)
}

async function renderDetails({ actor, force }: Asked, batch: FoundBatch, form: Form, res: Response): Promise<void> {
  const [team, cohorts] = await Promise.all([listTeam(actor), listOpenCohorts(actor)])
  const kinds = force.support.filter(({ kind }) => kind !== 'training')
  res.render('candidates/staff/batch-details', { batch, form, team, cohorts, kinds, assignReasons, words: forms.actionWords[batch.action] })
}

type Looked = Pick<forms.BatchQuery, 'show' | 'page'> & { form: Form }

async function renderPreview(
  visit: Asked,
  batch: FoundBatch,
  details: BatchDetails,
  { show, page, form }: Looked,
  res: Response,
): Promise<void> {
  const preview = await previewBatch(visit.actor, batch.id, details, { show, page })
  res.render('candidates/staff/batch-preview', {
    ...{ batch, preview, show, number: page, form, skipWords: forms.skipWords },
    details: await detailWords(visit, details),
    filter: await wordsOfFilter(visit, batch),
    seen: detailsSeen(details),
    pages: pagesOf(preview.shown),
    words: forms.actionWords[batch.action],
  })
}

async function wordsOfFilter({ actor, force }: Asked, { filter }: Pick<FoundBatch, 'filter'>): Promise<string | undefined> {
  if (filter === null) return undefined
  return filterWords(readCandidateFilter(filter), { force, team: await listTeam(actor), me: actor.accountId })
}

async function renderResults(visit: Asked, batch: FoundBatch, { outcome, page }: forms.BatchQuery, res: Response): Promise<void> {
  const results = await findResults(visit.actor, batch.id, { outcome, page })
  res.render('candidates/staff/batch', {
    ...{ batch, results, outcome, number: page, skipWords: forms.skipWords },
    details: batch.details ? await detailWords(visit, batch.details) : [],
    filter: await wordsOfFilter(visit, batch),
    pages: pagesOf(results.shown),
    words: forms.actionWords[batch.action],
  })
}

const needs: Record<BatchAction, (input: forms.DetailsInput) => BatchDetails | { field: string; message: string }> = {
  assign: ({ ownerId, reason }) => {
    if (!ownerId) return { field: 'ownerId', message: 'Choose somebody of the team' }
    if (reason === undefined) return { field: 'reason', message: 'Choose what happens to those whom somebody looks after already' }
    return { action: 'assign', ownerId, ...(reason !== 'leave' && { reason }) }
  },
  giveRequests: (input) => ofKind('giveRequests', input),
  accept: (input) => ofKind('accept', input),
  invite: ({ cohortId }) => (cohortId ? { action: 'invite', cohortId } : { field: 'cohortId', message: 'Choose a cohort' }),
}

function ofKind(action: 'giveRequests' | 'accept', { kind, ownerId }: forms.DetailsInput) {
  if (kind === undefined) return { field: 'kind', message: 'Choose a kind of support' }
  return ownerId ? { action, kind, ownerId } : { field: 'ownerId', message: 'Choose somebody of the team' }
}

const submitDetails: Submission<Manage, forms.BatchParams, forms.DetailsInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const batch = await openBatch(actor, params)
  const given = needs[batch.action](input)
  if ('message' in given) await renderDetails(visit, batch, refusedForm(form, given.field, given.message), res.status(422))
  else {
    await detailBatch(actor, batch.id, given)
    res.redirect(303, `/staff/batches/${batch.id}`)
  }
}

const showDetailsAgain: Page<Manage, forms.BatchParams> = async (visit, res) => {
  await renderDetails(visit, await openBatch(visit.actor, visit.params), visit.form, res)
}

const submitConfirm: Submission<Manage, forms.BatchParams, forms.ConfirmInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const confirmed = await confirmBatch(actor, params.batchId, input.seen)
  if (!confirmed) throw new NotFound()
  if (confirmed.ok) {
    if (!confirmed.many) await runBatch(params.batchId)
    res.redirect(303, `/staff/batches/${params.batchId}`)
    return
  }
  const batch = await openBatch(actor, params)
  const refused = refusedForm(form, '', forms.confirmRefusals[confirmed.reason])
  if (batch.details) await renderPreview(visit, batch, batch.details, { show: 'go', page: 1, form: refused }, res.status(422))
  else await renderDetails(visit, batch, refused, res.status(422))
}

const submitDiscard: Submission<Manage, forms.BatchParams, object> = async ({ actor, params }, res) => {
  if (!(await discardBatch(actor, params.batchId))) throw new NotFound()
  res.redirect(303, '/staff/candidates?all=yes&notice=discarded')
}

const showBatches: Page<Manage, unknown, forms.BatchesQuery> = async ({ actor, query }, res) => {
  const { total, rows } = await listBatches(actor, query.page)
  res.render('candidates/staff/batches', { total, rows, number: query.page, pages: pagesOf(total), actionWords: forms.actionWords })
}

const one = { can: 'candidate.manage', params: forms.batchParams, invalid: showDetailsAgain } as const

export const batchRoutes: Route[] = [
  get('/staff/batches', { can: 'candidate.manage', query: forms.batchesQuery }, showBatches),
  post('/staff/batches', { can: 'candidate.manage', form: forms.startForm, invalid: showListAgain }, submitStart),
  get('/staff/batches/:batchId', { can: 'candidate.manage', params: forms.batchParams, query: forms.batchQuery }, showBatch),
  post('/staff/batches/:batchId/details', { ...one, form: forms.detailsForm }, submitDetails),
  post('/staff/batches/:batchId/confirm', { ...one, form: forms.confirmForm }, submitConfirm),
  post('/staff/batches/:batchId/discard', { ...one, form: forms.nothingForm }, submitDiscard),
]
