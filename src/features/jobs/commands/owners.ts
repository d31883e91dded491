import type { Tx } from '../../../core/db.ts'
import type { OwnerInput } from '../forms/jobs.ts'

export type Owner = { ownerName: string; ownerTitle: string; ownerEmail: string; ownerAccountId: string | null }

const HERE = { closedAt: null, deactivatedAt: null } as const

/** Who answers, as typed, or as a supporter's own account says; undefined where that supporter is not here any more. */
export async function ownerFrom(tx: Tx, { ownerId, ownerName, ownerTitle, ownerEmail }: OwnerInput): Promise<Owner | undefined> {
  if (ownerId === undefined) return { ownerName, ownerTitle, ownerEmail, ownerAccountId: null }
  const found = await tx.supporter.findFirst({
    where: { accountId: ownerId, state: 'approved', account: HERE },
    select: { title: true, account: { select: { name: true, email: true } } },
  })
  if (!found) return undefined
  const { name, email } = found.account
  return { ownerName: name, ownerTitle: found.title === '' ? 'Supporter' : found.title, ownerEmail: email, ownerAccountId: ownerId }
}

/** Where an owner is written to: at the address of their account as it is now, where they have one. */
export async function addressOf(tx: Tx, { ownerEmail, ownerAccountId }: Pick<Owner, 'ownerEmail' | 'ownerAccountId'>): Promise<string> {
  if (ownerAccountId === null) return ownerEmail
  const account = await tx.account.findFirst({ where: { id: ownerAccountId, ...HERE }, select: { email: true } })
  return account?.email ?? ownerEmail
}
