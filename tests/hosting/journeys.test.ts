import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { askForOpenness } from '../../src/features/hosting/commands/openness.ts'
import { findHostsWaiting } from '../../src/features/hosting/queries/waiting.ts'
import { aSupporter } from '../support/pairings.ts'
import { anAccount, anApp, signedInAs, submit } from '../support/people.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import request from 'supertest'

const frozen = new Date('2027-01-14T10:00:00Z')
let asPriya: Awaited<ReturnType<typeof signedInAs>>
let asHelen: Awaited<ReturnType<typeof signedInAs>>
let helen: Awaited<ReturnType<typeof aSupporter>>
const app = anApp()

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
beforeEach(async () => {
  vi.setSystemTime(frozen)
  helen = await aSupporter({ name: 'Helen Marsh', trainedUntil: new Date('2027-06-30') })
  asHelen = await signedInAs(helen.account)
  asPriya = await signedInAs(await anAccount({ roles: ['coordinator'], name: 'Priya Nair' }))
})
afterAll(() => {
  vi.useRealTimers()
})

const department = {
  ...{ name: '', family: 'custody', about: 'How somebody is booked in. And who looks after them.', area: 'chester', site: 'Suite 4' },
  ...{ access: 'Step-free.', dress: 'No scarves.', travel: 'Parking outside.', capacity: '2', routes: 'constable' },
}
const day = { day: '1/2/2027', start: '10am', end: '2pm', places: '2', repeat: 'no', times: '' }
const kinds = async (accountId: string) =>
  (await db.email.findMany({ where: { accountId }, orderBy: { createdAt: 'asc' } })).map(({ kind }) => kind)
const catalogue = async (search = '') => (await request(app).get(`/shadowing${search}`).expect(200)).text
const theirs = async (overrides: Parameters<typeof aHost>[0] = {}) => aHost({ supporterId: helen.id, area: 'chester', ...overrides })

it('the team makes a department, says who hosts, publishes it, and its people offer days that everybody finds', async () => {
  const name = 'Custody at the docks'
  const made = await submit(asPriya, '/staff/hosts/new', { ...department, name })
  const at = String(made.headers['location']).replace('?notice=made', '')
  const id = at.split('/').at(-1) ?? ''
  expect((await submit(asPriya, at, {}, `${at}/publish`)).text).toContain('Say first who hosts there')
  expect((await request(app).get(`/shadowing/${id}`)).status).toBe(404)
  expect((await submit(asPriya, at, { supporterId: helen.id }, `${at}/people`)).headers['location']).toBe(`${at}?notice=added`)
  expect((await submit(asPriya, at, {}, `${at}/publish`)).headers['location']).toBe(`${at}?notice=published`)
  const own = `/supporting/hosting/${id}`
  const offered = await submit(asHelen, `${own}/dates/new`, { ...day, supporterId: helen.id, repeat: 'weekly', times: '3' })
  expect(offered.headers['location']).toBe(`${own}?notice=offered`)
  expect(await db.hostDate.count({ where: { hostId: id, capacity: 2, state: 'offered' } })).toBe(3)
  expect(await catalogue('?family=custody&route=constable&area=chester&from=2/2/2027&to=9/2/2027')).toContain(name)
  expect(await catalogue('?family=custody&from=20/2/2027')).not.toContain(name)
  const page = (await request(app).get(`/shadowing/${id}`).expect(200)).text
  expect(page).toMatch(/Monday 1\sFebruary\s2027[\s\S]*10am to 2pm[\s\S]*2 places left/)
  expect(page).toContain(`/my/placements/ask/${id}`)
  expect(page).not.toMatch(/Suite 4|Helen/)
  expect(await kinds(helen.id)).toEqual(['host.added'])
})

it('two departments never have one name, and a draft is seen by the team alone', async () => {
  const { name } = await theirs({ name: 'Twice named' })
  const again = await submit(asPriya, '/staff/hosts/new', { ...department, name: name.toUpperCase() })
  expect([again.status, again.text.includes('Another department has this name')]).toEqual([422, true])
  await theirs({ name: 'Nobody knows this', state: 'draft' })
  expect(await catalogue()).not.toContain('Nobody knows this')
})

it('whoever’s training has run out offers nothing, reads why, can still withdraw, and the catalogue shows the department no more', async () => {
  const host = await theirs({ name: 'Lapsing' })
  const date = await aHostDate({ hostId: host.id, supporterId: helen.id })
  expect(await catalogue()).toContain('Lapsing')
  const late = await submit(asHelen, `/supporting/hosting/${host.id}/dates/new`, { ...day, day: '1/7/2027', supporterId: helen.id })
  expect([late.status, late.text.includes('Training does not hold on 1\u00a0July\u00a02027')]).toEqual([422, true])
  await db.supporter.update({ where: { accountId: helen.id }, data: { trainedUntil: new Date('2027-01-10') } })
  const at = `/supporting/hosting/${host.id}`
  const page = (await asHelen.get(at).expect(200)).text
  expect(page).toMatch(/Your training ran out on 10\sJanuary\s2027[\s\S]*Book the next training/)
  expect(page).not.toContain('Offer days')
  expect((await submit(asHelen, `${at}/dates/new`, { ...day, supporterId: helen.id })).status).toBe(422)
  expect((await submit(asHelen, `${at}/dates/${date.id}`, { ...day, supporterId: helen.id })).status).toBe(422)
  expect(await catalogue()).not.toContain('Lapsing')
  expect((await request(app).get(`/shadowing/${host.id}`).expect(200)).text).toContain('cannot take anybody just now')
  const rows = await findHostsWaiting({ role: 'coordinator', accountId: helen.id, name: '', roles: ['coordinator'] })
  expect(rows.find(({ what }) => what.includes('nobody trained'))?.count).toBeGreaterThan(0)
  expect((await submit(asHelen, `${at}/dates/${date.id}/withdraw`, {})).headers['location']).toBe(`${at}?notice=withdrawn`)
})

it('the database itself lets only the trained offer a day, keeps its department, and no day has fewer places than people', async () => {
  const host = await theirs()
  const date = await aHostDate({ hostId: host.id, supporterId: helen.id, capacity: 2 })
  const other = await aHost()
  const change = (data: object) => db.hostDate.update({ where: { id: date.id }, data })
  await expect(aHostDate({ hostId: host.id, supporterId: helen.id, startsAt: new Date('2027-07-01T10:00:00Z') })).rejects.toThrow(
    'nobody trained',
  )
  await expect(aHostDate({ hostId: host.id, supporterId: other.supporterId })).rejects.toThrow('nobody trained')
  await expect(change({ startsAt: new Date('2027-07-01T10:00:00Z'), endsAt: new Date('2027-07-01T12:00:00Z') })).rejects.toThrow(
    'nobody trained',
  )
  await expect(change({ hostId: other.id })).rejects.toThrow('keeps its department')
  await aPlacement({ state: 'offered', dateId: date.id })
  await aPlacement({ state: 'offered', dateId: date.id })
  await expect(change({ capacity: 1 })).rejects.toThrow('more people are on this day')
  await db.host.update({ where: { id: other.id }, data: { state: 'retired' } })
  await expect(aHostDate({ hostId: other.id, supporterId: other.supporterId })).rejects.toThrow('hosts no more')
  await expect(db.host.update({ where: { id: other.id }, data: { state: 'published' } })).rejects.toThrow('does not go from')
  await expect(db.host.update({ where: { id: host.id }, data: { openness: 'interested' } })).rejects.toThrow('list of answers')
})

it('a day with people on it says so before it is changed or withdrawn, and a full one is shown as full', async () => {
  const host = await theirs({ name: 'Busy' })
  const date = await aHostDate({ hostId: host.id, supporterId: helen.id })
  await aPlacement({ state: 'offered', dateId: date.id })
  const at = `/supporting/hosting/${host.id}/dates/${date.id}`
  for (const page of [at, `${at}/withdraw`]) expect((await asHelen.get(page).expect(200)).text).toContain('One person is on this day')
  expect((await request(app).get(`/shadowing/${host.id}`).expect(200)).text).toMatch(/Full/)
  await db.hostDate.update({ where: { id: date.id }, data: { capacity: 2 } })
  await aPlacement({ state: 'offered', dateId: date.id })
  const fewer = await submit(asHelen, at, { ...day, supporterId: helen.id, places: '1' })
  expect([fewer.status, fewer.text.includes('More people are on this day already')]).toEqual([422, true])
  const staff = `/staff/hosts/${host.id}`
  expect((await asPriya.get(`${staff}/retire`).expect(200)).text).toContain('2 people have asked to come here')
})

it('the team moves a day and its receiver is told; a withdrawn one can be offered again, but not beside another', async () => {
  const host = await theirs()
  const date = await aHostDate({ hostId: host.id, supporterId: helen.id })
  const at = `/staff/hosts/${host.id}/dates/${date.id}`
  expect((await submit(asPriya, at, { ...day, supporterId: helen.id })).headers['location']).toContain('notice=changed')
  expect((await db.hostDate.findUniqueOrThrow({ where: { id: date.id } })).startsAt).toEqual(new Date('2027-02-01T10:00:00Z'))
  await submit(asPriya, `${at}/withdraw`, {})
  expect(await kinds(helen.id)).toEqual(['host.date', 'host.date'])
  expect((await submit(asHelen, `/supporting/hosting/${host.id}/dates/new`, { ...day, supporterId: helen.id })).status).toBe(303)
  const again = await submit(asPriya, at, {}, `${at}/again`)
  expect([again.status, again.text.includes('has another day at that time')]).toEqual([422, true])
})

it('each department is asked once a year and reminded once, whatever runs twice; every answer stays and the latest holds', async () => {
  const host = await theirs({ name: 'Asked', openness: 'notAsked' })
  await askForOpenness()
  await askForOpenness()
  expect(await kinds(helen.id)).toEqual(['host.openness'])
  vi.setSystemTime(new Date('2027-01-28T10:00:00Z'))
  await askForOpenness()
  await askForOpenness()
  expect(await kinds(helen.id)).toEqual(['host.openness', 'host.opennessReminder'])
  vi.setSystemTime(new Date('2027-02-11T10:00:00Z'))
  asHelen = await signedInAs(helen.account)
  asPriya = await signedInAs(await anAccount({ roles: ['coordinator'], name: 'Priya Nair' }))
  expect((await asPriya.get('/staff/hosts?openness=silent').expect(200)).text).toContain('Asked')
  const at = `/supporting/hosting/${host.id}`
  expect((await submit(asHelen, `${at}/openness`, { openness: 'notNow', why: '' })).status).toBe(422)
  await submit(asHelen, `${at}/openness`, { openness: 'notNow', why: 'Two of us are away' })
  expect(await catalogue()).not.toContain('Asked</a>')
  expect((await submit(asHelen, at, {}, `${at}/dates/new`)).status).toBe(422)
  vi.setSystemTime(new Date('2027-02-11T10:05:00Z'))
  await submit(asPriya, `/staff/hosts/${host.id}`, { openness: 'actively', why: '' }, `/staff/hosts/${host.id}/openness`)
  const page = (await asPriya.get(`/staff/hosts/${host.id}`).expect(200)).text
  expect(page).toMatch(/Priya Nair<\/bdi>, without being asked[\s\S]*Two of us are away[\s\S]*Helen Marsh/)
  expect(await db.host.findUnique({ where: { id: host.id } })).toMatchObject({ openness: 'actively', opennessWhy: null })
  const answer = await db.hostOpenness.findFirstOrThrow({ where: { hostId: host.id } })
  await expect(db.hostOpenness.update({ where: { id: answer.id }, data: { why: 'No' } })).rejects.toThrow(/permission denied/)
})

it('where somebody stops hosting, a trained colleague takes over their days, or these are withdrawn', async () => {
  const host = await theirs()
  const tamsin = await aSupporter({ name: 'Tamsin Cole', trainedUntil: new Date('2027-01-20') })
  await db.hostPerson.create({ data: { hostId: host.id, supporterId: tamsin.id, since: frozen } })
  const date = await aHostDate({ hostId: host.id, supporterId: helen.id })
  const at = `/staff/hosts/${host.id}/people/${helen.id}/stop`
  expect((await submit(asPriya, at, { instead: tamsin.id })).text).toContain('Their training does not hold on every one')
  await db.supporter.update({ where: { accountId: tamsin.id }, data: { trainedUntil: new Date('2027-12-31') } })
  expect((await submit(asPriya, at, { instead: tamsin.id })).headers['location']).toContain('notice=stopped')
  expect(await db.hostDate.findUnique({ where: { id: date.id } })).toMatchObject({ supporterId: tamsin.id, state: 'offered' })
  expect((await asHelen.get(`/supporting/hosting/${host.id}`)).status).toBe(404)
  await submit(asPriya, `/staff/hosts/${host.id}/people/${tamsin.id}/stop`, { instead: '' })
  expect(await db.hostDate.findUnique({ where: { id: date.id } })).toMatchObject({ state: 'withdrawn' })
})

it('nobody keeps the days of a department where they do not host, whoever else they are', async () => {
  const host = await aHost()
  const date = await aHostDate({ hostId: host.id, supporterId: host.supporterId })
  const at = `/supporting/hosting/${host.id}`
  for (const page of [
    at,
    `${at}/openness`,
    `${at}/practical`,
    `${at}/dates/new`,
    `${at}/dates/${date.id}`,
    `${at}/dates/${date.id}/withdraw`,
  ])
    expect([page, (await asHelen.get(page)).status]).toEqual([page, 404])
  const mine = await theirs()
  const from = `/supporting/hosting/${mine.id}/dates/new`
  expect((await submit(asHelen, from, {}, `${at}/dates/${date.id}/withdraw`)).status).toBe(404)
  expect((await submit(asHelen, from, {}, `/supporting/hosting/${mine.id}/dates/${date.id}/withdraw`)).status).toBe(404)
  expect((await submit(asHelen, from, { openness: 'notNow', why: 'x' }, `${at}/openness`)).status).toBe(404)
})

it('the team’s list and its file hold the same departments, safe for a spreadsheet', async () => {
  await theirs({ name: '=cmd()', about: 'Zyzzyva' })
  const list = (await asPriya.get('/staff/hosts?q=Zyzzyva').expect(200)).text
  expect(list).toContain('1 department found')
  const file = (await asPriya.get('/staff/hosts/file?q=Zyzzyva').expect(200)).text
  expect(file.trim().split('\r\n')).toHaveLength(2)
  expect(file).toContain("'=cmd()")
})
