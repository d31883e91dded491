import { describe, expect, it } from 'vitest'
import { answersIn, checkInForm, valuesOf } from '../../src/features/firstYear/forms.ts'
import { alertDue, raisedBy, raisedByHelp } from '../../src/features/firstYear/rules/alerts.ts'
import { audiences, helpAbout, mayRead, type Audience } from '../../src/features/firstYear/rules/answers.ts'
import {
  dueOn,
  endsOn,
  isResting,
  isTooLate,
  movedBy,
  refuseDeferral,
  refuseStart,
  weekOn,
  weeks,
} from '../../src/features/firstYear/rules/schedule.ts'

const START = '2027-03-01'

describe('the days of a first year', () => {
  it('asks after 2, 6, 13, 26, 39 and 52 weeks, whatever the clocks do', () => {
    expect(weeks.map((week) => dueOn(START, week, []))).toEqual([
      ...['2027-03-15', '2027-04-12', '2027-05-31', '2027-08-30', '2027-11-29', '2028-02-28'],
    ])
    expect(endsOn(START, [])).toBe('2028-03-01')
  })

  it('ends on the last day of February for who starts on a leap day', () => {
    expect(endsOn('2028-02-29', [])).toBe('2029-02-28')
  })

  it('moves what comes after a deferral by as many days, and nothing that comes before it', () => {
    const deferral = { from: '2027-05-01', until: '2027-06-01' }
    expect(weeks.map((week) => dueOn(START, week, [deferral]))).toEqual([
      ...['2027-03-15', '2027-04-12', '2027-07-01', '2027-09-30', '2027-12-30', '2028-03-30'],
    ])
    expect(endsOn(START, [deferral])).toBe('2028-04-01')
  })

  it('counts a second deferral on the days as the first has moved them, in any order', () => {
    const first = { from: '2027-05-01', until: '2027-06-01' }
    const second = { from: '2027-06-20', until: '2027-06-30' }
    expect(movedBy('2027-05-31', [first, second])).toBe('2027-07-11')
    expect(movedBy('2027-05-31', [second, first])).toBe('2027-07-11')
    expect(movedBy('2027-04-30', [first, second])).toBe('2027-04-30')
  })

  it('moves a check-in of the very day on which a deferral begins', () => {
    expect(movedBy('2027-05-01', [{ from: '2027-05-01', until: '2027-05-08' }])).toBe('2027-05-08')
  })

  it.each([
    ['2027-03-01', 1],
    ['2027-03-07', 1],
    ['2027-03-08', 2],
    ['2027-04-19', 8],
    ['2027-02-01', 1],
  ])('%s is in week %d', (day, week) => {
    expect(weekOn(day, START, [])).toBe(week)
  })

  it('leaves days of a deferral out of the weeks, those to come not yet', () => {
    const deferral = { from: '2027-03-08', until: '2027-03-22' }
    expect(weekOn('2027-03-15', START, [deferral])).toBe(2)
    expect(weekOn('2027-03-29', START, [deferral])).toBe(3)
    expect([isResting('2027-03-07', [deferral]), isResting('2027-03-08', [deferral]), isResting('2027-03-22', [deferral])]).toEqual([
      ...[false, true, false],
    ])
  })

  it.each([
    [{ from: '2027-05-01', until: '2027-05-01' }, 'noDays'],
    [{ from: '2027-05-02', until: '2027-05-01' }, 'noDays'],
    [{ from: '2027-02-28', until: '2027-05-01' }, 'beforeStart'],
    [{ from: '2027-05-01', until: '2031-05-01' }, 'tooFar'],
    [{ from: '2027-06-10', until: '2027-06-20' }, 'overlaps'],
    [{ from: '2027-05-01', until: '2027-06-15' }, 'overlaps'],
    [{ from: '2027-05-01', until: '2027-06-14' }, undefined],
    [{ from: '2027-06-15', until: '2027-06-18' }, undefined],
  ])('judges the deferral %j', (given, refusal) => {
    expect(refuseDeferral(given, { startedOn: START, others: [{ from: '2027-06-14', until: '2027-06-15' }] })).toBe(refusal)
  })

  it('begins on a day of the last months or of the year to come', () => {
    expect(['2026-01-01', '2027-03-01', '2029-01-01'].map((day) => refuseStart(day, '2027-03-10'))).toEqual([
      'tooLongAgo',
      undefined,
      'tooFar',
    ])
  })

  it('leaves out a check-in that is more than a week gone', () => {
    expect([isTooLate('2027-03-01', '2027-03-08'), isTooLate('2027-03-01', '2027-03-09')]).toEqual([false, true])
  })
})

describe('who reads an answer', () => {
  it.each([
    ['me', false, false],
    ['buddy', true, false],
    ['team', false, true],
    ['both', true, true],
  ] as const)('%s', (audience, buddy, team) => {
    expect([mayRead('buddy', audience), mayRead('team', audience)]).toEqual([buddy, team])
  })

  it('is the person alone where nothing is chosen, or something that is not on the page', () => {
    expect(answersIn(checkInForm.parse({ well: 'The team', hard: 'Nights', hardFor: 'supervisor' }))).toEqual([
      { question: 'well', value: 'The team', audience: 'me' },
      { question: 'hard', value: 'Nights', audience: 'me' },
    ])
  })

  it('comes back into the form as it was said', () => {
    const answers = [{ question: 'going', value: 'well', audience: 'both' }] as const
    expect(answersIn(checkInForm.parse(valuesOf([...answers])))).toEqual(answers)
  })

  it('takes no choice that is not on the page', () => {
    expect(checkInForm.safeParse({ going: 'superbly' }).success).toBe(false)
  })
})

describe('what is raised', () => {
  const every = Object.keys(audiences) as Audience[]
  it('is raised by an answer that the team may read, and by no other', () => {
    for (const audience of every)
      for (const value of ['inPlace', 'partly', 'missing', 'none']) {
        const raised = raisedBy([{ question: 'adjustments', value, audience }])
        expect(raised).toEqual(mayRead('team', audience) && ['partly', 'missing'].includes(value) ? ['adjustment'] : [])
      }
    for (const audience of every)
      expect(raisedBy([{ question: 'supervisor', value: 'changed', audience }])).toEqual(
        mayRead('team', audience) ? ['supervisorChanged'] : [],
      )
    expect(raisedBy([{ question: 'hard', value: 'missing changed', audience: 'team' }])).toEqual([])
  })

  it('has a rule for everything that one can ask help about', () => {
    expect(Object.keys(helpAbout).map((about) => raisedByHelp[about as keyof typeof helpAbout])).toEqual([
      ...['askedForHelp', 'adjustment', 'supervisorChanged'],
    ])
  })

  it('is due in two working days', () => {
    expect(alertDue(new Date('2027-03-05T10:00:00Z')).toISOString()).toBe('2027-03-09T10:00:00.000Z')
  })
})
