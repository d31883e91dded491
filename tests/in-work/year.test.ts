import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { expireOffers } from '../../src/features/inWork/commands/offers.ts'
import { aYear, checkInOf, runClockwork } from '../support/first-years.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'

const START = '2027-03-01'
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${START}T10:00:00Z`) })
})
afterEach(() => {
  vi.useRealTimers()
})

const on = (day: string) => vi.setSystemTime(new Date(`${day}T10:00:00Z`))
const letters = (who: { candidateId: string } | { accountId: string }, kind: string) => db.email.count({ where: { ...who, kind } })
const record = (candidateId: string, given: object) =>
  db.stageRecord.create({
    data: {
      ...{ candidateId, route: 'constable', stage: 'start', state: 'passed', source: 'coordinator' },
      ...{ happenedOn: new Date(`${START}T00:00:00Z`), recordedAt: new Date(), ...given },
    },
  })
const aTeam = async () => signedInAs(await anAccount())

describe('a whole year in work', () => {
  it('goes from the first day over a pause and an offer to what comes after, in one place', async () => {
    const { id: yearId, candidate, pairing } = await aYear({ startsOn: START })
    const candidateId = candidate.id
    let agent = await signedInAs(candidate)
    expect((await agent.get('/my')).text).toContain('href="/my/work"')
    const first = await agent.get('/my/work').expect(200)
    expect(first.text).toContain('Week 1 since you started')
    expect(first.text).toContain('We ask how it goes on')

    // one press for a coach, the second of which asks for nothing more
    expect((await submit(agent, '/my/work', {}, '/my/work/coaching')).headers['location']).toBe('/my/work?notice=coaching')
    expect((await submit(agent, '/my/work', {}, '/my/work/coaching')).headers['location']).toBe('/my/work?notice=coachingAlready')
    expect(await db.supportRequest.count({ where: { candidateId, kind: 'coaching' } })).toBe(1)

    // help goes the way of the first year
    const help = { about: 'talk', asked: 'buddy', words: 'A word?' }
    expect((await submit(agent, '/my/work', help, '/my/work/help')).headers['location']).toBe('/my/work?notice=helpBuddy')
    expect(await db.firstYearHelp.count({ where: { candidateId, asked: 'buddy' } })).toBe(1)

    on('2027-03-15')
    await runClockwork()
    agent = await signedInAs(candidate)
    let team = await aTeam()
    expect((await agent.get('/my/work')).text).toContain('How is it going in week 2?')
    expect((await agent.get('/my/work')).text).toContain(`/my/first-year/${(await checkInOf(yearId, 2)).id}`)

    // the team leaves days out: an offer is made and told of once
    await submit(team, `/staff/first-year/${yearId}`, { from: '20/3/2027', until: '20/5/2027' }, `/staff/first-year/${yearId}/defer`)
    const offer = await db.supportOffer.findFirstOrThrow({ where: { candidateId } })
    expect(offer).toMatchObject({ state: 'made', untilOn: new Date('2027-05-20') })
    expect(await letters({ candidateId }, 'inWork.offer')).toBe(1)
    const at = `/my/work/offers/${offer.id}`
    expect((await agent.get('/my')).text).toContain(at)
    expect((await submit(agent, at, { what: 'buddy' }, `${at}/take`)).status).toBe(303)
    expect(await letters({ accountId: pairing?.supporterId ?? '' }, 'inWork.keepInTouch')).toBe(1)
    expect((await submit(agent, at, { what: 'mentoring' }, `${at}/take`)).status).toBe(303)
    expect((await submit(agent, at, { what: 'mentoring' }, `${at}/take`)).text).toContain('You have taken this already')
    expect(await db.supportRequest.findFirst({ where: { candidateId, kind: 'mentoring' } })).toMatchObject({ state: 'requested' })
    expect((await submit(agent, at, {}, `${at}/decline`)).status).toBe(422)
    const listed = await team.get('/staff/in-work/offers?state=taken').expect(200)
    expect(listed.text).toContain('A buddy who keeps in touch, Mentoring')

    // what comes after is not open yet, and says when
    expect((await agent.get('/my/work/progress')).text).toContain('This opens on 1\u00a0May\u00a02028')
    expect((await submit(agent, '/my/work/progress', { kind: 'promotion' }, '/my/work/progress/wishes')).status).toBe(422)

    on('2028-05-02')
    await runClockwork()
    agent = await signedInAs(candidate)
    team = await aTeam()
    expect(await letters({ candidateId }, 'firstYear.finished')).toBe(1)
    const wish = { kind: 'promotion', words: 'The next board' }
    expect((await submit(agent, '/my/work/progress', wish, '/my/work/progress/wishes')).status).toBe(303)
    expect((await submit(agent, '/my/work/progress', wish, '/my/work/progress/wishes')).status).toBe(422)
    const asked = await db.progressWish.findFirstOrThrow({ where: { candidateId } })
    expect((await team.get('/staff/in-work/progress?state=wanted')).text).toContain('1 wish')
    const page = `/staff/in-work/progress/${asked.id}`
    expect((await team.get(page)).text).toContain('The next board')
    expect((await submit(team, page, { arranged: '' }, `${page}/arrange`)).status).toBe(422)
    expect((await submit(team, page, { arranged: 'Ann rings you on Monday.' }, `${page}/arrange`)).status).toBe(303)
    expect(await letters({ candidateId }, 'inWork.arranged')).toBe(1)
    expect((await agent.get('/my/work/progress')).text).toContain('Ann rings you on Monday.')
    expect(await db.supportRequest.findFirst({ where: { candidateId, kind: 'inwork' } })).toMatchObject({ state: 'underway' })
    const own = `/my/work/progress/wishes/${asked.id}`
    expect((await submit(agent, '/my/work/progress', { event: 'finish' }, own)).status).toBe(303)
    expect(await db.supportRequest.findFirst({ where: { candidateId, kind: 'inwork' } })).toMatchObject({ state: 'completed' })
    expect(await db.progressWishChange.findMany({ where: { wishId: asked.id }, orderBy: { id: 'asc' } })).toMatchObject([
      { fromState: null, toState: 'wanted', byRole: 'candidate' },
      { fromState: 'wanted', toState: 'arranged', byRole: 'coordinator' },
      { fromState: 'arranged', toState: 'done', byRole: 'candidate' },
    ])

    // a goal is a step of their own plan
    expect((await submit(agent, '/my/work/progress', { goal: 'Sit the exam', dueOn: '1/9/2028' }, '/my/work/progress/goals')).status).toBe(
      303,
    )
    expect((await agent.get('/my/work/progress')).text).toContain('Sit the exam')
    expect((await agent.get('/my/plan')).text).toContain('Sit the exam')
  }, 60_000)
})

describe('an offer', () => {
  const aDeferral = (candidateId: string, given = {}) =>
    record(candidateId, { stage: 'sift', state: 'deferred', until: new Date('2027-06-01'), source: 'candidate', ...given })
  const offersOf = (candidateId: string) => db.supportOffer.findMany({ where: { candidateId }, orderBy: { madeAt: 'asc' } })

  it('is made when a stage is put off, in the place of one that nobody answered, and ends when it goes on', async () => {
    const { id } = await aCandidate()
    await aDeferral(id)
    on('2027-03-02')
    await aDeferral(id, { until: new Date('2027-07-01') })
    expect((await offersOf(id)).map(({ state }) => state)).toEqual(['withdrawn', 'made'])
    await record(id, { stage: 'sift', state: 'passed', happenedOn: new Date('2027-03-02') })
    expect((await offersOf(id)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
  })

  it('comes without a letter from a file, as it is not for us to break news, and not for a day that has been', async () => {
    const { id } = await aCandidate()
    await aDeferral(id, { happenedOn: new Date('2027-01-01'), until: new Date('2027-02-01') })
    expect(await offersOf(id)).toEqual([])
    const from = await db.stageImport.create({
      data: { state: 'running', encoding: 'utf-8', separator: ',', lines: 1, mapping: {}, madeAt: new Date(), confirmedAt: new Date() },
    })
    await aDeferral(id, { source: 'import', importId: from.id })
    expect((await offersOf(id)).map(({ state }) => state)).toEqual(['made'])
    expect(await letters({ candidateId: id }, 'inWork.offer')).toBe(0)
  })

  it('ends with a deferral that was a mistake', async () => {
    const { id } = await aCandidate()
    const { id: recordId } = await aDeferral(id)
    await db.stageRecord.update({ where: { id: recordId }, data: { voidedAt: new Date(), voidedReason: 'mistyped', voidedByRole: 'lead' } })
    expect(await offersOf(id)).toMatchObject([{ state: 'withdrawn' }])
  })

  it('can be refused and thought about again, runs out on its last day, and is nobody else’s', async () => {
    const person = await aCandidate()
    await aDeferral(person.id)
    const [offer] = await offersOf(person.id)
    const at = `/my/work/offers/${offer?.id ?? ''}`
    const agent = await signedInAs(person)
    expect((await submit(agent, at, {}, `${at}/decline`)).status).toBe(303)
    expect((await agent.get(at)).text).toContain('You said no, and that is fine')
    expect((await submit(agent, at, {}, `${at}/reconsider`)).status).toBe(303)
    expect((await (await signedInAs(await aCandidate())).get(at)).status).toBe(404)
    on('2027-06-01')
    await Promise.all([expireOffers(), expireOffers()])
    const later = await signedInAs(person)
    expect((await submit(later, '/my', { what: 'coaching' }, `${at}/take`)).status).toBe(422)
    expect((await later.get(at)).text).toContain('This offer ran out')
    expect(await db.event.count({ where: { candidateId: person.id, name: 'supportOffer.expired' } })).toBe(1)
    expect((await db.supportOfferChange.findMany({ where: { offer: { candidateId: person.id } } })).map(({ toState }) => toState)).toEqual([
      'made',
      'declined',
      'made',
      'expired',
    ])
  })
})

describe('why somebody leaves', () => {
  const why = { reason: 'pattern', reader: 'team', words: 'Seven nights in a row', onDay: '1/6/2027', askAgain: 'yes' }

  it('goes to the team where they say so, with an offer where they may be asked, and can be taken back', async () => {
    const { candidate } = await aYear({ startsOn: '2027-02-01', buddy: false })
    const agent = await signedInAs(candidate)
    expect((await submit(agent, '/my/work/leaving', {})).status).toBe(422)
    expect((await submit(agent, '/my/work/leaving', why)).headers['location']).toBe('/my/work/leaving/said')
    expect((await agent.get('/my/work/leaving/said')).text).toContain('Seven nights in a row')
    const team = await aTeam()
    const list = await team.get('/staff/in-work?show=unread').expect(200)
    expect(list.text).toContain(candidate.name)
    const person = `/staff/in-work/people/${candidate.id}`
    expect((await team.get(person)).text).toContain('Seven nights in a row')
    const reason = await db.workReason.findFirstOrThrow({ where: { candidateId: candidate.id } })
    expect((await submit(team, person, {}, `${person}/reasons/${reason.id}/read`)).status).toBe(303)
    expect((await team.get('/staff/in-work?show=unread')).text).not.toContain(candidate.name)
    expect((await team.get('/staff/in-work?show=leaving')).text).toContain(candidate.name)
    expect(await db.supportOffer.findMany({ where: { candidateId: candidate.id } })).toMatchObject([{ state: 'made' }])
    expect((await submit(agent, '/my/work/leaving', {}, '/my/work/leaving/take-back')).status).toBe(303)
    expect(await db.supportOffer.findMany({ where: { candidateId: candidate.id } })).toMatchObject([{ state: 'withdrawn' }])
    expect((await team.get(person)).text).not.toContain('Seven nights in a row')
    expect(await db.look.count({ where: { candidateId: candidate.id, page: 'support in work' } })).toBe(1)
  })

  it('is only counted where they say so: no words are kept, nobody sees it, and no event tells it', async () => {
    const { candidate } = await aYear({ startsOn: '2027-02-01', buddy: false })
    const agent = await signedInAs(candidate)
    expect((await submit(agent, '/my/work/leaving', { ...why, reader: 'counted' })).status).toBe(303)
    expect(await db.workReason.findFirst({ where: { candidateId: candidate.id } })).toMatchObject({
      ...{ reason: 'pattern', words: null, onDay: null, askAgain: false },
    })
    const team = await aTeam()
    expect((await team.get(`/staff/in-work/people/${candidate.id}`)).text).not.toContain('Shifts or hours</h3>')
    expect((await team.get('/staff/in-work?show=leaving')).text).not.toContain(candidate.name)
    expect(await db.event.count({ where: { candidateId: candidate.id, name: { startsWith: 'workReason' } } })).toBe(0)
    expect(await db.supportOffer.count({ where: { candidateId: candidate.id } })).toBe(0)
  })

  it('is noted by the team as it was told, and counted once a person and never for fewer than five', async () => {
    const team = await aTeam()
    const before = await db.workReason.count({ where: { kind: 'deferring' } })
    expect(before).toBe(0)
    expect((await team.get('/staff/in-work/reasons')).text).toContain('Fewer than 5 people have said why')
    for (let i = 0; i < 5; i += 1) {
      const { candidate } = await aYear({ startsOn: '2027-02-01', buddy: false })
      const person = `/staff/in-work/people/${candidate.id}`
      const note = { kind: 'deferring', reason: 'study', words: 'A course' }
      expect((await submit(team, person, note, `${person}/reasons`)).status).toBe(303)
      if (i === 0) {
        expect((await submit(team, person, { ...note, reason: 'caring' }, `${person}/reasons`)).status).toBe(303)
        expect((await submit(team, person, { ...note, reason: 'otherJob' }, `${person}/reasons`)).status).toBe(422)
        expect((await submit(team, person, note, `${person}/reasons`)).status).toBe(303)
      }
    }
    const page = await team.get('/staff/in-work/reasons')
    expect(page.text).toContain('Study or travel</th><td class="n">5</td>')
    expect(page.text).not.toContain('Caring</th>')
  })
})

describe('whoever is not in work', () => {
  it('reads when it opens, and finds nothing else there', async () => {
    const person = await aCandidate()
    const agent = await signedInAs(person)
    expect((await agent.get('/my')).text).not.toContain('href="/my/work"')
    expect((await agent.get('/my/work').expect(200)).text).toContain('This opens on the day you start')
    for (const path of ['/my/work/leaving', '/my/work/deferring', '/my/work/progress']) expect((await agent.get(path)).status).toBe(404)
  })
})

describe('somebody who started without check-ins', () => {
  it('has the place all the same, asks the team by message, and is in the team’s list and file', async () => {
    const person = await aCandidate({ name: '=Rex Test' })
    await record(person.id, { happenedOn: new Date('2027-02-01') })
    const agent = await signedInAs(person)
    expect((await agent.get('/my/work')).text).toContain('We do not ask you how it goes at set times')
    const sent = await submit(agent, '/my/work', { about: 'adjustment', asked: 'team', words: 'The desk' }, '/my/work/help')
    expect(sent.headers['location']).toBe('/my/work?notice=helpMessage')
    expect(await db.thread.findFirst({ where: { candidateId: person.id } })).toMatchObject({ state: 'waitingTeam' })
    const team = await aTeam()
    expect((await team.get('/staff/in-work?part=first&q=Rex')).text).toContain('1 person')
    const file = await team.get('/staff/in-work/list.csv?q=Rex').expect(200)
    expect(file.text).toContain("'=Rex Test")
    expect((await team.get(`/staff/candidates/${person.id}`)).text).toContain(`/staff/in-work/people/${person.id}`)
  })
})
