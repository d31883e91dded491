import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'

/** Every campaign, the latest first, with how many have promised. */
export const listCampaigns = (_actor: Team) =>
  db.campaign.findMany({
    orderBy: [{ fromOn: 'desc' }, { route: 'asc' }, { id: 'asc' }],
    take: 200,
    include: { _count: { select: { promises: true, oneToOnes: true } } },
  })

export const findCampaign = (_actor: Team, id: string) => db.campaign.findUnique({ where: { id } })
