import { fill, type Filled, type Filling } from './fill.ts'
import { startsOf, type Instance } from './instance.ts'
import type { Marks } from './people.ts'
import { int, real } from './lists.ts'

/** Prices by number of person and supporter, see Certificate. */
export type Prices = { everybody: number; candidates: Float64Array; supporters: Float64Array }

/** Worth that is added to every pair of one person. */
export type Bonus = { candidate: number; worth: number }

type Listed = { candidate: Int32Array; supporter: Int32Array; worth: Float64Array }

/** The pairs before `ends` between people with this mark and supporters with that one. */
function listed({ start, to, score }: Instance, ends: Int32Array, marks: Marks, [person, other]: [0 | 1, 0 | 1], bonus?: Bonus): Listed {
  const list = { candidate: new Int32Array(to.length), supporter: new Int32Array(to.length), worth: new Float64Array(to.length) }
  let size = 0
  for (let i = 0; i < ends.length; i++) {
    if (marks.candidates[i] !== person) continue
    const added = bonus?.candidate === i ? bonus.worth : 0
    for (let e = int(start, i); e < int(ends, i); e++) {
      const j = int(to, e)
      if (marks.supporters[j] !== other) continue
      list.candidate[size] = i
      list.supporter[size] = j
      list.worth[size++] = int(score, e) + added
    }
  }
  return { candidate: list.candidate.subarray(0, size), supporter: list.supporter.subarray(0, size), worth: list.worth.subarray(0, size) }
}

function filling(needs: Int32Array, room: Int32Array, rows: Int32Array, columns: Int32Array, worths: Float64Array): Filling {
  const start = startsOf(rows, needs.length)
  const next = start.slice()
  const to = new Int32Array(rows.length)
  const worth = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) {
    const r = int(rows, at)
    const slot = int(next, r)
    next[r] = slot + 1
    to[slot] = int(columns, at)
    worth[slot] = real(worths, at)
  }
  return { needs, room, start, to, worth }
}

/** One price of everybody's instead of prices below 0, and high enough for pairs that nobody uses: between two sides that the cover marks. */
function pricesOf(marks: Marks, unused: Listed, people: Filled, others: Filled): Prices {
  const candidates = Float64Array.from(marks.candidates, (mark, i) => (mark === 1 ? people.row[i] : others.column[i]) ?? 0)
  const supporters = Float64Array.from(marks.supporters, (mark, j) => (mark === 1 ? others.row[j] : people.column[j]) ?? 0)
  let everybody = 0
  marks.candidates.forEach((mark, i) => (everybody = mark === 1 ? Math.min(everybody, real(candidates, i)) : everybody))
  marks.supporters.forEach((mark, j) => (everybody = mark === 1 ? Math.min(everybody, real(supporters, j)) : everybody))
  for (let at = 0; at < unused.worth.length; at++) {
    const prices = real(candidates, int(unused.candidate, at)) + real(supporters, int(unused.supporter, at))
    everybody = Math.min(everybody, prices - real(unused.worth, at))
  }
  marks.candidates.forEach((mark, i) => (candidates[i] = real(candidates, i) - mark * everybody))
  marks.supporters.forEach((mark, j) => (supporters[j] = real(supporters, j) - mark * everybody))
  return { everybody, candidates, supporters }
}

/**
 * The highest total over the pairs before `ends`, where `marks` is a cover of all pairs as large as the number matched. Whoever matches as many
 * matches every marked person with a supporter not marked and fills every marked supporter with people not marked, so that the problem
 * falls into two, in each of which one side must be filled.
 */
export function highestTotal(instance: Instance, ends: Int32Array, marks: Marks, bonus?: Bonus, tell?: (filled: number) => void) {
  const { capacity } = instance
  const mine = listed(instance, ends, marks, [1, 0], bonus)
  const theirs = listed(instance, ends, marks, [0, 1], bonus)
  const free = marks.candidates.map((mark) => 1 - mark)
  const needs = Int32Array.from(marks.candidates)
  const room = capacity.map((places, j) => (marks.supporters[j] === 1 ? 0 : places))
  const places = capacity.map((all, j) => (marks.supporters[j] === 1 ? all : 0))
  const people = fill(filling(needs, room, mine.candidate, mine.supporter, mine.worth), tell)
  const matched = needs.reduce((a, b) => a + b, 0)
  const others = fill(filling(places, Int32Array.from(free), theirs.supporter, theirs.candidate, theirs.worth), (filled) =>
    tell?.(matched + filled),
  )
  const of = new Int32Array(free.length).fill(-1)
  for (let j = 0; j < capacity.length; j++) {
    for (let k = int(people.first, j); k < int(people.first, j) + int(people.count, j); k++) of[int(people.held, k)] = j
  }
  for (let i = 0; i < of.length; i++) if (others.count[i] === 1) of[i] = others.held[int(others.first, i)] ?? -1
  return { of, prices: pricesOf(marks, listed(instance, ends, marks, [1, 1], bonus), people, others) }
}
