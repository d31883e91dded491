-- What stands in somebody's way, as a case: who has it, what is done, by when, how it ended. Many cases may show one barrier that
-- stands in everybody's way: that has a register of its own, and what was done about it is told in public once two have looked.

CREATE TABLE barrier_cases (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  kind text NOT NULL,
  words text NOT NULL,
  tried text NOT NULL DEFAULT '',
  would_help text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'opened',
  owner_id uuid,
  opened_by text NOT NULL,
  opened_at timestamptz(3) NOT NULL,
  answer_due_at timestamptz(3) NOT NULL,
  answered_at timestamptz(3),
  outcome_due_at timestamptz(3) NOT NULL,
  waiting_for text,
  outcome text,
  outcome_words text,
  closed_at timestamptz(3),
  helped text,
  helped_words text,
  helped_at timestamptz(3),
  escalated_at timestamptz(3),
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT barrier_cases_kind CHECK (kind IN ('credentialRecognition', 'childcare', 'transport', 'caring', 'faith', 'cost', 'digital', 'other')),
  CONSTRAINT barrier_cases_state CHECK (state IN ('opened', 'takenUp', 'working', 'waitingOnOthers', 'closed', 'withdrawn')),
  CONSTRAINT barrier_cases_owner CHECK (owner_id IS NOT NULL OR state NOT IN ('takenUp', 'working', 'waitingOnOthers')),
  CONSTRAINT barrier_cases_opened_by CHECK (opened_by IN ('candidate', 'team')),
  CONSTRAINT barrier_cases_waiting CHECK ((state = 'waitingOnOthers') = (waiting_for IS NOT NULL)),
  CONSTRAINT barrier_cases_outcome CHECK ((state = 'closed') = (outcome IS NOT NULL)
    AND outcome IN ('solved', 'partly', 'workedAround', 'cannotChange', 'noLongerWanted')),
  CONSTRAINT barrier_cases_closed CHECK ((state IN ('closed', 'withdrawn')) = (closed_at IS NOT NULL)),
  CONSTRAINT barrier_cases_helped CHECK ((helped IS NULL) = (helped_at IS NULL) AND (helped IS NULL OR state = 'closed') AND helped IN ('yes', 'partly', 'no')),
  CONSTRAINT barrier_cases_in_order CHECK (outcome_due_at >= answer_due_at AND answered_at >= opened_at),
  CONSTRAINT barrier_cases_long CHECK (length(words) <= 2000 AND length(tried) <= 2000 AND length(would_help) <= 2000 AND length(waiting_for) <= 200
    AND length(outcome_words) <= 2000 AND length(helped_words) <= 1000)
);
CREATE INDEX barrier_cases_candidate_id_state_idx ON barrier_cases (candidate_id, state);
CREATE INDEX barrier_cases_state_outcome_due_at_idx ON barrier_cases (state, outcome_due_at);
CREATE INDEX barrier_cases_owner_id_idx ON barrier_cases (owner_id);

-- Every step, every other owner, every new date and every escalation, written by a trigger alone.
CREATE TABLE barrier_changes (
  id bigserial PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES barrier_cases (id) ON DELETE CASCADE ON UPDATE CASCADE,
  what text NOT NULL,
  from_state text,
  to_state text NOT NULL,
  outcome text,
  owner_id uuid,
  due_at timestamptz(3),
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT barrier_changes_what CHECK (what IN ('state', 'owner', 'due', 'escalated'))
);
CREATE INDEX barrier_changes_case_id_id_idx ON barrier_changes (case_id, id);

CREATE TABLE barrier_actions (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES barrier_cases (id) ON DELETE CASCADE ON UPDATE CASCADE,
  what text NOT NULL,
  who text NOT NULL,
  due_on date NOT NULL,
  made_at timestamptz(3) NOT NULL,
  made_by_id uuid,
  done_at timestamptz(3),
  done_by text,
  dropped_at timestamptz(3),
  CONSTRAINT barrier_actions_what CHECK (length(what) BETWEEN 1 AND 300),
  CONSTRAINT barrier_actions_who CHECK (who IN ('team', 'candidate', 'others')),
  CONSTRAINT barrier_actions_done CHECK ((done_at IS NULL) = (done_by IS NULL) AND done_by IN ('team', 'candidate')),
  CONSTRAINT barrier_actions_over CHECK (num_nonnulls(done_at, dropped_at) <= 1)
);
CREATE INDEX barrier_actions_case_id_idx ON barrier_actions (case_id);
CREATE INDEX barrier_actions_open ON barrier_actions (due_on) WHERE (done_at IS NULL AND dropped_at IS NULL);

-- Words beside a case: to the candidate, from the candidate, or of the team alone.
CREATE TABLE barrier_notes (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES barrier_cases (id) ON DELETE CASCADE ON UPDATE CASCADE,
  shared boolean NOT NULL,
  words text NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT barrier_notes_words CHECK (length(words) BETWEEN 1 AND 2000),
  CONSTRAINT barrier_notes_own CHECK (shared OR by_role <> 'candidate')
);
CREATE INDEX barrier_notes_case_id_at_idx ON barrier_notes (case_id, at);

-- One barrier that many meet.
CREATE TABLE systemic_barriers (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  kind text NOT NULL,
  routes text[] NOT NULL DEFAULT '{}',
  about text NOT NULL,
  sources text NOT NULL DEFAULT '',
  evidence text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'suspected',
  owner_id uuid,
  made_at timestamptz(3) NOT NULL,
  made_by_id uuid,
  decision text,
  decision_words text,
  decided_at timestamptz(3),
  decided_by_id uuid,
  change_words text,
  changed_on date,
  remeasure_on date,
  reminded_for date,
  before_words text,
  after_words text,
  result text,
  remeasured_at timestamptz(3),
  closed_at timestamptz(3),
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT systemic_title CHECK (length(title) BETWEEN 1 AND 120),
  CONSTRAINT systemic_kind CHECK (kind IN ('credentialRecognition', 'childcare', 'transport', 'caring', 'faith', 'cost', 'digital', 'other')),
  CONSTRAINT systemic_state CHECK (state IN ('suspected', 'evidenced', 'decided', 'changed', 'remeasured', 'closed')),
  CONSTRAINT systemic_about CHECK (length(about) BETWEEN 1 AND 2000 AND length(sources) <= 2000 AND length(evidence) <= 2000),
  CONSTRAINT systemic_evidenced CHECK (state = 'suspected' OR evidence <> ''),
  CONSTRAINT systemic_decision CHECK (decision IN ('change', 'noChange') AND (decision IS NULL) = (decided_at IS NULL)
    AND (decision IS NULL) = (coalesce(decision_words, '') = '')),
  CONSTRAINT systemic_decided CHECK (state IN ('suspected', 'evidenced') OR (decision IS NOT NULL AND remeasure_on IS NOT NULL)),
  CONSTRAINT systemic_changed CHECK (state NOT IN ('changed') OR decision = 'change'),
  CONSTRAINT systemic_change_made CHECK (state NOT IN ('changed', 'remeasured', 'closed') OR decision = 'noChange' OR (coalesce(change_words, '') <> '' AND changed_on IS NOT NULL)),
  CONSTRAINT systemic_remeasured CHECK (state NOT IN ('remeasured', 'closed')
    OR (coalesce(before_words, '') <> '' AND coalesce(after_words, '') <> '' AND result IS NOT NULL AND remeasured_at IS NOT NULL)),
  CONSTRAINT systemic_result CHECK (result IN ('gone', 'less', 'still')),
  CONSTRAINT systemic_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (state <> 'closed' OR result <> 'still' OR decision = 'noChange'))
);
CREATE INDEX systemic_barriers_state_remeasure_on_idx ON systemic_barriers (state, remeasure_on);

CREATE TABLE systemic_changes (
  id bigserial PRIMARY KEY,
  systemic_id uuid NOT NULL REFERENCES systemic_barriers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  decision text,
  words text,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX systemic_changes_systemic_id_id_idx ON systemic_changes (systemic_id, id);

-- Which cases show it. Taken off again, the row stays as history.
CREATE TABLE systemic_links (
  id uuid PRIMARY KEY,
  systemic_id uuid NOT NULL REFERENCES systemic_barriers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  case_id uuid NOT NULL REFERENCES barrier_cases (id) ON DELETE CASCADE ON UPDATE CASCADE,
  linked_at timestamptz(3) NOT NULL,
  linked_by_id uuid,
  unlinked_at timestamptz(3),
  unlinked_by_id uuid,
  CONSTRAINT systemic_links_in_order CHECK (unlinked_at >= linked_at)
);
CREATE UNIQUE INDEX systemic_links_one_live ON systemic_links (systemic_id, case_id) WHERE unlinked_at IS NULL;
CREATE INDEX systemic_links_case_id_idx ON systemic_links (case_id);

-- What the public reads: words of their own, never edited, approved by somebody else than who wrote them.
CREATE TABLE told_entries (
  id uuid PRIMARY KEY,
  systemic_id uuid NOT NULL REFERENCES systemic_barriers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  you_said text NOT NULL,
  we_did text NOT NULL,
  with_people boolean NOT NULL DEFAULT false,
  people int,
  state text NOT NULL DEFAULT 'proposed',
  proposed_at timestamptz(3) NOT NULL,
  proposed_by_id uuid NOT NULL,
  decided_at timestamptz(3),
  decided_by_id uuid,
  return_words text,
  ended_at timestamptz(3),
  ended_by_id uuid,
  CONSTRAINT told_words CHECK (length(you_said) BETWEEN 1 AND 600 AND length(we_did) BETWEEN 1 AND 1200),
  CONSTRAINT told_state CHECK (state IN ('proposed', 'published', 'returned', 'unpublished')),
  CONSTRAINT told_two CHECK (decided_by_id <> proposed_by_id),
  CONSTRAINT told_decided CHECK ((state IN ('published', 'unpublished')) <= (decided_at IS NOT NULL AND decided_by_id IS NOT NULL)),
  CONSTRAINT told_people CHECK (people IS NULL OR (with_people AND people >= 10 AND people % 5 = 0)),
  CONSTRAINT told_ended CHECK ((state = 'unpublished') = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX told_one_live ON told_entries (systemic_id) WHERE state = ANY (ARRAY['proposed'::text, 'published'::text]);
CREATE INDEX told_entries_state_decided_at_idx ON told_entries (state, decided_at);

GRANT SELECT, INSERT, UPDATE ON barrier_cases, systemic_barriers, barrier_actions TO app;
GRANT SELECT, INSERT ON barrier_notes, systemic_links, told_entries TO app;
GRANT UPDATE (unlinked_at, unlinked_by_id) ON systemic_links TO app;
GRANT UPDATE (state, people, decided_at, decided_by_id, return_words, ended_at, ended_by_id) ON told_entries TO app;
GRANT SELECT ON barrier_changes, systemic_changes TO app;

/* The state tables. The rules of the feature hold the same ones, with who may take which step; a test compares them. */
CREATE FUNCTION barrier_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '')
    WHEN '' THEN p_to = 'opened'
    WHEN 'opened' THEN p_to IN ('takenUp', 'closed', 'withdrawn')
    WHEN 'takenUp' THEN p_to IN ('working', 'closed', 'withdrawn')
    WHEN 'working' THEN p_to IN ('waitingOnOthers', 'closed', 'withdrawn')
    WHEN 'waitingOnOthers' THEN p_to IN ('working', 'closed', 'withdrawn')
    WHEN 'closed' THEN p_to = 'takenUp'
    ELSE false END
$$;
CREATE FUNCTION systemic_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '')
    WHEN '' THEN p_to = 'suspected'
    WHEN 'suspected' THEN p_to = 'evidenced'
    WHEN 'evidenced' THEN p_to = 'decided'
    WHEN 'decided' THEN p_to IN ('changed', 'remeasured')
    WHEN 'changed' THEN p_to = 'remeasured'
    WHEN 'remeasured' THEN p_to IN ('closed', 'decided')
    WHEN 'closed' THEN p_to = 'evidenced'
    ELSE false END
$$;

CREATE FUNCTION guard_barrier_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS DISTINCT FROM NEW.state AND NOT barrier_step(v_from, NEW.state) THEN
    RAISE check_violation USING MESSAGE = format('a case does not go from %s to %s', v_from, NEW.state), CONSTRAINT = 'barrier_cases_moves';
  END IF;
  IF v_from = 'opened' AND NEW.state = 'closed' AND (NEW.outcome <> 'solved' OR NEW.changed_by_role <> 'candidate') THEN
    RAISE check_violation USING MESSAGE = 'a case that nobody took up is closed by whose it is', CONSTRAINT = 'barrier_cases_untouched';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.opened_at <> OLD.opened_at OR NEW.kind <> OLD.kind) THEN
    RAISE check_violation USING MESSAGE = 'a case keeps its kind and its beginning', CONSTRAINT = 'barrier_cases_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER barrier_cases_guard BEFORE INSERT OR UPDATE ON barrier_cases FOR EACH ROW EXECUTE FUNCTION guard_barrier_case();

/* Every step is kept. Being taken up begins the support request, and the end of the last case completes it. Runs as the owner, as
   history is written here alone. */
CREATE FUNCTION log_barrier_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END; v_what text;
BEGIN
  FOREACH v_what IN ARRAY ARRAY['state', 'owner', 'due', 'escalated'] LOOP
    CONTINUE WHEN NOT CASE v_what
      WHEN 'state' THEN v_from IS DISTINCT FROM NEW.state
      WHEN 'owner' THEN TG_OP = 'UPDATE' AND NEW.owner_id IS DISTINCT FROM OLD.owner_id AND NEW.owner_id IS NOT NULL
      WHEN 'due' THEN TG_OP = 'UPDATE' AND v_from = NEW.state AND NEW.outcome_due_at <> OLD.outcome_due_at
      ELSE TG_OP = 'UPDATE' AND NEW.escalated_at IS NOT NULL AND OLD.escalated_at IS NULL END;
    INSERT INTO barrier_changes (case_id, what, from_state, to_state, outcome, owner_id, due_at, by_id, by_role, at)
    VALUES (NEW.id, v_what, v_from, NEW.state, CASE WHEN v_what = 'state' THEN NEW.outcome END, CASE WHEN v_what = 'owner' THEN NEW.owner_id END,
      CASE WHEN v_what = 'due' THEN NEW.outcome_due_at END, NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  END LOOP;
  IF NEW.state = 'takenUp' AND v_from IS DISTINCT FROM 'takenUp' THEN
    PERFORM begin_request(NEW.candidate_id, 'barrier', 'barrier.takenUp', NEW.id, NEW.owner_id, NEW.changed_at);
  ELSIF NEW.state = 'closed' AND v_from <> 'closed'
    AND NOT EXISTS (SELECT FROM barrier_cases o WHERE o.candidate_id = NEW.candidate_id AND o.id <> NEW.id AND o.state NOT IN ('closed', 'withdrawn')) THEN
    PERFORM complete_request(NEW.candidate_id, 'barrier', 'barrier.closed', NEW.id, NEW.changed_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER barrier_cases_log AFTER INSERT OR UPDATE ON barrier_cases FOR EACH ROW EXECUTE FUNCTION log_barrier_case();

/* Nothing is done any more in a case that is over. */
CREATE FUNCTION guard_barrier_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM barrier_cases WHERE id = NEW.case_id AND state IN ('takenUp', 'working', 'waitingOnOthers') FOR SHARE;
  IF NOT FOUND THEN
    RAISE check_violation USING MESSAGE = 'an action belongs to a case that somebody has', CONSTRAINT = 'barrier_actions_live';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER barrier_actions_guard BEFORE INSERT ON barrier_actions FOR EACH ROW EXECUTE FUNCTION guard_barrier_action();

/* What is said to be so stands on cases, or on another source that is named. */
CREATE FUNCTION guard_systemic() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS DISTINCT FROM NEW.state AND NOT systemic_step(v_from, NEW.state) THEN
    RAISE check_violation USING MESSAGE = format('a systemic barrier does not go from %s to %s', v_from, NEW.state), CONSTRAINT = 'systemic_moves';
  END IF;
  IF v_from = 'decided' AND NEW.state = 'remeasured' AND NEW.decision <> 'noChange' THEN
    RAISE check_violation USING MESSAGE = 'the change comes before it is measured', CONSTRAINT = 'systemic_change_first';
  END IF;
  IF NEW.state <> 'suspected' AND NEW.sources = '' AND NOT EXISTS (SELECT FROM systemic_links l WHERE l.systemic_id = NEW.id AND l.unlinked_at IS NULL) THEN
    RAISE check_violation USING MESSAGE = 'no case and no source shows it', CONSTRAINT = 'systemic_shown';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER systemic_guard BEFORE INSERT OR UPDATE ON systemic_barriers FOR EACH ROW EXECUTE FUNCTION guard_systemic();

CREATE FUNCTION log_systemic() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF v_from IS NOT DISTINCT FROM NEW.state THEN RETURN NULL; END IF;
  INSERT INTO systemic_changes (systemic_id, from_state, to_state, decision, words, by_id, by_role, at)
  VALUES (NEW.id, v_from, NEW.state, CASE WHEN NEW.state = 'decided' THEN NEW.decision END,
    CASE NEW.state WHEN 'evidenced' THEN NEW.evidence WHEN 'decided' THEN NEW.decision_words WHEN 'changed' THEN NEW.change_words WHEN 'remeasured' THEN NEW.after_words END,
    NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER systemic_log AFTER INSERT OR UPDATE ON systemic_barriers FOR EACH ROW EXECUTE FUNCTION log_systemic();

/* Cases are linked and taken off under the lock of what they show; the last one stays where nothing else shows it. */
CREATE FUNCTION guard_systemic_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE s systemic_barriers;
BEGIN
  SELECT * INTO s FROM systemic_barriers WHERE id = NEW.systemic_id FOR UPDATE;
  IF s.state = 'closed' THEN
    RAISE check_violation USING MESSAGE = 'what is closed keeps its cases', CONSTRAINT = 'systemic_links_closed';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.unlinked_at IS NOT NULL THEN
    RAISE check_violation USING MESSAGE = 'what was taken off stays so', CONSTRAINT = 'systemic_links_once';
  END IF;
  IF TG_OP = 'UPDATE' AND s.state <> 'suspected' AND s.sources = ''
    AND NOT EXISTS (SELECT FROM systemic_links l WHERE l.systemic_id = s.id AND l.id <> NEW.id AND l.unlinked_at IS NULL) THEN
    RAISE check_violation USING MESSAGE = 'nothing else shows it', CONSTRAINT = 'systemic_links_last';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER systemic_links_guard BEFORE INSERT OR UPDATE ON systemic_links FOR EACH ROW EXECUTE FUNCTION guard_systemic_link();

/* How many people's cases show it, as the public may read it: rounded to five, and nothing under ten. */
CREATE FUNCTION people_shown(p_systemic uuid) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN count(DISTINCT c.candidate_id) >= 10 THEN round(count(DISTINCT c.candidate_id) / 5.0)::int * 5 END
  FROM systemic_links l JOIN barrier_cases c ON c.id = l.case_id WHERE l.systemic_id = p_systemic AND l.unlinked_at IS NULL
$$;

/* What is told is told of something done or decided, and its number is the one of the day it was approved. */
CREATE FUNCTION guard_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (CASE WHEN TG_OP = 'INSERT' THEN NEW.state = 'proposed' WHEN NEW.state = OLD.state THEN true
    ELSE (OLD.state, NEW.state) IN (('proposed', 'published'), ('proposed', 'returned'), ('published', 'unpublished')) END) THEN
    RAISE check_violation USING MESSAGE = 'this is not a step of what is told', CONSTRAINT = 'told_moves';
  END IF;
  IF NEW.state = 'published' AND (TG_OP = 'INSERT' OR OLD.state = 'proposed') THEN
    PERFORM FROM systemic_barriers s WHERE s.id = NEW.systemic_id AND (s.state IN ('changed', 'remeasured', 'closed') OR (s.state = 'decided' AND s.decision = 'noChange'));
    IF NOT FOUND THEN
      RAISE check_violation USING MESSAGE = 'nothing is done or decided yet', CONSTRAINT = 'told_too_early';
    END IF;
    NEW.people := CASE WHEN NEW.with_people THEN people_shown(NEW.systemic_id) END;
  ELSIF TG_OP = 'INSERT' THEN NEW.people := NULL;
  ELSE NEW.people := OLD.people;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER told_guard BEFORE INSERT OR UPDATE ON told_entries FOR EACH ROW EXECUTE FUNCTION guard_told();

/* A request that is given up or cannot be offered ends the cases under it. Joined records and closed accounts see to it themselves. */
CREATE FUNCTION end_barriers_of_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE barrier_cases SET state = 'withdrawn', waiting_for = NULL, closed_at = greatest(changed_at, NEW.changed_at),
    changed_at = greatest(changed_at, NEW.changed_at), changed_by_id = NULL, changed_by_role = 'system'
    WHERE candidate_id = NEW.candidate_id AND state NOT IN ('closed', 'withdrawn');
  RETURN NULL;
END $$;
CREATE TRIGGER request_ends_barriers AFTER UPDATE OF state ON support_requests FOR EACH ROW
  WHEN (NEW.kind = 'barrier' AND NEW.state IN ('withdrawn', 'notOffered') AND OLD.state <> NEW.state
    AND coalesce(NEW.reason, '') NOT IN ('Account closed', 'Joined with the same request of theirs'))
  EXECUTE FUNCTION end_barriers_of_request();

/* Who is erased leaves a count: no words of anybody about them. */
CREATE FUNCTION erase_barriers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE barrier_cases SET state = 'withdrawn', waiting_for = NULL, closed_at = greatest(changed_at, NEW.closed_at),
    changed_at = greatest(changed_at, NEW.closed_at), changed_by_id = NULL, changed_by_role = 'system'
    WHERE candidate_id = NEW.id AND state NOT IN ('closed', 'withdrawn');
  UPDATE barrier_cases SET words = '', tried = '', would_help = '', outcome_words = NULL, helped_words = NULL, changed_by_id = NULL WHERE candidate_id = NEW.id;
  DELETE FROM barrier_actions WHERE case_id IN (SELECT id FROM barrier_cases WHERE candidate_id = NEW.id);
  DELETE FROM barrier_notes WHERE case_id IN (SELECT id FROM barrier_cases WHERE candidate_id = NEW.id);
  UPDATE barrier_changes SET by_id = NULL WHERE by_role = 'candidate' AND case_id IN (SELECT id FROM barrier_cases WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_barriers AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_barriers();

GRANT EXECUTE ON FUNCTION barrier_step, systemic_step, guard_barrier_case, log_barrier_case, guard_barrier_action, guard_systemic, log_systemic, guard_systemic_link,
  people_shown, guard_told, end_barriers_of_request, erase_barriers TO app;
