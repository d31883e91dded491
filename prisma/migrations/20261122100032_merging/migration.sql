-- Two records of one person become one, and can be two again. Every change is written down row by row, so that undoing
-- puts back what was there; what happened since stays with the record that was kept.

-- CreateTable
CREATE TABLE "merges" (
    "id" UUID NOT NULL,
    "survivor_id" UUID NOT NULL,
    "merged_id" UUID NOT NULL,
    "by_id" UUID,
    "by_role" TEXT NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL,
    "undo_until" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by_id" UUID,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "merges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merge_moves" (
    "id" BIGSERIAL NOT NULL,
    "merge_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "table_name" TEXT NOT NULL,
    "row_key" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB,

    CONSTRAINT "merge_moves_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "merges_one_live" ON "merges"("merged_id") WHERE (undone_at IS NULL);
CREATE INDEX "merges_survivor_id_merged_at_idx" ON "merges"("survivor_id", "merged_at" DESC);
CREATE INDEX "merge_moves_merge_id_id_idx" ON "merge_moves"("merge_id", "id");

-- AddForeignKey
ALTER TABLE "merges" ADD CONSTRAINT "merges_survivor_id_fkey" FOREIGN KEY ("survivor_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "merges" ADD CONSTRAINT "merges_merged_id_fkey" FOREIGN KEY ("merged_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "merge_moves" ADD CONSTRAINT "merge_moves_merge_id_fkey" FOREIGN KEY ("merge_id") REFERENCES "merges"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE merges ADD CONSTRAINT merges_two CHECK (survivor_id <> merged_id),
  ADD CONSTRAINT merges_in_order CHECK (undo_until > merged_at AND undone_at >= merged_at);
ALTER TABLE merge_moves ADD CONSTRAINT merge_moves_kind CHECK (kind IN ('moved', 'changed', 'removed'));
-- Written by the two functions below alone.
GRANT SELECT ON merges, merge_moves TO app;

/* Every table with rows about a candidate, as the catalogue knows them: those of features to come are among them. */
CREATE FUNCTION candidate_tables() RETURNS TABLE (tbl regclass, col name, keys name[], own boolean) LANGUAGE sql STABLE AS $$
  SELECT c.oid::regclass, a.attname, k.keys, a.attname = ANY (k.keys)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN LATERAL (SELECT array_agg(p.attname ORDER BY p.attnum) AS keys FROM pg_index i JOIN pg_attribute p ON p.attrelid = i.indrelid AND p.attnum = ANY (i.indkey)
    WHERE i.indrelid = c.oid AND i.indisprimary) AS k ON k.keys IS NOT NULL
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    AND c.relname NOT IN ('candidates', 'merges', 'merge_moves', 'duplicate_pairs', 'duplicate_checks')
    AND (a.attname = 'candidate_id' AND a.atttypid = 'uuid'::regtype
      OR EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid = 'candidates'::regclass AND f.conkey = ARRAY[a.attnum]))
  ORDER BY c.relname, a.attname
$$;

/* The condition that finds one row by its key; $1 is the key. */
CREATE FUNCTION merge_where(p_table regclass, p_key jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(format('t.%1$I = (jsonb_populate_record(NULL::%2$s, $1)).%1$I', k, p_table), ' AND ') FROM jsonb_object_keys(p_key) AS k
$$;

/* Changes some columns of one row, and writes down what was there. */
CREATE FUNCTION merge_change(p_merge uuid, p_table regclass, p_key jsonb, p_new jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_where text := merge_where(p_table, p_key);
  v_old jsonb;
  v_new jsonb;
  v_row jsonb;
BEGIN
  EXECUTE format('SELECT to_jsonb(t) FROM %s t WHERE %s FOR UPDATE', p_table, v_where) INTO v_old USING p_key;
  SELECT jsonb_object_agg(n.key, n.value) INTO v_new FROM jsonb_each(p_new) AS n WHERE v_old -> n.key IS DISTINCT FROM n.value;
  IF v_old IS NULL OR v_new IS NULL THEN RETURN; END IF;
  EXECUTE format('UPDATE %s t SET %s WHERE %s RETURNING to_jsonb(t)', p_table,
    (SELECT string_agg(format('%1$I = (jsonb_populate_record(t, $2)).%1$I', k), ', ') FROM jsonb_object_keys(v_new) AS k), v_where)
    INTO v_row USING p_key, v_new;
  INSERT INTO merge_moves (merge_id, kind, table_name, row_key, before, after) VALUES (p_merge, 'changed', p_table::text, p_key,
    (SELECT jsonb_object_agg(k, v_old -> k) FROM jsonb_object_keys(v_new) AS k), (SELECT jsonb_object_agg(k, v_row -> k) FROM jsonb_object_keys(v_new) AS k));
END $$;

/* Gives every row of one table to the other record. A row that would double one which may only be there once stays behind. */
CREATE FUNCTION merge_move(p_merge uuid, p_table regclass, p_col name, p_keys name[], p_own boolean, p_from uuid, p_to uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_row jsonb;
  v_key jsonb;
  v_is text := (SELECT 'jsonb_build_object(' || string_agg(format('%1$L, t.%1$I', k), ', ') || ')' FROM unnest(p_keys) AS k);
BEGIN
  IF NOT p_own THEN
    BEGIN
      EXECUTE format('WITH moved AS (UPDATE %1$s t SET %2$I = $1 WHERE t.%2$I = $2 RETURNING %3$s AS k)
        INSERT INTO merge_moves (merge_id, kind, table_name, row_key, before, after)
        SELECT $3, ''moved'', %4$L, k, jsonb_build_object(%2$L, $2), jsonb_build_object(%2$L, $1) FROM moved', p_table, p_col, v_is, p_table::text)
        USING p_to, p_from, p_merge;
      RETURN;
    EXCEPTION WHEN unique_violation THEN NULL; -- then one by one
    END;
  END IF;
  FOR v_row, v_key IN EXECUTE format('SELECT to_jsonb(t), %s FROM %s t WHERE t.%I = $1', v_is, p_table, p_col) USING p_from LOOP
    BEGIN
      EXECUTE format('UPDATE %s t SET %I = $2 WHERE %s', p_table, p_col, merge_where(p_table, v_key)) USING v_key, p_to;
      INSERT INTO merge_moves (merge_id, kind, table_name, row_key, before, after) VALUES (p_merge, 'moved', p_table::text, v_key,
        CASE WHEN p_own THEN v_row ELSE jsonb_build_object(p_col, p_from) END, jsonb_build_object(p_col, p_to));
    EXCEPTION WHEN unique_violation THEN NULL;
    END;
  END LOOP;
END $$;

/* Of two places at one workshop, two requests of one kind or two memberships of one cohort the one that has come further stays. */
CREATE FUNCTION merge_doubles(p_merge uuid, p_survivor uuid, p_merged uuid, p_actor uuid, p_role text, p_now timestamptz) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  v_ended CONSTANT text[] := ARRAY['declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled'];
  v_far CONSTANT text[] := ARRAY['requested', 'invited', 'waiting', 'offered', 'booked', 'absent', 'absentNotified', 'leftEarly', 'attendedLate', 'attended'];
  v_on CONSTANT text[] := ARRAY['requested', 'paused', 'accepted', 'underway'];
  v_in CONSTANT text[] := ARRAY['moved', 'left', 'requested', 'invited', 'completed', 'joined'];
  v_workshops uuid[] := '{}';
  v_place places;
  v_id uuid;
  v_state text;
BEGIN
  FOR v_id IN SELECT CASE WHEN array_position(v_far, a.state) > array_position(v_far, b.state)
        OR (a.state = b.state AND a.arrival < b.arrival) THEN b.id ELSE a.id END
      FROM places a JOIN places b USING (workshop_id) WHERE a.candidate_id = p_survivor AND b.candidate_id = p_merged
        AND a.state <> ALL (v_ended) AND b.state <> ALL (v_ended) ORDER BY workshop_id LOOP
    SELECT * INTO v_place FROM places WHERE id = v_id;
    PERFORM set_place_state(v_place, 'withdrawn', NULL, 'Joined with the other place of the same person', p_actor, 'system', p_now);
    INSERT INTO merge_moves (merge_id, kind, table_name, row_key, before, after)
    SELECT p_merge, 'changed', 'places', jsonb_build_object('id', v_id), to_jsonb(o), to_jsonb(n)
    FROM (SELECT v_place.state, v_place.ended_at, v_place.reason) AS o, (SELECT p.state, p.ended_at, p.reason FROM places p WHERE p.id = v_id) AS n;
    v_workshops := v_workshops || v_place.workshop_id;
  END LOOP;
  FOR v_id, v_state IN SELECT l.id, l.state FROM (SELECT CASE WHEN coalesce(array_position(v_on, a.state), 0) > coalesce(array_position(v_on, b.state), 0)
        OR (a.state = b.state AND a.requested_at <= b.requested_at) THEN b.id ELSE a.id END AS id
      FROM support_requests a JOIN support_requests b USING (kind) WHERE a.candidate_id = p_survivor AND b.candidate_id = p_merged
        AND a.state NOT IN ('completed', 'notOffered', 'withdrawn') AND b.state NOT IN ('completed', 'notOffered', 'withdrawn')) AS d
      JOIN support_requests l USING (id) LOOP
    PERFORM merge_change(p_merge, 'support_requests', jsonb_build_object('id', v_id),
      jsonb_build_object('state', 'withdrawn', 'reason', 'Joined with the same request of theirs', 'changed_at', p_now));
    INSERT INTO support_request_changes (request_id, from_state, to_state, reason, by_id, by_role, at)
    VALUES (v_id, v_state, 'withdrawn', 'Joined with the same request of theirs', p_actor, p_role, p_now);
  END LOOP;
  FOR v_id IN SELECT CASE WHEN array_position(v_in, a.state) >= array_position(v_in, b.state) THEN b.id ELSE a.id END
      FROM memberships a JOIN memberships b USING (cohort_id)
      WHERE a.candidate_id = p_survivor AND b.candidate_id = p_merged AND a.ended_at IS NULL AND b.ended_at IS NULL LOOP
    PERFORM merge_change(p_merge, 'memberships', jsonb_build_object('id', v_id), jsonb_build_object('ended_at', p_now));
  END LOOP;
  RETURN v_workshops;
END $$;

/* A yes is never made wider by joining records. Those of the kept record stay, but for what the other record said no to;
   those that only the other record had end, and the person is asked anew. What was told with a yes that is over goes. */
CREATE FUNCTION merge_consents(p_merge uuid, p_survivor uuid, p_merged candidates, p_about text, p_access text, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_id uuid;
  v_tailored boolean := EXISTS (SELECT FROM consents WHERE candidate_id = p_merged.id AND purpose = 'tailoring' AND withdrawn_at IS NULL);
  v_mine text;
  v_theirs text;
BEGIN
  FOR v_id IN SELECT c.id FROM consents c WHERE c.candidate_id = p_survivor AND c.withdrawn_at IS NULL
      AND NOT EXISTS (SELECT FROM consents o WHERE o.candidate_id = p_merged.id AND o.purpose = c.purpose AND o.withdrawn_at IS NULL)
      AND (c.purpose = ANY (p_merged.answered) OR EXISTS (SELECT FROM consents o WHERE o.candidate_id = p_merged.id AND o.purpose = c.purpose))
    UNION ALL SELECT c.id FROM consents c WHERE c.candidate_id = p_merged.id AND c.withdrawn_at IS NULL LOOP
    PERFORM merge_change(p_merge, 'consents', jsonb_build_object('id', v_id), jsonb_build_object('withdrawn_at', p_now));
  END LOOP;
  SELECT text INTO v_mine FROM access_needs WHERE candidate_id = p_survivor;
  SELECT text INTO v_theirs FROM access_needs WHERE candidate_id = p_merged.id;
  IF v_mine <> v_theirs AND p_access <> 'survivor' THEN
    PERFORM merge_change(p_merge, 'access_needs', jsonb_build_object('candidate_id', p_survivor),
      jsonb_build_object('text', CASE p_access WHEN 'merged' THEN v_theirs ELSE v_mine || E'\n' || v_theirs END, 'updated_at', p_now));
  END IF;
  SELECT text INTO v_mine FROM tailoring_facts WHERE candidate_id = p_survivor;
  SELECT text INTO v_theirs FROM tailoring_facts WHERE candidate_id = p_merged.id;
  IF NOT EXISTS (SELECT FROM consents WHERE candidate_id = p_survivor AND purpose = 'tailoring' AND withdrawn_at IS NULL) THEN
    INSERT INTO merge_moves (merge_id, kind, table_name, row_key, before)
    SELECT p_merge, 'removed', 'tailoring_facts', jsonb_build_object('candidate_id', p_survivor), to_jsonb(f) FROM tailoring_facts f WHERE f.candidate_id = p_survivor;
    DELETE FROM tailoring_facts WHERE candidate_id = p_survivor;
    RETURN false;
  END IF;
  IF v_tailored AND v_mine <> v_theirs AND p_about <> 'survivor' THEN
    PERFORM merge_change(p_merge, 'tailoring_facts', jsonb_build_object('candidate_id', p_survivor),
      jsonb_build_object('text', CASE p_about WHEN 'merged' THEN v_theirs ELSE v_mine || E'\n' || v_theirs END, 'updated_at', p_now));
  END IF;
  RETURN v_tailored;
END $$;

/* The sign-in that stays is the kept record's from now on; the other account is closed to signing in. */
CREATE FUNCTION merge_accounts(p_merge uuid, p_survivor candidates, p_merged candidates, p_keep uuid, p_name text, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_keep uuid := CASE WHEN p_keep IN (p_survivor.account_id, p_merged.account_id) THEN p_keep ELSE coalesce(p_survivor.account_id, p_merged.account_id) END;
  v_lose uuid := CASE WHEN v_keep = p_survivor.account_id THEN p_merged.account_id ELSE p_survivor.account_id END;
BEGIN
  IF v_lose IS NOT NULL AND EXISTS (SELECT FROM account_roles WHERE account_id = v_lose AND role <> 'candidate') THEN
    RAISE check_violation USING MESSAGE = 'the account of a member of staff is not closed by joining records', CONSTRAINT = 'merges_staff';
  END IF;
  IF v_keep = p_merged.account_id THEN
    PERFORM merge_change(p_merge, 'candidates', jsonb_build_object('id', p_merged.id), '{"account_id": null}');
    PERFORM merge_change(p_merge, 'candidates', jsonb_build_object('id', p_survivor.id), jsonb_build_object('account_id', v_keep));
    PERFORM merge_change(p_merge, 'candidates', jsonb_build_object('id', p_merged.id), jsonb_build_object('account_id', v_lose));
  END IF;
  IF v_keep IS NOT NULL THEN
    PERFORM merge_change(p_merge, 'candidates', jsonb_build_object('id', p_survivor.id), '{"email": null}');
    PERFORM merge_change(p_merge, 'accounts', jsonb_build_object('id', v_keep), jsonb_build_object('name', p_name));
  END IF;
  IF v_lose IS NOT NULL THEN
    PERFORM merge_change(p_merge, 'accounts', jsonb_build_object('id', v_lose), jsonb_build_object('closed_at', p_now));
    DELETE FROM sessions WHERE sess #>> '{passport,user}' = v_lose::text;
  END IF;
END $$;

/* Makes two records one, all or nothing; null where either has gone or has been joined already. Runs as the owner, as the
   portal itself cannot rewrite history. Workshops are locked before the two people, as those who ask for places do. */
CREATE FUNCTION merge_candidates(p_survivor uuid, p_merged uuid, p_values jsonb, p_keep_account uuid, p_access text, p_about text,
  p_actor uuid, p_role text, p_now timestamptz, p_undo_until timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  s candidates;
  m candidates;
  v_merge uuid := gen_random_uuid();
  v_key jsonb := jsonb_build_object('id', p_survivor);
  v_workshops uuid[];
  v_tailored boolean;
  v_id uuid;
  r record;
BEGIN
  PERFORM FROM workshops w WHERE w.id IN (SELECT workshop_id FROM places WHERE candidate_id IN (p_survivor, p_merged) AND ended_at IS NULL) ORDER BY w.id FOR UPDATE;
  PERFORM FROM candidates WHERE id IN (p_survivor, p_merged) ORDER BY id FOR UPDATE;
  SELECT * INTO s FROM candidates WHERE id = p_survivor AND closed_at IS NULL;
  SELECT * INTO m FROM candidates WHERE id = p_merged AND closed_at IS NULL;
  IF s.id IS NULL OR m.id IS NULL OR s.id = m.id THEN RETURN NULL; END IF;
  INSERT INTO merges (id, survivor_id, merged_id, by_id, by_role, merged_at, undo_until) VALUES (v_merge, s.id, m.id, p_actor, p_role, p_now, p_undo_until);
  v_workshops := merge_doubles(v_merge, s.id, m.id, p_actor, p_role, p_now);
  PERFORM merge_change(v_merge, 'message_preferences', jsonb_build_object('id', a.id), '{"reminders": false}') FROM message_preferences a
    JOIN message_preferences b ON b.candidate_id = m.id AND NOT b.reminders WHERE a.candidate_id = s.id;
  v_tailored := merge_consents(v_merge, s.id, m, p_about, p_access, p_now);
  PERFORM merge_change(v_merge, 'links', jsonb_build_object('id', l.id), jsonb_build_object('used_at', p_now)) FROM links l
    WHERE l.candidate_id IN (s.id, m.id) AND l.purpose = 'claim' AND l.used_at IS NULL;
  PERFORM merge_change(v_merge, 'candidates', v_key, (SELECT coalesce(jsonb_object_agg(v.key, v.value), '{}') FROM jsonb_each(p_values) AS v
    WHERE v.key IN ('name', 'phone', 'email', 'postal_address', 'reach_by', 'adult', 'routes', 'areas')));
  PERFORM merge_change(v_merge, 'candidates', v_key, jsonb_build_object(
    'answered', array(SELECT DISTINCT a FROM unnest(s.answered || m.answered) AS a ORDER BY a),
    'registered_at', least(s.registered_at, m.registered_at), 'completed_at', least(s.completed_at, m.completed_at),
    'active_at', greatest(s.active_at, m.active_at), 'came_by', coalesce(s.came_by, m.came_by), 'owner_id', coalesce(s.owner_id, m.owner_id)));
  IF s.recruitment_reference IS NULL AND m.recruitment_reference IS NOT NULL THEN
    PERFORM merge_change(v_merge, 'candidates', jsonb_build_object('id', m.id), '{"recruitment_reference": null}');
    PERFORM merge_change(v_merge, 'candidates', v_key, jsonb_build_object('recruitment_reference', m.recruitment_reference));
  END IF;
  PERFORM merge_accounts(v_merge, s, m, p_keep_account, coalesce(p_values ->> 'name', s.name), p_now);
  FOR r IN SELECT * FROM candidate_tables() LOOP
    IF r.tbl <> 'tailoring_facts'::regclass OR v_tailored THEN PERFORM merge_move(v_merge, r.tbl, r.col, r.keys, r.own, m.id, s.id); END IF;
  END LOOP;
  PERFORM merge_change(v_merge, 'candidates', jsonb_build_object('id', m.id), jsonb_build_object('closed_at', p_now, 'merged_into_id', s.id));
  FOREACH v_id IN ARRAY v_workshops LOOP PERFORM fill_places(v_id, p_now); END LOOP;
  PERFORM record_event(p_actor, p_role, 'candidate.merged', s.id, v_merge, '{}', p_now);
  PERFORM record_event(p_actor, p_role, 'candidate.mergedAway', m.id, v_merge, '{}', p_now);
  RETURN v_merge;
END $$;

/* Puts one place back that joining ended: as it was where there is still room, else at the front of the list. */
CREATE FUNCTION unmerge_place(p_place uuid, p_before jsonb, p_actor uuid, p_role text, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_place places;
  w workshops;
  v_to text := p_before ->> 'state';
BEGIN
  SELECT * INTO v_place FROM places WHERE id = p_place AND state = 'withdrawn';
  IF NOT FOUND THEN RETURN; END IF;
  SELECT * INTO w FROM workshops WHERE id = v_place.workshop_id FOR UPDATE;
  IF v_to = 'offered' AND least(v_place.expires_at, w.offers_end_at) <= p_now OR v_to IN ('offered', 'booked')
    AND (SELECT count(*) FROM places WHERE workshop_id = w.id AND state IN ('offered', 'booked')) >= w.capacity THEN v_to := 'waiting'; END IF;
  UPDATE places SET state = v_to, ended_at = (p_before ->> 'ended_at')::timestamptz, reason = p_before ->> 'reason' WHERE id = p_place;
  INSERT INTO place_changes (place_id, from_state, to_state, reason, by_id, by_role, at)
  VALUES (p_place, 'withdrawn', v_to, 'The records were two people', p_actor, p_role, p_now);
  PERFORM record_event(p_actor, 'system', 'place.' || v_to, v_place.candidate_id, p_place, jsonb_build_object('workshopId', w.id), p_now);
END $$;

/* Puts back one row. What has changed since is left as it is: it belongs to the record that was kept. */
CREATE FUNCTION unmerge_row(p_move merge_moves, p_survivor uuid, p_merged uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_table regclass := p_move.table_name::regclass;
  v_where text := merge_where(v_table, p_move.row_key);
  v_col text;
  v_row jsonb;
  v_cols text;
BEGIN
  IF p_move.kind = 'moved' THEN
    SELECT k INTO v_col FROM jsonb_object_keys(p_move.after) AS k;
    IF NOT p_move.row_key ? v_col THEN
      EXECUTE format('UPDATE %s t SET %I = $2 WHERE %s AND t.%2$I = $3', v_table, v_col, v_where) USING p_move.row_key, p_merged, p_survivor;
      RETURN;
    END IF;
    EXECUTE format('SELECT to_jsonb(t) FROM %s t WHERE %s', v_table, v_where) INTO v_row USING p_move.row_key || p_move.after;
    IF v_row - v_col = p_move.before - v_col THEN
      EXECUTE format('UPDATE %s t SET %I = $2 WHERE %s', v_table, v_col, v_where) USING p_move.row_key || p_move.after, p_merged;
      RETURN;
    END IF;
  END IF;
  IF p_move.kind IN ('moved', 'removed') THEN
    EXECUTE format('INSERT INTO %1$s SELECT (jsonb_populate_record(NULL::%1$s, $1)).* ON CONFLICT DO NOTHING', v_table) USING p_move.before;
    RETURN;
  END IF;
  EXECUTE format('SELECT to_jsonb(t) FROM %s t WHERE %s FOR UPDATE', v_table, v_where) INTO v_row USING p_move.row_key;
  SELECT string_agg(format('%1$I = (jsonb_populate_record(t, $2)).%1$I', a.key), ', ') INTO v_cols FROM jsonb_each(p_move.after) AS a WHERE v_row -> a.key = a.value;
  IF v_cols IS NOT NULL THEN
    EXECUTE format('UPDATE %s t SET %s WHERE %s', v_table, v_cols, v_where) USING p_move.row_key, p_move.before;
  END IF;
END $$;

/* Makes the two records two again. `left_over` counts what could not be put back because something new stands in its place. */
CREATE FUNCTION undo_merge(p_merge uuid, p_actor uuid, p_role text, p_now timestamptz, OUT outcome text, OUT left_over int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  v merges;
  v_move merge_moves;
  v_workshops uuid[];
  v_id uuid;
BEGIN
  left_over := 0;
  SELECT * INTO v FROM merges WHERE id = p_merge;
  SELECT coalesce(array_agg(DISTINCT p.workshop_id ORDER BY p.workshop_id), '{}') INTO v_workshops FROM merge_moves mm JOIN places p ON p.id = (mm.row_key ->> 'id')::uuid
    WHERE mm.merge_id = p_merge AND mm.table_name = 'places' AND mm.kind = 'changed';
  PERFORM FROM workshops WHERE id = ANY (v_workshops) ORDER BY id FOR UPDATE;
  PERFORM FROM candidates WHERE id IN (v.survivor_id, v.merged_id) ORDER BY id FOR UPDATE;
  SELECT * INTO v FROM merges WHERE id = p_merge FOR UPDATE;
  outcome := CASE WHEN v.id IS NULL THEN 'notFound' WHEN v.undone_at IS NOT NULL THEN 'undone'
    WHEN v.finished_at IS NOT NULL OR v.undo_until <= p_now THEN 'tooLate'
    WHEN NOT EXISTS (SELECT FROM candidates WHERE id = v.survivor_id AND closed_at IS NULL) THEN 'mergedOn' 
    WHEN EXISTS (SELECT FROM merges l WHERE l.survivor_id = v.survivor_id AND l.undone_at IS NULL AND l.merged_at > v.merged_at AND l.finished_at IS NULL) THEN 'laterFirst'
    ELSE 'ok' END;
  IF outcome <> 'ok' THEN RETURN; END IF;
  FOR v_move IN SELECT * FROM merge_moves WHERE merge_id = p_merge ORDER BY id DESC LOOP
    BEGIN
      IF v_move.table_name = 'places' AND v_move.kind = 'changed' THEN PERFORM unmerge_place((v_move.row_key ->> 'id')::uuid, v_move.before, p_actor, p_role, p_now);
      ELSE PERFORM unmerge_row(v_move, v.survivor_id, v.merged_id);
      END IF;
      IF v_move.table_name = 'support_requests' AND v_move.kind = 'changed' THEN
        INSERT INTO support_request_changes (request_id, from_state, to_state, reason, by_id, by_role, at)
        SELECT r.id, 'withdrawn', r.state, 'The records were two people', p_actor, p_role, p_now FROM support_requests r
        WHERE r.id = (v_move.row_key ->> 'id')::uuid AND r.state <> 'withdrawn';
      END IF;
    EXCEPTION WHEN unique_violation OR check_violation THEN left_over := left_over + 1;
    END;
  END LOOP;
  UPDATE merges SET undone_at = p_now, undone_by_id = p_actor WHERE id = p_merge;
  FOREACH v_id IN ARRAY v_workshops LOOP PERFORM fill_places(v_id, p_now); END LOOP;
  PERFORM record_event(p_actor, p_role, 'candidate.unmerged', v.survivor_id, p_merge, '{}', p_now);
  PERFORM record_event(p_actor, p_role, 'candidate.unmerged', v.merged_id, p_merge, '{}', p_now);
END $$;

/* After the time for undoing, what was kept for it goes, and so does who the joined record said the person was. */
CREATE FUNCTION finish_merges(p_now timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v merges; v_done int := 0;
BEGIN
  FOR v IN SELECT * FROM merges WHERE finished_at IS NULL AND (undone_at IS NOT NULL OR undo_until <= p_now) ORDER BY id FOR UPDATE SKIP LOCKED LOOP
    DELETE FROM merge_moves WHERE merge_id = v.id;
    IF v.undone_at IS NULL THEN
      DELETE FROM tailoring_facts WHERE candidate_id = v.merged_id;
      DELETE FROM access_needs WHERE candidate_id = v.merged_id;
      UPDATE candidates SET name = '', phone = NULL, email = NULL, postal_address = NULL, routes = '{}', areas = '{}', adult = NULL, answered = '{}' WHERE id = v.merged_id;
    END IF;
    UPDATE merges SET finished_at = p_now WHERE id = v.id;
    v_done := v_done + 1;
  END LOOP;
  RETURN v_done;
END $$;

/* Whoever is erased is erased in every record that was joined to theirs. */
CREATE FUNCTION erase_merges() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_id uuid;
BEGIN
  FOR v_id IN SELECT id FROM candidates WHERE merged_into_id = NEW.id AND reference NOT LIKE 'erased-%' LOOP PERFORM erase_candidate(v_id, NEW.closed_at); END LOOP;
  DELETE FROM merge_moves mm USING merges m WHERE m.id = mm.merge_id AND NEW.id IN (m.survivor_id, m.merged_id);
  UPDATE merges SET finished_at = coalesce(finished_at, NEW.closed_at) WHERE NEW.id IN (survivor_id, merged_id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_merges AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_merges();

/* No step adds a holder at capacity, and no state follows one that it may not. A place changes its person only along a join
   of records or its undoing, and comes back from its end only where such an undoing puts it back. */
CREATE OR REPLACE FUNCTION guard_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_capacity int; v_holders int;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.workshop_id <> OLD.workshop_id OR NEW.arrival <> OLD.arrival OR (NEW.candidate_id <> OLD.candidate_id AND NOT EXISTS (SELECT FROM merges m
        WHERE m.undone_at IS NULL AND ((m.survivor_id, m.merged_id) = (NEW.candidate_id, OLD.candidate_id) OR (m.merged_id, m.survivor_id) = (NEW.candidate_id, OLD.candidate_id)))) THEN
      RAISE check_violation USING MESSAGE = 'a place keeps its workshop, person and number', CONSTRAINT = 'places_fixed';
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (SELECT FROM place_moves WHERE from_state = OLD.state AND to_state = NEW.state)
      AND NOT (OLD.state = 'withdrawn' AND EXISTS (SELECT FROM merge_moves mm JOIN merges m ON m.id = mm.merge_id WHERE m.undone_at IS NULL AND mm.table_name = 'places'
        AND mm.kind = 'changed' AND mm.row_key = jsonb_build_object('id', NEW.id) AND NEW.state IN (mm.before ->> 'state', 'waiting'))) THEN
      RAISE check_violation USING MESSAGE = format('a place cannot go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'places_moves';
    END IF;
  END IF;
  IF NEW.state IN ('offered', 'booked') AND (TG_OP = 'INSERT' OR OLD.state IN ('waiting', 'withdrawn')) THEN
    SELECT capacity INTO v_capacity FROM workshops WHERE id = NEW.workshop_id FOR UPDATE;
    SELECT count(*) INTO v_holders FROM places WHERE workshop_id = NEW.workshop_id AND state IN ('offered', 'booked') AND id <> NEW.id;
    IF v_holders >= v_capacity THEN
      RAISE check_violation USING MESSAGE = 'this workshop is full', CONSTRAINT = 'places_capacity';
    END IF;
  END IF;
  RETURN NEW;
END $$;

GRANT EXECUTE ON FUNCTION candidate_tables, merge_candidates, undo_merge, finish_merges, erase_merges TO app;
