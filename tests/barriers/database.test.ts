import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { daysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { caseStates } from '../../src/features/barriers/rules/cases.ts'
import { systemicStates } from '../../src/features/barriers/rules/systemic.ts'
import { aCase, aSystemic } from '../support/barriers.ts'
import { anAccount } from '../support/people.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const later = (days: number) => daysAfter(NOW, days)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('what the database holds by itself', () => {
  it('knows the steps of the rules and no others', async () => {
    const cases: Record<string, string[]> = {
      opened: ['takenUp', 'closed', 'withdrawn'],
      takenUp: ['working', 'closed', 'withdrawn'],
      working: ['waitingOnOthers', 'closed', 'withdrawn'],
      waitingOnOthers: ['working', 'closed', 'withdrawn'],
      closed: ['takenUp'],
    }
    const systemic: Record<string, string[]> = {
      ...{ suspected: ['evidenced'], evidenced: ['decided'], decided: ['changed', 'remeasured'], changed: ['remeasured'] },
      ...{ remeasured: ['closed', 'decided'], closed: ['evidenced'] },
    }
    for (const from of caseStates)
      for (const to of caseStates) {
        const [row] = await db.$queryRaw<{ may: boolean }[]>`SELECT barrier_step(${from}, ${to}) AS may`
        expect([from, to, row?.may]).toEqual([from, to, cases[from]?.includes(to) === true])
      }
    for (const from of systemicStates)
      for (const to of systemicStates) {
        const [row] = await db.$queryRaw<{ may: boolean }[]>`SELECT systemic_step(${from}, ${to}) AS may`
        expect([from, to, row?.may]).toEqual([from, to, systemic[from]?.includes(to) === true])
      }
  })

  it('lets nobody skip a step, close what nobody took up, leave a case without an owner, or rewrite history', async () => {
    const { id } = await aCase()
    const put = (data: object) => db.barrierCase.update({ where: { id }, data: { changedByRole: 'coordinator', ...data } })
    await expect(put({ state: 'working' })).rejects.toThrow('does not go from')
    await expect(put({ state: 'closed', outcome: 'solved', closedAt: NOW })).rejects.toThrow('closed by whose it is')
    await expect(put({ state: 'takenUp' })).rejects.toThrow()
    await expect(db.barrierAction.create({ data: { caseId: id, what: 'x', who: 'team', dueOn: NOW, madeAt: NOW } })).rejects.toThrow(
      'a case that somebody has',
    )
    await expect(db.barrierChange.deleteMany({ where: { caseId: id } })).rejects.toThrow()
    await expect(db.barrierNote.create({ data: { caseId: id, shared: false, words: 'x', byRole: 'candidate', at: NOW } })).rejects.toThrow()
  })

  it('lets nothing be said to be so that neither a case nor a source shows, and keeps the last case', async () => {
    const found = await aCase()
    const { id } = await aSystemic({ caseIds: [found.id] })
    const by = { changedAt: NOW, changedByRole: 'coordinator' }
    const put = (data: object) => db.systemicBarrier.update({ where: { id }, data: { ...by, ...data } })
    const bare = await aSystemic()
    await expect(db.systemicBarrier.update({ where: { id: bare.id }, data: { state: 'evidenced', evidence: 'x', ...by } })).rejects.toThrow(
      'no case and no source',
    )
    await expect(put({ state: 'evidenced' })).rejects.toThrow()
    await put({ state: 'evidenced', evidence: 'It does' })
    await expect(db.systemicLink.updateMany({ where: { systemicId: id }, data: { unlinkedAt: NOW } })).rejects.toThrow(
      'nothing else shows it',
    )
    await expect(db.systemicLink.create({ data: { systemicId: id, caseId: found.id, linkedAt: NOW } })).rejects.toThrow()
    const decided = { decision: 'change', decisionWords: 'x', decidedAt: NOW, remeasureOn: later(30) }
    await put({ state: 'decided', ...decided })
    const measured = { beforeWords: 'x', afterWords: 'y', result: 'still', remeasuredAt: NOW }
    await expect(put({ state: 'remeasured', ...measured })).rejects.toThrow('the change comes before')
    await expect(put({ state: 'changed' })).rejects.toThrow()
    await put({ state: 'changed', changeWords: 'x', changedOn: NOW })
    await expect(put({ state: 'remeasured' })).rejects.toThrow()
    await put({ state: 'remeasured', ...measured })
    await expect(put({ state: 'closed', closedAt: NOW })).rejects.toThrow()
    expect((await db.systemicChange.findMany({ where: { systemicId: id }, orderBy: { id: 'asc' } })).map(({ toState }) => toState)).toEqual(
      [...['suspected', 'evidenced', 'decided', 'changed', 'remeasured']],
    )
  })

  it('makes nothing public that its author approved, that is not done, or that counts fewer than ten', async () => {
    const [author, other] = [await anAccount(), await anAccount()]
    const { id } = await aSystemic({ sources: 'A survey' })
    const words = { systemicId: id, youSaid: 'x', weDid: 'y', withPeople: true, proposedAt: NOW, proposedById: author.id }
    await expect(db.toldEntry.create({ data: { ...words, state: 'published' } })).rejects.toThrow()
    const entry = await db.toldEntry.create({ data: { ...words, people: 40 } })
    expect(entry.people).toBeNull()
    const approve = (decidedById: string) =>
      db.toldEntry.update({ where: { id: entry.id }, data: { state: 'published', decidedAt: NOW, decidedById } })
    await expect(approve(other.id)).rejects.toThrow('nothing is done or decided')
    const by = { changedAt: NOW, changedByRole: 'coordinator' }
    await db.systemicBarrier.update({ where: { id }, data: { state: 'evidenced', evidence: 'x', ...by } })
    const decided = { decision: 'noChange', decisionWords: 'x', decidedAt: NOW, remeasureOn: NOW }
    await db.systemicBarrier.update({ where: { id }, data: { state: 'decided', ...decided, ...by } })
    await expect(approve(author.id)).rejects.toThrow()
    for (let n = 0; n < 9; n += 1) await db.systemicLink.create({ data: { systemicId: id, caseId: (await aCase()).id, linkedAt: NOW } })
    const shown = async () => (await db.$queryRaw<{ n: number | null }[]>`SELECT people_shown(${id}::uuid) AS n`)[0]?.n
    expect(await shown()).toBeNull()
    const twice = await db.systemicLink.findFirstOrThrow({ where: { systemicId: id }, include: { case: true } })
    const again = await aCase({ candidateId: twice.case.candidateId })
    await db.systemicLink.create({ data: { systemicId: id, caseId: again.id, linkedAt: NOW } })
    expect(await shown()).toBeNull() // ten cases, nine people
    for (let n = 0; n < 3; n += 1) await db.systemicLink.create({ data: { systemicId: id, caseId: (await aCase()).id, linkedAt: NOW } })
    expect((await approve(other.id)).people).toBe(10) // of twelve
    await expect(db.toldEntry.update({ where: { id: entry.id }, data: { youSaid: 'z' } })).rejects.toThrow()
  })
})
