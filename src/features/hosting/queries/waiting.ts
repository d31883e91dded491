import type { Team } from '../../../core/access.ts'
import type { Waiting } from '../../../core/waiting.ts'
import { countHosts, earliestHost, type ListFilter } from './staff.ts'

async function row(
  actor: Team,
  what: string,
  when: Waiting['when'],
  filter: Partial<ListFilter>,
  of: 'asked_at' | 'changed_at',
): Promise<Waiting> {
  const [count, oldest] = await Promise.all([countHosts(actor, filter), earliestHost(actor, filter, of)])
  return { what, when, count, oldest, href: `/staff/hosts?${new URLSearchParams(filter as Record<string, string>).toString()}` }
}

/** What departments have waiting for the team. They are nobody's own, so that "mine" shows what everybody sees. */
export const findHostsWaiting = (actor: Team): Promise<Waiting[]> =>
  Promise.all([
    row(actor, 'Departments in the catalogue where nobody trained can host', 'today', { state: 'published', ready: 'no' }, 'changed_at'),
    row(actor, 'Departments that have not answered whether they are open', 'week', { openness: 'silent' }, 'asked_at'),
    row(
      actor,
      'Departments that are open and have no day to come',
      'week',
      { state: 'published', openness: 'actively', days: 'none' },
      'changed_at',
    ),
  ])
