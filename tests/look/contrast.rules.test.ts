import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { profileOf } from '../../src/forces/find.ts'
import type { ForceId } from '../../src/forces/profile.ts'

type Palette = Record<string, string>

const variables = (css: string): Palette =>
  Object.fromEntries([...css.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b/g)].map(([, name, value]) => [name ?? '', value ?? '']))
const common = variables(readFileSync('public/css/base.css', 'utf8'))
const forces = readdirSync('public/themes')
  .filter((file) => file.endsWith('.css'))
  .map((file) => ({
    force: path.basename(file, '.css') as ForceId,
    theme: variables(readFileSync(path.join('public/themes', file), 'utf8')),
  }))

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const digits = (hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex).slice(1)
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const text = [
  ...['surface', 'surface-staff', 'surface-quiet', 'force-tint', 'force-paper'].flatMap((ground) => [
    `ink on ${ground}`,
    `ink-soft on ${ground}`,
  ]),
  ...['surface', 'surface-staff', 'surface-quiet', 'force-tint', 'force-paper'].map((ground) => `force-primary on ${ground}`),
  ...['surface', 'force-tint', 'force-paper'].map((ground) => `force-deep on ${ground}`),
  ...['good', 'warn', 'bad', 'wait', 'info', 'note'].map((state) => `${state} on ${state}-bg`),
  ...['good', 'warn', 'bad', 'wait'].map((state) => `surface on ${state}`),
  ...['good', 'warn', 'bad', 'error'].map((state) => `${state} on surface`),
  ...['good', 'bad', 'warn'].map((state) => `${state} on force-tint`),
  'warn on surface-staff',
  'on-deep on force-deep',
  'on-deep-soft on force-deep',
  'force-accent on force-deep',
  'on-accent on force-accent',
  'surface on force-primary',
  'focus-ink on focus',
  'govuk-link-visited-colour on surface',
  'govuk-link-visited-colour on force-paper',
]
const edges = [
  'line-strong on surface',
  'line-strong on surface-staff',
  'line-strong on force-tint',
  'line-control on surface',
  'line-control on force-paper',
  'force-primary on track',
  'over on surface',
  'force-deep on track',
  'force-accent on force-deep',
  'error on surface',
]

describe.each(forces)('the colours of $force', ({ force, theme }) => {
  const palette: Palette = { ...common, ...theme }
  const measured = (pair: string) => {
    const [front = '', ground = ''] = pair.split(' on ').map((name) => palette[name])
    return contrast(front, ground)
  }

  it.each(text)('%s can be read', (pair) => {
    expect(measured(pair)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(edges)('%s can be made out', (pair) => {
    expect(measured(pair)).toBeGreaterThanOrEqual(3)
  })

  it('are those of the profile, which e-mails use', () => {
    const { colours } = profileOf(force)
    expect(theme).toEqual(Object.fromEntries(Object.entries(colours).map(([name, value]) => [`force-${name}`, value])))
  })
})
