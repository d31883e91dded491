-- What the people of a pairing do elsewhere, and what that means for it: an account is closed, records are joined, a request is
-- taken back, a supporter leaves. Whoever is left behind is told, kindly and without a reason.

/* Ends what an exclusion forbids, now: what is only proposed is taken back, what has begun rests until the team has looked.
   Neither side is told why. Ask with nulls for everybody, as the nightly check does. The people who are named are locked even
   where nothing stands between them yet, so that a proposal under way at this moment is seen here, or sees the exclusion. */
CREATE OR REPLACE FUNCTION pause_excluded(p_candidate uuid, p_supporter uuid, p_now timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  v_live CONSTANT text[] := ARRAY['proposedToSupporter', 'proposedToCandidate', 'active'];
  v_at timestamptz;
  v_why text;
  p pairings;
BEGIN
  PERFORM FROM candidates c WHERE c.id = p_candidate OR c.id IN (SELECT o.candidate_id FROM pairings o WHERE o.state = ANY (v_live)
    AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR o.supporter_id = p_supporter)) ORDER BY c.id FOR NO KEY UPDATE;
  PERFORM FROM supporters s WHERE s.account_id = p_supporter OR s.account_id IN (SELECT o.supporter_id FROM pairings o WHERE o.state = ANY (v_live)
    AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR o.supporter_id = p_supporter)) ORDER BY s.account_id FOR UPDATE;
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
END $$;

/* Takes back one proposal by the portal. Whoever was asked, or asked for it, hears of it. The row is locked already. */
CREATE FUNCTION take_back_pairing(p pairings, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_at timestamptz := greatest(p_now, p.changed_at);
BEGIN
  UPDATE pairings SET state = 'withdrawn', due_at = NULL, nudge_at = NULL, ended_at = v_at, changed_at = v_at, changed_by_id = NULL, changed_by_role = 'system' WHERE id = p.id;
  PERFORM record_event(NULL, 'system', 'pairing.withdrawn', p.candidate_id, p.id, jsonb_build_object('kind', p.kind), p_now);
  IF p.state <> 'draft' THEN PERFORM queue_email(p.supporter_id, NULL, NULL, 'pairing.withdrawn', p.id, '{}', p_now); END IF;
  IF p.state = 'proposedToCandidate' OR p.candidate_agreed_at IS NOT NULL THEN PERFORM email_candidate(p.candidate_id, 'pairing.withdrawn', p.id, '{}', p_now); END IF;
END $$;

/* Ends by the portal whatever of these is not over: proposals are taken back, what has begun ends for the reason given. The
   people are locked by whoever calls. `p_tell` says whether the candidate hears of an end. */
CREATE FUNCTION end_pairings(p_ids uuid[], p_reason text, p_tell boolean, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  p pairings;
  v_done int := 0;
BEGIN
  FOR p IN SELECT * FROM pairings WHERE id = ANY (p_ids) AND state IN ('draft', 'proposedToSupporter', 'proposedToCandidate', 'active', 'paused') ORDER BY id FOR UPDATE LOOP
    IF p.state IN ('active', 'paused') THEN
      UPDATE pairings SET state = 'ended', end_reason = p_reason, paused_why = NULL, review_on = NULL, ended_at = greatest(p_now, p.changed_at),
        changed_at = greatest(p_now, p.changed_at), changed_by_id = NULL, changed_by_role = 'system' WHERE id = p.id;
      PERFORM record_event(NULL, 'system', 'pairing.ended', p.candidate_id, p.id, jsonb_build_object('kind', p.kind), p_now);
      PERFORM queue_email(p.supporter_id, NULL, NULL, 'pairing.ended', p.id, '{}', p_now);
      IF p_tell THEN PERFORM email_candidate(p.candidate_id, 'pairing.ended', p.id, '{}', p_now); END IF;
    ELSE
      PERFORM take_back_pairing(p, p_now);
    END IF;
    v_done := v_done + 1;
  END LOOP;
  RETURN v_done;
END $$;

/* Whoever stops supporting leaves nobody waiting for them. Their own letters about it would only hurt, and say what they know:
   an account that is closed to signing in is sent none. */
CREATE FUNCTION end_supporting(p_supporter uuid, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_live CONSTANT text[] := ARRAY['draft', 'proposedToSupporter', 'proposedToCandidate', 'active', 'paused'];
BEGIN
  PERFORM FROM candidates c WHERE c.id IN (SELECT candidate_id FROM pairings WHERE supporter_id = p_supporter AND state = ANY (v_live)) ORDER BY c.id FOR NO KEY UPDATE;
  PERFORM FROM supporters WHERE account_id = p_supporter FOR UPDATE;
  RETURN end_pairings(array(SELECT id FROM pairings WHERE supporter_id = p_supporter AND state = ANY (v_live)), 'personLeft', true, p_now);
END $$;

/* Whoever is erased leaves their pairings as counts: no words, and nothing that could begin again. The supporter is told that
   it is over, before nothing says any more between whom it was. */
CREATE OR REPLACE FUNCTION erase_pairings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM match_wishes WHERE candidate_id = NEW.id;
  DELETE FROM candidate_experiences WHERE candidate_id = NEW.id;
  PERFORM end_pairings(array(SELECT id FROM pairings WHERE candidate_id = NEW.id), 'personLeft', false, NEW.closed_at);
  UPDATE pairings SET words = NULL, over_reason = CASE WHEN over_reason IS NOT NULL THEN 'erased' END, decline_reason = NULL WHERE candidate_id = NEW.id;
  UPDATE pairing_changes SET reason = NULL, by_id = NULL WHERE pairing_id IN (SELECT id FROM pairings WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;

/* The account of somebody who once was a supporter can be erased too: what was between them and others goes with it. */
CREATE FUNCTION erase_supporter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM pairings WHERE supporter_id = OLD.account_id;
  RETURN OLD;
END $$;
CREATE TRIGGER supporters_erased BEFORE DELETE ON supporters FOR EACH ROW EXECUTE FUNCTION erase_supporter();

/* A request that is taken back, or that the team cannot offer after all, takes back what was proposed for it and ends what has
   begun. Joined records and closed accounts see to their pairings themselves. */
CREATE FUNCTION end_pairings_of_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_ids uuid[] := array(SELECT id FROM pairings WHERE candidate_id = NEW.candidate_id AND kind = NEW.kind
  AND state IN ('draft', 'proposedToSupporter', 'proposedToCandidate', 'active', 'paused'));
BEGIN
  PERFORM end_pairings(v_ids, CASE NEW.state WHEN 'withdrawn' THEN 'askedByCandidate' ELSE 'byTeam' END, NEW.state <> 'withdrawn', NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER request_ends_pairings AFTER UPDATE OF state ON support_requests FOR EACH ROW
  WHEN (NEW.state IN ('withdrawn', 'notOffered') AND OLD.state <> NEW.state
    AND coalesce(NEW.reason, '') NOT IN ('Account closed', 'Joined with the same request of theirs'))
  EXECUTE FUNCTION end_pairings_of_request();

/* Every step is kept, and moves the support request that the pairing answers: by its beginning, and by its end once nothing of
   that kind goes on. Runs as the owner, as history is written here alone. */
CREATE OR REPLACE FUNCTION log_pairing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS NOT DISTINCT FROM NEW.state THEN RETURN NULL; END IF;
  INSERT INTO pairing_changes (pairing_id, from_state, to_state, reason, by_id, by_role, at)
  VALUES (NEW.id, v_from, NEW.state, CASE NEW.state WHEN 'paused' THEN NEW.paused_why WHEN 'ended' THEN NEW.end_reason ELSE NEW.decline_reason END,
    NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  IF NEW.state = 'active' AND v_from <> 'paused' THEN
    PERFORM begin_request(NEW.candidate_id, NEW.kind, 'pairing.active', NEW.id, NULL, NEW.changed_at);
  ELSIF NEW.state = 'ended' AND NEW.end_reason IN ('completed', 'conversationHeld', 'twelveMonths')
    AND NOT EXISTS (SELECT FROM pairings o WHERE o.candidate_id = NEW.candidate_id AND o.kind = NEW.kind AND o.id <> NEW.id AND o.state IN ('active', 'paused')) THEN
    PERFORM complete_request(NEW.candidate_id, NEW.kind, 'pairing.ended', NEW.id, NEW.changed_at);
  END IF;
  RETURN NULL;
END $$;

/* Begins an accepted request by what is there already: a place booked, a cohort joined or a pairing begun before the team said yes. */
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
  ) AS found ORDER BY found.cause, found.at LIMIT 1;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM begin_request(r.candidate_id, r.kind, v_cause, v_id, r.owner_id, p_now);
  RETURN true;
END $$;

/* Before the pairings of two records are one person's: of two buddies the one who began first goes on, of two pairings with the
   same supporter the one that has come further, and a proposal of a buddy ends where a buddy is there. What ended stays ended
   if the records turn out to be two people's after all: those people were told, and are asked anew. */
CREATE FUNCTION merge_pairings(p_survivor uuid, p_merged uuid, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_far CONSTANT text[] := ARRAY['draft', 'proposedToSupporter', 'proposedToCandidate', 'paused', 'active'];
  v_both CONSTANT uuid[] := ARRAY[p_survivor, p_merged];
BEGIN
  PERFORM FROM supporters s WHERE s.account_id IN (SELECT supporter_id FROM pairings WHERE candidate_id = ANY (v_both) AND state = ANY (v_far)) ORDER BY s.account_id FOR UPDATE;
  -- the same two people twice: nobody is told, as nothing ends between them
  UPDATE pairings p SET state = CASE WHEN p.state IN ('active', 'paused') THEN 'ended' ELSE 'withdrawn' END, due_at = NULL, nudge_at = NULL, paused_why = NULL,
      end_reason = CASE WHEN p.state IN ('active', 'paused') THEN 'byTeam' END, ended_at = greatest(p_now, p.changed_at), changed_at = greatest(p_now, p.changed_at),
      changed_by_id = NULL, changed_by_role = 'system'
    WHERE p.candidate_id = ANY (v_both) AND p.state = ANY (v_far) AND EXISTS (SELECT FROM pairings o
      WHERE o.candidate_id = ANY (v_both) AND o.id <> p.id AND o.kind = p.kind AND o.supporter_id = p.supporter_id AND o.state = ANY (v_far)
        AND (array_position(v_far, o.state), o.id) > (array_position(v_far, p.state), p.id));
  PERFORM end_pairings(array(SELECT p.id FROM pairings p WHERE p.candidate_id = ANY (v_both) AND p.kind = 'buddy' AND p.state = ANY (v_far) AND EXISTS (
    SELECT FROM pairings o WHERE o.candidate_id = ANY (v_both) AND o.id <> p.id AND o.kind = 'buddy' AND o.state IN ('active', 'paused')
      AND (p.state NOT IN ('active', 'paused') OR (o.began_at, o.id) < (p.began_at, p.id)))), 'byTeam', true, p_now);
  UPDATE pairings p SET request_id = (SELECT r.id FROM support_requests r WHERE r.candidate_id = ANY (v_both) AND r.kind = p.kind
      AND r.state NOT IN ('completed', 'notOffered', 'withdrawn') ORDER BY r.requested_at LIMIT 1)
    WHERE p.candidate_id = ANY (v_both) AND p.state = ANY (v_far);
END $$;

/* Of two places at one workshop, two requests of one kind, two memberships of one cohort or two buddies the one that has come further stays. */
CREATE OR REPLACE FUNCTION merge_doubles(p_merge uuid, p_survivor uuid, p_merged uuid, p_actor uuid, p_role text, p_now timestamptz) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  v_ended CONSTANT text[] := ARRAY['declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled'];
  v_far CONSTANT text[] := ARRAY['requested', 'invited', 'waiting', 'offered', 'booked', 'absent', 'absentNotified', 'leftEarly', 'attendedLate', 'attended'];
  v_on CONSTANT text[] := ARRAY['requested', 'paused', 'accepted', 'underway'];
  v_in CONSTANT text[] := ARRAY['moved', 'left', 'requested', 'invited', 'completed', 'joined'];
  v_workshops uuid[] := '{}';
  v_place places;
  v_id uuid;
  v_state text;
BEGIN
  FOR v_id IN SELECT CASE WHEN array_position(v_far, a.state) > array_position(v_far, b.state)
        OR (a.state = b.state AND a.arrival < b.arrival) THEN b.id ELSE a.id END
      FROM places a JOIN places b USING (workshop_id) WHERE a.candidate_id = p_survivor AND b.candidate_id = p_merged
        AND a.state <> ALL (v_ended) AND b.state <> ALL (v_ended) ORDER BY workshop_id LOOP
    SELECT * INTO v_place FROM places WHERE id = v_id;
    PERFORM set_place_state(v_place, 'withdrawn', NULL, 'Joined with the other place of the same person', p_actor, 'system', p_now);
    INSERT INTO merge_moves (merge_id, kind, table_name, row_key, before, after)
    SELECT p_merge, 'changed', 'places', jsonb_build_object('id', v_id), to_jsonb(o), to_jsonb(n)
    FROM (SELECT v_place.state, v_place.ended_at, v_place.reason) AS o, (SELECT p.state, p.ended_at, p.reason FROM places p WHERE p.id = v_id) AS n;
    v_workshops := v_workshops || v_place.workshop_id;
  END LOOP;
  FOR v_id, v_state IN SELECT l.id, l.state FROM (SELECT CASE WHEN coalesce(array_position(v_on, a.state), 0) > coalesce(array_position(v_on, b.state), 0)
        OR (a.state = b.state AND a.requested_at <= b.requested_at) THEN b.id ELSE a.id END AS id
      FROM support_requests a JOIN support_requests b USING (kind) WHERE a.candidate_id = p_survivor AND b.candidate_id = p_merged
        AND a.state NOT IN ('completed', 'notOffered', 'withdrawn') AND b.state NOT IN ('completed', 'notOffered', 'withdrawn')) AS d
      JOIN support_requests l USING (id) LOOP
    PERFORM merge_change(p_merge, 'support_requests', jsonb_build_object('id', v_id),
      jsonb_build_object('state', 'withdrawn', 'reason', 'Joined with the same request of theirs', 'changed_at', p_now));
    INSERT INTO support_request_changes (request_id, from_state, to_state, reason, by_id, by_role, at)
    VALUES (v_id, v_state, 'withdrawn', 'Joined with the same request of theirs', p_actor, p_role, p_now);
  END LOOP;
  FOR v_id IN SELECT CASE WHEN array_position(v_in, a.state) >= array_position(v_in, b.state) THEN b.id ELSE a.id END
      FROM memberships a JOIN memberships b USING (cohort_id)
      WHERE a.candidate_id = p_survivor AND b.candidate_id = p_merged AND a.ended_at IS NULL AND b.ended_at IS NULL LOOP
    PERFORM merge_change(p_merge, 'memberships', jsonb_build_object('id', v_id), jsonb_build_object('ended_at', p_now));
  END LOOP;
  PERFORM merge_pairings(p_survivor, p_merged, p_now);
  RETURN v_workshops;
END $$;

/* What one record forbids, or the person's own supporter's profile, holds for the joined record from this moment. */
CREATE FUNCTION check_merged_pairings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pause_excluded(NEW.merged_into_id, NULL, NEW.closed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER merged_pairings_check AFTER UPDATE OF merged_into_id ON candidates FOR EACH ROW
  WHEN (NEW.merged_into_id IS NOT NULL AND OLD.merged_into_id IS NULL) EXECUTE FUNCTION check_merged_pairings();

GRANT EXECUTE ON FUNCTION take_back_pairing, end_pairings, end_supporting, erase_supporter, end_pairings_of_request, merge_pairings, check_merged_pairings TO app;
