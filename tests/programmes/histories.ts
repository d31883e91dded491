import fc from 'fast-check'
import type { PlaceAct } from '../../src/features/programmes/rules/places.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export type Moment = 'offer' | 'start' | 'freeUntil' | 'closing'
export type Action =
  | { kind: 'ask'; who: number }
  | { kind: PlaceAct; which: number; aimed: boolean; reason: boolean }
  | { kind: 'wait'; minutes: number }
  | { kind: 'waitFor'; what: Moment; off: number }
  | { kind: 'capacity'; to: number }
  | { kind: 'fill' }
  | { kind: 'cancelWorkshop' }
  | { kind: 'hold' }
  | { kind: 'move'; hours: number }

export const PEOPLE = 6
const acts = fc.constantFrom<PlaceAct>('accept', 'decline', 'decline', 'leave', 'cancel', 'cancel', 'cancel', 'remove')
const moment = fc.constantFrom<Moment>('offer', 'offer', 'offer', 'offer', 'offer', 'offer', 'start', 'freeUntil', 'freeUntil', 'closing')
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 40, arbitrary: fc.record({ kind: fc.constant('ask' as const), who: fc.nat({ max: PEOPLE - 1 }) }) },
  {
    weight: 40,
    arbitrary: fc.record({ kind: acts, which: fc.nat({ max: 11 }), aimed: fc.constantFrom(true, true, true, false), reason: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 200 }) }, { weight: 1, arbitrary: fc.nat({ max: 3000 }) }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ kind: fc.constant('waitFor' as const), what: moment, off: fc.constantFrom(-1, 0, 0, 1, -HOUR / 2) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('capacity' as const), to: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'fill' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      hours: fc.oneof(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -300, max: -30 })),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'hold' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cancelWorkshop' as const }) },
)

export type Act = Extract<Action, { which: number }>

export type History = {
  begins: number
  hoursLeft: number
  capacity: number
  online: boolean
  membersOnly: boolean
  closing: number
  first: number[]
  actions: Action[]
}

/** Histories around both changes of the clocks, and with the milliseconds that a real clock has. */
export const history: fc.Arbitrary<History> = fc.record({
  begins: fc
    .constantFrom('2027-01-20T10:00:00.000Z', '2027-03-26T19:31:07.113Z', '2027-10-29T20:59:59.999Z', '2027-06-01T03:12:44.501Z')
    .map((at) => Date.parse(at)),
  hoursLeft: fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 4, max: 40 }) },
    { weight: 3, arbitrary: fc.integer({ min: 30, max: 900 }) },
  ),
  capacity: fc.constantFrom(1, 1, 1, 2, 3),
  online: fc.boolean(),
  membersOnly: fc.boolean(),
  closing: fc.constantFrom(0, 1, 26),
  first: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 2 }),
  actions: fc.array(action, { minLength: 12, maxLength: 30, size: 'max' }),
})

/** Moments that chance seldom meets: told every time. */
const plain = {
  begins: Date.parse('2027-01-20T10:00:00.000Z'),
  hoursLeft: 100,
  capacity: 1,
  online: false,
  membersOnly: false,
  closing: 0,
  first: [0, 1],
}
const cancel = (reason: boolean): Action => ({ kind: 'cancel', which: 0, aimed: true, reason })
const waitFor = (what: Moment, off: number): Action => ({ kind: 'waitFor', what, off })
export const edges: [History][] = [
  {
    ...plain,
    closing: 26,
    actions: [waitFor('closing', -1), { kind: 'ask' as const, who: 2 }, waitFor('closing', 0), { kind: 'ask' as const, who: 3 }],
  },
  { ...plain, actions: [cancel(false), { kind: 'wait' as const, minutes: 2900 }, { kind: 'ask' as const, who: 1 }] },
  { ...plain, actions: [waitFor('start', -1), cancel(false), waitFor('start', 0), cancel(true)] },
  { ...plain, actions: [waitFor('freeUntil', -HOUR / 2), cancel(false)] },
  { ...plain, actions: [waitFor('freeUntil', 0), cancel(false)] },
  { ...plain, actions: [waitFor('freeUntil', 1), cancel(false), cancel(true)] },
  { ...plain, actions: [cancel(false), { kind: 'move' as const, hours: -98 }] },
].map((one) => [one])
