-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "deactivated_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "invited_by" UUID NOT NULL,
    "invited_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "link_id" UUID,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "confirmation_notices" (
    "account_id" UUID NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,
    "days" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "confirmation_notices_pkey" PRIMARY KEY ("account_id","confirmed_at","days")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitations_link_id_key" ON "invitations"("link_id");
CREATE UNIQUE INDEX "invitations_one_open" ON "invitations"("email_key", "role") WHERE (accepted_at IS NULL AND revoked_at IS NULL);
CREATE INDEX "invitations_email_key_idx" ON "invitations"("email_key");
CREATE INDEX "invitations_invited_at_idx" ON "invitations"("invited_at" DESC);

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "links"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "confirmation_notices" ADD CONSTRAINT "confirmation_notices_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever works here on the day this rule begins has 90 days from then.
UPDATE accounts a SET confirmed_at = CURRENT_TIMESTAMP WHERE EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role <> 'candidate');

ALTER TABLE invitations ADD CONSTRAINT invitations_role CHECK (role IN ('supporter', 'coordinator', 'lead', 'recruiter', 'administrator')),
  ADD CONSTRAINT invitations_one_end CHECK (accepted_at IS NULL OR revoked_at IS NULL),
  ADD CONSTRAINT invitations_in_order CHECK (expires_at > sent_at AND sent_at >= invited_at);
ALTER TABLE confirmation_notices ADD CONSTRAINT confirmation_notices_days CHECK (days IN (14, 3));

/* Whoever gives somebody their first staff role vouches for them on that day. */
CREATE FUNCTION begin_confirmation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE accounts SET confirmed_at = NEW.granted_at WHERE id = NEW.account_id AND confirmed_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER account_roles_begin_confirmation AFTER INSERT ON account_roles FOR EACH ROW WHEN (NEW.role <> 'candidate') EXECUTE FUNCTION begin_confirmation();

/* The last administrator who can act stays: taking the role away and deactivating go one at a time, so that two at once cannot both pass. */
CREATE FUNCTION keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_account uuid := CASE TG_TABLE_NAME WHEN 'accounts' THEN (to_jsonb(OLD) ->> 'id')::uuid ELSE (to_jsonb(OLD) ->> 'account_id')::uuid END;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('the last administrator', 0));
  -- An account that is deleted whole, or was deactivated before, takes nothing away here.
  IF TG_TABLE_NAME = 'accounts' AND NOT EXISTS (SELECT FROM account_roles WHERE account_id = v_account AND role = 'administrator') THEN RETURN NULL; END IF;
  IF TG_TABLE_NAME = 'account_roles' AND NOT EXISTS (SELECT FROM accounts WHERE id = v_account AND deactivated_at IS NULL AND closed_at IS NULL) THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT FROM account_roles r JOIN accounts a ON a.id = r.account_id
      WHERE r.role = 'administrator' AND a.deactivated_at IS NULL AND a.closed_at IS NULL) THEN
    RAISE check_violation USING MESSAGE = 'somebody has to be administrator', CONSTRAINT = 'an_administrator_stays';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER account_roles_an_administrator_stays AFTER DELETE ON account_roles FOR EACH ROW WHEN (OLD.role = 'administrator') EXECUTE FUNCTION keep_an_administrator();
CREATE TRIGGER accounts_an_administrator_stays AFTER UPDATE OF deactivated_at ON accounts FOR EACH ROW
  WHEN (OLD.deactivated_at IS NULL AND NEW.deactivated_at IS NOT NULL) EXECUTE FUNCTION keep_an_administrator();

/* With a candidate whose account goes, what they were once invited to goes too; an account with a staff role stays, and its invitations with it. */
CREATE FUNCTION erase_invitations() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM invitations i USING accounts a WHERE a.id = OLD.account_id AND i.email_key = a.email_key
    AND NOT EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role <> 'candidate');
  RETURN NULL;
END $$;
CREATE TRIGGER erase_invitations AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_invitations();

GRANT SELECT, INSERT, UPDATE, DELETE ON invitations TO app;
GRANT SELECT, INSERT ON confirmation_notices TO app;
GRANT EXECUTE ON FUNCTION begin_confirmation, keep_an_administrator, erase_invitations TO app;
