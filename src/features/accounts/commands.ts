import type { Member } from '../../core/access.ts'
import { db } from '../../core/db.ts'
import { hashPassword, passwordFits } from '../../core/passwords.ts'
import { emailKeyOf, findMember } from './queries.ts'

const nobody = hashPassword('the time this takes tells nobody whether an address is known')

/** The member with this address and password, or undefined; as slow for an unknown address as for a known one. */
export async function checkPassword(email: string, password: string): Promise<Member | undefined> {
  const account = await db.account.findUnique({ where: { emailKey: emailKeyOf(email) }, select: { id: true, passwordHash: true } })
  const fits = await passwordFits(account?.passwordHash ?? (await nobody), password)
  return account && fits ? findMember(account.id) : undefined
}
