-- Supporters who come along to a workshop, beside the candidates and never in their places.
CREATE TABLE supporter_places (
  id uuid PRIMARY KEY,
  workshop_id uuid NOT NULL REFERENCES workshops (id) ON DELETE CASCADE ON UPDATE CASCADE,
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  state text NOT NULL DEFAULT 'booked',
  booked_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  CONSTRAINT supporter_places_state CHECK (state IN ('booked', 'cancelled', 'workshopCancelled')),
  CONSTRAINT supporter_places_ended CHECK ((state = 'booked') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX supporter_places_one_live ON supporter_places (workshop_id, account_id) WHERE state = 'booked';
CREATE INDEX supporter_places_account_id_idx ON supporter_places (account_id);
GRANT SELECT, INSERT, UPDATE ON supporter_places TO app;

/* No supporter beyond the quota, under the workshop's lock; a place that ended begins no more, and keeps whose it was. */
CREATE FUNCTION guard_supporter_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_most int; v_taken int;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state <> 'booked' AND NEW.state = 'booked' THEN
      RAISE check_violation USING MESSAGE = 'a place that ended does not begin again', CONSTRAINT = 'supporter_places_moves';
    END IF;
    IF NEW.workshop_id <> OLD.workshop_id OR NEW.account_id <> OLD.account_id THEN
      RAISE check_violation USING MESSAGE = 'a place keeps its workshop and person', CONSTRAINT = 'supporter_places_fixed';
    END IF;
    RETURN NEW;
  END IF;
  SELECT supporter_places INTO v_most FROM workshops WHERE id = NEW.workshop_id AND state = 'published' FOR UPDATE;
  SELECT count(*) INTO v_taken FROM supporter_places WHERE workshop_id = NEW.workshop_id AND state = 'booked';
  IF NEW.state = 'booked' AND v_taken >= coalesce(v_most, 0) THEN
    RAISE check_violation USING MESSAGE = 'no place for a supporter is free', CONSTRAINT = 'supporter_places_quota';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER supporter_places_guard BEFORE INSERT OR UPDATE ON supporter_places FOR EACH ROW EXECUTE FUNCTION guard_supporter_place();
GRANT EXECUTE ON FUNCTION guard_supporter_place TO app;
