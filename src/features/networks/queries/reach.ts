import { db } from '../../../core/db.ts'
import type { Person } from './people.ts'

/** The address that stands in the form, for the person to keep or to change. */
export async function findReach({ accountId }: Person): Promise<string> {
  const account = await db.account.findUnique({ where: { id: accountId }, select: { email: true } })
  return account?.email ?? ''
}
