import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import { findPair, type FullSide } from '../queries/sides.ts'
import { mergedValues, signInOf, UNDO_DAYS, type MergeRefusal, type SingleField, type Whose } from '../rules.ts'

export type Choice = Partial<Record<SingleField, Whose>> & {
  keep: string
  signIn: Whose
  access: 'both' | 'survivor' | 'merged'
  about: 'both' | 'survivor' | 'merged'
}
type Merged = { ok: true; candidateId: string } | { ok: false; reason: MergeRefusal }

/**
 * Makes the two records of a pair one. The statement behind it locks both and does everything or nothing; of two
 * coordinators who join the same pair at once, one finds it gone. The person is told in plain words, and so is whoever
 * holds the address whose sign-in is closed. Undefined where there is no such pair.
 */
export const mergePair = (actor: Team, pairId: string, choice: Choice): Promise<Merged | undefined> =>
  inTransaction(async (tx) => {
    const pair = await findPair(actor, pairId, tx)
    if (!pair) return undefined
    const [mine, theirs] = pair.first.id === choice.keep ? [pair.first, pair.second] : [pair.second, pair.first]
    if (mine.id !== choice.keep) return undefined
    if ([mine, theirs].some(({ account }) => account?.id === actor.accountId)) return { ok: false, reason: 'own' }
    const signIn = signInOf(mine, theirs)
    if (signIn === 'bothStaff') return { ok: false, reason: 'bothStaff' }
    const kept = (signIn.asked ? choice.signIn : signIn.keep) === 'theirs' ? theirs : mine
    const mergeId = await join(tx, actor, mine, theirs, choice, kept.account?.id)
    if (mergeId === null) return { ok: false, reason: 'gone' }
    await tellOfJoining(tx, mine, kept === mine ? theirs : mine, mergeId)
    return { ok: true, candidateId: mine.id }
  })

async function join(tx: Tx, actor: Team, mine: FullSide, theirs: FullSide, choice: Choice, accountId: string | undefined) {
  const values = JSON.stringify(mergedValues(mine, theirs, choice))
  const [row] = await tx.$queryRaw<{ id: string | null }[]>`
    SELECT merge_candidates(${mine.id}::uuid, ${theirs.id}::uuid, ${values}::jsonb, ${accountId ?? null}::uuid, ${choice.access}, ${choice.about},
      ${actor.accountId}::uuid, ${actor.role}, ${now()}::timestamptz, ${daysAfter(now(), UNDO_DAYS)}::timestamptz) AS id`
  return row?.id ?? null
}

async function tellOfJoining(tx: Tx, survivor: FullSide, other: FullSide, mergeId: string): Promise<void> {
  await tellCandidate(tx, { candidateId: survivor.id, kind: 'duplicates.joined', about: mergeId })
  if (survivor.account && other.account)
    await queueEmail(tx, { kind: 'duplicates.signInClosed', address: other.account.email, candidateId: survivor.id, about: mergeId })
}

/** Remembers that two records are two people: the pair never comes back. False where there is no such pair. */
export const keepApart = (actor: Team, pairId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const data = { dismissedAt: now(), dismissedById: actor.accountId }
    const { count } = await tx.duplicatePair.updateMany({ where: { id: pairId, dismissedAt: null }, data })
    if (count === 0) return false
    const { firstId, secondId } = await tx.duplicatePair.findUniqueOrThrow({ where: { id: pairId } })
    for (const candidateId of [firstId, secondId]) await recordEvent(tx, actor, 'candidate.keptApart', { candidateId, subjectId: pairId })
    return true
  })

export type UndoRefusal = 'undone' | 'tooLate' | 'mergedOn' | 'laterFirst'
type Undone = { ok: true; candidateId: string } | { ok: false; reason: UndoRefusal; candidateId: string }

/** Makes joined records two again, and tells both. Undefined where there was no such joining. */
export const undoMerge = (actor: Team, mergeId: string): Promise<Undone | undefined> =>
  inTransaction(async (tx) => {
    const merge = await tx.merge.findUnique({ where: { id: mergeId }, select: { survivorId: true, mergedId: true } })
    if (!merge) return undefined
    const [row] = await tx.$queryRaw<{ outcome: 'ok' | 'notFound' | UndoRefusal }[]>`
      SELECT outcome FROM undo_merge(${mergeId}::uuid, ${actor.accountId}::uuid, ${actor.role}, ${now()}::timestamptz)`
    if (!row || row.outcome === 'notFound') return undefined
    if (row.outcome !== 'ok') return { ok: false, reason: row.outcome, candidateId: merge.survivorId }
    for (const candidateId of [merge.survivorId, merge.mergedId])
      await tellCandidate(tx, { candidateId, kind: 'duplicates.parted', about: mergeId })
    return { ok: true, candidateId: merge.survivorId }
  })

const A_SWEEP = 200

/** Looks for others like those whom nobody has been looked for since they came or changed; and ends the time for undoing. */
export const sweepDuplicates = (): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT find_duplicates(due.id, ${now()}::timestamptz) FROM (SELECT c.id FROM candidates c
      WHERE c.closed_at IS NULL AND NOT EXISTS (SELECT FROM duplicate_checks d WHERE d.candidate_id = c.id) ORDER BY c.registered_at LIMIT ${A_SWEEP}) AS due`
    await tx.$executeRaw`SELECT finish_merges(${now()}::timestamptz)`
  })
