import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Waiting, Whose } from '../../../core/waiting.ts'
import { interestsWhere } from './team.ts'

/** What networks have waiting for the team: people who said that they would like to take something on, and have no answer. */
export async function findNetworksWaiting(_actor: Team, whose: Whose): Promise<Waiting[]> {
  if (whose === 'mine') return [] // nobody's in particular
  const where = interestsWhere('said')
  const [count, first] = await Promise.all([
    db.networkInterest.count({ where }),
    db.networkInterest.findFirst({ where, orderBy: { saidAt: 'asc' }, select: { saidAt: true } }),
  ])
  const what = 'People who would like to take something on in a network'
  return [{ what, href: '/staff/networks/interests?show=said', count, when: 'week', oldest: first?.saidAt }]
}
