import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { changeMembership } from '../../src/features/programmes/commands/cohorts.ts'
import { aCohort, aProgramme } from '../support/cohorts.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'

const today = new Date('2027-01-04T10:00:00Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: today }))
afterEach(() => vi.useRealTimers())

const app = () => anApp()
const typedCohort = {
  name: 'Insight summer',
  capacity: '20',
  opens: '1/2/2027',
  closes: '28/2/2027',
  starts: '1/4/2027',
  ends: '30/6/2027',
  coordinator: '',
}

describe('the pages of cohorts', () => {
  it('are for coordinators and leads; everybody may see what a cohort is', async () => {
    const cohort = await aCohort()
    const member = await aCandidate()
    const by = { role: 'coordinator', accountId: (await anAccount()).id, name: 'Priya', roles: ['coordinator'] } as const
    await changeMembership(by, { cohortId: cohort.id, candidateId: member.id, event: 'invite' })
    const { id } = await db.membership.findFirstOrThrow({ where: { candidateId: member.id, endedAt: null } })
    const addresses = [
      'programmes',
      'programmes/new',
      'cohorts',
      'cohorts/new',
      `cohorts/${cohort.id}`,
      `cohorts/${cohort.id}/edit`,
      `cohorts/${cohort.id}/invite`,
      `cohorts/${cohort.id}/members/${id}`,
    ]
    for (const role of ['candidate', 'supporter', 'recruiter', 'administrator', 'coordinator', 'lead'] as const) {
      const account = role === 'candidate' ? (await aCandidate()).account : await anAccount({ roles: [role] })
      const agent = await signedInAs(account ?? { id: '' }, app())
      for (const address of addresses)
        expect((await agent.get(`/staff/${address}`)).status, `${role} ${address}`).toBe(
          role === 'coordinator' || role === 'lead' ? 200 : 403,
        )
      expect((await agent.get(`/cohorts/${cohort.id}`)).status).toBe(200)
      if (role !== 'candidate') expect((await agent.get(`/cohorts/${cohort.id}`)).text).not.toContain(member.name)
    }
  })

  it('lead from who waits for an answer to the page on which it is given', async () => {
    const cohort = await aCohort()
    const asking = await aCandidate()
    const { id } = await db.membership.create({
      data: { cohortId: cohort.id, candidateId: asking.id, state: 'requested', beganAt: today },
    })
    const agent = await signedInAs(await anAccount(), app())
    const address = `/staff/cohorts/${cohort.id}/members/${id}`
    expect((await agent.get('/staff/joining').expect(200)).text).toContain(`href="${address}"`)
    expect((await agent.get(address).expect(200)).text).toContain(asking.name)
  })

  it('lead nowhere at addresses that make no sense, and refuse what is typed wrongly beside its field', async () => {
    const agent = await signedInAs(await anAccount(), app())
    const { id: programme } = await aProgramme()
    for (const address of [
      '/staff/cohorts/x',
      '/staff/cohorts/00000000-0000-4000-8000-000000000000',
      '/cohorts/00000000-0000-4000-8000-000000000000',
      '/staff/programmes/x',
    ])
      expect((await agent.get(address)).status).toBe(404)
    const bad: [Record<string, string | string[]>, string][] = [
      [{ name: '' }, 'Enter a name'],
      [{ name: ['a', 'b'] }, 'Enter a name'],
      [{ programme: 'x' }, 'Choose from the list'],
      [{ programme: '00000000-0000-4000-8000-000000000000' }, 'Choose from the list'],
      [{ coordinator: '00000000-0000-4000-8000-000000000000' }, 'Choose from the list'],
      [{ capacity: 'many' }, 'whole number'],
      [{ opens: '2 May 2027', closes: '1 May 2027' }, 'must not be before the first'],
      [{ starts: '1/7/2027' }, 'must not be before the first'],
      [{ closes: '1/7/2027' }, 'close before the cohort ends'],
      [{ ends: 'soon' }, 'Enter a date'],
    ]
    for (const [typed, message] of bad) {
      const refused = await submit(agent, '/staff/cohorts/new', { ...typedCohort, programme, ...typed })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain(message)
    }
    const rule = { kind: 'insight', name: 'X', summary: '', atLeast: '', of: '' }
    for (const typed of [
      { kind: 'magic' },
      { of: '6' },
      { atLeast: '5', of: '4' },
      { atLeast: '0' },
      { summary: 'x'.repeat(1001) },
      { includingFirst: 'yes' },
    ])
      expect((await submit(agent, '/staff/programmes/new', { ...rule, ...typed })).status).toBe(422)
    const cohort = await aCohort()
    const own = await signedInAs(await aCandidate(), app())
    for (const workshops of [[], ['x'], ['00000000-0000-4000-8000-000000000000']])
      expect((await submit(own, '/cookies', { workshops }, `/cohorts/${cohort.id}/places`)).status).not.toBe(500)
    for (const act of ['', 'refuse', 'move', 'leave']) expect((await submit(own, `/cohorts/${cohort.id}`, { act })).status).toBe(422)
  })
})
