import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { requestEmails } from '../../src/features/requests/emails.ts'
import { remindTeam } from '../../src/features/requests/commands/remind.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const asked = new Date('2027-01-11T09:30:00Z') // a Monday: due on the next, a working day before it is a Friday
let priya: Awaited<ReturnType<typeof anAccount>>
let marcus: Awaited<ReturnType<typeof anAccount>>

beforeAll(async () => {
  priya = await anAccount({ name: 'Priya Nair' })
  marcus = await anAccount({ name: 'Marcus Bell' })
  await anAccount({ roles: ['lead'] })
  await anAccount({ roles: ['recruiter'] })
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: asked })
})
afterEach(async () => {
  vi.useRealTimers()
  await db.email.deleteMany({})
  await db.supportRequest.updateMany({ data: { state: 'withdrawn', reason: 'other' } })
})

const at = async (when: string) => {
  vi.setSystemTime(new Date(when))
  await remindTeam()
  return db.email.findMany({ where: { kind: 'requests.reminder' }, orderBy: { id: 'asc' } })
}
const write = (data: object) =>
  requestEmails['requests.reminder']?.({
    ...{ emailId: '', accountId: priya.id, candidateId: null, aboutId: null, data: { ...data } },
    ...{ baseUrl: 'http://localhost', force: profileOf('cheshire') },
  })

describe('the team is reminded', () => {
  it('one working day before an answer is due, and when it is late, each once, by day', async () => {
    const request = await aRequest((await aCandidate()).id, { ownerId: priya.id })
    expect(await at('2027-01-15T07:30:00Z')).toHaveLength(0)
    expect(await at('2027-01-15T09:30:00Z')).toMatchObject([
      { accountId: priya.id, candidateId: null, data: { soon: [request.id], late: [] } },
    ])
    expect(await at('2027-01-15T17:00:00Z')).toHaveLength(1)
    expect(await at('2027-01-17T12:00:00Z')).toHaveLength(1)
    expect(await at('2027-01-18T09:30:00Z')).toHaveLength(2)
    expect(await at('2027-01-25T10:00:00Z')).toHaveLength(2)
  })

  it('all at once in one letter each, however many processes run', async () => {
    for (let n = 0; n < 3; n += 1) await aRequest((await aCandidate()).id)
    vi.setSystemTime(new Date('2027-01-20T10:00:00Z'))
    await Promise.all([remindTeam(), remindTeam(), remindTeam()])
    const letters = await db.email.findMany({ where: { kind: 'requests.reminder' } })
    expect(letters.map(({ accountId }) => accountId).sort()).toEqual([priya.id, marcus.id].sort())
    for (const { data } of letters) expect((data as { late: string[] }).late).toHaveLength(3)
  })

  it('on the day on which a pause is looked at again, and again for another day', async () => {
    const paused = { kind: 'buddy', state: 'paused', ownerId: marcus.id, answeredAt: asked, reviewOn: new Date('2027-02-01T00:00:00Z') }
    const request = await aRequest((await aCandidate()).id, paused)
    expect(await at('2027-01-29T10:00:00Z')).toHaveLength(0)
    expect(await at('2027-02-01T08:00:00Z')).toMatchObject([{ accountId: marcus.id, data: { review: [request.id] } }])
    expect(await at('2027-02-02T10:00:00Z')).toHaveLength(1)
  })

  it('about nobody who has gone, and nothing that is answered', async () => {
    const gone = await aCandidate()
    await aRequest(gone.id)
    await db.candidate.update({ where: { id: gone.id }, data: { closedAt: asked } })
    await aRequest((await aCandidate()).id, { state: 'accepted', ownerId: priya.id, answeredAt: asked })
    expect(await at('2027-01-20T10:00:00Z')).toHaveLength(0)
  })
})

describe('the letter', () => {
  it('says how many, where they stand, and nobody’s name', async () => {
    const candidate = await aCandidate({ name: 'Amara Okafor' })
    const request = await aRequest(candidate.id)
    const told = await write({ soon: [], late: [request.id], review: [] })
    expect(told?.facts).toEqual([{ label: '1 request has had no answer in time', value: 'http://localhost/staff/requests?due=over' }])
    expect(told?.button?.href).toBe('http://localhost/staff/requests?due=over')
    expect(JSON.stringify(told)).not.toContain('Amara')
    await db.supportRequest.update({ where: { id: request.id }, data: { state: 'accepted', ownerId: priya.id } })
    expect(await write({ soon: [], late: [request.id], review: [] })).toBeUndefined()
    expect(await write({})).toBeUndefined()
  })
})
