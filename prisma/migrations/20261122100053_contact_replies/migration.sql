-- What the team answered to a message of the contact page, and what it noted down about it.
CREATE TABLE contact_replies (
  id uuid PRIMARY KEY,
  message_id uuid NOT NULL REFERENCES contact_messages (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL,
  text text NOT NULL,
  by_id uuid NOT NULL,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT contact_replies_kind CHECK (kind IN ('reply', 'note')),
  CONSTRAINT contact_replies_text CHECK (length(text) BETWEEN 1 AND 8000)
);
CREATE INDEX contact_replies_message_id_at_idx ON contact_replies (message_id, at);
GRANT SELECT, INSERT ON contact_replies TO app;
-- Rows of a message go with it, when it is deleted.

ALTER TABLE contact_messages ADD COLUMN answered_at timestamptz(3);
CREATE INDEX contact_messages_state_due_at_idx ON contact_messages (state, due_at);
ALTER TABLE contact_messages
  ADD CONSTRAINT contact_messages_topic CHECK (topic IN ('support', 'workshop', 'access', 'recruitment', 'data', 'press', 'other')),
  ADD CONSTRAINT contact_messages_outcome CHECK (outcome IN ('answered', 'phoned', 'passedOn', 'becameCandidate', 'nothingNeeded', 'notGenuine')),
  ADD CONSTRAINT contact_messages_ended CHECK ((state = 'closed') = (outcome IS NOT NULL));

/* A message that has been dealt with goes with the account of the same address, which its owner proved to be theirs. One
   that still waits is answered first. */
CREATE FUNCTION erase_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM contact_messages WHERE state = 'closed' AND lower(email) = (SELECT email_key FROM accounts WHERE id = OLD.account_id);
  RETURN NULL;
END $$;
CREATE TRIGGER erase_contact AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%' AND OLD.account_id IS NOT NULL) EXECUTE FUNCTION erase_contact();
