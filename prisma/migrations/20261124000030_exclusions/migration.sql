-- What forbids a pair: what somebody declared, a part in selecting people, a standing that stays private, and what is recorded
-- for somebody under 18.

-- One person names another. Typed, it stays open until the team says whom it means; then both sides are known.
CREATE TABLE exclusion_declarations (
  id uuid PRIMARY KEY,
  made_by text NOT NULL,
  made_by_id uuid NOT NULL,
  candidate_id uuid REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  supporter_id uuid REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL,
  typed_name text,
  typed_email text,
  until_on date,
  made_at timestamptz(3) NOT NULL,
  reviewed_at timestamptz(3),
  reviewed_by_id uuid,
  linked_at timestamptz(3),
  ended_at timestamptz(3),
  ended_by_id uuid,
  ended_why text,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT declarations_made_by CHECK (made_by IN ('candidate', 'supporter', 'team')),
  CONSTRAINT declarations_kind CHECK (kind IN ('lineManagement', 'family', 'household', 'closeFriend', 'relationship', 'sameTeam', 'block',
    'sift', 'assessment', 'interview', 'vetting', 'occupationalHealth', 'samePerson')),
  CONSTRAINT declarations_theirs CHECK (CASE made_by
    WHEN 'candidate' THEN candidate_id IS NOT NULL AND kind NOT IN ('sift', 'assessment', 'interview', 'vetting', 'occupationalHealth', 'samePerson')
    WHEN 'supporter' THEN supporter_id IS NOT NULL AND kind <> 'samePerson'
    ELSE num_nonnulls(candidate_id, supporter_id) = 2 AND kind <> 'block' END),
  CONSTRAINT declarations_about CHECK (num_nonnulls(candidate_id, supporter_id) = 2 OR typed_name IS NOT NULL),
  CONSTRAINT declarations_typed CHECK (length(typed_name) BETWEEN 1 AND 200 AND length(typed_email) BETWEEN 3 AND 320),
  CONSTRAINT declarations_until CHECK (until_on IS NULL OR kind IN ('lineManagement', 'sameTeam', 'sift', 'assessment', 'interview', 'vetting', 'occupationalHealth')),
  CONSTRAINT declarations_reviewed CHECK ((reviewed_at IS NULL) = (reviewed_by_id IS NULL)),
  CONSTRAINT declarations_ended CHECK ((ended_at IS NULL) = (ended_why IS NULL)),
  CONSTRAINT declarations_ended_why CHECK (ended_why IN ('takenBack', 'asked', 'notSo', 'over')),
  -- a block is ended by whoever set it, or because they asked
  CONSTRAINT declarations_blocks_end CHECK (kind <> 'block' OR ended_why IN ('takenBack', 'asked')),
  CONSTRAINT declarations_in_order CHECK (changed_at >= made_at AND reviewed_at >= made_at AND ended_at >= made_at)
);
CREATE INDEX exclusion_declarations_candidate_id_idx ON exclusion_declarations (candidate_id);
CREATE INDEX exclusion_declarations_supporter_id_idx ON exclusion_declarations (supporter_id);
CREATE INDEX exclusion_declarations_made_at_idx ON exclusion_declarations (made_at DESC);

-- A part in selecting people: for one route, or for everybody. A part in selecting one person is a declaration.
CREATE TABLE selection_duties (
  id uuid PRIMARY KEY,
  supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  duty text NOT NULL,
  route text,
  until_on date,
  made_by text NOT NULL,
  made_by_id uuid NOT NULL,
  made_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  ended_by_id uuid,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT duties_duty CHECK (duty IN ('sift', 'assessment', 'interview', 'vetting', 'occupationalHealth', 'professionalStandards')),
  CONSTRAINT duties_everybody CHECK (duty <> 'professionalStandards' OR route IS NULL),
  CONSTRAINT duties_made_by CHECK (made_by IN ('supporter', 'team')),
  CONSTRAINT duties_in_order CHECK (changed_at >= made_at AND ended_at >= made_at)
);
CREATE INDEX selection_duties_supporter_id_idx ON selection_duties (supporter_id);

-- That somebody is under investigation or restricted: that it is so, never why. For the head of the team alone.
CREATE TABLE supporter_standings (
  id uuid PRIMARY KEY,
  supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  standing text NOT NULL,
  made_by_id uuid NOT NULL,
  made_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  ended_by_id uuid,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT standings_standing CHECK (standing IN ('investigation', 'restricted')),
  CONSTRAINT standings_ended CHECK ((ended_at IS NULL) = (ended_by_id IS NULL)),
  CONSTRAINT standings_in_order CHECK (changed_at >= made_at AND ended_at >= made_at)
);
CREATE UNIQUE INDEX supporter_standings_one_live ON supporter_standings (supporter_id, standing) WHERE ended_at IS NULL;

-- What is recorded before somebody under 18 may have a buddy or a mentor: an extra check, and a guardian's consent.
CREATE TABLE safeguards (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  check_what text NOT NULL,
  check_by text NOT NULL,
  check_on date NOT NULL,
  guardian_name text NOT NULL,
  guardian_how text NOT NULL,
  guardian_on date NOT NULL,
  until_on date NOT NULL,
  recorded_by_id uuid NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  ended_by_id uuid,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT safeguards_words CHECK (length(check_what) BETWEEN 1 AND 300 AND length(check_by) BETWEEN 1 AND 200 AND length(guardian_name) BETWEEN 1 AND 200),
  CONSTRAINT safeguards_guardian_how CHECK (guardian_how IN ('inPerson', 'call', 'letter', 'email')),
  CONSTRAINT safeguards_dates CHECK (until_on > check_on AND until_on > guardian_on AND until_on <= check_on + 366),
  CONSTRAINT safeguards_ended CHECK ((ended_at IS NULL) = (ended_by_id IS NULL)),
  CONSTRAINT safeguards_in_order CHECK (changed_at >= recorded_at AND ended_at >= recorded_at)
);
CREATE UNIQUE INDEX safeguards_one_live ON safeguards (candidate_id) WHERE ended_at IS NULL;

GRANT SELECT, INSERT ON exclusion_declarations, selection_duties, supporter_standings, safeguards TO app;
GRANT UPDATE (candidate_id, supporter_id, reviewed_at, reviewed_by_id, linked_at, ended_at, ended_by_id, ended_why, changed_at) ON exclusion_declarations TO app;
GRANT UPDATE (ended_at, ended_by_id, changed_at) ON selection_duties, supporter_standings, safeguards TO app;

/* What forbids a pair, as domain rules name it. A null candidate or supporter in a row means "all". `private` is a reason that
   neither side nor a list may name. Ask with nulls for everybody. What is still open counts where the address typed is theirs. */
CREATE OR REPLACE FUNCTION exclusions(p_candidate uuid, p_supporter uuid, p_now timestamptz)
RETURNS TABLE (candidate_id uuid, supporter_id uuid, reason text, private boolean) LANGUAGE sql STABLE AS $$
  SELECT c.id, s.account_id, 'samePerson', false FROM supporters s JOIN candidates c ON c.account_id = s.account_id
    WHERE (p_candidate IS NULL OR c.id = p_candidate) AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT NULL, s.account_id, 'notApproved', false FROM supporters s
    WHERE s.state <> 'approved' AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT NULL, s.account_id, 'supporterLeft', false FROM supporters s JOIN accounts a ON a.id = s.account_id
    WHERE (a.closed_at IS NOT NULL OR a.deactivated_at IS NOT NULL OR NOT EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role = 'supporter'))
      AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT NULL, s.account_id, 'suspended', true FROM supporters s
    WHERE s.suspended_at <= p_now AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT NULL, s.account_id, 'trainingLapsed', false FROM supporters s
    WHERE (s.trained_until IS NULL OR s.trained_until < (p_now AT TIME ZONE 'Europe/London')::date) AND (p_supporter IS NULL OR s.account_id = p_supporter)
  UNION ALL SELECT c.id, NULL, 'candidateLeft', false FROM candidates c WHERE c.closed_at IS NOT NULL AND c.id = p_candidate
  UNION ALL SELECT c.id, NULL, 'underage', false FROM candidates c
    WHERE c.adult IS NOT TRUE AND c.closed_at IS NULL AND (p_candidate IS NULL OR c.id = p_candidate) AND NOT EXISTS (SELECT FROM safeguards g
      WHERE g.candidate_id = c.id AND g.ended_at IS NULL AND g.until_on >= (p_now AT TIME ZONE 'Europe/London')::date)
  UNION ALL SELECT p.candidate_id, p.supporter_id, 'earlierConcern', true FROM pairings p WHERE p.state = 'ended' AND p.end_reason = 'concern'
    AND (p_candidate IS NULL OR p.candidate_id = p_candidate) AND (p_supporter IS NULL OR p.supporter_id = p_supporter)
  UNION ALL SELECT NULL, t.supporter_id, t.standing, true FROM supporter_standings t
    WHERE t.ended_at IS NULL AND (p_supporter IS NULL OR t.supporter_id = p_supporter)
  UNION ALL SELECT NULL, d.supporter_id, d.duty, false FROM selection_duties d
    WHERE d.route IS NULL AND d.ended_at IS NULL AND coalesce(d.until_on >= (p_now AT TIME ZONE 'Europe/London')::date, true)
      AND (p_supporter IS NULL OR d.supporter_id = p_supporter)
  UNION ALL SELECT c.id, d.supporter_id, d.duty, false FROM selection_duties d JOIN candidates c ON d.route = ANY (c.routes) AND c.closed_at IS NULL
    WHERE d.route IS NOT NULL AND d.ended_at IS NULL AND coalesce(d.until_on >= (p_now AT TIME ZONE 'Europe/London')::date, true)
      AND (p_supporter IS NULL OR d.supporter_id = p_supporter) AND (p_candidate IS NULL OR c.id = p_candidate)
  UNION ALL SELECT n.candidate_id, n.supporter_id, n.kind, n.kind = 'block' FROM (
      SELECT d.candidate_id, d.supporter_id, d.kind, d.until_on FROM exclusion_declarations d
        WHERE d.ended_at IS NULL AND d.candidate_id IS NOT NULL AND d.supporter_id IS NOT NULL
      UNION ALL SELECT d.candidate_id, s.account_id, d.kind, d.until_on FROM exclusion_declarations d
        JOIN accounts a ON email_form(a.email) = email_form(d.typed_email) JOIN supporters s ON s.account_id = a.id
        WHERE d.ended_at IS NULL AND d.supporter_id IS NULL AND (p_candidate IS NULL OR d.candidate_id = p_candidate)
      UNION ALL SELECT c.id, d.supporter_id, d.kind, d.until_on FROM exclusion_declarations d
        JOIN accounts a ON email_form(a.email) = email_form(d.typed_email) JOIN candidates c ON c.account_id = a.id
        WHERE d.ended_at IS NULL AND d.candidate_id IS NULL AND (p_supporter IS NULL OR d.supporter_id = p_supporter)
      UNION ALL SELECT c.id, d.supporter_id, d.kind, d.until_on FROM exclusion_declarations d
        JOIN candidates c ON email_form(c.email) = email_form(d.typed_email)
        WHERE d.ended_at IS NULL AND d.candidate_id IS NULL AND (p_supporter IS NULL OR d.supporter_id = p_supporter)
    ) AS n
    WHERE (p_candidate IS NULL OR n.candidate_id = p_candidate) AND (p_supporter IS NULL OR n.supporter_id = p_supporter)
      AND coalesce(CASE n.kind WHEN 'lineManagement' THEN n.until_on + interval '12 months' ELSE n.until_on END
        >= (p_now AT TIME ZONE 'Europe/London')::date, true)
$$;

/* Both people are locked before anything is said about them, in the order in which pairings lock them: whoever proposes or
   accepts at this moment comes before or after, never between. */
CREATE FUNCTION lock_excluded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_candidate uuid := (to_jsonb(NEW) ->> 'candidate_id')::uuid;
  v_supporter uuid := (to_jsonb(NEW) ->> 'supporter_id')::uuid;
BEGIN
  IF v_candidate IS NOT NULL THEN
    PERFORM FROM candidates WHERE id = v_candidate FOR NO KEY UPDATE;
  ELSE
    PERFORM FROM candidates c WHERE c.id IN (SELECT p.candidate_id FROM pairings p WHERE p.supporter_id = v_supporter
      AND p.state IN ('proposedToSupporter', 'proposedToCandidate', 'active')) ORDER BY c.id FOR NO KEY UPDATE;
  END IF;
  IF v_supporter IS NOT NULL THEN PERFORM FROM supporters WHERE account_id = v_supporter FOR UPDATE; END IF;
  RETURN NEW;
END $$;

/* What excludes stops what it forbids in the same transaction. Whom an open declaration means is shown by nothing that happens
   at once but to a pair that know each other already: a proposal, which names nobody, is taken back by the nightly check. */
CREATE FUNCTION stop_excluded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_candidate uuid := (to_jsonb(NEW) ->> 'candidate_id')::uuid;
  v_supporter uuid := (to_jsonb(NEW) ->> 'supporter_id')::uuid;
  p record;
BEGIN
  IF TG_TABLE_NAME <> 'exclusion_declarations' OR num_nonnulls(v_candidate, v_supporter) = 2 THEN
    PERFORM pause_excluded(v_candidate, v_supporter, NEW.changed_at);
  ELSE
    FOR p IN SELECT o.candidate_id, o.supporter_id FROM pairings o WHERE o.state = 'active'
        AND (o.candidate_id = v_candidate OR o.supporter_id = v_supporter) ORDER BY o.id LOOP
      PERFORM pause_excluded(p.candidate_id, p.supporter_id, NEW.changed_at);
    END LOOP;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER declarations_lock BEFORE INSERT OR UPDATE ON exclusion_declarations FOR EACH ROW EXECUTE FUNCTION lock_excluded();
CREATE TRIGGER declarations_stop AFTER INSERT ON exclusion_declarations FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION stop_excluded();
-- what moves along a join of records keeps its time, and is looked at by the nightly check
CREATE TRIGGER declarations_stop_linked AFTER UPDATE OF supporter_id, candidate_id ON exclusion_declarations FOR EACH ROW
  WHEN (NEW.ended_at IS NULL AND NEW.changed_at > OLD.changed_at) EXECUTE FUNCTION stop_excluded();
CREATE TRIGGER duties_lock BEFORE INSERT ON selection_duties FOR EACH ROW EXECUTE FUNCTION lock_excluded();
CREATE TRIGGER duties_stop AFTER INSERT ON selection_duties FOR EACH ROW EXECUTE FUNCTION stop_excluded();
CREATE TRIGGER standings_lock BEFORE INSERT ON supporter_standings FOR EACH ROW EXECUTE FUNCTION lock_excluded();
CREATE TRIGGER standings_stop AFTER INSERT ON supporter_standings FOR EACH ROW EXECUTE FUNCTION stop_excluded();
CREATE TRIGGER safeguards_lock BEFORE INSERT OR UPDATE ON safeguards FOR EACH ROW EXECUTE FUNCTION lock_excluded();
CREATE TRIGGER safeguards_stop AFTER UPDATE ON safeguards FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION stop_excluded();

/* What has ended stays ended: who it concerns again says so again. */
CREATE FUNCTION keep_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE check_violation USING MESSAGE = 'what has ended stays as it is', CONSTRAINT = 'exclusions_ended_for_good';
END $$;
CREATE TRIGGER declarations_ended BEFORE UPDATE OF reviewed_at, ended_at ON exclusion_declarations FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION keep_ended();
CREATE TRIGGER duties_ended BEFORE UPDATE ON selection_duties FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION keep_ended();
CREATE TRIGGER standings_ended BEFORE UPDATE ON supporter_standings FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION keep_ended();
CREATE TRIGGER safeguards_ended BEFORE UPDATE OF ended_at ON safeguards FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION keep_ended();

/* Who is erased takes what they declared along. What a supporter typed about somebody is the supporter's and stays as it was typed,
   bound to nobody: did it vanish, they would learn that the person was here. */
CREATE FUNCTION erase_exclusions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM safeguards WHERE candidate_id = NEW.id;
  DELETE FROM exclusion_declarations WHERE candidate_id = NEW.id AND NOT (made_by = 'supporter' AND typed_name IS NOT NULL);
  UPDATE exclusion_declarations SET candidate_id = NULL, linked_at = NULL, changed_at = greatest(changed_at, NEW.closed_at) WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_exclusions AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_exclusions();

GRANT EXECUTE ON FUNCTION lock_excluded, stop_excluded, keep_ended, erase_exclusions TO app;
