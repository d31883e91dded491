import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Coordinator, Lead, Supporter } from '../../src/core/access.ts'
import { daysAfter } from '../../src/core/dates.ts'
import { now } from '../../src/core/clock.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import { deactivate, removeRole } from '../../src/features/accounts/commands/staff.ts'
import { checkExclusions, sweepProposals } from '../../src/features/pairings/commands/clockwork.ts'
import { sayNo, sayYes, stepBack } from '../../src/features/pairings/commands/own.ts'
import { end, pause, proposeByHand, resume } from '../../src/features/pairings/commands/team.ts'
import { decidePairing, pairingEvents, pairingSides, pairingStates } from '../../src/features/pairings/rules/pairings.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { withdrawRequest } from '../../src/features/requests/commands/own.ts'
import { asOwner } from '../support/database.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, anApp, asActor, PASSWORD, signedInAs } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T10:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const anAdult = async (given = {}) => {
  const candidate = await aCandidate({ adult: true, ...given })
  return { ...candidate, as: asActor(candidate) }
}
const asSupporter = ({ id }: { id: string }): Supporter => ({ role: 'supporter', accountId: id, name: '', roles: ['supporter'] })
const aCoordinator = async (): Promise<Coordinator> => ({
  ...{ role: 'coordinator', name: '', roles: ['coordinator'], accountId: (await anAccount()).id },
})
const aLead = async (): Promise<Lead> => ({
  ...{ role: 'lead', name: '', roles: ['lead'], accountId: (await anAccount({ roles: ['lead'] })).id },
})
const find = (id: string) => db.pairing.findUniqueOrThrow({ where: { id }, include: { changes: { orderBy: { id: 'asc' } } } })
const kindsTo = async (accountId: string | null) =>
  (await db.email.findMany({ where: { accountId, kind: { startsWith: 'pairing.' } }, orderBy: { createdAt: 'asc' } })).map(
    ({ kind }) => kind,
  )
const sooner = (days: number) => daysAfter(now(), days)

type Asked = Parameters<typeof decidePairing>
/** Where an event of a side leads, whether or not the time is over or the candidate asked for this person. */
const reached = (state: Asked[0]['state'], event: Asked[1], side: Asked[2]): string[] =>
  [true, false].flatMap((candidateAgreed) =>
    [null, new Date(0)].flatMap((dueAt) => {
      const decision = decidePairing({ state, candidateAgreed, pausedWhy: 'candidate', dueAt }, event, side, now())
      return decision.ok ? [`${state} ${decision.state}`] : []
    }),
  )

describe('the database and the rules know the same steps', () => {
  it('allows a step exactly where some side may make it', async () => {
    const [row] = await asOwner<{ body: string }>(`SELECT prosrc AS body FROM pg_proc WHERE proname = 'guard_pairing'`)
    const lists = [...(row?.body ?? '').matchAll(/WHEN '(\w+)' THEN NEW\.state IN \(([^)]*)\)/g)]
    const allowed = lists.flatMap(([, from = '', list = '']) => [...list.matchAll(/'(\w+)'/g)].map(([, to = '']) => `${from} ${to}`))
    expect(row?.body).toContain(`OR (NEW.state = 'active' AND NEW.candidate_agreed_at IS NOT NULL)`)
    const known = new Set(
      pairingStates.flatMap((state) => pairingEvents.flatMap((event) => pairingSides.flatMap((side) => reached(state, event, side)))),
    )
    expect([...known].sort()).toEqual([...allowed, 'proposedToSupporter active'].sort())
  })
})

describe('one buddy', () => {
  it('closes the other proposals in the same step, and tells those supporters only', async () => {
    const candidate = await anAdult()
    const first = await aPairing({ candidateId: candidate.id, state: 'proposedToCandidate' })
    const other = await aPairing({ candidateId: candidate.id, state: 'proposedToSupporter' })
    const mentor = await aPairing({ candidateId: candidate.id, state: 'proposedToSupporter', kind: 'mentoring' })
    expect(await sayYes(candidate.as, first.id)).toEqual({ ok: true, id: first.id })
    expect([(await find(other.id)).state, (await find(mentor.id)).state]).toEqual(['withdrawn', 'proposedToSupporter'])
    expect(await kindsTo(other.supporterId)).toEqual(['pairing.withdrawn'])
    expect(await kindsTo(candidate.accountId)).toEqual(['pairing.began'])
  })
  it('is one even when two yeses come at once', async () => {
    const candidate = await anAdult()
    const made = [
      await aPairing({ candidateId: candidate.id, state: 'proposedToCandidate' }),
      await aPairing({ candidateId: candidate.id, state: 'proposedToCandidate' }),
    ]
    const said = await Promise.all(made.map(({ id }) => sayYes(candidate.as, id)))
    expect(said.filter((each) => each?.ok === true)).toHaveLength(1)
    expect(await db.pairing.count({ where: { candidateId: candidate.id, state: 'active' } })).toBe(1)
  })
})

describe('time', () => {
  it('reminds once at half time, then lets it run out, and the person keeps their date', async () => {
    const candidate = await anAdult()
    const supporter = await aSupporter()
    await aRequest(candidate.id, { kind: 'buddy', requestedAt: new Date('2026-10-01T09:00:00Z') })
    const coordinator = await aCoordinator()
    const ask = { candidateId: candidate.id, supporterId: supporter.id, kind: 'buddy', over: '' } as const
    const asked = await proposeByHand(coordinator, ask)
    const id = asked.ok ? asked.id : ''
    for (const at of ['2027-01-14T09:59:00Z', '2027-01-14T10:00:00Z', '2027-01-15T10:00:00Z', '2027-01-18T09:59:00Z']) {
      vi.setSystemTime(new Date(at))
      await sweepProposals()
    }
    expect(await kindsTo(supporter.id)).toEqual(['pairing.toSupporter', 'pairing.nudge'])
    vi.setSystemTime(new Date('2027-01-18T10:00:00Z'))
    expect(await sayYes(asSupporter(supporter), id)).toEqual({ ok: false, reason: 'ranOut' })
    await sweepProposals()
    await sweepProposals()
    expect(await find(id)).toMatchObject({ state: 'expired', queuedAt: new Date('2026-10-01T09:00:00Z') })
    expect(await kindsTo(supporter.id)).toEqual(['pairing.toSupporter', 'pairing.nudge', 'pairing.expired'])
    expect(await kindsTo(candidate.accountId)).toEqual([])
    const again = await proposeByHand(coordinator, { ...ask, supporterId: (await aSupporter()).id })
    expect(again.ok && (await find(again.id))).toMatchObject({ previousId: id, queuedAt: new Date('2026-10-01T09:00:00Z') })
  })
})

describe('a no', () => {
  it('says why to the team alone', async () => {
    const candidate = await anAdult({ name: 'Wilhelmina Quarrington' })
    const pairing = await aPairing({ candidateId: candidate.id, state: 'proposedToCandidate' })
    expect(await sayNo(candidate.as, pairing.id, { reason: 'mayKnow', words: 'Zanzibar' })).toMatchObject({ ok: true })
    expect(await find(pairing.id)).toMatchObject({ state: 'candidateDeclined', declineReason: 'mayKnow', words: 'Zanzibar' })
    const app = anApp()
    const supporter = await db.account.findUniqueOrThrow({ where: { id: pairing.supporterId } })
    const agent = await signedInAs(supporter, app)
    for (const page of ['/supporting', `/supporting/proposals/${pairing.id}`]) {
      const { text } = await agent.get(page).expect(200)
      for (const secret of ['Zanzibar', 'mayKnow', candidate.name]) expect(text).not.toContain(secret)
    }
    expect(JSON.stringify(await db.event.findMany({ where: { subjectId: pairing.id }, select: { name: true, data: true } }))).not.toMatch(
      /Zanzibar|mayKnow/,
    )
    expect(await sayYes(candidate.as, pairing.id)).toEqual({ ok: false, reason: 'over' })
  })
  it('is not given for another, nor stepped back from by one', async () => {
    const pairing = await aPairing({ state: 'proposedToCandidate' })
    const stranger = await anAdult()
    expect(await sayNo(stranger.as, pairing.id, { reason: 'notNow', words: '' })).toBeUndefined()
    expect(await stepBack(asSupporter(await aSupporter()), pairing.id)).toBeUndefined()
    expect(await stepBack(asSupporter({ id: pairing.supporterId }), pairing.id)).toMatchObject({ ok: true })
  })
})

describe('before both have said yes, neither sees a name', () => {
  it('in no page and no letter that either can open', async () => {
    const candidate = await anAdult({ name: 'Wilhelmina Quarrington', routes: ['constable'] })
    const supporter = await aSupporter({ name: 'Barnaby Thistlewood', about: 'I am Barnaby', title: 'Detective' })
    const pairing = await aPairing({ candidateId: candidate.id, supporterId: supporter.id, state: 'proposedToSupporter' })
    const app = anApp()
    const [own, supporting] = [await signedInAs(candidate, app), await signedInAs(supporter.account, app)]
    const look = async () => {
      const theirs = await Promise.all(['/supporting', `/supporting/proposals/${pairing.id}`].map((page) => supporting.get(page)))
      const mine = await Promise.all(['/my', '/my/pairings', `/my/pairings/${pairing.id}/proposal`].map((page) => own.get(page)))
      expect(theirs.map(({ text }) => /Wilhelmina|Quarrington|PA-/.test(text))).toEqual([false, false])
      expect(mine.map(({ text }) => /Barnaby|Thistlewood|Detective/.test(text))).toEqual([false, false, false])
      for (const page of [`/my/pairings/${pairing.id}`, `/supporting/pairings/${pairing.id}`])
        expect((await (page.startsWith('/my') ? own : supporting).get(page)).status).toBe(404)
    }
    await look()
    await sayYes(asSupporter(supporter), pairing.id)
    await look()
    await sayYes(candidate.as, pairing.id)
    expect((await own.get('/my/pairings')).text).toContain('Barnaby')
    expect((await own.get('/my/pairings')).text).not.toContain('Thistlewood')
  })
})

describe('what comes between', () => {
  it('takes a proposal back where an exclusion is new at the yes, and pauses by night what has begun', async () => {
    const candidate = await anAdult()
    const proposed = await aPairing({ candidateId: candidate.id, state: 'proposedToCandidate' })
    await db.supporter.update({ where: { accountId: proposed.supporterId }, data: { trainedUntil: new Date('2027-01-10') } })
    expect(await sayYes(candidate.as, proposed.id)).toEqual({ ok: false, reason: 'excluded' })
    expect((await find(proposed.id)).state).toBe('withdrawn')
    const active = await aPairing()
    await db.supporter.update({ where: { accountId: active.supporterId }, data: { trainedUntil: new Date('2027-01-10') } })
    await checkExclusions()
    expect(await find(active.id)).toMatchObject({ state: 'paused', pausedWhy: 'excluded' })
    const coordinator = await aCoordinator()
    expect(await resume(coordinator, active.id)).toEqual({ ok: false, reason: 'excluded' })
    await db.supporter.update({ where: { accountId: active.supporterId }, data: { trainedUntil: new Date('2028-01-10') } })
    expect(await resume(coordinator, active.id)).toMatchObject({ ok: true })
  })
  it('keeps the numbers of an override visible, and takes it from the team alone', async () => {
    const candidate = await anAdult()
    const supporter = await aSupporter({ capacity: 0 })
    await aRequest(candidate.id, { kind: 'coaching' })
    const coordinator = await aCoordinator()
    const ask = { candidateId: candidate.id, supporterId: supporter.id, kind: 'coaching', over: '' } as const
    expect(await proposeByHand(coordinator, ask)).toEqual({ ok: false, reason: 'full' })
    const made = await proposeByHand(coordinator, { ...ask, over: 'They asked for each other' })
    expect(made.ok && (await find(made.id))).toMatchObject({ overReason: 'They asked for each other', overById: coordinator.accountId })
    expect(await proposeByHand(coordinator, { ...ask, kind: 'buddy' })).toEqual({ ok: false, reason: 'notAsked' })
  })
  it('completes the support by an end that did what it was for, and by no other', async () => {
    const coordinator = await aCoordinator()
    for (const [reason, state] of [
      ['completed', 'completed'],
      ['silent', 'underway'],
    ] as const) {
      const candidate = await anAdult()
      const request = await aRequest(candidate.id, { kind: 'mentoring', ownerId: coordinator.accountId })
      const pairing = await aPairing({ candidateId: candidate.id, kind: 'mentoring', state: 'active' })
      expect(await pause(coordinator, pairing.id, '2027-02-01')).toMatchObject({ ok: true })
      expect(await end(coordinator, pairing.id, reason, '')).toMatchObject({ ok: true })
      expect((await db.supportRequest.findUniqueOrThrow({ where: { id: request.id } })).state).toBe(state)
    }
  })
})

describe('somebody leaves', () => {
  it('a supporter whose access ends, or who gives the role up: the other side is told, and they are not', async () => {
    const lead = await aLead()
    for (const leave of [(id: string) => deactivate(lead, id), (id: string) => removeRole(lead, id, 'supporter')]) {
      const candidate = await anAdult()
      const supporter = await aSupporter()
      await db.accountRole.create({ data: { accountId: supporter.id, role: 'coordinator', grantedAt: now() } })
      const active = await aPairing({ candidateId: candidate.id, supporterId: supporter.id })
      const proposed = await aPairing({ supporterId: supporter.id, state: 'proposedToSupporter' })
      expect(await leave(supporter.id)).toMatchObject({ ok: true })
      expect(await find(active.id)).toMatchObject({ state: 'ended', endReason: 'personLeft' })
      expect((await find(proposed.id)).state).toBe('withdrawn')
      expect(await kindsTo(candidate.accountId)).toEqual(['pairing.ended'])
    }
  })
  it('a candidate who closes their account: the supporter is told, and nothing says who it was', async () => {
    const candidate = await anAdult({ name: 'Wilhelmina Quarrington' })
    await aRequest(candidate.id, { kind: 'buddy' })
    const active = await aPairing({ candidateId: candidate.id, words: 'Zanzibar', overReason: 'Asked', overById: (await anAccount()).id })
    const asked = await aPairing({ candidateId: candidate.id, kind: 'coaching', state: 'proposedToCandidate' })
    expect(await closeAccount(candidate.as, PASSWORD)).toEqual({ ok: true })
    expect(await find(active.id)).toMatchObject({ state: 'ended', endReason: 'personLeft', words: null, overReason: 'erased' })
    expect((await find(active.id)).changes.every(({ reason, byId }) => reason === null && byId === null)).toBe(true)
    expect([await kindsTo(active.supporterId), await kindsTo(asked.supporterId)]).toEqual([['pairing.ended'], ['pairing.withdrawn']])
  })
  it('a candidate who takes the request back ends what was for it', async () => {
    const candidate = await anAdult()
    const request = await aRequest(candidate.id, { kind: 'buddy', state: 'underway', ownerId: (await anAccount()).id })
    const active = await aPairing({ candidateId: candidate.id })
    const mentor = await aPairing({ candidateId: candidate.id, kind: 'mentoring' })
    expect(await withdrawRequest(candidate.as, request.id, 'notNow')).toMatchObject({ ok: true })
    expect([(await find(active.id)).endReason, (await find(mentor.id)).state]).toEqual(['askedByCandidate', 'active'])
    expect([await kindsTo(active.supporterId), await kindsTo(candidate.accountId)]).toEqual([['pairing.ended'], []])
  })
})

describe('two records of one person', () => {
  it('keep the buddy who began first, and one row of the same two people', async () => {
    const [kept, other] = [await anAdult(), await anAdult()]
    const both = await aSupporter({ capacity: 5 })
    const first = await aPairing({ candidateId: kept.id, changedAt: sooner(-20) })
    const second = await aPairing({ candidateId: other.id, changedAt: sooner(-10) })
    const twice = [
      await aPairing({ candidateId: kept.id, supporterId: both.id, kind: 'mentoring', state: 'proposedToSupporter' }),
      await aPairing({ candidateId: other.id, supporterId: both.id, kind: 'mentoring' }),
    ]
    const asked = await aPairing({ candidateId: other.id, state: 'proposedToCandidate' })
    const lead = await aLead()
    await inTransaction(
      (
        tx,
      ) => tx.$queryRaw`SELECT merge_candidates(${kept.id}::uuid, ${other.id}::uuid, '{}', NULL, 'both', 'both', ${lead.accountId}::uuid, 'lead',
        ${now()}::timestamptz, ${sooner(30)}::timestamptz)::text`,
    )
    const live = await db.pairing.findMany({
      where: { candidateId: kept.id, state: { in: ['active', 'paused'] } },
      orderBy: { kind: 'asc' },
    })
    expect(live.map(({ id }) => id)).toEqual([first.id, twice[1]?.id])
    expect(await db.pairing.count({ where: { candidateId: other.id } })).toBe(0)
    expect([(await find(second.id)).state, (await find(asked.id)).state]).toEqual(['ended', 'withdrawn'])
    expect([await kindsTo(second.supporterId), await kindsTo(both.id)]).toEqual([['pairing.ended'], []])
  })
})
