import { HtmlValidate } from 'html-validate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { codeAt } from '../../src/features/accounts/rules/second-factor.ts'
import { axeFaults } from '../support/axe.ts'
import { anAccount, PASSWORD } from '../support/people.ts'
import { aBrowser, aSite, aWindow, picture, type Site } from '../support/site.ts'

const EMAIL = 'dev@staff.example'
let browser: Browser
let site: Site
const faults: string[] = []

beforeAll(async () => {
  browser = await aBrowser()
  site = await aSite()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const fill = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'prefer-native-element': ['error', { exclude: ['button'] }] },
})

/** A page that only those half-way in see, which the walk over all pages does not reach: looked at by machine, at both widths. */
async function arrive(page: Page, title: string, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 })
    for (const fault of await axeFaults(page)) faults.push(`${name} at ${String(width)}: ${fault}`)
    await picture(page, `${name}-${String(width)}`)
  }
  if (name === 'recovery-codes') return // shown once, in answer to a form
  const answer = await page.request.get(page.url())
  const { results } = await validator.validateString(await answer.text())
  for (const { messages } of results) faults.push(...messages.map(({ ruleId, message }) => `${name} ${ruleId}: ${message}`))
}

async function givePassword(page: Page): Promise<void> {
  await page.goto(`${site.url}/sign-in`)
  await fill(page, 'E-mail address', EMAIL)
  await fill(page, 'Password', PASSWORD)
  await press(page, 'Sign in')
}

it('leads somebody of the staff through the steps after the password, each a page without a fault', async () => {
  const { id } = await anAccount({ email: EMAIL })
  const { page, complaints } = await aWindow(browser, site)
  page.setDefaultTimeout(10_000)
  await givePassword(page)
  await arrive(page, 'Set up codes on your phone', 'set-up')
  await page.getByText('I cannot use the camera').click()
  const secret = (await page.locator('.pa-secret').innerText()).replaceAll(/\s/g, '')
  await fill(page, 'Code that the app shows now', codeAt(secret, new Date()))
  await press(page, 'Continue')
  await arrive(page, 'Keep these recovery codes', 'recovery-codes')
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Keep as a file')])
  expect(file.suggestedFilename()).toBe('recovery-codes.txt')
  const recovery = await page.locator('.pa-codes li').first().innerText()
  await page.context().clearCookies()

  await givePassword(page)
  await arrive(page, 'Enter your code', 'code')
  await page.goto(`${site.url}/staff`)
  await page.waitForURL(/sign-in\/code/)
  await page.getByRole('link', { name: 'I cannot get at my codes' }).click()
  await arrive(page, 'Enter a recovery code', 'recovery')
  await fill(page, 'Recovery code', recovery)
  await press(page, 'Continue')
  await page.waitForURL(`${site.url}/staff`)
  await db.$executeRaw`UPDATE sessions SET sess = (sess::jsonb - 'provenAt')::json WHERE sess #>> '{passport,user}' = ${id}`
  await page.goto(`${site.url}/account/password`)
  await arrive(page, 'Show that it is you', 'again')
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
})
