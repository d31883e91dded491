-- A register marked for everybody at once, which is taken back in one step; what a person says is wrong in the register;
-- and what is handed out after a workshop.

-- The changes that one press made. What somebody changed since is left alone when the press is taken back.
CREATE TABLE mark_batches (
  id uuid PRIMARY KEY,
  workshop_id uuid NOT NULL,
  change_ids bigint[] NOT NULL,
  by_id uuid,
  made_at timestamptz(3) NOT NULL,
  undone_at timestamptz(3),
  CONSTRAINT mark_batches_workshop_id_fkey FOREIGN KEY (workshop_id) REFERENCES workshops (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT mark_batches_some CHECK (cardinality(change_ids) > 0),
  CONSTRAINT mark_batches_in_order CHECK (undone_at >= made_at)
);
CREATE INDEX mark_batches_workshop_id_made_at_idx ON mark_batches (workshop_id, made_at DESC);
GRANT SELECT, INSERT ON mark_batches TO app;
GRANT UPDATE (undone_at) ON mark_batches TO app;

-- A person says that a mark of absence is wrong: a prompt for the team to look, once at a time for each place.
CREATE TABLE register_corrections (
  id uuid PRIMARY KEY,
  place_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  said text NOT NULL,
  words text NOT NULL DEFAULT '',
  asked_at timestamptz(3) NOT NULL,
  outcome text,
  answer text,
  answered_by_id uuid,
  answered_at timestamptz(3),
  CONSTRAINT register_corrections_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT register_corrections_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT register_corrections_said CHECK (said IN ('wasThere', 'toldYou')),
  CONSTRAINT register_corrections_words CHECK (length(words) <= 500),
  CONSTRAINT register_corrections_outcome CHECK (outcome IN ('changed', 'kept')),
  CONSTRAINT register_corrections_answered CHECK ((answered_at IS NULL) = (outcome IS NULL) AND answered_at >= asked_at),
  CONSTRAINT register_corrections_kept_says_why CHECK (outcome <> 'kept' OR answer IS NOT NULL)
);
CREATE UNIQUE INDEX register_corrections_one_open ON register_corrections (place_id) WHERE (answered_at IS NULL);
CREATE INDEX register_corrections_candidate_id_idx ON register_corrections (candidate_id);
CREATE INDEX register_corrections_open ON register_corrections (asked_at) WHERE (answered_at IS NULL);
GRANT SELECT, INSERT ON register_corrections TO app;
GRANT UPDATE (outcome, answer, answered_by_id, answered_at) ON register_corrections TO app;

/* A mark of absence that is changed answers whoever said that it was wrong, whichever way it is changed. */
CREATE FUNCTION settle_corrections() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_correction register_corrections;
BEGIN
  UPDATE register_corrections SET outcome = 'changed', answered_by_id = NEW.by_id, answered_at = NEW.at
    WHERE place_id = NEW.place_id AND answered_at IS NULL RETURNING * INTO v_correction;
  IF FOUND THEN
    PERFORM email_candidate(v_correction.candidate_id, 'place.correction', v_correction.id, '{}', NEW.at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER place_changes_settle AFTER INSERT ON place_changes FOR EACH ROW
  WHEN (NEW.from_state = 'absent' AND NEW.to_state <> 'absent') EXECUTE FUNCTION settle_corrections();

-- A link or a small PDF from a workshop: for those who came, or for every member of its cohort.
CREATE TABLE workshop_materials (
  id uuid PRIMARY KEY,
  workshop_id uuid NOT NULL,
  title text NOT NULL,
  link text,
  file bytea,
  file_name text,
  audience text NOT NULL DEFAULT 'came',
  added_by_id uuid,
  added_at timestamptz(3) NOT NULL,
  CONSTRAINT workshop_materials_workshop_id_fkey FOREIGN KEY (workshop_id) REFERENCES workshops (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT workshop_materials_title CHECK (length(title) BETWEEN 1 AND 120),
  CONSTRAINT workshop_materials_one_of CHECK ((link IS NULL) <> (file IS NULL) AND (file IS NULL) = (file_name IS NULL)),
  CONSTRAINT workshop_materials_link CHECK (link ~ '^https://' AND length(link) <= 500),
  CONSTRAINT workshop_materials_file CHECK (octet_length(file) <= 2097152 AND substring(file FROM 1 FOR 5) = '\x255044462d'::bytea),
  CONSTRAINT workshop_materials_audience CHECK (audience IN ('came', 'members'))
);
CREATE INDEX workshop_materials_workshop_id_idx ON workshop_materials (workshop_id);
GRANT SELECT, INSERT, DELETE ON workshop_materials TO app;
GRANT UPDATE (audience) ON workshop_materials TO app;

/* What a person said about a register goes with them. */
CREATE FUNCTION erase_attendance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM register_corrections WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_attendance AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_attendance();

GRANT EXECUTE ON FUNCTION settle_corrections, erase_attendance TO app;
