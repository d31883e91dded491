import { Prisma } from '../../../generated/prisma/client.ts'

/**
 * Which placements a host sees, of `placements p`: whoever receives the person from the host's yes on; before it, and where nobody
 * receives them yet, everybody of the department who may. Never what the team has not passed on.
 */
export const seenBy = (supporterId: string, at: Date): Prisma.Sql => Prisma.sql`(
  (p.supporter_id = ${supporterId}::uuid AND p.state NOT IN ('requested', 'underConsideration'))
  OR (p.state IN ('underConsideration', 'accepted') AND coalesce(p.supporter_id = ${supporterId}::uuid, true)
    AND EXISTS (SELECT FROM placement_receivers(p.id, ${at}::timestamptz) r WHERE r.supporter_id = ${supporterId}::uuid)))`
