import type { Doer } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import type { Tx } from '../../core/db.ts'
import type { Prisma } from '../../generated/prisma/client.ts'

type About = { candidateId?: string; subjectId?: string; data?: Prisma.InputJsonObject }

/** Records what happened, in the transaction in which it happened. `data` never holds a name, an address or words typed. */
export async function recordEvent(tx: Tx, doer: Doer | { role: 'visitor' }, name: string, about: About = {}): Promise<void> {
  await tx.event.create({
    data: {
      at: now(),
      actorId: 'accountId' in doer ? doer.accountId : null,
      actorRole: doer.role,
      name,
      candidateId: about.candidateId ?? null,
      subjectId: about.subjectId ?? null,
      data: about.data ?? {},
    },
  })
}

/** Records that a member of staff looked at a candidate; the candidate sees it. Once for each page, viewer and hour. */
export async function recordLook(tx: Tx, viewer: { accountId: string; role: string }, candidateId: string, page: string, purpose: string) {
  const hourAgo = new Date(now().getTime() - 3_600_000)
  const recent = await tx.look.findFirst({
    where: { candidateId, viewerId: viewer.accountId, page, at: { gt: hourAgo } },
    select: { id: true },
  })
  if (recent) return
  await tx.look.create({ data: { candidateId, viewerId: viewer.accountId, viewerRole: viewer.role, page, purpose, at: now() } })
}
