-- The adjustment passport: what somebody needs, in their own words, and each time they share some of it with whoever provides it.
-- It is theirs. Nobody reads a need but through a sharing that stands.

CREATE TABLE passports (
  candidate_id uuid PRIMARY KEY REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  used_at timestamptz(3) NOT NULL,
  warned_at timestamptz(3)
);

CREATE TABLE passport_needs (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL,
  helps text NOT NULL,
  avoid text,
  made_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3),
  CONSTRAINT passport_needs_kind CHECK (kind IN ('hearing', 'seeing', 'moving', 'concentrating', 'reading', 'speaking', 'energy', 'newPlaces', 'time', 'other')),
  CONSTRAINT passport_needs_words CHECK (length(helps) BETWEEN 1 AND 600 AND length(avoid) BETWEEN 1 AND 600),
  CONSTRAINT passport_needs_in_order CHECK (changed_at >= made_at AND removed_at >= made_at)
);
CREATE INDEX passport_needs_candidate_id_idx ON passport_needs (candidate_id);
CREATE INDEX passport_needs_removed ON passport_needs (removed_at) WHERE removed_at IS NOT NULL;

-- What it said before, written by a trigger alone.
CREATE TABLE passport_need_changes (
  id bigserial PRIMARY KEY,
  need_id uuid NOT NULL REFERENCES passport_needs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  what text NOT NULL,
  kind text NOT NULL,
  helps text NOT NULL,
  avoid text,
  at timestamptz(3) NOT NULL,
  CONSTRAINT passport_need_changes_what CHECK (what IN ('made', 'changed', 'removed', 'restored'))
);
CREATE INDEX passport_need_changes_need_id_id_idx ON passport_need_changes (need_id, id);

-- One asking, of one who provides, for one stage, workshop, visit, one-to-one, or for the job.
CREATE TABLE adjustment_uses (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  about text NOT NULL,
  route text,
  stage text,
  on_day date,
  place_id uuid REFERENCES places (id) ON DELETE CASCADE ON UPDATE CASCADE,
  placement_id uuid REFERENCES placements (id) ON DELETE CASCADE ON UPDATE CASCADE,
  one_to_one_id uuid REFERENCES one_to_ones (id) ON DELETE CASCADE ON UPDATE CASCADE,
  provider_id uuid REFERENCES supporters (account_id) ON DELETE SET NULL ON UPDATE CASCADE,
  copied_from_id uuid REFERENCES adjustment_uses (id) ON DELETE SET NULL ON UPDATE CASCADE,
  words text,
  wording text NOT NULL,
  version text NOT NULL,
  state text NOT NULL DEFAULT 'asked',
  answer text,
  answer_words text,
  answered_at timestamptz(3),
  provided_at timestamptz(3),
  outcome text,
  outcome_words text,
  told_at timestamptz(3),
  revoked_at timestamptz(3),
  asked_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  reminded_at timestamptz(3),
  wondered_at timestamptz(3),
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT adjustment_uses_about CHECK (about IN ('stage', 'workshop', 'placement', 'oneToOne', 'inWork')),
  CONSTRAINT adjustment_uses_of CHECK ((about = 'workshop') = (place_id IS NOT NULL) AND (about = 'placement') = (placement_id IS NOT NULL)
    AND (about = 'oneToOne') = (one_to_one_id IS NOT NULL) AND (about = 'stage') = (route IS NOT NULL) AND (route IS NULL) = (stage IS NULL)
    AND (about = 'stage' OR on_day IS NULL) AND (about IN ('placement', 'oneToOne') OR provider_id IS NULL)),
  CONSTRAINT adjustment_uses_state CHECK (state IN ('asked', 'answered', 'provided', 'notProvided', 'told', 'revoked')),
  CONSTRAINT adjustment_uses_answer CHECK (answer IN ('agreed', 'partly', 'notPossible') AND answered_at >= asked_at OR answer IS NULL AND answered_at IS NULL AND answer_words IS NULL),
  CONSTRAINT adjustment_uses_answered CHECK (answer IS NOT NULL OR state IN ('asked', 'told', 'revoked')),
  CONSTRAINT adjustment_uses_why CHECK (coalesce(answer, 'agreed') = 'agreed' OR answer_words IS NOT NULL),
  CONSTRAINT adjustment_uses_provided CHECK (state <> 'provided' OR answer <> 'notPossible'),
  CONSTRAINT adjustment_uses_outcome CHECK (outcome IN ('worked', 'partly', 'didNot') AND told_at >= asked_at OR outcome IS NULL AND outcome_words IS NULL AND told_at IS NULL),
  CONSTRAINT adjustment_uses_told CHECK (outcome IS NOT NULL AND state IN ('told', 'revoked') OR outcome IS NULL AND state <> 'told'),
  CONSTRAINT adjustment_uses_revoked CHECK ((state = 'revoked') = (revoked_at IS NOT NULL)),
  CONSTRAINT adjustment_uses_words CHECK (length(words) BETWEEN 1 AND 600 AND length(answer_words) BETWEEN 1 AND 1000 AND length(outcome_words) BETWEEN 1 AND 1000 AND wording <> '')
);
CREATE INDEX adjustment_uses_candidate_id_idx ON adjustment_uses (candidate_id);
CREATE INDEX adjustment_uses_provider_id_idx ON adjustment_uses (provider_id);
CREATE INDEX adjustment_uses_copied_from_id_idx ON adjustment_uses (copied_from_id);
CREATE INDEX adjustment_uses_state_due_at_idx ON adjustment_uses (state, due_at);
CREATE UNIQUE INDEX adjustment_uses_one_place ON adjustment_uses (place_id) WHERE state <> 'revoked';
CREATE UNIQUE INDEX adjustment_uses_one_placement ON adjustment_uses (placement_id) WHERE state <> 'revoked';
CREATE UNIQUE INDEX adjustment_uses_one_one_to_one ON adjustment_uses (one_to_one_id) WHERE state <> 'revoked';

-- Which needs were chosen for it. Their words are read live.
CREATE TABLE adjustment_use_needs (
  use_id uuid NOT NULL REFERENCES adjustment_uses (id) ON DELETE CASCADE ON UPDATE CASCADE,
  need_id uuid NOT NULL REFERENCES passport_needs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  PRIMARY KEY (use_id, need_id)
);
CREATE INDEX adjustment_use_needs_need_id_idx ON adjustment_use_needs (need_id);

-- Who opened it, and when. The candidate sees it.
CREATE TABLE adjustment_looks (
  id bigserial PRIMARY KEY,
  use_id uuid NOT NULL REFERENCES adjustment_uses (id) ON DELETE CASCADE ON UPDATE CASCADE,
  viewer text NOT NULL,
  viewer_id uuid,
  at timestamptz(3) NOT NULL,
  CONSTRAINT adjustment_looks_viewer CHECK (viewer IN ('supporter', 'team', 'contact') AND (viewer = 'contact') = (viewer_id IS NULL))
);
CREATE INDEX adjustment_looks_use_id_id_idx ON adjustment_looks (use_id, id);

-- Every step, written by a trigger alone.
CREATE TABLE adjustment_use_changes (
  id bigserial PRIMARY KEY,
  use_id uuid NOT NULL REFERENCES adjustment_uses (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  answer text,
  outcome text,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX adjustment_use_changes_use_id_id_idx ON adjustment_use_changes (use_id, id);

GRANT SELECT, INSERT, UPDATE, DELETE ON passports, passport_needs TO app;
GRANT SELECT, INSERT, UPDATE, DELETE ON adjustment_uses TO app;
GRANT SELECT, INSERT ON adjustment_use_needs, adjustment_looks TO app;
GRANT SELECT ON passport_need_changes, adjustment_use_changes TO app;
GRANT USAGE ON SEQUENCE adjustment_looks_id_seq TO app;

/* Who provides: the team at workshops, host and team on a visit, the coach at a one-to-one, else whoever arranges it outside the portal. */
CREATE FUNCTION adjustment_providers(p_about text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_about WHEN 'workshop' THEN ARRAY['coordinator', 'lead'] WHEN 'placement' THEN ARRAY['supporter', 'coordinator', 'lead']
    WHEN 'oneToOne' THEN ARRAY['supporter'] ELSE ARRAY['contact'] END
$$;

/* The state table: who may bring one about which thing from where to where. The rules of the feature hold the same one; a test compares them. */
CREATE FUNCTION adjustment_step(p_from text, p_to text, p_about text, p_role text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN p_to = 'asked' THEN p_from IS NULL AND p_role = 'candidate'
    WHEN p_to = 'revoked' THEN p_from IN ('asked', 'answered', 'provided', 'notProvided', 'told') AND p_role = 'candidate'
    WHEN p_to = 'told' THEN p_from IN ('asked', 'answered', 'provided', 'notProvided') AND p_role = 'candidate'
    WHEN p_to = 'answered' THEN p_from IN ('asked', 'answered') AND p_role = ANY (adjustment_providers(p_about))
    WHEN p_to = 'provided' THEN p_from IN ('answered', 'notProvided') AND p_role = ANY (adjustment_providers(p_about))
    WHEN p_to = 'notProvided' THEN p_from IN ('answered', 'provided') AND p_role = ANY (adjustment_providers(p_about))
    ELSE false END
$$;

/* What it is for, as that stands now: a one-to-one that moved is at its new time. It stands while it goes on with the one it was shared with. */
CREATE FUNCTION adjustment_when(p_use uuid) RETURNS TABLE (starts_at timestamptz, ends_at timestamptz, stands boolean, title text) LANGUAGE sql STABLE AS $$
  SELECT x.starts_at, x.ends_at, coalesce(x.stands, false), x.title FROM adjustment_uses u CROSS JOIN LATERAL (
    SELECT w.starts_at, w.ends_at, p.state IN ('waiting', 'offered', 'booked', 'attended', 'attendedLate', 'leftEarly', 'absent', 'absentNotified') AND w.state IN ('published', 'held') AS stands, w.title
      FROM places p JOIN workshops w ON w.id = p.workshop_id WHERE p.id = u.place_id
    UNION ALL
    SELECT d.starts_at, d.ends_at, l.state IN ('accepted', 'checks', 'confirmed', 'attended', 'notAttended', 'debriefed') AND l.supporter_id = u.provider_id, h.name
      FROM placements l JOIN hosts h ON h.id = l.host_id LEFT JOIN host_dates d ON d.id = l.date_id WHERE l.id = u.placement_id
    UNION ALL
    (SELECT s.starts_at, s.starts_at + make_interval(mins => s.minutes), n.state IN ('booked', 'held', 'notHeld') AND s.supporter_id = u.provider_id, s.kind
      FROM one_to_ones o JOIN one_to_ones n ON n.series_id = o.series_id JOIN one_to_one_slots s ON s.id = n.slot_id WHERE o.id = u.one_to_one_id ORDER BY n.sequence DESC LIMIT 1)
    UNION ALL
    SELECT u.on_day::timestamp AT TIME ZONE 'Europe/London', (u.on_day + 1)::timestamp AT TIME ZONE 'Europe/London', true, NULL WHERE u.about IN ('stage', 'inWork')
  ) AS x WHERE u.id = p_use
$$;

/* May whoever provides it see it now? Not once it is taken back, called off, or seven days over; not of somebody who has gone. */
CREATE FUNCTION adjustment_open(p_use uuid, p_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT u.state <> 'revoked' AND w.stands AND c.closed_at IS NULL AND p_now < coalesce(w.ends_at, u.told_at, 'infinity') + interval '7 days'
  FROM adjustment_uses u JOIN candidates c ON c.id = u.candidate_id CROSS JOIN LATERAL adjustment_when(u.id) AS w WHERE u.id = p_use
$$;

CREATE FUNCTION guard_adjustment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT adjustment_step(NULL, NEW.state, NEW.about, NEW.changed_by_role) THEN
      RAISE check_violation USING MESSAGE = 'it begins by asking', CONSTRAINT = 'adjustment_uses_moves';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.about, NEW.route, NEW.stage, NEW.on_day, NEW.place_id, NEW.placement_id, NEW.one_to_one_id, NEW.words, NEW.wording, NEW.version, NEW.asked_at, NEW.due_at)
      IS DISTINCT FROM (OLD.about, OLD.route, OLD.stage, OLD.on_day, OLD.place_id, OLD.placement_id, OLD.one_to_one_id, OLD.words, OLD.wording, OLD.version, OLD.asked_at, OLD.due_at)
    OR (NEW.provider_id IS DISTINCT FROM OLD.provider_id AND NEW.provider_id IS NOT NULL) THEN
    RAISE check_violation USING MESSAGE = 'what was asked, and of whom, stays as it was', CONSTRAINT = 'adjustment_uses_fixed';
  END IF;
  IF (NEW.state, NEW.answer, NEW.answer_words, NEW.outcome, NEW.outcome_words) IS NOT DISTINCT FROM (OLD.state, OLD.answer, OLD.answer_words, OLD.outcome, OLD.outcome_words) THEN
    RETURN NEW;
  END IF;
  IF NOT adjustment_step(OLD.state, NEW.state, NEW.about, NEW.changed_by_role)
    OR (NEW.changed_by_role = 'supporter' AND NEW.changed_by_id IS DISTINCT FROM OLD.provider_id)
    OR ((NEW.answer, NEW.answer_words) IS DISTINCT FROM (OLD.answer, OLD.answer_words) AND NEW.state <> 'answered')
    OR ((NEW.outcome, NEW.outcome_words) IS DISTINCT FROM (OLD.outcome, OLD.outcome_words) AND NEW.state <> 'told') THEN
    RAISE check_violation USING MESSAGE = format('an adjustment does not go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'adjustment_uses_moves';
  END IF;
  IF NEW.changed_by_role <> 'candidate' AND NOT adjustment_open(NEW.id, NEW.changed_at) THEN
    RAISE check_violation USING MESSAGE = 'nobody answers what they may not see', CONSTRAINT = 'adjustment_uses_closed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER adjustment_uses_guard BEFORE INSERT OR UPDATE ON adjustment_uses FOR EACH ROW EXECUTE FUNCTION guard_adjustment();

/* It is for something of the candidate's own that is still on. Looked at after the row is there, as what it asks reads the row. */
CREATE FUNCTION guard_new_adjustment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT coalesce(adjustment_open(NEW.id, NEW.asked_at), false)
    OR NEW.candidate_id IS DISTINCT FROM coalesce((SELECT p.candidate_id FROM places p WHERE p.id = NEW.place_id), (SELECT l.candidate_id FROM placements l WHERE l.id = NEW.placement_id),
      (SELECT o.candidate_id FROM one_to_ones o WHERE o.id = NEW.one_to_one_id), NEW.candidate_id) THEN
    RAISE check_violation USING MESSAGE = 'there is nothing of theirs to share it for', CONSTRAINT = 'adjustment_uses_nothing';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER adjustment_uses_new AFTER INSERT ON adjustment_uses FOR EACH ROW EXECUTE FUNCTION guard_new_adjustment();

/* Only what the candidate has in their own passport, and only as it is being asked. */
CREATE FUNCTION guard_adjustment_need() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM adjustment_uses u JOIN passport_needs n ON n.candidate_id = u.candidate_id AND n.removed_at IS NULL
  WHERE u.id = NEW.use_id AND n.id = NEW.need_id AND u.state = 'asked' AND u.changed_at = u.asked_at;
  IF NOT FOUND THEN RAISE check_violation USING MESSAGE = 'only needs of their own passport', CONSTRAINT = 'adjustment_use_needs_own'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER adjustment_use_needs_guard BEFORE INSERT ON adjustment_use_needs FOR EACH ROW EXECUTE FUNCTION guard_adjustment_need();

/* Whoever opens it waits for a taking back under way, and then finds nothing. */
CREATE FUNCTION guard_adjustment_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM adjustment_uses u WHERE u.id = NEW.use_id AND u.state <> 'revoked' FOR SHARE;
  IF NOT FOUND THEN RAISE check_violation USING MESSAGE = 'it was taken back', CONSTRAINT = 'adjustment_looks_revoked'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER adjustment_looks_guard BEFORE INSERT ON adjustment_looks FOR EACH ROW EXECUTE FUNCTION guard_adjustment_look();

CREATE FUNCTION keep_adjustment_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO adjustment_use_changes (use_id, from_state, to_state, answer, outcome, by_id, by_role, at)
  VALUES (NEW.id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state, NEW.answer, NEW.outcome, NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER adjustment_uses_begun AFTER INSERT ON adjustment_uses FOR EACH ROW EXECUTE FUNCTION keep_adjustment_change();
CREATE TRIGGER adjustment_uses_changed AFTER UPDATE ON adjustment_uses FOR EACH ROW
  WHEN ((NEW.state, NEW.answer, NEW.answer_words) IS DISTINCT FROM (OLD.state, OLD.answer, OLD.answer_words)) EXECUTE FUNCTION keep_adjustment_change();

CREATE FUNCTION keep_passport_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO passport_need_changes (need_id, what, kind, helps, avoid, at)
  VALUES (NEW.id, CASE WHEN TG_OP = 'INSERT' THEN 'made' WHEN OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL THEN 'removed'
    WHEN OLD.removed_at IS NOT NULL AND NEW.removed_at IS NULL THEN 'restored' ELSE 'changed' END, NEW.kind, NEW.helps, NEW.avoid, NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER passport_needs_begun AFTER INSERT ON passport_needs FOR EACH ROW EXECUTE FUNCTION keep_passport_change();
CREATE TRIGGER passport_needs_changed AFTER UPDATE ON passport_needs FOR EACH ROW
  WHEN ((NEW.kind, NEW.helps, NEW.avoid, NEW.removed_at) IS DISTINCT FROM (OLD.kind, OLD.helps, OLD.avoid, OLD.removed_at)) EXECUTE FUNCTION keep_passport_change();

/* The first answer begins the support that was asked for. */
CREATE FUNCTION move_request_by_adjustment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM begin_request(NEW.candidate_id, 'adjustments', 'adjustment.answered', NEW.id, CASE WHEN NEW.changed_by_role IN ('coordinator', 'lead') THEN NEW.changed_by_id END, NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER adjustment_moves_request AFTER UPDATE OF state ON adjustment_uses FOR EACH ROW
  WHEN (NEW.state = 'answered' AND OLD.state = 'asked') EXECUTE FUNCTION move_request_by_adjustment();

CREATE TRIGGER passports_of_open_candidates BEFORE INSERT ON passports FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER needs_of_open_candidates BEFORE INSERT ON passport_needs FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER uses_of_open_candidates BEFORE INSERT ON adjustment_uses FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();

/* Who is erased leaves nothing of it. */
CREATE FUNCTION erase_passport() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM adjustment_uses WHERE candidate_id = NEW.id;
  DELETE FROM passport_needs WHERE candidate_id = NEW.id;
  DELETE FROM passports WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_passport AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_passport();

GRANT EXECUTE ON FUNCTION adjustment_step, adjustment_providers, adjustment_when, adjustment_open, guard_adjustment, guard_new_adjustment, guard_adjustment_need,
  guard_adjustment_look, keep_adjustment_change, keep_passport_change, move_request_by_adjustment, erase_passport TO app;
