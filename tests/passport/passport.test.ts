import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { signOutsideLink } from '../../src/core/links.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { addNeed } from '../../src/features/passport/commands/needs.ts'
import { forgetPassports, remindProviders, wonder } from '../../src/features/passport/commands/clockwork.ts'
import { shareNeeds } from '../../src/features/passport/commands/share.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aOneToOne } from '../support/one-to-ones.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, PASSWORD, signedInAs, submit } from '../support/people.ts'
import { aPlacement } from '../support/placements.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const DAY = 86_400_000
const force = profileOf('cheshire')
const later = (days: number) => new Date(NOW.getTime() + days * DAY)
const HELPS = 'Questions in writing beforehand'
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

const nadia = async () => {
  const candidate = await aCandidate({ name: 'Nadia Bashir', adult: true, routes: ['constable'] })
  return { candidate, me: asActor(candidate), agent: await signedInAs(candidate, app) }
}
async function withNeed() {
  const her = await nadia()
  const added = await addNeed(her.me, { kind: 'reading', helps: HELPS, avoid: 'Reading aloud' })
  return { ...her, needId: added?.ok ? added.needId : '' }
}
const shared = async (her: Awaited<ReturnType<typeof withNeed>>, what: string, onDay?: string) => {
  const decision = await shareNeeds(her.me, force, { what, needs: [her.needId], words: '', onDay })
  if (!decision?.ok) throw new Error(`not shared: ${decision?.reason ?? 'nobody'}`)
  return decision.useId
}
const aTalk = async (her: Awaited<ReturnType<typeof withNeed>>) => {
  const talk = await aOneToOne({ candidateId: her.candidate.id })
  const coach = await signedInAs({ id: talk.slot.supporterId ?? '' }, app, 'supporter')
  return { talk, coach, useId: await shared(her, `oneToOne.${talk.id}`) }
}
const aPlace = async (candidateId: string) => {
  const workshop = await aWorkshop({ startsAt: later(25) })
  return db.place.create({ data: { workshopId: workshop.id, candidateId, arrival: 1, askedAt: NOW, bookedAt: NOW, state: 'booked' } })
}

describe('a passport of one’s own', () => {
  it('takes needs, hints at what reads like a diagnosis and keeps it, changes, takes out, brings back and prints', async () => {
    const { candidate, agent } = await nadia()
    expect((await submit(agent, '/my/passport/needs/new', { kind: '', helps: '' })).status).toBe(422)
    const need = { kind: 'reading', helps: 'As I have dyslexia: <b>more time</b>', avoid: '' }
    expect((await submit(agent, '/my/passport/needs/new', need)).headers['location']).toBe('/my/passport?notice=saved')
    const page = await agent.get('/my/passport').expect(200)
    expect(page.text).toContain('This reads as if it named a condition')
    const { id } = await db.passportNeed.findFirstOrThrow({ where: { candidateId: candidate.id } })
    await submit(agent, `/my/passport/needs/${id}`, { ...need, helps: 'More time to read' })
    expect((await agent.get('/my/passport')).text).not.toContain('This reads as if')
    expect((await agent.get('/my/passport/print')).text).toContain('More time to read')
    const move = (event: string) => submit(agent, '/my/passport', { event }, `/my/passport/needs/${id}/move`)
    const removed = await move('remove')
    expect((await agent.get(removed.headers['location'] ?? '')).text).toContain('Bring it back')
    expect((await agent.get(`/my/passport/needs/${id}`)).status).toBe(404)
    expect((await move('restore')).status).toBe(303)
    const told = await db.passportNeedChange.findMany({ where: { needId: id }, orderBy: { id: 'asc' }, select: { what: true } })
    expect(told.map(({ what }) => what)).toEqual(['made', 'changed', 'removed', 'restored'])
    await move('remove')
    vi.setSystemTime(later(2))
    await forgetPassports(force.retention)
    expect(await db.passportNeed.count({ where: { id } })).toBe(0)
  })

  it('begins from what was said about access before, and keeps that nowhere twice until it is saved', async () => {
    const { candidate, agent } = await nadia()
    await db.accessNeed.create({ data: { candidateId: candidate.id, text: 'A hearing loop, please', updatedAt: NOW } })
    expect((await agent.get('/my/passport')).text).toContain('Begin from what I said')
    expect((await agent.get('/my/passport/needs/new')).text).toContain('A hearing loop, please')
    expect(await db.passportNeed.count({ where: { candidateId: candidate.id } })).toBe(0)
  })

  it('is nobody else’s', async () => {
    const { needId } = await withNeed()
    const other = (await nadia()).agent
    expect((await other.get(`/my/passport/needs/${needId}`)).status).toBe(404)
    expect((await submit(other, '/my/passport', { event: 'remove' }, `/my/passport/needs/${needId}/move`)).status).toBe(404)
  })
})

describe('sharing for a one-to-one', () => {
  it('reaches the coach alone, who answers and provides; then it is told to have worked and used again in one press', async () => {
    const her = await withNeed()
    const { talk, coach, useId } = await aTalk(her)
    const theirs = `/supporting/adjustments/${useId}`
    const team = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
    const host = (await aPlacement({ state: 'confirmed' })).supporterId ?? ''
    await (await signedInAs({ id: host }, app, 'supporter')).get(theirs).expect(404)
    expect((await coach.get('/supporting/adjustments')).text).toContain('Waiting for you')
    const seen = await coach.get(theirs).expect(200)
    expect(seen.text).toContain(HELPS)
    expect(seen.text).not.toContain('Bashir')
    const page = await team.get(`/staff/adjustments/${useId}`).expect(200)
    expect(page.text).not.toContain(HELPS)
    expect(await db.look.count({ where: { candidateId: her.candidate.id } })).toBe(1)
    expect((await team.get('/staff/adjustments/list.csv')).text).not.toContain(HELPS)
    expect((await her.agent.get(`/my/passport/uses/${useId}`)).text).toContain('Your coach or host')
    expect((await submit(coach, theirs, { answer: 'partly', words: '' }, `${theirs}/answer`)).status).toBe(422)
    expect((await submit(coach, theirs, { answer: 'agreed', words: 'I send them on Monday' }, `${theirs}/answer`)).status).toBe(303)
    expect((await her.agent.get(`/my/passport/uses/${useId}`)).text).toContain('I send them on Monday')
    expect(await db.email.count({ where: { candidateId: her.candidate.id, kind: 'adjustment.answered' } })).toBe(1)
    expect((await submit(coach, theirs, { event: 'provide' }, `${theirs}/provided`)).status).toBe(303)
    const mine = `/my/passport/uses/${useId}`
    expect((await her.agent.get(mine)).text).not.toContain('Did it work?')
    vi.setSystemTime(new Date(talk.slot.startsAt.getTime() + 3 * 3_600_000))
    expect(await wonder()).toBe(1)
    expect(await wonder()).toBe(0)
    const after = await signedInAs(her.candidate, app)
    expect((await submit(after, mine, { outcome: 'worked' }, `${mine}/worked`)).headers['location']).toContain('notice=told')
    const place = await aPlace(her.candidate.id)
    const what = `workshop.${place.id}`
    expect((await after.get(`/my/passport/share?for=${what}`)).text).toContain('Use what worked last time')
    const again = await submit(after, `/my/passport/share?for=${what}`, { what, from: useId }, '/my/passport/share/again')
    expect(again.status).toBe(303)
    const copy = await db.adjustmentUse.findFirstOrThrow({ where: { placeId: place.id }, include: { needs: true } })
    expect([copy.copiedFromId, copy.needs.map(({ needId }) => needId)]).toEqual([useId, [her.needId]])
  })

  it('is gone at the next request once it is taken back, for reading and for answering, and stays gone', async () => {
    const her = await withNeed()
    const { coach, useId } = await aTalk(her)
    const theirs = `/supporting/adjustments/${useId}`
    const opened = await coach.get(theirs).expect(200)
    expect(opened.headers['cache-control']).toBe('no-store')
    const back = await submit(her.agent, `/my/passport/uses/${useId}`, {}, `/my/passport/uses/${useId}/take-back`)
    expect(back.status).toBe(303)
    await coach.get(theirs).expect(404)
    expect((await submit(coach, '/supporting/adjustments', { answer: 'agreed' }, `${theirs}/answer`)).status).toBe(404)
    expect((await coach.get('/supporting/adjustments')).text).toContain('Nothing is shared with you')
    expect((await submit(her.agent, '/my/passport', {}, `/my/passport/uses/${useId}/take-back`)).status).toBe(422)
    await expect(
      db.adjustmentUse.update({ where: { id: useId }, data: { state: 'asked', revokedAt: null, changedByRole: 'candidate' } }),
    ).rejects.toThrow(/does not go from revoked to asked/)
    await expect(db.adjustmentLook.create({ data: { useId, viewer: 'supporter', viewerId: her.candidate.id, at: NOW } })).rejects.toThrow(
      /taken back/,
    )
  })

  it('is shown to nobody where the one-to-one is given back, and the need that is taken out is not read', async () => {
    const her = await withNeed()
    const { talk, coach, useId } = await aTalk(her)
    await submit(her.agent, '/my/passport', { event: 'remove' }, `/my/passport/needs/${her.needId}/move`)
    expect((await coach.get(`/supporting/adjustments/${useId}`)).text).not.toContain(HELPS)
    await db.oneToOne.update({
      where: { id: talk.id },
      data: { state: 'cancelled', closedAt: NOW, changedAt: NOW, changedByRole: 'candidate' },
    })
    await coach.get(`/supporting/adjustments/${useId}`).expect(404)
  })
})

describe('sharing for a workshop or a visit', () => {
  it('reaches the team, which answers from its list; the list, its count and what waits agree', async () => {
    const priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
    const her = await withNeed()
    await db.candidate.update({ where: { id: her.candidate.id }, data: { ownerId: priya.id } })
    const place = await aPlace(her.candidate.id)
    const asked = { kind: 'adjustments', state: 'requested', requestedAt: NOW, dueAt: later(7), changedAt: NOW }
    const { id: requestId } = await db.supportRequest.create({ data: { candidateId: her.candidate.id, ...asked } })
    const useId = await shared(her, `workshop.${place.id}`)
    const team = await signedInAs(priya, app, 'coordinator')
    const list = await team.get('/staff/adjustments?show=toAnswer&whose=mine').expect(200)
    expect(list.text).toContain('1 asked for')
    expect((await team.get('/staff?whose=mine')).text).toContain('Adjustments for the team to answer')
    expect(list.text).not.toContain(HELPS)
    const one = `/staff/adjustments/${useId}`
    expect((await team.get(one)).text).toContain(HELPS)
    expect((await submit(team, one, { answer: 'agreed', words: '' }, `${one}/answer`)).status).toBe(303)
    expect(await db.supportRequest.findUniqueOrThrow({ where: { id: requestId } })).toMatchObject({ state: 'underway' })
    expect((await team.get('/staff/adjustments?show=toAnswer&whose=mine')).text).toContain('0 asked for')
    expect((await team.get(`/staff/candidates/${her.candidate.id}`)).text).toContain('for one thing')
  })

  it('of a visit reaches the host and the team, until seven days after it', async () => {
    const her = await withNeed()
    const visit = await aPlacement({ candidateId: her.candidate.id, state: 'confirmed' })
    const useId = await shared(her, `placement.${visit.id}`)
    const see = async () => (await signedInAs({ id: visit.supporterId ?? '' }, app, 'supporter')).get(`/supporting/adjustments/${useId}`)
    expect((await see()).text).toContain(HELPS)
    const team = await signedInAs(await anAccount({ roles: ['lead'] }), app)
    expect((await team.get(`/staff/adjustments/${useId}`)).text).toContain(HELPS)
    const { endsAt } = await db.hostDate.findUniqueOrThrow({ where: { id: visit.dateId ?? '' } })
    vi.setSystemTime(new Date(endsAt.getTime() + 6 * DAY))
    expect((await see()).status).toBe(200)
    vi.setSystemTime(new Date(endsAt.getTime() + 8 * DAY))
    expect((await see()).status).toBe(404)
  })
})

describe('sharing for a stage of recruitment', () => {
  const door = async (useId: string) => {
    const link = await db.outsideLink.findFirstOrThrow({ where: { aboutId: useId, endedAt: null } })
    return `/adjustments/${signOutsideLink(link.id)}`
  }
  const visitor = () => import('supertest').then(({ default: request }) => request.agent(app))

  it('reaches whoever arranges it outside, through a door that says nothing, and never a page of a recruiter', async () => {
    const her = await withNeed()
    const useId = await shared(her, 'stage.constable.interview', '2027-03-20')
    const letter = await db.email.findFirstOrThrow({ where: { kind: 'adjustment.contact' }, orderBy: { createdAt: 'desc' } })
    expect(letter.address).toBe(force.contacts.adjustments.email)
    const outside = await visitor()
    const address = await door(useId)
    const closed = await outside.get(address).expect(200)
    expect(closed.text).not.toMatch(/Nadia|Bashir|writing/)
    const inside = await outside.post(address).expect(200)
    expect(inside.text).toContain(HELPS)
    expect([inside.headers['x-robots-tag'], inside.headers['cache-control']]).toEqual(['noindex', 'no-store'])
    expect((await outside.post(`${address}/answer`).type('form').send({ answer: 'partly', words: '' })).status).toBe(422)
    const answered = await outside.post(`${address}/answer`).type('form').send({ answer: 'partly', words: 'On the day itself' })
    expect([answered.status, answered.text.includes('The answer was sent')]).toEqual([200, true])
    expect((await her.agent.get(`/my/passport/uses/${useId}`)).text).toContain('On the day itself')
    const recruiter = await signedInAs(await anAccount({ roles: ['recruiter'] }), app)
    for (const path of [`/staff/adjustments/${useId}`, `/supporting/adjustments/${useId}`])
      expect((await recruiter.get(path)).status).toBe(403)
    await submit(her.agent, `/my/passport/uses/${useId}`, {}, `/my/passport/uses/${useId}/take-back`)
    await outside.get(address).expect(404)
    await outside.post(address).expect(404)
    await outside.post(`${address}/answer`).type('form').send({ answer: 'agreed' }).expect(404)
  })

  it('is reminded of once by a new address when its days have passed; the team can send another, and reads no need', async () => {
    const her = await withNeed()
    const useId = await shared(her, 'stage.constable.interview')
    const first = await door(useId)
    vi.setSystemTime(later(8))
    await remindProviders(force)
    expect(await db.outsideLink.count({ where: { aboutId: useId } })).toBe(2)
    await remindProviders(force)
    expect(await db.outsideLink.count({ where: { aboutId: useId } })).toBe(2)
    const outside = await visitor()
    await outside.get(first).expect(404)
    const team = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
    const one = await team.get(`/staff/adjustments/${useId}`).expect(200)
    expect(one.text).not.toContain(HELPS)
    expect((await submit(team, `/staff/adjustments/${useId}`, {}, `/staff/adjustments/${useId}/again`)).status).toBe(303)
    await outside.get(await door(useId)).expect(200)
    expect((await team.get('/staff/adjustments?show=overdue')).text).toContain('Overdue')
  })

  it('is refused a second time, without a need, and for what is not theirs', async () => {
    const her = await withNeed()
    const what = 'stage.constable.interview'
    const send = (values: Record<string, string>) => submit(her.agent, `/my/passport/share?for=${what}`, values, '/my/passport/share')
    expect((await send({ what })).status).toBe(422)
    expect((await send({ what: 'oneToOne.nothing', needs: her.needId })).status).toBe(422)
    expect((await send({ what, needs: her.needId, onDay: '1/1/2020' })).text).toContain('from today on')
    expect((await send({ what, needs: her.needId })).status).toBe(303)
    expect((await send({ what, needs: her.needId })).text).toContain('You are sharing for this already')
  })
})

describe('how long it is kept', () => {
  it('goes unused after the months of the force, told of a month before, unless it is kept', async () => {
    const her = await withNeed()
    vi.setSystemTime(new Date('2027-05-05T10:00:00Z'))
    await forgetPassports(force.retention)
    const letters = () => db.email.count({ where: { candidateId: her.candidate.id, kind: 'passport.fading' } })
    expect(await letters()).toBe(1)
    const agent = await signedInAs(her.candidate, app)
    expect((await submit(agent, '/my/passport', {}, '/my/passport/keep')).status).toBe(303)
    vi.setSystemTime(new Date('2027-06-10T10:00:00Z'))
    await forgetPassports(force.retention)
    expect(await db.passportNeed.count({ where: { candidateId: her.candidate.id } })).toBe(1)
    vi.setSystemTime(new Date('2027-07-10T10:00:00Z'))
    await forgetPassports(force.retention)
    vi.setSystemTime(new Date('2027-08-12T10:00:00Z'))
    await forgetPassports(force.retention)
    expect(await letters()).toBe(2)
    expect(await db.passportNeed.count({ where: { candidateId: her.candidate.id } })).toBe(0)
  })

  it('is gone with the account', async () => {
    const her = await withNeed()
    const useId = await shared(her, 'stage.constable.interview')
    expect(await closeAccount(her.me, PASSWORD)).toMatchObject({ ok: true })
    expect(await db.adjustmentUse.count({ where: { id: useId } })).toBe(0)
  })
})
