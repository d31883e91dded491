import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aCandidate, submit } from '../support/people.ts'
import { after, before, hold, justOver, mark, stateOf, team, words } from '../support/register.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: before }))
afterEach(() => vi.useRealTimers())

describe('the register', () => {
  it('asks first whether it happened, then marks each person, and nothing is chosen beforehand', async () => {
    const over = await justOver(['Amara', 'Bethan', 'Daniel', 'Farah', 'Jun'], { waiting: 1 })
    const agent = await team()
    const asked = await agent.get(over.address).expect(200)
    expect(asked.text).toContain('Did it happen?')
    expect(asked.text).not.toContain('Save marks')
    expect((await hold(agent, over)).status).toBe(303)
    expect(await stateOf(over.people[5]?.placeId)).toBe('withdrawn')
    const page = await agent.get(over.address).expect(200)
    expect(words(page.text)).toContain('0 of 5 recorded')
    expect(page.text).not.toMatch(/type="radio"[^>]* checked/)
    const saved = await submit(agent, over.address, {
      ...mark(over, 0, 'here'),
      ...mark(over, 1, 'late'),
      ...mark(over, 2, 'early'),
      ...mark(over, 3, 'absent', 'booked', 'told'),
      ...mark(over, 4, ''),
    })
    expect(saved.status).toBe(303)
    expect(await Promise.all(over.people.map(({ placeId }) => stateOf(placeId)))).toEqual([
      ...['attended', 'attendedLate', 'leftEarly', 'absentNotified', 'booked', 'withdrawn'],
    ])
    expect(words((await agent.get(over.address)).text)).toContain('4 of 5 recorded')
  })

  it('keeps for each change the old value, who and when, and an undone mark is not recorded again, without an e-mail', async () => {
    const over = await justOver(['Amara'])
    const agent = await team('coordinator', 'Priya Nair')
    await hold(agent, over)
    await submit(agent, over.address, mark(over, 0, 'absent', 'booked', 'none'))
    const emails = await db.email.count()
    await submit(agent, over.address, { ...mark(over, 0, 'absent', 'absent', 'none'), undo: over.people[0]?.placeId ?? '' })
    expect(await stateOf(over.people[0]?.placeId)).toBe('booked')
    expect(await db.email.count()).toBe(emails)
    const changes = await db.placeChange.findMany({ where: { placeId: over.people[0]?.placeId ?? '' }, orderBy: { id: 'asc' } })
    expect(changes.slice(-2)).toMatchObject([
      { fromState: 'booked', toState: 'absent', byRole: 'coordinator', at: after },
      { fromState: 'absent', toState: 'booked' },
    ])
    const history = words((await agent.get(`/staff/workshops/${over.workshop.id}`)).text)
    expect(history).toContain('Absent, no word, now Not recorded')
    expect(history).toContain('Priya Nair')
  })

  it('asks whether an absence was told, keeps what was chosen, and saves nothing until then', async () => {
    const over = await justOver(['Amara', 'Bethan'])
    const agent = await team()
    await hold(agent, over)
    const refused = await submit(agent, over.address, { ...mark(over, 0, 'here'), ...mark(over, 1, 'absent') })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Bethan: say whether they told us first')
    expect(refused.text.match(/type="radio"[^>]* checked/g)).toHaveLength(2)
    expect(await stateOf(over.people[0]?.placeId)).toBe('booked')
  })

  it('lets two people at two phones mark different people, and shows a mark of the same person as a conflict', async () => {
    const over = await justOver(['Amara', 'Bethan'])
    const [priya, marcus] = [await team('coordinator', 'Priya'), await team('lead', 'Marcus')]
    await hold(priya, over)
    await submit(priya, over.address, { ...mark(over, 0, 'here'), ...mark(over, 1, '') })
    expect((await submit(marcus, over.address, { ...mark(over, 0, ''), ...mark(over, 1, 'late') })).status).toBe(303)
    expect(await Promise.all(over.people.map(({ placeId }) => stateOf(placeId)))).toEqual(['attended', 'attendedLate'])
    const conflict = await submit(marcus, over.address, mark(over, 0, 'absent', 'booked', 'none'))
    expect(conflict.status).toBe(422)
    expect(conflict.text).toContain('Amara: was marked by somebody else')
    expect(await stateOf(over.people[0]?.placeId)).toBe('attended')
    const again = await submit(marcus, over.address, mark(over, 0, 'absent', 'attended', 'none'))
    expect(again.status).toBe(303)
    expect(await stateOf(over.people[0]?.placeId)).toBe('absent')
  })

  it('can be changed for seven days; then a lead can, with a reason that is kept', async () => {
    const over = await justOver(['Amara'])
    await hold(await team(), over)
    vi.setSystemTime(new Date('2027-01-21T20:00:00Z'))
    const coordinator = await team()
    const page = await coordinator.get(over.address).expect(200)
    expect(page.text).toContain('only a lead can change')
    expect(page.text).not.toContain('Save marks')
    const refused = await submit(coordinator, over.address, mark(over, 0, 'here'))
    expect(refused.status).toBe(422)
    const lead = await team('lead')
    const unexplained = await submit(lead, over.address, { ...mark(over, 0, 'here'), reason: ' ' })
    expect(unexplained.status).toBe(422)
    expect(unexplained.text).toContain('Say why the register changes now')
    expect((await submit(lead, over.address, { ...mark(over, 0, 'here'), reason: 'The sheet turned up' })).status).toBe(303)
    expect(await db.placeChange.count({ where: { placeId: over.people[0]?.placeId ?? '', reason: 'The sheet turned up' } })).toBe(1)
  })

  it('adds somebody who walked in, with the next number, at a full workshop too, once', async () => {
    const over = await justOver(['Amara'])
    const agent = await team()
    await hold(agent, over)
    const walker = await aCandidate({ name: 'Wilhelmina Walker' })
    const address = `${over.address}/walk-in`
    const found = await agent.get(`${address}?q=wilhelmina`).expect(200)
    expect(found.text).toContain(walker.reference)
    for (const q of [walker.reference.toLowerCase(), 'walker wilhelmina', 'Wilhelmnia Walker'])
      expect((await agent.get(`${address}?q=${encodeURIComponent(q)}`)).text).toContain('Wilhelmina Walker')
    expect((await submit(agent, address, { candidateId: walker.id, reason: '' })).status).toBe(303)
    const place = await db.place.findFirstOrThrow({ where: { candidateId: walker.id } })
    expect(place).toMatchObject({ state: 'attended', walkIn: true, arrival: 2 })
    const twice = await submit(agent, address, { candidateId: walker.id, reason: '', q: 'wilhelmina' })
    expect(twice.status).toBe(422)
    expect(twice.text).toContain('on the register already')
    await submit(agent, over.address, { [`was-${place.id}`]: 'attended', undo: place.id })
    expect(await stateOf(place.id)).toBe('withdrawn')
    expect((await submit(agent, address, { candidateId: walker.id, reason: '' })).status).toBe(303)
  })

  it('says that it did not happen: everybody booked is told, and no register stays open', async () => {
    const over = await justOver(['Amara', 'Bethan'])
    const agent = await team()
    expect((await submit(agent, over.address, { happened: 'no', reason: '' }, `${over.address}/happened`)).status).toBe(422)
    const done = await submit(agent, over.address, { happened: 'no', reason: 'Nobody had the key' }, `${over.address}/happened`)
    expect(done.headers['location']).toContain('notice=notHeld')
    expect(await stateOf(over.people[0]?.placeId)).toBe('workshopCancelled')
    expect((await agent.get(over.address)).text).toContain('Nobody had the key')
  })

  it('takes back that it happened while nobody is marked, and not afterwards', async () => {
    const over = await justOver(['Amara'])
    const agent = await team()
    await hold(agent, over)
    await submit(agent, over.address, { happened: 'undo' }, `${over.address}/happened`)
    expect((await db.workshop.findUniqueOrThrow({ where: { id: over.workshop.id } })).state).toBe('published')
    await hold(agent, over)
    await submit(agent, over.address, mark(over, 0, 'here'))
    const refused = await submit(agent, over.address, { happened: 'undo' }, `${over.address}/happened`)
    expect(refused.status).toBe(422)
  })

  it('does not open before the workshop begins', async () => {
    const over = await justOver(['Amara'])
    vi.setSystemTime(before)
    const agent = await team()
    expect(words((await agent.get(over.address)).text)).toContain('The register opens 14 January 2027, 6pm')
    expect((await submit(agent, over.address, { happened: 'yes' }, `${over.address}/happened`)).status).toBe(422)
  })

  it('prints a sheet of references, with names where asked for; what somebody needs is never on paper', async () => {
    const over = await justOver(['Amara', 'Bethan'])
    const [amara, bethan] = over.people
    const candidateId = amara?.candidate.id ?? ''
    await db.accessNeed.create({ data: { candidateId, text: 'Seat near the front', updatedAt: after } })
    const agent = await team()
    const sheet = await agent.get(`${over.address}/sheet`).expect(200)
    expect(sheet.text).toContain(bethan?.candidate.reference)
    expect(sheet.text).not.toContain('Bethan')
    expect(sheet.text).not.toContain('Seat near the front')
    expect(sheet.text.match(/>See the team</g)).toHaveLength(1)
    expect(sheet.text.match(/Walked in:/g)).toHaveLength(3)
    const named = await agent.get(`${over.address}/sheet?names=yes`).expect(200)
    expect(named.text).toContain('Bethan')
    expect(named.text).not.toContain('Seat near the front')
    expect(await db.look.count({ where: { candidateId } })).toBe(1)
    expect(await db.look.count({ where: { candidateId: bethan?.candidate.id ?? '' } })).toBe(0)
  })

  it('takes whatever is sent without falling over', async () => {
    const over = await justOver(['Amara'])
    const agent = await team()
    await hold(agent, over)
    const id = over.people[0]?.placeId ?? ''
    const other = await justOver(['Elsewhere'])
    const bodies: Record<string, string | string[]>[] = [
      {},
      { 'was-': 'booked', 'mark-': 'here' },
      { [`was-${id}`]: 'booked', [`mark-${id}`]: ['here', 'late'] },
      { [`was-${id}`]: ['booked', 'absent'], [`mark-${id}`]: 'here' },
      { [`was-${id}`]: 'booked', [`mark-${id}`]: '<script>' },
      { [`was-${other.people[0]?.placeId ?? ''}`]: 'booked', [`mark-${other.people[0]?.placeId ?? ''}`]: 'here' },
      { undo: ['a', 'b'] },
      { undo: id },
    ]
    for (const body of bodies) expect((await submit(agent, over.address, body)).status).toBe(303)
    expect(await stateOf(id)).toBe('booked')
    expect(await stateOf(other.people[0]?.placeId)).toBe('booked')
    expect((await submit(agent, over.address, { ...mark(over, 0, 'here'), reason: 'x'.repeat(301) })).status).toBe(422)
    for (const candidateId of ['', 'nobody', '00000000-0000-4000-8000-000000000000'])
      expect((await submit(agent, `${over.address}/walk-in`, { candidateId, reason: '' })).status).toBe(422)
    expect((await agent.get(`${over.address}/walk-in?q=${encodeURIComponent("%_'<b>\u202eمرحبا🎓")}`)).status).toBe(200)
  })
})
