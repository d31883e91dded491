import request from 'supertest'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { may, visitor, type Actor, type Role } from '../../src/core/access.ts'
import type { Route } from '../../src/core/http.ts'
import { allRoutes } from '../../src/routes.ts'
import { addressFor, everyRole, fillFor, idsOf, signEverybodyIn, visit, type Ids, type Sessions } from '../support/everybody.ts'
import { anApp } from '../support/people.ts'

const frozen = new Date('2026-11-20T10:00:00Z')
let app: ReturnType<typeof anApp>
let sessions: Sessions
let ids: Ids

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  await fillFor(frozen)
  ids = await idsOf('Amara Okafor')
  app = anApp()
  sessions = await signEverybodyIn(app)
})

afterAll(() => {
  vi.useRealTimers()
})

const odd = `<b id="x">"kept" & 'whole'</b> 👮🏽 مرحبا`
const oddInHtml = odd
  .replaceAll('&', '&amp;')
  .replaceAll('<', '&lt;')
  .replaceAll('>', '&gt;')
  .replaceAll('"', '&#34;')
  .replaceAll("'", '&#39;')

const inputs: [string, string | string[]][] = [
  ['nothing', ''],
  ['only blanks', ' \t '],
  ['HTML, emoji and right to left', odd],
  ['null bytes and broken characters', 'a\0b\u0001\u202E'],
  ['far too much', 'x'.repeat(20_000)],
  ['a number far too large', '99999999999999999999'],
  ['a field several times', ['one', 'two']],
  ['what names a prototype', '__proto__'],
]

const fieldsOf = ({ form }: Route): string[] => (form instanceof z.ZodObject ? Object.keys(form.shape) : [])
const actorOf = (role: Role): Actor => (role === 'visitor' ? visitor : ({ role } as Actor))

/** One role that may use each form is enough: what is typed is checked alike for all. */
const forms = allRoutes
  .filter(({ method }) => method === 'post')
  .map((route) => ({ route, role: everyRole.find((role) => may(actorOf(role), route.can)) ?? 'visitor' }))
  .filter(({ route }) => !/sign-out|\/role$|close|end-all|account\/password/.test(route.path))

/** Passwords and one-time codes are never shown again. */
const isTyped = (page: string, field: string) =>
  new RegExp(
    `<textarea[^>]* name="${field}"|<input(?=[^>]* name="${field}")(?![^>]* (?:type="(?:radio|checkbox|hidden|password)"|autocomplete="one-time-code"))[^>]*>`,
  ).test(page)

it('finds forms to try', () => {
  expect(forms.length).toBeGreaterThan(20)
  expect(forms.flatMap(({ route }) => fieldsOf(route)).length).toBeGreaterThan(40)
})

it.each(inputs)('answers %s in any field of any form with words, never a failure', { timeout: 60_000 }, async (_what, value) => {
  const wrong: string[] = []
  for (const { route, role } of forms) {
    const values = Object.fromEntries(fieldsOf(route).map((field) => [field, value]))
    const { status, text } = await visit(app, sessions, role, route, addressFor(route, ids), values)
    if (![200, 303, 404, 413, 422, 429].includes(status)) wrong.push(`${route.path} ${String(status)}`)
    if (status !== 422) continue
    if (!/govuk-error-summary|role="alert"/.test(text)) wrong.push(`${route.path} says nothing of what was wrong`)
    for (const field of value === odd ? fieldsOf(route) : []) {
      if (isTyped(text, field) && !text.includes(oddInHtml)) wrong.push(`${route.path} lost what was typed into ${field}`)
    }
  }
  expect(wrong).toEqual([])
})

it('turns away a body of two megabytes, a body that is no form, and an address that is no address, in words', async () => {
  const send = (address: string) =>
    request(app)
      .post(address)
      .set('Cookie', sessions.get('visitor')?.cookie ?? '')
  const large = await send('/contact')
    .type('form')
    .send(`message=${'x'.repeat(2_000_000)}`)
  expect([large.status, large.text]).toEqual([413, expect.stringContaining('<h1')])
  const many = await send('/contact')
    .type('form')
    .send(Array.from({ length: 5000 }, (_, i) => `a${String(i)}=1`).join('&'))
  expect([413, 400]).toContain(many.status)
  expect((await send('/contact').type('json').send('{"a":')).status).toBe(403)
  expect((await request(app).get('/workshops/%E0%A4%A')).status).toBeLessThan(500)
  expect((await request(app).get('/workshops?page=-1&page=x&__proto__=1')).status).toBe(200)
})
