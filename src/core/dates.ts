import { Temporal } from 'temporal-polyfill'

/** The one place that turns instants into words and typed words into instants. Everybody reads and types the time in London. */
const LONDON = 'Europe/London'
const NBSP = '\u00a0'

const formatter = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: LONDON, ...options })
const inFull = formatter({ day: 'numeric', month: 'long', year: 'numeric' })
const dayAndMonth = formatter({ day: 'numeric', month: 'long' })
const dayNumber = formatter({ day: 'numeric' })
const shortMonth = formatter({ month: 'short' })
const dayName = formatter({ weekday: 'long' })
const clock = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
// Sweden writes its days as ISO does
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: LONDON, year: 'numeric', month: '2-digit', day: '2-digit' })

const unbroken = (words: string) => words.replaceAll(' ', NBSP)
const zoned = (d: Date) => Temporal.Instant.fromEpochMilliseconds(d.getTime()).toZonedDateTimeISO(LONDON)

/** 14 January 2027 */
export const date = (d: Date): string => unbroken(inFull.format(d))

/** Thursday 14 January 2027 */
export const weekday = (d: Date): string => `${dayName.format(d)} ${date(d)}`

/** 14 for a date tile */
export const day = (d: Date): string => dayNumber.format(d)

/** Jan for a date tile */
export const month = (d: Date): string => shortMonth.format(d).slice(0, 3)

/** 6pm, 6:30pm */
export function time(d: Date): string {
  const [hour = 0, minute = 0] = clock.format(d).split(':').map(Number)
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`
  return `${String(hour % 12 === 0 ? 12 : hour % 12)}${minutes}${hour < 12 ? 'am' : 'pm'}`
}

/** 14 January 2027, 6pm */
export const dateTime = (d: Date): string => `${date(d)}, ${time(d)}`

/** 6pm to 8pm, or with the date of the end where that is another day */
export const timeRange = (from: Date, to: Date): string => `${time(from)} to ${londonDay(from) === londonDay(to) ? time(to) : dateTime(to)}`

/** 14 January 2027, 6pm to 8pm */
export const dateRange = (from: Date, to: Date): string => `${date(from)}, ${timeRange(from, to)}`

/** 14 January to 18 March 2027 */
export const days = (from: Date, to: Date): string =>
  londonDay(from) === londonDay(to)
    ? date(from)
    : `${londonDay(from).slice(0, 4) === londonDay(to).slice(0, 4) ? unbroken(dayAndMonth.format(from)) : date(from)} to ${date(to)}`

/** For the datetime attribute of a time element. */
export const iso = (d: Date): string => d.toISOString()

/** With the offset that London has then, for other machines: 2027-07-14T18:00:00+01:00 */
export const withOffset = (d: Date): string => zoned(d).toString({ timeZoneName: 'never', smallestUnit: 'second' })

/** The calendar day in London: 2027-01-14 */
export const londonDay = (d: Date): string => isoDay.format(d)

/** A day as people type it, for a form that shows what was saved: 14/1/2027 */
export const typedDay = (d: Date): string => londonDay(d).split('-').map(Number).reverse().join('/')

/** The time in London as a form shows it: 18:30 */
export const londonTime = (d: Date): string => clock.format(d)

/** The first instant of a London day. */
export const startOfDay = (londonDate: string): Date =>
  new Date(Temporal.PlainDate.from(londonDate).toZonedDateTime(LONDON).epochMilliseconds)

/** The same time of day, that many days later by the calendar: an hour more or less where the clocks change between. */
export const daysAfter = (d: Date, n: number): Date => new Date(zoned(d).add({ days: n }).epochMilliseconds)

export const monthsAfter = (d: Date, n: number): Date => new Date(zoned(d).add({ months: n }).epochMilliseconds)

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

const monthNumber = (typed: string): number => {
  if (/^\d{1,2}$/.test(typed)) return Number(typed)
  return typed.length < 3 ? 0 : monthNames.findIndex((name) => name.startsWith(typed.toLowerCase())) + 1
}

/** Reads a typed day, as 2027-01-14, 14/1/2027, 14.1.27 or 14 January 2027. Undefined where there is no such day. */
export function readDay(typed: string): string | undefined {
  const words = typed.trim().replace(/^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+/i, '')
  const isoParts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words)
  const parts = /^(\d{1,2})(?:st|nd|rd|th)?[\s/.-]+(\d{1,2}|[a-z]+)[\s/.,-]+(\d{4}|\d{2})$/i.exec(words)
  const [year, mon, dayOf] = isoParts ? isoParts.slice(1) : parts ? [parts[3], parts[2], parts[1]] : []
  if (year === undefined || mon === undefined || dayOf === undefined) return undefined
  try {
    const fields = { year: Number(year.length === 2 ? `20${year}` : year), month: monthNumber(mon), day: Number(dayOf) }
    return Temporal.PlainDate.from(fields, { overflow: 'reject' }).toString()
  } catch {
    return undefined
  }
}

const timeOfDay = (hour: number, minute: number): string | undefined =>
  hour > 23 || minute > 59 ? undefined : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/** Reads a typed time of day, as 18:30, 1830, 6.30pm, 6 pm, noon. Answers 18:30, or undefined where there is no such time. */
export function readTime(typed: string): string | undefined {
  const words = typed.trim().toLowerCase()
  if (words === 'noon' || words === 'midday') return '12:00'
  const halves = /^(0?[1-9]|1[0-2])(?:[:.]?(\d{2}))?\s*([ap])(?:m|\.m\.)$/.exec(words)
  if (halves) return timeOfDay((Number(halves[1]) % 12) + (halves[3] === 'p' ? 12 : 0), Number(halves[2] ?? 0))
  const of24 = /^(\d{1,2})[:.]?(\d{2})$/.exec(words)
  return of24 ? timeOfDay(Number(of24[1]), Number(of24[2])) : undefined
}

/**
 * The instant at which the clocks of London show a day and a time, both as `readDay` and `readTime` answer them.
 * Undefined for the hour that is missing when the clocks go forward; the first of the two when they go back.
 */
export function instantAt(londonDate: string, londonClock: string): Date | undefined {
  const wanted = Temporal.PlainDateTime.from(`${londonDate}T${londonClock}`)
  const found = wanted.toZonedDateTime(LONDON, { disambiguation: 'earlier' })
  return found.toPlainDateTime().equals(wanted) ? new Date(found.epochMilliseconds) : undefined
}

/** The last day that the list below knows: a test fails a year before it runs out. */
export const bankHolidaysUntil = '2028-12-31'

/** England and Wales, as published on www.gov.uk/bank-holidays (read in November 2026) for 2026 to 2028. */
const bankHolidays = new Set(
  [
    '2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28',
    '2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28',
    '2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26',
  ].flatMap((year) => year.split(' ')),
)

/** The same time of day, n working days later: Monday to Friday, without the bank holidays of England and Wales. */
export function workingDaysAfter(d: Date, n: number): Date {
  let at = zoned(d)
  for (let left = n; left > 0;) {
    at = at.add({ days: 1 })
    if (at.dayOfWeek <= 5 && !bankHolidays.has(at.toPlainDate().toString())) left--
  }
  return new Date(at.epochMilliseconds)
}

/** Is this London day a bank holiday in England and Wales? Undefined beyond the last day that the list knows. */
export const isBankHoliday = (londonDate: string): boolean | undefined =>
  londonDate > bankHolidaysUntil ? undefined : bankHolidays.has(londonDate)

/** Whether the clocks of London change on this day, and which way. */
export function clocksChangeOn(londonDate: string): 'forward' | 'back' | undefined {
  const hours = Temporal.PlainDate.from(londonDate).toZonedDateTime(LONDON).hoursInDay
  return hours === 24 ? undefined : hours < 24 ? 'forward' : 'back'
}

/** How far London is ahead of UTC at this moment, in minutes. */
export const offsetOf = (d: Date): number => zoned(d).offsetNanoseconds / 60_000_000_000

/** The number of whole days from one London day to another. */
export const daysBetween = (from: string, to: string): number => Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days

/** That many days later by the calendar. */
export const dayAfter = (londonDate: string, n: number): string => Temporal.PlainDate.from(londonDate).add({ days: n }).toString()
