import type { Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordLook } from '../../audit/commands.ts'
import { openOutside } from '../../outside/commands.ts'
import { outsideLinksOf } from '../../outside/queries.ts'
import { findUse, needsOf, type SharedNeeds, type UseRow } from '../queries/rows.ts'
import { titleOf } from '../rules/titles.ts'
import { useEventsFor, type UseEvent, type UseRole } from '../rules/uses.ts'

export type OpenedUse = UseRow & { for: string; needs: SharedNeeds; events: UseEvent[] }
type Viewer = { viewer: 'supporter' | 'team' | 'contact'; viewerId: string | null; role: UseRole }

/** A sharing held against being taken back until the opening is written down, so that what is shown was still shared. */
async function holdUse(tx: Tx, id: string, at: Date): Promise<UseRow | undefined> {
  await tx.$queryRaw`SELECT FROM adjustment_uses WHERE id = ${id}::uuid FOR SHARE`
  return findUse(tx, id, at)
}

async function show(tx: Tx, force: ForceProfile, use: UseRow, { viewer, viewerId, role }: Viewer, at: Date): Promise<OpenedUse> {
  await tx.adjustmentLook.create({ data: { useId: use.id, viewer, viewerId, at }, select: { id: true } })
  return { ...use, for: titleOf(force, use), needs: await needsOf(tx, use.id), events: useEventsFor(use, role, at) }
}

/** What is shared with this coach or host, opened: that they did is written down. Undefined where it is not shared, or not any more. */
export const openAsSupporter = (actor: Supporter, force: ForceProfile, id: string): Promise<OpenedUse | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const use = await holdUse(tx, id, at)
    if (!use?.open || use.providerId !== actor.accountId) return undefined
    return show(tx, force, use, { viewer: 'supporter', viewerId: actor.accountId, role: 'supporter' }, at)
  })

const isOurs = ({ about }: UseRow): boolean => about === 'workshop' || about === 'placement'

/**
 * What the team sees of a sharing: needs only where the team provides, and only while that holds. The look is recorded either way.
 * Undefined where there is none, or it was taken back.
 */
export const openAsTeam = (actor: Team, force: ForceProfile, id: string) =>
  inTransaction(async (tx) => {
    const at = now()
    const use = await holdUse(tx, id, at)
    if (!use || use.state === 'revoked') return undefined
    await recordLook(tx, actor, use.candidateId, 'adjustments that you asked for', 'Arranging adjustments')
    const plain = { ...use, for: titleOf(force, use), events: useEventsFor(use, actor.role, at) }
    if (!use.open || !isOurs(use)) return { ...plain, words: null, needs: undefined, links: await outsideLinksOf('adjustment', id) }
    const shown = await show(tx, force, use, { viewer: 'team', viewerId: actor.accountId, role: actor.role }, at)
    return { ...shown, links: [] }
  })

/** What an address from outside opens, or undefined where it was taken back, is over, or is no address of ours. */
export const openFromOutside = (link: string, force: ForceProfile): Promise<OpenedUse | undefined> =>
  openOutside(link, 'adjustment', async (tx, { aboutId }, at) => {
    const use = await holdUse(tx, aboutId, at)
    return use?.open === true ? show(tx, force, use, { viewer: 'contact', viewerId: null, role: 'contact' }, at) : undefined
  })
