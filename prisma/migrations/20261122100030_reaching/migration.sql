-- Candidates whom the team registers, how each person is reached, and what is told by phone or letter where no e-mail goes.

-- AlterTable
ALTER TABLE "candidates" ADD COLUMN     "came_by" TEXT,
ADD COLUMN     "email" TEXT,
ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "postal_address" TEXT,
ADD COLUMN     "reach_by" TEXT;

-- AlterTable
ALTER TABLE "links" ADD COLUMN     "candidate_id" UUID;

-- CreateTable
CREATE TABLE "tellings" (
    "id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "about_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "told_how" TEXT,
    "told_by_id" UUID,

    CONSTRAINT "tellings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "candidates_merged_into_id_idx" ON "candidates"("merged_into_id");
CREATE INDEX "links_candidate_id_idx" ON "links"("candidate_id");
CREATE INDEX "tellings_candidate_id_created_at_idx" ON "tellings"("candidate_id", "created_at" DESC);
CREATE INDEX "tellings_untold" ON "tellings"("created_at") WHERE (told_at IS NULL);

-- AddForeignKey
ALTER TABLE "candidates" ADD CONSTRAINT "candidates_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "candidates"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "links" ADD CONSTRAINT "links_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "tellings" ADD CONSTRAINT "tellings_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE candidates ADD CONSTRAINT candidates_reach_by CHECK (reach_by IN ('email', 'call', 'letter')),
  ADD CONSTRAINT candidates_came_by CHECK (came_by IN ('phone', 'event', 'other')),
  ADD CONSTRAINT candidates_merged CHECK (merged_into_id IS NULL OR (closed_at IS NOT NULL AND merged_into_id <> id));
ALTER TABLE tellings ADD CONSTRAINT tellings_how CHECK (told_how IN ('call', 'letter', 'inPerson', 'email', 'notNeeded')),
  ADD CONSTRAINT tellings_told CHECK ((told_at IS NULL) = (told_how IS NULL)),
  ADD CONSTRAINT tellings_in_order CHECK (told_at >= created_at);
GRANT SELECT, INSERT ON tellings TO app;
GRANT UPDATE (told_at, told_how, told_by_id) ON tellings TO app;

-- A link with which somebody takes over what was registered for them: whatever purposes there are already, and this one.
DO $$
DECLARE v_known text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = 'links_purpose');
BEGIN
  ALTER TABLE links DROP CONSTRAINT links_purpose;
  EXECUTE format('ALTER TABLE links ADD CONSTRAINT links_purpose CHECK (purpose = ''claim'' OR %s)', v_known);
END $$;
ALTER TABLE links ADD CONSTRAINT links_claim CHECK ((purpose = 'claim') = (candidate_id IS NOT NULL));

/* Asks for an e-mail in this transaction: a row of the log, and the job that delivers it. To a candidate with no account it
   asks the team instead, to tell them by phone or letter: an address that nobody has confirmed may be a stranger's. */
CREATE OR REPLACE FUNCTION queue_email(p_account uuid, p_candidate uuid, p_address text, p_kind text, p_about uuid, p_data jsonb, p_now timestamptz)
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE email_id uuid := gen_random_uuid();
BEGIN
  IF p_account IS NULL AND p_address IS NULL THEN
    INSERT INTO tellings (id, candidate_id, kind, about_id, data, created_at)
    SELECT gen_random_uuid(), c.id, p_kind, p_about, coalesce(p_data, '{}'), p_now FROM candidates c
    WHERE c.id = p_candidate AND c.closed_at IS NULL AND NOT EXISTS (SELECT FROM tellings t
      WHERE t.candidate_id = c.id AND t.kind = p_kind AND t.about_id IS NOT DISTINCT FROM p_about AND t.told_at IS NULL);
    RETURN NULL;
  END IF;
  INSERT INTO emails (id, account_id, candidate_id, address, kind, about_id, data, created_at)
  VALUES (email_id, p_account, p_candidate, p_address, p_kind, p_about, coalesce(p_data, '{}'), p_now);
  PERFORM graphile_worker.add_job('messages.deliver', json_build_object('emailId', email_id), max_attempts => 8);
  RETURN email_id;
END $$;

/* Tells a candidate: by e-mail to their account, else through the team. */
CREATE OR REPLACE FUNCTION email_candidate(p_candidate uuid, p_kind text, p_about uuid, p_data jsonb, p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_account uuid;
BEGIN
  SELECT account_id INTO v_account FROM candidates WHERE id = p_candidate;
  PERFORM queue_email(v_account, p_candidate, NULL, p_kind, p_about, p_data, p_now);
END $$;

/* How somebody was reached goes with them. */
CREATE FUNCTION erase_reaching() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM tellings WHERE candidate_id = NEW.id;
  DELETE FROM links WHERE candidate_id = NEW.id;
  DELETE FROM emails WHERE lower(address) = lower(OLD.email);
  UPDATE candidates SET email = NULL, postal_address = NULL, reach_by = NULL, came_by = NULL WHERE id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_reaching AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_reaching();
GRANT EXECUTE ON FUNCTION queue_email, email_candidate, erase_reaching TO app;
