import { describe, expect, it, test } from 'vitest'
import {
  decideRequest,
  endedRequestStates,
  eventsFor,
  isLive,
  notOfferedReasons,
  reasonWords,
  requestEvents,
  requestSides,
  requestStates,
  requestWords,
  tellRequest,
  withdrawReasons,
} from '../../src/features/requests/rules/requests.ts'

/** Every move there is; whatever is not here must be refused. */
const moves = [
  'requested accept team accepted',
  'requested notOffer team notOffered',
  'requested withdraw candidate withdrawn',
  'accepted start team underway',
  'accepted notOffer team notOffered',
  'accepted withdraw candidate withdrawn',
  'underway pause team paused',
  'underway complete team completed',
  'underway withdraw candidate withdrawn',
  'paused resume team underway',
  'paused complete team completed',
  'paused notOffer team notOffered',
  'paused withdraw candidate withdrawn',
]

describe('every state with every event from every side', () => {
  for (const state of requestStates)
    for (const event of requestEvents)
      for (const side of requestSides) {
        const next = moves.find((move) => move.startsWith(`${state} ${event} ${side} `))?.split(' ')[3]
        test(`${state}, ${event} by the ${side}: ${next ?? 'refused'}`, () => {
          const decision = decideRequest(state, event, side)
          expect(decision.ok ? decision.state : undefined).toBe(next)
          expect(eventsFor(state, side).includes(event)).toBe(next !== undefined)
        })
      }
})

describe('a refusal says why', () => {
  it('is not theirs to do, however the request stands', () => {
    expect(decideRequest('requested', 'accept', 'candidate')).toEqual({ ok: false, reason: 'notTheirs' })
    expect(decideRequest('underway', 'withdraw', 'team')).toEqual({ ok: false, reason: 'notTheirs' })
  })
  it('has ended, and stays so', () => {
    for (const state of endedRequestStates) {
      expect(isLive(state)).toBe(false)
      expect(decideRequest(state, 'withdraw', 'candidate')).toEqual({ ok: false, reason: 'alreadyEnded' })
    }
  })
  it('comes too early', () => {
    expect(decideRequest('requested', 'complete', 'team')).toEqual({ ok: false, reason: 'notNow' })
  })
})

describe('the words', () => {
  it('are there for every state', () => {
    for (const state of requestStates) expect(requestWords[state].tag).not.toBe('')
  })
  it('tell a pause that ended from a beginning', () => {
    expect(tellRequest('accepted', 'underway')).toBe('It began')
    expect(tellRequest('paused', 'underway')).toBe('It went on again')
    expect(tellRequest(null, 'requested')).toBe('You asked for this')
  })
  it('give every reason, and nothing for one that was erased', () => {
    expect(reasonWords('notNow')).toBe(withdrawReasons.notNow)
    expect(reasonWords('noCapacity')).toBe(notOfferedReasons.noCapacity)
    expect(reasonWords('The host team moved')).toBe('The host team moved')
    expect(reasonWords('erased')).toBeUndefined()
    expect(reasonWords(null)).toBeUndefined()
  })
})
