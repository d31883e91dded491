import type { DraftInput, WordsInput } from '../forms/workshops.ts'

/** No recruiter sees a session for colleagues: no candidate has a place there. It still carries a label that says nothing. */
const LABEL = 'Training for staff'

/**
 * A draft as it is kept. One for colleagues belongs to a course, and to nothing that is about candidates: no cohort, group, lottery
 * or places kept for some.
 */
export function settledFor({ forWhom, ...input }: DraftInput) {
  if (forWhom === 'candidates') return { ...input, audience: 'candidates', course: null }
  return {
    ...{ ...input, audience: 'staff', course: forWhom, safeLabel: input.safeLabel === '' ? LABEL : input.safeLabel },
    ...{ programme: '', cohort: '', session: null, openness: 'all' as const, rationale: '', policy: 'firstCome' as const },
    ...{ restricted: false, membersOnly: false, accessPlaces: 0, supporterPlaces: 0, routes: [] },
  }
}

/** The words of a workshop as they are kept: those of one for colleagues leave out what is about candidates. */
export const settledWords = (audience: string, input: WordsInput): WordsInput =>
  audience === 'staff' ? { ...input, restricted: false, routes: [] } : input
