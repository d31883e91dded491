import request from 'supertest'
import { beforeAll, describe, expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { listOwnPlaces } from '../../src/features/programmes/queries/places.ts'
import { aCandidate, anApp, asActor, aWorkshop, signedInAs } from '../support/people.ts'
import { anApprovedRationale } from '../support/rationales.ts'

const DAY = 86_400_000
const text = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ')
const inDays = (n: number) => new Date(now().getTime() + n * DAY)
let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
const visit = async (address: string) => (await request(app).get(address).expect(200)).text

test('the list counts what it shows, page by page, soonest first', async () => {
  for (let n = 1; n <= 27; n++) await aWorkshop({ title: `Workshop ${String(n)}.`, area: 'one', startsAt: inDays(n + 1) })
  await aWorkshop({ title: 'Not yet told', state: 'draft' })
  await aWorkshop({ title: 'Called off', state: 'cancelled' })
  await aWorkshop({ title: 'Long ago', startsAt: inDays(-3) })
  const [first, second, beyond] = [await visit('/workshops'), await visit('/workshops?page=2'), await visit('/workshops?page=99')]
  expect(text(first)).toContain('27 workshops')
  expect(first.match(/pa-event__title/g)).toHaveLength(25)
  expect(text(second)).toMatch(/Workshop 26\..*Workshop 27\./)
  expect(text(beyond)).toContain('Workshop 27.')
  for (const hidden of ['Not yet told', 'Called off', 'Long ago']) expect(first + second).not.toContain(hidden)
  expect(text(await visit('/workshops?area=nowhere'))).toContain('0 workshops that fit')
})

describe('one workshop', () => {
  test('shows what was typed as text, whatever it holds', async () => {
    const { id } = await aWorkshop({
      title: '<b>Bold</b>',
      summary: '<script>alert(1)</script>',
      venue: '"quoted"',
      accessInfo: 'مرحبا 🙂',
    })
    const page = await visit(`/workshops/${id}`)
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('&lt;b&gt;Bold&lt;/b&gt;')
  })

  test('says that it is cancelled or over, and then offers no place', async () => {
    const cancelled = await aWorkshop({ state: 'cancelled' })
    const over = await aWorkshop({ startsAt: inDays(-2), state: 'held' })
    expect(text(await visit(`/workshops/${cancelled.id}`))).toContain('This workshop has been cancelled')
    expect(text(await visit(`/workshops/${over.id}`))).toContain('This workshop is over')
    for (const { id } of [cancelled, over]) expect(await visit(`/workshops/${id}`)).not.toContain('/ask')
  })

  test('never says how to join online to somebody who has no place', async () => {
    const { id } = await aWorkshop({ online: true, joiningLink: 'https://meet.example/room', startsAt: inDays(0.5) })
    expect(await visit(`/workshops/${id}`)).not.toContain('meet.example')
  })

  test('does not say that nothing about a person counts where it is meant for a group', async () => {
    const rationale = await anApprovedRationale()
    const { id } = await aWorkshop({ openness: 'prioritised', rationaleId: rationale.id })
    const page = text(await visit(`/workshops/${id}`))
    expect(page).toContain('Women are first in line when places are short')
    expect(page).toContain('nothing else about who you are changes the order')
  })

  test('names the same workshop on other days', async () => {
    const { id } = await aWorkshop({ title: 'Twice' })
    await aWorkshop({ title: 'Twice', startsAt: inDays(30) })
    expect(text(await visit(`/workshops/${id}`))).toContain('Another date')
  })

  test('for members of a cohort can be asked for by them alone', async () => {
    const programme = await db.programme.create({ data: { kind: 'insight', name: 'Insight', createdAt: now() } })
    const dates = { opensAt: inDays(-9), closesAt: inDays(9), startsOn: inDays(-9), endsOn: inDays(90), createdAt: now() }
    const cohort = await db.cohort.create({ data: { programmeId: programme.id, name: 'Spring', capacity: 9, ...dates } })
    const workshop = await aWorkshop({ cohortId: cohort.id, membersOnly: true, capacity: 5 })
    const [member, other] = [await aCandidate(), await aCandidate()]
    await db.membership.create({ data: { cohortId: cohort.id, candidateId: member.id, state: 'joined', beganAt: now() } })
    expect(await askForPlace(asActor(other), workshop.id)).toEqual({ ok: false, reason: 'membersOnly' })
    expect(await askForPlace(asActor(member), workshop.id)).toMatchObject({ ok: true, state: 'booked' })
    const agent = await signedInAs(other, app)
    expect(text((await agent.get(`/workshops/${workshop.id}`).expect(200)).text)).toContain('Ask us how to join the group')
  })
})

test('somebody finds all their own places, with where they stand, and nobody else finds them', async () => {
  const [amara, ben] = [await aCandidate(), await aCandidate()]
  const full = await aWorkshop({ capacity: 1, startsAt: inDays(5) })
  const free = await aWorkshop({ capacity: 1, startsAt: inDays(4) })
  await askForPlace(asActor(ben), full.id)
  await askForPlace(asActor(amara), full.id)
  await askForPlace(asActor(amara), free.id)
  const own = await listOwnPlaces(asActor(amara))
  expect(own.map(({ workshopId, state, position, waitingCount }) => [workshopId, state, position, waitingCount])).toEqual([
    [free.id, 'booked', null, 0],
    [full.id, 'waiting', 1, 1],
  ])
  expect((await listOwnPlaces(asActor(ben))).map(({ workshopId }) => workshopId)).toEqual([full.id])
})
