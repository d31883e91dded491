import type { Page } from 'playwright-core'
import { db } from '../../src/core/db.ts'
import { aPhoneOf, PASSWORD } from './people.ts'
import type { Site } from './site.ts'

export const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
export const follow = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name, exact: true }).click()
export const fill = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
export const choose = (page: Page, name: string) => page.getByRole('radio', { name, exact: true }).check()
export const sees = (page: Page, text: string | RegExp) => page.getByText(text).filter({ visible: true }).first().waitFor()
export const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

/** To another page through the menu of a narrow window, or the tabs of a wide one. */
export async function turnTo(page: Page, name: string): Promise<void> {
  const menu = page.getByText('Menu', { exact: true })
  if (await menu.isVisible()) await menu.click()
  await page
    .getByRole('navigation', { name: /^(Staff|My account)/ })
    .getByRole('link', { name, exact: true })
    .filter({ visible: true })
    .click()
}

export async function signIn(page: Page, site: Site, email: string): Promise<void> {
  await page.goto(`${site.url}/sign-in`)
  await fill(page, 'E-mail address', email)
  await fill(page, 'Password', PASSWORD)
  await press(page, 'Sign in')
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  if (!page.url().includes('/sign-in/')) return
  const { id } = await db.account.findUniqueOrThrow({ where: { emailKey: email }, select: { id: true } })
  const phone = await aPhoneOf(id)
  await page.goto(`${site.url}/sign-in/code`)
  await fill(page, 'Code of six digits', phone())
  await press(page, 'Continue')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}
