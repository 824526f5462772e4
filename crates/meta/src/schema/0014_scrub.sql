-- Reading all bytes again. The remarks at the top of 0001_initial.sql hold here too.

-- The scrub of the installation: one row, which stays. `epoch` grows whenever a server begins to
-- scrub; who holds an older one may not write. `progress` is JSON.
CREATE TABLE scrub (
    name TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    progress TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT;
INSERT INTO scrub (name, epoch, leased_until, due_at, progress) VALUES ('store', 0, 0, 0, '');
