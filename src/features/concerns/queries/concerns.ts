import type { Lead, Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Waiting } from '../../../core/waiting.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import type { ListQuery } from '../forms/concerns.ts'
import { eventsFor, type ConcernQueue, type ConcernState } from '../rules/concerns.ts'

const A_PAGE = 25

/** Whoever heads the team reads nothing that is about themselves: for them it is not there. */
export const notAbout = ({ accountId }: Pick<Lead, 'accountId'>) => ({
  NOT: {
    OR: [
      { about: 'supporter', supporterId: accountId },
      { about: 'candidate', candidate: { accountId } },
    ],
  },
})

/** What came up between two who are paired, and what happened on visits, are two queues. */
const byQueue = { pairing: { placementId: null }, visit: { placementId: { not: null } } } as const

const byShow = { open: { state: { not: 'closed' } }, raised: { state: 'raised' }, closed: { state: 'closed' }, all: {} } as const

const people = {
  candidate: { select: { id: true, name: true, reference: true } },
  supporter: { select: { accountId: true, title: true, suspendedAt: true, account: { select: { name: true } } } },
} as const

type People = { candidate: { name: string }; supporter: { account: { name: string } }; about: string; raisedBy: string }
const sidesOf = ({ candidate, supporter, about, raisedBy }: People) => {
  const names: Record<string, string> = {
    ...{ candidate: candidate.name || LEFT, supporter: supporter.account.name, team: 'The team', neither: 'A visit' },
  }
  return { aboutName: names[about] ?? LEFT, raisedName: names[raisedBy] ?? LEFT }
}

/** One page of concerns, those that wait longest first, and how many there are. */
export async function listConcerns(actor: Lead, queue: ConcernQueue, { show, page }: ListQuery) {
  const where = { ...byShow[show], ...byQueue[queue], ...notAbout(actor) }
  const [total, rows] = await Promise.all([
    db.concern.count({ where }),
    db.concern.findMany({
      where,
      orderBy: [{ raisedAt: show === 'open' || show === 'raised' ? 'asc' : 'desc' }, { id: 'asc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      include: people,
    }),
  ])
  return { total, pages: Math.max(1, Math.ceil(total / A_PAGE)), rows: rows.map((row) => ({ ...row, ...sidesOf(row) })) }
}

/** One concern with all that was done about it; undefined where there is none, or this lead is whom it is about. */
export async function findConcern(actor: Lead, queue: ConcernQueue, id: string) {
  const row = await db.concern.findFirst({
    where: { id, ...byQueue[queue], ...notAbout(actor) },
    include: {
      ...people,
      placement: { select: { id: true, host: { select: { name: true } }, date: { select: { startsAt: true } } } },
      pairing: { select: { id: true, kind: true, state: true } },
      steps: { orderBy: { id: 'desc' } },
      links: { orderBy: { sentAt: 'desc' } },
    },
  })
  if (!row) return undefined
  const names = await namesOf(row.steps.map(({ byId, byRole }) => (byRole === 'lead' || byRole === 'coordinator' ? byId : null)))
  const { aboutName, raisedName } = sidesOf(row)
  const roles: Record<string, string> = { candidate: row.candidate.name || LEFT, supporter: row.supporter.account.name }
  const steps = row.steps.map((each) => ({
    ...each,
    by: roles[each.byRole] ?? (each.byId === null ? each.byRole : (names.get(each.byId) ?? LEFT)),
  }))
  const facts = { state: row.state as ConcernState, suspended: row.supporter.suspendedAt !== null, pairState: row.pairing?.state }
  return { ...row, steps, aboutName, raisedName, events: eventsFor({ ...facts, side: 'lead' }) }
}

/** What waits for the head of the team; nobody else is told that there is such a thing. */
export async function findConcernsWaiting(actor: Team): Promise<Waiting[]> {
  if (actor.role !== 'lead') return []
  const count = async (queue: ConcernQueue) => {
    const where = { ...byShow.open, ...byQueue[queue], ...notAbout(actor) }
    const { _count, _min } = await db.concern.aggregate({ where, _count: true, _min: { raisedAt: true } })
    return { count: _count, oldest: _min.raisedAt ?? undefined, when: 'today' } as const
  }
  const [pairings, visits] = await Promise.all([count('pairing'), count('visit')])
  return [
    { what: 'Concerns to look into', href: '/staff/concerns', ...pairings },
    { what: 'Incidents on visits to look into', href: '/staff/incidents', ...visits },
  ]
}

/** In which queue there is still something to read for this letter; undefined where it is closed. */
export async function openIn(id: string): Promise<ConcernQueue | undefined> {
  const found = await db.concern.findFirst({ where: { id, ...byShow.open }, select: { placementId: true } })
  return found ? queueOf(found) : undefined
}

export const queueOf = ({ placementId }: { placementId: string | null }): ConcernQueue => (placementId === null ? 'pairing' : 'visit')
