import { describe, expect, it } from 'vitest'
import { may, type Actor, type Role } from '../../src/core/access.ts'
import {
  decideMessage,
  decideOwner,
  decideReply,
  dueBetween,
  dueTimes,
  eventsFor,
  messageEvents,
  messageStates,
  outcomeName,
  reopenedDue,
  replyDue,
  topicName,
  type MessageEvent,
  type MessageState,
} from '../../src/features/contact/rules.ts'

describe('a message', () => {
  const allowed: Record<MessageState, Partial<Record<MessageEvent, MessageState>>> = {
    open: { take: 'open', give: 'open', file: 'open', reply: 'open', note: 'open', close: 'closed' },
    closed: { note: 'closed', reopen: 'open' },
  }

  it.each(messageStates.flatMap((state) => messageEvents.map((event) => [state, event] as const)))(
    'that is %s knows what becomes of it when somebody would %s it',
    (state, event) => {
      const next = allowed[state][event]
      const refused = state === 'closed' ? 'alreadyClosed' : 'stillOpen'
      expect(decideMessage(state, event)).toEqual(next === undefined ? { ok: false, reason: refused } : { ok: true, state: next })
      expect(eventsFor(state).includes(event)).toBe(next !== undefined)
    },
  )

  it('is answered by the team alone', () => {
    const roles: Role[] = ['visitor', 'candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator']
    expect(roles.filter((role) => may({ role } as Actor, 'contact.answer'))).toEqual(['coordinator', 'lead'])
  })

  it('hears one answer: the second of two who answer at once is told of the first', () => {
    expect(decideReply('open', { seen: 0, written: 0 }, true)).toEqual({ ok: true, state: 'closed' })
    expect(decideReply('open', { seen: 1, written: 1 }, false)).toEqual({ ok: true, state: 'open' })
    expect(decideReply('open', { seen: 0, written: 1 }, false)).toEqual({ ok: false, reason: 'answeredMeanwhile' })
    expect(decideReply('closed', { seen: 0, written: 1 }, false)).toEqual({ ok: false, reason: 'alreadyClosed' })
  })

  it('is given from whoever the page showed, to somebody of the team', () => {
    const given = { from: null, seen: null, toIsOfTeam: true }
    expect(decideOwner('open', given)).toEqual({ ok: true, state: 'open' })
    expect(decideOwner('open', { ...given, from: 'marcus' })).toEqual({ ok: false, reason: 'takenMeanwhile' })
    expect(decideOwner('open', { ...given, toIsOfTeam: false })).toEqual({ ok: false, reason: 'notOfTeam' })
    expect(decideOwner('closed', given)).toEqual({ ok: false, reason: 'alreadyClosed' })
  })
})

describe('the day by which a person hears', () => {
  it('counts five working days, without Christmas', () => {
    expect(replyDue(new Date('2026-12-21T10:00:00Z'), 5).toISOString()).toBe('2026-12-30T10:00:00.000Z')
  })

  it('starts on Monday for what is written at the weekend', () => {
    expect(replyDue(new Date('2027-01-16T10:00:00Z'), 5).toISOString()).toBe('2027-01-22T10:00:00.000Z')
  })

  it('stays when a message is opened again, but begins afresh where it was closed in time and the day has passed', () => {
    const dueAt = new Date('2027-01-14T10:00:00Z')
    const inTime = { dueAt, closedAt: new Date('2027-01-13T10:00:00Z') }
    expect(reopenedDue(inTime, new Date('2027-01-13T11:00:00Z'), 5)).toEqual(dueAt)
    expect(reopenedDue(inTime, new Date('2027-02-01T10:00:00Z'), 5).toISOString()).toBe('2027-02-08T10:00:00.000Z')
    const late = { dueAt, closedAt: new Date('2027-01-20T10:00:00Z') }
    expect(reopenedDue(late, new Date('2027-02-01T10:00:00Z'), 5)).toEqual(dueAt)
  })

  it.each(['2027-01-14T10:00:00Z', '2027-03-28T00:30:00Z', '2027-10-31T00:30:00Z', '2027-06-30T22:59:59.999Z'])(
    'falls into one part of the queue at most, and into no gap between them, at %s',
    (at) => {
      const now = new Date(at)
      const spans = dueTimes.map((time) => dueBetween(time, now))
      expect(spans[0]?.until.getTime()).toBe(now.getTime() + 1)
      expect(spans[1]?.from).toEqual(spans[0]?.until)
      expect(spans[2]?.from).toEqual(spans[1]?.until)
      expect(Number(spans[2]?.until)).toBeGreaterThan(Number(spans[2]?.from))
    },
  )
})

it('has a name for every topic and outcome, known or not', () => {
  expect(topicName('press')).toBe('A media or community request')
  expect(topicName('toString')).toBe('Something else')
  expect(outcomeName(null)).toBe('')
  expect(outcomeName('phoned')).toBe('Answered by phone')
})
