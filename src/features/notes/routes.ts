import type { Response } from 'express'
import { NotFound } from '../../core/errors.ts'
import { refusedForm, type Form } from '../../core/form.ts'
import { get, post, type Page, type Submission, type Visit } from '../../core/http.ts'
import { addNote, correctNote, editNote, lookAtNotes, strikeNote } from './commands.ts'
import * as forms from './forms.ts'
import { findNote, findSubject } from './queries.ts'
import type { NoteDecision } from './rules.ts'

/** Where a note that could not be taken comes back with its words; the candidate's own page has the same box. */
const showNew: Page<'candidate.manage', forms.AboutParams> = async ({ actor, params, form }, res) => {
  const candidate = await findSubject(actor, params.candidateId)
  if (!candidate) throw new NotFound()
  res.render('notes/new', { candidate, form })
}

const submitNew: Submission<'candidate.manage', forms.AboutParams, forms.NoteInput> = async ({ actor, params, input }, res) => {
  if (!(await addNote(actor, params.candidateId, input.note))) throw new NotFound()
  res.redirect(303, `/staff/candidates/${params.candidateId}?notice=note#notes`)
}

const showNote: Page<'candidate.manage', forms.NoteParams, Partial<forms.NoteQuery>> = async ({ actor, params, query, form }, res) => {
  const note = await findNote(actor, params)
  if (!note) throw new NotFound()
  await lookAtNotes(actor, params.candidateId)
  res.render('notes/one', { note, form, notice: query.notice && forms.noteNotices[query.notice] })
}

const showAgain: Page<'candidate.manage', forms.NoteParams> = (visit, res) => showNote({ ...visit, query: {} }, res)

type Opened = Visit<'candidate.manage', forms.NoteParams> & { form: Form }

async function answer(visit: Opened, decision: NoteDecision | undefined, field: string, next: string, res: Response): Promise<void> {
  if (!decision) throw new NotFound()
  const { candidateId, noteId } = visit.params
  if (decision.ok) res.redirect(303, next.startsWith('?') ? `/staff/candidates/${candidateId}/notes/${noteId}${next}` : next)
  else await showAgain({ ...visit, form: refusedForm(visit.form, field, forms.noteRefusals[decision.reason]) }, res.status(422))
}

const submitEdit: Submission<'candidate.manage', forms.NoteParams, forms.EditInput> = async (visit, res) => {
  const { actor, params, input } = visit
  await answer(visit, await editNote(actor, params, input.note, input.was), 'note', '?notice=edited', res)
}

const submitCorrect: Submission<'candidate.manage', forms.NoteParams, forms.CorrectInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const next = `/staff/candidates/${params.candidateId}?notice=note#notes`
  await answer(visit, await correctNote(actor, params, input.correction), 'correction', next, res)
}

const submitStrike: Submission<'candidate.manage', forms.NoteParams, forms.StrikeInput> = async (visit, res) => {
  const { actor, params, input } = visit
  await answer(visit, await strikeNote(actor, params, input.strikeReason), 'strikeReason', '?notice=struck', res)
}

const about = { can: 'candidate.manage', params: forms.aboutParams } as const
const one = { can: 'candidate.manage', params: forms.noteParams, invalid: showAgain } as const
const at = '/staff/candidates/:candidateId/notes'

export const noteRoutes = [
  get(`${at}/new`, about, showNew),
  post(at, { ...about, form: forms.noteForm, invalid: showNew }, submitNew),
  get(`${at}/:noteId`, { can: 'candidate.manage', params: forms.noteParams, query: forms.noteQuery }, showNote),
  post(`${at}/:noteId/edit`, { ...one, form: forms.editForm }, submitEdit),
  post(`${at}/:noteId/correct`, { ...one, form: forms.correctForm }, submitCorrect),
  post(`${at}/:noteId/strike`, { ...one, form: forms.strikeForm }, submitStrike),
]
