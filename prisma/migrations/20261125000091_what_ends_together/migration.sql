-- What pairings, placements and one-to-ones share: each function that more than one of them needs knows all three.

/* Whatever goes on, or is being asked for, between candidates and supporters; with nulls between all. `known`: both know of each
   other by now. */
CREATE FUNCTION live_between(p_candidate uuid, p_supporter uuid) RETURNS TABLE (candidate_id uuid, supporter_id uuid, known boolean) LANGUAGE sql STABLE AS $$
  SELECT p.candidate_id, p.supporter_id, p.state = 'active' FROM pairings p WHERE p.state IN ('proposedToSupporter', 'proposedToCandidate', 'active')
    AND (p_candidate IS NULL OR p.candidate_id = p_candidate) AND (p_supporter IS NULL OR p.supporter_id = p_supporter)
  UNION ALL
  SELECT p.candidate_id, p.supporter_id, p.state IN ('accepted', 'checks', 'confirmed') FROM placements p
    WHERE p.supporter_id IS NOT NULL AND p.state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed')
    AND (p_candidate IS NULL OR p.candidate_id = p_candidate) AND (p_supporter IS NULL OR p.supporter_id = p_supporter)
  UNION ALL
  SELECT o.candidate_id, s.supporter_id, true FROM one_to_ones o JOIN one_to_one_slots s ON s.id = o.slot_id WHERE o.state = 'booked' AND s.supporter_id IS NOT NULL
    AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR s.supporter_id = p_supporter)
$$;

/* Ends what an exclusion forbids, now: what is only proposed is taken back, what has begun rests until the team has looked, a
   placement goes back to the team, and a one-to-one that is booked is called off. Neither side is told why. Ask with nulls for
   everybody, as the nightly check does. The people who are named are locked even where nothing stands between them yet, so that a
   proposal under way at this moment is seen here, or sees the exclusion. */
CREATE OR REPLACE FUNCTION pause_excluded(p_candidate uuid, p_supporter uuid, p_now timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  v_live CONSTANT text[] := ARRAY['proposedToSupporter', 'proposedToCandidate', 'active'];
  v_at timestamptz;
  v_why text;
  p pairings;
BEGIN
  PERFORM FROM candidates c WHERE c.id = p_candidate OR c.id IN (SELECT l.candidate_id FROM live_between(p_candidate, p_supporter) l) ORDER BY c.id FOR NO KEY UPDATE;
  PERFORM FROM supporters s WHERE s.account_id = p_supporter OR s.account_id IN (SELECT l.supporter_id FROM live_between(p_candidate, p_supporter) l)
    ORDER BY s.account_id FOR UPDATE;
  FOR p IN SELECT * FROM pairings o WHERE o.state = ANY (v_live)
      AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR o.supporter_id = p_supporter) ORDER BY o.id FOR UPDATE LOOP
    SELECT CASE WHEN bool_or(e.reason = 'suspended') THEN 'suspended' ELSE 'excluded' END INTO v_why FROM exclusions(p.candidate_id, p.supporter_id, p_now) AS e HAVING count(*) > 0;
    IF NOT FOUND THEN CONTINUE; END IF;
    v_at := greatest(p_now, p.changed_at);
    IF p.state = 'active' THEN
      UPDATE pairings SET state = 'paused', paused_why = v_why, changed_at = v_at, changed_by_id = NULL, changed_by_role = 'system' WHERE id = p.id;
      PERFORM record_event(NULL, 'system', 'pairing.paused', p.candidate_id, p.id, jsonb_build_object('kind', p.kind), p_now);
      PERFORM email_candidate(p.candidate_id, 'pairing.paused', p.id, '{}', p_now);
      PERFORM queue_email(p.supporter_id, NULL, NULL, 'pairing.paused', p.id, '{}', p_now);
    ELSE
      PERFORM take_back_pairing(p, p_now);
    END IF;
    PERFORM queue_email(c.owner_id, NULL, NULL, 'pairing.excluded', p.id, '{}', p_now) FROM candidates c WHERE c.id = p.candidate_id AND c.owner_id IS NOT NULL;
    RETURN NEXT p.id;
  END LOOP;
  PERFORM part_placements(p_candidate, p_supporter, p_now);
  PERFORM call_off_excluded(p_candidate, p_supporter, p_now);
END $$;

/* The people are locked before anything is written, candidates first. */
CREATE OR REPLACE FUNCTION lock_excluded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_candidate uuid := (to_jsonb(NEW) ->> 'candidate_id')::uuid;
  v_supporter uuid := (to_jsonb(NEW) ->> 'supporter_id')::uuid;
BEGIN
  IF v_candidate IS NOT NULL THEN
    PERFORM FROM candidates WHERE id = v_candidate FOR NO KEY UPDATE;
  ELSIF v_supporter IS NOT NULL THEN
    PERFORM FROM candidates c WHERE c.id IN (SELECT l.candidate_id FROM live_between(NULL, v_supporter) l) ORDER BY c.id FOR NO KEY UPDATE;
  END IF;
  IF v_supporter IS NOT NULL THEN PERFORM FROM supporters WHERE account_id = v_supporter FOR UPDATE; END IF;
  RETURN NEW;
END $$;

/* What excludes stops what it forbids in the same transaction. Whom an open declaration means is shown by nothing that happens
   at once but to two who know each other already: what names nobody is taken back by the nightly check. */
CREATE OR REPLACE FUNCTION stop_excluded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_candidate uuid := (to_jsonb(NEW) ->> 'candidate_id')::uuid;
  v_supporter uuid := (to_jsonb(NEW) ->> 'supporter_id')::uuid;
  p record;
BEGIN
  IF TG_TABLE_NAME <> 'exclusion_declarations' OR num_nonnulls(v_candidate, v_supporter) = 2 THEN
    PERFORM pause_excluded(v_candidate, v_supporter, NEW.changed_at);
  ELSIF num_nonnulls(v_candidate, v_supporter) = 1 THEN
    FOR p IN SELECT DISTINCT l.candidate_id, l.supporter_id FROM live_between(v_candidate, v_supporter) l WHERE l.known ORDER BY 1, 2 LOOP
      PERFORM pause_excluded(p.candidate_id, p.supporter_id, NEW.changed_at);
    END LOOP;
  END IF;
  RETURN NULL;
END $$;
-- an exclusion has one way to act; what changes of a supporter still calls off by itself
DROP TRIGGER declarations_call_off ON exclusion_declarations;
DROP TRIGGER duties_call_off ON selection_duties;
DROP TRIGGER standings_call_off ON supporter_standings;
DROP TRIGGER safeguards_call_off ON safeguards;

/* Begins an accepted request by what is there already: a place booked, a cohort joined, a pairing begun, a placement agreed or a
   one-to-one booked before the team said yes. */
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
  ) AS found ORDER BY found.cause, found.at LIMIT 1;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM begin_request(r.candidate_id, r.kind, v_cause, v_id, r.owner_id, p_now);
  RETURN true;
END $$;

/* Whoever stops supporting leaves nobody waiting for them, receives nobody any more, and their days and times are withdrawn. Their
   own letters about it would only hurt, and say what they know: an account that is closed to signing in is sent none. */
CREATE OR REPLACE FUNCTION end_supporting(p_supporter uuid, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_live CONSTANT text[] := ARRAY['draft', 'proposedToSupporter', 'proposedToCandidate', 'active', 'paused'];
BEGIN
  PERFORM FROM candidates c WHERE c.id IN (SELECT candidate_id FROM pairings WHERE supporter_id = p_supporter AND state = ANY (v_live))
    OR c.id IN (SELECT l.candidate_id FROM live_between(NULL, p_supporter) l) ORDER BY c.id FOR NO KEY UPDATE;
  PERFORM FROM supporters WHERE account_id = p_supporter FOR UPDATE;
  UPDATE host_people SET until = greatest(p_now, since) WHERE supporter_id = p_supporter AND until IS NULL;
  UPDATE host_dates SET state = 'withdrawn', changed_at = p_now, changed_by_id = NULL, changed_by_role = 'system'
    WHERE supporter_id = p_supporter AND state = 'offered' AND starts_at > p_now;
  PERFORM end_one_to_ones(p_supporter, p_now);
  RETURN end_pairings(array(SELECT id FROM pairings WHERE supporter_id = p_supporter AND state = ANY (v_live)), 'personLeft', true, p_now);
END $$;

GRANT EXECUTE ON FUNCTION live_between TO app;
