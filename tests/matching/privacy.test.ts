import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { performRun } from '../../src/features/matching/commands/run.ts'
import { askForRun, discardRun } from '../../src/features/matching/commands/runs.ts'
import { profileOf } from '../../src/forces/find.ts'
import { asOwner } from '../support/database.ts'
import { aHelper, aWaiting } from '../support/matching.ts'
import { anAccount, signedInAs } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
let priya: Team

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  const account = await anAccount({ name: 'Priya Nair' })
  priya = { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] }
})
afterAll(() => {
  vi.useRealTimers()
})

/** Everything that a run found and every page of it, but for what is its own: its id, its number. */
async function madeIn(): Promise<string> {
  const id = (await askForRun(priya, { kind: 'buddy', cohortId: null }))?.id ?? ''
  await db.matchRun.update({ where: { id }, data: { seed: 'the same', number: 77 } })
  await performRun(profileOf('cheshire'), id)
  const run = await db.matchRun.findUniqueOrThrow({
    where: { id },
    omit: { tookMs: true },
    include: { members: { orderBy: { candidateId: 'asc' } } },
  })
  const agent = await signedInAs({ id: priya.accountId })
  const pages: string[] = []
  for (const { candidateId } of run.members.slice(0, 4)) {
    const { text } = await agent.get(`/staff/matching/${id}?pair=${candidateId}`).expect(200)
    pages.push(text.replaceAll(/name="_csrf" value="[^"]*"/g, ''))
  }
  await discardRun(priya, id)
  await db.matchRun.update({ where: { id }, data: { number: 1000 + Math.floor(Math.random() * 1e6) } })
  return JSON.stringify({ run: { ...run, problem: Buffer.from(run.problem ?? []).toString('hex') }, pages }).replaceAll(id, 'the run')
}

const idOf = (person: { id: string } | undefined) => person?.id ?? ''

it('two worlds that differ only in what was not offered for matching make the same proposal, byte for byte', async () => {
  const lives = ['carer', 'faith', 'disability', 'careExperience', 'lgbt']
  const people = []
  for (let n = 0; n < 10; n += 1)
    people.push(
      await aWaiting({
        name: `Person ${String(n)}`,
        asked: n + 1,
        lived: { [String(lives[n % 5])]: n % 3 === 0 },
        wishes: { goals: n % 2 ? ['study'] : ['interview'] },
      }),
    )
  const second = idOf(people[1])
  const helpers = []
  for (let n = 0; n < 6; n += 1)
    helpers.push(
      await aHelper({
        name: `Helper ${String(n)}`,
        capacity: 1,
        goals: ['study'],
        lived: { [String(lives[(n + 1) % 5])]: n % 2 === 0 },
      }),
    )
  const first = await madeIn()
  expect(first).toContain('experience')

  // the other world: everything that is not ticked for matching, or rests on no consent, is different
  await db.candidateExperience.deleteMany({ where: { forMatching: false } })
  await db.supporterExperience.deleteMany({ where: { forMatching: false } })
  for (const { id } of people.slice(0, 6))
    await db.candidateExperience.createMany({
      data: ['joiningLater', 'neurodivergence'].map((code) => ({ candidateId: id, code, forMatching: false, updatedAt: frozen })),
    })
  for (const { id } of helpers)
    await db.supporterExperience.createMany({
      data: [{ supporterId: id, code: 'joiningLater', forMatching: false, shownTo: 'directory', updatedAt: frozen }],
    })
  await db.tailoringFact.create({ data: { candidateId: second, text: 'I care for my mother', updatedAt: frozen } })
  expect(await madeIn()).toBe(first)

  // and it is no test that always passes: one more tick for matching changes it
  await db.candidateExperience.updateMany({
    where: { candidateId: second, code: 'neurodivergence' },
    data: { forMatching: true, code: 'carer' },
  })
  expect(await madeIn()).not.toBe(first)
}, 60_000)

it('says nothing by name of what one side alone ticked', async () => {
  await db.supportRequest.updateMany({ data: { state: 'withdrawn', reason: 'notNow' } })
  await db.supporter.updateMany({ where: { state: 'approved' }, data: { state: 'left' } })
  await aWaiting({ lived: { careExperience: true } })
  await aHelper({ lived: { disability: true } })
  const made = await madeIn()
  expect(made).toContain('None in common')
  expect(made).not.toMatch(/careExperience|Growing up in care|disability or long-term/)
})

it('who is erased leaves only the figures of a run', async () => {
  const { candidateId, runId } = await db.matchRunPerson.findFirstOrThrow()
  await db.matchRunChoice.create({ data: { runId, choice: 'out', candidateId, reason: 'Asked to wait', at: frozen } })
  await asOwner('UPDATE candidates SET closed_at = $2, reference = $3 WHERE id = $1', [candidateId, frozen, 'erased-1234'])
  expect(await db.matchRunPerson.count({ where: { candidateId } })).toBe(0)
  expect(await db.matchRunChoice.count({ where: { candidateId } })).toBe(0)
  expect((await db.matchRun.findUniqueOrThrow({ where: { id: runId } })).people).toBeGreaterThan(0)
})
