-- Two records that may be one person: found by e-mail address, by phone and name, by name and place. Only ever a question
-- to the team, whose "not the same person" is remembered.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "duplicate_pairs" (
    "id" UUID NOT NULL,
    "first_id" UUID NOT NULL,
    "second_id" UUID NOT NULL,
    "why" TEXT[],
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3),
    "dismissed_by_id" UUID,

    CONSTRAINT "duplicate_pairs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duplicate_checks" (
    "candidate_id" UUID NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "duplicate_checks_pkey" PRIMARY KEY ("candidate_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "duplicate_pairs_first_id_second_id_key" ON "duplicate_pairs"("first_id", "second_id");
CREATE INDEX "duplicate_pairs_second_id_idx" ON "duplicate_pairs"("second_id");

-- AddForeignKey
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_first_id_fkey" FOREIGN KEY ("first_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_second_id_fkey" FOREIGN KEY ("second_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "duplicate_checks" ADD CONSTRAINT "duplicate_checks_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE duplicate_pairs ADD CONSTRAINT duplicate_pairs_in_order CHECK (first_id < second_id),
  ADD CONSTRAINT duplicate_pairs_dismissed CHECK ((dismissed_at IS NULL) = (dismissed_by_id IS NULL));
GRANT SELECT, INSERT, UPDATE, DELETE ON duplicate_pairs, duplicate_checks TO app;

/* One mailbox written in several ways is one: capitals, wide letters, dots and + where a provider drops them, its other names. */
CREATE FUNCTION email_form(p_email text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN host = '' OR box = '' THEN NULL ELSE
    CASE host WHEN 'gmail.com' THEN replace(plain, '.', '') ELSE plain END || '@' || host END
  FROM (SELECT box, host, CASE WHEN host IN ('gmail.com', 'icloud.com', 'proton.me', 'outlook.com', 'hotmail.com', 'hotmail.co.uk',
      'live.com', 'live.co.uk', 'fastmail.com') THEN split_part(box, '+', 1) ELSE box END AS plain
    FROM (SELECT split_part(whole, '@', 1) AS box, CASE split_part(whole, '@', 2) WHEN 'googlemail.com' THEN 'gmail.com'
        WHEN 'me.com' THEN 'icloud.com' WHEN 'mac.com' THEN 'icloud.com' WHEN 'protonmail.com' THEN 'proton.me' WHEN 'pm.me' THEN 'proton.me'
        ELSE split_part(whole, '@', 2) END AS host
      FROM (SELECT lower(btrim(normalize(p_email, NFKC))) AS whole) AS a) AS b) AS c
$$;

/* A phone number as it is dialled in this country; nothing where it is too short to be one. */
CREATE FUNCTION phone_form(p_phone text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN length(dialled) >= 9 THEN dialled END
  FROM (SELECT replace(regexp_replace(regexp_replace(regexp_replace(normalize(p_phone, NFKC), '[^0-9+]', '', 'g'), '^(\+|00)440?', '0'), '^\+', '00'), '+', '') AS dialled) AS a
$$;

/* A name without accents, capitals and marks; trigrams take care of the order of its parts. */
CREATE FUNCTION name_form(p_name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(lower(regexp_replace(normalize(p_name, NFKD), U&'[\0300-\036F]', '', 'g')), '[[:punct:][:space:]]+', ' ', 'g'))
$$;

CREATE INDEX candidates_by_email_form ON candidates (email_form(email));
CREATE INDEX accounts_by_email_form ON accounts (email_form(email));
CREATE INDEX candidates_by_phone_form ON candidates (phone_form(phone));
CREATE INDEX candidates_by_name_form ON candidates USING gin (name_form(name) gin_trgm_ops);

/* Who may be this person, and why. The numbers are a judgement: a family shares a phone, so there the name has to be like it too. */
CREATE FUNCTION likely_same(p_self uuid, p_name text, p_emails text[], p_phone text, p_routes text[], p_areas text[])
RETURNS TABLE (candidate_id uuid, why text[]) LANGUAGE sql STABLE AS $$
  WITH forms AS (SELECT array(SELECT DISTINCT email_form(e) FROM unnest(p_emails) AS e WHERE email_form(e) IS NOT NULL) AS emails),
  found (id, why) AS (
    SELECT c.id, 'sameEmail' FROM forms, candidates c WHERE email_form(c.email) = ANY (forms.emails)
    UNION SELECT c.id, 'sameEmail' FROM forms, accounts a JOIN candidates c ON c.account_id = a.id WHERE email_form(a.email) = ANY (forms.emails)
    UNION SELECT c.id, 'samePhone' FROM candidates c
      WHERE phone_form(c.phone) = phone_form(p_phone) AND similarity(name_form(c.name), name_form(p_name)) >= 0.35
    UNION SELECT c.id, 'likeName' FROM candidates c WHERE name_form(c.name) % name_form(p_name)
      AND similarity(name_form(c.name), name_form(p_name)) >= 0.6 AND (c.routes && p_routes OR c.areas && p_areas)
  )
  SELECT f.id, array_agg(f.why ORDER BY f.why) FROM found f JOIN candidates c ON c.id = f.id
  WHERE c.closed_at IS NULL AND f.id IS DISTINCT FROM p_self GROUP BY f.id
$$;

/* Looks for others who may be this person, keeps what is suspected, and lets go of what is no longer. Answers with how many
   are suspected. Two that somebody has said are two people stay so; what a person themselves gave cause for stays too. */
CREATE FUNCTION find_duplicates(p_candidate uuid, p_now timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_found int;
BEGIN
  WITH likely AS (
    SELECT least(c.id, l.candidate_id) AS one, greatest(c.id, l.candidate_id) AS other, l.why
    FROM candidates c LEFT JOIN accounts a ON a.id = c.account_id,
      LATERAL likely_same(c.id, c.name, ARRAY[c.email, a.email], c.phone, c.routes, c.areas) AS l
    WHERE c.id = p_candidate AND c.closed_at IS NULL
  ), gone AS (
    DELETE FROM duplicate_pairs p USING candidates a, candidates b
    WHERE p_candidate IN (p.first_id, p.second_id) AND a.id = p.first_id AND b.id = p.second_id AND a.closed_at IS NULL AND b.closed_at IS NULL
      AND p.dismissed_at IS NULL AND 'claimed' <> ALL (p.why)
      AND NOT EXISTS (SELECT FROM likely l WHERE l.one = p.first_id AND l.other = p.second_id)
  ), kept AS (
    INSERT INTO duplicate_pairs AS p (id, first_id, second_id, why, found_at)
    SELECT gen_random_uuid(), l.one, l.other, l.why, p_now FROM likely l
    ON CONFLICT (first_id, second_id) DO UPDATE
      SET why = CASE WHEN 'claimed' = ANY (p.why) THEN array_append(EXCLUDED.why, 'claimed') ELSE EXCLUDED.why END WHERE p.dismissed_at IS NULL
    RETURNING p.id
  ) SELECT count(*) INTO v_found FROM kept;
  INSERT INTO duplicate_checks (candidate_id, checked_at) VALUES (p_candidate, p_now)
  ON CONFLICT (candidate_id) DO UPDATE SET checked_at = EXCLUDED.checked_at;
  RETURN v_found;
END $$;

/* Whoever is known by something else now is looked at again. */
CREATE FUNCTION check_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'candidates' THEN DELETE FROM duplicate_checks WHERE candidate_id = NEW.id;
  ELSE DELETE FROM duplicate_checks d USING candidates c WHERE c.account_id = NEW.id AND d.candidate_id = c.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER candidates_check_again AFTER UPDATE OF name, phone, email, routes, areas, account_id, closed_at ON candidates FOR EACH ROW
  WHEN ((NEW.name, NEW.phone, NEW.email, NEW.routes, NEW.areas, NEW.account_id, NEW.closed_at)
    IS DISTINCT FROM (OLD.name, OLD.phone, OLD.email, OLD.routes, OLD.areas, OLD.account_id, OLD.closed_at)) EXECUTE FUNCTION check_again();
CREATE TRIGGER accounts_check_again AFTER UPDATE OF email ON accounts FOR EACH ROW
  WHEN (NEW.email IS DISTINCT FROM OLD.email) EXECUTE FUNCTION check_again();

/* That two records were suspected says something of both. */
CREATE FUNCTION erase_duplicates() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM duplicate_pairs WHERE NEW.id IN (first_id, second_id);
  DELETE FROM duplicate_checks WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_duplicates AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_duplicates();

GRANT EXECUTE ON FUNCTION email_form, phone_form, name_form, likely_same, find_duplicates, check_again, erase_duplicates TO app;
