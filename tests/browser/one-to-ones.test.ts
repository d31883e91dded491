import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { MemberRole } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { daysAfter, londonDay, startOfDay, typedDay } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { frameworkNow } from '../../src/forces/competencies.ts'
import { callOffExcluded, remindOneToOnes } from '../../src/features/oneToOnes/commands/clockwork.ts'
import { choose, fill, press, sees, title } from '../support/browsing.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aPostOffice, letterTo, linkIn, type PostOffice } from '../support/post.ts'
import { aBrowser, aClockwork, aSite, aWindow, picture, type Site, type Visitor } from '../support/site.ts'

const phone = 390
const HOUR = 3_600_000
let browser: Browser
let office: PostOffice
const windows: Visitor[] = []
const running: { stop: () => Promise<void> }[] = []
beforeAll(async () => {
  browser = await aBrowser()
  office = await aPostOffice()
})
afterEach(async () => {
  vi.useRealTimers()
  for (const { page } of windows.splice(0)) await page.context().close()
  for (const each of running.splice(0)) await each.stop()
})
afterAll(async () => {
  await browser.close()
  await office.stop()
})

type Person = { accountId: string; role: MemberRole; email: string }
type Scene = { site: Site; nadia: Person; leila: Person }

async function open({ site }: Scene, who: Person, width = 1280): Promise<Page> {
  const opened = await aWindow(browser, site, who, width)
  windows.push(opened)
  opened.page.setDefaultTimeout(15_000)
  return opened.page
}

async function aScene(): Promise<Scene> {
  const site = await aSite({ FORCE: 'cheshire' })
  running.push(site, await aClockwork(site, office, 'cheshire'))
  const candidate = await aCandidate({ name: 'Nadia Bashir', email: 'nadia@slots.example', adult: true, routes: ['constable'] })
  const supporter = await aSupporter({ name: 'Leila Haddon', email: 'leila@slots.example', title: 'Sergeant', routes: ['constable'] })
  await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  return {
    site,
    nadia: { accountId: candidate.accountId ?? '', role: 'candidate', email: 'nadia@slots.example' },
    leila: { accountId: supporter.id, role: 'supporter', email: 'leila@slots.example' },
  }
}

/** A row of times, one promise, and nobody's name before a booking. */
async function offerTimes(scene: Scene): Promise<void> {
  const page = await open(scene, scene.leila)
  await page.goto(`${scene.site.url}/supporting/one-to-ones`)
  await page.getByRole('main').getByRole('button', { name: 'Offer a time' }).click()
  await choose(page, 'Mock interview')
  await fill(page, 'Day', typedDay(daysAfter(now(), 9)))
  await fill(page, 'Time', '6pm')
  await choose(page, 'Every week')
  await choose(page, 'Online')
  await page.getByRole('checkbox', { name: 'I promise this', exact: true }).check()
  await picture(page, 'one-to-ones-1-offer')
  await press(page, 'Offer')
  await sees(page, 'Offered. Whoever may book it finds it now.')
  await picture(page, 'one-to-ones-2-times')
}

async function bookOne(scene: Scene): Promise<void> {
  const page = await open(scene, scene.nadia, phone)
  await page.goto(`${scene.site.url}/my/one-to-ones`)
  await page.getByRole('main').getByRole('button', { name: 'Find a time' }).click()
  await title(page, 'Find a time')
  expect(await page.content()).not.toMatch(/Leila|Haddon/)
  await picture(page, 'one-to-ones-3-find')
  await page.getByRole('link', { name: /^Book/ }).first().click()
  await fill(page, 'What would you like to work on? (optional)', 'Questions in three parts')
  await page.getByRole('checkbox', { name: 'I promise this', exact: true }).check()
  await picture(page, 'one-to-ones-4-book')
  await press(page, 'Book')
  await sees(page, 'with Leila')
  await picture(page, 'one-to-ones-5-booked')
  await letterTo(office, scene.nadia.email, /^A one-to-one is booked$/)
}

/** Another time in its place, asked from the letter that the coach had too. */
async function moveIt(scene: Scene): Promise<void> {
  const page = await open(scene, scene.nadia, phone)
  await page.goto(linkIn(await letterTo(office, scene.nadia.email, /^A one-to-one is booked$/)))
  await page.getByRole('link', { name: 'Choose another time' }).click()
  await page
    .getByRole('link', { name: /^Take this instead/ })
    .first()
    .click()
  await press(page, 'Move to this time')
  await sees(page, 'It has its new time.')
  await letterTo(office, scene.leila.email, /^A one-to-one has a new time$/)
  const rows = await db.oneToOne.findMany({ orderBy: { sequence: 'asc' } })
  expect(rows.map(({ state, sequence }) => [state, sequence])).toEqual([
    ['superseded', 0],
    ['booked', 1],
  ])
}

async function meet(scene: Scene): Promise<void> {
  vi.setSystemTime(startOfDay(londonDay(daysAfter(now(), 15))).getTime() + 19 * HOUR)
  await remindOneToOnes()
  await letterTo(office, scene.nadia.email, /^Your one-to-one is tomorrow$/)
  vi.setSystemTime(startOfDay(londonDay(daysAfter(now(), 2))).getTime() + 10 * HOUR)
  await callOffExcluded()
  await remindOneToOnes()
  const page = await open(scene, scene.leila)
  await page.goto(linkIn(await letterTo(office, scene.leila.email, /^How was the one-to-one\?$/)))
  await sees(page, 'Questions in three parts')
  expect(await page.content()).not.toContain('Bashir')
  await press(page, 'Yes, we met')
  await sees(page, 'Noted as held.')
}

async function giveFeedback(scene: Scene): Promise<void> {
  const page = await open(scene, scene.leila)
  const { id } = await db.oneToOne.findFirstOrThrow({ where: { state: 'held' } })
  await page.goto(`${scene.site.url}/supporting/one-to-ones/${id}/feedback`)
  await fill(page, 'What went well', 'You stayed calm and said “I”.')
  await fill(page, 'What to try next', 'Count the parts of a question aloud.')
  for (const item of frameworkNow().items) await page.getByRole('group', { name: item.name }).getByLabel('Steady').check()
  await picture(page, 'one-to-ones-6-feedback')
  await press(page, 'Give this feedback')
  await sees(page, 'Your feedback is there')
  const own = await open(scene, scene.nadia, phone)
  await own.goto(linkIn(await letterTo(office, scene.nadia.email, /^Feedback is there for you$/)))
  await sees(own, 'Count the parts of a question aloud.')
  await fill(own, 'Would you like to say something to it?', 'I will, thank you.')
  await press(own, 'Add my answer')
  await sees(own, 'I will, thank you.')
  await picture(own, 'one-to-ones-7-read')
  await letterTo(office, scene.leila.email, /^Your feedback has an answer$/)
}

it('takes a time from its offer over a booking and a move to a meeting and feedback', async () => {
  vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true, now: startOfDay(londonDay(now())).getTime() + 10 * HOUR })
  const scene = await aScene()
  await offerTimes(scene)
  await bookOne(scene)
  await moveIt(scene)
  await meet(scene)
  await giveFeedback(scene)
  expect(windows.flatMap(({ complaints }) => complaints)).toEqual([])
})
