-- What moves a placement besides the people themselves: a day that is moved or withdrawn, a person who leaves, records joined, a
-- request taken back, an exclusion. Whoever is left behind is told, kindly and without a reason.

/* At most two at a time, so that there are days for everybody. Joined records may hold more for a while. */
CREATE FUNCTION guard_placement_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM candidates WHERE id = NEW.candidate_id FOR NO KEY UPDATE;
  IF NEW.state = 'requested' AND (SELECT count(*) FROM placements p WHERE p.candidate_id = NEW.candidate_id
    AND p.state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed')) >= 2 THEN
    RAISE check_violation USING MESSAGE = 'two placements at a time', CONSTRAINT = 'placements_two_live';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER placements_share BEFORE INSERT ON placements FOR EACH ROW EXECUTE FUNCTION guard_placement_share();

/* Every step, and every change of its day: another one, or the same one at another time, which the sequence tells. */
CREATE OR REPLACE FUNCTION log_placement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS NOT DISTINCT FROM NEW.state AND NOT (TG_OP = 'UPDATE' AND (NEW.date_id IS DISTINCT FROM OLD.date_id OR NEW.sequence <> OLD.sequence)) THEN RETURN NULL; END IF;
  INSERT INTO placement_changes (placement_id, from_state, to_state, date_id, starts_at, reasons, by_id, by_role, at)
  VALUES (NEW.id, v_from, NEW.state, NEW.date_id, (SELECT d.starts_at FROM host_dates d WHERE d.id = NEW.date_id),
    CASE WHEN v_from IS DISTINCT FROM NEW.state THEN NEW.reasons ELSE '{}' END, NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  IF NEW.state = 'accepted' AND v_from = 'offered' THEN
    PERFORM begin_request(NEW.candidate_id, 'shadowing', 'placement.accepted', NEW.id, NULL, NEW.changed_at);
  ELSIF NEW.state = 'debriefed' AND v_from = 'attended'
    AND NOT EXISTS (SELECT FROM placements o WHERE o.candidate_id = NEW.candidate_id AND o.id <> NEW.id AND o.state IN ('offered', 'accepted', 'checks', 'confirmed', 'attended')) THEN
    PERFORM complete_request(NEW.candidate_id, 'shadowing', 'placement.debriefed', NEW.id, NEW.changed_at);
  END IF;
  RETURN NULL;
END $$;

/* Who of the department may receive this person: whoever hosts there and is not kept apart from them. Training that has lapsed is
   asked about when a day is settled, as it can be renewed until then. */
CREATE FUNCTION placement_receivers(p_placement uuid, p_now timestamptz) RETURNS TABLE (supporter_id uuid) LANGUAGE sql STABLE AS $$
  SELECT o.supporter_id FROM placements p JOIN host_people o ON o.host_id = p.host_id AND o.until IS NULL
  WHERE p.id = p_placement AND NOT EXISTS (SELECT FROM exclusions(p.candidate_id, o.supporter_id, p_now) e WHERE e.reason <> 'trainingLapsed')
$$;

/* A step of the portal's own. Without its day it waits for another one, for two months. The row is locked already. */
CREATE FUNCTION system_placement(p placements, p_to text, p_keep_date boolean, p_part boolean, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_at timestamptz := greatest(p_now, p.changed_at);
BEGIN
  UPDATE placements SET state = p_to, date_id = CASE WHEN p_keep_date THEN date_id END,
    supporter_id = CASE WHEN NOT p_part THEN supporter_id END,
    expires_at = CASE WHEN NOT p_keep_date OR date_id IS NULL THEN
      coalesce(CASE WHEN p_keep_date THEN expires_at END, ((v_at AT TIME ZONE 'Europe/London') + interval '2 months') AT TIME ZONE 'Europe/London') END,
    warned_at = CASE WHEN p_keep_date THEN warned_at END,
    changed_at = v_at, changed_by_id = NULL, changed_by_role = 'system' WHERE id = p.id;
  IF p.state <> p_to THEN PERFORM record_event(NULL, 'system', 'placement.' || p_to, p.candidate_id, p.id, '{}', p_now); END IF;
END $$;

/* Where something has come in the way of a confirmed day that is still to come, it goes back to its checks at once and both hear
   of it. True where it did. Whoever changes anything that `placement_gaps` asks about calls this. */
CREATE FUNCTION recheck_placement(p_placement uuid, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE p placements;
BEGIN
  SELECT o.* INTO p FROM placements o JOIN host_dates d ON d.id = o.date_id
    WHERE o.id = p_placement AND o.state = 'confirmed' AND d.starts_at > p_now FOR UPDATE OF o;
  IF NOT FOUND OR NOT EXISTS (SELECT FROM placement_gaps(p_placement, p_now)) THEN RETURN false; END IF;
  PERFORM system_placement(p, 'checks', true, false, p_now);
  PERFORM email_candidate(p.candidate_id, 'placement.rechecked', p.id, '{}', p_now);
  PERFORM queue_email(p.supporter_id, NULL, NULL, 'placement.rechecked', p.id, '{}', p_now) WHERE p.supporter_id IS NOT NULL;
  RETURN true;
END $$;

/* Its day falls through: it waits for another one, and the candidate hears of it. With `p_part` whoever would have received them
   no longer does, and hears only that it is not to be. */
CREATE FUNCTION drop_placement_date(p_placement uuid, p_part boolean, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  p placements;
  v_part boolean;
BEGIN
  SELECT o.* INTO p FROM placements o WHERE o.id = p_placement
    AND o.state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed') FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  v_part := p_part OR EXISTS (SELECT FROM exclusions(p.candidate_id, p.supporter_id, p_now) e WHERE p.supporter_id IS NOT NULL AND e.reason <> 'trainingLapsed');
  IF p.date_id IS NULL AND (NOT v_part OR p.supporter_id IS NULL) THEN RETURN false; END IF;
  PERFORM system_placement(p, CASE WHEN p.state = 'offered' THEN 'underConsideration' WHEN p.state IN ('checks', 'confirmed') THEN 'accepted' ELSE p.state END,
    false, v_part, p_now);
  PERFORM email_candidate(p.candidate_id, 'placement.dateLost', p.id, '{}', p_now);
  IF v_part AND p.supporter_id IS NOT NULL AND p.state IN ('offered', 'accepted', 'checks', 'confirmed') THEN
    PERFORM queue_email(p.supporter_id, NULL, NULL, 'placement.notNeeded', p.id, '{}', p_now);
  END IF;
  RETURN true;
END $$;

/* A day that is moved or withdrawn takes everybody on it along: moved, they are told and what was confirmed is asked again; withdrawn,
   they wait for another day. A day before now is not touched: it has been. */
CREATE FUNCTION move_placements_of_date() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  p placements;
  v_now timestamptz := NEW.changed_at;
  v_apart boolean;
BEGIN
  PERFORM FROM candidates c WHERE c.id IN (SELECT candidate_id FROM placements WHERE date_id = NEW.id
    AND state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed')) ORDER BY c.id FOR NO KEY UPDATE;
  FOR p IN SELECT * FROM placements WHERE date_id = NEW.id AND state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed')
      ORDER BY id FOR UPDATE LOOP
    v_apart := NEW.supporter_id IS DISTINCT FROM p.supporter_id AND NEW.supporter_id IS NOT NULL
      AND EXISTS (SELECT FROM exclusions(p.candidate_id, NEW.supporter_id, v_now) e WHERE e.reason <> 'trainingLapsed');
    IF NEW.state = 'withdrawn' OR v_apart THEN
      PERFORM drop_placement_date(p.id, v_apart, v_now);
    ELSE
      UPDATE placements SET sequence = sequence + 1, supporter_id = coalesce(NEW.supporter_id, supporter_id),
        state = CASE WHEN state = 'confirmed' AND EXISTS (SELECT FROM placement_gaps(p.id, v_now)) THEN 'checks' ELSE state END,
        changed_at = greatest(v_now, changed_at), changed_by_id = NEW.changed_by_id, changed_by_role = NEW.changed_by_role WHERE id = p.id;
      PERFORM record_event(NEW.changed_by_id, NEW.changed_by_role, 'placement.' || o.state, p.candidate_id, p.id, '{}', v_now)
        FROM placements o WHERE o.id = p.id AND o.state <> p.state;
      PERFORM email_candidate(p.candidate_id, 'placement.moved', p.id, '{}', v_now);
      IF coalesce(NEW.supporter_id, p.supporter_id) IS NOT NULL AND p.state IN ('offered', 'accepted', 'checks', 'confirmed') THEN
        PERFORM queue_email(coalesce(NEW.supporter_id, p.supporter_id), NULL, NULL, 'placement.moved', p.id, '{}', v_now);
      END IF;
      IF p.supporter_id <> NEW.supporter_id AND p.state IN ('offered', 'accepted', 'checks', 'confirmed') THEN
        PERFORM queue_email(p.supporter_id, NULL, NULL, 'placement.notNeeded', p.id, '{}', v_now);
      END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER host_dates_move_placements AFTER UPDATE OF state, starts_at, ends_at, supporter_id ON host_dates FOR EACH ROW
  WHEN (OLD.starts_at > NEW.changed_at AND OLD.state = 'offered' AND (NEW.state <> OLD.state OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at
    OR (NEW.supporter_id IS NOT NULL AND NEW.supporter_id IS DISTINCT FROM OLD.supporter_id)))
  EXECUTE FUNCTION move_placements_of_date();

/* A department that no longer hosts: what was confirmed for a day to come is looked at again. */
CREATE FUNCTION recheck_placements_of_host() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_id uuid;
BEGIN
  FOR v_id IN SELECT id FROM placements WHERE host_id = NEW.id AND state = 'confirmed' ORDER BY id LOOP PERFORM recheck_placement(v_id, NEW.changed_at); END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER hosts_recheck_placements AFTER UPDATE OF state ON hosts FOR EACH ROW
  WHEN (OLD.state = 'published' AND NEW.state <> 'published') EXECUTE FUNCTION recheck_placements_of_host();

/* Somebody no longer hosts here: whoever they would have received goes back to the team, and waits for another day. */
CREATE FUNCTION part_placements_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_id uuid;
BEGIN
  PERFORM FROM candidates c WHERE c.id IN (SELECT candidate_id FROM placements WHERE host_id = NEW.host_id AND supporter_id = NEW.supporter_id
    AND state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed')) ORDER BY c.id FOR NO KEY UPDATE;
  FOR v_id IN SELECT p.id FROM placements p LEFT JOIN host_dates d ON d.id = p.date_id WHERE p.host_id = NEW.host_id AND p.supporter_id = NEW.supporter_id
      AND p.state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed') AND coalesce(d.starts_at > NEW.until, true) ORDER BY p.id LOOP
    PERFORM drop_placement_date(v_id, true, NEW.until);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER host_people_part_placements AFTER UPDATE OF until ON host_people FOR EACH ROW
  WHEN (OLD.until IS NULL AND NEW.until IS NOT NULL) EXECUTE FUNCTION part_placements_of_person();

/* Takes back to the team every placement that an exclusion forbids by now: nobody is told why. Ask with nulls for everybody. */
CREATE FUNCTION part_placements(p_candidate uuid, p_supporter uuid, p_now timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  p record;
BEGIN
  FOR p IN SELECT o.id, o.candidate_id, o.supporter_id FROM placements o LEFT JOIN host_dates d ON d.id = o.date_id
      WHERE o.supporter_id IS NOT NULL AND o.state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed')
        AND (o.state <> 'confirmed' OR d.starts_at > p_now)
        AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR o.supporter_id = p_supporter) ORDER BY o.id FOR UPDATE OF o LOOP
    IF EXISTS (SELECT FROM exclusions(p.candidate_id, p.supporter_id, p_now) e WHERE e.reason <> 'trainingLapsed') THEN
      PERFORM drop_placement_date(p.id, true, p_now);
      PERFORM queue_email(c.owner_id, NULL, NULL, 'placement.apart', p.id, '{}', p_now) FROM candidates c WHERE c.id = p.candidate_id AND c.owner_id IS NOT NULL;
      RETURN NEXT p.id;
    END IF;
  END LOOP;
END $$;

/* Ends what an exclusion forbids, now: what is only proposed is taken back, what has begun rests until the team has looked, and a
   placement goes back to the team. Neither side is told why. Ask with nulls for everybody, as the nightly check does. The people who
   are named are locked even where nothing stands between them yet, so that a proposal under way at this moment is seen here, or
   sees the exclusion. */
CREATE OR REPLACE FUNCTION pause_excluded(p_candidate uuid, p_supporter uuid, p_now timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  v_live CONSTANT text[] := ARRAY['proposedToSupporter', 'proposedToCandidate', 'active'];
  v_visit CONSTANT text[] := ARRAY['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed'];
  v_at timestamptz;
  v_why text;
  p pairings;
BEGIN
  PERFORM FROM candidates c WHERE c.id = p_candidate OR c.id IN (SELECT o.candidate_id FROM pairings o WHERE o.state = ANY (v_live)
      AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR o.supporter_id = p_supporter))
    OR c.id IN (SELECT o.candidate_id FROM placements o WHERE o.state = ANY (v_visit) AND o.supporter_id IS NOT NULL
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
  PERFORM part_placements(p_candidate, p_supporter, p_now);
END $$;

/* Ends by the portal whatever of these is not over: the hosts who knew of it hear that nobody comes. The person is locked by
   whoever calls. `p_tell` says whether the candidate hears of it. */
CREATE FUNCTION end_placements(p_ids uuid[], p_reason text, p_by text, p_tell boolean, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  p placements;
  v_to text;
  v_done int := 0;
BEGIN
  FOR p IN SELECT o.* FROM placements o LEFT JOIN host_dates d ON d.id = o.date_id
      WHERE o.id = ANY (p_ids) AND o.state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed') ORDER BY o.id FOR UPDATE OF o LOOP
    v_to := CASE WHEN p.state = 'confirmed' OR p_by <> 'candidate' THEN 'cancelled' ELSE 'withdrawn' END;
    UPDATE placements SET state = v_to, reasons = ARRAY[p_reason], ended_by = p_by, expires_at = NULL, ended_at = greatest(p_now, p.changed_at),
      changed_at = greatest(p_now, p.changed_at), changed_by_id = NULL, changed_by_role = 'system' WHERE id = p.id;
    PERFORM record_event(NULL, 'system', 'placement.' || v_to, p.candidate_id, p.id, '{}', p_now);
    IF p.supporter_id IS NOT NULL AND p.state IN ('offered', 'accepted', 'checks', 'confirmed') THEN
      PERFORM queue_email(p.supporter_id, NULL, NULL, 'placement.notNeeded', p.id, '{}', p_now);
    END IF;
    IF p_tell THEN PERFORM email_candidate(p.candidate_id, 'placement.cancelled', p.id, '{}', p_now); END IF;
    v_done := v_done + 1;
  END LOOP;
  RETURN v_done;
END $$;

/* Who is erased leaves their placements as counts: no words, and nothing that could take place. The host is told that nobody comes. */
CREATE OR REPLACE FUNCTION erase_placements() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_placements(array(SELECT id FROM placements WHERE candidate_id = NEW.id), 'personLeft', 'candidate', false, NEW.closed_at);
  UPDATE placements SET words = NULL, wanted = NULL, reason_words = NULL WHERE candidate_id = NEW.id;
  UPDATE placement_changes SET by_id = NULL WHERE placement_id IN (SELECT id FROM placements WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;

/* A request that is taken back, or that the team cannot offer after all, ends the placements that answer it. Joined records and closed
   accounts see to theirs themselves. */
CREATE FUNCTION end_placements_of_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM end_placements(array(SELECT id FROM placements WHERE candidate_id = NEW.candidate_id), CASE NEW.state WHEN 'withdrawn' THEN 'requestWithdrawn' ELSE 'requestNotOffered' END,
    CASE NEW.state WHEN 'withdrawn' THEN 'candidate' ELSE 'team' END, NEW.state <> 'withdrawn', NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER request_ends_placements AFTER UPDATE OF state ON support_requests FOR EACH ROW
  WHEN (NEW.kind = 'shadowing' AND NEW.state IN ('withdrawn', 'notOffered') AND OLD.state <> NEW.state
    AND coalesce(NEW.reason, '') NOT IN ('Account closed', 'Joined with the same request of theirs'))
  EXECUTE FUNCTION end_placements_of_request();

/* Begins an accepted request by what is there already: a place booked, a cohort joined, a pairing begun or a placement agreed before
   the team said yes. */
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
  ) AS found ORDER BY found.cause, found.at LIMIT 1;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM begin_request(r.candidate_id, r.kind, v_cause, v_id, r.owner_id, p_now);
  RETURN true;
END $$;

/* Whoever stops supporting leaves nobody waiting for them, receives nobody any more, and their days are withdrawn. Their own letters
   about it would only hurt, and say what they know: an account that is closed to signing in is sent none. */
CREATE OR REPLACE FUNCTION end_supporting(p_supporter uuid, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_live CONSTANT text[] := ARRAY['draft', 'proposedToSupporter', 'proposedToCandidate', 'active', 'paused'];
BEGIN
  PERFORM FROM candidates c WHERE c.id IN (SELECT candidate_id FROM pairings WHERE supporter_id = p_supporter AND state = ANY (v_live))
    OR c.id IN (SELECT candidate_id FROM placements WHERE supporter_id = p_supporter AND ended_at IS NULL) ORDER BY c.id FOR NO KEY UPDATE;
  PERFORM FROM supporters WHERE account_id = p_supporter FOR UPDATE;
  UPDATE host_people SET until = greatest(p_now, since) WHERE supporter_id = p_supporter AND until IS NULL;
  UPDATE host_dates SET state = 'withdrawn', changed_at = p_now, changed_by_id = NULL, changed_by_role = 'system'
    WHERE supporter_id = p_supporter AND state = 'offered' AND starts_at > p_now;
  RETURN end_pairings(array(SELECT id FROM pairings WHERE supporter_id = p_supporter AND state = ANY (v_live)), 'personLeft', true, p_now);
END $$;

/* Before the placements of two records are one person's: of two with the same department the one that has come further goes on.
   Nobody is told, as nothing ends between them. */
CREATE FUNCTION merge_placements() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_far CONSTANT text[] := ARRAY['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed'];
  v_both CONSTANT uuid[] := ARRAY[NEW.survivor_id, NEW.merged_id];
BEGIN
  UPDATE placements p SET state = 'cancelled', reasons = '{joined}', ended_by = 'system', expires_at = NULL, ended_at = greatest(NEW.merged_at, p.changed_at),
      changed_at = greatest(NEW.merged_at, p.changed_at), changed_by_id = NULL, changed_by_role = 'system'
    WHERE p.candidate_id = ANY (v_both) AND p.state = ANY (v_far) AND EXISTS (SELECT FROM placements o
      WHERE o.candidate_id = ANY (v_both) AND o.id <> p.id AND o.host_id = p.host_id AND o.state = ANY (v_far)
        AND (array_position(v_far, o.state), o.id) > (array_position(v_far, p.state), p.id));
  RETURN NULL;
END $$;
CREATE TRIGGER merges_placements AFTER INSERT ON merges FOR EACH ROW EXECUTE FUNCTION merge_placements();

GRANT EXECUTE ON FUNCTION guard_placement_share, placement_receivers, system_placement, recheck_placement, drop_placement_date, move_placements_of_date,
  recheck_placements_of_host, part_placements_of_person, part_placements, end_placements, end_placements_of_request, merge_placements TO app;
