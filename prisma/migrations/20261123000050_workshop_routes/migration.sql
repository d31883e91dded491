-- For which recruitment routes a workshop is. None named means for every route, which is what every workshop was until now.
-- The routes are the profile's, so the database holds only that each looks like one and none stands twice.
CREATE FUNCTION is_list_of_ids(p_ids text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT cardinality(p_ids) <= 30 AND cardinality(p_ids) = (SELECT count(DISTINCT id) FROM unnest(p_ids) AS id WHERE id ~ '^[a-z][A-Za-z0-9-]*$')
$$;
ALTER TABLE workshops ADD CONSTRAINT workshops_routes CHECK (is_list_of_ids(routes));
GRANT EXECUTE ON FUNCTION is_list_of_ids TO app;
