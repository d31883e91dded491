import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import { art, personTile, stageTile } from './art.ts'
import { bar, beforeAfter, capacity, progress, runChart, seats, stripPlot } from './charts.ts'
import * as dates from './dates.ts'
import { icon } from './icons.ts'
import { homeOf, ownNavigation, publicNavigation, wayBack } from './navigation.ts'
import { withWhose } from './waiting.ts'
import { attrs, cls, dataBlock, err, esc, opt, option, slot, val, vals } from './view-helpers.ts'

/** The same depth below the project's root from `src/core` and from `dist/core`. */
export const viewsFolder = fileURLToPath(new URL('../../views', import.meta.url))
/** What the build makes of `public/`, and what the site serves under /assets. */
export const publicFolder = fileURLToPath(new URL('../../public/built', import.meta.url))

/** What a page may say about itself, for its layout. */
type PageSettings = {
  title: string
  layout: 'public' | 'my' | 'question' | 'staff' | 'print' | ''
  /** The page brings its own bands and containers. */
  full?: boolean
  noFoot?: boolean
  /** A question page with nothing left to finish later. */
  done?: boolean
  /** The address of the navigation item this page belongs to, where its own address does not say it. */
  current?: string
  /** The first words of the title where a form was refused. */
  error?: boolean
  description?: string
  /** How the page shows itself where somebody shares its address, and to search engines; `true` is as its title and description say. */
  share?: true | { title?: string; path?: string; image?: string; alt?: string }
  /** Search engines leave the page out. */
  noindex?: boolean
  /** What the page tells search engines in a form of their own (schema.org). */
  data?: object
}

const { date, dateRange, dateTime, day, days, iso, londonDay, londonTime, month, time, timeRange, weekday } = dates
const helpers = {
  ...{ esc, slot, cls, attrs, opt, option, err, val, vals, dataBlock },
  ...{ icon, art, personTile, stageTile, bar, beforeAfter, stripPlot, capacity, progress, runChart, seats },
  ...{ date, dateRange, dateTime, day, days, iso, londonDay, londonTime, month, time, timeRange, weekday },
  ...{ homeOf, ownNavigation, publicNavigation, wayBack, withWhose },
}

type Done = (error: unknown, html?: string) => void
type Locals = Record<string, unknown>
type Template = (locals: Locals) => string
export type Render = (file: string, locals: object) => string

/** EJS copies what it is given three times an include, key by key; `run` does it once. */
const uncopied = { unsafePrototypeLocals: true }

/** EJS with layouts: the page renders first and may set `page.title` and `page.layout`; then the layout wraps it. */
export function createRenderer({ cache }: { cache: boolean }): Render {
  const compiled = new Map<string, Template>()
  const everywhere = { ...helpers, asset: assetAddresses(cache) }
  const load = (file: string): Template => {
    const known = compiled.get(file)
    if (known) return known
    const template: Template = ejs.compile(readFileSync(file, 'utf8'), { filename: file, ...uncopied })
    if (cache) compiled.set(file, template)
    return template
  }
  const run = (file: string, locals: Locals): string => {
    locals['include'] = (name: string, given?: object) => run(included(name, file), { ...locals, ...given })
    return load(file)(locals)
  }
  return (file, locals) => {
    const page: PageSettings = { title: '', layout: 'public' }
    const given = { ...everywhere, ...locals, page }
    const body = run(file, { ...given })
    return page.layout === '' ? body : run(path.join(viewsFolder, 'layouts', `${page.layout}.ejs`), { ...given, body })
  }
}

/** `/components/tag` from anywhere, `label` from a template beside it. */
const included = (name: string, from: string): string =>
  name.startsWith('/') ? `${viewsFolder}${name}.ejs` : path.join(path.dirname(from), `${name}.ejs`)

export function createEngine(options: { cache: boolean }) {
  const render = createRenderer(options)
  return (file: string, locals: object, done: Done): void => {
    let html: string
    try {
      html = render(file, locals)
    } catch (error) {
      done(error)
      return
    }
    done(null, html)
  }
}

/** Addresses that change with the content, so that a browser may keep what it has for ever. */
function assetAddresses(cache: boolean): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const found = known.get(name)
    if (found !== undefined) return found
    const hash = createHash('sha256')
      .update(readFileSync(path.join(publicFolder, name)))
      .digest('base64url')
      .slice(0, 10)
    const address = `/assets/${name}?v=${hash}`
    if (cache) known.set(name, address)
    return address
  }
}
