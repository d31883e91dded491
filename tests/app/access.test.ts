import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { may, visitor, type Actor, type Role } from '../../src/core/access.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import type { Route } from '../../src/core/http.ts'
import { demoAccounts, fillDemonstration } from '../../src/demonstration/fill.ts'
import { profileOf } from '../../src/forces/find.ts'
import { allRoutes } from '../../src/routes.ts'
import { anApp, aSession } from '../support/people.ts'

const frozen = new Date('2026-11-20T10:00:00Z')
const force = profileOf('cheshire')
const passwordFor = () => 'never used here'
const app = anApp()
const roles: Role[] = ['visitor', 'candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator']
type Ids = Record<string, string>

let amara: Ids
let bethan: Ids
const sessions = new Map<Role, { cookie: string; csrf: string }>()

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  await inTransaction((tx) => fillDemonstration(tx, { force, now: frozen, passwordFor }))
  amara = await idsOf('Amara Okafor')
  bethan = await idsOf('Bethan Rhys-Jones')
  await signEverybodyIn()
})

afterAll(() => {
  vi.useRealTimers()
})

async function signEverybodyIn(): Promise<void> {
  for (const role of roles) {
    if (role === 'visitor') continue
    const { email } = demoAccounts({ force, passwordFor }).find((account) => account.role === role) ?? { email: '' }
    sessions.set(role, await aSession((await db.account.findUniqueOrThrow({ where: { emailKey: email } })).id, role))
  }
}

/** What stands for each part of an address: this person's own, and what belongs to nobody in particular. */
async function idsOf(name: string): Promise<Ids> {
  const candidate = await db.candidate.findFirstOrThrow({
    where: { name },
    include: { requests: true, places: { orderBy: { askedAt: 'desc' } }, memberships: true, stages: true },
  })
  const workshop = await db.workshop.findFirstOrThrow({ where: { title: 'Fitness test practice' } })
  const place = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, candidateId: candidate.id } })
  const look = await db.look.findFirst({ where: { candidateId: candidate.id } })
  return {
    ...{
      candidateId: candidate.id,
      placeId: place.id,
      workshopId: workshop.id,
      look: look?.id ?? randomUUID(),
      lookId: look?.id ?? randomUUID(),
    },
    requestId: candidate.requests[0]?.id ?? randomUUID(),
    membershipId: candidate.memberships[0]?.id ?? randomUUID(),
    recordId: candidate.stages[0]?.id ?? randomUUID(),
    cohortId: (await db.cohort.findFirstOrThrow()).id,
    programmeId: (await db.programme.findFirstOrThrow()).id,
    messageId: (await db.contactMessage.findFirstOrThrow()).id,
    emailId: (await db.email.findFirstOrThrow({ where: { candidateId: candidate.id } })).id,
    ...{ purpose: 'news', kind: 'insight', step: 'areas' },
  }
}

const nobodys = (): Ids => new Proxy({}, { get: () => randomUUID() })
const addressFor = ({ path }: Route, ids: Ids) => path.replaceAll(/:(\w+)/g, (_all, name: string) => ids[name] ?? ids['workshopId'] ?? '')

async function visit(route: Route, role: Role, address: string) {
  const session = sessions.get(role)
  const visitorsCsrf = session === undefined && route.method === 'post' ? await aVisitorsToken() : undefined
  const { cookie, csrf } = session ?? visitorsCsrf ?? { cookie: '', csrf: '' }
  const asked = route.method === 'get' ? request(app).get(address) : request(app).post(address).type('form').send({ _csrf: csrf })
  return cookie === '' ? asked : asked.set('Cookie', cookie)
}

/** A visitor's own session, so that what answers is the permission and not the lack of a token. */
async function aVisitorsToken() {
  const page = await request(app).get('/sign-in')
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  return { csrf, cookie: page.headers['set-cookie']?.[0]?.split(';')[0] ?? '' }
}

const actorOf = (role: Role): Actor => (role === 'visitor' ? visitor : ({ role } as Actor))

/** What the portal holds, to see that nothing moved. */
const census = () =>
  db.$queryRaw`SELECT (SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM places p) AS places,
    (SELECT md5(string_agg(r::text, ',' ORDER BY id)) FROM support_requests r) AS requests,
    (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM consents c) AS consents,
    (SELECT md5(string_agg(m::text, ',' ORDER BY id)) FROM memberships m) AS memberships,
    (SELECT md5(string_agg(w::text, ',' ORDER BY id)) FROM workshops w) AS workshops,
    (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM candidates c) AS candidates`

it('knows enough routes to be worth walking', () => {
  expect(allRoutes.length).toBeGreaterThan(40)
})

it.each(roles.flatMap((role) => [[role]]))('turns a %s away from every route that is not theirs, and nothing moves', async (role) => {
  const before = await census()
  const wrong: string[] = []
  for (const route of allRoutes.filter(({ can }) => !may(actorOf(role), can))) {
    for (const ids of [amara, nobodys()]) {
      const { status, headers } = await visit(route, role, addressFor(route, ids))
      const right = role === 'visitor' ? status === 303 && headers['location']?.startsWith('/sign-in') === true : status === 403
      if (!right) wrong.push(`${route.method} ${route.path} ${String(status)}`)
    }
  }
  expect(wrong).toEqual([])
  expect(await census()).toEqual(before)
})

const destructive = /sign-out|\/role$|close/

it.each(roles.flatMap((role) => [[role]]))(
  'answers a %s on every route of theirs, with ids that lead nowhere too, and never fails',
  async (role) => {
    const wrong: string[] = []
    for (const route of allRoutes.filter(({ can, path }) => may(actorOf(role), can) && !destructive.test(path))) {
      for (const ids of [amara, bethan, nobodys(), { workshopId: 'not-an-id' }]) {
        const { status } = await visit(route, role, addressFor(route, ids))
        if (status >= 500 || status === 403) wrong.push(`${route.method} ${addressFor(route, ids)} ${String(status)}`)
      }
    }
    expect(wrong).toEqual([])
  },
)

it('shows a candidate nothing of another candidate’s, and changes nothing of it', async () => {
  const before = await census()
  const wrong: string[] = []
  const personal = allRoutes.filter(
    ({ can, path }) => may(actorOf('candidate'), can) && /:(placeId|requestId|membershipId|recordId|lookId|candidateId|emailId)/.test(path),
  )
  expect(personal.length).toBeGreaterThan(4)
  for (const route of personal) {
    const { status } = await visit(route, 'candidate', addressFor(route, bethan))
    if (status !== 404 && status !== 422) wrong.push(`${route.method} ${route.path} ${String(status)}`)
  }
  expect(wrong).toEqual([])
  expect(await census()).toEqual(before)
})
