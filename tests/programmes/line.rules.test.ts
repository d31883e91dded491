import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  bookFor,
  callPlace,
  emptyLine,
  fillPlaces,
  givePlace,
  type Line,
  type LineFacts,
  type Placed,
} from '../../src/features/programmes/rules/line.ts'
import { drawOrder } from '../../src/features/programmes/rules/lottery.ts'

const HOUR = 3_600_000
const now = new Date('2027-01-11T12:00:00Z')
const at = (hours: number) => new Date(now.getTime() + hours * HOUR)
const facts = (over: Partial<LineFacts> = {}): LineFacts => ({
  ...{ state: 'published', capacity: 1, online: false, membersOnly: false, policy: 'firstCome', accessPlaces: 0, openness: 'all' },
  ...{ startsAt: at(200), bookingClosesAt: at(176), offersEndAt: at(198), covers: () => true },
  ...over,
})
const waits = (arrival: number, over: Partial<Placed> = {}): Placed => ({
  ...{ person: `p${String(arrival)}`, arrival, band: 0, stated: false, access: false, companion: false, over: false, state: 'waiting' },
  ...over,
})
const line = (workshop: Partial<LineFacts>, places: Placed[]): Line => ({
  ...emptyLine(facts(workshop)),
  nextArrival: places.length + 1,
  places,
})
const states = ({ places }: Line) => places.map(({ state, pool }) => (pool === 'access' ? `${state} (access)` : state))

describe('an access place', () => {
  it('goes to the next who said that they need one, past those who did not', () => {
    const filled = fillPlaces(
      line({ accessPlaces: 1, capacity: 1 }, [waits(1), waits(2), waits(3, { access: true }), waits(4, { access: true })]),
      now,
    )
    expect(states(filled)).toEqual(['offered', 'waiting', 'offered (access)', 'waiting'])
  })
  it('stays free where nobody needs it, and those who need one wait with everybody once it is taken', () => {
    expect(states(fillPlaces(line({ accessPlaces: 2 }, [waits(1), waits(2)]), now))).toEqual(['offered', 'waiting'])
    const two = [waits(1, { access: true }), waits(2, { access: true }), waits(3)]
    expect(states(fillPlaces(line({ accessPlaces: 1 }, two), now))).toEqual(['offered (access)', 'offered', 'waiting'])
  })
})

describe('a lottery', () => {
  const draw = (tickets: number[]) => [...tickets].reverse()
  const drawn = (workshop: Partial<LineFacts>, when: Date, people = 3) =>
    fillPlaces(
      {
        ...line(
          { policy: 'lottery', ...workshop },
          Array.from({ length: people }, (_, i) => waits(i + 1)),
        ),
        draw,
      },
      when,
    )

  it('moves nobody up before asking closes, however much room there is', () => {
    expect(states(drawn({ capacity: 9 }, new Date(at(176).getTime() - 1)))).toEqual(['waiting', 'waiting', 'waiting'])
  })
  it('then offers places in the order drawn, to everybody where there is room for all', () => {
    expect(states(drawn({}, at(176)))).toEqual(['waiting', 'waiting', 'offered'])
    expect(states(drawn({ capacity: 9 }, at(176)))).toEqual(['offered', 'offered', 'offered'])
  })
  it('is not drawn again: more room later goes on in the same order', () => {
    const after = drawn({}, at(176))
    const more = fillPlaces({ ...after, workshop: facts({ policy: 'lottery', capacity: 2 }) }, at(177))
    expect([states(more), more.draw]).toEqual([['waiting', 'offered', 'offered'], undefined])
  })
  it('is not drawn where the workshop is cancelled before', () => {
    expect(drawn({ state: 'cancelled' }, at(180)).places.map(({ rank }) => rank)).toEqual([undefined, undefined, undefined])
  })
})

describe('the team books a place', () => {
  const full = line({}, [waits(1, { state: 'booked', pool: 'general' }), waits(2), waits(3)])
  const book = (person: string, reason: string, over: boolean, from = full) => bookFor(from, { person, member: false, reason, over }, now)
  it('with a reason, and beyond the capacity by an override alone', () => {
    expect([book('p3', ' ', true).outcome, book('p3', 'Rang us', false).outcome]).toEqual(['reasonNeeded', 'full'])
    const { line: after } = book('p3', 'Rang us', true)
    expect(after.places[2]).toMatchObject({ state: 'booked', over: true, reason: 'Rang us' })
  })
  it('and whom that passes over is written down', () => {
    expect(book('p3', 'Rang us', true).line.passed).toEqual([{ arrival: 2, for: 3, why: 'override' }])
    expect(book('new', 'Rang us', true).line.passed.map(({ arrival }) => arrival)).toEqual([2, 3])
  })
  it('is refused for somebody who has one, and once it has begun', () => {
    expect(book('p1', 'Rang us', true).outcome).toBe('alreadyAsked')
    expect(bookFor(full, { person: 'p2', member: false, reason: 'x', over: true }, at(200)).outcome).toBe('alreadyBegan')
  })
})

describe('a place given by telephone', () => {
  const late = at(197)
  const free = line({}, [waits(1), waits(2), waits(3)])
  const give = (from: Line, arrival: number, reason = '', when = late) => givePlace(from, arrival, reason, when)
  it('goes to the next in line without a reason, and out of turn with one', () => {
    expect([give(free, 1).outcome, give(free, 2).outcome, give(free, 2, 'Lives next door').outcome]).toEqual(['ok', 'reasonNeeded', 'ok'])
  })
  it('goes past whoever was rung and did not answer, which is written down as that', () => {
    const { outcome, line: after } = give(callPlace(free, 1, 'noAnswer'), 2)
    expect([outcome, after.passed]).toEqual(['ok', [{ arrival: 1, for: 2, why: 'called' }]])
  })
  it.each([
    ['notPublished', { state: 'held' }, late],
    ['hasBegun', {}, at(200)],
    ['offersStillGo', { capacity: 0 }, now],
    ['noFreePlace', { capacity: 0 }, late],
  ])('is refused: %s', (outcome, workshop, when) => {
    expect(give({ ...free, workshop: facts(workshop) }, 1, '', when).outcome).toBe(outcome)
  })
  it('is refused to somebody who does not wait', () => {
    expect(give(line({}, [waits(1, { state: 'declined' })]), 1).outcome).toBe('notWaiting')
  })
})

describe('a draw', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

  it('orders tickets by the hash of seed and ticket, the same for everybody who recomputes it', () => {
    const order = drawOrder('a seed', [1, 2, 3, 4, 5], sha256)
    expect(order).toEqual(drawOrder('a seed', [5, 3, 1, 2, 4], sha256))
    expect([...order].sort()).toEqual([1, 2, 3, 4, 5])
    expect(order).toEqual([1, 2, 3, 4, 5].sort((a, b) => (sha256(`a seed:${String(a)}`) < sha256(`a seed:${String(b)}`) ? -1 : 1)))
  })

  it('gives every ticket every rank alike: a hundred thousand draws pass a chi-square test', { timeout: 60_000 }, () => {
    const [draws, tickets] = [100_000, 6]
    const counts = Array.from({ length: tickets }, () => Array<number>(tickets).fill(0))
    const all = Array.from({ length: tickets }, (_, i) => i + 1)
    for (let i = 0; i < draws; i += 1) {
      for (const [rank, ticket] of drawOrder(`seed ${String(i)}`, all, sha256).entries()) {
        const row = counts[ticket - 1] ?? []
        row[rank] = (row[rank] ?? 0) + 1
      }
    }
    const expected = draws / tickets
    const statistic = counts.flat().reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0)
    // A square with even margins has (6 - 1)² degrees of freedom, and the statistic its chi-square times (n - 1) / n for permutations
    const critical = chiSquareCritical((tickets - 1) ** 2, 0.001)
    console.log(`chi-square of ${String(draws)} draws: ${statistic.toFixed(2)}, critical at 0.001: ${critical.toFixed(2)}`)
    expect(critical).toBeCloseTo(52.62, 1) // as tables have it for 25 degrees of freedom
    expect(statistic * ((tickets - 1) / tickets)).toBeLessThan(critical)
    expect(statistic).toBeGreaterThan(chiSquareCritical((tickets - 1) ** 2, 0.999)) // too even would be no chance either
  })
})

/** Where the chi-square distribution with so many degrees of freedom leaves this much above: by its own density, summed. */
function chiSquareCritical(freedom: number, above: number): number {
  const half = freedom / 2
  let logGamma = 0
  for (let k = half; k > 1; k -= 1) logGamma += Math.log(k - 1)
  if (freedom % 2 === 1) logGamma += Math.log(Math.sqrt(Math.PI))
  const density = (x: number) => Math.exp((half - 1) * Math.log(x) - x / 2 - half * Math.log(2) - logGamma)
  const step = 0.0005
  let x = step / 2
  for (let below = 0; below < 1 - above; x += step) below += density(x) * step
  return x
}
