import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import { listUnpaired } from './by-hand.ts'
import { pairingsWhere } from './staff.ts'

/** What the pairings have waiting; each list holds exactly what is counted. Mine are those of the candidates I look after. */
export async function findPairingsWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const mine = whose === 'mine' ? ('mine' as const) : undefined
  const [look, review, again] = await Promise.all([
    db.pairing.aggregate({ where: pairingsWhere(actor, { show: 'look', whose: mine }), _count: true, _min: { changedAt: true } }),
    db.pairing.aggregate({ where: pairingsWhere(actor, { show: 'review', whose: mine }), _count: true, _min: { reviewOn: true } }),
    listUnpaired(actor, { tried: true, owner: mine && actor.accountId, page: 1 }),
  ])
  return [
    {
      ...{ what: 'Pairings paused by the portal, to look at', when: 'today', count: look._count },
      ...{ href: withWhose('/staff/pairings?show=look', whose), oldest: look._min.changedAt ?? undefined },
    },
    {
      ...{ what: 'Pauses of pairings to look at again', when: 'today', count: review._count },
      ...{ href: withWhose('/staff/pairings?show=review', whose), oldest: review._min.reviewOn ?? undefined },
    },
    {
      ...{ what: 'People to find somebody else for', when: 'week', count: again.total },
      ...{ href: withWhose('/staff/pairings/new?tried=yes', whose), oldest: again.rows[0]?.requestedAt },
    },
  ]
}
