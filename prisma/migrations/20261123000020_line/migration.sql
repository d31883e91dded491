-- The line complete: access places beside the capacity, bands that hold only while a rationale does, places drawn by lot,
-- places given by the team with what that passes over, the call list's outcomes, and a log that alone rebuilds the list.
-- src/features/programmes/rules/line.ts is the model; tests/programmes/places-model.test.ts holds these functions to it.

ALTER TABLE workshops ADD COLUMN policy text NOT NULL DEFAULT 'firstCome',
  ADD COLUMN access_places int NOT NULL DEFAULT 0,
  ADD COLUMN banded boolean NOT NULL DEFAULT false;
ALTER TABLE workshops ADD CONSTRAINT workshops_policy CHECK (policy IN ('firstCome', 'lottery')),
  ADD CONSTRAINT workshops_access_places CHECK (access_places BETWEEN 0 AND 200),
  -- those drawn still have to answer an offer
  ADD CONSTRAINT workshops_lottery_closes CHECK (policy <> 'lottery' OR booking_closes_at <= starts_at - interval '72 hours');

ALTER TABLE places ADD COLUMN rank int,
  ADD COLUMN access boolean NOT NULL DEFAULT false,
  ADD COLUMN companion boolean NOT NULL DEFAULT false,
  ADD COLUMN pool text,
  ADD COLUMN over_capacity boolean NOT NULL DEFAULT false;
UPDATE places SET pool = 'general' WHERE state IN ('offered', 'booked', 'attended', 'attendedLate', 'leftEarly', 'absentNotified', 'absent') AND NOT walk_in;
ALTER TABLE places ADD CONSTRAINT places_pool CHECK (pool IN ('general', 'access')),
  ADD CONSTRAINT places_held_somewhere CHECK (state NOT IN ('offered', 'booked') OR pool IS NOT NULL),
  ADD CONSTRAINT places_companion CHECK (NOT companion OR access),
  ADD CONSTRAINT places_rank CHECK (rank > 0);
CREATE UNIQUE INDEX places_workshop_id_rank_key ON places (workshop_id, rank);

-- The seed is nobody's to read before the draw: the portal itself has no right to this table, and draws by a function.
CREATE TABLE lottery_seeds (
  workshop_id uuid PRIMARY KEY REFERENCES workshops (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  seed text NOT NULL
);
CREATE TABLE lotteries (
  workshop_id uuid PRIMARY KEY REFERENCES workshops (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  seed_hash text NOT NULL,
  made_at timestamptz(3) NOT NULL,
  drawn_at timestamptz(3),
  seed text,
  tickets int[] NOT NULL DEFAULT '{}',
  CONSTRAINT lotteries_hash CHECK (seed_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT lotteries_drawn CHECK ((drawn_at IS NULL) = (seed IS NULL)),
  CONSTRAINT lotteries_seed CHECK (encode(sha256(seed::bytea), 'hex') = seed_hash)
);
GRANT SELECT ON lotteries TO app;

-- Why the team gave somebody a place beyond the capacity. No place goes beyond it without such a row.
CREATE TABLE place_overrides (
  place_id uuid PRIMARY KEY REFERENCES places (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  reason text NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT place_overrides_reason CHECK (length(btrim(reason)) BETWEEN 1 AND 300),
  CONSTRAINT place_overrides_role CHECK (by_role IN ('coordinator', 'lead', 'erased'))
);
GRANT SELECT, INSERT ON place_overrides TO app;

-- Who of the line was rung when it was too late for offers, and what came of it.
CREATE TABLE place_calls (
  id bigserial PRIMARY KEY,
  place_id uuid NOT NULL REFERENCES places (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  outcome text NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT place_calls_outcome CHECK (outcome IN ('noAnswer', 'message', 'no', 'yes'))
);
CREATE INDEX place_calls_place_id_id_idx ON place_calls (place_id, id);
GRANT SELECT, INSERT ON place_calls TO app;
GRANT USAGE ON SEQUENCE place_calls_id_seq TO app;

-- Everything that makes a line what it is, in the order in which it happened: `data` is what changed and nothing else.
CREATE TABLE line_entries (
  id bigserial PRIMARY KEY,
  workshop_id uuid NOT NULL REFERENCES workshops (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  place_id uuid REFERENCES places (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  kind text NOT NULL,
  data jsonb NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT line_entries_kind CHECK (kind IN ('workshop', 'place', 'drawn', 'passedOver', 'called')),
  CONSTRAINT line_entries_place CHECK ((place_id IS NULL) = (kind IN ('workshop', 'drawn')))
);
CREATE INDEX line_entries_workshop_id_id_idx ON line_entries (workshop_id, id);
CREATE INDEX line_entries_place_id_idx ON line_entries (place_id);
GRANT SELECT ON line_entries TO app;

/* Says for the rest of the transaction who does what follows, and when: the log is written by triggers, which are not told. */
CREATE FUNCTION line_doer(p_actor uuid, p_role text, p_now timestamptz) RETURNS void LANGUAGE sql AS $$
  SELECT set_config('portal.doer', coalesce(p_actor::text, ''), true), set_config('portal.role', coalesce(p_role, 'system'), true), set_config('portal.now', p_now::text, true)
$$;

CREATE FUNCTION log_line(p_workshop uuid, p_place uuid, p_kind text, p_data jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO line_entries (workshop_id, place_id, kind, data, by_id, by_role, at) VALUES (p_workshop, p_place, p_kind, p_data,
    nullif(current_setting('portal.doer', true), '')::uuid, coalesce(nullif(current_setting('portal.role', true), ''), 'system'),
    coalesce(nullif(current_setting('portal.now', true), '')::timestamptz, clock_timestamp()))
$$;
REVOKE EXECUTE ON FUNCTION log_line FROM PUBLIC;

/* What of a workshop bears on its line, and what of a place. */
CREATE FUNCTION line_facts(w workshops) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('state', w.state, 'capacity', w.capacity, 'accessPlaces', w.access_places, 'policy', w.policy, 'openness', w.openness, 'banded', w.banded,
    'online', w.online, 'membersOnly', w.members_only, 'startsAt', to_jsonb(w.starts_at), 'bookingClosesAt', to_jsonb(w.booking_closes_at), 'offersEndAt', to_jsonb(w.offers_end_at))
$$;
CREATE FUNCTION line_facts(p places) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('state', p.state, 'arrival', p.arrival, 'band', p.band, 'rank', p.rank, 'access', p.access, 'companion', p.companion,
    'pool', p.pool, 'overCapacity', p.over_capacity, 'expiresAt', CASE WHEN p.state = 'offered' THEN to_jsonb(p.expires_at) END)
$$;

/* What is new or other in the second of two. */
CREATE FUNCTION line_difference(p_old jsonb, p_new jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(p_new) WHERE p_old -> key IS DISTINCT FROM value
$$;

CREATE FUNCTION log_workshop_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_data jsonb := CASE WHEN TG_OP = 'INSERT' OR OLD.state = 'draft' THEN line_facts(NEW) ELSE line_difference(line_facts(OLD), line_facts(NEW)) END;
BEGIN
  IF NEW.state <> 'draft' AND v_data <> '{}' THEN PERFORM log_line(NEW.id, NULL, 'workshop', v_data); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER workshops_line AFTER INSERT OR UPDATE ON workshops FOR EACH ROW EXECUTE FUNCTION log_workshop_line();

CREATE FUNCTION log_place_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_data jsonb := CASE WHEN TG_OP = 'INSERT' THEN line_facts(NEW) ELSE line_difference(line_facts(OLD), line_facts(NEW)) END;
BEGIN
  IF v_data <> '{}' THEN PERFORM log_line(NEW.workshop_id, NEW.id, 'place', v_data); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER places_line AFTER INSERT OR UPDATE ON places FOR EACH ROW EXECUTE FUNCTION log_place_line();

-- Lines from before: how they came about is told by the changes that were kept.
INSERT INTO line_entries (workshop_id, kind, data, by_role, at)
  SELECT w.id, 'workshop', line_facts(w), 'system', coalesce(w.published_at, w.created_at) FROM workshops w WHERE w.state <> 'draft' ORDER BY w.id;
INSERT INTO line_entries (workshop_id, place_id, kind, data, by_id, by_role, at)
  SELECT p.workshop_id, p.id, 'place',
    CASE WHEN first THEN line_facts(p) || jsonb_build_object('pool', NULL) ELSE '{}' END || jsonb_build_object('state', c.to_state, 'expiresAt', to_jsonb(c.expires_at))
      || CASE WHEN c.to_state IN ('waiting', 'offered', 'booked') THEN jsonb_build_object('pool', CASE WHEN c.to_state <> 'waiting' THEN 'general' END) ELSE '{}' END
      || CASE WHEN last THEN jsonb_build_object('state', p.state, 'pool', p.pool, 'expiresAt', CASE WHEN p.state = 'offered' THEN to_jsonb(p.expires_at) END) ELSE '{}' END,
    c.by_id, c.by_role, c.at
  FROM (SELECT *, row_number() OVER (PARTITION BY place_id ORDER BY id) = 1 AS first, row_number() OVER (PARTITION BY place_id ORDER BY id DESC) = 1 AS last FROM place_changes) c
  JOIN places p ON p.id = c.place_id ORDER BY c.id;
INSERT INTO line_entries (workshop_id, place_id, kind, data, by_role, at)
  SELECT p.workshop_id, p.id, 'place', line_facts(p), 'system', p.asked_at FROM places p
  WHERE NOT EXISTS (SELECT FROM place_changes c WHERE c.place_id = p.id) ORDER BY p.workshop_id, p.arrival;

/* How places are given is settled when people are told of the workshop; and a lottery has its seed from that moment. */
CREATE FUNCTION settle_policy() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_seed text;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state <> 'draft' AND NEW.policy <> OLD.policy THEN
    RAISE check_violation USING MESSAGE = 'how places are given is settled at publishing', CONSTRAINT = 'workshops_policy_settled';
  END IF;
  IF NEW.policy = 'lottery' AND NEW.state <> 'draft' AND NOT EXISTS (SELECT FROM lotteries WHERE workshop_id = NEW.id) THEN
    v_seed := encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex');
    INSERT INTO lottery_seeds (workshop_id, seed) VALUES (NEW.id, v_seed);
    INSERT INTO lotteries (workshop_id, seed_hash, made_at) VALUES (NEW.id, encode(sha256(v_seed::bytea), 'hex'), coalesce(NEW.published_at, clock_timestamp()));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER workshops_policy AFTER INSERT OR UPDATE OF policy, state ON workshops FOR EACH ROW EXECUTE FUNCTION settle_policy();

/* No step adds a holder at capacity, of the general places or of the access places, but for a place given over the capacity
   with its reason on record; and no state follows one that it may not. A place changes its person only along a join of
   records or its undoing, and comes back from its end only where such an undoing puts it back. */
CREATE OR REPLACE FUNCTION guard_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_most int; v_holders int;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.workshop_id <> OLD.workshop_id OR NEW.arrival <> OLD.arrival OR (NEW.candidate_id <> OLD.candidate_id AND NOT EXISTS (SELECT FROM merges m
        WHERE m.undone_at IS NULL AND ((m.survivor_id, m.merged_id) = (NEW.candidate_id, OLD.candidate_id) OR (m.merged_id, m.survivor_id) = (NEW.candidate_id, OLD.candidate_id)))) THEN
      RAISE check_violation USING MESSAGE = 'a place keeps its workshop, person and number', CONSTRAINT = 'places_fixed';
    END IF;
    IF OLD.rank IS NOT NULL AND NEW.rank IS DISTINCT FROM OLD.rank THEN
      RAISE check_violation USING MESSAGE = 'what was drawn stays as it was drawn', CONSTRAINT = 'places_rank_fixed';
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (SELECT FROM place_moves WHERE from_state = OLD.state AND to_state = NEW.state)
      AND NOT (OLD.state = 'withdrawn' AND EXISTS (SELECT FROM merge_moves mm JOIN merges m ON m.id = mm.merge_id WHERE m.undone_at IS NULL AND mm.table_name = 'places'
        AND mm.kind = 'changed' AND mm.row_key = jsonb_build_object('id', NEW.id) AND NEW.state IN (mm.before ->> 'state', 'waiting'))) THEN
      RAISE check_violation USING MESSAGE = format('a place cannot go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'places_moves';
    END IF;
  END IF;
  IF NEW.state = 'waiting' THEN NEW.pool := NULL; NEW.over_capacity := false; END IF;
  IF NEW.state IN ('offered', 'booked') THEN NEW.pool := coalesce(NEW.pool, 'general'); END IF;
  IF NEW.over_capacity AND NOT EXISTS (SELECT FROM place_overrides WHERE place_id = NEW.id) THEN
    RAISE check_violation USING MESSAGE = 'a place over the capacity needs its reason on record', CONSTRAINT = 'places_over_capacity';
  END IF;
  IF NEW.state IN ('offered', 'booked') AND NOT NEW.over_capacity
    AND (TG_OP = 'INSERT' OR OLD.state IN ('waiting', 'withdrawn') OR NEW.pool IS DISTINCT FROM OLD.pool OR OLD.over_capacity) THEN
    SELECT CASE NEW.pool WHEN 'access' THEN access_places ELSE capacity END INTO v_most FROM workshops WHERE id = NEW.workshop_id FOR UPDATE;
    SELECT count(*) INTO v_holders FROM places WHERE workshop_id = NEW.workshop_id AND state IN ('offered', 'booked') AND pool = NEW.pool AND id <> NEW.id;
    IF v_holders >= v_most THEN
      RAISE check_violation USING MESSAGE = 'this workshop is full', CONSTRAINT = 'places_capacity';
    END IF;
  END IF;
  RETURN NEW;
END $$;

/* Moves one place on, with its row of history, its event and its e-mail. `p_pool` is where a place is held that was not before. */
DROP FUNCTION set_place_state(places, text, timestamptz, text, uuid, text, timestamptz);
CREATE FUNCTION set_place_state(p_place places, p_to text, p_expires timestamptz, p_reason text, p_actor uuid, p_role text, p_now timestamptz,
  p_pool text DEFAULT NULL, p_over boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM line_doer(p_actor, p_role, p_now);
  UPDATE places SET state = p_to,
    pool = coalesce(p_pool, pool),
    over_capacity = over_capacity OR p_over,
    offered_at = CASE WHEN p_to = 'offered' THEN p_now ELSE offered_at END,
    expires_at = CASE WHEN p_to = 'offered' THEN p_expires ELSE expires_at END,
    booked_at = CASE WHEN p_to = 'booked' THEN coalesce(booked_at, p_now) ELSE booked_at END,
    ended_at = CASE WHEN p_to IN ('declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled') THEN p_now ELSE ended_at END,
    reason = coalesce(p_reason, reason)
  WHERE id = p_place.id;
  INSERT INTO place_changes (place_id, from_state, to_state, expires_at, reason, by_id, by_role, at)
  VALUES (p_place.id, p_place.state, p_to, p_expires, p_reason, p_actor, p_role, p_now);
  PERFORM record_event(p_actor, p_role, 'place.' || p_to, p_place.candidate_id, p_place.id, jsonb_build_object('workshopId', p_place.workshop_id), p_now);
  IF p_to IN ('offered', 'expired', 'cancelled', 'lateCancelled', 'workshopCancelled')
    OR (p_to = 'booked' AND p_place.state IN ('waiting', 'offered')) -- not where a mark of attendance is taken back
    OR (p_to = 'withdrawn' AND p_role NOT IN ('candidate', 'system')) THEN
    PERFORM email_candidate(p_place.candidate_id, 'place.' || p_to, p_place.id, '{}', p_now);
  END IF;
END $$;

/* Those who wait, in the order in which they move up: by band while a rationale holds it, as drawn, then by number. */
CREATE FUNCTION waiting_line(p_workshop uuid) RETURNS TABLE (place_id uuid, candidate_id uuid, arrival int, access boolean, nth int) LANGUAGE sql STABLE AS $$
  SELECT p.id, p.candidate_id, p.arrival, p.access,
    (row_number() OVER (ORDER BY CASE WHEN w.banded THEN p.band ELSE 0 END, coalesce(p.rank, 2147483647), p.arrival))::int
  FROM places p JOIN workshops w ON w.id = p.workshop_id WHERE p.workshop_id = p_workshop AND p.state = 'waiting'
$$;

/* Draws a lottery, once, at the closing of asking or later: those who wait are ordered by SHA-256(seed || ':' || ticket), the
   seed is shown from then on, and everybody's rank is kept. Answers whether it drew. */
CREATE FUNCTION draw_lottery(p_workshop uuid, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  w workshops;
  v_seed text;
  v_tickets int[];
BEGIN
  SELECT * INTO w FROM workshops WHERE id = p_workshop FOR UPDATE;
  IF w.policy <> 'lottery' OR w.state <> 'published' OR p_now < w.booking_closes_at
    OR NOT EXISTS (SELECT FROM lotteries WHERE workshop_id = w.id AND drawn_at IS NULL) THEN RETURN false; END IF;
  SELECT seed INTO v_seed FROM lottery_seeds WHERE workshop_id = w.id;
  SELECT coalesce(array_agg(arrival ORDER BY encode(sha256((v_seed || ':' || arrival)::bytea), 'hex') COLLATE "C"), '{}') INTO v_tickets
  FROM places WHERE workshop_id = w.id AND state = 'waiting';
  PERFORM line_doer(NULL, 'system', p_now);
  UPDATE lotteries SET drawn_at = p_now, seed = v_seed, tickets = v_tickets WHERE workshop_id = w.id;
  PERFORM log_line(w.id, NULL, 'drawn', jsonb_build_object('seed', v_seed, 'tickets', to_jsonb(v_tickets)));
  UPDATE places p SET rank = array_position(v_tickets, p.arrival) WHERE p.workshop_id = w.id AND p.state = 'waiting';
  PERFORM record_event(NULL, 'system', 'workshop.drawn', NULL, w.id, jsonb_build_object('tickets', cardinality(v_tickets)), p_now);
  RETURN true;
END $$;

/* Ends the offers that have run out, draws a lottery that is due, then gives what is free: an access place to the next in line
   who said that they need one, any other to the next in line; booked to the one who is asking just now, offered to anybody
   else. Answers with how many moved up. */
CREATE OR REPLACE FUNCTION fill_places(p_workshop uuid, p_now timestamptz, p_asker uuid DEFAULT NULL, p_actor uuid DEFAULT NULL, p_role text DEFAULT 'system')
RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  w workshops;
  v_next places;
  v_id uuid;
  v_general int;
  v_access int;
  v_pool text;
  v_expiry timestamptz;
  v_drawn boolean;
  v_moved int := 0;
BEGIN
  SELECT * INTO w FROM workshops WHERE id = p_workshop FOR UPDATE;
  IF NOT FOUND THEN RETURN 0; END IF;
  -- A workshop moved to an earlier time ends its offers earlier too.
  FOR v_next IN SELECT * FROM places WHERE workshop_id = w.id AND state = 'offered' AND least(expires_at, w.offers_end_at) <= p_now ORDER BY arrival LOOP
    PERFORM set_place_state(v_next, 'expired', NULL, NULL, NULL, 'system', p_now);
  END LOOP;
  IF w.state <> 'published' THEN RETURN 0; END IF;
  IF w.banded <> (w.openness = 'prioritised' AND rationale_covers(w.id, p_now)) THEN
    PERFORM line_doer(NULL, 'system', p_now);
    UPDATE workshops SET banded = NOT banded WHERE id = w.id;
  END IF;
  v_drawn := draw_lottery(w.id, p_now);
  IF EXISTS (SELECT FROM lotteries WHERE workshop_id = w.id AND drawn_at IS NULL) THEN RETURN 0; END IF;
  SELECT w.capacity - count(*) FILTER (WHERE pool = 'general'), w.access_places - count(*) FILTER (WHERE pool = 'access') INTO v_general, v_access
  FROM places WHERE workshop_id = w.id AND state IN ('offered', 'booked');
  v_expiry := offer_expiry(p_now, w.offers_end_at);
  WHILE v_general > 0 OR v_access > 0 LOOP
    v_id := NULL;
    IF v_access > 0 THEN
      v_pool := 'access';
      SELECT l.place_id INTO v_id FROM waiting_line(w.id) l WHERE l.access ORDER BY l.nth LIMIT 1;
      IF v_expiry IS NULL AND NOT EXISTS (SELECT FROM places WHERE id = v_id AND candidate_id = p_asker) THEN v_id := NULL; END IF;
    END IF;
    IF v_id IS NULL AND v_general > 0 THEN
      v_pool := 'general';
      SELECT l.place_id INTO v_id FROM waiting_line(w.id) l ORDER BY l.nth LIMIT 1;
      IF v_expiry IS NULL AND NOT EXISTS (SELECT FROM places WHERE id = v_id AND candidate_id = p_asker) THEN v_id := NULL; END IF;
    END IF;
    EXIT WHEN v_id IS NULL;
    SELECT * INTO v_next FROM places WHERE id = v_id;
    IF v_next.candidate_id = p_asker THEN
      PERFORM set_place_state(v_next, 'booked', NULL, NULL, p_actor, p_role, p_now, v_pool);
    ELSE
      PERFORM set_place_state(v_next, 'offered', v_expiry, NULL, NULL, 'system', p_now, v_pool);
    END IF;
    IF v_pool = 'access' THEN v_access := v_access - 1; ELSE v_general := v_general - 1; END IF;
    v_moved := v_moved + 1;
  END LOOP;
  IF v_drawn THEN
    PERFORM email_candidate(p.candidate_id, 'place.drawn', p.id, '{}', p_now) FROM places p
    WHERE p.workshop_id = w.id AND p.state = 'waiting' AND p.rank IS NOT NULL;
  END IF;
  RETURN v_moved;
END $$;

/* Takes the next number and waits; with its row of history and its event. */
CREATE FUNCTION join_line(w workshops, p_candidate uuid, p_stated boolean, p_access boolean, p_companion boolean, p_actor uuid, p_role text, p_now timestamptz)
RETURNS places LANGUAGE plpgsql AS $$
DECLARE
  v_arrival int;
  v_place places;
BEGIN
  PERFORM line_doer(p_actor, p_role, p_now);
  UPDATE workshops SET next_arrival = next_arrival + 1 WHERE id = w.id RETURNING next_arrival - 1 INTO v_arrival;
  INSERT INTO places (id, workshop_id, candidate_id, arrival, band, stated, access, companion, state, asked_at)
  VALUES (gen_random_uuid(), w.id, p_candidate, v_arrival,
    CASE WHEN w.openness = 'prioritised' AND NOT p_stated AND rationale_covers(w.id, p_now) THEN 1 ELSE 0 END,
    p_stated, p_access, p_access AND p_companion, 'waiting', p_now) RETURNING * INTO v_place;
  INSERT INTO place_changes (place_id, from_state, to_state, by_id, by_role, at) VALUES (v_place.id, NULL, 'waiting', p_actor, p_role, p_now);
  PERFORM record_event(p_actor, p_role, 'place.asked', p_candidate, v_place.id, jsonb_build_object('workshopId', w.id), p_now);
  RETURN v_place;
END $$;

/* Asks for a place: takes the next number, waits, and moves up at once where a place is free. `outcome` is 'ok' or why not. */
DROP FUNCTION ask_for_place(uuid, uuid, uuid, text, timestamptz);
CREATE FUNCTION ask_for_place(p_workshop uuid, p_candidate uuid, p_actor uuid, p_role text, p_now timestamptz,
  p_stated boolean DEFAULT false, p_access boolean DEFAULT false, p_companion boolean DEFAULT false,
  OUT outcome text, OUT place_id uuid, OUT state text, OUT arrival int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  w workshops;
  v_place places;
BEGIN
  SELECT * INTO w FROM workshops WHERE id = p_workshop FOR UPDATE;
  outcome := CASE
    WHEN w.id IS NULL OR NOT EXISTS (SELECT FROM candidates c WHERE c.id = p_candidate AND c.closed_at IS NULL) THEN 'notFound'
    WHEN w.state <> 'published' THEN 'notOpen'
    WHEN p_now >= w.booking_closes_at THEN 'bookingClosed'
    WHEN w.members_only AND NOT EXISTS (SELECT FROM memberships m WHERE m.cohort_id = w.cohort_id AND m.candidate_id = p_candidate
      AND m.state = 'joined' AND m.ended_at IS NULL) THEN 'membersOnly'
    WHEN EXISTS (SELECT FROM places p WHERE p.workshop_id = w.id AND p.candidate_id = p_candidate
      AND p.state NOT IN ('declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled')
      AND NOT (p.state = 'offered' AND least(p.expires_at, w.offers_end_at) <= p_now)) THEN 'alreadyAsked'
    WHEN w.openness = 'restricted' AND NOT p_stated AND rationale_covers(w.id, p_now) THEN 'statementNeeded'
    ELSE 'ok' END;
  IF outcome <> 'ok' THEN RETURN; END IF;
  PERFORM fill_places(w.id, p_now); -- an own offer that has run out is ended first, and those ahead are served first
  v_place := join_line(w, p_candidate, p_stated, p_access, p_companion, p_actor, p_role, p_now);
  PERFORM fill_places(w.id, p_now, p_candidate, p_actor, p_role);
  SELECT p.id, p.state, p.arrival INTO place_id, state, arrival FROM places p WHERE p.id = v_place.id;
  IF state = 'waiting' THEN PERFORM email_candidate(p_candidate, 'place.waiting', v_place.id, '{}', p_now); END IF;
END $$;

/* Writes down whom somebody's place passes over: everybody ahead in the line, for an access place those who asked for one.
   Whoever was rung and could not take it was asked first; for the others stands the team's reason. */
CREATE FUNCTION pass_over(p_place places, p_pool text, p_actor uuid, p_role text, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_ahead record;
  v_called text;
  v_count int := 0;
BEGIN
  PERFORM line_doer(p_actor, p_role, p_now);
  FOR v_ahead IN SELECT l.place_id FROM waiting_line(p_place.workshop_id) l
    WHERE l.nth < coalesce((SELECT me.nth FROM waiting_line(p_place.workshop_id) me WHERE me.place_id = p_place.id), 2147483647) AND (p_pool = 'general' OR l.access) ORDER BY l.nth LOOP
    SELECT c.outcome INTO v_called FROM place_calls c WHERE c.place_id = v_ahead.place_id ORDER BY c.id DESC LIMIT 1;
    PERFORM log_line(p_place.workshop_id, v_ahead.place_id, 'passedOver',
      jsonb_build_object('for', p_place.arrival, 'why', CASE WHEN v_called IS NULL THEN 'override' ELSE 'called' END, 'outcome', v_called));
    v_count := v_count + CASE WHEN v_called IS NULL THEN 1 ELSE 0 END;
  END LOOP;
  RETURN v_count;
END $$;

/* Where the next holder would have a seat: 'access', 'general', or null where none is free. */
CREATE FUNCTION free_pool(w workshops, p_access boolean) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_access AND count(*) FILTER (WHERE pool = 'access') < w.access_places THEN 'access'
    WHEN count(*) FILTER (WHERE pool = 'general') < w.capacity THEN 'general' END
  FROM places WHERE workshop_id = w.id AND state IN ('offered', 'booked')
$$;

/* The team books a place for somebody, who waits or not, with a reason; over the capacity only where `p_over` says so, which is
   kept and counted. Whom it passes over is written down. `outcome` is 'ok' or why not. What the person said of themselves to
   the team is given as they would give it themselves. */
CREATE FUNCTION book_for(p_workshop uuid, p_candidate uuid, p_reason text, p_over boolean, p_actor uuid, p_role text, p_now timestamptz,
  p_stated boolean DEFAULT false, p_access boolean DEFAULT false, p_companion boolean DEFAULT false,
  OUT outcome text, OUT place_id uuid, OUT state text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  w workshops;
  v_place places;
  v_pool text;
  v_over boolean;
  v_passed int;
BEGIN
  SELECT * INTO w FROM workshops WHERE id = p_workshop FOR UPDATE;
  IF w.id IS NOT NULL THEN PERFORM fill_places(w.id, p_now); END IF;
  SELECT * INTO v_place FROM places p WHERE p.workshop_id = w.id AND p.candidate_id = p_candidate
    AND p.state NOT IN ('declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled');
  v_pool := free_pool(w, coalesce(v_place.access, p_access));
  v_over := v_pool IS NULL AND v_place.state IS DISTINCT FROM 'offered';
  outcome := CASE
    WHEN w.id IS NULL OR NOT EXISTS (SELECT FROM candidates c WHERE c.id = p_candidate AND c.closed_at IS NULL) THEN 'notFound'
    WHEN w.state <> 'published' THEN 'notOpen'
    WHEN p_now >= w.starts_at THEN 'alreadyBegan'
    WHEN v_place.state NOT IN ('waiting', 'offered') THEN 'alreadyAsked'
    WHEN w.members_only AND NOT EXISTS (SELECT FROM memberships m WHERE m.cohort_id = w.cohort_id AND m.candidate_id = p_candidate
      AND m.state = 'joined' AND m.ended_at IS NULL) THEN 'membersOnly'
    WHEN w.openness = 'restricted' AND NOT coalesce(v_place.stated, p_stated) AND rationale_covers(w.id, p_now) THEN 'statementNeeded'
    WHEN btrim(coalesce(p_reason, '')) = '' THEN 'reasonNeeded'
    WHEN v_over AND NOT p_over THEN 'full'
    ELSE 'ok' END;
  IF outcome <> 'ok' THEN RETURN; END IF;
  IF v_place.id IS NULL THEN
    v_place := join_line(w, p_candidate, p_stated, p_access, p_companion, p_actor, p_role, p_now);
  END IF;
  IF v_place.state = 'waiting' THEN v_passed := pass_over(v_place, coalesce(v_pool, 'general'), p_actor, p_role, p_now); END IF;
  IF v_over THEN
    INSERT INTO place_overrides (place_id, reason, by_id, by_role, at) VALUES (v_place.id, p_reason, p_actor, p_role, p_now)
    ON CONFLICT DO NOTHING;
  END IF;
  PERFORM set_place_state(v_place, 'booked', NULL, p_reason, p_actor, p_role, p_now,
    CASE WHEN v_place.state = 'waiting' THEN coalesce(v_pool, 'general') END, v_over);
  PERFORM record_event(p_actor, p_role, CASE WHEN v_over OR v_passed > 0 THEN 'place.overridden' ELSE 'place.bookedFor' END, NULL, w.id,
    jsonb_build_object('overCapacity', v_over, 'passedOver', coalesce(v_passed, 0)), p_now);
  place_id := v_place.id;
  state := 'booked';
END $$;

/* Gives a place to somebody on the call list who said yes. `outcome` is 'ok' or why not; `passed` is how many that passes over who
   were not rung, which needs a reason. */
CREATE FUNCTION give_place(p_place uuid, p_reason text, p_actor uuid, p_role text, p_now timestamptz, OUT outcome text, OUT passed int) LANGUAGE plpgsql AS $$
DECLARE
  w workshops;
  v_place places;
  v_pool text;
BEGIN
  SELECT ws.* INTO w FROM workshops ws JOIN places p ON p.workshop_id = ws.id WHERE p.id = p_place FOR UPDATE OF ws;
  IF w.id IS NULL THEN outcome := 'notFound'; RETURN; END IF;
  PERFORM fill_places(w.id, p_now);
  SELECT * INTO v_place FROM places WHERE id = p_place;
  v_pool := free_pool(w, v_place.access);
  SELECT count(*) INTO passed FROM waiting_line(w.id) l WHERE l.nth < (SELECT me.nth FROM waiting_line(w.id) me WHERE me.place_id = p_place)
    AND (v_pool = 'general' OR l.access) AND NOT EXISTS (SELECT FROM place_calls c WHERE c.place_id = l.place_id);
  outcome := CASE
    WHEN w.state <> 'published' THEN 'notPublished'
    WHEN w.starts_at <= p_now THEN 'hasBegun'
    WHEN v_place.state <> 'waiting' THEN 'notWaiting'
    WHEN p_now < w.offers_end_at AND offer_expiry(p_now, w.offers_end_at) IS NOT NULL THEN 'offersStillGo'
    WHEN v_pool IS NULL THEN 'noFreePlace'
    WHEN passed > 0 AND btrim(coalesce(p_reason, '')) = '' THEN 'reasonNeeded'
    ELSE 'ok' END;
  IF outcome <> 'ok' THEN RETURN; END IF;
  PERFORM pass_over(v_place, v_pool, p_actor, p_role, p_now);
  PERFORM call_place(p_place, 'yes', p_actor, p_role, p_now);
  PERFORM set_place_state(v_place, 'booked', NULL, CASE WHEN passed > 0 THEN p_reason END, p_actor, p_role, p_now, v_pool);
  PERFORM record_event(p_actor, p_role, CASE WHEN passed > 0 THEN 'place.overridden' ELSE 'place.givenByCall' END, NULL, w.id,
    jsonb_build_object('overCapacity', false, 'passedOver', passed), p_now);
END $$;

/* Writes down that somebody of the line was rung, and what came of it. */
CREATE FUNCTION call_place(p_place uuid, p_outcome text, p_actor uuid, p_role text, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM line_doer(p_actor, p_role, p_now);
  INSERT INTO place_calls (place_id, outcome, by_id, by_role, at) VALUES (p_place, p_outcome, p_actor, p_role, p_now);
  PERFORM log_line(p.workshop_id, p.id, 'called', jsonb_build_object('outcome', p_outcome)) FROM places p WHERE p.id = p_place;
END $$;

/* Puts one place back that joining ended: as it was where there is still room of its kind, else at the front of the list. */
CREATE OR REPLACE FUNCTION unmerge_place(p_place uuid, p_before jsonb, p_actor uuid, p_role text, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_place places;
  w workshops;
  v_to text := p_before ->> 'state';
BEGIN
  SELECT * INTO v_place FROM places WHERE id = p_place AND state = 'withdrawn';
  IF NOT FOUND THEN RETURN; END IF;
  SELECT * INTO w FROM workshops WHERE id = v_place.workshop_id FOR UPDATE;
  IF v_to = 'offered' AND least(v_place.expires_at, w.offers_end_at) <= p_now OR v_to IN ('offered', 'booked')
    AND (SELECT count(*) FROM places WHERE workshop_id = w.id AND state IN ('offered', 'booked') AND pool = coalesce(v_place.pool, 'general'))
      >= (CASE v_place.pool WHEN 'access' THEN w.access_places ELSE w.capacity END) THEN v_to := 'waiting'; END IF;
  PERFORM line_doer(p_actor, p_role, p_now);
  UPDATE places SET state = v_to, ended_at = (p_before ->> 'ended_at')::timestamptz, reason = p_before ->> 'reason' WHERE id = p_place;
  INSERT INTO place_changes (place_id, from_state, to_state, reason, by_id, by_role, at)
  VALUES (p_place, 'withdrawn', v_to, 'The records were two people', p_actor, p_role, p_now);
  PERFORM record_event(p_actor, 'system', 'place.' || v_to, v_place.candidate_id, p_place, jsonb_build_object('workshopId', w.id), p_now);
END $$;

/* What somebody said of an access place goes with them; that a seat of one kind or the other was held stays, for the counts. */
CREATE FUNCTION erase_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE places SET access = false, companion = false WHERE candidate_id = NEW.id AND access;
  UPDATE line_entries SET data = data - 'access' - 'companion', by_id = CASE WHEN by_role = 'candidate' THEN NULL ELSE by_id END
    WHERE place_id IN (SELECT id FROM places WHERE candidate_id = NEW.id);
  UPDATE place_overrides SET reason = 'erased' WHERE place_id IN (SELECT id FROM places WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_line AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_line();

GRANT EXECUTE ON FUNCTION line_doer, log_line, line_facts(workshops), line_facts(places), line_difference, log_workshop_line, log_place_line, settle_policy, guard_place,
  set_place_state, waiting_line, draw_lottery, fill_places, join_line, ask_for_place, pass_over, free_pool, book_for, give_place, call_place, unmerge_place, erase_line TO app;
