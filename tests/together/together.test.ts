import type TestAgent from 'supertest/lib/agent.js'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, inTransaction } from '../../src/core/db.ts'
import { pausePairing, resumePairing } from '../../src/features/pairings/commands/move.ts'
import { deleteOldPairMessages } from '../../src/features/together/commands/relay.ts'
import { togetherEmails } from '../../src/features/together/emails.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anApp, asActor, PASSWORD, signedInAs, submit } from '../support/people.ts'

const NOW = new Date('2027-01-11T10:00:00Z')
let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Nadia and her buddy, a pair since now. */
async function aPair(given: Parameters<typeof aPairing>[0] = {}) {
  const candidate = await aCandidate({ name: 'Nadia Bashir Quill', adult: true, phone: '07700 900111' })
  const supporter = await aSupporter({ name: 'Aisha Lowe Marchbanks' })
  const pairing = await aPairing({ candidateId: candidate.id, supporterId: supporter.id, ...given })
  const nadia = await signedInAs(candidate, app)
  const aisha = await signedInAs({ id: supporter.id }, app, 'supporter')
  const [my, supporting] = [`/my/pairings/${pairing.id}`, `/supporting/pairings/${pairing.id}`]
  return { candidate, supporter, pairing, nadia, aisha, my, supporting }
}
const write = (agent: TestAgent, page: string, body: string) => submit(agent, page, { body }, `${page}/messages`)
const noticesTo = (accountId: string | null) => db.email.count({ where: { accountId, kind: 'together.unread' } })

describe('writing to each other', () => {
  it('shows first names, and neither address, nor a surname that nobody ticked', async () => {
    const { nadia, aisha, my, supporting, supporter, candidate } = await aPair()
    expect((await write(nadia, my, 'Hello <b>Aisha</b>!')).status).toBe(303)
    const hers = await aisha.get(supporting).expect(200)
    expect(hers.text).toContain('Hello &lt;b&gt;Aisha&lt;/b&gt;!')
    expect(hers.text).toContain('Nadia')
    for (const hidden of ['Bashir', 'Quill', '07700 900111', candidate.account?.email ?? '-']) expect(hers.text).not.toContain(hidden)
    expect((await write(aisha, supporting, 'Hello Nadia')).status).toBe(303)
    const own = await nadia.get(my).expect(200)
    expect(own.text).toContain('Hello Nadia')
    for (const hidden of ['Lowe', 'Marchbanks', supporter.account.email]) expect(own.text).not.toContain(hidden)
  })

  it('tells of a message once until it is read, with no word or name of it in the e-mail', async () => {
    const { nadia, aisha, my, supporting, supporter, pairing } = await aPair()
    for (const body of ['Secret one', 'Secret two']) await write(nadia, my, body)
    expect(await noticesTo(supporter.id)).toBe(1)
    const about = { emailId: '', accountId: supporter.id, candidateId: null, aboutId: pairing.id, data: {} }
    const letter = await togetherEmails['together.unread']?.({ ...about, baseUrl: 'https://x.example', force: profileOf('cheshire') })
    expect(JSON.stringify(letter)).toContain(`https://x.example/supporting/pairings/${pairing.id}#messages`)
    for (const hidden of ['Secret', 'Nadia', 'Bashir']) expect(JSON.stringify(letter)).not.toContain(hidden)
    await aisha.get(supporting).expect(200)
    expect(await togetherEmails['together.unread']?.({ ...about, baseUrl: '', force: profileOf('cheshire') })).toBeUndefined()
    await write(nadia, my, 'Secret three')
    expect(await noticesTo(supporter.id)).toBe(2)
  })

  it('keeps what is written by night until 8 in the morning', async () => {
    const { candidate, supporter, my, supporting } = await aPair()
    vi.setSystemTime(new Date('2027-01-11T21:30:00Z'))
    const nadia = await signedInAs(candidate, app)
    expect((await write(nadia, my, 'Still awake?')).headers['location']).toContain('notice=held')
    expect((await nadia.get(my)).text).toMatch(/Still awake\?[\s\S]*Arrives at/)
    vi.setSystemTime(new Date('2027-01-12T07:59:59Z'))
    const aisha = await signedInAs({ id: supporter.id }, app, 'supporter')
    expect((await aisha.get(supporting)).text).not.toContain('Still awake?')
    vi.setSystemTime(new Date('2027-01-12T08:00:00Z'))
    expect((await aisha.get(supporting)).text).toContain('Still awake?')
  })

  it('stops while the pair rests and once it has ended, and the database stops it too', async () => {
    const { candidate, nadia, aisha, my, supporting, pairing } = await aPair()
    await inTransaction((tx) => pausePairing(tx, asActor(candidate), { pairingId: pairing.id }, NOW))
    expect((await aisha.get(supporting)).text).not.toContain('Write to')
    expect((await submit(aisha, supporting, { body: 'Hello?' }, `${supporting}/messages`)).status).toBe(422)
    const row = { pairingId: pairing.id, side: 'candidate', body: 'x', at: NOW, reachesAt: NOW }
    await expect(db.pairingMessage.create({ data: row })).rejects.toThrow('these two are not a pair just now')
    await submit(nadia, `${my}/end`, { ending: 'somebodyElse' })
    expect((await submit(nadia, my, { body: 'Hello?' }, `${my}/messages`)).status).toBe(422)
    expect(await db.pairingMessage.count({ where: { pairingId: pairing.id } })).toBe(0)
  })

  it('never arrives by night, whoever writes to the database', async () => {
    const { pairing } = await aPair()
    const row = { pairingId: pairing.id, side: 'candidate', body: 'x', at: NOW, reachesAt: new Date('2027-07-11T20:30:00Z') }
    await expect(db.pairingMessage.create({ data: row })).rejects.toThrow('pairing_messages_reaches')
  })

  it('is nobody else’s business', async () => {
    const { my, supporting, pairing } = await aPair()
    const stranger = await signedInAs(await aCandidate(), app)
    const other = await signedInAs({ id: (await aSupporter()).id }, app, 'supporter')
    for (const page of ['', '/sharing', '/contacts', '/pause', '/end']) {
      expect((await stranger.get(my + page)).status).toBe(404)
      expect((await other.get(supporting + page)).status).toBe(404)
    }
    expect((await submit(stranger, '/my/messages/new', { body: 'mine' }, `${my}/messages`)).status).toBe(404)
    expect(await db.pairingMessage.count({ where: { pairingId: pairing.id } })).toBe(0)
  })

  it('begins with the pairing: what is only proposed has no such page', async () => {
    const { nadia, my } = await aPair({ state: 'proposedToCandidate' })
    expect((await nadia.get(my)).status).toBe(404)
  })

  it('goes after twelve months, and with whoever closes their account', async () => {
    const { candidate, nadia, my, pairing } = await aPair()
    await write(nadia, my, 'Old')
    await deleteOldPairMessages(new Date('2027-01-11T09:59:59Z'))
    expect(await db.pairingMessage.count({ where: { pairingId: pairing.id } })).toBe(1)
    await deleteOldPairMessages(NOW)
    expect(await db.pairingMessage.count({ where: { pairingId: pairing.id } })).toBe(0)
    await write(nadia, my, 'New')
    await submit(nadia, `${my}/sharing`, { fields: ['surname', 'phone'], phone: '07700 900111' })
    expect(await closeAccount(asActor(candidate), PASSWORD)).toMatchObject({ ok: true })
    expect(await db.pairingMessage.count({ where: { pairingId: pairing.id } })).toBe(0)
    expect(await db.pairingShare.count({ where: { pairingId: pairing.id } })).toBe(0)
  })
})

describe('showing more than a first name', () => {
  it('is each owner’s own tick, field by field, and ends with it at once', async () => {
    const { nadia, aisha, my, supporting, candidate, pairing } = await aPair()
    await submit(nadia, `${my}/sharing`, { fields: ['surname', 'phone'], phone: '07700 900222' })
    const shown = (await aisha.get(supporting)).text
    expect(shown).toContain('Bashir Quill')
    expect(shown).toContain('07700 900222')
    expect(shown).not.toContain(candidate.account?.email ?? '-')
    expect((await nadia.get(my)).text).not.toContain('Marchbanks')
    await submit(nadia, `${my}/sharing`, { fields: 'surname', phone: '07700 900222' })
    expect((await aisha.get(supporting)).text).not.toContain('07700 900222')
    const kept = await db.pairingShare.findMany({ where: { pairingId: pairing.id }, orderBy: { field: 'asc' } })
    expect(kept).toMatchObject([
      { field: 'phone', phone: null, withdrawnAt: NOW, wording: expect.stringContaining('Show this phone number') as string },
      { field: 'surname', withdrawnAt: null },
    ])
  })

  it('works for a supporter too, and asks for the number that is to be shown', async () => {
    const { nadia, aisha, my, supporting, supporter } = await aPair()
    const without = await submit(aisha, `${supporting}/sharing`, { fields: ['phone'], phone: '' })
    expect([without.status, without.text]).toEqual([422, expect.stringContaining('Write the number that you want to show')])
    await submit(aisha, `${supporting}/sharing`, { fields: ['email'], phone: '' })
    expect((await nadia.get(my)).text).toContain(supporter.account.email)
  })

  it('hides while the pair rests, comes back when it goes on, and ends with it', async () => {
    const { candidate, nadia, aisha, my, supporting, pairing } = await aPair()
    await submit(nadia, `${my}/sharing`, { fields: ['surname'], phone: '' })
    await submit(nadia, `${my}/pause`, { reviewOn: '' })
    expect((await aisha.get(supporting)).text).not.toContain('Quill')
    await inTransaction((tx) => resumePairing(tx, asActor(candidate), { pairingId: pairing.id }, NOW))
    expect((await aisha.get(supporting)).text).toContain('Quill')
    await submit(aisha, `${supporting}/end`, { ending: 'stop' })
    expect((await aisha.get(supporting)).text).not.toContain('Quill')
    expect(await db.pairingShare.count({ where: { pairingId: pairing.id, withdrawnAt: null } })).toBe(0)
  })
})

describe('noting that they spoke', () => {
  it('takes one press for today and 30 minutes; a second press, by either, counts the day once', async () => {
    const { nadia, aisha, my, supporting, pairing } = await aPair()
    expect((await submit(aisha, supporting, {}, `${supporting}/contacts/today`)).headers['location']).toContain('notice=logged')
    expect((await submit(nadia, my, {}, `${my}/contacts/today`)).headers['location']).toContain('notice=counted')
    const contacts = await db.pairingContact.findMany({ where: { pairingId: pairing.id } })
    expect(contacts).toMatchObject([{ minutes: 30, side: 'supporter', happenedOn: new Date('2027-01-11') }])
    expect((await nadia.get(my)).text).toMatch(/Noted by <bdi>Aisha<\/bdi>/)
  })

  it('can be changed and undone by either', async () => {
    const { nadia, aisha, my, supporting, pairing } = await aPair({ changedAt: new Date('2027-01-10T10:00:00Z') })
    await submit(aisha, supporting, {}, `${supporting}/contacts/today`)
    const { id } = await db.pairingContact.findFirstOrThrow({ where: { pairingId: pairing.id } })
    expect((await submit(nadia, `${my}/contacts/${id}`, { day: '10/1/2027', minutes: '45' })).status).toBe(303)
    expect((await aisha.get(`${supporting}/contacts`)).text).toMatch(/10.January.2027<\/span> 45 minutes/)
    expect((await submit(nadia, `${my}/contacts/${id}`, { day: '9/1/2027', minutes: '45' })).status).toBe(422)
    await submit(aisha, `${supporting}/contacts/${id}`, {}, `${supporting}/contacts/${id}/undo`)
    expect((await aisha.get(`${supporting}/contacts`)).text).toContain('Nothing noted yet')
    expect((await submit(nadia, `${my}/contacts`, { day: '10/1/2027', minutes: '3' })).status).toBe(422)
    expect((await submit(nadia, `${my}/contacts`, { day: '10/1/2027', minutes: '20' })).status).toBe(303)
  })
})

describe('resting and ending', () => {
  it('rests at the wish of one, and only they or the team wake it', async () => {
    const { nadia, aisha, my, supporting, pairing } = await aPair()
    await submit(nadia, `${my}/pause`, { reviewOn: '1/3/2027' })
    expect(await db.pairing.findUniqueOrThrow({ where: { id: pairing.id } })).toMatchObject({ state: 'paused', pausedWhy: 'candidate' })
    const hers = (await aisha.get(supporting)).text
    expect(hers).toMatch(/Nadia<\/bdi> asked for a rest/)
    expect(hers).toMatch(/1.March.2027/)
    expect((await submit(aisha, supporting, {}, `${supporting}/resume`)).status).toBe(422)
    expect((await submit(nadia, my, {}, `${my}/resume`)).status).toBe(303)
    expect((await db.pairing.findUniqueOrThrow({ where: { id: pairing.id } })).state).toBe('active')
  })

  it('says that the team paused it, and never why', async () => {
    const { nadia, my, pairing } = await aPair()
    await inTransaction((tx) => pausePairing(tx, { role: 'system' }, { pairingId: pairing.id, why: 'suspended' }, NOW))
    const page = (await nadia.get(my)).text
    expect(page).toContain('The team has paused this pairing')
    expect(page).not.toMatch(/suspend/i)
  })

  it('ends as either chooses; the reason is the team’s alone', async () => {
    const { nadia, aisha, my, supporting, pairing } = await aPair()
    expect((await submit(nadia, `${my}/end`, { words: 'He was unkind' })).status).toBe(422)
    await submit(nadia, `${my}/end`, { ending: 'somebodyElse', words: 'We never met' })
    expect(await db.pairing.findUniqueOrThrow({ where: { id: pairing.id } })).toMatchObject({
      ...{ state: 'ended', endReason: 'askedByCandidate', words: 'We never met' },
    })
    const hers = (await aisha.get(supporting)).text
    expect(hers).toContain('This pairing has ended')
    for (const hidden of ['We never met', 'somebody else']) expect(hers).not.toContain(hidden)
  })

  it('has a way to raise a concern on every page', async () => {
    const { nadia, aisha, my, supporting } = await aPair()
    for (const page of ['', '/sharing', '/contacts', '/pause', '/end']) {
      expect((await nadia.get(my + page).expect(200)).text).toContain(`href="${my}/concern"`)
      expect((await aisha.get(supporting + page).expect(200)).text).toContain(`href="${supporting}/concern"`)
    }
  })
})
