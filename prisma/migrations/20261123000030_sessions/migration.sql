-- Which session of its programme a workshop is: the same number in another cohort is the same session, so that one may make up
-- for the other. A workshop without a number is a session of its own.
ALTER TABLE workshops ADD COLUMN session int, ADD CONSTRAINT workshops_session CHECK (session BETWEEN 1 AND 99);

UPDATE workshops w SET session = n.number
FROM (SELECT id, row_number() OVER (PARTITION BY cohort_id ORDER BY starts_at, id) AS number FROM workshops
  WHERE cohort_id IS NOT NULL AND state <> 'cancelled') n
WHERE n.id = w.id AND n.number <= 99;

-- The rule of completion said "the first" in an older form somewhere.
UPDATE programmes SET completion_rule = (completion_rule - 'including') || '{"includingFirst": true}' WHERE completion_rule ->> 'including' = 'first';
