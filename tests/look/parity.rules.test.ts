import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import ejs from 'ejs'
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5'
import { describe, expect, it } from 'vitest'
import * as helpers from '../../src/core/view-helpers.ts'
import { viewsFolder } from '../../src/core/views.ts'

const library = path.resolve('node_modules/govuk-frontend/dist/govuk/components')
const ours = path.join(viewsFolder, 'components')

type Fixtures = { fixtures: { name: string; options: object; html: string }[] }

/** One line for each element and text: blind to white space and to the order of attributes. */
function outline(html: string): string {
  const lines: string[] = []
  const walk = (nodes: DefaultTreeAdapterTypes.ChildNode[], indent: string) => {
    for (const node of nodes) {
      if ('value' in node) {
        const text = node.value.replace(/\s+/g, ' ').trim()
        if (text !== '') lines.push(indent + text)
      } else if ('tagName' in node) {
        const attributes = node.attrs.map(
          ({ name, value }) => `${name}="${name === 'class' ? value.trim().split(/\s+/).join(' ') : value}"`,
        )
        lines.push(`${indent}<${[node.tagName, ...attributes.sort()].join(' ')}>`)
        walk(node.childNodes, `${indent}  `)
      }
    }
  }
  walk(parseFragment(html).childNodes, '')
  return lines.join('\n')
}

const mirrored = readdirSync(ours)
  .map((file) => path.basename(file, '.ejs'))
  .filter((name) => existsSync(path.join(library, name, 'fixtures.json')))

describe.each(mirrored)('%s says the same as the library', (name) => {
  const file = path.join(ours, `${name}.ejs`)
  const render = ejs.compile(readFileSync(file, 'utf8'), { filename: file, root: viewsFolder, cache: true })
  const { fixtures } = JSON.parse(readFileSync(path.join(library, name, 'fixtures.json'), 'utf8')) as Fixtures

  it.each(fixtures)('$name', ({ options, html }) => {
    expect(outline(render({ ...helpers, p: options }))).toBe(outline(html))
  })
})
