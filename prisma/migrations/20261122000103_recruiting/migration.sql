-- The wall. A recruiter's connection logs in as `recruiter`, may call one function and read three views, and nothing else.
-- Each view holds the test of live consent itself, so taking consent back acts on the next statement.
CREATE SCHEMA recruiting;
REVOKE ALL ON SCHEMA recruiting FROM PUBLIC;

CREATE VIEW recruiting.candidates WITH (security_barrier) AS
SELECT c.id, c.name, c.reference, s.given_at AS agreed_at
FROM public.candidates c
JOIN public.consents s ON s.candidate_id = c.id AND s.purpose = 'shareHistory' AND s.withdrawn_at IS NULL
WHERE c.closed_at IS NULL;

CREATE VIEW recruiting.looks WITH (security_barrier) AS
SELECT l.id, l.viewer_id AS recruiter_id, l.candidate_id, l.purpose AS reason, l.at
FROM public.looks l
JOIN recruiting.candidates c ON c.id = l.candidate_id
WHERE l.viewer_role = 'recruiter';

-- What kind of support by its neutral label, which quarter, rounded hours, completed or not: never a title, a date, a reason.
-- A restricted workshop's label is shown only where at least three workshops of its quarter share it.
CREATE VIEW recruiting.support_history WITH (security_barrier) AS
WITH dated AS (
  SELECT w.*, date_trunc('quarter', w.starts_at AT TIME ZONE 'Europe/London') AS quarter_begins FROM public.workshops w WHERE w.state IN ('published', 'held')
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

/* Records that this recruiter looks, and why, and answers with the look; null where there is nobody, no consent, or no
   right to look: one and the same answer. `p_find` is a reference or a normalised e-mail address. Commit before reading. */
CREATE FUNCTION recruiting.look(p_recruiter uuid, p_find text, p_reason text, p_at timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_candidate uuid; v_look uuid;
BEGIN
  IF coalesce(btrim(p_reason), '') = '' OR NOT EXISTS (SELECT FROM account_roles r JOIN accounts a ON a.id = r.account_id
      WHERE r.account_id = p_recruiter AND r.role = 'recruiter' AND a.closed_at IS NULL) THEN RETURN NULL; END IF;
  SELECT c.id INTO v_candidate FROM recruiting.candidates s JOIN candidates c ON c.id = s.id LEFT JOIN accounts a ON a.id = c.account_id
  WHERE (c.reference = upper(p_find) OR a.email_key = p_find) AND c.account_id IS DISTINCT FROM p_recruiter;
  IF v_candidate IS NULL THEN
    PERFORM record_event(p_recruiter, 'recruiter', 'history.notShown', NULL, NULL, '{}', p_at);
    RETURN NULL;
  END IF;
  v_look := gen_random_uuid();
  INSERT INTO looks (id, candidate_id, viewer_id, viewer_role, page, purpose, at) VALUES (v_look, v_candidate, p_recruiter, 'recruiter', 'support history', p_reason, p_at);
  PERFORM record_event(p_recruiter, 'recruiter', 'history.looked', v_candidate, v_look, '{}', p_at);
  RETURN v_look;
END $$;

GRANT USAGE ON SCHEMA recruiting TO recruiter;
GRANT SELECT ON recruiting.candidates, recruiting.looks, recruiting.support_history TO recruiter;
GRANT EXECUTE ON FUNCTION recruiting.look TO recruiter;
