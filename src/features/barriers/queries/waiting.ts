import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import type { Show, SystemicShow } from '../rules/shows.ts'
import { casesWhere } from './cases.ts'
import { systemicWhere } from './systemic.ts'

type Kind<S> = { show: S; what: string; when: Waiting['when'] }
const caseKinds: Kind<Show>[] = [
  { show: 'answer', what: 'Cases without the answer we promised', when: 'overdue' },
  { show: 'outcome', what: 'Cases past the day we promised', when: 'overdue' },
  { show: 'actions', what: 'Cases in which something is late', when: 'overdue' },
  { show: 'new', what: 'New cases, to take up', when: 'today' },
]
const systemicKinds: Kind<SystemicShow>[] = [
  { show: 'remeasure', what: 'Systemic barriers to measure again', when: 'today' },
  { show: 'publish', what: 'Words for the public, to approve', when: 'week' },
]

/** What is in people's way and waits for the team; each list holds exactly what is counted. */
export async function findBarriersWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const at = now()
  const cases = caseKinds.map(async ({ show, what, when }) => {
    const where = casesWhere(actor, { show, whose }, at)
    const { _count: count, _min } = await db.barrierCase.aggregate({ where, _count: true, _min: { answerDueAt: true, outcomeDueAt: true } })
    const oldest = (show === 'outcome' ? _min.outcomeDueAt : _min.answerDueAt) ?? undefined
    return { what, when, count, oldest, href: withWhose(`/staff/barriers?show=${show}`, whose) }
  })
  const systemic = systemicKinds.map(async ({ show, what, when }) => {
    const where = systemicWhere(actor, { show, whose }, at)
    const { _count: count, _min } = await db.systemicBarrier.aggregate({
      where,
      _count: true,
      _min: { remeasureOn: true, changedAt: true },
    })
    const oldest = (show === 'remeasure' ? _min.remeasureOn : _min.changedAt) ?? undefined
    return { what, when, count, oldest, href: withWhose(`/staff/systemic?show=${show}`, whose) }
  })
  return Promise.all([...cases, ...systemic])
}
