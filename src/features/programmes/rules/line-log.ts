import type { Pool } from './line.ts'
import { waitingLine } from './line.ts'
import type { PlaceState } from './places.ts'

/** One row of the log of a line, as it is kept: `data` holds what changed and nothing else. */
export type LineEntry = { kind: string; placeId: string | null; data: Readonly<Record<string, unknown>> }

export type RebuiltPlace = {
  placeId: string
  arrival: number
  state: PlaceState
  band: number
  rank: number | null
  access: boolean
  companion: boolean
  pool: Pool | null
  overCapacity: boolean
  expiresAt: string | null
}
export type RebuiltWorkshop = {
  state: string
  capacity: number
  accessPlaces: number
  policy: string
  openness: string
  banded: boolean
  startsAt: string
  bookingClosesAt: string
  offersEndAt: string
}
export type RebuiltLine = {
  workshop: RebuiltWorkshop
  /** By arrival number. */
  places: RebuiltPlace[]
  /** Those who wait, next first. */
  waiting: string[]
  drawn: { seed: string; tickets: number[] } | undefined
}

const asBefore = { access: false, companion: false, band: 0, rank: null, pool: null, overCapacity: false, expiresAt: null }

/** The whole list out of its log alone, oldest entry first: every place as it stands, and the order of those who wait. */
export function rebuildLine(entries: readonly LineEntry[]): RebuiltLine {
  let workshop: Record<string, unknown> = {}
  let drawn: RebuiltLine['drawn']
  const places = new Map<string, Record<string, unknown>>()
  for (const { kind, placeId, data } of entries) {
    if (kind === 'workshop') workshop = { ...workshop, ...data }
    else if (kind === 'drawn') drawn = data as RebuiltLine['drawn']
    else if (kind === 'place' && placeId !== null) places.set(placeId, { ...asBefore, ...places.get(placeId), ...data, placeId })
  }
  const found = [...places.values()].map((place) => place as RebuiltPlace).sort((a, b) => a.arrival - b.arrival)
  const facts = workshop as RebuiltWorkshop
  return {
    workshop: facts,
    places: found,
    waiting: waitingLine({ places: found, banded: facts.banded }).map(({ placeId }) => placeId),
    drawn,
  }
}
