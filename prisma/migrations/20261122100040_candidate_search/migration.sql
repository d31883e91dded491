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

/* Is a word one slip away from a word of a name (two where it is long), or from two of them written together? */
CREATE FUNCTION is_nearly(p_word text, p_folded text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT replace(p_folded, ' ', '') LIKE '%' || p_word || '%' OR EXISTS (
    SELECT FROM regexp_split_to_table(p_folded, ' ') w
    WHERE levenshtein_less_equal(left(w, 60), left(p_word, 60), 2) <= CASE WHEN length(p_word) >= 8 THEN 2 ELSE 1 END OR w = ANY (swapped(p_word)))
$$;

/* Who is meant by what was typed, and how well each fits: every word has to be found, as the beginning of a word, as a part of an
   e-mail address or of a number, or nearly as a word of the name. Nothing but blanks and marks finds nobody. */
CREATE FUNCTION search_candidates(p_typed text) RETURNS TABLE (candidate_id uuid, score real)
LANGUAGE plpgsql STABLE STRICT ROWS 50 SET search_path = public, pg_temp SET pg_trgm.word_similarity_threshold = 0.3 AS $$
DECLARE
  v_typed text := btrim(left(p_typed, 100));
  v_folded text := fold_name(v_typed);
  v_words text[];
  v_word text;
  v_part text;
  v_where text := '';
  v_score text := '0';
BEGIN
  IF v_typed ~ '^[0-9\s()+.-]{3,}$' AND fold_phone(v_typed) <> '' THEN
    v_words := ARRAY[fold_phone(v_typed)];
  ELSE
    SELECT array_agg(w) INTO v_words FROM (
      SELECT DISTINCT w FROM regexp_split_to_table(v_typed, '\s+') t,
        LATERAL regexp_split_to_table(CASE WHEN position('@' in t) > 0 THEN lower(t) ELSE fold_name(t) END, ' ') w
      WHERE w <> '' LIMIT 10) words;
  END IF;
  IF v_words IS NULL THEN RETURN; END IF;
  FOREACH v_word IN ARRAY v_words LOOP
    v_part := regexp_replace(v_word, '([\\%_])', '\\\1', 'g');
    IF v_word ~ '^[0-9]{3,}$' OR position('@' in v_word) > 0 THEN
      v_where := v_where || format(' AND c.search LIKE %L', '%' || v_part || '%');
      v_score := v_score || format(' + CASE WHEN c.search LIKE %L THEN 1 ELSE 0.9 END', '% ' || v_part || ' %');
    ELSIF length(v_word) < 4 OR v_word ~ '[0-9]' THEN
      v_where := v_where || format(' AND c.search LIKE %L', '% ' || v_part || '%');
      v_score := v_score || format(' + CASE WHEN c.search LIKE %L THEN 1 ELSE 0.9 END', '% ' || v_part || ' %');
    ELSE
      v_where := v_where || format(' AND (c.search LIKE %L OR (%L <%% c.folded_name OR c.folded_name LIKE ANY (%L)) AND is_nearly(%L, c.folded_name))',
        '% ' || v_part || '%', v_word, CASE WHEN length(v_word) < 6 THEN (SELECT array_agg('%' || s || '%') FROM unnest(swapped(v_word)) s) ELSE '{}' END, v_word);
      v_score := v_score || format(' + CASE WHEN c.search LIKE %L THEN 1 WHEN c.search LIKE %L THEN 0.9 ELSE 0.2 + word_similarity(%L, c.folded_name) / 2 END',
        '% ' || v_part || ' %', '% ' || v_part || '%', v_word);
    END IF;
  END LOOP;
  RETURN QUERY EXECUTE format('SELECT c.id, (%s + CASE WHEN c.folded_name = %L THEN 1 WHEN c.folded_name LIKE %L THEN 0.3 ELSE 0 END)::real
    FROM candidates c WHERE c.closed_at IS NULL%s', v_score, v_folded, replace(v_folded, '_', '') || '%', v_where);
END $$;

GRANT EXECUTE ON FUNCTION fold_name, fold_phone, keep_search, keep_search_of_account, swapped, is_nearly, search_candidates TO app;
