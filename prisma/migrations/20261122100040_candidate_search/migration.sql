/* Finding a candidate as people type: without accents, in any order, by a part or nearly, by reference, e-mail or digits of a
   telephone number. Both extensions are trusted: the owner of the database may add them. */
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

/* A name as it is compared: no accents, capitals or apostrophes, and blanks for what else is no letter. Only functions that are
   immutable, and no class of letters that would depend on the locale. */
CREATE FUNCTION fold_name(p_name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(regexp_replace(
    replace(replace(replace(replace(translate(lower(regexp_replace(normalize(p_name, NFKD), '[\u0300-\u036f]', '', 'g')),
      'øłđðıħŧ', 'oldditht'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    '[''`\u2018\u2019\u02bc\u02b9]', '', 'g'), '[\s!-/:-@\[-_{-~\u00a0-\u00bf\u2000-\u206f]+', ' ', 'g'))
$$;

/* The digits of a telephone number, as they are dialled within the country. */
CREATE FUNCTION fold_phone(p_phone text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(p_phone, '\(0\)|[^0-9+]', '', 'g'), '^(\+44|0044)0?|\+', CASE WHEN p_phone ~ '^[\s(]*(\+|00)\s*44' THEN '0' ELSE '' END, 'g')
$$;

ALTER TABLE candidates ADD COLUMN folded_name text NOT NULL DEFAULT '', ADD COLUMN search text NOT NULL DEFAULT '';

CREATE FUNCTION keep_search() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_email text;
BEGIN
  IF NEW.reference LIKE 'erased-%' THEN
    NEW.folded_name := '';
    NEW.search := '';
    RETURN NEW;
  END IF;
  SELECT lower(email) INTO v_email FROM accounts WHERE id = NEW.account_id;
  v_email := coalesce(v_email, lower(NEW.email));
  NEW.folded_name := fold_name(NEW.name);
  -- each word after a blank, so that the beginning of a word can be asked for; the blank at the end closes the last
  NEW.search := concat_ws(' ', '', NEW.folded_name, replace(lower(NEW.reference), '-', ''), fold_name(NEW.reference), fold_phone(NEW.phone),
    fold_name(split_part(v_email, '@', 1)), v_email, '');
  RETURN NEW;
END $$;
CREATE TRIGGER candidates_search BEFORE INSERT OR UPDATE OF name, reference, phone, email, account_id ON candidates
  FOR EACH ROW EXECUTE FUNCTION keep_search();

CREATE FUNCTION keep_search_of_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE candidates SET account_id = account_id WHERE account_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER accounts_search AFTER UPDATE OF email ON accounts
  FOR EACH ROW WHEN (OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION keep_search_of_account();

UPDATE candidates SET account_id = account_id;
CREATE INDEX candidates_search ON candidates USING gin (search gin_trgm_ops);
CREATE INDEX candidates_folded_name ON candidates USING gin (folded_name gin_trgm_ops);

/* The word with two neighbours swapped, in each place: the slip of the finger that leaves the fewest letters in their place. */
CREATE FUNCTION swapped(p_word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(overlay(p_word placing reverse(substr(p_word, i, 2)) from i for 2)), '{}') FROM generate_series(1, length(p_word) - 1) i
$$;

GRANT EXECUTE ON FUNCTION fold_name, fold_phone, keep_search, keep_search_of_account, swapped TO app;
