import { beforeAll, describe, expect, it } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { emailKinds } from '../../src/emails.ts'
import { profileOf } from '../../src/forces/find.ts'
import { anAccount, anApp, signedInAs, submit } from '../support/people.ts'
import { aVisitOf, stateOf } from '../support/visits.ts'

let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
const aVisit = (state?: string) => aVisitOf(app, new Date(now().getTime() + 14 * 86_400_000), state)

describe('something that happened', () => {
  const told = { happened: 'injury', about: 'neither', what: 'She slipped on wet stairs', reach: '' }

  it('goes to the head of the team and safeguarding, in words that name nobody, and the other side finds nothing of it', async () => {
    const visit = await aVisit()
    const head = await anAccount({ roles: ['lead'] })
    const sent = await submit(await visit.imogen(), `${visit.my}/incident`, told)
    expect(sent.headers['location']).toBe(`${visit.my}/incident/done`)
    await (await visit.imogen()).get(`${visit.my}/incident/done`).expect(200)
    const incident = await db.concern.findFirstOrThrow({ where: { placementId: visit.id }, include: { links: true } })
    expect(incident).toMatchObject({ raisedBy: 'candidate', about: 'neither', happened: 'injury', pairingId: null })
    expect(incident.links.map(({ contact }) => contact)).toEqual(['safeguarding'])
    expect(await db.email.count({ where: { kind: 'concern.lead', accountId: head.id, aboutId: incident.id } })).toBe(1)
    for (const [kind, aboutId] of [
      ['concern.lead', incident.id],
      ['concern.contact', incident.links[0]?.id ?? ''],
    ] as const) {
      const about = { emailId: '', accountId: null, candidateId: null, aboutId, data: {}, baseUrl: 'https://support.example' }
      const letter = JSON.stringify(await emailKinds[kind]?.({ ...about, force: profileOf('cheshire') }))
      expect(letter).toContain('on a visit')
      expect(letter).not.toMatch(/Imogen|Tarrant|Gareth|Pellow|slipped|Control room/)
    }
    for (const address of [visit.hers, '/supporting/visits', '/supporting', `${visit.hers}/incident`])
      expect((await (await visit.gareth()).get(address)).text).not.toMatch(/slipped/)
    expect(await db.event.count({ where: { name: { startsWith: 'concern.' }, candidateId: visit.candidate.id } })).toBe(0)
  })

  it('waits in a queue of its own for the head alone: taken on, acted on, closed with an outcome', async () => {
    const visit = await aVisit()
    await submit(await visit.gareth(), `${visit.hers}/incident`, { ...told, about: 'other' })
    const incident = await db.concern.findFirstOrThrow({ where: { placementId: visit.id } })
    expect(incident).toMatchObject({ raisedBy: 'supporter', about: 'candidate' })
    const page = `/staff/incidents/${incident.id}`
    const coordinator = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
    await coordinator.get(page).expect(403)
    await coordinator.get('/staff/incidents').expect(403)
    const head = await signedInAs(await anAccount({ roles: ['lead'] }), app)
    expect((await head.get('/staff/incidents')).text).toContain(incident.id)
    expect((await head.get('/staff/concerns?show=all')).text).not.toContain(incident.id)
    await head.get(`/staff/concerns/${incident.id}`).expect(404)
    await submit(head, page, {}, `${page}/acknowledge`)
    await submit(head, page, { note: 'Rang the site' }, `${page}/note`)
    expect((await submit(head, page, { outcome: 'ended', words: 'x' }, `${page}/close`)).status).toBe(422)
    expect((await submit(head, page, { outcome: 'safer', words: 'The stairs have a mat' }, `${page}/close`)).status).toBe(303)
    expect(await db.concern.findUniqueOrThrow({ where: { id: incident.id } })).toMatchObject({ state: 'closed', outcome: 'safer' })
  })

  it('suspends a host where it has to: their confirmed visits do not go on', async () => {
    const visit = await aVisit()
    await submit(await visit.imogen(), `${visit.my}/incident`, { ...told, about: 'other' })
    const incident = await db.concern.findFirstOrThrow({ where: { placementId: visit.id } })
    const head = await signedInAs(await anAccount({ roles: ['lead'] }), app)
    await submit(head, `/staff/incidents/${incident.id}`, {}, `/staff/incidents/${incident.id}/suspend`)
    expect(await stateOf(visit)).not.toBe('confirmed')
  })

  it('is not read by a head whom it is about', async () => {
    const visit = await aVisit()
    await db.accountRole.create({ data: { accountId: visit.supporter.id, role: 'lead', grantedAt: now() } })
    await submit(await visit.imogen(), `${visit.my}/incident`, { ...told, about: 'other' })
    const incident = await db.concern.findFirstOrThrow({ where: { placementId: visit.id } })
    await (await signedInAs(visit.supporter.account, app, 'lead')).get(`/staff/incidents/${incident.id}`).expect(404)
    expect(await db.email.count({ where: { aboutId: incident.id, accountId: visit.supporter.id } })).toBe(0)
  })

  it('cannot be told before it is confirmed, or by somebody else', async () => {
    const { imogen, gareth, my, hers } = await aVisit('checks')
    await (await imogen()).get(`${my}/incident`).expect(404)
    await (await gareth()).get(`${hers}/incident`).expect(404)
  })
})
