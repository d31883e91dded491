import axe from 'axe-core'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

type Axe = { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }

/**
 * What axe finds on the page as it stands now, by the rules of WCAG 2.2 AA: the rule and the first place. Axe is read by the
 * page once, however often it is asked, which halves the time of looking at several widths. No page of ours has frames.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source)
  const found = await page.evaluate(async (values) => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({
      resultTypes: ['violations'],
      runOnly: { type: 'tag', values },
    })
    return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 120) ?? ''}`)
  }, tags)
  return found
}

/** The same at the width of a desk and of a phone; the window is a phone's afterwards. */
export async function axeFaultsAtBothWidths(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 })
    for (const fault of await axeFaults(page)) faults.push(`axe at ${String(width)}: ${fault}`)
  }
  return faults
}
