import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { postOf, tasksOf } from '../../src/clockwork.ts'
import { db, inTransaction, pool } from '../../src/core/db.ts'
import { startJobs } from '../../src/core/jobs.ts'
import { createLog } from '../../src/core/log.ts'
import { sendBySmtp, sendToFolder } from '../../src/core/mail.ts'
import { deliverEmail, queueEmail, resendEmail, type Post } from '../../src/features/messages/commands.ts'
import type { EmailKind } from '../../src/features/messages/rules.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aPostOffice, type PostOffice } from '../support/post.ts'

let office: PostOffice
const from = { from: 'Positive action team <team@force.example>', host: 'portal.example' }
const env = { BASE_URL: new URL('https://portal.example'), FORCE: 'hampshire' as const }

const greeting: EmailKind = (about) =>
  Promise.resolve({
    subject: 'Hello <there>',
    heading: 'A heading & more',
    greeting: 'Hello Zoë,',
    paragraphs: ['One <b>two</b>.'],
    facts: [{ label: 'When', value: '4\u00a0February 2027' }],
    button: { text: 'Open', href: `${about.baseUrl}/my` },
    why: 'You get this because you asked.',
  })
const kinds: Record<string, EmailKind> = { greeting, stale: () => Promise.resolve(undefined) }
const post = (): Post => ({ kinds, send: sendBySmtp(office.url, from), baseUrl: 'https://portal.example', force: profileOf('hampshire') })
const queue = (kind: string, accountId: string) => inTransaction((tx) => queueEmail(tx, { kind, accountId }))

beforeAll(async () => {
  office = await aPostOffice()
})
afterAll(() => office.stop())

it('sends by a job what a transaction asked for, as HTML and text of the same words, and once', async () => {
  const { id: accountId, email } = await anAccount({ email: 'zoe@people.example' })
  const id = await queue('greeting', accountId)
  const jobs = await startJobs({ pool, log: createLog('silent'), tasks: tasksOf({ ...postOf(env, sendBySmtp(office.url, from)), kinds }) })
  await vi.waitFor(
    () => {
      expect(office.letters).toHaveLength(1)
    },
    { timeout: 8000 },
  )
  await jobs.stop()
  const [letter] = office.letters
  expect(letter).toMatchObject({ subject: 'Hello <there>', messageId: `<${id}@portal.example>`, to: [{ address: email }] })
  expect(letter?.html).toContain('One &lt;b&gt;two&lt;/b&gt;.')
  expect(letter?.html).toContain('<p style="margin: 0 0 16px;">')
  expect(letter?.text).toContain('Hello Zoë,\n\nOne <b>two</b>.\n\nWhen: 4 February 2027\n\nOpen:\nhttps://portal.example/my')
  expect(await db.email.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'sent', subject: 'Hello <there>' })
  await deliverEmail(id, post())
  expect(office.letters).toHaveLength(1)
})

it('asks for nothing when the transaction fails', async () => {
  const { id } = await anAccount()
  const before = await db.email.count()
  await expect(
    inTransaction(async (tx) => {
      await queueEmail(tx, { kind: 'greeting', accountId: id })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await db.email.count()).toBe(before)
})

it('keeps a failure without a word of the letter or the address, and sends when the post works again', async () => {
  const { id: accountId } = await anAccount({ email: 'private@people.example' })
  const id = await queue('greeting', accountId)
  office.refuse(true)
  await expect(deliverEmail(id, post())).rejects.toThrow()
  office.refuse(false)
  const failed = await db.email.findUniqueOrThrow({ where: { id } })
  expect(failed).toMatchObject({ state: 'queued', attempts: 1 })
  expect(failed.lastError).toMatch(/\w/)
  expect(failed.lastError).not.toContain('private')
  await deliverEmail(id, post())
  expect((await db.email.findUniqueOrThrow({ where: { id } })).state).toBe('sent')
})

it('gives up after eight attempts, and says so in the log', async () => {
  const { id: accountId } = await anAccount()
  const id = await queue('greeting', accountId)
  await db.email.update({ where: { id }, data: { attempts: 7 } })
  office.refuse(true)
  await expect(deliverEmail(id, post())).rejects.toThrow()
  office.refuse(false)
  expect((await db.email.findUniqueOrThrow({ where: { id } })).state).toBe('failed')
})

it('leaves out what is no longer true, and what was erased meanwhile', async () => {
  const { id: accountId } = await anAccount()
  const before = office.letters.length
  const stale = await queue('stale', accountId)
  await deliverEmail(stale, post())
  expect((await db.email.findUniqueOrThrow({ where: { id: stale } })).state).toBe('skipped')
  const erased = await queue('greeting', accountId)
  await db.email.delete({ where: { id: erased } })
  await deliverEmail(erased, post())
  expect(office.letters).toHaveLength(before)
})

it('sends again at the wish of the team, written anew, and records who asked', async () => {
  const amara = await aCandidate()
  const coordinator = await anAccount()
  const id = await inTransaction((tx) => queueEmail(tx, { kind: 'greeting', accountId: amara.accountId ?? '', candidateId: amara.id }))
  const actor = { role: 'coordinator' as const, accountId: coordinator.id, name: coordinator.name, roles: ['coordinator' as const] }
  expect(await resendEmail(actor, id, amara.id)).toBe(true)
  expect(await db.email.count({ where: { candidateId: amara.id } })).toBe(2)
  expect(await db.event.count({ where: { name: 'email.resent', actorId: coordinator.id, candidateId: amara.id } })).toBe(1)
})

it('writes the demonstration’s letters to a folder, whole', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-'))
  const { id: accountId } = await anAccount()
  const id = await queue('greeting', accountId)
  await deliverEmail(id, { ...post(), send: sendToFolder(folder, from) })
  const files = readdirSync(folder)
  expect(files).toHaveLength(1)
  expect(files[0]).toMatch(new RegExp(`${id}\\.eml$`))
  expect(readFileSync(path.join(folder, files[0] ?? ''), 'utf8')).toContain('Message-ID')
  rmSync(folder, { recursive: true })
})
