-- Places: one way in (ask_for_place), one way up (fill_places), one way out (change_place). Each takes the workshop's row
-- lock first, so histories are serial whatever the number of processes. src/features/programmes/rules/places.ts is the
-- model; tests/programmes/places-model.test.ts holds these functions to it over random histories. `p_now` is always given.

/* Seconds between two instants that lie between 08:00 and 21:00 in London. Exact: an offer's end is compared to the millisecond. */
CREATE FUNCTION waking_seconds(p_from timestamptz, p_to timestamptz) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(greatest(0, extract(epoch FROM
    least(p_to, (d + time '21:00') AT TIME ZONE 'Europe/London') - greatest(p_from, (d + time '08:00') AT TIME ZONE 'Europe/London')))), 0)
  FROM generate_series((p_from AT TIME ZONE 'Europe/London')::date::timestamp, (p_to AT TIME ZONE 'Europe/London')::date::timestamp, interval '1 day') AS d
$$;

/* The instant at which so many waking seconds have passed. */
CREATE FUNCTION add_waking_seconds(p_from timestamptz, p_seconds numeric) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_day timestamp := (p_from AT TIME ZONE 'Europe/London')::date;
  v_left numeric := p_seconds;
  v_start timestamptz;
  v_here numeric;
BEGIN
  LOOP
    v_start := greatest(p_from, (v_day + time '08:00') AT TIME ZONE 'Europe/London');
    v_here := greatest(0, extract(epoch FROM (v_day + time '21:00') AT TIME ZONE 'Europe/London' - v_start));
    IF v_left <= v_here THEN RETURN v_start + make_interval(secs => v_left::double precision); END IF;
    v_left := v_left - v_here;
    v_day := v_day + interval '1 day';
  END LOOP;
END $$;

/* Until when an offer made now stands: a quarter of the time left, at least 2 and at most 48 waking hours, then up to the
   whole minute that people are told, never past the end of offers. Null where fewer than 2 waking hours are left: then
   nobody is offered, and the team telephones. */
CREATE FUNCTION offer_expiry(p_now timestamptz, p_offers_end timestamptz) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE v_end timestamptz;
BEGIN
  IF waking_seconds(p_now, p_offers_end) < 7200 THEN RETURN NULL; END IF;
  v_end := add_waking_seconds(p_now, least(172800, greatest(7200, extract(epoch FROM p_offers_end - p_now) / 4)));
  RETURN least(p_offers_end, CASE WHEN v_end = date_trunc('minute', v_end) THEN v_end ELSE date_trunc('minute', v_end) + interval '1 minute' END);
END $$;

CREATE TABLE place_moves (from_state text NOT NULL, to_state text NOT NULL, PRIMARY KEY (from_state, to_state));
COMMENT ON TABLE place_moves IS 'Which state of a place may follow which. Read by a trigger; written by migrations alone.';
INSERT INTO place_moves SELECT f, t FROM (VALUES
  ('waiting', ARRAY['offered', 'booked', 'withdrawn', 'workshopCancelled']),
  ('offered', ARRAY['booked', 'declined', 'expired', 'withdrawn', 'workshopCancelled']),
  ('booked', ARRAY['cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled', 'attended', 'attendedLate', 'leftEarly', 'absentNotified', 'absent']),
  ('attended', ARRAY['booked', 'attendedLate', 'leftEarly', 'absentNotified', 'absent', 'withdrawn']),
  ('attendedLate', ARRAY['booked', 'attended', 'leftEarly', 'absentNotified', 'absent', 'withdrawn']),
  ('leftEarly', ARRAY['booked', 'attended', 'attendedLate', 'absentNotified', 'absent', 'withdrawn']),
  ('absentNotified', ARRAY['booked', 'attended', 'attendedLate', 'leftEarly', 'absent', 'withdrawn']),
  ('absent', ARRAY['booked', 'attended', 'attendedLate', 'leftEarly', 'absentNotified', 'withdrawn'])
) AS m (f, ts), unnest(ts) AS t;

/* No step adds a holder at capacity, and no state follows one that it may not. Undoing a mark of attendance puts back a
   holder that was counted before, so only arrivals from the waiting list and from nowhere are weighed. */
CREATE FUNCTION guard_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_capacity int; v_holders int;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.workshop_id <> OLD.workshop_id OR NEW.candidate_id <> OLD.candidate_id OR NEW.arrival <> OLD.arrival THEN
      RAISE check_violation USING MESSAGE = 'a place keeps its workshop, person and number', CONSTRAINT = 'places_fixed';
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (SELECT FROM place_moves WHERE from_state = OLD.state AND to_state = NEW.state) THEN
      RAISE check_violation USING MESSAGE = format('a place cannot go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'places_moves';
    END IF;
  END IF;
  IF NEW.state IN ('offered', 'booked') AND (TG_OP = 'INSERT' OR OLD.state = 'waiting') THEN
    SELECT capacity INTO v_capacity FROM workshops WHERE id = NEW.workshop_id FOR UPDATE;
    SELECT count(*) INTO v_holders FROM places WHERE workshop_id = NEW.workshop_id AND state IN ('offered', 'booked') AND id <> NEW.id;
    IF v_holders >= v_capacity THEN
      RAISE check_violation USING MESSAGE = 'this workshop is full', CONSTRAINT = 'places_capacity';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER places_guard BEFORE INSERT OR UPDATE ON places FOR EACH ROW EXECUTE FUNCTION guard_place();

/* Moves one place on, with its row of history, its event and its e-mail. */
CREATE FUNCTION set_place_state(p_place places, p_to text, p_expires timestamptz, p_reason text, p_actor uuid, p_role text, p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE places SET state = p_to,
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

/* Ends the offers that have run out, then gives what is free to those next in line: booked to the one who is asking just
   now, offered to anybody else. Answers with how many moved up. */
CREATE FUNCTION fill_places(p_workshop uuid, p_now timestamptz, p_asker uuid DEFAULT NULL, p_actor uuid DEFAULT NULL, p_role text DEFAULT 'system')
RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  w workshops;
  v_next places;
  v_free int;
  v_expiry timestamptz;
  v_moved int := 0;
BEGIN
  SELECT * INTO w FROM workshops WHERE id = p_workshop FOR UPDATE;
  IF NOT FOUND THEN RETURN 0; END IF;
  -- A workshop moved to an earlier time ends its offers earlier too.
  FOR v_next IN SELECT * FROM places WHERE workshop_id = w.id AND state = 'offered' AND least(expires_at, w.offers_end_at) <= p_now ORDER BY arrival LOOP
    PERFORM set_place_state(v_next, 'expired', NULL, NULL, NULL, 'system', p_now);
  END LOOP;
  IF w.state <> 'published' THEN RETURN 0; END IF;
  SELECT w.capacity - count(*) INTO v_free FROM places WHERE workshop_id = w.id AND state IN ('offered', 'booked');
  WHILE v_free > 0 LOOP
    SELECT * INTO v_next FROM places WHERE workshop_id = w.id AND state = 'waiting' ORDER BY band, arrival LIMIT 1;
    EXIT WHEN NOT FOUND;
    IF v_next.candidate_id = p_asker THEN
      PERFORM set_place_state(v_next, 'booked', NULL, NULL, p_actor, p_role, p_now);
    ELSE
      v_expiry := offer_expiry(p_now, w.offers_end_at);
      EXIT WHEN v_expiry IS NULL;
      PERFORM set_place_state(v_next, 'offered', v_expiry, NULL, NULL, 'system', p_now);
    END IF;
    v_free := v_free - 1;
    v_moved := v_moved + 1;
  END LOOP;
  RETURN v_moved;
END $$;

/* Asks for a place: takes the next number, waits, and moves up at once where a place is free. `outcome` is 'ok' or why not. */
CREATE FUNCTION ask_for_place(p_workshop uuid, p_candidate uuid, p_actor uuid, p_role text, p_now timestamptz,
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
    ELSE 'ok' END;
  IF outcome <> 'ok' THEN RETURN; END IF;
  PERFORM fill_places(w.id, p_now); -- an own offer that has run out is ended first, and those ahead are served first
  UPDATE workshops SET next_arrival = next_arrival + 1 WHERE id = w.id RETURNING next_arrival - 1 INTO arrival;
  INSERT INTO places (id, workshop_id, candidate_id, arrival, state, asked_at)
  VALUES (gen_random_uuid(), w.id, p_candidate, arrival, 'waiting', p_now) RETURNING * INTO v_place;
  INSERT INTO place_changes (place_id, from_state, to_state, by_id, by_role, at) VALUES (v_place.id, NULL, 'waiting', p_actor, p_role, p_now);
  PERFORM record_event(p_actor, p_role, 'place.asked', p_candidate, v_place.id, jsonb_build_object('workshopId', w.id), p_now);
  PERFORM fill_places(w.id, p_now, p_candidate, p_actor, p_role);
  SELECT p.id, p.state INTO place_id, state FROM places p WHERE p.id = v_place.id;
  IF state = 'waiting' THEN PERFORM email_candidate(p_candidate, 'place.waiting', v_place.id, '{}', p_now); END IF;
END $$;

/* What a holder, or the team for them, does with a place: accept, decline, cancel, leave, remove. Whatever comes free moves
   the next in line up. `outcome` is 'ok' or why not; `state` is the state after. */
CREATE FUNCTION change_place(p_place uuid, p_event text, p_reason text, p_actor uuid, p_role text, p_now timestamptz,
  OUT outcome text, OUT state text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  w workshops;
  v_place places;
  v_to text;
BEGIN
  SELECT ws.* INTO w FROM workshops ws JOIN places p ON p.workshop_id = ws.id WHERE p.id = p_place FOR UPDATE OF ws;
  IF w.id IS NULL THEN outcome := 'notFound'; RETURN; END IF;
  PERFORM fill_places(w.id, p_now); -- ends an offer that has run out before anybody answers it
  SELECT * INTO v_place FROM places WHERE id = p_place;
  outcome := CASE
    WHEN w.state = 'cancelled' THEN 'workshopCancelled'
    WHEN p_event IN ('accept', 'decline') AND v_place.state <> 'offered' THEN 'offerEnded'
    WHEN p_event = 'leave' AND v_place.state <> 'waiting' THEN 'notWaiting'
    WHEN p_event = 'cancel' AND v_place.state <> 'booked' THEN 'notBooked'
    WHEN p_event IN ('cancel', 'remove') AND v_place.state = 'booked' AND p_now >= w.starts_at THEN 'alreadyBegan'
    WHEN p_event = 'remove' AND v_place.state NOT IN ('waiting', 'offered', 'booked') THEN 'notLive'
    WHEN p_event = 'remove' AND p_reason IS NULL THEN 'reasonNeeded'
    WHEN p_event = 'cancel' AND p_reason IS NULL AND p_now > w.starts_at - CASE WHEN w.online THEN interval '2 hours' ELSE interval '24 hours' END THEN 'reasonNeeded'
    ELSE 'ok' END;
  state := v_place.state;
  IF outcome <> 'ok' THEN RETURN; END IF;
  v_to := CASE p_event WHEN 'accept' THEN 'booked' WHEN 'decline' THEN 'declined' WHEN 'leave' THEN 'withdrawn' WHEN 'remove' THEN 'withdrawn'
    WHEN 'cancel' THEN CASE WHEN p_now > w.starts_at - CASE WHEN w.online THEN interval '2 hours' ELSE interval '24 hours' END
      THEN 'lateCancelled' ELSE 'cancelled' END END;
  PERFORM set_place_state(v_place, v_to, NULL, p_reason, p_actor, p_role, p_now);
  PERFORM fill_places(w.id, p_now);
  state := v_to;
END $$;

GRANT SELECT ON place_moves TO app;
GRANT EXECUTE ON FUNCTION waking_seconds, add_waking_seconds, offer_expiry, guard_place, set_place_state, fill_places, ask_for_place, change_place TO app;
