import { z } from 'zod'
import { opennesses } from '../../rationales/rules.ts'
import type { OpennessRefusal } from '../../rationales/queries/openness.ts'

/** For whom a workshop is, and what allows it. */
export const openness = {
  openness: z.enum(opennesses, 'Choose for whom it is').default('all'),
  rationale: z
    .string('Choose from the list')
    .refine((typed) => typed === '' || z.uuid().safeParse(typed).success, 'Choose from the list')
    .default(''),
}

export const opennessRefusals: Record<OpennessRefusal, string> = {
  rationaleMissing:
    'A workshop that is not open to all rests on an approved rationale. Choose one on the draft, or have one approved first. Open to all, it can be published now',
  rationaleNotCovering:
    'The rationale does not cover this workshop: it has to be approved, in date today and on the day of the workshop, and for its routes',
  labelGivesAway:
    'The label for recruiters must say nothing of the title or the group. Choose neutral words, such as “Preparation workshop”',
}

/** Beside which field of the draft, or of the words, a refusal stands. */
export const opennessFields: Record<OpennessRefusal, string> = {
  rationaleMissing: 'rationale',
  rationaleNotCovering: 'rationale',
  labelGivesAway: 'safeLabel',
}
