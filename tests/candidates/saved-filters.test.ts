import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'

let priya: Awaited<ReturnType<typeof anAccount>>
let marcus: Awaited<ReturnType<typeof anAccount>>
let hers: Awaited<ReturnType<typeof signedInAs>>
let his: Awaited<ReturnType<typeof signedInAs>>

beforeAll(async () => {
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
  await aCandidate({ name: 'Amara Okafor', routes: ['constable'], adult: false })
  await aCandidate({ name: 'José Núñez', routes: ['pcso'] })
  hers = await signedInAs(priya)
  his = await signedInAs(marcus)
})

const NEW = '/staff/filters/new'
const keep = (agent: typeof hers, search: string, values: Record<string, string>) =>
  submit(agent, `${NEW}?${search}`, { filter: `?${search}`, ...values }, NEW)
const kept = (name: string) => db.savedFilter.findFirstOrThrow({ where: { name } })
const act = (agent: typeof hers, address: string, values: Record<string, string> = {}) => submit(agent, '/staff/filters', values, address)

describe('a filter kept by name', () => {
  it('is kept without the words of a search, as they name a person', async () => {
    const page = await hers.get(`${NEW}?q=Amara&route=constable&age=under18`).expect(200)
    expect(page.text).toContain('Without the words of your search')
    expect((await keep(hers, 'q=Amara&route=constable&age=under18&sort=name', { name: 'Young constables' })).status).toBe(303)
    expect(await kept('Young constables')).toMatchObject({
      accountId: priya.id,
      filter: { route: 'constable', age: 'under18' },
      sort: 'name',
      shared: false,
    })
  })

  it('stands above the list of whoever kept it, and of nobody else until it is shared', async () => {
    const link = 'href="/staff/candidates?route=constable&amp;age=under18&amp;sort=name"'
    expect((await hers.get('/staff/candidates').expect(200)).text).toContain(link)
    expect((await his.get('/staff/candidates').expect(200)).text).not.toContain('Young constables')
    const { id } = await kept('Young constables')
    expect((await act(hers, `/staff/filters/${id}`, { name: 'Under 18, constable', shared: 'yes' })).status).toBe(303)
    const page = await his.get('/staff/candidates').expect(200)
    expect(page.text).toContain('Under 18, constable')
    expect((await his.get('/staff/filters').expect(200)).text).toContain('Kept by Priya Nair')
  })

  it('is changed and deleted by its owner alone', async () => {
    const { id } = await kept('Under 18, constable')
    for (const address of [`/staff/filters/${id}/delete`, `/staff/filters/${randomUUID()}/delete`])
      expect((await act(his, address)).status).toBe(404)
    expect((await act(his, `/staff/filters/${id}`, { name: 'Mine now' })).status).toBe(404)
    expect(await db.savedFilter.count({ where: { id } })).toBe(1)
  })

  it('needs a name, one that is not taken, and something to keep', async () => {
    const blank = await keep(hers, 'route=pcso', { name: '  ' })
    expect([blank.status, blank.text]).toEqual([422, expect.stringContaining('Give the filter a name')])
    const taken = await keep(hers, 'route=pcso', { name: 'UNDER 18, constable' })
    expect([taken.status, taken.text]).toEqual([422, expect.stringContaining('You have a filter of this name already')])
    const empty = await keep(hers, 'q=Amara', { name: 'Amara' })
    expect([empty.status, empty.text]).toEqual([422, expect.stringContaining('Choose something to filter by first')])
    const long = await keep(hers, 'route=pcso', { name: 'x'.repeat(61) })
    expect(long.status).toBe(422)
    expect((await keep(his, 'route=pcso', { name: 'Under 18, constable' })).status).toBe(303)
  })

  it('is one of its name, however many windows send it at once', async () => {
    const page = await hers.get(NEW).expect(200)
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1]
    const send = () => hers.post(NEW).type('form').send({ _csrf: token, filter: '?route=pcso', name: 'At once' })
    const answers = await Promise.all([send(), send(), send()])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422])
    expect(await db.savedFilter.count({ where: { name: 'At once' } })).toBe(1)
  })
})

describe('the filter that a list opens with', () => {
  it('opens the list of whoever chose it, with everybody one link away', async () => {
    const { id } = await db.savedFilter.findFirstOrThrow({ where: { accountId: priya.id, name: 'Under 18, constable' } })
    expect((await act(his, `/staff/filters/${id}/default`)).status).toBe(303)
    const opened = await his.get('/staff/candidates').expect(303)
    expect(opened.headers['location']).toBe('/staff/candidates?route=constable&age=under18&sort=name')
    const list = await his.get('/staff/candidates?route=constable&age=under18&sort=name').expect(200)
    expect(list.text).toContain('Amara Okafor')
    expect(list.text).not.toContain('José Núñez')
    expect((await his.get('/staff/candidates?all=yes').expect(200)).text).toContain('José Núñez')
    expect((await his.get('/staff/candidates?q=&route=').expect(200)).text).toContain('José Núñez')
    await hers.get('/staff/candidates').expect(200)
  })

  it('opens with everybody again once it is shared no longer, chosen away or deleted', async () => {
    const { id } = await db.savedFilter.findFirstOrThrow({ where: { accountId: priya.id, name: 'Under 18, constable' } })
    await act(hers, `/staff/filters/${id}`, { name: 'Under 18, constable' })
    await his.get('/staff/candidates').expect(200)
    expect((await act(his, `/staff/filters/${id}/default`)).status).toBe(404)
    await act(hers, `/staff/filters/${id}/default`)
    await hers.get('/staff/candidates').expect(303)
    await act(hers, '/staff/filters/none')
    await hers.get('/staff/candidates').expect(200)
    await act(hers, `/staff/filters/${id}/default`)
    expect((await act(hers, `/staff/filters/${id}/delete`)).status).toBe(303)
    await hers.get('/staff/candidates').expect(200)
  })
})

it('says of a filter that names what has gone that it is out of date, and what of it', async () => {
  const gone = { route: 'mounted', owner: randomUUID(), kind: 'no such kind', email: 'perhaps' }
  const id = randomUUID()
  const times = { createdAt: new Date(), changedAt: new Date() }
  await db.savedFilter.create({ data: { id, accountId: priya.id, name: 'From before', filter: gone, ...times } })
  const page = await hers.get('/staff/filters').expect(200)
  expect(page.text).toContain('Out of date')
  expect(page.text).toContain('Route: no longer in use · Looked after by somebody who has left')
  const list = await hers.get(`/staff/candidates?route=mounted&owner=${gone.owner}`).expect(200)
  expect(list.text).toContain('Nobody fits this search')
  expect(list.text).toContain('Route: no longer in use')
})

it('keeps no search words, whatever writes the row', async () => {
  const insert = `INSERT INTO saved_filters (id, account_id, name, filter, created_at, changed_at) VALUES (gen_random_uuid(), $1, $2, $3, now(), now())`
  await expect(pool.query(insert, [priya.id, 'Names', { q: 'Amara' }])).rejects.toThrow(/saved_filters_filter/)
  await expect(pool.query(insert, [priya.id, '', {}])).rejects.toThrow(/saved_filters_name/)
})
