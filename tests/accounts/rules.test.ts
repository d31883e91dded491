import { describe, expect, test } from 'vitest'
import { networkOf } from '../../src/core/rate-limit.ts'
import { linkState, rolesClash, samePath } from '../../src/features/accounts/rules.ts'

const at = new Date('2027-01-14T10:00:00Z')
const later = (ms: number) => new Date(at.getTime() + ms)
const aLink = { purpose: 'verify', usedAt: null, expiresAt: later(1) }

describe('a link', () => {
  test.each([
    ['live until the millisecond before it expires', aLink, 'live'],
    ['expired at the very instant', { ...aLink, expiresAt: at }, 'expired'],
    ['used, also after it expired', { ...aLink, usedAt: at, expiresAt: later(-1) }, 'used'],
    ['unknown where it was made for something else', { ...aLink, purpose: 'reset' }, 'unknown'],
    ['unknown where there is none', null, 'unknown'],
  ] as const)('is %s', (_what, link, state) => {
    expect(linkState(link, 'verify', at)).toBe(state)
  })
})

describe('roles', () => {
  test.each(['coordinator', 'lead', 'supporter'] as const)('recruiter and %s clash in either order', (role) => {
    expect(rolesClash(['recruiter'], role)).toBe(true)
    expect(rolesClash(['candidate', role], 'recruiter')).toBe(true)
  })
  test('others go together', () => {
    expect(rolesClash(['candidate', 'administrator'], 'recruiter')).toBe(false)
    expect(rolesClash(['coordinator', 'supporter'], 'lead')).toBe(false)
    expect(rolesClash(['recruiter'], 'candidate')).toBe(false)
  })
})

describe('the page to go on to', () => {
  test.each(['/my', '/my/details?tab=1', '/workshops/a-b_c', '/'])('may be %s', (wanted) => {
    expect(samePath(wanted)).toBe(wanted)
  })
  test.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/my',
    'javascript:alert(1)',
    'my',
    '',
    '/\nevil',
    '/a\tb',
    '/..//evil.example',
    '/.//evil.example',
    undefined,
  ])('is never %s', (wanted) => {
    expect(samePath(wanted)).toBeUndefined()
  })
})

describe('a visitor’s network', () => {
  test.each([
    ['203.0.113.7', '203.0.113'],
    ['::ffff:203.0.113.7', '203.0.113'],
    ['2001:0DB8:0:5::1', '2001:db8:0'],
    ['2001:db8::1', '2001:db8:0'],
    ['::1', '0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0'],
  ])('of %s is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })
})
