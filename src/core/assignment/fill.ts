import { Heap } from './heap.ts'

// Not shared with the other files: each file's own are several times faster
const int = (list: Int32Array, at: number) => list[at] ?? 0
const real = (list: Float64Array, at: number) => list[at] ?? 0

/**
 * Rows that must be filled, each with as many columns as it `needs`, and columns that have room for `room` rows, at most one pair of the two
 * each. The pairs of row `r` begin at `start[r]`. Every row can be filled.
 */
export type Filling = { needs: Int32Array; room: Int32Array; start: Int32Array; to: Int32Array; worth: Float64Array }

/** The rows of column `c` are the `count[c]` from `held[first[c]]`. Prices: a row's plus a column's is at least the worth of their pair, and no column's is below 0. */
export type Filled = { held: Int32Array; first: Int32Array; count: Int32Array; row: Float64Array; column: Float64Array }

type State = Filled & {
  needs: Int32Array
  /** How far each is from a row that still needs something, in worth given up; Infinity: not reached. */
  rowAway: Float64Array
  columnAway: Float64Array
}

function begin({ needs, room, start, worth }: Filling): State {
  const first = new Int32Array(room.length + 1)
  for (let c = 0; c < room.length; c++) first[c + 1] = int(first, c) + int(room, c)
  const row = new Float64Array(needs.length)
  for (let r = 0; r < needs.length; r++) {
    for (let e = int(start, r); e < int(start, r + 1); e++) row[r] = Math.max(real(row, r), real(worth, e))
  }
  return {
    held: new Int32Array(int(first, room.length)),
    first,
    count: new Int32Array(room.length),
    row,
    column: new Float64Array(room.length),
    needs: needs.slice(),
    rowAway: new Float64Array(needs.length),
    columnAway: new Float64Array(room.length),
  }
}

/** Dijkstra's algorithm from all rows that need something, up to the nearest column with room. Gives how far that is. */
function nearestRoom({ room, start, to, worth }: Filling, state: State, heap: Heap): number {
  const { held, first, count, row, column, needs, rowAway, columnAway } = state
  rowAway.fill(Infinity)
  columnAway.fill(Infinity)
  heap.clear()
  let nearest = Infinity

  function look(r: number, away: number) {
    rowAway[r] = away
    const price = away + real(row, r)
    for (let e = int(start, r); e < int(start, r + 1); e++) {
      const c = int(to, e)
      const next = price + real(column, c) - real(worth, e)
      if (next >= real(columnAway, c) || next > nearest) continue
      columnAway[c] = next
      if (int(count, c) < int(room, c)) nearest = next
      else heap.put(c, next)
    }
  }

  for (let r = 0; r < needs.length; r++) if (int(needs, r) > 0) look(r, 0)
  for (let c = heap.take(); c >= 0; c = heap.take()) {
    const away = real(columnAway, c)
    if (away >= nearest) break
    for (let k = int(first, c); k < int(first, c) + int(count, c); k++) if (real(rowAway, int(held, k)) > away) look(int(held, k), away)
  }
  return nearest
}

/** Moves the prices so that every shortest way costs nothing. */
function reprice({ row, column, rowAway, columnAway }: State, nearest: number) {
  for (let r = 0; r < row.length; r++) row[r] = real(row, r) - Math.max(0, nearest - real(rowAway, r))
  for (let c = 0; c < column.length; c++) column[c] = real(column, c) + Math.max(0, nearest - real(columnAway, c))
}

/** A search under way: the next pair of each row and the next holder of each column to be looked at; the chain of rows so far, and whose slots they would take. */
type Sweep = { filling: Filling; state: State; arc: Int32Array; place: Int32Array; seen: Int32Array; chain: Int32Array; slots: Int32Array }

const [ROOM, NONE] = [-2, -1]

/** The slot of a row that could be moved away from this column and was not seen yet. */
function holder({ state, place, seen }: Sweep, c: number): number {
  const { held, first, count } = state
  while (int(place, c) < int(count, c)) {
    const slot = int(first, c) + int(place, c)
    place[c] = int(place, c) + 1
    if (int(seen, int(held, slot)) === 0) return slot
  }
  return NONE
}

/** The next step from the row at the end of the chain: a column with room, the row to be moved next (its number), or none. */
function step(sweep: Sweep, at: number): number {
  const { filling, state, arc, slots } = sweep
  const { room, start, to, worth } = filling
  const { held, count, row, column } = state
  const r = int(sweep.chain, at)
  for (let e = int(arc, r); e < int(start, r + 1); e++) {
    const c = int(to, e)
    if (real(row, r) + real(column, c) !== worth[e]) continue
    arc[r] = e
    if (int(count, c) < int(room, c)) return ROOM
    const slot = holder(sweep, c)
    slots[at] = slot
    if (slot !== NONE) return int(held, slot)
  }
  arc[r] = int(start, r + 1)
  return NONE
}

/** The last row of the chain takes a free place, and each before it what the next one had. */
function shift({ filling, state, arc, chain, slots }: Sweep, length: number) {
  const { held, first, count } = state
  const c = int(filling.to, int(arc, int(chain, length)))
  held[int(first, c) + int(count, c)] = int(chain, length)
  count[c] = int(count, c) + 1
  for (let at = length - 1; at >= 0; at--) held[int(slots, at)] = int(chain, at)
}

function fillFrom(sweep: Sweep, root: number): boolean {
  const { seen, chain } = sweep
  chain[0] = root
  seen[root] = 1
  for (let at = 0; at >= 0;) {
    const next = step(sweep, at)
    if (next === ROOM) {
      shift(sweep, at)
      return true
    }
    if (next === NONE) at--
    else {
      chain[++at] = next
      seen[next] = 1
    }
  }
  return false
}

/** Fills what can be filled along ways that cost nothing, in one sweep: each pair and each holder of a column is looked at once. */
function sweepThrough(filling: Filling, state: State) {
  const { needs } = state
  const list = (size: number) => new Int32Array(size)
  const [place, seen, chain, slots] = [list(filling.room.length), list(needs.length), list(needs.length + 1), list(needs.length + 1)]
  const sweep: Sweep = { filling, state, arc: filling.start.slice(), place, seen, chain, slots }
  for (let root = 0; root < needs.length; root++) while (int(needs, root) > 0 && fillFrom(sweep, root)) needs[root] = int(needs, root) - 1
}

/** The fillings worth most, and prices that prove it: shortest ways to all free columns at once, again and again. */
export function fill(filling: Filling, tell?: (filled: number) => void): Filled {
  const state = begin(filling)
  const heap = new Heap(filling.room.length)
  const all = filling.needs.reduce((a, b) => a + b, 0)
  for (let left = all; left > 0; left = state.needs.reduce((a, b) => a + b, 0)) {
    const nearest = nearestRoom(filling, state, heap)
    if (nearest === Infinity) throw new Error('a row that must be filled cannot be')
    reprice(state, nearest)
    sweepThrough(filling, state)
    tell?.(all - left)
  }
  return state
}
