import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { chooseOutcomes } from '../../src/features/requests/commands/outcomes.ts'
import { findRequestsWaiting } from '../../src/features/requests/queries/waiting.ts'
import { aCandidate, anAccount, signedInAs } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const DAY = 86_400_000
const kinds = ['insight', 'skills', 'buddy', 'mentoring', 'coaching', 'roleModel'] as const
let priya: Awaited<ReturnType<typeof anAccount>>
let agent: Awaited<ReturnType<typeof signedInAs>>
const team = () => ({ role: 'coordinator' as const, accountId: priya.id, name: priya.name, roles: ['coordinator' as const] })

/** A small generator with a seed that is printed: the same seed, the same day at work. */
const seed = Number(process.env['SEED'] ?? Date.now() % 100_000)
let state = seed
const random = (n: number) => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((state / 2_147_483_648) * n)
}
const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T

beforeAll(async () => {
  console.info(`seed of the random requests: ${String(seed)}`)
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ name: 'Priya Nair' })
  const marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
  for (let n = 0; n < 24; n += 1) {
    const person = await aCandidate({ name: `Person ${String(n)}` })
    for (const kind of kinds.slice(0, 1 + random(kinds.length))) await aRandomRequest(person.id, kind, marcus.id)
    if (random(8) === 0) await db.candidate.update({ where: { id: person.id }, data: { closedAt: frozen } })
  }
  agent = await signedInAs(priya)
}, 60_000)
afterAll(() => {
  vi.useRealTimers()
})

async function aRandomRequest(candidateId: string, kind: string, otherId: string) {
  const where = pick([
    'requested',
    'requested',
    'accepted',
    'underway',
    'paused',
    'paused',
    'completed',
    'withdrawn',
    'notOffered',
  ] as const)
  const ownerId = where === 'requested' && random(2) === 0 ? null : pick([priya.id, otherId])
  const requestedAt = new Date(frozen.getTime() - random(80) * DAY)
  const made = await aRequest(candidateId, { kind, ownerId, requestedAt, state: 'requested' })
  if (random(2) === 0) await chooseOutcomes(team(), made.id, [{ code: null, words: 'Laugh' }])
  const began = ['underway', 'paused', 'completed'].includes(where) || random(2) === 0
  await db.supportRequest.update({
    where: { id: made.id },
    data: {
      ...{ state: where, reason: 'other', changedAt: frozen, beganAt: where !== 'requested' && began ? requestedAt : null },
      ownerId: ownerId ?? (where === 'requested' ? null : priya.id),
      ...(where === 'paused' && { reviewOn: new Date(Date.UTC(2027, 0, 12 + random(6))), resumeAskedAt: random(2) === 0 ? frozen : null }),
    },
  })
}

async function listed(href: string): Promise<{ total: number; rows: number }> {
  let rows = 0
  for (let page = 1; ; page += 1) {
    const { text } = await agent.get(`${href}${href.includes('?') ? '&' : '?'}page=${String(page)}`).expect(200)
    const here = text.match(/href="\/staff\/requests\/[\w-]{36}"/g)?.length ?? 0
    rows += here
    if (here < 25) return { total: Number(/<span>(\d+) requests?/.exec(text)?.[1]), rows }
  }
}

it('holds as many as Today counts, for the team and for me', async () => {
  for (const whose of ['team', 'mine'] as const)
    for (const { href, count } of await findRequestsWaiting(team(), whose))
      expect({ href, ...(await listed(href)) }).toEqual({ href, total: count, rows: count })
})

it('prints as many as it holds, however it is narrowed', async () => {
  for (const query of [
    '',
    'state=paused',
    'kind=buddy',
    'owner=me',
    'owner=nobody',
    'since=28',
    'since=28&owner=me&state=requested',
    'sort=name',
    'sort=changed&state=completed',
  ]) {
    const { total, rows } = await listed(`/staff/requests?${query}`)
    expect({ query, rows }).toEqual({ query, rows: total })
  }
})

it('puts those who have waited longest first when asked to', async () => {
  const { text } = await agent.get('/staff/requests?state=requested&sort=asked').expect(200)
  const days = [...text.matchAll(/data-label="Asked"[^>]*>([^<]+)</g)].map(([, day = '']) =>
    new Date(day.replaceAll('\u00a0', ' ')).getTime(),
  )
  expect(days.length).toBeGreaterThan(1)
  expect(days).toEqual([...days].sort((a, b) => a - b))
})

it('takes any filter without failing', async () => {
  for (const query of [
    'due=later',
    'since=9',
    'sort=x',
    'owner=x',
    'whose=theirs',
    'page=0',
    'page=999',
    'kind=__proto__',
    'state=void',
    'due=over&due=soon',
  ])
    await agent.get(`/staff/requests?${query}`).expect(200)
})
