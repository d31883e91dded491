import type { Doer } from '../../../core/access.ts'
import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import { begunStates, heldStates, sideOf, termsOf, type PairingKind } from '../rules/pairings.ts'
import { decideProposal, isFull, type ProposalRefusal } from '../rules/proposing.ts'
import { doneBy, guarded, isExcluded, lockPeople, note, tellSupporter } from './steps.ts'

/**
 * `over`: why a coordinator asks somebody who is full. `candidateAgreed`: the candidate asked for exactly this person.
 * `previousId`: the pairing that this one follows, whose place in the queue it keeps.
 */
export type Proposal = {
  candidateId: string
  supporterId: string
  kind: PairingKind
  runId?: string
  criteriaId?: string
  score?: number
  outOf?: number
  over?: string
  candidateAgreed?: boolean
  previousId?: string
}
export type Proposed = { ok: true; id: string } | { ok: false; reason: ProposalRefusal }

/** Asks a supporter about a candidate, inside a transaction that may do more: a refusal leaves it as it was. */
export async function proposePair(tx: Tx, doer: Doer, proposal: Proposal, at: Date): Promise<Proposed> {
  await lockPeople(tx, proposal.candidateId, proposal.supporterId)
  const facts = await readFacts(tx, doer, proposal, at)
  if (!facts) return { ok: false, reason: 'unknownPerson' }
  const refusal = decideProposal(facts)
  if (refusal !== undefined) return { ok: false, reason: refusal }
  const made = await guarded(tx, async () => create(tx, doer, proposal, isFull(facts), at))
  if (made.ok) return { ok: true, id: made.value }
  return { ok: false, reason: made.reason === 'notNow' ? 'excluded' : made.reason }
}

async function readFacts(tx: Tx, doer: Doer, { candidateId, supporterId, kind, over = '' }: Proposal, at: Date) {
  const supporter = await tx.supporter.findUnique({ where: { accountId: supporterId } })
  const candidate = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true } })
  if (!supporter || !candidate) return undefined
  const live = ['draft', ...heldStates]
  return {
    ...{ kind, kinds: supporter.kinds, capacity: supporter.capacity, over: over.trim() !== '' && sideOf(doer.role) === 'team' },
    excluded: await isExcluded(tx, candidateId, supporterId, at),
    away: supporter.awayUntil !== null && supporter.awayUntil.toISOString().slice(0, 10) >= londonDay(at),
    held: await tx.pairing.count({ where: { supporterId, state: { in: [...heldStates] } } }),
    hasBuddy: (await tx.pairing.count({ where: { candidateId, kind: 'buddy', state: { in: [...begunStates] } } })) > 0,
    together: (await tx.pairing.count({ where: { candidateId, supporterId, kind, state: { in: live } } })) > 0,
  }
}

/** The date of the first request: of the one that lives, or that of the pairing before. */
async function queued(tx: Tx, { candidateId, kind, previousId }: Proposal, at: Date) {
  const states = ['requested', 'accepted', 'underway', 'paused']
  const request = await tx.supportRequest.findFirst({ where: { candidateId, kind, state: { in: states } } })
  const previous = previousId === undefined ? null : await tx.pairing.findFirst({ where: { id: previousId, candidateId } })
  const dates = [request?.requestedAt, previous?.queuedAt].flatMap((d) => d ?? [])
  const queuedAt = dates.sort((a, b) => a.getTime() - b.getTime())[0] ?? at
  return { queuedAt, requestId: request?.id ?? null, previousId: previous?.id ?? null }
}

const given = ({ runId = null, criteriaId = null, score = null, outOf = null }: Nullable<Proposal>) => ({ runId, criteriaId, score, outOf })
type Nullable<T> = { [K in keyof T]: T[K] | null }

async function create(tx: Tx, doer: Doer, proposal: Proposal, full: boolean, at: Date): Promise<string> {
  const { candidateId, supporterId, kind, over, candidateAgreed } = proposal
  const { id } = await tx.pairing.create({
    data: {
      ...{ kind, candidateId, supporterId, state: 'proposedToSupporter', candidateAgreedAt: candidateAgreed === true ? at : null },
      ...(await queued(tx, proposal, at)),
      ...given(proposal),
      ...(full && over !== undefined && 'accountId' in doer && { overReason: over, overById: doer.accountId }),
      ...{ ...termsOf('proposedToSupporter', at), madeAt: at, changedAt: at, ...doneBy(doer) },
    },
    select: { id: true },
  })
  const told = { id, candidateId, supporterId, kind }
  await note(tx, doer, told, 'proposedToSupporter')
  await tellSupporter(tx, told, 'pairing.toSupporter')
  return id
}
