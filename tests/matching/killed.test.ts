import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { performRun } from '../../src/features/matching/commands/run.ts'
import { askForRun, restartRun } from '../../src/features/matching/commands/runs.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aHelper, aWaiting } from '../support/matching.ts'
import { anAccount, signedInAs } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const at = '/staff/matching'
const force = profileOf('cheshire')
type Agent = Awaited<ReturnType<typeof signedInAs>>
let priya: Team
let asPriya: Agent

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  const account = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  priya = { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] }
  asPriya = await signedInAs(account)
})
beforeEach(async () => {
  // each begins with nobody waiting and no supporter: those of the test before have left
  await db.supportRequest.updateMany({ where: { state: { not: 'withdrawn' } }, data: { state: 'withdrawn', reason: 'notNow' } })
  await db.supporter.updateMany({ where: { state: 'approved' }, data: { state: 'left' } })
})
afterAll(() => {
  vi.useRealTimers()
})

const runOf = (id: string) => db.matchRun.findUniqueOrThrow({ where: { id }, include: { members: true } })

describe('a run whose worker dies', () => {
  const asked = async () => (await askForRun(priya, { kind: 'buddy', cohortId: null }))?.id ?? ''
  const killed = () => Promise.reject(new Error('the process was killed'))

  it('is taken up by the next, and nothing is there twice', async () => {
    await aWaiting()
    await aHelper()
    const id = await asked()
    await expect(performRun(force, id, killed)).rejects.toThrow('killed')
    expect((await runOf(id)).state).toBe('running')
    expect((await asPriya.get(`${at}/${id}`)).headers['refresh']).toBe('3')
    await performRun(force, id)
    await performRun(force, id)
    const run = await runOf(id)
    expect([run.state, run.attempts, run.members.length]).toEqual(['draft', 2, 1])
  })

  it('three times says that it failed, and can be started again', async () => {
    await aWaiting()
    const id = await asked()
    for (let n = 0; n < 3; n += 1) await expect(performRun(force, id, killed)).rejects.toThrow('killed')
    await performRun(force, id)
    expect((await runOf(id)).failedWhy).toBe('stopped')
    const page = await asPriya.get(`${at}/${id}`).expect(200)
    expect(page.text).toContain('This run did not finish')
    expect(page.text).toContain(`${at}/${id}/restart`)
    expect(await restartRun(priya, id)).toEqual({ ok: true })
    await performRun(force, id)
    expect((await runOf(id)).state).toBe('draft')
  })

  it('shows nothing of an answer whose proof does not hold', async () => {
    await aWaiting()
    await aWaiting()
    await aHelper({ capacity: 2 })
    const id = await asked()
    const { assign } = await import('../../src/core/assignment.ts')
    await performRun(force, id, (problem) => {
      const result = assign(problem)
      return { ...result, pairs: result.pairs.slice(1), matched: 1 }
    })
    const run = await runOf(id)
    expect([run.state, run.failedWhy, run.members.length]).toEqual(['failed', 'proof', 0])
    expect((await asPriya.get(`${at}/${id}`)).text).toContain('did not hold when it was checked')
  })
})
