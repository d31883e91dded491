import { afterAll, beforeAll, expect, it } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { aPairProcess, type PairAction } from '../support/pair-rush.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount } from '../support/people.ts'

const ROUNDS = process.env['FULL'] === '1' ? 20 : 2
const ACTIONS = 200
const HELD = ['proposedToSupporter', 'proposedToCandidate', 'active', 'paused']

let processes: Awaited<ReturnType<typeof aPairProcess>>[] = []
beforeAll(async () => {
  processes = await Promise.all([aPairProcess(), aPairProcess()])
}, 60_000)
afterAll(() => {
  for (const { stop } of processes) stop()
})

/** Numbers that look random and are the same every time. */
function dice(seed: number) {
  let state = seed
  const roll = (sides: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
  return { roll, one: <T>(of: readonly T[]): T => of[roll(of.length)] as T }
}
type Dice = ReturnType<typeof dice>

/** A dozen candidates and eight supporters, of whom many are paired or asked already. */
async function aWorld({ roll, one }: Dice) {
  const candidates = []
  for (let i = 0; i < 12; i += 1) candidates.push(await aCandidate({ adult: true, routes: i % 3 === 0 ? ['pcso'] : ['special'] }))
  const supporters = []
  for (let i = 0; i < 8; i += 1) supporters.push(await aSupporter({ capacity: 1 + roll(3) }))
  const { id: leadId } = await anAccount({ roles: ['lead'] })
  const states = [
    'active',
    'active',
    'paused',
    'proposedToCandidate',
    'proposedToCandidate',
    'proposedToSupporter',
    'proposedToSupporter',
    'active',
  ]
  const pairs = []
  for (const state of [...states, ...states]) {
    const made = { candidateId: one(candidates).id, supporterId: one(supporters).id, state }
    pairs.push(await aPairing(made).catch(() => undefined)) // full already, or paired
  }
  return { candidates, supporters, leadId, pairs: pairs.filter((pair) => pair !== undefined) }
}
type World = Awaited<ReturnType<typeof aWorld>>

function anAction({ candidates, supporters, leadId, pairs }: World, { roll, one }: Dice): PairAction {
  const [candidate, supporter, pair] = [one(candidates), one(supporters), one(pairs)]
  const { id: pairingId, supporterId, candidateId } = pair
  const accountId = candidates.find(({ id }) => id === candidateId)?.accountId ?? ''
  const propose = {
    do: 'propose',
    leadId,
    candidateId: candidate.id,
    supporterId: supporter.id,
    kind: one(['buddy', 'mentoring'] as const),
  } as const
  const often: PairAction[] = [
    propose,
    propose,
    { do: 'supporterAccepts', supporterId, pairingId },
    { do: 'candidateAccepts', candidateId, accountId, pairingId },
    { do: 'resume', leadId, pairingId },
    { do: 'capacity', supporterId: supporter.id, capacity: roll(3) },
    { do: 'keepApart', leadId, candidate: candidate.reference, supporter: supporter.account.email },
  ]
  const seldom: PairAction[] = [
    { do: 'candidateBlocks', candidateId, accountId, pairingId },
    { do: 'supporterBlocks', supporterId, pairingId },
    { do: 'duty', supporterId: supporter.id },
    { do: 'end', leadId, pairingId },
    { do: 'standing', leadId, supporterId: supporter.id },
  ]
  return roll(6) === 0 ? one(seldom) : one(often)
}

/** Pairs that stand and must not, whoever holds more than they can take, and whoever has two buddies. */
async function faults() {
  const excluded = await db.$queryRaw<
    object[]
  >`SELECT p.id, p.state FROM pairings p WHERE p.state IN ('proposedToSupporter', 'proposedToCandidate', 'active')
    AND EXISTS (SELECT FROM exclusions(p.candidate_id, p.supporter_id, ${now()}::timestamptz))`
  const over = await db.$queryRaw<object[]>`SELECT s.account_id FROM supporters s JOIN pairings p ON p.supporter_id = s.account_id
    WHERE p.state = ANY (${HELD}) AND p.over_reason IS NULL GROUP BY s.account_id HAVING count(*) > s.capacity`
  const buddies = await db.$queryRaw<object[]>`SELECT candidate_id FROM pairings WHERE kind = 'buddy' AND state IN ('active', 'paused')
    GROUP BY candidate_id HAVING count(*) > 1`
  return { excluded, over, buddies }
}

it.each(Array.from({ length: ROUNDS }, (_each, i) => i + 1))(
  'leaves no excluded pair, nobody over what they can take and nobody with two buddies, when two processes do 200 things at once (%i)',
  async (seed) => {
    const chance = dice(seed * 7919)
    const world = await aWorld(chance)
    const actions = Array.from({ length: ACTIONS }, () => anAction(world, chance))
    const halves = [actions.slice(0, ACTIONS / 2), actions.slice(ACTIONS / 2)]
    const outcomes = (await Promise.all(processes.map(({ act }, i) => act(halves[i] ?? [])))).flat()
    expect(await faults()).toEqual({ excluded: [], over: [], buddies: [] })
    const surprises = outcomes.filter((outcome) => outcome !== 'done' && outcome !== 'refused' && !outcome.includes('holds more than that'))
    expect(surprises).toEqual([])
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThan(20)
    expect(outcomes.filter((outcome) => outcome !== 'done').length).toBeGreaterThan(20)
  },
  120_000,
)
