import ICAL from 'ical.js'
import { setTimeout as wait } from 'node:timers/promises'
import type { Email } from 'postal-mime'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, inTransaction, pool } from '../../src/core/db.ts'
import { asTask, startJobs, type Jobs } from '../../src/core/jobs.ts'
import { createLog } from '../../src/core/log.ts'
import { sendBySmtp } from '../../src/core/mail.ts'
import { emailKinds } from '../../src/emails.ts'
import { queueEmail } from '../../src/features/messages/commands.ts'
import { deliverJob } from '../../src/features/messages/jobs.ts'
import { kindFacts } from '../../src/features/messages/rules/kinds.ts'
import { profileOf } from '../../src/forces/find.ts'
import type { ForceId } from '../../src/forces/profile.ts'
import { aCandidate, anApp, signedInAs } from '../support/people.ts'
import { aPostOffice, type PostOffice } from '../support/post.ts'
import { accountCases } from './letters-accounts.ts'
import { barrierCases } from './letters-barriers.ts'
import { checksCases } from './letters-checks.ts'
import { concernCases } from './letters-concerns.ts'
import { firstYearCases } from './letters-first-year.ts'
import { passportCases } from './letters-passport.ts'
import { networkCases } from './letters-networks.ts'
import { inWorkCases } from './letters-in-work.ts'
import { preparingCases } from './letters-preparing.ts'
import { placementCases } from './letters-placements.ts'
import { pairingCases } from './letters-pairings.ts'
import { placeCases, WAS } from './letters-places.ts'
import { supportCases } from './letters-support.ts'
import { jobCases } from './letters-jobs.ts'
import { hostingCases } from './letters-hosting.ts'
import { supportingCases } from './letters-supporting.ts'
import { mentoringCases } from './letters-mentoring.ts'
import { oneToOneCases } from './letters-one-to-ones.ts'
import { togetherCases } from './letters-together.ts'
import { trainingCases } from './letters-training.ts'
import { visitCases } from './letters-visits.ts'
import { NAME, NOW, OTHER, STAFF, SUMMER, type Addressee, type Asked, type Cases, type Person } from './letters.ts'

const cases: Cases = {
  ...pairingCases,
  ...placementCases,
  ...accountCases,
  ...barrierCases,
  ...checksCases,
  ...concernCases,
  ...firstYearCases,
  ...inWorkCases,
  ...visitCases,
  ...trainingCases,
  ...mentoringCases,
  ...oneToOneCases,
  ...placeCases,
  ...preparingCases,
  ...passportCases,
  ...networkCases,
  ...supportCases,
  ...supportingCases,
  ...hostingCases,
  ...jobCases,
  ...togetherCases,
}
const kindOf = (name: string) => name.split(',')[0] ?? ''
const BASE = 'https://support.example'

let office: PostOffice
beforeAll(async () => {
  office = await aPostOffice()
})
afterAll(() => office.stop())
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: NOW }))
afterEach(() => vi.useRealTimers())

/** The queue of one force: nothing goes out by itself, so that each letter is the one that was asked for. */
function aQueue(force: ForceId): Promise<Jobs> {
  const send = sendBySmtp(office.url, { from: 'Team <team@force.example>', host: 'localhost' })
  const post = { kinds: emailKinds, send, baseUrl: BASE, force: profileOf(force) }
  return startJobs({ pool, log: createLog('silent'), tasks: [asTask(deliverJob(() => Promise.resolve(post)))] })
}

/** Waits without moving the clock that stands still. A letter that did not go says why. */
async function arrival(id: string, name: string): Promise<Email> {
  for (let i = 1; i <= 1000; i += 1) {
    const letter = office.letters.find(({ messageId }) => messageId === `<${id}@localhost>`)
    if (letter) return letter
    await wait(5)
    if (i % 20 !== 0) continue
    const { state, lastError, reason } = await db.email.findUniqueOrThrow({ where: { id } })
    if (!['queued', 'sent'].includes(state) || lastError !== null) throw new Error(`${name}: ${state} ${lastError ?? reason ?? ''}`)
  }
  throw new Error(`${name} did not arrive`)
}

const addressOf = async (to: Addressee): Promise<string> =>
  'address' in to ? to.address : (await db.account.findUniqueOrThrow({ where: { id: to.accountId } })).email

/** Asks for a letter about what its case made, and reads it back once it has come to whom it is for. */
async function sent(name: string, force: ForceId): Promise<{ letter: Email; person: Person; asked: Asked }> {
  const person = await aCandidate({ name: NAME })
  const own = { accountId: person.accountId ?? '', candidateId: person.id }
  const { to = own, about, data, ...asked } = (await cases[name]?.(person, force)) ?? {}
  const wanted = { kind: kindOf(name), ...to, ...(about !== undefined && { about }), ...(data && { data }) }
  const letter = await arrival(await inTransaction((tx) => queueEmail(tx, wanted)), name)
  expect(letter.to?.map(({ address }) => address)).toEqual([await addressOf(to)])
  const reader = 'accountId' in to ? { accountId: to.accountId } : ('visitor' as const)
  return { letter, person, asked: { reader, ...asked } }
}

const plain = (text: string) => text.replaceAll(/[\u00a0\s]+/g, ' ').trim()
const marks = { '&#34;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' }
const seen = (html: string) =>
  html
    .replace(/<head>[\s\S]*?<\/head>/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&(?:#34|#39|lt|gt|amp);/g, (mark) => marks[mark as keyof typeof marks])
const words = (text: string): string[] =>
  text
    .replaceAll(/https:\S+/g, ' ')
    .toLowerCase()
    .match(/[\p{L}\p{N}@]+/gu) ?? []

/** Both parts say the same in the same order; the name of the force and its service is at the head of one and the foot of the other. */
function expectTwins({ html = '', text = '' }: Email, force: ForceId) {
  const { name, service } = profileOf(force)
  const head = words(`${name} ${service}`)
  const shown = words(seen(html))
  expect(shown.slice(0, head.length)).toEqual(head)
  expect(words(text).join(' ')).toBe([...shown.slice(head.length), ...head].join(' '))
}

function expectNobodyIn(subject: string, { reference }: Person) {
  for (const part of [NAME, STAFF, OTHER].flatMap((name) => name.split(' '))) expect(subject).not.toContain(part)
  for (const part of [reference, '@', 'PA-']) expect(subject).not.toContain(part)
}

/** Nobody else is in the letter: not the third person, and no address but those of the force. */
function expectNobodyElseIn({ html = '', text = '' }: Email, force: ForceId) {
  const known = JSON.stringify(profileOf(force).contacts)
  for (const said of [seen(html), text]) {
    for (const part of OTHER.split(' ')) expect(said).not.toContain(part)
    for (const [address] of said.matchAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)) expect(known).toContain(address)
  }
}

function linksIn({ html = '', text = '' }: Email): string[] {
  const hrefs = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
  const written = [...text.matchAll(/https?:\S+/g)].map(([url]) => url.replace(/[.,]$/, ''))
  for (const href of hrefs) expect(written).toContain(href)
  return [...new Set(written)]
}

/** Pages that somebody who has signed in already is led on from. */
const LED_ON = /^\/(sign-in|forgotten)?$/
async function expectToOpen(link: string, reader: Asked['reader'], app: ReturnType<typeof anApp>) {
  const { origin, pathname, search } = new URL(link)
  expect(origin).toBe(BASE)
  const signedIn = reader !== undefined && reader !== 'visitor'
  const agent = signedIn ? await signedInAs(reader, app, reader.role) : request(app)
  const { status } = await agent.get(pathname + search)
  if (LED_ON.test(pathname)) expect(status, link).toBeLessThan(400)
  else expect(status, link).toBe(200)
}

const headersOf = (letter: Email) => Object.fromEntries(letter.headers.map(({ key, value }) => [key, value]))
function expectUnsubscribing(letter: Email, kind: string) {
  const { 'list-unsubscribe': list, 'list-unsubscribe-post': post } = headersOf(letter)
  const isNews = kindFacts[kind]?.purpose === 'news'
  expect(post).toBe(isNews ? 'List-Unsubscribe=One-Click' : undefined)
  if (isNews) expect(linksIn(letter)).toContain(list?.slice(1, -1))
  else expect(list).toBeUndefined()
}

it('every kind of e-mail has a case here, and every case is of a kind', () => {
  expect(new Set(Object.keys(cases).map(kindOf))).toEqual(new Set(Object.keys(kindFacts)))
  expect(new Set(Object.keys(emailKinds))).toEqual(new Set(Object.keys(kindFacts)))
})

const calendars: Record<string, 'PUBLISH' | 'CANCEL'> = {
  'place.booked': 'PUBLISH',
  'workshop.moved': 'PUBLISH',
  'workshop.newDate': 'PUBLISH',
  'workshop.postponed': 'CANCEL',
  'place.cancelled': 'CANCEL',
  'place.lateCancelled': 'CANCEL',
  'place.withdrawn': 'CANCEL',
  'place.workshopCancelled': 'CANCEL',
  'placement.confirmed': 'PUBLISH',
  'placement.moved': 'PUBLISH',
  'mentoring.session': 'PUBLISH',
  'mentoring.sessionOff': 'CANCEL',
  'oneToOne.booked': 'PUBLISH',
  'oneToOne.off': 'CANCEL',
  'training.booked': 'PUBLISH',
  'training.moved': 'PUBLISH',
  'training.cancelled': 'CANCEL',
  'training.takenOff': 'CANCEL',
}

/** A calendar file that another library reads, with those letters alone that change what stands in somebody's calendar. */
function expectCalendar({ attachments }: Email, kind: string, force: ForceId) {
  const method = calendars[kind]
  expect(attachments.map(({ mimeType }) => mimeType)).toEqual(method === undefined ? [] : ['text/calendar'])
  const content = attachments[0]?.content
  if (content === undefined) return
  const calendar = new ICAL.Component(ICAL.parse(typeof content === 'string' ? content : new TextDecoder().decode(content)) as never)
  expect(calendar.getFirstPropertyValue('method')).toBe(method)
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined)
  expect(event.startDate.toJSDate()).toEqual(kind === 'workshop.postponed' ? WAS : SUMMER)
  expect(event.uid).toContain(`@${force}.portal`)
}

describe.each(['cheshire', 'hampshire'] as const)('an e-mail of %s, as it arrives', (force) => {
  const names = Object.keys(cases).filter((name) => force === 'cheshire' || name === kindOf(name)) // other words of a kind: once
  let queue: Jobs
  let app: ReturnType<typeof anApp>
  beforeAll(async () => {
    app = anApp({ FORCE: force })
    queue = await aQueue(force)
  })
  afterAll(() => queue.stop())

  it.each(names)('%s says true words, the same in both parts, tells nobody of others, and leads where it says', async (name) => {
    const { letter, person, asked } = await sent(name, force)
    const { subject = '', html = '', text = '' } = letter
    expectNobodyIn(subject, person)
    for (const said of [subject, html, text]) expect(said).not.toMatch(/undefined|\[object|NaN|Invalid Date|\bnull\b|\{\w*\}|<%/)
    expectTwins(letter, force)
    expectNobodyElseIn(letter, force)
    for (const said of asked.says ?? []) expect(plain(text).toLowerCase()).toContain(said.toLowerCase())
    expectUnsubscribing(letter, kindOf(name))
    expect(/turn (them|such e-mails) off under Messages/.test(text)).toBe(kindFacts[kindOf(name)]?.purpose === 'reminder')
    expectCalendar(letter, kindOf(name), force)
    for (const link of linksIn(letter)) await expectToOpen(link, asked.reader, app)
  })
})
