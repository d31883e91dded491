import { date } from '../../core/dates.ts'
import type { Waiting } from '../../core/waiting.ts'

type Group = { title: string; rows: (Waiting & { note: string })[] }

const titles = { overdue: 'Overdue', today: 'Today', week: 'This week' } as const

function noteOf({ when, oldest }: Waiting, now: Date): string {
  if (oldest === undefined || when === 'today') return ''
  if (when === 'overdue') return `Oldest from ${date(oldest)}`
  return oldest > now ? `First due ${date(oldest)}` : `First from ${date(oldest)}`
}

const byAge = (a: Waiting, b: Waiting): number => Number(a.oldest ?? 0) - Number(b.oldest ?? 0)

/** What waits, most pressing first; and apart from it the lists in which nothing does. */
export function groupWaiting(waiting: Waiting[], now: Date): { groups: Group[]; total: number; overdue: number; clear: Waiting[] } {
  const some = waiting.filter(({ count }) => count > 0)
  const groups = (['overdue', 'today', 'week'] as const).map((when) => ({
    title: titles[when],
    rows: some
      .filter((each) => each.when === when)
      .sort(byAge)
      .map((each) => ({ ...each, note: noteOf(each, now) })),
  }))
  const sum = (rows: Waiting[]) => rows.reduce((total, { count }) => total + count, 0)
  return {
    groups: groups.filter(({ rows }) => rows.length > 0),
    total: sum(some),
    overdue: sum(some.filter(({ when }) => when === 'overdue')),
    clear: waiting.filter(({ count }) => count === 0),
  }
}
