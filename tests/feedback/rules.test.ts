import { describe, expect, it } from 'vitest'
import { decideFeedback, summarise, type Answer } from '../../src/features/feedback/rules.ts'

const questions = [
  { id: 'useful', text: 'How useful?', low: 'not', high: 'very' },
  { id: 'clear', text: 'How clear?', low: 'not', high: 'very' },
]
const answer = (given: Partial<Answer> = {}): Answer => ({ ratings: { useful: 4 }, good: '', better: '', ...given })
const many = (n: number) => Array.from({ length: n }, (_, i) => answer({ good: `words of ${String(9 - i)}` }))

describe('what the team sees of answers', () => {
  it('is nothing below five, then the first five, the first ten, and so on', () => {
    const shown = [0, 1, 4, 5, 6, 9, 10, 14].map((n) => summarise(questions, many(n)))
    expect(shown.map(({ given, counted }) => [given, counted])).toEqual([
      ...[
        [0, 0],
        [1, 0],
        [4, 0],
        [5, 5],
        [6, 5],
        [9, 5],
        [10, 10],
        [14, 10],
      ],
    ])
    expect(shown.slice(0, 3).flatMap(({ good, figures }) => [...good, ...figures.map(({ counts }) => counts)])).toEqual([
      ...[undefined, undefined, undefined, undefined, undefined, undefined],
    ])
  })

  it('is how many chose each and their average, for a question that five answered', () => {
    const given = [1, 5, 5, 4, 3].map((useful, i) => answer({ ratings: i < 4 ? { useful, clear: 2 } : { useful } }))
    const [useful, clear] = summarise(questions, given).figures
    expect(useful).toMatchObject({ counts: [1, 0, 1, 1, 2], average: 3.6 })
    expect(clear).toMatchObject({ counts: undefined, average: undefined })
  })

  it('has words in the order of the alphabet, whoever wrote first', () => {
    expect(summarise(questions, many(5)).good).toEqual([5, 6, 7, 8, 9].map((n) => `words of ${String(n)}`))
  })
})

it('takes an answer once for a place, and only one that says something', () => {
  const nothing = answer({ ratings: {} })
  expect(decideFeedback(false, answer())).toEqual({ ok: true })
  expect(decideFeedback(false, { ...nothing, better: 'Shorter' })).toEqual({ ok: true })
  expect(decideFeedback(false, nothing)).toEqual({ ok: false, reason: 'nothingSaid' })
  expect(decideFeedback(true, answer())).toEqual({ ok: false, reason: 'alreadyGiven' })
})
