import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { daysAfter, londonDay, startOfDay } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { axeFaults } from '../support/axe.ts'
import { choose, fill, follow, press, sees, title } from '../support/browsing.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aPostOffice, letterTo, linkIn, type PostOffice } from '../support/post.ts'
import { aBrowser, aClockwork, aSite, aWindow, picture, type Site } from '../support/site.ts'

const HOUR = 3_600_000
const EMAIL = 'joan.rang@people.example'
const PHONE = '01632 960 252'

let browser: Browser
let office: PostOffice
let site: Site
const running: { stop: () => Promise<void> }[] = []
const faults: string[] = []

beforeAll(async () => {
  // By night the letters that can wait would wait for the morning; earlier than the browser's own clock, its cookies would have ended.
  vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true, now: startOfDay(londonDay(daysAfter(now(), 1))).getTime() + 10 * HOUR })
  browser = await aBrowser()
  office = await aPostOffice()
  site = await aSite()
  running.push(site, await aClockwork(site, office, 'cheshire'))
})
afterAll(async () => {
  for (const each of running) await each.stop()
  await browser.close()
  await office.stop()
  vi.useRealTimers()
})

async function open(accountId?: string): Promise<Page> {
  const { page } = await aWindow(browser, site, accountId === undefined ? undefined : { accountId })
  page.setDefaultTimeout(10_000)
  return page
}

/** A page that the walk over all pages does not meet as it stands here: looked at by machine in a narrow window, and no wider than the narrowest. */
async function look(page: Page, heading: string | RegExp, name: string): Promise<void> {
  await title(page, heading)
  await picture(page, `${name}-1280`)
  await page.setViewportSize({ width: 390, height: 900 })
  for (const fault of await axeFaults(page)) faults.push(`${name}: ${fault}`)
  await picture(page, `${name}-390`)
  await page.setViewportSize({ width: 320, height: 900 })
  const wide = await page.locator('html').evaluate((html: { scrollWidth: number }) => html.scrollWidth)
  if (wide > 320) faults.push(`${name} is ${String(wide)} px wide at 320`)
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** Writes down somebody who rings and has an e-mail address; somebody with her name and phone is here already. */
async function enrol(page: Page): Promise<void> {
  await page.goto(`${site.url}/staff/candidates/new`)
  await fill(page, 'Name', 'Joan Tidewell')
  await choose(page, 'They rang us')
  await fill(page, 'E-mail address (if they have one)', EMAIL)
  await fill(page, 'Phone number', PHONE.replaceAll(' ', ''))
  await choose(page, 'E-mail')
  await press(page, 'Register them')
  await sees(page, 'Do we know them already?')
  await look(page, 'Register somebody', 'enrol-likely')
  await press(page, 'Somebody else: save anyway')
  await look(page, 'Joan Tidewell', 'enrolled')
}

/** Takes over what was registered, with the link of the letter. */
async function claim(page: Page): Promise<void> {
  await page.goto(linkIn(await letterTo(office, EMAIL, /./)))
  await look(page, 'Take over what we registered for you', 'claim')
  await fill(page, 'Your name, as you gave it to us', 'Joan Tidewell')
  await fill(page, 'Choose a password', 'quiet-lantern-harbour-58')
  await press(page, 'Make it mine')
  await page.waitForURL((url) => url.pathname.startsWith('/my'))
}

it('takes somebody from a call to an account, to one record of two, and back', async () => {
  const known = await aCandidate({ name: 'Joan Tidewel', phone: PHONE })
  const coordinator = await open((await anAccount({ roles: ['coordinator'], name: 'Cora Coordinator' })).id)
  await enrol(coordinator)
  await press(coordinator, 'Send them the link')
  await sees(coordinator, 'The link is on its way to them.')
  const joan = await open()
  await claim(joan)

  await coordinator.goto(`${site.url}/staff/duplicates`)
  await follow(coordinator, /^Compare/)
  await title(coordinator, 'The same person twice?')
  const turn = coordinator.getByRole('link', { name: `Keep ${known.reference} instead` })
  if (await turn.isVisible()) await turn.click()
  await press(coordinator, 'Join the two records')
  await look(coordinator, 'The same person twice?', 'pair-refused')
  await choose(coordinator, 'Name: Joan Tidewell')
  await choose(coordinator, `Keep: ${EMAIL}`)
  await coordinator.getByLabel('I have made sure').check()
  await press(coordinator, 'Join the two records')
  await look(coordinator, 'Joan Tidewell', 'joined')
  await letterTo(office, EMAIL, /are now one/)
  await letterTo(office, known.account?.email ?? '', /other address/)
  await joan.goto(`${site.url}/my/details`)
  await sees(joan, PHONE)

  await coordinator.getByRole('button', { name: /^Undo: they are two people/ }).click()
  await look(coordinator, 'Joan Tidewel', 'parted')
  await letterTo(office, EMAIL, /put right/)
  expect(await db.candidate.count({ where: { closedAt: null } })).toBe(2)
  expect(faults).toEqual([])
})
