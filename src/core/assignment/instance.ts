import { AssignmentFault, type OnProgress, type Pair, type Problem } from './types.ts'

// Not shared with the other files: each file's own are several times faster
const int = (list: Int32Array, at: number) => list[at] ?? 0
const real = (list: Float64Array, at: number) => list[at] ?? 0

/** A problem as numbers: people and supporters in the order of the seed, the pairs of person `i` from `start[i]`, best score first. */
export type Instance = {
  candidates: string[]
  supporters: string[]
  capacity: Int32Array
  start: Int32Array
  to: Int32Array
  score: Int32Array
  enough: number
}

const MOST_SCORE = 2 ** 31 - 1
const EXACT = 2 ** 50
const A_SLICE = 65_536

/** 32 bits of a text that look random (FNV-1a, then the end of MurmurHash3). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** The ids in an order that depends on the seed and on nothing else. */
export function inSeededOrder(ids: readonly string[], seed: string): string[] {
  const hashed = ids.map((id) => ({ id, hash: hashOf(`${seed} ${id}`) }))
  hashed.sort((a, b) => a.hash - b.hash || (a.id < b.id ? -1 : 1))
  return hashed.map(({ id }) => id)
}

function numbered(ids: readonly string[], who: string): Map<string, number> {
  const numbers = new Map(ids.map((id, number) => [id, number]))
  if (numbers.size < ids.length) {
    const twice = ids.find((id, number) => numbers.get(id) !== number) ?? ''
    throw new AssignmentFault(`${who} ${twice} is there twice`)
  }
  return numbers
}

const isWhole = (number: number, most = Number.MAX_SAFE_INTEGER) => Number.isSafeInteger(number) && number >= 0 && number <= most

type Columns = { candidate: Int32Array; supporter: Int32Array; score: Int32Array }

function readPairs(pairs: readonly Pair[], candidates: Map<string, number>, supporters: Map<string, number>, tell?: OnProgress): Columns {
  const columns = { candidate: new Int32Array(pairs.length), supporter: new Int32Array(pairs.length), score: new Int32Array(pairs.length) }
  let row = 0
  for (const { candidate, supporter, score } of pairs) {
    const [i, j] = [candidates.get(candidate), supporters.get(supporter)]
    if (i === undefined) throw new AssignmentFault(`a pair names a candidate who is not listed: ${candidate}`)
    if (j === undefined) throw new AssignmentFault(`a pair names a supporter who is not listed: ${supporter}`)
    if (!isWhole(score, MOST_SCORE)) throw new AssignmentFault(`no score is ${String(score)} (${candidate}, ${supporter})`)
    columns.candidate[row] = i
    columns.supporter[row] = j
    columns.score[row] = score
    if (++row % A_SLICE === 0) tell?.({ phase: 'reading', done: row, of: pairs.length })
  }
  return columns
}

/** Where the rows of each of `count` nodes begin, as running sums. */
export function startsOf(nodes: Int32Array, count: number): Int32Array {
  const start = new Int32Array(count + 1)
  for (const node of nodes) start[node + 1] = int(start, node + 1) + 1
  for (let node = 0; node < count; node++) start[node + 1] = int(start, node + 1) + int(start, node)
  return start
}

/** Sorts the pairs of each person by score downwards, then by supporter: one number holds both, and numbers sort fast. */
function sortRows({ candidate, supporter, score }: Columns, start: Int32Array, supporters: number) {
  const next = start.slice()
  const keys = new Float64Array(candidate.length)
  for (let row = 0; row < candidate.length; row++) {
    const i = int(candidate, row)
    const slot = int(next, i)
    next[i] = slot + 1
    keys[slot] = (MOST_SCORE - int(score, row)) * supporters + int(supporter, row)
  }
  const to = new Int32Array(keys.length)
  const sorted = new Int32Array(keys.length)
  for (let i = 0; i + 1 < start.length; i++) keys.subarray(start[i], start[i + 1]).sort()
  for (let slot = 0; slot < keys.length; slot++) {
    const key = real(keys, slot)
    to[slot] = key % supporters
    sorted[slot] = MOST_SCORE - Math.floor(key / supporters)
  }
  return { to, score: sorted }
}

function refuseTwins({ candidates, supporters, start, to }: Instance) {
  const seenBy = new Int32Array(supporters.length).fill(-1)
  for (let i = 0; i < candidates.length; i++) {
    for (let e = int(start, i); e < int(start, i + 1); e++) {
      const j = int(to, e)
      if (seenBy[j] === i) throw new AssignmentFault(`a pair is there twice: ${candidates[i] ?? ''} and ${supporters[j] ?? ''}`)
      seenBy[j] = i
    }
  }
}

/** Free places, where more than a supporter has pairs make no difference. */
function capacities({ supporters }: Problem, numbers: Map<string, number>, starts: Int32Array): Int32Array {
  const capacity = new Int32Array(supporters.length)
  for (const { id, capacity: places } of supporters) {
    if (!isWhole(places)) throw new AssignmentFault(`no capacity is ${String(places)} (${id})`)
    const j = numbers.get(id) ?? 0
    capacity[j] = Math.min(places, int(starts, j + 1) - int(starts, j))
  }
  return capacity
}

/** Reads a problem. Throws an AssignmentFault that names what is listed twice, not listed, or no whole number. */
export function read(problem: Problem, tell?: OnProgress): Instance {
  tell?.({ phase: 'reading', done: 0, of: problem.pairs.length })
  const candidates = inSeededOrder(problem.candidates, problem.seed)
  const supporters = inSeededOrder(
    problem.supporters.map(({ id }) => id),
    problem.seed,
  )
  const numbers = numbered(supporters, 'supporter')
  const columns = readPairs(problem.pairs, numbered(candidates, 'candidate'), numbers, tell)
  const start = startsOf(columns.candidate, candidates.length)
  const instance: Instance = {
    candidates,
    supporters,
    capacity: capacities(problem, numbers, startsOf(columns.supporter, supporters.length)),
    start,
    ...sortRows(columns, start, supporters.length),
    enough: problem.enough ?? Infinity,
  }
  refuseTwins(instance)
  if (problem.enough !== undefined && !isWhole(problem.enough)) throw new AssignmentFault(`no score is ${String(problem.enough)}`)
  const most = instance.score.reduce((a, b) => Math.max(a, b), 0)
  if ((candidates.length + supporters.length + 2) * (most + 1) > EXACT) throw new AssignmentFault('too many people for scores so high')
  tell?.({ phase: 'reading', done: problem.pairs.length, of: problem.pairs.length })
  return instance
}
