-- What stands behind a supporter's profile: their trainings, what they agreed to in which words, reminders that were sent, and
-- people who offered on the public page and have no account yet.

ALTER TABLE supporters ADD COLUMN decided_why text,
  ADD CONSTRAINT supporters_decided_why CHECK (decided_why IS NULL OR (state = 'declined' AND decided_why <> ''));

-- Never edited: a mistake is taken back and recorded anew.
CREATE TABLE supporter_trainings (
  id uuid PRIMARY KEY,
  supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  held_on date NOT NULL,
  valid_until date NOT NULL,
  evidence text NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  recorded_by_id uuid NOT NULL,
  withdrawn_at timestamptz(3),
  withdrawn_by_id uuid,
  CONSTRAINT supporter_trainings_days CHECK (valid_until > held_on),
  CONSTRAINT supporter_trainings_evidence CHECK (evidence <> ''),
  CONSTRAINT supporter_trainings_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_by_id IS NULL))
);
CREATE INDEX supporter_trainings_supporter_id_idx ON supporter_trainings (supporter_id);

-- One reminder for each last day and each step before it, whatever restarts.
CREATE TABLE supporter_training_reminders (
  supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  trained_until date NOT NULL,
  days_before int NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  PRIMARY KEY (supporter_id, trained_until, days_before),
  CONSTRAINT supporter_training_reminders_days CHECK (days_before IN (30, 7, 0))
);

-- The words that a supporter agreed to, kept as they read then.
CREATE TABLE supporter_consents (
  id uuid PRIMARY KEY,
  supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  purpose text NOT NULL,
  version text NOT NULL,
  wording text NOT NULL,
  given_at timestamptz(3) NOT NULL,
  withdrawn_at timestamptz(3),
  CONSTRAINT supporter_consents_purpose CHECK (purpose IN ('experiences', 'directory')),
  CONSTRAINT supporter_consents_withdrawn CHECK (withdrawn_at >= given_at)
);
CREATE UNIQUE INDEX supporter_consents_one_live ON supporter_consents (supporter_id, purpose) WHERE withdrawn_at IS NULL;
CREATE INDEX supporter_consents_supporter_id_idx ON supporter_consents (supporter_id);

CREATE TABLE volunteers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  email_key text NOT NULL,
  title text NOT NULL,
  kinds text[] NOT NULL,
  words text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'waiting',
  received_at timestamptz(3) NOT NULL,
  decided_at timestamptz(3),
  decided_by_id uuid,
  decided_why text,
  CONSTRAINT volunteers_state CHECK (state IN ('waiting', 'invited', 'declined')),
  CONSTRAINT volunteers_decided CHECK ((state = 'waiting') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by_id IS NULL)),
  CONSTRAINT volunteers_declined CHECK ((state = 'declined') = (decided_why IS NOT NULL)),
  CONSTRAINT volunteers_kinds CHECK (kinds <@ ARRAY['buddy', 'mentoring', 'coaching', 'roleModel'])
);
CREATE UNIQUE INDEX volunteers_one_waiting ON volunteers (email_key) WHERE state = 'waiting';
CREATE INDEX volunteers_state_received_at_idx ON volunteers (state, received_at);

GRANT SELECT, INSERT ON supporter_trainings, supporter_consents, supporter_training_reminders TO app;
GRANT UPDATE (withdrawn_at, withdrawn_by_id) ON supporter_trainings TO app;
GRANT UPDATE (withdrawn_at) ON supporter_consents TO app;
GRANT SELECT, INSERT, UPDATE, DELETE ON volunteers TO app;

/* A supporter is trained until the latest day of the trainings that were not taken back. */
CREATE FUNCTION keep_trained_until() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE supporters SET trained_until = (SELECT max(t.valid_until) FROM supporter_trainings t
    WHERE t.supporter_id = NEW.supporter_id AND t.withdrawn_at IS NULL) WHERE account_id = NEW.supporter_id;
  RETURN NULL;
END $$;
CREATE TRIGGER supporter_trainings_until AFTER INSERT OR UPDATE OF withdrawn_at ON supporter_trainings
  FOR EACH ROW EXECUTE FUNCTION keep_trained_until();

/* Nothing that a supporter has lived through is kept without their yes to exactly that, and it goes with the yes. */
CREATE FUNCTION guard_supporter_experience() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM supporter_consents c WHERE c.supporter_id = NEW.supporter_id AND c.purpose = 'experiences' AND c.withdrawn_at IS NULL) THEN
    RAISE check_violation USING MESSAGE = 'this supporter has not agreed that we keep it', CONSTRAINT = 'supporter_experiences_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER supporter_experiences_consent BEFORE INSERT OR UPDATE ON supporter_experiences
  FOR EACH ROW EXECUTE FUNCTION guard_supporter_experience();

CREATE FUNCTION withdraw_supporter_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.purpose = 'experiences' THEN
    DELETE FROM supporter_experiences WHERE supporter_id = NEW.supporter_id;
  ELSE
    UPDATE supporter_experiences SET shown_to = 'paired', updated_at = NEW.withdrawn_at WHERE supporter_id = NEW.supporter_id AND shown_to = 'directory';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER supporter_consents_withdrawn AFTER UPDATE OF withdrawn_at ON supporter_consents
  FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION withdraw_supporter_consent();

/* Whoever is given the role has a profile from then on, with what they said when they offered. Whoever had left begins anew. */
CREATE FUNCTION make_supporter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v volunteers;
BEGIN
  SELECT o.* INTO v FROM volunteers o JOIN accounts a ON a.email_key = o.email_key
    WHERE a.id = NEW.account_id AND o.state = 'invited' ORDER BY o.received_at DESC LIMIT 1;
  INSERT INTO supporters (account_id, kinds, title, volunteered_at, changed_at)
  VALUES (NEW.account_id, coalesce(v.kinds, '{}'), coalesce(v.title, ''), NEW.granted_at, NEW.granted_at)
  ON CONFLICT (account_id) DO UPDATE SET state = 'volunteered', decided_at = NULL, decided_by_id = NULL, decided_why = NULL,
    volunteered_at = NEW.granted_at, changed_at = NEW.granted_at WHERE supporters.state = 'left';
  RETURN NULL;
END $$;
CREATE TRIGGER account_roles_supporter AFTER INSERT ON account_roles
  FOR EACH ROW WHEN (NEW.role = 'supporter') EXECUTE FUNCTION make_supporter();

GRANT EXECUTE ON FUNCTION keep_trained_until, guard_supporter_experience, withdraw_supporter_consent, make_supporter TO app;
