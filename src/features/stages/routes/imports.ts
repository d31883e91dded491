import type { Response } from 'express'
import type { z } from 'zod'
import type { Team } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import { abandonImport, confirmImport, removeMapping, startImport } from '../commands/imports.ts'
import { leftOverFile } from '../documents.ts'
import * as forms from '../forms/imports.ts'
import { A_PAGE } from '../queries/conflicts.ts'
import { findImport, findMapping, listImportRows, listImports, listLeftOver, listMappings } from '../queries/imports.ts'
import { isProblem, outcomes, outcomeWords, problemWords, type Outcome } from '../rules/imports.ts'
import { MOST_LINES } from '../rules/mapping.ts'
import { stageName, stageWords } from '../rules/records.ts'
import { keepAndMap } from './mapping.ts'

const pagesOf = (total: number) => Math.max(1, Math.ceil(total / A_PAGE))

const showImports: Page<'stage.import', unknown, forms.ImportsQuery> = async ({ actor, query }, res) => {
  const [{ total, rows }, mappings] = await Promise.all([listImports(actor, query, query.page), listMappings(actor)])
  const notices: Record<string, string> = { thrown: 'The file is thrown away. Nothing of it was saved.', mapping: 'The mapping is gone.' }
  res.render('stages/imports', { rows, total, mappings, query, pages: pagesOf(total), notice: notices[query.notice ?? ''] })
}

const showNew: Page<'stage.import', unknown, { mapping?: string | undefined }> = async ({ actor, query, form }, res) => {
  const mappings = await listMappings(actor)
  const shown = form.errors.length > 0 ? form : blankForm({ mappingId: query.mapping ?? '' })
  res.render('stages/import-new', { form: shown, mappings, MOST_LINES })
}
const showNewAgain: Page<'stage.import'> = (visit, res) => showNew({ ...visit, query: {} }, res)

const submitNew: Submission<'stage.import', unknown, forms.UploadInput> = async (visit, res) => {
  const { actor, force, input, form } = visit
  const read = forms.readUpload(input)
  if (!read.ok) {
    await showNewAgain({ ...visit, query: {}, form: refusedForm(form, read.field, read.words) }, res.status(422))
    return
  }
  const { name, text, separator, encoding, table } = read
  const id = await startImport(actor, { name, text, separator, encoding, lines: table.rows.length + table.errors.length })
  const saved = input.mappingId === '' ? undefined : await findMapping(actor, input.mappingId)
  res.redirect(303, saved ? await keepAndMap(actor, id, { force, table, saved }) : `/staff/imports/${id}/columns`)
}

/** The outcome shown first: what a person has to do something about. */
const firstToShow = (counts: Record<Outcome, number>): Outcome =>
  (['error', 'unmatched', 'conflict', 'new', 'there', 'leftOut'] as const).find((outcome) => counts[outcome] > 0) ?? 'new'

type Open = Pick<Parameters<Page<'stage.import', forms.ImportParams>>[0], 'actor' | 'force' | 'params' | 'form'>

async function renderImport({ actor, force, params, form }: Open, query: forms.ImportQuery, res: Response): Promise<void> {
  const found = await findImport(actor, params.importId)
  if (!found) throw new NotFound()
  const show = query.show ?? firstToShow(found.counts)
  const { total, rows } = await listImportRows(actor, found.id, show, query.page)
  const named = rows.map((row) => ({
    ...row,
    name: row.route !== null && row.stage !== null ? stageName(force, { route: row.route, stage: row.stage }) : undefined,
    words: isProblem(row.problem) ? problemWords[row.problem] : undefined,
  }))
  res.render('stages/import', {
    ...{ form, found, show, rows: named, total, listPage: query.page, pages: pagesOf(total), outcomes, outcomeWords, stageWords },
    notice: query.notice === 'mapped' ? 'The file is read. Nothing of it is saved yet.' : undefined,
  })
}

const showImport: Page<'stage.import', forms.ImportParams, forms.ImportQuery> = async (visit, res) => {
  const found = await findImport(visit.actor, visit.params.importId)
  if (found?.state === 'mapping') res.redirect(303, `/staff/imports/${found.id}/columns`)
  else await renderImport(visit, visit.query, res)
}
const showImportAgain: Page<'stage.import', forms.ImportParams> = (visit, res) => renderImport(visit, { page: 1 }, res)

const submitConfirm: Submission<'stage.import', forms.ImportParams, forms.ConfirmInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const decision = await confirmImport(actor, params.importId, input.goodOnly === 'yes')
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, `/staff/imports/${params.importId}`)
    return
  }
  const { field, words } = forms.importRefusals[decision.reason]
  await showImportAgain({ ...visit, query: {}, form: refusedForm(form, field, words) }, res.status(422))
}

const submitAbandon: Submission<'stage.import', forms.ImportParams, object> = async (visit, res) => {
  const decision = await abandonImport(visit.actor, visit.params.importId)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, '/staff/imports?notice=thrown')
  else
    await showImportAgain(
      { ...visit, query: {}, form: refusedForm(visit.form, '', forms.importRefusals[decision.reason].words) },
      res.status(422),
    )
}

async function sendLeftOver(actor: Team, importId: string, res: Response): Promise<void> {
  if (!(await findImport(actor, importId))) throw new NotFound()
  const rows = await listLeftOver(actor, importId)
  res.setHeader('content-disposition', 'attachment; filename="lines-left-out.csv"')
  res.type('text/csv; charset=utf-8').send(leftOverFile(rows))
}

const showLeftOver: Page<'stage.import', forms.ImportParams> = ({ actor, params }, res) => sendLeftOver(actor, params.importId, res)

const submitRemove: Submission<'stage.import', z.infer<typeof forms.mappingParams>, object> = async ({ actor, params }, res) => {
  if (!(await removeMapping(actor, params.mappingId))) throw new NotFound()
  res.redirect(303, '/staff/imports?notice=mapping')
}

const can = { can: 'stage.import' } as const
const one = { ...can, params: forms.importParams } as const
const nothing = forms.columnsQuery
const showImportsAgain: Page<'stage.import', z.infer<typeof forms.mappingParams>> = (visit, res) =>
  showImports({ ...visit, query: { page: 1, whose: 'team' } }, res)

export const importRoutes: Route[] = [
  get('/staff/imports', { ...can, query: forms.importsQuery }, showImports),
  get('/staff/imports/new', { ...can, query: forms.newImportQuery }, showNew),
  post('/staff/imports/new', { ...can, form: forms.uploadForm, invalid: showNewAgain }, submitNew),
  post(
    '/staff/imports/mappings/:mappingId/remove',
    { ...can, params: forms.mappingParams, form: nothing, invalid: showImportsAgain },
    submitRemove,
  ),
  get('/staff/imports/:importId', { ...one, query: forms.importQuery }, showImport),
  post('/staff/imports/:importId/confirm', { ...one, sensitive: true, form: forms.confirmForm, invalid: showImportAgain }, submitConfirm),
  post('/staff/imports/:importId/abandon', { ...one, form: nothing, invalid: showImportAgain }, submitAbandon),
  get('/staff/imports/:importId/left-out.csv', one, showLeftOver),
]
