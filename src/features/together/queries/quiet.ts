import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysBetween, londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import type { PairingKind } from '../../pairings/rules/pairings.ts'
import { splitName } from '../rules/pairs.ts'
import type { Silence } from '../rules/silence.ts'

export const QUIET_A_PAGE = 25

/** Pairs of whose silence the team was told and that nobody has looked into since, or since somebody else was offered. */
const waiting = (actor: Team, whose: Whose) => Prisma.sql`FROM pairing_silences s
  JOIN pairing_quiet q ON q.pairing_id = s.pairing_id AND q.since = s.since
  JOIN pairings p ON p.id = s.pairing_id JOIN candidates c ON c.id = p.candidate_id JOIN accounts a ON a.id = p.supporter_id
  WHERE s.told_at IS NOT NULL AND (s.seen_at IS NULL OR s.seen_at < s.offered_at)
    AND (${whose} = 'team' OR c.owner_id = ${actor.accountId}::uuid)`

/** One page of the silent pairs, the longest silence first. */
export async function listQuiet(actor: Team, { whose, page }: { whose: Whose; page: number }) {
  const rows = await db.$queryRaw<
    { id: string; silenceId: string; kind: PairingKind; since: Date; offeredAt: Date | null; candidate: string; supporter: string }[]
  >`SELECT p.id, s.id AS "silenceId", p.kind, s.since, s.offered_at AS "offeredAt", c.name AS candidate, a.name AS supporter
    ${waiting(actor, whose)} ORDER BY s.since, s.id LIMIT ${QUIET_A_PAGE} OFFSET ${(page - 1) * QUIET_A_PAGE}`
  const today = londonDay(now())
  return rows.map((row) => ({ ...row, days: daysBetween(londonDay(row.since), today), first: splitName(row.candidate).first }))
}

/** How many there are, and since when the longest silence runs: the same that `listQuiet` shows. */
export async function countQuiet(actor: Team, whose: Whose): Promise<{ count: number; oldest: Date | undefined }> {
  const [found] = await db.$queryRaw<{ count: number; oldest: Date | null }[]>`
    SELECT count(*)::int AS count, min(s.since) AS oldest ${waiting(actor, whose)}`
  return { count: found?.count ?? 0, oldest: found?.oldest ?? undefined }
}

export type QuietPair = Silence & { pairingId: string; candidateId: string; supporterId: string; ownerId: string | null }

/** Living pairs, with what was done in the silence they are in; all that have been silent since `before`, or one. */
export const listSilences = (client: Pick<typeof db, '$queryRaw'>, { before, pairingId }: { before?: Date; pairingId?: string }) =>
  client.$queryRaw<QuietPair[]>`SELECT p.id AS "pairingId", p.candidate_id AS "candidateId", p.supporter_id AS "supporterId",
      c.owner_id AS "ownerId", q.since, q.since <= p.began_at AS untouched, s.reminded_at AS "remindedAt", s.nudged_at AS "nudgedAt",
      s.told_at AS "toldAt", s.offered_at AS "offeredAt"
    FROM pairing_quiet q JOIN pairings p ON p.id = q.pairing_id JOIN candidates c ON c.id = p.candidate_id
    LEFT JOIN pairing_silences s ON s.pairing_id = p.id AND s.since = q.since
    WHERE (${pairingId ?? null}::uuid IS NULL OR p.id = ${pairingId ?? null}::uuid)
      AND (${before ?? null}::timestamptz IS NULL OR q.since <= ${before ?? null}::timestamptz) ORDER BY q.since, p.id`
