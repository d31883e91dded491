import type { Member } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { passwordFits } from '../../../core/passwords.ts'
import { allow, forgive } from '../../../core/rate-limit.ts'
import { limits } from '../rules.ts'
import { giveCode, type CodeAttempt, type CodeRefusal } from './second-factor.ts'

type Proven = { ok: true } | { ok: false; reason: CodeRefusal | 'wrongPassword' }

/** Has somebody signed in just shown again that it is they: the password, and the code of whoever has set codes up? */
export async function proveAgain(
  actor: Member,
  attempt: CodeAttempt,
  { password, code }: { password: string; code: string },
): Promise<Proven> {
  const { accountId } = actor
  if (!(await allow('again', accountId, limits.again))) return { ok: false, reason: 'tooMany' }
  const account = await db.account.findUnique({ where: { id: accountId }, select: { passwordHash: true } })
  if (!account || !(await passwordFits(account.passwordHash, password))) return { ok: false, reason: 'wrongPassword' }
  await forgive('again', accountId, limits.again)
  if (actor.secondFactor !== true) return { ok: true }
  const given = await giveCode(attempt, code)
  return given.ok ? { ok: true } : given
}
