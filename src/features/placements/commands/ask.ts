import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { findHost } from '../../hosting/queries/catalogue.ts'
import { askForSupport } from '../../requests/commands/ask.ts'
import { expiresAfter, isLive } from '../rules/placements.ts'
import type { Goal } from '../rules/words.ts'
import { doneBy, guarded, note, type PlacementRefusal } from './steps.ts'

/** `dateId`: a day of the catalogue; without one, `wanted` says when it would suit. `previousId`: the one that came to nothing before. */
export type Wish = { hostId: string; goals: readonly Goal[]; words: string; wanted: string; dateId?: string; previousId?: string }
export type AskedVisit = { ok: true; id: string } | { ok: false; reason: PlacementRefusal }

class Refused extends Error {
  readonly reason: PlacementRefusal
  constructor(reason: PlacementRefusal) {
    super(reason)
    this.reason = reason
  }
}

/** Asks to visit a department; the support request comes with it where there is none. A refusal leaves nothing behind. */
export async function askToVisit(actor: Candidate, force: ForceProfile, wish: Wish): Promise<AskedVisit> {
  const host = await findHost(actor, wish.hostId)
  if (!host?.asks) return { ok: false, reason: 'noSuchHost' }
  const day = host.dates.find(({ id }) => id === wish.dateId)
  if (wish.dateId !== undefined && (day === undefined || day.left === 0)) return { ok: false, reason: day ? 'full' : 'dateGone' }
  return inTransaction<AskedVisit>(async (tx) => {
    const made = await guarded(tx, () => ask(tx, actor, force, wish))
    if (!made.ok) throw new Refused(made.reason)
    return { ok: true, id: made.value }
  }).catch((error: unknown) => {
    if (error instanceof Refused) return { ok: false, reason: error.reason }
    throw error
  })
}

async function ask(tx: Tx, actor: Candidate, force: ForceProfile, wish: Wish): Promise<string> {
  const at = now()
  const { candidateId } = actor
  const { hostId, goals, words, wanted, dateId, previousId } = wish
  await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: at }, select: { id: true } })
  await askForSupport(tx, actor, 'shadowing', force)
  const live = { in: ['requested', 'accepted', 'underway', 'paused'] }
  const request = await tx.supportRequest.findFirst({ where: { candidateId, kind: 'shadowing', state: live }, select: { id: true } })
  const made = await tx.placement.create({
    data: {
      ...{ candidateId, hostId, requestId: request?.id ?? null, goals: [...goals], previousId: previousId ?? null },
      ...{ words: words === '' ? null : words, wanted: wanted === '' ? null : wanted },
      ...(dateId === undefined ? { expiresAt: expiresAfter(at) } : { dateId }),
      ...{ requestedAt: at, changedAt: at, ...doneBy(actor) },
    },
  })
  await note(tx, actor, made, 'requested')
  return made.id
}

/** Asks another department for the same, in one press; undefined where there is no such placement of theirs, or it is not over. */
export async function askElsewhere(
  actor: Candidate,
  force: ForceProfile,
  { placementId, hostId }: { placementId: string; hostId: string },
): Promise<AskedVisit | undefined> {
  const before = await inTransaction((tx) => tx.placement.findFirst({ where: { id: placementId, candidateId: actor.candidateId } }))
  if (!before || isLive(before.state)) return undefined
  const { goals, words, wanted } = before
  return askToVisit(actor, force, {
    ...{ hostId, goals: goals as Goal[], words: words ?? '', wanted: wanted ?? '', previousId: before.id },
  })
}
