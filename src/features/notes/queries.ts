import type { Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { db } from '../../core/db.ts'
import { LEFT, namesOf } from '../accounts/queries/team.ts'
import { noteEventsFor, noteSide, noteState } from './rules.ts'

export const NOTES_A_PAGE = 5

const shown = {
  ...{ id: true, authorId: true, authorRole: true, text: true, writtenAt: true, editedAt: true },
  ...{ struckAt: true, struckById: true, strikeReason: true },
  corrects: { select: { id: true, writtenAt: true } },
  corrections: { orderBy: { writtenAt: 'asc' }, select: { id: true, writtenAt: true } },
} as const

type Found = { authorId: string; struckById: string | null; writtenAt: Date; struckAt: Date | null }

/** A note as the one who looks may see and change it. */
function seenBy<N extends Found>(actor: Team, note: N, names: Map<string, string>) {
  const state = noteState(note, now())
  return {
    ...note,
    state,
    author: names.get(note.authorId) ?? LEFT,
    struckBy: note.struckById === null ? undefined : (names.get(note.struckById) ?? LEFT),
    mine: note.authorId === actor.accountId,
    events: noteEventsFor(state, noteSide(note.authorId, actor)),
  }
}

/** One page of what the team wrote about a candidate, newest first, and how much there is; nobody outside the team is ever shown any. */
export async function listNotes(actor: Team, candidateId: string, page: number) {
  const [total, notes] = await Promise.all([
    db.note.count({ where: { candidateId } }),
    db.note.findMany({
      where: { candidateId },
      orderBy: [{ writtenAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * NOTES_A_PAGE,
      take: NOTES_A_PAGE,
      select: shown,
    }),
  ])
  const names = await namesOf(notes.flatMap(({ authorId, struckById }) => [authorId, struckById]))
  return { total, page, pages: Math.max(1, Math.ceil(total / NOTES_A_PAGE)), rows: notes.map((note) => seenBy(actor, note, names)) }
}

/** One note with the words it had before; undefined where there is none about this candidate. */
export async function findNote(actor: Team, { candidateId, noteId }: { candidateId: string; noteId: string }) {
  const note = await db.note.findFirst({
    where: { id: noteId, candidateId, candidate: { closedAt: null } },
    select: { ...shown, candidate: { select: { id: true, name: true } }, versions: { orderBy: { id: 'desc' } } },
  })
  if (!note) return undefined
  return seenBy(actor, note, await namesOf([note.authorId, note.struckById]))
}

/** Whom a note is about; undefined where there is no such candidate. */
export const findSubject = (_actor: Team, candidateId: string) =>
  db.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true, name: true } })
