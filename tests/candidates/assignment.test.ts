import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db, pool } from '../../src/core/db.ts'
import { assignCandidate } from '../../src/features/candidates/commands/assignment.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
let agent: Awaited<ReturnType<typeof signedInAs>>
let priya: Awaited<ReturnType<typeof anAccount>>
let marcus: Awaited<ReturnType<typeof anAccount>>
let coordinator: Team

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
  agent = await signedInAs(priya)
  coordinator = { role: 'coordinator', accountId: priya.id, name: priya.name, roles: ['coordinator'] }
})
afterAll(() => {
  vi.useRealTimers()
})

const give = (id: string, values: Record<string, string>) =>
  submit(agent, `/staff/candidates/${id}`, values, `/staff/candidates/${id}/assign`)
const ownerOf = async (id: string) => (await db.candidate.findUniqueOrThrow({ where: { id } })).ownerId

describe('looking after a candidate', () => {
  it('is given, given on with a reason, and ended, each on record', async () => {
    const { id } = await aCandidate()
    expect((await give(id, { assignTo: priya.id, assignSeen: 'nobody' })).status).toBe(303)
    const unsaid = await give(id, { assignTo: marcus.id, assignSeen: priya.id })
    expect(unsaid.status).toBe(422)
    expect(unsaid.text).toContain('href="#assignReason">Choose why somebody else')
    expect((await give(id, { assignTo: marcus.id, assignSeen: priya.id, assignReason: 'workload' })).status).toBe(303)
    const { text } = await agent.get(`/staff/candidates/${id}`).expect(200)
    expect(text).toContain('From Priya Nair to Marcus Bell: To share the work in the team')
    expect((await give(id, { assignTo: 'nobody', assignSeen: marcus.id, assignReason: 'other' })).status).toBe(303)
    expect(await ownerOf(id)).toBeNull()
    const events = await db.event.findMany({ where: { candidateId: id }, orderBy: { id: 'asc' } })
    expect(events.map(({ name }) => name)).toEqual(['candidate.assigned', 'candidate.reassigned', 'candidate.unassigned'])
  })

  it('goes to nobody outside the team, and to nobody who has left', async () => {
    const { id } = await aCandidate()
    const left = await anAccount({ roles: ['coordinator'] })
    await db.account.update({ where: { id: left.id }, data: { closedAt: frozen } })
    const others = [await anAccount({ roles: ['supporter'] }), await anAccount({ roles: ['recruiter'] }), left, { id: randomUUID() }]
    for (const other of others) expect((await give(id, { assignTo: other.id })).status).toBe(422)
    for (const wrong of ['', 'x', "' OR 1=1"]) expect((await give(id, { assignTo: wrong })).status).toBe(422)
    expect(await ownerOf(id)).toBeNull()
  })

  it('says that somebody has left, where they have', async () => {
    const gone = await anAccount({ roles: ['coordinator'], name: 'Gone Tomorrow' })
    const { id } = await aCandidate()
    await give(id, { assignTo: gone.id })
    await db.account.update({ where: { id: gone.id }, data: { closedAt: frozen } })
    const { text } = await agent.get(`/staff/candidates/${id}`).expect(200)
    expect(text).toContain('Somebody who has left')
  })

  it('ends up with one of two who give at once, and the other is told', async () => {
    const { id } = await aCandidate()
    const answers = await Promise.all([priya, marcus].map((to) => give(id, { assignTo: to.id, assignSeen: 'nobody' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(answers.find(({ status }) => status === 422)?.text).toContain('Somebody else has changed who looks after this person')
    expect(await db.assignment.count({ where: { candidateId: id } })).toBe(1)
  })

  it('is told to the person by first name alone, as long as that person is there', async () => {
    const person = await aCandidate()
    const own = await signedInAs(person)
    expect((await own.get('/my')).text).not.toContain('looks after you')
    await assignCandidate(coordinator, { candidateId: person.id, ownerId: marcus.id })
    const { text } = await own.get('/my').expect(200)
    expect(text).toContain('<bdi>Marcus</bdi></strong> from the team looks after you')
    expect(text).not.toContain('Bell')
    await db.account.update({ where: { id: marcus.id }, data: { closedAt: frozen } })
    expect((await own.get('/my')).text).not.toContain('looks after you')
    await db.account.update({ where: { id: marcus.id }, data: { closedAt: null } })
  })

  it('is refused for somebody who closed their account or never was', async () => {
    const { id } = await aCandidate({ closedAt: frozen })
    for (const candidateId of [id, randomUUID()])
      expect(await assignCandidate(coordinator, { candidateId, ownerId: priya.id })).toBeUndefined()
  })

  it('keeps its history against the portal itself, and never differs from it', async () => {
    const { id } = await aCandidate()
    await assignCandidate(coordinator, { candidateId: id, ownerId: priya.id })
    await expect(pool.query('UPDATE assignments SET to_id = NULL')).rejects.toThrow(/permission denied/)
    await expect(pool.query('DELETE FROM assignments')).rejects.toThrow(/permission denied/)
    const add = (from: string | null, to: string | null, reason: string | null) =>
      pool.query(`INSERT INTO assignments (candidate_id, from_id, to_id, reason, by_role, at) VALUES ($1, $2, $3, $4, 'lead', now())`, [
        id,
        from,
        to,
        reason,
      ])
    await expect(add(marcus.id, null, 'other')).rejects.toThrow(/by now/)
    await expect(add(priya.id, marcus.id, null)).rejects.toThrow(/assignments_reason/)
    await expect(add(priya.id, marcus.id, 'a word of our own')).rejects.toThrow(/assignments_reason_known/)
    await expect(add(priya.id, priya.id, 'other')).rejects.toThrow(/assignments_moves/)
  })

  it('is forgotten when the person is erased', async () => {
    const { id } = await aCandidate()
    await assignCandidate(coordinator, { candidateId: id, ownerId: priya.id })
    await pool.query('SELECT erase_candidate($1, $2)', [id, frozen])
    expect(await ownerOf(id)).toBeNull()
    expect(await db.assignment.count({ where: { candidateId: id } })).toBe(0)
  })
})
