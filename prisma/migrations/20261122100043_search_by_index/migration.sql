-- What is typed is compared by the indexes, as the planner thinks little of what comparing a word with every name costs; and what
-- is the same for every name is worked out once. How near two words are stays as it was: one slip, two in a long word.
/* Who is meant by what was typed, and how well each fits: every word has to be found, as the beginning of a word, as a part of an
   e-mail address or of a number, or nearly as a word of the name. Nothing but blanks and marks finds nobody. */
CREATE OR REPLACE FUNCTION search_candidates(p_typed text) RETURNS TABLE (candidate_id uuid, score real)
LANGUAGE plpgsql STABLE STRICT ROWS 50 SET search_path = public, pg_temp SET pg_trgm.word_similarity_threshold = 0.2 SET enable_seqscan = off AS $$
DECLARE
  v_typed text := btrim(left(p_typed, 100));
  v_folded text := fold_name(v_typed);
  v_words text[];
  v_word text;
  v_part text;
  v_swapped text[];
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
  -- a slip in a word of four letters leaves less in common than one in a longer word
  PERFORM set_config('pg_trgm.word_similarity_threshold', CASE WHEN EXISTS (SELECT FROM unnest(v_words) w WHERE length(w) = 4) THEN '0.2' ELSE '0.3' END, true);
  FOREACH v_word IN ARRAY v_words LOOP
    v_part := regexp_replace(v_word, '([\\%_])', '\\\1', 'g');
    IF v_word ~ '^[0-9]{3,}$' OR position('@' in v_word) > 0 THEN
      v_where := v_where || format(' AND c.search LIKE %L', '%' || v_part || '%');
      v_score := v_score || format(' + CASE WHEN c.search LIKE %L THEN 1 ELSE 0.9 END', '% ' || v_part || ' %');
    ELSIF length(v_word) < 4 OR v_word ~ '[0-9]' THEN
      v_where := v_where || format(' AND c.search LIKE %L', '% ' || v_part || '%');
      v_score := v_score || format(' + CASE WHEN c.search LIKE %L THEN 1 ELSE 0.9 END', '% ' || v_part || ' %');
    ELSE
      v_swapped := swapped(v_word);
      v_where := v_where || format(' AND (c.search LIKE %L OR (%L <%% c.folded_name OR c.folded_name LIKE ANY (%L)) AND (replace(c.folded_name, '' '', '''') LIKE %L
          OR EXISTS (SELECT FROM unnest(string_to_array(c.folded_name, '' '')) w WHERE w = ANY (%L) OR levenshtein_less_equal(left(w, 60), %L, 2) <= %s)))',
        '% ' || v_part || '%', v_word, CASE WHEN length(v_word) < 9 THEN (SELECT array_agg('%' || s || '%') FROM unnest(v_swapped) s) ELSE '{}' END,
        '%' || v_part || '%', v_swapped, left(v_word, 60), CASE WHEN length(v_word) >= 8 THEN 2 ELSE 1 END);
      v_score := v_score || format(' + CASE WHEN c.search LIKE %L THEN 1 WHEN c.search LIKE %L THEN 0.9 ELSE 0.2 + word_similarity(%L, c.folded_name) / 2 END',
        '% ' || v_part || ' %', '% ' || v_part || '%', v_word);
    END IF;
  END LOOP;
  RETURN QUERY EXECUTE format('SELECT c.id, (%s + CASE WHEN c.folded_name = %L THEN 1 WHEN c.folded_name LIKE %L THEN 0.3 ELSE 0 END)::real
    FROM candidates c WHERE c.closed_at IS NULL%s', v_score, v_folded, replace(v_folded, '_', '') || '%', v_where);
END $$;
DROP FUNCTION is_nearly(text, text);
