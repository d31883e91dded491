import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { checkGaps, isOfPerson, type CheckFacts, type CheckKind } from '../../src/features/checks/rules/kinds.ts'
import { allChecks, aCheck } from '../support/checks.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { aCandidate } from '../support/people.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const DAY = 86_400_000
const FULL = process.env['FULL'] === '1'
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const worse: Record<string, object> = {
  ...{ age: { result: 'under' }, eligibility: { result: 'cannot' }, recordCheck: { result: 'notClear' } },
  ...{ insurance: { result: 'notCovered' }, accessNeeds: { result: 'asked', words: 'A lift' }, riskAssessment: { approved: false } },
}

const ahead = fc.integer({ min: 1, max: 60 })
const which = fc.integer({ min: 0, max: 1 })
const kind = fc.constantFrom(...allChecks)
/** One thing that happens to either of two visits of one person; days count from now. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sign' as const), which, kind, until: fc.integer({ min: 0, max: 70 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('worse' as const), which, kind }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revoke' as const), which, kind }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move' as const), which, ahead }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('train' as const), until: fc.integer({ min: -5, max: 70 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('all' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('confirm' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 5 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
type World = { ids: string[]; supporterId: string; at: Date }

const dateAt = (at: Date, days: number) => new Date(new Date(at.getTime() + days * DAY).toISOString().slice(0, 10))

async function revoke({ ids, supporterId, at }: World, { which: i, kind: of }: { which: number; kind: string }) {
  const { candidateId } = await db.placement.findUniqueOrThrow({ where: { id: ids[i] ?? '' } })
  const placementId = isOfPerson(of as CheckKind) ? null : (ids[i] ?? '')
  const last = await db.check.findFirst({ where: { candidateId, placementId, kind: of }, orderBy: { seq: 'desc' } })
  if (last?.revokedAt !== null) return
  const revoked = { revokedAt: at, revokedById: supporterId, revokedByRole: 'lead', revokedWhy: 'notSo' }
  await db.check.update({ where: { id: last.id }, data: revoked })
}

async function move({ ids, at }: World, { which: i, ahead: days }: { which: number; ahead: number }) {
  const { dateId } = await db.placement.findUniqueOrThrow({ where: { id: ids[i] ?? '' } })
  const startsAt = new Date(at.getTime() + days * DAY)
  const data = { startsAt, endsAt: new Date(startsAt.getTime() + 4 * 3_600_000), changedAt: at }
  await db.hostDate.update({ where: { id: dateId ?? '' }, data }).catch((error: unknown) => {
    if (!String(error).includes('nobody trained can host on this day')) throw error
  })
}

/** Does one step; what the database refuses is no step. */
async function take(world: World, given: Step): Promise<void> {
  const { ids, supporterId, at } = world
  const placementId = 'which' in given ? (ids[given.which] ?? '') : ''
  if (given.do === 'sign') await aCheck({ kind: given.kind, placementId, expiresOn: dateAt(at, given.until) })
  if (given.do === 'worse') await aCheck({ kind: given.kind, placementId, ...worse[given.kind] })
  if (given.do === 'all') for (const each of allChecks) await aCheck({ kind: each, placementId, expiresOn: dateAt(at, 45) })
  if (given.do === 'revoke') await revoke(world, given)
  if (given.do === 'move') await move(world, given)
  if (given.do === 'train')
    await db.supporter.update({ where: { accountId: supporterId }, data: { trainedUntil: dateAt(at, given.until), changedAt: at } })
  if (given.do === 'confirm')
    await db.placement.update({ where: { id: placementId }, data: { state: 'confirmed', changedAt: at } }).catch(() => undefined)
  if (given.do === 'pass') {
    world.at = new Date(at.getTime() + given.days * DAY)
    vi.setSystemTime(world.at)
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

/** What the pure rule says is in the way of a visit, and whoever hosts it. */
async function expected({ supporterId, at }: World, id: string): Promise<string[]> {
  const placement = await db.placement.findUniqueOrThrow({ where: { id }, include: { host: true, date: true } })
  const rows = await db.check.findMany({
    where: { candidateId: placement.candidateId, OR: [{ placementId: null }, { placementId: id }] },
    orderBy: { seq: 'asc' },
  })
  const facts = rows.map((row): CheckFacts => ({
    ...{ kind: row.kind as CheckKind, result: row.result, approved: row.approvedAt !== null, revoked: row.revokedAt !== null },
    ...{ validFrom: dayOf(row.validFrom), expiresOn: dayOf(row.expiresOn), emptied: row.emptiedAt !== null },
  }))
  const day = dayOf(placement.date?.startsAt ?? at)
  const on = { day, last: dayOf(placement.date?.endsAt ?? at) }
  const gaps = checkGaps({ patrol: placement.host.patrol, on }, facts, dayOf(at)).map(({ kind: of, why }) => `${of} ${why}`)
  const { trainedUntil } = await db.supporter.findUniqueOrThrow({ where: { accountId: supporterId } })
  const trained = trainedUntil === null ? '' : dayOf(trainedUntil)
  return [...gaps, ...(trained < on.last ? [`hostTraining ${trained < dayOf(at) ? 'expired' : 'expiring'}`] : [])].sort()
}

async function look(world: World): Promise<void> {
  for (const id of world.ids) {
    const { state, date } = await db.placement.findUniqueOrThrow({ where: { id }, include: { date: true } })
    if (date === null || date.startsAt <= world.at) continue
    const found = await db.$queryRaw<{ kind: string; why: string }[]>`SELECT kind, why FROM placement_gaps(${id}::uuid, ${world.at})`
    const wanted = await expected(world, id)
    expect(found.map(({ kind: of, why }) => `${of} ${why}`).sort()).toEqual(wanted)
    if (state === 'confirmed') expect(wanted).toEqual([])
  }
}

async function aWorld(): Promise<World> {
  vi.setSystemTime(NOW)
  const candidate = await aCandidate({ adult: true })
  const inside = await aHost()
  const ids: string[] = []
  for (const patrol of [false, true]) {
    const host = patrol ? await aHost({ patrol, supporterId: inside.supporterId }) : inside
    const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId, startsAt: new Date(NOW.getTime() + 20 * DAY) })
    ids.push((await aPlacement({ state: 'checks', candidateId: candidate.id, hostId: host.id, dateId })).id)
  }
  return { ids, supporterId: inside.supporterId, at: NOW }
}

it('never has a visit confirmed with a check missing, run out or running out before its day, whatever happens in which order', async () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  process.stdout.write(`seed of the random histories: ${String(seed)}\n`)
  let confirmed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: FULL ? 40 : 14 }), async (steps) => {
      const world = await aWorld()
      for (const id of world.ids) await take(world, { do: 'all', which: world.ids.indexOf(id) })
      for (const id of world.ids) await take(world, { do: 'confirm', which: world.ids.indexOf(id) })
      confirmed += await db.placement.count({ where: { id: { in: world.ids }, state: 'confirmed' } })
      for (const each of steps) {
        await take(world, each)
        await look(world)
      }
    }),
    { seed, numRuns: FULL ? 80 : 5, endOnFailure: !FULL },
  )
  expect(confirmed).toBeGreaterThan(0)
}, 60_000)
