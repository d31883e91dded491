-- Three roles: the owner (who runs this), `app` as which the portal runs, `recruiter` who can only look. Roles belong to
-- the server, not to one database, so each is made only where it is missing and where this user may make it.
DO $$
DECLARE
  role_name text;
  may_become text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
  request text := format('Ask the database administrator to run: CREATE ROLE app; GRANT app TO %I; CREATE ROLE recruiter LOGIN PASSWORD ''…'';', current_user);
BEGIN
  FOREACH role_name IN ARRAY ARRAY['app', 'recruiter'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I %s', role_name, CASE role_name WHEN 'recruiter' THEN 'LOGIN' ELSE 'NOLOGIN' END);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server made it meanwhile
        WHEN insufficient_privilege THEN
          RAISE insufficient_privilege USING MESSAGE = format('the role "%s" is missing, and this user may not create it', role_name), HINT = request;
      END;
    END IF;
  END LOOP;
  IF NOT pg_has_role(current_user, 'app', may_become) THEN
    BEGIN
      EXECUTE format('GRANT app TO %I', current_user);
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE insufficient_privilege USING MESSAGE = format('the user %I may not become the role "app"', current_user), HINT = request;
    END;
  END IF;
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$$;

-- What everybody may do by default would reach the recruiter too.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO app;

GRANT SELECT, INSERT, UPDATE, DELETE ON
  accounts, account_roles, registrations, links, sessions, rate_limits, emails, contact_messages, candidates,
  tailoring_facts, access_needs, support_requests, programmes, cohorts, workshops, places TO app;
GRANT SELECT ON deployment TO app;
-- History can be added to and read, never edited; of a dated row only its end can be set.
GRANT SELECT, INSERT ON events, looks, consents, support_request_changes, stage_records, memberships, place_changes TO app;
GRANT UPDATE (withdrawn_at) ON consents TO app;
GRANT UPDATE (voided_at) ON stage_records TO app;
GRANT UPDATE (ended_at) ON memberships TO app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO app;
