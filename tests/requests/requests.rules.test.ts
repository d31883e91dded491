import { describe, expect, it, test } from 'vitest'
import {
  checkBegan,
  checkReview,
  decidePutBack,
  decideRequest,
  endedRequestStates,
  engineOf,
  eventsFor,
  isLive,
  requestEvents,
  requestSides,
  requestsShown,
  requestStates,
  type RequestFacts,
  type RequestState,
} from '../../src/features/requests/rules/requests.ts'
import {
  causeWords,
  eventWords,
  notOfferedReasons,
  reasonForTeam,
  reasonWords,
  requestWords,
  tellRequest,
  tellTeam,
  withdrawReasons,
} from '../../src/features/requests/rules/words.ts'

/** Every move there is; whatever is not here must be refused. */
const moves = [
  'requested accept team accepted',
  'requested begin portal underway',
  'requested notOffer team notOffered',
  'requested withdraw candidate withdrawn',
  'requested noteWithdrawal team withdrawn',
  'accepted begin team underway',
  'accepted begin portal underway',
  'accepted notOffer team notOffered',
  'accepted withdraw candidate withdrawn',
  'accepted noteWithdrawal team withdrawn',
  'underway pause team paused',
  'underway complete team completed',
  'underway complete portal completed',
  'underway withdraw candidate withdrawn',
  'underway noteWithdrawal team withdrawn',
  'paused begin portal underway',
  'paused pause team paused',
  'paused askToResume candidate paused',
  'paused resume team underway',
  'paused complete team completed',
  'paused complete portal completed',
  'paused notOffer team notOffered',
  'paused withdraw candidate withdrawn',
  'paused noteWithdrawal team withdrawn',
]

/** What booking, joining and pairing begin, nobody begins by hand; and what is not done yet, nobody completes by hand. */
const byHand = (move: string, { kind, done }: Omit<RequestFacts, 'state'>) =>
  kind === 'shadowing' || !(move.includes(' begin team ') || (move.includes(' complete team ') && !done))

const kinds = [
  { kind: 'shadowing', done: false },
  { kind: 'mentoring', done: false },
  { kind: 'mentoring', done: true },
  { kind: 'insight', done: false },
  { kind: 'insight', done: true },
]

describe('every state with every event from every side', () => {
  for (const facts of kinds)
    for (const state of requestStates)
      for (const event of requestEvents)
        for (const side of requestSides) {
          const next = moves
            .filter((move) => byHand(move, facts))
            .find((move) => move.startsWith(`${state} ${event} ${side} `))
            ?.split(' ')[3]
          test(`${facts.kind}${facts.done ? ', done' : ''}: ${state}, ${event} by the ${side}: ${next ?? 'refused'}`, () => {
            const decision = decideRequest({ ...facts, state }, event, side)
            expect(decision.ok ? decision.state : undefined).toBe(next)
            expect(eventsFor({ ...facts, state }, side).includes(event)).toBe(next !== undefined)
          })
        }
})

const mentoring = (state: RequestState) => ({ state, kind: 'mentoring', done: false })

describe('a refusal says why', () => {
  it('is not theirs to do, however the request stands', () => {
    expect(decideRequest(mentoring('requested'), 'accept', 'candidate')).toEqual({ ok: false, reason: 'notTheirs' })
    expect(decideRequest(mentoring('underway'), 'withdraw', 'team')).toEqual({ ok: false, reason: 'notTheirs' })
    expect(decideRequest(mentoring('underway'), 'pause', 'portal')).toEqual({ ok: false, reason: 'notTheirs' })
  })
  it('has ended, and stays so', () => {
    for (const state of endedRequestStates) {
      expect(isLive(state)).toBe(false)
      expect(decideRequest(mentoring(state), 'withdraw', 'candidate')).toEqual({ ok: false, reason: 'alreadyEnded' })
    }
  })
  it('comes too early', () => {
    expect(decideRequest(mentoring('requested'), 'complete', 'team')).toEqual({ ok: false, reason: 'notNow' })
    expect(decideRequest(mentoring('requested'), 'begin', 'team')).toEqual({ ok: false, reason: 'notNow' })
  })
  it('begins by booking, and is done when attendance says so', () => {
    const insight = { kind: 'insight', done: false }
    expect(engineOf('insight')).toBe('programme')
    expect(decideRequest({ ...insight, state: 'accepted' }, 'begin', 'team')).toEqual({ ok: false, reason: 'bookingBegins' })
    expect(decideRequest({ ...insight, state: 'underway' }, 'complete', 'team')).toEqual({ ok: false, reason: 'notDoneYet' })
  })
  it('begins by a pairing, and is not completed by hand while somebody stands beside them', () => {
    for (const kind of ['buddy', 'mentoring', 'coaching', 'roleModel']) {
      expect(engineOf(kind)).toBe('pairing')
      expect(decideRequest({ kind, done: false, state: 'accepted' }, 'begin', 'team')).toEqual({ ok: false, reason: 'pairingBegins' })
      expect(decideRequest({ kind, done: false, state: 'underway' }, 'complete', 'team')).toEqual({ ok: false, reason: 'pairingGoesOn' })
      expect(decideRequest({ kind, done: true, state: 'underway' }, 'complete', 'team')).toEqual({ ok: true, state: 'completed' })
    }
    expect(engineOf('shadowing')).toBeUndefined()
  })
})

describe('the days of a step', () => {
  const now = new Date('2027-01-14T23:30:00Z')
  it.each([
    ['2027-01-14', 'reviewPast'],
    ['2027-01-15', undefined],
    ['2027-07-14', undefined],
    ['2027-07-15', 'reviewFar'],
  ])('a pause that is looked at again on %s: %s', (day, refusal) => {
    expect(checkReview(day, now)).toBe(refusal)
  })
  it.each([
    ['2027-01-09', 'beganBefore'],
    ['2027-01-10', undefined],
    ['2027-01-14', undefined],
    ['2027-01-15', 'beganAhead'],
  ])('what began on %s: %s', (day, refusal) => {
    expect(checkBegan(day, new Date('2027-01-10T18:00:00Z'), now)).toBe(refusal)
  })
})

describe('putting the last step back', () => {
  const last = { fromState: 'requested', toState: 'accepted', byRole: 'coordinator', reason: null, at: new Date('2027-01-14T00:10:00Z') }
  const now = new Date('2027-01-14T23:50:00Z')
  it('goes back to where it was, on the day', () => {
    expect(decidePutBack(last, now)).toEqual({ ok: true, state: 'requested' })
  })
  it.each([
    ['the first row', { ...last, fromState: null }, 'nothingToPutBack'],
    ['what was put back', { ...last, reason: 'mistake' }, 'nothingToPutBack'],
    ['nothing', undefined, 'nothingToPutBack'],
    ['what the person did', { ...last, byRole: 'candidate' }, 'notOfTeam'],
    ['what the portal did', { ...last, byRole: 'system' }, 'notOfTeam'],
    ['yesterday’s step', { ...last, at: new Date('2027-01-13T23:59:00Z') }, 'anotherDay'],
  ])('is refused for %s', (_what, step, reason) => {
    expect(decidePutBack(step, now)).toEqual({ ok: false, reason })
  })
})

it('shows what lives or waits for the person, and three of what has ended', () => {
  const request = (state: RequestState, toScore = false) => ({ state, toScore })
  const shown = requestsShown([...Array.from({ length: 5 }, () => request('withdrawn')), request('completed', true), request('paused')])
  expect(shown.map(({ state }) => state)).toEqual(['completed', 'paused', 'withdrawn', 'withdrawn', 'withdrawn'])
})

describe('the words', () => {
  it('are there for every state and every button', () => {
    for (const state of requestStates) expect(requestWords[state].tag).not.toBe('')
    for (const event of requestEvents) if (event !== 'withdraw' && event !== 'askToResume') expect(eventWords[event]).not.toBe('')
  })
  it('tell a pause that ended from a beginning, and a mistake from both', () => {
    const step = (fromState: string | null, toState: string, reason: string | null = null) => ({ fromState, toState, reason })
    expect(tellRequest(step('accepted', 'underway'))).toBe('It began')
    expect(tellRequest(step('paused', 'underway'))).toBe('It went on again')
    expect(tellRequest(step('paused', 'paused'))).toBe('It stays on hold')
    expect(tellRequest(step(null, 'requested'))).toBe('You asked for this')
    expect(tellRequest(step('accepted', 'requested', 'mistake'))).toContain('mistake')
    expect(tellTeam(step('accepted', 'requested', 'mistake'))).toBe('Put back to requested')
  })
  it('give every reason, and nothing for one that was erased', () => {
    expect(reasonWords('notNow')).toBe(withdrawReasons.notNow)
    expect(reasonWords('noCapacity')).toBe(notOfferedReasons.noCapacity)
    expect(reasonWords('The host team moved')).toBe('The host team moved')
    expect(reasonWords('erased')).toBeUndefined()
    expect(reasonWords(null)).toBeUndefined()
  })
  it('say what somebody told the team to each of them in their own way', () => {
    expect(reasonWords('toldNotNow')).toMatch(/^You told us/)
    expect(reasonForTeam('toldNotNow')).toMatch(/^They said/)
  })
  it('name what moved a request', () => {
    expect(causeWords('place.booked', 'Fitness test practice')).toBe('by a place booked at Fitness test practice')
    expect(causeWords('membership.joined', undefined)).toContain('no longer there')
    expect(causeWords(null, undefined)).toBeUndefined()
  })
})
