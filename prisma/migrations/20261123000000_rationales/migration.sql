-- Why a workshop may be kept for a group or give it a head start (Equality Act 2010 s.158), each version a row: what is
-- approved is frozen, and a change is the next version. Who approves is a lead who wrote none of it.
CREATE TABLE rationales (
  id uuid PRIMARY KEY,
  series_id uuid NOT NULL,
  version int NOT NULL,
  title text NOT NULL,
  gate text NOT NULL,
  evidence text NOT NULL,
  aim text NOT NULL,
  proportionate text NOT NULL,
  alternatives text NOT NULL,
  group_key text NOT NULL,
  group_name text NOT NULL,
  routes text[] NOT NULL DEFAULT '{}',
  from_on date NOT NULL,
  until_on date NOT NULL,
  state text NOT NULL DEFAULT 'draft',
  author_id uuid NOT NULL,
  approver_id uuid,
  reason text,
  created_at timestamptz(3) NOT NULL,
  submitted_at timestamptz(3),
  decided_at timestamptz(3),
  ended_at timestamptz(3),
  CONSTRAINT rationales_gate CHECK (gate IN ('disadvantage', 'differentNeeds', 'lowParticipation')),
  CONSTRAINT rationales_state CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'superseded', 'withdrawn')),
  CONSTRAINT rationales_dates CHECK (until_on >= from_on),
  CONSTRAINT rationales_version CHECK (version > 0),
  CONSTRAINT rationales_group CHECK (btrim(group_key) <> '' AND btrim(group_name) <> '' AND btrim(title) <> ''),
  CONSTRAINT rationales_whole CHECK (state = 'draft' OR (btrim(evidence) <> '' AND btrim(aim) <> '' AND btrim(proportionate) <> '' AND btrim(alternatives) <> '')),
  CONSTRAINT rationales_reason CHECK (state NOT IN ('returned', 'withdrawn') OR btrim(reason) <> ''),
  CONSTRAINT rationales_approved CHECK (state NOT IN ('approved', 'superseded') OR (approver_id IS NOT NULL AND decided_at IS NOT NULL)),
  CONSTRAINT rationales_other_approver CHECK (approver_id <> author_id)
);
CREATE UNIQUE INDEX rationales_series_id_version_key ON rationales (series_id, version);
CREATE UNIQUE INDEX rationales_one_approved ON rationales (series_id) WHERE state = 'approved';
CREATE UNIQUE INDEX rationales_one_under_way ON rationales (series_id) WHERE state = ANY (ARRAY['draft', 'submitted', 'returned']);
CREATE INDEX rationales_state_until_on_idx ON rationales (state, until_on);

CREATE TABLE rationale_changes (
  id bigserial PRIMARY KEY,
  rationale_id uuid NOT NULL REFERENCES rationales (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  what text NOT NULL,
  from_state text,
  to_state text NOT NULL,
  reason text,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT rationale_changes_what CHECK (what IN ('written', 'edited', 'submitted', 'takenBack', 'returned', 'approved', 'superseded', 'withdrawn'))
);
CREATE INDEX rationale_changes_rationale_id_id_idx ON rationale_changes (rationale_id, id);

GRANT SELECT, INSERT, UPDATE ON rationales TO app;
GRANT SELECT, INSERT ON rationale_changes TO app;
GRANT USAGE ON SEQUENCE rationale_changes_id_seq TO app;

/* No state follows one that it may not; what was sent to be approved is not changed any more, and whoever approves is a
   lead who had no part in writing it. */
CREATE FUNCTION guard_rationale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN RAISE check_violation USING MESSAGE = 'a rationale begins as a draft', CONSTRAINT = 'rationales_moves'; END IF;
    RETURN NEW;
  END IF;
  IF NEW.state <> OLD.state AND NOT (OLD.state || ' ' || NEW.state = ANY (ARRAY['draft submitted', 'draft withdrawn', 'submitted draft', 'submitted returned',
      'submitted approved', 'submitted withdrawn', 'returned submitted', 'returned withdrawn', 'approved superseded', 'approved withdrawn'])) THEN
    RAISE check_violation USING MESSAGE = format('a rationale cannot go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'rationales_moves';
  END IF;
  IF NEW.series_id <> OLD.series_id OR NEW.version <> OLD.version OR NEW.author_id <> OLD.author_id OR (OLD.state NOT IN ('draft', 'returned') AND
      (NEW.title, NEW.gate, NEW.evidence, NEW.aim, NEW.proportionate, NEW.alternatives, NEW.group_key, NEW.group_name, NEW.routes, NEW.from_on, NEW.until_on)
      IS DISTINCT FROM (OLD.title, OLD.gate, OLD.evidence, OLD.aim, OLD.proportionate, OLD.alternatives, OLD.group_key, OLD.group_name, OLD.routes, OLD.from_on, OLD.until_on)) THEN
    RAISE check_violation USING MESSAGE = 'a rationale that was submitted is not changed any more', CONSTRAINT = 'rationales_frozen';
  END IF;
  IF OLD.state IN ('approved', 'superseded', 'withdrawn') AND NEW.approver_id IS DISTINCT FROM OLD.approver_id THEN
    RAISE check_violation USING MESSAGE = 'who approved a rationale does not change', CONSTRAINT = 'rationales_frozen';
  END IF;
  IF NEW.state = 'approved' AND OLD.state <> 'approved' AND (
      NOT EXISTS (SELECT FROM account_roles r WHERE r.account_id = NEW.approver_id AND r.role = 'lead')
      OR EXISTS (SELECT FROM rationale_changes c WHERE c.rationale_id = NEW.id AND c.by_id = NEW.approver_id AND c.what IN ('written', 'edited', 'submitted'))) THEN
    RAISE check_violation USING MESSAGE = 'a lead who did not write it approves a rationale', CONSTRAINT = 'rationales_other_approver';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rationales_guard BEFORE INSERT OR UPDATE ON rationales FOR EACH ROW EXECUTE FUNCTION guard_rationale();

-- Open to all, with a head start for a group, or for a group alone. `restricted` goes on saying that a recruiter sees the
-- label only where several workshops share it: always so unless open to all, and there too where the team says so.
ALTER TABLE workshops
  ADD COLUMN openness text NOT NULL DEFAULT 'all',
  ADD COLUMN rationale_id uuid REFERENCES rationales (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD COLUMN routes text[] NOT NULL DEFAULT '{}',
  ADD COLUMN supporter_places int NOT NULL DEFAULT 0,
  ADD COLUMN reopened_at timestamptz(3);
UPDATE workshops SET openness = 'restricted' WHERE restricted;
ALTER TABLE workshops
  ADD CONSTRAINT workshops_openness CHECK (openness IN ('all', 'prioritised', 'restricted')),
  ADD CONSTRAINT workshops_restricted CHECK (restricted OR openness = 'all'),
  ADD CONSTRAINT workshops_supporter_places CHECK (supporter_places BETWEEN 0 AND 100);
CREATE INDEX workshops_rationale_id_idx ON workshops (rationale_id);

-- What the person said of themselves when they asked, and no more than that they said it.
ALTER TABLE places ADD COLUMN stated boolean NOT NULL DEFAULT false;

/* Is this rationale approved and in date, and does it cover a workshop of this time for these routes? */
CREATE FUNCTION rationale_holds(p_rationale uuid, p_starts_at timestamptz, p_routes text[], p_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM rationales r WHERE r.id = p_rationale AND r.state = 'approved'
    AND (p_now AT TIME ZONE 'Europe/London')::date BETWEEN r.from_on AND r.until_on
    AND (p_starts_at AT TIME ZONE 'Europe/London')::date BETWEEN r.from_on AND r.until_on
    AND (r.routes = '{}' OR (p_routes <> '{}' AND p_routes <@ r.routes)))
$$;

/* Does an approved rationale in date cover this workshop? Where none does, it is open to all. */
CREATE FUNCTION rationale_covers(p_workshop uuid, p_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT rationale_holds(w.rationale_id, w.starts_at, w.routes, p_now) FROM workshops w WHERE w.id = p_workshop), false)
$$;

/* A workshop that is not open to all is published only under a rationale that covers it, stays as it was published unless it
   is opened, and has a label that gives away neither its title nor its group. */
CREATE FUNCTION guard_openness() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_fresh boolean := TG_OP = 'INSERT' OR OLD.state = 'draft';
BEGIN
  IF NEW.openness = 'all' THEN RETURN NEW; END IF;
  NEW.restricted := true;
  IF NOT v_fresh AND NEW.openness <> OLD.openness THEN
    RAISE check_violation USING MESSAGE = 'a published workshop can be opened to all, not closed', CONSTRAINT = 'workshops_openness_fixed';
  END IF;
  IF NOT v_fresh AND NEW.rationale_id IS DISTINCT FROM OLD.rationale_id AND NOT EXISTS (SELECT FROM rationales n JOIN rationales o USING (series_id)
      WHERE n.id = NEW.rationale_id AND o.id = OLD.rationale_id AND n.state = 'approved') THEN
    RAISE check_violation USING MESSAGE = 'a published workshop changes to the next version of its rationale only', CONSTRAINT = 'workshops_rationale';
  END IF;
  IF v_fresh AND NEW.state = 'published' AND NOT rationale_holds(NEW.rationale_id, NEW.starts_at, NEW.routes, coalesce(NEW.published_at, now())) THEN
    RAISE check_violation USING MESSAGE = 'no approved rationale in date covers this workshop', CONSTRAINT = 'workshops_rationale';
  END IF;
  IF NEW.state <> 'draft' AND (v_fresh OR NEW.safe_label <> OLD.safe_label OR NEW.title <> OLD.title) AND (btrim(NEW.safe_label) = ''
      OR strpos(lower(NEW.safe_label), lower(btrim(NEW.title))) > 0
      OR EXISTS (SELECT FROM rationales r WHERE r.id = NEW.rationale_id AND strpos(lower(NEW.safe_label), lower(btrim(r.group_name))) > 0)) THEN
    RAISE check_violation USING MESSAGE = 'the label gives the title or the group away', CONSTRAINT = 'workshops_label';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER workshops_openness BEFORE INSERT OR UPDATE ON workshops FOR EACH ROW EXECUTE FUNCTION guard_openness();

CREATE FUNCTION erase_statements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE places SET stated = false WHERE candidate_id = NEW.id AND stated;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_statements AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_statements();

GRANT EXECUTE ON FUNCTION guard_rationale, rationale_holds, rationale_covers, guard_openness, erase_statements TO app;
