import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aCandidate, signedInAs, submit } from '../support/people.ts'
import { after, before, hold, justOver, mark, stateOf, team, words } from '../support/register.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: before }))
afterEach(() => vi.useRealTimers())

const undoAddress = async (workshopId: string) => {
  const batch = await db.markBatch.findFirstOrThrow({ where: { workshopId }, orderBy: { madeAt: 'desc' } })
  return `/staff/workshops/${workshopId}/register/batches/${batch.id}/undo`
}

describe('marking everybody else as here', () => {
  it('saves what was tapped, marks whoever has no mark, and is taken back in one step that the history keeps', async () => {
    const over = await justOver(['Amara', 'Bethan', 'Daniel', 'Farah'])
    const agent = await team('coordinator', 'Priya Nair')
    await hold(agent, over)
    const nobody = { ...mark(over, 0, 'absent', 'booked', 'none'), ...mark(over, 1, ''), ...mark(over, 2, ''), ...mark(over, 3, '') }
    expect((await submit(agent, over.address, { ...nobody, rest: 'here' })).status).toBe(303)
    expect(await Promise.all(over.people.map(({ placeId }) => stateOf(placeId)))).toEqual(['absent', 'attended', 'attended', 'attended'])
    const page = words((await agent.get(over.address)).text)
    expect(page).toContain('3 people were marked as here at once')
    expect(page).not.toContain('Mark everybody else')
    await submit(agent, over.address, mark(over, 1, 'late', 'attended'))
    const emails = await db.email.count()
    expect((await submit(agent, over.address, {}, await undoAddress(over.workshop.id))).status).toBe(303)
    expect(await Promise.all(over.people.map(({ placeId }) => stateOf(placeId)))).toEqual(['absent', 'attendedLate', 'booked', 'booked'])
    expect(await db.email.count()).toBe(emails)
    const changes = await db.placeChange.findMany({ where: { placeId: over.people[2]?.placeId ?? '' }, orderBy: { id: 'asc' } })
    expect(changes.slice(-2)).toMatchObject([
      { fromState: 'booked', toState: 'attended', at: after },
      { fromState: 'attended', toState: 'booked', byRole: 'coordinator' },
    ])
    const history = words((await agent.get(over.address)).text)
    expect(history).toContain('Here, now Not recorded')
    expect(history).not.toContain('marked as here at once')
  })

  it('leaves alone whom another phone marked meanwhile', async () => {
    const over = await justOver(['Amara', 'Bethan'])
    const [priya, marcus] = [await team('coordinator', 'Priya'), await team('lead', 'Marcus')]
    await hold(priya, over)
    await submit(marcus, over.address, mark(over, 0, 'absent', 'booked', 'told'))
    const saved = await submit(priya, over.address, { ...mark(over, 0, ''), ...mark(over, 1, ''), rest: 'here' })
    expect(saved.status).toBe(303)
    expect(await Promise.all(over.people.map(({ placeId }) => stateOf(placeId)))).toEqual(['absentNotified', 'attended'])
  })

  it('of two presses at one moment marks each person once, and takes a press back once', async () => {
    const over = await justOver(['Amara', 'Bethan', 'Daniel'])
    const agents = [await team('coordinator'), await team('coordinator')] as const
    await hold(agents[0], over)
    const everybody = { ...mark(over, 0, ''), ...mark(over, 1, ''), ...mark(over, 2, ''), rest: 'here' }
    const saved = await Promise.all(agents.map((agent) => submit(agent, over.address, everybody)))
    expect(saved.map(({ status }) => status)).toEqual([303, 303])
    expect(await db.placeChange.count({ where: { toState: 'attended', place: { workshopId: over.workshop.id } } })).toBe(3)
    const address = await undoAddress(over.workshop.id)
    const undone = await Promise.all(agents.map((agent) => submit(agent, over.address, {}, address)))
    expect(undone.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(await db.placeChange.count({ where: { fromState: 'attended', place: { workshopId: over.workshop.id } } })).toBe(3)
  })

  it('is taken back after seven days by a lead with a reason alone, and by nobody at another workshop', async () => {
    const [over, other] = [await justOver(['Amara']), await justOver(['Elsewhere'])]
    const agent = await team()
    await hold(agent, over)
    await submit(agent, over.address, { ...mark(over, 0, ''), rest: 'here' })
    const address = await undoAddress(over.workshop.id)
    const elsewhere = address.replace(over.workshop.id, other.workshop.id)
    expect((await submit(agent, other.address, {}, elsewhere)).status).toBe(404)
    vi.setSystemTime(new Date('2027-01-21T20:00:00Z'))
    const [coordinator, lead] = [await team(), await team('lead')]
    expect((await submit(coordinator, over.address, { reason: 'A mistake' }, address)).status).toBe(422)
    const unexplained = await submit(lead, over.address, { reason: ' ' }, address)
    expect(unexplained.text).toContain('Say why the register changes now')
    expect((await submit(lead, over.address, { reason: 'The wrong evening' }, address)).status).toBe(303)
    expect(await db.placeChange.count({ where: { reason: 'The wrong evening' } })).toBe(1)
    const page = words((await lead.get(over.address)).text)
    expect(page).toContain('The wrong evening')
  })

  it('is not for candidates', async () => {
    const over = await justOver(['Amara'])
    await hold(await team(), over)
    const candidate = await signedInAs(await aCandidate())
    expect((await candidate.get(over.address)).status).toBe(403)
  })
})
