-- A slip near the beginning of a short word leaves few of its groups of three letters: they are looked for more widely, and the
-- word with two letters swapped as itself up to eight letters.
/* Who is meant by what was typed, and how well each fits: every word has to be found, as the beginning of a word, as a part of an
   e-mail address or of a number, or nearly as a word of the name. Nothing but blanks and marks finds nobody. */
CREATE OR REPLACE FUNCTION search_candidates(p_typed text) RETURNS TABLE (candidate_id uuid, score real)
LANGUAGE plpgsql STABLE STRICT ROWS 50 SET search_path = public, pg_temp SET pg_trgm.word_similarity_threshold = 0.2 AS $$
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
        '% ' || v_part || '%', v_word, CASE WHEN length(v_word) < 9 THEN (SELECT array_agg('%' || s || '%') FROM unnest(swapped(v_word)) s) ELSE '{}' END, v_word);
      v_score := v_score || format(' + CASE WHEN c.search LIKE %L THEN 1 WHEN c.search LIKE %L THEN 0.9 ELSE 0.2 + word_similarity(%L, c.folded_name) / 2 END',
        '% ' || v_part || ' %', '% ' || v_part || '%', v_word);
    END IF;
  END LOOP;
  RETURN QUERY EXECUTE format('SELECT c.id, (%s + CASE WHEN c.folded_name = %L THEN 1 WHEN c.folded_name LIKE %L THEN 0.3 ELSE 0 END)::real
    FROM candidates c WHERE c.closed_at IS NULL%s', v_score, v_folded, replace(v_folded, '_', '') || '%', v_where);
END $$;
