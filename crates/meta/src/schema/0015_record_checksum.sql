-- What tells that a record is not what was written. The remarks at the top of 0001_initial.sql hold
-- here too. Eight bytes of SHA-256 over all other columns but the position; NULL in records from
-- before. No index holds these values a second time, as most others are.
ALTER TABLE audit ADD COLUMN checksum INTEGER;
ALTER TABLE event ADD COLUMN checksum INTEGER;
