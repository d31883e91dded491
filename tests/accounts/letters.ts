import { db } from '../../src/core/db.ts'
import { signLink } from '../../src/core/links.ts'
import { accountEmails } from '../../src/features/accounts/emails.ts'
import { profileOf } from '../../src/forces/find.ts'

const pages = { 'accounts.verify': 'verify', 'accounts.alreadyRegistered': 'reset', 'accounts.reset': 'reset' } as const
type WithLink = keyof typeof pages

/** The e-mails asked for, oldest first. */
export const letters = (where: { kind?: string; address?: string; accountId?: string } = {}) =>
  db.email.findMany({ where, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })

/** The address that the newest e-mail of a kind carries, as its reader would follow it. */
export async function linkIn(kind: WithLink, where: { address?: string; accountId?: string } = {}): Promise<string> {
  const link = await db.link.findFirstOrThrow({
    where: { id: { in: (await letters({ kind, ...where })).map(({ aboutId }) => aboutId ?? '') } },
    orderBy: [{ createdAt: 'desc' }, { expiresAt: 'desc' }],
  })
  return `/${pages[kind]}/${signLink(link.id)}`
}

/** What an e-mail says, if it is still true. */
export const written = (email: {
  id: string
  kind: string
  accountId: string | null
  candidateId: string | null
  aboutId: string | null
}) =>
  accountEmails[email.kind as keyof typeof accountEmails]({
    emailId: email.id,
    accountId: email.accountId,
    candidateId: email.candidateId,
    aboutId: email.aboutId,
    data: {},
    baseUrl: 'http://localhost:4301',
    force: profileOf('cheshire'),
  })
