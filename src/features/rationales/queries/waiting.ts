import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Waiting } from '../../../core/waiting.ts'
import { rationalesWhere } from './rationales.ts'

export const REOPENED_A_PAGE = 25

/** Published workshops still to come that opened to all because their rationale ended. */
const reopenedWhere = () => ({ state: 'published', openness: { not: 'all' }, reopenedAt: { not: null }, startsAt: { gt: now() } })

export async function listReopened(_actor: Team, page: number) {
  const where = reopenedWhere()
  const [total, rows] = await Promise.all([
    db.workshop.count({ where }),
    db.workshop.findMany({
      where,
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * REOPENED_A_PAGE,
      take: REOPENED_A_PAGE,
      select: {
        ...{ id: true, title: true, startsAt: true, endsAt: true, openness: true, reopenedAt: true },
        rationale: { select: { id: true, title: true, groupName: true, state: true, untilOn: true } },
      },
    }),
  ])
  return { total, rows, pages: Math.max(1, Math.ceil(total / REOPENED_A_PAGE)) }
}

/** What the register of rationales has waiting: approval for leads, and for everybody what lapses beneath a workshop or has lapsed. */
export async function findRationalesWaiting(actor: Team): Promise<Waiting[]> {
  const lapsing = rationalesWhere({ show: 'lapsing', resting: 'yes' })
  const [submitted, ending, reopened] = await Promise.all([
    db.rationale.aggregate({ where: rationalesWhere({ show: 'waiting' }), _count: true, _min: { submittedAt: true } }),
    db.rationale.aggregate({ where: lapsing, _count: true, _min: { untilOn: true } }),
    db.workshop.aggregate({ where: reopenedWhere(), _count: true, _min: { reopenedAt: true } }),
  ])
  const forLeads: Waiting = {
    ...{ what: 'Rationales waiting for approval', href: '/staff/rationales?show=waiting', when: 'week' },
    ...{ count: submitted._count, oldest: submitted._min.submittedAt ?? undefined },
  }
  return [
    ...(actor.role === 'lead' ? [forLeads] : []),
    {
      ...{ what: 'Rationales that lapse beneath a workshop', href: '/staff/rationales?show=lapsing&resting=yes', when: 'week' },
      ...{ count: ending._count, oldest: ending._min.untilOn ?? undefined },
    },
    {
      ...{ what: 'Workshops open to all as their rationale ended', href: '/staff/rationales/reopened', when: 'today' },
      ...{ count: reopened._count, oldest: reopened._min.reopenedAt ?? undefined },
    },
  ]
}
