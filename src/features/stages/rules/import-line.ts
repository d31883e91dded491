import type { ForceProfile } from '../../../forces/profile.ts'
import type { Problem } from './imports.ts'
import {
  fold,
  isStageState,
  LEAVE_OUT,
  readCellDay,
  tidyReference,
  type ColumnKind,
  type Mapping,
  type MeaningKind,
  type Row,
} from './mapping.ts'
import { findStage, refuseDay, refuseUntil, type StageState } from './records.ts'

export type Planned = {
  reference?: string
  email?: string
  route: string
  stage: string
  state: StageState
  on: string
  until?: string
}
type Wrong = { outcome: 'error'; problem: Problem; heading?: string; cell?: string }
export type LineRead = { planned: Planned } | { outcome: 'leftOut' } | Wrong

const CELL_SHOWN = 80

/** A cell that cannot be read ends the reading of its line; caught below, and nowhere else. */
class Unreadable extends Error {
  readonly found: Wrong | { outcome: 'leftOut' }
  constructor(found: Wrong | { outcome: 'leftOut' }) {
    super('unreadable')
    this.found = found
  }
}

type Given = { force: ForceProfile; mapping: Mapping; today: string; headings: string[]; at: Partial<Record<ColumnKind, number>> }
/** One line with what it takes to read it. */
type Line = Given & { row: Row; meanings: Record<MeaningKind, Map<string, string>> }

const cellOf = ({ at, row }: Line, kind: ColumnKind) => (at[kind] === undefined ? '' : (row.cells[at[kind]] ?? '').trim())

function wrong(line: Line, kind: ColumnKind, problem: Problem): Unreadable {
  const place = line.at[kind]
  const heading = place === undefined ? undefined : line.headings[place]
  return new Unreadable({
    outcome: 'error',
    problem,
    cell: cellOf(line, kind).slice(0, CELL_SHOWN),
    ...(heading !== undefined && { heading }),
  })
}

function meaningOf(line: Line, kind: MeaningKind, column: ColumnKind): string {
  const means = line.meanings[kind].get(fold(cellOf(line, column)))
  if (means === LEAVE_OUT) throw new Unreadable({ outcome: 'leftOut' })
  if (means === undefined || means === '') throw wrong(line, column, 'meaning')
  return means
}

function readWho(line: Line): Pick<Planned, 'reference' | 'email'> {
  const [typed, email] = [cellOf(line, 'reference'), cellOf(line, 'email').toLowerCase()]
  if (typed === '' && email === '') throw wrong(line, line.at.reference === undefined ? 'email' : 'reference', 'nobody')
  const reference = typed === '' ? undefined : tidyReference(typed)
  if (typed !== '' && reference === undefined) throw wrong(line, 'reference', 'reference')
  return { ...(reference !== undefined && { reference }), ...(email !== '' && { email }) }
}

function readResult(line: Line): { stage: string; state: StageState } {
  const joined = line.at.state === undefined
  const [stage = '', state] = joined
    ? meaningOf(line, 'result', 'stage').split(' ')
    : [meaningOf(line, 'stage', 'stage'), meaningOf(line, 'state', 'state')]
  if (!isStageState(state)) throw wrong(line, 'stage', 'meaning')
  return { stage, state }
}

function readOn(line: Line): string {
  const on = readCellDay(cellOf(line, 'date'), line.mapping.dates)
  if (on === undefined) throw wrong(line, 'date', 'date')
  const refused = refuseDay(on, line.today)
  if (refused !== undefined) throw wrong(line, 'date', refused)
  return on
}

/** Only a deferral has one; many systems leave the column filled from before. */
function readUntil(line: Line, state: StageState, on: string): Pick<Planned, 'until'> {
  const cell = cellOf(line, 'until')
  if (state !== 'deferred' || cell === '') return {}
  const until = readCellDay(cell, line.mapping.dates)
  if (until === undefined) throw wrong(line, 'until', 'until')
  const refused = refuseUntil(until, { on, today: line.today })
  if (refused !== undefined) throw wrong(line, 'until', refused)
  return { until }
}

function readWhole(line: Line): LineRead {
  const { stage, state } = readResult(line)
  const route = line.at.route === undefined ? (line.mapping.route ?? '') : meaningOf(line, 'route', 'route')
  if (!findStage(line.force, { route, stage }).ok) throw wrong(line, 'stage', 'stageOfRoute')
  const on = readOn(line)
  return { planned: { ...readWho(line), route, stage, state, on, ...readUntil(line, state, on) } }
}

/** Reads lines as results: what somebody reached, when; or says which cell cannot be read. */
export function readLine(given: Given): (row: Row) => LineRead {
  const meanings = Object.fromEntries(
    Object.entries(given.mapping.meanings).map(([kind, pairs]) => [kind, new Map(pairs.map(([cell, means]) => [fold(cell), means]))]),
  ) as Line['meanings']
  return (row) => {
    try {
      return readWhole({ ...given, row, meanings })
    } catch (error) {
      if (error instanceof Unreadable) return error.found
      throw error
    }
  }
}
