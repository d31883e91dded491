import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import ejs from 'ejs'
import { describe, expect, it } from 'vitest'
import { publicFolder, viewsFolder } from '../../src/core/views.ts'

const files = readdirSync(viewsFolder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ejs'))
const read = (file: string) => readFileSync(path.join(viewsFolder, file), 'utf8')
const styles = readdirSync('public/css')
  .map((sheet) => readFileSync(path.join('public/css', sheet), 'utf8'))
  .join('\n')
const built = readFileSync(path.join(publicFolder, 'site.css'), 'utf8')
const styled = new Set([...built.matchAll(/\.((?:pa|govuk)-[A-Za-z0-9_-]+)/g)].map(([, name]) => name))
/** Names of the library's that mark a thing and style nothing. */
const unstyled = /^govuk-(js-.*|details__summary-text|pagination__icon--prev|table__(head|body|row)|!-.*)$/

describe('the templates', () => {
  it.each(files)('%s compiles', (file) => {
    expect(() => ejs.compile(read(file), { filename: path.join(viewsFolder, file), root: viewsFolder, views: [viewsFolder] })).not.toThrow()
  })

  it.each(files.filter((file) => !file.startsWith('emails/')))('%s names only classes that the stylesheet has', (file) => {
    const names = [...read(file).matchAll(/class(?:es|Name)?(?:="|: ['"`])([^"'`]*)/g)]
      .flatMap(([, list]) => (list ?? '').replaceAll(/<%.*?%>|\$\{.*?\}/g, ' ').split(/\s+/))
      .filter((name) => /^(?:pa|govuk)-[a-z0-9!_-]*[a-z0-9]$/.test(name))
    expect(names.filter((name) => !styled.has(name) && !unstyled.test(name))).toEqual([])
  })

  it.each(files)('%s leaves style and script to files of their own', (file) => {
    if (file.startsWith('emails/')) return
    expect(read(file)).not.toMatch(/<style|\sstyle="|<script(?![^>]*\ssrc=)(?! type="application\/ld\+json">)|\son[a-z]+="/)
  })
})

describe('the stylesheet', () => {
  it('names colours once, as variables', () => {
    const rules = styles.replace(/:root \{[^}]*\}/, '').replace(/\/\*[\s\S]*?\*\//g, '')
    expect(rules.match(/#[0-9a-f]{3,8}\b/gi)).toBeNull()
  })

  it('needs no exclamation marks', () => {
    expect(styles).not.toContain('!important')
  })
})
