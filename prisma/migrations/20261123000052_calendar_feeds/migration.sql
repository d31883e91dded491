-- The address from which a candidate's own calendar fetches their places: this id and its signature, which is nowhere kept.
-- A new address is another row in the place of this one, so that the old address ends at once.
CREATE TABLE calendar_feeds (
  id uuid PRIMARY KEY,
  candidate_id uuid NOT NULL,
  made_at timestamptz(3) NOT NULL,
  CONSTRAINT calendar_feeds_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX calendar_feeds_candidate_id_key ON calendar_feeds (candidate_id);
GRANT SELECT, INSERT, DELETE ON calendar_feeds TO app;

CREATE FUNCTION erase_calendar_feeds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM calendar_feeds WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_calendar_feeds AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_calendar_feeds();
GRANT EXECUTE ON FUNCTION erase_calendar_feeds TO app;
