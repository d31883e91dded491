import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { titleOf } from '../rules/titles.ts'
import { usesAt, type UseRow } from './rows.ts'

export const USES_A_PAGE = 25

/** What is shared with this coach or host now, what waits for an answer first. */
export async function listForSupporter({ accountId }: Supporter, force: ForceProfile, page: number) {
  const at = now()
  const rows = await db.$queryRaw<(UseRow & { total: bigint })[]>`
    SELECT x.*, count(*) OVER () AS total FROM (${usesAt(at)} WHERE u.provider_id = ${accountId}::uuid) AS x WHERE x.open
    ORDER BY x.state = 'asked' DESC, x."startsAt" NULLS LAST, x.id LIMIT ${USES_A_PAGE} OFFSET ${(page - 1) * USES_A_PAGE}`
  return { rows: rows.map((use) => ({ ...use, for: titleOf(force, use) })), total: Number(rows[0]?.total ?? 0) }
}
