// Makes public/built: one stylesheet out of the library's and ours, the themes, the script, the fonts and an icon a force.
// Addresses inside carry a hash of what they name, as the site lets browsers keep every asset for ever.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '../..')
const PUBLIC = path.join(ROOT, 'public')
const BUILT = path.join(PUBLIC, 'built')
const LIBRARY = path.join(ROOT, 'node_modules/govuk-frontend/dist/govuk')
const FONTS = path.join(ROOT, 'node_modules/@fontsource-variable')

// The order is the cascade's: what stands later may build on what stands before.
const SHEETS = [
  'base',
  'controls',
  'layout',
  'parts',
  'public',
  'pages',
  'candidate',
  'staff',
  'find',
  'accounts',
  'reaching',
  'register',
  'account',
  'messages',
  'person',
  'stages',
  'listing',
  'cohorts',
  'wishes',
  'supporting',
  'preparing',
  'matching',
  'first-year',
  'visits',
  'passport',
  'jobs',
  'utilities',
  'print',
]
const FACES = [
  'figtree-latin-wght-normal',
  'figtree-latin-ext-wght-normal',
  'bricolage-grotesque-latin-wght-normal',
  'bricolage-grotesque-latin-ext-wght-normal',
]
const LEFT_OUT = [
  'accordion',
  'character-count',
  'cookie-banner',
  'date-input',
  'exit-this-page',
  'feedback',
  'file-upload',
  'footer',
  'generic-header',
  'header',
  'language-navigation',
  'notification-banner',
  'panel',
  'phase-banner',
  'service-navigation',
  'tabs',
  'task-list',
  'warning-text',
]
/** Fewer replacements than this mean that the library's CSS has changed its shape. */
const LEAST_REPLACED = 40

const read = (...parts) => readFileSync(path.join(...parts), 'utf8')
/** Aside first, then in one step: a site that is running never serves half a file. */
const write = (name, content) => {
  const file = path.join(BUILT, name)
  writeFileSync(`${file}.${String(process.pid)}`, content)
  renameSync(`${file}.${String(process.pid)}`, file)
}
const hashed = (name) =>
  `${name}?v=${createHash('sha256')
    .update(readFileSync(path.join(BUILT, name)))
    .digest('base64url')
    .slice(0, 10)}`

/** The library's precompiled styles without GDS Transport, which is licensed for gov.uk alone, and with our font named instead. */
function libraryStyles() {
  let replaced = 0
  const swap = (by) => () => {
    replaced += 1
    return by
  }
  const css = read(LIBRARY, 'govuk-frontend.min.css')
    .replace(/\/\*! Copyright \(c\) 2011 by Margaret[^*]*\*\//, '')
    .replace(/@font-face\{font-family:GDS Transport[^}]*\}/g, swap(''))
    .replace(/GDS Transport,arial,sans-serif/g, swap('var(--pa-font)'))
    .replace(/@charset[^;]*;/, '')
    .replace(/\/\*# sourceMappingURL[^*]*\*\//, '')
  if (css.includes('GDS Transport') || replaced < LEAST_REPLACED) {
    throw new Error(
      `The font was replaced in ${String(replaced)} places, and ${String(LEAST_REPLACED)} or more were expected: look at the library's CSS.`,
    )
  }
  return css
}

/** The rules of a stylesheet, each whole, an at-rule with everything inside it. */
function rulesOf(css) {
  const rules = []
  let [depth, start] = [0, 0]
  for (const { 0: brace, index } of css.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1
    if (depth > 0) continue
    rules.push(css.slice(start, index + 1))
    start = index + 1
  }
  return rules
}

const isLeftOut = (selector) => new RegExp(`\\.govuk-(${LEFT_OUT.join('|')})(__|--|[^a-z-]|$)`).test(selector)

/** What is left of the library's rules without the components that no page of ours draws: some two thirds. */
const withoutLeftOut = (css) =>
  rulesOf(css)
    .map((rule) => {
      const [head = ''] = rule.split('{', 1)
      if (!/^@(media|supports)/.test(head)) return head.startsWith('@') || !head.split(',').every(isLeftOut) ? rule : ''
      const inside = withoutLeftOut(rule.slice(head.length + 1, -1))
      return inside === '' ? '' : `${head}{${inside}}`
    })
    .join('')

const tighten = (css) =>
  css
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/;}/g, '}')
    .replace(/: /g, ':')

/** Space and comments are for people; quoted text is left alone. */
const squeeze = (css) =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split(/("[^"]*")/)
    .map((part) => (part.startsWith('"') ? part : tighten(part)))
    .join('')
    .trim()

const icon = (theme, mark) => {
  const colour = (name) => new RegExp(`--force-${name}: (#[0-9a-f]{6})`).exec(theme)?.[1] ?? ''
  const painted = mark.replaceAll('currentcolor', colour('accent'))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="9" fill="${colour('primary')}"/>${painted}</svg>`
}

const inside = (svg) => /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1]?.trim() ?? ''

mkdirSync(path.join(BUILT, 'fonts'), { recursive: true })
for (const face of FACES) {
  const family = face.startsWith('figtree') ? 'figtree' : 'bricolage-grotesque'
  copyFileSync(path.join(FONTS, family, 'files', `${face}.woff2`), path.join(BUILT, 'fonts', `${face}.woff2`))
}
copyFileSync(path.join(LIBRARY, 'govuk-frontend.min.js'), path.join(BUILT, 'govuk-frontend.min.js'))
const ours = SHEETS.map((name) => squeeze(read(PUBLIC, 'css', `${name}.css`))).join('\n')
const addressed = ours.replace(/url\((fonts\/[^)]+)\)/g, (_, name) => `url(${hashed(name)})`)
write('site.css', `${withoutLeftOut(libraryStyles())}\n${addressed}\n`)
write('timeout.js', read(PUBLIC, 'timeout.js'))
write('register.js', read(PUBLIC, 'register.js'))
write('check-a-draw.mjs', read(PUBLIC, 'check-a-draw.mjs'))
write('app.js', read(PUBLIC, 'app.js').replaceAll(/(govuk-frontend\.min|timeout|register)\.js/g, hashed))
for (const name of readdirSync(path.join(PUBLIC, 'themes')).filter((file) => file.endsWith('.css'))) {
  const force = path.basename(name, '.css')
  const theme = read(PUBLIC, 'themes', name)
  write(`theme-${force}.css`, squeeze(theme))
  write(`icon-${force}.svg`, icon(theme, inside(read(PUBLIC, 'themes', `${force}.svg`))))
}
