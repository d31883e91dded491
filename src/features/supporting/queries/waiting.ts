import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Waiting } from '../../../core/waiting.ts'
import { countSupporters, earliestOf, type ListFilter } from './staff.ts'

const list = '/staff/supporters'

async function row(actor: Team, what: string, when: Waiting['when'], filter: Partial<ListFilter>): Promise<Waiting> {
  const of = filter.training === undefined ? 'volunteered_at' : 'trained_until'
  const [count, oldest] = await Promise.all([countSupporters(actor, filter), earliestOf(actor, filter, of)])
  return { what, when, count, oldest, href: `${list}?${new URLSearchParams(filter as Record<string, string>).toString()}` }
}

/** What supporters have waiting for the team. They are nobody's own, so that "mine" shows what everybody sees. */
export async function findSupportersWaiting(actor: Team): Promise<Waiting[]> {
  const offers = await db.volunteer.aggregate({ where: { state: 'waiting' }, _count: true, _min: { receivedAt: true } })
  const lists = await Promise.all([
    row(actor, 'Supporters waiting for approval', 'week', { state: 'toApprove' }),
    row(actor, 'Supporters whose training has run out', 'today', { state: 'approved', training: 'lapsed' }),
    row(actor, 'Supporters whose training runs out within 30 days', 'week', { state: 'approved', training: 'soon' }),
  ])
  const offered: Waiting = {
    ...{ what: 'People who offer to be supporters', href: `${list}/volunteers`, when: 'week' },
    ...{ count: offers._count, oldest: offers._min.receivedAt ?? undefined },
  }
  return [...lists, offered]
}
