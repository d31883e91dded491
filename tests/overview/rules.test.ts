import { describe, expect, it } from 'vitest'
import type { Waiting } from '../../src/core/waiting.ts'
import { groupWaiting } from '../../src/features/overview/rules.ts'

const now = new Date('2027-01-14T12:00:00Z')
const waits = (what: string, overrides: Partial<Waiting> = {}): Waiting => ({
  ...{ what, href: `/staff/${what}`, count: 1, when: 'week', oldest: new Date('2027-01-14T10:00:00Z') },
  ...overrides,
})

describe('what waits', () => {
  it('comes overdue first, then today, then this week, the oldest first in each', () => {
    const { groups } = groupWaiting(
      [
        waits('later', { oldest: new Date('2027-01-13T10:00:00Z') }),
        waits('young', { when: 'overdue' }),
        waits('old', { when: 'overdue', oldest: new Date('2027-01-02T10:00:00Z') }),
        waits('now', { when: 'today' }),
      ],
      now,
    )
    expect(groups.map(({ title, rows }) => [title, rows.map(({ what }) => what)])).toEqual([
      ['Overdue', ['old', 'young']],
      ['Today', ['now']],
      ['This week', ['later']],
    ])
  })

  it('adds up to one number, and says how much of it is overdue', () => {
    const { total, overdue } = groupWaiting(
      [waits('a', { count: 3, when: 'overdue' }), waits('b', { count: 4 }), waits('c', { count: 0 })],
      now,
    )
    expect([total, overdue]).toEqual([7, 3])
  })

  it('keeps the lists with nothing in them apart, and shows no empty group', () => {
    const { groups, clear } = groupWaiting([waits('empty', { count: 0, when: 'overdue', oldest: undefined })], now)
    expect(groups).toEqual([])
    expect(clear.map(({ what }) => what)).toEqual(['empty'])
  })

  it('names the day since when, where there is one', () => {
    const some = [
      waits('undated', { when: 'overdue', oldest: undefined }),
      waits('late', { when: 'overdue' }),
      waits('since'),
      waits('to come', { oldest: new Date('2027-01-15T10:00:00Z') }),
    ]
    const notes = groupWaiting(some, now).groups.flatMap(({ rows }) => rows.map(({ note }) => note.replaceAll('\u00a0', ' ')))
    expect(notes).toEqual(['', 'Oldest from 14 January 2027', 'First from 14 January 2027', 'First due 15 January 2027'])
  })
})
