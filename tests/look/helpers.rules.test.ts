import { describe, expect, it } from 'vitest'
import { art, personTile } from '../../src/core/art.ts'
import { bar, capacity, progress, seats } from '../../src/core/charts.ts'
import { icon, type IconName } from '../../src/core/icons.ts'
import { attrs, err, esc, val, vals } from '../../src/core/view-helpers.ts'

const widths = (svg: string, name: string) => [...svg.matchAll(new RegExp(`class="${name}"[^>]*`, 'g'))].length

describe('what a form shows again', () => {
  const form = {
    values: { name: 'Amara', areas: ['crewe', 'chester'], one: 'crewe', odd: { a: 1 } },
    errors: [{ field: 'name', message: 'Too short' }],
  }

  it('keeps what was typed, the first where a field came twice, nothing where it makes no sense', () => {
    expect(val(form, 'name')).toBe('Amara')
    expect(val(form, 'areas')).toBe('crewe')
    expect(val(form, 'odd')).toBe('')
    expect(val(undefined, 'name')).toBe('')
  })

  it('keeps one tick and several', () => {
    expect(vals(form, 'areas')).toEqual(['crewe', 'chester'])
    expect(vals(form, 'one')).toEqual(['crewe'])
    expect(vals(form, 'none')).toEqual([])
  })

  it('finds the error of a field', () => {
    expect(err(form, 'name')).toEqual({ text: 'Too short' })
    expect(err(form, 'email')).toBeUndefined()
  })

  it('makes odd text safe', () => {
    expect(esc(`<b title="x">'&`)).toBe('&lt;b title=&#34;x&#34;&gt;&#39;&amp;')
    expect(attrs({ title: '"><script>' })).toBe(' title="&#34;&gt;&lt;script&gt;"')
  })
})

describe('small charts', () => {
  it('draws a square for each place, as it is taken', () => {
    const places = seats({ booked: 3, held: 1, total: 6 })
    expect([widths(places, 'pa-seat-b'), widths(places, 'pa-seat-h'), widths(places, 'pa-seat-f')]).toEqual([3, 1, 2])
  })

  it('draws one bar where places are many, and nothing strange where there are none', () => {
    expect(seats({ booked: 30, held: 5, total: 100 })).toContain('width="30%"')
    expect(seats({ booked: 0, total: 0 })).not.toMatch(/NaN|Infinity/)
    expect(capacity(0, 0)).not.toMatch(/NaN|Infinity/)
    expect(bar(3, 0)).not.toMatch(/NaN|Infinity/)
  })

  it('never draws past the end', () => {
    expect(capacity(9, 6)).toContain('width="100%"')
    expect(bar(80, 50, 20)).toContain('bar__fill--over')
  })

  it('counts questions done, now and to come', () => {
    const squares = progress(3, 6)
    expect([widths(squares, 'pa-p-on'), widths(squares, 'pa-p-now'), widths(squares, 'pa-p-off')]).toEqual([2, 1, 3])
  })
})

describe('drawings', () => {
  it('are the same every time, painted by class and hidden from a screen reader', () => {
    const chequer = art({ cols: 6, rows: 5, seed: 19, people: true, gap: 7 })
    expect(chequer).toBe(art({ cols: 6, rows: 5, seed: 19, people: true, gap: 7 }))
    expect(chequer).toContain('aria-hidden="true"')
    expect(chequer.match(/class="a-gap"/g)).toHaveLength(1)
    for (const drawing of [chequer, personTile(9), icon('check')]) expect(drawing).not.toMatch(/#[0-9a-f]{3,6}|style=/)
  })

  it('refuse a name that has none', () => {
    expect(() => icon('unicorn' as IconName)).toThrow('unicorn')
  })
})
