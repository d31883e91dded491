import type { ForceProfile } from '../../../forces/profile.ts'

/** A workshop's place in a word or two: the area's name in the force's words, else what the team typed. */
export const townOf =
  (force: Pick<ForceProfile, 'areas'>) =>
  ({ online, area, venue }: { online: boolean; area: string; venue: string }): string => {
    if (online) return 'Online'
    const named = force.areas.find(({ id }) => id === area)?.name ?? area
    return named === '' ? venue : named
  }
