import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { alertTimes, countAlerts, type AlertTime } from './team.ts'

const words: Record<AlertTime, string> = {
  overdue: 'First years that should have been looked at',
  today: 'First years to look at today',
  week: 'First years to look at this week',
}

/** Alerts of first years that nobody has looked at. */
export const findFirstYearsWaiting = (actor: Team, whose: Whose): Promise<Waiting[]> =>
  Promise.all(
    alertTimes.map(async (when) => ({
      ...{ what: words[when], href: withWhose(`/staff/first-year?when=${when}`, whose), when },
      ...(await countAlerts(actor, whose, when)),
    })),
  )
