import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { namesOf } from './workshops.ts'

export type Call = { outcome: string; at: Date; by: string }

/** Who of a workshop's line was rung and what came of it, by place, oldest first. */
export async function listCallsOf(_actor: Team, workshopId: string): Promise<Map<string, Call[]>> {
  const rows = await db.placeCall.findMany({ where: { place: { workshopId } }, orderBy: { id: 'asc' } })
  const names = await namesOf(rows.map(({ byId }) => byId))
  const calls = new Map<string, Call[]>()
  for (const { placeId, outcome, at, byId } of rows)
    calls.set(placeId, [...(calls.get(placeId) ?? []), { outcome, at, by: names.get(byId ?? '') ?? 'The team' }])
  return calls
}
