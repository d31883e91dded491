/* Nothing begins for somebody who has gone. What is being written at the moment they close waits for the lock that closing
   holds, and then finds them closed: without it a place asked for in another window would be held by nobody. */
CREATE FUNCTION refuse_closed_candidate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_closed timestamptz;
BEGIN
  SELECT closed_at INTO v_closed FROM candidates WHERE id = NEW.candidate_id FOR KEY SHARE;
  IF v_closed IS NOT NULL THEN
    RAISE check_violation USING MESSAGE = 'this account is closed', CONSTRAINT = 'candidates_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER places_of_open_candidates BEFORE INSERT ON places FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER requests_of_open_candidates BEFORE INSERT ON support_requests FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER stages_of_open_candidates BEFORE INSERT ON stage_records FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER consents_of_open_candidates BEFORE INSERT ON consents FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER facts_of_open_candidates BEFORE INSERT ON tailoring_facts FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
CREATE TRIGGER access_of_open_candidates BEFORE INSERT ON access_needs FOR EACH ROW EXECUTE FUNCTION refuse_closed_candidate();
GRANT EXECUTE ON FUNCTION refuse_closed_candidate TO app;
