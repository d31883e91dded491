ALTER TABLE support_requests
  ADD COLUMN note text,
  ADD COLUMN words text,
  ADD COLUMN began_at timestamptz(3),
  ADD COLUMN review_on date,
  ADD COLUMN resume_asked_at timestamptz(3),
  ADD COLUMN reminded_soon_at timestamptz(3),
  ADD COLUMN reminded_late_at timestamptz(3),
  ADD COLUMN reminded_review_at timestamptz(3);
ALTER TABLE support_request_changes
  ADD COLUMN detail text,
  ADD COLUMN on_day date,
  ADD COLUMN cause text,
  ADD COLUMN cause_id uuid;

-- What stood before: when it began is in the history; a pause without a day is looked at in a month.
UPDATE support_requests r SET began_at = c.at
FROM (SELECT request_id, min(at) AS at FROM support_request_changes WHERE to_state = 'underway' GROUP BY request_id) c WHERE c.request_id = r.id;
UPDATE support_requests SET review_on = (changed_at AT TIME ZONE 'Europe/London')::date + 30 WHERE state = 'paused';

ALTER TABLE support_requests
  ADD CONSTRAINT support_requests_note CHECK (char_length(note) BETWEEN 1 AND 500),
  ADD CONSTRAINT support_requests_words CHECK (char_length(words) BETWEEN 1 AND 1000),
  ADD CONSTRAINT support_requests_review CHECK (state <> 'paused' OR review_on IS NOT NULL),
  ADD CONSTRAINT support_requests_review_soon CHECK (review_on <= (changed_at AT TIME ZONE 'Europe/London')::date + interval '6 months');

CREATE TABLE request_alternatives (
  request_id uuid NOT NULL,
  kind text NOT NULL,
  CONSTRAINT request_alternatives_pkey PRIMARY KEY (request_id, kind),
  CONSTRAINT request_alternatives_request_id_fkey FOREIGN KEY (request_id) REFERENCES support_requests(id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT request_alternatives_kind CHECK (kind IN ('insight', 'skills', 'buddy', 'mentoring', 'coaching', 'roleModel', 'shadowing', 'application', 'adjustments', 'barrier', 'inwork', 'feedback', 'networks'))
);

CREATE TABLE request_outcomes (
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  position smallint NOT NULL,
  code text,
  words text,
  by_role text NOT NULL,
  added_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3),
  CONSTRAINT request_outcomes_pkey PRIMARY KEY (id),
  CONSTRAINT request_outcomes_request_id_fkey FOREIGN KEY (request_id) REFERENCES support_requests(id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT request_outcomes_position CHECK (position BETWEEN 1 AND 5),
  -- In own words, or out of the list; erasure leaves the place of own words empty.
  CONSTRAINT request_outcomes_one CHECK (code IS NULL OR words IS NULL),
  CONSTRAINT request_outcomes_words CHECK (char_length(words) BETWEEN 1 AND 150),
  CONSTRAINT request_outcomes_in_order CHECK (removed_at >= added_at)
);
CREATE UNIQUE INDEX request_outcomes_five ON request_outcomes (request_id, position) WHERE removed_at IS NULL;

CREATE TABLE outcome_scores (
  id bigserial NOT NULL,
  outcome_id uuid NOT NULL,
  side text NOT NULL,
  score text NOT NULL,
  words text,
  by_id uuid,
  at timestamptz(3) NOT NULL,
  CONSTRAINT outcome_scores_pkey PRIMARY KEY (id),
  CONSTRAINT outcome_scores_outcome_id_fkey FOREIGN KEY (outcome_id) REFERENCES request_outcomes(id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT outcome_scores_side CHECK (side IN ('candidate', 'team')),
  CONSTRAINT outcome_scores_score CHECK (score IN ('achieved', 'partly', 'not', 'noLongerWanted')),
  CONSTRAINT outcome_scores_words CHECK (char_length(words) BETWEEN 1 AND 500)
);
CREATE INDEX outcome_scores_outcome_id_side_id_idx ON outcome_scores (outcome_id, side, id);

-- A hope is not rewritten, only ended; a score and a suggestion not even that.
GRANT SELECT, INSERT ON request_alternatives, request_outcomes, outcome_scores TO app;
GRANT UPDATE (removed_at) ON request_outcomes TO app;
GRANT USAGE ON SEQUENCE outcome_scores_id_seq TO app;

-- A request put back after a mistake takes its suggestions with it.
GRANT DELETE ON request_alternatives TO app;

/* What the person or the team wrote goes; what was chosen from a list stays without a name, so that figures stay true. */
CREATE FUNCTION erase_requests() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE support_requests SET note = NULL, words = NULL WHERE candidate_id = NEW.id;
  DELETE FROM request_alternatives a USING support_requests r WHERE r.id = a.request_id AND r.candidate_id = NEW.id;
  UPDATE outcome_scores s SET words = NULL, by_id = NULL FROM request_outcomes o, support_requests r
    WHERE o.id = s.outcome_id AND r.id = o.request_id AND r.candidate_id = NEW.id;
  UPDATE request_outcomes o SET words = NULL FROM support_requests r WHERE r.id = o.request_id AND r.candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_requests AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_requests();
GRANT EXECUTE ON FUNCTION erase_requests TO app;
