import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Certificate, Pair, Problem } from '../../../core/assignment.ts'
import type { Solved } from '../rules/explain.ts'

/** A problem in few bytes: ids once, a pair as three numbers. `pairs` of the answer and the pins are by place, too. */
type Packed = {
  candidates: readonly string[]
  supporters: readonly (readonly [string, number])[]
  pairs: readonly number[]
  seed: string
  enough?: number
  pins: readonly Pair[]
  found: readonly Pair[]
}

const ordered = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byIds = (a: Pair, b: Pair): number => ordered(a.candidate, b.candidate) || ordered(a.supporter, b.supporter)

function pack({ pins, rest, result }: Solved): Packed {
  const candidates = [...rest.candidates].sort(ordered)
  const supporters = [...rest.supporters].sort((a, b) => ordered(a.id, b.id)).map(({ id, capacity }) => [id, capacity] as const)
  const c = new Map(candidates.map((id, at) => [id, at]))
  const s = new Map(supporters.map(([id], at) => [id, at]))
  const pairs = [...rest.pairs]
    .sort(byIds)
    .flatMap(({ candidate, supporter, score }) => [c.get(candidate) ?? 0, s.get(supporter) ?? 0, score])
  const { seed, enough } = rest
  return { candidates, supporters, pairs, seed, ...(enough !== undefined && { enough }), pins: [...pins].sort(byIds), found: result.pairs }
}

/** A problem with its answer, as it is kept; and a hash that is the same for the same problem in any order. */
export function keepSolved(solved: Solved): { problem: Uint8Array<ArrayBuffer>; problemHash: string } {
  const packed = pack(solved)
  const { found: _found, ...asked } = packed
  const problemHash = createHash('sha256').update(JSON.stringify(asked)).digest('hex')
  return { problem: new Uint8Array(gzipSync(JSON.stringify(packed))), problemHash }
}

/** What was kept, as it was solved. The certificate is kept beside it. */
export function readSolved(problem: Uint8Array, certificate: unknown): Solved {
  const packed = JSON.parse(gunzipSync(problem).toString('utf8')) as Packed
  const rest = unpack(packed)
  const found = new Set(packed.found.map(({ candidate }) => candidate))
  const scores = packed.found.map(({ score }) => score)
  return {
    pins: [...packed.pins],
    rest,
    result: {
      pairs: [...packed.found],
      unmatched: rest.candidates.filter((id) => !found.has(id)),
      matched: packed.found.length,
      worst: scores.length === 0 ? null : scores.reduce((least, each) => Math.min(least, each)),
      total: scores.reduce((sum, each) => sum + each, 0),
      certificate: certificate as Certificate,
    },
  }
}

function unpack({ candidates, supporters, pairs: numbers, seed, enough }: Packed): Problem {
  const pairs: Pair[] = []
  for (let at = 0; at + 2 < numbers.length; at += 3)
    pairs.push({
      candidate: candidates[numbers[at] ?? 0] ?? '',
      supporter: supporters[numbers[at + 1] ?? 0]?.[0] ?? '',
      score: numbers[at + 2] ?? 0,
    })
  return {
    candidates,
    supporters: supporters.map(([id, capacity]) => ({ id, capacity })),
    pairs,
    seed,
    ...(enough !== undefined && { enough }),
  }
}
