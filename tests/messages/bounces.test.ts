import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { postOf } from '../../src/clockwork.ts'
import type { Team } from '../../src/core/access.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import { sendBySmtp } from '../../src/core/mail.ts'
import { deliverEmail, queueEmail } from '../../src/features/messages/commands.ts'
import { countFailures, listFailures } from '../../src/features/messages/queries.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'
import { aPostOffice, type PostOffice } from '../support/post.ts'

let app: ReturnType<typeof anApp>
let office: PostOffice
beforeAll(async () => {
  app = anApp()
  office = await aPostOffice()
})
afterAll(() => office.stop())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T12:00:00Z') })
})
afterEach(() => {
  office.refuse(false)
  vi.useRealTimers()
})

const deliver = (id: string) =>
  deliverEmail(id, {
    ...postOf(
      { BASE_URL: new URL('https://portal.example'), FORCE: 'cheshire' },
      sendBySmtp(office.url, { from: 'T <t@force.example>', host: 'portal.example' }),
    ),
    kinds: { greeting: () => Promise.resolve({ subject: 'Hello', heading: 'Hello', paragraphs: ['Hello.'], why: 'Because.' }) },
  })
const someone = async () => {
  const candidate = await aCandidate({ phone: '01632 960 120' })
  const queue = () =>
    inTransaction((tx) => queueEmail(tx, { kind: 'greeting', accountId: candidate.accountId ?? '', candidateId: candidate.id }))
  return { candidate, queue, stateOf: async (id: string) => (await db.email.findUniqueOrThrow({ where: { id } })).state }
}
const aTeam = async () => {
  const account = await anAccount()
  const actor: Team = { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] }
  return { actor, agent: await signedInAs(account, app) }
}
const comeBack = async (person: Awaited<ReturnType<typeof someone>>) => {
  office.refuse(true, 550)
  const id = await person.queue()
  await deliver(id)
  office.refuse(false)
  return id
}

describe('an address that sends e-mails back', () => {
  it('is not tried again; later e-mails are held, and the team sees whom to ring', async () => {
    const person = await someone()
    const first = await comeBack(person)
    expect(await person.stateOf(first)).toBe('bounced')
    const before = office.letters.length
    const second = await person.queue()
    await deliver(second)
    expect(await person.stateOf(second)).toBe('held')
    expect(office.letters).toHaveLength(before)
    const { agent } = await aTeam()
    const list = await agent.get('/staff/messages/bounces').expect(200)
    expect(list.text).toContain('01632 960 120')
    const page = await agent.get(`/staff/candidates/${person.candidate.id}`).expect(200)
    expect(page.text).toContain('Our e-mails to this person come back')
    expect(page.text).toContain('Came back')
    const { lastError } = await db.email.findUniqueOrThrow({ where: { id: first } })
    expect(lastError).not.toContain('@')
  })

  it('is another thing than a server that is busy', async () => {
    const person = await someone()
    office.refuse(true, 451)
    const id = await person.queue()
    await expect(deliver(id)).rejects.toThrow()
    expect(await person.stateOf(id)).toBe('queued')
    expect(await db.emailFailure.count({ where: { candidateId: person.candidate.id } })).toBe(0)
  })

  it('gets another try when the team says so: with what came back, or only with what was held', async () => {
    const { agent } = await aTeam()
    for (const [how, back] of [
      ['retried', 'queued'],
      ['working', 'bounced'],
    ] as const) {
      const person = await someone()
      const first = await comeBack(person)
      const held = await person.queue()
      await deliver(held)
      const { id } = await db.emailFailure.findFirstOrThrow({ where: { candidateId: person.candidate.id } })
      await submit(agent, '/staff/messages/bounces', { how }, `/staff/messages/bounces/${id}`)
      expect([await person.stateOf(first), await person.stateOf(held)]).toEqual([back, 'queued'])
      await deliver(held)
      expect(await person.stateOf(held)).toBe('sent')
      const again = await submit(agent, '/staff/messages', { how }, `/staff/messages/bounces/${id}`)
      expect(again.headers['location']).toContain('notice=over')
    }
  })

  it('is forgotten by itself when the person has another address, and what was held goes there', async () => {
    const person = await someone()
    await comeBack(person)
    const held = await person.queue()
    await deliver(held)
    const email = 'corrected@people.example'
    await db.account.update({ where: { id: person.candidate.accountId ?? '' }, data: { email, emailKey: email } })
    expect(await db.emailFailure.findFirstOrThrow({ where: { candidateId: person.candidate.id } })).toMatchObject({ clearedHow: 'changed' })
    await deliver(held)
    expect(office.letters.at(-1)?.to?.[0]?.address).toBe(email)
  })

  it('is counted as it is listed, for the team and for whoever looks after the person', async () => {
    const { actor } = await aTeam()
    const person = await someone()
    await db.candidate.update({ where: { id: person.candidate.id }, data: { ownerId: actor.accountId } })
    await comeBack(person)
    await comeBack(await someone())
    for (const whose of ['team', 'mine'] as const) {
      const { total, rows } = await listFailures(actor, { whose, page: 1 })
      expect([total, (await countFailures(actor, whose)).count]).toEqual([rows.length, rows.length])
      expect(rows.some(({ candidate }) => candidate?.id === person.candidate.id)).toBe(true)
    }
    expect((await countFailures(actor, 'mine')).count).toBe(1)
  })
})

it('puts off by night what can wait, once, and sends it in the morning', async () => {
  const { candidate } = await someone()
  vi.setSystemTime(new Date('2027-01-11T23:00:00Z'))
  const id = await inTransaction((tx) =>
    queueEmail(tx, { kind: 'request.accepted', accountId: candidate.accountId ?? '', candidateId: candidate.id }),
  )
  await deliver(id)
  await deliver(id)
  expect(await db.email.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'queued',
    waitsUntil: new Date('2027-01-12T08:00:00Z'),
    attempts: 0,
  })
  const jobs = await db.$queryRaw<{ run_at: Date }[]>`SELECT run_at FROM graphile_worker.jobs WHERE key = ${`email:${id}`}`
  expect(jobs).toEqual([{ run_at: new Date('2027-01-12T08:00:00Z') }])
})
