import { date } from '../../core/dates.ts'
import type { Waiting } from '../../core/waiting.ts'

type Group = { title: string; rows: (Waiting & { note: string })[] }

const titles = { overdue: 'Overdue', today: 'Today', week: 'This week' } as const

const noteOf = ({ when, oldest }: Waiting): string => {
  if (oldest === undefined) return ''
  return when === 'overdue' ? `Oldest from ${date(oldest)}` : when === 'today' ? '' : `First from ${date(oldest)}`
}

const byAge = (a: Waiting, b: Waiting): number => Number(a.oldest ?? 0) - Number(b.oldest ?? 0)

/** What waits, most pressing first; and apart from it the lists in which nothing does. */
export function groupWaiting(waiting: Waiting[]): { groups: Group[]; total: number; overdue: number; clear: Waiting[] } {
  const some = waiting.filter(({ count }) => count > 0)
  const groups = (['overdue', 'today', 'week'] as const).map((when) => ({
    title: titles[when],
    rows: some
      .filter((each) => each.when === when)
      .sort(byAge)
      .map((each) => ({ ...each, note: noteOf(each) })),
  }))
  const sum = (rows: Waiting[]) => rows.reduce((total, { count }) => total + count, 0)
  return {
    groups: groups.filter(({ rows }) => rows.length > 0),
    total: sum(some),
    overdue: sum(some.filter(({ when }) => when === 'overdue')),
    clear: waiting.filter(({ count }) => count === 0),
  }
}
