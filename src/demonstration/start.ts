import { createHmac } from 'node:crypto'
import path from 'node:path'
import { now } from '../core/clock.ts'
import { daysAfter } from '../core/dates.ts'
import { db, inTransaction, pool, type Tx } from '../core/db.ts'
import type { Env } from '../core/env.ts'
import { keptSecret, writeWhole } from '../core/files.ts'
import { sealWith } from '../core/sealing.ts'
import { profileOf } from '../forces/find.ts'
import { keepConfirmed } from './accounts.ts'
import { addCodes, demoAccounts, fillDemonstration, type DemoAccount } from './fill.ts'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password of this installation for each role, made again from its secret rather than stored: four groups of four. */
function passwordMaker(secret: string): (role: string) => string {
  return (role) => {
    const bytes = createHmac('sha256', secret).update(`password of ${role}`).digest()
    const letters = [...bytes.subarray(0, 16)].map((byte) => LETTERS[byte % LETTERS.length] ?? '').join('')
    return letters.replaceAll(/(.{4})(?=.)/g, '$1-')
  }
}

/** The secret of each member of staff's codes, made again in the same way: 20 bytes in base32. */
function codeMaker(secret: string): (email: string) => string {
  return (email) => {
    const bytes = createHmac('sha256', secret).update(`codes of ${email}`).digest().subarray(0, 20)
    return [...bytes]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .replaceAll(/.{5}/g, (bits) => BASE32[parseInt(bits, 2)] ?? '')
  }
}

type Standing = { empty: boolean; behind: boolean }

/** Is there nothing yet, or somebody whom `catchUp` would change? Asked of the pool, as Prisma's first question costs a start a third of a second. */
async function standing(accounts: DemoAccount[]): Promise<Standing> {
  const everybody = accounts.map(({ email }) => email)
  const staff = accounts.filter(({ totp }) => totp !== undefined).map(({ email }) => email)
  const { rows } = await pool.query<Standing>(
    `SELECT NOT EXISTS (SELECT FROM accounts) AS empty, EXISTS (
      SELECT FROM accounts a WHERE (a.email_key = ANY($1) AND a.confirmed_at < $3)
        OR (a.email_key = ANY($2) AND NOT EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id))) AS behind`,
    [everybody, staff, daysAfter(now(), -1)],
  )
  return rows[0] ?? { empty: true, behind: false }
}

/** What a demonstration filled earlier needs to be opened today. */
async function catchUp(tx: Tx, given: Parameters<typeof addCodes>[1], accounts: DemoAccount[]): Promise<void> {
  await addCodes(tx, given)
  await keepConfirmed(
    tx,
    accounts.map(({ email }) => email),
    now(),
  )
}

/**
 * Fills an empty database in one transaction, and writes the accounts beside it at every start: a kill between the two
 * leaves nothing missing after the next. Answers with the accounts, and whether this start made them.
 */
export async function startDemonstration(env: Env): Promise<{ accounts: DemoAccount[]; file: string; filled: boolean }> {
  const secret = keptSecret(env.folder, 'demonstration-secret')
  sealWith(env.SESSION_SECRET)
  const given = { force: profileOf(env.FORCE), passwordFor: passwordMaker(secret), totpFor: codeMaker(secret) }
  const accounts = demoAccounts(given)
  const { empty, behind } = await standing(accounts)
  if (empty) await db.$transaction((tx) => fillDemonstration(tx, { ...given, now: now() }), { timeout: 120_000 })
  if (behind) await inTransaction((tx) => catchUp(tx, given, accounts))
  const file = path.join(env.dataFolder, 'demo-accounts.json')
  writeWhole(file, `${JSON.stringify(accounts, null, 2)}\n`)
  return { accounts, file, filled: empty }
}
