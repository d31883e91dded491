import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { signOutsideLink } from '../../src/core/links.ts'
import { axeFaults } from '../support/axe.ts'
import { press, sees } from '../support/browsing.ts'
import { aCandidate } from '../support/people.ts'
import { aBrowser, aSite, aWindow, type Site, type Visitor } from '../support/site.ts'

let browser: Browser
let site: Site
const windows: Visitor[] = []

beforeAll(async () => {
  browser = await aBrowser()
  site = await aSite()
})
afterEach(async () => {
  for (const { page } of windows.splice(0)) await page.context().close()
})
afterAll(async () => {
  await site.stop()
  await browser.close()
})

const linkOf = async (candidateId: string) => {
  const membership = await db.networkMembership.findFirstOrThrow({ where: { candidateId } })
  const { id } = await db.outsideLink.findFirstOrThrow({ where: { aboutId: membership.id } })
  return `${site.url}/networks/contact/${signOutsideLink(id)}`
}

it('lets somebody join a network on a phone, its contact open what they were told, and the link end as the person leaves', async () => {
  const email = `imogen-${String(now().getTime())}@people.example`
  const candidate = await aCandidate({ name: 'Imogen Tarrant', email })
  const who = { accountId: candidate.accountId ?? '', role: 'candidate' as const, email }
  const opened = await aWindow(browser, site, who, 390)
  windows.push(opened)
  const { page } = opened
  await page.goto(`${site.url}/networks`)
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'Enable Cheshire' }).click()
  await press(page, 'Join privately')
  await page.getByLabel('The name that the contact may know').fill('Immy')
  await press(page, 'Join')
  await sees(page, 'Tick that you agree, or leave it at that: nothing is sent without it')
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('checkbox', { name: /^I agree that Ruth Penney/ }).check()
  await press(page, 'Join')
  await sees(page, 'You have joined. The contact is being told, and nobody else.')
  expect(await axeFaults(page)).toEqual([])
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)

  const link = await linkOf(candidate.id)
  const context = await browser.newContext()
  const ruth: Page = await context.newPage()
  await ruth.goto(link)
  expect(await ruth.content()).not.toMatch(/Immy|Enable/)
  await press(ruth, 'Open it')
  for (const words of ['Immy', email, 'Enable Cheshire']) await sees(ruth, words)
  expect(await axeFaults(ruth)).toEqual([])
  await press(ruth, 'I am in touch with them')
  await sees(ruth, 'You noted it on')

  await page.reload()
  await sees(page, 'noted on')
  await page.getByRole('link', { name: 'Leave this network' }).click()
  await press(page, 'Leave')
  await sees(page, 'You have left. The contact can open nothing of yours any more, and hears only that one person left.')
  await ruth.goto(link)
  expect(await ruth.title()).toContain('This address opens nothing any more')
  await context.close()
}, 60_000)
