import { figuresOf, firstCome, greedy, type Figures } from '../../../core/assignment.ts'
import { pairsOf, type Solved } from './explain.ts'

export const methods = ['run', 'greedy', 'firstCome'] as const
export type Method = {
  method: (typeof methods)[number]
  matched: number
  worst: number | null
  median: number | null
  total: number
  scores: number[]
  /** How many days whoever has waited longest of those left out has waited; null where nobody is left out. */
  longest: number | null
}

export const methodWords: Record<Method['method'], string> = { run: 'This run', greedy: 'Greedy', firstCome: 'First come' }

const DAY = 86_400_000
export const daysWaited = (since: Date, now: Date): number => Math.max(0, Math.floor((now.getTime() - since.getTime()) / DAY))

/** Those of the run beside two simpler ways of doing it, over the same people, with the same pairs kept. */
export function compareMethods(solved: Solved, waiting: readonly { candidateId: string; queuedAt: Date }[], now: Date): Method[] {
  const { pins, rest } = solved
  const order = [...waiting]
    .sort((a, b) => a.queuedAt.getTime() - b.queuedAt.getTime() || (a.candidateId < b.candidateId ? -1 : 1))
    .map(({ candidateId }) => candidateId)
  const inRest = new Set(rest.candidates)
  const found: [Method['method'], Figures][] = [
    ['run', figuresOf(pairsOf(solved))],
    ['greedy', figuresOf([...pins, ...greedy(rest).pairs])],
    [
      'firstCome',
      figuresOf([
        ...pins,
        ...firstCome(
          rest,
          order.filter((id) => inRest.has(id)),
        ).pairs,
      ]),
    ],
  ]
  return found.map(([method, { pairs, matched, worst, median, total, scores }]) => {
    const paired = new Set(pairs.map(({ candidate }) => candidate))
    const left = waiting.filter(({ candidateId }) => !paired.has(candidateId)).map(({ queuedAt }) => daysWaited(queuedAt, now))
    return { method, matched, worst, median, total, scores, longest: left.length === 0 ? null : Math.max(...left) }
  })
}
