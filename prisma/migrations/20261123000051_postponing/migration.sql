-- A workshop put off: everybody keeps their place and their order, is told once, and is asked anew whether they come.
-- `moved_from` is the start that was told before, where it is another now; `postponed_at` is when everybody was last asked anew.
-- While no new date is known the state is `postponed`, and the four times lie ten years ahead of those that held: so offers
-- do not run out, a place can be given back freely, nobody is reminded, and no page shows them.
ALTER TABLE workshops
  ADD COLUMN moved_from timestamptz(3),
  ADD COLUMN postponed_at timestamptz(3),
  ADD COLUMN postpone_reason text,
  DROP CONSTRAINT workshops_state,
  ADD CONSTRAINT workshops_state CHECK (state IN ('draft', 'published', 'postponed', 'held', 'cancelled')),
  ADD CONSTRAINT workshops_postponed CHECK (state <> 'postponed' OR (postponed_at IS NOT NULL AND moved_from IS NOT NULL));

/* Puts a workshop off to new times, or, where p_starts is null, to a date that is not known yet; sets the new date of one that
   waits for it in the same way. Held offers get a new end, counted from now. Everybody on it is told by one e-mail of this
   kind, and what they said about coming is asked again. Whoever calls holds the workshop's row. */
CREATE FUNCTION postpone_workshop(p_workshop uuid, p_starts timestamptz, p_ends timestamptz, p_closes timestamptz, p_offers_end timestamptz,
  p_kind text, p_why text, p_actor uuid, p_role text, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  w workshops;
  v_place places;
  v_ends timestamptz;
  v_told int := 0;
  c_far CONSTANT interval := interval '87648 hours'; -- all four times by the same, whatever the calendar does
BEGIN
  SELECT * INTO w FROM workshops WHERE id = p_workshop FOR UPDATE;
  PERFORM fill_places(w.id, p_now); -- what ran out before this moment has run out
  UPDATE workshops SET sequence = w.sequence + 1, postponed_at = p_now, postpone_reason = coalesce(p_why, w.postpone_reason),
    moved_from = CASE WHEN w.state = 'postponed' THEN w.moved_from ELSE w.starts_at END WHERE id = w.id;
  IF p_starts IS NULL THEN
    UPDATE workshops SET state = 'postponed', starts_at = w.starts_at + c_far, ends_at = w.ends_at + c_far,
      booking_closes_at = w.booking_closes_at + c_far, offers_end_at = w.offers_end_at + c_far WHERE id = w.id;
    v_ends := w.offers_end_at + c_far;
  ELSE
    UPDATE workshops SET state = 'published', starts_at = p_starts, ends_at = p_ends, booking_closes_at = p_closes, offers_end_at = p_offers_end WHERE id = w.id;
    v_ends := coalesce(offer_expiry(p_now, p_offers_end), p_offers_end);
  END IF;
  UPDATE places SET coming_for = NULL WHERE workshop_id = w.id AND coming_for IS NOT NULL;
  FOR v_place IN SELECT * FROM places WHERE workshop_id = w.id AND state IN ('booked', 'offered', 'waiting') ORDER BY band, arrival LOOP
    IF v_place.state = 'offered' THEN
      UPDATE places SET expires_at = greatest(v_ends, offered_at + interval '1 second') WHERE id = v_place.id;
      INSERT INTO place_changes (place_id, from_state, to_state, expires_at, reason, by_id, by_role, at)
      VALUES (v_place.id, 'offered', 'offered', greatest(v_ends, v_place.offered_at + interval '1 second'),
        CASE WHEN p_starts IS NULL THEN 'postponed' ELSE 'newDate' END, p_actor, p_role, p_now);
    END IF;
    PERFORM email_candidate(v_place.candidate_id, p_kind, v_place.id, jsonb_build_object('startsAt',
      CASE WHEN w.state = 'postponed' THEN w.moved_from ELSE w.starts_at END), p_now);
    v_told := v_told + 1;
  END LOOP;
  PERFORM fill_places(w.id, p_now);
  RETURN v_told;
END $$;

/* Whoever was booked before a workshop was put off gives the place back freely, however near the new date is, until they have
   said that they come. 'ok', or why not. */
CREATE FUNCTION give_back_postponed(p_place uuid, p_candidate uuid, p_actor uuid, p_role text, p_now timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  w workshops;
  v_place places;
BEGIN
  SELECT ws.* INTO w FROM workshops ws JOIN places p ON p.workshop_id = ws.id WHERE p.id = p_place AND p.candidate_id = p_candidate FOR UPDATE OF ws;
  IF NOT FOUND THEN RETURN 'notFound'; END IF;
  SELECT * INTO v_place FROM places WHERE id = p_place;
  IF v_place.state <> 'booked' THEN RETURN 'notBooked'; END IF;
  IF w.state NOT IN ('published', 'postponed') OR p_now >= w.starts_at THEN RETURN 'alreadyBegan'; END IF;
  IF w.postponed_at IS NULL OR v_place.booked_at > w.postponed_at OR v_place.coming_for IS NOT DISTINCT FROM w.starts_at THEN RETURN 'notAsked'; END IF;
  PERFORM set_place_state(v_place, 'cancelled', NULL, NULL, p_actor, p_role, p_now);
  PERFORM fill_places(w.id, p_now);
  RETURN 'ok';
END $$;

GRANT EXECUTE ON FUNCTION postpone_workshop, give_back_postponed TO app;
