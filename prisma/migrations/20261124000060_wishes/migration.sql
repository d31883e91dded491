-- What somebody has lived through is kept only while their yes to tailoring stands: the database holds both directions.

/* Waits for a yes that is just being taken back, and then finds that there is none. */
CREATE FUNCTION guard_candidate_experience() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM consents WHERE candidate_id = NEW.candidate_id AND purpose = 'tailoring' AND withdrawn_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE check_violation USING MESSAGE = 'what somebody has lived through is kept only with their yes', CONSTRAINT = 'candidate_experiences_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER candidate_experiences_guard BEFORE INSERT ON candidate_experiences FOR EACH ROW EXECUTE FUNCTION guard_candidate_experience();

/* A yes taken back takes with it what was kept only by that yes. */
CREATE FUNCTION forget_experiences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM candidate_experiences e WHERE e.candidate_id = NEW.candidate_id
    AND NOT EXISTS (SELECT FROM consents c WHERE c.candidate_id = NEW.candidate_id AND c.purpose = 'tailoring' AND c.withdrawn_at IS NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER consents_forget_experiences AFTER UPDATE OF withdrawn_at ON consents FOR EACH ROW
  WHEN (NEW.purpose = 'tailoring' AND NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION forget_experiences();

GRANT EXECUTE ON FUNCTION guard_candidate_experience, forget_experiences TO app;
