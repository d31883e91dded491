/* As before, and nobody whose access has ended. */
CREATE OR REPLACE FUNCTION request_owner(p_candidate uuid, p_wanted uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT a.id FROM accounts a, candidates c
  WHERE c.id = p_candidate AND a.closed_at IS NULL AND a.deactivated_at IS NULL
    AND EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role IN ('coordinator', 'lead'))
  ORDER BY a.id IS NOT DISTINCT FROM c.owner_id DESC, a.id IS NOT DISTINCT FROM p_wanted DESC,
    EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role = 'coordinator') DESC,
    (SELECT count(*) FROM support_requests s WHERE s.owner_id = a.id AND s.state IN ('requested', 'accepted', 'underway', 'paused')), a.created_at, a.id
  LIMIT 1
$$;
