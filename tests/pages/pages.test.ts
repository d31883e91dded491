import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { profileOf } from '../../src/forces/find.ts'
import { supportKinds } from '../../src/forces/profile.ts'
import { aCandidate, anAccount, anApp, aWorkshop, signedInAs } from '../support/people.ts'

const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', '’')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')

const PAGES = [
  '/',
  '/support',
  '/police-officer',
  '/police-staff',
  '/media',
  '/accessibility',
  '/privacy',
  '/cookies',
  '/contact',
  '/contact/sent',
]

describe.each(['cheshire', 'hampshire'] as const)('the public pages of %s', (id) => {
  const force = profileOf(id)
  const other = profileOf(id === 'cheshire' ? 'hampshire' : 'cheshire')
  const app = () => anApp({ FORCE: id })
  const read = async (address: string) => (await request(app()).get(address).expect(200)).text

  it.each(PAGES)('shows %s under its own name, with one heading of the first rank', async (address) => {
    const page = await request(app()).get(address).expect(200)
    expect(page.text.match(/<h1/g)).toHaveLength(1)
    expect(page.text).toContain(`<title>`)
    expect(textOf(page.text)).toContain(force.name)
    expect(textOf(page.text)).not.toContain(other.name)
    if (!address.startsWith('/contact')) expect(page.headers['set-cookie']).toBeUndefined()
  })

  it('says on the first page what is offered, how it works and whether it is for me', async () => {
    const home = textOf(await read('/'))
    for (const words of [force.landing.title, force.landing.workshopsTitle, 'How it works', 'Is this for me?'])
      expect(home).toContain(words)
    for (const { question, answer } of force.landing.faqs) expect(home).toContain(`${question} ${answer}`)
  })

  it('leads with what is its own', async () => {
    const home = textOf(await read('/'))
    const first = id === 'cheshire' ? ['Insight programme', 'Buddy Scheme'] : force.strands.map(({ name }) => name)
    const at = first.map((name) => home.indexOf(name))
    expect(at.every((position) => position > 0)).toBe(true)
    expect(at).toEqual(at.toSorted((a, b) => a - b))
  })

  it('tells every kind of support, the nine characteristics, and that selection is on merit', async () => {
    const page = textOf(await read('/support'))
    for (const { name, text } of force.support) expect(page).toContain(`${name} ${text}`)
    for (const name of [
      'Age',
      'Disability',
      'Gender reassignment',
      'Marriage and civil partnership',
      'Pregnancy and maternity',
      'Race',
      'Religion or belief',
      'Sex',
      'Sexual orientation',
    ])
      expect(page).toContain(name)
    expect(page).toContain('Selection is on merit')
    expect(page).toContain('Section 158')
    expect(page).not.toContain('159')
  })

  it.each(supportKinds)('has a page about %s that says who sees it', async (kind) => {
    const page = textOf(await read(`/support/${kind}`))
    const support = force.support.find((each) => each.kind === kind)
    expect(page).toContain(support?.name)
    expect(page).toContain(support?.recruiterLabel ?? 'Recruiters never do')
    expect(page.includes('Register your interest')).toBe(kind !== 'training')
  })

  it('shows every route with its stages and what fits each', async () => {
    const pages = { officer: textOf(await read('/police-officer')), staff: textOf(await read('/police-staff')) }
    for (const { family, name, stages } of force.routes) {
      expect(pages[family]).toContain(name)
      for (const stage of stages) expect(pages[family]).toContain(`${stage.name} ${stage.prepare}`)
    }
  })

  it('tells the retention periods and the exact words of every consent', async () => {
    const page = textOf(await read('/privacy'))
    for (const { title, text } of force.consents) expect(page).toContain(`${title} ${text}`)
    expect(page).toContain('60, 30 and 7 days before')
  })

  it('says that stories are made up, and whom the press can ring', async () => {
    const page = textOf(await read('/media'))
    expect(page).toContain('No single person is described')
    expect(page).toContain(force.contacts.press.phone)
  })
})

describe('the next workshops', () => {
  it('stand on the first page, the soonest first, with what is left', async () => {
    const day = 86_400_000
    await aWorkshop({ title: 'Later <one>', startsAt: new Date(Date.now() + 30 * day), capacity: 8, area: 'Crewe' })
    await aWorkshop({ title: 'Sooner', startsAt: new Date(Date.now() + 10 * day), capacity: 1 })
    await aWorkshop({ title: 'A draft', state: 'draft', startsAt: new Date(Date.now() + 5 * day) })
    const { text } = await request(anApp()).get('/').expect(200)
    expect(text.indexOf('Sooner')).toBeGreaterThan(0)
    expect(text.indexOf('Sooner')).toBeLessThan(text.indexOf('Later &lt;one&gt;'))
    expect(text).toContain('1 place left')
    expect(text).toContain('8 places left')
    expect(text).not.toContain('A draft')
  })
})

describe('Can I apply?', () => {
  const app = () => anApp()

  it('answers in the same page, keeps the ticks, and leaves no trace', async () => {
    const page = await request(app()).get('/police-officer').query({ age: 'no', work: 'yes', worry: 'yes' }).expect(200)
    expect(page.text).toContain('Talk to us')
    expect(page.text).toContain('You are not 18 yet')
    expect(page.text).toMatch(/id="age-2"[^>]*value="no" checked/)
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.text).not.toMatch(/cannot apply|not eligible/i)
  })

  it('takes nonsense in the address for no answer', async () => {
    for (const query of ['age=<script>', 'age=yes&age=no', 'age=%00', 'work=🚓', `lived=${'x'.repeat(5000)}`]) {
      const page = await request(app())
        .get(`/police-staff?${query.includes('%') ? query : encodeURI(query)}`)
        .expect(200)
      expect(page.text).not.toContain('<script>')
      expect(page.text).not.toContain('id="advice"')
    }
  })
})

it('answers 404 where there is no such support', async () => {
  const app = anApp()
  for (const address of ['/support/nothing', '/support/%00', '/support/insight/more', '/support/__proto__'])
    await request(app).get(address).expect(404)
  await request(app).get('/support/%E0%A4%A').expect(400)
})

it('lets everybody read the public pages, signed in as whoever they are', async () => {
  const app = anApp()
  const readers = await Promise.all([
    signedInAs((await aCandidate()).account ?? { id: '' }, app),
    signedInAs(await anAccount({ roles: ['lead'] }), app),
    signedInAs(await anAccount({ roles: ['recruiter'] }), app),
    signedInAs(await anAccount({ roles: ['administrator'] }), app),
  ])
  for (const reader of readers) for (const address of PAGES) await reader.get(address).expect(200)
})
