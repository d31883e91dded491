import type { Cover, Pair, Priced, Problem, Result } from './types.ts'

// Shares nothing with what finds the answers: a mistake there must not be repeated here.

type Refuse = (what: string) => void

const nameOf = ({ candidate, supporter }: Pair) => `${candidate} and ${supporter}`

/** Every pair made is on offer at this score, and no supporter has more people than places. */
function checkPairs(problem: Problem, { pairs }: Result, refuse: Refuse) {
  const made = new Map(pairs.map((pair) => [pair.candidate, pair]))
  if (made.size < pairs.length) refuse('somebody is matched twice')
  let found = 0
  for (const { candidate, supporter, score } of problem.pairs) {
    const pair = made.get(candidate)
    if (pair?.supporter !== supporter) continue
    found++
    if (pair.score !== score) refuse(`the score of ${nameOf(pair)} is not ${String(pair.score)}`)
  }
  if (found !== made.size) refuse('a pair is made that is not on offer')
  const taken = new Map<string, number>()
  for (const { supporter } of pairs) taken.set(supporter, (taken.get(supporter) ?? 0) + 1)
  for (const { id, capacity } of problem.supporters) if ((taken.get(id) ?? 0) > capacity) refuse(`${id} has more people than places`)
}

/** Everybody is either matched or said to be left out. */
function checkPeople({ candidates }: Problem, { pairs, unmatched }: Result, refuse: Refuse) {
  const matched = new Set(pairs.map(({ candidate }) => candidate))
  const leftOut = new Set(unmatched)
  if (leftOut.size < unmatched.length) refuse('somebody is left out twice')
  if (leftOut.size + matched.size !== candidates.length) refuse('matched and left out together are not everybody')
  for (const id of candidates) if (matched.has(id) === leftOut.has(id)) refuse(`${id} is not either matched or left out`)
}

function checkFigures({ pairs, matched, worst, total }: Result, refuse: Refuse) {
  let [lowest, sum]: [number | null, bigint] = [null, 0n]
  for (const { score } of pairs) {
    if (lowest === null || score < lowest) lowest = score
    sum += BigInt(score)
  }
  if (matched !== pairs.length) refuse('the number matched is not the number of pairs')
  if (worst !== lowest) refuse('the worst score is not the lowest')
  if (!Number.isSafeInteger(total) || BigInt(total) !== sum) refuse('the total is not the sum')
}

/** How many a cover lets through, once every pair with a score above `above` is seen to have one of its two in it. */
function sizeOfCover(problem: Problem, { candidates, supporters }: Cover, above: number, which: string, refuse: Refuse): number {
  const [people, others] = [new Set(candidates), new Set(supporters)]
  const open = problem.pairs.find((pair) => pair.score > above && !people.has(pair.candidate) && !others.has(pair.supporter))
  if (open) refuse(`the cover for the ${which} does not cover ${nameOf(open)}`)
  const everybody = new Set(problem.candidates)
  if (candidates.some((id) => !everybody.has(id))) refuse(`the cover for the ${which} names a stranger`)
  const places = problem.supporters.filter(({ id }) => others.has(id))
  if (places.length < others.size) refuse(`the cover for the ${which} names a stranger`)
  return places.reduce((sum, { capacity }) => sum + capacity, people.size)
}

function checkMost(problem: Problem, { matched, certificate }: Result, refuse: Refuse) {
  const size = sizeOfCover(problem, certificate.most, -1, 'number matched', refuse)
  if (size !== matched) refuse(`the cover for the number matched lets ${String(size)} through, not ${String(matched)}`)
}

function checkWorst(problem: Problem, { matched, worst, certificate }: Result, refuse: Refuse) {
  if (worst === null || worst >= (problem.enough ?? Infinity)) return
  if (certificate.worst === null) {
    refuse('no cover for the worst score')
    return
  }
  const size = sizeOfCover(problem, certificate.worst, worst, 'worst score', refuse)
  if (size >= matched) refuse(`the cover for the worst score lets ${String(size)} through, which is not fewer than ${String(matched)}`)
}

function priceList(prices: Priced[], refuse: Refuse): Map<string, number> {
  const isPrice = ({ price }: Priced) => Number.isSafeInteger(price) && price >= 0
  const list = new Map(prices.filter(isPrice).map(({ id, price }) => [id, price]))
  for (const one of prices) if (!isPrice(one)) refuse(`the price of ${one.id} is no whole number from 0`)
  if (new Set(prices.map(({ id }) => id)).size < prices.length) refuse('somebody has two prices')
  return list
}

/**
 * No total is above the sum of the prices: each of the `matched` pairs of an answer is worth at most everybody's price and the two of its own,
 * no price is counted for more people than there are places, and no price is below 0. So a total that equals the sum is the highest.
 */
function checkTotal(problem: Problem, { matched, worst, total, certificate: { prices } }: Result, refuse: Refuse) {
  if (!Number.isSafeInteger(prices.everybody)) {
    refuse('the price of everybody is no whole number')
    return
  }
  const [people, others] = [priceList(prices.candidates, refuse), priceList(prices.supporters, refuse)]
  const floor = worst === null ? Infinity : Math.min(worst, problem.enough ?? Infinity)
  const cheap = problem.pairs.find(
    (pair) => pair.score >= floor && prices.everybody + (people.get(pair.candidate) ?? 0) + (others.get(pair.supporter) ?? 0) < pair.score,
  )
  if (cheap) refuse(`the prices of ${nameOf(cheap)} are below their score`)
  let sum = BigInt(prices.everybody) * BigInt(matched)
  for (const id of problem.candidates) sum += BigInt(people.get(id) ?? 0)
  for (const { id, capacity } of problem.supporters) sum += BigInt(others.get(id) ?? 0) * BigInt(capacity)
  if (sum !== BigInt(total)) refuse('the prices do not add up to the total')
}

/** All that is wrong with an answer, in words; nothing: it is proven to be the best. Takes time in proportion to the pairs. */
export function verify(problem: Problem, result: Result): string[] {
  const wrong: string[] = []
  const refuse = (what: string) => wrong.push(what)
  checkPairs(problem, result, refuse)
  checkPeople(problem, result, refuse)
  checkFigures(result, refuse)
  if (wrong.length > 0) return wrong
  checkMost(problem, result, refuse)
  checkWorst(problem, result, refuse)
  checkTotal(problem, result, refuse)
  return wrong
}
