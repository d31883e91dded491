import { describe, expect, it } from 'vitest'
import { readRule } from '../../src/features/programmes/forms/completion.ts'
import { tookPart } from '../../src/features/programmes/rules/attendance.ts'
import {
  completion,
  completionWords,
  sessionsOf,
  stillWords,
  type CompletionRule,
  type Held,
  type Session,
  type SessionState,
} from '../../src/features/programmes/rules/completion.ts'

const letters: Record<string, SessionState> = { c: 'came', u: 'madeUp', m: 'missed', n: 'notRecorded', '-': 'toCome' }
/** `cm-`: came to the first, missed the second, the third is to come. */
const asLetters = (line: string): Session[] =>
  Array.from(line).map((letter, i) => ({
    ...{ number: i + 1, title: `Session ${String(i + 1)}`, at: new Date(Date.UTC(2027, 0, 4 + 7 * i, 18)) },
    state: letters[letter] ?? 'missed',
  }))

describe('the rule of a programme', () => {
  const four = { atLeast: 4, of: 6 }
  const first = { ...four, includingFirst: true }
  const named = { ...four, including: [3, 5] }
  const both = { atLeast: 3, includingFirst: true, including: [3] }
  const made = { atLeast: 2, includingFirst: true, catchUp: true }
  it.each<[string, CompletionRule, string, boolean, string, boolean]>([
    ['nothing asked', {}, 'ccc', false, '', true],
    ['none yet', four, '------', false, '4 more', true],
    ['no sessions yet', four, '', false, '4 more', true],
    ['no sessions yet, first wanted', first, '', false, '4 more, including the first', true],
    ['enough', four, 'mccccm', true, '', true],
    ['not enough', four, 'mcccmm', false, '1 more', false],
    ['one to come', four, 'mccc-m', false, '1 more', true],
    ['one not recorded', four, 'mcccnm', false, '1 more', true],
    ['without the first', first, 'mccccc', false, 'The first', false],
    ['first to come', first, '-ccccm', false, 'The first', true],
    ['with the first', first, 'ccccmm', true, '', true],
    ['named ones there', named, 'cmcmcc', true, '', true],
    ['a named one missed', named, 'ccccmm', false, 'Session 5', false],
    ['named among more', named, 'cmmm--', false, '3 more, including sessions 3 and 5', false],
    ['both named open', named, 'cc-m--', false, 'Sessions 3 and 5', true],
    ['first and named', both, 'ccm-', false, 'Session 3', false],
    ['first and named, done', both, 'cmcc', true, '', true],
    ['named is the first too', { atLeast: 1, includingFirst: true, including: [1] }, 'm', false, 'The first', false],
    ['more named than the number', { atLeast: 1, including: [1, 2] }, 'cm', false, 'Session 2', false],
    ['made up counts', made, 'uc', true, '', true],
    ['made up does not count', { ...made, catchUp: false }, 'uc', false, 'The first', false],
    ['a named session that is not planned yet', { atLeast: 1, including: [4] }, 'c', false, 'Session 4', false],
    ['the same, where more are to be planned', { atLeast: 1, of: 4, including: [4] }, 'c', false, 'Session 4', true],
    ['far more than asked', { atLeast: 1 }, 'ccc', true, '', true],
  ])('%s', (_name, rule, line, done, still, reachable) => {
    const found = completion(rule, asLetters(line))
    expect({ done: found.done, still: stillWords(found.still), reachable: found.reachable }).toEqual({ done, still, reachable })
  })

  it('never calls somebody done who still needs something, whatever came', () => {
    const rules: CompletionRule[] = [{}, four, first, named, both, made, { atLeast: 1 }]
    for (const rule of rules)
      for (let n = 0; n < 3 ** 5; n += 1) {
        const line = [0, 1, 2, 3, 4].map((i) => 'cmu'[Math.floor(n / 3 ** i) % 3] ?? 'm').join('')
        const found = completion(rule, asLetters(line))
        expect(found.done).toBe(rule.atLeast !== undefined && stillWords(found.still) === '')
        expect(found.completedAt !== undefined).toBe(found.done)
        if (found.done) expect(found.came).toBeGreaterThanOrEqual(rule.atLeast ?? 0)
      }
  })

  it('was met by the session after which nothing was needed any more', () => {
    expect(completion({ atLeast: 2, includingFirst: true }, asLetters('cmcc')).completedAt).toEqual(asLetters('cmcc')[2]?.at)
    expect(completion({ atLeast: 1, including: [4] }, asLetters('cccc')).completedAt).toEqual(asLetters('cccc')[3]?.at)
  })

  it('counts so many sessions, or as many as it says', () => {
    expect(completion(four, asLetters('cc')).of).toBe(6)
    expect(completion({ atLeast: 1 }, asLetters('cc')).of).toBe(2)
  })

  it('is said in words', () => {
    expect(completionWords({ atLeast: 2, of: 3, includingFirst: true })).toBe('At least 2 of 3 workshops, including the first')
    expect(completionWords({ atLeast: 1 })).toBe('At least 1 workshop')
    expect(completionWords({})).toBe('No rule of completion')
    expect(completionWords({ atLeast: 4, of: 6, includingFirst: true, including: [3, 5], catchUp: true })).toBe(
      'At least 4 of 6 workshops, including the first and sessions 3 and 5. A missed one can be made up with another group',
    )
  })

  it('is read from what is stored, and what makes no sense is no rule', () => {
    expect(readRule({ atLeast: 3, includingFirst: true, including: [2], catchUp: true })).toMatchObject({ atLeast: 3, including: [2] })
    expect(readRule({ atLeast: 3, including: 'first' })).toEqual({ atLeast: 3 })
    expect(readRule({ atLeast: 'many' })).toEqual({})
    expect(readRule(null)).toEqual({})
  })
})

describe('the sessions of a cohort, for one person', () => {
  const now = new Date('2027-02-01T12:00:00Z')
  const held = (session: number | null, day: string, place: string | null, state = 'held'): Held => ({
    ...{ session, place, state, title: `On ${day}`, startsAt: new Date(`${day}T18:00:00Z`), endsAt: new Date(`${day}T20:00:00Z`) },
  })
  const states = (workshops: Held[], elsewhere: { session: number; at: Date }[] = []) =>
    sessionsOf(workshops, elsewhere, tookPart, now).map(({ number, state }) => [number, state])

  it.each([
    ['attended', 'came'],
    ['attendedLate', 'came'],
    ['leftEarly', 'came'],
    ['absent', 'missed'],
    ['absentNotified', 'missed'],
    ['booked', 'notRecorded'],
    [null, 'missed'],
  ])('a mark of %s is %s', (place, state) => {
    expect(states([held(1, '2027-01-10', place)])).toEqual([[1, state]])
  })
  it('not recorded is not absence, and what is to come is not missed', () => {
    expect(states([held(1, '2027-01-10', 'booked', 'published'), held(2, '2027-03-01', null, 'published')])).toEqual([
      [1, 'notRecorded'],
      [2, 'toCome'],
    ])
  })
  it('one put off without a date can still be come to', () => {
    expect(states([held(1, '2037-01-10', 'booked', 'postponed')])).toEqual([[1, 'postponed']])
  })
  it('two workshops of one number are one session, and either will do', () => {
    expect(states([held(1, '2027-01-10', 'absent'), held(1, '2027-01-12', 'attended'), held(2, '2027-01-20', 'absent')])).toEqual([
      [1, 'came'],
      [2, 'missed'],
    ])
  })
  it('workshops without a number are sessions of their own', () => {
    expect(states([held(null, '2027-01-10', 'attended'), held(null, '2027-01-12', 'absent')])).toEqual([
      [null, 'came'],
      [null, 'missed'],
    ])
  })
  it('the same number elsewhere makes up for one missed or still to come, and never for one without a number', () => {
    const elsewhere = [{ session: 1, at: new Date('2027-01-15T18:00:00Z') }]
    expect(states([held(1, '2027-01-10', 'absent'), held(null, '2027-01-12', 'absent')], elsewhere)).toEqual([
      [1, 'madeUp'],
      [null, 'missed'],
    ])
  })
})
