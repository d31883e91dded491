import { db, type Tx } from '../../../core/db.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import type { About, Answer, Outcome, UseFacts, UseState } from '../rules/uses.ts'

/** A sharing as it stands at one moment, with what it is for. It holds no need: those are read by themselves, by whoever may. */
export type UseRow = UseFacts & {
  id: string
  candidateId: string
  name: string
  reference: string
  about: About
  state: UseState
  route: string | null
  stage: string | null
  title: string | null
  endsAt: Date | null
  stands: boolean
  providerId: string | null
  words: string | null
  wording: string
  answer: Answer | null
  answerWords: string | null
  answeredAt: Date | null
  outcome: Outcome | null
  outcomeWords: string | null
  askedAt: Date
  dueAt: Date
  revokedAt: Date | null
  ownerId: string | null
}

/** Every sharing as it stands at `at`; conditions speak of `x`. */
export const usesAt = (at: Date): Prisma.Sql => Prisma.sql`
  SELECT u.id, u.candidate_id AS "candidateId", c.name, c.reference, c.owner_id AS "ownerId", u.about, u.state, u.route, u.stage, w.title, w.starts_at AS "startsAt",
    w.ends_at AS "endsAt", w.stands, u.provider_id AS "providerId", u.words, u.wording, u.answer, u.answer_words AS "answerWords", u.answered_at AS "answeredAt", u.outcome,
    u.outcome_words AS "outcomeWords", u.asked_at AS "askedAt", u.due_at AS "dueAt", u.revoked_at AS "revokedAt", adjustment_open(u.id, ${at}) AS open
  FROM adjustment_uses u JOIN candidates c ON c.id = u.candidate_id CROSS JOIN LATERAL adjustment_when(u.id) AS w`

export async function findUse(tx: Tx | typeof db, id: string, at: Date, where: Prisma.Sql = Prisma.sql`true`): Promise<UseRow | undefined> {
  const [row] = await tx.$queryRaw<UseRow[]>`SELECT x.* FROM (${usesAt(at)} WHERE u.id = ${id}::uuid) AS x WHERE ${where}`
  return row
}

/** The needs chosen for one use, as they read today. What has been taken out of the passport is not among them. */
export async function needsOf(tx: Tx | typeof db, useId: string) {
  const rows = await tx.adjustmentUseNeed.findMany({
    where: { useId, need: { removedAt: null } },
    select: { need: { select: { id: true, kind: true, helps: true, avoid: true } } },
    orderBy: { need: { madeAt: 'asc' } },
  })
  return rows.map(({ need }) => need)
}
export type SharedNeeds = Awaited<ReturnType<typeof needsOf>>
