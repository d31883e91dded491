import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { codeAt } from '../../src/features/accounts/rules/second-factor.ts'
import { fill, choose, follow, press, sees, title, turnTo } from '../support/browsing.ts'
import { anAccount } from '../support/people.ts'
import { aPostOffice, letterTo, linkIn, type PostOffice } from '../support/post.ts'
import { aBrowser, aClockwork, aSite, aWindow, type Site, type Visitor } from '../support/site.ts'

const EMAIL = 'nia.new@cheshire.example'
const CHOSEN = 'quiet-lantern-harbour-58'

let browser: Browser
let office: PostOffice
let site: Site
const windows: Visitor[] = []
const running: { stop: () => Promise<void> }[] = []

beforeAll(async () => {
  browser = await aBrowser()
  office = await aPostOffice()
  site = await aSite()
  running.push(site, await aClockwork(site, office, 'cheshire'))
})
afterEach(async () => {
  for (const { page } of windows.splice(0)) await page.context().close()
})
afterAll(async () => {
  for (const each of running) await each.stop()
  await browser.close()
  await office.stop()
})

async function open(...given: [as?: { accountId: string }, width?: number]): Promise<Page> {
  const opened = await aWindow(browser, site, ...given)
  windows.push(opened)
  opened.page.setDefaultTimeout(30_000)
  return opened.page
}

async function invite(page: Page): Promise<void> {
  await page.goto(`${site.url}/staff`)
  await turnTo(page, 'Accounts')
  await press(page, 'Invite a colleague')
  await press(page, 'Send the invitation')
  await page
    .getByRole('alert')
    .getByText(/e-mail/)
    .first()
    .waitFor()
  await fill(page, 'Their e-mail address', EMAIL)
  await choose(page, 'Coordinator')
  await press(page, 'Send the invitation')
  await title(page, 'Invitations')
  await sees(page, EMAIL)
}

/** Follows the letter, makes the account and sets up codes; answers with the recovery codes that were shown. */
async function join(page: Page): Promise<string[]> {
  await page.goto(linkIn(await letterTo(office, EMAIL, /invitation/)))
  await title(page, 'Accept your invitation')
  await fill(page, 'Your name', 'Nia New')
  await fill(page, 'Choose a password', CHOSEN)
  await press(page, 'Make my account')
  if (page.url().endsWith('/sign-in') || page.url().includes('/sign-in?')) await givePassword(page)
  await title(page, 'Set up codes on your phone')
  await page.getByText('I cannot use the camera').click()
  const secret = (await page.locator('.pa-secret').first().innerText()).replaceAll(/\s/g, '')
  await fill(page, 'Code that the app shows now', codeAt(secret, new Date()))
  await press(page, 'Continue')
  await title(page, 'Keep these recovery codes')
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
  await press(page, 'I have kept them: continue')
  await page.waitForURL((url) => url.pathname === '/staff')
  return codes
}

async function givePassword(page: Page): Promise<void> {
  await fill(page, 'E-mail address', EMAIL)
  await fill(page, 'Password', CHOSEN)
  await press(page, 'Sign in')
}

async function enterWithRecoveryCode(page: Page, code: string): Promise<void> {
  await page.goto(`${site.url}/sign-in`)
  await givePassword(page)
  await title(page, 'Enter your code')
  await follow(page, 'I cannot get at my codes')
  await fill(page, 'Recovery code', code.toUpperCase())
  await press(page, 'Continue')
}

it('takes a colleague from an invitation to codes, to a recovery code, to being turned away in the middle of work', async () => {
  const lead = await open({ accountId: (await anAccount({ roles: ['lead'], name: 'Lena Lead' })).id }, 1280)
  await invite(lead)
  const nia = await open(undefined, 390)
  const [first = '', second = ''] = await join(nia)
  await nia.context().clearCookies()
  await enterWithRecoveryCode(nia, first)
  await nia.waitForURL((url) => url.pathname === '/staff')
  await letterTo(office, EMAIL, /recovery code of yours was used/)
  await nia.context().clearCookies()
  await enterWithRecoveryCode(nia, first)
  await sees(nia, /used/)
  await fill(nia, 'Recovery code', second)
  await press(nia, 'Continue')
  await nia.waitForURL((url) => url.pathname === '/staff')

  await turnTo(lead, 'Accounts')
  await follow(lead, 'Nia New')
  await press(lead, 'Deactivate')
  await press(lead, 'Deactivate')
  await sees(lead, /^Deactivated on/)
  await turnTo(nia, 'Candidates')
  await title(nia, 'Sign in')
  await givePassword(nia)
  expect(new URL(nia.url()).pathname).not.toBe('/staff')
  await nia.goto(`${site.url}/staff`)
  expect(new URL(nia.url()).pathname).not.toBe('/staff')
})
