/* A cohort never has more members than it has room for, however many are accepted at once. */
CREATE FUNCTION guard_membership() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_capacity int; v_joined int;
BEGIN
  SELECT capacity INTO v_capacity FROM cohorts WHERE id = NEW.cohort_id FOR UPDATE;
  SELECT count(*) INTO v_joined FROM memberships WHERE cohort_id = NEW.cohort_id AND state = 'joined' AND ended_at IS NULL;
  IF v_joined >= v_capacity THEN
    RAISE check_violation USING MESSAGE = 'this cohort is full', CONSTRAINT = 'memberships_capacity';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER memberships_guard BEFORE INSERT ON memberships FOR EACH ROW WHEN (NEW.state = 'joined' AND NEW.ended_at IS NULL)
  EXECUTE FUNCTION guard_membership();

GRANT EXECUTE ON FUNCTION guard_membership TO app;
