-- Who of the team looks after a candidate, and how it came to that.
ALTER TABLE candidates ADD COLUMN owner_id uuid;
CREATE INDEX candidates_owner_id_idx ON candidates (owner_id);

CREATE TABLE assignments (
  id bigserial PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_id uuid,
  to_id uuid,
  reason text,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT assignments_moves CHECK (from_id IS DISTINCT FROM to_id),
  CONSTRAINT assignments_reason CHECK (from_id IS NULL OR reason IS NOT NULL),
  CONSTRAINT assignments_reason_known CHECK (reason IN ('workload', 'routeOrArea', 'away', 'asked', 'other'))
);
CREATE INDEX assignments_candidate_id_id_idx ON assignments (candidate_id, id);
GRANT SELECT, INSERT ON assignments TO app;
GRANT USAGE ON SEQUENCE assignments_id_seq TO app;

-- Whoever looks after somebody is in the history: the row of the candidate and its last line cannot differ.
CREATE FUNCTION keep_assignment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE candidates SET owner_id = NEW.to_id WHERE id = NEW.candidate_id AND owner_id IS NOT DISTINCT FROM NEW.from_id;
  IF NOT FOUND THEN
    RAISE check_violation USING MESSAGE = 'somebody else looks after this candidate by now', CONSTRAINT = 'assignments_from';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER assignments_kept AFTER INSERT ON assignments FOR EACH ROW EXECUTE FUNCTION keep_assignment();

CREATE FUNCTION erase_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM assignments WHERE candidate_id = NEW.id;
  UPDATE candidates SET owner_id = NULL WHERE id = NEW.id AND owner_id IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_assignment AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_assignment();
