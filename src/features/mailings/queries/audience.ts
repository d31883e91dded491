import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { date, daysAfter } from '../../../core/dates.ts'
import { db, type Tx } from '../../../core/db.ts'
import { listCandidateIds } from '../../candidates/queries/list.ts'
import type { TemplatePurpose } from '../../conversations/rules/templates.ts'
import { statesOf, type Audience } from '../rules/audience.ts'
import { SAME_LETTER_DAYS, whyExcluded, type Exclusion, type Standing } from '../rules/mailings.ts'

/** Everybody whom an audience names, in the order of the list of candidates. */
export async function listAudience(actor: Team, { cohort, workshop, standing, ...filter }: Audience): Promise<string[]> {
  const [ids, members, holders] = await Promise.all([
    listCandidateIds(actor, filter),
    cohort === undefined
      ? undefined
      : db.membership.findMany({ where: { cohortId: cohort, state: 'joined', endedAt: null }, select: { candidateId: true } }),
    workshop === undefined
      ? undefined
      : db.place.findMany({ where: { workshopId: workshop, state: { in: statesOf(standing) } }, select: { candidateId: true } }),
  ])
  const sets = [members, holders].filter((rows) => rows !== undefined).map((rows) => new Set(rows.map(({ candidateId }) => candidateId)))
  return ids.filter((id) => sets.every((set) => set.has(id)))
}

const CHOICES = 100

/** The cohorts that run, the workshops to come and those of the last two months, to choose an audience by. */
export async function listGroups(_actor: Team) {
  const [cohorts, workshops] = await Promise.all([
    db.cohort.findMany({ where: { closedAt: null }, orderBy: { startsOn: 'desc' }, take: CHOICES, select: { id: true, name: true } }),
    db.workshop.findMany({
      where: { audience: 'candidates', state: { in: ['published', 'held', 'cancelled'] }, startsAt: { gt: daysAfter(now(), -60) } },
      orderBy: { startsAt: 'desc' },
      take: CHOICES,
      select: { id: true, title: true, startsAt: true },
    }),
  ])
  return { cohorts, workshops: workshops.map(({ id, title, startsAt }) => ({ id, name: `${title}, ${date(startsAt)}` })) }
}

export type Addressee = Standing & { id: string; name: string; reference: string; accountId: string | null }
type About = { mailingId: string; versionId: string }

/** What is known of these people that decides whether the letter goes to them. In a send, their own row of this mailing does not count. */
export async function listStandings(tx: Pick<Tx, '$queryRaw'>, ids: string[], { mailingId, versionId }: About, sending = false) {
  const since = daysAfter(now(), -SAME_LETTER_DAYS)
  return tx.$queryRaw<Addressee[]>`
    SELECT c.id, c.name, c.reference, c.account_id AS "accountId", c.closed_at IS NOT NULL AS closed, a.id IS NOT NULL AS "hasAddress",
      EXISTS (SELECT FROM mailing_recipients r JOIN mailings m ON m.id = r.mailing_id LEFT JOIN emails e ON e.id = r.email_id
        WHERE r.candidate_id = c.id AND r.outcome IN ('waiting', 'queued') AND (e.state IS NULL OR e.state <> 'skipped')
          AND CASE WHEN r.mailing_id = ${mailingId}::uuid THEN NOT ${sending}::boolean
            ELSE m.version_id = ${versionId}::uuid AND m.state <> 'cancelled' AND r.at > ${since}::timestamptz AND (NOT ${sending}::boolean OR r.outcome = 'queued') END) AS already,
      EXISTS (SELECT FROM contact_holds h WHERE h.candidate_id = c.id AND h.ended_at IS NULL) AS held,
      EXISTS (SELECT FROM consents k WHERE k.candidate_id = c.id AND k.purpose = 'news' AND k.withdrawn_at IS NULL) AS news,
      coalesce(p.reminders, true) AS reminders, coalesce(p.contact_by = 'call', false) AS "prefersCall",
      EXISTS (SELECT FROM email_failures f WHERE f.cleared_at IS NULL AND (f.candidate_id = c.id OR f.account_id = c.account_id)) AS failing
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY wanted (id, place) JOIN candidates c ON c.id = wanted.id
      LEFT JOIN accounts a ON a.id = c.account_id LEFT JOIN message_preferences p ON p.candidate_id = c.id
    ORDER BY wanted.place`
}

export type Judged = Addressee & { reason: Exclusion | undefined }
export const judge = (purpose: TemplatePurpose, people: Addressee[]): Judged[] =>
  people.map((person) => ({ ...person, reason: whyExcluded(purpose, person) }))
