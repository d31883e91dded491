import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { A_PAGE } from './conflicts.ts'
import { today } from './records.ts'

const DAY = 86_400_000
const WEEK = 7

export const deferralTimes = ['overdue', 'today', 'week'] as const
export type DeferralTime = (typeof deferralTimes)[number]

function due(when: DeferralTime | undefined): Prisma.DateTimeFilter {
  const [day, end] = [today(), new Date(today().getTime() + WEEK * DAY)]
  if (when === 'overdue') return { lt: day }
  if (when === 'today') return { equals: day }
  return when === 'week' ? { gt: day, lte: end } : { lte: end }
}

const ending = ({ accountId }: Team, whose: Whose, when: DeferralTime | undefined): Prisma.StageFollowUpWhereInput => ({
  ...{ kind: 'deferral', endedAt: null, dueOn: due(when) },
  candidate: { closedAt: null, ...(whose === 'mine' && { ownerId: accountId }) },
})

export async function countDeferrals(actor: Team, whose: Whose, when: DeferralTime): Promise<{ count: number; oldest: Date | undefined }> {
  const found = await db.stageFollowUp.aggregate({ where: ending(actor, whose, when), _count: true, _min: { dueOn: true } })
  return { count: found._count, oldest: found._min.dueOn ?? undefined }
}

/** Deferrals that end within a week or have ended, and that nobody has spoken about yet; soonest first. */
export async function listDeferrals(actor: Team, whose: Whose, when: DeferralTime | undefined, page: number) {
  const where = ending(actor, whose, when)
  const [total, rows] = await Promise.all([
    db.stageFollowUp.count({ where }),
    db.stageFollowUp.findMany({
      where,
      orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      include: { candidate: { select: { id: true, name: true, reference: true } }, record: true },
    }),
  ])
  return { total, rows }
}
