import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { otherHosts } from '../../hosting/queries/catalogue.ts'
import { eventsFor, isLive, liveStates, overStates, placementStates, type PlacementState } from '../rules/placements.ts'
import { toldOf } from '../rules/words.ts'
import { firstMark, gapsOf } from './facts.ts'

const shown = {
  host: true,
  date: { select: { id: true, startsAt: true, endsAt: true } },
  followers: { select: { id: true, host: { select: { name: true } } } },
} as const

const rank = ({ state }: { state: PlacementState }) =>
  ['offered', 'confirmed', 'checks', 'accepted', 'underConsideration', 'requested', 'attended', ...overStates].indexOf(state)

/** Every visit of somebody, what waits for them or is nearest first. */
export async function listOwnPlacements({ candidateId }: Candidate) {
  const rows = await db.placement.findMany({ where: { candidateId }, orderBy: [{ changedAt: 'desc' }, { id: 'asc' }], include: shown })
  return rows.map((row) => ({ ...row, state: row.state as PlacementState })).sort((a, b) => rank(a) - rank(b))
}

/** How many visits they have under way. */
export const countLive = ({ candidateId }: Candidate): Promise<number> =>
  db.placement.count({ where: { candidateId, state: { in: [...liveStates] } } })

/** One of them, with what may be done and, where it came to nothing, who else could be asked; undefined where it is another's. */
export async function findOwnPlacement(actor: Candidate, id: string) {
  const found = await db.placement.findFirst({
    where: { id, candidateId: actor.candidateId },
    include: { ...shown, changes: { orderBy: { id: 'asc' }, select: { toState: true, at: true } } },
  })
  if (!found) return undefined
  const at = now()
  const state = found.state as PlacementState
  const gaps = state === 'checks' ? await gapsOf(id, at) : []
  const facts = {
    state,
    startsAt: found.date?.startsAt ?? null,
    expiresAt: found.expiresAt,
    markedAt: await firstMark(id),
    gaps: gaps.length,
  }
  const nothing = ['declined', 'expired', 'cancelled', 'notAttended', 'withdrawn'].includes(state)
  const followed = found.followers.length > 0
  const others = nothing && !followed ? await openFor(actor, found.host) : []
  const can = new Set(eventsFor(facts, 'candidate', at))
  return {
    ...{ ...found, state, others, gaps, told: state === 'declined' ? toldOf(found.reasons) : [] },
    can: { accept: can.has('accept'), another: can.has('askAnother'), stepBack: can.has('withdraw') || can.has('cancel') },
    reached: placementStates.filter((each) => found.changes.some(({ toState }) => toState === each)),
    live: isLive(state),
  }
}

/** Departments that could be asked instead: none that they have a visit under way with. */
async function openFor(actor: Candidate, host: { id: string; family: string; area: string }) {
  const [others, mine] = await Promise.all([
    otherHosts(actor, host, 5),
    db.placement.findMany({ where: { candidateId: actor.candidateId, state: { in: [...liveStates] } }, select: { hostId: true } }),
  ])
  const asked = new Set(mine.map(({ hostId }) => hostId))
  return others.filter(({ id }) => !asked.has(id)).slice(0, 3)
}

/** The one visit of theirs under way with this department, where there is one. */
export const findLiveAt = ({ candidateId }: Candidate, hostId: string) =>
  db.placement.findFirst({ where: { candidateId, hostId, state: { in: [...liveStates] } }, select: { id: true } })
