import type { Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { inTransaction, type Tx } from '../../core/db.ts'
import { recordEvent, recordLook } from '../audit/commands.ts'
import { decideNote, noteSide, noteState, type NoteDecision, type NoteEvent } from './rules.ts'

type About = { candidateId: string; noteId: string }

/** Writes a note about a candidate; false where there is no such candidate. */
export const addNote = (actor: Team, candidateId: string, text: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR SHARE`
    if ((await tx.candidate.count({ where: { id: candidateId, closedAt: null } })) === 0) return false
    const { id } = await tx.note.create({ data: written(actor, candidateId, text), select: { id: true } })
    await recordEvent(tx, actor, 'note.written', { candidateId, subjectId: id })
    return true
  })

/** Changes the words of one's own note while it is fresh; the words before are kept. `was` is when the page saw them changed last. */
export const editNote = (actor: Team, about: About, text: string, was: string | undefined): Promise<NoteDecision | undefined> =>
  decided(actor, about, 'edit', async (tx, note) => {
    if (was !== undefined && was !== (note.editedAt?.toISOString() ?? '')) return { ok: false, reason: 'changedMeanwhile' }
    if (text === note.text) return { ok: true }
    await tx.note.update({ where: { id: about.noteId }, data: { text, editedAt: now() } })
    await recordEvent(tx, actor, 'note.edited', { candidateId: about.candidateId, subjectId: about.noteId })
    return { ok: true }
  })

/** Writes a note that stands beside an older one and says what is right. */
export const correctNote = (actor: Team, about: About, text: string): Promise<NoteDecision | undefined> =>
  decided(actor, about, 'correct', async (tx) => {
    const data = { ...written(actor, about.candidateId, text), correctsId: about.noteId }
    const { id } = await tx.note.create({ data, select: { id: true } })
    await recordEvent(tx, actor, 'note.corrected', { candidateId: about.candidateId, subjectId: id })
    return { ok: true }
  })

/** Strikes a note out, with the reason beside it. Its words stay in the history. */
export const strikeNote = (actor: Team, about: About, strikeReason: string): Promise<NoteDecision | undefined> =>
  decided(actor, about, 'strike', async (tx) => {
    await tx.note.update({ where: { id: about.noteId }, data: { struckAt: now(), struckById: actor.accountId, strikeReason } })
    await recordEvent(tx, actor, 'note.struck', { candidateId: about.candidateId, subjectId: about.noteId })
    return { ok: true }
  })

/** Records that somebody of the team reads or writes notes about a candidate. */
export const lookAtNotes = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'notes of the team', 'To run your support'))

const written = (actor: Team, candidateId: string, text: string) => ({
  ...{ candidateId, text, writtenAt: now() },
  ...{ authorId: actor.accountId, authorRole: actor.role },
})

type Locked = { text: string; editedAt: Date | null; writtenAt: Date; struckAt: Date | null; authorId: string }

/** One note, locked and decided about, then what happens to it; undefined where there is no such note about this candidate. */
const decided = (
  actor: Team,
  { candidateId, noteId }: About,
  event: NoteEvent,
  happen: (tx: Tx, note: Locked) => Promise<NoteDecision>,
): Promise<NoteDecision | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM notes WHERE id = ${noteId}::uuid FOR NO KEY UPDATE`
    const note = await tx.note.findFirst({ where: { id: noteId, candidateId, candidate: { closedAt: null } } })
    if (!note) return undefined
    const decision = decideNote(noteState(note, now()), event, noteSide(note.authorId, actor))
    return decision.ok ? happen(tx, note) : decision
  })
