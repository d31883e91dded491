import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { afterAll, expect, test } from 'vitest'
import type * as assignment from '../../../src/core/assignment.ts'
import { mutants } from './mutants.ts'
import { aLargeProblem, aSmallProblem, byTryingAll, dice, orderOf, type Order } from './problems.ts'

const PLACE = path.resolve('node_modules/.cache/mutants')
const MOST_MS = 3000
const FILES = readdirSync('src/core/assignment').filter((name) => !/thread|worker/.test(name))
const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, rewriteRelativeImportExtensions: true }

const sources = new Map(['../assignment.ts', ...FILES].map((name) => [name, readFileSync(path.join('src/core/assignment', name), 'utf8')]))
const compiled = (source: string) => ts.transpileModule(source, { compilerOptions: options }).outputText
const untouched = new Map([...sources].map(([name, source]) => [name, compiled(source)]))

/** The algorithm, with one place of it changed. */
async function mutated(nth: number, file: string, there: string, instead: string): Promise<typeof assignment> {
  const to = path.join(PLACE, String(nth))
  mkdirSync(path.join(to, 'assignment'), { recursive: true })
  const source = sources.get(file) ?? ''
  if (file) expect(source.split(there), `${file} has once: ${there}`).toHaveLength(2)
  for (const [name, as] of untouched) {
    const changed = name === file ? compiled(source.replace(there, () => instead)) : as
    writeFileSync(path.join(to, 'assignment', name.replace('.ts', '.js')), changed)
  }
  return (await import(/* @vite-ignore */ pathToFileURL(path.join(to, 'assignment.js')).href)) as typeof assignment
}

const roll = dice(77)
const cases = Array.from({ length: 300 }, () => {
  const problem = aSmallProblem(roll)
  const someone = problem.candidates[roll(problem.candidates.length)] ?? ''
  const pair = problem.pairs[roll(problem.pairs.length)]
  const isPair = (one: assignment.Pair) => one.candidate === pair?.candidate && one.supporter === pair.supporter
  return {
    problem,
    best: byTryingAll(problem),
    someone,
    withSomeone: byTryingAll(problem, (pairs) => pairs.some(({ candidate }) => candidate === someone)),
    pair,
    withPair: byTryingAll(problem, (pairs) => pairs.some(isPair)),
    withoutPair: byTryingAll(problem, (pairs) => !pairs.some(isPair)),
  }
})

const larger = Array.from({ length: 60 }, (_, seed) =>
  aLargeProblem({ people: 30, supporters: 14, each: 2 + (seed % 3), seed, capacity: (dip) => dip(5) }),
)

const same = (one: Order | undefined, other: Order | undefined) => JSON.stringify(one) === JSON.stringify(other)

/** What shows that something is wrong with a case, if anything does. */
function wrongWith(
  { assign, forced, alternative, included, setAside }: typeof assignment,
  one: (typeof cases)[number],
): string | undefined {
  const { problem, best, someone, withSomeone, pair, withPair, withoutPair } = one
  const result = assign(problem)
  if (!same(orderOf(result.pairs), best)) return 'trying all'
  const turned = { ...problem, candidates: problem.candidates.toReversed(), pairs: problem.pairs.toReversed() }
  if (JSON.stringify(assign(turned)) !== JSON.stringify(result)) return 'another order of input'
  const swap = included(problem, result, someone)
  if (!same(swap ? orderOf(swap.result.pairs) : undefined, withSomeone)) return 'having somebody in'
  if (pair && !same(orderOf(alternative(problem, result, pair).result.pairs), withoutPair)) return 'leaving a pair out'
  if (!pair || !withPair) return undefined
  if (!same(orderOf(forced(problem, result, pair).result.pairs), withPair)) return 'making a pair'
  return same(orderOf([pair, ...assign(setAside(problem, [pair])).pairs]), withPair) ? undefined : 'setting a pair aside'
}

function caughtBy(mutant: typeof assignment): string | undefined {
  try {
    for (const one of cases) {
      const wrong = wrongWith(mutant, one)
      if (wrong !== undefined) return wrong
    }
    for (const problem of larger) mutant.assign(problem)
  } catch (error) {
    return error instanceof Error ? error.message : 'a fault'
  }
  return undefined
}

/** The same, where a mistake that goes round for ever is caught too. */
function caughtInTime(mutant: typeof assignment): string | undefined {
  try {
    return vm.runInNewContext('judge()', { judge: () => caughtBy(mutant) }, { timeout: MOST_MS }) as string | undefined
  } catch {
    return 'no end'
  }
}

afterAll(() => {
  rmSync(PLACE, { recursive: true, force: true })
})

test('the algorithm as it is passes', async () => {
  expect(caughtBy(await mutated(-1, '', '', ''))).toBeUndefined()
})

test.each(mutants.map((mutant, nth) => [...mutant, nth] as const))(
  'a mistake in %s is caught: %s → %s',
  async (file, there, instead, nth) => {
    expect(caughtInTime(await mutated(nth, file, there, instead))).toBeDefined()
  },
)
