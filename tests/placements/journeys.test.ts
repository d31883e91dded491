import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { daysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { deactivate } from '../../src/features/accounts/commands/staff.ts'
import { sweepPlacements } from '../../src/features/placements/commands/clockwork.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { withdrawRequest } from '../../src/features/requests/commands/own.ts'
import { aCandidate, anAccount, asActor, PASSWORD, signedInAs, submit, tokenIn } from '../support/people.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'

const NOW = new Date('2027-01-11T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const anAdult = (given = {}) => aCandidate({ adult: true, ...given })
const read = (id: string) => db.placement.findUniqueOrThrow({ where: { id } })
const latestOf = (candidateId: string) => db.placement.findFirstOrThrow({ where: { candidateId }, orderBy: { requestedAt: 'desc' } })
const lettersTo = async (accountId: string | null) =>
  (await db.email.findMany({ where: { accountId, kind: { startsWith: 'placement.' } }, orderBy: { createdAt: 'asc' } })).map(({ kind }) =>
    kind.slice('placement.'.length),
  )
const ownerOf = (placement: { candidateId: string }) => db.candidate.findUniqueOrThrow({ where: { id: placement.candidateId } })

describe('from a wish to a day', () => {
  it('is asked for, passed on, offered, agreed and waits for its checks, each on their own pages', async () => {
    const [candidate, host, coordinator] = [await anAdult(), await aHost({ flexible: true }), await anAccount()]
    const [me, they, team] = [await signedInAs(candidate), await signedInAs({ id: host.supporterId }), await signedInAs(coordinator)]
    const ask = `/my/placements/ask/${host.id}`
    const missing = await submit(me, ask, { dateId: 'flexible' })
    expect(missing.status).toBe(422)
    expect(missing.text).toContain('Choose at least one thing')
    expect(missing.text).toContain('Say when it would suit you, such as')
    const asked = await submit(me, ask, { goals: ['theJob', 'fears'], dateId: 'flexible', wanted: 'Fridays', words: 'I like radios' })
    expect(asked.status).toBe(303)
    const { id, requestId } = await latestOf(candidate.id)
    expect((await db.supportRequest.findUniqueOrThrow({ where: { id: requestId ?? '' } })).kind).toBe('shadowing')
    expect((await me.get(String(asked.headers['location']))).text).toContain('The team looks at it')
    await they.get(`/supporting/placements/${id}`).expect(404)
    expect((await team.get('/staff/placements?show=requested')).text).toContain(candidate.name)
    await submit(team, `/staff/placements/${id}`, {}, `/staff/placements/${id}/pass`)
    const theirs = await they.get(`/supporting/placements/${id}`).expect(200)
    expect(theirs.text).toContain('I like radios')
    expect(theirs.text).not.toContain(candidate.name)
    const day = { dateId: 'own', day: '12/3/2027', from: '9am', until: '1pm' }
    await submit(they, `/supporting/placements/${id}`, day, `/supporting/placements/${id}/offer`)
    expect((await me.get('/my/placements')).text).toContain('12 March 2027'.replaceAll(' ', '\u00a0'))
    const yes = await submit(me, `/my/placements/${id}`, {}, `/my/placements/${id}/accept`)
    expect(yes.headers['location']).toBe(`/my/placements/${id}?notice=accepted`)
    expect((await read(id)).state).toBe('checks')
    const first = candidate.name.split(' ')[0] ?? ''
    const named = await they.get(`/supporting/placements/${id}`)
    expect(named.text).toContain(first)
    expect(named.text).not.toContain(candidate.name)
    expect((await team.get(`/staff/placements/${id}`)).text).toContain('In the way of this day')
  })

  it('asks for a listed day, and refuses one that is full', async () => {
    const host = await aHost()
    const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId })
    const candidate = await anAdult()
    const me = await signedInAs(candidate)
    await submit(me, `/my/placements/ask/${host.id}`, { goals: 'theJob', dateId })
    expect(await latestOf(candidate.id)).toMatchObject({ dateId, expiresAt: null })
    await aPlacement({ state: 'offered', dateId, hostId: host.id })
    const late = await submit(await signedInAs(await anAdult()), `/my/placements/ask/${host.id}`, { goals: 'theJob', dateId })
    expect(late.status).toBe(422)
    expect(late.text).toContain('Choose another')
  })

  it('lets nobody have three under way, and leaves nothing behind where it refuses', async () => {
    const candidate = await anAdult()
    for (const state of ['requested', 'offered']) await aPlacement({ candidateId: candidate.id, state, undated: true })
    const host = await aHost({ flexible: true })
    await expect(aPlacement({ candidateId: candidate.id, state: 'requested', undated: true, hostId: host.id })).rejects.toThrow(
      /two placements/,
    )
    const me = await signedInAs(candidate)
    expect((await me.get(`/my/placements/ask/${host.id}`)).text).toContain('two visits under way')
    const free = await signedInAs(await anAdult())
    const late = await submit(free, `/my/placements/ask/${host.id}`, { goals: 'theJob', dateId: 'flexible', wanted: 'Fridays' })
    expect(late.status).toBe(303)
    const token = tokenIn((await free.get(`/my/placements/ask/${(await aHost({ flexible: true })).id}`)).text)
    const third = { _csrf: tokenIn((await me.get('/my/match')).text) || token, goals: 'theJob', dateId: 'flexible', wanted: 'Fridays' }
    expect((await me.post(`/my/placements/ask/${host.id}`).type('form').send(third)).status).toBe(422)
    expect(await db.supportRequest.count({ where: { candidateId: candidate.id } })).toBe(0)
  })

  it('suggests others after a no, and one press asks one of them for the same', async () => {
    const placement = await aPlacement({ state: 'underConsideration', undated: true, goals: ['shifts'], words: 'Nights above all' })
    const other = await aHost({ flexible: true, name: 'Radio workshop of the north' })
    const [me, team] = [await signedInAs(await ownerOf(placement)), await signedInAs(await anAccount())]
    const page = `/staff/placements/${placement.id}`
    await submit(team, page, { declineReasons: ['noCapacity', 'mayKnow'], words: 'Quietly' }, `${page}/decline`)
    const mine = await me.get(`/my/placements/${placement.id}`)
    expect(mine.text).toContain('no room in the time you asked for')
    expect(mine.text).not.toMatch(/know each other|Quietly/)
    expect(mine.text).toContain('Ask them')
    const again = await submit(me, `/my/placements/${placement.id}`, { hostId: other.id }, `/my/placements/${placement.id}/elsewhere`)
    expect(again.status).toBe(303)
    expect(await db.placement.findFirstOrThrow({ where: { previousId: placement.id } })).toMatchObject({
      ...{ hostId: other.id, goals: ['shifts'], words: 'Nights above all', state: 'requested' },
    })
  })

  it('is confirmed with an entry for the calendar, whose number rises with another day', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    const me = await signedInAs(await ownerOf(placement))
    const file = `/my/placements/${placement.id}/calendar.ics`
    const before = (await me.get(file).expect(200)).text
    expect(before).toContain(`UID:visit-${placement.id}`)
    const date = await db.hostDate.findUniqueOrThrow({ where: { id: placement.dateId ?? '' } })
    const startsAt = daysAfter(date.startsAt, 1)
    const changes = { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000), changedAt: now(), changedByRole: 'coordinator' }
    await db.hostDate.update({ where: { id: date.id }, data: changes })
    const after = (await me.get(file).expect(200)).text
    const number = (text: string) => Number(/SEQUENCE:(\d+)/.exec(text)?.[1])
    expect(number(after)).toBeGreaterThan(number(before))
    expect(await lettersTo((await ownerOf(placement)).accountId)).toContain('moved')
    expect(after).not.toMatch(/shadow|positive action/i)
  })

  it('marks and puts right for seven days', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    vi.setSystemTime(daysAfter(NOW, 15))
    const { id } = await anAccount()
    let team = await signedInAs({ id })
    const page = `/staff/placements/${placement.id}`
    expect((await team.get('/staff/placements?show=mark')).text).toContain('1 placement')
    await submit(team, page, { absentReasons: 'hostOperational' }, `${page}/absent`)
    expect(await read(placement.id)).toMatchObject({ state: 'notAttended', reasons: ['hostOperational'] })
    vi.setSystemTime(daysAfter(NOW, 21))
    team = await signedInAs({ id })
    await submit(team, page, {}, `${page}/attended`)
    expect(await read(placement.id)).toMatchObject({ state: 'attended', reasons: [], endedAt: null })
    vi.setSystemTime(daysAfter(NOW, 23))
    team = await signedInAs({ id })
    const late = await submit(team, page, { absentReasons: 'nobody' }, `${page}/absent`)
    expect(late.status).toBe(422)
  })
})

describe('time, and what people do elsewhere', () => {
  it('warns a fortnight before a wish without a day runs out, once, and ends it after two months', async () => {
    const placement = await aPlacement({ state: 'requested', undated: true, expiresAt: daysAfter(NOW, 30) })
    const { accountId } = await ownerOf(placement)
    const runs = async (day: number) => {
      vi.setSystemTime(daysAfter(NOW, day))
      await sweepPlacements()
    }
    await runs(15)
    expect(await lettersTo(accountId)).toEqual([])
    await runs(16)
    await runs(17)
    expect(await lettersTo(accountId)).toEqual(['expiring'])
    await runs(30)
    await runs(31)
    expect(await lettersTo(accountId)).toEqual(['expiring', 'expired'])
    expect((await read(placement.id)).state).toBe('expired')
  })

  it('takes a day off that came before everything was ready', async () => {
    const placement = await aPlacement({ state: 'checks' })
    vi.setSystemTime(daysAfter(NOW, 15))
    await sweepPlacements()
    expect(await read(placement.id)).toMatchObject({ state: 'accepted', dateId: null })
    expect((await read(placement.id)).expiresAt).not.toBeNull()
  })

  it('looks for another day where the department withdraws it', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    await db.hostDate.update({
      where: { id: placement.dateId ?? '' },
      data: { state: 'withdrawn', changedAt: now(), changedByRole: 'supporter' },
    })
    expect(await read(placement.id)).toMatchObject({ state: 'accepted', dateId: null, supporterId: placement.supporterId })
    expect(await lettersTo((await ownerOf(placement)).accountId)).toEqual(['dateLost'])
  })

  it('goes back to its checks where whoever receives them is no longer trained', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    await db.supporter.update({ where: { accountId: placement.supporterId ?? '' }, data: { trainedUntil: NOW } })
    await db.$queryRaw`SELECT recheck_placement(${placement.id}::uuid, ${now()}::timestamptz)`
    expect((await read(placement.id)).state).toBe('checks')
    expect(await lettersTo((await ownerOf(placement)).accountId)).toContain('rechecked')
  })

  it('comes back to the team at once where the two are kept apart, and tells neither why', async () => {
    const owner = await anAccount()
    const candidate = await anAdult({ ownerId: owner.id })
    const placement = await aPlacement({ candidateId: candidate.id, state: 'confirmed' })
    const declared = { madeBy: 'candidate', madeById: candidate.accountId ?? '', kind: 'family', madeAt: now(), changedAt: now() }
    await db.exclusionDeclaration.create({ data: { ...declared, candidateId: candidate.id, supporterId: placement.supporterId } })
    expect(await read(placement.id)).toMatchObject({ state: 'accepted', dateId: null, supporterId: null })
    expect(await lettersTo(candidate.accountId)).toEqual(['dateLost'])
    expect(await lettersTo(placement.supporterId)).toEqual(['notNeeded'])
    expect(await lettersTo(owner.id)).toEqual(['apart'])
    await (await signedInAs({ id: placement.supporterId ?? '' })).get(`/supporting/placements/${placement.id}`).expect(404)
  })

  it('waits for somebody else where whoever hosts leaves', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    const lead = await anAccount({ roles: ['lead'] })
    await deactivate({ role: 'lead', accountId: lead.id, name: '', roles: ['lead'] }, placement.supporterId ?? '')
    expect(await read(placement.id)).toMatchObject({ state: 'accepted', dateId: null, supporterId: null })
    expect(await db.hostPerson.count({ where: { supporterId: placement.supporterId ?? '', until: null } })).toBe(0)
  })

  it('ends where its request is taken back, and the host need not prepare', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    const candidate = await ownerOf(placement)
    const request = await db.supportRequest.create({
      data: {
        candidateId: candidate.id,
        kind: 'shadowing',
        state: 'requested',
        requestedAt: now(),
        dueAt: daysAfter(now(), 5),
        changedAt: now(),
      },
    })
    await withdrawRequest(asActor(candidate), request.id, 'notNow')
    expect(await read(placement.id)).toMatchObject({ state: 'cancelled', reasons: ['requestWithdrawn'], endedBy: 'candidate' })
    expect(await lettersTo(placement.supporterId)).toEqual(['notNeeded'])
  })

  it('keeps a count and no word of whoever closes their account', async () => {
    const placement = await aPlacement({ state: 'checks', words: 'Please do not tell my brother' })
    await closeAccount(asActor(await ownerOf(placement)), PASSWORD)
    expect(await read(placement.id)).toMatchObject({ state: 'withdrawn', words: null, wanted: null, reasons: ['personLeft'] })
    expect(await lettersTo(placement.supporterId)).toEqual(['notNeeded'])
  })
})
