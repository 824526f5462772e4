-- What is not to be deleted by the word of somebody. The remarks at the top of 0001_initial.sql hold
-- here too.

-- An image that is held: `image_hold_delete` deletes the row, or the end of the time does, which is
-- NULL where there is none. The row goes with its image, which nobody deletes before. Not WITHOUT
-- ROWID: the rows are long.
CREATE TABLE image_hold (
    repository_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    reason TEXT NOT NULL,
    held_by TEXT NOT NULL,
    held_at INTEGER NOT NULL,
    held_until INTEGER,
    PRIMARY KEY (repository_id, digest),
    FOREIGN KEY (repository_id, digest) REFERENCES image (repository_id, digest) ON DELETE CASCADE
) STRICT;

-- A repository that is protected from deletion. `repository_protection_delete` deletes the row.
CREATE TABLE repository_protection (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    protected_by TEXT NOT NULL,
    protected_at INTEGER NOT NULL,
    PRIMARY KEY (repository_id)
) STRICT;
