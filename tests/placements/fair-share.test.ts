import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { daysAfter, monthsAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { hasBeen, inTurn, type Turn } from '../../src/features/placements/rules/fair-share.ts'
import { aCandidate, anAccount, signedInAs } from '../support/people.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { aRequest } from '../support/requests.ts'

const NOW = new Date('2027-03-15T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const turn = (id: string, asked: number, visited?: number): Turn => ({
  ...{ id, askedAt: daysAfter(NOW, -asked), lastVisit: visited === undefined ? null : daysAfter(NOW, -visited) },
})
const order = (turns: Turn[]) => turns.toSorted(inTurn(NOW)).map(({ id }) => id)

it('puts whoever has been nowhere for a year first, and then whoever asked first', () => {
  const turns = [turn('been, asked long ago', 90, 100), turn('asked today', 0), turn('asked last week', 7), turn('been long ago', 3, 400)]
  expect(order(turns)).toEqual(['asked last week', 'been long ago', 'asked today', 'been, asked long ago'])
})

it('counts a year by the calendar: to the day twelve months ago it is over', () => {
  const ago = monthsAfter(NOW, -12)
  expect(hasBeen({ lastVisit: ago }, NOW)).toBe(false)
  expect(hasBeen({ lastVisit: new Date(ago.getTime() + 1) }, NOW)).toBe(true)
  expect(hasBeen({ lastVisit: null }, NOW)).toBe(false)
})

it('has one order for the same people, whatever order they come in', () => {
  const person = fc.record({
    id: fc.uuid(),
    askedAt: fc.integer({ min: 0, max: 3 }).map((days) => daysAfter(NOW, -days)),
    lastVisit: fc.option(fc.constantFrom(30, 364, 365, 366, 400).map((days) => daysAfter(NOW, -days))),
  })
  const people = fc.uniqueArray(person, { selector: ({ id }) => id, maxLength: 12 })
  fc.assert(
    fc.property(
      people.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(order(shuffled)).toEqual(order(all))
      },
    ),
  )
})

it('is the order of the team’s list of what is to be passed on, where asking elsewhere keeps one’s turn', async () => {
  const someone = async (name: string, askedDays: number) => {
    const candidate = await aCandidate({ name, adult: true })
    const asked = daysAfter(NOW, -askedDays)
    const { id } = await aRequest(candidate.id, { kind: 'shadowing', requestedAt: asked, changedAt: asked })
    return { candidateId: candidate.id, requestId: id }
  }
  const wishes = (who: { candidateId: string; requestId: string }) => aPlacement({ ...who, state: 'requested', undated: true })
  const [been, early, late, longAgo] = [
    await someone('Been Lately', 80),
    await someone('Asked Early', 60),
    await someone('Asked Late', 2),
    await someone('Been Longago', 30),
  ]
  for (const [who, days] of [
    [been, 40],
    [longAgo, 400],
  ] as const) {
    const host = await aHost()
    vi.setSystemTime(daysAfter(NOW, -days - 1))
    const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId, startsAt: daysAfter(NOW, -days) })
    await aPlacement({ candidateId: who.candidateId, hostId: host.id, dateId, state: 'debriefed' })
    vi.setSystemTime(NOW)
  }
  // Early was turned down elsewhere, and asks another department only now
  const first = await aPlacement({ ...early, state: 'declined', undated: true })
  for (const who of [late, been, longAgo]) await wishes(who)
  await aPlacement({ ...early, state: 'requested', undated: true, previousId: first.id })
  expect(await db.placement.count({ where: { state: 'requested' } })).toBe(4)
  const page = (await (await signedInAs(await anAccount())).get('/staff/placements?show=requested').expect(200)).text
  const names = [...page.matchAll(/Asked Early|Asked Late|Been Lately|Been Longago/g)].map(([name]) => name)
  expect([...new Set(names)]).toEqual(['Asked Early', 'Been Longago', 'Asked Late', 'Been Lately'])
})
