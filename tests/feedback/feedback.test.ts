import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { emailKinds } from '../../src/emails.ts'
import { askForFeedback, giveFeedback } from '../../src/features/feedback/commands.ts'
import { attendanceStates, endedStates, liveStates } from '../../src/features/programmes/rules/places.ts'
import { tookPart } from '../../src/features/programmes/rules/attendance.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'
import { team } from '../support/register.ts'

const force = profileOf('cheshire')
const start = new Date('2027-01-14T18:00:00Z')
const dayAfter = new Date('2027-01-15T20:00:00Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: dayAfter }))
afterEach(() => vi.useRealTimers())

/** A workshop that was held, with one person in each of these states. */
async function heldWith(states: readonly string[], startsAt = start) {
  const workshop = await aWorkshop({ startsAt, state: 'held', heldAt: start, capacity: states.length })
  const people = []
  for (const [i, state] of states.entries()) {
    const candidate = await aCandidate()
    const data = {
      workshopId: workshop.id,
      candidateId: candidate.id,
      arrival: i + 1,
      askedAt: start,
      state,
      ...(state === 'offered' && { offeredAt: start, expiresAt: dayAfter }),
      ...(state.toLowerCase().endsWith('cancelled') && { endedAt: start, reason: 'other' }),
    }
    const place = await db.place.create({ data })
    people.push({ candidate, placeId: place.id })
  }
  return { workshop, people, address: `/workshops/${workshop.id}/feedback` }
}
const came = (n: number) => heldWith(Array.from({ length: n }, () => 'attended'))
const asked = (placeIds: string[]) => db.email.findMany({ where: { kind: 'feedback.asked', aboutId: { in: placeIds } } })
const idsOf = ({ people }: Awaited<ReturnType<typeof heldWith>>) => people.map(({ placeId }) => placeId)

describe('a day after a workshop', () => {
  it('those who came are asked, each once, however often and in how many processes at once this runs; nobody else is', async () => {
    const states = [...attendanceStates, 'booked', 'withdrawn', 'cancelled']
    const held = await heldWith(states)
    vi.setSystemTime(new Date(dayAfter.getTime() - 1))
    await askForFeedback()
    expect(await asked(idsOf(held))).toEqual([])
    vi.setSystemTime(dayAfter)
    await Promise.all([askForFeedback(), askForFeedback(), askForFeedback()])
    await askForFeedback()
    const letters = await asked(idsOf(held))
    expect(letters.map(({ aboutId }) => held.people.findIndex(({ placeId }) => placeId === aboutId)).sort()).toEqual([0, 1, 2])
  })

  it('nobody is asked who has answered, whose register was saved two weeks late, or whose workshop is not recorded', async () => {
    const [answered, late, open] = [await came(1), await heldWith(['attended'], new Date('2027-01-01T17:00:00Z')), await came(1)]
    const [person] = answered.people
    await giveFeedback(asActor(person?.candidate ?? (await aCandidate())), answered.workshop.id, {
      ratings: { useful: 5 },
      good: '',
      better: '',
    })
    await db.workshop.update({ where: { id: open.workshop.id }, data: { state: 'published', heldAt: null } })
    await askForFeedback()
    expect(await asked([answered, late, open].flatMap(idsOf))).toEqual([])
  })

  it('a mark corrected before the letter goes holds it back', async () => {
    const held = await came(1)
    await askForFeedback()
    const [letter] = await asked(idsOf(held))
    const write = async () =>
      emailKinds['feedback.asked']?.({
        ...(letter ?? (await db.email.findFirstOrThrow())),
        emailId: '',
        data: {},
        baseUrl: 'https://portal.example',
        force,
      })
    expect(await write()).toMatchObject({ button: { href: `https://portal.example${held.address}` } })
    await db.$executeRaw`SELECT set_place_state(p, 'absent', NULL, NULL, NULL, 'coordinator', ${dayAfter}) FROM places p WHERE id = ${held.people[0]?.placeId ?? ''}::uuid`
    expect(await write()).toBeUndefined()
  })
})

describe('feedback', () => {
  it('opens for those who came and for nobody else, whatever they are to the workshop', async () => {
    const states = [...liveStates, ...attendanceStates, ...endedStates]
    const held = await heldWith(states)
    for (const [i, { candidate }] of held.people.entries()) {
      const agent = await signedInAs(candidate)
      const opens = tookPart(states[i] ?? '')
      expect([states[i], (await agent.get(held.address)).status]).toEqual([states[i], opens ? 200 : 404])
      const sent = await submit(agent, '/my', { 'q-useful': '5' }, held.address)
      expect([states[i], sent.status]).toEqual([states[i], opens ? 303 : 404])
    }
    expect((await (await signedInAs(await aCandidate())).get(held.address)).status).toBe(404)
  })

  it('is given with all questions optional but one, seen by the person, taken back, and given again', async () => {
    const held = await came(1)
    const agent = await signedInAs(held.people[0]?.candidate ?? (await aCandidate()))
    expect((await submit(agent, held.address, { good: ' ', better: '' })).status).toBe(422)
    const odd = { 'q-useful': '6', 'q-clear': 'many', 'q-made-up': '3', 'q-welcome': '4', good: 'The <b>tea</b>', better: '' }
    expect((await submit(agent, held.address, odd)).status).toBe(303)
    const kept = await db.feedback.findFirstOrThrow({ where: { placeId: held.people[0]?.placeId ?? '' } })
    expect(kept).toMatchObject({ ratings: { welcome: 4 }, good: 'The <b>tea</b>' })
    const own = (await agent.get(held.address)).text
    expect(own).toContain('4 of 5')
    expect(own).toContain('The &lt;b&gt;tea')
    const twice = await submit(agent, held.address, { 'q-useful': '1' })
    expect([twice.status, twice.text.includes('You have answered already')]).toEqual([422, true])
    expect((await submit(agent, held.address, {}, `${held.address}/withdraw`)).status).toBe(303)
    expect(await db.feedback.count({ where: { id: kept.id } })).toBe(0)
    expect((await submit(agent, held.address, { good: 'x'.repeat(1001) })).status).toBe(422)
    expect((await submit(agent, held.address, { 'q-useful': '1' })).status).toBe(303)
  })

  it('of two answers at one moment keeps one', async () => {
    const held = await came(1)
    const actor = asActor(held.people[0]?.candidate ?? (await aCandidate()))
    const answer = { ratings: { useful: 5 }, good: '', better: '' }
    const given = await Promise.all([giveFeedback(actor, held.workshop.id, answer), giveFeedback(actor, held.workshop.id, answer)])
    expect(given.filter((one) => one?.ok === true)).toHaveLength(1)
    const data = { placeId: held.people[0]?.placeId ?? '', candidateId: actor.candidateId, good: 'Twice', givenAt: dayAfter }
    await expect(db.feedback.create({ data })).rejects.toThrow()
  })

  it('is held by the database to those who came', async () => {
    const held = await heldWith(['absent', 'booked'])
    for (const { candidate, placeId } of held.people)
      await expect(
        db.feedback.create({ data: { placeId, candidateId: candidate.id, good: 'I was not there', givenAt: dayAfter } }),
      ).rejects.toThrow()
  })

  it('shows the team nothing below five answers, and no name ever', async () => {
    const held = await came(6)
    const [staff, address] = [await team(), `/staff/workshops/${held.workshop.id}/feedback`]
    const give = (n: number) =>
      giveFeedback(asActor(held.people[n]?.candidate ?? { id: '', accountId: null, name: '' }), held.workshop.id, {
        ...{ ratings: { useful: n === 5 ? 1 : 5 }, good: `Words ${String(n)}`, better: '' },
      })
    for (const n of [0, 1, 2, 3]) await give(n)
    const early = (await staff.get(address)).text
    expect(early).toContain('Answers show from 5 on')
    expect(early).not.toContain('Words 0')
    await give(4)
    const five = (await staff.get(address)).text
    expect(five).toContain('<strong>5.0 of 5</strong>')
    expect(five).toMatch(/5 <span class="pa-stat__of">of 6 who came/)
    expect(five).toContain('Words 4')
    for (const { candidate } of held.people)
      expect([candidate.name, candidate.reference].some((word) => five.includes(`>${word}<`))).toBe(false)
    await give(5)
    const six = (await staff.get(address)).text
    expect(six).toContain('<strong>5.0 of 5</strong>')
    expect(six).not.toContain('Words 5')
    expect(await db.event.count({ where: { candidateId: held.people[0]?.candidate.id ?? '', name: { contains: 'eedback' } } })).toBe(0)
  })

  it('goes with the person when they are erased', async () => {
    const held = await came(1)
    const [one] = held.people
    await giveFeedback(asActor(one?.candidate ?? (await aCandidate())), held.workshop.id, { ratings: {}, good: 'Mine', better: '' })
    await db.$executeRaw`SELECT erase_candidate(${one?.candidate.id ?? ''}::uuid, ${dayAfter})`
    expect(await db.feedback.count({ where: { placeId: one?.placeId ?? '' } })).toBe(0)
  })
})
