import type { Team } from '../../../core/access.ts'
import { db, pool } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { eventWords, namesOfKind, type TimelineKind } from '../rules/timeline.ts'

export const EVENTS_A_PAGE = 15

/** Everything that is recorded about a candidate, and every e-mail that was sent or is to be; one condition for lines and count. */
const LINES = `FROM (
    SELECT at, id::text AS key, name, actor_id, actor_role, data, subject_id FROM events WHERE candidate_id = $1
    UNION ALL
    SELECT coalesce(sent_at, created_at), id::text, 'email.' || state, NULL, 'system', jsonb_build_object('subject', subject), NULL
      FROM emails WHERE candidate_id = $1 AND state <> 'skipped'
  ) line WHERE $2::text[] IS NULL OR name = ANY ($2)`

type Line = {
  at: Date
  name: string
  actor_id: string | null
  actor_role: string
  data: Record<string, unknown>
  subject_id: string | null
}

/** One page of what happened to a candidate, of one kind or of all, newest first and in plain words. */
export async function listTimeline(
  _actor: Team,
  candidateId: string,
  force: ForceProfile,
  given: { kind?: TimelineKind | undefined; page: number },
) {
  const { kind, page } = given
  const values = [candidateId, kind === undefined ? null : namesOfKind(kind)]
  const [counted, found] = await Promise.all([
    pool.query<{ total: number }>(`SELECT count(*)::int AS total ${LINES}`, values),
    pool.query<Line>(`SELECT * ${LINES} ORDER BY at DESC, length(key) DESC, key DESC LIMIT $3 OFFSET $4`, [
      ...values,
      EVENTS_A_PAGE,
      (page - 1) * EVENTS_A_PAGE,
    ]),
  ])
  const total = counted.rows[0]?.total ?? 0
  const [about, names] = await Promise.all([findTitles(found.rows), namesOf(found.rows.map(({ actor_id: id }) => id))])
  const by = ({ actor_id: id, actor_role: role }: Line) =>
    teamRoles.has(role) && id !== null ? (names.get(id) ?? LEFT) : (others[role] ?? `A ${role}`)
  const rows = found.rows.map((line) => ({ at: line.at, words: eventWords(line.name, line.data, force, about(line)), by: by(line) }))
  return { ...given, total, rows, pages: Math.max(1, Math.ceil(total / EVENTS_A_PAGE)) }
}

const teamRoles = new Set(['coordinator', 'lead'])
const others: Record<string, string> = { system: 'The portal', candidate: 'They themselves', visitor: 'They themselves' }

/** What each line is about, where it says so by an id: the workshop of a place, the cohort of a membership, an e-mail's subject. */
async function findTitles(lines: Line[]): Promise<(line: Line) => string | undefined> {
  const workshopIds = lines.map(({ data }) => data['workshopId']).filter((id) => typeof id === 'string')
  const cohortIds = lines
    .filter(({ name }) => name.startsWith('membership.'))
    .map(({ subject_id: id }) => id)
    .filter((id) => id !== null)
  const [workshops, cohorts] = await Promise.all([
    workshopIds.length === 0 ? [] : db.workshop.findMany({ where: { id: { in: workshopIds } }, select: { id: true, title: true } }),
    cohortIds.length === 0 ? [] : db.cohort.findMany({ where: { id: { in: cohortIds } }, select: { id: true, name: true } }),
  ])
  const titles = new Map([...workshops.map(({ id, title }) => [id, title] as const), ...cohorts.map(({ id, name }) => [id, name] as const)])
  return ({ data, subject_id: subjectId }) => {
    const { subject, workshopId } = data
    if (typeof subject === 'string') return subject
    return titles.get(typeof workshopId === 'string' ? workshopId : (subjectId ?? ''))
  }
}
