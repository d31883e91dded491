import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import request from 'supertest'
import { db } from '../../src/core/db.ts'
import { emailKinds } from '../../src/emails.ts'
import { profileOf } from '../../src/forces/find.ts'
import { attendanceStates, endedStates, liveStates } from '../../src/features/programmes/rules/places.ts'
import { aCohort } from '../support/cohorts.ts'
import { aCandidate, anApp, aWorkshop, signedInAs } from '../support/people.ts'

const force = profileOf('cheshire')
const start = new Date('2027-02-10T18:00:00Z')
const HOUR = 3_600_000
const SECRET = 'meet.example/secret-room-7431'
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date(start.getTime() - 30 * HOUR) }))
afterEach(() => vi.useRealTimers())

/** An online workshop with somebody in each of these states, in a cohort that everybody may look at. */
async function online(states: readonly string[]) {
  const cohort = await aCohort()
  const workshop = await aWorkshop({
    startsAt: start,
    online: true,
    venue: '',
    area: '',
    joiningLink: `https://${SECRET}`,
    capacity: 40,
    cohortId: cohort.id,
  })
  const people = []
  for (const [i, state] of states.entries()) {
    const candidate = await aCandidate()
    const offer = state === 'offered' && {
      offeredAt: new Date(start.getTime() - 40 * HOUR),
      expiresAt: new Date(start.getTime() - 3 * HOUR),
    }
    const gone = state.toLowerCase().endsWith('cancelled') && { endedAt: start, reason: 'other' }
    const data = {
      workshopId: workshop.id,
      candidateId: candidate.id,
      arrival: i + 1,
      askedAt: new Date(start.getTime() - 50 * HOUR),
      state,
    }
    people.push({ state, candidate, place: await db.place.create({ data: { ...data, ...offer, ...gone } }) })
  }
  return { workshop, cohort, people }
}

describe('the link to join', () => {
  it('shows to those booked alone, from a day before until the end, and on no other page', async () => {
    const { workshop, cohort, people } = await online([...liveStates, ...attendanceStates, ...endedStates])
    const few = people.filter(({ state }) => state === 'booked' || state === 'waiting')
    const pages = [`/workshops/${workshop.id}`, '/workshops', `/cohorts/${cohort.id}`, '/my', `/workshops/${workshop.id}/calendar.ics`]
    const found: [number, string, string][] = []
    for (const hours of [-24.01, -24, 0, 1.99, 2]) {
      vi.setSystemTime(new Date(start.getTime() + hours * HOUR))
      const visitors = request.agent(anApp())
      for (const page of pages.slice(0, 3)) if ((await visitors.get(page)).text.includes(SECRET)) found.push([hours, 'visitor', page])
      for (const { state, candidate } of hours === 0 ? people : few) {
        const agent = await signedInAs(candidate)
        for (const page of pages) if ((await agent.get(page)).text.includes(SECRET)) found.push([hours, state, page])
      }
    }
    expect(found).toEqual([-24, 0, 1.99].map((hours) => [hours, 'booked', pages[0]]))
  }, 60_000)

  it('stands in no e-mail of any kind, to whomever', async () => {
    const { people } = await online([...liveStates, ...attendanceStates, ...endedStates])
    vi.setSystemTime(new Date(start.getTime() - 20 * HOUR))
    const kinds = Object.entries(emailKinds).filter(([kind]) => /^(place|workshop|feedback)[.]/.test(kind))
    let written = 0
    for (const [kind, write] of kinds) {
      for (const { candidate, place } of people) {
        const data = { startsAt: start.toISOString(), endsAt: new Date(start.getTime() + 2 * HOUR).toISOString() }
        const about = { emailId: place.id, accountId: candidate.accountId, candidateId: candidate.id, aboutId: place.id }
        const content = await write({ ...about, data, baseUrl: 'https://portal.example', force })
        if (content) written += 1
        expect([kind, JSON.stringify(content ?? '').includes('secret-room')]).toEqual([kind, false])
      }
    }
    expect(written).toBeGreaterThan(8)
  })
})
