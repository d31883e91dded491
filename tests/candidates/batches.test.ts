import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Coordinator } from '../../src/core/access.ts'
import { db, pool } from '../../src/core/db.ts'
import { confirmBatch, detailBatch, forgetDrafts, runBatch, startBatch } from '../../src/features/candidates/commands/batches.ts'
import { detailsSeen, type BatchDetails } from '../../src/features/candidates/rules/batches.ts'
import { aCohort } from '../support/cohorts.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
let priya: Awaited<ReturnType<typeof anAccount>>
let marcus: Awaited<ReturnType<typeof anAccount>>
let agent: Awaited<ReturnType<typeof signedInAs>>
let actor: Coordinator
let people: Awaited<ReturnType<typeof aCandidate>>[]

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
  agent = await signedInAs(priya)
  actor = { role: 'coordinator', accountId: priya.id, name: priya.name, roles: ['coordinator'] }
})
afterAll(() => {
  vi.useRealTimers()
})
beforeEach(async () => {
  people = []
  for (let n = 0; n < 4; n += 1) people.push(await aCandidate({ routes: ['pcso'], registeredAt: new Date(frozen.getTime() - n * 1000) }))
})

const idsOf = (some = people) => some.map(({ id }) => id)
const start = (values: Record<string, string | string[]>) => submit(agent, '/staff/candidates?route=pcso', values, '/staff/batches')
const started = async (values: Record<string, string | string[]>) => {
  const answer = await start(values)
  expect(answer.status).toBe(303)
  return answer.headers['location'] ?? ''
}
const detail = (at: string, values: Record<string, string>) => submit(agent, at, values, `${at}/details`)
const confirm = async (at: string) => {
  const page = await agent.get(at).expect(200)
  const [, seen = ''] = /name="seen" value="([^"]*)"/.exec(page.text) ?? []
  return submit(agent, at, { seen: seen.replaceAll('&#34;', '"') }, `${at}/confirm`)
}
const outcomes = async (at: string) => {
  const items = await db.batchItem.findMany({ where: { batchId: at.split('/').at(-1) ?? '' }, orderBy: { position: 'asc' } })
  return items.map(({ outcome, reason }) => (reason === null ? outcome : `${String(outcome)}: ${reason}`))
}

/** A confirmed batch, not begun. */
async function aBatch(details: BatchDetails, ids = idsOf()) {
  const id = (await startBatch(actor, details.action, { ids })) ?? ''
  await detailBatch(actor, id, details)
  return id
}

describe('doing something to those who are ticked', () => {
  it('shows who it happens for and who is left out, then does it, and tells each outcome', async () => {
    const [first, second, third] = people
    await db.candidate.update({ where: { id: third?.id ?? '' }, data: { closedAt: frozen } })
    await pool.query(`INSERT INTO assignments (candidate_id, to_id, by_role, at) VALUES ($1, $2, 'lead', now())`, [second?.id, marcus.id])
    const at = await started({ action: 'assign', which: 'chosen', chosen: idsOf() })
    expect((await agent.get(at).expect(200)).text).toContain('3 people chosen')
    expect((await detail(at, { ownerId: priya.id, reason: 'leave' })).status).toBe(303)
    const preview = await agent.get(at).expect(200)
    expect(preview.text).toContain('2 people will be given')
    expect(preview.text).toContain('1: Somebody looks after them already')
    expect((await agent.get(`${at}?show=skip`).expect(200)).text).toContain(second?.name ?? '')
    expect(await outcomes(at)).toEqual([null, null, null])
    expect((await confirm(at)).status).toBe(303)
    expect(await outcomes(at)).toEqual(['done', 'skipped: hasOwner', 'done'])
    expect(await db.candidate.findUniqueOrThrow({ where: { id: first?.id ?? '' } })).toMatchObject({ ownerId: priya.id })
    const result = await agent.get(at).expect(200)
    for (const words of ['Given 2', 'Left out 1', 'Somebody looks after them already']) expect(result.text).toContain(words)
    expect((await agent.get('/staff/batches').expect(200)).text).toContain('Give people to a coordinator')
  })

  it('gives those of others too where a reason is chosen, and keeps the history', async () => {
    await pool.query(`INSERT INTO assignments (candidate_id, to_id, by_role, at) VALUES ($1, $2, 'lead', now())`, [
      people[0]?.id,
      marcus.id,
    ])
    const at = await started({ action: 'assign', which: 'chosen', chosen: people[0]?.id ?? '' })
    await detail(at, { ownerId: priya.id, reason: 'away' })
    await confirm(at)
    expect(await outcomes(at)).toEqual(['done'])
    const history = await db.assignment.findMany({ where: { candidateId: people[0]?.id ?? '' }, orderBy: { id: 'asc' } })
    expect(history.map(({ toId, reason }) => [toId, reason])).toEqual([
      [marcus.id, null],
      [priya.id, 'away'],
    ])
  })

  it('accepts the requests of one kind that wait, each told once, and leaves the others out', async () => {
    const [asked, accepted, other] = people
    await aRequest(asked?.id ?? '', { kind: 'buddy' })
    await aRequest(accepted?.id ?? '', { kind: 'buddy', state: 'accepted', ownerId: marcus.id })
    await aRequest(other?.id ?? '', { kind: 'skills' })
    const at = await started({ action: 'accept', which: 'chosen', chosen: idsOf() })
    await detail(at, { kind: 'buddy', ownerId: marcus.id })
    await confirm(at)
    expect(await outcomes(at)).toEqual(['done', 'skipped: noneWaiting', 'skipped: noneWaiting', 'skipped: noneWaiting'])
    expect(await db.supportRequest.findFirst({ where: { candidateId: asked?.id ?? '' } })).toMatchObject({
      state: 'accepted',
      ownerId: marcus.id,
    })
    expect(await db.email.count({ where: { candidateId: asked?.id ?? '', kind: 'request.accepted' } })).toBe(1)
  })

  it('gives the open requests of one kind to somebody', async () => {
    await aRequest(people[0]?.id ?? '', { kind: 'buddy' })
    const at = await started({ action: 'giveRequests', which: 'chosen', chosen: idsOf() })
    await detail(at, { kind: 'buddy', ownerId: marcus.id })
    await confirm(at)
    expect((await outcomes(at)).filter((each) => each === 'done')).toHaveLength(1)
    expect(await db.supportRequest.findFirst({ where: { candidateId: people[0]?.id ?? '' } })).toMatchObject({ ownerId: marcus.id })
  })

  it('invites to a cohort those who are not in it', async () => {
    const cohort = await aCohort()
    const row = { cohortId: cohort.id, beganAt: frozen }
    await db.membership.create({ data: { ...row, candidateId: people[1]?.id ?? '', state: 'joined' } })
    const at = await started({ action: 'invite', which: 'chosen', chosen: idsOf() })
    await detail(at, { cohortId: cohort.id })
    await confirm(at)
    expect(await outcomes(at)).toEqual(['done', 'skipped: alreadyMember', 'done', 'done'])
    expect(await db.membership.count({ where: { cohortId: cohort.id, state: 'invited', endedAt: null } })).toBe(3)
  })

  it('can be changed and thrown away before it is confirmed, and neither afterwards', async () => {
    const at = await started({ action: 'assign', which: 'chosen', chosen: idsOf() })
    await detail(at, { ownerId: marcus.id, reason: 'leave' })
    expect((await agent.get(`${at}?change=yes`).expect(200)).text).toMatch(new RegExp(`value="${marcus.id}" selected`))
    const stale = await submit(agent, at, { seen: 'something else' }, `${at}/confirm`)
    expect([stale.status, stale.text]).toEqual([422, expect.stringContaining('changed in another window')])
    expect((await submit(agent, at, {}, `${at}/discard`)).status).toBe(303)
    await agent.get(at).expect(404)
    const kept = await started({ action: 'assign', which: 'chosen', chosen: idsOf() })
    await detail(kept, { ownerId: marcus.id, reason: 'leave' })
    await confirm(kept)
    expect((await submit(agent, kept, {}, `${kept}/discard`)).status).toBe(404)
    await detail(kept, { ownerId: priya.id, reason: 'leave' })
    expect(await db.candidate.count({ where: { id: { in: idsOf() }, ownerId: marcus.id } })).toBe(4)
  })

  it.each<[string, Record<string, string | string[]>, string]>([
    ['nobody', { action: 'assign', which: 'chosen' }, 'Tick at least one person'],
    ['somebody who is not there', { action: 'assign', which: 'chosen', chosen: randomUUID() }, 'Tick at least one person'],
    ['no action', { action: '', which: 'all', filter: '?route=pcso' }, 'Choose what to do'],
    ['filters that find nobody', { action: 'assign', which: 'all', filter: '?route=mounted' }, 'Tick at least one person'],
  ])('says what is missing where %s is chosen, and keeps what was ticked', async (_what, values, words) => {
    const answer = await start({
      chosen: people[0]?.id ?? '',
      filter: '?route=pcso',
      ...values,
      ...(values['chosen'] === undefined && { chosen: [] }),
    })
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)])
  })

  it.each([
    ['assign', { ownerId: '', reason: 'leave' }, 'Choose somebody of the team'],
    ['assign', { ownerId: randomUUID() }, 'Choose what happens to those'],
    ['accept', { ownerId: randomUUID() }, 'Choose a kind of support'],
    ['invite', { cohortId: '' }, 'Choose a cohort'],
  ])('asks what it needs to know to %s: %j', async (action, values, words) => {
    const at = await started({ action, which: 'chosen', chosen: idsOf() })
    const answer = await detail(at, values)
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)])
  })
})

describe('everybody that the filters find', () => {
  it('is whoever they find at that moment, as many as the list says', async () => {
    const total = await db.candidate.count({ where: { closedAt: null, routes: { has: 'pcso' } } })
    expect((await agent.get('/staff/candidates?route=pcso').expect(200)).text).toContain(`All ${String(total)} found`)
    const at = await started({ action: 'assign', which: 'all', filter: '?route=pcso' })
    expect((await agent.get(at).expect(200)).text).toContain(`${String(total)} people chosen`)
    await aCandidate({ routes: ['pcso'] })
    await detail(at, { ownerId: priya.id, reason: 'leave' })
    expect(await outcomes(at)).toHaveLength(total)
  })

  it('is done by the clockwork where it is many, and the page says how far it is', async () => {
    await pool.query(`INSERT INTO candidates (id, reference, name, routes, registered_at, active_at)
      SELECT gen_random_uuid(), 'PA-M' || n, 'Many ' || n, '{staff}', now(), now() FROM generate_series(1, 120) n`)
    const at = await started({ action: 'assign', which: 'all', filter: '?route=staff' })
    await detail(at, { ownerId: priya.id, reason: 'leave' })
    await confirm(at)
    const page = await agent.get(at).expect(200)
    for (const words of ['0 of 120 so far', 'See how far it is now', 'Waiting']) expect(page.text).toContain(words)
    const { rows } = await pool.query(
      `SELECT task_identifier, key FROM graphile_worker.jobs WHERE task_identifier = 'candidates.runBatch' AND key = $1`,
      [`batch:${at.split('/').at(-1) ?? ''}`],
    )
    expect(rows).toHaveLength(1)
    await Promise.all([runBatch(at.split('/').at(-1) ?? ''), runBatch(at.split('/').at(-1) ?? '')])
    expect(new Set(await outcomes(at))).toEqual(new Set(['done']))
    expect((await agent.get(at).expect(200)).text).toContain('Given 120')
    expect(await db.event.count({ where: { name: 'candidate.assigned', actorId: priya.id, at: { gte: frozen } } })).toBeGreaterThan(119)
  })
})

describe('once', () => {
  it('is done once, however often and at once it is confirmed', async () => {
    await aRequest(people[0]?.id ?? '', { kind: 'buddy' })
    const details: BatchDetails = { action: 'accept', kind: 'buddy', ownerId: priya.id }
    const id = await aBatch(details)
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirmBatch(actor, id, detailsSeen(details))))
    expect(answers.filter((answer) => answer?.ok === true && !answer.again)).toHaveLength(1)
    await Promise.all(Array.from({ length: 4 }, () => runBatch(id)))
    expect(await db.supportRequestChange.count({ where: { request: { candidateId: people[0]?.id ?? '' }, toState: 'accepted' } })).toBe(1)
    expect(await db.email.count({ where: { candidateId: people[0]?.id ?? '', kind: 'request.accepted' } })).toBe(1)
    expect(await db.event.count({ where: { subjectId: id, name: { in: ['batch.confirmed', 'batch.done'] } } })).toBe(2)
  })

  it('goes on where it was when a process was killed, and does nobody twice', async () => {
    const details: BatchDetails = { action: 'assign', ownerId: priya.id }
    const id = await aBatch(details)
    await confirmBatch(actor, id, detailsSeen(details))
    await pool.query(`UPDATE batch_items SET outcome = 'done', done_at = now() WHERE batch_id = $1 AND position = 1`, [id])
    await runBatch(id)
    expect(await db.candidate.count({ where: { id: { in: idsOf() }, ownerId: priya.id } })).toBe(3)
  })

  it('does nothing more for somebody who is of the team no longer', async () => {
    const gone = await anAccount({ roles: ['coordinator'] })
    const other: Coordinator = { ...actor, accountId: gone.id }
    const details: BatchDetails = { action: 'assign', ownerId: priya.id }
    const id = (await startBatch(other, 'assign', { ids: idsOf() })) ?? ''
    await detailBatch(other, id, details)
    await confirmBatch(other, id, detailsSeen(details))
    await db.accountRole.deleteMany({ where: { accountId: gone.id } })
    await runBatch(id)
    expect(await db.batchItem.count({ where: { batchId: id, reason: 'actorLeft' } })).toBe(4)
  })

  it('keeps an outcome and a confirmed batch against the portal itself', async () => {
    const details: BatchDetails = { action: 'assign', ownerId: priya.id }
    const id = await aBatch(details)
    await expect(pool.query(`UPDATE batch_items SET outcome = 'done', done_at = now() WHERE batch_id = $1`, [id])).rejects.toThrow(
      /only a running batch/,
    )
    await confirmBatch(actor, id, detailsSeen(details))
    await runBatch(id)
    await expect(pool.query(`UPDATE batch_items SET outcome = 'failed', reason = 'x' WHERE batch_id = $1`, [id])).rejects.toThrow(
      /written once/,
    )
    await expect(pool.query(`UPDATE batches SET details = '{}' WHERE id = $1`, [id])).rejects.toThrow(/not changed/)
    await expect(pool.query('DELETE FROM batches WHERE id = $1', [id])).rejects.toThrow(/stays/)
  })

  it('is seen by whoever made it, and once confirmed by the lead', async () => {
    const id = await aBatch({ action: 'assign', ownerId: priya.id })
    const other = await signedInAs(await anAccount({ roles: ['coordinator'] }))
    const lead = await signedInAs(marcus)
    for (const somebody of [other, lead]) await somebody.get(`/staff/batches/${id}`).expect(404)
    await confirmBatch(actor, id, detailsSeen({ action: 'assign', ownerId: priya.id }))
    await other.get(`/staff/batches/${id}`).expect(404)
    await lead.get(`/staff/batches/${id}`).expect(200)
    await submit(other, '/staff/candidates?all=yes', { seen: '' }, `/staff/batches/${id}/confirm`).then(({ status }) => {
      expect(status).toBe(404)
    })
  })

  it('forgets a draft after a day, and somebody who has gone at once', async () => {
    const id = await aBatch({ action: 'assign', ownerId: priya.id })
    await pool.query('SELECT erase_candidate($1, now())', [people[0]?.id])
    expect(await db.batchItem.count({ where: { batchId: id } })).toBe(3)
    await forgetDrafts()
    expect(await db.batch.count({ where: { id } })).toBe(1)
    vi.setSystemTime(new Date(frozen.getTime() + 86_400_001))
    await forgetDrafts()
    vi.setSystemTime(frozen)
    expect(await db.batch.count({ where: { id } })).toBe(0)
  })
})
