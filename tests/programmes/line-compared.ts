import { expect } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import * as model from '../../src/features/programmes/rules/line.ts'
import type { Line } from '../../src/features/programmes/rules/line.ts'
import { rebuildLine, type LineEntry } from '../../src/features/programmes/rules/line-log.ts'
import * as rules from '../../src/features/programmes/rules/places.ts'
import { auditLine, type Told } from './line-audit.ts'

/** Every state, number, seat, end of offer, row of history and passing over agrees with the model, and the order of the line. */
export async function compare({ id, line }: { id: string; line: Line }): Promise<void> {
  const { rows } = await pool.query<{ places: unknown; steps: unknown; passed: unknown; waiting: unknown }>(
    `SELECT (SELECT json_agg(json_build_array(candidate_id, arrival, state, band, rank, access, companion, over_capacity,
        CASE WHEN state IN ('offered', 'booked') THEN pool END, CASE WHEN state = 'offered' THEN extract(epoch FROM expires_at) * 1000 END) ORDER BY arrival)
        FROM places WHERE workshop_id = $1) AS places,
      (SELECT json_agg(json_build_array(p.arrival, c.from_state, c.to_state, extract(epoch FROM c.expires_at) * 1000) ORDER BY c.id)
        FROM place_changes c JOIN places p ON p.id = c.place_id WHERE p.workshop_id = $1) AS steps,
      (SELECT json_agg(json_build_array(p.arrival, e.data -> 'for', e.data -> 'why') ORDER BY e.id)
        FROM line_entries e JOIN places p ON p.id = e.place_id WHERE e.workshop_id = $1 AND e.kind = 'passedOver') AS passed,
      (SELECT json_agg(arrival ORDER BY nth) FROM waiting_line($1)) AS waiting`,
    [id],
  )
  const inDatabase = rows[0]
  expect(inDatabase?.places ?? []).toEqual(line.places.map(placeRow))
  expect(inDatabase?.steps ?? []).toEqual(
    line.steps.map((one) => [one.arrival, one.from ?? null, one.to, one.expiresAt?.getTime() ?? null]),
  )
  expect(inDatabase?.passed ?? []).toEqual(line.passed.map((one) => [one.arrival, one.for, one.why]))
  expect(inDatabase?.waiting ?? []).toEqual(model.waitingLine(line).map(({ arrival }) => arrival))
}

const placeRow = (one: model.Placed) => {
  const holds = rules.isOneOf(rules.holdingStates, one.state)
  return [
    ...[one.person, one.arrival, one.state, one.band, one.rank ?? null, one.access, one.companion, one.over],
    ...[holds ? (one.pool ?? null) : null, one.state === 'offered' ? (one.expiresAt?.getTime() ?? null) : null],
  ]
}

/** The log holds nothing that may never happen, and alone rebuilds the table. */
export async function readLog({ id }: { id: string }): Promise<void> {
  const [entries, places, waiting, workshop, lottery] = await Promise.all([
    db.lineEntry.findMany({ where: { workshopId: id }, orderBy: { id: 'asc' }, include: { place: { select: { candidateId: true } } } }),
    db.place.findMany({ where: { workshopId: id }, orderBy: { arrival: 'asc' } }),
    pool.query<{ id: string }>('SELECT place_id AS id FROM waiting_line($1) ORDER BY nth', [id]),
    db.workshop.findUniqueOrThrow({ where: { id } }),
    db.lottery.findUnique({ where: { workshopId: id } }),
  ])
  const told = entries.map(({ kind, placeId, place, data, at }): Told => ({
    ...{ kind, placeId, at, person: place?.candidateId ?? null },
    data: data as Record<string, unknown>,
  }))
  auditLine(told, lottery?.seedHash)
  const rebuilt = rebuildLine(entries as LineEntry[])
  expect(rebuilt.places.map(({ expiresAt, ...rest }) => ({ ...rest, expiresAt: expiresAt === null ? null : new Date(expiresAt) }))).toEqual(
    places.map((one) => ({
      ...{ placeId: one.id, arrival: one.arrival, state: one.state, band: one.band, rank: one.rank, access: one.access },
      ...{ companion: one.companion, pool: one.pool, overCapacity: one.overCapacity },
      expiresAt: one.state === 'offered' ? one.expiresAt : null,
    })),
  )
  expect(rebuilt.waiting).toEqual(waiting.rows.map((row) => row.id))
  expect(rebuilt.drawn?.tickets ?? []).toEqual(lottery?.tickets ?? [])
  const { state, capacity, accessPlaces, policy, openness, banded } = rebuilt.workshop
  expect(workshop).toMatchObject({ state, capacity, accessPlaces, policy, openness, banded })
  expect(new Date(rebuilt.workshop.offersEndAt)).toEqual(workshop.offersEndAt)
}
