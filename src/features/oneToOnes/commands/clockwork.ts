import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'

/** Reminds both, and asks coaches what became of it; each once, by day. Safe to run twice. */
export const remindOneToOnes = (): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT remind_one_to_ones(${now()}::timestamptz)`
  })

/** Calls off what must not take place any more. Safe to run twice. */
export const callOffExcluded = (): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT call_off_excluded(NULL, NULL, ${now()}::timestamptz)`
  })
