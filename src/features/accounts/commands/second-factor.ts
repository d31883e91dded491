import { randomInt, randomUUID } from 'node:crypto'
import { holdsStaffRole, type Administrator, type Lead, type Member, type MemberRole } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { allow, forgive } from '../../../core/rate-limit.ts'
import { mark, seal, unseal } from '../../../core/sealing.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { emailKeyOf } from '../queries.ts'
import { limits } from '../rules.ts'
import {
  asRecoveryCode,
  decideCode,
  mayResetCodes,
  newSecret,
  RECOVERY_CODES,
  RECOVERY_LENGTH,
  RECOVERY_LETTERS,
  stepOf,
} from '../rules/second-factor.ts'
import { endSessions } from './sessions.ts'
import { knownTo, type Attempt } from './sign-in.ts'

type Refused<R extends string> = { ok: false; reason: R }
const refused = <R extends string>(reason: R): Refused<R> => ({ ok: false, reason })

/** Whose code, and from where; the address is the account's own. */
export type CodeAttempt = { accountId: string } & Attempt

const codeKey = (attempt: CodeAttempt) => knownTo(attempt) ?? `${attempt.accountId} ${attempt.network}`

/** Spends one try before a code is looked at: a browser known to this person by itself, anybody else by network and account. */
async function mayTryCode(attempt: CodeAttempt): Promise<boolean> {
  if (!(await allow('code', codeKey(attempt), limits.code))) return false
  return knownTo(attempt) !== undefined || allow('code-account', attempt.accountId, limits.codeAccount)
}

export type CodeRefusal = 'tooMany' | 'wrongCode' | 'usedCode' | 'noCodes'
type Given = { ok: true; recoveryLeft?: number } | Refused<CodeRefusal>

/** Accepts the code of an app, or a recovery code, once: of two that give the same one at the same moment, one passes. */
export async function giveCode(attempt: CodeAttempt, typed: string): Promise<Given> {
  if (!(await mayTryCode(attempt))) return refused('tooMany')
  const recovery = asRecoveryCode(typed)
  const given = await inTransaction((tx) =>
    recovery === undefined ? spendCode(tx, attempt.accountId, typed) : spendRecoveryCode(tx, attempt.accountId, recovery),
  )
  if (given.ok) await forgive('code', codeKey(attempt), limits.code)
  return given
}

type FactorRow = { sealed: string; last_step: bigint }

/** The row of a person's codes, held until the transaction ends. */
async function holdFactor(tx: Tx, accountId: string): Promise<FactorRow | undefined> {
  const rows = await tx.$queryRaw<FactorRow[]>`
    SELECT sealed, last_step FROM second_factors WHERE account_id = ${accountId}::uuid FOR UPDATE`
  return rows[0]
}

async function spendCode(tx: Tx, accountId: string, typed: string): Promise<Given> {
  const factor = await holdFactor(tx, accountId)
  if (!factor) return refused('noCodes')
  const secret = unseal('second factor', accountId, factor.sealed)
  if (secret === undefined) throw new Error('a second factor does not open: was SESSION_SECRET changed?')
  const decision = decideCode(secret, typed, Number(factor.last_step), now())
  if (!decision.ok) return decision
  await tx.secondFactor.update({ where: { accountId }, data: { lastStep: BigInt(decision.step) } })
  return { ok: true }
}

const digestOf = (accountId: string, code: string) => mark('recovery codes', `${accountId} ${code}`)

async function spendRecoveryCode(tx: Tx, accountId: string, code: string): Promise<Given> {
  if (!(await holdFactor(tx, accountId))) return refused('noCodes')
  const hash = digestOf(accountId, code)
  const known = await tx.recoveryCode.findUnique({ where: { accountId_hash: { accountId, hash } } })
  if (!known) return refused('wrongCode')
  if (known.usedAt !== null) return refused('usedCode')
  await tx.recoveryCode.update({ where: { id: known.id }, data: { usedAt: now() } })
  const recoveryLeft = await tx.recoveryCode.count({ where: { accountId, usedAt: null } })
  await recordEvent(tx, { role: 'visitor' }, 'account.recoveryCodeUsed', { subjectId: accountId })
  await queueEmail(tx, { accountId, kind: 'accounts.recoveryCodeUsed' })
  return { ok: true, recoveryLeft }
}

const OFFER = 3_600_000

/** A secret offered to somebody's app: kept in the page alone, sealed, until a code shows that the app has it. */
export function offerSecret(accountId: string): { secret: string; sealed: string } {
  const secret = newSecret()
  return { secret, sealed: seal('second factor', `offered to ${accountId}`, JSON.stringify({ secret, at: now().getTime() })) }
}

/** The secret of an offer made to this person within the last hour. */
export function readOffer(accountId: string, sealed: string): string | undefined {
  const text = unseal('second factor', `offered to ${accountId}`, sealed)
  if (text === undefined) return undefined
  const { secret, at } = JSON.parse(text) as { secret: string; at: number }
  return now().getTime() - at < OFFER ? secret : undefined
}

type SetUp = { ok: true; codes: string[] } | Refused<CodeRefusal | 'staleOffer' | 'alreadySetUp'>

/**
 * Sets up the codes of an app, or replaces those of an older phone, once a code shows that the app has the secret. Only
 * somebody wholly signed in may replace: who knows the password alone must not get round the codes that stand.
 */
export async function setUpCodes(
  member: Member,
  attempt: CodeAttempt,
  { sealed, code, mayReplace, sid }: { sealed: string; code: string; mayReplace: boolean; sid?: string },
): Promise<SetUp> {
  const { accountId } = member
  const secret = readOffer(accountId, sealed)
  if (secret === undefined) return refused('staleOffer')
  if (!(await mayTryCode(attempt))) return refused('tooMany')
  const decision = await inTransaction(async (tx): Promise<SetUp> => {
    await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
    const old = await holdFactor(tx, accountId)
    if (old && !mayReplace) return refused('alreadySetUp')
    const fits = decideCode(secret, code, -1, now())
    if (!fits.ok) return fits
    await tx.secondFactor.deleteMany({ where: { accountId } })
    await keepSecret(tx, accountId, secret, fits.step)
    if (sid !== undefined) await endSessions(tx, accountId, sid)
    const codes = await makeRecoveryCodes(tx, accountId)
    await recordEvent(tx, member, old ? 'account.codesReplaced' : 'account.codesSetUp', { subjectId: accountId })
    await queueEmail(tx, { accountId, kind: 'accounts.codesSetUp' })
    return { ok: true, codes }
  })
  if (decision.ok) await forgive('code', codeKey(attempt), limits.code)
  return decision
}

/** Keeps a secret, sealed; codes of the half minute `lastStep` and before are not accepted. */
export const keepSecret = (tx: Tx, accountId: string, secret: string, lastStep = stepOf(now()) - 2) =>
  tx.secondFactor.create({
    data: { accountId, sealed: seal('second factor', accountId, secret), setUpAt: now(), lastStep: BigInt(lastStep) },
    select: { accountId: true },
  })

async function makeRecoveryCodes(tx: Tx, accountId: string): Promise<string[]> {
  const letter = () => RECOVERY_LETTERS[randomInt(RECOVERY_LETTERS.length)] ?? ''
  const codes = Array.from({ length: RECOVERY_CODES }, () => Array.from({ length: RECOVERY_LENGTH }, letter).join(''))
  await tx.recoveryCode.deleteMany({ where: { accountId } })
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ id: randomUUID(), accountId, hash: digestOf(accountId, code), madeAt: now() })),
  })
  return codes
}

/** New recovery codes in the place of all older ones; undefined where there is nothing to recover. */
export const renewRecoveryCodes = (actor: Member): Promise<string[] | undefined> =>
  inTransaction(async (tx) => {
    const { accountId } = actor
    if (!(await holdFactor(tx, accountId))) return undefined
    const codes = await makeRecoveryCodes(tx, accountId)
    await recordEvent(tx, actor, 'account.recoveryCodesRenewed', { subjectId: accountId })
    await queueEmail(tx, { accountId, kind: 'accounts.recoveryCodesRenewed' })
    return codes
  })

/** Takes the codes away from somebody who chose them freely; staff cannot do without. */
export const removeCodes = (actor: Member): Promise<boolean> =>
  inTransaction(async (tx) => {
    const { accountId } = actor
    const held = await tx.$queryRaw<{ role: MemberRole }[]>`
      SELECT r.role FROM accounts a JOIN account_roles r ON r.account_id = a.id WHERE a.id = ${accountId}::uuid FOR UPDATE OF a`
    if (holdsStaffRole(held.map(({ role }) => role))) return false
    await tx.secondFactor.deleteMany({ where: { accountId } })
    await recordEvent(tx, actor, 'account.codesRemoved', { subjectId: accountId })
    await queueEmail(tx, { accountId, kind: 'accounts.codesRemoved' })
    return true
  })

/** For somebody whose phone is lost: takes their codes away and ends their sessions, so that they set up new ones with their password. */
export const resetSecondFactor = (actor: Lead | Administrator, accountId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
    const account = await tx.account.findUnique({ where: { id: accountId }, select: { id: true, roles: { select: { role: true } } } })
    if (!account || !mayResetCodes(actor, { id: account.id, roles: account.roles.map(({ role }) => role as MemberRole) })) return false
    const { count } = await tx.secondFactor.deleteMany({ where: { accountId } })
    if (count === 0) return false
    await endSessions(tx, accountId)
    await recordEvent(tx, actor, 'account.codesReset', { subjectId: accountId })
    await queueEmail(tx, { accountId, kind: 'accounts.codesReset' })
    return true
  })

/** An attempt by somebody who is known, from the browser and network they are on. */
export async function codeAttempt(accountId: string, from: Pick<Attempt, 'network' | 'device'>): Promise<CodeAttempt> {
  const account = await db.account.findUnique({ where: { id: accountId }, select: { email: true } })
  return { accountId, email: emailKeyOf(account?.email ?? ''), ...from }
}
