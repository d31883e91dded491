/** The police chequer built of people: each open square holds a different shape. Colours are classes, so the force's theme paints it. */
const SIDE = 40
const COLOURS = 6

const person = (c: string) => `<g class="${c}"><circle cx="20" cy="13.5" r="7.5"/><path d="M5 40a15 15 0 0 1 30 0z"/></g>`
const shapes = [
  person,
  (c: string) => `<circle cx="20" cy="20" r="14" class="${c}"/>`,
  (c: string) => `<path d="M0 40A40 40 0 0 1 40 0V40z" class="${c}"/>`,
  (c: string) => `<path d="M20 2 38 20 20 38 2 20z" class="${c}"/>`,
  (c: string) => `<path d="M0 0h20a20 20 0 0 1 20 20v20H20A20 20 0 0 1 0 20z" class="${c}"/>`,
  person,
  (c: string) => `<path d="M0 20a20 20 0 0 1 40 0zM0 40a20 20 0 0 1 40 0z" class="${c}"/>`,
]

/** Numbers below 1 that are the same every time for the same seed. */
const numbersFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const unlike = (last: number, draw: () => number): number => {
  const next = draw()
  return next === last ? unlike(last, draw) : next
}

type Art = { cols?: number; rows?: number; seed?: number; className?: string; people?: boolean; gap?: number }

const closed = (x: number, y: number, cols: number) =>
  `<rect x="${String(x * SIDE)}" y="${String(y * SIDE)}" width="40" height="40" class="a-sq" fill-opacity="${(0.35 + 0.65 * (x / cols)).toFixed(2)}"/>`

/** Draws what stands in the open squares, one after another, never the same shape or colour twice running. */
function inhabitants(seed: number, people: boolean) {
  const next = numbersFrom(seed)
  let [shape, colour] = [-1, -1]
  return () => {
    shape = unlike(shape, () => Math.floor(next() * shapes.length))
    colour = unlike(colour, () => Math.floor(next() * COLOURS))
    const draw = people ? person : (shapes[shape] ?? person)
    return draw(`a${String(colour + 1)}`)
  }
}

/** `gap` leaves the open square of that number empty: the place that is the reader's, or the page that is not there. */
export function art({ cols = 7, rows = 7, seed = 11, className = '', people = false, gap = -1 }: Art = {}): string {
  const next = inhabitants(seed, people)
  let [out, open] = ['', 0]
  for (let square = 0; square < cols * rows; square++) {
    const [x, y] = [square % cols, Math.floor(square / cols)]
    if ((x + y) % 2 === 0) {
      out += closed(x, y, cols)
      continue
    }
    const inside = next()
    const shown = open++ === gap ? '<rect x="3" y="3" width="34" height="34" rx="4" class="a-gap"/>' : inside
    out += `<g transform="translate(${String(x * SIDE)} ${String(y * SIDE)})">${shown}</g>`
  }
  return `<svg class="${className}" viewBox="0 0 ${String(cols * SIDE)} ${String(rows * SIDE)}" aria-hidden="true" focusable="false" preserveAspectRatio="xMidYMid slice">${out}</svg>`
}

/** One square of the chequer with a person in it: stands where a photograph would, and never is one. `n` picks one of six colours. */
export const personTile = (n = 1, size = 56): string =>
  `<svg class="pa-tile" width="${String(size)}" height="${String(size)}" viewBox="0 0 40 40" aria-hidden="true" focusable="false"><rect width="40" height="40" class="a-tile"/>${person(`a${String(((n - 1) % COLOURS) + 1)}`)}</svg>`

const stages = {
  done: '<rect width="40" height="40" rx="7" class="f-primary"/><path class="st-tick" d="M11 20.5l6 6 12-13" fill="none"/>',
  now: '<rect width="40" height="40" rx="7" class="f-accent"/><g class="f-onaccent"><circle cx="20" cy="14.5" r="6.5"/><path d="M7.5 40a12.5 12.5 0 0 1 25 0z"/></g>',
  later: '<rect x="1.5" y="1.5" width="37" height="37" rx="6" class="st-later"/>',
}

/** A stage of a route: done is a tick, now a person stands in the square, later it is open. */
export const stageTile = (state: keyof typeof stages): string =>
  `<svg class="pa-stage__tile" width="32" height="32" viewBox="0 0 40 40" aria-hidden="true" focusable="false">${stages[state]}</svg>`
