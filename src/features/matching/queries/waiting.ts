import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Waiting } from '../../../core/waiting.ts'
import { matchKinds, type MatchKind } from '../rules/runs.ts'
import { waitingWhere } from './world.ts'

const people: Record<MatchKind, string> = {
  buddy: 'People waiting for a buddy',
  mentoring: 'People waiting for a mentor',
  coaching: 'People waiting for a coach',
  roleModel: 'People waiting for a role model',
}

/** Who waits with nobody proposed for them, and drafts with which nothing has been done yet. */
export async function findMatchingWaiting(_actor: Team): Promise<Waiting[]> {
  const drafts = await db.matchRun.aggregate({ where: { state: 'draft' }, _count: true, _min: { finishedAt: true } })
  const waiting = await Promise.all(
    matchKinds.map(async (kind): Promise<Waiting> => {
      const found = await db.supportRequest.aggregate({
        where: waitingWhere({ kind, cohortId: null }),
        _count: true,
        _min: { requestedAt: true },
      })
      const href = `/staff/matching/waiting?kind=${kind}`
      return { what: people[kind], href, when: 'week', count: found._count, oldest: found._min.requestedAt ?? undefined }
    }),
  )
  return [
    {
      ...{ what: 'Drafts of matching to review', href: '/staff/matching?show=drafts', when: 'week' },
      ...{ count: drafts._count, oldest: drafts._min.finishedAt ?? undefined },
    },
    ...waiting,
  ]
}
