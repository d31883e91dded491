-- Nearness is worked out once for each word that names hold, not once for each candidate: first the words that are near what was
-- typed, through the index, then whoever bears one of them, through the index again. The indexes are kept complete at each write,
-- as a search right after a large import would otherwise go through all that is not in them yet.
ALTER INDEX candidates_search SET (fastupdate = off);
ALTER INDEX candidates_folded_name SET (fastupdate = off);

/* Where a word with a slip (two where it is long) has to look like a name: one more piece than slips, so that one of them is whole,
   at the beginning of a word of the name, at its end or within; or two neighbours swapped; or a part of a name. */
CREATE FUNCTION near_patterns(p_word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  WITH cut AS (SELECT length(p_word) AS n, CASE WHEN length(p_word) >= 8 THEN length(p_word) / 3 ELSE length(p_word) / 2 END AS k),
  pieces AS (SELECT left(p_word, k) AS head, CASE WHEN n >= 8 THEN substr(p_word, k + 1, (n - k) / 2) END AS middle,
    substr(p_word, CASE WHEN n >= 8 THEN k + (n - k) / 2 ELSE k END + 1) AS tail FROM cut)
  SELECT array_agg(DISTINCT pattern) FROM (
    SELECT unnest(ARRAY[head || '%', '% ' || head || '%', '%' || tail, '%' || tail || ' %', '%' || middle || '%', '%' || p_word || '%']) AS pattern FROM pieces
    UNION ALL SELECT '%' || s || '%' FROM unnest(swapped(p_word)) s WHERE length(p_word) < 8) all_of_them WHERE pattern IS NOT NULL
$$;

/* The words of names that are near a word, and whole names that hold it when they are written without blanks; how well each fits. */
CREATE FUNCTION near_words(p_word text) RETURNS TABLE (word text, score real)
LANGUAGE sql STABLE STRICT SET search_path = public, pg_temp SET enable_seqscan = off AS $$
  WITH names AS MATERIALIZED (
    SELECT DISTINCT folded_name AS name FROM candidates WHERE folded_name LIKE ANY (near_patterns(p_word)) AND closed_at IS NULL),
  words AS (SELECT DISTINCT w FROM names, unnest(string_to_array(name, ' ')) w),
  near AS (SELECT w, levenshtein_less_equal(left(w, 60), left(p_word, 60), 2) AS slips, w = ANY (swapped(p_word)) AS swap,
    position(p_word in w) > 0 AS part FROM words)
  SELECT w, CASE WHEN part THEN 0.7 WHEN swap OR slips = 1 THEN 0.6 ELSE 0.5 END FROM near
    WHERE part OR swap OR slips <= CASE WHEN length(p_word) >= 8 THEN 2 ELSE 1 END
  UNION ALL SELECT name, 0.7 FROM names WHERE position(p_word in replace(name, ' ', '')) > 0 AND position(p_word in name) = 0
$$;

/* Who is meant by what was typed, and how well each fits: every word has to be found, as the beginning of a word, as a part of an
   e-mail address or of a number, or nearly as a word of the name. Nothing but blanks and marks finds nobody. */
CREATE FUNCTION search_candidates(p_typed text) RETURNS TABLE (candidate_id uuid, score real)
LANGUAGE plpgsql STABLE STRICT ROWS 50 SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  v_typed text := btrim(left(p_typed, 100));
  v_folded text := fold_name(v_typed);
  v_words text[];
  v_word text;
  v_part text;
  v_near text[];
  v_better text[];
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
      -- what begins with the word is found by the first pattern already
      SELECT coalesce(array_agg('% ' || n.word || ' %'), '{}'), coalesce(array_agg('% ' || n.word || ' %') FILTER (WHERE n.score > 0.5), '{}')
        INTO v_near, v_better FROM near_words(v_word) n WHERE NOT starts_with(n.word, v_word);
      v_where := v_where || format(' AND c.search LIKE ANY (%L)', array_prepend('% ' || v_part || '%', v_near));
      v_score := v_score || format(' + CASE WHEN c.search LIKE %L THEN 1 WHEN c.search LIKE %L THEN 0.9 WHEN c.search LIKE ANY (%L) THEN 0.6 ELSE 0.5 END',
        '% ' || v_part || ' %', '% ' || v_part || '%', v_better);
    END IF;
  END LOOP;
  RETURN QUERY EXECUTE format('SELECT c.id, (%s + CASE WHEN c.folded_name = %L THEN 1 WHEN c.folded_name LIKE %L THEN 0.3 ELSE 0 END)::real
    FROM candidates c WHERE c.closed_at IS NULL%s', v_score, v_folded, replace(v_folded, '_', '') || '%', v_where);
END $$;

GRANT EXECUTE ON FUNCTION near_patterns, near_words, search_candidates TO app;
