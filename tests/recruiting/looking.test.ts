import type TestAgent from 'supertest/lib/agent.js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aCase, aSystemic } from '../support/barriers.ts'
import { aJob, aQuestion } from '../support/jobs.ts'
import { aCandidate, anAccount, aWorkshop, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2026-11-20T10:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterEach(() => {
  vi.useRealTimers()
})

const agree = (candidateId: string) =>
  db.consent.create({ data: { candidateId, purpose: 'shareHistory', wording: 'yes', version: '1', how: 'test', givenAt: frozen } })

async function aHistory(candidateId: string) {
  const startsAt = new Date('2026-10-02T17:00:00Z')
  const workshop = await aWorkshop({ startsAt, capacity: 9, state: 'held', title: 'Women’s Insight day', safeLabel: 'Awareness workshop' })
  await db.place.create({ data: { workshopId: workshop.id, candidateId, arrival: 1, state: 'attended', askedAt: startsAt, walkIn: true } })
}

const look = (agent: TestAgent, find: string, reason = 'named') => submit(agent, '/recruiting', { find, reason })
const afterLook = (answer: { headers: Record<string, string> }) => answer.headers['location'] ?? ''

it('shows what a candidate agreed to share, records the look first, and never the title or the date', async () => {
  const amara = await aCandidate({ name: 'Amara Okafor', reference: 'PA-7K3M9QX' })
  await agree(amara.id)
  await aHistory(amara.id)
  const agent = await signedInAs(await anAccount({ roles: ['recruiter'] }))
  const answer = await look(agent, ' pa-7k3m9qx ')
  expect(answer.status).toBe(303)
  const page = await agent.get(afterLook(answer)).expect(200)
  expect(page.text).toContain('Awareness workshop')
  expect(page.text).toContain('October to December 2026')
  expect(page.text).not.toMatch(/Women|2 October|person-\d/)
  expect(page.headers['cache-control']).toBe('no-store')
  expect(await db.look.findMany({ where: { candidateId: amara.id }, select: { viewerRole: true, purpose: true } })).toEqual([
    { viewerRole: 'recruiter', purpose: 'To confirm support that an application mentions' },
  ])
})

it('gives one and the same answer for nobody, no agreement, an agreement taken back, and oneself', async () => {
  const recruiter = await anAccount({ roles: ['recruiter'] })
  const agent = await signedInAs(recruiter)
  const silent = await aCandidate()
  const formerly = await aCandidate()
  await agree(formerly.id)
  await db.consent.updateMany({ where: { candidateId: formerly.id }, data: { withdrawnAt: frozen } })
  const both = await anAccount({ roles: ['recruiter'] })
  const self = await db.candidate.create({
    data: { accountId: both.id, reference: 'PA-SELF222', name: both.name, registeredAt: frozen, activeAt: frozen },
  })
  await agree(self.id)
  const answers = await Promise.all([
    look(agent, 'nobody@people.example'),
    look(agent, silent.account?.email ?? ''),
    look(agent, formerly.reference),
    look(await signedInAs(both), 'PA-SELF222'),
  ])
  const same = answers.map(({ text }) => text.replaceAll(/value="[^"]*"/g, '').replaceAll(both.name, recruiter.name))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]))
  expect(new Set(same).size).toBe(1)
  expect(await db.look.count()).toBe(1) // the one of the first test
})

it('stops at the next click when consent is taken back, after eight hours, and for another recruiter', async () => {
  const amara = await aCandidate()
  await agree(amara.id)
  const agent = await signedInAs(await anAccount({ roles: ['recruiter'] }))
  const address = afterLook(await look(agent, amara.reference))
  await agent.get(address).expect(200)
  await (await signedInAs(await anAccount({ roles: ['recruiter'] }))).get(address).expect(404)
  await db.consent.updateMany({ where: { candidateId: amara.id }, data: { withdrawnAt: frozen } })
  await agent.get(address).expect(404)
  await agree(amara.id)
  await agent.get(address).expect(200)
  const { id } = await anAccount({ roles: ['recruiter'] })
  const early = await db.look.create({
    data: {
      candidateId: amara.id,
      viewerId: id,
      viewerRole: 'recruiter',
      page: 'support history',
      purpose: 'x',
      at: new Date('2026-11-20T02:00:00Z'),
    },
  })
  await (await signedInAs({ id })).get(`/recruiting/looks/${early.id}`).expect(404)
})

it('answers a recruiter byte for byte the same in two worlds that differ in everything about who a person is', async () => {
  const amara = await aCandidate({ name: 'Amara Okafor' })
  await agree(amara.id)
  await aHistory(amara.id)
  const agent = await signedInAs(await anAccount({ roles: ['recruiter'], name: 'Tom Ellery' }))
  const address = afterLook(await look(agent, amara.reference))
  const addresses = [address, '/recruiting/looks', '/recruiting', '/recruiting/how', '/training', '/my', '/staff']
  const see = async () => {
    const answers = []
    for (const each of addresses) {
      const { status, text, headers } = await agent.get(each)
      const kept = Object.entries(headers as Record<string, string>).filter(([name]) => !['date', 'x-request-id'].includes(name))
      answers.push({ each, status, text, headers: kept })
    }
    return answers
  }
  const before = await see()
  const other = { candidateId: amara.id, wording: 'yes', version: '1', how: 'test', givenAt: frozen }
  await db.tailoringFact.create({ data: { candidateId: amara.id, text: 'I am a Sikh woman of 52', updatedAt: frozen } })
  await db.accessNeed.create({ data: { candidateId: amara.id, text: 'A hearing loop', updatedAt: frozen } })
  for (const purpose of ['tailoring', 'monitoring', 'shareFields', 'stories']) await db.consent.create({ data: { ...other, purpose } })
  for (const kind of ['networks', 'buddy', 'adjustments', 'barrier'])
    await db.supportRequest.create({ data: { candidateId: amara.id, kind, requestedAt: frozen, dueAt: frozen, changedAt: frozen } })
  const belongs = {
    name: 'Amara',
    reach: 'by phone',
    wording: 'yes',
    contact: 'rainbow@cheshire.example',
    joinedAt: frozen,
    changedAt: frozen,
  }
  const member = { ...belongs, candidateId: amara.id, network: 'rainbow', state: 'joined', teamKnows: true }
  const { id: membershipId } = await db.networkMembership.create({ data: member })
  await db.networkMembership.update({ where: { id: membershipId }, data: { state: 'left', leftAt: frozen } })
  await db.networkMembership.create({ data: { ...member, network: 'heritage' } })
  await aWorkshop({ network: 'heritage', restricted: true, title: 'Heritage supper', safeLabel: 'Preparation meeting', startsAt: frozen })
  const way = await aCase({ candidateId: amara.id, kind: 'faith', state: 'closed' })
  await aSystemic({ caseIds: [way.id] })
  const stage = { candidateId: amara.id, route: 'constable', stage: 'vetting', state: 'notPassed', source: 'coordinator' }
  await db.stageRecord.create({ data: { ...stage, happenedOn: frozen, recordedAt: frozen } })
  await db.candidate.update({ where: { id: amara.id }, data: { adult: false, phone: '07700 900123', areas: ['crewe'], routes: ['staff'] } })
  const need = { candidateId: amara.id, kind: 'hearing', helps: 'A hearing loop', madeAt: frozen, changedAt: frozen }
  const { id: needId } = await db.passportNeed.create({ data: need })
  const asked = { askedAt: frozen, dueAt: frozen, changedAt: frozen, changedByRole: 'candidate', wording: 'I share it', version: '1' }
  const use = { candidateId: amara.id, about: 'stage', route: 'constable', stage: 'interview', ...asked }
  const { id: useId } = await db.adjustmentUse.create({ data: use })
  await db.adjustmentUseNeed.create({ data: { useId, needId } })
  await db.adjustmentLook.create({ data: { useId, viewer: 'contact', at: frozen } })
  await aQuestion((await aJob()).id, amara.id)
  const said = { kind: 'leaving', reason: 'health', reader: 'team', askAgain: true, source: 'candidate', saidAt: frozen }
  await db.workReason.create({ data: { candidateId: amara.id, ...said } })
  expect(await db.supportOffer.count({ where: { candidateId: amara.id } })).toBe(1)
  expect(await see()).toEqual(before)
  // and the comparison can tell: what may differ does
  await db.candidate.update({ where: { id: amara.id }, data: { name: 'Amara O. Okafor' } })
  expect(await see()).not.toEqual(before)
})

it.each([
  ['nothing', { find: '', reason: '' }, 'Enter an email address or a reference'],
  ['only blanks', { find: '   ', reason: 'named' }, 'Enter an email address or a reference'],
  ['no reason', { find: 'PA-1', reason: '' }, 'Select why you need to look'],
  ['a reason of one’s own', { find: 'PA-1', reason: 'curious' }, 'Select why you need to look'],
  ['far too much', { find: 'x'.repeat(5000), reason: 'named' }, 'has at most 254 characters'],
  ['a field twice', { find: ['a', 'b'], reason: 'named' }, 'Enter an email address or a reference'],
  ['HTML', { find: '<img src=x>', reason: 'named' }, 'There is no support history'],
  ['null bytes', { find: 'a\0b', reason: 'named' }, 'There is no support history'],
  ['right to left', { find: 'مرحبا 👮🏽', reason: 'named' }, 'There is no support history'],
])('answers %s beside the field, and keeps what was typed', async (_what, values, words) => {
  const agent = await signedInAs(await anAccount({ roles: ['recruiter'] }))
  const answer = await submit(agent, '/recruiting', values)
  expect(answer.status).toBe(422)
  expect(answer.text).toContain(words)
  if (typeof values.find === 'string' && values.find.startsWith('<')) expect(answer.text).toContain('value="&lt;img src=x&gt;"')
})

it('lets nobody but a recruiter in', async () => {
  for (const role of ['candidate', 'coordinator', 'lead', 'administrator', 'supporter'] as const) {
    const account = role === 'candidate' ? { id: (await aCandidate()).accountId ?? '' } : await anAccount({ roles: [role] })
    const agent = await signedInAs(account)
    for (const address of ['/recruiting', '/recruiting/looks', '/recruiting/how']) await agent.get(address).expect(403)
  }
})
