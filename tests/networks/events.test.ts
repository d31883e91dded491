import request from 'supertest'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { bookFor } from '../../src/features/programmes/commands/places.ts'
import { interestStates } from '../../src/features/networks/rules/interests.ts'
import { membershipStates } from '../../src/features/networks/rules/memberships.ts'
import { aCandidate, anAccount, anApp, aWorkshop, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-03-01T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterEach(() => {
  vi.useRealTimers()
})

const belongs = (whose: { candidateId: string } | { accountId: string }, network = 'rainbow') =>
  db.networkMembership.create({
    data: {
      ...{ ...whose, network, state: 'joined', name: 'A', reach: 'B', wording: 'C', contact: 'rainbow@cheshire.example' },
      ...{ joinedAt: frozen, changedAt: frozen },
    },
  })
const anEvent = (more: object = {}) =>
  aWorkshop({
    ...{ network: 'rainbow', restricted: true, title: 'Rainbow supper', safeLabel: 'Preparation meeting', capacity: 5, supporterPlaces: 2 },
    ...more,
  })
const aMember = async () => {
  const candidate = await aCandidate()
  await belongs({ candidateId: candidate.id })
  return { candidate, agent: await signedInAs(candidate) }
}

const typed = {
  ...{ title: 'Rainbow supper', safeLabel: 'Preparation meeting', how: 'online', date: '1/5/2027', start: '6pm', end: '8pm', closes: '24' },
  ...{ capacity: '10', network: 'rainbow' },
}
const draft = async (agent: Awaited<ReturnType<typeof signedInAs>>, more: object = {}) => {
  const answer = await submit(agent, '/staff/workshops/new', { ...typed, ...more })
  return { answer, id: /\/staff\/workshops\/([0-9a-f-]{36})/.exec(answer.headers['location'] ?? '')?.[1] ?? '' }
}

describe('an event of a network', () => {
  it('is made on the workshop form, kept from recruiters by its label, and told of once to members who take news', async () => {
    const { candidate } = await aMember()
    const quiet = await aCandidate()
    const { id: quietId } = await belongs({ candidateId: quiet.id })
    await db.networkMembership.update({ where: { id: quietId }, data: { state: 'paused' } })
    const staff = await signedInAs(await anAccount())
    const { id } = await draft(staff)
    expect(await db.workshop.findUniqueOrThrow({ where: { id } })).toMatchObject({
      network: 'rainbow',
      restricted: true,
      networkOpen: false,
    })
    expect((await submit(staff, `/staff/workshops/${id}/publish`, {})).status).toBe(303)
    const told = await db.email.findMany({ where: { kind: 'network.event', aboutId: id } })
    const accounts = told.map(({ accountId }) => accountId)
    expect(accounts).toContain(candidate.accountId)
    expect(accounts).not.toContain(quiet.accountId)
    expect(told.every(({ candidateId }) => candidateId === null)).toBe(true)
    const page = await staff.get(`/staff/workshops/${id}`).expect(200)
    expect(page.text).toContain('Members of Rainbow Cheshire alone')
  })

  it.each(['Rainbow Cheshire evening', 'An LGBT meeting', 'Our Pride', 'Before the Rainbow supper', 'Queer talk'])(
    'is not published under the label “%s”, by the portal or the database',
    async (safeLabel) => {
      const staff = await signedInAs(await anAccount())
      const { id } = await draft(staff, { safeLabel })
      const answer = await submit(staff, `/staff/workshops/${id}/publish`, {})
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('must say nothing of the title or the group')
      await expect(db.workshop.update({ where: { id }, data: { state: 'published', publishedAt: frozen } })).rejects.toThrow(
        /gives the title or the network away/,
      )
    },
  )

  it('belongs to no cohort or programme, and to a network that there is', async () => {
    const staff = await signedInAs(await anAccount())
    const { id: programme } = await db.programme.create({ data: { kind: 'insight', name: 'Insight', createdAt: frozen } })
    expect((await draft(staff, { programme })).answer.text).toContain('belongs to no programme')
    expect((await draft(staff, { network: 'nobodys' })).answer.text).toContain('Choose a network from the list')
  })

  it('is there for its members, and for nobody else: not its page, lists, picture, map of the site or booking', async () => {
    const event = await anEvent({ policy: 'lottery', bookingClosesAt: new Date('2027-03-15T10:00:00Z') })
    const app = anApp()
    const outsider = await aCandidate()
    const wrong = await aCandidate()
    await belongs({ candidateId: wrong.id }, 'carers')
    const others = [
      request.agent(app),
      await signedInAs(outsider, app),
      await signedInAs(wrong, app),
      await signedInAs(await anAccount({ roles: ['supporter'] }), app),
      await signedInAs(await anAccount({ roles: ['coordinator'] }), app),
      await signedInAs(await anAccount({ roles: ['recruiter'] }), app),
    ]
    for (const agent of others) {
      await agent.get(`/workshops/${event.id}`).expect(404)
      for (const part of ['/share.png', '/draw', '/draw.csv']) await agent.get(`/workshops/${event.id}${part}`).expect(404)
      for (const list of ['/workshops', '/sitemap.xml', '/networks/rainbow', '/networks', '/'])
        expect((await agent.get(list)).text).not.toContain(event.id)
    }
    expect((await submit(await signedInAs(outsider, app), '/my/details', {}, `/workshops/${event.id}/ask`)).status).toBe(404)
    const { agent } = await aMember()
    const page = await agent.get(`/workshops/${event.id}`).expect(200)
    expect(page.text).toContain('Only members see this page')
    expect(page.text).toContain('noindex')
    expect((await agent.get(`/workshops/${event.id}/share.png`).expect(200)).headers['cache-control']).toBe('private, no-store')
    await agent.get(`/workshops/${event.id}/draw`).expect(200)
    expect((await agent.get('/workshops').expect(200)).text).toContain(event.id)
    expect((await agent.get('/my/networks/rainbow').expect(200)).text).toContain(event.id)
    expect((await submit(agent, `/workshops/${event.id}`, {}, `/workshops/${event.id}/ask`)).status).toBe(303)
  })

  it('takes nobody but a member in the database, and the team can find out nobody’s membership by booking', async () => {
    const event = await anEvent()
    const outsider = await aCandidate()
    const { candidate } = await aMember()
    const place = { workshopId: event.id, arrival: 1, state: 'waiting', askedAt: frozen }
    await expect(db.place.create({ data: { ...place, candidateId: outsider.id } })).rejects.toThrow(/for members of its network/)
    const supporter = await anAccount({ roles: ['supporter'] })
    const along = { workshopId: event.id, accountId: supporter.id, bookedAt: frozen }
    await expect(db.supporterPlace.create({ data: along })).rejects.toThrow(/for members of its network/)
    const { id: accountId, name } = await anAccount()
    const coordinator = { role: 'coordinator' as const, accountId, name, roles: ['coordinator'] as const }
    for (const { id } of [outsider, candidate])
      expect(await bookFor(coordinator, { workshopId: event.id, candidateId: id, reason: 'Rang', over: false })).toBeUndefined()
    await (await signedInAs({ id: accountId })).get(`/staff/workshops/${event.id}/book`).expect(404)
  })

  it('lets supporters who belong come along, and everybody where it is open to all', async () => {
    const event = await anEvent()
    const supporter = await anAccount({ roles: ['supporter'] })
    const agent = await signedInAs(supporter)
    expect((await agent.get('/supporting').expect(200)).text).not.toContain(event.id)
    await belongs({ accountId: supporter.id })
    expect((await agent.get('/supporting').expect(200)).text).toContain(event.id)
    expect((await submit(agent, '/supporting', {}, `/supporting/workshops/${event.id}/book`)).status).toBe(303)
    const open = await anEvent({ networkOpen: true, title: 'Open house' })
    const anybody = request(anApp())
    await anybody.get(`/workshops/${open.id}`).expect(200)
    expect((await anybody.get('/networks/rainbow').expect(200)).text).toContain(open.id)
  })
})

describe('something to lead', () => {
  const given = {
    title: 'Lead a lunch',
    what: 'Bring people together',
    time: 'An hour a month',
    places: '1',
    closesOn: '1/4/2027',
    network: 'rainbow',
  }
  const post = async (more: Record<string, string> = {}) => {
    const staff = await signedInAs(await anAccount())
    const answer = await submit(staff, '/staff/networks/opportunities/new', { ...given, ...more })
    return { staff, id: /opportunities\/([0-9a-f-]{36})/.exec(answer.headers['location'] ?? '')?.[1] ?? '' }
  }

  it('goes from being posted over words and an answer to a letter, and has no more room than it says', async () => {
    const { candidate, agent } = await aMember()
    const { staff, id } = await post({ membersOnly: 'yes' })
    expect(await db.email.count({ where: { kind: 'network.opportunity', aboutId: id, accountId: candidate.accountId } })).toBe(1)
    const outsider = await signedInAs(await aCandidate())
    await outsider.get(`/my/networks/opportunities/${id}`).expect(404)
    expect((await outsider.get('/networks/rainbow').expect(200)).text).not.toContain('Lead a lunch')
    expect((await submit(outsider, '/my/networks', { words: 'Me' }, `/my/networks/opportunities/${id}`)).status).toBe(404)
    expect((await agent.get('/my/networks/rainbow').expect(200)).text).toContain('Lead a lunch')
    expect((await submit(agent, `/my/networks/opportunities/${id}`, { words: ' ' })).status).toBe(422)
    expect((await submit(agent, `/my/networks/opportunities/${id}`, { words: 'I cook for twenty' })).status).toBe(303)
    const waiting = await staff.get('/staff/networks/interests?show=said').expect(200)
    expect(waiting.text).toContain(candidate.name)
    expect(waiting.text).not.toContain('I cook for twenty')
    const interest = await db.networkInterest.findFirstOrThrow({ where: { opportunityId: id } })
    const page = await staff.get(`/staff/networks/interests/${interest.id}`).expect(200)
    expect(page.text).toContain('I cook for twenty')
    expect(await db.look.count({ where: { candidateId: candidate.id } })).toBe(1)
    expect((await submit(staff, `/staff/networks/interests/${interest.id}`, { event: 'takeUp', answer: '' })).status).toBe(422)
    expect((await submit(staff, `/staff/networks/interests/${interest.id}`, { event: 'takeUp', answer: 'It is yours' })).status).toBe(303)
    expect(await db.email.count({ where: { kind: 'network.answered', aboutId: interest.id, accountId: candidate.accountId } })).toBe(1)
    expect((await agent.get(`/my/networks/opportunities/${id}`).expect(200)).text).toContain('It is yours')
    const second = await aMember()
    await submit(second.agent, `/my/networks/opportunities/${id}`, { words: 'Me too' })
    const other = await db.networkInterest.findFirstOrThrow({ where: { opportunityId: id, candidateId: second.candidate.id } })
    const full = await submit(staff, `/staff/networks/interests/${other.id}`, { event: 'takeUp', answer: 'Yes' })
    expect(full.status).toBe(422)
    expect(full.text).toContain('As many people as it has room for')
    await submit(agent, '/my/networks', {}, `/my/networks/interests/${interest.id}/withdraw`)
    expect((await submit(staff, `/staff/networks/interests/${other.id}`, { event: 'takeUp', answer: 'Yes' })).status).toBe(303)
    const steps = await db.networkInterestChange.findMany({ where: { interestId: interest.id }, orderBy: { id: 'asc' } })
    expect(steps.map(({ toState, byRole }) => `${toState} ${byRole}`)).toEqual([
      'said candidate',
      'takenUp coordinator',
      'withdrawn candidate',
    ])
  })

  it('closes with its day or before it, opens again, and is changed with no fewer places than were taken', async () => {
    const { staff, id } = await post({ network: '' })
    const anybody = await signedInAs(await aCandidate())
    await submit(staff, `/staff/networks/opportunities/${id}`, {}, `/staff/networks/opportunities/${id}/close`)
    await anybody.get(`/my/networks/opportunities/${id}`).expect(404)
    await submit(staff, `/staff/networks/opportunities/${id}`, {}, `/staff/networks/opportunities/${id}/reopen`)
    await anybody.get(`/my/networks/opportunities/${id}`).expect(200)
    expect((await submit(staff, `/staff/networks/opportunities/${id}/edit`, { ...given, places: '3' })).status).toBe(303)
    expect(await db.networkOpportunity.findUniqueOrThrow({ where: { id } })).toMatchObject({ places: 3, network: null })
    const list = await staff.get('/staff/networks/opportunities?show=all').expect(200)
    expect(list.text).toContain(`${String(await db.networkOpportunity.count())} in all`)
    vi.setSystemTime(new Date('2027-04-02T10:00:00Z'))
    await (await signedInAs(await aCandidate())).get(`/my/networks/opportunities/${id}`).expect(404)
  })
})

describe('the database', () => {
  it('lets a membership and an interest move as the tables say, and never otherwise', async () => {
    const moves = ['joined paused', 'paused joined', 'joined left', 'paused left']
    for (const from of membershipStates)
      for (const to of membershipStates.filter((each) => each !== from)) {
        const { id } = await belongs({ candidateId: (await aCandidate()).id })
        const leave = (state: string) => ({ state, leftAt: state === 'left' ? frozen : null })
        if (from !== 'joined') await db.networkMembership.update({ where: { id }, data: leave(from) })
        const moving = db.networkMembership.update({ where: { id }, data: leave(to) })
        if (moves.includes(`${from} ${to}`)) await moving
        else await expect(moving, `${from} ${to}`).rejects.toThrow(/cannot go from/)
      }
    const { id: opportunityId } = await db.networkOpportunity.create({
      data: { title: 'A', what: 'B', time: 'C', places: 99, closesOn: frozen, madeAt: frozen },
    })
    const steps = ['later', 'takenUp', 'notThisTime', 'withdrawn'].map((to) => `said ${to}`)
    const allowed = [...steps, 'later takenUp', 'later notThisTime', 'later withdrawn', 'takenUp withdrawn']
    for (const from of interestStates)
      for (const to of interestStates.filter((each) => each !== from)) {
        const whose = { candidateId: (await aCandidate()).id, opportunityId, words: 'Me', changedByRole: 'candidate' }
        const { id } = await db.networkInterest.create({ data: { ...whose, state: 'said', saidAt: frozen, changedAt: frozen } })
        if (from !== 'said') await db.networkInterest.update({ where: { id }, data: { state: from } })
        const moving = db.networkInterest.update({ where: { id }, data: { state: to } })
        if (allowed.includes(`${from} ${to}`)) await moving
        else await expect(moving, `${from} ${to}`).rejects.toThrow(/cannot go from/)
      }
  })

  it('keeps one live membership a person and network, whichever role it was made in, and lets history be rewritten by nobody', async () => {
    const candidate = await aCandidate()
    await belongs({ candidateId: candidate.id })
    await expect(belongs({ candidateId: candidate.id })).rejects.toThrow(/network_memberships_once/)
    await expect(belongs({ accountId: candidate.accountId ?? '' })).rejects.toThrow(/network_memberships_once/)
    await belongs({ candidateId: candidate.id }, 'carers')
    for (const table of ['network_membership_changes', 'network_interest_changes'])
      for (const statement of [`DELETE FROM ${table}`, `UPDATE ${table} SET to_state = 'x'`])
        await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied/)
    const workshop = { ...(await anEvent({ state: 'draft', publishedAt: null })) }
    await expect(db.workshop.update({ where: { id: workshop.id }, data: { restricted: false } })).rejects.toThrow()
  })
})
