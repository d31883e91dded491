import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { may, visitor, type Actor, type Role } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { allRoutes } from '../../src/routes.ts'
import { addressFor, everyRole, fillFor, idsOf, nobodys, signEverybodyIn, visit, type Ids, type Sessions } from '../support/everybody.ts'
import { anApp } from '../support/people.ts'

const frozen = new Date('2026-11-20T10:00:00Z')
let app: ReturnType<typeof anApp>
let sessions: Sessions
let amara: Ids
let bethan: Ids

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  await fillFor(frozen)
  amara = await idsOf('Amara Okafor')
  bethan = await idsOf('Bethan Rhys-Jones')
  app = anApp()
  sessions = await signEverybodyIn(app)
})

afterAll(() => {
  vi.useRealTimers()
})

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
  expect(allRoutes.length).toBeGreaterThan(80)
})

it.each(everyRole)('turns a %s away from every route that is not theirs, and nothing moves', { timeout: 60_000 }, async (role) => {
  const before = await census()
  const wrong: string[] = []
  for (const route of allRoutes.filter(({ can }) => !may(actorOf(role), can))) {
    for (const ids of [amara, nobodys()]) {
      const { status, headers } = await visit(app, sessions, role, route, addressFor(route, ids))
      const right = role === 'visitor' ? status === 303 && headers['location']?.startsWith('/sign-in') === true : status === 403
      if (!right) wrong.push(`${route.method} ${route.path} ${String(status)}`)
    }
  }
  expect(wrong).toEqual([])
  expect(await census()).toEqual(before)
})

it('shows a candidate nothing of another candidate’s, and changes nothing of it', async () => {
  const before = await census()
  const wrong: string[] = []
  const personal =
    /:(placeId|requestId|membershipId|recordId|lookId|candidateId|emailId|threadId|pairingId|placementId|oneToOneId|stepId|entryId|caseId|actionId|needId|useId|questionId)/
  const theirs = allRoutes.filter(({ can, path }) => may(actorOf('candidate'), can) && personal.test(path))
  expect(theirs.length).toBeGreaterThan(4)
  for (const route of theirs) {
    const { status } = await visit(app, sessions, 'candidate', route, addressFor(route, bethan))
    if (status !== 404 && status !== 422) wrong.push(`${route.method} ${route.path} ${String(status)}`)
  }
  expect(wrong).toEqual([])
  expect(await census()).toEqual(before)
})

const endsTheSession = /sign-out|\/role$|close|end-all|account\/password/

it.each(everyRole)(
  'answers a %s on every route of theirs, with ids that lead nowhere too, and never fails',
  { timeout: 120_000 },
  async (role) => {
    const wrong: string[] = []
    for (const route of allRoutes.filter(({ can, path }) => may(actorOf(role), can) && !endsTheSession.test(path))) {
      for (const ids of [amara, bethan, nobodys(), { workshopId: 'not-an-id' }]) {
        const { status } = await visit(app, sessions, role, route, addressFor(route, ids))
        if (status >= 500 || status === 403) wrong.push(`${route.method} ${addressFor(route, ids)} ${String(status)}`)
      }
    }
    expect(wrong).toEqual([])
  },
)
