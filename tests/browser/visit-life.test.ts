import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { MemberRole } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { daysAfter, instantAt, londonDay } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { choose, fill, follow, press, sees, title } from '../support/browsing.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aHost, aHostDate } from '../support/placements.ts'
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

type Person = { accountId: string; role: MemberRole; email: string }
type Scene = { hostId: string; startsAt: Date; imogen: Person & { candidateId: string }; gareth: Person; priya: Person }

/** Somebody's window, signed in at this moment, as sessions do not outlive the days between the steps. */
async function open(who: Person, width = 1280): Promise<Page> {
  const opened = await aWindow(browser, site, who, width)
  windows.push(opened)
  opened.page.setDefaultTimeout(15_000)
  return opened.page
}

const placementOf = ({ imogen: { candidateId } }: Scene) => db.placement.findFirstOrThrow({ where: { candidateId } })
const fits = async (page: Page) => {
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone)
}

/** Response patrol has one day in two weeks, on which Sergeant Pellow receives people. */
async function aScene(): Promise<Scene> {
  const email = `imogen-${String(now().getTime())}@people.example`
  const candidate = await aCandidate({ name: 'Imogen Tarrant', email, adult: true })
  const supporter = await aSupporter({ name: 'Gareth Pellow' })
  const priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  const host = await aHost({ supporterId: supporter.id, name: 'Response patrol', family: 'patrol', patrol: true })
  const startsAt = instantAt(londonDay(daysAfter(now(), 14)), '09:00') ?? now()
  await aHostDate({ hostId: host.id, supporterId: supporter.id, startsAt })
  return {
    ...{ hostId: host.id, startsAt },
    imogen: { accountId: candidate.accountId ?? '', role: 'candidate', email, candidateId: candidate.id },
    gareth: { accountId: supporter.id, role: 'supporter', email: supporter.account.email },
    priya: { accountId: priya.id, role: 'coordinator', email: priya.email },
  }
}

async function askForADay({ hostId, imogen }: Scene): Promise<void> {
  const page = await open(imogen, phone)
  await page.goto(`${site.url}/shadowing/${hostId}`)
  await press(page, 'Ask for this')
  await page.getByRole('checkbox', { name: 'See what the job is like from hour to hour' }).check()
  await page.getByRole('radio').first().check()
  await press(page, 'Ask for this visit')
  await sees(page, 'The team looks at it and asks the department. You hear either way.')
  await fits(page)
}

/** The team passes it on, the host offers that day without knowing for whom, and Imogen says yes. */
async function agreeOnIt(scene: Scene): Promise<void> {
  const { id } = await placementOf(scene)
  const priyas = await open(scene.priya)
  await priyas.goto(`${site.url}/staff/placements/${id}`)
  await press(priyas, 'Pass it on')
  const gareths = await open(scene.gareth)
  await gareths.goto(`${site.url}/supporting/placements/${id}`)
  expect(await gareths.content()).not.toMatch(/Imogen|Tarrant/)
  await gareths.getByRole('radio', { name: /^The one asked for/ }).check()
  await press(gareths, 'Offer this')
  await sees(gareths, 'You said yes. They have been asked, and you hear when they have answered.')
  const imogens = await open(scene.imogen, phone)
  await imogens.goto(`${site.url}/my/placements/${id}`)
  await press(imogens, 'Yes, that day suits me')
  await follow(imogens, 'See what is yours to do')
  await sees(imogens, '5 things for you')
}

/** What is Imogen's to sign, one after another on a phone, from the one page that says what is next. */
async function signHers(scene: Scene): Promise<void> {
  const { id } = await placementOf(scene)
  const page = await open(scene.imogen, phone)
  const next = async (name: string) => {
    await page.goto(`${site.url}/my/placements/${id}/checks`)
    await sees(page, name)
    await page.getByRole('link', { name: new RegExp(`^Read and answer ?: ${name}$`) }).click()
    await fits(page)
  }
  await next('18 or over')
  await choose(page, 'I am 18 or over now')
  await press(page, 'Sign this')
  await next('Nothing that stands against a visit')
  await choose(page, 'Yes, all of it is so')
  await press(page, 'Sign this')
  await next('Promise to keep things to yourself')
  await page.getByRole('checkbox', { name: 'I promise this' }).check()
  await press(page, 'Sign this')
  await next('Somebody to call')
  await fill(page, 'Their name', 'Joan Tarrant')
  await fill(page, 'Their phone number', '01632 960 555')
  await fill(page, 'Who are they to you?', 'My mother')
  await press(page, 'Save and sign')
  await next('What you need on the day')
  await choose(page, 'Something would help')
  await fill(page, 'What would help?', 'A break at noon')
  await press(page, 'Sign this')
  await sees(page, 'You have done everything')
  await fits(page)
}

async function signTheirs(scene: Scene): Promise<void> {
  const { id } = await placementOf(scene)
  const gareths = await open(scene.gareth)
  await gareths.goto(`${site.url}/supporting/placements/${id}`)
  await follow(gareths, 'The risk assessment of this visit')
  await press(gareths, 'Sign it')
  await sees(gareths, 'Waits for approval')
  const page = await open(scene.priya)
  const checks = `${site.url}/staff/placements/${id}/checks`
  const today = londonDay(now()).split('-').reverse().join('/')
  const record = async (name: string, result?: string) => {
    await page.goto(checks)
    await page.getByRole('link', { name: new RegExp(`^Record ?: ${name}$`) }).click()
    if (result !== undefined) await choose(page, result)
    if (name !== 'Insurance') await page.locator('#madeOn').fill(today)
    await press(page, 'Sign this')
  }
  await record('Record check', 'Clear')
  await record('Briefing')
  await record('Insurance', 'Yes, for the whole visit')
  await press(page, 'Approve it')
  await fill(page, 'What can be arranged?', 'Lunch at noon, half an hour')
  await press(page, 'Send the answer')
  await sees(page, 'One thing is in the way of the day')
}

/** Imogen agrees to what was arranged, and the team confirms what nothing is in the way of any more. */
async function confirmIt(scene: Scene): Promise<void> {
  const { id } = await placementOf(scene)
  const imogens = await open(scene.imogen, phone)
  await imogens.goto(`${site.url}/my/placements/${id}/checks`)
  await imogens.getByRole('link', { name: /^Read the answer ?: What you need on the day$/ }).click()
  await choose(imogens, 'Yes, that works for me')
  await press(imogens, 'Sign this')
  await sees(imogens, 'All is in place. The team confirms the visit next.')
  const priyas = await open(scene.priya)
  await priyas.goto(`${site.url}/staff/placements/${id}/checks`)
  await follow(priyas, 'Confirm the visit')
  await press(priyas, 'Confirm this day')
  expect(await placementOf(scene)).toMatchObject({ state: 'confirmed' })
  await imogens.goto(`${site.url}/my/placements/${id}`)
  await sees(imogens, 'It is certain. Have a good day there.')
}

async function goThere(scene: Scene): Promise<void> {
  const { id } = await placementOf(scene)
  vi.useFakeTimers({ toFake: ['Date'], now: scene.startsAt.getTime() - 26 * HOUR })
  const before = await open(scene.imogen, phone)
  await before.goto(`${site.url}/my/placements/${id}`)
  await press(before, 'Open my joining pack')
  await before.getByLabel('4', { exact: true }).check()
  await press(before, 'Save')
  await sees(before, 'Before you go')
  vi.setSystemTime(scene.startsAt.getTime() + 5 * HOUR)
  const hosting = await open(scene.gareth)
  await hosting.goto(`${site.url}/supporting/visits/${id}`)
  await sees(hosting, 'Imogen Tarrant')
  await press(hosting, 'Yes, they came')
  await sees(hosting, 'How did it go?')
  expect(await placementOf(scene)).toMatchObject({ state: 'attended' })
}

async function lookBack(scene: Scene): Promise<void> {
  const { id } = await placementOf(scene)
  const page = await open(scene.imogen, phone)
  await page.goto(`${site.url}/my/placements/${id}`)
  await press(page, 'Say how it was')
  await page.getByLabel('Partly').check()
  await page.getByLabel('9', { exact: true }).check()
  await page.getByRole('group', { name: 'Did anything feel unsafe?' }).getByLabel('No').check()
  await press(page, 'Send it')
  await sees(page, '4 before, 9 now')
  await page.goto(`${site.url}/my/placements/${id}/pack`)
  await press(page, 'Get my certificate')
  await title(page, 'Certificate of experience')
  await fits(page)
  const hosting = await open(scene.gareth)
  await hosting.goto(`${site.url}/supporting/visits/${id}/debrief`)
  await hosting.getByLabel('Partly').check()
  await hosting.locator('input[name="before"][value="7"]').check()
  await hosting.locator('input[name="after"][value="9"]').check()
  await hosting.getByRole('group', { name: 'Did anything feel unsafe?' }).getByLabel('No').check()
  await press(hosting, 'Send it')
  expect(await placementOf(scene)).toMatchObject({ state: 'debriefed' })
  expect(await db.supportRequest.findFirstOrThrow({ where: { candidateId: scene.imogen.candidateId } })).toMatchObject({
    state: 'completed',
  })
}

it('goes from a wish to a day, its checks, the visit and looking back on it, on a phone', { timeout: 180_000 }, async () => {
  const scene = await aScene()
  await askForADay(scene)
  await agreeOnIt(scene)
  await signHers(scene)
  await signTheirs(scene)
  await confirmIt(scene)
  await goThere(scene)
  await lookBack(scene)
})
