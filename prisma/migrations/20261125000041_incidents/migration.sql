-- Something that happened on a visit goes the way of a concern about somebody in a pairing: one table, one queue of the head of the team,
-- the same ways in from outside. It may be about the other person, or about neither of the two.
ALTER TABLE concerns ALTER COLUMN pairing_id DROP NOT NULL;
ALTER TABLE concerns ADD COLUMN placement_id uuid REFERENCES placements (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE concerns ADD COLUMN happened text;
CREATE INDEX concerns_placement_id_idx ON concerns (placement_id);
ALTER TABLE concerns ADD CONSTRAINT concerns_where CHECK (num_nonnulls(pairing_id, placement_id) = 1);
ALTER TABLE concerns DROP CONSTRAINT concerns_about;
ALTER TABLE concerns ADD CONSTRAINT concerns_about
  CHECK (about IN ('candidate', 'supporter', 'neither') AND about <> raised_by AND (about <> 'neither' OR placement_id IS NOT NULL));
ALTER TABLE concerns ADD CONSTRAINT concerns_happened
  CHECK ((happened IS NOT NULL) = (placement_id IS NOT NULL) AND happened IN ('injury', 'nearMiss', 'behaviour', 'saw', 'other'));
ALTER TABLE concerns DROP CONSTRAINT concerns_outcome;
ALTER TABLE concerns ADD CONSTRAINT concerns_outcome
  CHECK (outcome IN ('noAction', 'spoken', 'ended', 'suspended', 'referred', 'police', 'safer') AND (outcome <> 'ended' OR pairing_id IS NOT NULL)
    AND (outcome <> 'safer' OR placement_id IS NOT NULL));
