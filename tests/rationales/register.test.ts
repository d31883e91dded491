import { afterAll, beforeAll, beforeEach, describe, expect, it, test, vi } from 'vitest'
import type { Lead } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { rationaleEmails } from '../../src/features/rationales/emails.ts'
import { approveRationale, withdrawRationale } from '../../src/features/rationales/commands/rationales.ts'
import { watchRationales } from '../../src/features/rationales/commands/reopening.ts'
import { findRationalesWaiting } from '../../src/features/rationales/queries/waiting.ts'
import { profileOf } from '../../src/forces/find.ts'
import { anAccount, aWorkshop, signedInAs, submit } from '../support/people.ts'
import { aDraftRationale, anApprovedRationale } from '../support/rationales.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const at = '/staff/rationales'
type Agent = Awaited<ReturnType<typeof signedInAs>>
type Account = Awaited<ReturnType<typeof anAccount>>
let priya: Account
let marcus: Account
let asPriya: Agent
let asMarcus: Agent

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
})
beforeEach(async () => {
  vi.setSystemTime(frozen)
  asPriya = await signedInAs(priya)
  asMarcus = await signedInAs(marcus)
})
afterAll(() => {
  vi.useRealTimers()
})

const written = {
  ...{ title: 'Women into detective work', group: 'women', gate: 'lowParticipation', routes: ['detective'] },
  ...{
    evidence: 'A fifth of detectives are women.',
    aim: 'A third by 2029.',
    proportionate: 'Two evenings.',
    alternatives: 'Open evenings.',
  },
  ...{ from: '14/1/2027', until: '13/1/2028' },
}
const leadOf = (account: Account): Lead => ({ role: 'lead', accountId: account.id, name: account.name, roles: ['lead'] })
const stateOf = async (id: string) => (await db.rationale.findUniqueOrThrow({ where: { id } })).state
const approve = (id: string) => submit(asMarcus, `${at}/${id}`, {}, `${at}/${id}/approve`)

describe('a rationale', () => {
  it('is written, sent, returned with words, changed and approved, and its history tells all of it', async () => {
    const saved = await submit(asPriya, `${at}/new`, { ...written, alternatives: '' })
    expect(saved.status).toBe(303)
    const id = /rationales\/([0-9a-f-]+)\?/.exec(saved.headers['location'] ?? '')?.[1] ?? ''
    const early = await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/submit`)
    expect(early.status).toBe(422)
    expect(early.text).toContain('all have to be written first')
    await submit(asPriya, `${at}/${id}/edit`, written)
    await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/submit`)
    const returned = await submit(asMarcus, `${at}/${id}`, { returnReason: 'Of which year is this figure?' }, `${at}/${id}/return`)
    expect(returned.headers['location']).toContain('notice=returned')
    expect((await asPriya.get(`${at}/${id}`)).text).toContain('Of which year is this figure?')
    await submit(asPriya, `${at}/${id}/edit`, { ...written, evidence: 'A fifth of detectives were women in 2026.' })
    await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/submit`)
    await approve(id)
    const page = await asPriya.get(`${at}/${id}`).expect(200)
    expect(page.text).toContain('In date')
    expect(page.text).toContain('by Marcus Bell')
    const what = (await db.rationaleChange.findMany({ where: { rationaleId: id }, orderBy: { id: 'asc' } })).map((change) => change.what)
    expect(what).toEqual(['written', 'edited', 'submitted', 'returned', 'edited', 'submitted', 'approved'])
    const paper = await asPriya.get(`${at}/${id}/print`).expect(200)
    expect(paper.text).toContain('A fifth of detectives were women in 2026.')
    const mail = {
      accountId: priya.id,
      candidateId: null,
      aboutId: id,
      data: {},
      baseUrl: 'https://p.example',
      force: profileOf('cheshire'),
    }
    expect((await rationaleEmails['rationale.decided']?.(mail as never))?.subject).toBe('A rationale of yours is approved')
  })

  it('is approved by no coordinator, and by no lead who had a part in writing it', async () => {
    const { id } = await aDraftRationale({ authorId: priya.id })
    await submit(asMarcus, `${at}/${id}/edit`, written)
    await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/submit`)
    expect((await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/approve`)).status).toBe(403)
    const own = await approve(id)
    expect(own.status).toBe(422)
    expect(own.text).toContain('Another lead has to decide')
    expect(await stateOf(id)).toBe('submitted')
    await asMarcus.get(`${at}/${id}`).expect(({ text }) => {
      expect(text).not.toContain(`${at}/${id}/approve`)
    })
  })

  it('once approved stays as it is: a change is a new version, and the old one holds until that is approved', async () => {
    const old = await anApprovedRationale({ authorId: priya.id })
    const workshop = await aWorkshop({ openness: 'restricted', rationaleId: old.id, capacity: 3 })
    await asPriya.get(`${at}/${old.id}/edit`).expect(404)
    const renewed = await submit(asPriya, `${at}/${old.id}`, {}, `${at}/${old.id}/renew`)
    const next = /rationales\/([0-9a-f-]+)\?/.exec(renewed.headers['location'] ?? '')?.[1] ?? ''
    expect(next).not.toBe(old.id)
    expect((await submit(asPriya, `${at}/${next}`, {}, `${at}/${old.id}/renew`)).status).toBe(422)
    await submit(asPriya, `${at}/${next}/edit`, { ...written, routes: [], group: 'men', until: '1/6/2028' })
    expect((await db.rationale.findUniqueOrThrow({ where: { id: next } })).groupKey).toBe('women')
    await submit(asPriya, `${at}/${next}`, {}, `${at}/${next}/submit`)
    expect(await stateOf(old.id)).toBe('approved')
    await approve(next)
    expect([await stateOf(old.id), await stateOf(next)]).toEqual(['superseded', 'approved'])
    const moved = await db.workshop.findUniqueOrThrow({ where: { id: workshop.id } })
    expect({ rationaleId: moved.rationaleId, reopenedAt: moved.reopenedAt }).toEqual({ rationaleId: next, reopenedAt: null })
  })

  it('decided by two leads at once is decided once', async () => {
    const ruth = await anAccount({ roles: ['lead'] })
    const { id } = await aDraftRationale({ authorId: priya.id })
    await submit(asPriya, `${at}/${id}`, {}, `${at}/${id}/submit`)
    const both = await Promise.all([approveRationale(leadOf(marcus), id), approveRationale(leadOf(ruth), id)])
    expect(both.filter((decision) => decision?.ok)).toHaveLength(1)
    expect(both.find((decision) => decision?.ok === false)).toEqual({ ok: false, reason: 'notNow' })
    expect(await db.rationaleChange.count({ where: { rationaleId: id, what: 'approved' } })).toBe(1)
  })

  it('names a group and routes of this force, in dates that make sense', async () => {
    const wrong = await submit(asPriya, `${at}/new`, { ...written, group: 'everybody', until: '13/1/2026' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('The last day must not be before the first')
    expect((await submit(asPriya, `${at}/new`, { ...written, group: 'everybody' })).text).toContain('Choose a group from the list')
    expect((await submit(asPriya, `${at}/new`, { ...written, routes: ['astronaut'] })).text).toContain('Choose routes from the list')
  })
})

describe('when a rationale ends', () => {
  it('by its date, the workshops still to come are open to all, and the team hears of it once', async () => {
    const { id } = await anApprovedRationale({ untilOn: new Date('2027-02-20T00:00:00Z') })
    const workshop = await aWorkshop({ openness: 'prioritised', rationaleId: id, startsAt: new Date('2027-02-10T18:00:00Z'), capacity: 3 })
    await db.workshop.update({
      where: { id: workshop.id },
      data: { startsAt: new Date('2027-03-10T18:00:00Z'), endsAt: new Date('2027-03-10T20:00:00Z') },
    })
    const covers = async () =>
      (await db.$queryRaw<{ c: boolean }[]>`SELECT rationale_covers(${workshop.id}::uuid, ${new Date()}) AS c`)[0]?.c
    expect(await covers()).toBe(false)
    expect(await watchRationales()).toBeGreaterThan(0)
    expect(await watchRationales()).toBe(0)
    const leads = await db.account.count({ where: { closedAt: null, roles: { some: { role: 'lead' } } } })
    expect(await db.email.count({ where: { kind: 'rationale.reopened', aboutId: workshop.id } })).toBe(leads)
    const page = await asPriya.get(`${at}/reopened`).expect(200)
    expect(page.text).toContain(workshop.id)
    const opened = await submit(asPriya, `${at}/reopened`, {}, `${at}/reopened/${workshop.id}/open`)
    expect(opened.headers['location']).toContain('notice=opened')
    const now = await db.workshop.findUniqueOrThrow({ where: { id: workshop.id } })
    expect({ openness: now.openness, restricted: now.restricted }).toEqual({ openness: 'all', restricted: true })
  })

  it('by being withdrawn, they are open at once, and covered again when a new version is approved', async () => {
    const old = await anApprovedRationale({ authorId: priya.id })
    const workshop = await aWorkshop({ openness: 'restricted', rationaleId: old.id, capacity: 3 })
    expect((await submit(asPriya, `${at}/${old.id}`, { withdrawReason: 'Challenged' }, `${at}/${old.id}/withdraw`)).status).toBe(422)
    await withdrawRationale(leadOf(marcus), old.id, 'The figures were wrong')
    expect((await db.workshop.findUniqueOrThrow({ where: { id: workshop.id } })).reopenedAt).toEqual(frozen)
    const renewed = await submit(asPriya, `${at}/${old.id}`, {}, `${at}/${old.id}/renew`)
    const next = /rationales\/([0-9a-f-]+)\?/.exec(renewed.headers['location'] ?? '')?.[1] ?? ''
    await submit(asPriya, `${at}/${next}`, {}, `${at}/${next}/submit`)
    await approve(next)
    expect((await db.workshop.findUniqueOrThrow({ where: { id: workshop.id } })).reopenedAt).toBeNull()
  })
})

test('what waits is what the lists behind it hold, and approval waits for leads alone', async () => {
  const { id } = await anApprovedRationale({ untilOn: new Date('2027-02-05T00:00:00Z') })
  await aWorkshop({ openness: 'restricted', rationaleId: id, startsAt: new Date('2027-02-01T18:00:00Z') })
  const sent = await aDraftRationale({ authorId: priya.id })
  await submit(asPriya, `${at}/${sent.id}`, {}, `${at}/${sent.id}/submit`)
  const forLead = await findRationalesWaiting(leadOf(marcus))
  expect(forLead.map(({ what }) => what)).toContain('Rationales waiting for approval')
  for (const { href, count } of forLead) {
    const { text } = await asMarcus.get(href).expect(200)
    const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(text)?.[1] ?? ''
    expect({ href, count: body.split('<tr').length - 1 }).toEqual({ href, count })
  }
  const { accountId, name } = leadOf(priya)
  const forPriya = await findRationalesWaiting({ role: 'coordinator', accountId, name, roles: ['coordinator'] })
  expect(forPriya.map(({ what }) => what)).not.toContain('Rationales waiting for approval')
})
