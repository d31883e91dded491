import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'
import { inject } from 'vitest'
import type { AppEnv } from '../../src/app.ts'
import type { MemberRole } from '../../src/core/access.ts'
import { aSession, anApp } from './people.ts'

export type Site = { url: string; stop: () => Promise<void> }

/** The site on a port of its own, as in production, on this file's database. */
export async function aSite(overrides: Partial<AppEnv> = {}): Promise<Site> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://localhost:${String((server.address() as AddressInfo).port)}`
  server.on('request', anApp({ NODE_ENV: 'production', BASE_URL: new URL(url), ...overrides }))
  return {
    url,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => {
          done()
        })
      }),
  }
}

export function aBrowser(): Promise<Browser> {
  const { executablePath, env } = inject('browser')
  return chromium.launch({ executablePath, env: { ...process.env, ...env }, args: ['--disable-dev-shm-usage', '--disable-gpu'] })
}

export type Visitor = { page: Page; complaints: string[] }

/** One person's window, with everything the browser complained of; signed in where an account is given. */
export async function aWindow(browser: Browser, site: Site, as?: { accountId: string; role?: MemberRole }, width = 1280): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/London' })
  if (as) {
    const [name = '', value = ''] = (await aSession(as.accountId, as.role)).cookie.split('=')
    await context.addCookies([{ name, value, url: site.url, httpOnly: true, sameSite: 'Lax' }])
  }
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${new URL(page.url()).pathname}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints }
}
