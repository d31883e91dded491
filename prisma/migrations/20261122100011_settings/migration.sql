-- CreateTable
CREATE TABLE "settings_versions" (
    "number" INTEGER NOT NULL,
    "values" JSONB NOT NULL,
    "by_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "restored_from" INTEGER,

    CONSTRAINT "settings_versions_pkey" PRIMARY KEY ("number")
);

-- Version 0 is the profile as it was delivered; it has no row.
ALTER TABLE settings_versions ADD CONSTRAINT settings_versions_number CHECK (number >= 1),
  ADD CONSTRAINT settings_versions_reason CHECK (btrim(reason) <> ''),
  ADD CONSTRAINT settings_versions_values CHECK (jsonb_typeof("values") = 'object'),
  ADD CONSTRAINT settings_versions_restored CHECK (restored_from >= 0 AND restored_from < number);

/* One number after the other: a version with a gap before it would hide that one is missing. */
CREATE FUNCTION number_settings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM settings_versions) THEN
    RAISE check_violation USING MESSAGE = 'versions are numbered one after the other', CONSTRAINT = 'settings_versions_in_order';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER settings_versions_in_order BEFORE INSERT ON settings_versions FOR EACH ROW EXECUTE FUNCTION number_settings();

GRANT SELECT, INSERT ON settings_versions TO app;
GRANT EXECUTE ON FUNCTION number_settings TO app;
