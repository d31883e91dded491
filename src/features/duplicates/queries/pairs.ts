import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { type Waiting, type Whose, withWhose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'

export const PAIRS_A_PAGE = 25

/** Suspected, by nobody said to be two, and both still here. */
const suspected: Prisma.DuplicatePairWhereInput = { dismissedAt: null, first: { closedAt: null }, second: { closedAt: null } }

/** Mine are those of which I look after one. */
const ofWhom = (actor: Team, whose: Whose): Prisma.DuplicatePairWhereInput => ({
  ...suspected,
  ...(whose === 'mine' && { OR: [{ first: { ownerId: actor.accountId } }, { second: { ownerId: actor.accountId } }] }),
})

const brief = {
  ...{ id: true, name: true, reference: true, phone: true, email: true, areas: true, registeredAt: true },
  account: { select: { email: true } },
} as const

export async function listPairs(actor: Team, { whose, page }: { whose: Whose; page: number }) {
  const where = ofWhom(actor, whose)
  const [total, rows] = await Promise.all([
    db.duplicatePair.count({ where }),
    db.duplicatePair.findMany({
      where,
      orderBy: [{ foundAt: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * PAIRS_A_PAGE,
      take: PAIRS_A_PAGE,
      select: { id: true, why: true, foundAt: true, first: { select: brief }, second: { select: brief } },
    }),
  ])
  return { total, rows }
}

/** Records that may be one person twice; what the list shows. */
export async function findDuplicatesWaiting(actor: Team, whose: Whose): Promise<Waiting[]> {
  const found = await db.duplicatePair.aggregate({ where: ofWhom(actor, whose), _count: true, _min: { foundAt: true } })
  const href = withWhose('/staff/duplicates', whose)
  return [{ what: 'Records that may be the same person', href, when: 'week', count: found._count, oldest: found._min.foundAt ?? undefined }]
}

/** What the page of one candidate says: who may be the same person, and which records were joined to this one and can be parted. */
export async function findDoubles(_actor: Team, candidateId: string) {
  const [pairs, merges] = await Promise.all([
    db.duplicatePair.findMany({
      where: { ...suspected, OR: [{ firstId: candidateId }, { secondId: candidateId }] },
      select: { id: true, why: true, first: { select: brief }, second: { select: brief } },
    }),
    db.merge.findMany({
      where: { survivorId: candidateId, undoneAt: null },
      orderBy: { mergedAt: 'desc' },
      select: { id: true, mergedAt: true, undoUntil: true, finishedAt: true, merged: { select: { reference: true } } },
    }),
  ])
  return {
    merges,
    doubles: pairs.map(({ id, why, first, second }) => ({ id, why, other: first.id === candidateId ? second : first })),
  }
}

/** Whose record this one was joined to in the end, if it was. */
export async function findSurvivor(_actor: Team, candidateId: string): Promise<string | undefined> {
  const [found] = await db.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE way AS (SELECT id, merged_into_id, closed_at FROM candidates WHERE id = ${candidateId}::uuid
      UNION ALL SELECT c.id, c.merged_into_id, c.closed_at FROM candidates c JOIN way w ON c.id = w.merged_into_id)
    SELECT id FROM way WHERE merged_into_id IS NULL AND closed_at IS NULL AND id <> ${candidateId}::uuid`
  return found?.id
}
