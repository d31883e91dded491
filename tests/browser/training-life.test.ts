import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { MemberRole } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { daysAfter, londonDay, monthsAfter } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { axeFaults } from '../support/axe.ts'
import { press, sees } from '../support/browsing.ts'
import { aSupporter } from '../support/pairings.ts'
import { anAccount } from '../support/people.ts'
import { aHost } from '../support/placements.ts'
import { aBrowser, aSite, aWindow, type Site, type Visitor } from '../support/site.ts'
import { aTrainingSession, theCourse } from '../support/training.ts'

let browser: Browser
let site: Site
const windows: Visitor[] = []
type Person = { accountId: string; role: MemberRole; email: string }

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

async function open(who: Person, width = 1280): Promise<Page> {
  const opened = await aWindow(browser, site, who, width)
  windows.push(opened)
  opened.page.setDefaultTimeout(15_000)
  return opened.page
}

it('is booked, passed and recorded; once it has run out the host is stopped and told what to do', { timeout: 60_000 }, async () => {
  const supporter = await aSupporter({ name: 'Gareth Pellow', trainedUntil: null })
  const host = await aHost({ supporterId: supporter.id, name: 'Response patrol' })
  const session = await aTrainingSession()
  const priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  const gareth: Person = { accountId: supporter.id, role: 'supporter', email: supporter.account.email }

  const page = await open(gareth, 390)
  await page.goto(`${site.url}/supporting/hosting`)
  await press(page, 'Book the next training')
  await page
    .getByRole('link', { name: theCourse('bias').title })
    .first()
    .click()
  await page.getByRole('button', { name: /^Book/ }).click()
  await sees(page, 'Your place is booked. An e-mail with the calendar file is on its way.')
  expect(await axeFaults(page)).toEqual([])
  await press(page, 'Take the check')
  await press(page, 'Begin')
  for (const { id, right } of theCourse('bias').check.questions) await page.locator(`input[name="q-${id}"][value="${right}"]`).check()
  expect(await axeFaults(page)).toEqual([])
  await press(page, 'Hand in')
  await expect.poll(() => page.title()).toContain('Passed')

  vi.useFakeTimers({ toFake: ['Date'], now: daysAfter(session.endsAt, 0) })
  const team = await open({ accountId: priya.id, role: 'coordinator', email: priya.email })
  await team.goto(`${site.url}/staff/training/sessions/${session.id}`)
  await press(team, 'It took place')
  await team.getByLabel('Did Gareth Pellow come?').selectOption({ label: 'Here' })
  await press(team, 'Save the register')
  await sees(team, 'Marks saved.')
  expect(await axeFaults(team)).toEqual([])

  const trained = await open(gareth)
  await trained.goto(`${site.url}/supporting/hosting/${host.id}`)
  await sees(trained, 'Offer days')
  const { validUntil } = await db.trainingCertificate.findFirstOrThrow({ where: { accountId: supporter.id } })
  expect(londonDay(validUntil) > londonDay(monthsAfter(now(), 23))).toBe(true)

  vi.setSystemTime(daysAfter(validUntil, 1))
  const stopped = await open(gareth)
  await stopped.goto(`${site.url}/supporting/hosting`)
  expect(await stopped.content()).toContain('Your training ran out on')
  await press(stopped, 'Book the next training')
  expect(await stopped.content()).toContain('Until then you can host nobody')
  expect(await axeFaults(stopped)).toEqual([])
})
