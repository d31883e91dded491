import { describe, expect, it } from 'vitest'
import { nextWaking } from '../../src/features/messages/rules/waking.ts'
import { minutesInWords, refuseContact } from '../../src/features/together/rules/contacts.ts'
import { livingStates, splitName } from '../../src/features/together/rules/pairs.ts'
import { changesOf, shareFields, shownOf } from '../../src/features/together/rules/sharing.ts'
import { dueAt, silenceSteps, stepsDue, stepsPassed, type Silence } from '../../src/features/together/rules/silence.ts'

const at = (iso: string) => new Date(iso)

describe('when a message reaches the other side', () => {
  it.each([
    ['in winter at 8:59pm, at once', '2027-01-11T20:59:59Z', '2027-01-11T20:59:59Z'],
    ['in winter at 9pm, at 8 the next morning', '2027-01-11T21:00:00Z', '2027-01-12T08:00:00Z'],
    ['at 7:59 in the morning, at 8', '2027-01-12T07:59:59Z', '2027-01-12T08:00:00Z'],
    ['in summer at 9pm by the clocks of London', '2027-07-11T20:00:00Z', '2027-07-12T07:00:00Z'],
    ['in the night in which the clocks go forward, at the new 8', '2027-03-27T23:30:00Z', '2027-03-28T07:00:00Z'],
    ['in the night in which the clocks go back, at the new 8', '2027-10-30T22:30:00Z', '2027-10-31T08:00:00Z'],
  ])('%s', (_what, written, reaches) => {
    expect(nextWaking(at(written))).toEqual(at(reaches))
  })
})

describe('what one of a pair sees of the other', () => {
  const owner = {
    ...{ name: 'Aisha Karim Lowe', email: 'aisha@force.example' },
    shares: shareFields.map((field) => ({ field, phone: field === 'phone' ? '07700 900123' : null })),
  }
  it('is a first name, and what its owner ticked, one by one', () => {
    expect(shownOf({ ...owner, shares: [] }, 'active')).toEqual({ first: 'Aisha' })
    expect(shownOf(owner, 'active')).toEqual({ first: 'Aisha', surname: 'Karim Lowe', phone: '07700 900123', email: 'aisha@force.example' })
    for (const field of shareFields) {
      const shown = shownOf({ ...owner, shares: owner.shares.filter((share) => share.field === field) }, 'active')
      expect(Object.keys(shown).sort()).toEqual(['first', field].sort())
    }
  })

  it('falls back to the first name while the pair rests and once it has ended', () => {
    for (const state of livingStates.filter((each) => each !== 'active')) expect(shownOf(owner, state)).toEqual({ first: 'Aisha' })
  })

  it('changes by what is ticked and no longer ticked; another number is a new yes', () => {
    const live = [
      { field: 'surname', phone: null },
      { field: 'phone', phone: '07700 900123' },
    ]
    expect(changesOf(live, { fields: ['surname', 'phone'], phone: '07700 900123' })).toEqual({ given: [], withdrawn: [] })
    expect(changesOf(live, { fields: ['surname', 'phone'], phone: '07700 900999' })).toEqual({
      given: [{ field: 'phone', phone: '07700 900999' }],
      withdrawn: ['phone'],
    })
    expect(changesOf(live, { fields: ['email'], phone: '' })).toEqual({
      given: [{ field: 'email', phone: null }],
      withdrawn: ['surname', 'phone'],
    })
  })

  it('takes a single name for a first name', () => {
    expect(splitName('Sukarno')).toEqual({ first: 'Sukarno', rest: '' })
  })
})

describe('a silence', () => {
  const since = at('2027-03-01T12:00:00Z')
  const quiet: Silence = { since, untouched: false, remindedAt: null, nudgedAt: null, toldAt: null, offeredAt: null }
  const day = (n: number) => new Date(dueAt('nudged', since).getTime() + (n - 21) * 86_400_000)

  it('asks both after 21 days, tells the team after 28, offers somebody else after 42, by the calendar of London', () => {
    expect(silenceSteps.slice(1).map((step) => dueAt(step, since))).toEqual([
      at('2027-03-22T12:00:00Z'),
      at('2027-03-29T11:00:00Z'), // the clocks went forward on the 28th
      at('2027-04-12T11:00:00Z'),
    ])
  })

  it('does each once, and nothing before its day', () => {
    const done = { ...quiet }
    const seen: [number, string][] = []
    for (let n = 0; n <= 60; n += 1)
      for (const step of stepsDue(done, day(n))) {
        seen.push([n, step])
        done[`${step}At`] = day(n)
      }
    expect(seen).toEqual([
      [21, 'nudged'],
      [28, 'told'],
      [42, 'offered'],
    ])
  })

  it('reminds of the first contact after five working days, where nothing has happened since the beginning', () => {
    expect(stepsDue({ ...quiet, untouched: true }, at('2027-03-08T12:00:00Z'))).toEqual(['reminded'])
    expect(stepsDue({ ...quiet, untouched: true }, at('2027-03-08T11:59:59Z'))).toEqual([])
    expect(stepsDue(quiet, at('2027-03-08T12:00:00Z'))).toEqual([])
  })

  it('sends one letter, the latest, where the clockwork stood still; the team is told whatever else is', () => {
    const untouched = { ...quiet, untouched: true }
    expect([stepsDue(untouched, day(50)), stepsPassed(untouched, day(50))]).toEqual([
      ['told', 'offered'],
      ['reminded', 'nudged'],
    ])
  })
})

describe('noting that two spoke', () => {
  const facts = { state: 'active', today: '2027-03-10', beganOn: '2027-03-01', daysLogged: ['2027-03-05'] }
  it.each([
    ['2027-03-10', undefined],
    ['2027-03-01', undefined],
    ['2027-03-11', 'future'],
    ['2027-02-28', 'beforeBeginning'],
    ['2027-03-05', 'dayCounted'],
  ])('on %s: %s', (day, refusal) => {
    expect(refuseContact(facts, day)).toBe(refusal)
  })
  it('ends with the pair, and while it rests', () => {
    for (const state of ['paused', 'ended']) expect(refuseContact({ ...facts, state }, '2027-03-10')).toBe('notLive')
  })
  it('reads as people say it', () => {
    expect([5, 30, 60, 90, 480].map(minutesInWords)).toEqual(['5 minutes', '30 minutes', '1 hour', '1 hour 30 minutes', '8 hours'])
  })
})
