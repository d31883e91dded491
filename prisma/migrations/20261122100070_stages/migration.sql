-- What imports match on: the reference of the force's recruitment system, where it is known.
ALTER TABLE candidates ADD COLUMN recruitment_reference text;
ALTER TABLE candidates ADD CONSTRAINT candidates_recruitment_reference CHECK (recruitment_reference ~ '^[^[:space:]a-z]([^a-z]{0,58}[^[:space:]a-z])?$');
CREATE UNIQUE INDEX candidates_recruitment_reference_key ON candidates (recruitment_reference);

-- A file of results from the recruitment system. Its content is kept until somebody confirms it, a day at most.
CREATE TABLE stage_imports (
  id uuid PRIMARY KEY,
  by_id uuid,
  made_at timestamptz(3) NOT NULL,
  state text NOT NULL,
  file_name text,
  content text,
  encoding text NOT NULL,
  separator text NOT NULL,
  lines integer NOT NULL,
  mapping_id uuid,
  mapping_name text,
  mapping jsonb,
  counts jsonb NOT NULL DEFAULT '{}',
  good_only boolean NOT NULL DEFAULT false,
  confirmed_at timestamptz(3),
  done_rows integer NOT NULL DEFAULT 0,
  saved_rows integer NOT NULL DEFAULT 0,
  ended_at timestamptz(3),
  purged_at timestamptz(3),
  CONSTRAINT stage_imports_state CHECK (state IN ('mapping', 'ready', 'running', 'finished', 'abandoned', 'expired')),
  CONSTRAINT stage_imports_content CHECK (content IS NULL OR state IN ('mapping', 'ready')),
  CONSTRAINT stage_imports_confirmed CHECK ((state IN ('running', 'finished')) = (confirmed_at IS NOT NULL)),
  CONSTRAINT stage_imports_ended CHECK ((state IN ('finished', 'abandoned', 'expired')) = (ended_at IS NOT NULL)),
  CONSTRAINT stage_imports_mapped CHECK (state NOT IN ('ready', 'running', 'finished') OR mapping IS NOT NULL)
);
CREATE INDEX stage_imports_made_at_idx ON stage_imports (made_at DESC);

-- How the columns of a file are read, kept by name.
CREATE TABLE stage_import_mappings (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  name_key text NOT NULL,
  mapping jsonb NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  CONSTRAINT stage_import_mappings_name CHECK (name <> '' AND name_key <> '')
);
CREATE UNIQUE INDEX stage_import_mappings_name_key_key ON stage_import_mappings (name_key);

-- What each line of a file would do, and then what it did. Gone a day after the import ended.
CREATE TABLE stage_import_rows (
  id bigserial PRIMARY KEY,
  import_id uuid NOT NULL,
  line integer NOT NULL,
  outcome text NOT NULL,
  candidate_id uuid,
  reference text,
  email text,
  route text,
  stage text,
  state text,
  happened_on date,
  until date,
  problem text,
  heading text,
  cell text,
  done_at timestamptz(3),
  CONSTRAINT stage_import_rows_import_id_fkey FOREIGN KEY (import_id) REFERENCES stage_imports (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT stage_import_rows_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT stage_import_rows_outcome CHECK (outcome IN ('new', 'conflict', 'there', 'unmatched', 'error', 'leftOut')),
  CONSTRAINT stage_import_rows_whole CHECK (outcome NOT IN ('new', 'conflict', 'there')
    OR (candidate_id IS NOT NULL AND route IS NOT NULL AND stage IS NOT NULL AND state IS NOT NULL AND happened_on IS NOT NULL)),
  CONSTRAINT stage_import_rows_problem CHECK (outcome NOT IN ('unmatched', 'error') OR problem IS NOT NULL)
);
CREATE INDEX stage_import_rows_import_id_outcome_line_idx ON stage_import_rows (import_id, outcome, line);
CREATE INDEX stage_import_rows_candidate_id_idx ON stage_import_rows (candidate_id);

/* Why somebody withdrew is chosen from a list and only ever said of withdrawing: there is no column in which it could be
   written why anybody did not pass, vetting least of all. */
ALTER TABLE stage_records ADD COLUMN reason text, ADD COLUMN import_id uuid,
  ADD COLUMN voided_reason text, ADD COLUMN voided_by_id uuid, ADD COLUMN voided_by_role text,
  ADD CONSTRAINT stage_records_import_id_fkey FOREIGN KEY (import_id) REFERENCES stage_imports (id) ON DELETE SET NULL ON UPDATE CASCADE,
  ADD CONSTRAINT stage_records_reason CHECK (reason IS NULL OR (state = 'withdrew' AND source <> 'import'
    AND reason IN ('caring', 'health', 'practical', 'unsure', 'notNow', 'process', 'unwelcome', 'otherForce', 'otherJob', 'private'))),
  ADD CONSTRAINT stage_records_until CHECK (until IS NULL OR (state = 'deferred' AND until > happened_on)),
  ADD CONSTRAINT stage_records_imported CHECK (import_id IS NULL OR source = 'import'),
  ADD CONSTRAINT stage_records_voided CHECK (voided_reason IS NULL
    OR (voided_at IS NOT NULL AND voided_reason IN ('mistyped', 'corrected', 'wrongPerson', 'otherRight', 'notHappened')));
/* Until when, and why, is asked of every new record. Those from before this day lack it, and are still voided and merged: so this is
   held when a record is written, not by a CHECK, which would hold it again at each later change. */
CREATE FUNCTION ask_whole_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE check_violation USING MESSAGE = 'a record of a stage lacks until when, or why', TABLE = 'stage_records',
    CONSTRAINT = CASE NEW.state WHEN 'deferred' THEN 'stage_records_deferred' ELSE 'stage_records_withdrew' END;
END $$;
CREATE TRIGGER stage_records_whole BEFORE INSERT OR UPDATE OF state, source, until, reason ON stage_records FOR EACH ROW
  WHEN (NEW.source <> 'import' AND ((NEW.state = 'deferred' AND NEW.until IS NULL) OR (NEW.state = 'withdrew' AND NEW.reason IS NULL)))
  EXECUTE FUNCTION ask_whole_stage();
GRANT EXECUTE ON FUNCTION ask_whole_stage TO app;
-- A file read twice is read once: also where a record was taken off by hand meanwhile.
CREATE UNIQUE INDEX stage_records_import_once ON stage_records (candidate_id, route, stage, state, happened_on, until)
  NULLS NOT DISTINCT WHERE source = 'import';
CREATE INDEX stage_records_import_id_idx ON stage_records (import_id);
GRANT UPDATE (voided_reason, voided_by_id, voided_by_role) ON stage_records TO app;

-- A date to come, which is no result: one for each stage of a route; another day ends it and adds another.
CREATE TABLE planned_stages (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL,
  route text NOT NULL,
  stage text NOT NULL,
  expected_on date NOT NULL,
  source text NOT NULL,
  by_id uuid,
  recorded_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3),
  CONSTRAINT planned_stages_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT planned_stages_source CHECK (source IN ('candidate', 'coordinator'))
);
CREATE UNIQUE INDEX planned_stages_one_live ON planned_stages (candidate_id, route, stage) WHERE removed_at IS NULL;

-- What is to come of a record on a later day: a deferral that ends, or a person who said we may ask again.
CREATE TABLE stage_follow_ups (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL,
  record_id uuid NOT NULL,
  kind text NOT NULL,
  due_on date NOT NULL,
  made_at timestamptz(3) NOT NULL,
  told_at timestamptz(3),
  ended_at timestamptz(3),
  ended_why text,
  ended_by_id uuid,
  CONSTRAINT stage_follow_ups_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT stage_follow_ups_record_id_fkey FOREIGN KEY (record_id) REFERENCES stage_records (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT stage_follow_ups_kind CHECK (kind IN ('deferral', 'askAgain')),
  CONSTRAINT stage_follow_ups_ended CHECK ((ended_at IS NULL) = (ended_why IS NULL)),
  CONSTRAINT stage_follow_ups_why CHECK (ended_why IN ('done', 'stopped', 'voided', 'movedOn'))
);
CREATE UNIQUE INDEX stage_follow_ups_record_id_kind_key ON stage_follow_ups (record_id, kind);
CREATE INDEX stage_follow_ups_candidate_id_idx ON stage_follow_ups (candidate_id);
CREATE INDEX stage_follow_ups_open ON stage_follow_ups (due_on) WHERE ended_at IS NULL;

CREATE TRIGGER planned_stages_of_open_candidates BEFORE INSERT ON planned_stages FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER follow_ups_of_open_candidates BEFORE INSERT ON stage_follow_ups FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();

GRANT SELECT, INSERT, UPDATE, DELETE ON stage_imports, stage_import_mappings, stage_import_rows TO app;
GRANT USAGE ON SEQUENCE stage_import_rows_id_seq TO app;
GRANT SELECT, INSERT ON planned_stages, stage_follow_ups TO app;
GRANT UPDATE (removed_at) ON planned_stages TO app;
GRANT UPDATE (told_at, ended_at, ended_why, ended_by_id) ON stage_follow_ups TO app;

/* Whoever is erased is erased here too, in files that wait to be confirmed as well: the whole file goes then, and can be
   chosen again without them. */
CREATE FUNCTION erase_stages() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_email text;
BEGIN
  SELECT email_key INTO v_email FROM accounts WHERE id = OLD.account_id;
  DELETE FROM planned_stages WHERE candidate_id = OLD.id;
  DELETE FROM stage_follow_ups WHERE candidate_id = OLD.id;
  DELETE FROM stage_import_rows WHERE candidate_id = OLD.id OR lower(email) = v_email OR reference = OLD.recruitment_reference;
  UPDATE stage_imports SET state = 'expired', content = NULL, file_name = NULL, ended_at = clock_timestamp(), purged_at = clock_timestamp()
    WHERE content IS NOT NULL AND (position(v_email IN lower(content)) > 0 OR position(OLD.recruitment_reference IN upper(content)) > 0);
  UPDATE candidates SET recruitment_reference = NULL WHERE id = OLD.id AND recruitment_reference IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_stages AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_stages();
GRANT EXECUTE ON FUNCTION erase_stages TO app;
