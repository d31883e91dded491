import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { countUses, type UseShow } from './staff.ts'

const asked: { what: string; show: UseShow; when: Waiting['when'] }[] = [
  { what: 'Adjustments that nobody has answered in time', show: 'overdue', when: 'overdue' },
  { what: 'Adjustments for the team to answer', show: 'toAnswer', when: 'week' },
  { what: 'Adjustments agreed on, for the team to provide', show: 'toProvide', when: 'week' },
]

/** What of adjustments waits; each list holds exactly what is counted. Mine are those of the candidates I look after. */
export const findAdjustmentsWaiting = (actor: Team, whose: Whose): Promise<Waiting[]> =>
  Promise.all(
    asked.map(async ({ what, show, when }) => ({
      ...{ what, when, href: withWhose(`/staff/adjustments?show=${show}`, whose) },
      ...(await countUses(actor, { show, about: 'all', whose })),
    })),
  )
