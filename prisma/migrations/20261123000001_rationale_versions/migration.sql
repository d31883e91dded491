-- What is not finished may be put aside unfinished, and every version of a rationale is about the same group: whoever
-- booked under one said of themselves that they are of it.
ALTER TABLE rationales DROP CONSTRAINT rationales_whole, ADD CONSTRAINT rationales_whole CHECK (state IN ('draft', 'returned', 'withdrawn')
  OR (btrim(evidence) <> '' AND btrim(aim) <> '' AND btrim(proportionate) <> '' AND btrim(alternatives) <> ''));

CREATE FUNCTION keep_rationale_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM rationales r WHERE r.series_id = NEW.series_id AND r.id <> NEW.id AND r.group_key <> NEW.group_key) THEN
    RAISE check_violation USING MESSAGE = 'every version of a rationale is about the same group', CONSTRAINT = 'rationales_same_group';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rationales_same_group BEFORE INSERT OR UPDATE ON rationales FOR EACH ROW EXECUTE FUNCTION keep_rationale_group();
GRANT EXECUTE ON FUNCTION keep_rationale_group TO app;

/* Does a text hold these words, as words and not as part of another? */
CREATE FUNCTION holds_words(p_text text, p_words text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT strpos(' ' || regexp_replace(lower(p_text), '[^[:alnum:]]+', ' ', 'g') || ' ',
    ' ' || btrim(regexp_replace(lower(p_words), '[^[:alnum:]]+', ' ', 'g')) || ' ') > 0
$$;

/* As before; a label holds the title or the group only where it holds their words: “recruitment” does not hold “men”. */
CREATE OR REPLACE FUNCTION guard_openness() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_fresh boolean := TG_OP = 'INSERT' OR OLD.state = 'draft';
BEGIN
  IF NEW.openness = 'all' THEN RETURN NEW; END IF;
  NEW.restricted := true;
  IF NOT v_fresh AND NEW.openness <> OLD.openness THEN
    RAISE check_violation USING MESSAGE = 'a published workshop can be opened to all, not closed', CONSTRAINT = 'workshops_openness_fixed';
  END IF;
  IF NOT v_fresh AND NEW.rationale_id IS DISTINCT FROM OLD.rationale_id AND NOT EXISTS (SELECT FROM rationales n JOIN rationales o USING (series_id)
      WHERE n.id = NEW.rationale_id AND o.id = OLD.rationale_id AND n.state = 'approved') THEN
    RAISE check_violation USING MESSAGE = 'a published workshop changes to the next version of its rationale only', CONSTRAINT = 'workshops_rationale';
  END IF;
  IF v_fresh AND NEW.state = 'published' AND NOT rationale_holds(NEW.rationale_id, NEW.starts_at, NEW.routes, coalesce(NEW.published_at, now())) THEN
    RAISE check_violation USING MESSAGE = 'no approved rationale in date covers this workshop', CONSTRAINT = 'workshops_rationale';
  END IF;
  IF NEW.state <> 'draft' AND (v_fresh OR NEW.safe_label <> OLD.safe_label OR NEW.title <> OLD.title) AND (btrim(NEW.safe_label) = ''
      OR holds_words(NEW.safe_label, NEW.title)
      OR EXISTS (SELECT FROM rationales r WHERE r.id = NEW.rationale_id AND holds_words(NEW.safe_label, r.group_name))) THEN
    RAISE check_violation USING MESSAGE = 'the label gives the title or the group away', CONSTRAINT = 'workshops_label';
  END IF;
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION holds_words TO app;

-- Without a reason the condition was unknown, which a CHECK lets pass.
ALTER TABLE rationales DROP CONSTRAINT rationales_reason,
  ADD CONSTRAINT rationales_reason CHECK (state NOT IN ('returned', 'withdrawn') OR coalesce(btrim(reason), '') <> '');
