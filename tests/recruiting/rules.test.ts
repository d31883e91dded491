import { expect, it } from 'vitest'
import { hoursInWords, lookIsOpen, quarterInWords } from '../../src/features/recruiting/rules.ts'

it('says a quarter in months, never a date', () => {
  expect(quarterInWords('2026 Q4')).toBe('October to December 2026')
  expect(quarterInWords('2027 Q1')).toBe('January to March 2027')
})

it('says hours roundly', () => {
  expect(hoursInWords(1)).toBe('About 1 hour')
  expect(hoursInWords(3)).toBe('About 3 hours')
})

it('closes a look after eight hours, so that a reason is given again', () => {
  const at = new Date('2026-11-22T09:00:00Z')
  expect(lookIsOpen(at, new Date('2026-11-22T16:59:59Z'))).toBe(true)
  expect(lookIsOpen(at, new Date('2026-11-22T17:00:00Z'))).toBe(false)
})
