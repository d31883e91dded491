import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { askSupporters, publishRun } from '../../src/features/matching/commands/publish.ts'
import { findMatchingWaiting } from '../../src/features/matching/queries/waiting.ts'
import { aHelper, aWaiting } from '../support/matching.ts'
import { aPairing } from '../support/pairings.ts'
import { aCohort } from '../support/cohorts.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const at = '/staff/matching'
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

const runOf = (id: string) => db.matchRun.findUniqueOrThrow({ where: { id }, include: { members: true, choices: true } })
const pairsOf = async (id: string) =>
  (await runOf(id)).members.flatMap(({ candidateId, supporterId }) => (supporterId === null ? [] : [[candidateId, supporterId]])).sort()
const idIn = (location: string | undefined) => /matching\/([0-9a-f-]{36})/.exec(location ?? '')?.[1] ?? ''

async function begin(kind = 'buddy', cohort = ''): Promise<string> {
  const begun = await submit(asPriya, `${at}/new`, { kind, cohort })
  expect(begun.status).toBe(303)
  return idIn(begun.headers['location'])
}

describe('a run of matching', () => {
  it('proposes pairs, explains each, and says why somebody is left out', async () => {
    const ann = await aWaiting({ name: 'Ann Archer', asked: 30, wishes: { goals: ['interview', 'study'], availability: ['saturdays'] } })
    const ben = await aWaiting({ name: 'Ben Brook', asked: 20, wishes: { goals: ['interview'] } })
    const young = await aWaiting({ name: 'Kit Young', asked: 5, adult: false })
    const sue = await aHelper({ name: 'Sue Shaw', capacity: 1, goals: ['interview', 'study'], availability: ['saturdays'] })
    const id = await begin()
    const run = await runOf(id)
    expect({ state: run.state, people: run.people, matched: run.matched, outOf: run.outOf }).toEqual({
      state: 'draft',
      people: 3,
      matched: 1,
      outOf: 20,
    })
    expect(run.problemHash).toMatch(/^[0-9a-f]{64}$/)
    expect(run.checkedAt).toEqual(frozen)
    const page = await asPriya.get(`${at}/${id}`).expect(200)
    expect(page.text).toContain('1 pair to review')
    expect(page.text).toContain('Ask the supporter')
    expect(page.text).toContain('Why these points')
    expect(page.text).toContain('would mean: as many people matched')
    expect(page.text).toContain('Under 18')
    expect(page.text).toMatch(/<svg class="chart chart--wide pa-dots"/)
    const paired = run.members.find(({ supporterId }) => supporterId === sue.id)
    expect([ann.id, ben.id]).toContain(paired?.candidateId)
    const points = paired?.points as { points: number }[]
    expect(points.reduce((sum, each) => sum + each.points, 0)).toBe(paired?.score)
    expect(run.members.find(({ candidateId }) => candidateId === young.id)?.leftWhy).toMatchObject({
      reason: 'barred',
      barrier: 'underage',
    })
    expect(await db.look.count({ where: { candidateId: paired?.candidateId ?? '', page: 'matching' } })).toBe(1)
    expect(await db.pairing.count()).toBe(0)
  })

  it('finds the same for the same people and seed, whenever it is made again', async () => {
    for (let n = 0; n < 8; n += 1) await aWaiting({ wishes: { goals: [['interview', 'study', 'fitness'][n % 3] ?? ''] } })
    for (let n = 0; n < 5; n += 1) await aHelper({ goals: [['interview', 'study', 'theJob'][n % 3] ?? ''], capacity: 1 })
    const id = await begin()
    const first = await pairsOf(id)
    const again = await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/again`)
    const next = idIn(again.headers['location'])
    expect(next).not.toBe(id)
    expect(await pairsOf(next)).toEqual(first)
    const [a, b] = [await runOf(id), await runOf(next)]
    expect([b.problemHash, b.seed, a.state, b.state, b.previousId]).toEqual([a.problemHash, a.seed, 'replaced', 'draft', id])
  })

  it('is of a cohort’s members alone where one is chosen, and never touches a pairing that lives', async () => {
    const member = await aWaiting({ name: 'Mia Member' })
    await aWaiting({ name: 'Otto Other' })
    const has = await aWaiting({ name: 'Hal Has' })
    const helper = await aHelper({ capacity: 3 })
    const pairing = await aPairing({ candidateId: has.id, supporterId: helper.id })
    const cohort = await aCohort()
    await db.membership.create({ data: { cohortId: cohort.id, candidateId: member.id, state: 'joined', beganAt: frozen } })
    expect((await runOf(await begin('buddy', cohort.id))).members.map(({ candidateId }) => candidateId)).toEqual([member.id])
    const all = await runOf(await begin())
    expect(all.members.map(({ candidateId }) => candidateId)).not.toContain(has.id)
    expect(all.members).toHaveLength(2)
    expect(await db.pairing.findUniqueOrThrow({ where: { id: pairing.id } })).toEqual(pairing)
  })

  it('is refused to everybody but the team', async () => {
    const id = await begin()
    for (const role of ['candidate', 'supporter', 'recruiter', 'administrator'] as const) {
      const agent = await signedInAs(role === 'candidate' ? await aCandidate() : await anAccount({ roles: [role] }))
      for (const address of [at, `${at}/new`, `${at}/criteria`, `${at}/waiting?kind=buddy`, `${at}/${id}`])
        expect({ role, address, status: (await agent.get(address)).status }).toEqual({ role, address, status: 403 })
    }
    await (await signedInAs(await anAccount({ roles: ['lead'] }))).get(`${at}/${id}`).expect(200)
    await asPriya.get(`${at}/00000000-0000-4000-8000-00000000000f`).expect(404)
  })
})

describe('what a coordinator decides of a run', () => {
  async function two() {
    const ann = await aWaiting({ name: 'Ann Archer', wishes: { goals: ['interview'] } })
    const ben = await aWaiting({ name: 'Ben Brook', wishes: { goals: ['study'] } })
    const sue = await aHelper({ name: 'Sue Shaw', capacity: 1, goals: ['interview'] })
    const tom = await aHelper({ name: 'Tom Tate', capacity: 1, goals: ['study'] })
    return { ann, ben, sue, tom, id: await begin() }
  }

  it('a swap shows its exact cost, asks why, and comes out as foretold', async () => {
    const { ann, ben, sue, tom, id } = await two()
    expect(await pairsOf(id)).toEqual(
      [
        [ann.id, sue.id],
        [ben.id, tom.id],
      ].sort(),
    )
    const total = (await runOf(id)).total ?? 0
    const swapPage = `${at}/${id}/swap?pair=${ann.id}&with=${tom.id}`
    expect((await asPriya.get(swapPage)).text).toContain(`total ${String(total - 4)}`)
    const silent = await submit(asPriya, swapPage, { candidate: ann.id, supporter: tom.id }, `${at}/${id}/swap`)
    expect(silent.status).toBe(422)
    expect(silent.text).toContain('Say why')
    const swapped = await submit(
      asPriya,
      swapPage,
      { candidate: ann.id, supporter: tom.id, reason: 'They met at a workshop' },
      `${at}/${id}/swap`,
    )
    const next = idIn(swapped.headers['location'])
    expect(await pairsOf(next)).toEqual(
      [
        [ann.id, tom.id],
        [ben.id, sue.id],
      ].sort(),
    )
    expect((await runOf(next)).total).toBe(total - 4)
    const page = await asPriya.get(`${at}/${next}?pair=${ann.id}`)
    expect(page.text).toContain('They met at a workshop')
    const choice = (await runOf(next)).choices[0]?.id ?? ''
    const undone = await submit(asPriya, `${at}/${next}`, { choice }, `${at}/${next}/undo`)
    expect(await pairsOf(idIn(undone.headers['location']))).toEqual(
      [
        [ann.id, sue.id],
        [ben.id, tom.id],
      ].sort(),
    )
  })

  it('a pair that is kept stays when the run is made again, a pair ruled out does not come back, and who is taken out waits on', async () => {
    const { ann, ben, sue, tom, id } = await two()
    await submit(asPriya, `${at}/${id}`, { candidate: ann.id }, `${at}/${id}/keep`)
    expect((await asPriya.get(`${at}/${id}?pair=${ann.id}`)).text).toContain('Let this pair go free')
    await db.matchWish.update({ where: { candidateId: ann.id }, data: { goals: ['study'] } })
    const again = idIn((await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/again`)).headers['location'])
    expect(await pairsOf(again)).toContainEqual([ann.id, sue.id])
    const ruledOut = await submit(
      asPriya,
      `${at}/${again}/take-out?pair=${ann.id}`,
      { candidate: ann.id, reason: 'Neighbours' },
      `${at}/${again}/forbid`,
    )
    const without = idIn(ruledOut.headers['location'])
    expect(await pairsOf(without)).toEqual(
      [
        [ann.id, tom.id],
        [ben.id, sue.id],
      ].sort(),
    )
    const out = await submit(
      asPriya,
      `${at}/${without}/take-out?pair=${ben.id}`,
      { candidate: ben.id, reason: 'Away in February' },
      `${at}/${without}/take-out`,
    )
    const last = await asPriya.get(out.headers['location'] ?? '')
    expect(last.text).toContain('Taken out of this run by hand: Away in February')
    expect((await submit(asPriya, out.headers['location'] ?? '', {}, `${at}/${id}/again`)).status).toBe(422)
  })

  it('a draft is discarded and can be brought back', async () => {
    const { id } = await two()
    await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/discard`)
    expect((await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/publish`)).status).toBe(422)
    await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/bring-back`)
    expect((await runOf(id)).state).toBe('draft')
  })
})

describe('asking the supporters', () => {
  it('proposes every pair under its version of the criteria; a pair that cannot be any more is named, and the others go on', async () => {
    const ann = await aWaiting({ name: 'Ann Archer', wishes: { goals: ['interview'] } })
    const ben = await aWaiting({ name: 'Ben Brook', wishes: { goals: ['study'] } })
    const sue = await aHelper({ name: 'Sue Shaw', capacity: 1, goals: ['interview'] })
    const tom = await aHelper({ name: 'Tom Tate', capacity: 1, goals: ['study'] })
    const id = await begin()
    await db.supporter.update({ where: { accountId: tom.id }, data: { trainedUntil: new Date('2027-01-01') } })
    const sent = await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/publish`)
    expect(sent.headers['location']).toContain('notice=published')
    const page = await asPriya.get(`${at}/${id}`).expect(200)
    expect(page.text).toContain('One pair could not be asked about')
    expect(page.text).toContain('a rule now stands between them')
    const run = await runOf(id)
    expect(run.state).toBe('published')
    const [pairing, ...others] = await db.pairing.findMany({ where: { runId: id } })
    expect(others).toEqual([])
    expect(pairing).toMatchObject({
      candidateId: ann.id,
      supporterId: sue.id,
      state: 'proposedToSupporter',
      criteriaId: run.criteriaId,
      outOf: 20,
    })
    expect(run.members.find(({ candidateId }) => candidateId === ben.id)).toMatchObject({ refused: 'excluded', pairingId: null })
    const waiting = (await findMatchingWaiting(priya)).find(({ href }) => href.endsWith('kind=buddy'))
    expect(waiting?.count).toBe(1)
    expect((await asPriya.get(`${at}/waiting?kind=buddy`)).text).toContain('Ben Brook')
  })

  it('by two coordinators at once happens once', async () => {
    for (let n = 0; n < 3; n += 1) await aWaiting()
    await aHelper({ capacity: 3 })
    const id = await begin()
    const both = await Promise.all([publishRun(priya, id), publishRun(priya, id)])
    expect(both.filter((each) => each?.ok)).toHaveLength(1)
    await Promise.all([askSupporters(id), askSupporters(id)])
    expect(await db.pairing.count({ where: { runId: id } })).toBe(3)
    expect((await runOf(id)).state).toBe('published')
  })

  it('leaves out who found somebody, or stopped waiting, since the run', async () => {
    const ann = await aWaiting({ name: 'Ann Archer' })
    await aHelper({ capacity: 1 })
    const id = await begin()
    await db.supportRequest.update({ where: { id: ann.requestId }, data: { state: 'withdrawn', reason: 'notNow' } })
    await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/publish`)
    expect((await asPriya.get(`${at}/${id}`)).text).toContain('they do not wait any more')
    expect(await db.pairing.count({ where: { runId: id } })).toBe(0)
  })
})
