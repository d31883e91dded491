import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { decidePairing, type PairingEvent, type PairingKind, type PairingState, type PauseReason } from '../rules/pairings.ts'
import { firstNameOf } from '../rules/words.ts'

/** A candidate knows of a pairing once the supporter has said yes, or where they asked for this person themselves. */
const known = { OR: [{ supporterAcceptedAt: { not: null } }, { candidateAgreedAt: { not: null } }] } satisfies Prisma.PairingWhereInput

const shown = {
  ...{ id: true, kind: true, state: true, dueAt: true, beganAt: true, endedAt: true, reviewOn: true, queuedAt: true, pausedWhy: true },
  ...{ candidateAgreedAt: true, supporterAcceptedAt: true, requestId: true },
  supporter: {
    select: {
      ...{
        routes: true,
        stages: true,
        areas: true,
        meets: true,
        availability: true,
        languages: true,
        goals: true,
        paths: true,
        title: true,
      },
      account: { select: { name: true } },
    },
  },
} as const
type Row = Prisma.PairingGetPayload<{ select: typeof shown }>

/** They chose this person out of the directory, where the first name stands. */
const askedFirst = ({ candidateAgreedAt, supporterAcceptedAt }: Row) =>
  candidateAgreedAt !== null && (supporterAcceptedAt === null || candidateAgreedAt < supporterAcceptedAt)

/** As much as the tier allows: what the supporter offers, and a first name once both have said yes. */
function forCandidate(row: Row) {
  const { supporter, pausedWhy, candidateAgreedAt, supporterAcceptedAt: _theirs, ...pairing } = row
  const { account, title, ...offers } = supporter
  const named = row.beganAt !== null || askedFirst(row)
  const facts = { state: row.state as PairingState, dueAt: row.dueAt, candidateAgreed: candidateAgreedAt !== null }
  const can = (event: PairingEvent) => decidePairing({ ...facts, pausedWhy: pausedWhy as PauseReason | null }, event, 'candidate', now()).ok
  return {
    ...{ ...pairing, state: facts.state, kind: row.kind as PairingKind, offers, askedFirst: askedFirst(row) },
    name: named ? firstNameOf(account.name) : undefined,
    title: row.beganAt === null ? '' : title,
    can: { accept: can('accept'), decline: can('decline'), takeBack: can('withdraw') },
  }
}

/** Every pairing that a candidate knows of, what waits or lives first. */
export async function listOwnPairings({ candidateId }: Candidate) {
  const rows = await db.pairing.findMany({
    where: { candidateId, ...known },
    orderBy: [{ changedAt: 'desc' }, { id: 'asc' }],
    select: shown,
  })
  const order = ['proposedToCandidate', 'active', 'paused', 'proposedToSupporter']
  const rank = ({ state }: { state: string }) => (order.includes(state) ? order.indexOf(state) : order.length)
  return rows.map(forCandidate).sort((a, b) => rank(a) - rank(b))
}

/** One of them; undefined where it is another's, or nothing that they have been told of. */
export async function findOwnPairing({ candidateId }: Candidate, id: string) {
  const row = await db.pairing.findFirst({ where: { id, candidateId, ...known }, select: shown })
  return row ? forCandidate(row) : undefined
}
