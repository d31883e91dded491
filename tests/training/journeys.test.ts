import type TestAgent from 'supertest/lib/agent.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { remindOfCertificates, remindOfSessions } from '../../src/features/training/commands/clockwork.ts'
import { remindOfTrainings } from '../../src/features/supporting/commands/remind.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'
import { aCertificate, answersFor, aTrainingSession, theCourse } from '../support/training.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2027-01-10T10:00:00Z'), toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})
const setDay = (day: string) => vi.setSystemTime(new Date(`${day}T10:00:00Z`))
const lettersTo = async (accountId: string) =>
  (await db.email.findMany({ where: { accountId }, orderBy: { createdAt: 'asc' }, select: { kind: true } })).map(({ kind }) => kind)
const placeOf = (accountId: string) => db.staffPlace.findFirstOrThrow({ where: { accountId, endedAt: null } })

const drafted = {
  ...{ forWhom: 'bias', title: 'Fair minds in Chester', how: 'inPerson', venue: 'Town hall', address: '', area: 'chester' },
  ...{ date: '31/1/2027', start: '10am', end: '1pm', closes: '24', capacity: '2', policy: 'firstCome', openness: 'all' },
}

describe('a session for colleagues', () => {
  it('is drafted, published and moved on the team’s pages, and no candidate or visitor comes across it', async () => {
    const team = await signedInAs(await anAccount({ roles: ['coordinator'] }))
    const made = await submit(team, '/staff/workshops/new', { ...drafted, routes: ['constable'], accessPlaces: '3', restricted: 'yes' })
    expect(made.status).toBe(303)
    const { id } = await db.workshop.findFirstOrThrow({ where: { title: drafted.title } })
    const page = await team.get(`/staff/workshops/${id}`).redirects(1)
    expect(page.text).toContain('For colleagues: Fair minds')
    expect(await submit(team, `/staff/workshops/${id}/publish`, {})).toMatchObject({ status: 303 })
    const kept = await db.workshop.findUniqueOrThrow({ where: { id } })
    expect(kept).toMatchObject({ audience: 'staff', course: 'bias', state: 'published', accessPlaces: 0, restricted: false, routes: [] })

    const candidate = await aCandidate()
    const theirs = await signedInAs(candidate)
    for (const path of [`/workshops/${id}`, `/workshops/${id}/share.png`]) expect((await theirs.get(path)).status).toBe(404)
    expect((await theirs.get('/training/bias')).status).toBe(403)
    for (const path of ['/workshops', '/sitemap.xml', '/my', '/']) expect((await theirs.get(path)).text).not.toContain(drafted.title)
    expect((await submit(theirs, '/my', {}, `/workshops/${id}/places`)).status).toBe(404)
    expect((await team.get(`/staff/workshops/${id}/book`)).status).toBe(404)
    expect((await team.get(`/staff/workshops/${id}/register`)).status).toBe(404)
    expect(await db.place.count({ where: { workshopId: id } })).toBe(0)
  })

  it('fills in the order of asking, shows a place in the line, passes a place on, and follows the session', async () => {
    const session = await aTrainingSession()
    const people = await Promise.all(['supporter', 'recruiter', 'administrator'].map((role) => anAccount({ roles: [role as 'supporter'] })))
    const [first, second, third] = (await Promise.all(people.map((each) => signedInAs(each)))) as [TestAgent, TestAgent, TestAgent]
    const [one, two, three] = people.map(({ id }) => id) as [string, string, string]
    const book = `/training/sessions/${session.id}/book`
    for (const agent of [first, second, third]) expect((await submit(agent, '/training/bias', {}, book)).status).toBe(303)
    expect((await third.get('/training/bias')).text).toMatch(/<b>2<\/b>/)
    expect((await submit(first, '/training/bias', {}, book)).text).toContain('You have a place here already')
    const place = await placeOf(one)
    expect((await second.get(`/training/places/${place.id}/leave`)).status).toBe(404)
    await submit(first, `/training/places/${place.id}/leave`, {})
    expect(await placeOf(two)).toMatchObject({ state: 'booked' })
    expect((await second.get(`/training/places/${(await placeOf(two)).id}/calendar.ics`)).text).toContain('METHOD:PUBLISH')

    const coordinator = await anAccount({ roles: ['coordinator'] })
    const team = await signedInAs(coordinator)
    await submit(team, `/staff/workshops/${session.id}/capacity`, { capacity: '2' })
    expect(await placeOf(three)).toMatchObject({ state: 'booked' })
    const moved = { how: 'online', date: '2/2/2027', start: '10am', end: '12pm', venue: '', address: '', area: '' }
    expect((await submit(team, `/staff/workshops/${session.id}/move`, moved)).status).toBe(303)
    setDay('2027-01-27')
    await remindOfSessions()
    await remindOfSessions()
    expect(
      (await submit(await signedInAs(coordinator), `/staff/workshops/${session.id}/cancel`, { reason: 'The trainer is ill.' })).status,
    ).toBe(303)
    expect((await lettersTo(three)).sort()).toEqual([...['training.booked', 'training.cancelled', 'training.moved', 'training.session']])
    expect(await db.staffPlace.count({ where: { workshopId: session.id, state: 'workshopCancelled' } })).toBe(2)
  })
})

describe('the knowledge check', () => {
  it('keeps what was answered, asks for what is missing, and after a check that was not passed a day goes by', async () => {
    const colleague = await anAccount({ roles: ['lead'] })
    let agent = await signedInAs(colleague)
    const check = '/training/hiring/check'
    await submit(agent, check, {}, `${check}/begin`)
    const asked = await agent.get(check)
    expect((await agent.get(check)).text.match(/q-\w+/g)).toEqual(asked.text.match(/q-\w+/g))
    const { ['q-must']: _left, ...some } = answersFor('hiring')
    const half = await submit(agent, check, some)
    expect(half.status).toBe(422)
    expect(half.text.match(/ checked/g)).toHaveLength(6)
    await submit(agent, check, answersFor('hiring', 5))
    expect((await agent.get(`${check}/result`)).text).toMatch(/Not this time[\s\S]*5 of 7 right[\s\S]*try again from/)
    expect((await agent.get(check)).text).toContain('You can try again from')
    expect((await submit(agent, check, {}, `${check}/begin`)).status).toBe(422)
    vi.setSystemTime(new Date('2027-01-11T10:00:01Z'))
    agent = await signedInAs(colleague)
    await submit(agent, check, {}, `${check}/begin`)
    await submit(agent, check, answersFor('hiring', 6))
    expect((await agent.get(`${check}/result`)).text).toContain('You have passed')
    expect((await agent.get(check)).text).toContain('You have passed this check')
    expect(await db.courseAttempt.count({ where: { accountId: colleague.id } })).toBe(2)
    expect((await agent.get('/training/nothing/check')).status).toBe(404)
  })
})

describe('somebody who hosts', () => {
  it('books, passes and comes, is trained by it, and loses it with the confirmed visit where the lead takes it back', async () => {
    const supporter = await aSupporter({ trainedUntil: null })
    const agent = await signedInAs(supporter.account)
    const host = await aHost({ supporterId: supporter.id })
    expect((await agent.get(`/supporting/hosting/${host.id}`)).text).toMatch(/not recorded yet[\s\S]*href="\/training"/)
    const session = await aTrainingSession()
    await submit(agent, '/training/bias', {}, `/training/sessions/${session.id}/book`)
    await submit(agent, '/training/bias/check', {}, '/training/bias/check/begin')
    await submit(agent, '/training/bias/check', answersFor('bias'))

    setDay('2027-02-01')
    const team = await signedInAs(await anAccount({ roles: ['coordinator'] }))
    const page = `/staff/training/sessions/${session.id}`
    await submit(team, page, {}, `${page}/held`)
    const place = await placeOf(supporter.id)
    await submit(team, page, { [`was-${place.id}`]: 'booked', [`mark-${place.id}`]: 'attended' }, `${page}/register`)
    const certificate = await db.trainingCertificate.findFirstOrThrow({ where: { accountId: supporter.id } })
    expect(certificate.validUntil.toISOString().slice(0, 10)).toBe('2029-01-30')
    expect(await db.supporterTraining.findFirstOrThrow({ where: { supporterId: supporter.id } })).toMatchObject({
      evidence: `Certificate ${certificate.reference}`,
      validUntil: certificate.validUntil,
    })
    const later = await signedInAs(supporter.account)
    expect((await later.get(`/training/certificates/${certificate.id}`)).text).toContain(certificate.reference)
    const check = `/certificates?reference=${certificate.reference}`
    expect((await later.get(check)).text).toContain('is a certificate of ours')

    const day = await aHostDate({ hostId: host.id, supporterId: supporter.id, startsAt: new Date('2027-02-20T10:00:00Z') })
    const visit = await aPlacement({ candidateId: (await aCandidate({ adult: true })).id, dateId: day.id, state: 'confirmed' })
    const lead = await signedInAs(await anAccount({ roles: ['lead'] }))
    await submit(lead, `/staff/training/certificates/${certificate.id}/take-back`, { why: 'The register was wrong.' })
    expect(await db.supporter.findUniqueOrThrow({ where: { accountId: supporter.id } })).toMatchObject({ trainedUntil: null })
    expect(await db.placement.findUniqueOrThrow({ where: { id: visit.id } })).toMatchObject({ state: 'checks' })
    expect((await later.get(check)).text).toContain('does not count any more')
  })

  it('is reminded, and once it has run out offers no day and is told what to do', async () => {
    const supporter = await aSupporter({ trainedUntil: null })
    await aCertificate({ accountId: supporter.id, validUntil: '2027-02-01' })
    const host = await aHost({ supporterId: supporter.id, name: 'Dog section of the north' })
    const agent = await signedInAs(supporter.account)
    const offers = async () =>
      (await pool.query<{ can: boolean }>('SELECT can_host($1, $2::date) AS can', [supporter.id, '2027-02-01'])).rows[0]?.can
    expect(await offers()).toBe(true)
    expect((await agent.get('/shadowing')).text).toContain(host.name)
    expect((await agent.get(`/supporting/hosting/${host.id}/dates/new`)).status).toBe(200)
    await remindOfCertificates()
    await remindOfCertificates()
    await remindOfTrainings()
    setDay('2027-02-01')
    await remindOfCertificates()
    expect(await lettersTo(supporter.id)).toEqual(['training.lapsing', 'training.lapsing'])

    setDay('2027-02-02')
    const later = await signedInAs(supporter.account)
    expect((await later.get('/shadowing')).text).not.toContain(host.name)
    expect((await later.get(`/supporting/hosting/${host.id}`)).text).toMatch(/ran out on 1\sFebruary\s2027[\s\S]*href="\/training"/)
    expect((await later.get('/training')).text).toMatch(/ran out on 1\sFebruary\s2027[\s\S]*you can host nobody/)
  })
})

describe('the lead’s register', () => {
  it('lists who has run out first, counts what it lists, leaves out leavers, and writes once to whom it shows', async () => {
    const lapsed = await anAccount({ roles: ['recruiter'], name: 'Ruth Lapsed' })
    await aCertificate({ accountId: lapsed.id, validUntil: '2027-01-09' })
    const soon = await anAccount({ roles: ['recruiter'], name: 'Saoirse Soon' })
    await aCertificate({ accountId: soon.id, validUntil: '2027-03-01' })
    await anAccount({ roles: ['recruiter'], name: 'Leo Leaver', deactivatedAt: new Date('2027-01-02T00:00:00Z') })
    const agent = await signedInAs(await anAccount({ roles: ['lead'] }))
    const { text } = await agent.get('/staff/training?course=bias&role=recruiter')
    expect(text.indexOf('Ruth Lapsed')).toBeLessThan(text.indexOf('Saoirse Soon'))
    expect(text).not.toContain('Leo Leaver')
    for (const standing of ['lapsed', 'never', 'soon', 'current']) {
      const list = await agent.get(`/staff/training?course=bias&standing=${standing}`)
      const count = Number(/<strong aria-current="page">[^(]*\((\d+)\)/.exec(list.text)?.[1])
      expect(list.text.split('<tr>').length - (count > 0 ? 2 : 1)).toBe(Math.min(25, count))
    }
    const nudge = `/staff/training/nudge?account=${lapsed.id}&course=bias`
    expect((await agent.get(nudge)).text).toContain('Send 1 letter')
    await submit(agent, nudge, { account: lapsed.id, course: 'bias' }, '/staff/training/nudge')
    await submit(agent, nudge, { account: lapsed.id, course: 'bias' }, '/staff/training/nudge')
    expect(await lettersTo(lapsed.id)).toEqual(['training.nudge'])
    const csv = await agent.get('/staff/training/register.csv?standing=lapsed&course=bias')
    expect(csv.text).toMatch(/Ruth Lapsed,[^\n]*Run out,2027-01-09/)
    expect((await (await signedInAs(await anAccount({ roles: ['coordinator'] }))).get('/staff/training')).status).toBe(403)
    expect(theCourse('bias').title).toBe('Fair minds: noticing bias')
  })
})
