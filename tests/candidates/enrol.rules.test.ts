import { describe, expect, it } from 'vitest'
import { answeredBy, decideReach, type Reach, type ReachBy } from '../../src/features/candidates/rules/enrol.ts'
import { asLetter } from '../../src/features/candidates/rules/telling.ts'

const nothing: Omit<Reach, 'reachBy'> = { email: '', phone: '', postalAddress: '' }

describe('how somebody would like to be reached', () => {
  it.each<[ReachBy, Partial<Reach>, string]>([
    ['email', { email: 'a@b.example' }, 'emailMissing'],
    ['call', { phone: '01632 960 001' }, 'phoneMissing'],
    ['letter', { postalAddress: '1 High Street' }, 'addressMissing'],
  ])('by %s needs what makes it work, and nothing else', (reachBy, given, missing) => {
    expect(decideReach({ ...nothing, ...given, reachBy })).toEqual({ ok: true })
    expect(decideReach({ ...nothing, reachBy })).toEqual({ ok: false, reason: missing })
    const others = { email: 'x', phone: 'x', postalAddress: 'x', ...Object.fromEntries(Object.keys(given).map((key) => [key, ''])) }
    expect(decideReach({ ...others, reachBy })).toEqual({ ok: false, reason: missing })
  })
})

it('counts as answered only what was said: silence stays a question', () => {
  const silent = { routes: [], areas: [], kinds: [], adult: undefined, access: '', purposes: [] }
  expect(answeredBy(silent)).toEqual([])
  expect(answeredBy({ ...silent, adult: false, kinds: ['buddy'], purposes: ['news'] })).toEqual(['support', 'adult', 'news'])
})

it('makes a letter of an e-mail without what its reader could not do', () => {
  const letter = asLetter({
    ...{ subject: 's', heading: 'You have a place', greeting: 'Hello Moira,', why: 'You get this e-mail because' },
    paragraphs: ['The place is yours.', 'Sign in to see it.', 'See https://portal.example/my'],
    after: ['Bring a pen.', 'Follow the link.'],
    facts: [{ label: 'When', value: '6pm' }],
    button: { text: 'See it', href: 'https://portal.example/my' },
  })
  expect(letter).toEqual({
    ...{ heading: 'You have a place', greeting: 'Hello Moira,', facts: [{ label: 'When', value: '6pm' }] },
    paragraphs: ['The place is yours.', 'Bring a pen.'],
  })
})
