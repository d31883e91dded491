import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { namesOf } from '../../accounts/queries/team.ts'

/** One candidate with everything the team handles; undefined where there is none, or where the account was closed. */
export async function findCandidate(_actor: Team, id: string) {
  const candidate = await db.candidate.findFirst({
    where: { id, closedAt: null },
    include: {
      account: { select: { email: true } },
      facts: true,
      access: true,
      consents: { where: { withdrawnAt: null }, orderBy: { givenAt: 'asc' } },
      requests: { orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], include: { changes: { orderBy: { id: 'asc' } } } },
      memberships: { where: { endedAt: null }, include: { cohort: { select: { id: true, name: true } } } },
      places: {
        orderBy: { workshop: { startsAt: 'desc' } },
        select: { id: true, state: true, expiresAt: true, workshop: { select: { id: true, title: true, startsAt: true } } },
      },
      looks: { orderBy: { at: 'desc' }, take: 5 },
    },
  })
  if (!candidate) return undefined
  const owners = await namesOf(candidate.requests.flatMap(({ ownerId, changes }) => [ownerId, ...changes.map(({ byId }) => byId)]))
  return { ...candidate, nameOf: (accountId: string | null) => (accountId === null ? undefined : owners.get(accountId)) }
}

export const EVENTS_A_PAGE = 20

/** What happened to one candidate, newest first. */
export async function listTimeline(_actor: Team, candidateId: string, page: number) {
  const where = { candidateId }
  const [total, events] = await Promise.all([
    db.event.count({ where }),
    db.event.findMany({ where, orderBy: { id: 'desc' }, skip: (page - 1) * EVENTS_A_PAGE, take: EVENTS_A_PAGE }),
  ])
  return { total, events: events.map(({ at, name, actorRole, data }) => ({ at, name, actorRole, data: data as Record<string, unknown> })) }
}
