import { describe, expect, it } from 'vitest'
import { decideMessage, eventsFor, outcomeName, replyDue, topicName } from '../../src/features/contact/rules.ts'

describe('a message', () => {
  it('is taken and closed while it is open, and opened again once closed', () => {
    expect(eventsFor('open')).toEqual(['take', 'close'])
    expect(eventsFor('closed')).toEqual(['reopen'])
    expect(decideMessage('open', 'close')).toEqual({ ok: true, state: 'closed' })
    expect(decideMessage('closed', 'reopen')).toEqual({ ok: true, state: 'open' })
  })

  it('is closed once, and says so the second time', () => {
    expect(decideMessage('closed', 'close')).toEqual({ ok: false, reason: 'alreadyClosed' })
    expect(decideMessage('closed', 'take')).toEqual({ ok: false, reason: 'alreadyClosed' })
    expect(decideMessage('open', 'reopen')).toEqual({ ok: false, reason: 'stillOpen' })
  })
})

describe('the day by which a person hears', () => {
  it('counts five working days, without Christmas', () => {
    expect(replyDue(new Date('2026-12-21T10:00:00Z'), 5).toISOString()).toBe('2026-12-30T10:00:00.000Z')
  })

  it('starts on Monday for what is written at the weekend', () => {
    expect(replyDue(new Date('2027-01-16T10:00:00Z'), 5).toISOString()).toBe('2027-01-22T10:00:00.000Z')
  })
})

it('has a name for every topic and outcome, known or not', () => {
  expect(topicName('press')).toBe('A media or community request')
  expect(topicName('toString')).toBe('Something else')
  expect(outcomeName(null)).toBe('')
  expect(outcomeName('phoned')).toBe('Answered by phone')
})
