import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db, pool } from '../../src/core/db.ts'
import { remindOfTasks } from '../../src/features/tasks/commands/reminders.ts'
import { taskEmails } from '../../src/features/tasks/emails.ts'
import { findTasksWaiting } from '../../src/features/tasks/queries/waiting.ts'
import { profileOf } from '../../src/forces/find.ts'
import { databaseUrl } from '../support/database.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
let owner: pg.Client
let agent: Awaited<ReturnType<typeof signedInAs>>
let priya: Awaited<ReturnType<typeof anAccount>>
let marcus: Awaited<ReturnType<typeof anAccount>>
let amara: Awaited<ReturnType<typeof aCandidate>>
let actor: Team

beforeAll(async () => {
  owner = new pg.Client({ connectionString: databaseUrl('superuser') })
  await owner.connect()
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
  amara = await aCandidate({ name: 'Amara Okafor' })
  actor = { role: 'coordinator', accountId: priya.id, name: priya.name, roles: ['coordinator'] }
})
beforeEach(async () => {
  vi.setSystemTime(frozen)
  agent = await signedInAs(priya)
  await owner.query('DELETE FROM tasks')
})
afterAll(async () => {
  vi.useRealTimers()
  await owner.end()
})

const aTask = (day: string, overrides: object = {}) =>
  db.task.create({
    data: {
      ...{ title: 'Ring about parking', dueOn: new Date(`${day}T00:00:00Z`), ownerId: priya.id, madeById: priya.id },
      ...{ givenAt: new Date('2027-01-10T10:00:00Z'), madeAt: new Date('2027-01-10T10:00:00Z') },
      ...overrides,
    },
  })
const act = (id: string, what: string, values: Record<string, string> = {}) =>
  submit(agent, `/staff/tasks/${id}`, values, `/staff/tasks/${id}/${what}`)
const add = (values: Record<string, string>) => submit(agent, '/staff/tasks/new', values, '/staff/tasks')
const written = () => ({ taskTitle: 'Ring about parking', taskDue: '15/1/2027', taskOwner: priya.id })

describe('a task', () => {
  it('is made about a candidate, done from their page and opened again, each step on record', async () => {
    const made = await add({ ...written(), about: amara.id })
    expect(made.headers['location']).toBe(`/staff/candidates/${amara.id}?notice=task#tasks`)
    const { id } = await db.task.findFirstOrThrow({ where: { candidateId: amara.id } })
    const done = await act(id, 'done', { from: 'candidate' })
    expect(done.headers['location']).toBe(`/staff/candidates/${amara.id}?notice=task-done#tasks`)
    expect((await agent.get(`/staff/candidates/${amara.id}?notice=task-done`)).text).toContain('Open again: ')
    expect((await act(id, 'done')).status).toBe(422)
    expect((await act(id, 'reopen', { from: 'list' })).headers['location']).toBe('/staff/tasks?notice=reopened')
    const changes = await db.taskChange.findMany({ where: { taskId: id }, orderBy: { id: 'asc' } })
    expect(changes.map(({ what }) => what)).toEqual(['made', 'done', 'reopened'])
    const events = await db.event.findMany({ where: { candidateId: amara.id, subjectId: id }, orderBy: { id: 'asc' } })
    expect(events.map(({ name }) => name)).toEqual(['task.made', 'task.done', 'task.reopened'])
  })

  it('about nobody goes back to the list, where a way stands to take it back', async () => {
    expect((await add({ ...written(), about: '' })).headers['location']).toBe('/staff/tasks?notice=made')
    const { id } = await db.task.findFirstOrThrow({ where: { candidateId: null }, orderBy: { id: 'desc' } })
    const done = await act(id, 'done', { from: 'list' })
    expect((await agent.get(done.headers['location'] ?? '')).text).toContain(`/staff/tasks/${id}/reopen`)
  })

  it.each([
    ['nothing', {}, 'Say what has to be done'],
    ['too long words', { taskTitle: 'x'.repeat(201) }, 'must be 200 characters or fewer'],
    ['a day that has passed', { taskDue: '13/1/2027' }, 'The day must be today or later'],
    ['a day that is none', { taskDue: '31/2/2027' }, 'Enter a day like 14/1/2027'],
    ['a day too far away', { taskDue: '1/1/2035' }, 'The day must be within two years'],
    ['somebody unknown', { taskOwner: randomUUID() }, 'Choose somebody who is in the team now'],
  ])('is not made for %s, and no word is lost', async (what, values, words) => {
    const before = await db.task.count()
    const page = await add(what === 'nothing' ? {} : { ...written(), ...values })
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
    if ('taskDue' in values) expect(page.text).toContain(`value="${values.taskDue}"`)
    expect(await db.task.count()).toBe(before)
  })

  it('is given on with a reason, by whoever saw whose it was, to somebody of the team', async () => {
    const { id } = await aTask('2027-01-15')
    expect((await act(id, 'give', { taskOwner: marcus.id, seen: priya.id })).text).toContain('Choose why somebody else does it')
    expect((await act(id, 'give', { taskOwner: marcus.id, giveReason: 'away', seen: priya.id })).status).toBe(303)
    expect((await act(id, 'give', { taskOwner: marcus.id, giveReason: 'away', seen: priya.id })).text).toContain('has given this task away')
    expect((await agent.get(`/staff/tasks/${id}`)).text).toContain('Given to Marcus Bell</span>: Whoever had it is away')
    expect((await act(id, 'change', { taskTitle: 'Ring about the lift', taskDue: '20 January 2027' })).status).toBe(303)
    expect(await db.task.findUniqueOrThrow({ where: { id } })).toMatchObject({ title: 'Ring about the lift', ownerId: marcus.id })
  })

  it('goes with the person it is about, and keeps its history till then', async () => {
    const person = await aCandidate()
    await add({ ...written(), about: person.id })
    await expect(pool.query(`UPDATE task_changes SET what = 'done'`)).rejects.toThrow(/permission denied/)
    await expect(pool.query('DELETE FROM tasks')).rejects.toThrow(/permission denied/)
    await pool.query('SELECT erase_candidate($1, $2)', [person.id, frozen])
    expect(await db.task.count({ where: { candidateId: person.id } })).toBe(0)
    await agent.get(`/staff/tasks/new?about=${person.id}`).expect(404)
    await agent.get(`/staff/tasks/${randomUUID()}`).expect(404)
  })
})

it('counts what waits as the list does, for the team and for one', async () => {
  const days = ['2026-12-01', '2027-01-13', '2027-01-14', '2027-01-15', '2027-01-21', '2027-01-22', '2027-06-01']
  for (const [at, day] of days.entries()) await aTask(day, at % 2 === 0 ? {} : { ownerId: marcus.id })
  await aTask('2027-01-14', { candidateId: (await aCandidate({ closedAt: frozen })).id })
  for (const whose of ['team', 'mine'] as const)
    for (const { count, href } of await findTasksWaiting(actor, whose)) {
      const { text } = await agent.get(href).expect(200)
      expect(text.match(/class="pa-task"/g)?.length ?? 0, href).toBe(count)
    }
  for (const wrong of ['?when=never', '?whose=all&page=x', '?undo=x', '?page=-1']) await agent.get(`/staff/tasks${wrong}`).expect(200)
})

describe('the reminder on the morning of the day', () => {
  const reminders = () => db.email.count({ where: { kind: 'tasks.due' } })

  it('goes once to whoever has tasks due, from eight in London, however often and by however many it is tried', async () => {
    await pool.query('DELETE FROM task_reminders')
    await aTask('2027-07-01', { ownerId: marcus.id })
    await aTask('2027-07-01', { ownerId: marcus.id })
    const before = await reminders()
    vi.setSystemTime(new Date('2027-07-01T06:59:00Z'))
    expect(await remindOfTasks()).toBe(0)
    vi.setSystemTime(new Date('2027-07-01T07:00:00Z'))
    const sent = await Promise.all([remindOfTasks(), remindOfTasks(), remindOfTasks()])
    expect(sent.reduce((sum, each) => sum + each, 0)).toBe(1)
    vi.setSystemTime(new Date('2027-07-01T15:00:00Z'))
    expect(await remindOfTasks()).toBe(0)
    expect((await reminders()) - before).toBe(1)
  })

  it('says how many and never what about, and is left out where nothing is left to do', async () => {
    const task = await aTask('2027-08-02', { ownerId: marcus.id, title: 'Ring Amara Okafor' })
    await aTask('2027-08-01', { ownerId: marcus.id })
    const about = { emailId: '', accountId: marcus.id, candidateId: null, aboutId: null, data: { day: '2027-08-02' }, baseUrl: '' }
    const write = () => taskEmails['tasks.due']?.({ ...about, force: profileOf('cheshire') })
    const content = await write()
    expect(content).toMatchObject({ subject: 'A task of yours is due', heading: '1 task for Monday 2\u00a0August\u00a02027' })
    expect(JSON.stringify(content)).not.toContain('Amara')
    await db.task.update({ where: { id: task.id }, data: { state: 'done', doneAt: frozen } })
    expect(await write()).toBeUndefined()
  })

  it('goes to nobody who has left, and tells nobody of what they were given that day', async () => {
    await pool.query('DELETE FROM task_reminders')
    const left = await anAccount({ roles: ['coordinator'] })
    await db.account.update({ where: { id: left.id }, data: { deactivatedAt: frozen } })
    await aTask('2027-09-06', { ownerId: left.id })
    await aTask('2027-09-06', { ownerId: priya.id, givenAt: new Date('2027-09-06T09:00:00Z') })
    vi.setSystemTime(new Date('2027-09-06T10:00:00Z'))
    expect(await remindOfTasks()).toBe(0)
  })
})
