-- What one does to many candidates at once, and filters that are kept by name.

CREATE TABLE saved_filters (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name text NOT NULL,
  filter jsonb NOT NULL,
  sort text,
  shared boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT saved_filters_name CHECK (name = btrim(name) AND length(name) BETWEEN 1 AND 60),
  CONSTRAINT saved_filters_filter CHECK (jsonb_typeof(filter) = 'object' AND NOT filter ? 'q'),
  CONSTRAINT saved_filters_sort CHECK (sort IN ('newest', 'name', 'contact'))
);
CREATE INDEX saved_filters_account_id_idx ON saved_filters (account_id);
CREATE UNIQUE INDEX saved_filters_one_name ON saved_filters (account_id, lower(name));

CREATE TABLE default_filters (
  account_id uuid PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  filter_id uuid NOT NULL REFERENCES saved_filters (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX default_filters_filter_id_idx ON default_filters (filter_id);

CREATE TABLE batches (
  id uuid PRIMARY KEY,
  action text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  filter jsonb,
  total integer NOT NULL,
  state text NOT NULL DEFAULT 'draft',
  by_id uuid NOT NULL,
  by_role text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  confirmed_at timestamptz(3),
  finished_at timestamptz(3),
  CONSTRAINT batches_action CHECK (action IN ('assign', 'giveRequests', 'accept', 'invite')),
  CONSTRAINT batches_state CHECK (state IN ('draft', 'running', 'done')),
  CONSTRAINT batches_total CHECK (total > 0),
  CONSTRAINT batches_role CHECK (by_role IN ('coordinator', 'lead')),
  CONSTRAINT batches_confirmed CHECK ((state = 'draft') = (confirmed_at IS NULL)),
  CONSTRAINT batches_finished CHECK ((state = 'done') = (finished_at IS NOT NULL))
);
CREATE INDEX batches_by_id_created_at_idx ON batches (by_id, created_at DESC);

-- A row for each person, in the order of the list they were chosen from. An outcome is written once.
CREATE TABLE batch_items (
  batch_id uuid NOT NULL REFERENCES batches (id) ON DELETE CASCADE ON UPDATE CASCADE,
  position integer NOT NULL,
  candidate_id uuid NOT NULL REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  outcome text,
  reason text,
  done_at timestamptz(3),
  PRIMARY KEY (batch_id, position),
  CONSTRAINT batch_items_outcome CHECK (outcome IN ('done', 'skipped', 'failed')),
  CONSTRAINT batch_items_done CHECK ((outcome IS NULL) = (done_at IS NULL)),
  CONSTRAINT batch_items_reason CHECK ((outcome IN ('skipped', 'failed')) = (reason IS NOT NULL))
);
CREATE INDEX batch_items_candidate_id_idx ON batch_items (candidate_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_filters, default_filters TO app;
GRANT SELECT, INSERT, DELETE ON batches, batch_items TO app;
GRANT UPDATE (details, state, confirmed_at, finished_at) ON batches TO app;
GRANT UPDATE (outcome, reason, done_at) ON batch_items TO app;

/* What was confirmed is history: it goes on to its end and is not thrown away; only a draft can be. */
CREATE FUNCTION keep_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN RAISE check_violation USING MESSAGE = 'a confirmed batch stays', CONSTRAINT = 'batches_stay'; END IF;
    RETURN OLD;
  END IF;
  IF (OLD.state, NEW.state) NOT IN (('draft', 'draft'), ('draft', 'running'), ('running', 'done')) OR (OLD.state <> 'draft' AND OLD.details <> NEW.details)
    OR (OLD.confirmed_at IS NOT NULL AND OLD.confirmed_at IS DISTINCT FROM NEW.confirmed_at) THEN
    RAISE check_violation USING MESSAGE = 'a confirmed batch is not changed', CONSTRAINT = 'batches_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER batches_kept BEFORE UPDATE OR DELETE ON batches FOR EACH ROW EXECUTE FUNCTION keep_batch();

CREATE FUNCTION keep_batch_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome IS NOT NULL AND (OLD.outcome, OLD.reason, OLD.done_at) IS DISTINCT FROM (NEW.outcome, NEW.reason, NEW.done_at) THEN
    RAISE check_violation USING MESSAGE = 'an outcome is written once', CONSTRAINT = 'batch_items_once';
  END IF;
  IF NEW.outcome IS NOT NULL AND OLD.outcome IS NULL AND (SELECT state FROM batches WHERE id = NEW.batch_id) <> 'running' THEN
    RAISE check_violation USING MESSAGE = 'only a running batch has outcomes', CONSTRAINT = 'batch_items_running';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER batch_items_kept BEFORE UPDATE ON batch_items FOR EACH ROW EXECUTE FUNCTION keep_batch_item();

CREATE FUNCTION erase_batches() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM batch_items WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_batches AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_batches();
