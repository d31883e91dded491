import { now } from '../../../core/clock.ts'
import { typedDay } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { addEntry, changeEntry, moveEntry } from '../commands/fitness.ts'
import { logFile } from '../documents.ts'
import * as forms from '../forms/own.ts'
import { findEntry, findLog, listEntries, listReaders } from '../queries/own.ts'
import { AIM, feelings, hasReached, kinds } from '../rules/plan.ts'

type Own = 'preparing.own'
const words = { AIM, feelings, hasReached, kinds }

const showLog: Page<Own, unknown, Partial<forms.LogQuery>> = async ({ actor, query, form }, res) => {
  const [log, readers] = await Promise.all([findLog(actor.candidateId, query.page ?? 1), listReaders(actor, 'fitness')])
  const filled =
    form.errors.length > 0 || Object.keys(form.values).length > 0 ? form : blankForm({ onDay: typedDay(now()), kind: 'shuttle' })
  res.render('preparing/fitness', {
    ...{ ...log, ...words, form: filled, number: query.page ?? 1, removed: query.removed, notice: forms.noticeWords(query.notice) },
    shared: readers.filter(({ share }) => share !== undefined),
  })
}
const showLogAgain: Page<Own> = (visit, res) => showLog({ ...visit, query: {} }, res)

const submitEntry: Submission<Own, unknown, forms.EntryInput> = async (visit, res) => {
  const decision = await addEntry(visit.actor, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, '/my/fitness?notice=saved')
    return
  }
  const refused = forms.entryRefusals[decision.reason]
  await showLogAgain({ ...visit, query: {}, form: refusedForm(visit.form, refused.field, refused.words) }, res.status(422))
}

const text = (given: number | null) => (given === null ? '' : String(given))

const showEntry: Page<Own, forms.EntryParams> = async ({ actor, params, form }, res) => {
  const entry = await findEntry(actor, params.entryId)
  if (!entry) throw new NotFound()
  const { onDay, kind, level, shuttle, minutes, felt, words: said } = entry
  const given = {
    onDay: typedDay(onDay),
    kind,
    level: text(level),
    shuttle: text(shuttle),
    minutes: text(minutes),
    felt: text(felt),
    words: said ?? '',
  }
  res.render('preparing/entry', {
    entry,
    ...words,
    form: form.errors.length > 0 || Object.keys(form.values).length > 0 ? form : blankForm(given),
  })
}

const submitChange: Submission<Own, forms.EntryParams, forms.EntryInput> = async (visit, res) => {
  const decision = await changeEntry(visit.actor, visit.params.entryId, visit.input)
  if (!decision) throw new NotFound()
  if (decision.ok) {
    res.redirect(303, '/my/fitness?notice=changed')
    return
  }
  const refused = forms.entryRefusals[decision.reason]
  await showEntry({ ...visit, query: {}, form: refusedForm(visit.form, refused.field, refused.words) }, res.status(422))
}

const submitMove: Submission<Own, forms.EntryParams, forms.EntryMoveInput> = async ({ actor, params, input }, res) => {
  if (!(await moveEntry(actor, params.entryId, input.event))) throw new NotFound()
  res.redirect(303, input.event === 'remove' ? `/my/fitness?removed=${params.entryId}` : '/my/fitness?notice=restored')
}
const showMoveAgain: Page<Own, forms.EntryParams> = (visit, res) => showLogAgain(visit, res)

const showFile: Page<Own> = async ({ actor }, res) => {
  res
    .attachment('my-fitness-log.csv')
    .type('text/csv; charset=utf-8')
    .send(logFile(await listEntries(actor)))
}

const own = { can: 'preparing.own' } as const
const entry = { ...own, params: forms.entryParams } as const

export const fitnessRoutes = [
  get('/my/fitness', { ...own, query: forms.logQuery }, showLog),
  post('/my/fitness', { ...own, form: forms.entryForm, invalid: showLogAgain }, submitEntry),
  get('/my/fitness/log.csv', own, showFile),
  get('/my/fitness/entries/:entryId', entry, showEntry),
  post('/my/fitness/entries/:entryId', { ...entry, form: forms.entryForm, invalid: showEntry }, submitChange),
  post('/my/fitness/entries/:entryId/move', { ...entry, form: forms.entryMoveForm, invalid: showMoveAgain }, submitMove),
]
