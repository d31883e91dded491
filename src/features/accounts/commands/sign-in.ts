import { randomUUID } from 'node:crypto'
import type { Member } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction } from '../../../core/db.ts'
import { readDevice, signDevice } from '../../../core/links.ts'
import { hashPassword, passwordFits } from '../../../core/passwords.ts'
import { allow, forgive, giveBack } from '../../../core/rate-limit.ts'
import { recordEvent } from '../../audit/commands.ts'
import { emailKeyOf, findMember } from '../queries.ts'
import { limits } from '../rules.ts'

let nobody: Promise<string> | undefined

/** The member with this address and password, or undefined; as slow for an unknown address as for a known one. */
export async function checkPassword(email: string, password: string): Promise<Member | undefined> {
  nobody ??= hashPassword('the time this takes tells nobody whether an address is known')
  const stand = await nobody
  const account = await db.account.findUnique({ where: { emailKey: emailKeyOf(email) }, select: { id: true, passwordHash: true } })
  const fits = await passwordFits(account?.passwordHash ?? stand, password)
  return account && fits ? findMember(account.id) : undefined
}

/** Who tries to sign in, as limits know them; `device` is the mark that a browser brings, if it brings one. */
export type Attempt = { email: string; network: string; device: string | undefined }

const pairOf = ({ email, network }: Attempt) => `${emailKeyOf(email)} ${network}`
/** The id of the browser that this person has signed in from before, if the attempt comes from there. */
export const knownTo = ({ email, device }: Attempt) => (device === undefined ? undefined : readDevice(device, emailKeyOf(email)))

/** Spends one try, before the password is looked at, so that many at once cannot slip through. The same for addresses that nobody has. */
export async function mayTry(attempt: Attempt): Promise<boolean> {
  const device = knownTo(attempt)
  if (device !== undefined) return allow('sign-in-device', device, limits.signInDevice)
  // One after the other: tries that the pair refuses spend nothing of what other people share.
  return (
    (await allow('sign-in-pair', pairOf(attempt), limits.signInPair)) &&
    (await allow('sign-in-network', attempt.network, limits.signInNetwork)) &&
    (await allow('sign-in-address', emailKeyOf(attempt.email), limits.signInAddress))
  )
}

/** A right password costs nothing. */
export async function acceptPassword(attempt: Attempt): Promise<void> {
  const device = knownTo(attempt)
  if (device !== undefined) {
    await forgive('sign-in-device', device, limits.signInDevice)
    return
  }
  await forgive('sign-in-pair', pairOf(attempt), limits.signInPair)
  await giveBack('sign-in-network', attempt.network, limits.signInNetwork)
  await giveBack('sign-in-address', emailKeyOf(attempt.email), limits.signInAddress)
}

/** Records that somebody is wholly signed in, and answers with the mark by which this browser is known from now on. */
export async function recordSignIn(member: Member, attempt: Attempt): Promise<string> {
  await inTransaction(async (tx) => {
    await tx.account.update({ where: { id: member.accountId }, data: { signedInAt: now() } })
    await tx.candidate.updateMany({ where: { accountId: member.accountId }, data: { activeAt: now() } })
    await recordEvent(tx, member, 'account.signedIn')
  })
  return signDevice(knownTo(attempt) ?? randomUUID(), emailKeyOf(attempt.email))
}

/** The mark for a browser whose person has just proved that the mailbox is theirs. */
export const knownDevice = (email: string): string => signDevice(randomUUID(), emailKeyOf(email))
