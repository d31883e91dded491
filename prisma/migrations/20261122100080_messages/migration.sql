-- Conversations, templates, mailings, what a person wants to be written about, and addresses that send e-mails back.
ALTER TABLE "emails" ADD COLUMN "reason" TEXT, ADD COLUMN "waits_until" TIMESTAMPTZ(3);
ALTER TABLE emails DROP CONSTRAINT emails_state;
ALTER TABLE emails ADD CONSTRAINT emails_state CHECK (state IN ('queued', 'sent', 'failed', 'skipped', 'held', 'bounced'));

CREATE TABLE "email_failures" (
    "id" UUID NOT NULL,
    "account_id" UUID,
    "candidate_id" UUID,
    "address_hash" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_how" TEXT,
    "cleared_by" UUID,
    CONSTRAINT "email_failures_pkey" PRIMARY KEY ("id"),
    CONSTRAINT email_failures_of_somebody CHECK (account_id IS NOT NULL OR candidate_id IS NOT NULL),
    CONSTRAINT email_failures_cleared CHECK ((cleared_at IS NULL) = (cleared_how IS NULL) AND cleared_how IN ('retried', 'working', 'changed'))
);
CREATE UNIQUE INDEX "email_failures_one_live" ON "email_failures"("address_hash") WHERE (cleared_at IS NULL);
CREATE INDEX "email_failures_candidate_id_idx" ON "email_failures"("candidate_id");
CREATE INDEX "email_failures_account_id_idx" ON "email_failures"("account_id");
ALTER TABLE "email_failures" ADD CONSTRAINT "email_failures_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "email_failures" ADD CONSTRAINT "email_failures_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "message_preferences" (
    "id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "reminders" BOOLEAN NOT NULL DEFAULT true,
    "contact_by" TEXT NOT NULL DEFAULT 'email',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "message_preferences_pkey" PRIMARY KEY ("id"),
    CONSTRAINT message_preferences_contact_by CHECK (contact_by IN ('email', 'call'))
);
CREATE UNIQUE INDEX "message_preferences_candidate_id_key" ON "message_preferences"("candidate_id");
ALTER TABLE "message_preferences" ADD CONSTRAINT "message_preferences_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "contact_holds" (
    "id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "contact_holds_pkey" PRIMARY KEY ("id"),
    CONSTRAINT contact_holds_reason CHECK (reason IN ('asked', 'hardTime', 'complaint')),
    CONSTRAINT contact_holds_in_order CHECK (ended_at >= began_at)
);
CREATE UNIQUE INDEX "contact_holds_one_live" ON "contact_holds"("candidate_id") WHERE (ended_at IS NULL);
ALTER TABLE "contact_holds" ADD CONSTRAINT "contact_holds_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "threads" (
    "id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "owner_id" UUID,
    "begun_by" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "noticed_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    CONSTRAINT "threads_pkey" PRIMARY KEY ("id"),
    CONSTRAINT threads_state CHECK (state IN ('waitingTeam', 'waitingCandidate', 'closed')),
    CONSTRAINT threads_begun_by CHECK (begun_by IN ('candidate', 'team')),
    CONSTRAINT threads_due CHECK ((state = 'waitingTeam') = (due_at IS NOT NULL)),
    CONSTRAINT threads_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT threads_subject CHECK (length(subject) BETWEEN 1 AND 120)
);
CREATE INDEX "threads_candidate_id_last_at_idx" ON "threads"("candidate_id", "last_at" DESC);
CREATE INDEX "threads_state_due_at_idx" ON "threads"("state", "due_at");
ALTER TABLE "threads" ADD CONSTRAINT "threads_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "thread_messages" (
    "id" UUID NOT NULL,
    "thread_id" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "by_id" UUID,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    CONSTRAINT "thread_messages_pkey" PRIMARY KEY ("id"),
    CONSTRAINT thread_messages_side CHECK (side IN ('candidate', 'team')),
    CONSTRAINT thread_messages_body CHECK (length(body) BETWEEN 1 AND 5000),
    CONSTRAINT thread_messages_read CHECK (read_at >= at)
);
CREATE INDEX "thread_messages_thread_id_at_idx" ON "thread_messages"("thread_id", "at");
ALTER TABLE "thread_messages" ADD CONSTRAINT "thread_messages_thread_id_fkey" FOREIGN KEY ("thread_id") REFERENCES "threads"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "message_templates" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    CONSTRAINT "message_templates_pkey" PRIMARY KEY ("id")
);
-- Two templates in use cannot be told apart by the same name.
CREATE UNIQUE INDEX message_templates_name ON message_templates (lower(name)) WHERE archived_at IS NULL;

CREATE TABLE "message_template_versions" (
    "id" UUID NOT NULL,
    "template_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "by_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "message_template_versions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT message_template_versions_purpose CHECK (purpose IN ('service', 'reminder', 'news')),
    CONSTRAINT message_template_versions_number CHECK (number > 0)
);
CREATE UNIQUE INDEX "message_template_versions_template_id_number_key" ON "message_template_versions"("template_id", "number");
ALTER TABLE "message_template_versions" ADD CONSTRAINT "message_template_versions_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "message_templates"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "mailings" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "filter" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'draft',
    "by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "mailings_pkey" PRIMARY KEY ("id"),
    CONSTRAINT mailings_state CHECK (state IN ('draft', 'discarded', 'sending', 'sent', 'cancelled')),
    CONSTRAINT mailings_confirmed CHECK ((state IN ('draft', 'discarded')) = (confirmed_at IS NULL)),
    CONSTRAINT mailings_ended CHECK ((state IN ('sent', 'cancelled', 'discarded')) = (ended_at IS NOT NULL))
);
CREATE INDEX "mailings_created_at_idx" ON "mailings"("created_at" DESC);
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "message_template_versions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "mailing_recipients" (
    "mailing_id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "email_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "mailing_recipients_pkey" PRIMARY KEY ("mailing_id", "candidate_id"),
    CONSTRAINT mailing_recipients_outcome CHECK (outcome IN ('waiting', 'queued', 'excluded', 'cancelled')),
    CONSTRAINT mailing_recipients_queued CHECK ((outcome = 'queued') = (email_id IS NOT NULL)),
    CONSTRAINT mailing_recipients_reason CHECK ((outcome = 'excluded') = (reason IS NOT NULL))
);
CREATE UNIQUE INDEX "mailing_recipients_email_id_key" ON "mailing_recipients"("email_id");
CREATE INDEX "mailing_recipients_candidate_id_idx" ON "mailing_recipients"("candidate_id");
CREATE INDEX "mailing_recipients_mailing_id_outcome_idx" ON "mailing_recipients"("mailing_id", "outcome");
ALTER TABLE "mailing_recipients" ADD CONSTRAINT "mailing_recipients_mailing_id_fkey" FOREIGN KEY ("mailing_id") REFERENCES "mailings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "mailing_recipients" ADD CONSTRAINT "mailing_recipients_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Nothing begins for somebody who has gone.
CREATE TRIGGER threads_of_open_candidates BEFORE INSERT ON threads FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER preferences_of_open_candidates BEFORE INSERT ON message_preferences FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER holds_of_open_candidates BEFORE INSERT ON contact_holds FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();

-- What was said is never edited: only that it was read is added. A version of a template stays as it was sent.
GRANT SELECT, INSERT ON threads, thread_messages, message_templates, message_template_versions, mailings, mailing_recipients,
  message_preferences, contact_holds, email_failures TO app;
GRANT UPDATE (state, owner_id, last_at, due_at, noticed_at, closed_at) ON threads TO app;
GRANT DELETE ON threads TO app;
GRANT UPDATE (read_at) ON thread_messages TO app;
GRANT UPDATE (name, archived_at) ON message_templates TO app;
GRANT UPDATE (state, confirmed_at, ended_at) ON mailings TO app;
GRANT UPDATE (outcome, reason, email_id, at) ON mailing_recipients TO app;
GRANT UPDATE (reminders, contact_by, updated_at) ON message_preferences TO app;
GRANT UPDATE (ended_at) ON contact_holds TO app;
GRANT UPDATE (cleared_at, cleared_how, cleared_by) ON email_failures TO app;
-- A candidate who is merged into another takes their rows along.
GRANT UPDATE (candidate_id) ON threads, mailing_recipients, message_preferences, contact_holds, email_failures TO app;
GRANT DELETE ON mailing_recipients, message_preferences, contact_holds TO app;

/* Lets go the e-mails of one account or candidate that were held back or came back; each is written anew when it is sent. */
CREATE FUNCTION release_emails(p_account uuid, p_candidate uuid, p_states text[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE v_count integer;
BEGIN
  WITH released AS (
    UPDATE emails SET state = 'queued', attempts = 0, reason = NULL
      WHERE state = ANY (p_states) AND (account_id = p_account OR (p_account IS NULL AND candidate_id = p_candidate)) RETURNING id)
  SELECT count(graphile_worker.add_job('messages.deliver', json_build_object('emailId', id), max_attempts => 8)) INTO v_count FROM released;
  RETURN v_count;
END $$;

/* Another address is another chance: what the old one sent back is over, and what was held goes to the new one. */
CREATE FUNCTION forget_failures_of_old_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE email_failures SET cleared_at = greatest(failed_at, statement_timestamp()), cleared_how = 'changed' WHERE account_id = NEW.id AND cleared_at IS NULL;
  IF FOUND THEN PERFORM release_emails(NEW.id, NULL, ARRAY['held']); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER accounts_address_changed AFTER UPDATE OF email_key ON accounts
  FOR EACH ROW WHEN (NEW.email_key IS DISTINCT FROM OLD.email_key) EXECUTE FUNCTION forget_failures_of_old_address();

/* Part of erase_candidate: what was written with and to this person goes with them. */
CREATE FUNCTION erase_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM threads WHERE candidate_id = NEW.id;
  DELETE FROM mailing_recipients WHERE candidate_id = NEW.id;
  DELETE FROM message_preferences WHERE candidate_id = NEW.id;
  DELETE FROM contact_holds WHERE candidate_id = NEW.id;
  DELETE FROM email_failures WHERE candidate_id = NEW.id OR account_id = OLD.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_messages AFTER UPDATE OF reference ON candidates
  FOR EACH ROW WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_messages();

GRANT EXECUTE ON FUNCTION release_emails, forget_failures_of_old_address, erase_messages TO app;
