-- Collecting what nobody needs any more. The remarks at the top of 0001_initial.sql hold here too.
--
-- `layer.created_at` is when the layer was linked or last asked for by somebody who was about to push
-- an image of it, or when an image that lists it was deleted: the time of grace counts from there.

-- A copy of a blob that no row of `blob` names any more, or never did, and whose bytes are to be
-- deleted. Nobody names it again: a push of the same bytes makes another copy. The row is there
-- until the bytes are gone; `doomed_blob_delete` deletes it.
CREATE TABLE doomed_blob (
    digest TEXT NOT NULL,
    generation INTEGER NOT NULL,
    size INTEGER NOT NULL,
    doomed_at INTEGER NOT NULL,
    PRIMARY KEY (digest, generation)
) STRICT, WITHOUT ROWID;
CREATE INDEX doomed_blob_by_age ON doomed_blob (doomed_at, digest, generation);

-- The collector of the installation: one row, which stays. `epoch` grows whenever a server begins to
-- collect; who holds an older one may not write. `progress` is JSON.
CREATE TABLE collector (
    name TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    progress TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT;
INSERT INTO collector (name, epoch, leased_until, due_at, progress) VALUES ('store', 0, 0, 0, '');

-- Somebody, such as a backup, still reads bytes that were named a while ago: until then none are
-- deleted. `collection_hold_delete` deletes it, or the next one that is put after its end.
CREATE TABLE collection_hold (
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_hold_by_end ON collection_hold (until, id);
