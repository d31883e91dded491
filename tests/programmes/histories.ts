import fc from 'fast-check'
import type { CallOutcome } from '../../src/features/programmes/rules/line.ts'
import type { PlaceAct } from '../../src/features/programmes/rules/places.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export type Moment = 'offer' | 'start' | 'freeUntil' | 'closing'
type Said = { stated: boolean; access: boolean; companion: boolean }
export type Action =
  | ({ kind: 'ask'; who: number } & Said)
  | ({ kind: 'book'; who: number; over: boolean; reason: boolean } & Said)
  | { kind: 'call'; nth: number; outcome: CallOutcome }
  | { kind: 'give'; nth: number; reason: boolean }
  | { kind: 'lapse' }
  | { kind: PlaceAct; which: number; aimed: boolean; reason: boolean }
  | { kind: 'wait'; minutes: number }
  | { kind: 'waitFor'; what: Moment; off: number }
  | { kind: 'capacity'; to: number; access: number }
  | { kind: 'fill' }
  | { kind: 'cancelWorkshop' }
  | { kind: 'hold' }
  | { kind: 'move'; hours: number }

export const PEOPLE = 6
const acts = fc.constantFrom<PlaceAct>('accept', 'decline', 'decline', 'leave', 'cancel', 'cancel', 'cancel', 'remove')
const moment = fc.constantFrom<Moment>('offer', 'offer', 'offer', 'offer', 'offer', 'offer', 'start', 'freeUntil', 'freeUntil', 'closing')
const seldom = fc.constantFrom(true, false, false)
const said = { stated: fc.boolean(), access: seldom, companion: fc.boolean() }
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 40, arbitrary: fc.record({ kind: fc.constant('ask' as const), who: fc.nat({ max: PEOPLE - 1 }), ...said }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ kind: fc.constant('book' as const), who: fc.nat({ max: PEOPLE - 1 }), over: fc.boolean() },
      ...{ reason: fc.constantFrom(true, true, true, false), ...said },
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant('call' as const), nth: fc.nat({ max: 3 }) },
      outcome: fc.constantFrom<CallOutcome>('noAnswer', 'message'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('give' as const), nth: fc.nat({ max: 3 }), reason: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'lapse' as const }) },
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
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('capacity' as const), to: fc.integer({ min: 1, max: 4 }), access: fc.nat({ max: 2 }) }),
  },
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
  policy: 'firstCome' | 'lottery'
  openness: 'all' | 'prioritised' | 'restricted'
  accessPlaces: number
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
  policy: fc.constantFrom('firstCome' as const, 'firstCome' as const, 'lottery' as const),
  openness: fc.constantFrom('all' as const, 'all' as const, 'prioritised' as const, 'restricted' as const),
  accessPlaces: fc.constantFrom(0, 0, 1, 2),
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
  policy: 'firstCome' as const,
  openness: 'all' as const,
  accessPlaces: 0,
  first: [0, 1],
}
const ask = (who: number, more: Partial<Said> = {}): Action => ({
  kind: 'ask',
  who,
  stated: false,
  access: false,
  companion: false,
  ...more,
})
const book = (who: number, over: boolean): Action => ({
  kind: 'book',
  who,
  over,
  reason: true,
  stated: true,
  access: false,
  companion: false,
})
/** The first who ask say nothing about themselves; every second of them says that they belong to the group. */
export const firstAsk = (who: number): Action => ask(who, { stated: who % 2 === 0 })
const act = (kind: PlaceAct, reason = false): Action => ({ kind, which: 0, aimed: true, reason })
const cancel = (reason: boolean): Action => act('cancel', reason)
const waitFor = (what: Moment, off: number): Action => ({ kind: 'waitFor', what, off })
export const edges: [History][] = [
  {
    ...plain,
    closing: 26,
    actions: [waitFor('closing', -1), ask(2), waitFor('closing', 0), ask(3)],
  },
  { ...plain, actions: [cancel(false), { kind: 'wait' as const, minutes: 2900 }, ask(1)] },
  { ...plain, actions: [waitFor('start', -1), cancel(false), waitFor('start', 0), cancel(true)] },
  { ...plain, actions: [waitFor('freeUntil', -HOUR / 2), cancel(false)] },
  { ...plain, actions: [waitFor('freeUntil', 0), cancel(false)] },
  { ...plain, actions: [waitFor('freeUntil', 1), cancel(false), cancel(true)] },
  { ...plain, actions: [cancel(false), { kind: 'move' as const, hours: -98 }] },
  // every answer to an offer, and a way out for who waits
  { ...plain, first: [0, 1, 2, 3], actions: [cancel(false), act('decline'), act('leave'), act('accept')] },
  // lots are drawn at closing, not a moment earlier; moved away and drawn at once; cancelled before the draw; more room after it
  { ...plain, policy: 'lottery' as const, actions: [ask(2), ask(3), waitFor('closing', -1), waitFor('closing', 0), waitFor('closing', 1)] },
  { ...plain, policy: 'lottery' as const, actions: [ask(2), { kind: 'move' as const, hours: -40 }, ask(3)] },
  { ...plain, policy: 'lottery' as const, actions: [ask(2), { kind: 'cancelWorkshop' as const }, waitFor('closing', 0)] },
  {
    ...plain,
    policy: 'lottery' as const,
    actions: [
      ask(2),
      waitFor('closing', 0),
      { kind: 'capacity' as const, to: 3, access: 1 },
      { kind: 'move' as const, hours: 200 },
      ask(4),
    ],
  },
  { ...plain, policy: 'lottery' as const, actions: [ask(2), book(2, false), book(3, true), waitFor('closing', 0)] },
  // an access place goes past the line, and no further than to those who need one
  { ...plain, accessPlaces: 1, actions: [ask(2, { access: true, companion: true }), ask(3, { access: true }), cancel(false)] },
  // a head start that lapses; a group's workshop that opens to all
  { ...plain, openness: 'prioritised' as const, first: [1, 3, 5, 0], actions: [{ kind: 'lapse' as const }, cancel(false)] },
  { ...plain, openness: 'restricted' as const, actions: [ask(3), { kind: 'lapse' as const }, ask(3), ask(5, { stated: true })] },
  // past those who wait with a reason, over the capacity by override alone
  { ...plain, actions: [ask(2), book(3, false), book(3, true), book(2, true), cancel(false), cancel(false)] },
  // too late for offers: rung in order, and out of turn with a reason
  {
    ...plain,
    actions: [
      ask(2),
      waitFor('start', -HOUR),
      { ...cancel(true) },
      { kind: 'give' as const, nth: 1, reason: false },
      { kind: 'call' as const, nth: 0, outcome: 'noAnswer' as const },
      { kind: 'give' as const, nth: 1, reason: false },
    ],
  },
].map((one) => [one])
