import type { Team } from '../../../core/access.ts'
import { db, pool } from '../../../core/db.ts'
import { namesOf } from '../../accounts/queries/team.ts'
import type { TemplatePurpose } from '../../conversations/rules/templates.ts'
import { readAudience } from '../rules/audience.ts'
import type { MailingState, Outcome } from '../rules/mailings.ts'

export const MAILINGS_A_PAGE = 25
export const PEOPLE_A_PAGE = 25

const withVersion = { version: { include: { template: { select: { id: true, name: true } } } } } as const

type Raw = { state: string; filter: unknown; version: { purpose: string } }
const known = <M extends Raw>(mailing: M) => ({
  ...mailing,
  state: mailing.state as MailingState,
  audience: readAudience(mailing.filter),
  purpose: mailing.version.purpose as TemplatePurpose,
})

/** What became of each row: of one that was queued, what its e-mail says. */
const OUTCOME = `CASE WHEN r.outcome <> 'queued' THEN r.outcome WHEN e.id IS NULL THEN 'gone'
  WHEN e.state IN ('queued', 'skipped') AND m.state = 'cancelled' THEN 'cancelled' WHEN e.state = 'queued' THEN 'waiting' ELSE e.state END`
const ROWS = `mailing_recipients r JOIN mailings m ON m.id = r.mailing_id JOIN candidates c ON c.id = r.candidate_id LEFT JOIN emails e ON e.id = r.email_id`

/** How many of each outcome, for several mailings at once. */
async function countOutcomes(ids: string[]): Promise<Map<string, Partial<Record<Outcome, number>>>> {
  const { rows } = await pool.query<{ id: string; outcome: Outcome; count: number }>(
    `SELECT r.mailing_id AS id, ${OUTCOME} AS outcome, count(*)::int AS count FROM ${ROWS} WHERE r.mailing_id = ANY ($1) GROUP BY 1, 2`,
    [ids],
  )
  const counts = new Map<string, Partial<Record<Outcome, number>>>()
  for (const { id, outcome, count } of rows) counts.set(id, { ...counts.get(id), [outcome]: count })
  return counts
}

/** One page of letters to many, latest first; those that were discarded are not shown. */
export async function listMailings(_actor: Team, page: number) {
  const where = { state: { not: 'discarded' } }
  const [total, mailings] = await Promise.all([
    db.mailing.count({ where }),
    db.mailing.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * MAILINGS_A_PAGE,
      take: MAILINGS_A_PAGE,
      include: withVersion,
    }),
  ])
  const [counts, names] = await Promise.all([countOutcomes(mailings.map(({ id }) => id)), namesOf(mailings.map(({ byId }) => byId))])
  return {
    total,
    rows: mailings.map((mailing) => ({ ...known(mailing), counts: counts.get(mailing.id) ?? {}, by: names.get(mailing.byId) })),
  }
}

export async function findMailing(_actor: Team, id: string) {
  const mailing = await db.mailing.findFirst({ where: { id, state: { not: 'discarded' } }, include: withVersion })
  if (!mailing) return undefined
  const [counts, names] = await Promise.all([countOutcomes([id]), namesOf([mailing.byId])])
  return { ...known(mailing), counts: counts.get(id) ?? {}, by: names.get(mailing.byId) }
}

export type Person = {
  id: string
  name: string
  reference: string
  outcome: Outcome
  reason: string | null
  at: Date
  waitsUntil: Date | null
}

/** One page of the people of a mailing and what became of each letter: all of them, or those with one outcome. */
export async function listPeople(_actor: Team, mailingId: string, { outcome, page }: { outcome?: Outcome | undefined; page: number }) {
  const where = `r.mailing_id = $1 AND ($2::text IS NULL OR ${OUTCOME} = $2)`
  const [counted, found] = await Promise.all([
    pool.query<{ total: number }>(`SELECT count(*)::int AS total FROM ${ROWS} WHERE ${where}`, [mailingId, outcome ?? null]),
    pool.query<Person>(
      `SELECT c.id, c.name, c.reference, ${OUTCOME} AS outcome, r.reason, coalesce(e.sent_at, r.at) AS at, e.waits_until AS "waitsUntil"
        FROM ${ROWS} WHERE ${where} ORDER BY c.name, c.id LIMIT $3 OFFSET $4`,
      [mailingId, outcome ?? null, PEOPLE_A_PAGE, (page - 1) * PEOPLE_A_PAGE],
    ),
  ])
  return { total: counted.rows[0]?.total ?? 0, rows: found.rows }
}

/** What one letter of a mailing needs; undefined once the mailing is cancelled, or the person gone. */
export async function findLetter(mailingId: string, candidateId: string) {
  const [mailing, candidate] = await Promise.all([
    db.mailing.findFirst({ where: { id: mailingId, state: { in: ['sending', 'sent'] } }, include: { version: true } }),
    db.candidate.findFirst({
      where: { id: candidateId, closedAt: null },
      select: { name: true, reference: true, preference: { select: { id: true } } },
    }),
  ])
  return mailing && candidate ? { version: mailing.version, candidate } : undefined
}
