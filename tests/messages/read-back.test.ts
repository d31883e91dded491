import ICAL from 'ical.js'
import type { Email } from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, inTransaction } from '../../src/core/db.ts'
import { sendBySmtp } from '../../src/core/mail.ts'
import { emailKinds } from '../../src/emails.ts'
import { deliverEmail, queueEmail } from '../../src/features/messages/commands.ts'
import { kindFacts } from '../../src/features/messages/rules/kinds.ts'
import type { PlaceState } from '../../src/features/programmes/rules/places.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, aWorkshop } from '../support/people.ts'
import { aPostOffice, type PostOffice } from '../support/post.ts'

let office: PostOffice
beforeAll(async () => {
  office = await aPostOffice()
})
afterAll(() => office.stop())
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-03-15T10:00:00Z') }))
afterEach(() => vi.useRealTimers())

const NAME = 'Zebedee Quillfeather'
type Person = Awaited<ReturnType<typeof aCandidate>>
type Asked = { about?: string; data?: Record<string, string> }

const SUMMER = new Date('2027-04-05T17:30:00Z') // 6:30pm by the clocks of London

/** A place in some state at a workshop in summer time. */
const place =
  (state: PlaceState, more: Record<string, unknown> = {}, ofWorkshop: Record<string, unknown> = {}, data?: Record<string, string>) =>
  async (person: Person): Promise<Asked> => {
    const workshop = await aWorkshop({ startsAt: SUMMER, capacity: 2, ...ofWorkshop })
    const base = { workshopId: workshop.id, candidateId: person.id, arrival: 1, askedAt: new Date(), state }
    const { id } = await db.place.create({ data: { ...base, ...more } })
    return { about: id, ...(data && { data }) }
  }
const now = new Date('2027-03-15T10:00:00Z')
const ended = { bookedAt: now, endedAt: now }
const was = { startsAt: '2027-03-20T18:00:00.000Z', endsAt: '2027-03-20T20:00:00.000Z' }
const putOff = { movedFrom: new Date(was.startsAt), postponedAt: now, postponeReason: 'The hall flooded' }

const member = (state: string) => async (person: Person) => {
  const programme = await db.programme.create({ data: { kind: 'insight', name: 'Insight', createdAt: now } })
  const dates = { opensAt: now, closesAt: SUMMER, startsOn: SUMMER, endsOn: new Date('2027-06-01T00:00:00Z'), createdAt: now }
  const { id } = await db.cohort.create({ data: { programmeId: programme.id, name: 'Spring', capacity: 9, ...dates } })
  await db.membership.create({ data: { cohortId: id, candidateId: person.id, state, beganAt: now } })
  return { about: id }
}
const nothing = () => Promise.resolve({})

/** What each kind of e-mail tells of, made anew for it. */
const cases: Record<string, (person: Person) => Promise<Asked>> = {
  'place.booked': place('booked', { bookedAt: now }),
  'place.waiting': place('waiting'),
  'place.offered': place('offered', { offeredAt: now, expiresAt: new Date('2027-03-17T11:00:00Z') }),
  'place.expired': place('expired', { offeredAt: now, expiresAt: now, endedAt: now }),
  'place.cancelled': place('cancelled', ended),
  'place.lateCancelled': place('lateCancelled', { ...ended, reason: 'ill' }),
  'place.workshopCancelled': place('workshopCancelled', ended, { state: 'cancelled', cancelReason: 'No hall' }),
  'place.withdrawn': place('withdrawn', { ...ended, reason: 'Rang us' }),
  'workshop.moved': place('booked', { bookedAt: now }, {}, was),
  'workshop.postponed': place('booked', { bookedAt: now }, { state: 'postponed', ...putOff }, was),
  'workshop.newDate': place('booked', { bookedAt: now }, putOff, was),
  'place.reminder.stillComing': place('booked', { bookedAt: now }, {}, { startsAt: SUMMER.toISOString() }),
  'place.reminder.week': place('booked', { bookedAt: now }, {}, { startsAt: SUMMER.toISOString() }),
  'place.reminder.day': place('booked', { bookedAt: now }, {}, { startsAt: SUMMER.toISOString() }),
  'cohort.invited': member('invited'),
  'cohort.joined': member('joined'),
  'cohort.refused': member('left'),
  'accounts.passwordChanged': nothing,
  'accounts.emailTaken': nothing,
  'accounts.emailChanged': nothing,
  'accounts.codesSetUp': nothing,
  'accounts.codesRemoved': nothing,
  'accounts.codesReset': nothing,
  'accounts.recoveryCodeUsed': nothing,
  'accounts.recoveryCodesRenewed': nothing,
  'privacy.closed': nothing,
}

/** Kinds whose letters are not read back here yet: each needs a state of its own feature, whose journeys send it. */
const elsewhere = new Set([
  ...[
    'accounts.verify',
    'accounts.alreadyRegistered',
    'accounts.reset',
    'accounts.claim',
    'accounts.invite',
    'accounts.accessChanged',
    'accounts.toConfirm',
  ],
  ...['accounts.emailConfirm', 'accounts.emailLeft', 'accounts.emailAsked', 'contact.received', 'contact.reply'],
  ...['duplicates.joined', 'duplicates.signInClosed', 'duplicates.parted', 'conversation.unread', 'conversation.team'],
  ...['mailing.service', 'mailing.reminder', 'mailing.news', 'tasks.due', 'requests.reminder', 'request.accepted', 'request.underway'],
  ...['request.paused', 'request.completed', 'request.withdrawn', 'request.notOffered', 'request.putBack', 'stage.notPassed'],
  ...['stage.withdrew', 'stage.deferral', 'stage.askAgain', 'place.drawn', 'place.correction', 'cohort.rateAfter', 'feedback.asked'],
  ...['rationale.decided', 'rationale.reopened', 'supporter.booked', 'supporter.moved', 'supporter.workshopCancelled'],
])

const plain = (text: string) => text.replaceAll(/[\u00a0\s>]+/g, ' ').trim()
const wordsOf = (html: string) =>
  plain(
    html
      .replace(/<head>[\s\S]*?<\/head>/, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('&#34;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  )

function expectNobodyIn(subject: string, { reference, account }: Person) {
  for (const part of [NAME, 'Zebedee', reference, account?.email ?? '-']) expect(subject.toLowerCase()).not.toContain(part.toLowerCase())
}

async function sent(kind: string, force: 'cheshire' | 'hampshire'): Promise<{ letter: Email; person: Person }> {
  const person = await aCandidate({ name: NAME })
  const asked = (await cases[kind]?.(person)) ?? {}
  const address = person.account?.email ?? ''
  const who = kind === 'privacy.closed' ? { address } : { accountId: person.accountId ?? '', candidateId: person.id }
  const id = await inTransaction((tx) => queueEmail(tx, { kind, ...who, ...asked }))
  const send = sendBySmtp(office.url, { from: 'Team <team@force.example>', host: 'localhost' })
  await deliverEmail(id, { kinds: emailKinds, send, baseUrl: 'https://support.example', force: profileOf(force) })
  const letter = office.letters.at(-1)
  expect(await db.email.findUniqueOrThrow({ where: { id } }), kind).toMatchObject({ state: 'sent' })
  if (letter?.to?.[0]?.address !== address) throw new Error(`${kind} did not arrive`)
  return { letter, person }
}

it('every kind of e-mail has a case here, or is named as one that has not', () => {
  expect(Object.keys(emailKinds).filter((kind) => !Object.hasOwn(cases, kind) && !elsewhere.has(kind))).toEqual([])
  expect([...Object.keys(cases), ...elsewhere].filter((kind) => !Object.hasOwn(kindFacts, kind))).toEqual([])
  expect(Object.keys(cases).filter((kind) => elsewhere.has(kind))).toEqual([])
})

describe.each(['cheshire', 'hampshire'] as const)('an e-mail of %s, as it arrives', (force) => {
  it.each(Object.keys(cases))('%s says whole and true words, the same in both parts, and names nobody on the outside', async (kind) => {
    const { letter, person } = await sent(kind, force)
    const { subject = '', html = '', text = '' } = letter
    expectNobodyIn(subject, person)
    for (const said of [subject, html, text]) expect(said).not.toMatch(/undefined|\[object|NaN|Invalid Date|null,|\{\{|<%/)
    const words = wordsOf(html).toLowerCase()
    const missing = text
      .split('\n')
      .map((line) => plain(line.replace(/^-- ?$/, '').replace(/:$/, '')).toLowerCase())
      .filter((line) => line !== '' && !line.startsWith('https://'))
      .flatMap((line) => line.split(/: |, /))
      .filter((line) => !words.includes(line))
    expect(missing).toEqual([])
    expect(text).toContain(profileOf(force).name)
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '')
    for (const link of links) expect(link).toMatch(/^(https:\/\/support\.example(\/|$)|mailto:|tel:)/)
    for (const [address] of html.matchAll(/[\w.+-]+@[\w.-]+/g)) expect(address).not.toContain('people.example')
    expect(letter.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(kindFacts[kind]?.purpose === 'news')
    if (/^(place|workshop)\./.test(kind) && kind !== 'workshop.postponed') expect(plain(text)).toContain('6:30pm')
  })

  it.each([
    ['place.booked', 'PUBLISH'],
    ['workshop.moved', 'PUBLISH'],
    ['workshop.newDate', 'PUBLISH'],
    ['workshop.postponed', 'CANCEL'],
    ['place.cancelled', 'CANCEL'],
    ['place.lateCancelled', 'CANCEL'],
    ['place.withdrawn', 'CANCEL'],
    ['place.workshopCancelled', 'CANCEL'],
  ])('%s brings a calendar file that another library reads: %s', async (kind, method) => {
    const { letter } = await sent(kind, force)
    const [file, ...more] = letter.attachments
    expect(more).toEqual([])
    expect(file?.mimeType).toBe('text/calendar')
    const content = file?.content
    const read = typeof content === 'string' ? content : new TextDecoder().decode(content)
    const calendar = new ICAL.Component(ICAL.parse(read) as never)
    expect(calendar.getFirstPropertyValue('method')).toBe(method)
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined)
    expect(event.startDate.toJSDate()).toEqual(kind === 'workshop.postponed' ? putOff.movedFrom : SUMMER)
    expect(event.uid).toContain(`@${force}.portal`)
  })
})

it('no other kind brings a file', async () => {
  for (const kind of ['place.waiting', 'place.offered', 'place.expired', 'cohort.joined', 'accounts.passwordChanged'])
    expect((await sent(kind, 'cheshire')).letter.attachments).toEqual([])
})
