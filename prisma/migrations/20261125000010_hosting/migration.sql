-- What departments answer when they are asked whether they are open to hosting, who can host on a day, and what a date may be.

ALTER TABLE hosts ADD COLUMN reminded_at timestamptz(3);

-- Every answer that a department gave, the latest of which holds. Only grows.
CREATE TABLE host_openness (
  id uuid PRIMARY KEY,
  host_id uuid NOT NULL REFERENCES hosts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  openness text NOT NULL,
  why text,
  asked_at timestamptz(3),
  at timestamptz(3) NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  CONSTRAINT host_openness_known CHECK (openness IN ('actively', 'interested', 'notNow')),
  CONSTRAINT host_openness_not_now CHECK (openness <> 'notNow' OR why IS NOT NULL)
);
CREATE INDEX host_openness_host_id_at_idx ON host_openness (host_id, at);
GRANT SELECT, INSERT ON host_openness TO app;

/* The latest answer is the one that holds, and it stands nowhere else than in the list of answers. */
CREATE FUNCTION keep_openness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE hosts SET openness = NEW.openness, openness_why = NEW.why, answered_at = NEW.at, changed_at = NEW.at, changed_by_id = NEW.by_id
  WHERE id = NEW.host_id;
  RETURN NULL;
END $$;
CREATE TRIGGER host_openness_kept AFTER INSERT ON host_openness FOR EACH ROW EXECUTE FUNCTION keep_openness();

CREATE FUNCTION guard_host() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.openness, NEW.openness_why, NEW.answered_at) IS DISTINCT FROM (OLD.openness, OLD.openness_why, OLD.answered_at) AND pg_trigger_depth() < 2 THEN
    RAISE check_violation USING MESSAGE = 'an answer is added to the list of answers', CONSTRAINT = 'hosts_answers';
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('draft', 'published'), ('published', 'retired'), ('retired', 'draft')) THEN
    RAISE check_violation USING MESSAGE = format('a department does not go from %s to %s', OLD.state, NEW.state), CONSTRAINT = 'hosts_moves';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hosts_guard BEFORE UPDATE ON hosts FOR EACH ROW EXECUTE FUNCTION guard_host();

/* Whether a supporter can receive anybody on a day: approved, working here, not suspended, and trained until then. */
CREATE FUNCTION can_host(p_supporter uuid, p_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM supporters s JOIN accounts a ON a.id = s.account_id
    WHERE s.account_id = p_supporter AND s.state = 'approved' AND s.suspended_at IS NULL AND s.trained_until >= p_day
      AND a.closed_at IS NULL AND a.deactivated_at IS NULL
      AND EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role = 'supporter'))
$$;

/* Whether somebody of a department can receive people on a day: the one who is named for it, else anybody who hosts there. */
CREATE FUNCTION host_ready(p_host uuid, p_supporter uuid, p_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM host_people o WHERE o.host_id = p_host AND o.until IS NULL
    AND o.supporter_id = coalesce(p_supporter, o.supporter_id) AND can_host(o.supporter_id, p_day))
$$;

/* How many places of a day are held: by whoever was offered it, and by all who went further. */
CREATE FUNCTION host_date_held(p_date uuid) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT count(*)::int FROM placements p WHERE p.date_id = p_date
    AND p.state IN ('offered', 'accepted', 'checks', 'confirmed', 'attended', 'debriefed')
$$;

/* A day is offered only by whoever may host on it, keeps its department, and never has fewer places than people. */
CREATE FUNCTION guard_host_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.host_id <> OLD.host_id OR NEW.made_at <> OLD.made_at THEN
      RAISE check_violation USING MESSAGE = 'a day keeps its department', CONSTRAINT = 'host_dates_fixed';
    END IF;
    IF NEW.capacity < OLD.capacity AND NEW.capacity < host_date_held(NEW.id) THEN
      RAISE check_violation USING MESSAGE = 'more people are on this day already', CONSTRAINT = 'host_dates_held';
    END IF;
    -- Nothing that would be offered anew: another person may be deleted from it, and it may be withdrawn at any time.
    IF NEW.state = 'withdrawn' OR (NEW.state = OLD.state AND NEW.starts_at = OLD.starts_at
      AND (NEW.supporter_id IS NULL OR NEW.supporter_id IS NOT DISTINCT FROM OLD.supporter_id)) THEN RETURN NEW; END IF;
  END IF;
  IF NEW.state <> 'offered' THEN RETURN NEW; END IF;
  IF EXISTS (SELECT FROM hosts h WHERE h.id = NEW.host_id AND h.state = 'retired') THEN
    RAISE check_violation USING MESSAGE = 'this department hosts no more', CONSTRAINT = 'host_dates_retired';
  END IF;
  IF NOT host_ready(NEW.host_id, NEW.supporter_id, (NEW.starts_at AT TIME ZONE 'Europe/London')::date) THEN
    RAISE check_violation USING MESSAGE = 'nobody trained can host on this day', CONSTRAINT = 'host_dates_untrained';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER host_dates_guard BEFORE INSERT OR UPDATE ON host_dates FOR EACH ROW EXECUTE FUNCTION guard_host_date();

GRANT EXECUTE ON FUNCTION keep_openness, guard_host, can_host, host_ready, host_date_held, guard_host_date TO app;
