import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import { listTeam } from '../../accounts/queries/team.ts'
import { recordExport } from '../commands/export.ts'
import { exportColumns, exportLines, toCsv } from '../documents.ts'
import { exportForm, type ExportInput } from '../forms/export.ts'
import { listQuery, type ListQuery } from '../forms/list.ts'
import { readExport } from '../queries/export.ts'
import { countCandidates } from '../queries/list.ts'
import { exportPurposes } from '../rules/export.ts'
import { filterWords, listAddress, readListAddress } from '../rules/list.ts'

type Asked = Pick<Parameters<Page<'candidate.manage'>>[0], 'actor' | 'force'> & { form: Form; search: string }

async function renderExport({ actor, force, form, search }: Asked, res: Response): Promise<void> {
  const { filter } = readListAddress(search)
  const [total, team] = await Promise.all([countCandidates(actor, filter), listTeam(actor)])
  res.render('candidates/staff/export', {
    ...{ form, total, exportPurposes, columns: exportColumns(false) },
    search: listAddress(filter, {}, ''),
    words: filterWords(filter, { force, team, me: actor.accountId }),
    back: listAddress(filter),
  })
}

const showExport: Page<'candidate.manage', unknown, ListQuery> = (visit, res) =>
  renderExport({ ...visit, search: listAddress(visit.query.filter, {}, '') }, res)

const showExportAgain: Page<'candidate.manage'> = (visit, res) => {
  const typed = visit.form.values['filter']
  return renderExport({ ...visit, search: typeof typed === 'string' ? typed : '' }, res)
}

const submitExport: Submission<'candidate.manage', unknown, ExportInput> = async (visit, res) => {
  const { actor, force, input, form } = visit
  const ids = await recordExport(actor, readListAddress(input.filter).filter, input)
  if (ids.length === 0) {
    await renderExport(
      { ...visit, form: refusedForm(form, '', 'These filters find nobody, so there is nothing to put in a file'), search: input.filter },
      res.status(422),
    )
    return
  }
  res.attachment(`candidates-${londonDay(now())}.csv`).type('text/csv; charset=utf-8')
  await pipeline(exportLines(force, readExport(actor, ids)), toCsv(input.contact), res)
}

export const candidateExportRoutes: Route[] = [
  get('/staff/export', { can: 'candidate.manage', query: listQuery, sensitive: true }, showExport),
  post('/staff/export', { can: 'candidate.manage', form: exportForm, invalid: showExportAgain, sensitive: true }, submitExport),
]
