import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { tellOfVisits } from '../../src/features/visits/commands/clockwork.ts'
import { aCheck } from '../support/checks.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'
import { aSupporter } from '../support/pairings.ts'
import { aVisitOf, stateOf } from '../support/visits.ts'

const NOW = new Date('2027-04-01T10:00:00Z')
const DAY = 86_400_000
/** A Thursday, two weeks later: 11am to 3pm in London. */
const STARTS = new Date(NOW.getTime() + 14 * DAY)

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
const at = (when: Date) => vi.setSystemTime(when)
const hours = (n: number) => new Date(STARTS.getTime() + n * 3_600_000)
const days = (n: number, h = 6) => new Date(STARTS.getTime() + n * DAY + h * 3_600_000)

const aVisit = (state?: string) => aVisitOf(app, STARTS, state)
const letters = async (id: string) =>
  (await db.email.findMany({ where: { aboutId: id, kind: { startsWith: 'visit.' } }, orderBy: { id: 'asc' } })).map(
    ({ kind, candidateId }) => [kind, candidateId === null ? 'supporter' : 'candidate'],
  )
const answers = { realistic: 'yes', before: '3', after: '8', unsafe: 'no', good: 'The calls', better: '' }

describe('the joining pack', () => {
  it('says when, where, whom to ask for, and how to stop, and asks how sure somebody is before the day', async () => {
    const { imogen, my } = await aVisit()
    const page = await (await imogen()).get(`${my}/pack`).expect(200)
    for (const words of ['Hope Street', 'Sergeant Gareth Pellow', 'Flat shoes', '11am to 3pm', 'Either of you may stop'])
      expect(page.text).toContain(words)
    expect((await submit(await imogen(), `${my}/pack`, { score: '11' })).status).toBe(422)
    expect((await submit(await imogen(), `${my}/pack`, { score: '4' })).status).toBe(303)
    expect((await submit(await imogen(), `${my}/pack`, { score: '5' })).status).toBe(303)
    at(hours(1))
    const late = await (await imogen()).get(`${my}/pack`)
    expect(late.text).toContain('5 of 10')
    expect((await submit(await imogen(), `${my}/stop`, { score: '9' }, `${my}/pack`)).status).toBe(422)
  })

  it('is there while the visit is confirmed, and for nobody else', async () => {
    const { imogen, my } = await aVisit('checks')
    const page = await (await imogen()).get(`${my}/pack`).expect(200)
    expect(page.text).toContain('This visit is not confirmed')
    expect(page.text).not.toMatch(/Gareth|Hope Street/)
    await (await signedInAs(await aCandidate(), app)).get(`${my}/pack`).expect(404)
  })
})

describe('what the host sees', () => {
  it('is name, agreed needs and whom to ring, from when it is confirmed until seven days after, and then nothing of it', async () => {
    const visit = await aVisit()
    await aCheck({ kind: 'accessNeeds', placementId: visit.id, result: 'agreed', words: 'A chair with a back' })
    const page = await (await visit.gareth()).get(visit.hers).expect(200)
    const contact = await db.check.findFirstOrThrow({ where: { placementId: visit.id, kind: 'emergencyContact' } })
    const secrets = ['Imogen Tarrant', 'A chair with a back', contact.contactPhone ?? '']
    const sheet = `/supporting/visits/${visit.date.id}/sheet`
    for (const words of secrets) expect(page.text).toContain(words)
    expect((await (await visit.gareth()).get(sheet)).text).toContain('A chair with a back')
    at(hours(2))
    await submit(await visit.gareth(), visit.hers, { came: 'yes' }, `${visit.hers}/mark`)
    at(days(7, 10))
    for (const words of secrets) expect((await (await visit.gareth()).get(visit.hers)).text).toContain(words)
    at(days(8))
    for (const address of [visit.hers, '/supporting/visits', `${visit.hers}/debrief`, `${visit.hers}/incident`]) {
      const { text } = await (await visit.gareth()).get(address).expect(200)
      for (const words of secrets) expect(text).not.toContain(words)
    }
    await (await visit.gareth()).get(sheet).expect(404)
  })

  it.each(['requested', 'underConsideration', 'offered', 'accepted', 'checks'])('is nothing while it is %s', async (state) => {
    const { gareth, hers, date } = await aVisit(state)
    await (await gareth()).get(hers).expect(404)
    await (await gareth()).get(`/supporting/visits/${date.id}/sheet`).expect(404)
    expect((await (await gareth()).get('/supporting/visits')).text).not.toContain('Imogen')
  })

  it('is nothing for another host, or one who is suspended', async () => {
    const { gareth, hers, date, supporter } = await aVisit()
    const other = await signedInAs((await aSupporter()).account, app)
    await other.get(hers).expect(404)
    await other.get(`/supporting/visits/${date.id}/sheet`).expect(404)
    await db.supporter.update({ where: { accountId: supporter.id }, data: { suspendedAt: now() } })
    await (await gareth()).get(hers).expect(404)
  })
})

describe('the stop rule', () => {
  it.each(['imogen', 'gareth'] as const)('lets %s stop on the day, once, and tells the team without a reason', async (who) => {
    const visit = await aVisit()
    const head = await anAccount({ roles: ['lead'] })
    const base = who === 'imogen' ? visit.my : visit.hers
    const page = who === 'imogen' ? `${visit.my}/pack` : visit.hers
    expect((await submit(await visit[who](), page, {}, `${base}/stop`)).status).toBe(422)
    at(hours(1))
    expect((await submit(await visit[who](), `${base}/stop`, {})).status).toBe(303)
    expect((await (await visit[who]()).get(`${base}/stop`)).text).toContain('The team knows')
    expect(await db.email.count({ where: { kind: 'visit.stopped', aboutId: visit.id, accountId: head.id } })).toBe(1)
    expect(await stateOf(visit)).toBe('confirmed')
    const lead = await signedInAs(head, app)
    expect((await lead.get('/staff/visits?show=stopped')).text).toContain('Imogen Tarrant')
    await submit(lead, `/staff/visits/${visit.id}`, {}, `/staff/visits/${visit.id}/seen`)
    expect((await lead.get('/staff/visits?show=stopped')).text).not.toContain(visit.id)
  })

  it('is a rule of the database too', async () => {
    const { id } = await aVisit()
    const stop = (stoppedAt: Date) => db.visitStop.create({ data: { placementId: id, side: 'candidate', stoppedAt } })
    await expect(stop(NOW)).rejects.toThrow(/not the time/)
    await expect(stop(days(1))).rejects.toThrow(/not the time/)
    await stop(hours(1))
  })
})

describe('afterwards', () => {
  it('the host marks, both look back, and the visit is done', async () => {
    const visit = await aVisit()
    await submit(await visit.imogen(), `${visit.my}/pack`, { score: '4' })
    expect((await submit(await visit.gareth(), visit.hers, { came: 'yes' }, `${visit.hers}/mark`)).status).toBe(422)
    at(hours(4))
    expect((await submit(await visit.imogen(), `${visit.my}/debrief`, answers)).status).toBe(422)
    expect((await submit(await visit.gareth(), visit.hers, { came: 'no' }, `${visit.hers}/mark`)).status).toBe(422)
    expect((await submit(await visit.gareth(), visit.hers, { came: 'yes' }, `${visit.hers}/mark`)).status).toBe(303)
    expect(await stateOf(visit)).toBe('attended')
    expect((await submit(await visit.imogen(), `${visit.my}/debrief`, { ...answers, before: '9' })).status).toBe(303)
    expect((await submit(await visit.imogen(), `${visit.my}/debrief`, answers)).status).toBe(422)
    expect(await stateOf(visit)).toBe('attended')
    const unsafe = await submit(await visit.gareth(), `${visit.hers}/debrief`, { ...answers, unsafe: 'yes', good: 'In her words' })
    expect(unsafe.headers['location']).toBe(`${visit.hers}/incident`)
    expect(await stateOf(visit)).toBe('debriefed')
    const said = await db.visitDebrief.findMany({ where: { placementId: visit.id }, orderBy: { side: 'asc' } })
    expect(said).toMatchObject([
      { side: 'candidate', before: 4, recalled: false, after: 8 },
      { side: 'supporter', before: 3, recalled: true, unsafe: true },
    ])
    expect((await (await visit.imogen()).get(`${visit.my}/debrief`)).text).not.toContain('In her words')
    const team = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
    expect((await team.get('/staff/visits?show=unsafe')).text).toContain(visit.id)
    const page = await team.get(`/staff/visits/${visit.id}`).expect(200)
    for (const words of ['In her words', 'The calls', '4 before, 8 after']) expect(page.text).toContain(words)
    expect(await db.look.count({ where: { candidateId: visit.candidate.id, page: 'visit' } })).toBe(1)
    await submit(team, `/staff/visits/${visit.id}`, {}, `/staff/visits/${visit.id}/seen`)
    expect((await team.get('/staff/visits?show=unsafe')).text).not.toContain(visit.id)
  })

  it('whose reason it was is kept where nobody came, and it can be put right', async () => {
    const visit = await aVisit()
    at(hours(2))
    await submit(await visit.gareth(), visit.hers, { came: 'no', reason: 'travel' }, `${visit.hers}/mark`)
    expect(await db.placement.findUniqueOrThrow({ where: { id: visit.id } })).toMatchObject({ state: 'notAttended', reasons: ['travel'] })
    await (await visit.imogen()).get(`${visit.my}/certificate`).expect(404)
    await submit(await visit.gareth(), visit.hers, { came: 'yes' }, `${visit.hers}/mark`)
    expect(await stateOf(visit)).toBe('attended')
  })

  it('the team closes it once the time is over', async () => {
    const visit = await aVisit('attended')
    const colleague = await anAccount({ roles: ['coordinator'] })
    const page = `/staff/visits/${visit.id}`
    at(days(7))
    let team = await signedInAs(colleague, app)
    expect((await submit(team, page, {}, `${page}/close`)).status).toBe(422)
    at(days(8))
    team = await signedInAs(colleague, app)
    expect((await team.get('/staff/visits?show=overdue')).text).toContain(visit.id)
    expect((await submit(team, page, {}, `${page}/close`)).status).toBe(303)
    expect(await stateOf(visit)).toBe('debriefed')
    expect((await (await visit.imogen()).get(`${visit.my}/debrief`)).text).toContain('This visit is closed')
  })
})

describe('the certificate of experience', () => {
  it('names the department and the visitor, nobody who serves, and is checked without either', async () => {
    const visit = await aVisit('attended')
    const sent = await submit(await visit.imogen(), `${visit.my}/certificate`, {})
    expect(sent.status).toBe(303)
    const page = await (await visit.imogen()).get(`${visit.my}/certificate`).expect(200)
    for (const words of ['Imogen Tarrant', visit.host.name, '4 hours']) expect(page.text).toContain(words)
    expect(page.text).not.toMatch(/Gareth|Pellow|Sergeant/)
    await submit(await visit.imogen(), `${visit.my}/certificate`, {})
    const { reference } = await db.visitCertificate.findUniqueOrThrow({ where: { placementId: visit.id } })
    const check = await (await visit.gareth()).get(`/certificates?reference=${reference.toLowerCase()}`)
    expect(check.text).toContain('Work experience, April 2027')
    expect(check.text).not.toContain('Imogen')
    expect(check.text).not.toContain(visit.host.name)
    await db.placement.update({
      where: { id: visit.id },
      data: { state: 'notAttended', reasons: ['travel'], endedAt: now(), endedBy: 'team' },
    })
    expect((await (await visit.gareth()).get(`/certificates?reference=${reference}`)).text).toContain('does not count any more')
  })
})

describe('letters', () => {
  it('go once each, however often the clockwork runs, and anew for another day', async () => {
    const visit = await aVisit()
    const run = async (when: Date) => {
      at(when)
      await tellOfVisits()
      await tellOfVisits()
    }
    await run(days(-3))
    expect(await letters(visit.id)).toEqual([])
    await run(days(-1))
    expect(await letters(visit.id)).toEqual([['visit.dayBefore', 'candidate']])
    expect(await letters(visit.date.id)).toEqual([['visit.dayBeforeHost', 'supporter']])
    await run(hours(5))
    expect(await letters(visit.id)).toContainEqual(['visit.mark', 'supporter'])
    await submit(await visit.gareth(), visit.hers, { came: 'yes' }, `${visit.hers}/mark`)
    await run(hours(6))
    await submit(await visit.imogen(), `${visit.my}/debrief`, answers)
    await run(days(6))
    const gone = await letters(visit.id)
    expect(gone.filter(([kind]) => kind === 'visit.debrief')).toHaveLength(2)
    expect(gone.filter(([kind]) => kind === 'visit.debriefReminder')).toEqual([['visit.debriefReminder', 'supporter']])
  })
})

it('leaves scores as counts and no words when somebody is erased', async () => {
  const visit = await aVisit('attended')
  await submit(await visit.imogen(), `${visit.my}/debrief`, answers)
  await submit(await visit.imogen(), `${visit.my}/certificate`, {})
  await db.$executeRaw`SELECT erase_candidate(${visit.candidate.id}::uuid, ${now()}::timestamptz)`
  expect(await db.visitDebrief.findFirstOrThrow({ where: { placementId: visit.id } })).toMatchObject({ after: 8, good: null })
  expect(await db.visitCertificate.count({ where: { placementId: visit.id } })).toBe(0)
})
