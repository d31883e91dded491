import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, inTransaction } from '../../src/core/db.ts'
import { saveTailoring } from '../../src/features/candidates/commands/own.ts'
import { answerConsent } from '../../src/features/privacy/commands.ts'
import { tellExperiences } from '../../src/features/wishes/commands/own.ts'
import { listOffered } from '../../src/features/wishes/queries/offered.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, asActor, signedInAs, submit } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'
import { agreeToTailoring, anExperience } from '../support/wishes.ts'

const force = profileOf('cheshire')
const WISHES = '/my/match/wishes'
const LIVED = '/my/match/experiences'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-02-01T10:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const lived = (candidateId: string) => db.candidateExperience.findMany({ where: { candidateId }, orderBy: { code: 'asc' } })
const offered = async (candidateId: string) => (await listOffered(db, [candidateId])).get(candidateId)

describe('what I look for', () => {
  it('is reached from the request and from my own page, once I ask for somebody beside me', async () => {
    const me = await aCandidate()
    const agent = await signedInAs(me)
    expect((await agent.get('/my')).text).not.toContain('href="/my/match"')
    const { id } = await aRequest(me.id, { kind: 'mentoring' })
    expect((await agent.get('/my').expect(200)).text).toContain('href="/my/match"')
    expect((await agent.get(`/my/support/${id}`).expect(200)).text).toContain('href="/my/match"')
    const other = await aRequest(me.id, { kind: 'insight' })
    expect((await agent.get(`/my/support/${other.id}`)).text).not.toContain('href="/my/match"')
  })

  it('is kept as I say it, shown to me, and changed as often as I like', async () => {
    const me = await aCandidate()
    const agent = await signedInAs(me)
    const first = {
      meets: 'inPerson',
      availability: ['saturdays'],
      goals: ['interview', 'theJob'],
      languages: ['pa'],
      preference: 'parent',
    }
    expect((await submit(agent, WISHES, first)).headers['location']).toBe('/my/match?notice=wishes')
    const page = await agent.get('/my/match').expect(200)
    for (const words of ['In person', 'Saturdays', 'Confidence at interview', 'Punjabi', 'Joined while bringing up children'])
      expect(page.text).toContain(words)
    await submit(agent, WISHES, { preference: 'any' })
    expect(await db.matchWish.findUnique({ where: { candidateId: me.id } })).toMatchObject({
      ...{ meets: 'either', availability: [], goals: [], languages: [], preference: null },
    })
  })

  it('is nobody else’s to read or change', async () => {
    const [me, other] = [await aCandidate(), await aCandidate()]
    await submit(await signedInAs(me), WISHES, { goals: 'fitness' })
    expect((await (await signedInAs(other)).get('/my/match')).text).not.toContain('fitness test')
  })

  it('shows the page again for what is not on it, with what was ticked', async () => {
    const answer = await submit(await signedInAs(await aCandidate()), WISHES, { goals: ['fitness', 'money'] })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Choose from the list on this page')
    expect(answer.text).toMatch(/value="fitness" checked/)
  })
})

describe('what I have lived through', () => {
  it('is kept with a yes given on the page, whose exact words are kept', async () => {
    const me = await aCandidate()
    const agent = await signedInAs(me)
    expect((await submit(agent, LIVED, { carer: 'team', faith: 'matching', answer: 'yes' })).status).toBe(303)
    expect(await lived(me.id)).toMatchObject([
      { code: 'carer', forMatching: false },
      { code: 'faith', forMatching: true },
    ])
    const words = force.consents.find(({ purpose }) => purpose === 'tailoring')
    expect(await db.consent.findMany({ where: { candidateId: me.id } })).toMatchObject([
      { purpose: 'tailoring', wording: words?.text, how: 'match', withdrawnAt: null },
    ])
    expect((await agent.get('/my/privacy/tailoring').expect(200)).text).toContain('on the page about what I look for')
  })

  it.each([
    ['a no', { answer: 'no' }],
    ['no answer', {}],
  ])('is not kept with %s, and the page says why', async (_what, answer) => {
    const me = await aCandidate()
    const agent = await signedInAs(me)
    const refused = await submit(agent, LIVED, { carer: 'matching', ...answer })
    expect(refused.status).toBe(422)
    expect(refused.text).toMatch(/id="carer-3"[^>]*checked/)
    expect(await lived(me.id)).toEqual([])
    expect(await db.consent.count({ where: { candidateId: me.id } })).toBe(0)
  })

  it('asks for no second yes where one stands, and leaves what I wrote about myself', async () => {
    const me = await aCandidate()
    await saveTailoring(asActor(me), { text: 'I work nights', keep: true }, force, 'privacy')
    const agent = await signedInAs(me)
    expect((await agent.get(LIVED)).text).not.toContain('Do you agree?')
    await submit(agent, LIVED, { carer: 'team' })
    await submit(agent, LIVED, {})
    expect(await lived(me.id)).toEqual([])
    expect(await db.tailoringFact.count({ where: { candidateId: me.id } })).toBe(1)
  })

  it('goes at once when the yes is taken back, wherever that is done', async () => {
    const me = await aCandidate()
    const agent = await signedInAs(me)
    const ways = [
      () => submit(agent, '/my/privacy/tailoring', { answer: 'no' }),
      () => saveTailoring(asActor(me), { text: '', keep: false }, force, 'registration'),
    ]
    for (const takeBack of ways) {
      await submit(agent, LIVED, { carer: 'matching', answer: 'yes' })
      expect((await offered(me.id))?.experiences).toEqual(['carer'])
      vi.setSystemTime(Date.now() + 60_000)
      await takeBack()
      expect(await lived(me.id)).toEqual([])
      expect((await offered(me.id))?.experiences).toEqual([])
      expect((await agent.get('/my/match')).text).not.toContain('Caring for somebody')
    }
  })

  it('cannot be written without a yes, by any way of writing', async () => {
    const me = await aCandidate()
    const data = { candidateId: me.id, code: 'carer', updatedAt: new Date() }
    await expect(db.candidateExperience.create({ data })).rejects.toThrow(/only with their yes/)
  })

  it('is never left behind by a yes taken back in another window at the same moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const me = await aCandidate()
      await agreeToTailoring(me.id)
      const tell = { experiences: [{ code: 'carer', use: 'matching' }] as const, answer: undefined }
      await Promise.all([
        tellExperiences(asActor(me), { ...tell, experiences: [...tell.experiences] }, force),
        answerConsent(asActor(me), 'tailoring', force, false),
      ])
      expect(await lived(me.id)).toEqual([])
    }
  })

  it('is on none of the recruiter’s tables and in no event', async () => {
    const me = await aCandidate()
    await submit(await signedInAs(me), LIVED, { lgbt: 'matching', answer: 'yes' })
    const events = await db.event.findMany({ where: { candidateId: me.id } })
    expect(events.map(({ name }) => name)).toContain('experiences.saved')
    expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('lgbt')
  })
})

describe('what matching may use', () => {
  it('holds only what was ticked for matching, and everybody asked for', async () => {
    const [me, silent] = [await aCandidate(), await aCandidate()]
    await anExperience(me.id, 'faith')
    await anExperience(me.id, 'carer', false)
    await db.matchWish.create({ data: { candidateId: me.id, meets: 'online', goals: ['fitness'], updatedAt: new Date() } })
    const found = await listOffered(db, [me.id, silent.id])
    expect(found.get(me.id)).toEqual({
      ...{ meets: 'online', availability: [], languages: [], goals: ['fitness'], preference: null },
      experiences: ['faith'],
    })
    expect(found.get(silent.id)).toEqual({
      ...{ meets: 'either', availability: [], languages: [], goals: [], preference: null, experiences: [] },
    })
  })

  it('finds nobody who has closed their account', async () => {
    const gone = await aCandidate({ closedAt: new Date() })
    expect((await listOffered(db, [gone.id])).size).toBe(0)
  })

  it('is the same in two worlds that differ in what was not offered for matching', async () => {
    const [me, twin] = [await aCandidate(), await aCandidate()]
    await anExperience(me.id, 'disability', false)
    await db.tailoringFact.create({ data: { candidateId: me.id, text: 'something', updatedAt: new Date() } })
    expect(await offered(me.id)).toEqual(await offered(twin.id))
  })
})

describe('the team', () => {
  it('reads it on the candidate’s page, and the candidate sees the look', async () => {
    const me = await aCandidate()
    await submit(await signedInAs(me), WISHES, { goals: 'homeLife' })
    await anExperience(me.id, 'neurodivergence', false)
    const page = await (await signedInAs(await anAccount())).get(`/staff/candidates/${me.id}`).expect(200)
    expect(page.text).toContain('Shifts, caring and life at home')
    expect(page.text).toContain('Being neurodivergent')
    expect(page.text).toContain('For the team only')
    expect(await db.look.count({ where: { candidateId: me.id } })).toBe(1)
  })
})

describe('closing the account', () => {
  it('takes all of it away', async () => {
    const me = await aCandidate()
    await submit(await signedInAs(me), WISHES, { goals: 'homeLife' })
    await anExperience(me.id, 'faith')
    await inTransaction((tx) => tx.$executeRaw`SELECT erase_candidate(${me.id}::uuid, now())`)
    expect([await db.matchWish.count({ where: { candidateId: me.id } }), (await lived(me.id)).length]).toEqual([0, 0])
  })
})
