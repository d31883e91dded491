import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { profileOf } from '../../src/forces/find.ts'
import type { ForceProfile } from '../../src/forces/profile.ts'
import { choose, fill, follow, press, sees, signIn, title, turnTo } from '../support/browsing.ts'
import { aCandidate, anAccount, aWorkshop } from '../support/people.ts'
import { aPostOffice, letterTo, linkIn, type PostOffice } from '../support/post.ts'
import { aBrowser, aClockwork, aSite, aWindow, picture, type Site, type Visitor } from '../support/site.ts'

const DAY = 86_400_000
const TITLE = 'A morning with the mounted section'
const LABEL = 'Insight workshop'
const NOTHING = /There is no support history that you can see for this/
const phone = 390

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
})
afterAll(async () => {
  await browser.close()
  await office.stop()
})

type Scene = { site: Site; force: ForceProfile; day: Date }

/** Somebody's window on the site; what it complained of is asked at the end. */
async function open(site: Site, ...given: [as?: { accountId: string }, width?: number, javaScriptEnabled?: boolean]): Promise<Page> {
  const opened = await aWindow(browser, site, ...given)
  windows.push(opened)
  opened.page.setDefaultTimeout(10_000)
  return opened.page
}

async function publishWorkshop(page: Page, { force, day }: Scene): Promise<void> {
  await turnTo(page, 'Workshops')
  await press(page, 'New workshop')
  await fill(page, 'Title', TITLE)
  await fill(page, 'Label for recruiters', LABEL)
  await fill(page, 'Date', day.toLocaleDateString('en-GB', { timeZone: 'UTC' }))
  await fill(page, 'Starts', '6pm')
  await fill(page, 'Ends', '8pm')
  await choose(page, 'They come to a place')
  await fill(page, 'Another venue', 'Riverside Training Centre')
  await page.getByLabel('Town or area', { exact: true }).selectOption(force.areas[0]?.id ?? '')
  await fill(page, 'Places', '1')
  await press(page, 'Save draft')
  await sees(page, 'Draft saved. Nobody has been told.')
  await press(page, 'Publish')
  await picture(page, `${force.id}-1-publish`)
  await press(page, 'Publish')
  await sees(page, 'Published. People can ask for places now.')
}

async function register(page: Page, { site, name, email }: { site: Site; name: string; email: string }): Promise<void> {
  await page.goto(`${site.url}/register`)
  await fill(page, 'Your name', name)
  await fill(page, 'E-mail address', email)
  await fill(page, 'Choose a password', 'quiet-lantern-harbour-58')
  await press(page, 'Register')
  await title(page, 'Look in your e-mail')
  await page.goto(linkIn(await letterTo(office, email, /^Confirm your e-mail address$/)))
  await sees(page, email)
  await press(page, 'Confirm and continue')
  await title(page, 'Which ways in interest you?')
}

/** One way in and two kinds of support are chosen, sharing is refused, and the rest is left out. */
async function answerQuestions(page: Page, { force }: Scene): Promise<void> {
  const [way, ...support] = [force.routes[0], ...force.support.filter(({ kind }) => kind === 'buddy' || kind === 'insight')]
  await page.getByLabel(way?.name ?? '', { exact: true }).check()
  await press(page, 'Continue')
  await title(page, 'Where could you come to?')
  await follow(page, 'Skip this question')
  await title(page, 'Which support would you like?')
  for (const { name } of support) await page.getByLabel(name, { exact: true }).check()
  await picture(page, `${force.id}-2-support`)
  await press(page, 'Continue')
  for (const left of ['anything about you', 'taking part possible', '18 or over']) {
    await title(page, new RegExp(left))
    await follow(page, 'Skip this question')
  }
  await title(page, 'Let recruiters see which support I took part in')
  await choose(page, 'No')
  await press(page, 'Continue')
  for (const left of ['E-mail me', 'my story', 'research']) {
    await title(page, new RegExp(left))
    await follow(page, 'Skip this question')
  }
  await title(page, 'Check your answers')
  for (const { name } of support) await sees(page, name)
  await picture(page, `${force.id}-3-answers`)
  await press(page, 'Everything is right')
  await title(page, 'You are all set')
}

async function openWorkshop(page: Page): Promise<void> {
  await follow(page, TITLE)
  await title(page, TITLE)
}

async function bookFirst(page: Page, { force }: Scene, email: string): Promise<void> {
  await press(page, 'See workshop dates')
  await openWorkshop(page)
  await press(page, 'Take a place')
  await sees(page, 'You have a place. We have sent you an e-mail with the details.')
  await picture(page, `${force.id}-4-booked`)
  const letter = await letterTo(office, email, /^Your place on/)
  expect(letter.text).toContain(TITLE)
}

async function joinTheLine(page: Page, { site, force }: Scene, email: string): Promise<void> {
  await page.goto(`${site.url}/my`)
  await turnTo(page, 'Workshops')
  await openWorkshop(page)
  await sees(page, 'Full: waiting list open')
  await press(page, 'Join the waiting list')
  await sees(page, '1st')
  await sees(page, 'of 1 person waiting')
  await picture(page, `${force.id}-5-waiting`)
  await letterTo(office, email, /^You are on a waiting list$/)
}

async function giveUp(page: Page, { force }: Scene): Promise<void> {
  await press(page, 'Cancel my place')
  await title(page, `Cancel your place at ${TITLE}?`)
  await picture(page, `${force.id}-6-cancel`)
  await press(page, 'Cancel my place')
  await sees(page, 'You have cancelled your place. It goes to the next person.')
}

async function takeTheOffer(page: Page, { force }: Scene, email: string): Promise<void> {
  await page.goto(linkIn(await letterTo(office, email, /^A place is held for you until/)))
  await page.getByRole('heading', { name: /^A place is yours until/ }).waitFor()
  await picture(page, `${force.id}-7-offer`)
  await press(page, 'Take the place')
  await sees(page, 'The place is yours. We have sent you an e-mail with the details.')
  await letterTo(office, email, /^Your place on/)
}

async function recordAttendance(page: Page, { force }: Scene, name: string): Promise<void> {
  await turnTo(page, 'Workshops')
  await follow(page, /^Registers not recorded/)
  await follow(page, TITLE)
  await title(page, TITLE)
  await choose(page, 'Yes')
  await press(page, 'Continue')
  await page.getByRole('group', { name }).getByRole('radio', { name: 'Here', exact: true }).check()
  await press(page, 'Save marks')
  await sees(page, '1 of 1 recorded')
  await picture(page, `${force.id}-8-register`)
}

async function lookUp(page: Page, email: string): Promise<void> {
  await turnTo(page, 'Support history')
  await fill(page, 'Email address or reference', email)
  await choose(page, 'To confirm support that an application mentions')
  await press(page, 'Look up')
}

async function agreeToShare(page: Page, { force }: Scene): Promise<void> {
  await turnTo(page, 'Privacy')
  await follow(page, /^Change ?: Let recruiters see/)
  await choose(page, 'Yes')
  await picture(page, `${force.id}-9-agree`)
  await press(page, 'Save')
  await title(page, 'Privacy')
}

/** The kind of support and the quarter, and nothing that names the workshop or its day. */
async function readHistory(page: Page, { force, day }: Scene, name: string): Promise<void> {
  await title(page, name)
  const quarters = ['January to March', 'April to June', 'July to September', 'October to December']
  const quarter = `${quarters[Math.floor(day.getUTCMonth() / 3)] ?? ''} ${String(day.getUTCFullYear())}`
  await page.getByRole('row', { name: `${LABEL} ${quarter} About 2 hours Yes` }).waitFor()
  const text = await page.getByRole('main').innerText()
  expect(text).not.toContain(TITLE)
  expect(text).not.toContain('Riverside')
  await picture(page, `${force.id}-10-history`)
}

async function seeWhoLooked(page: Page, { site, force }: Scene): Promise<void> {
  await turnTo(page, 'Privacy')
  await sees(page, 'A recruiter')
  await page.goto(`${site.url}/my/privacy/looks`)
  const looks = page.getByRole('listitem').filter({ hasText: 'A recruiter' })
  expect(await looks.count()).toBe(1)
  expect(await looks.innerText()).toContain('To confirm support that an application mentions')
  await picture(page, `${force.id}-11-looks`)
}

/** A browser reports every answer of 422; that a recruiter is told so is part of the way. */
const complaints = () => windows.flatMap((each) => each.complaints).filter((text) => !text.includes('status of 422'))

for (const id of ['cheshire', 'hampshire'] as const)
  it(`takes two people in ${id} from registering to a history that only one of them shares`, async () => {
    const site = await aSite({ FORCE: id })
    running.push(site, await aClockwork(site, office, id))
    const scene: Scene = { site, force: profileOf(id), day: new Date(now().getTime() + 21 * DAY) }
    const [first, second] = [`amara@${id}.example`, `bea@${id}.example`]
    const coordinator = await anAccount({ roles: ['coordinator'], name: 'Cass Coordinator' })
    const recruiter = await anAccount({ roles: ['recruiter'], name: 'Robin Recruiter' })
    const bea = await aCandidate({ name: 'Bea Second', email: second })

    const staff = await open(site)
    await signIn(staff, site, coordinator.email)
    await publishWorkshop(staff, scene)

    const amaras = await open(site, undefined, phone)
    await register(amaras, { site, name: 'Amara First', email: first })
    await answerQuestions(amaras, scene)
    await bookFirst(amaras, scene, first)
    const beas = await open(site, { accountId: bea.accountId ?? '' }, phone)
    await joinTheLine(beas, scene, second)
    await giveUp(amaras, scene)
    await takeTheOffer(beas, scene, second)

    await running.pop()?.stop()
    vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true, now: scene.day.setUTCHours(21, 0, 0, 0) })
    await signIn(staff, site, coordinator.email)
    await recordAttendance(staff, scene, bea.name)

    const hiring = await open(site)
    await signIn(hiring, site, recruiter.email)
    await lookUp(hiring, second)
    await sees(hiring, NOTHING)
    await signIn(beas, site, second)
    await agreeToShare(beas, scene)
    await lookUp(hiring, second)
    await readHistory(hiring, scene, bea.name)
    await seeWhoLooked(beas, scene)
    await lookUp(hiring, first)
    await sees(hiring, NOTHING)
    expect(complaints()).toEqual([])
  })

it('lets somebody without JavaScript register, confirm and ask for a place', async () => {
  const site = await aSite()
  running.push(site, await aClockwork(site, office, 'cheshire'))
  const { title: name } = await aWorkshop({ title: 'Reading a job advert' })
  const page = await open(site, undefined, phone, false)
  await register(page, { site, name: 'Nadia Noscript', email: 'nadia@people.example' })
  await page.goto(`${site.url}/my`)
  await turnTo(page, 'Workshops')
  await follow(page, name)
  await press(page, 'Take a place')
  await sees(page, 'You have a place. We have sent you an e-mail with the details.')
  await letterTo(office, 'nadia@people.example', /^Your place on/)
  expect(complaints()).toEqual([])
})
