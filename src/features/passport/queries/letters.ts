import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { titleOf } from '../rules/titles.ts'
import { findUse } from './rows.ts'

/** A sharing that a letter is about, while it is not taken back and its candidate is there. */
export async function findForLetter(force: ForceProfile, id: string) {
  const use = await findUse(db, id, now())
  if (!use || use.state === 'revoked') return undefined
  const { closedAt } = await db.candidate.findUniqueOrThrow({ where: { id: use.candidateId }, select: { closedAt: true } })
  return closedAt === null ? { ...use, for: titleOf(force, use) } : undefined
}

/** Whose passport goes soon, where it has not been used since. */
export async function findFading(candidateId: string) {
  const passport = await db.passport.findFirst({
    where: { candidateId, warnedAt: { not: null }, candidate: { closedAt: null } },
    include: { candidate: { select: { name: true } } },
  })
  return passport ? { name: passport.candidate.name, usedAt: passport.usedAt } : undefined
}

export const roleOf = async (accountId: string): Promise<'supporter' | 'team'> =>
  (await db.accountRole.count({ where: { accountId, role: { in: ['coordinator', 'lead'] } } })) > 0 ? 'team' : 'supporter'
