import { HtmlValidate } from 'html-validate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { demoAccounts, fillDemonstration } from '../../src/demonstration/fill.ts'
import { profileOf } from '../../src/forces/find.ts'
import { may, visitor, type Actor, type MemberRole, type Role } from '../../src/core/access.ts'
import type { ForceId } from '../../src/forces/profile.ts'
import { allRoutes } from '../../src/routes.ts'
import { axeFaultsAtBothWidths } from './axe.ts'
import { aPairing } from './pairings.ts'
import { doorsOf, onePerState, statefulOnes, type Stateful } from './page-states.ts'
import { aBrowser, aSite, aWindow, type Site } from './site.ts'

const passwordFor = () => 'never used here'
const starts: Record<Role, string[]> = {
  visitor: ['/', '/register', '/sign-in', '/forgotten', '/no-such-page'],
  candidate: ['/my', '/my/start/routes', '/workshops'],
  supporter: ['/supporting'],
  coordinator: ['/staff'],
  lead: ['/staff'],
  recruiter: ['/recruiting'],
  administrator: ['/staff/accounts'],
}

async function firstOf(force: ForceId, role: MemberRole): Promise<string> {
  const { email } = demoAccounts({ force: profileOf(force), passwordFor }).find((account) => account.role === role) ?? { email: '' }
  const { id } = await db.account.findUniqueOrThrow({ where: { emailKey: email } })
  return id
}

/**
 * Who walks for a role: the first of the demonstration, then everybody of that side who is in a pair, as pairs show different pages,
 * then one for each state of what has a page that differs by it.
 */
async function peopleOf(force: ForceId, role: MemberRole, stateful: Stateful[]): Promise<string[]> {
  const first = await firstOf(force, role)
  if (role !== 'candidate' && role !== 'supporter') return [first]
  const pairs = await db.pairing.findMany({
    select: { supporterId: true, candidate: { select: { accountId: true } } },
    orderBy: { id: 'asc' },
  })
  const sides = { candidate: pairs.map(({ candidate }) => candidate.accountId), supporter: pairs.map(({ supporterId }) => supporterId) }
  return [...new Set([first, ...sides[role].flatMap((id) => id ?? []), ...onePerState(stateful, role)])]
}

const patterns = allRoutes
  .filter(({ method }) => method === 'get')
  .map(({ path, can }) => ({ path, can, test: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) }))

/** Which route an address belongs to, so that one of each kind of page is looked at. */
const routeOf = (address: string) => patterns.find(({ test }) => test.test(address))

const theirOwn: Partial<Record<Role, RegExp>> = { candidate: /^\/(?:workshops|shadowing|prepare|networks)\b/, supporter: /^\/networks\b/ }

/** Pages for everybody are looked at as a visitor, and as those to whom they say what is their own. */
const isForThem = (role: Role, route: ReturnType<typeof routeOf>) =>
  role === 'visitor' || route === undefined || !may(visitor, route.can) || theirOwn[role]?.test(route.path) === true

// A link drawn as a button, and one name for all boxes of a question, are the library's own markup.
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'prefer-native-element': ['error', { exclude: ['button'] }],
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
  },
})

/** What html-validate says of the page as it was sent. */
async function faultsInHtml(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `html ${ruleId}: ${message} (line ${String(line)})`))
}

/** What axe finds at both widths, and whether anything is wider than the narrowest window. */
async function faultsInWindow(page: Page): Promise<string[]> {
  const faults = await axeFaultsAtBothWidths(page)
  await page.setViewportSize({ width: 320, height: 900 })
  const wide = await page.locator('html').evaluate((html: { scrollWidth: number }) => html.scrollWidth)
  return wide > 320 ? [...faults, `is ${String(wide)} px wide at 320`] : faults
}

async function faultsOf(page: Page, address: string, site: Site): Promise<string[]> {
  await page.setViewportSize({ width: 1280, height: 900 })
  const response = await page.goto(`${site.url}${address}`)
  if (!response) return ['answers nothing']
  if (response.status() >= 400 && address !== '/no-such-page') return [`answers ${String(response.status())}`]
  const faults = await faultsInHtml(await response.text())
  if ((await page.locator('h1').count()) !== 1) faults.push('has not one h1')
  return [...faults, ...(await faultsInWindow(page))]
}

/** Links to pages; what ends as a file does is handed out, not looked at. */
async function linksOn(page: Page): Promise<string[]> {
  const links = page.locator('a[href^="/"]')
  const all = await links.evaluateAll((found: { getAttribute: (name: string) => string }[]) => found.map((a) => a.getAttribute('href')))
  return all.map((href) => href.split('#')[0] ?? '').filter((href) => !/(?:\.[a-z]{2,4}|\/file)(?:\?|$)/.test(href))
}

/** What a lead shares with every coordinator is looked at as the coordinator. */
const isShared = (role: Role, route: ReturnType<typeof routeOf>) =>
  role === 'lead' && route !== undefined && may({ role: 'coordinator' } as Actor, route.can)

type Seen = { seen: Set<string>; faults: string[] }

/** A pair of one kind leads to other pages than that of another kind, so each pair of somebody's counts as a page of its own; of the rest each state. */
function nameOf(address: string, path: string | undefined, states: Walk['states']): string {
  if (path === undefined || /^\/(?:my|supporting)\/pairings\/:pairingId$/.test(path)) return address
  const state =
    /^\/(?:my|supporting)\/.*:(?:placementId|oneToOneId|useId|caseId|offerId)$/.test(path) && states.get(address.split('/').at(-1) ?? '')
  return typeof state === 'string' ? `${path} ${state}` : path
}

/** Where those after the first begin: looked at already, but leading elsewhere for them. */
const others: Partial<Record<Role, string[]>> = {
  candidate: ['/my', '/my/pairings', '/my/placements', '/my/one-to-ones', '/my/passport', '/my/barriers'],
  supporter: [
    '/supporting',
    '/supporting/placements',
    '/supporting/visits',
    '/supporting/one-to-ones',
    '/supporting/adjustments',
    '/training',
  ],
}

type Walk = { site: Site; role: Role; sharedToo: boolean; states: Map<string, string> } & Seen

/** Follows links from the addresses in the queue to every kind of page not yet seen. */
async function follow(page: Page, queue: string[], { site, role, sharedToo, states, seen, faults }: Walk): Promise<void> {
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    const bare = address.split('?')[0] ?? ''
    const route = routeOf(bare)
    const name = nameOf(bare, route?.path, states)
    if (seen.has(name) || !isForThem(role, route)) continue
    seen.add(name)
    if (!sharedToo && isShared(role, route)) await page.goto(`${site.url}${address}`)
    else for (const fault of await faultsOf(page, address, site)) faults.push(`${address} ${fault}`)
    queue.push(...(await linksOn(page)))
  }
}

/** What people outside the portal see behind each kind of address that letters carry: a door, and after a button the page. */
async function openDoors(page: Page, doors: string[], { site, seen, faults }: Pick<Walk, 'site'> & Seen): Promise<void> {
  for (const door of doors) {
    const found = await faultsOf(page, door, site)
    const answer = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: 'Open it' }).click()
    const html = await (await answer).text()
    await page.waitForLoadState()
    for (const fault of [...found, ...(await faultsInHtml(html)), ...(await faultsInWindow(page))]) faults.push(`${door} ${fault}`)
    seen.add(routeOf(door)?.path ?? door)
  }
}

/** Every kind of page that a role reaches by following links from where it starts, each looked at once. */
async function walk(browser: Browser, force: ForceId, given: Omit<Walk, keyof Seen | 'states'>): Promise<Seen> {
  const { site, role } = given
  const stateful = await statefulOnes()
  const states = new Map(stateful.map(({ id, state }) => [id, state]))
  const [seen, faults] = [new Set<string>(), [] as string[]]
  const people = role === 'visitor' ? [undefined] : (await peopleOf(force, role, stateful)).map((accountId) => ({ accountId, role }))
  for (const [n, person] of people.entries()) {
    const { page, complaints } = await aWindow(browser, site, person)
    const queue = n === 0 ? [...starts[role]] : []
    for (const start of n === 0 ? [] : (others[role] ?? [])) {
      await page.goto(`${site.url}${start}`)
      queue.push(...(await linksOn(page)))
    }
    await follow(page, queue, { ...given, states, seen, faults })
    if (role === 'visitor') await openDoors(page, await doorsOf(), { site, seen, faults })
    await page.context().close()
    faults.push(...complaints.filter((text) => !text.startsWith('/no-such-page') && !text.includes('404')))
  }
  return { seen, faults }
}

/** What nobody of the demonstration has: something proposed, which either side has yet to answer. */
async function addProposals(force: ForceId): Promise<void> {
  const { id: candidateId } = await db.candidate.findFirstOrThrow({ where: { name: 'Kezia Thompson' }, select: { id: true } })
  const supporterId = await firstOf(force, 'supporter')
  const { accountId: another } = await db.supporter.findFirstOrThrow({ where: { account: { name: 'Yusuf Rahman' } } })
  await aPairing({ kind: 'roleModel', candidateId, supporterId, state: 'proposedToSupporter' })
  await aPairing({ kind: 'roleModel', candidateId, supporterId: another, state: 'proposedToCandidate' })
}

/** A test for each of these roles that walks every page of the demonstration that it can reach, in this force. */
export function walkPages(force: ForceId, roles: readonly Role[], { sharedToo = false } = {}): void {
  let browser: Browser
  let site: Site

  beforeAll(async () => {
    browser = await aBrowser()
    await db.$transaction((tx) => fillDemonstration(tx, { force: profileOf(force), now: new Date(), passwordFor }), { timeout: 60_000 })
    await addProposals(force)
    site = await aSite({ FORCE: force })
  })

  afterAll(async () => {
    await browser.close()
    await site.stop()
  })

  for (const role of roles)
    it(`shows ${force}’s ${role} no page with a fault that a machine can find`, async () => {
      const { seen, faults } = await walk(browser, force, { site, role, sharedToo })
      if (process.env['LIST_PAGES'] !== undefined) console.log(`${force} ${role}: ${[...seen].join(' ')}`)
      expect(faults).toEqual([])
      expect(seen.size).toBeGreaterThanOrEqual(starts[role].length)
    }, 600_000)
}
