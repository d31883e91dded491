-- Inclusive job design: role profiles with claims that somebody answers for and somebody else has checked, and questions about them.

CREATE TABLE job_profiles (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'draft',
  version int NOT NULL DEFAULT 1,
  title text NOT NULL,
  family text NOT NULL,
  routes text[] NOT NULL,
  area text NOT NULL DEFAULT '',
  hours text NOT NULL,
  about text NOT NULL,
  fixed text NOT NULL DEFAULT '',
  change text NOT NULL DEFAULT '',
  owner_name text NOT NULL,
  owner_title text NOT NULL,
  owner_email text NOT NULL,
  owner_account_id uuid,
  made_at timestamptz(3) NOT NULL,
  published_at timestamptz(3),
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  CONSTRAINT job_profiles_state CHECK (state IN ('draft', 'published', 'retired')),
  CONSTRAINT job_profiles_family CHECK (family IN ('officer', 'staff')),
  CONSTRAINT job_profiles_routes CHECK (cardinality(routes) BETWEEN 1 AND 30),
  CONSTRAINT job_profiles_words CHECK (length(title) BETWEEN 1 AND 80 AND length(hours) BETWEEN 1 AND 300 AND length(about) BETWEEN 1 AND 3000 AND length(fixed) <= 1500),
  CONSTRAINT job_profiles_owner CHECK (owner_name <> '' AND owner_title <> '' AND owner_email LIKE '_%@_%'),
  CONSTRAINT job_profiles_published CHECK (state <> 'published' OR published_at IS NOT NULL)
);
CREATE UNIQUE INDEX job_profiles_title ON job_profiles (lower(title));
CREATE INDEX job_profiles_state_idx ON job_profiles (state);

-- Every wording of a profile, written by a trigger alone.
CREATE TABLE job_versions (
  job_id uuid NOT NULL REFERENCES job_profiles (id) ON DELETE CASCADE ON UPDATE CASCADE,
  number int NOT NULL,
  title text NOT NULL,
  family text NOT NULL,
  routes text[] NOT NULL,
  area text NOT NULL,
  hours text NOT NULL,
  about text NOT NULL,
  fixed text NOT NULL,
  change text NOT NULL,
  made_at timestamptz(3) NOT NULL,
  by_id uuid,
  PRIMARY KEY (job_id, number)
);

-- One thing that is said of a job: who answers for it, what shows it, who checked it, and when it is looked at again.
CREATE TABLE job_claims (
  id uuid PRIMARY KEY,
  job_id uuid NOT NULL REFERENCES job_profiles (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL,
  statement text NOT NULL,
  evidence text NOT NULL,
  evidence_link text,
  owner_name text NOT NULL,
  owner_title text NOT NULL,
  owner_email text NOT NULL,
  owner_account_id uuid,
  state text NOT NULL DEFAULT 'draft',
  reason text,
  written_at timestamptz(3) NOT NULL,
  written_by_id uuid NOT NULL,
  checked_on date,
  checked_by_id uuid,
  review_on date,
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT job_claims_kind CHECK (kind IN ('flexibleHours', 'partTime', 'jobShare', 'compressedHours', 'homeWorking', 'accessibleSite', 'equipment', 'quietSpace', 'faithRoom', 'phasedStart', 'fixedShifts')),
  CONSTRAINT job_claims_words CHECK (length(statement) BETWEEN 1 AND 600 AND length(evidence) BETWEEN 1 AND 1000 AND evidence_link LIKE 'https://_%'),
  CONSTRAINT job_claims_owner CHECK (owner_name <> '' AND owner_title <> '' AND owner_email LIKE '_%@_%'),
  CONSTRAINT job_claims_state CHECK (state IN ('draft', 'checked', 'due', 'withdrawn')),
  CONSTRAINT job_claims_reason CHECK ((state = 'withdrawn') = (reason IS NOT NULL) AND length(reason) BETWEEN 1 AND 500),
  CONSTRAINT job_claims_checked CHECK (num_nonnulls(checked_on, checked_by_id, review_on) IN (0, 3) AND (state NOT IN ('checked', 'due') OR checked_on IS NOT NULL)),
  CONSTRAINT job_claims_two_people CHECK (checked_by_id <> written_by_id),
  CONSTRAINT job_claims_review CHECK (review_on > checked_on AND review_on <= checked_on + 731)
);
CREATE UNIQUE INDEX job_claims_one_of_a_kind ON job_claims (job_id, kind) WHERE state <> 'withdrawn';
CREATE INDEX job_claims_state_review_on_idx ON job_claims (state, review_on);

-- Every step of a claim, written by a trigger alone.
CREATE TABLE job_claim_steps (
  id bigserial PRIMARY KEY,
  claim_id uuid NOT NULL REFERENCES job_claims (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  statement text NOT NULL,
  owner_name text NOT NULL,
  review_on date,
  reason text,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX job_claim_steps_claim_id_id_idx ON job_claim_steps (claim_id, id);

-- The owner of a claim is asked whether it is still so.
CREATE TABLE job_reviews (
  id uuid PRIMARY KEY,
  claim_id uuid NOT NULL REFERENCES job_claims (id) ON DELETE CASCADE ON UPDATE CASCADE,
  asked_at timestamptz(3) NOT NULL,
  answer text,
  words text,
  answered_at timestamptz(3),
  settled_at timestamptz(3),
  settled_by_id uuid,
  CONSTRAINT job_reviews_answer CHECK (answer IN ('stillTrue', 'changed', 'noLonger') AND (answer = 'stillTrue' OR words IS NOT NULL)),
  CONSTRAINT job_reviews_answered CHECK ((answer IS NULL) = (answered_at IS NULL) AND answered_at >= asked_at),
  CONSTRAINT job_reviews_words CHECK (words IS NULL OR (length(words) BETWEEN 1 AND 1000 AND answer IS NOT NULL)),
  CONSTRAINT job_reviews_settled CHECK (settled_at >= asked_at)
);
CREATE UNIQUE INDEX job_reviews_one_open ON job_reviews (claim_id) WHERE settled_at IS NULL;
CREATE INDEX job_reviews_claim_id_idx ON job_reviews (claim_id);

-- Which letters of a review have gone, so that each goes once.
CREATE TABLE job_review_letters (
  review_id uuid NOT NULL REFERENCES job_reviews (id) ON DELETE CASCADE ON UPDATE CASCADE,
  point int NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  PRIMARY KEY (review_id, point),
  CONSTRAINT job_review_letters_point CHECK (point IN (-30, 0, 7, 14, 21))
);

CREATE TABLE job_questions (
  id uuid PRIMARY KEY,
  job_id uuid NOT NULL REFERENCES job_profiles (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  claim_id uuid REFERENCES job_claims (id) ON DELETE SET NULL ON UPDATE CASCADE,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL,
  words text NOT NULL,
  state text NOT NULL DEFAULT 'asked',
  asked_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  answer text,
  answered_at timestamptz(3),
  answered_by text,
  changed_at timestamptz(3) NOT NULL,
  changed_by_id uuid,
  changed_by_role text NOT NULL,
  CONSTRAINT job_questions_kind CHECK (kind IN ('question', 'suggestion')),
  CONSTRAINT job_questions_words CHECK (length(words) BETWEEN 1 AND 1500 AND length(answer) BETWEEN 1 AND 2000),
  CONSTRAINT job_questions_state CHECK (state IN ('asked', 'takenOver', 'answered', 'withdrawn')),
  CONSTRAINT job_questions_answered CHECK ((state = 'answered') = (answer IS NOT NULL) AND num_nonnulls(answer, answered_at, answered_by) IN (0, 3) AND answered_at >= asked_at),
  CONSTRAINT job_questions_answered_by CHECK (answered_by IN ('owner', 'team')),
  CONSTRAINT job_questions_due CHECK (due_at > asked_at)
);
CREATE INDEX job_questions_candidate_id_idx ON job_questions (candidate_id);
CREATE INDEX job_questions_job_id_idx ON job_questions (job_id);
CREATE INDEX job_questions_claim_id_idx ON job_questions (claim_id);
CREATE INDEX job_questions_state_due_at_idx ON job_questions (state, due_at);

CREATE TABLE job_question_steps (
  id bigserial PRIMARY KEY,
  question_id uuid NOT NULL REFERENCES job_questions (id) ON DELETE CASCADE ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX job_question_steps_question_id_id_idx ON job_question_steps (question_id, id);

-- What everybody may read of a question and its answer, in words of the team. It outlives the question, and says nothing of who asked.
CREATE TABLE job_answers (
  id uuid PRIMARY KEY,
  job_id uuid NOT NULL REFERENCES job_profiles (id) ON DELETE CASCADE ON UPDATE CASCADE,
  question_id uuid REFERENCES job_questions (id) ON DELETE SET NULL ON UPDATE CASCADE,
  question text NOT NULL,
  answer text NOT NULL,
  published_at timestamptz(3) NOT NULL,
  published_by_id uuid,
  ended_at timestamptz(3),
  CONSTRAINT job_answers_words CHECK (length(question) BETWEEN 1 AND 500 AND length(answer) BETWEEN 1 AND 1500),
  CONSTRAINT job_answers_ended CHECK (ended_at >= published_at)
);
CREATE UNIQUE INDEX job_answers_one_live ON job_answers (question_id) WHERE ended_at IS NULL;
CREATE INDEX job_answers_job_id_idx ON job_answers (job_id);
CREATE INDEX job_answers_question_id_idx ON job_answers (question_id);

GRANT SELECT, INSERT, UPDATE ON job_profiles, job_claims, job_questions TO app;
GRANT SELECT, INSERT ON job_reviews, job_review_letters, job_answers TO app;
GRANT SELECT ON job_versions, job_claim_steps, job_question_steps TO app;
GRANT UPDATE (answer, words, answered_at, settled_at, settled_by_id) ON job_reviews TO app;
GRANT UPDATE (ended_at) ON job_answers TO app;

/* The state tables. The rules of the feature hold the same, with who may take which step; a test compares the two. */
CREATE FUNCTION job_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '') WHEN '' THEN p_to = 'draft' WHEN 'draft' THEN p_to = 'published' WHEN 'published' THEN p_to = 'retired'
    WHEN 'retired' THEN p_to = 'draft' ELSE false END
$$;
CREATE FUNCTION job_claim_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '')
    WHEN '' THEN p_to = 'draft'
    WHEN 'draft' THEN p_to IN ('checked', 'withdrawn')
    WHEN 'checked' THEN p_to IN ('due', 'draft', 'withdrawn')
    WHEN 'due' THEN p_to IN ('checked', 'draft', 'withdrawn')
    WHEN 'withdrawn' THEN p_to = 'draft'
    ELSE false END
$$;
CREATE FUNCTION job_question_step(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE coalesce(p_from, '') WHEN '' THEN p_to = 'asked' WHEN 'asked' THEN p_to IN ('takenOver', 'answered', 'withdrawn')
    WHEN 'takenOver' THEN p_to IN ('asked', 'answered', 'withdrawn') ELSE false END
$$;

/* A profile is published with something that has been checked, and each new wording is a version of its own. */
CREATE FUNCTION guard_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT job_step(NULL, NEW.state) OR NEW.version <> 1 THEN
      RAISE check_violation USING MESSAGE = 'a profile begins as a draft', CONSTRAINT = 'job_profiles_moves';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state <> OLD.state AND NOT job_step(OLD.state, NEW.state) THEN
    RAISE check_violation USING MESSAGE = format('a profile does not go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'job_profiles_moves';
  END IF;
  IF NEW.state = 'published' AND OLD.state <> 'published'
    AND NOT EXISTS (SELECT FROM job_claims c WHERE c.job_id = NEW.id AND c.state IN ('checked', 'due')) THEN
    RAISE check_violation USING MESSAGE = 'nothing of this profile has been checked', CONSTRAINT = 'job_profiles_unchecked';
  END IF;
  NEW.version := OLD.version + ((NEW.title, NEW.family, NEW.routes, NEW.area, NEW.hours, NEW.about, NEW.fixed)
    IS DISTINCT FROM (OLD.title, OLD.family, OLD.routes, OLD.area, OLD.hours, OLD.about, OLD.fixed))::int;
  RETURN NEW;
END $$;
CREATE TRIGGER job_profiles_guard BEFORE INSERT OR UPDATE ON job_profiles FOR EACH ROW EXECUTE FUNCTION guard_job();

CREATE FUNCTION keep_job_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO job_versions (job_id, number, title, family, routes, area, hours, about, fixed, change, made_at, by_id)
  VALUES (NEW.id, NEW.version, NEW.title, NEW.family, NEW.routes, NEW.area, NEW.hours, NEW.about, NEW.fixed, NEW.change, NEW.changed_at, NEW.changed_by_id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER job_profiles_keep AFTER INSERT OR UPDATE ON job_profiles FOR EACH ROW EXECUTE FUNCTION keep_job_version();

/* What a claim says is changed as a draft alone, so that nothing stands as checked that nobody has checked. */
CREATE FUNCTION guard_job_claim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_today date := (NEW.changed_at AT TIME ZONE 'Europe/London')::date;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT job_claim_step(NULL, NEW.state) OR NEW.checked_on IS NOT NULL THEN
      RAISE check_violation USING MESSAGE = 'a claim begins as a draft', CONSTRAINT = 'job_claims_moves';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state <> OLD.state AND NOT job_claim_step(OLD.state, NEW.state) THEN
    RAISE check_violation USING MESSAGE = format('a claim does not go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'job_claims_moves';
  END IF;
  IF NEW.job_id <> OLD.job_id THEN
    RAISE check_violation USING MESSAGE = 'a claim stays with its job', CONSTRAINT = 'job_claims_fixed';
  END IF;
  IF NEW.state <> 'draft' AND (NEW.kind, NEW.statement, NEW.evidence, NEW.evidence_link, NEW.written_by_id)
    IS DISTINCT FROM (OLD.kind, OLD.statement, OLD.evidence, OLD.evidence_link, OLD.written_by_id) THEN
    RAISE check_violation USING MESSAGE = 'what has been checked is not reworded', CONSTRAINT = 'job_claims_reworded';
  END IF;
  IF NEW.state = 'draft' AND NEW.checked_on IS NOT NULL THEN
    RAISE check_violation USING MESSAGE = 'a draft has not been checked', CONSTRAINT = 'job_claims_draft';
  END IF;
  IF NEW.state = 'due' AND OLD.state = 'checked' AND NEW.review_on > v_today THEN
    RAISE check_violation USING MESSAGE = 'this claim is not due yet', CONSTRAINT = 'job_claims_not_due';
  END IF;
  IF NEW.state IN ('checked', 'due') AND (NEW.checked_on, NEW.checked_by_id, NEW.review_on) IS DISTINCT FROM (OLD.checked_on, OLD.checked_by_id, OLD.review_on)
    AND (NEW.state <> 'checked' OR NEW.checked_on <> v_today OR NEW.checked_by_id IS DISTINCT FROM NEW.changed_by_id) THEN
    RAISE check_violation USING MESSAGE = 'a check is of today and of whoever makes it', CONSTRAINT = 'job_claims_check';
  END IF;
  IF NEW.state = 'checked' AND OLD.state = 'due' AND NEW.checked_on = OLD.checked_on THEN
    RAISE check_violation USING MESSAGE = 'what is due is checked anew', CONSTRAINT = 'job_claims_check';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER job_claims_guard BEFORE INSERT OR UPDATE ON job_claims FOR EACH ROW EXECUTE FUNCTION guard_job_claim();

CREATE FUNCTION log_job_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.state, NEW.statement, NEW.evidence, NEW.kind, NEW.checked_on, NEW.review_on, NEW.owner_email, NEW.owner_name)
    IS NOT DISTINCT FROM (OLD.state, OLD.statement, OLD.evidence, OLD.kind, OLD.checked_on, OLD.review_on, OLD.owner_email, OLD.owner_name) THEN
    RETURN NULL;
  END IF;
  INSERT INTO job_claim_steps (claim_id, from_state, to_state, statement, owner_name, review_on, reason, by_id, by_role, at)
  VALUES (NEW.id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state, NEW.statement, NEW.owner_name, NEW.review_on, NEW.reason, NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER job_claims_log AFTER INSERT OR UPDATE ON job_claims FOR EACH ROW EXECUTE FUNCTION log_job_claim();

/* An owner answers once; what is settled stays so. */
CREATE FUNCTION guard_job_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.settled_at IS NOT NULL OR (OLD.answered_at IS NOT NULL AND (NEW.answer, NEW.words, NEW.answered_at) IS DISTINCT FROM (OLD.answer, OLD.words, OLD.answered_at)) THEN
    RAISE check_violation USING MESSAGE = 'this review has its answer', CONSTRAINT = 'job_reviews_over';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER job_reviews_guard BEFORE UPDATE ON job_reviews FOR EACH ROW EXECUTE FUNCTION guard_job_review();

CREATE FUNCTION guard_job_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT job_question_step(NULL, NEW.state) OR NOT EXISTS (SELECT FROM job_profiles j WHERE j.id = NEW.job_id AND j.state = 'published')
      OR (NEW.claim_id IS NOT NULL AND NOT EXISTS (SELECT FROM job_claims c WHERE c.id = NEW.claim_id AND c.job_id = NEW.job_id)) THEN
      RAISE check_violation USING MESSAGE = 'a question is about a job that is published', CONSTRAINT = 'job_questions_moves';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state <> OLD.state AND NOT job_question_step(OLD.state, NEW.state) THEN
    RAISE check_violation USING MESSAGE = format('a question does not go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'job_questions_moves';
  END IF;
  IF (NEW.job_id, NEW.kind, NEW.words, NEW.asked_at) IS DISTINCT FROM (OLD.job_id, OLD.kind, OLD.words, OLD.asked_at)
    OR (OLD.state = 'answered' AND (NEW.answer, NEW.answered_by) IS DISTINCT FROM (OLD.answer, OLD.answered_by)) THEN
    RAISE check_violation USING MESSAGE = 'what was asked and answered stays as it was', CONSTRAINT = 'job_questions_fixed';
  END IF;
  IF NEW.state = 'answered' AND OLD.state <> 'answered' AND (NEW.answered_by = 'team') <> (OLD.state = 'takenOver') THEN
    RAISE check_violation USING MESSAGE = 'the team answers what it took over, and the owner the rest', CONSTRAINT = 'job_questions_who';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER job_questions_guard BEFORE INSERT OR UPDATE ON job_questions FOR EACH ROW EXECUTE FUNCTION guard_job_question();

CREATE FUNCTION log_job_question() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN RETURN NULL; END IF;
  INSERT INTO job_question_steps (question_id, from_state, to_state, by_id, by_role, at)
  VALUES (NEW.id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state, NEW.changed_by_id, NEW.changed_by_role, NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER job_questions_log AFTER INSERT OR UPDATE ON job_questions FOR EACH ROW EXECUTE FUNCTION log_job_question();

/* Only what was answered is published, on the page of its own job. */
CREATE FUNCTION guard_job_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT FROM job_questions q WHERE q.id = NEW.question_id AND q.job_id = NEW.job_id AND q.state = 'answered') THEN
    RAISE check_violation USING MESSAGE = 'only what was answered is published', CONSTRAINT = 'job_answers_answered';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN
    RAISE check_violation USING MESSAGE = 'what was taken away stays away', CONSTRAINT = 'job_answers_over';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER job_answers_guard BEFORE INSERT OR UPDATE ON job_answers FOR EACH ROW EXECUTE FUNCTION guard_job_answer();

/* Who is erased takes their questions along; what the team published in its own words says nothing of them and stays. */
CREATE FUNCTION erase_job_questions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM job_questions WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_job_questions AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_job_questions();

GRANT EXECUTE ON FUNCTION job_step, job_claim_step, job_question_step, guard_job, keep_job_version, guard_job_claim, log_job_claim, guard_job_review,
  guard_job_question, log_job_question, guard_job_answer, erase_job_questions TO app;
