-- Booking and joining move the requests of that kind, in the same transaction, whoever books and however. The state table of
-- src/features/requests/rules/requests.ts says what the portal may do; a test holds these functions to it.

/* Who has a request that begins and that nobody has: the one who looks after the person, else the one who coordinates what
   began, else the one of the team with the fewest. */
CREATE FUNCTION request_owner(p_candidate uuid, p_wanted uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT a.id FROM accounts a, candidates c
  WHERE c.id = p_candidate AND a.closed_at IS NULL AND EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role IN ('coordinator', 'lead'))
  ORDER BY a.id IS NOT DISTINCT FROM c.owner_id DESC, a.id IS NOT DISTINCT FROM p_wanted DESC, EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role = 'coordinator') DESC,
    (SELECT count(*) FROM support_requests s WHERE s.owner_id = a.id AND s.state IN ('requested', 'accepted', 'underway', 'paused')), a.created_at, a.id
  LIMIT 1
$$;

/* What has begun begins the request: one that nobody answered is accepted by it too, one that was paused goes on. Where there
   is nobody who could own it, it stays as it is. */
CREATE FUNCTION begin_request(p_candidate uuid, p_kind text, p_cause text, p_cause_id uuid, p_owner uuid, p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE r support_requests; v_owner uuid; v_at timestamptz;
BEGIN
  SELECT * INTO r FROM support_requests WHERE candidate_id = p_candidate AND kind = p_kind AND state IN ('requested', 'accepted', 'paused') FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  v_owner := coalesce(r.owner_id, request_owner(p_candidate, p_owner));
  IF v_owner IS NULL THEN RETURN; END IF;
  v_at := greatest(p_now, r.changed_at);
  IF r.state = 'requested' THEN
    INSERT INTO support_request_changes (request_id, from_state, to_state, cause, cause_id, by_role, at) VALUES (r.id, 'requested', 'accepted', p_cause, p_cause_id, 'system', v_at);
    PERFORM record_event(NULL, 'system', 'request.accepted', p_candidate, r.id, jsonb_build_object('kind', p_kind, 'cause', p_cause), v_at);
    r.state := 'accepted';
  END IF;
  INSERT INTO support_request_changes (request_id, from_state, to_state, cause, cause_id, by_role, at) VALUES (r.id, r.state, 'underway', p_cause, p_cause_id, 'system', v_at);
  PERFORM record_event(NULL, 'system', 'request.underway', p_candidate, r.id, jsonb_build_object('kind', p_kind, 'cause', p_cause), v_at);
  UPDATE support_requests SET state = 'underway', owner_id = v_owner, answered_at = coalesce(answered_at, v_at), began_at = coalesce(began_at, v_at),
    changed_at = v_at, review_on = NULL, resume_asked_at = NULL, reminded_review_at = NULL WHERE id = r.id;
END $$;

/* Who has completed the cohort has completed the support; the letter asks how it went. */
CREATE FUNCTION complete_request(p_candidate uuid, p_kind text, p_cause text, p_cause_id uuid, p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE r support_requests; v_at timestamptz;
BEGIN
  SELECT * INTO r FROM support_requests WHERE candidate_id = p_candidate AND kind = p_kind AND state IN ('underway', 'paused') FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  v_at := greatest(p_now, r.changed_at);
  INSERT INTO support_request_changes (request_id, from_state, to_state, cause, cause_id, by_role, at) VALUES (r.id, r.state, 'completed', p_cause, p_cause_id, 'system', v_at);
  PERFORM record_event(NULL, 'system', 'request.completed', p_candidate, r.id, jsonb_build_object('kind', p_kind, 'cause', p_cause), v_at);
  UPDATE support_requests SET state = 'completed', changed_at = v_at, review_on = NULL, resume_asked_at = NULL, reminded_review_at = NULL WHERE id = r.id;
  PERFORM email_candidate(p_candidate, 'request.completed', r.id, '{}', v_at);
END $$;

CREATE FUNCTION move_request_by_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_candidate uuid; v_workshop uuid; v_kind text; v_owner uuid;
BEGIN
  SELECT p.candidate_id, w.id, g.kind, c.coordinator_id INTO v_candidate, v_workshop, v_kind, v_owner
  FROM places p JOIN workshops w ON w.id = p.workshop_id JOIN programmes g ON g.id = w.programme_id LEFT JOIN cohorts c ON c.id = w.cohort_id
  WHERE p.id = NEW.place_id;
  IF FOUND THEN
    PERFORM begin_request(v_candidate, v_kind, CASE NEW.to_state WHEN 'booked' THEN 'place.booked' ELSE 'place.walkedIn' END, v_workshop,
      coalesce(v_owner, CASE WHEN NEW.by_role IN ('coordinator', 'lead') THEN NEW.by_id END), NEW.at);
  END IF;
  RETURN NULL;
END $$;
-- A mark of attendance, or one taken back, begins nothing: the booking did.
CREATE TRIGGER place_moves_request AFTER INSERT ON place_changes FOR EACH ROW
  WHEN ((NEW.to_state = 'booked' AND NEW.from_state IN ('waiting', 'offered')) OR (NEW.to_state = 'attended' AND NEW.from_state IS NULL))
  EXECUTE FUNCTION move_request_by_place();

CREATE FUNCTION move_request_by_membership() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_kind text; v_owner uuid;
BEGIN
  SELECT g.kind, c.coordinator_id INTO v_kind, v_owner FROM cohorts c JOIN programmes g ON g.id = c.programme_id WHERE c.id = NEW.cohort_id;
  IF NEW.state = 'joined' THEN PERFORM begin_request(NEW.candidate_id, v_kind, 'membership.joined', NEW.cohort_id, v_owner, NEW.began_at);
  ELSE PERFORM complete_request(NEW.candidate_id, v_kind, 'membership.completed', NEW.cohort_id, NEW.began_at); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER membership_moves_request AFTER INSERT ON memberships FOR EACH ROW
  WHEN (NEW.state IN ('joined', 'completed')) EXECUTE FUNCTION move_request_by_membership();

/* Begins an accepted request by what is there already: a place booked or a cohort joined before the team said yes. */
CREATE FUNCTION begin_accepted_request(p_request uuid, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
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
  ) AS found ORDER BY found.cause, found.at LIMIT 1;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM begin_request(r.candidate_id, r.kind, v_cause, v_id, r.owner_id, p_now);
  RETURN true;
END $$;

GRANT EXECUTE ON FUNCTION request_owner, begin_request, complete_request, move_request_by_place, move_request_by_membership, begin_accepted_request TO app;
