import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Waiting } from '../../../core/waiting.ts'
import { whereOf } from './staff.ts'

/** What people declared that the team has not matched to anybody yet. */
export async function findExclusionsWaiting(actor: Team): Promise<Waiting[]> {
  const found = await db.exclusionDeclaration.aggregate({ where: await whereOf(actor, 'review'), _count: true, _min: { madeAt: true } })
  return [
    {
      ...{ what: 'People somebody should not be matched with', href: '/staff/exclusions', when: 'today' },
      ...{ count: found._count, oldest: found._min.madeAt ?? undefined },
    },
  ]
}
