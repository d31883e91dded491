import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { countConflicts } from './conflicts.ts'
import { countDeferrals, deferralTimes, type DeferralTime } from './deferrals.ts'
import { countOpenImports } from './imports.ts'

const ends: Record<DeferralTime, string> = {
  overdue: 'Deferrals that have ended',
  today: 'Deferrals that end today',
  week: 'Deferrals that end this week',
}

/** Stages in dispute, deferrals that end, and files of results that nobody has confirmed. */
export async function findStagesWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const [disputed, imports, ...deferrals] = await Promise.all([
    countConflicts(actor, whose),
    countOpenImports(actor, whose),
    ...deferralTimes.map(async (when) => ({ when, ...(await countDeferrals(actor, whose, when)) })),
  ])
  return [
    { what: 'Stages where two sources disagree', href: withWhose('/staff/stages/conflicts', whose), when: 'week', ...disputed },
    { what: 'Imported files to confirm', when: 'today', ...imports },
    ...deferrals.map(({ when, ...rest }): Waiting => ({
      what: ends[when],
      href: withWhose(`/staff/stages/deferred?when=${when}`, whose),
      when,
      ...rest,
    })),
  ]
}
