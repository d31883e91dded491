/* Who may be meant by what somebody typed: by the address, or by a name like it. `since` is when they came. The numbers are a
   judgement for a person to look at; only an address counts by itself. */
CREATE FUNCTION likely_declared(p_declaration uuid) RETURNS TABLE (candidate_id uuid, supporter_id uuid, name text, why text, since timestamptz) LANGUAGE sql STABLE AS $$
  WITH d AS (SELECT * FROM exclusion_declarations WHERE id = p_declaration AND ended_at IS NULL AND num_nonnulls(candidate_id, supporter_id) = 1),
  found AS (
    SELECT NULL::uuid AS candidate_id, s.account_id AS supporter_id, a.name, s.volunteered_at AS since,
      coalesce(email_form(a.email) = email_form(d.typed_email), false) AS by_email
    FROM d JOIN supporters s ON d.supporter_id IS NULL JOIN accounts a ON a.id = s.account_id AND a.closed_at IS NULL
    WHERE email_form(a.email) = email_form(d.typed_email) OR similarity(name_form(a.name), name_form(d.typed_name)) >= 0.5
    UNION ALL
    SELECT c.id, NULL, c.name, c.registered_at, coalesce(email_form(d.typed_email) IN (email_form(a.email), email_form(c.email)), false)
    FROM d JOIN candidates c ON d.candidate_id IS NULL AND c.closed_at IS NULL
      AND c.id IN (SELECT n.id FROM candidates n WHERE name_form(n.name) % name_form(d.typed_name)
        UNION SELECT e.id FROM candidates e WHERE email_form(e.email) = email_form(d.typed_email)
        UNION SELECT o.id FROM candidates o JOIN accounts b ON b.id = o.account_id WHERE email_form(b.email) = email_form(d.typed_email))
    LEFT JOIN accounts a ON a.id = c.account_id
    WHERE email_form(d.typed_email) IN (email_form(a.email), email_form(c.email)) OR similarity(name_form(c.name), name_form(d.typed_name)) >= 0.5
  )
  SELECT f.candidate_id, f.supporter_id, f.name, CASE WHEN f.by_email THEN 'sameEmail' ELSE 'likeName' END, f.since FROM found f
  ORDER BY f.by_email DESC, f.name LIMIT 20
$$;

/* What waits for the team: what nobody has looked at yet, and what was left open when somebody came since who may be meant. */
CREATE FUNCTION declarations_to_review() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT d.id FROM exclusion_declarations d
  WHERE d.ended_at IS NULL AND num_nonnulls(d.candidate_id, d.supporter_id) = 1 AND (d.reviewed_at IS NULL
    OR EXISTS (SELECT FROM likely_declared(d.id) l WHERE l.since > d.reviewed_at))
$$;

GRANT EXECUTE ON FUNCTION likely_declared, declarations_to_review TO app;
