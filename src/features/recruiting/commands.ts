import type { Recruiter } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { recruiting } from '../../core/db.ts'
import { emailKeyOf } from '../accounts/queries.ts'
import { lookReasons, type LookReason, type Lookup } from './rules.ts'

/**
 * Records that a recruiter looks, and why, and commits it before anything is read. One function of the database does it on
 * the recruiter's own connection, which can write nothing else; whoever is not found, has not agreed or may not be seen by
 * this recruiter gets one and the same answer (domain: what recruiters see).
 */
export async function lookAtHistory(recruiter: Recruiter, find: string, reason: LookReason): Promise<Lookup> {
  const key = find.includes('@') ? emailKeyOf(find) : find.replaceAll(/\s/g, '').toUpperCase()
  const [row] = await recruiting.$queryRaw<{ look: string | null }[]>`
    SELECT recruiting.look(${recruiter.accountId}::uuid, ${key}::text, ${lookReasons[reason]}::text, ${now()}::timestamptz) AS look`
  return row?.look ? { ok: true, lookId: row.look } : { ok: false, reason: 'notShown' }
}
