import { afterAll, beforeAll, expect, it } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { everyCheck } from '../support/checks.ts'
import { anAccount } from '../support/people.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { aVisitProcess, type VisitAction } from '../support/visit-rush.ts'

const FULL = process.env['FULL'] === '1'

let processes: Awaited<ReturnType<typeof aVisitProcess>>[] = []
let teamId = ''
beforeAll(async () => {
  processes = await Promise.all([aVisitProcess(), aVisitProcess()])
  teamId = (await anAccount()).id
}, 60_000)
afterAll(() => {
  for (const { stop } of processes) stop()
})

/** Everything at the same moment, every other thing in the other process; what became of each, in the order given. */
async function rush(actions: VisitAction[]): Promise<string[]> {
  const halves = await Promise.all(processes.map(({ act }, at) => act(actions.filter((_each, n) => n % 2 === at))))
  return actions.map((_each, n) => halves[n % 2]?.[Math.floor(n / 2)] ?? '')
}

it('gives the last places of a day to as many as there are, whoever offers them at once in two processes', async () => {
  const host = await aHost()
  const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId, capacity: 3 })
  await aPlacement({ hostId: host.id, dateId, state: 'checks' })
  const asked = await Promise.all(
    Array.from({ length: FULL ? 60 : 12 }, () => aPlacement({ hostId: host.id, state: 'underConsideration', undated: true })),
  )
  const outcomes = await rush(asked.map(({ id }) => ({ do: 'offer', teamId, placementId: id, dateId })))
  expect(outcomes.filter((each) => each === 'done')).toHaveLength(2)
  expect(outcomes.filter((each) => each === 'full')).toHaveLength(asked.length - 2)
  expect(await db.placement.count({ where: { dateId, state: { in: ['offered', 'checks'] } } })).toBe(3)
  expect(await db.placement.count({ where: { hostId: host.id, state: 'underConsideration', dateId: null } })).toBe(asked.length - 2)
}, 60_000)

it('never leaves a day confirmed whose check is taken back at the same moment, in another process', async () => {
  const kinds = ['recordCheck', 'insurance', 'riskAssessment', 'eligibility'] as const
  const ids: string[] = []
  for (let n = 0; n < (FULL ? 80 : 8); n += 1) {
    const { id } = await aPlacement({ state: 'checks' })
    await everyCheck(id)
    ids.push(id)
  }
  const kindOf = (n: number) => kinds[n % kinds.length] ?? 'insurance'
  const pairs = ids.map((placementId, n): [VisitAction, VisitAction] => {
    const both: [VisitAction, VisitAction] = [
      { do: 'confirm', teamId, placementId },
      { do: 'revoke', teamId, placementId, kind: kindOf(n) },
    ]
    return n % 3 === 0 ? [both[1], both[0]] : both
  })
  const outcomes = await rush(pairs.flat())
  for (const [n, action] of pairs.flat().entries())
    expect([action.do, outcomes[n]]).toEqual(
      action.do === 'revoke' ? ['revoke', 'done'] : ['confirm', expect.stringMatching(/^(done|gaps)$/) as string],
    )
  for (const id of ids) {
    expect(await db.placement.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'checks' })
    const gaps = await db.$queryRaw<{ why: string }[]>`SELECT why FROM placement_gaps(${id}::uuid, ${now()}::timestamptz)`
    expect(gaps).toEqual([{ why: 'revoked' }])
  }
}, 60_000)
