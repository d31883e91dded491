import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { signLink } from '../../../core/links.ts'
import { findDoubles } from '../../duplicates/queries/pairs.ts'
import { listTellingsOf } from './telling.ts'

/** How one candidate is reached; undefined where there is none, or where they have gone. */
export const findReach = (_actor: Team, candidateId: string) =>
  db.candidate
    .findFirst({
      where: { id: candidateId, closedAt: null },
      select: {
        ...{ id: true, name: true, reference: true, email: true, phone: true, postalAddress: true, reachBy: true, cameBy: true },
        account: { select: { email: true } },
      },
    })
    .then((found) => found ?? undefined)

/** The link with which this candidate can be claimed now, if there is one; `email` is the mailbox it went to, null where it is handed over. */
export async function findClaimLink(_actor: Team, candidateId: string) {
  const link = await db.link.findFirst({
    where: { candidateId, purpose: 'claim', usedAt: null, expiresAt: { gt: now() } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    select: { id: true, email: true, createdAt: true, expiresAt: true },
  })
  return link ? { ...link, part: signLink(link.id) } : undefined
}

/** What the page of one candidate says of taking the record over, and of what is still to be told. */
export async function findReaching(actor: Team, candidateId: string) {
  const [claimLink, tellings, doubles] = await Promise.all([
    findClaimLink(actor, candidateId),
    listTellingsOf(actor, candidateId),
    findDoubles(actor, candidateId),
  ])
  return { claimLink, tellings, ...doubles }
}
