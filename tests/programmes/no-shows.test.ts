import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { emailKinds } from '../../src/emails.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'
import { after, before, stateOf, team, words } from '../support/register.ts'

const force = profileOf('cheshire')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: before }))
afterEach(() => vi.useRealTimers())

const PROMPT = 'Missed two without word: ask how we can help'

/** A candidate who has a mark at a workshop held on each of these days. */
async function marked(state: string, days: string[]) {
  const candidate = await aCandidate()
  const places = []
  for (const day of days) {
    const startsAt = new Date(`${day}T18:00:00Z`)
    const workshop = await aWorkshop({ startsAt, state: 'held', heldAt: startsAt })
    const data = { workshopId: workshop.id, candidateId: candidate.id, arrival: 1, askedAt: before, state: 'booked' }
    const place = await db.place.create({ data })
    await db.$executeRaw`SELECT set_place_state(p, ${state}, NULL, NULL, NULL, 'coordinator', ${startsAt}) FROM places p WHERE id = ${place.id}::uuid`
    places.push({ place, workshop })
  }
  return { candidate, places }
}
const recent = ['2026-12-01', '2027-01-05']
const say = async (who: Awaited<ReturnType<typeof marked>>, said: string, n = 0) => {
  const agent = await signedInAs(who.candidate)
  const { place, workshop } = who.places[n] ?? { place: { id: '' }, workshop: { id: '' } }
  return submit(agent, `/workshops/${workshop.id}`, { said, words: '' }, `/places/${place.id}/correction`)
}
const openOf = (candidateId: string) => db.registerCorrection.findFirstOrThrow({ where: { candidateId, answeredAt: null } })
const letterOf = async (candidateId: string) => {
  const email = await db.email.findFirstOrThrow({ where: { candidateId, kind: 'place.correction' } })
  return emailKinds['place.correction']?.({ ...email, emailId: email.id, data: {}, baseUrl: 'https://portal.example', force })
}

describe('two workshops missed without a word', () => {
  it('prompt the team on the page of the candidate and on the list of a workshop, and the person reads the same', async () => {
    const { candidate } = await marked('absent', recent)
    const workshop = await aWorkshop()
    await askForPlace(asActor(candidate), workshop.id)
    const staff = await team()
    expect(words((await staff.get(`/staff/candidates/${candidate.id}`)).text)).toContain(PROMPT)
    expect((await staff.get(`/staff/workshops/${workshop.id}`)).text).toContain(PROMPT)
    const own = await signedInAs(candidate)
    expect((await own.get('/my')).text).toContain('Can we help you get there?')
    vi.setSystemTime(new Date('2027-07-01T12:00:00Z'))
    expect((await (await team()).get(`/staff/candidates/${candidate.id}`)).text).not.toContain(PROMPT)
  })

  it.each([
    ['told first', 'absentNotified', recent],
    ['were come to', 'attended', recent],
    ['were long ago', 'absent', ['2026-05-01', '2026-06-01']],
    ['were only one', 'absent', ['2027-01-05']],
  ])('prompt nobody where they %s', async (_why, state, days) => {
    const { candidate } = await marked(state, days)
    expect((await (await team()).get(`/staff/candidates/${candidate.id}`)).text).not.toContain('without word')
    expect((await (await signedInAs(candidate)).get('/my')).text).not.toContain('Can we help you get there?')
  })

  it('never block a booking and never change the order: the list is the same as without them', async () => {
    const missed = await marked('absent', [...recent, '2026-11-03'])
    const [never, later] = [await aCandidate(), await aCandidate()]
    const workshop = await aWorkshop({ capacity: 1 })
    for (const one of [missed.candidate, never, later]) await askForPlace(asActor(one), workshop.id)
    const places = await db.place.findMany({ where: { workshopId: workshop.id }, orderBy: [{ band: 'asc' }, { arrival: 'asc' }] })
    expect(places.map(({ candidateId, state, band }) => [candidateId, state, band])).toEqual([
      [missed.candidate.id, 'booked', places[0]?.band],
      [never.id, 'waiting', places[0]?.band],
      [later.id, 'waiting', places[0]?.band],
    ])
  })
})

describe('a person who says that the register is wrong', () => {
  it('“I was there” waits for the team, counts for nothing meanwhile, and is put right with one press, and they are told', async () => {
    const who = await marked('absent', recent)
    expect((await say(who, 'wasThere', 1)).status).toBe(303)
    const lead = await team('lead')
    expect((await lead.get(`/staff/candidates/${who.candidate.id}`)).text).not.toContain('without word')
    expect((await lead.get('/staff')).text).toContain('People who say a register is wrong')
    const { id } = await openOf(who.candidate.id)
    expect((await lead.get('/staff/corrections')).text).toContain(who.candidate.reference)
    expect((await submit(lead, `/staff/corrections/${id}`, { act: 'change', words: '' })).status).toBe(303)
    expect(await stateOf(who.places[1]?.place.id)).toBe('attended')
    expect(await db.placeChange.count({ where: { placeId: who.places[1]?.place.id ?? '', reason: 'As the person said' } })).toBe(1)
    expect(await letterOf(who.candidate.id)).toMatchObject({ heading: 'We have put it right', subject: 'An answer about your workshop' })
    expect(await db.look.count({ where: { candidateId: who.candidate.id, page: 'Register' } })).toBe(1)
    const again = await submit(lead, '/staff', { act: 'change', words: '' }, `/staff/corrections/${id}`)
    expect(again.text).toContain('Somebody has answered this already')
  })

  it('“I had let you know” becomes an absence that was told; or the mark stays, with words that the person reads', async () => {
    const [told, kept] = [await marked('absent', recent), await marked('absent', recent)]
    await say(told, 'toldYou')
    await say(kept, 'wasThere')
    const lead = await team('lead')
    await submit(lead, `/staff/corrections/${(await openOf(told.candidate.id)).id}`, {
      act: 'change',
      words: 'The e-mail was in the post box',
    })
    expect(await stateOf(told.places[0]?.place.id)).toBe('absentNotified')
    const address = `/staff/corrections/${(await openOf(kept.candidate.id)).id}`
    expect((await submit(lead, address, { act: 'keep', words: ' ' })).status).toBe(422)
    expect((await submit(lead, address, { act: 'keep', words: 'The sheet has another signature' })).status).toBe(303)
    expect(await stateOf(kept.places[0]?.place.id)).toBe('absent')
    const page = await (await signedInAs(kept.candidate)).get(`/workshops/${kept.places[0]?.workshop.id ?? ''}`)
    expect(page.text).toContain('The sheet has another signature')
    expect((await letterOf(kept.candidate.id))?.paragraphs.join(' ')).toContain('The sheet has another signature')
  })

  it('is answered by any change of the mark, also on the register itself', async () => {
    const who = await marked('absent', ['2027-01-10'])
    await say(who, 'wasThere')
    const { place, workshop } = who.places[0] ?? { place: { id: '' }, workshop: { id: '' } }
    const agent = await team()
    await submit(agent, `/staff/workshops/${workshop.id}/register`, { [`was-${place.id}`]: 'absent', [`mark-${place.id}`]: 'late' })
    expect(await db.registerCorrection.findFirstOrThrow({ where: { placeId: place.id } })).toMatchObject({ outcome: 'changed' })
    expect(await db.email.count({ where: { candidateId: who.candidate.id, kind: 'place.correction' } })).toBe(1)
  })

  it('says so once, of their own mark, and of an absence alone', async () => {
    const who = await marked('absent', recent)
    const [first, second] = await Promise.all([say(who, 'wasThere'), say(who, 'toldYou')])
    expect([first.status, second.status].sort()).toEqual([303, 422])
    const came = await marked('attended', ['2027-01-05'])
    const refused = await submit(
      await signedInAs(came.candidate),
      '/my',
      { said: 'wasThere' },
      `/places/${came.places[0]?.place.id ?? ''}/correction`,
    )
    expect(refused.status).toBe(422)
    const stranger = await signedInAs(await aCandidate())
    const address = `/places/${who.places[0]?.place.id ?? ''}/correction`
    expect((await submit(stranger, '/my', { said: 'wasThere' }, address)).status).toBe(404)
  })

  it('leaves nothing of what they said behind when they are erased', async () => {
    const who = await marked('absent', recent)
    await say(who, 'wasThere')
    await db.$executeRaw`SELECT erase_candidate(${who.candidate.id}::uuid, ${after})`
    expect(await db.registerCorrection.count({ where: { candidateId: who.candidate.id } })).toBe(0)
  })
})
