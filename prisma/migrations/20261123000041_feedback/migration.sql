-- Feedback: asked once of everybody who came, answered once for a place, and seen by the team only added up.

-- That somebody was asked: once, whatever restarts.
CREATE TABLE feedback_asked (
  place_id uuid PRIMARY KEY,
  asked_at timestamptz(3) NOT NULL,
  CONSTRAINT feedback_asked_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id) ON DELETE CASCADE ON UPDATE CASCADE
);
GRANT SELECT, INSERT ON feedback_asked TO app;

CREATE TABLE feedback (
  id uuid PRIMARY KEY,
  place_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  ratings jsonb NOT NULL DEFAULT '{}',
  good text NOT NULL DEFAULT '',
  better text NOT NULL DEFAULT '',
  given_at timestamptz(3) NOT NULL,
  CONSTRAINT feedback_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT feedback_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT feedback_ratings CHECK (jsonb_typeof(ratings) = 'object' AND pg_column_size(ratings) <= 1000),
  CONSTRAINT feedback_words CHECK (length(good) <= 1000 AND length(better) <= 1000),
  CONSTRAINT feedback_something CHECK (ratings <> '{}' OR good <> '' OR better <> '')
);
CREATE UNIQUE INDEX feedback_place_id_key ON feedback (place_id);
CREATE INDEX feedback_candidate_id_idx ON feedback (candidate_id);
GRANT SELECT, INSERT, DELETE ON feedback TO app;

/* Only of those who came, whoever writes it. */
CREATE FUNCTION guard_feedback() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM places p JOIN workshops w ON w.id = p.workshop_id WHERE p.id = NEW.place_id AND p.candidate_id = NEW.candidate_id
    AND p.state IN ('attended', 'attendedLate', 'leftEarly') AND w.state = 'held') THEN
    RAISE check_violation USING MESSAGE = 'only those who came give feedback', CONSTRAINT = 'feedback_came';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER feedback_guarded BEFORE INSERT ON feedback FOR EACH ROW EXECUTE FUNCTION guard_feedback();

/* Asks everybody who came, from a day after the end of the workshop until two weeks after it: the row and the e-mail are one
   statement, and a second run finds the row. A register saved later asks then. Somebody who has answered already is not asked. */
CREATE FUNCTION ask_for_feedback(p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_due record;
  v_made int := 0;
BEGIN
  FOR v_due IN
    WITH made AS (
      INSERT INTO feedback_asked (place_id, asked_at)
      SELECT p.id, p_now FROM workshops w JOIN places p ON p.workshop_id = w.id JOIN candidates c ON c.id = p.candidate_id
      WHERE w.state = 'held' AND w.ends_at + interval '24 hours' <= p_now AND p_now < w.ends_at + interval '14 days'
        AND p.state IN ('attended', 'attendedLate', 'leftEarly') AND c.closed_at IS NULL
        AND NOT EXISTS (SELECT FROM feedback_asked a WHERE a.place_id = p.id)
        AND NOT EXISTS (SELECT FROM feedback f WHERE f.place_id = p.id)
      ORDER BY p.id ON CONFLICT DO NOTHING RETURNING place_id
    )
    SELECT p.id, p.candidate_id FROM made JOIN places p ON p.id = made.place_id ORDER BY p.id
  LOOP
    -- Somebody whom no e-mail reaches is not rung about it: only a letter that can be ignored asks.
    IF EXISTS (SELECT FROM candidates WHERE id = v_due.candidate_id AND account_id IS NOT NULL) THEN
      PERFORM email_candidate(v_due.candidate_id, 'feedback.asked', v_due.id, '{}', p_now);
      v_made := v_made + 1;
    END IF;
  END LOOP;
  RETURN v_made;
END $$;

CREATE FUNCTION erase_feedback() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM feedback WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_feedback AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_feedback();

GRANT EXECUTE ON FUNCTION guard_feedback, ask_for_feedback, erase_feedback TO app;
