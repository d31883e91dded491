import { beforeAll, afterAll, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { wayBack } from '../../src/core/navigation.ts'
import { emailKinds } from '../../src/emails.ts'
import { caseStates } from '../../src/features/barriers/rules/cases.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCase } from '../support/barriers.ts'
import { aOneToOne, aSlot } from '../support/one-to-ones.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, signedInAs } from '../support/people.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { aCertificate } from '../support/training.ts'
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
async function follow(person: Awaited<ReturnType<typeof signedInAs>>, side: Side, address: string): Promise<string> {
  const page = await person.get(address).redirects(3)
  if (page.status === 200) return 'a page'
  const way = wayBack(side, address)
  if (page.status !== 404 || !way || !page.text.includes(way.why) || !page.text.includes(`href="${way.href}"`))
    return `${String(page.status)} without a word`
  const there = await person.get(way.href)
  return there.status === 200 ? 'words and a way' : `a way that leads to ${String(there.status)}`
}

/** Follows every link as both sides; answers with what is not sensible. */
async function followAll(made: Made, links: Record<Side, Set<string>>): Promise<string[]> {
  const faults: string[] = []
  for (const side of sides) {
    const person = await signedInAs({ id: made.people[side].accountId })
    for (const link of links[side]) {
      const address = Object.entries(made.ids).reduce((path, [name, id]) => path.replace(`:${name}`, id), link)
      const answer = await follow(person, side, address)
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

/** Each step of a use that a coach provides, in the order in which it happens. */
const useSteps = {
  asked: [],
  answered: ['answered'],
  provided: ['answered', 'provided'],
  notProvided: ['answered', 'notProvided'],
  told: ['answered', 'provided', 'told'],
  revoked: ['revoked'],
  calledOff: ['answered'],
} as const
type UseState = keyof typeof useSteps

async function aUse(state: UseState): Promise<Made> {
  const talk = await aTalk({ state: 'booked' })
  const { candidateId = '' } = talk.people.candidate
  const coach = { changedByRole: 'supporter', changedById: talk.people.supporter.accountId, changedAt: NOW }
  const own = { changedByRole: 'candidate', changedById: null, changedAt: NOW }
  const of = { about: 'oneToOne', oneToOneId: talk.ids['talk'] ?? '', providerId: talk.people.supporter.accountId }
  const asked = { wording: 'I share it', version: '1', askedAt: NOW, dueAt: NOW, ...own }
  const { id } = await db.adjustmentUse.create({ data: { candidateId, ...of, ...asked } })
  const steps = {
    answered: { answer: 'agreed', answeredAt: NOW, ...coach },
    provided: { providedAt: NOW, ...coach },
    notProvided: coach,
    told: { outcome: 'worked', toldAt: NOW, ...own },
    revoked: { revokedAt: NOW, ...own },
  }
  for (const to of useSteps[state]) await db.adjustmentUse.update({ where: { id }, data: { state: to, ...steps[to] } })
  if (state === 'calledOff')
    await db.oneToOne.update({ where: { id: of.oneToOneId }, data: { state: 'calledOff', closedAt: NOW, changedAt: NOW } })
  return { people: talk.people, ids: { use: id }, about: [id] }
}

describe('every link of every letter about what was shared of a passport', () => {
  const states = Object.keys(useSteps) as UseState[]
  const all: Made[] = []
  let links = none()
  beforeAll(async () => {
    for (const state of states) all.push(await aUse(state))
    links = await linksOf(['adjustment', 'passport'], all)
  }, 60_000)

  it.each(states)('answers with a page, or with words and a way on: %s', async (state) => {
    expect([...links.candidate]).toContain('/my/passport/uses/:use')
    expect([...links.supporter]).toContain('/supporting/adjustments/:use')
    const made = all[states.indexOf(state)]
    expect(made && (await followAll(made, links))).toEqual([])
  })
})

describe('every link of every letter about what is in the way', () => {
  it('answers whose case it is with a page in every state, and anybody else with words and a way', async () => {
    const other = await aCandidate()
    for (const state of caseStates) {
      const candidate = await aCandidate()
      const { id } = await aCase({ candidateId: candidate.id, state, openedAt: NOW })
      const address = `/my/barriers/${id}`
      expect(await follow(await signedInAs(candidate), 'candidate', address), state).toBe('a page')
      expect(await follow(await signedInAs(other), 'candidate', address), state).toBe('words and a way')
    }
  })
})

describe('every link of every letter about training', () => {
  it('answers with a page while a certificate holds, and once it was taken back', async () => {
    const { id: accountId } = await aSupporter()
    const person = await signedInAs({ id: accountId })
    const { id, course } = await aCertificate({ accountId, earnedOn: '2026-10-10', validUntil: '2028-10-10' })
    const addresses = ['/training', `/training/${course}`, `/training/certificates/${id}`]
    const see = async () => Promise.all(addresses.map(async (address) => (await person.get(address)).status))
    expect(await see()).toEqual([200, 200, 200])
    await db.trainingCertificate.update({
      where: { id },
      data: { withdrawnAt: NOW, withdrawnById: accountId, withdrawnWhy: 'Marked by mistake' },
    })
    expect(await see()).toEqual([200, 200, 200])
  })
})
