-- What the team writes down about a candidate. The person may read it: nothing is taken away unseen.
CREATE TABLE notes (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  author_id uuid NOT NULL,
  author_role text NOT NULL,
  text text NOT NULL,
  written_at timestamptz(3) NOT NULL,
  edited_at timestamptz(3),
  corrects_id uuid REFERENCES notes (id) ON DELETE CASCADE ON UPDATE CASCADE,
  struck_at timestamptz(3),
  struck_by_id uuid,
  strike_reason text,
  CONSTRAINT notes_text CHECK (length(text) BETWEEN 1 AND 4000),
  CONSTRAINT notes_author CHECK (author_role IN ('coordinator', 'lead')),
  CONSTRAINT notes_corrects_another CHECK (corrects_id <> id),
  CONSTRAINT notes_in_order CHECK (edited_at >= written_at AND struck_at >= written_at),
  CONSTRAINT notes_struck CHECK ((struck_at IS NULL) = (strike_reason IS NULL) AND (struck_at IS NULL) = (struck_by_id IS NULL))
);
CREATE INDEX notes_candidate_id_written_at_idx ON notes (candidate_id, written_at DESC);
CREATE INDEX notes_corrects_id_idx ON notes (corrects_id);

CREATE TABLE note_versions (
  id bigserial PRIMARY KEY,
  note_id uuid NOT NULL REFERENCES notes (id) ON DELETE CASCADE ON UPDATE CASCADE,
  text text NOT NULL,
  until timestamptz(3) NOT NULL
);
CREATE INDEX note_versions_note_id_id_idx ON note_versions (note_id, id);

GRANT SELECT, INSERT ON notes TO app;
GRANT UPDATE (text, edited_at, struck_at, struck_by_id, strike_reason) ON notes TO app;
GRANT SELECT ON note_versions TO app;

/* Words stay open for a quarter of an hour and are kept as they were; what is struck out stays so. */
CREATE FUNCTION guard_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.struck_at IS NOT NULL THEN
    RAISE check_violation USING MESSAGE = 'a note that is struck out stays as it is', CONSTRAINT = 'notes_struck_for_good';
  END IF;
  IF NEW.text <> OLD.text THEN
    IF NEW.edited_at IS NULL OR NEW.edited_at > OLD.written_at + interval '15 minutes' THEN
      RAISE check_violation USING MESSAGE = 'a note can be edited for 15 minutes', CONSTRAINT = 'notes_settled';
    END IF;
    INSERT INTO note_versions (note_id, text, until) VALUES (OLD.id, OLD.text, NEW.edited_at);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notes_guarded BEFORE UPDATE OF text, edited_at, struck_at, struck_by_id, strike_reason ON notes
  FOR EACH ROW EXECUTE FUNCTION guard_note();

/* A correction is about the same person as what it corrects. */
CREATE FUNCTION guard_correction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM notes WHERE id = NEW.corrects_id AND candidate_id = NEW.candidate_id) THEN
    RAISE check_violation USING MESSAGE = 'a note corrects one about the same person', CONSTRAINT = 'notes_corrects_same_person';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notes_correct BEFORE INSERT ON notes FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL) EXECUTE FUNCTION guard_correction();

CREATE FUNCTION erase_notes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM notes WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_notes AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_notes();
