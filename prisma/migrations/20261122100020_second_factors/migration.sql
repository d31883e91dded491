CREATE TABLE "second_factors" (
    "account_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "set_up_at" TIMESTAMPTZ(3) NOT NULL,
    "last_step" BIGINT NOT NULL,

    CONSTRAINT "second_factors_pkey" PRIMARY KEY ("account_id")
);
CREATE TABLE "recovery_codes" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "email_changes" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_changes_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "recovery_codes_account_id_hash_key" ON "recovery_codes"("account_id", "hash");
CREATE INDEX "email_changes_account_id_idx" ON "email_changes"("account_id");
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "second_factors"("account_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

/* A code that was used stays used, whatever asks: the step of the last code only grows, a recovery code is spent once. */
CREATE FUNCTION keep_codes_used() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'second_factors' THEN
    IF NEW.last_step <= OLD.last_step THEN
      RAISE check_violation USING MESSAGE = 'this code was used', CONSTRAINT = 'second_factors_once';
    END IF;
  ELSIF OLD.used_at IS NOT NULL THEN
    RAISE check_violation USING MESSAGE = 'this recovery code was used', CONSTRAINT = 'recovery_codes_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER second_factors_once BEFORE UPDATE ON second_factors FOR EACH ROW EXECUTE FUNCTION keep_codes_used();
CREATE TRIGGER recovery_codes_once BEFORE UPDATE ON recovery_codes FOR EACH ROW EXECUTE FUNCTION keep_codes_used();

GRANT SELECT, INSERT, DELETE ON second_factors, recovery_codes, email_changes TO app;
GRANT UPDATE (last_step) ON second_factors TO app;
GRANT UPDATE (used_at) ON recovery_codes, email_changes TO app;
GRANT EXECUTE ON FUNCTION keep_codes_used TO app;

-- Ending the sessions of one person, and listing them, without reading everybody's.
CREATE INDEX "sessions_account_idx" ON "sessions" ((sess #>> '{passport,user}'));
