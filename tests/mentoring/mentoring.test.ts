import ICAL from 'ical.js'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Supporter } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { answerPlan, askExtension, answerExtension, proposePlan, review, setGoal } from '../../src/features/mentoring/commands/plans.ts'
import { askForReviews } from '../../src/features/mentoring/commands/reviews.ts'
import { holdSession, missSession, moveSession, planSession } from '../../src/features/mentoring/commands/sessions.ts'
import type { MentoringDecision } from '../../src/features/mentoring/commands/steps.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anApp, asActor, PASSWORD, signedInAs, submit } from '../support/people.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
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
const later = (days: number, hours = 0) => new Date(NOW.getTime() + days * 86_400_000 + hours * 3_600_000)

async function aPair(kind = 'mentoring') {
  const candidate = await aCandidate({ name: 'Nadia Bashir', adult: true })
  const supporter = await aSupporter({ name: 'Aisha Lowe' })
  const pairing = await aPairing({ candidateId: candidate.id, supporterId: supporter.id, kind })
  const nadia = asActor(candidate)
  const aisha: Supporter = { role: 'supporter', accountId: supporter.id, name: 'Aisha Lowe', roles: ['supporter'] }
  return {
    candidate,
    supporter,
    nadia,
    aisha,
    id: pairing.id,
    my: `/my/pairings/${pairing.id}/plan`,
    hers: `/supporting/pairings/${pairing.id}/plan`,
  }
}
const proposal = { approach: 'A call every second week', everyWeeks: 2, weeks: 8, startsOn: '2027-03-01' }
async function anAgreedPlan() {
  const pair = await aPair()
  await setGoal(pair.nadia, pair.id, 'Pass the written exercise')
  await proposePlan(pair.nadia, pair.id, proposal)
  await answerPlan(pair.aisha, pair.id, 'agree', 1)
  return pair
}
const idIn = (decision: MentoringDecision | undefined): string => (decision?.ok === true ? (decision.id ?? '') : '')
const session = { startsAt: later(3), minutes: 60, how: 'online', place: '' } as const

describe('agreeing on a plan', () => {
  it('takes a goal, a proposal and the other’s yes, over the pages of both', async () => {
    const { candidate, supporter, my, hers, id } = await aPair()
    const [nadia, aisha] = [await signedInAs(candidate, app), await signedInAs({ id: supporter.id }, app, 'supporter')]
    const given = { approach: 'A <b>call</b>', everyWeeks: '2', weeks: '8', startsOn: '1/3/2027' }
    expect((await submit(nadia, `${my}/propose`, given)).status).toBe(422)
    expect((await submit(nadia, my, { text: 'Pass the exercise' }, `${my}/goals`)).status).toBe(303)
    expect((await submit(nadia, `${my}/propose`, { ...given, weeks: '25' })).status).toBe(422)
    expect((await submit(nadia, `${my}/propose`, given)).status).toBe(303)
    const waiting = await aisha.get(hers).expect(200)
    expect(waiting.text).toMatch(/Nadia<\/bdi> has proposed a plan/)
    expect(waiting.text).toContain('A &lt;b&gt;call&lt;/b&gt;')
    const own = await submit(nadia, my, { answer: 'agree', number: '1' }, `${my}/answer`)
    expect([own.status, own.text]).toEqual([422, expect.stringContaining('has to say yes')])
    expect((await submit(aisha, hers, { answer: 'agree', number: '1' }, `${hers}/answer`)).status).toBe(303)
    expect((await nadia.get(my)).text).toMatch(/Version 1, agreed 1.March.2027/)
    const kinds = await db.email.findMany({
      where: { kind: { startsWith: 'mentoring.' }, accountId: { in: [candidate.accountId ?? '', supporter.id] } },
    })
    expect(kinds.map(({ kind, accountId }) => [kind, accountId]).sort()).toEqual([
      ['mentoring.planAgreed', candidate.accountId],
      ['mentoring.planProposed', supporter.id],
    ])
    expect(await db.event.count({ where: { subjectId: id, name: 'mentoring.planAgreed' } })).toBe(1)
  })

  it('freezes what both agreed: a change is a new version, and the database lets nothing else through', async () => {
    const { nadia, aisha, id } = await anAgreedPlan()
    const agreed = await db.mentoringPlan.findFirstOrThrow({ where: { pairingId: id } })
    for (const data of [{ state: 'proposed' }, { agreedAt: later(1) }, { state: 'takenBack' }])
      await expect(db.mentoringPlan.update({ where: { id: agreed.id }, data })).rejects.toThrow()
    await expect(db.$executeRaw`UPDATE mentoring_plans SET weeks = 9 WHERE id = ${agreed.id}::uuid`).rejects.toThrow()
    await expect(db.$executeRaw`DELETE FROM mentoring_plans WHERE id = ${agreed.id}::uuid`).rejects.toThrow()
    expect(await proposePlan(aisha, id, { ...proposal, weeks: 10, startsOn: '2027-03-20' })).toEqual({ ok: true })
    expect(await proposePlan(nadia, id, proposal)).toEqual({ ok: false, reason: 'proposalWaits' })
    await answerPlan(nadia, id, 'agree', 2)
    expect(await db.mentoringPlan.findMany({ where: { pairingId: id }, orderBy: { number: 'asc' } })).toMatchObject([
      { number: 1, state: 'replaced', weeks: 8, agreedAt: NOW },
      { number: 2, state: 'agreed', weeks: 10, startsOn: new Date('2027-03-01') },
    ])
  })

  it('answers the version that was read, and not one that came meanwhile', async () => {
    const { nadia, aisha, id } = await aPair()
    await setGoal(nadia, id, 'One')
    await proposePlan(nadia, id, proposal)
    await answerPlan(nadia, id, 'takeBack', 1)
    await proposePlan(nadia, id, { ...proposal, weeks: 24 })
    expect(await answerPlan(aisha, id, 'agree', 1)).toEqual({ ok: false, reason: 'settled' })
    expect(await answerPlan(aisha, id, 'agree', 3)).toBeUndefined()
  })

  it('keeps to three goals at a time, in the database too', async () => {
    const { nadia, aisha, id } = await aPair('coaching')
    for (const text of ['One', 'Two', 'Three']) await setGoal(nadia, id, text)
    expect(await setGoal(aisha, id, 'Four')).toEqual({ ok: false, reason: 'threeGoals' })
    const goal = { pairingId: id, text: 'Four', side: 'candidate', setAt: NOW }
    await expect(db.mentoringGoal.create({ data: goal })).rejects.toThrow('three goals at a time')
    const first = await db.mentoringGoal.findFirstOrThrow({ where: { pairingId: id } })
    await db.mentoringGoal.update({ where: { id: first.id }, data: { state: 'reached', endedAt: NOW } })
    await expect(db.mentoringGoal.update({ where: { id: first.id }, data: { state: 'live', endedAt: null } })).rejects.toThrow()
    expect(await setGoal(aisha, id, 'Four')).toEqual({ ok: true })
  })

  it('is extended once, with a reason, when the other says yes', async () => {
    const { nadia, aisha, id } = await anAgreedPlan()
    const given = { weeks: 4, reason: 'The interview was put off' }
    await askExtension(nadia, id, given)
    expect(await answerExtension(nadia, id, true)).toEqual({ ok: false, reason: 'notYours' })
    await answerExtension(aisha, id, false)
    await askExtension(nadia, id, given)
    await answerExtension(aisha, id, true)
    expect(await askExtension(aisha, id, given)).toEqual({ ok: false, reason: 'extended' })
    await expect(db.mentoringExtension.delete({ where: { pairingId: id } })).rejects.toThrow('an agreed extension stays')
  })
})

describe('sessions', () => {
  it('are superseded, never edited; the calendar keeps one name and a number that rises', async () => {
    const { candidate, nadia, aisha, my, id } = await anAgreedPlan()
    const planned = await planSession(nadia, id, session)
    const first = idIn(planned)
    await moveSession(aisha, { pairingId: id, sessionId: first }, { ...session, startsAt: later(4) })
    const rows = await db.mentoringSession.findMany({ where: { pairingId: id }, orderBy: { sequence: 'asc' } })
    const [seriesId = '', second = ''] = [rows[0]?.seriesId, rows[1]?.id]
    expect(rows).toMatchObject([
      { state: 'superseded', startsAt: later(3), sequence: 0 },
      { state: 'planned', startsAt: later(4), sequence: 1, supersedesId: first, seriesId },
    ])
    await expect(db.$executeRaw`UPDATE mentoring_sessions SET starts_at = now() WHERE id = ${first}::uuid`).rejects.toThrow()
    expect(await moveSession(nadia, { pairingId: id, sessionId: first }, session)).toEqual({ ok: false, reason: 'settled' })
    const agent = await signedInAs(candidate, app)
    const file = async (sessionId: string) => {
      const { text } = await agent.get(`${my}/sessions/${sessionId}/calendar.ics`).expect(200)
      const calendar = new ICAL.Component(ICAL.parse(text) as [string, object[], object[]])
      const event = calendar.getFirstSubcomponent('vevent')
      return ['uid', 'sequence', 'summary', 'status']
        .map((name) => event?.getFirstPropertyValue(name) as unknown)
        .concat(calendar.getFirstPropertyValue('method'))
    }
    const uid = `session-${seriesId}@cheshire.portal`
    expect(await file(second)).toEqual([uid, 1, 'Conversation', 'CONFIRMED', 'PUBLISH'])
    await missSession(aisha, { pairingId: id, sessionId: second }, 'supporter')
    expect(await file(second)).toEqual([uid, 2, 'Conversation', 'CANCELLED', 'CANCEL'])
    expect((await agent.get(`${my}/sessions/${first}/calendar.ics`)).status).toBe(404)
    expect(await db.email.count({ where: { aboutId: second, kind: 'mentoring.sessionOff' } })).toBe(2)
  })

  it('are held once they have begun, and count as a day on which the two spoke', async () => {
    const { nadia, id } = await anAgreedPlan()
    const planned = await planSession(nadia, id, session)
    const which = { pairingId: id, sessionId: idIn(planned) }
    expect(await holdSession(nadia, which)).toEqual({ ok: false, reason: 'notBegun' })
    vi.setSystemTime(later(3, 2))
    expect(await holdSession(nadia, which)).toEqual({ ok: true })
    expect(await missSession(nadia, which, 'both')).toEqual({ ok: false, reason: 'settled' })
    expect(await db.pairingContact.findMany({ where: { pairingId: id } })).toMatchObject([
      { minutes: 60, happenedOn: new Date('2027-03-04') },
    ])
  })

  it('are planned in time to come, at times that exist', async () => {
    const { candidate, my, id, nadia } = await anAgreedPlan()
    expect(await planSession(nadia, id, { ...session, startsAt: later(0, -1) })).toEqual({ ok: false, reason: 'past' })
    const agent = await signedInAs(candidate, app)
    const given = { day: '28/3/2027', time: '1:30am', minutes: '60', how: 'phone', place: '' }
    const missing = await submit(agent, `${my}/sessions/new`, given)
    expect([missing.status, missing.text]).toEqual([422, expect.stringContaining('the clocks go forward')])
    expect((await submit(agent, `${my}/sessions/new`, { ...given, time: '6pm' })).status).toBe(303)
    const { startsAt } = await db.mentoringSession.findFirstOrThrow({ where: { pairingId: id } })
    expect(startsAt).toEqual(new Date('2027-03-28T17:00:00Z'))
  })
})

describe('looking back', () => {
  it('is asked of both once, at half-way and before the end, and shown to each once both have written', async () => {
    const { candidate, nadia, aisha, my, id } = await anAgreedPlan()
    const asked = () => db.email.count({ where: { aboutId: id, kind: 'mentoring.review' } })
    await askForReviews()
    expect([await asked(), await review(nadia, id, 'halfway', { progress: 3, words: '' })]).toEqual([0, { ok: false, reason: 'notOpen' }])
    vi.setSystemTime(later(28))
    for (let n = 0; n < 2; n += 1) await askForReviews()
    expect(await asked()).toBe(2)
    await review(aisha, id, 'halfway', { progress: 4, words: 'Her own words' })
    const agent = await signedInAs(candidate, app)
    expect((await agent.get(my)).text).not.toContain('Her own words')
    await submit(agent, `${my}/reviews/halfway`, { progress: '3', words: 'Mine' })
    expect((await agent.get(my)).text).toContain('Her own words')
    expect(await review(nadia, id, 'halfway', { progress: 5, words: '' })).toEqual({ ok: false, reason: 'settled' })
    vi.setSystemTime(later(50))
    await askForReviews()
    expect(await asked()).toBe(4)
  })
})

describe('who may', () => {
  it('is the two of a mentoring or coaching pair, while it lives; a buddy pair has no plan', async () => {
    const { my, hers, nadia, id, candidate } = await anAgreedPlan()
    const stranger = await signedInAs(await aCandidate(), app)
    const other = await signedInAs({ id: (await aSupporter()).id }, app, 'supporter')
    for (const page of ['', '/propose', '/extend', '/sessions/new', '/reviews/halfway']) {
      expect((await stranger.get(my + page)).status).toBe(404)
      expect((await other.get(hers + page)).status).toBe(404)
    }
    const buddies = await aPair('buddy')
    expect((await (await signedInAs(buddies.candidate, app)).get(buddies.my)).status).toBe(404)
    expect(await setGoal(buddies.nadia, buddies.id, 'One')).toBeUndefined()
    await db.pairing.update({ where: { id }, data: { state: 'paused', pausedWhy: 'team', changedAt: NOW } })
    expect(await setGoal(nadia, id, 'Two')).toEqual({ ok: false, reason: 'notLive' })
    const goal = { pairingId: id, text: 'Two', side: 'candidate', setAt: NOW }
    await expect(db.mentoringGoal.create({ data: goal })).rejects.toThrow('only a living mentoring or coaching pair')
    const page = await (await signedInAs(candidate, app)).get(my).expect(200)
    expect(page.text).not.toContain('Set this goal')
  })

  it('leaves nothing behind with whoever closes their account', async () => {
    const { nadia, aisha, id } = await anAgreedPlan()
    await planSession(nadia, id, session)
    await askExtension(nadia, id, { weeks: 4, reason: 'More time' })
    await answerExtension(aisha, id, true)
    expect(await closeAccount(nadia, PASSWORD)).toMatchObject({ ok: true })
    const where = { pairingId: id }
    const left = await Promise.all([
      db.mentoringGoal.count({ where }),
      db.mentoringPlan.count({ where }),
      db.mentoringSession.count({ where }),
      db.mentoringExtension.count({ where }),
    ])
    expect(left).toEqual([0, 0, 0, 0])
  })
})
