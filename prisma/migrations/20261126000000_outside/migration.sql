-- Ways in for people outside the portal: a contact of a staff network, whoever arranges an adjustment, whoever answers for a job.
CREATE TABLE outside_links (
  id uuid PRIMARY KEY,
  purpose text NOT NULL,
  about_id uuid NOT NULL,
  candidate_id uuid REFERENCES candidates (id) ON DELETE CASCADE ON UPDATE CASCADE,
  address text NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  CONSTRAINT outside_links_purpose CHECK (purpose IN ('network', 'adjustment', 'job')),
  CONSTRAINT outside_links_in_order CHECK (ends_at > sent_at AND ended_at >= sent_at)
);
CREATE UNIQUE INDEX outside_links_one_live ON outside_links (purpose, about_id, address) WHERE ended_at IS NULL;
CREATE INDEX outside_links_candidate_id_idx ON outside_links (candidate_id);

CREATE TABLE outside_openings (
  id bigserial PRIMARY KEY,
  link_id uuid NOT NULL REFERENCES outside_links (id) ON DELETE CASCADE ON UPDATE CASCADE,
  at timestamptz(3) NOT NULL
);
CREATE INDEX outside_openings_link_id_id_idx ON outside_openings (link_id, id);

GRANT SELECT, INSERT ON outside_links, outside_openings TO app;
GRANT USAGE ON SEQUENCE outside_openings_id_seq TO app;
GRANT UPDATE (ended_at) ON outside_links TO app;
-- Joining two records moves the links of the one that goes.
GRANT UPDATE (candidate_id) ON outside_links TO app;

/* A link that has ended leads nowhere again. */
CREATE FUNCTION guard_outside_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN
    RAISE check_violation USING MESSAGE = 'a link that ended stays ended', CONSTRAINT = 'outside_links_ended';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER outside_links_guard BEFORE UPDATE ON outside_links FOR EACH ROW EXECUTE FUNCTION guard_outside_link();

CREATE FUNCTION erase_outside_links() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM outside_links WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_outside_links AFTER UPDATE OF reference ON candidates FOR EACH ROW
  WHEN (NEW.reference LIKE 'erased-%' AND OLD.reference NOT LIKE 'erased-%') EXECUTE FUNCTION erase_outside_links();

-- Whom a workshop is for: candidates, or those who hire and host. One of a staff network carries a label of its own, as any closed one.
ALTER TABLE workshops ADD COLUMN audience text NOT NULL DEFAULT 'candidates', ADD COLUMN network text,
  ADD CONSTRAINT workshops_audience CHECK (audience IN ('candidates', 'staff')),
  ADD CONSTRAINT workshops_network CHECK (network IS NULL OR (network ~ '^[a-z][A-Za-z0-9-]*$' AND restricted AND audience = 'candidates' AND cohort_id IS NULL));

/* No candidate has a place where staff are trained, and a workshop that is published stays for whom it was. */
CREATE FUNCTION guard_audience() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM workshops w WHERE w.id = NEW.workshop_id AND w.audience <> 'candidates') THEN
    RAISE check_violation USING MESSAGE = 'this workshop is for staff', CONSTRAINT = 'places_audience';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER places_audience BEFORE INSERT ON places FOR EACH ROW EXECUTE FUNCTION guard_audience();

CREATE FUNCTION guard_audience_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (NEW.audience <> OLD.audience OR NEW.network IS DISTINCT FROM OLD.network) THEN
    RAISE check_violation USING MESSAGE = 'a published workshop stays for whom it was', CONSTRAINT = 'workshops_audience_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER workshops_audience_fixed BEFORE UPDATE OF audience, network ON workshops FOR EACH ROW EXECUTE FUNCTION guard_audience_fixed();

GRANT EXECUTE ON FUNCTION guard_outside_link, erase_outside_links, guard_audience, guard_audience_fixed TO app;
