import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import type { Show } from '../rules/shows.ts'
import { placementsWhere } from './staff.ts'

const kinds: { show: Show; what: string; when: Waiting['when'] }[] = [
  { show: 'mark', what: 'Visits whose day has been, to mark', when: 'overdue' },
  { show: 'requested', what: 'Visits asked for, to pass on', when: 'today' },
  { show: 'ready', what: 'Visits ready to be confirmed', when: 'today' },
  { show: 'day', what: 'Visits agreed on that need a day', when: 'week' },
  { show: 'silent', what: 'Hosts that have not answered in two weeks', when: 'week' },
]

/** What the placements have waiting; each list holds exactly what is counted. Mine are those of the candidates I look after. */
export async function findPlacementsWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const at = now()
  return Promise.all(
    kinds.map(async ({ show, what, when }) => {
      const where = await placementsWhere(actor, { show, whose: whose === 'mine' ? 'mine' : undefined }, at)
      const { _count: count, _min } = await db.placement.aggregate({ where, _count: true, _min: { changedAt: true } })
      return { what, when, count, href: withWhose(`/staff/placements?show=${show}`, whose), oldest: _min.changedAt ?? undefined }
    }),
  )
}
