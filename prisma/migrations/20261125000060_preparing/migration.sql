-- Getting ready: pages about each stage that the team writes and looks over again, and what a candidate keeps for themselves:
-- a plan with dates, a fitness log, and a plan for the next try. Nobody else reads any of it unless they share it.

CREATE TABLE guide_versions (
  route text NOT NULL,
  stage text NOT NULL,
  number int NOT NULL,
  happens text NOT NULL,
  lasts text NOT NULL,
  looks text NOT NULL,
  helps text NOT NULL,
  worries text NOT NULL,
  unsaid text NOT NULL,
  change text NOT NULL,
  made_at timestamptz(3) NOT NULL,
  by_id uuid,
  PRIMARY KEY (route, stage, number),
  CONSTRAINT guide_versions_number CHECK (number >= 1),
  CONSTRAINT guide_versions_words CHECK (happens <> '' AND lasts <> '' AND looks <> '' AND helps <> '' AND worries <> '' AND unsaid <> '' AND change <> '')
);

CREATE TABLE guide_reviews (
  id uuid PRIMARY KEY,
  route text NOT NULL,
  stage text NOT NULL,
  number int NOT NULL,
  reviewed_at timestamptz(3) NOT NULL,
  by_id uuid,
  CONSTRAINT guide_reviews_number CHECK (number >= 0)
);
CREATE INDEX guide_reviews_route_stage_reviewed_at_idx ON guide_reviews (route, stage, reviewed_at DESC);

CREATE TABLE guide_nags (
  month text PRIMARY KEY,
  sent_at timestamptz(3) NOT NULL,
  CONSTRAINT guide_nags_month CHECK (month ~ '^\d{4}-\d{2}$')
);

CREATE TABLE plan_steps (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  route text,
  stage text,
  code text,
  words text NOT NULL,
  due_on date,
  remind boolean NOT NULL DEFAULT false,
  reminded_for date,
  sequence int NOT NULL DEFAULT 0,
  made_at timestamptz(3) NOT NULL,
  done_at timestamptz(3),
  removed_at timestamptz(3),
  CONSTRAINT plan_steps_words CHECK (words <> '' AND length(words) <= 300),
  CONSTRAINT plan_steps_stage CHECK ((route IS NULL) = (stage IS NULL)),
  CONSTRAINT plan_steps_code CHECK (code IS NULL OR stage IS NOT NULL),
  CONSTRAINT plan_steps_remind CHECK (NOT remind OR due_on IS NOT NULL)
);
CREATE INDEX plan_steps_candidate_id_idx ON plan_steps (candidate_id);
CREATE UNIQUE INDEX plan_steps_suggested_once ON plan_steps (candidate_id, route, stage, code) WHERE removed_at IS NULL;
CREATE INDEX plan_steps_to_remind ON plan_steps (due_on) WHERE (remind AND done_at IS NULL AND removed_at IS NULL);
CREATE INDEX plan_steps_removed ON plan_steps (removed_at) WHERE removed_at IS NOT NULL;

CREATE TABLE fitness_entries (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  on_day date NOT NULL,
  kind text NOT NULL,
  level int,
  shuttle int,
  minutes int,
  felt int,
  words text,
  made_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3),
  CONSTRAINT fitness_entries_kind CHECK (kind IN ('shuttle', 'run', 'walk', 'cycle', 'swim', 'strength', 'stretch', 'other')),
  CONSTRAINT fitness_entries_level CHECK (level BETWEEN 1 AND 21 AND (kind = 'shuttle') AND shuttle IS NOT NULL OR level IS NULL AND kind <> 'shuttle' AND shuttle IS NULL),
  CONSTRAINT fitness_entries_shuttle CHECK (shuttle BETWEEN 1 AND 20),
  CONSTRAINT fitness_entries_minutes CHECK (minutes BETWEEN 1 AND 600),
  CONSTRAINT fitness_entries_felt CHECK (felt BETWEEN 1 AND 5),
  CONSTRAINT fitness_entries_words CHECK (words <> '' AND length(words) <= 300),
  CONSTRAINT fitness_entries_says CHECK (num_nonnulls(level, minutes) >= 1)
);
CREATE INDEX fitness_entries_candidate_id_on_day_idx ON fitness_entries (candidate_id, on_day DESC);
CREATE INDEX fitness_entries_removed ON fitness_entries (removed_at) WHERE removed_at IS NOT NULL;

CREATE TABLE preparing_shares (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  what text NOT NULL,
  pairing_id uuid REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  shared_at timestamptz(3) NOT NULL,
  until_on date NOT NULL,
  ended_at timestamptz(3),
  CONSTRAINT preparing_shares_what CHECK (what IN ('plan', 'fitness')),
  CONSTRAINT preparing_shares_until CHECK (until_on >= (shared_at AT TIME ZONE 'Europe/London')::date),
  CONSTRAINT preparing_shares_ended CHECK (ended_at >= shared_at)
);
CREATE INDEX preparing_shares_candidate_id_idx ON preparing_shares (candidate_id);
CREATE INDEX preparing_shares_pairing_id_idx ON preparing_shares (pairing_id);
CREATE UNIQUE INDEX preparing_shares_one_team ON preparing_shares (candidate_id, what) WHERE (ended_at IS NULL AND pairing_id IS NULL);
CREATE UNIQUE INDEX preparing_shares_one_pair ON preparing_shares (pairing_id, what) WHERE ended_at IS NULL;

CREATE TABLE reapply_plans (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  record_id uuid NOT NULL REFERENCES stage_records (id) ON DELETE CASCADE ON UPDATE CASCADE,
  feedback text,
  works text[] NOT NULL DEFAULT '{}',
  work_words text,
  made_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  began_at timestamptz(3),
  began_record_id uuid REFERENCES stage_records (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT reapply_plans_words CHECK (feedback <> '' AND work_words <> ''),
  CONSTRAINT reapply_plans_began CHECK (began_at IS NOT NULL OR began_record_id IS NULL)
);
CREATE INDEX reapply_plans_candidate_id_idx ON reapply_plans (candidate_id);
CREATE UNIQUE INDEX reapply_plans_record_id_key ON reapply_plans (record_id);
CREATE INDEX reapply_plans_began_record_id_idx ON reapply_plans (began_record_id);

/* Versions and reviews are history: nobody rewrites them. What a person removes of their own is put aside for a day, then deleted. */
GRANT SELECT, INSERT ON guide_versions, guide_reviews, guide_nags TO app;
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_steps, fitness_entries TO app;
GRANT SELECT, INSERT, UPDATE ON preparing_shares, reapply_plans TO app;

/* Shared is only with somebody of a pairing that goes on, and that is this person's own. */
CREATE FUNCTION guard_preparing_share() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM pairings WHERE id = NEW.pairing_id AND candidate_id = NEW.candidate_id AND state = 'active' FOR SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'shared with nobody they are paired with' USING ERRCODE = '23514'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_preparing_share BEFORE INSERT ON preparing_shares FOR EACH ROW WHEN (NEW.pairing_id IS NOT NULL)
  EXECUTE FUNCTION guard_preparing_share();

/* With the pairing ends what was shared in it: going on later is a new yes. */
CREATE FUNCTION end_preparing_shares() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE preparing_shares SET ended_at = greatest(shared_at, coalesce(NEW.ended_at, shared_at)) WHERE pairing_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER end_preparing_shares AFTER UPDATE OF state ON pairings FOR EACH ROW WHEN (NEW.state = 'ended' AND OLD.state <> 'ended')
  EXECUTE FUNCTION end_preparing_shares();

/* A plan for the next try stands on a result of the same person that was not a pass. */
CREATE FUNCTION guard_reapply_plan() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM stage_records WHERE id = NEW.record_id AND candidate_id = NEW.candidate_id AND state = 'notPassed';
  IF NOT FOUND THEN RAISE EXCEPTION 'no result of theirs to plan after' USING ERRCODE = '23514'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_reapply_plan BEFORE INSERT OR UPDATE OF record_id ON reapply_plans FOR EACH ROW EXECUTE FUNCTION guard_reapply_plan();

/* Who is erased leaves nothing of it. */
CREATE FUNCTION erase_preparing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM plan_steps WHERE candidate_id = NEW.id;
  DELETE FROM fitness_entries WHERE candidate_id = NEW.id;
  DELETE FROM preparing_shares WHERE candidate_id = NEW.id;
  DELETE FROM reapply_plans WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_preparing AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_preparing();

GRANT EXECUTE ON FUNCTION guard_preparing_share, end_preparing_shares, guard_reapply_plan, erase_preparing TO app;
