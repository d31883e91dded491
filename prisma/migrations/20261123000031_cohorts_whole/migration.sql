-- Venues that the team keeps, who leads a workshop, what people say of themselves before and after, certificates, and the offer
-- of a buddy on joining that was declined.
CREATE TABLE venues (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  address text NOT NULL DEFAULT '',
  area text NOT NULL DEFAULT '',
  step_free text NOT NULL DEFAULT 'unknown',
  hearing_loop text NOT NULL DEFAULT 'unknown',
  quiet_room text NOT NULL DEFAULT 'unknown',
  parking text NOT NULL DEFAULT '',
  travel text NOT NULL DEFAULT '',
  access text NOT NULL DEFAULT '',
  contact text NOT NULL DEFAULT '',
  archived_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT venues_name CHECK (length(btrim(name)) BETWEEN 1 AND 120),
  CONSTRAINT venues_known CHECK (step_free IN ('yes', 'no', 'unknown') AND hearing_loop IN ('yes', 'no', 'unknown') AND quiet_room IN ('yes', 'no', 'unknown'))
);
CREATE UNIQUE INDEX venues_one_name ON venues (name) WHERE (archived_at IS NULL);
-- Archived, never deleted: what was held there stays true.
GRANT SELECT, INSERT, UPDATE ON venues TO app;

ALTER TABLE workshops ADD COLUMN venue_id uuid,
  ADD CONSTRAINT workshops_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues (id) ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX workshops_venue_id_idx ON workshops (venue_id);

CREATE TABLE workshop_facilitators (
  id uuid PRIMARY KEY,
  workshop_id uuid NOT NULL REFERENCES workshops (id) ON DELETE CASCADE ON UPDATE CASCADE,
  account_id uuid,
  name text NOT NULL,
  role text NOT NULL DEFAULT '',
  shown boolean NOT NULL DEFAULT false,
  added_at timestamptz(3) NOT NULL,
  CONSTRAINT workshop_facilitators_name CHECK (length(btrim(name)) BETWEEN 1 AND 100)
);
CREATE UNIQUE INDEX workshop_facilitators_once ON workshop_facilitators (workshop_id, account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX workshop_facilitators_workshop_id_idx ON workshop_facilitators (workshop_id);
CREATE INDEX workshop_facilitators_account_id_idx ON workshop_facilitators (account_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON workshop_facilitators TO app;

CREATE TABLE self_ratings (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  cohort_id uuid NOT NULL REFERENCES cohorts (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  moment text NOT NULL,
  topic text NOT NULL,
  score int NOT NULL,
  rated_at timestamptz(3) NOT NULL,
  CONSTRAINT self_ratings_moment CHECK (moment IN ('before', 'after')),
  CONSTRAINT self_ratings_topic CHECK (topic IN ('confidence', 'cvWriting', 'interview', 'digital')),
  CONSTRAINT self_ratings_score CHECK (score BETWEEN 1 AND 5)
);
CREATE UNIQUE INDEX self_ratings_one ON self_ratings (cohort_id, candidate_id, moment, topic);
CREATE INDEX self_ratings_candidate_id_idx ON self_ratings (candidate_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON self_ratings TO app;

CREATE TABLE rating_choices (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  cohort_id uuid NOT NULL REFERENCES cohorts (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  shared_at timestamptz(3),
  before_skipped_at timestamptz(3),
  after_skipped_at timestamptz(3),
  after_asked_at timestamptz(3)
);
CREATE UNIQUE INDEX rating_choices_one ON rating_choices (cohort_id, candidate_id);
CREATE INDEX rating_choices_candidate_id_idx ON rating_choices (candidate_id);
GRANT SELECT, INSERT, UPDATE ON rating_choices TO app;

CREATE TABLE certificates (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  cohort_id uuid NOT NULL REFERENCES cohorts (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  reference text NOT NULL,
  programme text NOT NULL,
  rule jsonb NOT NULL,
  completed_on date NOT NULL,
  issued_at timestamptz(3) NOT NULL,
  CONSTRAINT certificates_reference CHECK (reference ~ '^[2-9A-HJKMNPRSTV-Z]{4}(-[2-9A-HJKMNPRSTV-Z]{4}){2}$')
);
CREATE UNIQUE INDEX certificates_reference_key ON certificates (reference);
CREATE UNIQUE INDEX certificates_one ON certificates (cohort_id, candidate_id);
CREATE INDEX certificates_candidate_id_idx ON certificates (candidate_id);
-- Given once and never rewritten: whether it still counts follows from the register.
GRANT SELECT, INSERT ON certificates TO app;

CREATE TABLE buddy_not_now (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  cohort_id uuid NOT NULL REFERENCES cohorts (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  declined_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX buddy_not_now_one ON buddy_not_now (cohort_id, candidate_id);
CREATE INDEX buddy_not_now_candidate_id_idx ON buddy_not_now (candidate_id);
GRANT SELECT, INSERT ON buddy_not_now TO app;

CREATE FUNCTION erase_cohorts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM self_ratings WHERE candidate_id = NEW.id;
  DELETE FROM rating_choices WHERE candidate_id = NEW.id;
  DELETE FROM certificates WHERE candidate_id = NEW.id;
  DELETE FROM buddy_not_now WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_cohorts AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_cohorts();
