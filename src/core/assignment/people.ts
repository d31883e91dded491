import type { Instance } from './instance.ts'

// Not shared with the other files: each file's own are several times faster
const int = (list: Int32Array, at: number) => list[at] ?? 0

/** Who is with whom: person `i` with supporter `of[i]` (-1: nobody); supporter `j` holds `count[j]` people from `held[first[j]]`. */
export type Matching = { of: Int32Array; held: Int32Array; first: Int32Array; count: Int32Array; size: number }

/** The sides of a cover, as marks: every pair has a marked person or a marked supporter. */
export type Marks = { candidates: Uint8Array; supporters: Uint8Array }

/** Where the pairs of each person with at least this score end. */
export function endsAt({ start, score }: Instance, floor: number): Int32Array {
  const ends = start.slice(1)
  for (let i = 0; i < ends.length; i++) {
    let [low, high] = [int(start, i), int(start, i + 1)]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (int(score, middle) >= floor) low = middle + 1
      else high = middle
    }
    ends[i] = low
  }
  return ends
}

export function nobodyMatched({ candidates, capacity }: Instance): Matching {
  const first = new Int32Array(capacity.length + 1)
  for (let j = 0; j < capacity.length; j++) first[j + 1] = int(first, j) + int(capacity, j)
  const held = new Int32Array(int(first, capacity.length))
  return { of: new Int32Array(candidates.length).fill(-1), held, first, count: new Int32Array(capacity.length), size: 0 }
}

/** The same without the pairs that end at or after `ends`, which a higher floor has cut off. */
export function keptAbove(instance: Instance, matching: Matching, ends: Int32Array): Matching {
  const kept = nobodyMatched(instance)
  for (let i = 0; i < ends.length; i++) {
    const j = matching.of[i] ?? -1
    if (j < 0) continue
    for (let e = int(instance.start, i); e < int(ends, i); e++) if (instance.to[e] === j) take(kept, i, j)
  }
  return kept
}

function take(matching: Matching, i: number, j: number) {
  const count = int(matching.count, j)
  matching.held[int(matching.first, j) + count] = i
  matching.count[j] = count + 1
  matching.of[i] = j
  matching.size++
}

type Layers = { person: Int32Array; supporter: Int32Array; last: number }

/** How many exchanges each is away from somebody without a supporter, up to the first free place (`last`; -1: there is none to be reached). */
function layersOf({ start, to, capacity }: Instance, { of, held, first, count }: Matching, ends: Int32Array): Layers {
  const person = new Int32Array(of.length).fill(-1)
  const supporter = new Int32Array(capacity.length).fill(-1)
  const queue = new Int32Array(of.length)
  let [tail, last] = [0, -1]

  function reach(j: number, depth: number) {
    supporter[j] = depth
    if (int(count, j) < int(capacity, j)) last = depth
    else {
      for (let k = int(first, j); k < int(first, j) + int(count, j); k++) {
        person[int(held, k)] = depth + 1
        queue[tail++] = int(held, k)
      }
    }
  }

  of.forEach((supporterOf, i) => {
    if (supporterOf >= 0) return
    person[i] = 0
    queue[tail++] = i
  })
  for (let head = 0; head < tail; head++) {
    const i = int(queue, head)
    const depth = int(person, i)
    if (last >= 0 && depth > last) break
    for (let e = int(start, i); e < int(ends, i); e++) if (int(supporter, int(to, e)) < 0) reach(int(to, e), depth)
  }
  return { person, supporter, last }
}

/** A search under way: the next pair of each person and the next held place of each supporter to be looked at, and the chain of people so far. */
type Sweep = {
  instance: Instance
  matching: Matching
  ends: Int32Array
  layers: Layers
  arc: Int32Array
  place: Int32Array
  chain: Int32Array
}

const targetOf = ({ instance, arc }: Sweep, i: number) => int(instance.to, int(arc, i))

const [ROOM, NONE] = [-2, -1]

/** The next step from person `i`: a supporter with room, somebody who would have to move (their number), or none. */
function step({ instance, matching, ends, layers, arc, place }: Sweep, i: number): number {
  const { to, capacity } = instance
  const { held, first, count } = matching
  const depth = int(layers.person, i)
  for (let e = int(arc, i); e < int(ends, i); e++) {
    const j = int(to, e)
    if (layers.supporter[j] !== depth) continue
    arc[i] = e
    if (int(count, j) < int(capacity, j)) return ROOM
    if (depth < layers.last && int(place, j) < int(count, j)) return int(held, int(first, j) + int(place, j))
  }
  arc[i] = int(ends, i)
  return NONE
}

/** Everybody in the chain moves on by one, the last to a free place. */
function shift(sweep: Sweep, length: number) {
  const { matching, place, chain } = sweep
  take(matching, int(chain, length), targetOf(sweep, int(chain, length)))
  for (let at = length - 1; at >= 0; at--) {
    const i = int(chain, at)
    const j = targetOf(sweep, i)
    matching.held[int(matching.first, j) + int(place, j)] = i
    place[j] = int(place, j) + 1
    matching.of[i] = j
  }
}

function matchFrom(sweep: Sweep, root: number) {
  const { place, chain } = sweep
  chain[0] = root
  for (let at = 0; at >= 0;) {
    const next = step(sweep, int(chain, at))
    if (next === ROOM) {
      shift(sweep, at)
      return
    }
    if (next !== NONE) chain[++at] = next
    else if (--at >= 0) {
      const j = targetOf(sweep, int(chain, at))
      place[j] = int(place, j) + 1
    }
  }
}

/** Chains of exchanges that end in a free place, found and made in one sweep: each pair and each held place is looked at once. */
function sweepThrough(instance: Instance, matching: Matching, ends: Int32Array, layers: Layers) {
  const { candidates, capacity, start } = instance
  const [place, chain] = [new Int32Array(capacity.length), new Int32Array(candidates.length + 1)]
  const sweep: Sweep = { instance, matching, ends, layers, arc: start.slice(), place, chain }
  for (let root = 0; root < candidates.length; root++) if (int(matching.of, root) < 0) matchFrom(sweep, root)
}

/**
 * Matches as many as can be (Hopcroft and Karp's algorithm, with capacities), beginning with what is matched, over the pairs before `ends`.
 * Gives the cover that shows that no more can be (König): who is not reached from anybody left out, and the supporters who are.
 */
export function matchMost(instance: Instance, matching: Matching, ends: Int32Array, tell?: (size: number) => void): Marks {
  let layers = layersOf(instance, matching, ends)
  while (layers.last >= 0) {
    sweepThrough(instance, matching, ends, layers)
    tell?.(matching.size)
    layers = layersOf(instance, matching, ends)
  }
  return {
    candidates: Uint8Array.from(layers.person, (depth) => (depth < 0 ? 1 : 0)),
    supporters: Uint8Array.from(layers.supporter, (depth) => (depth < 0 ? 0 : 1)),
  }
}
