import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { ToldHow } from '../rules/telling.ts'

export type Told = { candidateId: string; fresh: boolean }

/** Writes down that somebody was told, by whom and how; once. Undefined where there is no such thing to tell. */
export const markTold = (actor: Team, tellingId: string, how: ToldHow): Promise<Told | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM tellings WHERE id = ${tellingId}::uuid FOR UPDATE`
    const telling = await tx.telling.findFirst({
      where: { id: tellingId, candidate: { closedAt: null } },
      select: { candidateId: true, kind: true, toldAt: true },
    })
    if (!telling) return undefined
    const { candidateId, kind, toldAt } = telling
    if (toldAt !== null) return { candidateId, fresh: false }
    await tx.telling.update({ where: { id: tellingId }, data: { toldAt: now(), toldHow: how, toldById: actor.accountId } })
    await recordEvent(tx, actor, 'candidate.told', { candidateId, subjectId: tellingId, data: { kind, how } })
    return { candidateId, fresh: true }
  })
