-- What one person asked for and agreed to is found without going through everybody's: what has ended too, which the unique indexes
-- leave out.
CREATE INDEX support_requests_candidate_id_idx ON support_requests (candidate_id);
CREATE INDEX consents_candidate_id_idx ON consents (candidate_id);
