import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const DAY = 86_400_000
let agent: Awaited<ReturnType<typeof signedInAs>>
let priya: Awaited<ReturnType<typeof anAccount>>
let amara: Awaited<ReturnType<typeof aCandidate>>
let jose: Awaited<ReturnType<typeof aCandidate>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  amara = await aCandidate({ name: 'Amara Okafor', email: 'amara@people.example', routes: ['constable'], phone: '01632 960 001' })
  jose = await aCandidate({ name: 'José Núñez', routes: ['pcso'], registeredAt: new Date(frozen.getTime() + 1) })
  for (let n = 0; n < 27; n += 1)
    await aCandidate({ name: `Other Person ${String(n)}`, registeredAt: new Date(frozen.getTime() - n * DAY) })
  await aRequest(amara.id, { kind: 'buddy' })
  agent = await signedInAs(priya)
}, 60_000)

afterAll(() => {
  vi.useRealTimers()
})

const found = async (query: string) => {
  const { text } = await agent.get(`/staff/candidates${query}`).expect(200)
  return [...text.matchAll(/<bdi>([^<]+)<\/bdi><\/a><span class="pa-table__sub">/g)].map(([, name]) => name)
}

describe('finding a candidate', () => {
  it.each([
    ['part of a name', 'q=okaf'],
    ['a whole e-mail address', 'q=AMARA@people.example'],
    ['the beginning of an e-mail address', 'q=amara@people'],
    ['a kind of support', 'kind=buddy'],
    ['a kind and a state', 'kind=buddy&state=requested'],
    ['words that the search box is given with blanks', 'q=%20Amara%20Okafor%20'],
  ])('finds by %s', async (_by, query) => {
    expect(await found(`?${query}`)).toEqual(['Amara Okafor'])
  })

  it('finds by reference, and by name without its accents', async () => {
    expect(await found(`?q=${amara.reference.toLowerCase()}`)).toEqual(['Amara Okafor'])
    expect(await found('?q=jose+nunez')).toEqual(['José Núñez'])
    expect(await found('?route=pcso')).toEqual(['José Núñez'])
  })

  it.each(['q=%25', 'q=_', 'q=nobody@people', 'kind=buddy&state=completed', "q=' OR 1=1 --", 'route=nowhere', 'q=%F0%9F%9A%93'])(
    'finds nobody for %s, and says so',
    async (query) => {
      const { text } = await agent.get(`/staff/candidates?${query}`).expect(200)
      expect(text).toContain('Nobody fits this search')
    },
  )

  it('shows newest first, twenty-five to a page, and everybody once', async () => {
    const [first, second] = [await found(''), await found('?page=2')]
    expect(first).toHaveLength(25)
    expect(first[0]).toBe('José Núñez')
    expect(new Set([...first, ...second]).size).toBe(29)
  })

  it('takes any page and any filter without failing', async () => {
    for (const query of ['?page=0', '?page=x', '?page=9999', '?q=a&q=b', '?state=void&kind=nothing', `?q=${'x'.repeat(5000)}`])
      await agent.get(`/staff/candidates${query}`).expect(200)
    for (const query of ['?due=later', '?owner=me', '?state=x', '?page=-1']) await agent.get(`/staff/requests${query}`).expect(200)
  })

  it('says nothing in the list of what a person told us about themselves', async () => {
    await db.tailoringFact.create({ data: { candidateId: jose.id, text: 'a fact of mine', updatedAt: frozen } })
    await db.accessNeed.create({ data: { candidateId: jose.id, text: 'step-free please', updatedAt: frozen } })
    const { text } = await agent.get('/staff/candidates').expect(200)
    expect(text).not.toMatch(/a fact of mine|step-free/)
  })
})

describe('one candidate', () => {
  it('shows the person, and tells the person who looked, once an hour', async () => {
    const { text } = await agent.get(`/staff/candidates/${jose.id}`).expect(200)
    for (const words of ['José Núñez', jose.reference, 'step-free please', 'a fact of mine']) expect(text).toContain(words)
    await agent.get(`/staff/candidates/${jose.id}`).expect(200)
    const looks = await db.look.findMany({ where: { candidateId: jose.id } })
    expect(looks).toMatchObject([{ viewerId: priya.id, viewerRole: 'coordinator', purpose: 'To run your support' }])
  })

  it('escapes what a person typed', async () => {
    const typed = await aCandidate({ name: '<script>alert(1)</script> שלום 🚓' })
    const { text } = await agent.get(`/staff/candidates/${typed.id}`).expect(200)
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&lt;script&gt;')
  })

  it('is not found for an id that leads nowhere, or a closed account', async () => {
    const closed = await aCandidate()
    await db.candidate.update({ where: { id: closed.id }, data: { closedAt: frozen } })
    for (const id of [randomUUID(), 'not-an-id', closed.id]) await agent.get(`/staff/candidates/${id}`).expect(404)
  })

  it('is seen by coordinators and leads alone', async () => {
    for (const role of ['supporter', 'recruiter', 'administrator'] as const) {
      const other = await signedInAs(await anAccount({ roles: [role] }))
      for (const path of ['/staff', '/staff/candidates', '/staff/requests', '/staff/offers', `/staff/candidates/${amara.id}`])
        await other.get(path).expect(403)
    }
    const candidate = await signedInAs({ accountId: amara.accountId })
    await candidate.get(`/staff/candidates/${amara.id}`).expect(403)
    const lead = await signedInAs(await anAccount({ roles: ['lead'] }))
    await lead.get(`/staff/candidates/${amara.id}`).expect(200)
  })
})

it('sends a failed e-mail once more, and only this candidate’s', async () => {
  const data = { accountId: amara.accountId, candidateId: amara.id, kind: 'request.accepted', createdAt: frozen }
  const email = await db.email.create({ data: { ...data, state: 'failed', lastError: 'Error 550', attempts: 8 } })
  expect((await agent.get(`/staff/candidates/${amara.id}`).expect(200)).text).toContain('Failed')
  const send = (id: string) => submit(agent, `/staff/candidates/${id}`, {}, `/staff/candidates/${id}/emails/${email.id}/resend`)
  expect((await send(jose.id)).status).toBe(404)
  expect((await send(amara.id)).status).toBe(303)
  expect(await db.email.count({ where: { candidateId: amara.id, kind: 'request.accepted' } })).toBe(2)
})
