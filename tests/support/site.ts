import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { inject } from 'vitest'
import type { AppEnv } from '../../src/app.ts'
import { postOf, tasksOf } from '../../src/clockwork.ts'
import type { MemberRole } from '../../src/core/access.ts'
import { pool } from '../../src/core/db.ts'
import { startJobs, type Jobs } from '../../src/core/jobs.ts'
import { createLog } from '../../src/core/log.ts'
import { sendBySmtp } from '../../src/core/mail.ts'
import type { ForceId } from '../../src/forces/profile.ts'
import { aSession, anApp } from './people.ts'
import type { PostOffice } from './post.ts'

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

/** The clockwork of a site: every job of the portal, its letters going by SMTP to this post office. */
export function aClockwork(site: Site, office: PostOffice, force: ForceId): Promise<Jobs> {
  const send = sendBySmtp(office.url, { from: 'Positive action team <team@force.example>', host: 'localhost' })
  const post = postOf({ BASE_URL: new URL(site.url), FORCE: force }, send)
  return startJobs({ pool, log: createLog(process.env['LOG_LEVEL'] ?? 'silent'), tasks: tasksOf(post) })
}

export function aBrowser(): Promise<Browser> {
  const { executablePath, env } = inject('browser')
  return chromium.launch({ executablePath, env: { ...process.env, ...env }, args: ['--disable-dev-shm-usage', '--disable-gpu'] })
}

export type Visitor = { page: Page; complaints: string[] }

/** One person's window, with everything the browser complained of; signed in where an account is given. */
export async function aWindow(
  browser: Browser,
  site: Site,
  as?: { accountId: string; role?: MemberRole },
  width = 1280,
  javaScriptEnabled = true,
): Promise<Visitor> {
  const viewport = { width, height: 900 }
  const context = await browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'Europe/London', javaScriptEnabled })
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

/** Keeps a picture of the whole page, where PICTURES names a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES']
  if (folder !== undefined && folder !== '') await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
}
