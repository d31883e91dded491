import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { axeFaults, axeFaultsAtBothWidths } from '../support/axe.ts'
import { aBrowser } from '../support/site.ts'

let browser: Browser

beforeAll(async () => {
  browser = await aBrowser()
})
afterAll(() => browser.close())

const page = (main: string) =>
  `<!DOCTYPE html><html lang="en"><head><title>A page</title><style>.phone { display: none } @media (max-width: 400px) { .phone { display: block } }</style></head><body><main>${main}</main></body></html>`

it('finds a field without a name, and each time anew as the page changes', async () => {
  const window = await browser.newPage()
  await window.setContent(page('<label for="a">A</label><input id="a">'))
  expect(await axeFaults(window)).toEqual([])
  await window.evaluate('document.querySelector("label").remove()')
  expect(await axeFaults(window)).toEqual([expect.stringContaining('label <input id="a">')])
  await window.close()
})

it('finds what is wrong at the width of a phone alone', async () => {
  const window = await browser.newPage()
  await window.setContent(page('<p class="phone"><img src="data:,"></p>'))
  expect(await axeFaultsAtBothWidths(window)).toEqual([expect.stringMatching(/^axe at 390: image-alt/)])
  await window.close()
})
