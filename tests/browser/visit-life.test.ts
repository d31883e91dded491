import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { MemberRole } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { press, title } from '../support/browsing.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate } from '../support/people.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { aBrowser, aSite, aWindow, type Site, type Visitor } from '../support/site.ts'

const phone = 390
const HOUR = 3_600_000
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

async function open(who: { accountId: string; role: MemberRole; email: string }, width = 1280): Promise<Page> {
  const opened = await aWindow(browser, site, who, width)
  windows.push(opened)
  return opened.page
}

it('goes from a confirmed visit to looking back and a certificate, on a phone', { timeout: 120_000 }, async () => {
  const email = `imogen-${String(now().getTime())}@people.example`
  const candidate = await aCandidate({ name: 'Imogen Tarrant', email, adult: true })
  const supporter = await aSupporter({ name: 'Gareth Pellow' })
  const host = await aHost({ supporterId: supporter.id })
  const startsAt = new Date(now().getTime() + 26 * HOUR)
  const date = await aHostDate({ hostId: host.id, supporterId: supporter.id, startsAt })
  const { id } = await aPlacement({ candidateId: candidate.id, hostId: host.id, dateId: date.id })
  const imogen = { accountId: candidate.accountId ?? '', role: 'candidate' as const, email }
  const gareth = { accountId: supporter.id, role: 'supporter' as const, email: supporter.account.email }

  const before = await open(imogen, phone)
  await before.goto(`${site.url}/my/placements/${id}/pack`)
  await before.getByLabel('4', { exact: true }).check()
  await press(before, 'Save')
  expect(await before.textContent('main')).toContain('Before you go')

  vi.useFakeTimers({ toFake: ['Date'], now: startsAt.getTime() + 5 * HOUR })
  const hosting = await open(gareth)
  await hosting.goto(`${site.url}/supporting/visits/${id}`)
  await press(hosting, 'Yes, they came')
  expect(await hosting.textContent('main')).toContain('How did it go?')

  const after = await open(imogen, phone)
  await after.goto(`${site.url}/my/placements/${id}/debrief`)
  await after.getByLabel('Partly').check()
  await after.getByLabel('9', { exact: true }).check()
  await after.getByRole('group', { name: 'Did anything feel unsafe?' }).getByLabel('No').check()
  await press(after, 'Send it')
  expect(await after.textContent('main')).toContain('4 before, 9 now')
  await after.goto(`${site.url}/my/placements/${id}/pack`)
  await press(after, 'Get my certificate')
  await title(after, 'Certificate of experience')
  expect(await after.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone)
  expect(await db.placement.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'attended' })
})
