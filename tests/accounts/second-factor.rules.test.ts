import { expect, it, test } from 'vitest'
import { Secret } from 'otpauth'
import type { MemberRole } from '../../src/core/access.ts'
import { seal, sealWith, unseal } from '../../src/core/sealing.ts'
import { endsOf, isProven, LONGEST, STAFF_IDLE } from '../../src/core/session-life.ts'
import { browserOf } from '../../src/core/browsers.ts'
import {
  addressForApp,
  asRecoveryCode,
  codeAt,
  decideCode,
  mayResetCodes,
  newSecret,
  printedCode,
  secondsLeft,
  stepOf,
} from '../../src/features/accounts/rules/second-factor.ts'

const rfcSecret = Secret.fromUTF8('12345678901234567890').base32
const at = (seconds: number) => new Date(seconds * 1000)

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('makes at %d s the last six digits that RFC 6238 prints', (seconds, code) => {
  expect(codeAt(rfcSecret, at(seconds))).toBe(code)
  expect(decideCode(rfcSecret, code, -1, at(seconds))).toEqual({ ok: true, step: Math.floor(seconds / 30) })
})

const noon = new Date('2027-01-14T12:00:10Z')
const later = (steps: number) => new Date(noon.getTime() + steps * 30_000)

test('a code is taken in its own half minute and the one before and after, and in no other', () => {
  const secret = newSecret()
  const taken = [-3, -2, -1, 0, 1, 2, 3].filter((steps) => decideCode(secret, codeAt(secret, noon), -1, later(steps)).ok)
  expect(taken).toEqual([-1, 0, 1])
})

test('a code that was taken, or is older than one that was, is not taken again', () => {
  const secret = newSecret()
  const [before, now, next] = [-1, 0, 1].map((steps) => codeAt(secret, later(steps)))
  expect(decideCode(secret, now ?? '', stepOf(noon), noon)).toEqual({ ok: false, reason: 'usedCode' })
  expect(decideCode(secret, before ?? '', stepOf(noon), noon)).toEqual({ ok: false, reason: 'usedCode' })
  expect(decideCode(secret, next ?? '', stepOf(noon), noon)).toEqual({ ok: true, step: stepOf(noon) + 1 })
})

test('a code may be typed in two groups, and what is no code is none', () => {
  const code = codeAt(rfcSecret, noon)
  expect(decideCode(rfcSecret, `${code.slice(0, 3)} ${code.slice(3)}`, -1, noon).ok).toBe(true)
  for (const typed of ['', code.slice(1), `${code}0`, 'abcdef', '١٢٣٤٥٦', '-1', '1e5']) {
    expect(decideCode(rfcSecret, typed, -1, noon)).toEqual({ ok: false, reason: 'wrongCode' })
  }
})

test('an app is told the issuer, the person, and what makes the same codes', () => {
  const address = new URL(addressForApp(rfcSecret, 'sian@force.example', 'Cheshire Constabulary'))
  expect(address.protocol).toBe('otpauth:')
  expect(Object.fromEntries(address.searchParams)).toMatchObject({ secret: rfcSecret, digits: '6', period: '30', algorithm: 'SHA1' })
  expect([secondsLeft(at(0)), secondsLeft(at(29)), secondsLeft(at(30))]).toEqual([30, 1, 30])
})

test('a recovery code is read however it was typed', () => {
  expect(asRecoveryCode(' ABCD-efgh 2345')).toBe('abcdefgh2345')
  expect(printedCode('abcdefgh2345')).toBe('abcd-efgh-2345')
  for (const typed of ['123456', 'abcd-efgh-234', 'abcd-efgh-2340', 'abcd-efgh-234l']) expect(asRecoveryCode(typed)).toBeUndefined()
})

const roles: MemberRole[] = ['candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator']

test('codes are reset by an administrator, by a lead for those that leads invite, and by nobody for themselves', () => {
  const may = (actor: MemberRole, held: MemberRole[], id = 'other') => mayResetCodes({ role: actor, accountId: 'me' }, { id, roles: held })
  for (const actor of roles) {
    for (const held of roles) {
      const right = held !== 'candidate' && (actor === 'administrator' || (actor === 'lead' && !['lead', 'administrator'].includes(held)))
      expect(may(actor, [held]), `${actor} for ${held}`).toBe(right)
      expect(may(actor, [held], 'me')).toBe(false)
    }
  }
  expect(may('lead', ['coordinator', 'administrator'])).toBe(false)
  expect(may('lead', ['supporter', 'candidate'])).toBe(true)
})

test('what is sealed opens for its own use and owner alone, and not once a letter of it is changed', () => {
  sealWith('a secret for tests, long enough to pass')
  const sealed = seal('second factor', 'me', 'words')
  expect(seal('second factor', 'me', 'words')).not.toBe(sealed)
  expect(sealed).not.toContain(Buffer.from('words').toString('base64url'))
  expect(unseal('second factor', 'me', sealed)).toBe('words')
  expect(unseal('second factor', 'you', sealed)).toBeUndefined()
  expect(unseal('kept form', 'me', sealed)).toBeUndefined()
  expect(unseal('second factor', 'me', `${sealed.slice(0, -2)}AA`)).toBeUndefined()
  expect(unseal('second factor', 'me', 'short')).toBeUndefined()
  sealWith('another secret for tests, long enough too')
  expect(unseal('second factor', 'me', sealed)).toBeUndefined()
  sealWith('a secret for tests, long enough to pass')
})

test('a session of staff ends an hour after its last use and eight after its beginning; a candidate’s only then; half a one after fifteen minutes', () => {
  const begun = noon.getTime()
  const half = { staff: true, half: true }
  expect(endsOf({ begun, usedAt: begun }, { staff: true, half: false })).toEqual({ end: begun + STAFF_IDLE, last: begun + LONGEST })
  expect(endsOf({ begun, usedAt: begun + LONGEST - 1 }, { staff: true, half: false }).end).toBe(begun + LONGEST)
  expect(endsOf({ begun, usedAt: begun }, { staff: false, half: false }).end).toBe(begun + LONGEST)
  expect(endsOf({ begun, usedAt: begun }, half).end).toBe(begun + 15 * 60_000)
  expect([isProven(undefined, begun), isProven(begun, begun + 599_999), isProven(begun, begun + 600_000)]).toEqual([false, true, false])
})

it.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1',
    'Safari on an iPhone',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0', 'Firefox on Linux'],
  ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['curl/8', 'A browser we do not know'],
  [undefined, 'A browser we do not know'],
])('names %s', (agent, words) => {
  expect(browserOf(agent)).toBe(words)
})
