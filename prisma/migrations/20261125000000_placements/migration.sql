-- Departments that host, the dates they offer, and placements: a candidate's visit, from asking to looking back. The checks before
-- a visit, the day itself and the pages stand on these.

CREATE TABLE hosts (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  family text NOT NULL,
  state text NOT NULL DEFAULT 'draft',
  about text NOT NULL DEFAULT '',
  routes text[] NOT NULL DEFAULT '{}',
  area text NOT NULL DEFAULT '',
  site text NOT NULL DEFAULT '',
  access text NOT NULL DEFAULT '',
  dress text NOT NULL DEFAULT '',
  travel text NOT NULL DEFAULT '',
  patrol boolean NOT NULL DEFAULT false,
  flexible boolean NOT NULL DEFAULT false,
  flexible_words text NOT NULL DEFAULT '',
  capacity int NOT NULL DEFAULT 1,
  openness text NOT NULL DEFAULT 'notAsked',
  openness_why text,
  asked_at timestamptz(3),
  answered_at timestamptz(3),
  made_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  CONSTRAINT hosts_name CHECK (name <> ''),
  CONSTRAINT hosts_state CHECK (state IN ('draft', 'published', 'retired')),
  CONSTRAINT hosts_openness CHECK (openness IN ('notAsked', 'actively', 'interested', 'notNow')),
  CONSTRAINT hosts_not_now CHECK (openness <> 'notNow' OR openness_why IS NOT NULL),
  CONSTRAINT hosts_capacity CHECK (capacity BETWEEN 1 AND 20)
);
CREATE UNIQUE INDEX hosts_name_key ON hosts (lower(name));
CREATE INDEX hosts_state_idx ON hosts (state);

-- Who of a department hosts: supporters, from a day until another.
CREATE TABLE host_people (
  id uuid PRIMARY KEY,
  host_id uuid NOT NULL REFERENCES hosts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  since timestamptz(3) NOT NULL,
  until timestamptz(3),
  CONSTRAINT host_people_until CHECK (until >= since)
);
CREATE UNIQUE INDEX host_people_one_live ON host_people (host_id, supporter_id) WHERE until IS NULL;
CREATE INDEX host_people_supporter_id_idx ON host_people (supporter_id);

-- A day on which a department hosts, and who receives people: in the catalogue where it is listed, else agreed on with one person.
-- It is the one home of when a placement takes place.
CREATE TABLE host_dates (
  id uuid PRIMARY KEY,
  host_id uuid NOT NULL REFERENCES hosts (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  supporter_id uuid REFERENCES supporters (account_id) ON DELETE SET NULL ON UPDATE CASCADE,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  capacity int NOT NULL DEFAULT 1,
  listed boolean NOT NULL DEFAULT true,
  state text NOT NULL DEFAULT 'offered',
  made_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT host_dates_state CHECK (state IN ('offered', 'withdrawn')),
  CONSTRAINT host_dates_times CHECK (ends_at > starts_at),
  CONSTRAINT host_dates_capacity CHECK (capacity BETWEEN 1 AND 20)
);
CREATE INDEX host_dates_host_id_starts_at_idx ON host_dates (host_id, starts_at);
CREATE INDEX host_dates_supporter_id_idx ON host_dates (supporter_id);
CREATE INDEX host_dates_starts_at_idx ON host_dates (starts_at);

CREATE TABLE placements (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  request_id uuid REFERENCES support_requests (id) ON DELETE SET NULL ON UPDATE CASCADE,
  host_id uuid NOT NULL REFERENCES hosts (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  supporter_id uuid REFERENCES supporters (account_id) ON DELETE SET NULL ON UPDATE CASCADE,
  date_id uuid REFERENCES host_dates (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  state text NOT NULL DEFAULT 'requested',
  goals text[] NOT NULL DEFAULT '{}',
  words text,
  wanted text,
  expires_at timestamptz(3),
  warned_at timestamptz(3),
  reasons text[] NOT NULL DEFAULT '{}',
  reason_words text,
  ended_by text,
  sequence int NOT NULL DEFAULT 0,
  previous_id uuid REFERENCES placements (id) ON DELETE SET NULL ON UPDATE CASCADE,
  requested_at timestamptz(3) NOT NULL,
  confirmed_at timestamptz(3),
  ended_at timestamptz(3),
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT placements_state CHECK (state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed', 'attended',
    'notAttended', 'cancelled', 'debriefed', 'declined', 'withdrawn', 'expired')),
  CONSTRAINT placements_dated CHECK (state NOT IN ('checks', 'confirmed', 'attended', 'notAttended', 'debriefed') OR date_id IS NOT NULL),
  CONSTRAINT placements_expires CHECK ((expires_at IS NOT NULL) = (date_id IS NULL AND state IN ('requested', 'underConsideration', 'offered', 'accepted'))),
  CONSTRAINT placements_reasons CHECK (state NOT IN ('declined', 'withdrawn', 'cancelled', 'notAttended') OR cardinality(reasons) > 0),
  CONSTRAINT placements_ended CHECK ((ended_at IS NOT NULL) = (state IN ('declined', 'withdrawn', 'expired', 'cancelled', 'notAttended', 'debriefed'))),
  CONSTRAINT placements_ended_by CHECK (ended_by IN ('candidate', 'host', 'team', 'system'))
);
CREATE UNIQUE INDEX placements_one_live ON placements (candidate_id, host_id)
  WHERE state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed');
CREATE INDEX placements_candidate_id_idx ON placements (candidate_id);
CREATE INDEX placements_host_id_state_idx ON placements (host_id, state);
CREATE INDEX placements_supporter_id_state_idx ON placements (supporter_id, state);
CREATE INDEX placements_date_id_idx ON placements (date_id);
CREATE INDEX placements_state_expires_at_idx ON placements (state, expires_at);
CREATE INDEX placements_request_id_idx ON placements (request_id);
CREATE INDEX placements_previous_id_idx ON placements (previous_id);

-- Every step of a placement, and every change of its date, written by a trigger alone.
CREATE TABLE placement_changes (
  id bigserial PRIMARY KEY,
  placement_id uuid NOT NULL REFERENCES placements (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  date_id uuid,
  starts_at timestamptz(3),
  reasons text[] NOT NULL DEFAULT '{}',
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX placement_changes_placement_id_id_idx ON placement_changes (placement_id, id);

GRANT SELECT, INSERT, UPDATE ON hosts, host_people, host_dates, placements TO app;
GRANT SELECT ON placement_changes TO app;

/* The state table of a placement. The rules of the feature hold the same one, with who may take which step; a test compares the two. */
CREATE FUNCTION placement_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '')
    WHEN '' THEN p_to = 'requested'
    WHEN 'requested' THEN p_to IN ('underConsideration', 'declined', 'withdrawn', 'cancelled', 'expired')
    WHEN 'underConsideration' THEN p_to IN ('offered', 'declined', 'withdrawn', 'cancelled', 'expired')
    WHEN 'offered' THEN p_to IN ('accepted', 'underConsideration', 'declined', 'withdrawn', 'cancelled', 'expired')
    WHEN 'accepted' THEN p_to IN ('checks', 'withdrawn', 'cancelled', 'expired')
    WHEN 'checks' THEN p_to IN ('confirmed', 'accepted', 'withdrawn', 'cancelled')
    WHEN 'confirmed' THEN p_to IN ('checks', 'accepted', 'attended', 'notAttended', 'cancelled')
    WHEN 'attended' THEN p_to IN ('debriefed', 'notAttended')
    WHEN 'notAttended' THEN p_to = 'attended'
    ELSE false END
$$;

/* What still stands in the way of a placement's day: a kind and why ('missing', 'expired', 'expiring', …). Nothing is in the way
   where it answers with no row; only then can it be confirmed. Everything is asked of the day itself, not of today. */
CREATE FUNCTION placement_gaps(p_placement uuid, p_now timestamptz) RETURNS TABLE (kind text, why text) LANGUAGE sql STABLE AS $$
  WITH p AS (
    SELECT p.candidate_id, p.host_id, d.id AS date_id, d.state AS date_state, coalesce(d.supporter_id, p.supporter_id) AS supporter_id,
      (d.starts_at AT TIME ZONE 'Europe/London')::date AS day
    FROM placements p LEFT JOIN host_dates d ON d.id = p.date_id WHERE p.id = p_placement
  )
  SELECT 'date', 'missing' FROM p WHERE p.date_id IS NULL OR p.date_state <> 'offered'
  UNION ALL SELECT 'host', 'closed' FROM p JOIN hosts h ON h.id = p.host_id WHERE h.state <> 'published'
  UNION ALL SELECT 'host', 'missing' FROM p WHERE NOT EXISTS (
    SELECT FROM host_people o WHERE o.host_id = p.host_id AND o.supporter_id = p.supporter_id AND o.until IS NULL)
  UNION ALL SELECT 'hostTraining', CASE WHEN s.trained_until IS NULL THEN 'missing' WHEN s.trained_until < (p_now AT TIME ZONE 'Europe/London')::date THEN 'expired' ELSE 'expiring' END
    FROM p JOIN supporters s ON s.account_id = p.supporter_id WHERE s.trained_until IS NULL OR s.trained_until < coalesce(p.day, (p_now AT TIME ZONE 'Europe/London')::date)
  UNION ALL SELECT 'pair', 'excluded' FROM p WHERE p.supporter_id IS NOT NULL
    AND EXISTS (SELECT FROM exclusions(p.candidate_id, p.supporter_id, p_now) e WHERE e.reason <> 'trainingLapsed')
$$;

/* The steps of a placement, the places of its day, and that nothing is in the way of a confirmed one. Locks the candidate, then the day. */
CREATE FUNCTION guard_placement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_held CONSTANT text[] := ARRAY['offered', 'accepted', 'checks', 'confirmed', 'attended', 'debriefed'];
  v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
  v_moved boolean := TG_OP = 'INSERT';
  d host_dates;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    v_moved := NEW.date_id IS DISTINCT FROM OLD.date_id;
    IF NEW.host_id <> OLD.host_id OR NEW.requested_at <> OLD.requested_at OR (NEW.candidate_id <> OLD.candidate_id AND NEW.state <> OLD.state) THEN
      RAISE check_violation USING MESSAGE = 'a placement keeps its person and its host', CONSTRAINT = 'placements_fixed';
    END IF;
  END IF;
  IF v_from IS DISTINCT FROM NEW.state AND NOT placement_step(v_from, NEW.state) THEN
    RAISE check_violation USING MESSAGE = format('a placement does not go from %s to %s', v_from, NEW.state), CONSTRAINT = 'placements_moves';
  END IF;
  IF NEW.date_id IS NOT NULL AND (v_moved OR (NEW.state = ANY (v_held) AND NOT coalesce(v_from = ANY (v_held), false))) THEN
    PERFORM FROM candidates WHERE id = NEW.candidate_id FOR NO KEY UPDATE;
    SELECT * INTO d FROM host_dates WHERE id = NEW.date_id FOR UPDATE;
    IF d.host_id <> NEW.host_id THEN
      RAISE check_violation USING MESSAGE = 'this day is another department''s', CONSTRAINT = 'placements_other_host';
    END IF;
    NEW.supporter_id := coalesce(d.supporter_id, NEW.supporter_id);
    IF NEW.state IN ('offered', 'accepted', 'checks', 'confirmed') AND NOT coalesce(NOT v_moved AND v_from = ANY (v_held), false) THEN
      IF d.state <> 'offered' THEN
        RAISE check_violation USING MESSAGE = 'this day is no longer offered', CONSTRAINT = 'placements_date_gone';
      END IF;
      IF (SELECT count(*) FROM placements p WHERE p.date_id = d.id AND p.id <> NEW.id AND p.state = ANY (v_held)) >= d.capacity THEN
        RAISE check_violation USING MESSAGE = 'this day is full', CONSTRAINT = 'placements_date_full';
      END IF;
    END IF;
  END IF;
  IF v_moved AND TG_OP = 'UPDATE' AND OLD.date_id IS NOT NULL THEN NEW.sequence := OLD.sequence + 1; END IF;
  IF NEW.state IN ('offered', 'accepted', 'checks', 'confirmed') AND v_from IS DISTINCT FROM NEW.state AND NEW.supporter_id IS NOT NULL
    AND EXISTS (SELECT FROM exclusions(NEW.candidate_id, NEW.supporter_id, NEW.changed_at) e WHERE e.reason <> 'trainingLapsed')
    AND NOT (v_from = 'confirmed' AND NEW.state IN ('checks', 'accepted')) THEN
    RAISE check_violation USING MESSAGE = 'these two are kept apart', CONSTRAINT = 'placements_excluded';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER placements_guard BEFORE INSERT OR UPDATE ON placements FOR EACH ROW EXECUTE FUNCTION guard_placement();

/* After the row is written, as the gaps are asked of it: nothing may be in the way of what is confirmed now, or moved while it is. */
CREATE FUNCTION guard_confirmed_placement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM placement_gaps(NEW.id, NEW.changed_at)) THEN
    RAISE check_violation USING MESSAGE = 'something is still in the way of this day', CONSTRAINT = 'placements_gaps';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER placements_confirmed_guard AFTER INSERT OR UPDATE OF state, date_id, supporter_id ON placements FOR EACH ROW
  WHEN (NEW.state = 'confirmed') EXECUTE FUNCTION guard_confirmed_placement();

/* Every step is kept, and moves the support request for shadowing: by the candidate's yes, and by the end of looking back once
   nothing else of it goes on. Runs as the owner, as history is written here alone. */
CREATE FUNCTION log_placement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS NOT DISTINCT FROM NEW.state AND NOT (TG_OP = 'UPDATE' AND NEW.date_id IS DISTINCT FROM OLD.date_id) THEN RETURN NULL; END IF;
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
CREATE TRIGGER placements_log AFTER INSERT OR UPDATE ON placements FOR EACH ROW EXECUTE FUNCTION log_placement();

/* Who is erased leaves their placements as counts: no words, and nothing that could take place. */
CREATE FUNCTION erase_placements() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE placements SET state = CASE WHEN state = 'confirmed' THEN 'cancelled' ELSE 'withdrawn' END, reasons = '{personLeft}', ended_by = 'candidate',
    expires_at = NULL, ended_at = NEW.closed_at, changed_at = greatest(changed_at, NEW.closed_at), changed_by_id = NULL, changed_by_role = 'system'
    WHERE candidate_id = NEW.id AND state IN ('requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed');
  UPDATE placements SET words = NULL, wanted = NULL, reason_words = NULL WHERE candidate_id = NEW.id;
  UPDATE placement_changes SET by_id = NULL WHERE placement_id IN (SELECT id FROM placements WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_placements AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_placements();

GRANT EXECUTE ON FUNCTION placement_step, placement_gaps, guard_placement, guard_confirmed_placement, log_placement, erase_placements TO app;
