-- Training of those who hire, host and support: sessions are workshops for staff, with places of their own; a knowledge check; and
-- certificates that lapse.

ALTER TABLE workshops ADD COLUMN course text,
  ADD CONSTRAINT workshops_course CHECK ((audience = 'staff') = (course IS NOT NULL) AND course ~ '^[a-z][A-Za-z0-9-]*$'),
  ADD CONSTRAINT workshops_staff CHECK (audience <> 'staff' OR (cohort_id IS NULL AND programme_id IS NULL AND openness = 'all' AND rationale_id IS NULL
    AND NOT restricted AND NOT members_only AND policy = 'firstCome' AND access_places = 0 AND supporter_places = 0 AND routes = '{}'));

-- A colleague's place at a session.
CREATE TABLE staff_places (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workshop_id uuid NOT NULL REFERENCES workshops (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  arrival int NOT NULL,
  state text NOT NULL,
  walk_in boolean NOT NULL DEFAULT false,
  asked_at timestamptz(3) NOT NULL,
  booked_at timestamptz(3),
  ended_at timestamptz(3),
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT staff_places_state CHECK (state IN ('waiting', 'booked', 'attended', 'absent', 'cancelled', 'workshopCancelled')),
  CONSTRAINT staff_places_ended CHECK ((state IN ('cancelled', 'workshopCancelled')) = (ended_at IS NOT NULL)),
  CONSTRAINT staff_places_booked CHECK (state NOT IN ('booked', 'attended', 'absent') OR booked_at IS NOT NULL OR walk_in),
  CONSTRAINT staff_places_arrival CHECK (arrival > 0)
);
CREATE UNIQUE INDEX staff_places_one_live ON staff_places (workshop_id, account_id)
  WHERE state <> ALL (ARRAY['cancelled'::text, 'workshopCancelled'::text]);
CREATE UNIQUE INDEX staff_places_workshop_id_arrival_key ON staff_places (workshop_id, arrival);
CREATE INDEX staff_places_account_id_idx ON staff_places (account_id);

-- Every step, written by a trigger alone.
CREATE TABLE staff_place_changes (
  id bigserial PRIMARY KEY,
  place_id uuid NOT NULL REFERENCES staff_places (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX staff_place_changes_place_id_id_idx ON staff_place_changes (place_id, id);

-- Which reminder of which time of a session was asked for: once each, whatever restarts.
CREATE TABLE staff_place_reminders (
  place_id uuid NOT NULL REFERENCES staff_places (id) ON DELETE CASCADE ON UPDATE CASCADE,
  days_before int NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  made_at timestamptz(3) NOT NULL,
  PRIMARY KEY (place_id, days_before, starts_at),
  CONSTRAINT staff_place_reminders_days CHECK (days_before IN (7, 1))
);

-- A go at the knowledge check of a course. Once handed in it is never edited.
CREATE TABLE course_attempts (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  course text NOT NULL,
  version int NOT NULL,
  started_at timestamptz(3) NOT NULL,
  submitted_at timestamptz(3),
  answers jsonb,
  score int,
  questions int,
  passed boolean,
  CONSTRAINT course_attempts_submitted CHECK ((submitted_at IS NULL) = (answers IS NULL) AND (submitted_at IS NULL) = (score IS NULL)
    AND (submitted_at IS NULL) = (questions IS NULL) AND (submitted_at IS NULL) = (passed IS NULL) AND submitted_at >= started_at),
  CONSTRAINT course_attempts_score CHECK (score BETWEEN 0 AND questions)
);
CREATE UNIQUE INDEX course_attempts_one_open ON course_attempts (account_id, course) WHERE submitted_at IS NULL;
CREATE INDEX course_attempts_account_id_course_idx ON course_attempts (account_id, course);

-- That somebody came to a session and passed the check. Holds until a day, unless it is taken back.
CREATE TABLE training_certificates (
  id uuid PRIMARY KEY,
  reference text NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  course text NOT NULL,
  title text NOT NULL,
  supporting boolean NOT NULL,
  place_id uuid NOT NULL REFERENCES staff_places (id) ON DELETE CASCADE ON UPDATE CASCADE,
  attempt_id uuid NOT NULL REFERENCES course_attempts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  earned_on date NOT NULL,
  valid_until date NOT NULL,
  issued_at timestamptz(3) NOT NULL,
  withdrawn_at timestamptz(3),
  withdrawn_by_id uuid,
  withdrawn_why text,
  CONSTRAINT training_certificates_days CHECK (valid_until > earned_on),
  CONSTRAINT training_certificates_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_by_id IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_why IS NULL)
    AND withdrawn_why <> '')
);
CREATE UNIQUE INDEX training_certificates_reference_key ON training_certificates (reference);
CREATE UNIQUE INDEX training_certificates_one_place ON training_certificates (place_id) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX training_certificates_one_attempt ON training_certificates (attempt_id) WHERE withdrawn_at IS NULL;
CREATE INDEX training_certificates_account_id_course_idx ON training_certificates (account_id, course);

-- One reminder for each step before the end of a certificate, whatever restarts.
CREATE TABLE training_reminders (
  certificate_id uuid NOT NULL REFERENCES training_certificates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  days_before int NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  PRIMARY KEY (certificate_id, days_before),
  CONSTRAINT training_reminders_days CHECK (days_before IN (60, 30, 7, 0))
);

-- That the lead asked somebody to book.
CREATE TABLE training_nudges (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  course text NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  by_id uuid NOT NULL
);
CREATE INDEX training_nudges_account_id_course_idx ON training_nudges (account_id, course);

GRANT SELECT, INSERT, UPDATE ON staff_places TO app;
GRANT SELECT ON staff_place_changes TO app;
GRANT SELECT, INSERT ON staff_place_reminders, training_reminders, training_nudges, course_attempts, training_certificates TO app;
GRANT UPDATE (version, started_at, submitted_at, answers, score, questions, passed) ON course_attempts TO app;
GRANT UPDATE (withdrawn_at, withdrawn_by_id, withdrawn_why) ON training_certificates TO app;

/* The state table of a place. The rules of the feature hold the same one, with who may take which step; a test compares the two. */
CREATE FUNCTION staff_place_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '')
    WHEN '' THEN p_to IN ('waiting', 'attended')
    WHEN 'waiting' THEN p_to IN ('booked', 'cancelled', 'workshopCancelled')
    WHEN 'booked' THEN p_to IN ('attended', 'absent', 'cancelled', 'workshopCancelled')
    WHEN 'attended' THEN p_to IN ('absent', 'booked', 'cancelled')
    WHEN 'absent' THEN p_to IN ('attended', 'booked')
    ELSE false END
$$;

/* A place is at a session for staff, goes from state to state as the table says, is never one more than there are, and is marked only
   where the session was held. Only somebody who walked in is taken off the register altogether. */
CREATE FUNCTION guard_staff_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE w workshops; v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  SELECT * INTO w FROM workshops WHERE id = NEW.workshop_id;
  IF w.audience <> 'staff' THEN
    RAISE check_violation USING MESSAGE = 'this workshop is not for staff', CONSTRAINT = 'staff_places_audience';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.workshop_id, NEW.account_id, NEW.arrival, NEW.walk_in, NEW.asked_at)
    IS DISTINCT FROM (OLD.workshop_id, OLD.account_id, OLD.arrival, OLD.walk_in, OLD.asked_at) THEN
    RAISE check_violation USING MESSAGE = 'a place stays whose it is', CONSTRAINT = 'staff_places_fixed';
  END IF;
  IF v_from IS NOT DISTINCT FROM NEW.state THEN RETURN NEW; END IF;
  IF NOT staff_place_step(v_from, NEW.state) OR (v_from IS NULL AND (NEW.state = 'attended') <> NEW.walk_in)
    OR (v_from = 'attended' AND NEW.state = 'cancelled' AND NOT NEW.walk_in) OR (v_from IS NOT NULL AND NEW.walk_in AND NEW.state <> 'cancelled') THEN
    RAISE check_violation USING MESSAGE = format('a place does not go from %s to %s', v_from, NEW.state), CONSTRAINT = 'staff_places_steps';
  END IF;
  IF NEW.state IN ('attended', 'absent') AND w.state <> 'held' THEN
    RAISE check_violation USING MESSAGE = 'this session was not held', CONSTRAINT = 'staff_places_held';
  END IF;
  IF v_from = 'waiting' AND NEW.state = 'booked'
    AND (SELECT count(*) FROM staff_places p WHERE p.workshop_id = w.id AND p.state IN ('booked', 'attended', 'absent')) >= w.capacity THEN
    RAISE check_violation USING MESSAGE = 'every place is taken', CONSTRAINT = 'staff_places_capacity';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER staff_places_guard BEFORE INSERT OR UPDATE ON staff_places FOR EACH ROW EXECUTE FUNCTION guard_staff_place();

CREATE FUNCTION log_staff_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS DISTINCT FROM NEW.state THEN
    INSERT INTO staff_place_changes (place_id, from_state, to_state, by_id, by_role, at)
    VALUES (NEW.id, v_from, NEW.state, NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER staff_places_log AFTER INSERT OR UPDATE ON staff_places FOR EACH ROW EXECUTE FUNCTION log_staff_place();

/* Books those next in line while places are free, under the workshop's lock. After offers would end nobody is booked who may not read
   of it in time. Every way in and out of a session ends here. */
CREATE FUNCTION fill_staff_places(p_workshop uuid, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE w workshops; p staff_places; v_free int; v_booked int := 0;
BEGIN
  SELECT * INTO w FROM workshops WHERE id = p_workshop FOR UPDATE;
  IF w.audience IS DISTINCT FROM 'staff' OR w.state <> 'published' OR w.offers_end_at <= p_now THEN RETURN 0; END IF;
  SELECT w.capacity - count(*) INTO v_free FROM staff_places WHERE workshop_id = p_workshop AND state IN ('booked', 'attended', 'absent');
  FOR p IN SELECT * FROM staff_places WHERE workshop_id = p_workshop AND state = 'waiting' ORDER BY arrival LIMIT greatest(v_free, 0) LOOP
    UPDATE staff_places SET state = 'booked', booked_at = p_now, changed_at = p_now, changed_by_id = NULL, changed_by_role = 'system' WHERE id = p.id;
    PERFORM queue_email(p.account_id, NULL, NULL, 'training.booked', p.id, '{}', p_now);
    v_booked := v_booked + 1;
  END LOOP;
  RETURN v_booked;
END $$;

/* Asks for a place: the next number in the line, under the workshop's lock, then whoever is next is booked. */
CREATE FUNCTION ask_staff_place(p_workshop uuid, p_account uuid, p_role text, p_now timestamptz)
RETURNS TABLE (outcome text, place_id uuid, state text) LANGUAGE plpgsql AS $$
DECLARE w workshops; v_id uuid;
BEGIN
  SELECT * INTO w FROM workshops x WHERE x.id = p_workshop FOR UPDATE;
  IF w.audience IS DISTINCT FROM 'staff' OR w.state = 'draft' OR NOT EXISTS (SELECT FROM accounts a WHERE a.id = p_account AND a.closed_at IS NULL AND a.deactivated_at IS NULL) THEN
    RETURN QUERY SELECT 'notFound', NULL::uuid, NULL::text; RETURN;
  ELSIF EXISTS (SELECT FROM staff_places p WHERE p.workshop_id = p_workshop AND p.account_id = p_account AND p.ended_at IS NULL) THEN
    RETURN QUERY SELECT 'already', NULL::uuid, NULL::text; RETURN;
  ELSIF w.state <> 'published' OR w.booking_closes_at <= p_now THEN
    RETURN QUERY SELECT 'closed', NULL::uuid, NULL::text; RETURN;
  END IF;
  INSERT INTO staff_places (workshop_id, account_id, arrival, state, asked_at, changed_at, changed_by_id, changed_by_role)
  VALUES (p_workshop, p_account, w.next_arrival, 'waiting', p_now, p_now, p_account, p_role) RETURNING id INTO v_id;
  UPDATE workshops SET next_arrival = next_arrival + 1 WHERE id = p_workshop;
  PERFORM fill_staff_places(p_workshop, p_now);
  RETURN QUERY SELECT 'ok', p.id, p.state FROM staff_places p WHERE p.id = v_id;
END $$;

/* What happens to a session happens to its places: cancelled with it, told of a new time, booked where it grows, let go where it is held. */
CREATE FUNCTION staff_session_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_now timestamptz := coalesce(nullif(current_setting('portal.now', true), '')::timestamptz, clock_timestamp());
  v_by uuid := nullif(current_setting('portal.doer', true), '')::uuid; v_role text := coalesce(nullif(current_setting('portal.role', true), ''), 'system');
BEGIN
  IF NEW.state = 'cancelled' AND OLD.state <> 'cancelled' THEN
    PERFORM queue_email(p.account_id, NULL, NULL, 'training.cancelled', p.id, '{}', v_now)
    FROM staff_places p WHERE p.workshop_id = NEW.id AND p.state IN ('waiting', 'booked') ORDER BY p.arrival;
    UPDATE staff_places SET state = 'workshopCancelled', ended_at = v_now, changed_at = v_now, changed_by_id = v_by, changed_by_role = v_role
    WHERE workshop_id = NEW.id AND state IN ('waiting', 'booked');
  ELSIF NEW.state = 'held' AND OLD.state <> 'held' THEN
    UPDATE staff_places SET state = 'cancelled', ended_at = v_now, changed_at = v_now, changed_by_id = NULL, changed_by_role = 'system'
    WHERE workshop_id = NEW.id AND state = 'waiting';
  ELSIF NEW.state IN ('published', 'postponed') AND OLD.state <> 'draft' AND (NEW.state <> OLD.state OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at
    OR NEW.online <> OLD.online OR NEW.venue <> OLD.venue OR NEW.address <> OLD.address) AND OLD.state <> 'held' THEN
    PERFORM queue_email(p.account_id, NULL, NULL, 'training.moved', p.id, jsonb_build_object('startsAt', OLD.starts_at), v_now)
    FROM staff_places p WHERE p.workshop_id = NEW.id AND p.state IN ('waiting', 'booked') AND NOT EXISTS (SELECT FROM emails e
      WHERE e.about_id = p.id AND e.kind = 'training.moved' AND e.created_at = v_now) ORDER BY p.arrival;
  END IF;
  IF NEW.state = 'published' THEN PERFORM fill_staff_places(NEW.id, v_now); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER workshops_staff_session AFTER UPDATE OF state, capacity, starts_at, ends_at, online, venue, address ON workshops FOR EACH ROW
  WHEN (NEW.audience = 'staff') EXECUTE FUNCTION staff_session_changed();

CREATE FUNCTION guard_course_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE check_violation USING MESSAGE = 'a published session stays one of its course', CONSTRAINT = 'workshops_course_fixed';
END $$;
CREATE TRIGGER workshops_course_fixed BEFORE UPDATE OF course ON workshops FOR EACH ROW
  WHEN (OLD.state <> 'draft' AND NEW.course IS DISTINCT FROM OLD.course) EXECUTE FUNCTION guard_course_fixed();

/* Whoever leaves gives their places back. */
CREATE FUNCTION leaver_gives_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_at timestamptz := coalesce(NEW.closed_at, NEW.deactivated_at); v_workshop uuid;
BEGIN
  FOR v_workshop IN SELECT p.workshop_id FROM staff_places p JOIN workshops w ON w.id = p.workshop_id
    WHERE p.account_id = NEW.id AND p.state IN ('waiting', 'booked') AND w.state IN ('published', 'postponed') ORDER BY p.workshop_id LOOP
    PERFORM FROM workshops WHERE id = v_workshop FOR UPDATE;
    UPDATE staff_places SET state = 'cancelled', ended_at = v_at, changed_at = v_at, changed_by_id = NULL, changed_by_role = 'system'
    WHERE workshop_id = v_workshop AND account_id = NEW.id AND state IN ('waiting', 'booked');
    PERFORM fill_staff_places(v_workshop, v_at);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER accounts_give_back AFTER UPDATE OF closed_at, deactivated_at ON accounts FOR EACH ROW
  WHEN ((NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL) OR (NEW.deactivated_at IS NOT NULL AND OLD.deactivated_at IS NULL))
  EXECUTE FUNCTION leaver_gives_back();

/* What was handed in stays as it is, and after one that was not passed a day goes by. */
CREATE FUNCTION guard_course_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.submitted_at IS NOT NULL THEN
      RAISE check_violation USING MESSAGE = 'what was handed in stays as it is', CONSTRAINT = 'course_attempts_final';
    END IF;
  ELSIF EXISTS (SELECT FROM course_attempts a WHERE a.account_id = NEW.account_id AND a.course = NEW.course AND NOT a.passed
    AND a.submitted_at > NEW.started_at - interval '24 hours') THEN
    RAISE check_violation USING MESSAGE = 'a day goes by before the next go', CONSTRAINT = 'course_attempts_day';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER course_attempts_guard BEFORE INSERT OR UPDATE ON course_attempts FOR EACH ROW EXECUTE FUNCTION guard_course_attempt();

/* A certificate rests on a session of the course that this person came to and on a check that they passed, within 60 days of each other. */
CREATE FUNCTION guard_training_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.withdrawn_at IS NOT NULL THEN
      RAISE check_violation USING MESSAGE = 'a certificate that was taken back stays so', CONSTRAINT = 'training_certificates_final';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT FROM staff_places p JOIN workshops w ON w.id = p.workshop_id JOIN course_attempts a ON a.id = NEW.attempt_id
    WHERE p.id = NEW.place_id AND p.account_id = NEW.account_id AND p.state = 'attended' AND w.course = NEW.course
      AND a.account_id = NEW.account_id AND a.course = NEW.course AND a.passed
      AND abs((a.submitted_at AT TIME ZONE 'Europe/London')::date - (w.starts_at AT TIME ZONE 'Europe/London')::date) <= 60) THEN
    RAISE check_violation USING MESSAGE = 'there is no session and check for this certificate', CONSTRAINT = 'training_certificates_earned';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER training_certificates_guard BEFORE INSERT OR UPDATE ON training_certificates
  FOR EACH ROW EXECUTE FUNCTION guard_training_certificate();

/* What a supporter is trained by: a certificate of a course for those who host and support is a training of theirs, and is taken back with it. */
CREATE FUNCTION certificate_trains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO supporter_trainings (id, supporter_id, held_on, valid_until, evidence, recorded_at, recorded_by_id)
    SELECT gen_random_uuid(), s.account_id, NEW.earned_on, NEW.valid_until, 'Certificate ' || NEW.reference, NEW.issued_at, NEW.account_id
    FROM supporters s WHERE s.account_id = NEW.account_id;
  ELSIF NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL THEN
    UPDATE supporter_trainings SET withdrawn_at = NEW.withdrawn_at, withdrawn_by_id = NEW.withdrawn_by_id
    WHERE supporter_id = NEW.account_id AND evidence = 'Certificate ' || NEW.reference AND withdrawn_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER training_certificates_train AFTER INSERT OR UPDATE OF withdrawn_at ON training_certificates FOR EACH ROW
  WHEN (NEW.supporting) EXECUTE FUNCTION certificate_trains();

/* Whoever becomes a supporter later brings the certificates that they have. */
CREATE FUNCTION supporter_brings_certificates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO supporter_trainings (id, supporter_id, held_on, valid_until, evidence, recorded_at, recorded_by_id)
  SELECT gen_random_uuid(), NEW.account_id, c.earned_on, c.valid_until, 'Certificate ' || c.reference, NEW.volunteered_at, NEW.account_id
  FROM training_certificates c WHERE c.account_id = NEW.account_id AND c.supporting AND c.withdrawn_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER supporters_bring_certificates AFTER INSERT ON supporters FOR EACH ROW EXECUTE FUNCTION supporter_brings_certificates();

REVOKE EXECUTE ON FUNCTION log_staff_place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_place_step, guard_staff_place, log_staff_place, fill_staff_places, ask_staff_place, staff_session_changed, guard_course_fixed,
  leaver_gives_back, guard_course_attempt, guard_training_certificate, certificate_trains, supporter_brings_certificates TO app;
