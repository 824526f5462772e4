-- When images are pulled. The remarks at the top of 0001_initial.sql hold here too.

-- The pulls of an image that was pulled at least once. It goes with its image. `recorded_at` is the
-- time that ECR shows, which follows `last_pulled_at` by a day at most.
CREATE TABLE image_pull (
    repository_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    last_pulled_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    pull_count INTEGER NOT NULL,
    PRIMARY KEY (repository_id, digest),
    FOREIGN KEY (repository_id, digest) REFERENCES image (repository_id, digest) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- A principal whose pulls from a registry are not recorded. `pull_time_exclusion_delete` deletes
-- it, or it goes with its account. The principal need not exist.
CREATE TABLE pull_time_exclusion (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    region TEXT NOT NULL,
    principal TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, principal)
) STRICT, WITHOUT ROWID;
