import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { hashPassword } from '../../../core/passwords.ts'
import { forgive } from '../../../core/rate-limit.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { emailKeyOf, findLink } from '../queries.ts'
import { limits, linkState, type LinkState } from '../rules.ts'
import { endSessions } from './sessions.ts'

type Reset = { ok: true; email: string } | { ok: false; reason: Exclude<LinkState, 'live'> }

/** Sets a new password, ends every session of the account and every other link to it, and tells the person by e-mail. */
export async function resetPassword(text: string, password: string): Promise<Reset> {
  const { state, row } = await findLink(text, 'reset')
  if (state !== 'live') return { ok: false, reason: state }
  if (row?.accountId == null) return { ok: false, reason: 'unknown' }
  const { id, accountId } = row
  const passwordHash = await hashPassword(password)
  const decision = await inTransaction((tx) => setPassword(tx, id, accountId, passwordHash))
  // The person holds the mailbox, so guesses made by others no longer stand in the way.
  if (decision.ok) await forgive('sign-in-address', emailKeyOf(decision.email), limits.signInAddress)
  return decision
}

async function setPassword(tx: Tx, linkId: string, accountId: string, passwordHash: string): Promise<Reset> {
  // The account first: two links of one account followed at once would otherwise wait for each other.
  await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
  const link = await tx.link.findUnique({ where: { id: linkId } })
  const state = linkState(link, 'reset', now())
  if (state !== 'live') return { ok: false, reason: state }
  const account = await tx.account.update({
    where: { id: accountId },
    data: { passwordHash, passwordChangedAt: now() },
    select: { email: true, candidate: { select: { id: true } } },
  })
  await tx.link.updateMany({ where: { accountId, purpose: 'reset', usedAt: null }, data: { usedAt: now() } })
  await endSessions(tx, accountId)
  const about = account.candidate ? { candidateId: account.candidate.id } : {}
  await recordEvent(tx, { role: 'visitor' }, 'account.passwordChanged', { subjectId: accountId, ...about })
  await queueEmail(tx, { accountId, kind: 'accounts.passwordChanged', about: accountId, ...about })
  return { ok: true, email: account.email }
}
