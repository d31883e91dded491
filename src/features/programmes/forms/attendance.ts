import { z } from 'zod'
import { isRecorded, type MarkRefusal, type Recorded, type UndoRefusal, type WalkInRefusal } from '../rules/attendance.ts'
import { words } from '../../../core/fields.ts'

export type WantedMark = { placeId: string; seen: Recorded; wanted: Recorded }

const placeId = z.uuid()
const direct: Record<string, Recorded> = { here: 'attended', late: 'attendedLate', early: 'leftEarly' }
const absences: Record<string, Recorded> = { told: 'absentNotified', none: 'absent' }

const text = (value: unknown) => (typeof value === 'string' ? value : '')

const registerFields = z.looseObject({ reason: words(300), undo: z.string().optional().catch(undefined) })

/**
 * The register as one form. For each person `was-ID` is what the page said, `mark-ID` what is chosen now (nothing where
 * nobody knows), `why-ID` whether an absence was told; `undo` names the person whose mark is taken back, and `rest` marks as
 * here whoever has no mark and is given none.
 */
export const registerForm = registerFields.transform((typed, ctx) => {
  const wanted: WantedMark[] = []
  const rest: string[] = []
  for (const [name, value] of Object.entries(typed)) {
    if (!name.startsWith('was-')) continue
    const id = name.slice(4)
    const seen = text(value)
    if (!placeId.safeParse(id).success || !isRecorded(seen)) continue
    const mark = readMark(typed, id, seen)
    if (mark === undefined)
      ctx.addIssue({ code: 'custom', path: [`why-${id}`], message: 'say whether they told us first that they would be absent' })
    else if (typed['rest'] === 'here' && seen === 'booked' && mark === 'booked') rest.push(id)
    else wanted.push({ placeId: id, seen, wanted: mark })
  }
  return { reason: typed.reason, marks: wanted, rest }
})
export type RegisterInput = z.infer<typeof registerForm>

function readMark(typed: Record<string, unknown>, id: string, seen: Recorded): Recorded | undefined {
  if (typed['undo'] === id) return 'booked'
  const mark = text(typed[`mark-${id}`])
  if (mark === 'absent') return absences[text(typed[`why-${id}`])]
  return direct[mark] ?? seen
}

export const sheetQuery = z.object({ names: z.enum(['yes']).optional().catch(undefined) })
export type SheetQuery = z.infer<typeof sheetQuery>

export const batchParams = z.object({ workshopId: z.uuid(), markBatchId: z.uuid() })
export type BatchParams = z.infer<typeof batchParams>
export const undoForm = z.object({ reason: words(300) })
export type UndoInput = z.infer<typeof undoForm>

export const happenedForm = z
  .object({ happened: z.enum(['yes', 'no', 'undo'], 'Say whether it happened'), reason: words(300) })
  .refine(({ happened, reason }) => happened !== 'no' || reason !== '', {
    path: ['reason'],
    message: 'Say why it did not happen, in words that everybody booked may read',
  })
export type HappenedInput = z.infer<typeof happenedForm>

export const walkInForm = z.object({ candidateId: z.uuid('Choose the person who walked in'), reason: words(300) })
export type WalkInInput = z.infer<typeof walkInForm>

export const findQuery = z.object({
  q: z.string().trim().max(100).catch('').default(''),
  notice: z.string().max(40).optional().catch(undefined),
})
export type FindQuery = z.infer<typeof findQuery>

export const markRefusals: Record<MarkRefusal, string> = {
  notHeld: 'Say first that the workshop happened',
  notOnRegister: 'is no longer on this register',
  changedMeanwhile: 'was marked by somebody else since you opened this page. What is recorded now is shown: choose again to change it',
  leadOnly: 'Seven days have passed, so only a lead can change this register',
  reasonNeeded: 'Say why the register changes now',
  walkInStays: 'walked in, so cannot be absent. Undo to take them off the register',
}

export const walkInRefusals: Record<WalkInRefusal, string> = {
  notHeld: 'Say first that the workshop happened',
  noSuchPerson: 'Choose a person from the list',
  alreadyOnRegister: 'This person is on the register already',
  leadOnly: 'Seven days have passed, so only a lead can change this register',
  reasonNeeded: 'Say why the register changes now',
}

export const undoRefusals: Record<UndoRefusal, string> = {
  alreadyUndone: 'This was taken back already. What is recorded now is shown',
  leadOnly: 'Seven days have passed, so only a lead can change this register',
  reasonNeeded: 'Say why the register changes now',
}
