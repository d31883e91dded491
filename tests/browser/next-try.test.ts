import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { press, sees, title } from '../support/browsing.ts'
import { aCandidate } from '../support/people.ts'
import { aBrowser, aSite, aWindow, picture, type Site } from '../support/site.ts'

const phone = 390
let browser: Browser
let site: Site
beforeAll(async () => {
  browser = await aBrowser()
  site = await aSite()
})
afterAll(async () => {
  vi.useRealTimers()
  await browser.close()
  await site.stop()
})

it('goes on a phone from not passed over a plan to a new application', { timeout: 120_000 }, async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-03-01T10:00:00Z') })
  const person = await aCandidate({ name: 'Nadia Bashir', routes: ['constable'], adult: true })
  const signedIn = { accountId: person.accountId ?? '', role: 'candidate' as const }
  const { page, complaints } = await aWindow(browser, site, signedIn, phone)
  await page.goto(`${site.url}/my/stages/new?stage=constable+sift`)
  await page.getByLabel('I did not pass it this time').check()
  await page.locator('#on').fill('20/2/2027')
  await press(page, 'Save this stage')
  await title(page, 'My recruitment stages')
  await page.getByRole('button', { name: 'Plan the next try' }).click()
  await title(page, 'For the next try')
  await sees(page, 'You can usually apply again from about')
  await picture(page, 'next-try-phone')
  await page.getByLabel('What was I told, or what did I notice?').fill('I rushed through the last part')
  await page.getByLabel('Staying calm on the day').check()
  await press(page, 'Save')
  await sees(page, 'Saved. Nobody else reads it.')
  await page
    .getByRole('button', { name: /^Ask for/ })
    .first()
    .click()
  await sees(page, 'Asked. The team answers you')
  await press(page, 'Put the day into my plan')
  await sees(page, 'The day is in your plan')
  await page.goto(`${site.url}/my/plan`)
  await sees(page, 'From about this day I can apply again: ask first')
  await picture(page, 'next-try-plan-phone')
  expect(complaints).toEqual([])

  vi.setSystemTime(new Date('2027-08-25T10:00:00Z'))
  const later = await aWindow(browser, site, signedIn, phone)
  await later.page.goto(`${site.url}/my`)
  await later.page.getByRole('link', { name: 'Plan the next try' }).click()
  await later.page.getByRole('button', { name: 'I am applying again' }).click()
  await title(later.page, 'A new application')
  await press(later.page, 'Begin again')
  await title(later.page, 'My recruitment stages')
  await sees(later.page, 'you are at Application')
  await sees(later.page, 'What came before stays in your history')
  expect(later.complaints).toEqual([])
  const records = await db.stageRecord.findMany({ where: { candidateId: person.id }, orderBy: { recordedAt: 'asc' } })
  expect(records.map(({ stage, state }) => `${stage} ${state}`)).toEqual(['sift notPassed', 'application inProgress'])
})
