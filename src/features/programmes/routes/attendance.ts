import type { Response } from 'express'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { addWalkIn, recordLooks, saveMarks, type MarksSaved } from '../commands/attendance.ts'
import { undoBatch } from '../commands/mark-batches.ts'
import { cancelWorkshop, holdWorkshop, unholdWorkshop } from '../commands/workshops.ts'
import { listSupportersAt } from '../../supporting/queries.ts'
import * as forms from '../forms/attendance.ts'
import type { BatchParams, FindQuery, HappenedInput, RegisterInput, SheetQuery, UndoInput, WalkInInput } from '../forms/attendance.ts'
import { noticeQuery, workshopParams, workshopRefusals, type NoticeQuery, type WorkshopParams } from '../forms/workshops.ts'
import { findRegister, type Register } from '../queries/attendance.ts'
import { searchCandidates } from '../queries/workshops.ts'
import { markNames, type Recorded } from '../rules/attendance.ts'

const notices: Record<string, string> = {
  held: 'Recorded as held. Now mark each person.',
  unheld: 'No longer recorded as held.',
  saved: 'Marks saved.',
  nothing: 'Nothing was changed.',
  walkedIn: 'Added, and marked as here.',
  undone: 'Taken back. Those people are not recorded again, and the history keeps both.',
}

type Recording = 'attendance.record'
const at = { can: 'attendance.record', params: workshopParams } as const

async function find(actor: Team, id: string): Promise<Register> {
  const register = await findRegister(actor, id)
  if (!register) throw new NotFound()
  return register
}

const choices: Record<Recorded, { mark: string; why: string }> = {
  booked: { mark: '', why: '' },
  attended: { mark: 'here', why: '' },
  attendedLate: { mark: 'late', why: '' },
  leftEarly: { mark: 'early', why: '' },
  absentNotified: { mark: 'absent', why: 'told' },
  absent: { mark: 'absent', why: 'none' },
}

/** Each person with what their row shows: what was typed where nothing was saved, else what is recorded. */
const rowsOf = (register: Register, form: Form, typed: boolean) =>
  register.people.map((person) => {
    const given = (name: string) => {
      const value = form.values[`${name}-${person.placeId}`]
      return typed && typeof value === 'string' ? value : undefined
    }
    const recorded = choices[person.state]
    const was = given('was')
    return was === undefined
      ? { ...person, ...recorded, seen: person.state }
      : { ...person, mark: given('mark') ?? '', why: given('why') ?? '', seen: was }
  })

type Opened = { actor: Team; params: WorkshopParams; form: Form }

async function renderRegister(
  { actor, params, form }: Opened,
  res: Response,
  shown: { notice?: string | undefined; typed?: boolean } = {},
) {
  const register = await find(actor, params.workshopId)
  await recordLooks(actor, register.people, 'Register')
  const names = new Map(register.people.map(({ placeId, name }) => [placeId, name]))
  const errors = form.errors.map(({ field, message }) => ({ field, message: `${nameIn(names, field)}${message}` }))
  res.render('programmes/staff/register', {
    register,
    rows: rowsOf(register, form, shown.typed ?? true),
    form: { ...form, errors },
    begun: register.startsAt <= now(),
    markNames,
    notice: notices[shown.notice ?? ''],
  })
}

function nameIn(names: Map<string, string>, field: string): string {
  const name = /^(?:why|mark)-/.test(field) ? names.get(field.slice(field.indexOf('-') + 1)) : undefined
  return name === undefined ? '' : `${name}: `
}

const showRegister: Page<Recording, WorkshopParams, NoticeQuery> = (visit, res) =>
  renderRegister(visit, res, { notice: visit.query.notice })
const showAgain: Page<Recording, WorkshopParams> = (visit, res) => renderRegister(visit, res)

const submitHappened: Submission<Recording, WorkshopParams, HappenedInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const id = params.workshopId
  const acts = {
    yes: () => holdWorkshop(actor, id),
    no: () => cancelWorkshop(actor, id, input.reason),
    undo: () => unholdWorkshop(actor, id),
  }
  const decision = await acts[input.happened]()
  if (!decision) throw new NotFound()
  if (!decision.ok)
    await showAgain({ ...visit, query: {}, form: refusedForm(visit.form, 'happened', workshopRefusals[decision.reason]) }, res.status(422))
  else if (input.happened === 'no') res.redirect(303, `/staff/workshops/${id}?notice=notHeld`)
  else res.redirect(303, `/staff/workshops/${id}/register?notice=${input.happened === 'yes' ? 'held' : 'unheld'}`)
}

const submitMarks: Submission<Recording, WorkshopParams, RegisterInput> = async (visit, res) => {
  const saved = await saveMarks(visit.actor, visit.params.workshopId, visit.input)
  if (!saved) throw new NotFound()
  if (saved.refused.length === 0) {
    res.redirect(303, `/staff/workshops/${visit.params.workshopId}/register?notice=${saved.saved > 0 ? 'saved' : 'nothing'}`)
    return
  }
  // Whose mark somebody else changed is shown as it is now, never as it was wished
  const typed = saved.refused.every(({ reason }) => reason !== 'changedMeanwhile')
  await renderRegister({ ...visit, form: withRefusals(visit.form, saved) }, res.status(422), { typed })
}

/** A refusal of the whole register is said once, one of a person beside their name. */
function withRefusals(form: Form, { refused }: MarksSaved): Form {
  const [first] = refused
  if (first && ['notHeld', 'leadOnly', 'reasonNeeded'].includes(first.reason)) {
    return refusedForm(form, first.reason === 'reasonNeeded' ? 'reason' : 'marks', forms.markRefusals[first.reason])
  }
  return refused.reduce((all, { placeId, reason }) => refusedForm(all, `mark-${placeId}`, forms.markRefusals[reason]), form)
}

const submitUndo: Submission<Recording, BatchParams, UndoInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const undone = await undoBatch(actor, params.workshopId, params.markBatchId, input.reason)
  if (!undone) throw new NotFound()
  if (undone.ok) res.redirect(303, `/staff/workshops/${params.workshopId}/register?notice=undone`)
  else {
    const field = undone.reason === 'reasonNeeded' ? 'undoReason' : 'marks'
    await renderRegister({ ...visit, form: refusedForm(visit.form, field, forms.undoRefusals[undone.reason]) }, res.status(422))
  }
}

/** On paper people stand by reference; with names only where somebody asks for them. */
const showSheet: Page<Recording, WorkshopParams, SheetQuery> = async ({ actor, params, query }, res) => {
  const register = await find(actor, params.workshopId)
  await recordLooks(actor, register.people, 'Register sheet')
  const names = query.names === 'yes'
  const people = names ? register.people : [...register.people].sort((a, b) => a.reference.localeCompare(b.reference))
  const supporters = await listSupportersAt(actor, register.id)
  res.render('programmes/staff/register-sheet', { register: { ...register, people }, supporters, printedAt: now(), names })
}

async function renderWalkIn({ actor, params, form }: Opened, q: string, res: Response): Promise<void> {
  const register = await find(actor, params.workshopId)
  const on = new Set(register.people.map(({ candidateId }) => candidateId))
  const found = await searchCandidates(actor, q)
  res.render('programmes/staff/walk-in', { register, form, q, found: found.map((each) => ({ ...each, on: on.has(each.id) })) })
}

const showWalkIn: Page<Recording, WorkshopParams, FindQuery> = (visit, res) => renderWalkIn(visit, visit.query.q, res)
const typedSearch = (form: Form) => (typeof form.values['q'] === 'string' ? form.values['q'].slice(0, 100) : '')
const showWalkInAgain: Page<Recording, WorkshopParams> = (visit, res) => renderWalkIn(visit, typedSearch(visit.form), res)

const submitWalkIn: Submission<Recording, WorkshopParams, WalkInInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const added = await addWalkIn(actor, params.workshopId, input.candidateId, input.reason)
  if (!added) throw new NotFound()
  if (added.ok) res.redirect(303, `/staff/workshops/${params.workshopId}/register?notice=walkedIn`)
  else {
    const field = added.reason === 'reasonNeeded' ? 'reason' : 'candidateId'
    const form = refusedForm(visit.form, field, forms.walkInRefusals[added.reason])
    await showWalkInAgain({ ...visit, query: {}, form }, res.status(422))
  }
}

export const attendanceRoutes = [
  get('/staff/workshops/:workshopId/register', { ...at, query: noticeQuery }, showRegister),
  post('/staff/workshops/:workshopId/register', { ...at, form: forms.registerForm, invalid: showAgain }, submitMarks),
  post(
    '/staff/workshops/:workshopId/register/batches/:markBatchId/undo',
    { can: 'attendance.record', params: forms.batchParams, form: forms.undoForm, invalid: showAgain },
    submitUndo,
  ),
  post('/staff/workshops/:workshopId/register/happened', { ...at, form: forms.happenedForm, invalid: showAgain }, submitHappened),
  get('/staff/workshops/:workshopId/register/sheet', { ...at, query: forms.sheetQuery }, showSheet),
  get('/staff/workshops/:workshopId/register/walk-in', { ...at, query: forms.findQuery }, showWalkIn),
  post('/staff/workshops/:workshopId/register/walk-in', { ...at, form: forms.walkInForm, invalid: showWalkInAgain }, submitWalkIn),
]
