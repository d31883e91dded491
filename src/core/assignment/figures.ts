import { read } from './instance.ts'
import { int } from './lists.ts'
import type { Pair, Problem } from './types.ts'

export type Figures = {
  pairs: Pair[]
  matched: number
  /** Null where nobody is matched, as is the median; of an even number, the median is the mean of the middle two. */
  worst: number | null
  median: number | null
  total: number
  /** The lowest first. */
  scores: number[]
}

export function figuresOf(pairs: readonly Pair[]): Figures {
  const scores = pairs.map(({ score }) => score).sort((a, b) => a - b)
  const half = (scores.length - 1) / 2
  const [low, high] = [scores[Math.floor(half)], scores[Math.ceil(half)]]
  return {
    pairs: [...pairs],
    matched: pairs.length,
    worst: scores[0] ?? null,
    median: low === undefined || high === undefined ? null : (low + high) / 2,
    total: scores.reduce((a, b) => a + b, 0),
    scores,
  }
}

/** What comes of making the best-scoring pair that is still possible, again and again; equal ones in the order of the seed. */
export function greedy(problem: Problem): Figures {
  const { candidates, supporters, capacity, start, to, score } = read(problem)
  const all = candidates.flatMap((_, i) =>
    Array.from({ length: int(start, i + 1) - int(start, i) }, (__, nth) => ({ i, e: int(start, i) + nth })),
  )
  all.sort((a, b) => int(score, b.e) - int(score, a.e) || a.i - b.i || a.e - b.e)
  const matched = new Uint8Array(candidates.length)
  const pairs: Pair[] = []
  for (const { i, e } of all) {
    const j = int(to, e)
    if (matched[i] === 1 || int(capacity, j) === 0) continue
    matched[i] = 1
    capacity[j] = int(capacity, j) - 1
    pairs.push({ candidate: candidates[i] ?? '', supporter: supporters[j] ?? '', score: int(score, e) })
  }
  return figuresOf(pairs)
}

/** What comes of each person in this order taking the best supporter who still has a place. Who is not in the order gets nobody. */
export function firstCome(problem: Problem, order: readonly string[]): Figures {
  const { candidates, supporters, capacity, start, to, score } = read(problem)
  const numbers = new Map(candidates.map((id, i) => [id, i]))
  const pairs: Pair[] = []
  for (const candidate of new Set(order)) {
    const i = numbers.get(candidate) ?? -1
    for (let e = int(start, i); e < int(start, i + 1); e++) {
      const j = int(to, e)
      if (int(capacity, j) === 0) continue
      capacity[j] = int(capacity, j) - 1
      pairs.push({ candidate, supporter: supporters[j] ?? '', score: int(score, e) })
      break
    }
  }
  return figuresOf(pairs)
}
