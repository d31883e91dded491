/* Since when what was kept for a placement's day is needed no more: from the end of its day, or from when it ended without one; null
   while it may still take place. */
CREATE FUNCTION over_since(p_placement uuid, p_now timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p.state IN ('declined', 'withdrawn', 'cancelled', 'expired') THEN least(p.ended_at, CASE WHEN d.ends_at <= p_now THEN d.ends_at END)
    WHEN d.ends_at <= p_now THEN d.ends_at END
  FROM placements p LEFT JOIN host_dates d ON d.id = p.date_id WHERE p.id = p_placement
$$;
GRANT EXECUTE ON FUNCTION over_since TO app;

/* Takes every confirmed placement of a person, a supporter who hosts or a department back to its checks whose day is still to come and
   has something in its way now, and tells both; nulls ask for everybody. Answers with those it took back. */
CREATE OR REPLACE FUNCTION recheck_placements(p_candidate uuid, p_supporter uuid, p_host uuid, p_now timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  v_ids uuid[];
  v_id uuid;
BEGIN
  SELECT array_agg(p.id ORDER BY p.id) INTO v_ids FROM placements p JOIN host_dates d ON d.id = p.date_id
    WHERE p.state = 'confirmed' AND d.starts_at > p_now AND (p_candidate IS NULL OR p.candidate_id = p_candidate)
      AND (p_supporter IS NULL OR p_supporter IN (p.supporter_id, d.supporter_id)) AND (p_host IS NULL OR p.host_id = p_host)
      AND EXISTS (SELECT FROM placement_gaps(p.id, p_now));
  IF v_ids IS NULL THEN RETURN; END IF;
  PERFORM FROM candidates c WHERE c.id IN (SELECT p.candidate_id FROM placements p WHERE p.id = ANY (v_ids)) ORDER BY c.id FOR NO KEY UPDATE;
  FOREACH v_id IN ARRAY v_ids LOOP
    IF recheck_placement(v_id, p_now) THEN RETURN NEXT v_id; END IF;
  END LOOP;
END $$;
