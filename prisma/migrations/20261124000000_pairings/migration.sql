-- Supporters, what candidates look for in one, and the pairings between them. The tables of matching, of keeping in touch, of
-- mentoring and of the first year stand on these.

CREATE TABLE supporters (
  account_id uuid PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  state text NOT NULL DEFAULT 'volunteered',
  kinds text[] NOT NULL DEFAULT '{}',
  title text NOT NULL DEFAULT '',
  routes text[] NOT NULL DEFAULT '{}',
  stages text[] NOT NULL DEFAULT '{}',
  areas text[] NOT NULL DEFAULT '{}',
  meets text NOT NULL DEFAULT 'either',
  availability text[] NOT NULL DEFAULT '{}',
  languages text[] NOT NULL DEFAULT '{en}',
  goals text[] NOT NULL DEFAULT '{}',
  paths text[] NOT NULL DEFAULT '{}',
  about text NOT NULL DEFAULT '',
  capacity int NOT NULL DEFAULT 2,
  away_until date,
  trained_until date,
  volunteered_at timestamptz(3) NOT NULL,
  decided_at timestamptz(3),
  decided_by_id uuid,
  suspended_at timestamptz(3),
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT supporters_state CHECK (state IN ('volunteered', 'approved', 'declined', 'left')),
  CONSTRAINT supporters_decided CHECK ((state = 'volunteered') = (decided_at IS NULL)),
  CONSTRAINT supporters_kinds CHECK (kinds <@ ARRAY['buddy', 'mentoring', 'coaching', 'roleModel']),
  CONSTRAINT supporters_meets CHECK (meets IN ('online', 'inPerson', 'either')),
  CONSTRAINT supporters_capacity CHECK (capacity BETWEEN 0 AND 20)
);
CREATE INDEX supporters_state_idx ON supporters (state);

-- What a supporter has lived through and chooses to say, and who may know: for matching only where they tick it.
CREATE TABLE supporter_experiences (
  supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  code text NOT NULL,
  for_matching boolean NOT NULL DEFAULT false,
  shown_to text NOT NULL DEFAULT 'nobody',
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (supporter_id, code),
  CONSTRAINT supporter_experiences_shown CHECK (shown_to IN ('nobody', 'paired', 'directory'))
);

-- What a candidate looks for in somebody beside them. One answer for every kind of pairing.
CREATE TABLE match_wishes (
  candidate_id uuid PRIMARY KEY REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  meets text NOT NULL DEFAULT 'either',
  availability text[] NOT NULL DEFAULT '{}',
  languages text[] NOT NULL DEFAULT '{}',
  goals text[] NOT NULL DEFAULT '{}',
  preference text,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT match_wishes_meets CHECK (meets IN ('online', 'inPerson', 'either'))
);

-- What a candidate has lived through and chose to tell (tailoring, with consent); used for matching only where ticked.
CREATE TABLE candidate_experiences (
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  code text NOT NULL,
  for_matching boolean NOT NULL DEFAULT false,
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (candidate_id, code)
);

CREATE TABLE pairings (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE RESTRICT ON UPDATE CASCADE,
  request_id uuid REFERENCES support_requests (id) ON DELETE SET NULL ON UPDATE CASCADE,
  state text NOT NULL DEFAULT 'draft',
  queued_at timestamptz(3) NOT NULL,
  candidate_agreed_at timestamptz(3),
  due_at timestamptz(3),
  nudge_at timestamptz(3),
  nudged_at timestamptz(3),
  supporter_accepted_at timestamptz(3),
  began_at timestamptz(3),
  paused_why text,
  review_on date,
  ended_at timestamptz(3),
  end_reason text,
  decline_reason text,
  words text,
  over_reason text,
  over_by_id uuid,
  previous_id uuid REFERENCES pairings (id) ON DELETE SET NULL ON UPDATE CASCADE,
  run_id uuid,
  criteria_id uuid,
  score int,
  out_of int,
  made_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT pairings_kind CHECK (kind IN ('buddy', 'mentoring', 'coaching', 'roleModel')),
  CONSTRAINT pairings_state CHECK (state IN ('draft', 'proposedToSupporter', 'proposedToCandidate', 'active', 'paused', 'ended',
    'supporterDeclined', 'candidateDeclined', 'expired', 'withdrawn')),
  CONSTRAINT pairings_due CHECK ((state IN ('proposedToSupporter', 'proposedToCandidate')) = (due_at IS NOT NULL)),
  CONSTRAINT pairings_began CHECK ((state IN ('active', 'paused', 'ended')) = (began_at IS NOT NULL)),
  CONSTRAINT pairings_paused CHECK ((state = 'paused') = (paused_why IS NOT NULL)),
  CONSTRAINT pairings_paused_why CHECK (paused_why IN ('candidate', 'supporter', 'team', 'excluded', 'suspended')),
  CONSTRAINT pairings_ended CHECK ((state = 'ended') = (end_reason IS NOT NULL)),
  CONSTRAINT pairings_end_reason CHECK (end_reason IN ('completed', 'conversationHeld', 'twelveMonths', 'handedOver', 'askedByCandidate',
    'askedBySupporter', 'byTeam', 'silent', 'concern', 'personLeft')),
  CONSTRAINT pairings_over CHECK ((over_reason IS NULL) = (over_by_id IS NULL) AND over_reason <> ''),
  CONSTRAINT pairings_score CHECK ((score IS NULL) = (out_of IS NULL) AND score BETWEEN 0 AND out_of)
);
CREATE UNIQUE INDEX pairings_one_buddy ON pairings (candidate_id) WHERE kind = 'buddy' AND state IN ('active', 'paused');
CREATE UNIQUE INDEX pairings_one_live ON pairings (candidate_id, supporter_id, kind)
  WHERE state IN ('draft', 'proposedToSupporter', 'proposedToCandidate', 'active', 'paused');
CREATE INDEX pairings_candidate_id_idx ON pairings (candidate_id);
CREATE INDEX pairings_supporter_id_state_idx ON pairings (supporter_id, state);
CREATE INDEX pairings_state_due_at_idx ON pairings (state, due_at);
CREATE INDEX pairings_request_id_idx ON pairings (request_id);
CREATE INDEX pairings_previous_id_idx ON pairings (previous_id);

-- Every step of a pairing, written by a trigger alone.
CREATE TABLE pairing_changes (
  id bigserial PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  reason text,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX pairing_changes_pairing_id_id_idx ON pairing_changes (pairing_id, id);

GRANT SELECT, INSERT, UPDATE ON supporters, match_wishes, pairings TO app;
GRANT SELECT, INSERT, UPDATE, DELETE ON supporter_experiences, candidate_experiences TO app;
GRANT DELETE ON match_wishes TO app;
GRANT SELECT ON pairing_changes TO app;

/* What forbids a pair, as domain rules name it. A null candidate or supporter in a row means "all". `private` is a reason that
   neither side nor a list may name. Ask with nulls for everybody. */
CREATE FUNCTION exclusions(p_candidate uuid, p_supporter uuid, p_now timestamptz)
RETURNS TABLE (candidate_id uuid, supporter_id uuid, reason text, private boolean) LANGUAGE sql STABLE AS $$
  SELECT c.id, s.account_id, 'samePerson', false FROM supporters s JOIN candidates c ON c.account_id = s.account_id
    WHERE (p_candidate IS NULL OR c.id = p_candidate) AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT NULL, s.account_id, 'notApproved', false FROM supporters s
    WHERE s.state <> 'approved' AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT NULL, s.account_id, 'supporterLeft', false FROM supporters s JOIN accounts a ON a.id = s.account_id
    WHERE (a.closed_at IS NOT NULL OR a.deactivated_at IS NOT NULL OR NOT EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role = 'supporter'))
      AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT NULL, s.account_id, 'suspended', true FROM supporters s
    WHERE s.suspended_at <= p_now AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT NULL, s.account_id, 'trainingLapsed', false FROM supporters s
    WHERE (s.trained_until IS NULL OR s.trained_until < (p_now AT TIME ZONE 'Europe/London')::date) AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT c.id, NULL, 'candidateLeft', false FROM candidates c WHERE c.closed_at IS NOT NULL AND c.id = p_candidate
  UNION ALL SELECT c.id, NULL, 'underage', false FROM candidates c
    WHERE c.adult IS NOT TRUE AND c.closed_at IS NULL AND (p_candidate IS NULL OR c.id = p_candidate)
$$;

/* The state table of a pairing, its capacity and its exclusions, under the locks of both people. */
CREATE FUNCTION guard_pairing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_held CONSTANT text[] := ARRAY['proposedToSupporter', 'proposedToCandidate', 'active', 'paused'];
  v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
  v_capacity int;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.supporter_id <> OLD.supporter_id OR NEW.kind <> OLD.kind OR NEW.made_at <> OLD.made_at OR (NEW.candidate_id <> OLD.candidate_id AND NEW.state <> OLD.state) THEN
      RAISE check_violation USING MESSAGE = 'a pairing keeps its people and its kind', CONSTRAINT = 'pairings_fixed';
    END IF;
    IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  END IF;
  IF NOT (CASE coalesce(v_from, '')
    WHEN '' THEN NEW.state IN ('draft', 'proposedToSupporter')
    WHEN 'draft' THEN NEW.state IN ('proposedToSupporter', 'withdrawn')
    WHEN 'proposedToSupporter' THEN NEW.state IN ('proposedToCandidate', 'supporterDeclined', 'expired', 'withdrawn')
      OR (NEW.state = 'active' AND NEW.candidate_agreed_at IS NOT NULL)
    WHEN 'proposedToCandidate' THEN NEW.state IN ('active', 'candidateDeclined', 'expired', 'withdrawn')
    WHEN 'active' THEN NEW.state IN ('paused', 'ended')
    WHEN 'paused' THEN NEW.state IN ('active', 'ended')
    ELSE false END) THEN
    RAISE check_violation USING MESSAGE = format('a pairing does not go from %s to %s', v_from, NEW.state), CONSTRAINT = 'pairings_moves';
  END IF;
  IF NEW.state IN ('proposedToSupporter', 'proposedToCandidate', 'active') THEN
    PERFORM FROM candidates WHERE id = NEW.candidate_id FOR NO KEY UPDATE;
    SELECT capacity INTO v_capacity FROM supporters WHERE account_id = NEW.supporter_id FOR UPDATE;
    IF EXISTS (SELECT FROM exclusions(NEW.candidate_id, NEW.supporter_id, NEW.changed_at)) THEN
      RAISE check_violation USING MESSAGE = 'this pair is excluded', CONSTRAINT = 'pairings_excluded';
    END IF;
    IF NOT coalesce(v_from = ANY (v_held), false) AND NEW.over_reason IS NULL
      AND (SELECT count(*) FROM pairings p WHERE p.supporter_id = NEW.supporter_id AND p.state = ANY (v_held)) >= v_capacity THEN
      RAISE check_violation USING MESSAGE = 'this supporter has as many as they can take', CONSTRAINT = 'pairings_capacity';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pairings_guard BEFORE INSERT OR UPDATE ON pairings FOR EACH ROW EXECUTE FUNCTION guard_pairing();

/* What a supporter can take never falls below what they hold without an override. */
CREATE FUNCTION guard_supporter_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM pairings p WHERE p.supporter_id = NEW.account_id AND p.over_reason IS NULL
      AND p.state IN ('proposedToSupporter', 'proposedToCandidate', 'active', 'paused')) > NEW.capacity THEN
    RAISE check_violation USING MESSAGE = 'this supporter holds more than that', CONSTRAINT = 'supporters_holds_more';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER supporters_capacity_guard BEFORE UPDATE OF capacity ON supporters FOR EACH ROW
  WHEN (NEW.capacity < OLD.capacity) EXECUTE FUNCTION guard_supporter_capacity();

/* Every step is kept, and moves the support request that the pairing answers. Runs as the owner, as history is written here alone. */
CREATE FUNCTION log_pairing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS NOT DISTINCT FROM NEW.state THEN RETURN NULL; END IF;
  INSERT INTO pairing_changes (pairing_id, from_state, to_state, reason, by_id, by_role, at)
  VALUES (NEW.id, v_from, NEW.state, CASE NEW.state WHEN 'paused' THEN NEW.paused_why WHEN 'ended' THEN NEW.end_reason ELSE NEW.decline_reason END,
    NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  IF NEW.state = 'active' AND v_from <> 'paused' THEN
    PERFORM begin_request(NEW.candidate_id, NEW.kind, 'pairing.active', NEW.id, NULL, NEW.changed_at);
  ELSIF NEW.state = 'ended' AND NEW.end_reason IN ('completed', 'conversationHeld', 'twelveMonths') THEN
    PERFORM complete_request(NEW.candidate_id, NEW.kind, 'pairing.ended', NEW.id, NEW.changed_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER pairings_log AFTER INSERT OR UPDATE ON pairings FOR EACH ROW EXECUTE FUNCTION log_pairing();

/* Ends what an exclusion forbids, now: what is only proposed is taken back, what has begun rests until the team has looked.
   Neither side is told why. Ask with nulls for everybody, as the nightly check does. Answers with the pairings it touched. */
CREATE FUNCTION pause_excluded(p_candidate uuid, p_supporter uuid, p_now timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  p pairings;
  v_why text;
BEGIN
  PERFORM FROM candidates c WHERE c.id IN (SELECT o.candidate_id FROM pairings o WHERE o.state IN ('proposedToSupporter', 'proposedToCandidate', 'active')
    AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR o.supporter_id = p_supporter)) ORDER BY c.id FOR NO KEY UPDATE;
  PERFORM FROM supporters s WHERE s.account_id IN (SELECT o.supporter_id FROM pairings o WHERE o.state IN ('proposedToSupporter', 'proposedToCandidate', 'active')
    AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR o.supporter_id = p_supporter)) ORDER BY s.account_id FOR UPDATE;
  FOR p IN SELECT * FROM pairings o WHERE o.state IN ('proposedToSupporter', 'proposedToCandidate', 'active')
      AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR o.supporter_id = p_supporter) ORDER BY o.id FOR UPDATE LOOP
    SELECT CASE WHEN bool_or(e.reason = 'suspended') THEN 'suspended' ELSE 'excluded' END INTO v_why FROM exclusions(p.candidate_id, p.supporter_id, p_now) AS e HAVING count(*) > 0;
    IF NOT FOUND THEN CONTINUE; END IF;
    IF p.state = 'active' THEN
      UPDATE pairings SET state = 'paused', paused_why = v_why, changed_at = greatest(p_now, p.changed_at), changed_by_id = NULL, changed_by_role = 'system' WHERE id = p.id;
      PERFORM record_event(NULL, 'system', 'pairing.paused', p.candidate_id, p.id, '{}', p_now);
      PERFORM email_candidate(p.candidate_id, 'pairing.paused', p.id, '{}', p_now);
      PERFORM queue_email(p.supporter_id, NULL, NULL, 'pairing.paused', p.id, '{}', p_now);
    ELSE
      UPDATE pairings SET state = 'withdrawn', due_at = NULL, nudge_at = NULL, ended_at = greatest(p_now, p.changed_at), changed_at = greatest(p_now, p.changed_at), changed_by_id = NULL, changed_by_role = 'system' WHERE id = p.id;
      PERFORM record_event(NULL, 'system', 'pairing.withdrawn', p.candidate_id, p.id, '{}', p_now);
      PERFORM queue_email(p.supporter_id, NULL, NULL, 'pairing.withdrawn', p.id, '{}', p_now);
      IF p.state = 'proposedToCandidate' THEN PERFORM email_candidate(p.candidate_id, 'pairing.withdrawn', p.id, '{}', p_now); END IF;
    END IF;
    PERFORM queue_email(c.owner_id, NULL, NULL, 'pairing.excluded', p.id, '{}', p_now) FROM candidates c WHERE c.id = p.candidate_id AND c.owner_id IS NOT NULL;
    RETURN NEXT p.id;
  END LOOP;
END $$;

/* Who is erased leaves their pairings as counts: no words, and nothing that could begin again. */
CREATE FUNCTION erase_pairings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM match_wishes WHERE candidate_id = NEW.id;
  DELETE FROM candidate_experiences WHERE candidate_id = NEW.id;
  UPDATE pairings SET state = 'withdrawn', due_at = NULL, nudge_at = NULL, ended_at = NEW.closed_at, changed_at = greatest(changed_at, NEW.closed_at), changed_by_id = NULL,
    changed_by_role = 'system' WHERE candidate_id = NEW.id AND state IN ('draft', 'proposedToSupporter', 'proposedToCandidate');
  UPDATE pairings SET state = 'ended', end_reason = 'personLeft', paused_why = NULL, ended_at = NEW.closed_at, changed_at = greatest(changed_at, NEW.closed_at),
    changed_by_id = NULL, changed_by_role = 'system' WHERE candidate_id = NEW.id AND state IN ('active', 'paused');
  UPDATE pairings SET words = NULL, over_reason = CASE WHEN over_reason IS NOT NULL THEN 'erased' END, decline_reason = NULL WHERE candidate_id = NEW.id;
  UPDATE pairing_changes SET reason = NULL, by_id = NULL WHERE pairing_id IN (SELECT id FROM pairings WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_pairings AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_pairings();

GRANT EXECUTE ON FUNCTION exclusions, guard_pairing, guard_supporter_capacity, log_pairing, pause_excluded, erase_pairings TO app;

-- Whoever holds the role already has a profile to fill in.
INSERT INTO supporters (account_id, volunteered_at, changed_at)
SELECT r.account_id, r.granted_at, r.granted_at FROM account_roles r WHERE r.role = 'supporter';
