import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { postOf, tasksOf } from '../../src/clockwork.ts'
import { db } from '../../src/core/db.ts'
import { findForce } from '../../src/features/settings/queries.ts'
import { profileOf } from '../../src/forces/find.ts'
import { readSettings, settingsOf, withSettings } from '../../src/forces/settings.ts'
import { anAccount, anApp, signedInAs, submit, tokenIn } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const PAGE = '/staff/settings'
const cheshire = profileOf('cheshire')
let app: ReturnType<typeof anApp>
let owen: Awaited<ReturnType<typeof anAccount>>
let edith: Awaited<ReturnType<typeof anAccount>>
let agent: Awaited<ReturnType<typeof signedInAs>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  app = anApp()
  owen = await anAccount({ roles: ['administrator'], name: 'Owen Farrell' })
  edith = await anAccount({ roles: ['administrator'], name: 'Edith Vane' })
})
beforeEach(async () => {
  agent = await signedInAs(owen, app)
})

/** The form as it stands on the page. */
async function standing(as = agent) {
  const { text } = await as.get(PAGE).expect(200)
  const inputs = [...text.matchAll(/<input(?=[^>]* name="(\w+)")(?=[^>]* value="([^"]*)")[^>]*>/g)].filter(
    ([tag]) => !tag.includes('checkbox'),
  )
  const areas = [...text.matchAll(/name="areas"[^>]* value="([\w-]+)"[^>]* checked/g)].map(([, id]) => id ?? '')
  const decode = (value: string) => value.replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  return { ...Object.fromEntries(inputs.map(([, name, value]) => [name, decode(value ?? '')])), areas } as Record<
    string,
    string | string[]
  > & { areas: string[] }
}
const save = async (changes: Record<string, string | string[]>, as = agent) =>
  as
    .post(PAGE)
    .type('form')
    .send({ ...(await standing(as)), reason: 'The team moved', ...changes })
const newest = () => db.settingsVersion.findFirst({ orderBy: { number: 'desc' } })

describe('a setting', () => {
  it('acts on the next page and in the next e-mail, in any shape of address and number', async () => {
    const answer = await save({ teamEmail: "o'neill+pa@cheshire.police.uk", teamPhone: '18001 01244 614 000 ext. 5', replyDays: '3' })
    expect(answer.headers['location']).toBe(`${PAGE}?notice=saved`)
    const { text } = await request(app).get('/contact').expect(200)
    expect(text).toContain('18001 01244 614 000 ext. 5')
    const post = postOf({ BASE_URL: new URL('https://portal.example'), FORCE: 'cheshire' }, () => Promise.resolve())
    expect(tasksOf(post).length).toBeGreaterThan(5)
    expect(await findForce(post.force)).toMatchObject({ replyDays: 3, contacts: { team: { email: "o'neill+pa@cheshire.police.uk" } } })
    expect(await newest()).toMatchObject({ number: 1, byId: owen.id, reason: 'The team moved', restoredFrom: null })
    expect(await db.event.count({ where: { name: 'settings.changed', actorId: owen.id } })).toBe(1)
  })

  it('saved by another process acts here within a second', async () => {
    const before = await newest()
    await findForce(cheshire)
    const values = { ...settingsOf(cheshire), teamPhone: '0800 40 50 40' }
    await db.settingsVersion.create({
      data: { number: (before?.number ?? 0) + 1, values, byId: edith.id, reason: 'Elsewhere', at: frozen },
    })
    await vi.waitFor(
      async () => {
        expect((await findForce(cheshire)).contacts.team.phone).toBe('0800 40 50 40')
      },
      {
        timeout: 3000,
        interval: 100,
      },
    )
  })

  it.each([
    ['teamName', ' ', 'Enter the name of the team'],
    ['pressEmail', 'nobody at home', 'Enter an e-mail address like'],
    ['safeguardingPhone', 'ring us', 'at least one digit'],
    ['replyDays', '0', 'Enter a whole number from 1 to 20'],
    ['replyDays', '2.5', 'Enter a whole number from 1 to 20'],
    ['inactiveMonths', '120', 'Enter a whole number from 6 to 36'],
    ['quietFrom', 'nine', 'Enter a whole number from 18 to 23'],
    ['areas', [], 'Tick at least one area'],
    ['areas', 'nowhere-at-all', 'Tick at least one area'],
    ['reason', '', 'Say in a few words why'],
  ])('%s as %j is refused beside its field, and the rest stays typed', async (field, value, words) => {
    const before = await newest()
    const { status, text } = await save({ address: 'Typed & kept', [field]: value })
    expect([status, text.includes(words), text.includes('value="Typed &amp; kept"')]).toEqual([422, true, true])
    expect(text).toContain(`href="#${field}"`)
    expect(await newest()).toEqual(before)
  })

  it('that is an area without its tick is offered no more, and keeps its name', async () => {
    const { areas } = await standing()
    expect(areas).toHaveLength(cheshire.areas.length)
    await save({ areas: areas.filter((id) => id !== 'crewe') })
    const force = await findForce(cheshire)
    expect(force.areas.find(({ id }) => id === 'crewe')).toEqual({ id: 'crewe', name: 'Crewe and Nantwich', closed: true })
    expect((await standing()).areas).not.toContain('crewe')
    await save({ areas })
  })
})

describe('a version', () => {
  it('is not made where nothing changed, nor over what somebody else saved meanwhile', async () => {
    const same = await save({})
    expect([same.status, same.text.includes('Nothing is different')]).toEqual([422, true])
    const both = [await standing(), await standing()]
    await agent
      .post(PAGE)
      .type('form')
      .send({ ...both[0], pressName: 'Newsroom', reason: 'New name' })
      .expect(303)
    const other = await signedInAs(edith, app)
    const _csrf = tokenIn((await other.get(PAGE)).text)
    const late = await other
      .post(PAGE)
      .type('form')
      .send({ ...both[1], _csrf, pressName: 'Media', reason: 'Another name' })
    expect([late.status, late.text.includes('Somebody else has saved'), late.text.includes('Owen Farrell')]).toEqual([422, true, true])
    expect(late.text).toContain('value="Media"')
    const number = (await newest())?.number ?? 0
    const again = await other
      .post(PAGE)
      .type('form')
      .send({ ...both[1], _csrf, seen: String(number), pressName: 'Media', reason: 'Another name' })
    expect(again.status).toBe(303)
  })

  it('saved twice at the same moment is saved once', async () => {
    const form = await standing()
    const before = (await newest())?.number ?? 0
    const send = (name: string) =>
      agent
        .post(PAGE)
        .type('form')
        .send({ ...form, pressName: name, reason: 'At once' })
    const statuses = (await Promise.all([send('One'), send('Two')])).map(({ status }) => status)
    expect([statuses.sort(), (await newest())?.number]).toEqual([[303, 422], before + 1])
  })

  it('is listed with who, when, why and what changed, and any can be gone back to', async () => {
    const { text } = await agent.get(`${PAGE}/versions`).expect(200)
    for (const words of [
      'Owen Farrell',
      'The team moved',
      'The team: phone',
      '01632 960 141',
      '18001 01244 614 000 ext. 5',
      'As delivered',
    ]) {
      expect(text).toContain(words)
    }
    expect((await agent.get(`${PAGE}/versions/0`).expect(200)).text).toContain('What would change')
    const back = await submit(agent, `${PAGE}/versions/0`, { seen: String((await newest())?.number), reason: 'It was a trial' })
    expect(back.headers['location']).toBe(`${PAGE}?notice=restored`)
    expect(await newest()).toMatchObject({ restoredFrom: 0 })
    expect(await findForce(cheshire)).toEqual(cheshire)
    await agent.get(`${PAGE}/versions/9999`).expect(404)
    const stale = await submit(agent, `${PAGE}/versions/1`, { seen: '1', reason: 'An old page' })
    expect([stale.status, stale.text.includes('Somebody else has saved')]).toEqual([422, true])
  })

  it('is never edited, deleted or left out', async () => {
    await expect(db.$executeRaw`UPDATE settings_versions SET reason = 'x'`).rejects.toThrow(/permission denied/)
    await expect(db.$executeRaw`DELETE FROM settings_versions`).rejects.toThrow(/permission denied/)
    const data = { number: 9999, values: {}, byId: owen.id, reason: 'A gap', at: frozen }
    await expect(db.settingsVersion.create({ data })).rejects.toThrow()
  })
})

describe('what was kept', () => {
  it.each(['cheshire', 'hampshire'] as const)('is %s’s own profile until something is changed', (id) => {
    const profile = profileOf(id)
    expect(withSettings(profile, settingsOf(profile))).toEqual(profile)
  })

  it('by an earlier version of the portal still opens: what is missing or no longer fits is the profile’s own', () => {
    expect(readSettings(cheshire, { teamName: 'Kept', replyDays: 9999, nonsense: true })).toEqual({
      ...settingsOf(cheshire),
      teamName: 'Kept',
    })
    expect(readSettings(cheshire, null)).toEqual(settingsOf(cheshire))
  })
})

it('settings are the administrator’s alone, in either force', async () => {
  for (const role of ['lead', 'coordinator', 'recruiter', 'supporter'] as const) {
    await (await signedInAs(await anAccount({ roles: [role] }), app)).get(PAGE).expect(403)
  }
  const hampshire = await signedInAs(owen, anApp({ FORCE: 'hampshire' }))
  expect((await hampshire.get(PAGE).expect(200)).text).toContain(profileOf('hampshire').areas[0]?.name)
})
