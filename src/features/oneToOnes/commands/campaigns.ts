import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'

export type CampaignInput = { route: string; name: string; fromOn: string; untilOn: string }
type Made = { ok: true; id: string } | { ok: false; reason: 'nameTaken' }
const asDate = (day: string) => new Date(`${day}T00:00:00Z`)

/** A campaign of a route. A promise is asked anew for what takes place within it; what is booked already stays booked. */
export const addCampaign = (actor: Team, { route, name, fromOn, untilOn }: CampaignInput): Promise<Made> =>
  inTransaction(async (tx) => {
    const at = now()
    const made = await tx.campaign.createManyAndReturn({
      data: [{ route, name, fromOn: asDate(fromOn), untilOn: asDate(untilOn), madeAt: at, madeById: actor.accountId, changedAt: at }],
      skipDuplicates: true,
      select: { id: true },
    })
    const [campaign] = made
    if (!campaign) return { ok: false, reason: 'nameTaken' }
    await recordEvent(tx, actor, 'campaign.made', { subjectId: campaign.id })
    return { ok: true, id: campaign.id }
  })

/** Another name or other days. Undefined where there is no such campaign. */
export const changeCampaign = (
  actor: Team,
  id: string,
  { name, fromOn, untilOn }: Omit<CampaignInput, 'route'>,
): Promise<Made | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM campaigns WHERE id = ${id}::uuid FOR UPDATE`
    const campaign = await tx.campaign.findUnique({ where: { id }, select: { route: true } })
    if (!campaign) return undefined
    const other = await tx.campaign.findFirst({ where: { route: campaign.route, name, NOT: { id } }, select: { id: true } })
    if (other) return { ok: false, reason: 'nameTaken' }
    await tx.campaign.update({ where: { id }, data: { name, fromOn: asDate(fromOn), untilOn: asDate(untilOn), changedAt: now() } })
    await recordEvent(tx, actor, 'campaign.changed', { subjectId: id })
    return { ok: true, id }
  })
