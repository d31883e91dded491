import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MemberRole } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { daysAfter, typedDay } from '../../src/core/dates.ts'
import { db } from '../../src/core/db.ts'
import { axeFaults } from '../support/axe.ts'
import { aCase } from '../support/barriers.ts'
import { choose, fill, follow, press, sees, title } from '../support/browsing.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aBrowser, aSite, aWindow, type Site } from '../support/site.ts'

let browser: Browser
let site: Site
beforeAll(async () => {
  browser = await aBrowser()
  site = await aSite()
})
afterAll(async () => {
  await site.stop()
  await browser.close()
})

type Person = { accountId: string; role: MemberRole; email: string }
const open = async (who: Person, width = 1280): Promise<Page> => (await aWindow(browser, site, who, width)).page
const aColleague = async (name: string): Promise<Person> => {
  const { id, email } = await anAccount({ name })
  return { accountId: id, role: 'coordinator', email }
}

/** Nadia tells on her phone that no bus comes. */
async function tell(nadia: Page): Promise<void> {
  await nadia.goto(`${site.url}/my/barriers`)
  await press(nadia, 'Tell us what is in the way')
  await choose(nadia, 'Getting there')
  await fill(nadia, 'What is in your way?', 'No bus comes before the test begins')
  expect(await axeFaults(nadia)).toEqual([])
  await press(nadia, 'Send it to the team')
  await sees(nadia, 'We have it. Somebody of the team takes it up, and you see here what they do.')
  expect(await nadia.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
}

/** Priya takes it up, makes a line of the register of it and links the other case to it. */
async function rollUp(priya: Page, caseId: string, otherId: string): Promise<void> {
  await priya.goto(`${site.url}/staff/barriers/${caseId}`)
  await press(priya, 'Take it up')
  await sees(priya, 'Taken up. They are told that somebody has it.')
  await follow(priya, 'Make a new one from this case')
  await fill(priya, 'Title', 'No bus to the fitness test')
  await fill(priya, 'What is in people’s way', 'The test begins before the first bus')
  await press(priya, 'Put it into the register')
  await title(priya, 'No bus to the fitness test')
  await priya.goto(`${site.url}/staff/barriers/${otherId}`)
  await priya.getByLabel('Which one').selectOption({ label: 'No bus to the fitness test (getting there)' })
  await press(priya, 'Link this case')
  expect(await axeFaults(priya)).toEqual([])
  await follow(priya, 'No bus to the fitness test')
  await sees(priya, '2 cases of 2 people')
}

/** From the evidence to the words for everybody. */
async function change(priya: Page): Promise<void> {
  await fill(priya, 'What the cases and sources show', 'Whoever has no car comes late')
  await press(priya, 'It is shown by evidence')
  await choose(priya, 'We change something')
  await fill(priya, 'What, or why not', 'It begins at ten')
  await fill(priya, 'Look again on', typedDay(daysAfter(now(), 30)))
  await press(priya, 'Save the decision')
  await fill(priya, 'What was changed', 'It begins at ten')
  await fill(priya, 'Since', typedDay(now()))
  await fill(priya, 'Measure again on', typedDay(daysAfter(now(), 30)))
  await press(priya, 'Save the change')
  await fill(priya, 'How it was before', '4 of 20 came late')
  await fill(priya, 'How it is now', 'Nobody did')
  await choose(priya, 'It is gone')
  await press(priya, 'Save what was measured')
  await press(priya, 'Close it')
  await fill(priya, 'You said', 'No bus comes before the fitness test begins.')
  await fill(priya, 'We did', 'The test begins at ten now.')
  await press(priya, 'Ask for approval')
  await sees(priya, 'Somebody else of the team reads it now. Nobody outside sees it before.')
  expect(await axeFaults(priya)).toEqual([])
}

it('rolls two cases into one barrier, changes it for all, and tells everybody once two of the team have looked', async () => {
  const nadia = await aCandidate({ name: 'Nadia Bashir', email: `nadia-${String(now().getTime())}@people.example` })
  const hers = await open({ accountId: nadia.accountId ?? '', role: 'candidate', email: '' }, 390)
  await tell(hers)
  const { id } = await db.barrierCase.findFirstOrThrow({ where: { candidateId: nadia.id } })
  const other = await aCase({ state: 'working' })
  const priya = await open(await aColleague('Priya Nair'))
  await rollUp(priya, id, other.id)
  await change(priya)
  const marcus = await open(await aColleague('Marcus Bell'))
  await marcus.goto(priya.url())
  await press(marcus, 'Approve: nobody can be found in it')
  await sees(marcus, 'It is public now.')
  await hers.goto(`${site.url}/you-said-we-did`)
  await sees(hers, 'No bus comes before the fitness test begins.')
  await sees(hers, 'It is out of the way now')
  expect(await axeFaults(hers)).toEqual([])
  expect(await hers.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
}, 60_000)
