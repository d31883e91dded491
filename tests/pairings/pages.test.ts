import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aRequest } from '../support/requests.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T10:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
const anAdult = (given = {}) => aCandidate({ adult: true, ...given })
const staff = async () => signedInAs(await anAccount({ roles: ['coordinator'] }), app)
const stateOf = async (id: string) => (await db.pairing.findUniqueOrThrow({ where: { id } })).state

describe('a pairing by hand, from the request to the first day', () => {
  it('asks the supporter, then the candidate, and begins the support', async () => {
    const candidate = await anAdult({ name: 'Wilhelmina Quarrington' })
    const supporter = await aSupporter({ name: 'Barnaby Thistlewood' })
    const request = await aRequest(candidate.id, { kind: 'buddy', requestedAt: new Date('2026-12-01T10:00:00Z') })
    const team = await staff()
    expect((await team.get('/staff/pairings/new').expect(200)).text).toContain('Wilhelmina Quarrington')
    const page = `/staff/pairings/new?candidate=${candidate.id}&kind=buddy`
    const sent = await submit(team, page, { candidateId: candidate.id, kind: 'buddy', supporterId: supporter.id }, '/staff/pairings/new')
    expect(sent.status).toBe(303)
    const pairing = await db.pairing.findFirstOrThrow({ where: { candidateId: candidate.id } })
    expect(pairing).toMatchObject({ requestId: request.id, queuedAt: request.requestedAt, state: 'proposedToSupporter' })
    expect(pairing.dueAt).toEqual(new Date('2027-01-18T10:00:00Z'))
    expect((await team.get(`/staff/candidates/${candidate.id}`).expect(200)).text).toContain('Barnaby Thistlewood')

    const supporting = await signedInAs(supporter.account, app)
    const own = await signedInAs(candidate, app)
    const proposal = `/supporting/proposals/${pairing.id}`
    expect((await supporting.get(proposal).expect(200)).text).toContain('be somebody’s buddy')
    await own.get(`/my/pairings/${pairing.id}/proposal`).expect(404)
    expect((await submit(supporting, proposal, {}, `${proposal}/accept`)).status).toBe(303)
    expect((await db.pairing.findUniqueOrThrow({ where: { id: pairing.id } })).dueAt).toEqual(new Date('2027-01-25T10:00:00Z'))

    const suggestion = `/my/pairings/${pairing.id}/proposal`
    const home = (await own.get('/my').expect(200)).text
    expect(home).toContain('Somebody would like to be your buddy')
    expect(home).toContain('We have somebody in mind. The answer is yours')
    expect(home).not.toContain('Our answer is late')
    expect((await own.get(suggestion).expect(200)).text).toContain('Would you like to meet them?')
    expect((await submit(own, suggestion, {}, `${suggestion}/accept`)).status).toBe(303)
    expect(await stateOf(pairing.id)).toBe('active')
    expect((await own.get('/my/pairings').expect(200)).text).toContain('Barnaby')
    expect((await db.supportRequest.findUniqueOrThrow({ where: { id: request.id } })).state).toBe('underway')
    expect((await team.get(`/staff/requests/${request.id}`).expect(200)).text).toContain('by the beginning of a pairing')
    for (const show of ['live', 'waiting', 'active', 'paused', 'look', 'review', 'overCapacity', 'over', 'all'])
      await team.get(`/staff/pairings?show=${show}&kind=buddy&whose=mine&q=Quarr`).expect(200)
    expect((await team.get(`/staff/pairings/${pairing.id}`).expect(200)).text).toContain('Pause it')
  })
})
