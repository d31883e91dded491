import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, inTransaction } from '../../src/core/db.ts'
import { runFirstYears } from '../../src/features/firstYear/commands/clockwork.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aRequest } from '../support/requests.ts'
import { aYear, checkInOf, runClockwork } from '../support/first-years.ts'

const START = '2027-03-01'
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${START}T10:00:00Z`) })
})
afterEach(() => {
  vi.useRealTimers()
})

const on = (day: string, hour = 10) => vi.setSystemTime(new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`))
const letters = (who: { candidateId: string } | { accountId: string }, kind: string) => db.email.count({ where: { ...who, kind } })
const alertsOf = (yearId: string) => db.firstYearAlert.findMany({ where: { yearId }, orderBy: { raisedAt: 'asc' } })
const started = (candidateId: string, day: string, given = {}) =>
  db.stageRecord.create({
    data: {
      ...{ candidateId, route: 'constable', stage: 'start', state: 'passed', source: 'coordinator' },
      ...{ happenedOn: new Date(`${day}T00:00:00Z`), recordedAt: new Date(), ...given },
    },
  })

describe('a first year begins', () => {
  it('by itself when the start of somebody with a buddy is recorded, once, and both are told', async () => {
    const pairing = await aPairing()
    const { candidateId, supporterId } = pairing
    await started(candidateId, START)
    await Promise.all([runClockwork(), runClockwork()])
    await runClockwork()
    expect(await db.firstYear.findMany({ where: { candidateId } })).toMatchObject([{ startedOn: new Date(START), endedAt: null }])
    expect(await db.firstYearCheckIn.count({ where: { candidateId, passedAt: null } })).toBe(6)
    expect([await letters({ candidateId }, 'firstYear.begun'), await letters({ accountId: supporterId }, 'firstYear.buddy')]).toEqual([
      1, 1,
    ])
    expect(await db.pairing.findUnique({ where: { id: pairing.id } })).toMatchObject({ state: 'active' })
  })

  it('for who asked for support in work, whose request is under way from then on', async () => {
    const owner = await anAccount()
    const { id } = await aCandidate({ ownerId: owner.id })
    const request = await aRequest(id, { kind: 'inwork' })
    await started(id, START)
    await runClockwork()
    expect(await db.supportRequest.findUnique({ where: { id: request.id } })).toMatchObject({ state: 'underway' })
    const page = await (await signedInAs(await db.candidate.findUniqueOrThrow({ where: { id } }))).get(`/my/support/${request.id}`)
    expect(page.text).toContain('by starting the job')
  })

  it.each([
    ['whose start was taken off as a mistake', { voidedAt: new Date(), voidedReason: 'notHappened' }, START],
    ['whose start is put off', { state: 'deferred', until: new Date('2027-04-01') }, START],
    ['who started long ago', {}, '2026-01-05'],
  ])('not for somebody %s', async (_who, given, day) => {
    const { candidateId } = await aPairing()
    await started(candidateId, day, given)
    await runClockwork()
    expect(await db.firstYear.count({ where: { candidateId } })).toBe(0)
  })

  it('not for who has neither a buddy nor asked for support in work, unless the team begins it', async () => {
    const { id } = await aCandidate()
    await started(id, START)
    await runClockwork()
    expect(await db.firstYear.count({ where: { candidateId: id } })).toBe(0)
    const agent = await signedInAs(await anAccount())
    const at = `/staff/candidates/${id}/first-year`
    expect((await submit(agent, at, { startsOn: 'soon' })).status).toBe(422)
    expect((await submit(agent, at, { startsOn: '1/3/2020' })).text).toContain('too long ago')
    expect((await submit(agent, at, { startsOn: '15/3/2027' })).status).toBe(303)
    expect((await submit(agent, at, { startsOn: '15/3/2027' })).text).toContain('goes on already')
  })

  it('leaves out what is long gone where it begins late', async () => {
    const { id } = await aYear({ startsOn: '2027-01-11' })
    expect([(await checkInOf(id, 2)).passedAt, (await checkInOf(id, 6)).passedAt]).toEqual([new Date(), null])
  })

  it('is not begun again from the same start by who has stopped it', async () => {
    const { candidateId } = await aPairing()
    await started(candidateId, START)
    await runClockwork()
    const agent = await signedInAs(await db.candidate.findUniqueOrThrow({ where: { id: candidateId } }))
    expect((await submit(agent, '/my/first-year', {}, '/my/first-year/stop')).status).toBe(422)
    expect((await submit(agent, '/my/first-year', { sure: 'yes' }, '/my/first-year/stop')).status).toBe(303)
    await runClockwork()
    expect(await db.firstYear.findMany({ where: { candidateId } })).toMatchObject([{ endReason: 'askedByCandidate' }])
    expect(await db.pairing.count({ where: { candidateId, state: 'active' } })).toBe(1)
  })
})

describe('where support runs to the application only', () => {
  it('nothing begins and nothing is asked', async () => {
    const { candidateId } = await aPairing()
    await started(candidateId, START)
    await runFirstYears({ supportRunsTo: 'application' })
    expect(await db.firstYear.count({ where: { candidateId } })).toBe(0)
  })
})

describe('a check-in', () => {
  it('is asked on its day, by day, and once', async () => {
    const { id, candidate } = await aYear()
    on('2027-03-14')
    await runClockwork()
    expect(await letters({ candidateId: candidate.id }, 'firstYear.checkIn')).toBe(0)
    on('2027-03-15', 7)
    await runClockwork()
    expect(await letters({ candidateId: candidate.id }, 'firstYear.checkIn')).toBe(0)
    on('2027-03-15', 8)
    await Promise.all([runClockwork(), runClockwork(), runClockwork()])
    expect(await letters({ candidateId: candidate.id }, 'firstYear.checkIn')).toBe(1)
    expect((await checkInOf(id, 2)).openedAt).toEqual(new Date('2027-03-15T08:00:00Z'))
  })

  it('asks only for the later of two, where nothing ran for long', async () => {
    const { id, candidate } = await aYear()
    on('2027-04-20')
    await runClockwork()
    expect([(await checkInOf(id, 2)).openedAt, (await checkInOf(id, 6)).openedAt]).toEqual([null, new Date()])
    expect(await letters({ candidateId: candidate.id }, 'firstYear.checkIn')).toBe(1)
  })

  it('is raised once after seven days without an answer, and the answer closes it', async () => {
    const { id, candidate } = await aYear()
    on('2027-03-15')
    await runClockwork()
    on('2027-03-22', 9)
    await runClockwork()
    expect(await alertsOf(id)).toEqual([])
    on('2027-03-22', 11)
    await runClockwork()
    await runClockwork()
    expect(await alertsOf(id)).toMatchObject([{ rule: 'missedCheckIn', closedAt: null }])
    const { id: checkInId } = await checkInOf(id, 2)
    await submit(await signedInAs(candidate), `/my/first-year/${checkInId}`, { going: 'mixed', goingFor: 'me' })
    expect(await alertsOf(id)).toMatchObject([{ closedWhy: 'answered' }])
    await runClockwork()
    expect(await alertsOf(id)).toHaveLength(1)
  })

  it('waits while the year rests, and comes as much later', async () => {
    const { id, candidate } = await aYear()
    const agent = await signedInAs(await anAccount())
    const page = `/staff/first-year/${id}`
    expect((await submit(agent, page, { from: '10/3/2027', until: '9/3/2027' }, `${page}/defer`)).status).toBe(422)
    expect((await submit(agent, page, { from: '10/3/2027', until: '24/3/2027' }, `${page}/defer`)).status).toBe(303)
    expect((await checkInOf(id, 2)).dueOn).toEqual(new Date('2027-03-29'))
    on('2027-03-16')
    await runClockwork()
    expect(await letters({ candidateId: candidate.id }, 'firstYear.checkIn')).toBe(0)
    const { id: deferralId } = await db.firstYearDeferral.findFirstOrThrow({ where: { yearId: id } })
    await submit(await signedInAs(await anAccount()), page, {}, `${page}/deferrals/${deferralId}/remove`)
    expect((await checkInOf(id, 2)).dueOn).toEqual(new Date('2027-03-15'))
  })

  it('moves with a recorded deferral of the first year, and back where that was a mistake', async () => {
    const { candidateId } = await aPairing()
    await started(candidateId, START)
    await runClockwork()
    const { id } = await db.firstYear.findFirstOrThrow({ where: { candidateId } })
    on('2027-03-20')
    const record = await started(candidateId, '2027-03-20', { stage: 'firstYear', state: 'deferred', until: new Date('2027-04-19') })
    await runClockwork()
    await runClockwork()
    expect((await checkInOf(id, 6)).dueOn).toEqual(new Date('2027-05-12'))
    expect(await db.firstYear.findUnique({ where: { id } })).toMatchObject({ endsOn: new Date('2028-03-31') })
    await db.stageRecord.update({ where: { id: record.id }, data: { voidedAt: new Date(), voidedReason: 'corrected' } })
    await runClockwork()
    expect((await checkInOf(id, 6)).dueOn).toEqual(new Date('2027-04-12'))
  })

  it('moves with a start that is corrected', async () => {
    const { candidateId } = await aPairing()
    const wrong = await started(candidateId, START)
    await runClockwork()
    await db.stageRecord.update({ where: { id: wrong.id }, data: { voidedAt: new Date(), voidedReason: 'corrected' } })
    await started(candidateId, '2027-02-22')
    await runClockwork()
    expect(await db.firstYear.findMany({ where: { candidateId } })).toMatchObject([{ startedOn: new Date('2027-02-22') }])
  })
})

describe('handing over to another buddy', () => {
  const plan = async (yearId: string, supporterId: string, day: string) =>
    submit(
      await signedInAs(await anAccount()),
      `/staff/first-year/${yearId}`,
      { supporterId, on: day },
      `/staff/first-year/${yearId}/hand-over`,
    )

  it('ends the pairing on its day and asks the new buddy, once; until then nothing changes', async () => {
    const { id, candidate, pairing } = await aYear()
    const next = await aSupporter()
    expect((await plan(id, next.id, '20/3/2027')).status).toBe(303)
    expect((await plan(id, next.id, '21/3/2027')).text).toContain('planned already')
    expect(await letters({ candidateId: candidate.id }, 'firstYear.handOver')).toBe(1)
    on('2027-03-19')
    await runClockwork()
    expect(await db.pairing.findUnique({ where: { id: pairing?.id ?? '' } })).toMatchObject({ state: 'active' })
    on('2027-03-20')
    await Promise.all([runClockwork(), runClockwork()])
    await runClockwork()
    const pairings = await db.pairing.findMany({ where: { candidateId: candidate.id }, orderBy: { madeAt: 'asc' } })
    expect(pairings).toMatchObject([
      { state: 'ended', endReason: 'handedOver' },
      { state: 'proposedToSupporter', supporterId: next.id, previousId: pairing?.id },
    ])
  })

  it('leaves everything as it was where the new buddy cannot be asked, and tells the team by a rule', async () => {
    const { id, pairing } = await aYear()
    const next = await aSupporter()
    await plan(id, next.id, '20/3/2027')
    await db.supporter.update({ where: { accountId: next.id }, data: { trainedUntil: new Date('2027-03-10') } })
    on('2027-03-20')
    for (let run = 1; run <= 2; run += 1) await runClockwork()
    expect(await db.pairing.findUnique({ where: { id: pairing?.id ?? '' } })).toMatchObject({ state: 'active' })
    expect(await alertsOf(id)).toMatchObject([{ rule: 'handOverStuck' }])
    expect(await db.firstYearHandover.findMany({ where: { yearId: id } })).toMatchObject([{ outcome: 'refused', refusal: 'excluded' }])
  })

  it('is planned for nobody who may not be asked, nor for a day that is over', async () => {
    const { id, candidate, pairing } = await aYear()
    const lapsed = await aSupporter({ trainedUntil: new Date('2027-02-01') })
    const own = await aSupporter()
    await db.candidate.update({ where: { id: candidate.id }, data: { accountId: own.id } })
    for (const [who, day, words] of [
      [lapsed.id, '20/3/2027', 'cannot be asked'],
      [own.id, '20/3/2027', 'cannot be asked'],
      [pairing?.supporterId ?? '', '20/3/2027', 'buddy already'],
      [(await aSupporter()).id, '28/2/2027', 'a day to come'],
      [(await aSupporter()).id, '1/4/2028', 'over by then'],
    ] as const) {
      const answer = await plan(id, who, day)
      expect([answer.status, answer.text.includes(words)]).toEqual([422, true])
    }
  })

  it('is taken back', async () => {
    const { id, pairing } = await aYear()
    await plan(id, (await aSupporter()).id, '20/3/2027')
    await submit(await signedInAs(await anAccount()), `/staff/first-year/${id}`, {}, `/staff/first-year/${id}/hand-over/cancel`)
    on('2027-03-20')
    await runClockwork()
    expect(await db.pairing.findUnique({ where: { id: pairing?.id ?? '' } })).toMatchObject({ state: 'active' })
  })
})

describe('after twelve months', () => {
  it('the pairing ends with thanks to both, once, and the person finds what goes on', async () => {
    const { id, candidate, pairing } = await aYear()
    on('2028-02-29', 12)
    await runClockwork()
    expect(await db.firstYear.findUnique({ where: { id } })).toMatchObject({ endedAt: null })
    on('2028-03-01', 6)
    await Promise.all([runClockwork(), runClockwork()])
    await runClockwork()
    expect(await db.firstYear.findUnique({ where: { id } })).toMatchObject({ endReason: 'twelveMonths' })
    expect(await db.pairing.findUnique({ where: { id: pairing?.id ?? '' } })).toMatchObject({ state: 'ended', endReason: 'twelveMonths' })
    expect([
      await letters({ candidateId: candidate.id }, 'firstYear.finished'),
      await letters({ accountId: pairing?.supporterId ?? '' }, 'firstYear.thanks'),
    ]).toEqual([1, 1])
    const agent = await signedInAs(candidate)
    expect((await agent.get('/my')).text).toContain('Your first year is done')
    const page = await agent.get('/my/first-year').expect(200)
    for (const words of ['Become a buddy', 'kind=coaching', 'kind=networks', 'leadership']) expect(page.text).toContain(words)
  })

  it('comes later by what was deferred', async () => {
    const { id } = await aYear()
    const page = `/staff/first-year/${id}`
    await submit(await signedInAs(await anAccount()), page, { from: '1/6/2027', until: '1/7/2027' }, `${page}/defer`)
    on('2028-03-30')
    await runClockwork()
    expect(await db.firstYear.findUnique({ where: { id } })).toMatchObject({ endedAt: null })
    on('2028-03-31')
    await runClockwork()
    expect(await db.firstYear.findUnique({ where: { id } })).toMatchObject({ endReason: 'twelveMonths' })
  })
})

describe('closing the account', () => {
  it('leaves nothing of the year', async () => {
    const { id, candidate } = await aYear()
    on('2027-03-15')
    await runClockwork()
    const { id: checkInId } = await checkInOf(id, 2)
    await submit(await signedInAs(candidate), `/my/first-year/${checkInId}`, { hard: 'Nights', hardFor: 'team' })
    await inTransaction((tx) => tx.$executeRaw`SELECT erase_candidate(${candidate.id}::uuid, now())`)
    const left = [db.firstYear, db.firstYearCheckIn, db.firstYearAnswer, db.firstYearAlert] as { count: (o: object) => Promise<number> }[]
    for (const table of left) expect(await table.count({ where: { candidateId: candidate.id } })).toBe(0)
  })
})
