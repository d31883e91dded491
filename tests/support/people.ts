import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import request from 'supertest'
import type TestAgent from 'supertest/lib/agent.js'
import { createApp, type AppEnv } from '../../src/app.ts'
import { holdsStaffRole, type Candidate, type MemberRole } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import { createLog } from '../../src/core/log.ts'
import { hashPassword } from '../../src/core/passwords.ts'
import { sealWith } from '../../src/core/sealing.ts'
import { keepSecret } from '../../src/features/accounts/commands/second-factor.ts'
import { codeAt, newSecret } from '../../src/features/accounts/rules/second-factor.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SECRET = 'a secret for tests, long enough to pass'
export const PASSWORD = 'violet-kettle-orbit-93'

const env: AppEnv = {
  BASE_URL: new URL('http://localhost:4301'),
  SESSION_SECRET: SECRET,
  TRUST_PROXY: 0,
  NODE_ENV: 'test',
  FORCE: 'cheshire',
}
export const anApp = (overrides: Partial<AppEnv> = {}) =>
  createApp({ env: { ...env, ...overrides }, log: createLog(process.env['LOG_LEVEL'] ?? 'silent') })

const hash = hashPassword(PASSWORD)
let number = 0

/** Staff access that no test outlives; those about leavers say otherwise. */
const LONG_CONFIRMED = new Date('2099-01-01T00:00:00Z')
type GivenAccount = { roles?: MemberRole[]; name?: string; email?: string; confirmedAt?: Date; deactivatedAt?: Date }

/** A verified account in one role or several; the password is PASSWORD. */
export async function anAccount({ roles = ['coordinator'], ...given }: GivenAccount = {}) {
  number += 1
  const email = given.email ?? `person-${String(number)}@people.example`
  return db.account.create({
    data: {
      name: given.name ?? `Person ${String(number)}`,
      email,
      emailKey: email.toLowerCase(),
      passwordHash: await hash,
      createdAt: now(),
      passwordChangedAt: now(),
      confirmedAt: given.confirmedAt ?? LONG_CONFIRMED,
      deactivatedAt: given.deactivatedAt ?? null,
      roles: { create: roles.map((role) => ({ role, grantedAt: now() })) },
    },
  })
}

/** A candidate who has an account and has answered everything. */
export async function aCandidate({ email, ...overrides }: { email?: string } & Partial<Prisma.CandidateUncheckedCreateInput> = {}) {
  const name = overrides.name ?? `Candidate ${String(number + 1)}`
  const account = await anAccount({ roles: ['candidate'], name, ...(email === undefined ? {} : { email }) })
  return db.candidate.create({
    data: {
      accountId: account.id,
      reference: `PA-${randomBytes(5).toString('hex').toUpperCase()}`,
      name,
      registeredAt: now(),
      completedAt: now(),
      activeAt: now(),
      ...overrides,
    },
    include: { account: true },
  })
}

/** The actor that a candidate is in a command. */
export const asActor = (candidate: { id: string; accountId: string | null; name: string }): Candidate => ({
  role: 'candidate',
  candidateId: candidate.id,
  accountId: candidate.accountId ?? '',
  name: candidate.name,
  roles: ['candidate'],
})

/** A published workshop three weeks from now, at 18:00 UTC or so, with one place. */
export const aWorkshop = (overrides: Partial<Prisma.WorkshopUncheckedCreateInput> = {}) => {
  const startsAt = overrides.startsAt === undefined ? new Date(now().getTime() + 21 * DAY) : new Date(overrides.startsAt)
  return db.workshop.create({
    data: {
      title: 'Fitness test practice',
      safeLabel: 'Preparation workshop',
      capacity: 1,
      state: 'published',
      area: 'Warrington',
      venue: 'Riverside Training Centre',
      startsAt,
      endsAt: new Date(startsAt.getTime() + 2 * HOUR),
      bookingClosesAt: new Date(startsAt.getTime() - DAY),
      offersEndAt: new Date(startsAt.getTime() - 2 * HOUR),
      publishedAt: now(),
      createdAt: now(),
      ...overrides,
    },
  })
}

export const tokenIn = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''

type Proofs = { secondFactorAt?: number | undefined; provenAt?: number | undefined; begun?: number; usedAt?: number }

/**
 * Begins a session in the database, as signing in would, without the time a password takes. The code was given too, and
 * both stay fresh for a day, so that a test may move its clock; `given` begins one that is older, or without:
 * `{ secondFactorAt: undefined, provenAt: undefined }`.
 */
export async function aSession(accountId: string, role?: MemberRole, given: Proofs = {}): Promise<{ cookie: string; csrf: string }> {
  const tomorrow = now().getTime() + DAY
  const proofs = { secondFactorAt: now().getTime(), provenAt: tomorrow, usedAt: tomorrow, ...given }
  const sid = randomUUID()
  const csrf = randomBytes(16).toString('hex')
  const expire = new Date(now().getTime() + 8 * HOUR)
  const cookie = { originalMaxAge: 8 * HOUR, expires: expire.toISOString(), httpOnly: true, path: '/', sameSite: 'lax', secure: false }
  await db.session.create({
    data: { sid, expire, sess: { cookie, passport: { user: accountId }, csrfToken: csrf, ...proofs, ...(role && { role }) } },
  })
  const mark = createHmac('sha256', SECRET).update(sid).digest('base64').replace(/=+$/, '')
  return { cookie: `session=${encodeURIComponent(`s:${sid}.${mark}`)}`, csrf }
}

/** Signed in without the form; `signInByForm` is for tests about signing in. */
export async function signedInAs(
  account: { id: string } | { accountId: string | null },
  app = anApp(),
  role?: MemberRole,
  given: Proofs = {},
): Promise<TestAgent> {
  const id = 'accountId' in account ? (account.accountId ?? '') : account.id
  const { cookie } = await aSession(id, role, given)
  return request.agent(app).set('Cookie', cookie)
}

export async function signInByForm(email: string, app = anApp(), password = PASSWORD): Promise<TestAgent> {
  const agent = request.agent(app)
  const page = await agent.get('/sign-in').expect(200)
  await agent
    .post('/sign-in')
    .type('form')
    .send({ _csrf: tokenIn(page.text), email, password })
    .expect(303)
  const account = await db.account.findUniqueOrThrow({ where: { emailKey: email.toLowerCase() }, select: { id: true, roles: true } })
  if (holdsStaffRole(account.roles.map(({ role }) => role as MemberRole))) await passCode(agent, await aPhoneOf(account.id))
  return agent
}

/** Sets up codes for somebody, in the place of any they had; answers with what their phone then shows. */
export async function aPhoneOf(accountId: string): Promise<() => string> {
  sealWith(SECRET)
  const secret = newSecret()
  await inTransaction(async (tx) => {
    await tx.secondFactor.deleteMany({ where: { accountId } })
    await keepSecret(tx, accountId, secret)
  })
  return () => codeAt(secret, now())
}

export async function passCode(agent: TestAgent, phone: () => string): Promise<void> {
  const page = await agent.get('/sign-in/code').expect(200)
  await agent
    .post('/sign-in/code')
    .type('form')
    .send({ _csrf: tokenIn(page.text), code: phone() })
    .expect(303)
}

/** Opens the page that holds a form and sends it, to the same address or another. */
export async function submit(agent: TestAgent, page: string, values: Record<string, string | string[]>, address = page) {
  const opened = await agent.get(page).expect(200)
  return agent
    .post(address)
    .type('form')
    .send({ _csrf: tokenIn(opened.text), ...values })
}
