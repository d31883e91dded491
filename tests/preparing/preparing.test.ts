import ICAL from 'ical.js'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { forgetRemoved, remindOfSteps } from '../../src/features/preparing/commands/clockwork.ts'
import { addEntry } from '../../src/features/preparing/commands/fitness.ts'
import { addStep, changeStep } from '../../src/features/preparing/commands/plan.ts'
import { share } from '../../src/features/preparing/commands/sharing.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { recordStage } from '../../src/features/stages/commands/records.ts'
import { profileOf } from '../../src/forces/find.ts'
import { databaseUrl } from '../support/database.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, anApp, asActor, PASSWORD, signedInAs, submit } from '../support/people.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const force = profileOf('cheshire')
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000)
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

const nadia = async () => {
  const candidate = await aCandidate({ name: 'Nadia Bashir', adult: true, routes: ['constable'] })
  return { candidate, me: asActor(candidate), agent: await signedInAs(candidate, app) }
}
const step = { words: 'Practise aloud', remind: false }
const run = { onDay: '2027-02-28', kind: 'shuttle', level: 4, shuttle: 6, words: 'My private words' } as const

describe('a plan of one’s own', () => {
  it('takes own and suggested steps, ticks off, takes out, brings back, prints and goes into a calendar', async () => {
    const { candidate, agent } = await nadia()
    expect((await submit(agent, '/my/plan', { words: '' })).status).toBe(422)
    expect((await submit(agent, '/my/plan', { words: 'Ask <b>Mum</b>', dueOn: '14/3/2027', remind: 'yes' })).status).toBe(303)
    const suggested = { route: 'constable', stage: 'interest', code: 'talk' }
    expect((await submit(agent, '/my/plan', suggested, '/my/plan/suggested')).status).toBe(303)
    await submit(agent, '/my/plan', suggested, '/my/plan/suggested')
    expect((await submit(agent, '/my/plan', { ...suggested, code: 'nothing' }, '/my/plan/suggested')).status).toBe(404)
    const steps = await db.planStep.findMany({ where: { candidateId: candidate.id }, orderBy: { madeAt: 'asc' } })
    expect(steps).toHaveLength(2)
    const own = steps.find(({ code }) => code === null)?.id ?? ''
    const move = (event: string) => submit(agent, '/my/plan', { event }, `/my/plan/steps/${own}/move`)
    expect((await agent.get('/my/plan/print')).text).toContain('Ask &lt;b&gt;Mum')
    const file = await agent.get('/my/plan/calendar.ics').expect(200)
    const [event] = new ICAL.Component(ICAL.parse(file.text) as unknown[]).getAllSubcomponents('vevent')
    expect([event?.getFirstPropertyValue('uid'), event?.getFirstPropertyValue('sequence')]).toEqual([`step-${own}@cheshire.portal`, 0])
    expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2027-03-14')
    expect((await submit(agent, `/my/plan/steps/${own}`, { words: 'Ask Mum', dueOn: '15/3/2027' })).status).toBe(303)
    const moved = (await agent.get('/my/plan/calendar.ics')).text
    expect([moved.includes('SEQUENCE:1'), moved.includes('20270315')]).toEqual([true, true])
    expect((await move('done')).headers['location']).toBe('/my/plan?notice=done')
    expect((await move('undone')).status).toBe(303)
    const removed = await move('remove')
    expect((await agent.get(removed.headers['location'] ?? '')).text).toContain('Bring it back')
    expect((await move('done')).status).toBe(404)
    expect((await move('restore')).status).toBe(303)
    await move('remove')
    vi.setSystemTime(later(2))
    expect(await forgetRemoved()).toBe(1)
    expect((await submit(await signedInAs(candidate, app), '/my/plan', { event: 'restore' }, `/my/plan/steps/${own}/move`)).status).toBe(
      404,
    )
  })

  it('reminds the day before, once, and again where the day moved', async () => {
    const { candidate, me } = await nadia()
    const added = await addStep(me, { words: 'A private step', dueOn: '2027-03-03', remind: true })
    const letters = () => db.email.count({ where: { candidateId: candidate.id, kind: 'preparing.stepDue' } })
    await remindOfSteps()
    expect(await letters()).toBe(0)
    vi.setSystemTime(later(1))
    await remindOfSteps()
    await remindOfSteps()
    expect(await letters()).toBe(1)
    if (added?.ok) await changeStep(me, added.stepId, { words: 'A private step', dueOn: '2027-03-05', remind: true })
    vi.setSystemTime(later(3))
    await remindOfSteps()
    expect(await letters()).toBe(2)
  })
})

describe('a fitness log', () => {
  it('keeps runs and levels, shows the best, changes, takes out and gives a file in which nothing runs as a formula', async () => {
    const { candidate, agent } = await nadia()
    expect((await submit(agent, '/my/fitness', { onDay: '1/3/2027', kind: 'shuttle' })).text).toContain('Write the level and the shuttle')
    const runs = { onDay: '28/2/2027', kind: 'shuttle', level: '4', shuttle: '6', words: '=1+1', felt: '3', minutes: '' }
    expect((await submit(agent, '/my/fitness', runs)).status).toBe(303)
    expect((await submit(agent, '/my/fitness', { ...runs, onDay: '1/3/2027', level: '5', shuttle: '4' })).status).toBe(303)
    const page = await agent.get('/my/fitness')
    expect(page.text).toContain('level 5, shuttle 4</strong>')
    expect(page.text).toContain('pa-run')
    const file = await agent.get('/my/fitness/log.csv').expect(200)
    expect(file.text).toContain(`'=1+1`)
    const first = await db.fitnessEntry.findFirstOrThrow({ where: { candidateId: candidate.id, level: 4 } })
    expect((await submit(agent, `/my/fitness/entries/${first.id}`, { ...runs, kind: 'run', minutes: '20', level: '' })).status).toBe(303)
    expect((await submit(agent, '/my/fitness', { event: 'remove' }, `/my/fitness/entries/${first.id}/move`)).status).toBe(303)
    expect((await agent.get('/my/fitness')).text).toContain('One entry')
    expect((await submit(agent, '/my/fitness', { event: 'restore' }, `/my/fitness/entries/${first.id}/move`)).status).toBe(303)
  })
})

describe('who reads a plan or a log', () => {
  async function aPair() {
    const { candidate, me, agent } = await nadia()
    const supporter = await aSupporter({ name: 'Aisha Lowe' })
    const pairing = await aPairing({ candidateId: candidate.id, supporterId: supporter.id, kind: 'buddy' })
    await addStep(me, { ...step, words: 'My private step' })
    await addEntry(me, run)
    const aisha = await signedInAs({ id: supporter.id }, app, 'supporter')
    return { candidate, me, agent, aisha, pairing, hers: `/supporting/pairings/${pairing.id}/preparing` }
  }

  it('is nobody else, until it is shared; then just that, with just them, until they stop', async () => {
    const { candidate, agent, aisha, pairing, hers } = await aPair()
    const team = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
    const theirs = `/staff/candidates/${candidate.id}/preparing`
    await aisha.get(hers).expect(404)
    await team.get(theirs).expect(404)
    const wrong = await submit(agent, '/my/fitness/sharing', { reader: pairing.id, until: '1/2/2027' })
    expect(wrong.status).toBe(422)
    expect((await submit(agent, '/my/fitness/sharing', { reader: pairing.id, until: '1/4/2027' })).status).toBe(303)
    const seen = await aisha.get(hers).expect(200)
    expect(seen.text).toContain('My private words')
    expect(seen.text).not.toContain('My private step')
    expect((await aisha.get(`/supporting/pairings/${pairing.id}`)).text).toContain(hers)
    await team.get(theirs).expect(404)
    expect((await agent.get('/my/fitness')).text).toMatch(/Aisha<\/bdi>, until 1.April.2027/)
    expect((await submit(agent, '/my/plan/sharing', { reader: 'team', until: '1/4/2027' })).status).toBe(303)
    const shown = await team.get(theirs).expect(200)
    expect(shown.text).toContain('My private step')
    expect(shown.text).not.toContain('My private words')
    expect(await db.look.count({ where: { candidateId: candidate.id, page: 'plan or fitness log' } })).toBe(1)
    expect((await submit(agent, '/my/fitness/sharing', { reader: pairing.id }, '/my/fitness/sharing/stop')).status).toBe(303)
    await aisha.get(hers).expect(404)
  })

  it('ends with the last day, with a rest of the pairing, and for good with its end', async () => {
    const { me, aisha, pairing, hers } = await aPair()
    await share(me, { what: 'plan', pairingId: pairing.id, until: '2027-03-10' })
    await aisha.get(hers).expect(200)
    vi.setSystemTime(new Date('2027-03-11T00:30:00Z'))
    await (await signedInAs({ id: pairing.supporterId }, app, 'supporter')).get(hers).expect(404)
    vi.setSystemTime(NOW)
    await db.pairing.update({
      where: { id: pairing.id },
      data: { state: 'paused', pausedWhy: 'candidate', changedAt: NOW, changedByRole: 'candidate' },
    })
    await aisha.get(hers).expect(404)
    expect(await share(me, { what: 'fitness', pairingId: pairing.id, until: '2027-03-10' })).toEqual({ ok: false, reason: 'notPaired' })
    const ended = { state: 'ended', endedAt: NOW, endReason: 'completed', pausedWhy: null, changedAt: NOW, changedByRole: 'candidate' }
    await db.pairing.update({ where: { id: pairing.id }, data: ended })
    expect(await db.preparingShare.count({ where: { pairingId: pairing.id, endedAt: null } })).toBe(0)
  })

  it('is never the supporter of somebody else, nor another candidate', async () => {
    const { me, pairing, hers } = await aPair()
    await share(me, { what: 'plan', pairingId: pairing.id, until: '2027-03-10' })
    const other = await signedInAs(await aSupporter({ name: 'Ben Cole' }), app, 'supporter')
    await other.get(hers).expect(404)
    const stranger = await nadia()
    const mine = await db.planStep.findFirstOrThrow({ where: { candidateId: me.candidateId } })
    await stranger.agent.get(`/my/plan/steps/${mine.id}`).expect(404)
    expect(await share(stranger.me, { what: 'plan', pairingId: pairing.id, until: '2027-03-10' })).toEqual({
      ok: false,
      reason: 'notPaired',
    })
    const owner = new pg.Client({ connectionString: databaseUrl('superuser') })
    await owner.connect()
    const forged = `INSERT INTO preparing_shares (id, candidate_id, what, pairing_id, shared_at, until_on)
      VALUES (gen_random_uuid(), '${stranger.candidate.id}', 'plan', '${pairing.id}', '2027-03-01', '2027-03-10')`
    await expect(owner.query(forged)).rejects.toThrow('paired with')
    await owner.end()
  })
})

describe('not passed', () => {
  it('leads to a plan, support in one press, the day in the plan, and a new application of its own', async () => {
    const { candidate, me, agent } = await nadia()
    const given = { route: 'constable', stage: 'sift', state: 'notPassed', on: '2027-02-20' } as const
    const recorded = await recordStage(me, candidate.id, force, given)
    const id = recorded?.ok === true ? recorded.recordId : ''
    const here = `/my/again/${id}`
    expect((await agent.get('/my')).text).toContain(here)
    expect((await agent.get('/my/stages')).text).toContain(here)
    expect((await agent.get(here)).text).toMatch(/apply again from about 20.August.2027/)
    expect((await submit(agent, here, { feedback: 'I <i>rushed</i>', works: ['calm', 'online'], workWords: '' })).status).toBe(303)
    expect((await agent.get(here)).text).toContain('I &lt;i&gt;rushed')
    expect((await submit(agent, here, { kind: 'skills' }, `${here}/support`)).headers['location']).toContain('asked')
    expect((await submit(agent, here, { kind: 'skills' }, `${here}/support`)).headers['location']).toContain('hasAsked')
    expect((await submit(agent, here, { kind: 'inwork' }, `${here}/support`)).status).toBe(404)
    expect(await db.supportRequest.count({ where: { candidateId: candidate.id, kind: 'skills' } })).toBe(1)
    expect((await submit(agent, here, {}, `${here}/day`)).status).toBe(303)
    expect(await db.planStep.findFirst({ where: { candidateId: candidate.id, code: 'again' } })).toMatchObject({
      remind: true,
      dueOn: new Date('2027-08-20'),
    })
    const early = await submit(agent, `${here}/start`, { route: 'constable', on: '1/3/2027' })
    expect([early.status, early.text]).toEqual([422, expect.stringContaining('recruitment told you so')])
    vi.setSystemTime(new Date('2027-08-25T10:00:00Z'))
    const again = await signedInAs(candidate, app)
    expect((await submit(again, `${here}/start`, { route: 'constable', on: '25/8/2027' })).headers['location']).toBe(
      '/my/stages?notice=again',
    )
    expect(await db.stageRecord.count({ where: { candidateId: candidate.id, voidedAt: null } })).toBe(2)
    expect(await db.reapplyPlan.findFirst({ where: { candidateId: candidate.id } })).toMatchObject({
      feedback: 'I <i>rushed</i>',
      beganAt: new Date(),
    })
    await again.get(here).expect(404)
    expect((await again.get('/my/stages')).text).toContain('you are at Application')
  })

  it('is nobody else’s, and stays with a result that was corrected', async () => {
    const { candidate, me, agent } = await nadia()
    const given = { route: 'constable', stage: 'sift', state: 'notPassed', on: '2027-02-20' } as const
    const recorded = await recordStage(me, candidate.id, force, given)
    const id = recorded?.ok === true ? recorded.recordId : ''
    await submit(agent, `/my/again/${id}`, { feedback: 'Kept words', works: 'calm', workWords: '' })
    await (await nadia()).agent.get(`/my/again/${id}`).expect(404)
    const correction = { stage: 'constable sift', state: 'notPassed', on: '21/2/2027' }
    expect((await submit(agent, `/my/stages/${id}`, correction)).status).toBe(303)
    await agent.get(`/my/again/${id}`).expect(404)
    const now = await db.stageRecord.findFirstOrThrow({ where: { candidateId: candidate.id, voidedAt: null } })
    expect((await agent.get(`/my/again/${now.id}`)).text).toContain('Kept words')
  })
})

describe('an account that is closed', () => {
  let owner: pg.Client
  beforeAll(async () => {
    owner = new pg.Client({ connectionString: databaseUrl('superuser') })
    await owner.connect()
  })
  afterAll(() => owner.end())

  it('leaves nothing of a plan, a log, a share or a next try, and none of it was ever in the log of events', async () => {
    const { candidate, me, agent } = await nadia()
    await addStep(me, step)
    await addEntry(me, run)
    await share(me, { what: 'plan', pairingId: undefined, until: '2027-03-10' })
    const recorded = await recordStage(me, candidate.id, force, {
      route: 'pcso',
      stage: 'application',
      state: 'notPassed',
      on: '2027-02-20',
    })
    if (recorded?.ok === true) await submit(agent, `/my/again/${recorded.recordId}`, { feedback: 'Words', works: [], workWords: '' })
    const { rows: events } = await owner.query<{ name: string }>(`SELECT name FROM events WHERE candidate_id = '${candidate.id}'`)
    expect(events.map(({ name }) => name)).toEqual(['stage.recorded'])
    await closeAccount(me, PASSWORD)
    const tables = ['plan_steps', 'fitness_entries', 'preparing_shares', 'reapply_plans']
    for (const table of tables) expect((await owner.query(`SELECT FROM ${table} WHERE candidate_id = '${candidate.id}'`)).rowCount).toBe(0)
  })
})
