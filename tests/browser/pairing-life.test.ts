import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { postOf, tasksOf } from '../../src/clockwork.ts'
import type { MemberRole } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { daysAfter, londonDay, startOfDay } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import type { ForceId } from '../../src/forces/profile.ts'
import { choose, fill, press, sees, title } from '../support/browsing.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aPostOffice, letterTo, linkIn, type PostOffice } from '../support/post.ts'
import { aBrowser, aClockwork, aSite, aWindow, picture, type Site, type Visitor } from '../support/site.ts'

const phone = 390
const HOUR = 3_600_000

let browser: Browser
let office: PostOffice
const windows: Visitor[] = []
const running: { stop: () => Promise<void> }[] = []

beforeAll(async () => {
  browser = await aBrowser()
  office = await aPostOffice()
})
afterEach(async () => {
  vi.useRealTimers()
  for (const { page } of windows.splice(0)) await page.context().close()
  for (const each of running.splice(0)) await each.stop()
  await db.supporter.updateMany({ data: { state: 'left' } })
})
afterAll(async () => {
  await browser.close()
  await office.stop()
})

type Person = { accountId: string; role: MemberRole; email: string }
type Scene = { site: Site; force: ForceId; amara: Person & { candidateId: string }; leon: Person; priya: Person }

/** Somebody's window, signed in at this moment, as sessions do not outlive the weeks between the steps. */
async function open({ site }: Scene, who: Person, width = 1280): Promise<Page> {
  const opened = await aWindow(browser, site, who, width)
  windows.push(opened)
  opened.page.setDefaultTimeout(15_000)
  return opened.page
}

/** Ten in the morning, that many days later, after everything whose time has come by then was done. */
async function later({ site, force }: Scene, days: number): Promise<void> {
  const at = startOfDay(londonDay(daysAfter(now(), days))).getTime() + 10 * HOUR
  vi.setSystemTime(at)
  const { tasks } = mergedTasks(site, force)
  for (const name of ['pairings.sweep', 'pairings.checkExclusions', 'together.sweepSilences', 'firstYear.run'])
    await tasks[name]?.({}, undefined as never)
}

const mergedTasks = (site: Site, force: ForceId) => ({
  tasks: Object.assign(
    {},
    ...tasksOf(postOf({ BASE_URL: new URL(site.url), FORCE: force }, () => Promise.resolve())).map(({ tasks }) => tasks),
  ) as ReturnType<typeof tasksOf>[number]['tasks'],
})

async function aScene(force: ForceId): Promise<Scene> {
  const site = await aSite({ FORCE: force })
  running.push(site, await aClockwork(site, office, force))
  const [name, other] = [`amara@${force}.example`, `leon@${force}.example`]
  const candidate = await aCandidate({ name: 'Amara Okafor', email: name, adult: true, routes: ['constable'] })
  const supporter = await aSupporter({ name: 'Leon Carter', email: other, routes: ['constable'], goals: ['interview'] })
  const priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  await db.candidate.update({ where: { id: candidate.id }, data: { ownerId: priya.id } })
  return {
    ...{ site, force },
    amara: { accountId: candidate.accountId ?? '', role: 'candidate', email: name, candidateId: candidate.id },
    leon: { accountId: supporter.id, role: 'supporter', email: other },
    priya: { accountId: priya.id, role: 'coordinator', email: priya.email },
  }
}

async function askForABuddy(scene: Scene): Promise<void> {
  const buddy = profileOf(scene.force).support.find(({ kind }) => kind === 'buddy')
  const page = await open(scene, scene.amara, phone)
  await page.goto(`${scene.site.url}/my/support`)
  await page.getByRole('checkbox', { name: buddy?.name ?? '', exact: true }).check()
  await press(page, 'Ask for this')
  await page.goto(`${scene.site.url}/my/match/wishes`)
  await choose(page, 'Online')
  await page.getByRole('checkbox', { name: 'Confidence at interview', exact: true }).check()
  await press(page, 'Save')
  await sees(page, 'Confidence at interview')
  await picture(page, `${scene.force}-life-1-wishes`)
}

async function matchThem(scene: Scene): Promise<void> {
  const page = await open(scene, scene.priya)
  await page.goto(`${scene.site.url}/staff/matching`)
  await page.getByRole('main').getByRole('button', { name: 'Match those who wait' }).click()
  await choose(page, 'Buddies')
  await press(page, 'Begin the run')
  await title(page, '1 pair to review')
  await picture(page, `${scene.force}-life-2-run`)
  await press(page, 'Ask the supporter')
  await sees(page, /asked about/)
}

/** Each is asked in turn, and reads no name before both have said yes. */
async function bothSayYes(scene: Scene): Promise<void> {
  const leons = await open(scene, scene.leon)
  await leons.goto(linkIn(await letterTo(office, scene.leon.email, /^Somebody would like your support$/)))
  await title(leons, /^Would you/)
  expect(await leons.content()).not.toMatch(/Amara|Okafor/)
  await picture(leons, `${scene.force}-life-3-proposal`)
  await press(leons, 'Yes, gladly')
  const amaras = await open(scene, scene.amara, phone)
  await amaras.goto(linkIn(await letterTo(office, scene.amara.email, /^We have a suggestion for you$/)))
  await title(amaras, /^Somebody would like to be your buddy/)
  expect(await amaras.content()).not.toMatch(/Leon|Carter/)
  await picture(amaras, `${scene.force}-life-4-suggestion`)
  await press(amaras, 'Yes, I would')
  await letterTo(office, scene.leon.email, /^You have both said yes$/)
  await letterTo(office, scene.amara.email, /^You have both said yes$/)
}

const noteATalk = (page: Page) => page.getByRole('button', { name: /^We spoke today/ }).click()
const pairing = ({ amara: { candidateId } }: Scene) => db.pairing.findFirstOrThrow({ where: { candidateId } })

async function writeAndMeet(scene: Scene): Promise<void> {
  const { id } = await pairing(scene)
  const amaras = await open(scene, scene.amara, phone)
  await amaras.goto(`${scene.site.url}/my/pairings/${id}`)
  await title(amaras, 'You and Leon')
  expect(await amaras.content()).not.toContain('Carter')
  await fill(amaras, 'Write to Leon', 'Hello! Would Thursday evening suit you?')
  await press(amaras, 'Send')
  await sees(amaras, 'Hello! Would Thursday evening suit you?')
  await picture(amaras, `${scene.force}-life-5-pair`)
  const notice = await letterTo(office, scene.leon.email, /^A message is waiting for you$/)
  expect(notice.text).not.toMatch(/Thursday|Okafor/)
  const leons = await open(scene, scene.leon)
  await leons.goto(linkIn(notice))
  await sees(leons, 'Hello! Would Thursday evening suit you?')
  await leons.goto(`${scene.site.url}/supporting/pairings/${id}`)
  await noteATalk(leons)
  await sees(leons, '30 minutes')
}

/** Three weeks without a word: both are asked how it goes, and one note of a talk begins the count anew. */
async function fallSilent(scene: Scene): Promise<void> {
  await later(scene, 22)
  await letterTo(office, scene.amara.email, /^How is your pairing going\?$/)
  await letterTo(office, scene.leon.email, /^How is your pairing going\?$/)
  await later(scene, 7)
  await letterTo(office, scene.priya.email, /^A pair has gone quiet$/)
  const amaras = await open(scene, scene.amara, phone)
  const { id } = await pairing(scene)
  await amaras.goto(`${scene.site.url}/my/pairings/${id}`)
  await noteATalk(amaras)
  const told = office.letters.length
  await later(scene, 1)
  expect(office.letters.length).toBe(told)
}

async function restAndGoOn(scene: Scene): Promise<void> {
  const { id } = await pairing(scene)
  const page = await open(scene, scene.amara, phone)
  await page.goto(`${scene.site.url}/my/pairings/${id}/pause`)
  await press(page, 'Let it rest')
  await sees(page, 'You asked for a rest')
  await press(page, 'Go on now')
  await title(page, 'You and Leon')
  await page.getByRole('link', { name: 'Raise a concern', exact: true }).first().click()
  await sees(page, /999/)
}

async function recordTheStart(scene: Scene): Promise<void> {
  const page = await open(scene, scene.priya)
  await page.goto(`${scene.site.url}/staff/candidates/${scene.amara.candidateId}/stages/new`)
  await page.locator('select#stage').selectOption('constable start')
  await choose(page, 'Passed')
  await fill(page, 'On which day?', londonDay(now()))
  await press(page, 'Save this stage')
  await page.waitForURL((url) => !url.pathname.endsWith('/stages/new'))
  await later(scene, 0)
  await letterTo(office, scene.amara.email, /^Your first year, and who is beside you$/)
  await letterTo(office, scene.leon.email, /^Being a buddy goes on into the first year$/)
}

/** One answer for the buddy, one for nobody else, and one that the team must look at. */
async function answerAfterTwoWeeks(scene: Scene): Promise<void> {
  await later(scene, 14)
  const amaras = await open(scene, scene.amara, phone)
  await amaras.goto(linkIn(await letterTo(office, scene.amara.email, /^How is it going\?$/)))
  await title(amaras, 'How is it going in week 2?')
  await choose(amaras, 'Mixed')
  await fill(amaras, 'What goes well?', 'My tutor explains everything twice.')
  await fill(amaras, 'What is hard just now?', 'Nights, and the drive home.')
  await choose(amaras, 'Some of them')
  await amaras.locator('select#wellFor').selectOption({ label: 'My buddy' })
  await amaras.locator('select#adjustmentsFor').selectOption({ label: 'The positive action team' })
  await press(amaras, 'Save')
  const { id } = await pairing(scene)
  const leons = await open(scene, scene.leon)
  await leons.goto(`${scene.site.url}/supporting/pairings/${id}/first-year`)
  await sees(leons, 'My tutor explains everything twice.')
  expect(await leons.content()).not.toContain('Nights, and the drive home.')
  await picture(leons, `${scene.force}-life-6-first-year`)
  const priyas = await open(scene, scene.priya)
  await priyas.goto(`${scene.site.url}/staff/first-year`)
  await sees(priyas, 'An adjustment is not in place')
  await picture(priyas, `${scene.force}-life-7-alert`)
}

/** A quarter of the year without an answer is looked at; keeping in touch keeps the silence away. */
async function goThroughTheYear(scene: Scene): Promise<void> {
  const { id } = await pairing(scene)
  for (let day = 14; day < 365; day += 30) {
    await later(scene, Math.min(30, 365 - day))
    if (day + 30 >= 365) break
    const page = await open(scene, scene.leon)
    await page.goto(`${scene.site.url}/supporting/pairings/${id}`)
    await noteATalk(page)
    await page.context().close()
  }
  expect(await db.firstYearAlert.count({ where: { rule: 'missedCheckIn' } })).toBeGreaterThan(0)
}

async function endAfterTwelveMonths(scene: Scene): Promise<void> {
  await later(scene, 2)
  await letterTo(office, scene.leon.email, /^Thank you for a year beside somebody$/)
  const letter = await letterTo(office, scene.amara.email, /^Twelve months\. Thank you, and what comes next$/)
  const page = await open(scene, scene.amara, phone)
  await page.goto(linkIn(letter))
  await sees(page, 'Become a buddy')
  await picture(page, `${scene.force}-life-8-twelve-months`)
  const { id } = await pairing(scene)
  await page.goto(`${scene.site.url}/my/pairings/${id}`)
  await sees(page, 'This pairing has ended')
  const steps = await db.pairingChange.findMany({ where: { pairingId: id }, orderBy: { id: 'asc' } })
  expect(steps.map(({ toState }) => toState)).toEqual(['proposedToSupporter', 'proposedToCandidate', 'active', 'paused', 'active', 'ended'])
  expect(steps.at(-1)?.reason).toBe('twelveMonths')
  const request = await db.supportRequest.findFirstOrThrow({ where: { candidateId: scene.amara.candidateId, kind: 'buddy' } })
  expect(request.state).toBe('completed')
}

for (const force of ['cheshire', 'hampshire'] as const)
  it(`takes a pair in ${force} from the first question to the end of the first year`, async () => {
    vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true, now: startOfDay(londonDay(now())).getTime() + 10 * HOUR })
    const scene = await aScene(force)
    await askForABuddy(scene)
    await matchThem(scene)
    await bothSayYes(scene)
    await writeAndMeet(scene)
    await fallSilent(scene)
    await restAndGoOn(scene)
    await recordTheStart(scene)
    await answerAfterTwoWeeks(scene)
    await goThroughTheYear(scene)
    await endAfterTwelveMonths(scene)
    expect(windows.flatMap(({ complaints }) => complaints)).toEqual([])
  })
