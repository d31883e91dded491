import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { SafeguardInput } from '../forms/staff.ts'

export type SafeguardOutcome = 'recorded' | 'standsAlready' | 'notNeeded' | undefined

const day = (typed: string) => new Date(`${typed}T00:00:00Z`)

/** Records the extra check and a guardian's consent for somebody under 18; undefined where there is no such candidate. */
export const recordSafeguard = (actor: Team, candidateId: string, input: SafeguardInput): Promise<SafeguardOutcome> =>
  inTransaction(async (tx) => {
    const at = now()
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR NO KEY UPDATE`
    const candidate = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { adult: true } })
    if (!candidate) return undefined
    if (candidate.adult === true) return 'notNeeded'
    if ((await tx.safeguard.count({ where: { candidateId, endedAt: null } })) > 0) return 'standsAlready'
    const { id } = await tx.safeguard.create({
      data: {
        ...{ candidateId, checkWhat: input.checkWhat, checkBy: input.checkBy, checkOn: day(input.checkOn) },
        ...{ guardianName: input.guardianName, guardianHow: input.guardianHow, guardianOn: day(input.guardianOn) },
        ...{ untilOn: day(input.untilOn), recordedById: actor.accountId, recordedAt: at, changedAt: at },
      },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'safeguard.recorded', { candidateId, subjectId: id })
    return 'recorded'
  })

/** The safeguards no longer hold: what has begun rests at once. False where none are recorded. */
export const endSafeguard = (actor: Team, candidateId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const at = now()
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR NO KEY UPDATE`
    const live = await tx.safeguard.findFirst({ where: { candidateId, endedAt: null }, select: { id: true } })
    if (!live) return false
    await tx.safeguard.update({ where: { id: live.id }, data: { endedAt: at, endedById: actor.accountId, changedAt: at } })
    await recordEvent(tx, actor, 'safeguard.ended', { candidateId, subjectId: live.id })
    return true
  })
