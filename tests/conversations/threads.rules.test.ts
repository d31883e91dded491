import { describe, expect, it } from 'vitest'
import {
  answerDue,
  decideThread,
  eventsFor,
  isNoticeDue,
  nextTeamNotice,
  threadEvents,
  threadSides,
  threadStates,
  threadWords,
  type ThreadDecision,
} from '../../src/features/conversations/rules/threads.ts'

const ok = (state: (typeof threadStates)[number]): ThreadDecision => ({ ok: true, state })
const no = (reason: 'notTheirs' | 'alreadyClosed' | 'stillOpen'): ThreadDecision => ({ ok: false, reason })

/** Every state, event and side, said by hand. */
const table: Record<string, ThreadDecision> = {
  'waitingTeam write candidate': ok('waitingTeam'),
  'waitingTeam write team': ok('waitingCandidate'),
  'waitingTeam close candidate': no('notTheirs'),
  'waitingTeam close team': ok('closed'),
  'waitingTeam reopen candidate': no('notTheirs'),
  'waitingTeam reopen team': no('stillOpen'),
  'waitingTeam take candidate': no('notTheirs'),
  'waitingTeam take team': ok('waitingTeam'),
  'waitingTeam assign candidate': no('notTheirs'),
  'waitingTeam assign team': ok('waitingTeam'),
  'waitingCandidate write candidate': ok('waitingTeam'),
  'waitingCandidate write team': ok('waitingCandidate'),
  'waitingCandidate close candidate': no('notTheirs'),
  'waitingCandidate close team': ok('closed'),
  'waitingCandidate reopen candidate': no('notTheirs'),
  'waitingCandidate reopen team': no('stillOpen'),
  'waitingCandidate take candidate': no('notTheirs'),
  'waitingCandidate take team': ok('waitingCandidate'),
  'waitingCandidate assign candidate': no('notTheirs'),
  'waitingCandidate assign team': ok('waitingCandidate'),
  'closed write candidate': ok('waitingTeam'),
  'closed write team': ok('waitingCandidate'),
  'closed close candidate': no('notTheirs'),
  'closed close team': no('alreadyClosed'),
  'closed reopen candidate': no('notTheirs'),
  'closed reopen team': ok('waitingTeam'),
  'closed take candidate': no('notTheirs'),
  'closed take team': no('alreadyClosed'),
  'closed assign candidate': no('notTheirs'),
  'closed assign team': no('alreadyClosed'),
}

describe('a conversation', () => {
  it('moves as said, in every state, by every event, from either side', () => {
    const all = threadStates.flatMap((state) =>
      threadEvents.flatMap((event) => threadSides.map((side) => [`${state} ${event} ${side}`, decideThread(state, event, side)] as const)),
    )
    expect(Object.fromEntries(all)).toEqual(table)
  })

  it('offers as buttons what it would allow, and nothing else', () => {
    for (const state of threadStates)
      for (const side of threadSides)
        for (const event of threadEvents) expect(eventsFor(state, side).includes(event)).toBe(decideThread(state, event, side).ok)
  })

  it('never turns somebody’s words away', () => {
    for (const state of threadStates) for (const side of threadSides) expect(decideThread(state, 'write', side).ok).toBe(true)
  })

  it('has words for every state', () => {
    for (const state of threadStates) expect(threadWords[state].team && threadWords[state].candidate).toMatch(/\w/)
  })
})

describe('the day by which the team answers', () => {
  const monday = new Date('2027-01-11T10:00:00Z')
  it('is five working days after somebody writes', () => {
    expect(answerDue(undefined, 'waitingTeam', monday, 5)).toEqual(new Date('2027-01-18T10:00:00Z'))
  })

  it('stays where it was when the person writes again', () => {
    const dueAt = new Date('2027-01-12T10:00:00Z')
    expect(answerDue({ state: 'waitingTeam', dueAt }, 'waitingTeam', monday, 5)).toBe(dueAt)
  })

  it('begins anew after an answer, and is none while nobody waits', () => {
    expect(answerDue({ state: 'waitingCandidate', dueAt: null }, 'waitingTeam', monday, 5)).toEqual(new Date('2027-01-18T10:00:00Z'))
    for (const state of ['waitingCandidate', 'closed'] as const)
      expect(answerDue({ state: 'waitingTeam', dueAt: monday }, state, monday, 5)).toBeUndefined()
  })
})

describe('notices', () => {
  const now = new Date('2027-01-11T10:00:00Z')
  it('go out once until the person has read', () => {
    expect(isNoticeDue(null)).toBe(true)
    expect(isNoticeDue(now)).toBe(false)
  })

  it('reach the team at once, and at most once an hour', () => {
    expect(nextTeamNotice(undefined, now)).toEqual(now)
    expect(nextTeamNotice(new Date('2027-01-11T08:30:00Z'), now)).toEqual(now)
    expect(nextTeamNotice(new Date('2027-01-11T09:40:00Z'), now)).toEqual(new Date('2027-01-11T10:40:00Z'))
  })
})
