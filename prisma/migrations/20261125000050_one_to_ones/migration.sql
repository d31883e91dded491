-- One-to-ones: times that coaches and supporters offer, bookings of them, what both promise about live assessment content,
-- reminders, and feedback by a rubric.

-- A round of recruitment on one route. The promise is given once for each.
CREATE TABLE campaigns (
  id uuid PRIMARY KEY,
  route text NOT NULL,
  name text NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  made_at timestamptz(3) NOT NULL,
  made_by_id uuid,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT campaigns_name CHECK (length(name) BETWEEN 1 AND 80),
  CONSTRAINT campaigns_days CHECK (until_on >= from_on AND until_on <= from_on + 731)
);
CREATE UNIQUE INDEX campaigns_route_name_key ON campaigns (route, name);
CREATE INDEX campaigns_route_from_on_idx ON campaigns (route, from_on);

-- A time that somebody offers. It is the one home of when a one-to-one is, how and where.
CREATE TABLE one_to_one_slots (
  id uuid PRIMARY KEY,
  supporter_id uuid REFERENCES supporters (account_id) ON DELETE SET NULL ON UPDATE CASCADE,
  kind text NOT NULL,
  routes text[] NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  minutes int NOT NULL,
  how text NOT NULL,
  area text NOT NULL DEFAULT '',
  place text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'offered',
  made_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT slots_kind CHECK (kind IN ('mockInterview', 'applicationReview', 'assessmentPractice', 'fitnessPractice')),
  CONSTRAINT slots_routes CHECK (cardinality(routes) BETWEEN 1 AND 30),
  CONSTRAINT slots_minutes CHECK (minutes BETWEEN 15 AND 240),
  CONSTRAINT slots_how CHECK (how IN ('inPerson', 'online', 'phone')),
  CONSTRAINT slots_place CHECK (length(place) <= 200 AND (how <> 'inPerson' OR place <> '')),
  CONSTRAINT slots_state CHECK (state IN ('offered', 'withdrawn'))
);
CREATE INDEX one_to_one_slots_supporter_id_starts_at_idx ON one_to_one_slots (supporter_id, starts_at);
CREATE INDEX one_to_one_slots_state_starts_at_idx ON one_to_one_slots (state, starts_at);

-- What was promised about live assessment content, by a candidate or by a supporter, in the words that stood there.
CREATE TABLE one_to_one_promises (
  id uuid PRIMARY KEY,
  campaign_id uuid NOT NULL REFERENCES campaigns (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  candidate_id uuid REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  supporter_id uuid REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  version text NOT NULL,
  wording text NOT NULL,
  how text NOT NULL,
  accepted_at timestamptz(3) NOT NULL,
  by_id uuid,
  CONSTRAINT promises_whose CHECK (num_nonnulls(candidate_id, supporter_id) = 1),
  CONSTRAINT promises_words CHECK (version <> '' AND wording <> ''),
  CONSTRAINT promises_how CHECK (how IN ('self', 'toTeam'))
);
CREATE UNIQUE INDEX one_to_one_promises_campaign_id_candidate_id_key ON one_to_one_promises (campaign_id, candidate_id);
CREATE UNIQUE INDEX one_to_one_promises_campaign_id_supporter_id_key ON one_to_one_promises (campaign_id, supporter_id);
CREATE INDEX one_to_one_promises_candidate_id_idx ON one_to_one_promises (candidate_id);
CREATE INDEX one_to_one_promises_supporter_id_idx ON one_to_one_promises (supporter_id);

-- A booking. Another time is another row of the same series, in its place.
CREATE TABLE one_to_ones (
  id uuid PRIMARY KEY,
  slot_id uuid NOT NULL REFERENCES one_to_one_slots (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  campaign_id uuid NOT NULL REFERENCES campaigns (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  route text NOT NULL,
  series_id uuid NOT NULL,
  sequence int NOT NULL DEFAULT 0,
  supersedes_id uuid REFERENCES one_to_ones (id) ON DELETE SET NULL ON UPDATE CASCADE,
  moved_by text,
  state text NOT NULL DEFAULT 'booked',
  wants text NOT NULL DEFAULT '',
  reason text,
  why_not text,
  booked_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT one_to_ones_state CHECK (state IN ('booked', 'superseded', 'cancelled', 'lateCancelled', 'calledOff', 'held', 'notHeld')),
  CONSTRAINT one_to_ones_moved_by CHECK (moved_by IN ('candidate', 'supporter', 'team') AND (sequence = 0) = (moved_by IS NULL)),
  CONSTRAINT one_to_ones_sequence CHECK (sequence >= 0),
  CONSTRAINT one_to_ones_wants CHECK (length(wants) <= 1000),
  CONSTRAINT one_to_ones_late CHECK (state <> 'lateCancelled' OR reason IS NOT NULL),
  CONSTRAINT one_to_ones_why_not CHECK ((state = 'notHeld') = (why_not IS NOT NULL) AND why_not IN ('candidate', 'supporter', 'both', 'neither')),
  CONSTRAINT one_to_ones_closed CHECK ((state = 'booked') = (closed_at IS NULL))
);
CREATE UNIQUE INDEX one_to_ones_one_live ON one_to_ones (slot_id) WHERE state IN ('booked', 'held', 'notHeld');
CREATE UNIQUE INDEX one_to_ones_series_id_sequence_key ON one_to_ones (series_id, sequence);
CREATE UNIQUE INDEX one_to_ones_supersedes_id_key ON one_to_ones (supersedes_id);
CREATE INDEX one_to_ones_slot_id_idx ON one_to_ones (slot_id);
CREATE INDEX one_to_ones_candidate_id_state_idx ON one_to_ones (candidate_id, state);
CREATE INDEX one_to_ones_campaign_id_idx ON one_to_ones (campaign_id);

-- Every step, written by a trigger alone.
CREATE TABLE one_to_one_changes (
  id bigserial PRIMARY KEY,
  one_to_one_id uuid NOT NULL REFERENCES one_to_ones (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  reason text,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX one_to_one_changes_one_to_one_id_id_idx ON one_to_one_changes (one_to_one_id, id);

-- That both were reminded, or the coach asked what became of it, so that each goes once.
CREATE TABLE one_to_one_reminders (
  one_to_one_id uuid NOT NULL REFERENCES one_to_ones (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL,
  made_at timestamptz(3) NOT NULL,
  PRIMARY KEY (one_to_one_id, kind),
  CONSTRAINT one_to_one_reminders_kind CHECK (kind IN ('week', 'day', 'record'))
);

-- What the coach says by the rubric, and what the candidate answers. A second look is a second row.
CREATE TABLE one_to_one_feedback (
  id uuid PRIMARY KEY,
  one_to_one_id uuid NOT NULL REFERENCES one_to_ones (id) ON DELETE CASCADE ON UPDATE CASCADE,
  number int NOT NULL,
  framework text NOT NULL,
  good text NOT NULL,
  next text NOT NULL,
  given_at timestamptz(3) NOT NULL,
  given_by_id uuid,
  answer text,
  answered_at timestamptz(3),
  CONSTRAINT one_to_one_feedback_number CHECK (number BETWEEN 1 AND 5),
  CONSTRAINT one_to_one_feedback_words CHECK (length(good) BETWEEN 1 AND 3000 AND length(next) BETWEEN 1 AND 3000 AND length(answer) BETWEEN 1 AND 3000),
  CONSTRAINT one_to_one_feedback_answered CHECK ((answer IS NULL) = (answered_at IS NULL) AND answered_at >= given_at)
);
CREATE UNIQUE INDEX one_to_one_feedback_one_to_one_id_number_key ON one_to_one_feedback (one_to_one_id, number);

CREATE TABLE one_to_one_marks (
  feedback_id uuid NOT NULL REFERENCES one_to_one_feedback (id) ON DELETE CASCADE ON UPDATE CASCADE,
  item text NOT NULL,
  level text NOT NULL,
  words text NOT NULL DEFAULT '',
  PRIMARY KEY (feedback_id, item),
  CONSTRAINT one_to_one_marks_level CHECK (level IN ('notSeen', 'beginning', 'steady', 'strong')),
  CONSTRAINT one_to_one_marks_words CHECK (length(words) <= 1000)
);

GRANT SELECT, INSERT ON one_to_one_promises, one_to_one_reminders, one_to_one_feedback, one_to_one_marks TO app;
GRANT SELECT, INSERT, UPDATE ON campaigns, one_to_one_slots, one_to_ones TO app;
GRANT UPDATE (answer, answered_at) ON one_to_one_feedback TO app;
GRANT SELECT ON one_to_one_changes TO app;

/* The state table of a booking. The rules of the feature hold the same one, with who may take which step; a test compares the two. */
CREATE FUNCTION one_to_one_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '')
    WHEN '' THEN p_to = 'booked'
    WHEN 'booked' THEN p_to IN ('superseded', 'cancelled', 'lateCancelled', 'calledOff', 'held', 'notHeld')
    WHEN 'held' THEN p_to = 'notHeld'
    WHEN 'notHeld' THEN p_to = 'held'
    ELSE false END
$$;

/* The campaign of a route on a day: of several, the one that began last. */
CREATE FUNCTION campaign_on(p_route text, p_day date) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT id FROM campaigns WHERE route = p_route AND p_day BETWEEN from_on AND until_on ORDER BY from_on DESC, made_at DESC, id LIMIT 1
$$;

/* The same; where the team has made none, the year of that day is one. */
CREATE FUNCTION make_campaign_on(p_route text, p_day date, p_now timestamptz) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE v_id uuid := campaign_on(p_route, p_day);
BEGIN
  IF v_id IS NOT NULL THEN RETURN v_id; END IF;
  INSERT INTO campaigns (id, route, name, from_on, until_on, made_at, changed_at)
  VALUES (gen_random_uuid(), p_route, to_char(p_day, 'YYYY'), date_trunc('year', p_day)::date, (date_trunc('year', p_day) + interval '1 year - 1 day')::date, p_now, p_now)
  ON CONFLICT (route, name) DO NOTHING;
  v_id := campaign_on(p_route, p_day);
  IF v_id IS NULL THEN -- the team gave that name to other days
    INSERT INTO campaigns (id, route, name, from_on, until_on, made_at, changed_at)
    VALUES (gen_random_uuid(), p_route, to_char(p_day, 'YYYY') || ', all year', date_trunc('year', p_day)::date, (date_trunc('year', p_day) + interval '1 year - 1 day')::date, p_now, p_now)
    ON CONFLICT (route, name) DO NOTHING;
    v_id := campaign_on(p_route, p_day);
  END IF;
  RETURN v_id;
END $$;

/* May these two not meet at this time? Whatever keeps a pair apart, above all a part in deciding on the candidate; and training
   that has ended by then. Why is told to neither. */
CREATE FUNCTION one_to_one_apart(p_candidate uuid, p_supporter uuid, p_starts timestamptz, p_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM exclusions(p_candidate, p_supporter, p_now))
    OR NOT EXISTS (SELECT FROM supporters s WHERE s.account_id = p_supporter AND s.trained_until >= (p_starts AT TIME ZONE 'Europe/London')::date)
$$;

/* A time is offered by whoever is trained on that day, and stays where and when it is while somebody has booked it. */
CREATE FUNCTION guard_slot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.starts_at, NEW.minutes, NEW.how, NEW.area, NEW.place, NEW.kind, NEW.state) IS DISTINCT FROM (OLD.starts_at, OLD.minutes, OLD.how, OLD.area, OLD.place, OLD.kind, OLD.state)
    AND EXISTS (SELECT FROM one_to_ones o WHERE o.slot_id = NEW.id AND o.state IN ('booked', 'held', 'notHeld')) THEN
    RAISE check_violation USING MESSAGE = 'somebody has booked this time', CONSTRAINT = 'slots_booked';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.supporter_id IS NOT NULL AND NEW.supporter_id <> OLD.supporter_id THEN
    RAISE check_violation USING MESSAGE = 'a time stays with whoever offered it', CONSTRAINT = 'slots_fixed';
  END IF;
  IF NEW.state = 'offered' AND NEW.supporter_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.starts_at <> OLD.starts_at OR OLD.state <> 'offered')
    AND NOT EXISTS (SELECT FROM supporters s WHERE s.account_id = NEW.supporter_id AND s.state = 'approved' AND s.trained_until >= (NEW.starts_at AT TIME ZONE 'Europe/London')::date) THEN
    RAISE check_violation USING MESSAGE = 'only a trained supporter offers a time', CONSTRAINT = 'slots_untrained';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER slots_guard BEFORE INSERT OR UPDATE ON one_to_one_slots FOR EACH ROW EXECUTE FUNCTION guard_slot();

/* What holds for every new booking, a move among them. Locks the candidate, the supporter, the time: in this order everywhere. */
CREATE FUNCTION guard_booking() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_supporter uuid;
  s one_to_one_slots;
BEGIN
  PERFORM FROM candidates WHERE id = NEW.candidate_id FOR NO KEY UPDATE;
  SELECT supporter_id INTO v_supporter FROM one_to_one_slots WHERE id = NEW.slot_id;
  PERFORM FROM supporters WHERE account_id = v_supporter FOR UPDATE;
  SELECT * INTO s FROM one_to_one_slots WHERE id = NEW.slot_id FOR UPDATE;
  IF NOT one_to_one_step(NULL, NEW.state) OR s.state <> 'offered' OR s.supporter_id IS NULL OR s.starts_at <= NEW.booked_at OR NEW.route <> ALL (s.routes) THEN
    RAISE check_violation USING MESSAGE = 'this time is not there to be booked', CONSTRAINT = 'one_to_ones_not_offered';
  END IF;
  IF one_to_one_apart(NEW.candidate_id, s.supporter_id, s.starts_at, NEW.booked_at) THEN
    RAISE check_violation USING MESSAGE = 'these two are kept apart', CONSTRAINT = 'one_to_ones_excluded';
  END IF;
  IF NEW.campaign_id IS DISTINCT FROM campaign_on(NEW.route, (s.starts_at AT TIME ZONE 'Europe/London')::date)
    OR NOT EXISTS (SELECT FROM one_to_one_promises p WHERE p.campaign_id = NEW.campaign_id AND p.candidate_id = NEW.candidate_id)
    OR NOT EXISTS (SELECT FROM one_to_one_promises p WHERE p.campaign_id = NEW.campaign_id AND p.supporter_id = s.supporter_id) THEN
    RAISE check_violation USING MESSAGE = 'both promise first', CONSTRAINT = 'one_to_ones_promise';
  END IF;
  IF NEW.sequence > 0 AND NOT EXISTS (SELECT FROM one_to_ones o WHERE o.id = NEW.supersedes_id AND o.state = 'superseded' AND o.candidate_id = NEW.candidate_id
      AND o.series_id = NEW.series_id AND o.sequence = NEW.sequence - 1) THEN
    RAISE check_violation USING MESSAGE = 'a move takes the place of what was booked', CONSTRAINT = 'one_to_ones_superseding';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER one_to_ones_book BEFORE INSERT ON one_to_ones FOR EACH ROW EXECUTE FUNCTION guard_booking();

CREATE FUNCTION guard_one_to_one() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_starts timestamptz;
BEGIN
  IF (NEW.slot_id, NEW.campaign_id, NEW.route, NEW.series_id, NEW.sequence, NEW.booked_at) IS DISTINCT FROM (OLD.slot_id, OLD.campaign_id, OLD.route, OLD.series_id, OLD.sequence, OLD.booked_at)
    OR (NEW.candidate_id <> OLD.candidate_id AND NEW.state <> OLD.state) THEN
    RAISE check_violation USING MESSAGE = 'a booking keeps its person and its time', CONSTRAINT = 'one_to_ones_fixed';
  END IF;
  IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  IF NOT one_to_one_step(OLD.state, NEW.state) THEN
    RAISE check_violation USING MESSAGE = format('a one-to-one does not go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'one_to_ones_moves';
  END IF;
  SELECT starts_at INTO v_starts FROM one_to_one_slots WHERE id = NEW.slot_id;
  IF (NEW.state IN ('held', 'notHeld')) <> (v_starts <= NEW.changed_at) AND NOT (NEW.state = 'calledOff' AND NEW.changed_by_role = 'system') THEN
    RAISE check_violation USING MESSAGE = 'what has begun was held or not, what has not is given up or moved', CONSTRAINT = 'one_to_ones_time';
  END IF;
  IF OLD.state = 'held' AND EXISTS (SELECT FROM one_to_one_feedback f WHERE f.one_to_one_id = NEW.id) THEN
    RAISE check_violation USING MESSAGE = 'what has feedback was held', CONSTRAINT = 'one_to_ones_has_feedback';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER one_to_ones_guard BEFORE UPDATE ON one_to_ones FOR EACH ROW EXECUTE FUNCTION guard_one_to_one();

/* Every step is kept; the first booking begins the support request. Runs as the owner, as history is written here alone. */
CREATE FUNCTION log_one_to_one() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS NOT DISTINCT FROM NEW.state THEN RETURN NULL; END IF;
  INSERT INTO one_to_one_changes (one_to_one_id, from_state, to_state, reason, by_id, by_role, at)
  VALUES (NEW.id, v_from, NEW.state, coalesce(NEW.why_not, NEW.reason), NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  IF TG_OP = 'INSERT' AND NEW.sequence = 0 THEN
    PERFORM begin_request(NEW.candidate_id, 'application', 'oneToOne.booked', NEW.id,
      CASE WHEN NEW.changed_by_role IN ('coordinator', 'lead') THEN NEW.changed_by_id END, NEW.booked_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER one_to_ones_log AFTER INSERT OR UPDATE ON one_to_ones FOR EACH ROW EXECUTE FUNCTION log_one_to_one();

/* Feedback is of what was held, and its words stay; the candidate answers once. */
CREATE FUNCTION guard_one_to_one_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND (NOT EXISTS (SELECT FROM one_to_ones WHERE id = NEW.one_to_one_id AND state = 'held' FOR NO KEY UPDATE)
    OR NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM one_to_one_feedback WHERE one_to_one_id = NEW.one_to_one_id)) THEN
    RAISE check_violation USING MESSAGE = 'feedback is of what was held', CONSTRAINT = 'one_to_one_feedback_held';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.answer IS NOT NULL THEN
    RAISE check_violation USING MESSAGE = 'an answer stays as it was given', CONSTRAINT = 'one_to_one_feedback_answer_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER one_to_one_feedback_guard BEFORE INSERT OR UPDATE OF answer, answered_at ON one_to_one_feedback FOR EACH ROW EXECUTE FUNCTION guard_one_to_one_feedback();

/* Calls off one booking by the portal, and tells both, without a reason. The row is locked already. */
CREATE FUNCTION call_off_one_to_one(p_id uuid, p_reason text, p_tell boolean, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE o one_to_ones; v_at timestamptz; v_supporter uuid;
BEGIN
  SELECT * INTO o FROM one_to_ones WHERE id = p_id AND state = 'booked' FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  v_at := greatest(p_now, o.changed_at);
  SELECT supporter_id INTO v_supporter FROM one_to_one_slots WHERE id = o.slot_id;
  UPDATE one_to_ones SET state = 'calledOff', reason = p_reason, closed_at = v_at, changed_at = v_at, changed_by_id = NULL, changed_by_role = 'system' WHERE id = o.id;
  PERFORM record_event(NULL, 'system', 'oneToOne.calledOff', o.candidate_id, o.id, '{}', v_at);
  IF p_tell THEN PERFORM email_candidate(o.candidate_id, 'oneToOne.off', o.id, '{}', v_at); END IF;
  IF v_supporter IS NOT NULL THEN PERFORM queue_email(v_supporter, NULL, NULL, 'oneToOne.off', o.id, '{}', v_at); END IF;
END $$;

/* Calls off what must not take place any more. Ask with nulls for everybody, as the nightly check does. */
CREATE FUNCTION call_off_excluded(p_candidate uuid, p_supporter uuid, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_id uuid; v_done int := 0;
BEGIN
  FOR v_id IN SELECT o.id FROM one_to_ones o JOIN one_to_one_slots s ON s.id = o.slot_id
      WHERE o.state = 'booked' AND s.starts_at > p_now AND (p_candidate IS NULL OR o.candidate_id = p_candidate) AND (p_supporter IS NULL OR s.supporter_id = p_supporter)
        AND one_to_one_apart(o.candidate_id, s.supporter_id, s.starts_at, p_now) ORDER BY o.id FOR UPDATE OF o LOOP
    PERFORM call_off_one_to_one(v_id, 'excluded', true, p_now);
    v_done := v_done + 1;
  END LOOP;
  RETURN v_done;
END $$;

/* A new exclusion acts at once; what is said of somebody who is not yet found acts at night, as with pairings. */
CREATE FUNCTION exclusion_calls_off() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_candidate uuid := (to_jsonb(NEW) ->> 'candidate_id')::uuid;
  v_supporter uuid := coalesce(to_jsonb(NEW) ->> 'supporter_id', to_jsonb(NEW) ->> 'account_id')::uuid;
BEGIN
  IF TG_TABLE_NAME <> 'exclusion_declarations' OR num_nonnulls(v_candidate, v_supporter) = 2 THEN
    PERFORM call_off_excluded(v_candidate, v_supporter, NEW.changed_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER declarations_call_off AFTER INSERT ON exclusion_declarations FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION exclusion_calls_off();
CREATE TRIGGER duties_call_off AFTER INSERT ON selection_duties FOR EACH ROW EXECUTE FUNCTION exclusion_calls_off();
CREATE TRIGGER standings_call_off AFTER INSERT ON supporter_standings FOR EACH ROW EXECUTE FUNCTION exclusion_calls_off();
CREATE TRIGGER safeguards_call_off AFTER UPDATE ON safeguards FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION exclusion_calls_off();
CREATE TRIGGER supporters_call_off AFTER UPDATE OF state, suspended_at, trained_until ON supporters FOR EACH ROW
  WHEN (NEW.state <> 'approved' OR NEW.suspended_at IS NOT NULL OR NEW.trained_until IS DISTINCT FROM OLD.trained_until) EXECUTE FUNCTION exclusion_calls_off();

/* Whoever stops supporting offers nothing more: what is booked is called off, what is free is taken away. */
CREATE FUNCTION end_one_to_ones(p_supporter uuid, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_id uuid; v_done int := 0;
BEGIN
  FOR v_id IN SELECT o.id FROM one_to_ones o JOIN one_to_one_slots s ON s.id = o.slot_id
      WHERE o.state = 'booked' AND s.starts_at > p_now AND s.supporter_id = p_supporter ORDER BY o.id FOR UPDATE OF o LOOP
    PERFORM call_off_one_to_one(v_id, 'supporterLeft', true, p_now);
    v_done := v_done + 1;
  END LOOP;
  UPDATE one_to_one_slots s SET state = 'withdrawn', changed_at = greatest(p_now, s.changed_at) WHERE s.supporter_id = p_supporter AND s.state = 'offered' AND s.starts_at > p_now
    AND NOT EXISTS (SELECT FROM one_to_ones o WHERE o.slot_id = s.id AND o.state IN ('booked', 'held', 'notHeld'));
  RETURN v_done;
END $$;
CREATE FUNCTION leaver_ends_one_to_ones() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM end_one_to_ones(NEW.account_id, NEW.changed_at);
  RETURN NULL;
END $$;
-- by the alphabet after the trigger above, so that nothing is booked any more
CREATE TRIGGER supporters_leave_one_to_ones AFTER UPDATE OF state ON supporters FOR EACH ROW
  WHEN (NEW.state <> 'approved' AND OLD.state = 'approved') EXECUTE FUNCTION leaver_ends_one_to_ones();

/* The account of somebody who once coached can be erased too: nobody waits for them, and what was stays as a count. */
CREATE FUNCTION erase_coach() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM call_off_one_to_one(o.id, 'personLeft', true, o.changed_at) FROM one_to_ones o JOIN one_to_one_slots s ON s.id = o.slot_id
    WHERE s.supporter_id = OLD.account_id AND o.state = 'booked';
  UPDATE one_to_one_slots SET state = 'withdrawn' WHERE supporter_id = OLD.account_id AND state = 'offered'
    AND NOT EXISTS (SELECT FROM one_to_ones o WHERE o.slot_id = one_to_one_slots.id AND o.state IN ('held', 'notHeld'));
  UPDATE one_to_one_feedback SET given_by_id = NULL WHERE given_by_id = OLD.account_id;
  RETURN OLD;
END $$;
CREATE TRIGGER supporters_erase_coach BEFORE DELETE ON supporters FOR EACH ROW EXECUTE FUNCTION erase_coach();

/* Application support that is given up or cannot be offered takes what is booked along. Joined records and closed accounts see to it themselves. */
CREATE FUNCTION end_one_to_ones_of_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM call_off_one_to_one(o.id, 'requestEnded', true, NEW.changed_at) FROM one_to_ones o JOIN one_to_one_slots s ON s.id = o.slot_id
    WHERE o.candidate_id = NEW.candidate_id AND o.state = 'booked' AND s.starts_at > NEW.changed_at;
  RETURN NULL;
END $$;
CREATE TRIGGER request_ends_one_to_ones AFTER UPDATE OF state ON support_requests FOR EACH ROW
  WHEN (NEW.kind = 'application' AND NEW.state IN ('withdrawn', 'notOffered') AND OLD.state <> NEW.state
    AND coalesce(NEW.reason, '') NOT IN ('Account closed', 'Joined with the same request of theirs'))
  EXECUTE FUNCTION end_one_to_ones_of_request();

/* Whoever is erased leaves their one-to-ones as counts: no words, no feedback, no promise, and nothing that could take place. */
CREATE FUNCTION erase_one_to_ones() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM call_off_one_to_one(o.id, 'personLeft', false, NEW.closed_at) FROM one_to_ones o WHERE o.candidate_id = NEW.id AND o.state = 'booked';
  DELETE FROM one_to_one_feedback WHERE one_to_one_id IN (SELECT id FROM one_to_ones WHERE candidate_id = NEW.id);
  DELETE FROM one_to_one_promises WHERE candidate_id = NEW.id;
  UPDATE one_to_ones SET wants = '', reason = CASE WHEN reason IS NOT NULL THEN 'erased' END, changed_by_id = NULL WHERE candidate_id = NEW.id;
  UPDATE one_to_one_changes SET by_id = NULL, reason = NULL WHERE one_to_one_id IN (SELECT id FROM one_to_ones WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_one_to_ones AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_one_to_ones();

/* Reminds both a week and a day before, each once, by day; and asks the coach once afterwards what became of it. Whoever booked
   later than a reminder would have gone has just been told. */
CREATE FUNCTION remind_one_to_ones(p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_hour int := extract(hour FROM p_now AT TIME ZONE 'Europe/London');
  v_due record;
  v_made int := 0;
BEGIN
  IF v_hour < 8 OR v_hour >= 21 THEN RETURN 0; END IF;
  FOR v_due IN
    WITH due AS (
      SELECT o.id, o.candidate_id, s.supporter_id, k.kind FROM one_to_ones o JOIN one_to_one_slots s ON s.id = o.slot_id
      CROSS JOIN (VALUES ('week', -7, -1), ('day', -1, 0), ('record', 0, 14)) AS k (kind, from_days, until_days)
      CROSS JOIN LATERAL (SELECT CASE k.kind WHEN 'record' THEN s.starts_at + make_interval(mins => s.minutes)
          ELSE ((s.starts_at AT TIME ZONE 'Europe/London') + make_interval(days => k.from_days)) AT TIME ZONE 'Europe/London' END AS falls_due,
        ((s.starts_at AT TIME ZONE 'Europe/London') + make_interval(days => k.until_days)) AT TIME ZONE 'Europe/London' AS over) AS t
      WHERE o.state = 'booked' AND o.booked_at < t.falls_due AND t.falls_due <= p_now AND p_now < t.over
        AND NOT EXISTS (SELECT FROM one_to_one_reminders r WHERE r.one_to_one_id = o.id AND r.kind = k.kind)
      ORDER BY s.starts_at, o.id
    ), made AS (
      INSERT INTO one_to_one_reminders (one_to_one_id, kind, made_at) SELECT id, kind, p_now FROM due
      ON CONFLICT DO NOTHING RETURNING one_to_one_id, kind
    )
    SELECT due.* FROM due JOIN made ON made.one_to_one_id = due.id AND made.kind = due.kind
  LOOP
    IF v_due.kind <> 'record' THEN PERFORM email_candidate(v_due.candidate_id, 'oneToOne.reminder.' || v_due.kind, v_due.id, '{}', p_now); END IF;
    IF v_due.supporter_id IS NOT NULL THEN
      PERFORM queue_email(v_due.supporter_id, NULL, NULL, CASE v_due.kind WHEN 'record' THEN 'oneToOne.toRecord' ELSE 'oneToOne.coming' END, v_due.id, '{}', p_now);
    END IF;
    v_made := v_made + 1;
  END LOOP;
  RETURN v_made;
END $$;

GRANT EXECUTE ON FUNCTION one_to_one_step, campaign_on, make_campaign_on, one_to_one_apart, guard_slot, guard_booking, guard_one_to_one, log_one_to_one,
  guard_one_to_one_feedback, call_off_one_to_one, call_off_excluded, exclusion_calls_off, end_one_to_ones, leaver_ends_one_to_ones, erase_coach,
  end_one_to_ones_of_request, erase_one_to_ones, remind_one_to_ones TO app;
