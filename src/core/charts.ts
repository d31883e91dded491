import { date } from './dates.ts'
import { esc } from './view-helpers.ts'

/** Small charts drawn on the server. Each repeats a number that is printed beside it, so each is hidden from assistive technology. */
const svg = (className: string, height: number, inside: string, width = '100%'): string =>
  `<svg class="${className}" width="${width}" height="${String(height)}" aria-hidden="true" focusable="false">${inside}</svg>`

const share = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.max(0, Math.min(100, Math.round((part / whole) * 100))))

/** How full a workshop or cohort is. */
export function capacity(used: number, total: number): string {
  const percent = used >= total ? 100 : share(used, total)
  const state = used >= total ? 'full' : percent >= 85 ? 'near' : 'open'
  const track = '<rect class="capacity__track" width="100%" height="10" rx="5"/>'
  return svg(`capacity capacity--${state}`, 10, `${track}<rect class="capacity__fill" width="${String(percent)}%" height="10" rx="5"/>`)
}

/** One square a place while there is room for squares, one bar with three parts beyond that: booked, held by a live offer, free. */
export function seats({ booked, held = 0, total }: { booked: number; held?: number; total: number }): string {
  if (total > 40) return seatBar(share(booked, total), share(held, total))
  // Few places stay square; many share the width
  const [pitch, side, unit] = total <= 10 ? [22, 18, ''] : [100 / total, 84 / total, '%']
  const kind = (i: number) => (i < booked ? 'pa-seat-b' : i < booked + held ? 'pa-seat-h' : 'pa-seat-f')
  const square = (_: unknown, i: number) =>
    `<rect class="${kind(i)}" x="${(i * pitch).toFixed(2)}${unit}" width="${side.toFixed(2)}${unit}" height="18" rx="3"/>`
  return svg('pa-seatbar', 18, Array.from({ length: total }, square).join(''))
}

const seatBar = (booked: number, held: number): string =>
  svg(
    'pa-seatbar',
    18,
    '<rect class="pa-seat-f" width="100%" height="18" rx="3"/>' +
      `<rect class="pa-seat-h" x="${String(booked)}%" width="${String(held)}%" height="18"/><rect class="pa-seat-b" width="${String(booked)}%" height="18" rx="3"/>`,
  )

/** Question n of total as squares: done, now, still to come. */
export function progress(n: number, total: number): string {
  const kind = (i: number) => (i + 1 < n ? 'pa-p-on' : i + 1 === n ? 'pa-p-now' : 'pa-p-off')
  const square = (_: unknown, i: number) => `<rect class="${kind(i)}" x="${String(i * 18)}" width="14" height="14" rx="3"/>`
  return svg('pa-progress__squares', 14, Array.from({ length: total }, square).join(''), String(total * 18 - 4))
}

/** One number as a length, with our aim as a line across it. */
export function bar(value: number, max: number, aim?: number): string {
  const over = aim !== undefined && value > aim
  const at = aim === undefined ? '' : String(share(aim, max))
  const line = aim === undefined ? '' : `<line class="bar__aim" x1="${at}%" x2="${at}%" y1="0" y2="14"/>`
  return svg(
    'bar',
    14,
    '<rect class="capacity__track" y="3" width="100%" height="8" rx="4"/>' +
      `<rect class="bar__fill${over ? ' bar__fill--over' : ''}" y="3" width="${String(share(value, max))}%" height="8" rx="4"/>${line}`,
  )
}

/** What somebody said before and after, out of five: the first above, the second below it. */
export function beforeAfter(before: number | undefined, after: number | undefined, max = 5): string {
  const track = (y: number) => `<rect class="capacity__track" y="${String(y)}" width="100%" height="10" rx="5"/>`
  const fill = (value: number | undefined, y: number, kind: string) =>
    value === undefined ? '' : `<rect class="pa-ba__${kind}" y="${String(y)}" width="${String(share(value, max))}%" height="10" rx="5"/>`
  return svg('pa-ba', 26, track(0) + fill(before, 0, 'before') + track(16) + fill(after, 16, 'after'))
}

type Strip = { name: string; values: readonly number[]; median: number | null; self: boolean }
type Plot = { id: string; title: string; desc: string; rows: readonly Strip[]; max: number; narrow?: boolean }
const text = (x: number, y: number, words: string, className = '', anchor = 'start') =>
  `<text${className === '' ? '' : ` class="${className}"`} x="${x.toFixed(1)}" y="${String(y)}" text-anchor="${anchor}">${esc(words)}</text>`
const line = (className: string, x: number, y: number, toX: number, toY: number) =>
  `<line class="${className}" x1="${x.toFixed(1)}" x2="${toX.toFixed(1)}" y1="${String(y)}" y2="${String(toY)}"/>`
const ROOM = 46

/** Every number of each row as a dot on one scale: what is equal stacks upwards, the lowest is a ring, the median a line. A table beside it says the same. */
export function stripPlot({ id, title, desc, rows, max, narrow = false }: Plot): string {
  const [width, left, band, most] = narrow ? [320, 14, 88, 5] : [560, 100, 66, 6]
  const height = 8 + rows.length * band + 34
  const x = (value: number) => left + (value / Math.max(1, max)) * (width - left - 14)
  const marks = Array.from({ length: Math.floor(max / 5) + 1 }, (_, i) => i * 5)
  const grid = marks
    .map((mark) => line('grid', x(mark), 8, x(mark), height - 34) + text(x(mark), height - 12, String(mark), '', 'middle'))
    .join('')
  const highest = Math.max(1, ...rows.map(({ values }) => Math.max(0, ...countsOf(values).values())))
  const radius = Math.min(most, (ROOM / highest - 1.5) / 2)
  const drawn = rows.map((row, at) => {
    const base = 8 + (at + 1) * band - 12
    const label = narrow ? text(left, base - 56, row.name, 'lab') : text(0, base + 1, row.name, 'lab')
    const median = row.median === null ? '' : line('med', x(row.median), base - 34, x(row.median), base + 9)
    const inside = radius >= 2 ? dots(row, x, base, radius) : columns(row, x, base, ROOM / highest)
    return line('axis', left, base + 9, width - 14, base + 9) + label + median + inside
  })
  const variant = narrow ? 'narrow' : 'wide'
  const name = `${id}-${variant}`
  return (
    `<svg class="chart chart--${variant} pa-dots" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-labelledby="${name}-t ${name}-d">` +
    `<title id="${name}-t">${esc(title)}</title><desc id="${name}-d">${esc(desc)}</desc><g aria-hidden="true">${grid}${drawn.join('')}</g></svg>`
  )
}

function countsOf(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

type Across = (value: number) => number

function dots({ values, self }: Strip, x: Across, base: number, radius: number): string {
  const kind = self ? 'd' : 'd d--other'
  const worst = Math.min(...values)
  return [...countsOf(values)]
    .flatMap(([value, count]) =>
      Array.from({ length: count }, (_, i) => {
        const ring = value === worst && i === 0
        const y = (base - i * (2 * radius + 1.5)).toFixed(1)
        return `<circle class="${kind}${ring ? ' d--worst' : ''}" cx="${x(value).toFixed(1)}" cy="${y}" r="${String(ring ? radius - 0.5 : radius)}"/>`
      }),
    )
    .join('')
}

/** Where dots would be too small to see, a column for each number. */
function columns({ values, self }: Strip, x: Across, base: number, unit: number): string {
  const kind = self ? 'd' : 'd d--other'
  const worst = Math.min(...values)
  return [...countsOf(values)]
    .map(([value, count]) => {
      const height = Math.max(2, count * unit)
      const at = `x="${(x(value) - 4).toFixed(1)}" y="${(base + 8 - height).toFixed(1)}"`
      return `<rect class="${kind}${value === worst ? ' d--worst' : ''}" ${at} width="8" height="${height.toFixed(1)}"/>`
    })
    .join('')
}

type Run = { onDay: Date; level: number; shuttle: number }

/** How far each shuttle run went, the first on the left, with the level to reach as a broken line. A table beside it says the same. */
export function runChart(runs: readonly Run[], aim: { level: number; shuttle: number }): string {
  const [width, height, left, foot] = [560, 210, 92, 32]
  const value = ({ level, shuttle }: { level: number; shuttle: number }) => level + Math.min(shuttle, 10) / 10
  const top = Math.max(value(aim), ...runs.map(value)) + 0.5
  const x = (at: number) => left + (at / Math.max(1, runs.length - 1)) * (width - left - 16)
  const y = (of: number) => Math.round(height - foot - (of / top) * (height - foot - 10))
  const marks = Array.from({ length: Math.floor(top) }, (_, i) => i + 1)
  const grid = marks.map(
    (mark) => line('grid', left, y(mark), width - 16, y(mark)) + text(left - 10, y(mark) + 5, `Level ${String(mark)}`, '', 'end'),
  )
  const points = runs.map((run, at) => `${x(at).toFixed(1)},${String(y(value(run)))}`)
  const dots = points.map((point) => `<circle class="dot" cx="${point.split(',')[0] ?? ''}" cy="${point.split(',')[1] ?? ''}" r="5"/>`)
  const aimed = line('aim', left, y(value(aim)), width - 16, y(value(aim)))
  const ends =
    text(left, height - 4, date(runs[0]?.onDay ?? new Date(0))) +
    text(width - 16, height - 4, date(runs.at(-1)?.onDay ?? new Date(0)), '', 'end')
  const way = `<polyline class="way" points="${points.join(' ')}"/>`
  const inside = grid.join('') + aimed + way + dots.join('') + ends
  return `<svg class="pa-run" viewBox="0 0 ${String(width)} ${String(height)}" width="100%" aria-hidden="true" focusable="false">${inside}</svg>`
}
