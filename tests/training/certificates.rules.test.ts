import { describe, expect, it } from 'vitest'
import { isSupporting, pairOf, reminderDue, rolesThatNeed, standingOf, validUntil } from '../../src/features/training/rules/certificates.ts'
import { decideAttempt, isRight, markCheck, neededOf, questionsFor } from '../../src/features/training/rules/check.ts'
import { answersFor, theCourse } from '../support/training.ts'

describe('a certificate', () => {
  it('is earned by a session and a check within 60 days of each other, whichever came first, on the later day', () => {
    const came = [{ placeId: 'p', day: '2027-03-02' }]
    const passed = (day: string) => pairOf(came, [{ attemptId: 'a', day }])?.earnedOn
    expect([passed('2027-01-01'), passed('2027-05-01'), passed('2026-12-31'), passed('2027-05-02')]).toEqual([
      '2027-03-02',
      '2027-05-01',
      undefined,
      undefined,
    ])
    expect(pairOf([], [{ attemptId: 'a', day: '2027-03-02' }])).toBeUndefined()
  })

  it.each([
    ['the first holds its months', '2027-02-01', undefined, '2029-01-31'],
    ['one renewed before the end goes on from there', '2028-12-15', '2029-01-31', '2031-01-31'],
    ['one renewed on the last day too', '2029-01-31', '2029-01-31', '2031-01-31'],
    ['one that had run out begins anew', '2029-02-01', '2029-01-31', '2031-01-31'],
    ['nobody collects years ahead', '2027-02-02', '2029-12-31', '2031-02-01'],
    ['a leap day is no trouble', '2028-02-29', undefined, '2030-02-27'],
  ])('%s', (_what, earned, before, until) => {
    expect(validUntil(earned, 24, before)).toBe(until)
  })

  it('holds to the end of its last day', () => {
    const at = (today: string) => standingOf('2027-06-30', today)
    expect([at('2027-04-30'), at('2027-05-01'), at('2027-06-30'), at('2027-07-01')]).toEqual(['current', 'soon', 'soon', 'lapsed'])
    expect(standingOf(undefined, '2027-01-01')).toBe('never')
  })

  it('is reminded of 60, 30 and 7 days before and on the day, each once, and the latest where some were missed', () => {
    const on = (today: string, sent: number[] = []) => reminderDue('2027-06-30', today, sent)
    expect([on('2027-04-30'), on('2027-05-01'), on('2027-05-31'), on('2027-06-23'), on('2027-06-30')]).toEqual([undefined, 60, 30, 7, 0])
    expect([on('2027-05-02', [60]), on('2027-06-25', [60]), on('2027-07-02', [7]), on('2027-07-02', [0]), on('2027-10-01')]).toEqual([
      undefined,
      7,
      0,
      undefined,
      undefined,
    ])
  })

  it('of a course for those who host or support is what a supporter needs; those who hire need both', () => {
    expect(['bias', 'hiring'].map((id) => [isSupporting(theCourse(id)), rolesThatNeed(theCourse(id))])).toEqual([
      [true, ['recruiter', 'coordinator', 'lead', 'supporter']],
      [false, ['recruiter', 'coordinator', 'lead']],
    ])
  })
})

describe('a knowledge check', () => {
  const { check } = theCourse('bias')
  const answers = (right: number) =>
    Object.fromEntries(Object.entries(answersFor('bias', right)).map(([name, value]) => [name.slice(2), value]))

  it('is passed with 80 per cent of the answers right, and not with one fewer', () => {
    expect(neededOf(check)).toBe(7)
    expect([8, 7, 6].map((right) => markCheck(check, answers(right)))).toEqual([
      { score: 8, questions: 8, passed: true },
      { score: 7, questions: 8, passed: true },
      { score: 6, questions: 8, passed: false },
    ])
    expect(markCheck(check, {})).toMatchObject({ score: 0, passed: false })
  })

  it('asks the same of everybody, in an order that stays for one attempt and differs for the next', () => {
    const [one, again, other] = ['a', 'a', 'b'].map((seed) => questionsFor(check, seed))
    expect(one).toEqual(again)
    expect(one?.map(({ id }) => id)).not.toEqual(other?.map(({ id }) => id))
    expect(other?.map(({ id }) => id).sort()).toEqual(check.questions.map(({ id }) => id).sort())
    expect(one?.every((question) => isRight(question, { [question.id]: question.right }))).toBe(true)
  })

  it('may be tried again a day after one that was not passed, and not while a pass waits for its session', () => {
    const now = new Date('2027-01-10T12:00:00Z')
    const failed = (at: string) => decideAttempt({ failedAt: new Date(at), passes: [] }, now, '2027-01-10')
    expect(failed('2027-01-09T12:00:00Z')).toEqual({ ok: true })
    expect(failed('2027-01-09T12:00:01Z')).toEqual({ ok: false, reason: 'wait', until: new Date('2027-01-10T12:00:01Z') })
    expect(decideAttempt({ failedAt: undefined, passes: ['2026-11-11'] }, now, '2027-01-10')).toEqual({ ok: false, reason: 'passed' })
    expect(decideAttempt({ failedAt: undefined, passes: ['2026-11-10'] }, now, '2027-01-10')).toEqual({ ok: true })
  })
})
