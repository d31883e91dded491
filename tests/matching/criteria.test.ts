import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { saveCriteria } from '../../src/features/matching/commands/criteria.ts'
import { criteria, firstWeights, weightsOf } from '../../src/features/matching/rules/criteria.ts'
import { asOwner } from '../support/database.ts'
import { aHelper, aWaiting } from '../support/matching.ts'
import { anAccount, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const at = '/staff/matching/criteria'
let priya: Team
let asPriya: Awaited<ReturnType<typeof signedInAs>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  const account = await anAccount({ name: 'Priya Nair' })
  priya = { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] }
  asPriya = await signedInAs(account)
})
afterAll(() => {
  vi.useRealTimers()
})

const typed = (given: Record<string, number>) =>
  Object.fromEntries(Object.entries({ ...firstWeights, ...given }).map(([name, weight]) => [name, String(weight)]))
const latest = () => db.matchCriteria.findFirstOrThrow({ orderBy: { version: 'desc' } })

describe('the weights of matching', () => {
  it('begin with those of the first version, as the rules have them', async () => {
    expect(weightsOf(await latest())).toEqual(firstWeights)
    const page = await asPriya.get(at).expect(200)
    expect(page.text).toContain('What the portal began with')
  })

  it('show their effect on those who wait before anything is saved', async () => {
    await aWaiting({ name: 'Ann Archer', wishes: { goals: ['interview'], preference: 'parent' } })
    await aHelper({ name: 'Sue Shaw', capacity: 1, goals: ['interview'], paths: [] })
    await aHelper({ name: 'Tom Tate', capacity: 1, goals: [], paths: ['parent'] })
    const seen = await submit(asPriya, at, { ...typed({ goals: 5, preference: 0 }), seen: '1', kind: 'buddy', do: 'look' })
    expect(seen.status).toBe(200)
    expect(seen.text).toContain('What it would change')
    expect(seen.text).toContain('People matched')
    expect(seen.text).toContain('Save these weights')
    expect((await latest()).version).toBe(1)
    const other = await submit(asPriya, at, { ...typed({ goals: 0, preference: 5 }), seen: '1', kind: 'buddy', do: 'look' })
    expect(seen.text + other.text).toMatch(/would be with somebody else/)
  })

  it('are saved as a new version; runs made before keep theirs, and their pairs too', async () => {
    const before = await submit(asPriya, '/staff/matching/new', { kind: 'buddy', cohort: '' })
    const saved = await submit(asPriya, at, { ...typed({ route: 5 }), seen: '1', kind: 'buddy', do: 'save' })
    expect(saved.headers['location']).toBe('/staff/matching?notice=criteria')
    expect(await latest()).toMatchObject({ version: 2, route: 5, savedById: priya.accountId })
    const after = await submit(asPriya, '/staff/matching/new', { kind: 'buddy', cohort: '' })
    const versions = await db.matchRun.findMany({
      orderBy: { number: 'asc' },
      select: { id: true, outOf: true, criteria: { select: { version: true } } },
    })
    expect(versions.map(({ outOf, criteria: { version } }) => [version, outOf])).toEqual([
      [1, 20],
      [2, 21],
    ])
    await submit(asPriya, before.headers['location'] ?? '', {}, `${before.headers['location'] ?? ''}/publish`)
    expect(await db.pairing.findFirstOrThrow()).toMatchObject({ outOf: 20, runId: versions[0]?.id })
    expect(after.status).toBe(303)
  })

  it('saved by two at once are saved once, and the other sees what a colleague chose', async () => {
    const both = await Promise.all([
      saveCriteria(priya, { ...firstWeights, stage: 5 }, 2),
      saveCriteria(priya, { ...firstWeights, stage: 1 }, 2),
    ])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    const late = await submit(asPriya, at, { ...typed({ area: 1 }), seen: '2', kind: 'buddy', do: 'save' })
    expect(late.status).toBe(422)
    expect(late.text).toContain('A colleague saved other weights meanwhile')
  })

  it.each([
    ['six', { route: 6 }, 'Choose a weight from 0 to 5'],
    ['nothing for everything', Object.fromEntries(criteria.map((each) => [each, 0])), 'Give at least one criterion a weight'],
  ])('are not %s', async (_what, given, words) => {
    const refused = await submit(asPriya, at, { ...typed(given), seen: String((await latest()).version), kind: 'buddy', do: 'save' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(words)
  })

  it('are held by the database: no version is changed, and none is out of bounds', async () => {
    await expect(db.matchCriteria.update({ where: { version: 1 }, data: { route: 0 } })).rejects.toThrow(/permission denied/)
    await expect(asOwner(`INSERT INTO match_criteria VALUES (gen_random_uuid(), 99, 6, 0, 0, 0, 0, 0, 0, 0, now())`)).rejects.toThrow(
      /match_criteria_weights/,
    )
    await expect(asOwner(`INSERT INTO match_criteria VALUES (gen_random_uuid(), 99, 0, 0, 0, 0, 0, 0, 0, 0, now())`)).rejects.toThrow(
      /match_criteria_weights/,
    )
  })

  it('what a run found stays as it was found, and it goes one way', async () => {
    const { id } = await db.matchRun.findFirstOrThrow({ where: { state: 'draft' } })
    await expect(db.matchRun.update({ where: { id }, data: { matched: 0 } })).rejects.toThrow(/stays/)
    await expect(db.matchRun.update({ where: { id }, data: { state: 'queued' } })).rejects.toThrow(/does not go/)
  })
})
