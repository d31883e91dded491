import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { oneToOnesWhere, type OneToOneShow } from './one-to-ones.ts'

const kinds: { what: string; show: OneToOneShow; when: Waiting['when'] }[] = [
  { what: 'One-to-ones called off, with nothing booked instead', show: 'calledOff', when: 'today' },
  { what: 'One-to-ones that nobody has marked as held or not', show: 'toRecord', when: 'week' },
]

/** What the one-to-ones have waiting; each list holds exactly what is counted. Mine are those of the candidates I look after. */
export async function findOneToOnesWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const mine = whose === 'mine' ? ('mine' as const) : undefined
  return Promise.all(
    kinds.map(async ({ what, show, when }) => {
      const where = oneToOnesWhere(actor, { show, whose: mine })
      const [count, first] = await Promise.all([
        db.oneToOne.count({ where }),
        db.oneToOne.findFirst({ where, orderBy: { slot: { startsAt: 'asc' } }, select: { changedAt: true } }),
      ])
      return { what, href: withWhose(`/staff/one-to-ones?show=${show}`, whose), count, when, oldest: first?.changedAt }
    }),
  )
}
