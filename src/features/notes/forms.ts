import { z } from 'zod'
import { EDIT_MINUTES, type NoteRefusal } from './rules.ts'

const MOST = 4000
const REASON_MOST = 300

const words = (missing: string, most: number, what: string) =>
  z
    .string(missing)
    .trim()
    .min(1, missing)
    .max(most, `${what} must be ${String(most)} characters or fewer`)

export const noteForm = z.object({ note: words('Write the note', MOST, 'The note') })
export type NoteInput = z.infer<typeof noteForm>

/** `was` is when the words on the page were last changed, so that two windows do not overwrite each other. */
export const editForm = z.object({ note: words('Write the note', MOST, 'The note'), was: z.string().max(40).optional() })
export type EditInput = z.infer<typeof editForm>

export const correctForm = z.object({ correction: words('Write the correction', MOST, 'The correction') })
export type CorrectInput = z.infer<typeof correctForm>

export const strikeForm = z.object({ strikeReason: words('Say why this note is struck out', REASON_MOST, 'The reason') })
export type StrikeInput = z.infer<typeof strikeForm>

export const aboutParams = z.object({ candidateId: z.uuid() })
export type AboutParams = z.infer<typeof aboutParams>
export const noteParams = z.object({ candidateId: z.uuid(), noteId: z.uuid() })
export type NoteParams = z.infer<typeof noteParams>

export const noteNotices = { edited: 'The note is changed. The words before stay in its history.', struck: 'The note is struck out.' }
export const noteQuery = z.object({ notice: z.enum(['edited', 'struck']).optional().catch(undefined) })
export type NoteQuery = z.infer<typeof noteQuery>

export const noteRefusals: Record<NoteRefusal, string> = {
  notYours: 'Only whoever wrote this note, or a lead, can do that. You can write a correction',
  settled: `Notes can be changed for ${String(EDIT_MINUTES)} minutes. Write a correction instead: it stands beside this one`,
  struck: 'This note has been struck out meanwhile, and stays as it is',
  changedMeanwhile: 'These words have been changed in another window meanwhile. Look at how they stand now, then change them again',
}
