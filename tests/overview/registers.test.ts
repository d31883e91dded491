import { beforeAll, expect, it, vi } from 'vitest'
import { fillFor } from '../support/everybody.ts'
import { anAccount, signedInAs } from '../support/people.ts'

const frozen = new Date('2026-11-20T10:00:00Z')
type Agent = Awaited<ReturnType<typeof signedInAs>>
let lead: Agent

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  await fillFor(frozen)
  lead = await signedInAs(await anAccount({ roles: ['lead'] }))
  return () => vi.useRealTimers()
}, 60_000)

const A_PAGE = 25
const plain = (html: string) => html.replaceAll('&amp;', '&')
const words = (html = '') => html.replaceAll(/<[^>]*>/g, '').trim()
const numberIn = (text: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? undefined : Number(found.replaceAll(',', ''))
}
const totalOf = (html: string) => numberIn(words(/pa-pagehead__meta">(.*?)<\/p>/s.exec(html)?.[1]), /([\d,]+)/) ?? NaN
const rowsOf = (html: string) => (/<tbody>(.*?)<\/tbody>/s.exec(html)?.[1] ?? '').split('<tr').length - 1

/** Other ways in which a page offers to show itself: by its links, with the number that stands beside each, and by its lists to choose from. */
function waysOf(html: string, register: string): Map<string, number | undefined> {
  const ways = new Map<string, number | undefined>()
  for (const [, href = '', text] of html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gs))
    if (href.startsWith(`${register}?`) && !href.includes('page=')) ways.set(plain(href), numberIn(words(text), /([\d,]+)\)?$/))
  for (const [, name = '', options = ''] of html.matchAll(/<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs))
    for (const [, value] of options.matchAll(/<option value="([^"]+)"/g)) ways.set(`${register}?${name}=${String(value)}`, undefined)
  return ways
}

async function pageWith(address: string): Promise<{ html: string; total: number }> {
  const { text: html } = await lead.get(address).expect(200)
  const total = totalOf(html)
  expect({ address, rows: rowsOf(html) }).toEqual({ address, rows: Math.min(A_PAGE, total) })
  return { html, total }
}

it.each([
  ['/staff/adjustments', 1],
  ['/staff/barriers', 2],
  ['/staff/systemic', 1],
  ['/staff/networks/opportunities', 1],
  ['/staff/networks/interests', 1],
  ['/staff/training', 10],
  ['/staff/training/sessions', 1],
  ['/staff/jobs', 8],
  ['/staff/jobs/claims', 8],
  ['/staff/jobs/questions', 1],
  ['/staff/in-work', 1],
  ['/staff/in-work/offers', 1],
  ['/staff/in-work/progress', 1],
])('%s shows as many as it counts, under every filter, and its file holds the same', async (register, least) => {
  const first = await pageWith(register)
  const ways = waysOf(first.html, register)
  let most = first.total
  for (const [address, count] of ways) {
    const { total } = await pageWith(address)
    if (count !== undefined) expect({ address, total }).toEqual({ address, total: count })
    most = Math.max(most, total)
  }
  expect(most).toBeGreaterThanOrEqual(least)
  const file = plain(/href="([^"]*(?:\.csv|\/file)[^"]*)"/.exec(first.html)?.[1] ?? '')
  if (file === '') return
  const { text } = await lead.get(file).expect(200)
  expect({ file, rows: text.trim().split('\r\n').length - 1 }).toEqual({ file, rows: first.total })
})
