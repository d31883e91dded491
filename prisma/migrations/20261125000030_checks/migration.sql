-- Everything that has to be valid on the day of a placement: what is signed, by whom, in which words, until when; risk assessments; and
-- the one answer to what is still in the way of a day.

-- What was signed, never edited: a later row of the same kind takes the place of the one before. What is about the person holds for all
-- their placements (no placement named), what is about a visit for that visit alone.
CREATE TABLE checks (
  id uuid PRIMARY KEY,
  seq bigserial NOT NULL,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  placement_id uuid REFERENCES placements (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL,
  result text NOT NULL,
  version text NOT NULL,
  wording text NOT NULL,
  words text,
  contact_name text,
  contact_phone text,
  contact_relation text,
  how text NOT NULL DEFAULT 'portal',
  signed_by_id uuid NOT NULL,
  signed_by_role text NOT NULL,
  signed_at timestamptz(3) NOT NULL,
  valid_from date NOT NULL,
  expires_on date NOT NULL,
  approved_by_id uuid,
  approved_at timestamptz(3),
  revoked_by_id uuid,
  revoked_by_role text,
  revoked_at timestamptz(3),
  revoked_why text,
  revoked_words text,
  emptied_at timestamptz(3),
  CONSTRAINT checks_result CHECK (CASE kind
    WHEN 'age' THEN result IN ('adult', 'under')
    WHEN 'eligibility' THEN result IN ('declared', 'cannot')
    WHEN 'recordCheck' THEN result IN ('clear', 'notClear', 'dateOnly', 'removed')
    WHEN 'confidentiality' THEN result = 'promised'
    WHEN 'briefing' THEN result = 'given'
    WHEN 'riskAssessment' THEN result = 'written'
    WHEN 'emergencyContact' THEN result = 'given'
    WHEN 'insurance' THEN result IN ('covered', 'notCovered')
    WHEN 'accessNeeds' THEN result IN ('none', 'asked', 'proposed', 'agreed')
    ELSE false END),
  CONSTRAINT checks_about CHECK ((kind IN ('age', 'eligibility', 'recordCheck', 'confidentiality')) = (placement_id IS NULL)),
  CONSTRAINT checks_signer CHECK (CASE
    WHEN kind = 'riskAssessment' THEN signed_by_role = 'supporter'
    WHEN kind IN ('recordCheck', 'briefing', 'insurance') OR result = 'proposed' THEN signed_by_role IN ('coordinator', 'lead')
    ELSE signed_by_role IN ('candidate', 'coordinator', 'lead') END),
  CONSTRAINT checks_how CHECK (how IN ('portal', 'call', 'inPerson')),
  CONSTRAINT checks_for_them CHECK (how = 'portal' OR signed_by_role IN ('coordinator', 'lead')),
  CONSTRAINT checks_their_own CHECK (kind NOT IN ('age', 'eligibility', 'confidentiality', 'emergencyContact', 'accessNeeds') OR result = 'proposed'
    OR (signed_by_role = 'candidate') = (how = 'portal')),
  CONSTRAINT checks_wording CHECK (wording <> '' AND version <> ''),
  CONSTRAINT checks_words CHECK (length(words) <= 2000 AND length(revoked_words) <= 1000),
  CONSTRAINT checks_contact CHECK (CASE WHEN kind <> 'emergencyContact' THEN num_nonnulls(contact_name, contact_phone, contact_relation) = 0
    ELSE num_nonnulls(contact_name, contact_phone, contact_relation) = CASE WHEN emptied_at IS NULL THEN 3 ELSE 0 END END),
  CONSTRAINT checks_removed CHECK (result <> 'removed' OR emptied_at IS NOT NULL),
  CONSTRAINT checks_days CHECK (expires_on >= valid_from),
  CONSTRAINT checks_approved CHECK ((approved_at IS NULL) = (approved_by_id IS NULL) AND (approved_at IS NULL OR kind = 'riskAssessment')),
  CONSTRAINT checks_two_people CHECK (approved_by_id <> signed_by_id),
  CONSTRAINT checks_revoked CHECK (num_nonnulls(revoked_at, revoked_by_role, revoked_why) IN (0, 3)),
  CONSTRAINT checks_revoked_why CHECK (revoked_why IN ('notSo', 'mistake', 'changed', 'returned')),
  CONSTRAINT checks_in_order CHECK (approved_at >= signed_at AND revoked_at >= signed_at)
);
CREATE UNIQUE INDEX checks_seq_key ON checks (seq);
CREATE INDEX checks_candidate_id_kind_seq_idx ON checks (candidate_id, kind, seq DESC);
CREATE INDEX checks_placement_id_kind_seq_idx ON checks (placement_id, kind, seq DESC);
CREATE INDEX checks_expires_on_idx ON checks (expires_on);

-- What could go wrong on a visit, what is done about it, and what is left.
CREATE TABLE risk_rows (
  check_id uuid NOT NULL REFERENCES checks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  position int NOT NULL,
  hazard text NOT NULL,
  control text NOT NULL,
  residual text NOT NULL,
  PRIMARY KEY (check_id, position),
  CONSTRAINT risk_rows_position CHECK (position BETWEEN 1 AND 20),
  CONSTRAINT risk_rows_words CHECK (length(hazard) BETWEEN 1 AND 300 AND length(control) BETWEEN 1 AND 1000),
  CONSTRAINT risk_rows_residual CHECK (residual IN ('low', 'medium', 'high'))
);

-- Who was told what of the checks of a placement: once each for every time it came to its checks.
CREATE TABLE check_notices (
  placement_id uuid NOT NULL REFERENCES placements (id) ON DELETE CASCADE ON UPDATE CASCADE,
  change_id bigint NOT NULL,
  what text NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (placement_id, change_id, what),
  CONSTRAINT check_notices_what CHECK (what IN ('sign', 'write', 'reopened', 'remind', 'ready'))
);

GRANT SELECT, INSERT ON checks, risk_rows, check_notices TO app;
GRANT UPDATE (approved_by_id, approved_at, revoked_by_id, revoked_by_role, revoked_at, revoked_why, revoked_words,
  result, words, contact_name, contact_phone, contact_relation, emptied_at) ON checks TO app;
GRANT USAGE ON SEQUENCE checks_seq_seq TO app;

/* What is signed belongs to a placement that waits for it, by whom it may be signed; the person is locked, so that nothing is confirmed
   between. Later a row is only approved, revoked once, or emptied when its time is over. */
CREATE FUNCTION guard_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_own uuid;
BEGIN
  SELECT account_id INTO v_own FROM candidates WHERE id = NEW.candidate_id FOR NO KEY UPDATE;
  IF (NEW.signed_by_role <> 'candidate' AND NEW.signed_by_id = v_own) OR NEW.approved_by_id = v_own THEN
    RAISE check_violation USING MESSAGE = 'nobody checks themselves', CONSTRAINT = 'checks_own';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF num_nonnulls(NEW.approved_at, NEW.revoked_at, NEW.emptied_at) > 0 THEN
      RAISE check_violation USING MESSAGE = 'a check begins as it is signed', CONSTRAINT = 'checks_begin';
    END IF;
    IF NEW.placement_id IS NOT NULL AND NOT EXISTS (SELECT FROM placements p WHERE p.id = NEW.placement_id AND p.candidate_id = NEW.candidate_id
        AND p.state IN ('accepted', 'checks', 'confirmed')) THEN
      RAISE check_violation USING MESSAGE = 'no placement of theirs waits for checks', CONSTRAINT = 'checks_placement';
    END IF;
    IF NEW.kind = 'riskAssessment' AND NOT EXISTS (SELECT FROM placements p JOIN host_people o ON o.host_id = p.host_id AND o.until IS NULL
        WHERE p.id = NEW.placement_id AND o.supporter_id = NEW.signed_by_id) THEN
      RAISE check_violation USING MESSAGE = 'a risk assessment is written by whoever hosts', CONSTRAINT = 'checks_host';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.seq, NEW.placement_id, NEW.kind, NEW.version, NEW.wording, NEW.how, NEW.signed_by_id, NEW.signed_by_role, NEW.signed_at, NEW.valid_from, NEW.expires_on)
    IS DISTINCT FROM (OLD.id, OLD.seq, OLD.placement_id, OLD.kind, OLD.version, OLD.wording, OLD.how, OLD.signed_by_id, OLD.signed_by_role, OLD.signed_at, OLD.valid_from, OLD.expires_on)
    OR (OLD.approved_at IS NOT NULL AND (NEW.approved_at, NEW.approved_by_id) IS DISTINCT FROM (OLD.approved_at, OLD.approved_by_id))
    OR (OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id, NEW.revoked_by_role, NEW.revoked_why) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id, OLD.revoked_by_role, OLD.revoked_why))
    OR (NEW.result <> OLD.result AND NEW.result <> 'removed')
    OR (NEW.words IS DISTINCT FROM OLD.words AND NEW.words IS NOT NULL)
    OR (NEW.contact_phone IS DISTINCT FROM OLD.contact_phone AND NEW.contact_phone IS NOT NULL)
    OR (NEW.contact_name IS DISTINCT FROM OLD.contact_name AND NEW.contact_name IS NOT NULL) THEN
    RAISE check_violation USING MESSAGE = 'what was signed stays as it was', CONSTRAINT = 'checks_fixed';
  END IF;
  IF NEW.approved_at IS NOT NULL AND OLD.approved_at IS NULL THEN
    IF NEW.revoked_at IS NOT NULL OR NOT EXISTS (SELECT FROM risk_rows r WHERE r.check_id = NEW.id)
      OR EXISTS (SELECT FROM risk_rows r WHERE r.check_id = NEW.id AND r.residual = 'high') THEN
      RAISE check_violation USING MESSAGE = 'this cannot be approved as it stands', CONSTRAINT = 'checks_approvable';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checks_guard BEFORE INSERT OR UPDATE ON checks FOR EACH ROW EXECUTE FUNCTION guard_check();

CREATE FUNCTION guard_risk_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM checks c WHERE c.id = NEW.check_id AND c.kind = 'riskAssessment' AND c.approved_at IS NULL AND c.revoked_at IS NULL) THEN
    RAISE check_violation USING MESSAGE = 'rows are written with their assessment', CONSTRAINT = 'risk_rows_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER risk_rows_guard BEFORE INSERT ON risk_rows FOR EACH ROW EXECUTE FUNCTION guard_risk_row();

/* Everything that has to be there for the day of a placement: age where its department goes out on patrol, the rest always. */
CREATE FUNCTION needed_checks(p_patrol boolean) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
  SELECT k FROM unnest(ARRAY['age', 'eligibility', 'recordCheck', 'confidentiality', 'briefing', 'riskAssessment', 'emergencyContact', 'insurance', 'accessNeeds']) AS k
  WHERE p_patrol OR k <> 'age'
$$;

/* What still stands in the way of a placement's day: a kind and why ('missing', 'expired', 'expiring', …). Nothing is in the way
   where it answers with no row; only then can it be confirmed. Everything is asked of the day itself, not of today. */
CREATE OR REPLACE FUNCTION placement_gaps(p_placement uuid, p_now timestamptz) RETURNS TABLE (kind text, why text) LANGUAGE sql STABLE AS $$
  WITH p AS (
    SELECT p.id, p.candidate_id, p.host_id, h.patrol, h.state AS host_state, d.id AS date_id, d.state AS date_state,
      coalesce(d.supporter_id, p.supporter_id) AS supporter_id, (p_now AT TIME ZONE 'Europe/London')::date AS today,
      (d.starts_at AT TIME ZONE 'Europe/London')::date AS day, (d.ends_at AT TIME ZONE 'Europe/London')::date AS last
    FROM placements p JOIN hosts h ON h.id = p.host_id LEFT JOIN host_dates d ON d.id = p.date_id WHERE p.id = p_placement
  )
  SELECT 'date', 'missing' FROM p WHERE p.date_id IS NULL OR p.date_state <> 'offered'
  UNION ALL SELECT 'host', 'closed' FROM p WHERE p.host_state <> 'published'
  UNION ALL SELECT 'host', 'missing' FROM p WHERE NOT EXISTS (
    SELECT FROM host_people o WHERE o.host_id = p.host_id AND o.supporter_id = p.supporter_id AND o.until IS NULL)
  UNION ALL SELECT 'hostTraining', CASE WHEN s.trained_until IS NULL THEN 'missing' WHEN s.trained_until < p.today THEN 'expired' ELSE 'expiring' END
    FROM p JOIN supporters s ON s.account_id = p.supporter_id WHERE s.trained_until IS NULL OR s.trained_until < coalesce(p.last, p.today)
  UNION ALL SELECT 'pair', 'excluded' FROM p WHERE p.supporter_id IS NOT NULL
    AND EXISTS (SELECT FROM exclusions(p.candidate_id, p.supporter_id, p_now) e WHERE e.reason <> 'trainingLapsed')
  UNION ALL SELECT g.kind, g.why FROM (
    SELECT k AS kind, CASE
      WHEN c.id IS NULL OR c.result = 'removed' OR (c.kind = 'emergencyContact' AND c.contact_phone IS NULL) THEN 'missing'
      WHEN c.revoked_at IS NOT NULL THEN 'revoked'
      WHEN c.result IN ('under', 'cannot', 'notClear', 'notCovered') THEN 'refused'
      WHEN c.result IN ('asked', 'proposed') OR (c.kind = 'riskAssessment' AND c.approved_at IS NULL) THEN 'waiting'
      WHEN c.expires_on < p.today THEN 'expired'
      WHEN c.expires_on < p.last THEN 'expiring'
      WHEN c.valid_from > coalesce(p.day, p.today) THEN 'notYet'
    END AS why
    FROM p CROSS JOIN LATERAL needed_checks(p.patrol) AS k LEFT JOIN LATERAL (
      SELECT c.* FROM checks c WHERE c.candidate_id = p.candidate_id AND c.kind = k AND (c.placement_id IS NULL OR c.placement_id = p.id)
      ORDER BY c.seq DESC LIMIT 1) AS c ON true
  ) AS g WHERE g.why IS NOT NULL
$$;

/* After the row is written, as the gaps are asked of it: nothing may be in the way of what is confirmed now, or moved while it is.
   What the answer rests on is held until the end, so that nothing changes between. */
CREATE OR REPLACE FUNCTION guard_confirmed_placement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM candidates WHERE id = NEW.candidate_id FOR NO KEY UPDATE;
  PERFORM FROM hosts WHERE id = NEW.host_id FOR SHARE;
  PERFORM FROM host_dates WHERE id = NEW.date_id FOR SHARE;
  PERFORM FROM supporters WHERE account_id = NEW.supporter_id FOR SHARE;
  IF EXISTS (SELECT FROM placement_gaps(NEW.id, NEW.changed_at)) THEN
    RAISE check_violation USING MESSAGE = 'something is still in the way of this day', CONSTRAINT = 'placements_gaps';
  END IF;
  RETURN NULL;
END $$;

/* Takes every confirmed placement of a person, a supporter who hosts or a department back to its checks whose day is still to come and
   has something in its way now; nulls ask for everybody. Answers with those it took back. */
CREATE FUNCTION recheck_placements(p_candidate uuid, p_supporter uuid, p_host uuid, p_now timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE v_ids uuid[];
BEGIN
  SELECT array_agg(p.id) INTO v_ids FROM placements p JOIN host_dates d ON d.id = p.date_id
    WHERE p.state = 'confirmed' AND d.starts_at > p_now AND (p_candidate IS NULL OR p.candidate_id = p_candidate)
      AND (p_supporter IS NULL OR p_supporter IN (p.supporter_id, d.supporter_id)) AND (p_host IS NULL OR p.host_id = p_host);
  IF v_ids IS NULL THEN RETURN; END IF;
  PERFORM FROM candidates c WHERE c.id IN (SELECT p.candidate_id FROM placements p WHERE p.id = ANY (v_ids)) ORDER BY c.id FOR NO KEY UPDATE;
  RETURN QUERY UPDATE placements p SET state = 'checks', confirmed_at = NULL, changed_at = greatest(p.changed_at, p_now), changed_by_id = NULL, changed_by_role = 'system'
    WHERE p.id = ANY (v_ids) AND p.state = 'confirmed' AND EXISTS (SELECT FROM placement_gaps(p.id, p_now)) RETURNING p.id;
END $$;

/* Whatever changes what a day rests on takes back at once what it no longer holds. */
CREATE FUNCTION recheck_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'checks' THEN PERFORM recheck_placements(NEW.candidate_id, NULL, NULL, greatest(NEW.signed_at, NEW.approved_at, NEW.revoked_at, NEW.emptied_at));
    WHEN 'placements' THEN PERFORM recheck_placements(NEW.candidate_id, NULL, NULL, NEW.changed_at);
    WHEN 'hosts' THEN PERFORM recheck_placements(NULL, NULL, NEW.id, NEW.changed_at);
    WHEN 'host_people' THEN PERFORM recheck_placements(NULL, NEW.supporter_id, NEW.host_id, NEW.until);
    WHEN 'host_dates' THEN PERFORM recheck_placements(NULL, NULL, NEW.host_id, NEW.changed_at);
    WHEN 'supporters' THEN PERFORM recheck_placements(NULL, NEW.account_id, NULL, greatest(NEW.changed_at,
      (SELECT max(greatest(t.recorded_at, t.withdrawn_at)) FROM supporter_trainings t WHERE t.supporter_id = NEW.account_id)));
  END CASE;
  RETURN NULL;
END $$;
CREATE TRIGGER checks_recheck AFTER INSERT OR UPDATE OF revoked_at, result, contact_phone ON checks FOR EACH ROW EXECUTE FUNCTION recheck_after();
CREATE TRIGGER hosts_recheck AFTER UPDATE OF patrol, state ON hosts FOR EACH ROW EXECUTE FUNCTION recheck_after();
CREATE TRIGGER host_people_recheck AFTER UPDATE OF until ON host_people FOR EACH ROW WHEN (NEW.until IS NOT NULL) EXECUTE FUNCTION recheck_after();
-- after those of the placements, which know more of what to do about a day that is moved
CREATE TRIGGER zz_recheck AFTER UPDATE OF starts_at, ends_at, supporter_id, state ON host_dates FOR EACH ROW EXECUTE FUNCTION recheck_after();
CREATE TRIGGER supporters_recheck AFTER UPDATE OF trained_until ON supporters FOR EACH ROW
  WHEN (NEW.trained_until IS DISTINCT FROM OLD.trained_until) EXECUTE FUNCTION recheck_after();
-- where two records of one person are joined, or parted again, their checks and placements move one by one: asked at the end
CREATE CONSTRAINT TRIGGER checks_recheck_moved AFTER UPDATE OF candidate_id ON checks DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION recheck_after();
CREATE CONSTRAINT TRIGGER placements_recheck_moved AFTER UPDATE OF candidate_id ON placements DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION recheck_after();

/* Who is erased leaves no check behind: what was signed, answered or found goes. */
CREATE FUNCTION erase_checks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM checks WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_checks AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_checks();

-- A day that was confirmed before any check was asked for is looked at anew.
SELECT recheck_placements(NULL, NULL, NULL, now());

GRANT EXECUTE ON FUNCTION guard_check, guard_risk_row, needed_checks, recheck_placements, recheck_after, erase_checks TO app;
