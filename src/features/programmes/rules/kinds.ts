import type { ForceProfile } from '../../../forces/profile.ts'

/** A kind of support in the force's words; training for staff is no support that a candidate chooses. */
export const kindNames = (force: ForceProfile): Record<string, string> => ({
  ...Object.fromEntries(force.support.map(({ kind, name }) => [kind, name])),
  training: 'Training for staff',
})
