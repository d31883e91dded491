import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'

/** Makes a new secret address for somebody's calendar; one that there was ends at once. */
export const makeFeed = (actor: Candidate): Promise<void> =>
  inTransaction(async (tx) => {
    const { candidateId } = actor
    const { count } = await tx.calendarFeed.deleteMany({ where: { candidateId } })
    await tx.calendarFeed.create({ data: { candidateId, madeAt: now() } })
    await recordEvent(tx, actor, count > 0 ? 'calendar.renewed' : 'calendar.made', { candidateId })
  })

export const endFeed = (actor: Candidate): Promise<void> =>
  inTransaction(async (tx) => {
    const { candidateId } = actor
    const { count } = await tx.calendarFeed.deleteMany({ where: { candidateId } })
    if (count > 0) await recordEvent(tx, actor, 'calendar.ended', { candidateId })
  })
