import { now } from '../../../core/clock.ts'
import type { Tx } from '../../../core/db.ts'

/** Lays two records before the team that one mailbox reaches, whatever was said of them before. */
export async function suspectPair(tx: Tx, one: string, other: string): Promise<void> {
  const [firstId = '', secondId = ''] = [one, other].sort()
  await tx.duplicatePair.upsert({
    where: { firstId_secondId: { firstId, secondId } },
    create: { firstId, secondId, why: ['claimed'], foundAt: now() },
    update: { why: ['claimed'], foundAt: now(), dismissedAt: null, dismissedById: null },
  })
}
