import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as dates from '../../src/core/dates.ts'

const at = (iso: string) => new Date(iso)
const plain = (words: string) => words.replaceAll('\u00a0', ' ')

it('knows the bank holidays of the whole year to come', () => {
  const inAYear = dates.londonDay(dates.monthsAfter(new Date(), 12))
  expect(inAYear <= dates.bankHolidaysUntil, 'add the next years to bankHolidays').toBe(true)
})

describe('dates in words', () => {
  it('says the day and the time in London, summer and winter', () => {
    expect(plain(dates.dateTime(at('2027-01-14T18:00:00Z')))).toBe('14 January 2027, 6pm')
    expect(plain(dates.dateTime(at('2027-07-14T17:30:00Z')))).toBe('14 July 2027, 6:30pm')
    expect(plain(dates.weekday(at('2027-01-14T18:00:00Z')))).toBe('Thursday 14 January 2027')
  })

  it('says noon and midnight as hours of the day', () => {
    expect(dates.time(at('2027-01-14T12:00:00Z'))).toBe('12pm')
    expect(dates.time(at('2027-01-14T00:05:00Z'))).toBe('12:05am')
  })

  it('says the date once in a range of one day', () => {
    expect(plain(dates.dateRange(at('2027-01-14T18:00:00Z'), at('2027-01-14T20:00:00Z')))).toBe('14 January 2027, 6pm to 8pm')
    expect(plain(dates.dateRange(at('2027-01-14T18:00:00Z'), at('2027-01-15T08:00:00Z')))).toBe(
      '14 January 2027, 6pm to 15 January 2027, 8am',
    )
    expect(plain(dates.days(at('2027-01-14T00:00:00Z'), at('2027-03-18T00:00:00Z')))).toBe('14 January to 18 March 2027')
    expect(plain(dates.days(at('2026-12-14T00:00:00Z'), at('2027-03-18T00:00:00Z')))).toBe('14 December 2026 to 18 March 2027')
  })

  it('never breaks a date across lines', () => {
    expect(dates.dateTime(at('2027-01-14T18:00:00Z'))).toBe('14\u00a0January\u00a02027, 6pm')
  })

  it('puts a late evening of summer on its own day', () => {
    expect(dates.londonDay(at('2027-07-14T23:30:00Z'))).toBe('2027-07-15')
    expect(dates.day(at('2027-07-14T23:30:00Z'))).toBe('15')
    expect(dates.month(at('2027-09-14T12:00:00Z'))).toBe('Sep')
  })
})

describe('dates as they are typed', () => {
  it.each(['2027-01-14', '14/1/2027', '14.01.27', '14 January 2027', '14th jan 2027', ' Thursday 14 January 2027 '])(
    'reads the day in %j',
    (typed) => {
      expect(dates.readDay(typed)).toBe('2027-01-14')
    },
  )

  it.each(['', '31/2/2027', '14/13/2027', '14 Smarch 2027', '1/2', '2027-02-29', 'tomorrow', '14/1/2027; drop'])('refuses %j', (typed) => {
    expect(dates.readDay(typed)).toBeUndefined()
  })

  it.each([
    ['18:30', '18:30'],
    ['6.30pm', '18:30'],
    ['6 pm', '18:00'],
    ['12am', '00:00'],
    ['noon', '12:00'],
    ['0900', '09:00'],
  ])('reads the time in %j', (typed, time) => {
    expect(dates.readTime(typed)).toBe(time)
  })

  it.each(['', '6', '25:00', '13pm', '6:75', 'evening'])('refuses the time %j', (typed) => {
    expect(dates.readTime(typed)).toBeUndefined()
  })

  it('refuses the hour that is missing in March, and takes the first of the two in October', () => {
    expect(dates.instantAt('2027-03-28', '01:30')).toBeUndefined()
    expect(dates.instantAt('2027-10-31', '01:30')).toEqual(at('2027-10-31T00:30:00Z'))
  })

  it('shows in a form what was read from it', () => {
    const instants = fc.date({ min: at('2000-01-01T00:00:00Z'), max: at('2099-12-31T00:00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(instants, (d) => {
        expect(dates.readDay(dates.typedDay(d))).toBe(dates.londonDay(d))
        expect(dates.readTime(dates.time(d))).toBe(dates.londonTime(d))
        const again = dates.instantAt(dates.londonDay(d), dates.londonTime(d))
        expect(again && dates.londonTime(again)).toBe(dates.londonTime(d))
      }),
    )
  })
})

describe('working days', () => {
  it('leaves out weekends and bank holidays', () => {
    expect(dates.londonDay(dates.workingDaysAfter(at('2027-01-11T10:00:00Z'), 5))).toBe('2027-01-18')
    expect(dates.londonDay(dates.workingDaysAfter(at('2026-12-24T10:00:00Z'), 1))).toBe('2026-12-29')
    expect(dates.londonDay(dates.workingDaysAfter(at('2027-03-25T10:00:00Z'), 1))).toBe('2027-03-30')
  })

  it('keeps the time of day where the clocks change', () => {
    expect(dates.workingDaysAfter(at('2027-03-24T10:00:00Z'), 2)).toEqual(at('2027-03-30T09:00:00Z'))
    expect(dates.daysAfter(at('2027-03-27T10:00:00Z'), 1)).toEqual(at('2027-03-28T09:00:00Z'))
  })
})
