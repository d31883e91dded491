import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { remindOfTrainings } from '../../src/features/supporting/commands/remind.ts'
import { forgetVolunteers } from '../../src/features/supporting/commands/volunteers.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { anAccount, anApp, signedInAs, submit } from '../support/people.ts'
import request from 'supertest'

const frozen = new Date('2027-01-14T10:00:00Z')
const days = (n: number) => new Date(frozen.getTime() + n * 86_400_000)
const list = '/staff/supporters'
let asPriya: Awaited<ReturnType<typeof signedInAs>>
let asLead: Awaited<ReturnType<typeof signedInAs>>

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
beforeEach(async () => {
  vi.setSystemTime(frozen)
  asPriya = await signedInAs(await anAccount({ roles: ['coordinator'], name: 'Priya Nair' }))
  asLead = await signedInAs(await anAccount({ roles: ['lead'] }))
})
afterAll(() => {
  vi.useRealTimers()
})

const kindsTo = async (accountId: string) => (await db.email.findMany({ where: { accountId } })).map(({ kind }) => kind)
const stateOf = async (id: string) => (await db.supporter.findUniqueOrThrow({ where: { accountId: id } })).state

describe('the team decides about supporters', () => {
  it('approves one who said what they offer, and tells them', async () => {
    const { id } = await aSupporter({ name: 'Jamie Pickett', state: 'volunteered', decidedAt: null })
    expect((await asPriya.get(`${list}?state=toApprove`).expect(200)).text).toContain('Jamie Pickett')
    expect((await submit(asPriya, `${list}/${id}`, {}, `${list}/${id}/approve`)).headers['location']).toBe(`${list}/${id}?notice=approved`)
    expect([await stateOf(id), await kindsTo(id)]).toEqual(['approved', ['supporter.approved']])
    expect((await submit(asPriya, `${list}/${id}`, {}, `${list}/${id}/approve`)).status).toBe(422)
  })

  it('approves nobody who has said nothing yet, and nobody themselves', async () => {
    const silent = await anAccount({ roles: ['supporter'] })
    expect((await submit(asPriya, `${list}/${silent.id}`, {}, `${list}/${silent.id}/approve`)).text).toContain('nothing to approve')
    const both = await aSupporter({ state: 'volunteered', decidedAt: null })
    await db.accountRole.create({ data: { accountId: both.id, role: 'coordinator', grantedAt: frozen } })
    const asBoth = await signedInAs(both.account, anApp(), 'coordinator')
    expect((await submit(asBoth, list, {}, `${list}/${both.id}/approve`)).text).toContain('your own profile')
    expect(await stateOf(both.id)).toBe('volunteered')
  })

  it('declines with a reason, which the supporter reads', async () => {
    const { id, account } = await aSupporter({ state: 'volunteered', decidedAt: null })
    const decline = (why: string) => submit(asPriya, `${list}/${id}`, { why }, `${list}/${id}/decline`)
    expect((await decline(' ')).text).toContain('Say why')
    await decline('You interview this year')
    expect([await stateOf(id), await kindsTo(id)]).toEqual(['declined', ['supporter.declined']])
    expect((await (await signedInAs(account)).get('/supporting/profile')).text).toContain('You interview this year')
  })
})

describe('trainings', () => {
  const record = (id: string, values: Record<string, string>) => submit(asPriya, `${list}/${id}`, values, `${list}/${id}/trainings`)
  const until = async (id: string) =>
    (await db.supporter.findUniqueOrThrow({ where: { accountId: id } })).trainedUntil?.toISOString().slice(0, 10)

  it('gate matching until their last day, the latest that was not taken back', async () => {
    const { id } = await aSupporter({ trainedUntil: null })
    await expect(aPairing({ supporterId: id })).rejects.toThrow(/excluded/)
    await record(id, { held: '10/1/2027', until: '', evidence: 'Signed register' })
    expect(await until(id)).toBe('2029-01-09')
    const pairing = await aPairing({ supporterId: id })
    await record(id, { held: '10/1/2026', until: '14/1/2027', evidence: 'Certificate' })
    expect(await until(id)).toBe('2029-01-09')
    const [latest] = await db.supporterTraining.findMany({ where: { supporterId: id }, orderBy: { validUntil: 'desc' } })
    const back = `${list}/${id}/trainings/${latest?.id ?? ''}/take-back`
    await submit(asPriya, `${list}/${id}`, {}, back)
    expect(await until(id)).toBe('2027-01-14')
    expect((await db.pairing.findUniqueOrThrow({ where: { id: pairing.id } })).state).toBe('active')
    expect((await submit(asPriya, `${list}/${id}`, {}, back)).status).toBe(404)
    const [other] = await db.supporterTraining.findMany({ where: { supporterId: id, withdrawnAt: null } })
    await submit(asPriya, `${list}/${id}`, {}, `${list}/${id}/trainings/${other?.id ?? ''}/take-back`)
    expect(await until(id)).toBeUndefined()
    expect((await db.pairing.findUniqueOrThrow({ where: { id: pairing.id } })).state).toBe('paused')
  })

  it.each([
    [{ held: '15/1/2027', until: '', evidence: 'x' }, 'must not lie ahead'],
    [{ held: '10/1/2027', until: '10/1/2027', evidence: 'x' }, 'has to be after'],
    [{ held: '10/1/2027', until: '11/1/2032', evidence: 'x' }, 'within five years'],
    [{ held: '10/1/2027', until: '', evidence: '' }, 'Say what shows it'],
    [{ held: 'soon', until: '', evidence: 'x' }, 'Enter a date'],
  ])('are refused as %o', async (values, words) => {
    const { id } = await aSupporter()
    const { status, text } = await record(id, values)
    expect([status, text.includes(words)]).toEqual([422, true])
  })

  it('remind 30 and 7 days before and on the day, once each, however often the clockwork runs', async () => {
    const { id } = await aSupporter({ trainedUntil: days(31) })
    const declined = await aSupporter({ state: 'declined', trainedUntil: days(5) })
    for (let day = 0; day <= 40; day += 1) {
      vi.setSystemTime(days(day))
      await Promise.all([remindOfTrainings(), remindOfTrainings()])
    }
    const sent = await db.supporterTrainingReminder.findMany({ where: { supporterId: id }, orderBy: { sentAt: 'asc' } })
    expect(sent.map(({ daysBefore, sentAt }) => [daysBefore, sentAt])).toEqual([
      [30, days(1)],
      [7, days(24)],
      [0, days(31)],
    ])
    expect((await kindsTo(id)).length).toBe(3)
    expect(await kindsTo(declined.id)).toEqual([])
  })
})

describe('the list of supporters', () => {
  const total = async (query: string) =>
    /pa-pagehead__meta"><span>(\d+) (?:person|people)/.exec((await asPriya.get(`${list}${query}`).expect(200)).text)?.[1]

  it('narrows by each filter, counts what it lists, and puts the same into a file without what people lived through', async () => {
    const base = { areas: ['Chester'], routes: ['constable'], kinds: ['buddy'] }
    await aSupporter({ name: 'Zz Ann Free', ...base, trainedUntil: days(400) })
    await aSupporter({ name: 'Zz Bea Away', ...base, awayUntil: days(3), trainedUntil: days(12) })
    const full = await aSupporter({ name: 'Zz Cem Full', ...base, capacity: 1, kinds: ['coaching', 'buddy'], trainedUntil: days(400) })
    await aPairing({ supporterId: full.id })
    await aSupporter({ name: '=1+2 Zz Dee', areas: [], routes: ['pcso'], kinds: ['mentoring'], trainedUntil: days(-1) })
    await aSupporter({
      name: 'Zz Eve New',
      state: 'volunteered',
      decidedAt: null,
      trainedUntil: null,
      kinds: ['mentoring'],
      areas: ['Crewe'],
    })
    await anAccount({ roles: ['supporter'], name: 'Zz Fay Empty' })
    const left = await aSupporter({ name: 'Zz Gil Gone', ...base })
    await db.account.update({ where: { id: left.id }, data: { deactivatedAt: frozen } })
    const found: Record<string, string> = {
      '?q=Zz': '7',
      ...{
        '?q=Zz&state=toApprove': '1',
        '?q=Zz&state=unfinished': '1',
        '?q=Zz&state=approved': '4',
        '?q=Zz&state=left': '1',
        '?q=Zz&state=declined': '0',
      },
      ...{
        '?q=Zz&kind=coaching': '1',
        '?q=Zz&area=Crewe': '3',
        '?q=Zz&route=pcso&state=approved': '1',
        '?q=Zz&away=yes': '1',
        '?q=Zz&room=full': '1',
      },
      ...{
        '?q=Zz&state=approved&training=lapsed': '1',
        '?q=Zz&training=soon': '1',
        '?q=zz+cem+full': '1',
        '?q=%25': '0',
        '?q=Zz&kind=nonsense&page=x': '7',
      },
    }
    for (const [query, n] of Object.entries(found)) expect([query, await total(query)]).toEqual([query, n])
    expect((await asPriya.get(`${list}?q=Zz&state=declined`)).text).toContain('Nobody fits these filters')
    await db.supporterExperience.create({ data: { supporterId: full.id, code: 'careExperience', updatedAt: frozen } })
    const file = (await asPriya.get(`${list}/file?q=Zz&state=approved`).expect(200)).text
    expect(file.trim().split('\r\n')).toHaveLength(5)
    expect(file).toContain("'=1+2 Zz Dee")
    expect(file).not.toContain('care')
  })

  it('is for the team alone', async () => {
    for (const role of ['supporter', 'recruiter', 'administrator'] as const) {
      const agent = await signedInAs(await anAccount({ roles: [role] }))
      await agent.get(list).expect(403)
      await agent.get(`${list}/file`).expect(403)
    }
  })
})

describe('people who offer on the public page', () => {
  const offer = { name: 'Ben Ashworth', title: 'PC, response', kinds: 'buddy', words: 'My own buddy was good to me.', website: '' }
  const send = (email: string, values: object = {}) => submit(request.agent(anApp()), '/become-a-supporter', { ...offer, email, ...values })
  const waiting = (email: string) => db.volunteer.findMany({ where: { emailKey: email } })

  it('are kept once, answered alike, and a machine is not kept at all', async () => {
    for (let n = 0; n < 2; n += 1) expect((await send('Ben@force.example')).headers['location']).toBe('/become-a-supporter/sent')
    await send('bot@force.example', { website: 'https://spam.example' })
    expect([(await waiting('ben@force.example')).length, (await waiting('bot@force.example')).length]).toEqual([1, 0])
    expect(await db.email.count({ where: { address: 'Ben@force.example' } })).toBe(1)
    expect((await send('x', { kinds: [] })).status).toBe(422)
  })

  it('are invited by a lead as everybody of the staff is, and bring what they said', async () => {
    await send('lucy@force.example')
    const [lucy] = await waiting('lucy@force.example')
    const at = `${list}/volunteers`
    expect((await submit(asPriya, at, {}, `${at}/${lucy?.id ?? ''}/invite`)).status).toBe(403)
    expect((await submit(asLead, at, {}, `${at}/${lucy?.id ?? ''}/invite`)).headers['location']).toBe(`${at}?notice=invited`)
    expect(await db.invitation.count({ where: { emailKey: 'lucy@force.example', role: 'supporter' } })).toBe(1)
    const account = await anAccount({ roles: ['supporter'], email: 'lucy@force.example' })
    expect(await db.supporter.findUnique({ where: { accountId: account.id } })).toMatchObject({
      ...{ state: 'volunteered', title: 'PC, response', kinds: ['buddy'] },
    })
    expect((await submit(asLead, at, {}, `${at}/${lucy?.id ?? ''}/invite`)).status).toBe(422)
  })

  it('are declined with a reason by e-mail, and forgotten a year after', async () => {
    await send('max@force.example')
    const [max] = await waiting('max@force.example')
    await submit(asPriya, `${list}/volunteers`, { why: 'Not this year' }, `${list}/volunteers/${max?.id ?? ''}/decline`)
    expect(await waiting('max@force.example')).toMatchObject([{ state: 'declined', decidedWhy: 'Not this year' }])
    expect(await db.email.count({ where: { kind: 'volunteer.declined', aboutId: max?.id ?? '' } })).toBe(1)
    vi.setSystemTime(days(364))
    await forgetVolunteers(12)
    expect(await waiting('max@force.example')).toHaveLength(1)
    vi.setSystemTime(days(366))
    await forgetVolunteers(12)
    expect(await waiting('max@force.example')).toHaveLength(0)
  })
})
