/** One possible pair. A pair that is not listed is forbidden. The score is a whole number from 0 to 2,147,483,647. */
export type Pair = { candidate: string; supporter: string; score: number }

export type PairNames = Pick<Pair, 'candidate' | 'supporter'>

export type Problem = {
  candidates: readonly string[]
  /** Capacity: how many people each can take now, a whole number from 0. */
  supporters: readonly { id: string; capacity: number }[]
  pairs: readonly Pair[]
  /** Decides only among answers that are equally good. */
  seed: string
  /** A worst score above this is no better, as a pair set aside has this score already. */
  enough?: number
}

/** People and supporters such that every pair has one of the two in it: no more can be matched than `candidates` plus the capacities of `supporters`. */
export type Cover = { candidates: string[]; supporters: string[] }

/**
 * Why no answer is better. `most` covers every pair, and is as large as the number matched. `worst` covers every pair with a higher score
 * than the worst, and is smaller; null where nothing higher is asked for. `prices`: whoever is paired, `everybody` plus the prices of the
 * two is at least the score of the pair, so that the sum of all prices bounds every total; it equals the total. Who is
 * not named has the price 0; only `everybody` can be below 0.
 */
export type Certificate = {
  most: Cover
  worst: Cover | null
  prices: { everybody: number; candidates: Priced[]; supporters: Priced[] }
}
export type Priced = { id: string; price: number }

export type Result = {
  /** In the order of the seed, whatever the order of the problem. */
  pairs: Pair[]
  unmatched: string[]
  matched: number
  /** The lowest score of a pair; null where nobody is matched. */
  worst: number | null
  total: number
  certificate: Certificate
}

export type Progress = { phase: 'reading' | 'people' | 'worst' | 'total' | 'checking'; done: number; of: number }
export type OnProgress = (progress: Progress) => void

/** A problem that is none (somebody twice, a score of 1.5), or an answer that its own check refuses. */
export class AssignmentFault extends Error {}
