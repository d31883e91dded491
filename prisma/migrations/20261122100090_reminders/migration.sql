-- Reminders of a workshop: two weeks before it asks whether somebody is still coming, then 7 days and 1 day before.
-- The time of the workshop is part of the key: moved to another day, it is told of again.
CREATE TABLE place_reminders (
  place_id uuid NOT NULL,
  kind text NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  made_at timestamptz(3) NOT NULL,
  PRIMARY KEY (place_id, kind, starts_at),
  CONSTRAINT place_reminders_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT place_reminders_kind CHECK (kind IN ('stillComing', 'week', 'day'))
);
GRANT SELECT, INSERT ON place_reminders TO app;

-- For which time of the workshop the person said that they are still coming; another time asks again.
ALTER TABLE places ADD COLUMN coming_for timestamptz(3);

/* Asks for every reminder that has fallen due, once: the row and the e-mail are one statement, and a second run, at the same
   moment too, finds the row. Between 21:00 and 08:00 in London nobody is reminded; what falls due then is told in the morning.
   Somebody who booked after the moment of a reminder has just been told all that it says. Days are counted by the calendar in
   London, so that a reminder comes at the workshop's own time of day across a change of clocks. */
CREATE FUNCTION remind_places(p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_hour int := extract(hour FROM p_now AT TIME ZONE 'Europe/London');
  v_due record;
  v_made int := 0;
BEGIN
  IF v_hour < 8 OR v_hour >= 21 THEN RETURN 0; END IF;
  FOR v_due IN
    WITH due AS (
      SELECT p.id, p.candidate_id, k.kind, w.starts_at FROM workshops w
      CROSS JOIN (VALUES ('stillComing', 14, 7), ('week', 7, 1), ('day', 1, 0)) AS k (kind, from_days, until_days)
      CROSS JOIN LATERAL (SELECT ((w.starts_at AT TIME ZONE 'Europe/London') - make_interval(days => k.from_days)) AT TIME ZONE 'Europe/London' AS falls_due,
        ((w.starts_at AT TIME ZONE 'Europe/London') - make_interval(days => k.until_days)) AT TIME ZONE 'Europe/London' AS over) AS t
      JOIN places p ON p.workshop_id = w.id AND p.state = 'booked' AND p.booked_at < t.falls_due
      WHERE w.state = 'published' AND t.falls_due <= p_now AND p_now < t.over
        AND NOT EXISTS (SELECT FROM place_reminders r WHERE r.place_id = p.id AND r.kind = k.kind AND r.starts_at = w.starts_at)
        AND (k.kind <> 'stillComing' OR p.coming_for IS DISTINCT FROM w.starts_at)
      ORDER BY w.starts_at, p.id
    ), made AS (
      INSERT INTO place_reminders (place_id, kind, starts_at, made_at) SELECT id, kind, starts_at, p_now FROM due
      ON CONFLICT DO NOTHING RETURNING place_id, kind, starts_at
    )
    SELECT due.* FROM due JOIN made ON made.place_id = due.id AND made.kind = due.kind
  LOOP
    PERFORM email_candidate(v_due.candidate_id, 'place.reminder.' || v_due.kind, v_due.id, jsonb_build_object('startsAt', v_due.starts_at), p_now);
    v_made := v_made + 1;
  END LOOP;
  RETURN v_made;
END $$;

/* The person says that they are still coming; 'ok', or why it cannot be said. */
CREATE FUNCTION say_coming(p_place uuid, p_candidate uuid, p_actor uuid, p_role text, p_now timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_place places;
  v_workshop workshops;
BEGIN
  SELECT w.* INTO v_workshop FROM workshops w JOIN places p ON p.workshop_id = w.id WHERE p.id = p_place AND p.candidate_id = p_candidate FOR UPDATE OF w;
  IF NOT FOUND THEN RETURN 'notFound'; END IF;
  SELECT * INTO v_place FROM places WHERE id = p_place;
  IF v_place.state <> 'booked' THEN RETURN 'notBooked'; END IF;
  IF v_workshop.starts_at <= p_now THEN RETURN 'alreadyBegan'; END IF;
  IF v_place.coming_for IS DISTINCT FROM v_workshop.starts_at THEN
    UPDATE places SET coming_for = v_workshop.starts_at WHERE id = p_place;
    PERFORM record_event(p_actor, p_role, 'place.coming', p_candidate, p_place, jsonb_build_object('workshopId', v_workshop.id), p_now);
  END IF;
  RETURN 'ok';
END $$;

GRANT EXECUTE ON FUNCTION remind_places, say_coming TO app;
