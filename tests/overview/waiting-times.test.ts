import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { listWaitingTimes } from '../../src/features/requests/queries/waiting-times.ts'
import { aCandidate, anAccount, signedInAs } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const ago = (days: number) => new Date(frozen.getTime() - days * 86_400_000)
const lead = { role: 'lead', accountId: '', name: 'Helen', roles: ['lead'] } as const

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})

afterAll(() => {
  vi.useRealTimers()
})

it('tells how long people wait: who waits now, since when, and how soon and how often in time others were answered', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => aCandidate()))
  const [a, b, c, d, e] = people.map(({ id }) => id)
  await aRequest(a ?? '', { requestedAt: ago(9) })
  await aRequest(b ?? '', { requestedAt: ago(2) })
  const answered = { state: 'accepted', ownerId: (await anAccount()).id }
  await aRequest(c ?? '', { ...answered, requestedAt: ago(40), answeredAt: ago(38) })
  await aRequest(d ?? '', { ...answered, requestedAt: ago(60), answeredAt: ago(40) })
  await aRequest(e ?? '', { ...answered, requestedAt: ago(300), answeredAt: ago(299) })
  await aRequest(e ?? '', { kind: 'buddy', requestedAt: ago(30) })
  await db.candidate.update({ where: { id: e ?? '' }, data: { closedAt: ago(1) } })
  expect(await listWaitingTimes(lead)).toEqual([{ kind: 'insight', waiting: 2, oldest: ago(9), answered: 2, inTime: 1, medianDays: 11 }])
})

it('opens, from each kind that somebody waits for, a list as long as it says', async () => {
  const agent = await signedInAs(await anAccount())
  const { text } = await agent.get('/staff').expect(200)
  const [, href = '', count] =
    /href="(\/staff\/requests\?state=requested&amp;kind=\w+)">[^<]+<\/a><\/th><td class="n">(\d+)/.exec(text) ?? []
  const list = await agent.get(href.replace('&amp;', '&')).expect(200)
  const body = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(list.text)?.[1] ?? ''
  expect([body.split('<tr').length - 1, count]).toEqual([2, '2'])
})
