import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { emailKinds } from '../../src/emails.ts'
import { changeMembership } from '../../src/features/programmes/commands/cohorts.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCohort, aCoordinator } from '../support/cohorts.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'

const today = new Date('2027-01-04T10:00:00Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: today }))
afterEach(() => vi.useRealTimers())

const app = () => anApp()
const team = async () => signedInAs(await anAccount(), app())
const rowsOf = async (cohortId: string, candidateId: string) =>
  (await db.membership.findMany({ where: { cohortId, candidateId }, orderBy: { id: 'asc' } })).map(({ state, endedAt }) => [
    state,
    endedAt !== null,
  ])
const joined = async (cohortId: string) => {
  const candidate = await aCandidate()
  const by = await aCoordinator()
  await changeMembership(by, { cohortId, candidateId: candidate.id, event: 'invite' })
  await changeMembership(by, { cohortId, candidateId: candidate.id, event: 'accept' })
  return candidate
}
const typedCohort = {
  name: 'Insight summer',
  capacity: '20',
  opens: '1/2/2027',
  closes: '28/2/2027',
  starts: '1/4/2027',
  ends: '30/6/2027',
  coordinator: '',
}

describe('a coordinator', () => {
  it('adds a programme with its rule, and a cohort whose state follows from its dates', async () => {
    const agent = await team()
    const programme = {
      kind: 'insight',
      name: 'Insight 2027',
      summary: 'See what it is like',
      atLeast: '4',
      of: '6',
      includingFirst: 'yes',
    }
    expect((await submit(agent, '/staff/programmes/new', programme)).status).toBe(303)
    const { id, completionRule } = await db.programme.findFirstOrThrow({ where: { name: 'Insight 2027' } })
    expect(completionRule).toEqual({ atLeast: 4, of: 6, includingFirst: true })
    expect((await agent.get('/staff/programmes')).text).toContain('At least 4 of 6 workshops, including the first')
    const added = await submit(agent, '/staff/cohorts/new', { ...typedCohort, programme: id })
    expect(added.status).toBe(303)
    const address = added.headers['location']?.split('?')[0] ?? ''
    const cohort = await db.cohort.findUniqueOrThrow({ where: { id: address.split('/').at(-1) ?? '' } })
    expect(cohort.closesAt).toEqual(new Date('2027-03-01T00:00:00Z'))
    expect((await agent.get(address)).text).toContain('Planned')
    const edit = await agent.get(`${address}/edit`)
    expect(edit.text).toContain('value="28/2/2027"')
    expect((await submit(agent, `${address}/edit`, { ...typedCohort, programme: id, opens: '1/1/2027' })).status).toBe(303)
    expect((await agent.get('/staff/cohorts')).text).toContain('>\n  Open')
  })

  it('invites somebody found by name or reference, who says yes, is told, and chooses workshops', async () => {
    const cohort = await aCohort()
    const [first, second] = [
      await aWorkshop({ cohortId: cohort.id, membersOnly: true, capacity: 1 }),
      await aWorkshop({ cohortId: cohort.id, title: 'Second one' }),
    ]
    const candidate = await aCandidate({ name: 'Ottilie Unusual' })
    const agent = await team()
    const found = await agent.get(`/staff/cohorts/${cohort.id}/invite?q=ottilie`).expect(200)
    expect(found.text).toContain(candidate.reference)
    expect((await submit(agent, `/staff/cohorts/${cohort.id}/invite`, { candidateId: candidate.id })).status).toBe(303)
    const own = await signedInAs(candidate, app())
    const invited = await own.get(`/cohorts/${cohort.id}`).expect(200)
    expect(invited.text).toContain('You are invited')
    expect(invited.text).not.toContain('Ask for places')
    expect((await submit(own, `/cohorts/${cohort.id}`, { act: 'accept' })).status).toBe(303)
    expect(await rowsOf(cohort.id, candidate.id)).toEqual([
      ['invited', true],
      ['joined', false],
    ])
    expect((await submit(own, `/cohorts/${cohort.id}`, { workshops: [first.id, second.id] }, `/cohorts/${cohort.id}/places`)).status).toBe(
      303,
    )
    expect(await db.place.count({ where: { candidateId: candidate.id, state: 'booked' } })).toBe(2)
    const kinds = (await db.email.findMany({ where: { candidateId: candidate.id, kind: { startsWith: 'cohort.' } } })).map(
      ({ kind }) => kind,
    )
    expect(kinds.sort()).toEqual(['cohort.invited', 'cohort.joined'])
  })

  it('accepts a request; people see in their own words that they asked, and cannot accept themselves', async () => {
    const cohort = await aCohort()
    const candidate = await aCandidate()
    const own = await signedInAs(candidate, app())
    expect((await submit(own, `/cohorts/${cohort.id}`, { act: 'ask' })).status).toBe(303)
    const tried = await submit(own, `/cohorts/${cohort.id}`, { act: 'accept' })
    expect(tried.status).toBe(422)
    expect(tried.text).toContain('You asked to join')
    const { id } = await db.membership.findFirstOrThrow({ where: { candidateId: candidate.id } })
    const agent = await team()
    expect((await agent.get('/staff/cohorts')).text).toContain('1 to answer')
    const address = `/staff/cohorts/${cohort.id}/members/${id}`
    expect((await submit(agent, address, { act: 'refuse', reason: '' })).status).toBe(422)
    expect((await submit(agent, address, { act: 'accept' })).status).toBe(303)
    expect((await agent.get(address)).text).toContain('Member')
    expect(await db.look.count({ where: { candidateId: candidate.id } })).toBe(1)
    expect((await submit(agent, address, { act: 'accept' })).status).toBe(422)
  })

  it('accepts twenty people at once into a cohort with room for three: three are members, and nobody more', async () => {
    const cohort = await aCohort({ capacity: 3 })
    const people = await Promise.all(Array.from({ length: 20 }, () => aCandidate()))
    const by = await aCoordinator()
    for (const { id } of people) await changeMembership(by, { cohortId: cohort.id, candidateId: id, event: 'invite' })
    const decisions = await Promise.all(
      people.map(({ id }) => changeMembership(by, { cohortId: cohort.id, candidateId: id, event: 'accept' })),
    )
    expect(decisions.filter((decision) => decision?.ok)).toHaveLength(3)
    expect(await db.membership.count({ where: { cohortId: cohort.id, state: 'joined', endedAt: null } })).toBe(3)
    const stray = { cohortId: cohort.id, candidateId: (await aCandidate()).id, state: 'joined', beganAt: today }
    await expect(db.membership.create({ data: stray })).rejects.toThrow()
  })

  it('marks somebody as left: their places still to come go to those waiting, and what is past stays', async () => {
    const cohort = await aCohort()
    const workshop = await aWorkshop({ cohortId: cohort.id, capacity: 1 })
    const member = await joined(cohort.id)
    await askForPlace(asActor(member), workshop.id)
    const other = await aCandidate()
    await askForPlace(asActor(other), workshop.id)
    const { id } = await db.membership.findFirstOrThrow({ where: { candidateId: member.id, endedAt: null } })
    const agent = await team()
    expect((await submit(agent, `/staff/cohorts/${cohort.id}/members/${id}`, { act: 'leave', reason: 'Moved away' })).status).toBe(303)
    expect(await rowsOf(cohort.id, member.id)).toEqual([
      ['invited', true],
      ['joined', true],
      ['left', false],
    ])
    expect(
      (await db.place.findMany({ where: { workshopId: workshop.id }, orderBy: { arrival: 'asc' } })).map(({ state }) => state),
    ).toEqual(['withdrawn', 'offered'])
  })

  it('moves somebody to another cohort: one row ends, another begins, and old places are given back', async () => {
    const [from, to] = [await aCohort(), await aCohort({ name: 'Insight autumn' })]
    const workshop = await aWorkshop({ cohortId: from.id, capacity: 1 })
    const member = await joined(from.id)
    await askForPlace(asActor(member), workshop.id)
    const { id } = await db.membership.findFirstOrThrow({ where: { candidateId: member.id, endedAt: null } })
    const agent = await team()
    const address = `/staff/cohorts/${from.id}/members/${id}`
    for (const wrong of ['', from.id, '00000000-0000-4000-8000-000000000000', 'autumn'])
      expect((await submit(agent, address, { act: 'move', to: wrong })).status).toBe(422)
    expect((await submit(agent, address, { act: 'move', to: to.id })).status).toBe(303)
    expect(await rowsOf(from.id, member.id)).toEqual([
      ['invited', true],
      ['joined', true],
      ['moved', false],
    ])
    expect(await rowsOf(to.id, member.id)).toEqual([['joined', false]])
    expect((await db.place.findFirstOrThrow({ where: { candidateId: member.id } })).state).toBe('withdrawn')
    expect((await agent.get(address)).text).toContain('to Insight autumn')
  })

  it('closes a cohort only when no register waits and no workshop is to come', async () => {
    const cohort = await aCohort()
    const workshop = await aWorkshop({ cohortId: cohort.id, startsAt: new Date('2027-01-03T10:00:00Z') })
    const agent = await team()
    const close = () => submit(agent, `/staff/cohorts/${cohort.id}`, {}, `/staff/cohorts/${cohort.id}/close`)
    expect((await close()).text).toContain('A register of this cohort still waits')
    await db.workshop.update({ where: { id: workshop.id }, data: { state: 'held', heldAt: today } })
    expect((await close()).status).toBe(303)
    const page = await agent.get(`/staff/cohorts/${cohort.id}`)
    expect(page.text).toContain('Closed')
    expect(page.text).not.toContain('Invite a candidate')
  })

  it('completes somebody, and the page says whether the rule is met', async () => {
    const cohort = await aCohort()
    const workshop = await aWorkshop({ cohortId: cohort.id })
    const member = await joined(cohort.id)
    await askForPlace(asActor(member), workshop.id)
    await db.place.updateMany({ where: { candidateId: member.id }, data: { state: 'attended' } })
    const { id } = await db.membership.findFirstOrThrow({ where: { candidateId: member.id, endedAt: null } })
    const agent = await team()
    const address = `/staff/cohorts/${cohort.id}/members/${id}`
    expect((await agent.get(address)).text).toContain('<strong>done</strong>')
    expect((await submit(agent, address, { act: 'complete' })).status).toBe(303)
    expect((await (await signedInAs(member, app())).get(`/cohorts/${cohort.id}`)).text).toContain('You have completed this')
  })

  it('searches and pages through members, and the count is the list', async () => {
    const cohort = await aCohort({ capacity: 40 })
    const by = await aCoordinator()
    for (let i = 0; i < 27; i += 1)
      await changeMembership(by, { cohortId: cohort.id, candidateId: (await aCandidate({ name: `Zed ${String(i)}` })).id, event: 'invite' })
    const agent = await team()
    expect((await agent.get(`/staff/cohorts/${cohort.id}`)).text).toContain('25 of 27')
    expect((await agent.get(`/staff/cohorts/${cohort.id}?page=2`)).text).toContain('2 of 27')
    expect((await agent.get(`/staff/cohorts/${cohort.id}?q=zed+2`)).text.match(/data-label="State"/g)).toHaveLength(8)
    expect((await agent.get(`/staff/cohorts/${cohort.id}?state=joined`)).text).toContain('Nobody here fits')
  })
})

describe('e-mails about a cohort', () => {
  it('say what holds, and are not written where it holds no longer', async () => {
    const cohort = await aCohort()
    const candidate = await aCandidate({ name: 'Wren' })
    const by = await aCoordinator()
    await changeMembership(by, { cohortId: cohort.id, candidateId: candidate.id, event: 'invite' })
    const about = {
      emailId: '',
      accountId: null,
      candidateId: candidate.id,
      aboutId: cohort.id,
      data: {},
      baseUrl: 'http://x',
      force: profileOf('cheshire'),
    }
    const invited = await emailKinds['cohort.invited']?.(about)
    expect(invited).toMatchObject({ greeting: 'Hello Wren,', button: { href: `http://x/cohorts/${cohort.id}` } })
    await changeMembership(by, { cohortId: cohort.id, candidateId: candidate.id, event: 'refuse', reason: 'The room is too small' })
    expect(await emailKinds['cohort.invited']?.(about)).toBeUndefined()
    expect((await emailKinds['cohort.refused']?.(about))?.paragraphs.join(' ')).toContain('The room is too small')
  })
})
