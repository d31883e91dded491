-- The first year in the job: check-ins whose audience the person chooses per answer, asking for help, alerts of the team by
-- stated rules, deferrals that move what is to come, a dated hand-over to another buddy, and an end after twelve months.

CREATE TABLE first_years (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  record_id uuid REFERENCES stage_records (id) ON DELETE SET NULL ON UPDATE CASCADE,
  started_on date NOT NULL,
  ends_on date NOT NULL,
  begun_at timestamptz(3) NOT NULL,
  begun_by_id uuid,
  ended_at timestamptz(3),
  end_reason text,
  CONSTRAINT first_years_days CHECK (ends_on > started_on),
  CONSTRAINT first_years_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CONSTRAINT first_years_end_reason CHECK (end_reason IN ('twelveMonths', 'askedByCandidate', 'byTeam'))
);
CREATE UNIQUE INDEX first_years_one_live ON first_years (candidate_id) WHERE ended_at IS NULL;
CREATE INDEX first_years_candidate_id_idx ON first_years (candidate_id);
CREATE INDEX first_years_record_id_idx ON first_years (record_id);

CREATE TABLE first_year_check_ins (
  id uuid PRIMARY KEY,
  year_id uuid NOT NULL REFERENCES first_years (id) ON DELETE CASCADE ON UPDATE CASCADE,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  week int NOT NULL,
  due_on date NOT NULL,
  opened_at timestamptz(3),
  answered_at timestamptz(3),
  missed_at timestamptz(3),
  passed_at timestamptz(3),
  CONSTRAINT first_year_check_ins_week CHECK (week IN (2, 6, 13, 26, 39, 52)),
  CONSTRAINT first_year_check_ins_opened CHECK (opened_at IS NOT NULL OR (answered_at IS NULL AND missed_at IS NULL)),
  CONSTRAINT first_year_check_ins_passed CHECK (passed_at IS NULL OR opened_at IS NULL)
);
CREATE UNIQUE INDEX first_year_check_ins_year_id_week_key ON first_year_check_ins (year_id, week);
CREATE INDEX first_year_check_ins_candidate_id_idx ON first_year_check_ins (candidate_id);
CREATE INDEX first_year_check_ins_due_on_idx ON first_year_check_ins (due_on);

CREATE TABLE first_year_answers (
  check_in_id uuid NOT NULL REFERENCES first_year_check_ins (id) ON DELETE CASCADE ON UPDATE CASCADE,
  question text NOT NULL,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  value text NOT NULL,
  audience text NOT NULL,
  said_at timestamptz(3) NOT NULL,
  PRIMARY KEY (check_in_id, question),
  CONSTRAINT first_year_answers_value CHECK (value <> ''),
  CONSTRAINT first_year_answers_audience CHECK (audience IN ('me', 'buddy', 'team', 'both'))
);
CREATE INDEX first_year_answers_candidate_id_idx ON first_year_answers (candidate_id);

CREATE TABLE first_year_helps (
  id uuid PRIMARY KEY,
  year_id uuid NOT NULL REFERENCES first_years (id) ON DELETE CASCADE ON UPDATE CASCADE,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  pairing_id uuid REFERENCES pairings (id) ON DELETE SET NULL ON UPDATE CASCADE,
  asked text NOT NULL,
  about text NOT NULL,
  words text,
  asked_at timestamptz(3) NOT NULL,
  met_at timestamptz(3),
  CONSTRAINT first_year_helps_asked CHECK (asked IN ('buddy', 'team')),
  CONSTRAINT first_year_helps_about CHECK (about IN ('talk', 'adjustment', 'supervisor')),
  CONSTRAINT first_year_helps_pairing CHECK (asked = 'buddy' OR pairing_id IS NULL)
);
CREATE INDEX first_year_helps_year_id_idx ON first_year_helps (year_id);
CREATE INDEX first_year_helps_candidate_id_idx ON first_year_helps (candidate_id);
CREATE INDEX first_year_helps_pairing_id_idx ON first_year_helps (pairing_id);

CREATE TABLE first_year_deferrals (
  id uuid PRIMARY KEY,
  year_id uuid NOT NULL REFERENCES first_years (id) ON DELETE CASCADE ON UPDATE CASCADE,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  record_id uuid REFERENCES stage_records (id) ON DELETE SET NULL ON UPDATE CASCADE,
  from_on date NOT NULL,
  until_on date NOT NULL,
  made_at timestamptz(3) NOT NULL,
  by_id uuid,
  by_role text NOT NULL,
  removed_at timestamptz(3),
  CONSTRAINT first_year_deferrals_days CHECK (until_on > from_on)
);
CREATE INDEX first_year_deferrals_year_id_idx ON first_year_deferrals (year_id);
CREATE INDEX first_year_deferrals_candidate_id_idx ON first_year_deferrals (candidate_id);
CREATE UNIQUE INDEX first_year_deferrals_record_id_key ON first_year_deferrals (record_id);

CREATE TABLE first_year_handovers (
  id uuid PRIMARY KEY,
  year_id uuid NOT NULL REFERENCES first_years (id) ON DELETE CASCADE ON UPDATE CASCADE,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  to_supporter_id uuid NOT NULL REFERENCES supporters (account_id) ON DELETE CASCADE ON UPDATE CASCADE,
  on_day date NOT NULL,
  made_at timestamptz(3) NOT NULL,
  by_id uuid,
  settled_at timestamptz(3),
  outcome text,
  refusal text,
  CONSTRAINT first_year_handovers_settled CHECK ((settled_at IS NULL) = (outcome IS NULL)),
  CONSTRAINT first_year_handovers_outcome CHECK (outcome IN ('done', 'refused', 'cancelled')),
  CONSTRAINT first_year_handovers_refusal CHECK (outcome IS NOT DISTINCT FROM 'refused' OR refusal IS NULL)
);
CREATE UNIQUE INDEX first_year_handovers_one_open ON first_year_handovers (year_id) WHERE settled_at IS NULL;
CREATE INDEX first_year_handovers_candidate_id_idx ON first_year_handovers (candidate_id);
CREATE INDEX first_year_handovers_to_supporter_id_idx ON first_year_handovers (to_supporter_id);

CREATE TABLE first_year_alerts (
  id uuid PRIMARY KEY,
  year_id uuid NOT NULL REFERENCES first_years (id) ON DELETE CASCADE ON UPDATE CASCADE,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  rule text NOT NULL,
  check_in_id uuid REFERENCES first_year_check_ins (id) ON DELETE CASCADE ON UPDATE CASCADE,
  help_id uuid REFERENCES first_year_helps (id) ON DELETE CASCADE ON UPDATE CASCADE,
  handover_id uuid REFERENCES first_year_handovers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  raised_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  closed_why text,
  closed_by_id uuid,
  done text,
  CONSTRAINT first_year_alerts_rule CHECK (rule IN ('missedCheckIn', 'adjustment', 'askedForHelp', 'supervisorChanged', 'handOverStuck')),
  CONSTRAINT first_year_alerts_cause CHECK (num_nonnulls(check_in_id, help_id, handover_id) = 1),
  CONSTRAINT first_year_alerts_closed CHECK ((closed_at IS NULL) = (closed_why IS NULL)),
  CONSTRAINT first_year_alerts_closed_why CHECK (closed_why IN ('done', 'answered', 'takenBack')),
  CONSTRAINT first_year_alerts_done CHECK ((closed_why IS NOT DISTINCT FROM 'done') = (done IS NOT NULL) AND done <> '')
);
CREATE UNIQUE INDEX first_year_alerts_one_open ON first_year_alerts (check_in_id, rule) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX first_year_alerts_help_id_key ON first_year_alerts (help_id);
CREATE UNIQUE INDEX first_year_alerts_handover_id_key ON first_year_alerts (handover_id);
CREATE INDEX first_year_alerts_year_id_idx ON first_year_alerts (year_id);
CREATE INDEX first_year_alerts_candidate_id_idx ON first_year_alerts (candidate_id);
CREATE INDEX first_year_alerts_open ON first_year_alerts (due_at) WHERE closed_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON first_years, first_year_check_ins, first_year_helps, first_year_deferrals, first_year_handovers, first_year_alerts TO app;
GRANT SELECT, INSERT, UPDATE, DELETE ON first_year_answers TO app;

/* Who is erased leaves nothing of their first year. */
CREATE FUNCTION erase_first_years() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM first_years WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_first_years AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_first_years();

/* The support request for in-work support moves with the year it is for. */
CREATE FUNCTION move_request_by_first_year() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM begin_request(NEW.candidate_id, 'inwork', 'firstYear.begun', NEW.id, NEW.begun_by_id, NEW.begun_at);
  ELSIF NEW.end_reason = 'twelveMonths' AND OLD.end_reason IS NULL THEN
    PERFORM complete_request(NEW.candidate_id, 'inwork', 'firstYear.finished', NEW.id, NEW.ended_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER first_years_request AFTER INSERT OR UPDATE OF end_reason ON first_years FOR EACH ROW EXECUTE FUNCTION move_request_by_first_year();

GRANT EXECUTE ON FUNCTION erase_first_years, move_request_by_first_year TO app;
