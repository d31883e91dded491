import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { TELL_WITHIN } from '../rules/telling.ts'

export const TELLINGS_A_PAGE = 25
export type TellingFilter = { whose: Whose; due?: 'over' | 'now' | undefined }

/** Those whom an account has reached meanwhile are told by e-mail; mine are the people whom I look after. */
const untold = (actor: Team, { whose, due }: TellingFilter): Prisma.TellingWhereInput => {
  const since = new Date(now().getTime() - TELL_WITHIN * 3_600_000)
  return {
    toldAt: null,
    candidate: { closedAt: null, ...(whose === 'mine' && { ownerId: actor.accountId }) },
    ...(due !== undefined && { createdAt: due === 'over' ? { lte: since } : { gt: since } }),
  }
}

const about = {
  ...{ id: true, kind: true, aboutId: true, data: true, createdAt: true, candidateId: true, toldAt: true },
  candidate: {
    select: { id: true, name: true, reference: true, phone: true, email: true, postalAddress: true, reachBy: true },
  },
} as const

/** What people whom no e-mail reaches have not been told yet, longest waiting first. */
export async function listTellings(actor: Team, filter: TellingFilter & { page: number }) {
  const where = untold(actor, filter)
  const [total, rows] = await Promise.all([
    db.telling.count({ where }),
    db.telling.findMany({
      where,
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      skip: (filter.page - 1) * TELLINGS_A_PAGE,
      take: TELLINGS_A_PAGE,
      select: about,
    }),
  ])
  return { total, rows }
}

/** How many, and since when the longest has waited: the same that the list shows. */
export async function countTellings(actor: Team, filter: TellingFilter): Promise<{ count: number; oldest: Date | undefined }> {
  const found = await db.telling.aggregate({ where: untold(actor, filter), _count: true, _min: { createdAt: true } })
  return { count: found._count, oldest: found._min.createdAt ?? undefined }
}

/** One thing to tell somebody, told or not; undefined where there is none, or where they have gone. */
export const findTelling = async (_actor: Team, id: string) =>
  (await db.telling.findFirst({ where: { id, candidate: { closedAt: null } }, select: about })) ?? undefined

/** What is still to be told to one candidate, and what was told last. */
export const listTellingsOf = (_actor: Team, candidateId: string) =>
  db.telling.findMany({
    where: { candidateId },
    orderBy: [{ toldAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
    take: 10,
    select: { id: true, kind: true, createdAt: true, toldAt: true, toldHow: true },
  })
