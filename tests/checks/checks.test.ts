import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, inTransaction } from '../../src/core/db.ts'
import { forgetChecks, sweepChecks } from '../../src/features/checks/commands/clockwork.ts'
import { findForTheDay } from '../../src/features/checks/queries/day.ts'
import { movePlacement } from '../../src/features/placements/commands/move.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCheck, everyCheck } from '../support/checks.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { aCandidate, anAccount, anApp, asActor, PASSWORD, signedInAs, submit } from '../support/people.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const DAY = 86_400_000
const { retention } = profileOf('cheshire')
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

/** A visit of Nadia's to a department on patrol, in its checks, with those who have a part in it signed in. */
async function aVisit() {
  const candidate = await aCandidate({ name: 'Nadia Bashir', adult: true })
  const host = await aHost({ patrol: true })
  const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId })
  const { id } = await aPlacement({ state: 'checks', candidateId: candidate.id, hostId: host.id, dateId })
  const colleague = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  return {
    ...{ id, candidate, host, dateId, colleague },
    nadia: await signedInAs(candidate, app),
    hosting: await signedInAs({ id: host.supporterId }, app, 'supporter'),
    priya: await signedInAs(colleague, app, 'coordinator'),
    ...{ my: `/my/placements/${id}/checks`, risk: `/supporting/placements/${id}/risk`, staff: `/staff/placements/${id}/checks` },
  }
}
const stateOf = async (id: string) => (await db.placement.findUniqueOrThrow({ where: { id } })).state
const told = async (aboutId: string) =>
  (await db.email.findMany({ where: { aboutId, kind: { startsWith: 'checks.' } }, orderBy: { kind: 'asc' } })).map(({ kind }) => kind)

describe('from nothing signed to a confirmed visit', () => {
  it('is signed by the candidate, written by the host, recorded and approved by the team, and then confirmed', async () => {
    const { id, nadia, hosting, priya, my, risk, staff, colleague } = await aVisit()
    await sweepChecks()
    expect(await told(id)).toEqual(['checks.sign', 'checks.write'])
    expect((await nadia.get(my).expect(200)).text).toContain('5 things for you')
    expect((await submit(nadia, `${my}/age`, {})).status).toBe(422)
    expect((await submit(nadia, `${my}/age`, { answer: 'adult' })).status).toBe(303)
    expect((await submit(nadia, `${my}/eligibility`, { answer: 'declared' })).status).toBe(303)
    expect((await submit(nadia, `${my}/confidentiality`, {})).text).toContain('Tick that you promise this')
    expect((await submit(nadia, `${my}/confidentiality`, { answer: 'yes' })).status).toBe(303)
    const contact = { contactName: 'Joan <b>Rees</b>', contactPhone: '01632 960 555', contactRelation: 'Mother' }
    expect((await submit(nadia, `${my}/emergency-contact`, { ...contact, contactPhone: 'none' })).status).toBe(422)
    expect((await submit(nadia, `${my}/emergency-contact`, contact)).status).toBe(303)
    expect((await submit(nadia, `${my}/access-needs`, { answer: 'asked', words: '' })).text).toContain('Write what would help')
    expect((await submit(nadia, `${my}/access-needs`, { answer: 'asked', words: 'No stairs' })).status).toBe(303)
    const rows = { 'hazard[]': ['A wet floor', '', ''], 'control[]': ['Shoes that hold', '', ''], 'residual[]': ['low', '', ''] }
    expect((await submit(hosting, risk, { ...rows, 'control[]': ['', '', ''], next: 'sign' })).text).toContain(
      'Row 1: Write what you do about it',
    )
    expect((await submit(hosting, risk, { ...rows, next: 'more' })).status).toBe(200)
    expect((await submit(hosting, risk, { ...rows, next: 'sign' })).status).toBe(303)
    expect((await submit(priya, staff, { words: 'The lift, and a parking space' }, `${staff}/needs`)).status).toBe(303)
    expect((await submit(nadia, `${my}/access-needs`, { answer: 'agreed' })).status).toBe(303)
    expect((await submit(priya, `${staff}/record-check`, { result: 'clear', madeOn: '2/3/2027' })).status).toBe(422)
    expect((await submit(priya, `${staff}/record-check`, { result: 'clear', madeOn: '20/2/2027' })).status).toBe(303)
    expect((await submit(priya, `${staff}/briefing`, { madeOn: '1/3/2027' })).status).toBe(303)
    expect((await submit(priya, `${staff}/insurance`, { result: 'covered', until: '' })).status).toBe(303)
    const { id: checkId } = await db.check.findFirstOrThrow({ where: { placementId: id, kind: 'riskAssessment' } })
    expect((await submit(priya, staff, {}, `${staff}/risk/${checkId}/approve`)).status).toBe(303)
    expect((await priya.get(staff)).text).toContain('Everything is in place')
    expect(await told(id)).toEqual(['checks.ready', 'checks.ready', 'checks.sign', 'checks.write'])
    const lead = { role: 'coordinator', accountId: colleague.id, name: 'Priya Nair', roles: ['coordinator'] } as const
    await inTransaction((tx) => movePlacement(tx, { ...lead }, id, 'confirm', {}, NOW))
    expect(await stateOf(id)).toBe('confirmed')
    expect(await findForTheDay(id)).toEqual({
      contact: { name: 'Joan <b>Rees</b>', phone: '01632 960 555', relation: 'Mother' },
      needs: 'The lift, and a parking space',
    })
  })

  it('keeps the words that were signed, as they read then', async () => {
    const { id, nadia, candidate, my } = await aVisit()
    await submit(nadia, `${my}/eligibility`, { answer: 'declared' })
    const check = await db.check.findFirstOrThrow({ where: { candidateId: candidate.id, kind: 'eligibility' } })
    expect([check.wording, check.version, check.placementId]).toEqual([expect.stringContaining('on bail'), '2026-11', null])
    expect((await nadia.get(my)).text).toContain('I am not under investigation by the police')
    expect(await stateOf(id)).toBe('checks')
  })

  it('takes a visit back at once that rested on what the team takes back, or on what the candidate answers anew', async () => {
    const { id, nadia, priya, my, staff } = await aVisit()
    await everyCheck(id)
    const confirm = () => db.placement.update({ where: { id }, data: { state: 'confirmed', changedAt: NOW } })
    await confirm()
    expect((await submit(priya, `${staff}/revoke`, { kind: 'recordCheck', why: 'mistake', words: '' })).status).toBe(303)
    expect(await stateOf(id)).toBe('checks')
    expect((await submit(priya, `${staff}/revoke`, { kind: 'recordCheck', why: 'mistake', words: '' })).status).toBe(422)
    await aCheck({ kind: 'recordCheck', placementId: id })
    await confirm()
    expect((await submit(nadia, `${my}/eligibility`, { answer: 'cannot' })).headers['location']).toContain('notice=talk')
    expect(await stateOf(id)).toBe('checks')
  })

  it('signs for a birthday before the day, and not for a day before it', async () => {
    const { id, nadia, candidate, dateId, my } = await aVisit()
    await submit(nadia, `${my}/age`, { answer: 'byTheDay' })
    const gapsOf = async () =>
      (await db.$queryRaw<{ kind: string; why: string }[]>`SELECT kind, why FROM placement_gaps(${id}::uuid, ${NOW})`).filter(
        ({ kind }) => kind === 'age',
      )
    expect(await gapsOf()).toEqual([])
    const startsAt = new Date(NOW.getTime() + 10 * DAY)
    await db.hostDate.update({ where: { id: dateId }, data: { startsAt, endsAt: new Date(startsAt.getTime() + DAY / 6), changedAt: NOW } })
    expect([await gapsOf(), candidate.adult]).toEqual([[{ kind: 'age', why: 'notYet' }], true])
  })
})

describe('who may do what', () => {
  it('shows nobody what is another’s, and no host of another department', async () => {
    const { my, risk, staff, id } = await aVisit()
    const other = await signedInAs(await aCandidate(), app)
    await other.get(my).expect(404)
    await other.get(`${my}/age`).expect(404)
    const elsewhere = await aHost()
    const host = await signedInAs({ id: elsewhere.supporterId }, app, 'supporter')
    await host.get(risk).expect(404)
    await host.get(staff).expect(403)
    const early = await aPlacement({ state: 'offered', hostId: elsewhere.id })
    await host.get(`/supporting/placements/${early.id}/risk`).expect(404)
    expect(await db.look.count({ where: { page: 'Checks for a visit', candidate: { placements: { some: { id } } } } })).toBe(0)
  })

  it('has the team note what was told on the phone, only with how, and never for themselves', async () => {
    const { id, staff, priya, candidate } = await aVisit()
    expect((await submit(priya, `${staff}/eligibility`, { answer: 'declared' })).text).toContain('Choose how they told you')
    expect((await submit(priya, `${staff}/eligibility`, { answer: 'declared', how: 'call' })).status).toBe(303)
    const check = await db.check.findFirstOrThrow({ where: { candidateId: candidate.id, kind: 'eligibility' } })
    expect([check.how, check.signedByRole]).toEqual(['call', 'coordinator'])
    await db.accountRole.create({ data: { accountId: candidate.accountId ?? '', role: 'coordinator', grantedAt: NOW } })
    const themselves = await signedInAs(candidate, app, 'coordinator')
    expect((await submit(themselves, `${staff}/briefing`, { madeOn: '1/3/2027' })).text).toContain('Nobody checks themselves')
    expect(await db.check.count({ where: { placementId: id } })).toBe(0)
  })

  it('sends a risk assessment back with what is missing, and approves none with a risk that stays high', async () => {
    const { id, hosting, priya, risk, staff } = await aVisit()
    await submit(hosting, risk, { 'hazard[]': ['Horses'], 'control[]': ['Stand well away'], 'residual[]': ['high'], next: 'sign' })
    const { id: checkId } = await db.check.findFirstOrThrow({ where: { placementId: id, kind: 'riskAssessment' } })
    expect((await submit(priya, staff, {}, `${staff}/risk/${checkId}/approve`)).text).toContain('stays high cannot be approved')
    expect((await submit(priya, staff, { words: 'Leave the stables out' }, `${staff}/risk/${checkId}/return`)).status).toBe(303)
    const page = (await hosting.get(risk)).text
    expect([page.includes('Leave the stables out'), page.includes('value="Horses"')]).toEqual([true, true])
    expect(await told(id)).toContain('checks.riskReturned')
    expect((await submit(priya, staff, {}, `${staff}/risk/${checkId}/approve`)).status).toBe(422)
  })
})

describe('the list of the team', () => {
  it('holds the visits in their checks by whose turn it is', async () => {
    const { id, priya, candidate } = await aVisit()
    const has = async (show: string) =>
      (await priya.get(`/staff/checks?show=${show}`).expect(200)).text.includes(`/staff/placements/${id}/`)
    expect([await has('candidate'), await has('host'), await has('team'), await has('ready')]).toEqual([true, true, true, false])
    await everyCheck(id)
    expect([await has('candidate'), await has('host'), await has('team'), await has('ready')]).toEqual([false, false, false, true])
    await aCheck({ kind: 'briefing', placementId: id, expiresOn: new Date('2027-03-20') })
    expect((await priya.get('/staff/checks')).text).toContain(`${candidate.name}</bdi><span class="govuk-visually-hidden">, Briefing`)
  })
})

describe('what is kept, and until when', () => {
  const contactOf = async (id: string) => (await findForTheDay(id)).contact
  const at = (days: number) => vi.setSystemTime(new Date(NOW.getTime() + days * DAY))

  it('deletes the emergency contact a week after the day, and what was needed three months after', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    await aCheck({ kind: 'accessNeeds', placementId: placement.id, result: 'agreed', words: 'A lift' })
    at(20)
    await forgetChecks(retention)
    expect((await contactOf(placement.id))?.phone).toBe('01632 960 555')
    at(22)
    await forgetChecks(retention)
    expect([await contactOf(placement.id), (await findForTheDay(placement.id)).needs]).toEqual([undefined, 'A lift'])
    at(14 + 93)
    await forgetChecks(retention)
    expect((await findForTheDay(placement.id)).needs).toBeUndefined()
  })

  it('counts from its end where a visit never was', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    const ended = { state: 'cancelled', reasons: ['other'], endedAt: NOW, endedBy: 'team', changedAt: NOW }
    await db.placement.update({ where: { id: placement.id }, data: ended })
    at(6)
    await forgetChecks(retention)
    expect(await contactOf(placement.id)).toBeDefined()
    at(8)
    await forgetChecks(retention)
    expect(await contactOf(placement.id)).toBeUndefined()
  })

  it('deletes what a record check said six months after it was made, whatever it said', async () => {
    const placement = await aPlacement({ state: 'checks' })
    const made = { validFrom: new Date('2027-03-01'), expiresOn: new Date('2027-08-31') }
    await aCheck({ kind: 'recordCheck', placementId: placement.id, ...made, result: 'notClear' })
    await aCheck({ kind: 'recordCheck', placementId: placement.id, ...made, result: 'clear' })
    const results = async () =>
      (await db.check.findMany({ where: { candidateId: placement.candidateId, kind: 'recordCheck' } })).map(({ result }) => result)
    vi.setSystemTime(new Date('2027-09-01T10:00:00Z'))
    await forgetChecks(retention)
    expect((await results()).sort()).toEqual(['clear', 'notClear'])
    vi.setSystemTime(new Date('2027-09-02T10:00:00Z'))
    await forgetChecks(retention)
    expect(await results()).toEqual(['removed', 'removed'])
  })

  it('goes with the account', async () => {
    const { candidate, id } = await aVisit()
    await everyCheck(id)
    await closeAccount(asActor(candidate), PASSWORD)
    expect(await db.check.count({ where: { candidateId: candidate.id } })).toBe(0)
  })
})

describe('telling', () => {
  it('reminds once, a week before the day, and says nothing twice', async () => {
    const { id } = await aVisit()
    await sweepChecks()
    await sweepChecks()
    expect(await told(id)).toEqual(['checks.sign', 'checks.write'])
    vi.setSystemTime(new Date(NOW.getTime() + 8 * DAY))
    await sweepChecks()
    await sweepChecks()
    expect(await told(id)).toEqual(['checks.remind', 'checks.sign', 'checks.write'])
  })
})
