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
