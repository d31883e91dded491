import type { Team } from '../../../core/access.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { countQueue, type QueueShow } from './queue.ts'

const asked: { what: string; show: QueueShow; when: Waiting['when'] }[] = [
  { what: 'Visits within a week that are not confirmed yet', show: 'soon', when: 'today' },
  { what: 'Visits with checks for the team to do', show: 'team', when: 'week' },
]

/** What the checks of placements have waiting; each list holds exactly what is counted. Mine are those of the candidates I look after. */
export const findChecksWaiting = (actor: Team, whose: Whose): Promise<Waiting[]> =>
  Promise.all(
    asked.map(async ({ what, show, when }) => ({
      ...{ what, when, href: withWhose(`/staff/checks?show=${show}`, whose) },
      ...(await countQueue(actor, { show, whose })),
    })),
  )
