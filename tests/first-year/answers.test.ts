import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { findWaiting } from '../../src/features/overview/queries.ts'
import { profileOf } from '../../src/forces/find.ts'
import { audiences } from '../../src/features/firstYear/rules/answers.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aYear, checkInOf, runClockwork } from '../support/first-years.ts'

const START = '2027-03-01'
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${START}T10:00:00Z`) })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Somebody in week three who has been asked how it goes. */
async function asked() {
  const owner = await anAccount({ name: 'Priya Nair' })
  const year = await aYear({ ownerId: owner.id })
  vi.setSystemTime(new Date('2027-03-15T10:00:00Z'))
  await runClockwork()
  const checkIn = await checkInOf(year.id, 2)
  return { ...year, owner, checkIn, agent: await signedInAs(year.candidate), page: `/my/first-year/${checkIn.id}` }
}
const open = (yearId: string) => db.firstYearAlert.findMany({ where: { yearId, closedAt: null }, orderBy: { raisedAt: 'asc' } })
const buddyPage = (pairing: { id: string } | undefined) => `/supporting/pairings/${pairing?.id ?? ''}/first-year`

describe('an answer', () => {
  it('is read by whom the person chose, and by nobody else', async () => {
    const { id, agent, page, pairing, owner } = await asked()
    const team = await signedInAs(owner)
    const buddy = await signedInAs({ id: pairing?.supporterId ?? '' })
    for (const audience of Object.keys(audiences)) {
      const words = `My words for ${audience}`
      expect((await submit(agent, page, { hard: words, hardFor: audience })).status).toBe(303)
      const seen = await Promise.all([agent.get('/my/first-year'), buddy.get(buddyPage(pairing)), team.get(`/staff/first-year/${id}`)])
      expect(seen.map(({ status, text }) => [status, text.includes(words)])).toEqual([
        [200, true],
        [200, audience === 'buddy' || audience === 'both'],
        [200, audience === 'team' || audience === 'both'],
      ])
    }
    expect(await db.look.count({ where: { candidateId: pairing?.candidateId ?? '', page: 'first year' } })).toBe(1)
  }, 60_000)

  it('is not read by another supporter, a former buddy, or one whose pairing rests', async () => {
    const { agent, page, pairing, candidate } = await asked()
    await submit(agent, page, { hard: 'Nights', hardFor: 'buddy' })
    const other = await aSupporter()
    expect((await (await signedInAs(other)).get(buddyPage(pairing))).status).toBe(404)
    const id = pairing?.id ?? ''
    const at = new Date()
    await db.pairing.update({ where: { id }, data: { state: 'paused', pausedWhy: 'team', changedAt: at } })
    const buddy = await signedInAs({ id: pairing?.supporterId ?? '' })
    expect((await buddy.get(buddyPage(pairing))).status).toBe(404)
    await db.pairing.update({
      where: { id },
      data: { state: 'ended', endReason: 'handedOver', pausedWhy: null, endedAt: at, changedAt: at },
    })
    expect((await buddy.get(buddyPage(pairing))).status).toBe(404)
    vi.setSystemTime(new Date('2027-03-20T10:00:00Z'))
    const next = await aPairing({ candidateId: candidate.id, supporterId: other.id })
    const seen = await (await signedInAs(other)).get(buddyPage(next)).expect(200)
    expect(seen.text).not.toContain('Nights')
  })

  it('for the team that says an adjustment is missing raises it with its rule; kept back again, it closes', async () => {
    const { id, agent, page, owner } = await asked()
    await submit(agent, page, { adjustments: 'missing', adjustmentsFor: 'me', supervisor: 'changed', supervisorFor: 'buddy' })
    expect(await open(id)).toEqual([])
    await submit(agent, page, { adjustments: 'missing', adjustmentsFor: 'team', supervisor: 'changed', supervisorFor: 'both' })
    expect((await open(id)).map(({ rule }) => rule).sort()).toEqual(['adjustment', 'supervisorChanged'])
    expect(await db.email.count({ where: { accountId: owner.id, kind: 'firstYear.alert' } })).toBe(2)
    await submit(agent, page, { adjustments: 'missing', adjustmentsFor: 'team', supervisor: 'changed', supervisorFor: 'both' })
    expect(await open(id)).toHaveLength(2)
    const list = await (await signedInAs(owner)).get('/staff/first-year').expect(200)
    expect(list.text).toContain('Raised when somebody says so: in an answer that the team may read')
    await submit(agent, page, { adjustments: 'missing', adjustmentsFor: 'me' })
    expect(await open(id)).toEqual([])
    expect(await db.firstYearAlert.count({ where: { yearId: id, closedWhy: 'takenBack' } })).toBe(2)
  })

  it('needs at least one to be given', async () => {
    const { agent, page, checkIn } = await asked()
    const answer = await submit(agent, page, { well: '  ', goingFor: 'team' })
    expect([answer.status, answer.text.includes('Answer at least one question')]).toEqual([422, true])
    expect(await checkInOf(checkIn.yearId, 2)).toMatchObject({ answeredAt: null })
  })

  it('is given to no check-in of somebody else, nor to one that nobody has asked for', async () => {
    const { id, agent, page } = await asked()
    const other = await aYear()
    expect((await (await signedInAs(other.candidate)).get(page)).status).toBe(404)
    const later = await checkInOf(id, 6)
    expect((await agent.get(`/my/first-year/${later.id}`)).status).toBe(404)
    expect((await submit(agent, page, { going: 'well' }, `/my/first-year/${later.id}`)).status).toBe(404)
  })
})

describe('asking for help', () => {
  const help = (agent: Awaited<ReturnType<typeof signedInAs>>, values: Record<string, string>) =>
    submit(agent, '/my/first-year', values, '/my/first-year/help')

  it('of the buddy reaches them alone, without the words in the letter, until they have been in touch', async () => {
    const { id, agent, pairing, owner } = await asked()
    expect((await help(agent, { asked: 'buddy', about: 'talk', words: 'The rota is hard' })).status).toBe(303)
    expect(await open(id)).toEqual([])
    expect((await (await signedInAs(owner)).get(`/staff/first-year/${id}`)).text).not.toContain('The rota is hard')
    const { id: helpId } = await db.firstYearHelp.findFirstOrThrow({ where: { yearId: id } })
    expect(await db.email.findMany({ where: { accountId: pairing?.supporterId ?? '', kind: 'firstYear.help' } })).toMatchObject([
      { aboutId: helpId, data: {} },
    ])
    const buddy = await signedInAs({ id: pairing?.supporterId ?? '' })
    expect((await buddy.get(buddyPage(pairing))).text).toContain('The rota is hard')
    const stranger = await signedInAs(await aSupporter())
    expect((await submit(stranger, '/supporting', {}, `${buddyPage(pairing)}/${helpId}/met`)).status).toBe(404)
    await submit(buddy, buddyPage(pairing), {}, `${buddyPage(pairing)}/${helpId}/met`)
    expect((await agent.get('/my/first-year')).text).toContain('Your buddy was in touch')
  })

  it.each([
    ['talk', 'askedForHelp'],
    ['adjustment', 'adjustment'],
    ['supervisor', 'supervisorChanged'],
  ])('of the team about %s raises %s, which is closed by saying what was done', async (about, rule) => {
    const { id, agent, owner } = await asked()
    await help(agent, { asked: 'team', about, words: 'Please ring' })
    const [alert] = await open(id)
    expect(alert).toMatchObject({ rule, dueAt: new Date('2027-03-17T10:00:00Z') })
    const team = await signedInAs(owner)
    const [here, to] = [`/staff/first-year/${id}`, `/staff/first-year/${id}/alerts/${alert?.id ?? ''}`]
    expect((await team.get(here)).text).toContain('Please ring')
    expect((await submit(team, here, { done: ' ' }, to)).status).toBe(422)
    expect((await submit(team, here, { done: 'Rang, and wrote to HR' }, to)).status).toBe(303)
    expect((await submit(team, here, { done: 'Again' }, to)).status).toBe(422)
    expect(await db.firstYearAlert.findMany({ where: { yearId: id } })).toMatchObject([
      { closedWhy: 'done', done: 'Rang, and wrote to HR', closedById: owner.id },
    ])
    expect((await agent.get('/my/first-year')).text).toContain('The team looked at it')
  })

  it('of a buddy whom one has not is turned to the team', async () => {
    const { candidate } = await aYear({ buddy: false })
    const answer = await help(await signedInAs(candidate), { asked: 'buddy', about: 'talk' })
    expect([answer.status, answer.text.includes('You have no buddy just now')]).toEqual([422, true])
  })

  it('asks whom, and what about', async () => {
    const { agent } = await asked()
    for (const values of [{}, { asked: 'supervisor', about: 'talk' }, { asked: 'team', about: 'money' }])
      expect((await help(agent, values)).status).toBe(422)
  })
})

describe('what waits for the team', () => {
  it('is counted as listed: late, today and later, of everybody and of one’s own', async () => {
    const { agent, owner, id } = await asked()
    await submit(agent, '/my/first-year', { asked: 'team', about: 'talk' }, '/my/first-year/help')
    const team = { role: 'coordinator', accountId: owner.id, name: '', roles: ['coordinator'] } as const
    const of = async (day: string) => {
      vi.setSystemTime(new Date(day))
      const waiting = await findWaiting(team, 'mine', profileOf('cheshire'))
      return waiting.filter(({ href, count }) => href.startsWith('/staff/first-year') && count > 0).map(({ when, count }) => [when, count])
    }
    expect(await of('2027-03-15T11:00:00Z')).toEqual([['week', 1]])
    expect(await of('2027-03-17T09:00:00Z')).toEqual([['today', 1]])
    expect(await of('2027-03-18T09:00:00Z')).toEqual([['overdue', 1]])
    const staff = await signedInAs(owner)
    expect((await staff.get('/staff/first-year?when=overdue&whose=mine').expect(200)).text).toContain(`/staff/first-year/${id}#alert-`)
    expect((await (await signedInAs(await anAccount())).get('/staff/first-year?whose=mine')).text).toContain('Nothing waits here')
  })

  it('is found by both from the page of their pair', async () => {
    const { agent, pairing } = await asked()
    const buddy = await signedInAs({ id: pairing?.supporterId ?? '' })
    const pages = await Promise.all([
      agent.get(`/my/pairings/${pairing?.id ?? ''}`),
      buddy.get(`/supporting/pairings/${pairing?.id ?? ''}`),
    ])
    expect(pages.map(({ status }) => status)).toEqual([200, 200])
    expect([pages[0].text.includes('href="/my/first-year"'), pages[1].text.includes(buddyPage(pairing))]).toEqual([true, true])
  })

  it('opens nothing to a candidate without a first year', async () => {
    expect((await (await signedInAs(await aCandidate())).get('/my/first-year')).status).toBe(404)
  })
})
