import { describe, expect, it } from 'vitest'
import {
  hopesFor,
  isAskable,
  lastScore,
  mayScore,
  outcomeWords,
  planOutcomes,
  unscored,
} from '../../src/features/requests/rules/outcomes.ts'
import { requestStates, type RequestState } from '../../src/features/requests/rules/requests.ts'
import { supportKinds } from '../../src/forces/profile.ts'

const listed = (code: string) => ({ code, words: null })
const own = (words: string) => ({ code: null, words })
const plan = (state: RequestState, standing: ReturnType<typeof listed | typeof own>[], wanted: ReturnType<typeof listed | typeof own>[]) =>
  planOutcomes({ kind: 'buddy', state }, standing, wanted)

describe('what can be hoped for', () => {
  it('is a list for every kind that can be asked for, and each code is of one kind alone', () => {
    const codes = supportKinds.filter(isAskable).flatMap((kind) => Object.keys(hopesFor(kind)))
    for (const kind of supportKinds.filter(isAskable)) expect(Object.keys(hopesFor(kind)).length).toBeGreaterThan(1)
    expect(new Set(codes).size).toBe(codes.length)
    expect(hopesFor('training')).toEqual({})
  })
  it('is told in words, listed or own', () => {
    expect(outcomeWords('buddy', listed('belong'))).toBe('Feel that I could belong')
    expect(outcomeWords('buddy', own('Sleep better'))).toBe('Sleep better')
    expect(outcomeWords('buddy', { code: null, words: null })).toBeUndefined()
  })
})

describe('choosing', () => {
  it('adds what is new, once, and takes off what was left out', () => {
    const standing = [listed('belong'), own('Sleep better')]
    const made = plan('requested', standing, [listed('belong'), listed('keepGoing'), listed('keepGoing'), own('Laugh')])
    expect(made).toEqual({ ok: true, remove: [own('Sleep better')], add: [listed('keepGoing'), own('Laugh')] })
  })
  it('takes nothing off once it has begun', () => {
    expect(plan('underway', [listed('belong')], [own('Laugh')])).toEqual({ ok: true, remove: [], add: [own('Laugh')] })
  })
  it('holds five, those that stand counted', () => {
    const words = ['one', 'two', 'three', 'four', 'five', 'six'].map(own)
    expect(plan('requested', [], words.slice(0, 5)).ok).toBe(true)
    expect(plan('requested', [], words)).toEqual({ ok: false, reason: 'tooMany' })
    expect(plan('paused', words.slice(0, 3), words.slice(3))).toEqual({ ok: false, reason: 'tooMany' })
  })
  it('takes only what is on the list of the kind', () => {
    expect(plan('requested', [], [listed('writeForm')])).toEqual({ ok: false, reason: 'notInList' })
    expect(plan('requested', [], [listed('__proto__')])).toEqual({ ok: false, reason: 'notInList' })
  })
  it('is over when the request is', () => {
    for (const state of ['completed', 'notOffered', 'withdrawn'] as const)
      expect(plan(state, [], [listed('belong')])).toEqual({ ok: false, reason: 'tooLate' })
  })
})

describe('scoring', () => {
  it('is for what was completed, or given up after it had begun', () => {
    const began = new Date()
    for (const state of requestStates) {
      expect(mayScore({ state, beganAt: began })).toBe(['completed', 'withdrawn', 'notOffered'].includes(state))
      expect(mayScore({ state, beganAt: null })).toBe(state === 'completed')
    }
  })
  it('takes the last word of each side, and knows who said nothing', () => {
    const said = (side: string, score: string) => ({ side, score, words: null })
    const rows = [said('candidate', 'not'), said('team', 'partly'), said('candidate', 'achieved')]
    expect(lastScore(rows, 'candidate')?.score).toBe('achieved')
    expect(unscored([{ scores: rows }, { scores: [said('team', 'not')] }], 'candidate')).toHaveLength(1)
    expect(unscored([{ scores: rows }, { scores: [said('team', 'not')] }], 'team')).toHaveLength(0)
  })
})
