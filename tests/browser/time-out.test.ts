import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { axeFaults } from '../support/axe.ts'
import { aCandidate, anAccount, PASSWORD } from '../support/people.ts'
import { aBrowser, aSite, aWindow, picture, type Site, type Visitor } from '../support/site.ts'

let browser: Browser
let site: Site
const windows: Visitor[] = []
const MINUTE = 60_000

beforeAll(async () => {
  browser = await aBrowser()
  site = await aSite()
})
afterEach(async () => {
  vi.useRealTimers()
  for (const { page } of windows.splice(0)) await page.context().close()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

async function open(...given: [as?: { accountId: string }, width?: number, javaScriptEnabled?: boolean]): Promise<Page> {
  const opened = await aWindow(browser, site, ...given)
  windows.push(opened)
  opened.page.setDefaultTimeout(10_000)
  return opened.page
}

const warning = (page: Page) => page.getByRole('alertdialog')

/** Moves on the clock of the site; that of the page moves with `page.clock`. */
const minutesPass = (count: number) => vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true, now: Date.now() + count * MINUTE })

it('warns somebody of the staff five minutes before, keeps them signed in when they say so, and keeps what they type', async () => {
  const { id: accountId } = await anAccount({ roles: ['coordinator'], name: 'Cass Coordinator' })
  const page = await open({ accountId }, 390)
  await db.$executeRaw`UPDATE sessions SET sess = jsonb_set(sess::jsonb, '{usedAt}', to_jsonb(${Date.now() - 50 * MINUTE}::float8))::json`
  await page.clock.install()
  await page.goto(`${site.url}/account/name`)
  await page.getByLabel('Your name').fill('Typed meanwhile')
  await page.clock.fastForward(54 * MINUTE)
  expect(await warning(page).isVisible()).toBe(false)
  await page.clock.fastForward(2 * MINUTE)
  await warning(page).waitFor()
  expect(await page.title()).toContain('About 4 minutes left.')
  expect(
    await page
      .getByRole('button', { name: 'Stay signed in' })
      .evaluate((button: { matches: (s: string) => boolean }) => button.matches(':focus')),
  ).toBe(true)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'time-out-warning')
  minutesPass(56)
  await page.getByRole('button', { name: 'Stay signed in' }).click()
  await warning(page).waitFor({ state: 'hidden' })
  expect(await page.getByLabel('Your name').inputValue()).toBe('Typed meanwhile')
  await page.clock.fastForward(30 * MINUTE)
  expect(await warning(page).isVisible()).toBe(false)
  await page.clock.fastForward(26 * MINUTE)
  await warning(page).waitFor()
  await page.keyboard.press('Escape')
  await warning(page).waitFor({ state: 'hidden' })
  await page.clock.fastForward(5 * MINUTE)
  await page.getByRole('heading', { name: 'You have been signed out' }).waitFor()
  expect(await page.getByLabel('Your name').inputValue()).toBe('Typed meanwhile')
  expect(windows[0]?.complaints).toEqual([])
})

it('gives somebody without JavaScript back what they sent after their session had ended', async () => {
  const { account, accountId } = await aCandidate({ name: 'Nadia Noscript' })
  const page = await open({ accountId: accountId ?? '' }, 390, false)
  await page.goto(`${site.url}/my/details/name`)
  await page.getByLabel('What should we call you?').fill('Nadia Typed-Late')
  await db.session.deleteMany()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Sign in to go on' }).waitFor()
  await picture(page, 'kept-sign-in')
  await page.getByLabel('E-mail address').fill(account?.email ?? '')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'You are signed in again' }).waitFor()
  await picture(page, 'kept-back')
  await page.getByRole('button', { name: 'Back to what I typed' }).click()
  expect(await page.getByLabel('What should we call you?').inputValue()).toBe('Nadia Typed-Late')
  expect((await db.candidate.findFirstOrThrow({ where: { accountId } })).name).toBe('Nadia Noscript')
  await picture(page, 'kept-form')
  await page.getByRole('button', { name: 'Save' }).click()
  await vi.waitFor(async () => {
    expect((await db.candidate.findFirstOrThrow({ where: { accountId } })).name).toBe('Nadia Typed-Late')
  })
})
