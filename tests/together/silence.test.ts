import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import { pausePairing, resumePairing } from '../../src/features/pairings/commands/move.ts'
import { logContact, undoContact } from '../../src/features/together/commands/contacts.ts'
import { writeToPair } from '../../src/features/together/commands/relay.ts'
import { sweepSilences } from '../../src/features/together/commands/silence.ts'
import { findQuietWaiting } from '../../src/features/together/queries/waiting.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, anApp, asActor, signedInAs, submit } from '../support/people.ts'

const START = new Date('2027-03-01T12:00:00Z')
const day = (n: number, hours = 1) => new Date(START.getTime() + n * 86_400_000 + hours * 3_600_000)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START })
})
afterEach(async () => {
  // each test looks at its own pair
  await db.pairing.updateMany({
    where: { state: 'active' },
    data: { state: 'ended', endReason: 'byTeam', endedAt: day(400), changedAt: day(400) },
  })
  vi.useRealTimers()
})

async function aPair() {
  const account = await anAccount({ name: 'Priya Nair' })
  const team: Team = { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] }
  const candidate = await aCandidate({ name: 'Nadia Bashir', adult: true, ownerId: account.id })
  const supporter = await aSupporter({ name: 'Aisha Lowe' })
  const pairing = await aPairing({ candidateId: candidate.id, supporterId: supporter.id })
  const nadia = asActor(candidate)
  const aisha = { role: 'supporter', accountId: supporter.id, name: 'Aisha Lowe', roles: ['supporter'] } as const
  const letters = async () => {
    const where = { aboutId: pairing.id, kind: { startsWith: 'together.', not: 'together.unread' } }
    const found = await db.email.findMany({ where, orderBy: { createdAt: 'asc' } })
    const firstNadia = found.sort((a, b) => Number(a.createdAt) - Number(b.createdAt) || (a.accountId === candidate.accountId ? -1 : 1))
    return firstNadia.map(({ kind, accountId }) => {
      const to = accountId === candidate.accountId ? 'Nadia' : accountId === supporter.id ? 'Aisha' : 'team'
      return `${kind.replace('together.', '')} ${to}`
    })
  }
  const waits = async () => (await findQuietWaiting(team, 'mine'))[0]?.count
  return { account, team, candidate, pairing, nadia, aisha, letters, waits }
}

async function sweepUntil(from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) {
    vi.setSystemTime(day(n))
    await sweepSilences()
  }
}

describe('a pair of which nothing is heard', () => {
  it('is reminded in the first week, asked after 21 days, told of after 28 and offered somebody else after 42, each once', async () => {
    const { letters, waits } = await aPair()
    await sweepUntil(5, 20)
    expect(await letters()).toEqual(['firstContact Nadia', 'firstContact Aisha'])
    await sweepUntil(21, 27)
    expect(await letters()).toHaveLength(4)
    expect([await waits(), (await letters()).slice(2)]).toEqual([0, ['quiet Nadia', 'quiet Aisha']])
    await sweepUntil(28, 41)
    expect([await waits(), (await letters()).slice(4)]).toEqual([1, ['quietTeam team']])
    await sweepUntil(42, 60)
    expect([await waits(), (await letters()).slice(5)]).toEqual([1, ['rematch Nadia', 'rematch Aisha']])
  })

  it('begins anew after a contact, and stops waiting for the team', async () => {
    const { nadia, pairing, letters, waits } = await aPair()
    await sweepUntil(21, 28)
    expect(await waits()).toBe(1)
    await logContact(nadia, pairing.id)
    expect(await waits()).toBe(0)
    const before = (await letters()).length
    await sweepUntil(29, 48)
    expect((await letters()).length).toBe(before)
    await sweepUntil(49, 49)
    expect((await letters()).slice(before)).toEqual(['quiet Nadia', 'quiet Aisha'])
  })

  it('goes back to where it was when the contact was a slip, without a second letter', async () => {
    const { nadia, pairing, letters, waits } = await aPair()
    await sweepUntil(21, 28)
    const before = await letters()
    await logContact(nadia, pairing.id)
    const { id } = await db.pairingContact.findFirstOrThrow({ where: { pairingId: pairing.id } })
    await undoContact(nadia, { pairingId: pairing.id, contactId: id })
    await sweepUntil(28, 30)
    expect([await letters(), await waits()]).toEqual([before, 1])
  })

  it('is not ended by a message that nobody answers, but by the answer', async () => {
    const { nadia, aisha, pairing, letters } = await aPair()
    vi.setSystemTime(day(10))
    for (const body of ['Hello?', 'Are you there?']) await writeToPair(nadia, pairing.id, body)
    await sweepUntil(21, 21)
    expect((await letters()).filter((letter) => letter.startsWith('quiet'))).toHaveLength(2)
    vi.setSystemTime(day(22))
    await writeToPair(aisha, pairing.id, 'Here I am')
    await sweepUntil(28, 42)
    expect(await letters()).not.toContain('quietTeam team')
  })

  it('is left in peace while it rests; the days count anew when it goes on', async () => {
    const { candidate, pairing, letters } = await aPair()
    await inTransaction((tx) => pausePairing(tx, asActor(candidate), { pairingId: pairing.id }, day(1)))
    await sweepUntil(20, 50)
    const quiet = async () => (await letters()).filter((letter) => /^(?:quiet|first|rematch)/.test(letter))
    expect(await quiet()).toEqual([])
    await inTransaction((tx) => resumePairing(tx, asActor(candidate), { pairingId: pairing.id }, day(50)))
    await sweepUntil(51, 70)
    expect(await quiet()).toEqual([])
    await sweepUntil(71, 71)
    expect(await quiet()).toEqual(['quiet Nadia', 'quiet Aisha'])
  })

  it('waits on a list of the team until somebody has looked into it, and again once somebody else is offered', async () => {
    const { account, pairing, waits } = await aPair()
    await sweepUntil(28, 28)
    const priya = await signedInAs(account, anApp())
    const page = await priya.get('/staff/quiet-pairs?whose=mine').expect(200)
    expect(page.text).toMatch(/1 pair<|1 pair /)
    expect(page.text).toContain(`/staff/pairings/${pairing.id}`)
    const { id } = await db.pairingSilence.findFirstOrThrow({ where: { pairingId: pairing.id, toldAt: { not: null } } })
    expect((await submit(priya, '/staff/quiet-pairs', {}, `/staff/quiet-pairs/${id}/seen`)).status).toBe(303)
    expect(await waits()).toBe(0)
    await sweepUntil(42, 42)
    expect(await waits()).toBe(1)
  })

  it('is offered somebody else on the page itself', async () => {
    const { candidate, pairing } = await aPair()
    vi.setSystemTime(day(42, -2))
    const agent = await signedInAs(candidate, anApp())
    expect((await agent.get(`/my/pairings/${pairing.id}`)).text).not.toContain('Would you like somebody else?')
    vi.setSystemTime(day(42))
    expect((await agent.get(`/my/pairings/${pairing.id}`)).text).toContain('Would you like somebody else?')
  })
})
