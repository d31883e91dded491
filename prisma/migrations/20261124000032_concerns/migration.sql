-- A concern about somebody in a pairing. For the head of the team and the contacts outside it; the other side never learns of it.
CREATE TABLE concerns (
  id uuid PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  raised_by text NOT NULL,
  raised_by_id uuid NOT NULL,
  about text NOT NULL,
  what text NOT NULL,
  reach text,
  state text NOT NULL DEFAULT 'raised',
  raised_at timestamptz(3) NOT NULL,
  acknowledged_at timestamptz(3),
  closed_at timestamptz(3),
  outcome text,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT concerns_raised_by CHECK (raised_by IN ('candidate', 'supporter', 'team')),
  CONSTRAINT concerns_about CHECK (about IN ('candidate', 'supporter') AND about <> raised_by),
  CONSTRAINT concerns_words CHECK (length(what) BETWEEN 1 AND 6000 AND length(reach) BETWEEN 1 AND 300),
  CONSTRAINT concerns_state CHECK (state IN ('raised', 'acknowledged', 'closed')),
  CONSTRAINT concerns_acknowledged CHECK (acknowledged_at IS NOT NULL OR state <> 'acknowledged'),
  CONSTRAINT concerns_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (state = 'closed') = (outcome IS NOT NULL)),
  CONSTRAINT concerns_outcome CHECK (outcome IN ('noAction', 'spoken', 'ended', 'suspended', 'referred', 'police')),
  CONSTRAINT concerns_in_order CHECK (acknowledged_at >= raised_at AND closed_at >= raised_at AND changed_at >= raised_at)
);
CREATE INDEX concerns_state_raised_at_idx ON concerns (state, raised_at);
CREATE INDEX concerns_pairing_id_idx ON concerns (pairing_id);
CREATE INDEX concerns_candidate_id_idx ON concerns (candidate_id);
CREATE INDEX concerns_supporter_id_idx ON concerns (supporter_id);

-- What was done about a concern, and who opened it. Only grows.
CREATE TABLE concern_steps (
  id bigserial PRIMARY KEY,
  concern_id uuid NOT NULL REFERENCES concerns (id) ON DELETE CASCADE ON UPDATE CASCADE,
  what text NOT NULL,
  words text,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT concern_steps_what CHECK (what IN ('raised', 'acknowledged', 'noted', 'suspended', 'unsuspended', 'ended', 'closed', 'reopened', 'sent', 'opened')),
  CONSTRAINT concern_steps_words CHECK (length(words) BETWEEN 1 AND 4000)
);
CREATE INDEX concern_steps_concern_id_id_idx ON concern_steps (concern_id, id);

-- A way in for one contact outside the team to one concern, signed, for a time.
CREATE TABLE concern_links (
  id uuid PRIMARY KEY,
  concern_id uuid NOT NULL REFERENCES concerns (id) ON DELETE CASCADE ON UPDATE CASCADE,
  contact text NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  CONSTRAINT concern_links_contact CHECK (contact IN ('safeguarding', 'professionalStandards')),
  CONSTRAINT concern_links_in_order CHECK (ends_at > sent_at AND ended_at >= sent_at)
);
CREATE UNIQUE INDEX concern_links_one_live ON concern_links (concern_id, contact) WHERE ended_at IS NULL;

GRANT SELECT, INSERT ON concerns, concern_steps, concern_links TO app;
GRANT USAGE ON SEQUENCE concern_steps_id_seq TO app;
GRANT UPDATE (state, acknowledged_at, closed_at, outcome, changed_at) ON concerns TO app;
GRANT UPDATE (ended_at) ON concern_links TO app;

/* A concern is read, then closed; closed, it can be opened again. With it end the ways in from outside. */
CREATE FUNCTION guard_concern() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state <> 'raised' OR TG_OP = 'UPDATE' AND NEW.state <> OLD.state
    AND (OLD.state, NEW.state) NOT IN (('raised', 'acknowledged'), ('acknowledged', 'closed'), ('closed', 'acknowledged')) THEN
    RAISE check_violation USING MESSAGE = 'a concern does not go there', CONSTRAINT = 'concerns_moves';
  END IF;
  IF NEW.state = 'closed' THEN
    UPDATE concern_links SET ended_at = greatest(sent_at, NEW.closed_at) WHERE concern_id = NEW.id AND ended_at IS NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER concerns_guard BEFORE INSERT OR UPDATE OF state ON concerns FOR EACH ROW EXECUTE FUNCTION guard_concern();

/* Concerns have a schedule of their own: closed, they are kept for so long, whatever becomes of the accounts, and then go. */
CREATE FUNCTION delete_old_concerns(p_closed_before timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_gone int;
BEGIN
  DELETE FROM concerns WHERE state = 'closed' AND closed_at < p_closed_before;
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  RETURN v_gone;
END $$;
REVOKE EXECUTE ON FUNCTION delete_old_concerns FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard_concern, delete_old_concerns TO app;
