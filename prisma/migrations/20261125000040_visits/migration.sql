-- The day of a placement and after: how sure somebody is before it, a stop, what both sides say of it, a certificate, and which letters
-- about it have gone.

-- How sure a candidate is, from 0 to 10, said before the day.
CREATE TABLE visit_intentions (
  placement_id uuid PRIMARY KEY REFERENCES placements (id) ON DELETE CASCADE ON UPDATE CASCADE,
  score int NOT NULL,
  said_at timestamptz(3) NOT NULL,
  CONSTRAINT visit_intentions_score CHECK (score BETWEEN 0 AND 10)
);

-- Either side may stop a visit at once. No reason is asked, so there is nowhere to write one.
CREATE TABLE visit_stops (
  placement_id uuid PRIMARY KEY REFERENCES placements (id) ON DELETE CASCADE ON UPDATE CASCADE,
  side text NOT NULL,
  stopped_at timestamptz(3) NOT NULL,
  seen_at timestamptz(3),
  seen_by_id uuid,
  CONSTRAINT visit_stops_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT visit_stops_seen CHECK (seen_at >= stopped_at AND (seen_at IS NULL) = (seen_by_id IS NULL))
);
CREATE INDEX visit_stops_seen_at_idx ON visit_stops (seen_at);

-- What each side says afterwards, once.
CREATE TABLE visit_debriefs (
  id uuid PRIMARY KEY,
  placement_id uuid NOT NULL REFERENCES placements (id) ON DELETE CASCADE ON UPDATE CASCADE,
  side text NOT NULL,
  realistic text NOT NULL,
  before int NOT NULL,
  recalled boolean NOT NULL,
  after int NOT NULL,
  unsafe boolean NOT NULL,
  good text,
  better text,
  said_at timestamptz(3) NOT NULL,
  seen_at timestamptz(3),
  seen_by_id uuid,
  CONSTRAINT visit_debriefs_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT visit_debriefs_realistic CHECK (realistic IN ('yes', 'partly', 'no')),
  CONSTRAINT visit_debriefs_scores CHECK (before BETWEEN 0 AND 10 AND after BETWEEN 0 AND 10),
  CONSTRAINT visit_debriefs_words CHECK (length(good) BETWEEN 1 AND 2000 AND length(better) BETWEEN 1 AND 2000),
  CONSTRAINT visit_debriefs_seen CHECK (seen_at >= said_at AND (seen_at IS NULL) = (seen_by_id IS NULL))
);
CREATE UNIQUE INDEX visit_debriefs_placement_id_side_key ON visit_debriefs (placement_id, side);
CREATE INDEX visit_debriefs_unsafe_seen_at_idx ON visit_debriefs (unsafe, seen_at);

-- Says that somebody came and saw, with the name of the department as it was then. It holds no name of a person.
CREATE TABLE visit_certificates (
  id uuid PRIMARY KEY,
  placement_id uuid NOT NULL REFERENCES placements (id) ON DELETE CASCADE ON UPDATE CASCADE,
  reference text NOT NULL,
  department text NOT NULL,
  visited_on date NOT NULL,
  minutes int NOT NULL,
  issued_at timestamptz(3) NOT NULL,
  CONSTRAINT visit_certificates_reference CHECK (reference ~ '^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$'),
  CONSTRAINT visit_certificates_minutes CHECK (minutes > 0)
);
CREATE UNIQUE INDEX visit_certificates_placement_id_key ON visit_certificates (placement_id);
CREATE UNIQUE INDEX visit_certificates_reference_key ON visit_certificates (reference);

-- Which letter about which day has gone to which side: a day that moves is told of anew.
CREATE TABLE visit_letters (
  placement_id uuid NOT NULL REFERENCES placements (id) ON DELETE CASCADE ON UPDATE CASCADE,
  side text NOT NULL,
  kind text NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  CONSTRAINT visit_letters_pkey PRIMARY KEY (placement_id, side, kind, starts_at),
  CONSTRAINT visit_letters_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT visit_letters_kind CHECK (kind IN ('dayBefore', 'mark', 'debrief', 'debriefReminder'))
);

GRANT SELECT, INSERT ON visit_intentions, visit_stops, visit_debriefs, visit_certificates, visit_letters TO app;
GRANT UPDATE (score, said_at) ON visit_intentions TO app;
GRANT UPDATE (seen_at, seen_by_id) ON visit_stops, visit_debriefs TO app;

/* What is said and done about a visit belongs to its time: how sure before it begins, a stop on its day, looking back once it was attended. */
CREATE FUNCTION guard_visit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_state text;
  v_starts timestamptz;
  v_ends timestamptz;
  v_fits boolean;
BEGIN
  SELECT p.state, d.starts_at, d.ends_at INTO v_state, v_starts, v_ends
    FROM placements p LEFT JOIN host_dates d ON d.id = p.date_id WHERE p.id = NEW.placement_id;
  IF TG_TABLE_NAME = 'visit_intentions' THEN
    v_fits := v_state IN ('accepted', 'checks', 'confirmed') AND (v_starts IS NULL OR NEW.said_at < v_starts);
  ELSIF TG_TABLE_NAME = 'visit_stops' THEN
    v_fits := v_state IN ('confirmed', 'attended')
      AND (NEW.stopped_at AT TIME ZONE 'Europe/London')::date BETWEEN (v_starts AT TIME ZONE 'Europe/London')::date AND (v_ends AT TIME ZONE 'Europe/London')::date;
  ELSIF TG_TABLE_NAME = 'visit_debriefs' THEN
    v_fits := v_state = 'attended';
  ELSE
    v_fits := v_state IN ('attended', 'debriefed');
  END IF;
  IF v_fits IS NOT TRUE THEN
    RAISE check_violation USING MESSAGE = 'it is not the time for this visit', CONSTRAINT = TG_TABLE_NAME || '_time';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER visit_intentions_guard BEFORE INSERT OR UPDATE ON visit_intentions FOR EACH ROW EXECUTE FUNCTION guard_visit();
CREATE TRIGGER visit_stops_guard BEFORE INSERT ON visit_stops FOR EACH ROW EXECUTE FUNCTION guard_visit();
CREATE TRIGGER visit_debriefs_guard BEFORE INSERT ON visit_debriefs FOR EACH ROW EXECUTE FUNCTION guard_visit();
CREATE TRIGGER visit_certificates_guard BEFORE INSERT ON visit_certificates FOR EACH ROW EXECUTE FUNCTION guard_visit();

/* Who is erased leaves the scores as counts and no words; a certificate goes, as nobody is left whose it is. */
CREATE FUNCTION erase_visits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE visit_debriefs SET good = NULL, better = NULL WHERE placement_id IN (SELECT id FROM placements WHERE candidate_id = NEW.id);
  DELETE FROM visit_certificates WHERE placement_id IN (SELECT id FROM placements WHERE candidate_id = NEW.id);
  DELETE FROM visit_stops WHERE placement_id IN (SELECT id FROM placements WHERE candidate_id = NEW.id);
  DELETE FROM visit_letters WHERE placement_id IN (SELECT id FROM placements WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_visits AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_visits();

GRANT EXECUTE ON FUNCTION guard_visit, erase_visits TO app;
