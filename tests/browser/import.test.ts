import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { axeFaults } from '../support/axe.ts'
import { fill, follow, press, sees, title } from '../support/browsing.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aPostOffice, type PostOffice } from '../support/post.ts'
import { aBrowser, aClockwork, aSite, aWindow, type Site } from '../support/site.ts'

let browser: Browser
let office: PostOffice
let site: Site
const running: { stop: () => Promise<void> }[] = []

beforeAll(async () => {
  browser = await aBrowser()
  office = await aPostOffice()
  site = await aSite()
  running.push(site, await aClockwork(site, office, 'cheshire'))
})
afterAll(async () => {
  for (const each of running) await each.stop()
  await browser.close()
  await office.stop()
})

const HEAD = 'Mail,Status,Day'
const sift = 'amara.osei@people.example,Sift passed,10/1/2026'
const wrong = 'bethan.rhys@people.example,Application passed,31/2/2026'
const mended = 'bethan.rhys@people.example,Application passed,28/2/2026'

async function read(page: Page, lines: string[], mapping?: string): Promise<void> {
  await page.goto(`${site.url}/staff/imports/new`)
  const file = { name: 'results.csv', mimeType: 'text/csv', buffer: Buffer.from([HEAD, ...lines].join('\r\n')) }
  await page.getByLabel('CSV file from the recruitment system', { exact: true }).setInputFiles(file)
  if (mapping !== undefined) await page.getByLabel('How it is read', { exact: true }).selectOption({ label: mapping })
  await press(page, 'Read the file')
}

async function sayWhatItMeans(page: Page): Promise<void> {
  await title(page, 'Which column is which?')
  for (const [field, column] of Object.entries({ email: 'Mail', stage: 'Status', date: 'Day' }))
    await page.locator(`select[name="column-${field}"]`).selectOption(column)
  await page.locator('select[name="route"]').selectOption('constable')
  await page.getByRole('radio', { name: /^Day first/ }).check()
  await press(page, 'Continue')
  await title(page, 'What do the values mean?')
  await page.getByLabel('Sift passed', { exact: true }).selectOption('sift passed')
  await page.getByLabel('Application passed', { exact: true }).selectOption('application passed')
  await fill(page, 'Save this mapping as', 'Every Monday')
  await press(page, 'See what it would do')
  await title(page, 'What this file would do')
}

const saved = () => db.stageRecord.count({ where: { source: 'import' } })

async function waitUntilDone(page: Page): Promise<void> {
  await title(page, /^The import is (?:running|finished)$/)
  for (
    let tries = 0;
    tries < 40 && (await page.getByRole('heading', { level: 1, name: 'The import is running' }).isVisible());
    tries += 1
  ) {
    await page.waitForTimeout(250)
    await page.reload()
  }
  await title(page, 'The import is finished')
}

it('takes a file with a wrong line from the error to a mended file, to what is saved, and doubles nothing when run again', async () => {
  await aCandidate({ name: 'Amara Osei', email: 'amara.osei@people.example' })
  await aCandidate({ name: 'Bethan Rhys', email: 'bethan.rhys@people.example' })
  const { id: accountId } = await anAccount({ roles: ['coordinator'] })
  const { page, complaints } = await aWindow(browser, site, { accountId })
  page.setDefaultTimeout(20_000)
  await read(page, [sift, wrong])
  await sayWhatItMeans(page)
  await follow(page, 'Wrong (1)')
  await sees(page, 'Line 3')
  await sees(page, /is no date/)
  expect(await axeFaults(page)).toEqual([])
  await press(page, 'Save 1 result')
  await page.getByRole('alert').waitFor()
  expect(await saved()).toBe(0)

  await read(page, [sift, mended], 'Every Monday')
  await title(page, 'What this file would do')
  await press(page, 'Save 2 results')
  await waitUntilDone(page)
  await sees(page, '2 results saved')
  expect(await axeFaults(page)).toEqual([])

  await read(page, [sift, mended], 'Every Monday')
  await title(page, 'What this file would do')
  await sees(page, 'There is nothing in this file to save.')
  expect(await saved()).toBe(2)
  expect(complaints.filter((text) => !text.includes('status of 422'))).toEqual([])
  await page.context().close()
})
