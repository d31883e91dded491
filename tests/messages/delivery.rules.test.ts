import { describe, expect, it } from 'vitest'
import { emailKinds } from '../../src/emails.ts'
import { bounceCode, decideDelivery, emailStates, emailWords, type Standing } from '../../src/features/messages/rules/delivery.ts'
import { factsOf, kindFacts } from '../../src/features/messages/rules/kinds.ts'
import { nextWaking } from '../../src/features/messages/rules/waking.ts'

const day = new Date('2027-01-14T12:00:00Z')
const night = new Date('2027-01-14T23:30:00Z')
const well: Standing = { kind: 'request.accepted', hasAddress: true, failing: false, reminders: true, news: true }

describe('every kind of e-mail', () => {
  it('has words for the team, and says whether it can wait for the morning', () => {
    expect(Object.keys(emailKinds).filter((kind) => kindFacts[kind] === undefined)).toEqual([])
  })

  it('has words of its own', () => {
    const titles = Object.values(kindFacts).map(({ title }) => title)
    expect(new Set(titles).size).toBe(titles.length)
  })

  it('goes at once by night where it answers somebody or its time runs', () => {
    for (const kind of ['accounts.reset', 'accounts.verify', 'place.offered', 'place.booked', 'workshop.moved'])
      expect(decideDelivery({ ...well, kind }, night)).toEqual({ step: 'send' })
  })

  it('waits for eight in the morning where it can', () => {
    for (const kind of ['conversation.unread', 'mailing.news', 'mailing.reminder', 'request.accepted'])
      expect(decideDelivery({ ...well, kind }, night)).toEqual({ step: 'wait', until: new Date('2027-01-15T08:00:00Z') })
  })

  it('goes at once where nobody has said what it is', () => {
    expect(factsOf('something.new')).toMatchObject({ urgent: true, purpose: 'service' })
  })
})

describe('delivery', () => {
  it('leaves out what somebody has turned off, for every standing and purpose', () => {
    for (const [kind, purpose] of [
      ['mailing.service', 'service'],
      ['mailing.reminder', 'reminder'],
      ['mailing.news', 'news'],
    ] as const)
      for (const reminders of [true, false])
        for (const news of [true, false])
          for (const failing of [true, false]) {
            const off = (purpose === 'reminder' && !reminders) || (purpose === 'news' && !news)
            const { step } = decideDelivery({ kind, hasAddress: true, failing, reminders, news }, day)
            expect(step).toBe(off ? 'skip' : failing ? 'hold' : 'send')
          }
  })

  it('sends nothing where there is no address', () => {
    expect(decideDelivery({ ...well, hasAddress: false }, day)).toEqual({ step: 'skip', reason: 'noAddress' })
  })

  it('holds back, by day and night, what would only come back', () => {
    for (const at of [day, night]) expect(decideDelivery({ ...well, failing: true }, at)).toEqual({ step: 'hold' })
  })

  it('has words for every state', () => {
    for (const state of emailStates) expect(emailWords[state].text).toMatch(/\w/)
  })
})

describe('quiet hours', () => {
  it.each([
    ['in the evening', '2027-01-14T21:00:00Z', '2027-01-15T08:00:00Z'],
    ['a minute before the evening', '2027-01-14T20:59:00Z', '2027-01-14T20:59:00Z'],
    ['before the morning', '2027-01-14T07:59:59Z', '2027-01-14T08:00:00Z'],
    ['at eight', '2027-01-14T08:00:00Z', '2027-01-14T08:00:00Z'],
    ['in summer', '2027-07-01T20:30:00Z', '2027-07-02T07:00:00Z'],
    ['in the night in which the clocks go forward', '2027-03-28T00:30:00Z', '2027-03-28T07:00:00Z'],
    ['in the evening before the clocks go forward', '2027-03-27T21:30:00Z', '2027-03-28T07:00:00Z'],
    ['in the night in which they go back', '2027-10-31T00:30:00Z', '2027-10-31T08:00:00Z'],
    ['in the evening before they go back', '2027-10-30T20:30:00Z', '2027-10-31T08:00:00Z'],
  ])('end at eight in London %s', (_when, at, until) => {
    expect(nextWaking(new Date(at)).toISOString()).toBe(new Date(until).toISOString())
  })
})

describe('a letter that comes back', () => {
  const fault = (about: object) => Object.assign(new Error('no'), about)
  const recipient = { responseCode: 550, command: 'RCPT TO', response: '550 5.1.1 <x@y.example> no such person' }
  it.each([
    ['the recipient is refused for good', fault(recipient), '550 5.1.1'],
    [
      'every recipient was, with words of another command',
      fault({ command: 'DATA', responseCode: 554, rejectedErrors: [recipient] }),
      '550 5.1.1',
    ],
    ['the mailbox is unknown after the letter', fault({ responseCode: 550, command: 'DATA', response: '550 5.1.1 unknown' }), '550 5.1.1'],
    ['the mailbox is full for now', fault({ responseCode: 452, command: 'RCPT TO', response: '452 4.2.2 full' }), undefined],
    ['the letter is thought to be junk', fault({ responseCode: 554, command: 'DATA', response: '554 5.7.1 spam' }), undefined],
    ['our own address is refused', fault({ responseCode: 550, command: 'MAIL FROM', response: '550 5.7.1 no' }), undefined],
    ['nobody answered', fault({ code: 'ECONNECTION' }), undefined],
    ['something else broke', 'no', undefined],
  ])('is told from others: %s', (_what, error, code) => {
    expect(bounceCode(error)).toBe(code)
  })
})
