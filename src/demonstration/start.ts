import { createHmac } from 'node:crypto'
import path from 'node:path'
import { now } from '../core/clock.ts'
import { db } from '../core/db.ts'
import type { Env } from '../core/env.ts'
import { keptSecret, writeWhole } from '../core/files.ts'
import { profileOf } from '../forces/find.ts'
import { demoAccounts, fillDemonstration, type DemoAccount } from './fill.ts'

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password of this installation for each role, made again from its secret rather than stored: four groups of four. */
function passwordMaker(secret: string): (role: string) => string {
  return (role) => {
    const bytes = createHmac('sha256', secret).update(`password of ${role}`).digest()
    const letters = [...bytes.subarray(0, 16)].map((byte) => LETTERS[byte % LETTERS.length] ?? '').join('')
    return letters.replaceAll(/(.{4})(?=.)/g, '$1-')
  }
}

/**
 * Fills an empty database in one transaction, and writes the accounts beside it at every start: a kill between the two
 * leaves nothing missing after the next. Answers with the accounts, and whether this start made them.
 */
export async function startDemonstration(env: Env): Promise<{ accounts: DemoAccount[]; file: string; filled: boolean }> {
  const given = { force: profileOf(env.FORCE), passwordFor: passwordMaker(keptSecret(env.folder, 'demonstration-secret')) }
  const empty = (await db.account.count()) === 0
  if (empty) await db.$transaction((tx) => fillDemonstration(tx, { ...given, now: now() }), { timeout: 120_000 })
  const accounts = demoAccounts(given)
  const file = path.join(env.dataFolder, 'demo-accounts.json')
  writeWhole(file, `${JSON.stringify(accounts, null, 2)}\n`)
  return { accounts, file, filled: empty }
}
