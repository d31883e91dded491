import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { MemberRole } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { daysAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { axeFaults } from '../support/axe.ts'
import { choose, fill, follow, press, sees, title } from '../support/browsing.ts'
import { aOneToOne } from '../support/one-to-ones.ts'
import { aCandidate, aWorkshop } from '../support/people.ts'
import { aBrowser, aSite, aWindow, picture, type Site, type Visitor } from '../support/site.ts'

const phone = 390
let browser: Browser
let site: Site
const windows: Visitor[] = []

beforeAll(async () => {
  browser = await aBrowser()
  site = await aSite()
})
afterEach(async () => {
  vi.useRealTimers()
  for (const { page } of windows.splice(0)) await page.context().close()
})
afterAll(async () => {
  await site.stop()
  await browser.close()
})

async function open(accountId: string, role: MemberRole, width = 1280): Promise<Page> {
  const opened = await aWindow(browser, site, { accountId, role }, width)
  windows.push(opened)
  opened.page.setDefaultTimeout(15_000)
  return opened.page
}

const checked = async (page: Page, name: string) => {
  expect(await axeFaults(page)).toEqual([])
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
  await picture(page, name)
}
const goTo = (page: Page, address: string) => page.goto(`${site.url}${address}`)

async function addNeed(page: Page, about: string, helps: string): Promise<void> {
  await goTo(page, '/my/passport/needs/new')
  await page.getByLabel('What is it about?').selectOption({ label: about })
  await fill(page, 'What helps?', helps)
  await press(page, 'Save')
  await sees(page, helps)
}

const shareWith = async (page: Page, link: string) => {
  await goTo(page, '/my/passport/share')
  await follow(page, link)
}

it('is shared with a coach, opened, taken back in the middle and gone at the next page, then shared again in one press', async () => {
  const imogen = await aCandidate({ name: 'Imogen Tarrant', adult: true, routes: ['constable'] })
  const talk = await aOneToOne({ candidateId: imogen.id })
  const hers = await open(imogen.accountId ?? '', 'candidate', phone)
  await goTo(hers, '/my/passport')
  await sees(hers, 'Nothing is in it yet')
  await checked(hers, 'passport-empty')
  await addNeed(hers, 'Reading and writing', 'Questions in writing')
  await addNeed(hers, 'Time', 'A break at noon')
  await checked(hers, 'passport')
  await shareWith(hers, 'Mock interview')
  await hers.getByRole('checkbox', { name: 'Reading and writing' }).check()
  await checked(hers, 'passport-share')
  await press(hers, 'Share')
  await sees(hers, 'Nobody has opened it yet')
  const { id } = await db.adjustmentUse.findFirstOrThrow({ where: { candidateId: imogen.id } })

  const coachs = await open(talk.slot.supporterId ?? '', 'supporter')
  await goTo(coachs, '/supporting')
  await coachs.getByRole('button', { name: 'Read and answer' }).click()
  await sees(coachs, 'Questions in writing')
  expect(await coachs.content()).not.toMatch(/A break at noon|Tarrant/)
  await checked(coachs, 'passport-provide')
  await goTo(hers, `/my/passport/uses/${id}`)
  await sees(hers, 'Your coach or host')
  await press(hers, 'Take it back')
  await sees(hers, 'Taken back. Nobody sees it any more.')
  await choose(coachs, 'Yes, all of it')
  await press(coachs, 'Send the answer')
  await sees(coachs, 'See what is shared with you')
  await goTo(coachs, '/supporting/adjustments')
  await sees(coachs, 'Nothing is shared with you')

  await shareWith(hers, 'Mock interview')
  await hers.getByRole('checkbox', { name: 'Reading and writing' }).check()
  await press(hers, 'Share')
  await goTo(coachs, '/supporting/adjustments')
  await coachs.getByRole('link', { name: /^Read and answer/ }).click()
  await choose(coachs, 'Yes, all of it')
  await press(coachs, 'Send the answer')
  await sees(coachs, 'The answer was sent.')

  const workshop = await aWorkshop({ startsAt: daysAfter(talk.slot.startsAt, 10), title: 'Evening of questions' })
  const place = { workshopId: workshop.id, candidateId: imogen.id, arrival: 1, askedAt: now(), bookedAt: now(), state: 'booked' }
  await db.place.create({ data: place })
  vi.useFakeTimers({ toFake: ['Date'], now: daysAfter(talk.slot.startsAt, 1) })
  const later = await open(imogen.accountId ?? '', 'candidate', phone)
  await goTo(later, '/my/passport')
  await later.getByRole('button', { name: /^Say so/ }).click()
  await choose(later, 'It worked')
  await press(later, 'Save')
  await sees(later, 'Thank you. What worked is here to use again.')
  await checked(later, 'passport-use')
  await shareWith(later, 'Evening of questions')
  await sees(later, 'Use what worked last time')
  await later.getByRole('button', { name: /^Share the same/ }).click()
  await sees(later, 'They answer by')
  await sees(later, 'Questions in writing')
})

it('prints on one page', async () => {
  const imogen = await aCandidate({ name: 'Imogen Tarrant', adult: true, routes: ['constable'] })
  const at = now()
  const words = { helps: 'A seat near the front, from which I see everybody who speaks, and the questions in writing ten minutes before.' }
  const kinds = ['hearing', 'seeing', 'moving', 'concentrating', 'reading', 'energy', 'newPlaces', 'time']
  const avoid = 'Strip lights, and being asked to read aloud without warning.'
  await db.passportNeed.createMany({
    data: kinds.map((kind) => ({ candidateId: imogen.id, kind, ...words, avoid, madeAt: at, changedAt: at })),
  })
  const page = await open(imogen.accountId ?? '', 'candidate')
  await goTo(page, '/my/passport/print')
  await title(page, 'Adjustment passport')
  await checked(page, 'passport-print')
  const file = (await page.pdf({ format: 'A4' })).toString('latin1')
  expect(file.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
})
