import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Duty } from '../rules/duties.ts'

/**
 * What waits for somebody of the departments where they host, their visitors and their one-to-ones. Read here, so that this page needs
 * none of those features, which need this one. A suspended supporter hosts nobody.
 */
export async function listDuties({ accountId }: Supporter): Promise<Duty[]> {
  const at = now()
  return db.$queryRaw<Duty[]>`
    WITH mine AS MATERIALIZED (
      SELECT p.id, p.state, h.name, d.starts_at, p.changed_at FROM placements p JOIN hosts h ON h.id = p.host_id
        JOIN supporters s ON s.account_id = p.supporter_id LEFT JOIN host_dates d ON d.id = p.date_id
      WHERE p.supporter_id = ${accountId}::uuid AND s.suspended_at IS NULL AND p.state IN ('checks', 'confirmed', 'attended')),
    asked AS (
      SELECT p.id, p.state, h.name, p.changed_at FROM placements p JOIN hosts h ON h.id = p.host_id
      WHERE p.state IN ('underConsideration', 'accepted') AND coalesce(p.supporter_id = ${accountId}::uuid, true)
        AND EXISTS (SELECT FROM placement_receivers(p.id, ${at}::timestamptz) r WHERE r.supporter_id = ${accountId}::uuid))
    SELECT kind, id, name, at FROM (
      SELECT 'mark' AS kind, id, name, starts_at AS at FROM mine WHERE state = 'confirmed' AND starts_at <= ${at}::timestamptz
      UNION ALL SELECT CASE state WHEN 'accepted' THEN 'day' ELSE 'answer' END, id, name, changed_at FROM asked
      UNION ALL SELECT 'risk', id, name, starts_at FROM mine WHERE state = 'checks' AND starts_at > ${at}::timestamptz
        AND EXISTS (SELECT FROM placement_gaps(id, ${at}::timestamptz) g WHERE g.kind = 'riskAssessment' AND g.why <> 'waiting')
      UNION ALL SELECT 'lookBack', id, name, starts_at FROM mine WHERE state = 'attended'
        AND NOT EXISTS (SELECT FROM visit_debriefs b WHERE b.placement_id = mine.id AND b.side = 'supporter')
      UNION ALL SELECT CASE o.state WHEN 'booked' THEN 'met' ELSE 'feedback' END, o.id, split_part(btrim(c.name), ' ', 1), t.starts_at
        FROM one_to_ones o JOIN one_to_one_slots t ON t.id = o.slot_id JOIN candidates c ON c.id = o.candidate_id
        WHERE t.supporter_id = ${accountId}::uuid AND t.starts_at <= ${at}::timestamptz AND (o.state = 'booked' OR (o.state = 'held'
          AND o.closed_at > ${at}::timestamptz - interval '28 days' AND NOT EXISTS (SELECT FROM one_to_one_feedback f WHERE f.one_to_one_id = o.id)))
      UNION ALL SELECT 'adjustment', u.id, split_part(btrim(c.name), ' ', 1), u.due_at FROM adjustment_uses u JOIN candidates c ON c.id = u.candidate_id
        WHERE u.provider_id = ${accountId}::uuid AND u.state = 'asked' AND adjustment_open(u.id, ${at}::timestamptz)
      UNION ALL SELECT 'promise', min(c.id::text)::uuid, string_agg(DISTINCT c.name, ', '), min(t.starts_at) FROM one_to_one_slots t
        CROSS JOIN LATERAL unnest(t.routes) AS r (route) JOIN campaigns c ON c.id = campaign_on(r.route, (t.starts_at AT TIME ZONE 'Europe/London')::date)
        WHERE t.supporter_id = ${accountId}::uuid AND t.state = 'offered' AND t.starts_at > ${at}::timestamptz
          AND NOT EXISTS (SELECT FROM one_to_one_promises m WHERE m.campaign_id = c.id AND m.supporter_id = t.supporter_id) HAVING count(*) > 0
      UNION ALL SELECT 'open', h.id, h.name, coalesce(h.asked_at, h.changed_at) FROM hosts h
        JOIN host_people w ON w.host_id = h.id AND w.supporter_id = ${accountId}::uuid AND w.until IS NULL
        WHERE h.state <> 'retired' AND ((h.asked_at IS NOT NULL AND (h.answered_at IS NULL OR h.answered_at < h.asked_at))
          OR (h.state = 'published' AND h.openness = 'notAsked'))
    ) AS all_of_it ORDER BY array_position(ARRAY['mark', 'answer', 'day', 'risk', 'adjustment', 'met', 'lookBack', 'feedback', 'promise', 'open'], kind), at, id`
}
