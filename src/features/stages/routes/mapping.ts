import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { keepColumns, mapImport } from '../commands/imports.ts'
import { readTable, type Separator } from '../forms/file.ts'
import * as forms from '../forms/imports.ts'
import { findContent, findImport, type ImportFound } from '../queries/imports.ts'
import {
  choicesOf,
  dateOrders,
  fold,
  guessColumns,
  guessMeaning,
  LEAVE_OUT,
  mappingSchema,
  meaningsNeeded,
  missingHeadings,
  valuesOf,
  type Mapping,
  type MeaningKind,
  type Table,
} from '../rules/mapping.ts'

/** More different values than this, and the column is not what it was taken for. */
const MOST_VALUES = 200
const LINES_SHOWN = 3

const noMeanings: Mapping['meanings'] = { route: [], stage: [], state: [], result: [] }
const draftOf = ({ mapping }: ImportFound): Mapping | undefined => (mapping === null ? undefined : mappingSchema.parse(mapping))

/** The file that waits, as a table; undefined where it waits no longer. */
async function openFile(actor: Team, importId: string) {
  const [found, kept] = await Promise.all([findImport(actor, importId), findContent(actor, importId)])
  if (!found) throw new NotFound()
  const read = kept?.content == null ? undefined : readTable(kept.content, kept.separator as Separator)
  return read?.ok === true ? { found, table: read.table } : undefined
}

type Value = { field: string; value: string; chosen: string }
type Question = { kind: MeaningKind; column: string; values: Value[]; choices: { value: string; text: string }[] }

/** Each value of the file with what it means: as the mapping has it, else as its words suggest. */
function questionsOf(force: ForceProfile, mapping: Mapping, table: Table): Question[] {
  return meaningsNeeded(mapping).map(([kind, column]) => {
    const known = new Map(mapping.meanings[kind].map(([cell, means]) => [fold(cell), means]))
    const choices = choicesOf(kind, force)
    const offered = (means: string | undefined) => means === LEAVE_OUT || choices.some(({ value }) => value === means)
    const values = valuesOf(table, column).map((value, i) => {
      const kept = known.get(fold(value))
      return {
        field: `${kind}-${String(i)}`,
        value,
        chosen: kept !== undefined && offered(kept) ? kept : (guessMeaning(value, choices) ?? ''),
      }
    })
    return { kind, column, values, choices }
  })
}

/** What a saved mapping leaves open of this file: nothing, some values, or columns. */
const isKnown = (force: ForceProfile, mapping: Mapping, table: Table) =>
  questionsOf(force, mapping, table).every(({ kind, values }) => {
    const known = new Set(mapping.meanings[kind].map(([cell]) => fold(cell)))
    return values.every(({ value, chosen }) => chosen !== '' && known.has(fold(value)))
  })

type Saved = { id: string; name: string; mapping: Mapping }

/** Reads a file by a saved mapping, and says which page comes next: the preview where it answers everything. */
export async function keepAndMap(
  actor: Team,
  importId: string,
  { force, table, saved }: { force: ForceProfile; table: Table; saved: Saved },
): Promise<string> {
  const { mapping, name, id: mappingId } = saved
  const here = `/staff/imports/${importId}`
  await keepColumns(actor, importId, { mapping, mappingId })
  if (missingHeadings(mapping, table.headings).length > 0) return `${here}/columns`
  if (!isKnown(force, mapping, table)) return `${here}/meanings`
  await mapImport(actor, importId, { mapping, mappingId, name: undefined, table, force })
  return name === '' ? here : `${here}?notice=mapped`
}

function typedColumns(draft: Mapping | undefined, table: Table): Record<string, unknown> {
  const columns = draft?.columns ?? guessColumns(table.headings)
  const here = (wanted: string | undefined) =>
    wanted === undefined ? undefined : table.headings.find((each) => fold(each) === fold(wanted))
  return {
    ...Object.fromEntries(forms.columnFields.map(({ kind, field }) => [field, here(columns[kind]) ?? ''])),
    route: draft?.route ?? '',
    dates: draft?.dates ?? 'dmy',
  }
}

const showColumns: Page<'stage.import', forms.ImportParams> = async ({ actor, params, form, force }, res) => {
  const open = await openFile(actor, params.importId)
  if (!open) {
    res.redirect(303, `/staff/imports/${params.importId}`)
    return
  }
  const { found, table } = open
  const draft = draftOf(found)
  res.render('stages/import-columns', {
    ...{ found, table, dateOrders, fields: forms.columnFields, routes: force.routes },
    form: form.errors.length > 0 ? form : blankForm(typedColumns(draft, table)),
    missing: draft ? missingHeadings(draft, table.headings) : [],
    sample: table.rows.slice(0, LINES_SHOWN),
  })
}

const columnsTyped = (input: forms.ColumnsInput): Mapping['columns'] =>
  Object.fromEntries(
    forms.columnFields.flatMap(({ kind, field }) => {
      const chosen = (input as Record<string, string>)[field] ?? ''
      return chosen === '' ? [] : [[kind, chosen]]
    }),
  )

const submitColumns: Submission<'stage.import', forms.ImportParams, forms.ColumnsInput> = async (visit, res) => {
  const { actor, params, input, form, force } = visit
  const open = await openFile(actor, params.importId)
  const here = `/staff/imports/${params.importId}`
  if (!open) {
    res.redirect(303, here)
    return
  }
  const draft = draftOf(open.found)
  const columns = columnsTyped(input)
  const mapping: Mapping = {
    columns,
    dates: input.dates,
    meanings: draft?.meanings ?? noMeanings,
    ...(input.route !== '' && { route: input.route }),
  }
  const wrong = wrongColumn(mapping, open.table, force)
  if (wrong) {
    await showColumns({ ...visit, query: {}, form: refusedForm(form, wrong.field, wrong.words) }, res.status(422))
    return
  }
  await keepColumns(actor, params.importId, { mapping, mappingId: open.found.mappingId ?? undefined })
  res.redirect(303, `${here}/meanings`)
}

function wrongColumn(mapping: Mapping, table: Table, force: ForceProfile): { field: string; words: string } | undefined {
  const [missing] = missingHeadings(mapping, table.headings)
  if (missing !== undefined) return { field: 'column-stage', words: 'Choose headings of this file' }
  if (mapping.route !== undefined && !force.routes.some(({ id }) => id === mapping.route))
    return { field: 'route', words: 'Choose a route from the list' }
  for (const [kind, column] of meaningsNeeded(mapping)) {
    const many = valuesOf(table, column).length
    if (many > MOST_VALUES)
      return {
        field: kind === 'result' ? 'column-stage' : `column-${kind}`,
        words: `“${column}” has ${String(many)} different values. Choose the column with fewer`,
      }
  }
  return undefined
}

async function renderMeanings(open: { found: ImportFound; table: Table }, force: ForceProfile, form: Form, res: Response): Promise<void> {
  const draft = draftOf(open.found)
  if (!draft) {
    res.redirect(303, `/staff/imports/${open.found.id}/columns`)
    return
  }
  res.render('stages/import-meanings', {
    ...{ found: open.found, LEAVE_OUT, questions: questionsOf(force, draft, open.table) },
    form: form.errors.length > 0 ? form : blankForm({ name: open.found.mappingName ?? '' }),
  })
  return Promise.resolve()
}

const showMeanings: Page<'stage.import', forms.ImportParams> = async ({ actor, params, force, form }, res) => {
  const open = await openFile(actor, params.importId)
  if (open) await renderMeanings(open, force, form, res)
  else res.redirect(303, `/staff/imports/${params.importId}`)
}

/** Reads the choices, value by value; what other files had keeps its meaning. */
function meaningsTyped(questions: Question[], typed: Record<string, unknown>, before: Mapping['meanings']) {
  const errors: Form['errors'] = []
  const meanings = { ...before }
  for (const { kind, values, choices } of questions) {
    const pairs = values.map(({ field, value }): [string, string] => {
      const means = typed[field]
      const known = typeof means === 'string' && (means === LEAVE_OUT || choices.some((each) => each.value === means))
      if (!known)
        errors.push({
          field,
          message: `Choose what “${value === '' ? 'an empty cell' : value.slice(0, 60)}” means, or that its lines are not wanted`,
        })
      return [value, known ? means : '']
    })
    const told = new Set(pairs.map(([cell]) => fold(cell)))
    meanings[kind] = [...pairs, ...before[kind].filter(([cell]) => !told.has(fold(cell)))]
  }
  return { meanings, errors }
}

const submitMeanings: Submission<'stage.import', forms.ImportParams, forms.MeaningsInput> = async (
  { actor, params, force, input, form },
  res,
) => {
  const open = await openFile(actor, params.importId)
  const here = `/staff/imports/${params.importId}`
  const draft = open && draftOf(open.found)
  if (!open || !draft) {
    res.redirect(303, here)
    return
  }
  const { meanings, errors } = meaningsTyped(questionsOf(force, draft, open.table), input, draft.meanings)
  if (errors.length > 0) {
    await renderMeanings(open, force, { ...form, errors }, res.status(422))
    return
  }
  const name = input.name === '' ? undefined : input.name
  const mapping = { ...draft, meanings }
  const done = await mapImport(actor, params.importId, { mapping, name, mappingId: undefined, table: open.table, force })
  res.redirect(303, done?.ok === true ? `${here}?notice=mapped` : here)
}

const one = { can: 'stage.import', params: forms.importParams } as const

export const mappingRoutes: Route[] = [
  get('/staff/imports/:importId/columns', one, showColumns),
  post('/staff/imports/:importId/columns', { ...one, form: forms.columnsForm, invalid: showColumns }, submitColumns),
  get('/staff/imports/:importId/meanings', one, showMeanings),
  post('/staff/imports/:importId/meanings', { ...one, form: forms.meaningsForm, invalid: showMeanings }, submitMeanings),
]
