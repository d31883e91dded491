import type TestAgent from 'supertest/lib/agent.js'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { daysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { escalateCases, remindToRemeasure } from '../../src/features/barriers/commands/clockwork.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { aCase, aSystemic } from '../support/barriers.ts'
import { aCandidate, anAccount, anApp, asActor, PASSWORD, signedInAs, submit } from '../support/people.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const later = (days: number) => daysAfter(NOW, days)
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

const lettersOf = async (about: string) =>
  (await db.email.findMany({ where: { aboutId: about }, select: { kind: true } })).map(({ kind }) => kind).sort()
/** The one that goes on, before one that has ended. */
const requestOf = async (candidateId: string) => {
  const all = await db.supportRequest.findMany({ where: { candidateId, kind: 'barrier' } })
  return all.find(({ state }) => !['completed', 'withdrawn', 'notOffered'].includes(state)) ?? all[0]
}
const scene = async () => {
  const person = await aCandidate({ name: 'Magdalena Nowak' })
  const priya = await anAccount({ name: 'Priya Nair' })
  return { person, priya, me: await signedInAs(person, app), team: await signedInAs(priya, app) }
}
/** One form of a page after another, and what each answers with. */
const doing =
  (agent: TestAgent, at: string) =>
  async (path: string, values: Record<string, string> = {}, status = 303): Promise<void> => {
    expect((await submit(agent, at, values, `${at}/${path}`)).status).toBe(status)
  }
/** Where an answer leads, and the last part of it. */
function ledTo({ headers }: { headers: Record<string, string> }): { here: string; id: string } {
  const here = headers['location']?.split('?')[0] ?? ''
  return { here, id: here.split('/').at(-1) ?? '' }
}
const told = { kind: 'transport', words: 'There is no bus at six', tried: 'I asked', wouldHelp: 'A later start' }

describe('a case, from the first word to the last', () => {
  it('is told, taken up, answered, worked on, waited for, closed, and said to have helped', async () => {
    const { person, priya, me, team } = await scene()
    expect((await me.get('/my/barriers')).text).toContain('Tell us what is in the way')
    expect((await submit(me, '/my/barriers/new', { ...told, words: '' })).status).toBe(422)
    const opened = await submit(me, '/my/barriers/new', told)
    const { here, id } = ledTo(opened)
    expect((await me.get(here)).text).toContain('You hear from us by 4\u00a0March\u00a02027')
    expect(await requestOf(person.id)).toMatchObject({ state: 'requested' })
    const at = `/staff/barriers/${id}`
    const act = doing(team, at)
    expect((await team.get(at)).text).toContain('There is no bus at six')
    expect(await db.look.count({ where: { candidateId: person.id, page: 'barriers' } })).toBe(1)
    await act('close', { outcome: 'solved', outcomeWords: 'x' }, 422)
    await act('take', { ownerId: person.accountId ?? '' }, 422)
    await act('take', { ownerId: priya.id })
    expect(await requestOf(person.id)).toMatchObject({ state: 'underway', ownerId: priya.id })
    await act('actions', { what: 'Ask the bus company', who: 'team', actionDue: '28/2/2027' }, 422)
    await act('actions', { what: 'Ask the bus company', who: 'team', actionDue: '8/3/2027' })
    await act('actions', { what: 'Send your rota', who: 'candidate', actionDue: '5/3/2027' })
    await act('note', { note: 'A private note of the team' })
    await act('answer', { answer: 'We are on it' })
    await act('wait', { waitingFor: 'the bus company' })
    const mine = (await me.get(here)).text
    for (const seen of ['Send your rota', 'Ask the bus company', 'We are on it', 'waiting for the bus company'])
      expect(mine).toContain(seen)
    expect(mine).not.toContain('A private note of the team')
    const actions = await db.barrierAction.findMany({ where: { caseId: id }, orderBy: { who: 'asc' } })
    const [theirs = '', ours = ''] = actions.map((action) => action.id)
    expect((await submit(me, here, {}, `${here}/actions/${theirs}/done`)).status).toBe(303)
    expect((await submit(me, here, {}, `${here}/actions/${ours}/done`)).status).toBe(404)
    await act(`actions/${ours}/drop`)
    await act(`actions/${ours}/keep`)
    expect((await submit(me, here, { words: 'Any news?' }, `${here}/words`)).status).toBe(303)
    await act('resume')
    await act('extend', { dueOn: '2/3/2027', why: 'They are slow' }, 422)
    await act('extend', { dueOn: '1/4/2027', why: 'They are slow' })
    await act('close', { outcome: 'workedAround', outcomeWords: 'You start at nine' })
    expect((await me.get(here)).text).toContain('there is a way round it for you')
    expect(await requestOf(person.id)).toMatchObject({ state: 'completed' })
    expect((await submit(me, here, { helped: 'partly', helpedWords: 'Half the way' }, `${here}/helped`)).status).toBe(303)
    expect((await team.get(at)).text).toContain('It helped a little')
    expect((await submit(me, here, { again: 'It is back' }, `${here}/again`)).status).toBe(303)
    expect(await db.barrierCase.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: 'takenUp',
      ownerId: priya.id,
      helped: null,
      answeredAt: null,
    })
    expect(await requestOf(person.id)).toMatchObject({ state: 'underway' })
    expect((await submit(me, here, {}, `${here}/solved`)).status).toBe(303)
    expect(await lettersOf(id)).toEqual([
      ...['barrier.answer', 'barrier.answer', 'barrier.closed', 'barrier.heard', 'barrier.heard', 'barrier.heard', 'barrier.takenUp'],
    ])
    const steps = await db.barrierChange.findMany({ where: { caseId: id }, orderBy: { id: 'asc' } })
    expect(steps.map(({ what, toState }) => (what === 'state' ? toState : what))).toEqual([
      ...['opened', 'takenUp', 'owner', 'working', 'waitingOnOthers', 'working', 'due', 'closed', 'takenUp', 'closed'],
    ])
    const others = await signedInAs(await aCandidate(), app)
    await others.get(here).expect(404)
  })

  it('is taken back with its request, and its request takes it back', async () => {
    const { person, me } = await scene()
    const open = async () => ledTo(await submit(me, '/my/barriers/new', told))
    const { here } = await open()
    expect((await submit(me, here, {}, `${here}/withdraw`)).status).toBe(303)
    expect(await requestOf(person.id)).toMatchObject({ state: 'withdrawn' })
    expect((await submit(me, here, {}, `${here}/again`)).status).toBe(422)
    const second = await open()
    const request = await requestOf(person.id)
    const page = `/my/support/${request?.id ?? ''}`
    expect((await me.get(page)).text).toContain('/my/barriers')
    expect((await submit(me, page, { reason: 'notNow' }, `${page}/withdraw`)).status).toBe(303)
    expect(await db.barrierCase.findUniqueOrThrow({ where: { id: second.id } })).toMatchObject({ state: 'withdrawn' })
  })

  it('is opened by the team for somebody who rang, from their request', async () => {
    const { person, team } = await scene()
    const at = `/staff/candidates/${person.id}/barriers/new`
    const made = await submit(team, at, told)
    expect(made.status).toBe(303)
    expect(await requestOf(person.id)).toMatchObject({ state: 'requested' })
    const request = await requestOf(person.id)
    expect((await team.get(`/staff/requests/${request?.id ?? ''}`)).text).toContain(at)
    expect((await team.get(`/staff/candidates/${person.id}`)).text).toContain('What is in their way')
  })

  it('goes to the heads of the team once when a promise has passed, and another day takes it back', async () => {
    const lead = await anAccount({ roles: ['lead'] })
    const found = await aCase({ state: 'working' })
    vi.setSystemTime(later(4))
    await escalateCases()
    await escalateCases()
    const told = await db.email.findMany({ where: { aboutId: found.id, kind: 'barrier.escalated' } })
    expect(told.filter(({ accountId }) => accountId === lead.id)).toHaveLength(1)
    expect(told.filter(({ accountId }) => accountId === found.ownerId)).toHaveLength(1)
    const heads = await signedInAs(lead, app)
    expect((await heads.get('/staff/barriers?show=escalated')).text).toContain(found.id)
    await submit(heads, `/staff/barriers/${found.id}`, { dueOn: '1/6/2027', why: 'It takes time' }, `/staff/barriers/${found.id}/extend`)
    await escalateCases()
    expect(await db.barrierCase.findUniqueOrThrow({ where: { id: found.id } })).toMatchObject({ escalatedAt: null })
  })
})

describe('the lists', () => {
  it('show as many as they count, page by page, and say nothing of what anybody wrote in the file', async () => {
    const { team, priya } = await scene()
    for (let n = 0; n < 27; n += 1) await aCase({ kind: 'faith', openedAt: later(-n * 3) })
    const mine = await aCase({ kind: 'faith', state: 'working', ownerId: priya.id })
    const rows = async (query: string) => ((await team.get(`/staff/barriers?${query}`)).text.match(/<th scope="row"/g) ?? []).length
    expect([await rows('kind=faith'), await rows('kind=faith&page=2'), await rows('kind=faith&page=3')]).toEqual([25, 3, 0])
    expect(await rows(`kind=faith&owner=${priya.id}`)).toBe(1)
    expect(await rows('kind=faith&owner=nobody&show=new&page=2')).toBe(2)
    expect((await team.get('/staff/barriers?kind=faith')).text).toContain('28 cases with this filter')
    expect((await team.get('/staff/barriers?kind=nonsense&show=none&owner=me')).status).toBe(200)
    await db.candidate.update({ where: { id: mine.candidateId }, data: { name: '=1+1' } })
    const file = (await team.get('/staff/barriers/list.csv?kind=faith')).text
    expect(file.trim().split('\n')).toHaveLength(29)
    expect(file).not.toContain('no bus')
    expect(file).toContain("'=1+1")
  })
})

describe('whoever leaves', () => {
  it('leaves a count and no word, and what it showed stays shown', async () => {
    const { person } = await scene()
    const found = await aCase({ candidateId: person.id, state: 'waitingOnOthers' })
    await db.barrierNote.create({ data: { caseId: found.id, shared: true, words: 'private', byRole: 'candidate', at: NOW } })
    const { id } = await aSystemic({ caseIds: [found.id] })
    await closeAccount(asActor(person), PASSWORD)
    expect(await db.barrierCase.findUniqueOrThrow({ where: { id: found.id }, include: { notes: true } })).toMatchObject({
      ...{ state: 'withdrawn', words: '', waitingFor: null, notes: [] },
    })
    expect(await db.systemicLink.count({ where: { systemicId: id, unlinkedAt: null } })).toBe(1)
    const team = await signedInAs(await anAccount(), app)
    await team.get(`/staff/barriers/${found.id}`).expect(404)
    expect((await team.get(`/staff/systemic/${id}`)).text).toContain('Somebody who has left')
  })
})

describe('the register', () => {
  it('goes from a case to what everybody reads, and reminds of the day to measure again once', async () => {
    const { team: fresh, priya } = await scene()
    const [first, second] = [await aCase({ state: 'working' }), await aCase({ state: 'working' })]
    const about = { title: 'No bus to the test', kind: 'transport', about: 'It begins too early', sources: '', ownerId: priya.id }
    const made = await submit(fresh, `/staff/systemic/new?case=${first.id}`, { ...about, caseId: first.id }, '/staff/systemic/new')
    const { here: at, id } = ledTo(made)
    let act = doing(fresh, at)
    const page = `/staff/barriers/${second.id}`
    expect((await submit(fresh, page, { systemicId: id }, `${page}/link`)).status).toBe(303)
    expect((await submit(fresh, page, { systemicId: id }, `${page}/link`)).status).toBe(422)
    await act(`cases/${second.id}/unlink`)
    await act(`cases/${second.id}/link`)
    expect(await db.systemicLink.count({ where: { systemicId: id } })).toBe(3)
    await act('told', { youSaid: 'x', weDid: 'y' }, 422)
    await act('evidence', { evidence: 'Both come late' })
    await act('decide', { decision: 'change', decisionWords: 'It begins at ten', remeasureOn: '10/3/2027' })
    await act('remeasure', { before: 'a', after: 'b', result: 'gone' }, 422)
    await act('change', { changeWords: 'It begins at ten', changedOn: '1/3/2027', lookAgainOn: '10/3/2027' })
    await remindToRemeasure()
    expect(await lettersOf(id)).toEqual([])
    vi.setSystemTime(later(9))
    act = doing(await signedInAs(priya, app), at)
    await remindToRemeasure()
    await remindToRemeasure()
    expect(await lettersOf(id)).toEqual(['systemic.remeasure'])
    await act('remeasure', { before: '4 of 20', after: '1 of 22', result: 'gone' })
    await act('close')
    await act('told', { youSaid: 'Two mothers cannot come', weDid: 'y' }, 422)
    await act('told', { youSaid: 'I cannot come at eight', weDid: 'It begins at ten', withPeople: 'yes' })
    const entry = await db.toldEntry.findFirstOrThrow({ where: { systemicId: id } })
    await act(`told/${entry.id}/approve`, {}, 422)
    const visitor = await signedInAs(await aCandidate(), app)
    expect((await visitor.get('/you-said-we-did')).text).not.toContain('I cannot come at eight')
    const other = await signedInAs(await anAccount(), app)
    expect((await submit(other, at, {}, `${at}/told/${entry.id}/approve`)).status).toBe(303)
    const seen = (await visitor.get('/you-said-we-did')).text
    expect(seen).toContain('I cannot come at eight')
    expect(seen).not.toMatch(/About \d+ people told us so/)
    expect((await other.get('/staff/systemic/list.csv?show=all')).text).toContain('No bus to the test')
    expect((await submit(other, at, {}, `${at}/told/${entry.id}/unpublish`)).status).toBe(303)
    expect((await visitor.get('/you-said-we-did?kind=transport')).text).not.toContain('I cannot come at eight')
  })
})
