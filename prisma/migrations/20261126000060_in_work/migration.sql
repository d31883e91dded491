-- Support in work: why somebody leaves or pauses, what is offered then, and what they want after the first year.

-- Why somebody leaves the job or defers, as they said it or as the team noted it. A correction is another row.
CREATE TABLE work_reasons (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL,
  reason text NOT NULL,
  words text,
  reader text NOT NULL,
  on_day date,
  ask_again boolean NOT NULL DEFAULT false,
  source text NOT NULL,
  by_id uuid,
  said_at timestamptz(3) NOT NULL,
  seen_at timestamptz(3),
  seen_by_id uuid,
  ended_at timestamptz(3),
  ended_why text,
  CONSTRAINT work_reasons_kind CHECK (kind IN ('leaving', 'deferring')),
  CONSTRAINT work_reasons_reason CHECK (reason IN ('caring', 'health', 'practical', 'adjustments', 'pattern', 'training', 'unsure', 'unwelcome', 'otherForce', 'otherJob', 'study', 'private', 'other')),
  CONSTRAINT work_reasons_words CHECK (length(words) BETWEEN 1 AND 2000),
  CONSTRAINT work_reasons_reader CHECK (reader IN ('team', 'counted')),
  CONSTRAINT work_reasons_counted CHECK (reader = 'team' OR (words IS NULL AND on_day IS NULL AND NOT ask_again AND source = 'candidate')),
  CONSTRAINT work_reasons_source CHECK (source IN ('candidate', 'team')),
  CONSTRAINT work_reasons_ask CHECK (NOT ask_again OR kind = 'leaving'),
  CONSTRAINT work_reasons_ended CHECK ((ended_at IS NULL) = (ended_why IS NULL) AND ended_at >= said_at),
  CONSTRAINT work_reasons_ended_why CHECK (ended_why IN ('corrected', 'takenBack', 'over'))
);
CREATE INDEX work_reasons_candidate_id_idx ON work_reasons (candidate_id);
CREATE UNIQUE INDEX work_reasons_one_live ON work_reasons (candidate_id, kind, source) WHERE ended_at IS NULL;
CREATE INDEX work_reasons_unread ON work_reasons (said_at) WHERE (ended_at IS NULL AND seen_at IS NULL);

-- Support that is offered to somebody who defers, or who leaves and said that we may ask.
CREATE TABLE support_offers (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  record_id uuid REFERENCES stage_records (id) ON DELETE CASCADE ON UPDATE CASCADE,
  deferral_id uuid REFERENCES first_year_deferrals (id) ON DELETE CASCADE ON UPDATE CASCADE,
  reason_id uuid REFERENCES work_reasons (id) ON DELETE CASCADE ON UPDATE CASCADE,
  whats text[] NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  state text NOT NULL DEFAULT 'made',
  made_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT support_offers_cause CHECK (num_nonnulls(record_id, deferral_id, reason_id) = 1),
  CONSTRAINT support_offers_whats CHECK (cardinality(whats) >= 1 AND whats <@ ARRAY['coaching', 'mentoring', 'buddy', 'adjustments', 'barrier']),
  CONSTRAINT support_offers_days CHECK (until_on > from_on),
  CONSTRAINT support_offers_state CHECK (state IN ('made', 'taken', 'declined', 'expired', 'withdrawn'))
);
CREATE UNIQUE INDEX support_offers_record_id_key ON support_offers (record_id);
CREATE UNIQUE INDEX support_offers_deferral_id_key ON support_offers (deferral_id);
CREATE UNIQUE INDEX support_offers_reason_id_key ON support_offers (reason_id);
CREATE UNIQUE INDEX support_offers_one_open ON support_offers (candidate_id) WHERE state = 'made';
CREATE INDEX support_offers_candidate_id_idx ON support_offers (candidate_id);
CREATE INDEX support_offers_to_expire ON support_offers (until_on) WHERE state = 'made';

-- What of an offer was taken. The support request that it made goes its own way from there.
CREATE TABLE support_offer_takes (
  offer_id uuid NOT NULL REFERENCES support_offers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  what text NOT NULL,
  request_id uuid REFERENCES support_requests (id) ON DELETE SET NULL ON UPDATE CASCADE,
  pairing_id uuid REFERENCES pairings (id) ON DELETE SET NULL ON UPDATE CASCADE,
  taken_at timestamptz(3) NOT NULL,
  PRIMARY KEY (offer_id, what)
);
CREATE INDEX support_offer_takes_request_id_idx ON support_offer_takes (request_id);
CREATE INDEX support_offer_takes_pairing_id_idx ON support_offer_takes (pairing_id);

CREATE TABLE support_offer_changes (
  id bigserial PRIMARY KEY,
  offer_id uuid NOT NULL REFERENCES support_offers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX support_offer_changes_offer_id_id_idx ON support_offer_changes (offer_id, id);

-- What somebody wants after the first year: a way up, a way aside, leading, or being there for others.
CREATE TABLE progress_wishes (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  request_id uuid REFERENCES support_requests (id) ON DELETE SET NULL ON UPDATE CASCADE,
  kind text NOT NULL,
  words text,
  state text NOT NULL DEFAULT 'wanted',
  arranged text,
  wanted_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT progress_wishes_kind CHECK (kind IN ('promotion', 'lateral', 'leadership', 'mentorOthers')),
  CONSTRAINT progress_wishes_words CHECK (length(words) BETWEEN 1 AND 1000),
  CONSTRAINT progress_wishes_state CHECK (state IN ('wanted', 'arranged', 'done', 'withdrawn')),
  CONSTRAINT progress_wishes_arranged CHECK (length(arranged) BETWEEN 1 AND 1000 AND (state NOT IN ('arranged', 'done') OR arranged IS NOT NULL))
);
CREATE UNIQUE INDEX progress_wishes_one_live ON progress_wishes (candidate_id, kind) WHERE state IN ('wanted', 'arranged');
CREATE INDEX progress_wishes_candidate_id_idx ON progress_wishes (candidate_id);
CREATE INDEX progress_wishes_request_id_idx ON progress_wishes (request_id);
CREATE INDEX progress_wishes_state_due_at_idx ON progress_wishes (state, due_at);

CREATE TABLE progress_wish_changes (
  id bigserial PRIMARY KEY,
  wish_id uuid NOT NULL REFERENCES progress_wishes (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX progress_wish_changes_wish_id_id_idx ON progress_wish_changes (wish_id, id);

GRANT SELECT, INSERT ON work_reasons, support_offers, support_offer_takes, progress_wishes TO app;
GRANT UPDATE (candidate_id, seen_at, seen_by_id, ended_at, ended_why) ON work_reasons TO app;
GRANT UPDATE (candidate_id, state, changed_at, changed_by_id, changed_by_role) ON support_offers TO app;
GRANT UPDATE (candidate_id, words, state, arranged, due_at, request_id, changed_at, changed_by_id, changed_by_role) ON progress_wishes TO app;
GRANT SELECT ON support_offer_changes, progress_wish_changes TO app;

/* The state tables. The rules of the feature hold the same ones, with who may take which step; a test compares the two. */
CREATE FUNCTION support_offer_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '')
    WHEN '' THEN p_to = 'made'
    WHEN 'made' THEN p_to IN ('taken', 'declined', 'expired', 'withdrawn')
    WHEN 'declined' THEN p_to = 'made'
    ELSE false END
$$;
CREATE FUNCTION progress_wish_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '')
    WHEN '' THEN p_to = 'wanted'
    WHEN 'wanted' THEN p_to IN ('arranged', 'withdrawn')
    WHEN 'arranged' THEN p_to IN ('wanted', 'done', 'withdrawn')
    WHEN 'done' THEN p_to = 'arranged'
    WHEN 'withdrawn' THEN p_to = 'wanted'
    ELSE false END
$$;

/* What is said stays as it was said: it is marked as read, or ended once. */
CREATE FUNCTION guard_work_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.kind, NEW.reason, NEW.words, NEW.reader, NEW.on_day, NEW.ask_again, NEW.source, NEW.said_at)
    IS DISTINCT FROM (OLD.kind, OLD.reason, OLD.words, OLD.reader, OLD.on_day, OLD.ask_again, OLD.source, OLD.said_at)
    OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_why) IS DISTINCT FROM (OLD.ended_at, OLD.ended_why)) THEN
    RAISE check_violation USING MESSAGE = 'what was said stays as it was', CONSTRAINT = 'work_reasons_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER work_reasons_guard BEFORE UPDATE ON work_reasons FOR EACH ROW EXECUTE FUNCTION guard_work_reason();

CREATE FUNCTION guard_support_offer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_day date := (NEW.changed_at AT TIME ZONE 'Europe/London')::date;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.record_id, NEW.deferral_id, NEW.reason_id, NEW.whats, NEW.from_on, NEW.until_on, NEW.made_at)
      IS DISTINCT FROM (OLD.record_id, OLD.deferral_id, OLD.reason_id, OLD.whats, OLD.from_on, OLD.until_on, OLD.made_at) THEN
      RAISE check_violation USING MESSAGE = 'an offer keeps what it was made of', CONSTRAINT = 'support_offers_fixed';
    END IF;
    IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  END IF;
  IF NOT support_offer_step(CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state) THEN
    RAISE check_violation USING MESSAGE = format('an offer does not become %s', NEW.state), CONSTRAINT = 'support_offers_moves';
  END IF;
  IF (NEW.state = 'expired') <> (NEW.until_on <= v_day) AND NEW.state <> 'withdrawn' THEN
    RAISE check_violation USING MESSAGE = 'an offer expires on its last day, and is answered before', CONSTRAINT = 'support_offers_time';
  END IF;
  IF NEW.state = 'taken' AND NOT EXISTS (SELECT FROM support_offer_takes t WHERE t.offer_id = NEW.id) THEN
    RAISE check_violation USING MESSAGE = 'nothing of this offer was taken', CONSTRAINT = 'support_offers_nothing';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER support_offers_guard BEFORE INSERT OR UPDATE ON support_offers FOR EACH ROW EXECUTE FUNCTION guard_support_offer();

CREATE FUNCTION guard_support_offer_take() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_offers o WHERE o.id = NEW.offer_id AND o.state IN ('made', 'taken') AND NEW.what = ANY (o.whats)
    AND o.until_on > (NEW.taken_at AT TIME ZONE 'Europe/London')::date FOR NO KEY UPDATE;
  IF NOT FOUND THEN RAISE check_violation USING MESSAGE = 'this is not offered now', CONSTRAINT = 'support_offer_takes_open'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER support_offer_takes_guard BEFORE INSERT ON support_offer_takes FOR EACH ROW EXECUTE FUNCTION guard_support_offer_take();

CREATE FUNCTION log_support_offer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS NOT DISTINCT FROM NEW.state THEN RETURN NULL; END IF;
  INSERT INTO support_offer_changes (offer_id, from_state, to_state, by_id, by_role, at)
  VALUES (NEW.id, v_from, NEW.state, NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER support_offers_log AFTER INSERT OR UPDATE ON support_offers FOR EACH ROW EXECUTE FUNCTION log_support_offer();

CREATE FUNCTION guard_progress_wish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.kind, NEW.wanted_at) IS DISTINCT FROM (OLD.kind, OLD.wanted_at) THEN
    RAISE check_violation USING MESSAGE = 'a wish stays what it was', CONSTRAINT = 'progress_wishes_fixed';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN RETURN NEW; END IF;
  IF NOT progress_wish_step(CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state) THEN
    RAISE check_violation USING MESSAGE = format('a wish does not become %s', NEW.state), CONSTRAINT = 'progress_wishes_moves';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER progress_wishes_guard BEFORE INSERT OR UPDATE ON progress_wishes FOR EACH ROW EXECUTE FUNCTION guard_progress_wish();

/* Every step is kept. The request for support in work begins with the first thing arranged, and is done with the last. */
CREATE FUNCTION log_progress_wish() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS NOT DISTINCT FROM NEW.state THEN RETURN NULL; END IF;
  INSERT INTO progress_wish_changes (wish_id, from_state, to_state, by_id, by_role, at)
  VALUES (NEW.id, v_from, NEW.state, NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  IF NEW.state = 'arranged' AND v_from = 'wanted' THEN
    PERFORM begin_request(NEW.candidate_id, 'inwork', 'progress.arranged', NEW.id,
      CASE WHEN NEW.changed_by_role IN ('coordinator', 'lead') THEN NEW.changed_by_id END, NEW.changed_at);
  ELSIF NEW.state = 'done' AND NOT EXISTS (SELECT FROM first_years y WHERE y.candidate_id = NEW.candidate_id AND y.ended_at IS NULL)
    AND NOT EXISTS (SELECT FROM progress_wishes w WHERE w.candidate_id = NEW.candidate_id AND w.state IN ('wanted', 'arranged')) THEN
    PERFORM complete_request(NEW.candidate_id, 'inwork', 'progress.done', NEW.id, NEW.changed_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER progress_wishes_log AFTER INSERT OR UPDATE ON progress_wishes FOR EACH ROW EXECUTE FUNCTION log_progress_wish();

/* Makes an offer, in the place of one that nobody answered. A day that has been makes none. */
CREATE FUNCTION make_support_offer(p_candidate uuid, p_record uuid, p_deferral uuid, p_reason uuid, p_from date, p_until date, p_tell boolean, p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_id uuid := gen_random_uuid(); v_from date := greatest(p_from, (p_now AT TIME ZONE 'Europe/London')::date);
BEGIN
  PERFORM FROM candidates WHERE id = p_candidate AND closed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND OR p_until <= v_from THEN RETURN; END IF;
  UPDATE support_offers SET state = 'withdrawn', changed_at = greatest(p_now, changed_at), changed_by_id = NULL, changed_by_role = 'system'
    WHERE candidate_id = p_candidate AND state = 'made';
  INSERT INTO support_offers (id, candidate_id, record_id, deferral_id, reason_id, whats, from_on, until_on, made_at, changed_at, changed_by_role)
  VALUES (v_id, p_candidate, p_record, p_deferral, p_reason, ARRAY['coaching', 'mentoring', 'buddy', 'adjustments', 'barrier'], v_from, p_until, p_now, p_now, 'system')
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM record_event(NULL, 'system', 'supportOffer.made', p_candidate, v_id, '{}', p_now);
  IF p_tell THEN PERFORM email_candidate(p_candidate, 'inWork.offer', v_id, '{}', p_now); END IF;
END $$;

CREATE FUNCTION withdraw_support_offer(p_record uuid, p_deferral uuid, p_reason uuid, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE support_offers SET state = 'withdrawn', changed_at = greatest(p_now, changed_at), changed_by_id = NULL, changed_by_role = 'system'
    WHERE state = 'made' AND (record_id = p_record OR deferral_id = p_deferral OR reason_id = p_reason);
END $$;

/* A deferral that is recorded makes an offer, whoever records it. Of what a file brings no letter is sent: it is not for us to break news. */
CREATE FUNCTION offer_by_stage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM withdraw_support_offer(NEW.id, NULL, NULL, NEW.voided_at);
  ELSIF NEW.state = 'deferred' THEN
    PERFORM make_support_offer(NEW.candidate_id, NEW.id, NULL, NULL, NEW.happened_on, NEW.until, NEW.source <> 'import', NEW.recorded_at);
  ELSE -- it goes on: what was to bridge the time is over
    PERFORM withdraw_support_offer(r.id, NULL, NULL, NEW.recorded_at) FROM stage_records r
      WHERE r.candidate_id = NEW.candidate_id AND r.route = NEW.route AND r.state = 'deferred' AND r.happened_on <= NEW.happened_on;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER stage_records_offer AFTER INSERT ON stage_records FOR EACH ROW WHEN (NEW.voided_at IS NULL) EXECUTE FUNCTION offer_by_stage();
CREATE TRIGGER stage_records_offer_off AFTER UPDATE OF voided_at ON stage_records FOR EACH ROW WHEN (OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL)
  EXECUTE FUNCTION offer_by_stage();

CREATE FUNCTION offer_by_year() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN PERFORM make_support_offer(NEW.candidate_id, NULL, NEW.id, NULL, NEW.from_on, NEW.until_on, true, NEW.made_at);
  ELSE PERFORM withdraw_support_offer(NULL, NEW.id, NULL, NEW.removed_at); END IF;
  RETURN NULL;
END $$;
-- one that a stage brought has its offer from the stage
CREATE TRIGGER first_year_deferrals_offer AFTER INSERT ON first_year_deferrals FOR EACH ROW WHEN (NEW.record_id IS NULL AND NEW.removed_at IS NULL)
  EXECUTE FUNCTION offer_by_year();
CREATE TRIGGER first_year_deferrals_offer_off AFTER UPDATE OF removed_at ON first_year_deferrals FOR EACH ROW
  WHEN (OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL) EXECUTE FUNCTION offer_by_year();

/* Who leaves is offered something only where they said that we may ask. */
CREATE FUNCTION offer_by_reason() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_day date := (NEW.said_at AT TIME ZONE 'Europe/London')::date;
BEGIN
  IF TG_OP = 'INSERT' THEN PERFORM make_support_offer(NEW.candidate_id, NULL, NULL, NEW.id, v_day, v_day + 90, true, NEW.said_at);
  ELSE PERFORM withdraw_support_offer(NULL, NULL, NEW.id, NEW.ended_at); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER work_reasons_offer AFTER INSERT ON work_reasons FOR EACH ROW WHEN (NEW.kind = 'leaving' AND NEW.ask_again) EXECUTE FUNCTION offer_by_reason();
CREATE TRIGGER work_reasons_offer_off AFTER UPDATE OF ended_at ON work_reasons FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
  EXECUTE FUNCTION offer_by_reason();

/* Everybody who has started the job, as of a London day: the one answer for the person's page, the team's list, its counts and its file. */
CREATE FUNCTION people_in_work(p_today date) RETURNS TABLE (candidate_id uuid, name text, reference text, owner_id uuid, route text, year_id uuid, started_on date,
  week int, part text, deferred_until date, leaving boolean, alerts int, confirmed boolean) LANGUAGE sql STABLE AS $$
  WITH begun AS (
    SELECT c.id, c.name, c.reference, c.owner_id, s.route, y.id AS year_id, y.ended_at, y.end_reason, coalesce(y.started_on, s.happened_on) AS started_on
    FROM candidates c
      LEFT JOIN LATERAL (SELECT f.id, f.started_on, f.ended_at, f.end_reason FROM first_years f WHERE f.candidate_id = c.id ORDER BY f.ended_at DESC NULLS FIRST, f.id DESC LIMIT 1) y ON true
      LEFT JOIN LATERAL (SELECT r.happened_on, r.route FROM stage_records r WHERE r.candidate_id = c.id AND r.stage IN ('start', 'firstYear', 'confirmed') AND r.state IN ('inProgress', 'passed')
        AND (r.stage <> 'start' OR r.state = 'passed') AND r.voided_at IS NULL ORDER BY (r.stage = 'start') DESC, r.happened_on DESC LIMIT 1) s ON true
    WHERE c.closed_at IS NULL AND coalesce(y.started_on, s.happened_on) <= p_today
  ), counted AS (
    SELECT b.*, greatest(1, (p_today - b.started_on - coalesce((SELECT sum(least(d.until_on, p_today) - d.from_on) FROM first_year_deferrals d
        WHERE d.year_id = b.year_id AND d.removed_at IS NULL AND d.from_on < least(d.until_on, p_today)), 0)) / 7 + 1)::int AS week,
      EXISTS (SELECT FROM stage_records r WHERE r.candidate_id = b.id AND r.stage = 'confirmed' AND r.state = 'passed' AND r.voided_at IS NULL) AS confirmed
    FROM begun b
  )
  SELECT n.id, n.name, n.reference, n.owner_id, n.route, n.year_id, n.started_on, n.week,
    CASE WHEN n.end_reason = 'twelveMonths' OR n.confirmed OR n.week > 52 THEN 'after' WHEN n.week <= 13 THEN 'first' WHEN n.week <= 26 THEN 'second' ELSE 'third' END,
    greatest((SELECT max(d.until_on) FROM first_year_deferrals d WHERE d.year_id = n.year_id AND d.removed_at IS NULL AND d.from_on <= p_today AND d.until_on > p_today),
      (SELECT r.until FROM (SELECT x.state, x.until FROM stage_records x WHERE x.candidate_id = n.id AND x.voided_at IS NULL AND x.happened_on >= n.started_on
        ORDER BY x.happened_on DESC, x.recorded_at DESC LIMIT 1) r WHERE r.state = 'deferred' AND r.until > p_today)),
    EXISTS (SELECT FROM work_reasons w WHERE w.candidate_id = n.id AND w.kind = 'leaving' AND w.reader = 'team' AND w.ended_at IS NULL)
      OR EXISTS (SELECT FROM stage_records r WHERE r.candidate_id = n.id AND r.stage IN ('start', 'firstYear') AND r.state = 'withdrew' AND r.voided_at IS NULL AND r.happened_on >= n.started_on),
    (SELECT count(*)::int FROM first_year_alerts a WHERE a.candidate_id = n.id AND a.closed_at IS NULL), n.confirmed
  FROM counted n
$$;

/* Who is erased leaves nothing of it. */
CREATE FUNCTION erase_in_work() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM support_offers WHERE candidate_id = NEW.id;
  DELETE FROM work_reasons WHERE candidate_id = NEW.id;
  DELETE FROM progress_wishes WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_in_work AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_in_work();

GRANT EXECUTE ON FUNCTION support_offer_step, progress_wish_step, guard_work_reason, guard_support_offer, guard_support_offer_take, log_support_offer,
  guard_progress_wish, log_progress_wish, make_support_offer, withdraw_support_offer, offer_by_stage, offer_by_year, offer_by_reason, people_in_work, erase_in_work TO app;
