import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { consentWords } from '../../src/features/supporting/rules/consents.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterAll(() => {
  vi.useRealTimers()
})

let helen: Awaited<ReturnType<typeof anAccount>>
let asHelen: Awaited<ReturnType<typeof signedInAs>>
const profile = '/supporting/profile'
const row = () => db.supporter.findUniqueOrThrow({ where: { accountId: helen.id }, include: { experiences: true, consents: true } })

beforeEach(async () => {
  helen = await anAccount({ roles: ['supporter'], name: 'Helen Marsh' })
  asHelen = await signedInAs(helen)
})

const offer = { kinds: ['buddy', 'roleModel'], title: 'Sergeant', goals: 'theJob', routes: ['constable', 'not-a-route'], stages: [] }
const save = (page: string, values: Record<string, string | string[]>) => submit(asHelen, `${profile}/${page}`, values)

describe('a supporter’s own profile', () => {
  it('is there from the day of the role, and is filled in step by step', async () => {
    expect(await row()).toMatchObject({ state: 'volunteered', capacity: 2, volunteeredAt: frozen, kinds: [] })
    expect((await asHelen.get('/supporting').expect(200)).text).toContain('Say what you offer')
    expect((await save('offer', offer)).headers['location']).toBe(`${profile}?notice=saved`)
    await save('when', { areas: 'Warrington', meets: 'online', availability: ['saturdays'], languages: ['en', 'cy'] })
    await save('about', { paths: 'parent', about: 'Ask me about shifts.' })
    expect(await row()).toMatchObject({
      ...{ kinds: ['buddy', 'roleModel'], title: 'Sergeant', goals: ['theJob'], routes: ['constable'], meets: 'online' },
      ...{ availability: ['saturdays'], languages: ['en', 'cy'], paths: ['parent'], about: 'Ask me about shifts.' },
    })
    const { text } = await asHelen.get(profile).expect(200)
    for (const words of ['Buddy, Role model', 'Police constable', 'Welsh', 'Ask me about shifts.', 'The team is looking at it'])
      expect(text).toContain(words)
  })

  it('says beside each field what is wrong, and keeps what was typed', async () => {
    const { status, text } = await save('offer', { title: 'PC', kinds: [], goals: 'nothing-like-this' })
    expect(status).toBe(422)
    expect(text).toContain('Choose at least one')
    expect(text).toContain('value="PC"')
    expect((await save('when', { meets: 'online', languages: [] })).text).toContain('Choose at least one language')
  })
})

describe('what they have lived through', () => {
  const some = { 'shown-carer': 'paired', 'shown-faith': 'nobody', matching: 'carer' }

  it('is kept only with a yes to the words that stand there, which are kept too', async () => {
    const refused = await save('experiences', some)
    expect([refused.status, (await row()).experiences.length]).toEqual([422, 0])
    expect(refused.text).toContain(consentWords.experiences.text)
    await save('experiences', { ...some, agree: 'yes' })
    const { experiences, consents } = await row()
    expect(experiences.map(({ code, shownTo, forMatching }) => [code, shownTo, forMatching]).sort()).toEqual([
      ['carer', 'paired', true],
      ['faith', 'nobody', true],
    ])
    const { text: wording, version } = consentWords.experiences
    expect(consents).toMatchObject([{ purpose: 'experiences', wording, version, givenAt: frozen, withdrawnAt: null }])
    const told = await db.event.findMany({ where: { subjectId: helen.id } })
    expect(JSON.stringify(told.map(({ data }) => data))).not.toMatch(/carer|faith/)
  })

  it('goes with the yes, and the yes with the last of it', async () => {
    await save('experiences', { ...some, agree: 'yes' })
    expect((await save('experiences', {})).headers['location']).toBe(`${profile}?notice=takenBack`)
    expect(await row()).toMatchObject({ experiences: [], consents: [{ withdrawnAt: frozen }] })
    const add = { supporterId: helen.id, code: 'carer', updatedAt: frozen }
    await expect(db.supporterExperience.create({ data: add })).rejects.toThrow(/has not agreed/)
  })

  it('is asked about anew where the words have changed, and what rested on the old ones is replaced', async () => {
    await db.supporterConsent.create({
      data: { supporterId: helen.id, purpose: 'experiences', version: '0', wording: 'Older words', givenAt: new Date('2026-01-01') },
    })
    await db.supporterExperience.create({ data: { supporterId: helen.id, code: 'carer', updatedAt: frozen } })
    expect((await asHelen.get(`${profile}/experiences`)).text).toContain('The words have changed')
    expect((await save('experiences', { 'shown-faith': 'paired' })).status).toBe(422)
    await save('experiences', { 'shown-faith': 'paired', agree: 'yes' })
    const { experiences, consents } = await row()
    expect(experiences.map(({ code }) => code)).toEqual(['faith'])
    expect(consents.map(({ wording, withdrawnAt }) => [wording === 'Older words', withdrawnAt !== null]).sort()).toEqual([
      [false, false],
      [true, true],
    ])
  })
})

describe('how many, and being away', () => {
  const room = (capacity: string, away = '') => submit(asHelen, '/supporting/capacity', { capacity, away })

  it('cannot fall below what is held, and says so beside the field', async () => {
    helen = (await aSupporter({ name: 'Helen Marsh', capacity: 3 })).account
    asHelen = await signedInAs(helen)
    await aPairing({ supporterId: helen.id })
    await aPairing({ supporterId: helen.id, state: 'proposedToSupporter' })
    const refused = await room('1')
    expect(refused.status).toBe(422)
    expect(refused.text).toMatch(/id="capacity-error"[\s\S]*You have 2 people now/)
    expect((await room('2')).status).toBe(303)
    expect((await row()).capacity).toBe(2)
  })

  it('keeps until when they are away, and leaves their pairings be', async () => {
    helen = (await aSupporter({ name: 'Helen Marsh' })).account
    asHelen = await signedInAs(helen)
    const { id } = await aPairing({ supporterId: helen.id })
    expect((await room('2', '13/1/2027')).text).toContain('This day has passed')
    expect((await room('2', '1/3/2029')).text).toContain('within a year')
    await room('2', '1/2/2027')
    expect((await row()).awayUntil).toEqual(new Date('2027-02-01'))
    expect((await db.pairing.findUniqueOrThrow({ where: { id } })).state).toBe('active')
    expect((await asHelen.get('/supporting')).text).toMatch(/Away until 1.February.2027/)
  })

  it.each(['', '11', '-1', 'two', '1.5'])('takes no “%s” for a number', async (typed) => {
    expect((await room(typed)).status).toBe(422)
  })
})

it('stops and offers again: what was begun rests, what was proposed is taken back, and the directory lets go', async () => {
  helen = (await aSupporter({ name: 'Helen Marsh' })).account
  asHelen = await signedInAs(helen)
  const begun = await aPairing({ supporterId: helen.id })
  const asked = await aPairing({ supporterId: helen.id, state: 'proposedToSupporter' })
  await submit(asHelen, `${profile}/directory`, { agree: 'yes' })
  await submit(asHelen, '/supporting/stop', {}, '/supporting/stop')
  expect(await row()).toMatchObject({ state: 'left' })
  const states = await db.pairing.findMany({ where: { id: { in: [begun.id, asked.id] } } })
  expect(states.map(({ state }) => state).sort()).toEqual(['paused', 'withdrawn'])
  expect(await db.supporterConsent.count({ where: { supporterId: helen.id, purpose: 'directory', withdrawnAt: null } })).toBe(0)
  await submit(asHelen, profile, {}, '/supporting/offer-again')
  expect(await row()).toMatchObject({ state: 'volunteered', decidedAt: null })
})

it('shows a supporter no name before both have said yes, and a first name after', async () => {
  helen = (await aSupporter({ name: 'Helen Marsh', capacity: 5 })).account
  asHelen = await signedInAs(helen)
  const person = () => aCandidate({ name: 'Bethan Rhys-Jones', adult: true })
  await aPairing({ supporterId: helen.id, candidateId: (await person()).id, state: 'proposedToSupporter', kind: 'coaching' })
  await aPairing({ supporterId: helen.id, candidateId: (await person()).id, state: 'proposedToCandidate' })
  const before = (await asHelen.get('/supporting').expect(200)).text
  expect(before).toContain('Somebody looks for a coach')
  expect(before).not.toContain('Bethan')
  await aPairing({ supporterId: helen.id, candidateId: (await person()).id })
  const after = (await asHelen.get('/supporting').expect(200)).text
  expect(after).toContain('Bethan')
  expect(after).not.toContain('Rhys-Jones')
})

it('leads a supporter to a message that has arrived, and to a pair that has been asked how it goes', async () => {
  helen = (await aSupporter({ name: 'Helen Marsh', capacity: 5 })).account
  asHelen = await signedInAs(helen)
  const began = new Date('2026-12-14T10:00:00Z')
  const { id: candidateId } = await aCandidate({ name: 'Bethan Rhys-Jones', adult: true })
  const { id: pairingId } = await aPairing({ supporterId: helen.id, candidateId, changedAt: began })
  expect((await asHelen.get('/supporting')).text).toContain('Nothing waits for you just now')
  await db.pairingSilence.create({ data: { pairingId, since: began, nudgedAt: new Date('2027-01-04T10:00:00Z') } })
  expect((await asHelen.get('/supporting')).text).toMatch(/You and Bethan: nothing since 14.December.2026/)
  const sent = { pairingId, side: 'candidate', body: 'Are you there?', at: frozen, reachesAt: frozen }
  await db.pairingMessage.create({ data: sent })
  const { text } = await asHelen.get('/supporting')
  expect(text).toContain('Bethan has written to you')
  expect(text).not.toContain('Are you there?')
})
