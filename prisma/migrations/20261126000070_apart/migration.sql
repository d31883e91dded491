-- What is for colleagues stays apart from what recruiters read, and nobody who has left is given a place.

-- A label is shared by workshops that candidates could have been at: sessions for colleagues hide nobody among them.
CREATE OR REPLACE VIEW recruiting.support_history WITH (security_barrier) AS
WITH dated AS (
  SELECT w.*, date_trunc('quarter', w.starts_at AT TIME ZONE 'Europe/London') AS quarter_begins FROM public.workshops w
  WHERE w.state IN ('published', 'held') AND w.audience = 'candidates'
), shared AS (
  SELECT safe_label, quarter_begins, count(*) AS workshops FROM dated GROUP BY safe_label, quarter_begins
)
SELECT p.id, p.candidate_id, w.safe_label AS label,
  to_char(w.quarter_begins, 'YYYY "Q"Q') AS quarter,
  greatest(1, round(extract(epoch FROM w.ends_at - w.starts_at) / 3600))::int AS hours,
  p.state IN ('attended', 'attendedLate') AS completed
FROM public.places p
JOIN dated w ON w.id = p.workshop_id
JOIN shared s ON s.safe_label = w.safe_label AND s.quarter_begins = w.quarter_begins
JOIN recruiting.candidates c ON c.id = p.candidate_id
WHERE p.state IN ('attended', 'attendedLate', 'leftEarly') AND (NOT w.restricted OR s.workshops >= 3);

/* Asks for a place: the next number in the line, under the workshop's lock, then whoever is next is booked. Whoever is leaving at this
   moment is waited for, and has no place then. */
CREATE OR REPLACE FUNCTION ask_staff_place(p_workshop uuid, p_account uuid, p_role text, p_now timestamptz)
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
  PERFORM FROM accounts a WHERE a.id = p_account AND a.closed_at IS NULL AND a.deactivated_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'notFound', NULL::uuid, NULL::text; RETURN;
  END IF;
  INSERT INTO staff_places (workshop_id, account_id, arrival, state, asked_at, changed_at, changed_by_id, changed_by_role)
  VALUES (p_workshop, p_account, w.next_arrival, 'waiting', p_now, p_now, p_account, p_role) RETURNING id INTO v_id;
  UPDATE workshops SET next_arrival = next_arrival + 1 WHERE id = p_workshop;
  PERFORM fill_staff_places(p_workshop, p_now);
  RETURN QUERY SELECT 'ok', p.id, p.state FROM staff_places p WHERE p.id = v_id;
END $$;
