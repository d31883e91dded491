import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { decidePairing, type PairingEvent, type PairingKind, type PairingState, type PauseReason } from '../rules/pairings.ts'

/**
 * What a supporter may know before both have said yes: what the candidate looks for and works towards. No name, no stage of
 * recruitment, nothing of what they lived through.
 */
export async function findProposal({ accountId }: Supporter, id: string) {
  const found = await db.pairing.findFirst({
    where: { id, supporterId: accountId, state: { not: 'draft' } },
    select: {
      ...{
        id: true,
        kind: true,
        state: true,
        dueAt: true,
        beganAt: true,
        candidateAgreedAt: true,
        pausedWhy: true,
        supporterAcceptedAt: true,
      },
      candidate: { select: { routes: true, areas: true, wishes: true } },
      supporter: { select: { capacity: true, awayUntil: true } },
    },
  })
  if (!found) return undefined
  const { candidate, pausedWhy, candidateAgreedAt, ...pairing } = found
  const facts = { state: found.state as PairingState, dueAt: found.dueAt, candidateAgreed: candidateAgreedAt !== null }
  const can = (event: PairingEvent) => decidePairing({ ...facts, pausedWhy: pausedWhy as PauseReason | null }, event, 'supporter', now()).ok
  const { meets, availability = [], languages = [], goals = [] } = candidate.wishes ?? {}
  return {
    ...{ ...pairing, state: facts.state, kind: found.kind as PairingKind, chosen: candidateAgreedAt !== null },
    looksFor: { routes: candidate.routes, areas: candidate.areas, meets, availability, languages, goals },
    can: { accept: can('accept'), decline: can('decline'), stepBack: can('withdraw') },
  }
}
