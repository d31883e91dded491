import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { LIVE_LINK, shownOutside } from '../queries/outside.ts'

/**
 * Opens a concern for the contact that was sent its address, while it lasts, and writes down that it was opened; undefined
 * where it has ended, as if it had never been.
 */
export const openOutside = (linkId: string) =>
  inTransaction(async (tx) => {
    const at = now()
    const link = await tx.concernLink.findFirst({ where: { id: linkId, ...LIVE_LINK(at) }, select: { contact: true, concernId: true } })
    if (!link) return undefined
    const { concernId, contact } = link
    await tx.concernStep.create({ data: { concernId, what: 'opened', byRole: contact, at } })
    return { contact, ...(await shownOutside(tx, concernId)) }
  })
