import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Waiting } from '../../../core/waiting.ts'
import { profileOf } from '../../../forces/find.ts'
import type { ForceId, ForceProfile } from '../../../forces/profile.ts'
import { countDue } from './guides.ts'

/** The profile of the force that this database belongs to; its check lets in no other. */
async function forceOfThis(): Promise<ForceProfile | undefined> {
  const found = await db.deployment.findFirst({ select: { force: true } })
  return found ? profileOf(found.force as ForceId) : undefined
}

/** Pages about stages that somebody has to look over, for the whole team alike. */
export async function findGuidesWaiting(_actor: Team): Promise<Waiting[]> {
  const force = await forceOfThis()
  if (!force) return []
  const [overdue, week] = await Promise.all([countDue(force, 'overdue'), countDue(force, 'week')])
  return [
    { what: 'Pages about stages to look over', href: '/staff/guides?show=overdue', when: 'overdue', ...overdue },
    { what: 'Pages about stages to look over this week', href: '/staff/guides?show=week', when: 'week', ...week },
  ]
}
