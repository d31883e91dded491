import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../../src/core/db.ts'
import { fileNameOf, isPdf } from '../../src/features/programmes/rules/materials.ts'
import { aCohort } from '../support/cohorts.ts'
import { aCandidate, aWorkshop, signedInAs, submit, tokenIn } from '../support/people.ts'
import { before, hold, justOver, mark, team } from '../support/register.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: before }))
afterEach(() => vi.useRealTimers())

const PDF = Buffer.from('%PDF-1.7\nslides')
const HEART = '\u{1F49B}'

async function upload(agent: TestAgent, address: string, file: Buffer, given: Record<string, string> = {}) {
  const page = await agent.get(address).expect(200)
  return agent
    .post(address)
    .field({ _csrf: tokenIn(page.text), title: 'Slides', audience: 'came', link: '', ...given })
    .attach('file', file, 'slides.pdf')
}

it('hands a link and a PDF to those who came, from when the workshop was held, and to nobody else', async () => {
  const over = await justOver(['Came', 'Absent', 'Not recorded'])
  const agent = await team()
  const address = `/staff/workshops/${over.workshop.id}/materials`
  expect((await submit(agent, address, { title: 'Recording', link: 'https://video.example/1', audience: 'came' })).status).toBe(303)
  expect((await upload(agent, address, PDF)).status).toBe(303)
  const file = await db.workshopMaterial.findFirstOrThrow({ where: { workshopId: over.workshop.id, file: { not: null } } })
  const own = `/workshops/${over.workshop.id}/materials/${file.id}`
  const readers = await Promise.all(over.people.map(({ candidate }) => signedInAs(candidate)))
  const page = `/workshops/${over.workshop.id}`
  for (const reader of readers) expect((await reader.get(page)).text).not.toContain('video.example')
  await hold(agent, over)
  await submit(agent, over.address, { ...mark(over, 0, 'here'), ...mark(over, 1, 'absent', 'booked', 'told'), ...mark(over, 2, '') })
  const seen = await Promise.all(
    readers.map(async (reader) => [(await reader.get(page)).text.includes('video.example'), (await reader.get(own)).status]),
  )
  expect(seen).toEqual([
    [true, 200],
    [false, 404],
    [false, 404],
  ])
  const stranger = await signedInAs(await aCandidate())
  expect((await stranger.get(own)).status).toBe(404)
  const sent = await readers[0]?.get(own).buffer(true)
  expect(sent?.headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff' })
  expect(sent?.headers['content-disposition']).toBe('attachment; filename=Slides.pdf')
  expect((await submit(agent, address, {}, `${address}/${file.id}/remove`)).status).toBe(303)
  expect((await readers[0]?.get(own))?.status).toBe(404)
})

it('reaches every member of the cohort where the team chose so', async () => {
  const cohort = await aCohort()
  const [member, stranger] = [await aCandidate(), await aCandidate()]
  await db.membership.create({ data: { cohortId: cohort.id, candidateId: member.id, state: 'joined', beganAt: before } })
  const workshop = await aWorkshop({ cohortId: cohort.id, state: 'held', heldAt: before, startsAt: new Date('2027-01-10T18:00:00Z') })
  const agent = await team()
  const address = `/staff/workshops/${workshop.id}/materials`
  await submit(agent, address, { title: 'Handout', link: 'https://files.example/handout', audience: 'members' })
  await submit(agent, address, { title: 'Recording', link: 'https://files.example/recording', audience: 'came' })
  const [theirs, others] = await Promise.all(
    [member, stranger].map(async (one) => (await (await signedInAs(one)).get(`/workshops/${workshop.id}`)).text),
  )
  expect(theirs).toContain('files.example/handout')
  expect(theirs).not.toContain('files.example/recording')
  expect(others).not.toContain('files.example')
})

it('takes a PDF by what is in it, a link by its address, and neither too large, nor both, nor nothing', async () => {
  const workshop = await aWorkshop()
  const agent = await team()
  const address = `/staff/workshops/${workshop.id}/materials`
  expect((await upload(agent, address, Buffer.from('<script>alert(1)</script>'))).text).toContain('Choose a PDF')
  expect((await upload(agent, address, Buffer.concat([PDF, Buffer.alloc(2 * 1024 * 1024)]))).text).toContain('smaller than 2 MB')
  expect((await upload(agent, address, PDF, { link: 'https://files.example/x' })).text).toContain('not both')
  for (const link of ['', 'javascript:alert(1)', 'http://files.example', 'https://', 'files.example'])
    expect((await submit(agent, address, { title: 'A', link, audience: 'came' })).status).toBe(422)
  expect((await submit(agent, address, { title: ' ', link: 'https://files.example', audience: 'came' })).status).toBe(422)
  expect(await db.workshopMaterial.count({ where: { workshopId: workshop.id } })).toBe(0)
  const data = { workshopId: workshop.id, title: 'A', addedAt: before }
  await expect(db.workshopMaterial.create({ data: { ...data, link: 'http://files.example' } })).rejects.toThrow()
  await expect(db.workshopMaterial.create({ data: { ...data, file: Buffer.from('GIF89a'), fileName: 'a.pdf' } })).rejects.toThrow()
  await expect(db.workshopMaterial.create({ data })).rejects.toThrow()
  expect([isPdf(PDF), isPdf(Buffer.from(''))]).toEqual([true, false])
  expect([fileNameOf('Slides: “Café” 2/3'), fileNameOf(HEART)]).toEqual(['Slides-Cafe-2-3.pdf', 'material.pdf'])
})
