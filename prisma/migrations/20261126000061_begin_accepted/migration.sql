-- Begins an accepted request by what is there already: to what was before come adjustments answered, a barrier taken up, a network
-- joined that the team may know of, a first year, and something arranged for the time after it.
CREATE OR REPLACE FUNCTION begin_accepted_request(p_request uuid, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE r support_requests; v_cause text; v_id uuid;
BEGIN
  SELECT * INTO r FROM support_requests WHERE id = p_request AND state = 'accepted';
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT found.cause, found.id INTO v_cause, v_id FROM (
    SELECT 'membership.joined' AS cause, c.id, m.began_at AS at FROM memberships m JOIN cohorts c ON c.id = m.cohort_id JOIN programmes g ON g.id = c.programme_id
      WHERE m.candidate_id = r.candidate_id AND m.ended_at IS NULL AND m.state = 'joined' AND c.closed_at IS NULL AND g.kind = r.kind
    UNION ALL
    SELECT 'place.booked', w.id, p.booked_at FROM places p JOIN workshops w ON w.id = p.workshop_id JOIN programmes g ON g.id = w.programme_id
      WHERE p.candidate_id = r.candidate_id AND p.state = 'booked' AND w.ends_at > p_now AND g.kind = r.kind
    UNION ALL
    SELECT 'pairing.active', p.id, p.began_at FROM pairings p WHERE p.candidate_id = r.candidate_id AND p.kind = r.kind AND p.state IN ('active', 'paused')
    UNION ALL
    SELECT 'placement.accepted', p.id, p.requested_at FROM placements p WHERE r.kind = 'shadowing' AND p.candidate_id = r.candidate_id
      AND p.state IN ('accepted', 'checks', 'confirmed', 'attended')
    UNION ALL
    SELECT 'oneToOne.booked', o.id, o.booked_at FROM one_to_ones o WHERE r.kind = 'application' AND o.candidate_id = r.candidate_id AND o.state = 'booked'
    UNION ALL
    SELECT 'adjustment.answered', u.id, u.answered_at FROM adjustment_uses u WHERE r.kind = 'adjustments' AND u.candidate_id = r.candidate_id
      AND u.state IN ('answered', 'provided', 'notProvided', 'told') AND u.answered_at IS NOT NULL
    UNION ALL
    SELECT 'barrier.takenUp', b.id, b.changed_at FROM barrier_cases b WHERE r.kind = 'barrier' AND b.candidate_id = r.candidate_id
      AND b.state IN ('takenUp', 'working', 'waitingOnOthers')
    UNION ALL
    SELECT 'network.joined', NULL::uuid, m.joined_at FROM network_memberships m WHERE r.kind = 'networks' AND m.candidate_id = r.candidate_id
      AND m.state <> 'left' AND m.team_knows
    UNION ALL
    SELECT 'firstYear.begun', y.id, y.begun_at FROM first_years y WHERE r.kind = 'inwork' AND y.candidate_id = r.candidate_id AND y.ended_at IS NULL
    UNION ALL
    SELECT 'progress.arranged', w.id, w.changed_at FROM progress_wishes w WHERE r.kind = 'inwork' AND w.candidate_id = r.candidate_id AND w.state = 'arranged'
  ) AS found ORDER BY found.cause, found.at LIMIT 1;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM begin_request(r.candidate_id, r.kind, v_cause, v_id, r.owner_id, p_now);
  RETURN true;
END $$;
