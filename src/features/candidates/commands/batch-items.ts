import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { isUnavailable } from '../../../core/errors.ts'
import { changeMembershipIn } from '../../programmes/commands/cohorts.ts'
import { assignRequestIn, moveRequestIn } from '../../requests/commands/move.ts'
import { liveRequestStates } from '../../requests/rules/requests.ts'
import type { BatchDetails, SkipReason } from '../rules/batches.ts'
import { assignCandidateIn } from './assignment.ts'

type Item = { batchId: string; position: number; candidateId: string }

/**
 * Does one thing to one person and writes what came of it, both or neither: what another process does at this moment, or has
 * done, is left alone. A fault is the outcome of this person and stops nobody else.
 */
export async function perform(actor: Team | undefined, details: BatchDetails, item: Item): Promise<void> {
  try {
    await inTransaction(async (tx) => {
      // The person first, as closing an account does: whoever waits then waits in the same order
      const open = await tx.$queryRaw<
        object[]
      >`SELECT id FROM candidates WHERE id = ${item.candidateId}::uuid AND closed_at IS NULL FOR UPDATE`
      const free = await tx.$queryRaw<object[]>`SELECT position FROM batch_items
        WHERE batch_id = ${item.batchId}::uuid AND position = ${item.position} AND outcome IS NULL FOR UPDATE SKIP LOCKED`
      if (free.length === 0) return
      const reason = open.length === 0 ? 'closed' : actor ? await act(tx, actor, details, item.candidateId) : 'actorLeft'
      await write(tx, item, reason === undefined ? { outcome: 'done', reason: null } : { outcome: 'skipped', reason })
    })
  } catch (error) {
    if (isUnavailable(error)) throw error // the job comes again
    await write(db, item, { outcome: 'failed', reason: 'fault' })
  }
}

const write = ({ batchItem }: Pick<Tx, 'batchItem'>, { batchId, position }: Item, result: { outcome: string; reason: string | null }) =>
  batchItem.updateMany({ where: { batchId, position, outcome: null }, data: { ...result, doneAt: now() } })

/** The thing itself, by the command of whoever's it is; answers why nothing was done. */
async function act(tx: Tx, actor: Team, details: BatchDetails, candidateId: string): Promise<SkipReason | undefined> {
  switch (details.action) {
    case 'assign':
      return assign(tx, actor, candidateId, details)
    case 'invite': {
      const decision = await changeMembershipIn(tx, actor, { cohortId: details.cohortId, candidateId, event: 'invite' })
      return decision === undefined ? 'cohortGone' : decision.ok ? undefined : decision.reason
    }
    case 'accept':
      return accept(tx, actor, candidateId, details)
    case 'giveRequests':
      return give(tx, actor, candidateId, details)
  }
}

const assignWords = { already: 'theirsAlready', reasonNeeded: 'hasOwner', notOfTeam: 'ownerLeft', changedMeanwhile: 'movedOn' } as const

type Of<A extends BatchDetails['action']> = Extract<BatchDetails, { action: A }>

async function assign(tx: Tx, actor: Team, candidateId: string, { ownerId, reason }: Of<'assign'>): Promise<SkipReason | undefined> {
  const decision = await assignCandidateIn(tx, actor, { candidateId, ownerId, reason })
  if (decision === undefined) return 'closed'
  return decision.ok ? undefined : assignWords[decision.reason]
}

const findRequest = (tx: Tx, candidateId: string, kind: string) =>
  tx.supportRequest.findFirst({
    where: { candidateId, kind, state: { in: [...liveRequestStates] } },
    select: { id: true, state: true, ownerId: true },
  })

async function accept(tx: Tx, actor: Team, candidateId: string, { kind, ownerId }: Of<'accept'>): Promise<SkipReason | undefined> {
  const request = await findRequest(tx, candidateId, kind)
  if (request?.state !== 'requested') return 'noneWaiting'
  const decision = await moveRequestIn(tx, actor, request.id, 'accept', { ownerId })
  return decision?.ok === true ? undefined : 'movedOn'
}

async function give(tx: Tx, actor: Team, candidateId: string, { kind, ownerId }: Of<'giveRequests'>): Promise<SkipReason | undefined> {
  const request = await findRequest(tx, candidateId, kind)
  if (!request) return 'noRequest'
  if (request.ownerId === ownerId) return 'theirsAlready'
  return (await assignRequestIn(tx, actor, request.id, ownerId)) ? undefined : 'ownerLeft'
}
