-- What a pair that has begun does together: write through the portal, show each other more than a first name, note that they spoke.

CREATE TABLE pairing_messages (
  id uuid PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  side text NOT NULL,
  body text NOT NULL,
  at timestamptz(3) NOT NULL,
  reaches_at timestamptz(3) NOT NULL,
  noticed_at timestamptz(3),
  read_at timestamptz(3),
  CONSTRAINT pairing_messages_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT pairing_messages_body CHECK (length(body) BETWEEN 1 AND 5000),
  CONSTRAINT pairing_messages_reaches CHECK (reaches_at >= at AND (reaches_at AT TIME ZONE 'Europe/London')::time >= '08:00'
    AND (reaches_at AT TIME ZONE 'Europe/London')::time < '21:00'),
  CONSTRAINT pairing_messages_read CHECK (read_at >= reaches_at)
);
CREATE INDEX pairing_messages_pairing_id_at_idx ON pairing_messages (pairing_id, at);

/* What one side shows the other beyond a first name: one row for each yes, with the words that were agreed to, and when it ended. */
CREATE TABLE pairing_shares (
  id uuid PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  side text NOT NULL,
  field text NOT NULL,
  phone text,
  wording text NOT NULL,
  given_at timestamptz(3) NOT NULL,
  withdrawn_at timestamptz(3),
  CONSTRAINT pairing_shares_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT pairing_shares_field CHECK (field IN ('surname', 'phone', 'email')),
  CONSTRAINT pairing_shares_phone CHECK ((phone IS NOT NULL) = (field = 'phone' AND withdrawn_at IS NULL)),
  CONSTRAINT pairing_shares_in_order CHECK (withdrawn_at >= given_at)
);
CREATE UNIQUE INDEX pairing_shares_one_live ON pairing_shares (pairing_id, side, field) WHERE withdrawn_at IS NULL;

/* That they spoke, and never what about. A day counts once, whoever notes it. */
CREATE TABLE pairing_contacts (
  id uuid PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  happened_on date NOT NULL,
  minutes int NOT NULL,
  side text NOT NULL,
  logged_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  undone_at timestamptz(3),
  CONSTRAINT pairing_contacts_side CHECK (side IN ('candidate', 'supporter')),
  CONSTRAINT pairing_contacts_minutes CHECK (minutes BETWEEN 5 AND 480),
  CONSTRAINT pairing_contacts_on CHECK (happened_on <= (changed_at AT TIME ZONE 'Europe/London')::date),
  CONSTRAINT pairing_contacts_in_order CHECK (changed_at >= logged_at AND undone_at >= logged_at)
);
CREATE UNIQUE INDEX pairing_contacts_one_a_day ON pairing_contacts (pairing_id, happened_on) WHERE undone_at IS NULL;

/* A silence, by the moment from which it runs, and what was done about it: each once. */
CREATE TABLE pairing_silences (
  id uuid PRIMARY KEY,
  pairing_id uuid NOT NULL REFERENCES pairings (id) ON DELETE CASCADE ON UPDATE CASCADE,
  since timestamptz(3) NOT NULL,
  reminded_at timestamptz(3),
  nudged_at timestamptz(3),
  told_at timestamptz(3),
  offered_at timestamptz(3),
  seen_at timestamptz(3),
  seen_by_id uuid,
  CONSTRAINT pairing_silences_in_order CHECK (reminded_at >= since AND nudged_at >= since AND told_at >= since AND offered_at >= since),
  CONSTRAINT pairing_silences_seen CHECK ((seen_at IS NULL) = (seen_by_id IS NULL))
);
CREATE UNIQUE INDEX pairing_silences_pairing_id_since_key ON pairing_silences (pairing_id, since);

GRANT SELECT, INSERT ON pairing_messages, pairing_shares, pairing_contacts, pairing_silences TO app;
GRANT UPDATE (noticed_at, read_at), DELETE ON pairing_messages TO app;
GRANT UPDATE (withdrawn_at, phone) ON pairing_shares TO app;
GRANT UPDATE (happened_on, minutes, changed_at, undone_at) ON pairing_contacts TO app;
GRANT UPDATE (reminded_at, nudged_at, told_at, offered_at, seen_at, seen_by_id) ON pairing_silences TO app;

/* Nothing is written, shown or noted between two people who are not a pair now. */
CREATE FUNCTION guard_together() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pairings WHERE id = NEW.pairing_id AND state = 'active') THEN
    RAISE check_violation USING MESSAGE = 'these two are not a pair just now', CONSTRAINT = 'together_active';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pairing_messages_guard BEFORE INSERT ON pairing_messages FOR EACH ROW EXECUTE FUNCTION guard_together();
CREATE TRIGGER pairing_shares_guard BEFORE INSERT ON pairing_shares FOR EACH ROW EXECUTE FUNCTION guard_together();
CREATE TRIGGER pairing_contacts_guard BEFORE INSERT ON pairing_contacts FOR EACH ROW EXECUTE FUNCTION guard_together();

/* What was shown ends with the pairing, whoever ends it and however. */
CREATE FUNCTION end_shares() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE pairing_shares SET withdrawn_at = greatest(given_at, NEW.changed_at), phone = NULL WHERE pairing_id = NEW.id AND withdrawn_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER pairings_end_shares AFTER UPDATE ON pairings FOR EACH ROW
  WHEN (NEW.state = 'ended' AND OLD.state <> 'ended') EXECUTE FUNCTION end_shares();

CREATE FUNCTION erase_together() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM pairing_messages WHERE pairing_id IN (SELECT id FROM pairings WHERE candidate_id = NEW.id);
  DELETE FROM pairing_shares WHERE pairing_id IN (SELECT id FROM pairings WHERE candidate_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_together AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_together();

/* From when nothing is known to have happened between the two: they began or went on, spoke, or one answered the other. A message
   that nobody has answered ends no silence. */
CREATE VIEW pairing_quiet WITH (security_invoker = true) AS
SELECT p.id AS pairing_id, greatest(
    (SELECT max(c.at) FROM pairing_changes c WHERE c.pairing_id = p.id AND c.to_state = 'active'),
    (SELECT max(least(t.logged_at, (t.happened_on + time '12:00') AT TIME ZONE 'Europe/London')) FROM pairing_contacts t
      WHERE t.pairing_id = p.id AND t.undone_at IS NULL),
    (SELECT max(a.at) FROM (SELECT m.reaches_at AS at, m.side <> lag(m.side) OVER (ORDER BY m.at, m.id) AS answers
      FROM pairing_messages m WHERE m.pairing_id = p.id) a WHERE a.answers)) AS since
FROM pairings p WHERE p.state = 'active';
GRANT SELECT ON pairing_quiet TO app;
GRANT EXECUTE ON FUNCTION guard_together, end_shares, erase_together TO app;
