-- What somebody of the team has to do by a day, about a candidate or about nobody.
CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  candidate_id uuid REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  title text NOT NULL,
  due_on date NOT NULL,
  owner_id uuid NOT NULL,
  given_at timestamptz(3) NOT NULL,
  state text NOT NULL DEFAULT 'open',
  made_by_id uuid NOT NULL,
  made_at timestamptz(3) NOT NULL,
  done_at timestamptz(3),
  CONSTRAINT tasks_title CHECK (length(title) BETWEEN 1 AND 200),
  CONSTRAINT tasks_state CHECK (state IN ('open', 'done')),
  CONSTRAINT tasks_done CHECK ((state = 'done') = (done_at IS NOT NULL))
);
CREATE INDEX tasks_candidate_id_state_due_on_idx ON tasks (candidate_id, state, due_on);
CREATE INDEX tasks_state_due_on_idx ON tasks (state, due_on);
CREATE INDEX tasks_owner_id_state_due_on_idx ON tasks (owner_id, state, due_on);

CREATE TABLE task_changes (
  id bigserial PRIMARY KEY,
  task_id uuid NOT NULL REFERENCES tasks (id) ON DELETE CASCADE ON UPDATE CASCADE,
  what text NOT NULL,
  owner_id uuid NOT NULL,
  due_on date NOT NULL,
  reason text,
  by_id uuid NOT NULL,
  by_role text NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT task_changes_what CHECK (what IN ('made', 'changed', 'given', 'done', 'reopened')),
  CONSTRAINT task_changes_given CHECK (what <> 'given' OR reason IS NOT NULL)
);
CREATE INDEX task_changes_task_id_id_idx ON task_changes (task_id, id);

-- That somebody was reminded on a day: once, whatever restarts and however many processes look.
CREATE TABLE task_reminders (
  owner_id uuid NOT NULL,
  "day" date NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (owner_id, "day")
);

GRANT SELECT, INSERT, UPDATE ON tasks TO app;
GRANT SELECT, INSERT ON task_changes TO app;
GRANT SELECT, INSERT, DELETE ON task_reminders TO app;
GRANT USAGE ON SEQUENCE task_changes_id_seq TO app;

CREATE FUNCTION erase_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM tasks WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_tasks AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_tasks();
