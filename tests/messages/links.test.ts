import { beforeAll, afterAll, describe, expect, it, vi } from 'vitest'
import { emailKinds } from '../../src/emails.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aOneToOne, aSlot } from '../support/one-to-ones.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, signedInAs } from '../support/people.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { NOW, SUMMER } from './letters.ts'

const BASE = 'https://portal.example'
const sides = ['candidate', 'supporter'] as const
type Side = (typeof sides)[number]
/** What was made: whose it is, and the ids that its letters may lead to, by a name for each. */
type Made = { people: Record<Side, { accountId: string; candidateId?: string }>; ids: Record<string, string>; about: string[] }

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterAll(() => {
  vi.useRealTimers()
})

const placementStates = ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed', 'attended', 'notAttended']
const endStates = ['debriefed', 'cancelled', 'declined', 'withdrawn', 'expired']
const undatedStates = ['requested', 'underConsideration', 'offered', 'accepted', 'declined', 'withdrawn', 'expired']
const visits = [
  ...[...placementStates, ...endStates].map((state) => ({ state, undated: false })),
  ...undatedStates.map((state) => ({ state, undated: true })),
]

async function aVisit({ state, undated }: { state: string; undated: boolean }): Promise<Made> {
  const candidate = await aCandidate({ adult: true })
  const host = await aHost()
  const day = await aHostDate({ hostId: host.id, supporterId: host.supporterId, startsAt: SUMMER })
  const base = { candidateId: candidate.id, hostId: host.id, changedAt: NOW, state }
  const made = await aPlacement(undated ? { ...base, undated } : { ...base, dateId: day.id })
  return {
    people: {
      candidate: { accountId: candidate.accountId ?? '', candidateId: candidate.id },
      supporter: { accountId: host.supporterId },
    },
    ids: { visit: made.id, day: day.id, host: host.id },
    about: [made.id, day.id],
  }
}

async function aTalk({ state }: { state: string }): Promise<Made> {
  const candidate = await aCandidate({ adult: true, routes: ['constable'] })
  const coach = await aSupporter()
  const slot = await aSlot({ supporterId: coach.id, startsAt: SUMMER })
  const { id } = await aOneToOne({ state, slotId: slot.id, candidateId: candidate.id })
  return {
    people: { candidate: { accountId: candidate.accountId ?? '', candidateId: candidate.id }, supporter: { accountId: coach.id } },
    ids: { talk: id, slot: slot.id },
    about: [id],
  }
}

/** The address that a letter of this kind would lead this side to as things stand; undefined where it says nothing now. */
async function linkIn(kind: string, side: Side, { people }: Made, aboutId: string): Promise<string | undefined> {
  const to = { accountId: people[side].accountId, candidateId: people[side].candidateId ?? null }
  const about = { emailId: aboutId, aboutId, data: {}, baseUrl: BASE, force: profileOf('cheshire') }
  const letter = await emailKinds[kind]?.({ ...about, ...to })
  return letter?.button?.href.replace(BASE, '')
}

/** Every address that any letter about these leads a side to, with names in the place of ids. */
async function linksOf(families: string[], all: Made[]): Promise<Record<Side, Set<string>>> {
  const found = none()
  const kinds = Object.keys(emailKinds).filter((kind) => families.some((family) => kind.startsWith(`${family}.`)))
  for (const made of all)
    for (const kind of kinds)
      for (const side of sides)
        for (const about of made.about) {
          const link = await linkIn(kind, side, made, about)
          const start = side === 'candidate' ? '/my/' : '/supporting'
          if (link?.startsWith(start) === true)
            found[side].add(Object.entries(made.ids).reduce((path, [name, id]) => path.replace(id, `:${name}`), link))
        }
  return found
}

/** What somebody finds who follows a link: a page, or, where what it spoke of is no longer theirs, words and the way to what is. */
async function follow(person: Awaited<ReturnType<typeof signedInAs>>, address: string): Promise<string> {
  const page = await person.get(address).redirects(3)
  if (page.status === 200) return 'a page'
  const back = /is not there now.*?href="([^"]+)"|answered, taken back.*?href="([^"]+)"/s.exec(page.text)
  if (page.status !== 404 || !back) return `${String(page.status)} without a word`
  const there = await person.get(back[1] ?? back[2] ?? '')
  return there.status === 200 ? 'words and a way' : `a way that leads to ${String(there.status)}`
}

/** Follows every link as both sides; answers with what is not sensible. */
async function followAll(made: Made, links: Record<Side, Set<string>>): Promise<string[]> {
  const faults: string[] = []
  for (const side of sides) {
    const person = await signedInAs({ id: made.people[side].accountId })
    for (const link of links[side]) {
      const address = Object.entries(made.ids).reduce((path, [name, id]) => path.replace(`:${name}`, id), link)
      const answer = await follow(person, address)
      if (!['a page', 'words and a way'].includes(answer)) faults.push(`${side} ${link}: ${answer}`)
    }
  }
  return faults
}

const none = (): Record<Side, Set<string>> => ({ candidate: new Set(), supporter: new Set() })

describe('every link of every letter about a visit', () => {
  const all: Made[] = []
  let links = none()
  beforeAll(async () => {
    for (const visit of visits) all.push(await aVisit(visit))
    links = await linksOf(['placement', 'checks', 'visit'], all)
  }, 60_000)

  it('is among those followed here', () => {
    expect([...links.candidate]).toEqual(expect.arrayContaining(['/my/placements/:visit', '/my/placements/:visit/pack']))
    expect([...links.supporter]).toEqual(expect.arrayContaining(['/supporting/placements/:visit', '/supporting/visits/:day/sheet']))
  })

  it.each(visits)('answers with a page, or with words and a way on: $state, undated $undated', async (visit) => {
    const made = all[visits.indexOf(visit)]
    expect(made && (await followAll(made, links))).toEqual([])
  })

  it('leads a candidate to their own visit in every state, and nobody else to it', async () => {
    const made = await aVisit({ state: 'cancelled', undated: true })
    const me = await signedInAs({ id: made.people.candidate.accountId })
    await me.get(`/my/placements/${made.ids['visit'] ?? ''}`).expect(200)
    const other = await signedInAs(await aCandidate())
    const gone = await other.get(`/my/placements/${made.ids['visit'] ?? ''}`).expect(404)
    const never = await other.get('/my/placements/00000000-0000-7000-8000-000000000000').expect(404)
    expect(gone.text.replaceAll(made.ids['visit'] ?? '', '')).toBe(never.text.replaceAll('00000000-0000-7000-8000-000000000000', ''))
  })
})

describe('every link of every letter about a one-to-one', () => {
  const states = ['booked', 'cancelled', 'lateCancelled', 'calledOff', 'held', 'notHeld']
  const all: Made[] = []
  let links = none()
  beforeAll(async () => {
    for (const state of states) all.push(await aTalk({ state }))
    links = await linksOf(['oneToOne'], all)
  }, 60_000)

  it.each(states)('answers with a page, or with words and a way on: %s', async (state) => {
    expect(links.candidate.size * links.supporter.size).toBeGreaterThan(0)
    const made = all[states.indexOf(state)]
    expect(made && (await followAll(made, links))).toEqual([])
  })
})
