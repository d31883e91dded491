import { z } from 'zod'
import { dateTime } from './core/dates.ts'
import { openDatabase } from './core/db.ts'
import { readSettings } from './core/env.ts'
import { signLinksWith } from './core/links.ts'
import { prepareDatabase } from './core/prepare-database.ts'
import { asApp } from './core/roles.ts'
import { inviteFirstAdministrator } from './features/accounts/commands/join.ts'

/** Prints a single-use link with which the first administrator of a deployment makes their account. */
async function invite(typed: string | undefined): Promise<string> {
  const email = z.email().safeParse(typed)
  if (!email.success) throw new Error('Say whom to invite: npm run invite-administrator -- name@example.org')
  const env = readSettings()
  if (!env.given) throw new Error('DATABASE_URL: is needed. The demonstration has an administrator already: see demo-accounts.json.')
  await prepareDatabase(env.given, env.FORCE)
  signLinksWith(env.SESSION_SECRET)
  const database = openDatabase({ url: asApp(env.given.owner), recruiterUrl: env.given.recruiter, size: 2, onError: () => undefined })
  try {
    const invited = await inviteFirstAdministrator(email.data, env.BASE_URL.origin)
    if (!invited.ok) throw new Error('There is an administrator already: further ones are invited by an administrator, not from here.')
    return `Hand this over. It works once, until ${dateTime(invited.expiresAt)}:\n${invited.address}`
  } finally {
    await database.close()
  }
}

try {
  process.stdout.write(`${await invite(process.argv[2])}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
