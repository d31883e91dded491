import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { unseal } from '../../../core/sealing.ts'
import { codeAt } from '../rules/second-factor.ts'

const HALF_MINUTE = 30_000

/** Everybody of the demonstration who signs in with codes or has to, and the code their phone would show now and next. */
export async function listDemoCodes() {
  const accounts = await db.account.findMany({
    where: { closedAt: null, OR: [{ secondFactor: { isNot: null } }, { roles: { some: { role: { not: 'candidate' } } } }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, email: true, roles: { select: { role: true } }, secondFactor: { select: { sealed: true } } },
  })
  return accounts.map(({ id, name, email, roles, secondFactor }) => {
    const secret = secondFactor === null ? undefined : unseal('second factor', id, secondFactor.sealed)
    const codes =
      secret === undefined ? undefined : { now: codeAt(secret, now()), next: codeAt(secret, new Date(now().getTime() + HALF_MINUTE)) }
    return { name, email, roles: roles.map(({ role }) => role).sort(), codes }
  })
}
