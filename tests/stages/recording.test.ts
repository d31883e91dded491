import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterEach(() => {
  vi.useRealTimers()
})

const passed = { stage: 'constable sift', state: 'passed', on: '10/1/2027' }
const recordsOf = (candidateId: string) => db.stageRecord.findMany({ where: { candidateId }, orderBy: { recordedAt: 'asc' } })

describe('a candidate', () => {
  it('tells where they are, and takes a mistake off without losing it', async () => {
    const amara = await aCandidate({ routes: ['constable'] })
    const agent = await signedInAs(amara)
    expect((await submit(agent, '/my/stages/new', passed)).headers['location']).toBe('/my/stages?notice=order')
    const [record] = await recordsOf(amara.id)
    expect(record).toMatchObject({ stage: 'sift', state: 'passed', source: 'candidate', happenedOn: new Date('2027-01-10') })
    await submit(agent, '/my/stages', {}, `/my/stages/${String(record?.id)}/void`)
    expect(await recordsOf(amara.id)).toMatchObject([{ state: 'passed', voidedAt: frozen }])
  })

  it('neither takes off what the team recorded, nor what is another’s', async () => {
    const [amara, bethan, team] = await Promise.all([aCandidate(), aCandidate(), anAccount({ roles: ['coordinator'] })])
    const staff = await signedInAs(team)
    await submit(staff, `/staff/candidates/${amara.id}/stages/new`, passed)
    await submit(await signedInAs(bethan), '/my/stages/new', passed)
    const agent = await signedInAs(amara)
    for (const { id } of [...(await recordsOf(amara.id)), ...(await recordsOf(bethan.id)), { id: randomUUID() }])
      expect((await submit(agent, '/my/stages', {}, `/my/stages/${id}/void`)).status).toBe(404)
    expect(await db.stageRecord.count({ where: { voidedAt: { not: null }, candidateId: { in: [amara.id, bethan.id] } } })).toBe(0)
  })

  it.each<[string, Record<string, string | string[]>, string]>([
    ['nothing chosen', { stage: '', state: '', on: '' }, 'Choose a stage'],
    ['a stage of no route', { ...passed, stage: 'constable parade' }, 'Choose a stage from the list'],
    ['HTML for a stage', { ...passed, stage: '<b>x</b>' }, 'Choose a stage'],
    ['a state of the machine’s', { ...passed, state: 'void' }, 'Select what happened'],
    ['a day that is no day', { ...passed, on: '31/2/2027' }, 'Enter a real day'],
    ['a day in words', { ...passed, on: 'a while ago 🚓' }, 'Enter a real day'],
    ['a day to come', { ...passed, on: '15/1/2027' }, 'today or earlier'],
    ['the same field twice', { ...passed, state: ['passed', 'notPassed'] }, 'Select what happened'],
    ['far too much', { ...passed, on: 'x'.repeat(5000) }, 'Enter the day'],
  ])('is told beside the field what is wrong with %s, and nothing is kept', async (_what, values, words) => {
    const amara = await aCandidate()
    const answer = await submit(await signedInAs(amara), '/my/stages/new', values)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(words)
    expect(await recordsOf(amara.id)).toEqual([])
  })
})

describe('the team', () => {
  it('adds its own record beside the candidate’s, and sees where the two differ', async () => {
    const amara = await aCandidate({ routes: ['constable'] })
    await submit(await signedInAs(amara), '/my/stages/new', passed)
    const team = await signedInAs(await anAccount({ roles: ['lead'] }))
    await submit(team, `/staff/candidates/${amara.id}/stages/new`, { ...passed, state: 'notPassed' })
    expect((await recordsOf(amara.id)).map(({ source, state }) => `${source} ${state}`).sort()).toEqual([
      'candidate passed',
      'coordinator notPassed',
    ])
    expect((await team.get(`/staff/candidates/${amara.id}`).expect(200)).text).toContain('Two records differ')
  })

  it('is answered for a candidate who does not exist', async () => {
    const team = await signedInAs(await anAccount({ roles: ['coordinator'] }))
    await team.get(`/staff/candidates/${randomUUID()}/stages/new`).expect(404)
  })

  it('leaves alone what the candidate said, and is seen to have looked', async () => {
    const amara = await aCandidate()
    await submit(await signedInAs(amara), '/my/stages/new', { ...passed, state: 'notPassed' })
    const team = await signedInAs(await anAccount({ roles: ['coordinator'] }))
    const [record] = await recordsOf(amara.id)
    const answer = await submit(
      team,
      `/staff/candidates/${amara.id}/stages/new`,
      { reason: 'mistyped' },
      `/staff/candidates/${amara.id}/stages/${String(record?.id)}/void`,
    )
    expect(answer.status).toBe(404)
    expect(await db.look.count({ where: { candidateId: amara.id, page: 'recruitment stages' } })).toBe(1)
    const own = await (await signedInAs(amara)).get('/my/stages').expect(200)
    expect(own.text).toContain('10\u00a0July\u00a02027')
  })

  it('voids a mistake once, and nothing under another candidate', async () => {
    const [amara, bethan] = await Promise.all([aCandidate(), aCandidate()])
    const team = await signedInAs(await anAccount({ roles: ['coordinator'] }))
    await submit(team, `/staff/candidates/${amara.id}/stages/new`, passed)
    const [record] = await recordsOf(amara.id)
    const off = (candidateId: string) =>
      submit(
        team,
        `/staff/candidates/${candidateId}`,
        { reason: 'mistyped' },
        `/staff/candidates/${candidateId}/stages/${String(record?.id)}/void`,
      )
    expect((await off(bethan.id)).status).toBe(404)
    expect((await off(amara.id)).status).toBe(303)
    expect((await off(amara.id)).status).toBe(404)
  })
})

it('lets the portal itself neither change nor delete a record', async () => {
  await expect(pool.query(`UPDATE stage_records SET state = 'passed'`)).rejects.toThrow(/permission denied/)
  await expect(pool.query('DELETE FROM stage_records')).rejects.toThrow(/permission denied/)
})
