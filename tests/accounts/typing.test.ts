import request from 'supertest'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { anApp, submit, tokenIn } from '../support/people.ts'

let app: ReturnType<typeof anApp>
const GOOD = { name: 'Amara Okafor', email: 'amara@people.example', password: 'lantern-mustard-glacier-8' }

beforeAll(() => {
  app = anApp()
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-14T10:00:00Z') })
  await db.rateLimit.deleteMany()
})

const escaped = (typed: string) =>
  typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;').replaceAll("'", '&#39;')

const refused: [what: string, field: string, typed: Record<string, string | string[]>, message: string][] = [
  ['nothing', 'name', { name: '' }, 'Enter your name'],
  ['only spaces', 'name', { name: '   ' }, 'Enter your name'],
  ['only null bytes', 'name', { name: '\0\0' }, 'Enter your name'],
  ['a name that is too long', 'name', { name: 'a'.repeat(101) }, '100 characters or fewer'],
  ['a name of signs alone', 'name', { name: '<>!?' }, 'at least one letter'],
  ['a name sent twice', 'name', { name: ['Amara', 'Okafor'] }, 'Enter your name'],
  ['no address', 'email', { email: '' }, 'Enter your e-mail address'],
  ['half an address', 'email', { email: 'amara@' }, 'like name@example.org'],
  ['two addresses in one', 'email', { email: 'a@b.example, c@d.example' }, 'like name@example.org'],
  ['an address with a line of its own', 'email', { email: 'a@b.example\r\nBcc: c@d.example' }, 'like name@example.org'],
  ['an address that is too long', 'email', { email: `${'a'.repeat(250)}@b.example` }, '254 characters or fewer'],
  ['an address sent twice', 'email', { email: ['a@b.example', 'c@d.example'] }, 'Enter your e-mail address'],
  ['no password', 'password', { password: '' }, 'Enter a password'],
  ['a short password', 'password', { password: 'elevenchars' }, '12 characters or more'],
  ['a guessable password', 'password', { password: 'passwordpassword' }, 'could guess this password'],
  ['a password made of one’s own name', 'password', { password: 'amara okafor 27' }, 'could guess this password'],
  ['a password made of the force’s name', 'password', { password: 'CheshireConstabulary1' }, 'could guess this password'],
  ['twelve emoji, all the same', 'password', { password: '😀'.repeat(12) }, 'could guess this password'],
  ['a password that is too long', 'password', { password: 'x'.repeat(201) }, '200 characters or fewer'],
]

test.each(refused)('%s is refused beside its field, and the rest of what was typed stays', async (_what, field, typed, message) => {
  const answer = await submit(request.agent(app), '/register', { ...GOOD, ...typed })
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('There is a problem')
  expect(answer.text).toContain(`href="#${field}"`)
  expect(answer.text.slice(answer.text.indexOf(`id="${field}-error"`))).toContain(message)
  expect(answer.text).toContain('<title>Error: ')
  for (const other of ['name', 'email'] as const) if (other !== field) expect(answer.text).toContain(`value="${GOOD[other]}"`)
  expect(answer.text).not.toContain(GOOD.password)
  expect(await db.registration.count()).toBe(0)
})

const accepted = [
  ['HTML', '<script>alert("x")</script> & co'],
  ['emoji', 'Amara 🚔 Okafor'],
  ['right-to-left text', 'عمارة أوكافور'],
  ['letters with marks', 'Zoë D’Arcy-Ní Bhriain'],
  ['half a surrogate pair', 'Amara \ud83d Okafor'],
] as const

test.each(accepted)('%s in a name is a name, kept and shown as typed', async (_what, name) => {
  await db.registration.deleteMany()
  const wrong = await submit(request.agent(app), '/register', { ...GOOD, name, email: 'no' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain(`value="${escaped(name.toWellFormed())}"`)
  expect((await submit(request.agent(app), '/register', { ...GOOD, name })).status).toBe(303)
  expect(await db.registration.findFirstOrThrow({ select: { name: true } })).toEqual({ name: name.toWellFormed() })
})

test('no form of accounts ends in a fault, whatever is sent to it', async () => {
  const forms = ['/register', '/register/sent', '/sign-in', '/forgotten']
  const fields = ['name', 'email', 'password', 'next', 'role']
  const values = ['', ' ', '\0', 'x'.repeat(5000), '<b>', '😀', 'ا', '-1', '[]', '../../etc/passwd', "' OR 1=1 --", ['a', 'b'], ['', '']]
  for (const form of forms) {
    const agent = request.agent(app)
    const csrf = tokenIn((await agent.get(form)).text)
    for (const value of values) {
      const body = Object.fromEntries(fields.map((field) => [field, value]))
      const { status } = await agent
        .post(form)
        .type('form')
        .send({ _csrf: csrf, ...body })
      expect([form, value, status]).toEqual([form, value, expect.toSatisfy((s: number) => s === 422 || s === 303)])
    }
    expect(
      (
        await agent
          .post(form)
          .type('form')
          .send({ _csrf: csrf, email: 'x'.repeat(2_000_000) })
      ).status,
    ).toBe(413)
    expect((await agent.post(form).type('form').send({ email: 'a@b.example' })).status).toBe(403)
    expect(
      (
        await agent
          .post(form)
          .type('json')
          .send({ _csrf: csrf, email: { $ne: 1 } })
      ).status,
    ).toBe(403)
  }
})
