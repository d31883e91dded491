-- Staff networks: who belongs to one, what can be led, and events that only members may know of.
CREATE TABLE network_memberships (
  id uuid PRIMARY KEY,
  network text NOT NULL,
  candidate_id uuid REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  account_id uuid REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  state text NOT NULL,
  name text NOT NULL,
  reach text NOT NULL,
  words text NOT NULL DEFAULT '',
  wording text NOT NULL,
  contact text NOT NULL,
  team_knows boolean NOT NULL DEFAULT false,
  joined_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  in_touch_at timestamptz(3),
  left_at timestamptz(3),
  CONSTRAINT network_memberships_network CHECK (network ~ '^[a-z][A-Za-z0-9-]*$'),
  CONSTRAINT network_memberships_whose CHECK (num_nonnulls(candidate_id, account_id) = 1),
  CONSTRAINT network_memberships_state CHECK (state IN ('joined', 'paused', 'left')),
  CONSTRAINT network_memberships_words CHECK (btrim(name) <> '' AND btrim(reach) <> '' AND btrim(wording) <> ''),
  CONSTRAINT network_memberships_left CHECK ((state = 'left') = (left_at IS NOT NULL)),
  CONSTRAINT network_memberships_in_order CHECK (changed_at >= joined_at AND in_touch_at >= joined_at)
);
CREATE UNIQUE INDEX network_memberships_one_candidate ON network_memberships (candidate_id, network) WHERE state <> 'left';
CREATE UNIQUE INDEX network_memberships_one_account ON network_memberships (account_id, network) WHERE state <> 'left';
CREATE INDEX network_memberships_candidate_id_idx ON network_memberships (candidate_id);
CREATE INDEX network_memberships_account_id_idx ON network_memberships (account_id);
CREATE INDEX network_memberships_network_state_idx ON network_memberships (network, state);

CREATE TABLE network_membership_changes (
  id bigserial PRIMARY KEY,
  membership_id uuid NOT NULL REFERENCES network_memberships (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX network_membership_changes_membership_id_id_idx ON network_membership_changes (membership_id, id);

CREATE TABLE network_opportunities (
  id uuid PRIMARY KEY,
  network text,
  members_only boolean NOT NULL DEFAULT false,
  title text NOT NULL,
  what text NOT NULL,
  time text NOT NULL,
  places int NOT NULL,
  closes_on date NOT NULL,
  made_at timestamptz(3) NOT NULL,
  made_by_id uuid,
  closed_at timestamptz(3),
  CONSTRAINT network_opportunities_members CHECK (NOT members_only OR network IS NOT NULL),
  CONSTRAINT network_opportunities_places CHECK (places BETWEEN 1 AND 99),
  CONSTRAINT network_opportunities_words CHECK (btrim(title) <> '' AND btrim(what) <> '')
);
CREATE INDEX network_opportunities_closes_on_idx ON network_opportunities (closes_on);

CREATE TABLE network_interests (
  id uuid PRIMARY KEY,
  opportunity_id uuid NOT NULL REFERENCES network_opportunities (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  candidate_id uuid REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  account_id uuid REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  state text NOT NULL,
  words text NOT NULL,
  answer text NOT NULL DEFAULT '',
  said_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT network_interests_whose CHECK (num_nonnulls(candidate_id, account_id) = 1),
  CONSTRAINT network_interests_state CHECK (state IN ('said', 'later', 'takenUp', 'notThisTime', 'withdrawn')),
  CONSTRAINT network_interests_words CHECK (btrim(words) <> ''),
  CONSTRAINT network_interests_in_order CHECK (changed_at >= said_at)
);
CREATE UNIQUE INDEX network_interests_one_candidate ON network_interests (candidate_id, opportunity_id) WHERE state <> 'withdrawn';
CREATE UNIQUE INDEX network_interests_one_account ON network_interests (account_id, opportunity_id) WHERE state <> 'withdrawn';
CREATE INDEX network_interests_candidate_id_idx ON network_interests (candidate_id);
CREATE INDEX network_interests_account_id_idx ON network_interests (account_id);
CREATE INDEX network_interests_opportunity_id_state_idx ON network_interests (opportunity_id, state);

CREATE TABLE network_interest_changes (
  id bigserial PRIMARY KEY,
  interest_id uuid NOT NULL REFERENCES network_interests (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX network_interest_changes_interest_id_id_idx ON network_interest_changes (interest_id, id);

GRANT SELECT, INSERT, DELETE ON network_memberships TO app;
GRANT UPDATE (state, name, reach, words, wording, contact, team_knows, changed_at, in_touch_at, left_at, candidate_id) ON network_memberships TO app;
GRANT SELECT, INSERT ON network_membership_changes, network_interest_changes TO app;
GRANT USAGE ON SEQUENCE network_membership_changes_id_seq, network_interest_changes_id_seq TO app;
GRANT SELECT, INSERT, UPDATE ON network_opportunities TO app;
GRANT SELECT, INSERT, DELETE ON network_interests TO app;
GRANT UPDATE (state, answer, changed_at, changed_by_id, changed_by_role, candidate_id) ON network_interests TO app;

/* Does this person belong to the network? Whoever has both a candidate's record and an account belongs by either. */
CREATE FUNCTION is_network_member(p_network text, p_candidate uuid, p_account uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM network_memberships m LEFT JOIN candidates c ON c.id = m.candidate_id
    WHERE m.network = p_network AND m.state <> 'left' AND (m.candidate_id = p_candidate OR c.merged_into_id = p_candidate OR m.account_id = p_account
      OR c.account_id = p_account OR m.account_id = (SELECT o.account_id FROM candidates o WHERE o.id = p_candidate)))
$$;

/* A membership goes on, rests and ends; one that ended is not begun again, a new one is. Nobody belongs twice. */
CREATE FUNCTION guard_network_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'joined' THEN
      RAISE check_violation USING MESSAGE = 'a membership begins with joining', CONSTRAINT = 'network_memberships_moves';
    END IF;
    IF is_network_member(NEW.network, NEW.candidate_id, NEW.account_id) THEN
      RAISE unique_violation USING MESSAGE = 'this person belongs to the network already', CONSTRAINT = 'network_memberships_once';
    END IF;
  ELSIF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('joined', 'paused'), ('paused', 'joined'), ('joined', 'left'), ('paused', 'left')) THEN
    RAISE check_violation USING MESSAGE = format('a membership cannot go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'network_memberships_moves';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_network_membership BEFORE INSERT OR UPDATE ON network_memberships FOR EACH ROW EXECUTE FUNCTION guard_network_membership();

/* Keeps every step. With leaving, the contact's way in ends at once; they are told that one person left, and not who. */
CREATE FUNCTION log_network_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
    INSERT INTO network_membership_changes (membership_id, from_state, to_state, at)
    VALUES (NEW.id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state, NEW.changed_at);
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.state = 'left' AND OLD.state <> 'left' THEN
    UPDATE outside_links SET ended_at = greatest(NEW.changed_at, sent_at) WHERE purpose = 'network' AND about_id = NEW.id AND ended_at IS NULL;
    PERFORM queue_email(NULL, NULL, NEW.contact, 'network.contactLeft', NULL, jsonb_build_object('network', NEW.network), NEW.changed_at);
    UPDATE network_interests i SET state = 'withdrawn', changed_at = greatest(NEW.changed_at, i.changed_at), changed_by_id = NULL, changed_by_role = 'system'
    FROM network_opportunities o WHERE o.id = i.opportunity_id AND o.members_only AND o.network = NEW.network AND i.state IN ('said', 'later')
      AND (i.candidate_id = NEW.candidate_id OR i.account_id = NEW.account_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER log_network_membership AFTER INSERT OR UPDATE OF state ON network_memberships FOR EACH ROW EXECUTE FUNCTION log_network_membership();

/* Where the team was asked for networks and may know that one was found, the request has begun. Which one is not said. */
CREATE FUNCTION begin_networks_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM begin_request(NEW.candidate_id, 'networks', 'network.joined', NULL, NULL, NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER begin_networks_request AFTER INSERT OR UPDATE OF team_knows ON network_memberships FOR EACH ROW
  WHEN (NEW.team_knows AND NEW.candidate_id IS NOT NULL AND NEW.state <> 'left') EXECUTE FUNCTION begin_networks_request();

/* What is said of an interest follows the table of the rules; no more people take something up than it has room for. What is only
   for members is open to members. */
CREATE FUNCTION guard_network_interest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE o network_opportunities;
BEGIN
  SELECT * INTO o FROM network_opportunities WHERE id = NEW.opportunity_id FOR NO KEY UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'said' THEN
      RAISE check_violation USING MESSAGE = 'an interest begins with being said', CONSTRAINT = 'network_interests_moves';
    END IF;
    IF o.members_only AND NOT is_network_member(o.network, NEW.candidate_id, NEW.account_id) THEN
      RAISE check_violation USING MESSAGE = 'this is for members of its network', CONSTRAINT = 'network_interests_members';
    END IF;
  ELSIF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('said', 'later'), ('said', 'takenUp'), ('said', 'notThisTime'), ('said', 'withdrawn'),
      ('later', 'takenUp'), ('later', 'notThisTime'), ('later', 'withdrawn'), ('takenUp', 'withdrawn')) THEN
    RAISE check_violation USING MESSAGE = format('an interest cannot go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'network_interests_moves';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.state = 'takenUp' AND OLD.state <> 'takenUp'
      AND (SELECT count(*) FROM network_interests i WHERE i.opportunity_id = o.id AND i.state = 'takenUp' AND i.id <> NEW.id) >= o.places THEN
    RAISE check_violation USING MESSAGE = 'there is no room for more', CONSTRAINT = 'network_interests_room';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_network_interest BEFORE INSERT OR UPDATE ON network_interests FOR EACH ROW EXECUTE FUNCTION guard_network_interest();

CREATE FUNCTION log_network_interest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
    INSERT INTO network_interest_changes (interest_id, from_state, to_state, by_id, by_role, at)
    VALUES (NEW.id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state, NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER log_network_interest AFTER INSERT OR UPDATE OF state ON network_interests FOR EACH ROW EXECUTE FUNCTION log_network_interest();

/* Whoever is erased leaves nothing of it, and each contact hears that one person left. */
CREATE FUNCTION erase_networks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE network_memberships SET state = 'left', left_at = greatest(NEW.closed_at, changed_at), changed_at = greatest(NEW.closed_at, changed_at)
  WHERE candidate_id = NEW.id AND state <> 'left';
  DELETE FROM network_memberships WHERE candidate_id = NEW.id;
  DELETE FROM network_interests WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_networks AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_networks();

/* So does an account that is closed to signing in: what it belonged to as an account ends. */
CREATE FUNCTION end_networks_of_account() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_at timestamptz := coalesce(NEW.closed_at, NEW.deactivated_at);
BEGIN
  UPDATE network_memberships SET state = 'left', left_at = greatest(v_at, changed_at), changed_at = greatest(v_at, changed_at)
  WHERE account_id = NEW.id AND state <> 'left';
  RETURN NULL;
END $$;
CREATE TRIGGER end_networks_of_account AFTER UPDATE OF closed_at, deactivated_at ON accounts FOR EACH ROW
  WHEN (coalesce(NEW.closed_at, NEW.deactivated_at) IS NOT NULL) EXECUTE FUNCTION end_networks_of_account();

-- Events of a network: for its members alone, or for everybody. Its own words are kept, as the label for recruiters may hold none of them.
ALTER TABLE workshops ADD COLUMN network_open boolean NOT NULL DEFAULT false, ADD COLUMN network_words text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT workshops_network_open CHECK (NOT network_open OR network IS NOT NULL),
  ADD CONSTRAINT workshops_network_apart CHECK (network IS NULL OR (programme_id IS NULL AND openness = 'all' AND NOT members_only));

/* May this person see the workshop at all? What is for the members of a network is not there for anybody else. */
CREATE FUNCTION workshop_shows(w workshops, p_candidate uuid, p_account uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT w.network IS NULL OR w.network_open OR is_network_member(w.network, p_candidate, p_account)
$$;

/* A published event of a network has a label that gives away neither its title nor its network. */
CREATE FUNCTION guard_network_label() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_label text := ' ' || btrim(regexp_replace(lower(NEW.safe_label), '[^[:alnum:]]+', ' ', 'g')) || ' ';
BEGIN
  IF btrim(v_label) = '' OR EXISTS (SELECT FROM unnest(NEW.network_words || ARRAY[NEW.title, NEW.network]) AS said
      WHERE strpos(v_label, ' ' || btrim(regexp_replace(lower(said), '[^[:alnum:]]+', ' ', 'g')) || ' ') > 0) THEN
    RAISE check_violation USING MESSAGE = 'the label gives the title or the network away', CONSTRAINT = 'workshops_network_label';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_network_label BEFORE INSERT OR UPDATE ON workshops FOR EACH ROW
  WHEN (NEW.network IS NOT NULL AND NEW.state <> 'draft') EXECUTE FUNCTION guard_network_label();

/* Nobody but a member has a place at what is for members; whoever stands at the door is let in by those who lead it. */
CREATE FUNCTION guard_network_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM workshops w WHERE w.id = NEW.workshop_id AND NOT workshop_shows(w, NEW.candidate_id, NULL)) THEN
    RAISE check_violation USING MESSAGE = 'this event is for members of its network', CONSTRAINT = 'places_network';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER places_network BEFORE INSERT ON places FOR EACH ROW WHEN (NOT NEW.walk_in) EXECUTE FUNCTION guard_network_place();

CREATE FUNCTION guard_network_supporter_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM workshops w WHERE w.id = NEW.workshop_id AND NOT workshop_shows(w, NULL, NEW.account_id)) THEN
    RAISE check_violation USING MESSAGE = 'this event is for members of its network', CONSTRAINT = 'supporter_places_network';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER supporter_places_network BEFORE INSERT ON supporter_places FOR EACH ROW EXECUTE FUNCTION guard_network_supporter_place();

/* Members who take news hear once of a new event or of something to lead. The letter names neither. */
CREATE FUNCTION tell_network(p_network text, p_kind text, p_about uuid, p_now timestamptz) RETURNS int LANGUAGE sql AS $$
  SELECT count(queue_email(t.account_id, NULL, NULL, p_kind, p_about, '{}', p_now))::int FROM (
    SELECT DISTINCT coalesce(m.account_id, c.account_id, s.account_id) AS account_id FROM network_memberships m LEFT JOIN candidates c ON c.id = m.candidate_id
    LEFT JOIN candidates s ON s.id = c.merged_into_id
    WHERE m.network = p_network AND m.state = 'joined' ORDER BY 1) AS t
  WHERE t.account_id IS NOT NULL
$$;
CREATE FUNCTION tell_of_network_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_network(NEW.network, 'network.event', NEW.id, NEW.published_at);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_of_network_event AFTER UPDATE OF state ON workshops FOR EACH ROW
  WHEN (NEW.network IS NOT NULL AND NEW.state = 'published' AND OLD.state = 'draft') EXECUTE FUNCTION tell_of_network_event();

GRANT EXECUTE ON FUNCTION is_network_member, guard_network_membership, log_network_membership, begin_networks_request, guard_network_interest, log_network_interest,
  erase_networks, end_networks_of_account, workshop_shows, guard_network_label, guard_network_place, guard_network_supporter_place, tell_network,
  tell_of_network_event TO app;
