-- The rules that the database holds itself, behind those in the code.
ALTER TABLE deployment ADD CONSTRAINT deployment_one CHECK ("only"), ADD CONSTRAINT deployment_force CHECK (force IN ('cheshire', 'hampshire'));
ALTER TABLE account_roles ADD CONSTRAINT account_roles_known CHECK (role IN ('candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator'));
ALTER TABLE links ADD CONSTRAINT links_purpose CHECK (purpose IN ('verify', 'reset', 'invite')),
  ADD CONSTRAINT links_about CHECK ((purpose = 'verify') = (registration_id IS NOT NULL) AND (purpose = 'reset') = (account_id IS NOT NULL) AND (purpose = 'invite') = (role IS NOT NULL));
ALTER TABLE emails ADD CONSTRAINT emails_state CHECK (state IN ('queued', 'sent', 'failed', 'skipped'));
ALTER TABLE contact_messages ADD CONSTRAINT contact_messages_state CHECK (state IN ('open', 'closed')),
  ADD CONSTRAINT contact_messages_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL));
ALTER TABLE consents ADD CONSTRAINT consents_purpose CHECK (purpose IN ('tailoring', 'monitoring', 'shareHistory', 'shareFields', 'news', 'stories', 'research')),
  ADD CONSTRAINT consents_in_order CHECK (withdrawn_at >= given_at);
ALTER TABLE support_requests ADD CONSTRAINT support_requests_state CHECK (state IN ('requested', 'accepted', 'underway', 'paused', 'completed', 'notOffered', 'withdrawn')),
  ADD CONSTRAINT support_requests_kind CHECK (kind IN ('insight', 'skills', 'buddy', 'mentoring', 'coaching', 'roleModel', 'shadowing', 'application', 'adjustments', 'barrier', 'inwork', 'feedback', 'networks')),
  ADD CONSTRAINT support_requests_owned CHECK (state NOT IN ('accepted', 'underway', 'paused', 'completed') OR owner_id IS NOT NULL),
  ADD CONSTRAINT support_requests_reason CHECK (state NOT IN ('notOffered', 'withdrawn') OR reason IS NOT NULL);
ALTER TABLE stage_records ADD CONSTRAINT stage_records_state CHECK (state IN ('inProgress', 'passed', 'notPassed', 'withdrew', 'deferred', 'void')),
  ADD CONSTRAINT stage_records_source CHECK (source IN ('candidate', 'coordinator', 'import'));
ALTER TABLE programmes ADD CONSTRAINT programmes_kind CHECK (kind IN ('insight', 'skills', 'training', 'networks', 'inwork'));
ALTER TABLE cohorts ADD CONSTRAINT cohorts_capacity CHECK (capacity > 0), ADD CONSTRAINT cohorts_dates CHECK (ends_on >= starts_on AND closes_at > opens_at);
ALTER TABLE memberships ADD CONSTRAINT memberships_state CHECK (state IN ('requested', 'invited', 'joined', 'completed', 'left', 'moved')),
  ADD CONSTRAINT memberships_in_order CHECK (ended_at >= began_at),
  ADD CONSTRAINT memberships_moved CHECK ((state = 'moved') = (moved_to_id IS NOT NULL));
ALTER TABLE workshops ADD CONSTRAINT workshops_state CHECK (state IN ('draft', 'published', 'held', 'cancelled')),
  ADD CONSTRAINT workshops_capacity CHECK (capacity BETWEEN 1 AND 1000),
  ADD CONSTRAINT workshops_times CHECK (ends_at > starts_at AND booking_closes_at <= starts_at AND offers_end_at <= starts_at),
  ADD CONSTRAINT workshops_safe_label CHECK (state = 'draft' OR safe_label <> ''),
  ADD CONSTRAINT workshops_members CHECK (NOT members_only OR cohort_id IS NOT NULL);
ALTER TABLE places ADD CONSTRAINT places_state CHECK (state IN ('waiting', 'offered', 'booked', 'attended', 'attendedLate', 'leftEarly', 'absentNotified', 'absent',
    'declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled')),
  ADD CONSTRAINT places_offer CHECK (state <> 'offered' OR (offered_at IS NOT NULL AND expires_at > offered_at)),
  ADD CONSTRAINT places_reason CHECK (state <> 'lateCancelled' OR reason IS NOT NULL);

-- Sessions of one account can be ended together.
CREATE INDEX sessions_of_account ON sessions ((sess #>> '{passport,user}'));

-- A recruiter is never coordinator, lead or supporter. The account's row is locked, so that two grants at once cannot both pass.
CREATE FUNCTION keep_recruiters_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM accounts WHERE id = NEW.account_id FOR UPDATE;
  IF EXISTS (SELECT FROM account_roles r WHERE r.account_id = NEW.account_id AND r.role <> NEW.role AND (
      (NEW.role = 'recruiter' AND r.role IN ('coordinator', 'lead', 'supporter')) OR
      (r.role = 'recruiter' AND NEW.role IN ('coordinator', 'lead', 'supporter')))) THEN
    RAISE check_violation USING MESSAGE = 'a recruiter cannot also be coordinator, lead or supporter', CONSTRAINT = 'account_roles_recruiter_apart';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_roles_recruiter_apart BEFORE INSERT OR UPDATE ON account_roles FOR EACH ROW EXECUTE FUNCTION keep_recruiters_apart();

/* Records what happened. Called by the code and by the functions below, so that there is one way. */
CREATE FUNCTION record_event(p_actor uuid, p_role text, p_name text, p_candidate uuid, p_subject uuid, p_data jsonb, p_now timestamptz)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO events (at, actor_id, actor_role, name, candidate_id, subject_id, data)
  VALUES (p_now, p_actor, p_role, p_name, p_candidate, p_subject, coalesce(p_data, '{}'))
$$;

/* Asks for an e-mail in this transaction: a row of the log, and the job that delivers it. */
CREATE FUNCTION queue_email(p_account uuid, p_candidate uuid, p_address text, p_kind text, p_about uuid, p_data jsonb, p_now timestamptz)
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE email_id uuid := gen_random_uuid();
BEGIN
  INSERT INTO emails (id, account_id, candidate_id, address, kind, about_id, data, created_at)
  VALUES (email_id, p_account, p_candidate, p_address, p_kind, p_about, coalesce(p_data, '{}'), p_now);
  PERFORM graphile_worker.add_job('messages.deliver', json_build_object('emailId', email_id), max_attempts => 8);
  RETURN email_id;
END $$;

/* The same for a candidate; nothing where they have no account (a call or a letter is then the way). */
CREATE FUNCTION email_candidate(p_candidate uuid, p_kind text, p_about uuid, p_data jsonb, p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_account uuid;
BEGIN
  SELECT account_id INTO v_account FROM candidates WHERE id = p_candidate;
  IF v_account IS NOT NULL THEN PERFORM queue_email(v_account, p_candidate, NULL, p_kind, p_about, p_data, p_now); END IF;
END $$;

/* Takes out of every table what says who this candidate was; the row stays as a nameless tombstone, so that counts stay true.
   Runs as the owner, because history cannot otherwise be changed. Live places are given back first, by the command that calls this. */
CREATE FUNCTION erase_candidate(p_candidate uuid, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_account uuid;
BEGIN
  SELECT account_id INTO v_account FROM candidates WHERE id = p_candidate FOR UPDATE;
  DELETE FROM tailoring_facts WHERE candidate_id = p_candidate;
  DELETE FROM access_needs WHERE candidate_id = p_candidate;
  DELETE FROM consents WHERE candidate_id = p_candidate;
  DELETE FROM looks WHERE candidate_id = p_candidate;
  DELETE FROM stage_records WHERE candidate_id = p_candidate;
  DELETE FROM emails WHERE candidate_id = p_candidate OR account_id = v_account
    OR lower(address) = (SELECT email_key FROM accounts WHERE id = v_account);
  DELETE FROM support_request_changes WHERE request_id IN (SELECT id FROM support_requests WHERE candidate_id = p_candidate);
  UPDATE support_requests SET reason = 'erased' WHERE candidate_id = p_candidate AND reason IS NOT NULL;
  UPDATE places SET reason = 'erased' WHERE candidate_id = p_candidate AND reason IS NOT NULL;
  UPDATE place_changes SET reason = NULL, by_id = NULL WHERE place_id IN (SELECT id FROM places WHERE candidate_id = p_candidate);
  UPDATE memberships SET reason = NULL, by_id = NULL WHERE candidate_id = p_candidate;
  UPDATE events SET data = '{}', actor_id = CASE WHEN actor_id = v_account THEN NULL ELSE actor_id END
    WHERE candidate_id = p_candidate OR actor_id = v_account;
  UPDATE candidates SET account_id = NULL, reference = 'erased-' || gen_random_uuid(), name = '', phone = NULL, routes = '{}', areas = '{}',
    active_at = registered_at, adult = NULL, answered = '{}', closed_at = p_now WHERE id = p_candidate;
  DELETE FROM registrations WHERE email_key = (SELECT email_key FROM accounts WHERE id = v_account);
  DELETE FROM account_roles WHERE account_id = v_account AND role = 'candidate';
  IF NOT EXISTS (SELECT FROM account_roles WHERE account_id = v_account) THEN
    DELETE FROM sessions WHERE sess #>> '{passport,user}' = v_account::text;
    DELETE FROM accounts WHERE id = v_account;
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION keep_recruiters_apart, record_event, queue_email, email_candidate, erase_candidate TO app;
