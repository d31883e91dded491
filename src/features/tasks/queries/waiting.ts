import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { countTasksDue } from './tasks.ts'

const kinds = { overdue: 'Tasks that are overdue', today: 'Tasks for today', week: 'Tasks for the next seven days' } as const

/** The tasks that wait: each count is that of the list behind it. */
export const findTasksWaiting = (actor: Team, whose: Whose): Promise<Waiting[]> =>
  Promise.all(
    (['overdue', 'today', 'week'] as const).map(async (when) => ({
      ...{ what: kinds[when], href: withWhose(`/staff/tasks?when=${when}`, whose), when },
      ...(await countTasksDue(actor, whose, when)),
    })),
  )
