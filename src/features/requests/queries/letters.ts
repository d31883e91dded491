import { db } from '../../../core/db.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { firstName } from '../rules/words.ts'

/** A request as a letter tells of it; read when the letter is written. */
export async function findRequestToTell(id: string) {
  const request = await db.supportRequest.findUnique({
    where: { id },
    include: {
      candidate: { select: { name: true } },
      alternatives: { select: { kind: true }, orderBy: { kind: 'asc' } },
      changes: { orderBy: { id: 'desc' }, take: 1 },
      _count: { select: { outcomes: { where: { removedAt: null } } } },
    },
  })
  if (!request) return undefined
  const owner = request.ownerId === null ? undefined : await findOfTeam(request.ownerId)
  return { ...request, helper: firstName(owner), last: request.changes[0], hopes: request._count.outcomes }
}
