-- What mentoring and coaching add to a pairing: goals, a plan that both agree, sessions, a look at half-way and at the end.

CREATE TABLE mentoring_goals (
  id uuid PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  text text NOT NULL,
  state text NOT NULL DEFAULT 'live',
  side text NOT NULL,
  set_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  CONSTRAINT mentoring_goals_text CHECK (length(text) BETWEEN 1 AND 200),
  CONSTRAINT mentoring_goals_state CHECK (state IN ('live', 'reached', 'letGo')),
  CONSTRAINT mentoring_goals_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT mentoring_goals_ended CHECK ((state = 'live') = (ended_at IS NULL) AND ended_at >= set_at)
);
CREATE INDEX mentoring_goals_pairing_id_state_idx ON mentoring_goals (pairing_id, state);

CREATE TABLE mentoring_plans (
  id uuid PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  number int NOT NULL,
  state text NOT NULL DEFAULT 'proposed',
  goals text[] NOT NULL,
  approach text NOT NULL,
  every_weeks int NOT NULL,
  weeks int NOT NULL,
  starts_on date NOT NULL,
  side text NOT NULL,
  proposed_at timestamptz(3) NOT NULL,
  agreed_at timestamptz(3),
  closed_at timestamptz(3),
  CONSTRAINT mentoring_plans_number CHECK (number > 0),
  CONSTRAINT mentoring_plans_state CHECK (state IN ('proposed', 'takenBack', 'notAgreed', 'agreed', 'replaced')),
  CONSTRAINT mentoring_plans_goals CHECK (cardinality(goals) BETWEEN 1 AND 3),
  CONSTRAINT mentoring_plans_approach CHECK (length(approach) BETWEEN 1 AND 2000),
  CONSTRAINT mentoring_plans_every CHECK (every_weeks BETWEEN 1 AND 4),
  CONSTRAINT mentoring_plans_weeks CHECK (weeks BETWEEN 4 AND 24),
  CONSTRAINT mentoring_plans_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT mentoring_plans_agreed CHECK ((state IN ('agreed', 'replaced')) = (agreed_at IS NOT NULL)),
  CONSTRAINT mentoring_plans_closed CHECK ((state IN ('takenBack', 'notAgreed', 'replaced')) = (closed_at IS NOT NULL))
);
CREATE UNIQUE INDEX mentoring_plans_pairing_id_number_key ON mentoring_plans (pairing_id, number);
CREATE UNIQUE INDEX mentoring_plans_one_proposed ON mentoring_plans (pairing_id) WHERE state = 'proposed';
CREATE UNIQUE INDEX mentoring_plans_one_agreed ON mentoring_plans (pairing_id) WHERE state = 'agreed';

/* Once for a pairing, as its key says. */
CREATE TABLE mentoring_extensions (
  pairing_id uuid PRIMARY KEY REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  weeks int NOT NULL,
  reason text NOT NULL,
  side text NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  agreed_at timestamptz(3),
  CONSTRAINT mentoring_extensions_weeks CHECK (weeks BETWEEN 1 AND 12),
  CONSTRAINT mentoring_extensions_reason CHECK (length(reason) BETWEEN 1 AND 500),
  CONSTRAINT mentoring_extensions_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT mentoring_extensions_in_order CHECK (agreed_at >= asked_at)
);

CREATE TABLE mentoring_sessions (
  id uuid PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  series_id uuid NOT NULL,
  sequence int NOT NULL DEFAULT 0,
  supersedes_id uuid REFERENCES mentoring_sessions (id) ON DELETE CASCADE ON UPDATE CASCADE,
  state text NOT NULL DEFAULT 'planned',
  starts_at timestamptz(3) NOT NULL,
  minutes int NOT NULL,
  how text NOT NULL,
  place text NOT NULL DEFAULT '',
  side text NOT NULL,
  planned_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  why_not text,
  CONSTRAINT mentoring_sessions_state CHECK (state IN ('planned', 'superseded', 'held', 'notHeld')),
  CONSTRAINT mentoring_sessions_minutes CHECK (minutes BETWEEN 15 AND 240),
  CONSTRAINT mentoring_sessions_how CHECK (how IN ('inPerson', 'online', 'phone')),
  CONSTRAINT mentoring_sessions_place CHECK (length(place) <= 200),
  CONSTRAINT mentoring_sessions_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT mentoring_sessions_closed CHECK ((state = 'planned') = (closed_at IS NULL)),
  CONSTRAINT mentoring_sessions_why_not CHECK ((state = 'notHeld') = (why_not IS NOT NULL) AND why_not IN ('candidate', 'supporter', 'both', 'neither')),
  CONSTRAINT mentoring_sessions_held CHECK (state <> 'held' OR closed_at >= starts_at),
  CONSTRAINT mentoring_sessions_superseding CHECK ((sequence = 0) = (supersedes_id IS NULL) AND sequence >= 0)
);
CREATE UNIQUE INDEX mentoring_sessions_series_id_sequence_key ON mentoring_sessions (series_id, sequence);
CREATE UNIQUE INDEX mentoring_sessions_supersedes_id_key ON mentoring_sessions (supersedes_id);
CREATE INDEX mentoring_sessions_pairing_id_starts_at_idx ON mentoring_sessions (pairing_id, starts_at);

CREATE TABLE mentoring_reviews (
  id uuid PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  point text NOT NULL,
  side text NOT NULL,
  progress int NOT NULL,
  words text NOT NULL DEFAULT '',
  at timestamptz(3) NOT NULL,
  CONSTRAINT mentoring_reviews_point CHECK (point IN ('halfway', 'end')),
  CONSTRAINT mentoring_reviews_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT mentoring_reviews_progress CHECK (progress BETWEEN 1 AND 5),
  CONSTRAINT mentoring_reviews_words CHECK (length(words) <= 2000)
);
CREATE UNIQUE INDEX mentoring_reviews_pairing_id_point_side_key ON mentoring_reviews (pairing_id, point, side);

/* That both were asked to look back, once for each point of a pairing. */
CREATE TABLE mentoring_review_notices (
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  point text NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (pairing_id, point),
  CONSTRAINT mentoring_review_notices_point CHECK (point IN ('halfway', 'end'))
);

GRANT SELECT, INSERT ON mentoring_goals, mentoring_plans, mentoring_extensions, mentoring_sessions, mentoring_reviews, mentoring_review_notices TO app;
GRANT UPDATE (state, ended_at) ON mentoring_goals TO app;
GRANT UPDATE (state, agreed_at, closed_at) ON mentoring_plans TO app;
GRANT UPDATE (agreed_at), DELETE ON mentoring_extensions TO app;
GRANT UPDATE (state, closed_at, why_not) ON mentoring_sessions TO app;

/* Only between a mentor or coach and their person, and only while they are a pair. */
CREATE FUNCTION guard_mentoring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pairings WHERE id = NEW.pairing_id AND kind IN ('mentoring', 'coaching') AND state = 'active' FOR NO KEY UPDATE) THEN
    RAISE check_violation USING MESSAGE = 'only a living mentoring or coaching pair has a plan', CONSTRAINT = 'mentoring_active';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mentoring_goals_guard BEFORE INSERT ON mentoring_goals FOR EACH ROW EXECUTE FUNCTION guard_mentoring();
CREATE TRIGGER mentoring_plans_guard BEFORE INSERT ON mentoring_plans FOR EACH ROW EXECUTE FUNCTION guard_mentoring();
CREATE TRIGGER mentoring_extensions_guard BEFORE INSERT ON mentoring_extensions FOR EACH ROW EXECUTE FUNCTION guard_mentoring();
CREATE TRIGGER mentoring_sessions_guard BEFORE INSERT ON mentoring_sessions FOR EACH ROW EXECUTE FUNCTION guard_mentoring();
CREATE TRIGGER mentoring_reviews_guard BEFORE INSERT ON mentoring_reviews FOR EACH ROW EXECUTE FUNCTION guard_mentoring();

/* Three live goals at most; what has been reached or let go stays so, and words are never changed. */
CREATE FUNCTION guard_goal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.state <> 'live' OR (NEW.pairing_id, NEW.text, NEW.side, NEW.set_at) IS DISTINCT FROM (OLD.pairing_id, OLD.text, OLD.side, OLD.set_at)) THEN
    RAISE check_violation USING MESSAGE = 'a goal keeps its words and its end', CONSTRAINT = 'mentoring_goals_fixed';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.state = 'live' AND (SELECT count(*) FROM mentoring_goals WHERE pairing_id = NEW.pairing_id AND state = 'live') >= 3 THEN
    RAISE check_violation USING MESSAGE = 'three goals at a time', CONSTRAINT = 'mentoring_goals_three';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mentoring_goals_three BEFORE INSERT OR UPDATE ON mentoring_goals FOR EACH ROW EXECUTE FUNCTION guard_goal();

/* The words of a version never change; what both agreed is only ever replaced by a later version. */
CREATE FUNCTION guard_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM mentoring_plans WHERE pairing_id = NEW.pairing_id) THEN
      RAISE check_violation USING MESSAGE = 'a plan begins as a proposal, with the next number', CONSTRAINT = 'mentoring_plans_begin';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.pairing_id, NEW.number, NEW.goals, NEW.approach, NEW.every_weeks, NEW.weeks, NEW.starts_on, NEW.side, NEW.proposed_at)
    IS DISTINCT FROM (OLD.pairing_id, OLD.number, OLD.goals, OLD.approach, OLD.every_weeks, OLD.weeks, OLD.starts_on, OLD.side, OLD.proposed_at)
    OR (OLD.agreed_at IS NOT NULL AND NEW.agreed_at IS DISTINCT FROM OLD.agreed_at) THEN
    RAISE check_violation USING MESSAGE = 'a version of a plan is frozen', CONSTRAINT = 'mentoring_plans_frozen';
  END IF;
  IF NOT (OLD.state = 'proposed' AND NEW.state IN ('agreed', 'takenBack', 'notAgreed')) AND NOT (OLD.state = 'agreed' AND NEW.state = 'replaced') THEN
    RAISE check_violation USING MESSAGE = format('a plan does not go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'mentoring_plans_moves';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mentoring_plans_frozen BEFORE INSERT OR UPDATE ON mentoring_plans FOR EACH ROW EXECUTE FUNCTION guard_plan();

/* An extension that both agreed stays; one that is only asked for can be taken back. */
CREATE FUNCTION guard_extension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.agreed_at IS NOT NULL AND EXISTS (SELECT FROM pairings p JOIN candidates c ON c.id = p.candidate_id WHERE p.id = OLD.pairing_id AND c.reference NOT LIKE 'erased-%') THEN
    RAISE check_violation USING MESSAGE = 'an agreed extension stays', CONSTRAINT = 'mentoring_extensions_once';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER mentoring_extensions_once BEFORE UPDATE OR DELETE ON mentoring_extensions FOR EACH ROW EXECUTE FUNCTION guard_extension();

/* What was planned is never edited: another time is another row, in the place of the one before. */
CREATE FUNCTION guard_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'planned' OR (NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT FROM mentoring_sessions s WHERE s.id = NEW.supersedes_id
      AND s.pairing_id = NEW.pairing_id AND s.series_id = NEW.series_id AND s.sequence = NEW.sequence - 1 AND s.state = 'superseded')) THEN
      RAISE check_violation USING MESSAGE = 'a session takes the place of the one before it', CONSTRAINT = 'mentoring_sessions_follow';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'planned' OR NEW.state = 'planned' OR (NEW.pairing_id, NEW.series_id, NEW.sequence, NEW.supersedes_id, NEW.starts_at, NEW.minutes, NEW.how, NEW.place, NEW.side, NEW.planned_at)
    IS DISTINCT FROM (OLD.pairing_id, OLD.series_id, OLD.sequence, OLD.supersedes_id, OLD.starts_at, OLD.minutes, OLD.how, OLD.place, OLD.side, OLD.planned_at) THEN
    RAISE check_violation USING MESSAGE = 'a session is superseded, never edited', CONSTRAINT = 'mentoring_sessions_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mentoring_sessions_fixed BEFORE INSERT OR UPDATE ON mentoring_sessions FOR EACH ROW EXECUTE FUNCTION guard_session();

CREATE FUNCTION erase_mentoring() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM mentoring_goals WHERE pairing_id IN (SELECT id FROM pairings WHERE candidate_id = NEW.id);
  DELETE FROM mentoring_plans WHERE pairing_id IN (SELECT id FROM pairings WHERE candidate_id = NEW.id);
  DELETE FROM mentoring_extensions WHERE pairing_id IN (SELECT id FROM pairings WHERE candidate_id = NEW.id);
  DELETE FROM mentoring_sessions WHERE pairing_id IN (SELECT id FROM pairings WHERE candidate_id = NEW.id);
  DELETE FROM mentoring_reviews WHERE pairing_id IN (SELECT id FROM pairings WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_mentoring AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_mentoring();

GRANT EXECUTE ON FUNCTION guard_mentoring, guard_goal, guard_plan, guard_extension, guard_session, erase_mentoring TO app;
