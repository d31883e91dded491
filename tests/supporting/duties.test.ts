import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aOneToOne, aSlot } from '../support/one-to-ones.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'
import { aSupporter } from '../support/pairings.ts'
import { signedInAs } from '../support/people.ts'

const day = 86_400_000
const frozen = new Date('2027-01-14T10:00:00Z')

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterAll(() => {
  vi.useRealTimers()
})

/** The first page of somebody who signs in anew, as sessions end while days pass. */
async function homeOf({ account }: Awaited<ReturnType<typeof aSupporter>>) {
  const person = await signedInAs(account)
  return { person, page: (await person.get('/supporting').expect(200)).text }
}

it('leads a host from the first page to everything that waits, and from a colleague’s to none of it', async () => {
  vi.setSystemTime(frozen)
  const [helen, leon] = [await aSupporter({ name: 'Helen Marsh' }), await aSupporter({ name: 'Leon Carter' })]
  const host = await aHost({ supporterId: helen.id, name: 'Dog section', openness: 'actively', answeredAt: frozen })
  expect((await homeOf(helen)).page).toContain('Nothing waits for you just now')

  const asked = await aPlacement({ state: 'underConsideration', hostId: host.id, undated: true })
  const agreed = await aPlacement({ state: 'accepted', hostId: host.id, undated: true })
  const on = async (days: number) =>
    (await aHostDate({ hostId: host.id, supporterId: helen.id, startsAt: new Date(frozen.getTime() + days * day) })).id
  const [near, far] = [await on(7), await on(14)]
  const [past, toMark] = [
    await aPlacement({ state: 'attended', hostId: host.id, dateId: near }),
    await aPlacement({ state: 'confirmed', hostId: host.id, dateId: await on(8) }),
  ]
  const checking = await aPlacement({ state: 'checks', hostId: host.id, dateId: far })
  vi.setSystemTime(new Date(frozen.getTime() + 9 * day))
  await db.host.update({ where: { id: host.id }, data: { askedAt: new Date(frozen.getTime() + 8 * day) } })

  const { person, page } = await homeOf(helen)
  for (const href of [
    `/supporting/placements/${asked.id}`,
    `/supporting/placements/${agreed.id}`,
    `/supporting/visits/${toMark.id}`,
    `/supporting/visits/${past.id}/debrief`,
    `/supporting/placements/${checking.id}/risk`,
    `/supporting/hosting/${host.id}/openness`,
  ]) {
    expect(page, href).toContain(`href="${href}"`)
    await person.get(href).expect(200)
  }
  const other = (await homeOf(leon)).page
  expect(other).toContain('Nothing waits for you just now')
  expect(other).not.toContain('Dog section')
})

it('shows a coach the one-to-ones that are to be marked, until they are', async () => {
  vi.setSystemTime(frozen)
  const coach = await aSupporter({ name: 'Aisha Bello' })
  const slot = await aSlot({ supporterId: coach.id, startsAt: new Date(frozen.getTime() + 2 * day) })
  const { id } = await aOneToOne({ slotId: slot.id })
  expect((await homeOf(coach)).page).not.toContain(id)
  vi.setSystemTime(new Date(frozen.getTime() + 3 * day))
  const { person, page } = await homeOf(coach)
  expect(page).toContain(`href="/supporting/one-to-ones/${id}"`)
  await person.get(`/supporting/one-to-ones/${id}`).expect(200)
})
