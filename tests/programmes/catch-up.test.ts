import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { findStanding } from '../../src/features/programmes/queries/completion.ts'
import { missedSessions } from '../../src/features/programmes/rules/catch-up.ts'
import type { SessionState } from '../../src/features/programmes/rules/completion.ts'
import { aCohort } from '../support/cohorts.ts'
import { aCandidate, aWorkshop, signedInAs, submit } from '../support/people.ts'
import { team, words } from '../support/register.ts'

const today = new Date('2027-02-01T12:00:00Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: today }))
afterEach(() => vi.useRealTimers())

/** A member of a cohort of two sessions who missed the second, whatever the programme counts. */
async function aMissedSession({ catchUp = true, state = 'absentNotified' } = {}) {
  const cohort = await aCohort()
  const rule = { atLeast: 2, ...(catchUp && { catchUp }) }
  await db.programme.update({ where: { id: cohort.programmeId }, data: { completionRule: rule } })
  const candidate = await aCandidate()
  const membership = await db.membership.create({
    data: { cohortId: cohort.id, candidateId: candidate.id, state: 'joined', beganAt: today },
  })
  const held = []
  for (const [session, mark] of [
    [1, 'attended'],
    [2, state],
  ] as const) {
    const startsAt = new Date(`2027-01-2${String(session)}T18:00:00Z`)
    const workshop = await aWorkshop({
      cohortId: cohort.id,
      session,
      startsAt,
      state: 'held',
      heldAt: startsAt,
      title: `Session ${String(session)}`,
    })
    await db.place.create({ data: { workshopId: workshop.id, candidateId: candidate.id, arrival: 1, askedAt: today, state: mark } })
    held.push(workshop)
  }
  const other = await aCohort({ programmeId: cohort.programmeId, name: 'Insight summer 2027' })
  return { cohort, other, candidate, membership, missed: held[1]?.id ?? '' }
}

describe('somebody who missed a session', () => {
  it('sees which later workshop makes up for it, asks for it as for any other, and is done when they came', async () => {
    const { cohort, other, candidate, membership, missed } = await aMissedSession()
    const later = await aWorkshop({ cohortId: other.id, session: 2, title: 'Session 2 again', capacity: 5 })
    const pages = [`/cohorts/${cohort.id}`, `/workshops/${missed}`]
    const own = await signedInAs(candidate)
    for (const page of pages) expect((await own.get(page)).text).toContain(`/workshops/${later.id}`)
    const member = `/staff/cohorts/${cohort.id}/members/${membership.id}`
    expect(words((await (await team()).get(member)).text)).toContain('They can ask for it themselves')
    expect((await submit(own, `/workshops/${later.id}`, {}, `/workshops/${later.id}/ask`)).status).toBe(303)
    expect((await own.get(pages[0] ?? '')).text).toContain('You are booked')
    const pair = { cohortId: cohort.id, candidateId: candidate.id }
    expect((await findStanding(db, pair)).done).toBe(false)
    await db.$executeRaw`SELECT set_place_state(p, 'attended', NULL, NULL, NULL, 'coordinator', ${today}) FROM places p
      WHERE workshop_id = ${later.id}::uuid AND candidate_id = ${candidate.id}::uuid`
    expect((await findStanding(db, pair)).done).toBe(true)
    expect((await own.get(pages[0] ?? '')).text).not.toContain('Make up for what you missed')
  })

  it('is told to ask the team where the other group is for its members alone, and that no date is fixed where there is none', async () => {
    const { cohort, other, candidate } = await aMissedSession()
    const own = await signedInAs(candidate)
    expect((await own.get(`/cohorts/${cohort.id}`)).text).toContain('No other date is fixed yet')
    const later = await aWorkshop({ cohortId: other.id, session: 2, membersOnly: true })
    const page = (await own.get(`/cohorts/${cohort.id}`)).text
    expect(page).toContain('It is for members of')
    expect(page).not.toContain(`href="/workshops/${later.id}"`)
  })

  it.each([
    ['the programme does not count it', { catchUp: false }],
    ['nobody has recorded it', { state: 'booked' }],
  ])('is shown nothing to make up for where %s', async (_why, given) => {
    const { cohort, other, candidate } = await aMissedSession(given)
    await aWorkshop({ cohortId: other.id, session: 2 })
    expect((await (await signedInAs(candidate)).get(`/cohorts/${cohort.id}`)).text).not.toContain('Make up for what you missed')
  })
})

it('only a numbered session that was missed can be made up for, and only where the rule says so', () => {
  const states: SessionState[] = ['came', 'madeUp', 'missed', 'notRecorded', 'toCome']
  const sessions = states.flatMap((state) => [2, null].map((number) => ({ number, title: 'A', at: today, state })))
  expect(missedSessions({ catchUp: true }, sessions)).toEqual([{ number: 2, title: 'A', at: today, state: 'missed' }])
  expect(missedSessions({}, sessions)).toEqual([])
})
