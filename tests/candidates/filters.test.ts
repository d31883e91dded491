import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Coordinator } from '../../src/core/access.ts'
import { pool } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import { startBatch } from '../../src/features/candidates/commands/batches.ts'
import { recordExport } from '../../src/features/candidates/commands/export.ts'
import { countCandidates, listCandidateIds, listCandidates } from '../../src/features/candidates/queries/list.ts'
import { readCandidateFilter, stageChoices, type CandidateFilter } from '../../src/features/candidates/rules/list.ts'
import { fillCandidates } from '../support/many.ts'
import { anAccount } from '../support/people.ts'

const force = profileOf('cheshire')
let actor: Coordinator
let team: string[]
let names: string[]

beforeAll(async () => {
  const priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  const marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
  team = [priya.id, marcus.id]
  actor = { role: 'coordinator', accountId: priya.id, name: priya.name, roles: ['coordinator'] }
  await fillCandidates(150, team)
  names = (await pool.query<{ name: string }>('SELECT name FROM candidates ORDER BY reference')).rows.map(({ name }) => name)
})

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })
const aFilter = (): fc.Arbitrary<CandidateFilter> =>
  fc
    .record({
      route: maybe([...force.routes.map(({ id }) => id), 'mounted']),
      area: maybe(force.areas.map(({ id }) => id)),
      kind: maybe(['insight', 'buddy', 'skills', 'mentoring']),
      state: maybe(['requested', 'accepted', 'underway', 'completed']),
      stage: maybe(stageChoices(force).map(({ value }) => value)),
      owner: maybe(['me', 'nobody', ...team]),
      from: maybe(['2026-01-01', '1/6/2026', 'never']),
      to: maybe(['2026-09-30', '31 December 2026']),
      email: maybe(['yes', 'no']),
      age: maybe(['under18']),
      quiet: maybe(['1', '6', '18']),
      q: maybe(['amara', 'okafor', 'pa m1', "o'", '%', "' OR true --", '07700']),
    })
    .map(readCandidateFilter)

describe('any combination of filters', () => {
  it('counts, lists, chooses and exports the same people', async () => {
    await fc.assert(
      fc.asyncProperty(aFilter(), async (filter) => {
        const ids = await listCandidateIds(actor, filter)
        expect(await countCandidates(actor, filter)).toBe(ids.length)
        const shown: string[] = []
        for (let page = 1; page <= Math.ceil(ids.length / 25); page += 1) {
          const { total, rows } = await listCandidates(actor, filter, { page, sort: undefined })
          expect(total).toBe(ids.length)
          shown.push(...rows.map(({ id }) => id))
        }
        expect([...shown].sort()).toEqual([...ids].sort())
        const batch = await startBatch(actor, 'assign', { filter })
        const chosen = await pool.query<{ id: string }>(
          'SELECT candidate_id AS id FROM batch_items WHERE batch_id = $1 ORDER BY position',
          [batch],
        )
        expect(chosen.rows.map(({ id }) => id)).toEqual(ids)
        expect([...(await recordExport(actor, filter, { purpose: 'check', contact: false }))].sort()).toEqual([...ids].sort())
      }),
      { numRuns: 40 },
    )
  })

  it('is the same people in each order, a page at a time', async () => {
    for (const sort of ['best', 'newest', 'name', 'contact'] as const) {
      const seen = new Set<string>()
      for (let page = 1; page <= 6; page += 1)
        for (const { id } of (await listCandidates(actor, { q: undefined }, { page, sort })).rows) seen.add(id)
      expect(seen.size, sort).toBe(150)
    }
  })
})

describe('a name typed as people type', () => {
  const finds = async (typed: string, name: string) => {
    const { rows } = await pool.query<{ name: string }>(
      'SELECT c.name FROM search_candidates($1) f JOIN candidates c ON c.id = f.candidate_id ORDER BY f.score DESC',
      [typed],
    )
    expect(
      rows.map((row) => row.name),
      typed,
    ).toContain(name)
  }
  const plain = (name: string) => name.normalize('NFKD').replaceAll(/[\u0300-\u036f]/g, '')

  it('is found whatever the order, the capitals and the accents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (n, upper) => {
        const name = names[n % names.length] ?? ''
        const turned = plain(name).split(' ').reverse().join(' ')
        await finds(upper ? turned.toUpperCase() : turned.toLowerCase(), name)
      }),
      { numRuns: 60 },
    )
  })

  it('is found with one slip in a word of four letters or more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.constantFrom('swap', 'drop', 'double', 'other'), async (n, at, slip) => {
        const name = names[n % names.length] ?? ''
        const word =
          plain(name)
            .split(/[ -]/)
            .find((each) => /^[A-Za-z]{4,}$/.test(each)) ?? ''
        fc.pre(word !== '') // letters that have no accent to take off are another test's
        const i = at % (word.length - 1)
        const [a = '', b = ''] = [word[i], word[i + 1]]
        const slips = { swap: b + a, drop: word.length > 4 ? b : a + b, double: a + a + b, other: `${a === 'e' ? 'a' : 'e'}${b}` }
        await finds(word.slice(0, i) + slips[slip] + word.slice(i + 2), name)
      }),
      { numRuns: 150 },
    )
  })
})
