-- What happened, in an order in which a reader can go on from where it stopped. The remarks at the
-- top of 0001_initial.sql hold here too.

-- The last position that was given to an entry of a table, for each table whose entries are
-- numbered after they were written. Who gives out positions updates the row, so that it is done by
-- one transaction after the other. The rows stay.
CREATE TABLE sequence (
    name TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;
INSERT INTO sequence (name, last) VALUES ('audit', 0);
INSERT INTO sequence (name, last) VALUES ('event', 0);

-- An event in EventBridge's sense, written in the transaction of its cause. `resources` and
-- `detail` are JSON. `position` is NULL until `event_number` has given it one: positions are given
-- after the event was committed and in one order, so a reader that has seen a position has seen all
-- before it. It outlives what it is about. `event_delete_before` deletes it when it is old.
CREATE TABLE event (
    id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    region TEXT NOT NULL,
    at INTEGER NOT NULL,
    detail_type TEXT NOT NULL,
    resources TEXT NOT NULL,
    detail TEXT NOT NULL,
    position INTEGER,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX event_by_position ON event (account_id, region, position) WHERE position IS NOT NULL;
CREATE INDEX event_unnumbered ON event (at, id) WHERE position IS NULL;
CREATE INDEX event_by_time ON event (at, id);

-- The audit trail is numbered in the same way.
ALTER TABLE audit ADD COLUMN position INTEGER;
CREATE INDEX audit_by_position ON audit (account_id, region, position) WHERE position IS NOT NULL;
CREATE INDEX audit_unnumbered ON audit (at, id) WHERE position IS NULL;
DROP INDEX audit_by_registry;
