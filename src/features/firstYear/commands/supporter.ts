import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'

/** A buddy says that they have been in touch about a request for help. False where it is none of a living pairing of theirs. */
export const meetHelp = (actor: Supporter, pairingId: string, helpId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const help = await tx.firstYearHelp.findFirst({
      where: { id: helpId, pairingId, pairing: { supporterId: actor.accountId, state: 'active' } },
      select: { candidateId: true },
    })
    if (!help) return false
    const { count } = await tx.firstYearHelp.updateMany({ where: { id: helpId, metAt: null }, data: { metAt: now() } })
    if (count > 0) await recordEvent(tx, actor, 'firstYear.helpMet', { candidateId: help.candidateId, subjectId: helpId })
    return true
  })
