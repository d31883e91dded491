import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import request from 'supertest'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { listWorkshopsToCome } from '../../src/features/programmes/queries/listing.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-02-01T10:00:00Z') }))
afterEach(() => vi.useRealTimers())
let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})

const visit = async (address: string) => (await request(app).get(address).expect(200)).text
const text = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ')
const titles = (html: string) => [...html.matchAll(/pa-event__title"><a[^>]*>([^<]+)</g)].map(([, title]) => title)
const on = (day: string) => {
  const startsAt = new Date(`${day}T18:00:00Z`)
  return {
    startsAt,
    endsAt: new Date(`${day}T20:00:00Z`),
    bookingClosesAt: new Date(`${day}T10:00:00Z`),
    offersEndAt: new Date(`${day}T16:00:00Z`),
  }
}

type Node = DefaultTreeAdapterTypes.ChildNode
const walk = (nodes: Node[]): Node[] => nodes.flatMap((node) => [node, ...('childNodes' in node ? walk(node.childNodes) : [])])

/** What a search engine reads on a page: its data block, its descriptions and its one address. */
function readBack(html: string) {
  const elements = walk(parse(html).childNodes).filter((node) => 'attrs' in node)
  const attribute = (node: (typeof elements)[number], name: string) => node.attrs.find((each) => each.name === name)?.value
  const meta = new Map(
    elements
      .filter(({ tagName }) => tagName === 'meta')
      .map((node) => [attribute(node, 'property') ?? attribute(node, 'name') ?? '', attribute(node, 'content')]),
  )
  const blocks = elements
    .filter((node) => node.tagName === 'script' && attribute(node, 'type') === 'application/ld+json')
    .map((node) => JSON.parse(node.childNodes.map((each) => ('value' in each ? each.value : '')).join('')) as Record<string, unknown>)
  const canonical = elements
    .filter((node) => node.tagName === 'link' && attribute(node, 'rel') === 'canonical')
    .map((node) => attribute(node, 'href'))
  return { meta, blocks, canonical, scripts: elements.filter(({ tagName }) => tagName === 'script').length }
}

describe('somebody who looks for a workshop', () => {
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-02-01T10:00:00Z') })
    const skills = await db.programme.create({ data: { kind: 'skills', name: 'Skills', createdAt: new Date() } })
    await aWorkshop({ title: 'In Crewe', area: 'crewe', ...on('2027-03-01') })
    await aWorkshop({ title: 'In Chester', area: 'chester', programmeId: skills.id, ...on('2027-03-10') })
    await aWorkshop({ title: 'At home', online: true, area: 'crewe', routes: ['special', 'pcso'], ...on('2027-03-20') })
    const put = { movedFrom: new Date('2027-02-20T18:00:00Z'), postponedAt: new Date('2027-01-30T10:00:00Z') }
    await aWorkshop({ title: 'Put off', area: 'crewe', state: 'postponed', ...put, ...on('2037-02-18') })
    vi.useRealTimers()
  })

  it.each([
    ['', ['In Crewe', 'In Chester', 'At home', 'Put off']],
    ['area=crewe', ['In Crewe', 'Put off']],
    ['how=online', ['At home']],
    ['how=inPerson', ['In Crewe', 'In Chester', 'Put off']],
    ['kind=skills', ['In Chester']],
    ['route=special', ['In Crewe', 'In Chester', 'At home', 'Put off']],
    ['route=volunteer', ['In Crewe', 'In Chester', 'Put off']],
    ['from=10/3/2027', ['In Chester', 'At home']],
    ['to=10+March+2027', ['In Crewe', 'In Chester']],
    ['from=2/3/2027&to=19/3/2027&how=inPerson', ['In Chester']],
    ['area=&how=&kind=&route=&from=&to=', ['In Crewe', 'In Chester', 'At home', 'Put off']],
  ])('by %s finds what fits, and the count says how many', async (query, wanted) => {
    const page = await visit(`/workshops?${query}`)
    expect(titles(page)).toEqual(wanted)
    expect(text(page)).toContain(`${String(wanted.length)} workshop`)
  })

  it('keeps what was typed, may take each part away, and is told of a day that is none', async () => {
    const page = await visit('/workshops?area=crewe&from=nonsense&to=1/4/2027')
    expect(page).toContain('value="nonsense"')
    expect(page).toContain('<option value="crewe" selected>')
    expect(text(page)).toContain('Enter a date, such as 14 January 2027')
    expect(page).toContain('href="/workshops?from=nonsense&#38;to=1%2F4%2F2027"'.replace('&#38;', '&amp;'))
    expect(text(page)).toContain('Take away: Crewe')
  })

  it('is shown a way on where nothing fits', async () => {
    const page = await visit('/workshops?area=crewe&how=online')
    expect(text(page)).toContain('0 workshops that fit')
    expect(text(page)).toContain('Online workshops belong to no area')
    expect(page).toContain('href="/contact"')
  })

  it.each(['page=0', 'page=x', 'how=by+post', `area=${'x'.repeat(500)}`, 'from=%00', 'area=a&area=b', "kind='%3B--", 'route=__proto__'])(
    'is answered whatever the address says: %s',
    async (query) => {
      await visit(`/workshops?${query}`)
    },
  )

  it('asks the database once, and is quick with 200 workshops and 600 places', async () => {
    await pool.query(`INSERT INTO workshops (id, title, safe_label, capacity, state, area, starts_at, ends_at, booking_closes_at, offers_end_at, published_at, created_at)
      SELECT gen_random_uuid(), 'Many ' || n, 'Preparation', 20, 'published', 'winsford', now + n * interval '1 day', now + n * interval '25 hours', now + n * interval '1 day' - interval '1 hour',
        now + n * interval '1 day' - interval '2 hours', now, now FROM generate_series(1, 200) AS n, (SELECT timestamptz '2028-01-01 10:00+00' AS now) AS t`)
    const people = [await aCandidate(), await aCandidate(), await aCandidate()]
    await pool.query(
      `INSERT INTO places (id, workshop_id, candidate_id, arrival, state, asked_at, booked_at)
      SELECT gen_random_uuid(), w.id, c.id, c.n, 'booked', now(), now() FROM workshops w, unnest($1::uuid[]) WITH ORDINALITY AS c (id, n) WHERE w.area = 'winsford'`,
      [people.map(({ id }) => id)],
    )
    const asked = vi.spyOn(pool, 'query')
    const reader = await aCandidate()
    const found = await listWorkshopsToCome(asActor(reader), { area: 'winsford' }, { page: 8 })
    expect(asked).toHaveBeenCalledTimes(1)
    asked.mockRestore()
    expect(found).toMatchObject({ total: 200, pages: 8, page: 8 })
    expect(found.workshops).toHaveLength(25)
    const times = []
    for (let n = 1; n <= 5; n += 1) {
      const began = performance.now()
      await listWorkshopsToCome({ role: 'visitor' }, {}, { page: n })
      times.push(performance.now() - began)
    }
    expect(Math.min(...times)).toBeLessThan(100)
    await pool.query(`UPDATE workshops SET state = 'cancelled', cancelled_at = now() WHERE area = 'winsford'`)
  })
})

describe('for which routes a workshop is', () => {
  it('the team says on its draft, and may put right later; what is no route is refused', async () => {
    const team = await signedInAs(await anAccount())
    const draft = {
      ...{
        title: 'For specials',
        safeLabel: 'Preparation',
        summary: '',
        accessInfo: '',
        travelInfo: '',
        bring: '',
        joiningLink: '',
        facilitator: '',
      },
      ...{
        date: '20/5/2027',
        start: '6pm',
        end: '8pm',
        closes: '24',
        how: 'inPerson',
        venue: 'Hall',
        address: '',
        area: '',
        capacity: '2',
      },
      ...{ programme: '', cohort: '' },
    }
    const made = await submit(team, '/staff/workshops/new', { ...draft, routes: ['special', 'staff'] })
    const id = /workshops\/([^?]+)/.exec(made.headers['location'] ?? '')?.[1] ?? ''
    expect((await db.workshop.findUniqueOrThrow({ where: { id } })).routes).toEqual(['special', 'staff'])
    expect((await team.get(`/staff/workshops/${id}/edit`)).text).toMatch(/value="special" checked/)
    expect((await submit(team, '/staff/workshops/new', { ...draft, routes: 'astronaut' })).status).toBe(422)
    await expect(db.workshop.update({ where: { id }, data: { routes: ['special', 'special'] } })).rejects.toThrow('workshops_routes')
    await expect(db.workshop.update({ where: { id }, data: { routes: ['; DROP'] } })).rejects.toThrow('workshops_routes')
  })
})

describe('search engines and whoever shares an address', () => {
  it('read the workshop as an Event, with the picture, one address, and no link to join', async () => {
    const title = '</script><script>alert(1)</script> “Practice”'
    const summer = on('2027-07-20')
    const { id } = await aWorkshop({
      ...summer,
      title,
      summary: 'Two\nrounds',
      online: true,
      joiningLink: 'https://meet.example/room',
      capacity: 4,
    })
    const page = await visit(`/workshops/${id}?notice=booked`)
    const { meta, blocks, canonical, scripts } = readBack(page)
    expect(blocks).toHaveLength(1)
    expect(blocks[0]).toMatchObject({
      ...{ '@context': 'https://schema.org', '@type': 'Event', name: title, startDate: '2027-07-20T19:00:00+01:00' },
      ...{ remainingAttendeeCapacity: 4, location: { '@type': 'VirtualLocation', url: `http://localhost:4301/workshops/${id}` } },
    })
    expect(scripts).toBe(2)
    expect(page).not.toContain('meet.example')
    expect(canonical).toEqual([`http://localhost:4301/workshops/${id}`])
    expect(meta.get('og:title')).toBe(title)
    expect(meta.get('og:image')).toBe(`http://localhost:4301/workshops/${id}/share.png`)
    expect(meta.get('og:description')).toContain('Two rounds')
    expect(meta.has('robots')).toBe(false)
  })

  it('are told of what has no certain date or will not happen, and are kept from what is over or for members', async () => {
    const cancelled = await aWorkshop({ state: 'cancelled' })
    expect(readBack(await visit(`/workshops/${cancelled.id}`)).blocks[0]).toMatchObject({
      eventStatus: 'https://schema.org/EventCancelled',
    })
    const programme = await db.programme.create({ data: { kind: 'insight', name: 'Insight', createdAt: new Date() } })
    const [today, soon] = [new Date(), new Date('2027-05-01T10:00:00Z')]
    const dates = { opensAt: today, closesAt: soon, startsOn: today, endsOn: soon, createdAt: today }
    const cohort = await db.cohort.create({ data: { programmeId: programme.id, name: 'Spring', capacity: 9, ...dates } })
    const members = await aWorkshop({ cohortId: cohort.id, membersOnly: true })
    const over = await aWorkshop({ state: 'held', startsAt: new Date('2027-01-20T18:00:00Z') })
    const open = await aWorkshop()
    for (const { id } of [members, over]) {
      const { meta, blocks, canonical } = readBack(await visit(`/workshops/${id}`))
      expect([meta.get('robots'), blocks, canonical, meta.has('og:image')]).toEqual(['noindex', [], [], false])
    }
    const draft = await aWorkshop({ state: 'draft' })
    const map = await visit('/sitemap.xml')
    expect(map).toContain(`<loc>http://localhost:4301/workshops/${open.id}</loc>`)
    for (const { id } of [cancelled, members, over, draft]) expect(map).not.toContain(id)
    const [, ...listed] = [...map.matchAll(/<loc>http:\/\/localhost:4301([^<]*)<\/loc>/g)].map(([, address]) => address ?? '')
    for (const address of listed.filter((each) => !each.startsWith('/workshops/') && !each.startsWith('/support/'))) await visit(address)
    const robots = await visit('/robots.txt')
    expect(robots).toContain('Sitemap: http://localhost:4301/sitemap.xml')
    expect(robots).toContain('Disallow: /staff')
    expect((await request(app).get(`/workshops/${draft.id}/share.png`)).status).toBe(404)
  })

  it('find one address of the list, and no filtered list among their results', async () => {
    expect(readBack(await visit('/workshops')).canonical).toEqual(['http://localhost:4301/workshops'])
    const filtered = readBack(await visit('/workshops?how=online'))
    expect([filtered.meta.get('robots'), filtered.canonical]).toEqual(['noindex', ['http://localhost:4301/workshops']])
  })

  it('get a picture of 1200 by 630, the same one twice for the same words', async () => {
    const { id } = await aWorkshop({ title: 'A picture of this' })
    const png = async (address: string) => {
      const answer = await request(app).get(address).expect(200).expect('content-type', 'image/png')
      expect(answer.headers['cache-control']).toContain('public')
      return answer.body as Buffer
    }
    const [first, second] = [await png(`/workshops/${id}/share.png`), await png(`/workshops/${id}/share.png`)]
    expect([first.readUInt32BE(16), first.readUInt32BE(20)]).toEqual([1200, 630])
    expect(first.equals(second)).toBe(true)
    expect((await png('/share.png')).length).toBeGreaterThan(5000)
  })
})

it('a list shows the reader’s own places, and nobody else’s', async () => {
  const workshop = await aWorkshop({ title: 'Mine', area: 'frodsham', capacity: 1 })
  const [mine, other] = [await aCandidate(), await aCandidate()]
  await askForPlace(asActor(mine), workshop.id)
  const see = async (who: typeof mine) => text((await (await signedInAs(who, app)).get('/workshops?area=frodsham')).text)
  expect(await see(mine)).toContain('You are booked')
  expect(await see(other)).toContain('Full, nobody waits yet')
})
