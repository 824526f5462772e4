-- Lifecycle policies, their previews and runs, and the jobs that do such work. The remarks at the
-- top of 0001_initial.sql hold here too.

-- The lifecycle policy of a repository. `lifecycle_policy_delete` deletes it, or it goes with its
-- repository. `id` tells it from one that was deleted before; `version` grows whenever the text
-- is replaced. `due_at` is when it is to be applied next. Not WITHOUT ROWID: the rows are long.
CREATE TABLE lifecycle_policy (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    last_evaluated_at INTEGER,
    PRIMARY KEY (repository_id)
) STRICT;
CREATE INDEX lifecycle_policy_by_due ON lifecycle_policy (due_at, repository_id);

-- The newest preview of a repository; the next one takes its place, or it goes with its
-- repository. `id` tells it from the one before. `ended_at` is NULL while its job is not done.
CREATE TABLE lifecycle_preview (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    expiring INTEGER NOT NULL,
    transitioning INTEGER NOT NULL,
    PRIMARY KEY (repository_id)
) STRICT;

-- An image that a preview would act on, as it was when the preview was made: `tags` is a JSON
-- array. `position` is where it stands among them. It goes with its preview.
CREATE TABLE lifecycle_preview_image (
    repository_id INTEGER NOT NULL REFERENCES lifecycle_preview (repository_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    digest TEXT NOT NULL,
    tags TEXT NOT NULL,
    tagged INTEGER NOT NULL,
    pushed_at INTEGER NOT NULL,
    storage_class TEXT NOT NULL,
    action TEXT NOT NULL,
    priority INTEGER NOT NULL,
    PRIMARY KEY (repository_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX lifecycle_preview_image_by_digest ON lifecycle_preview_image (repository_id, digest);
CREATE INDEX lifecycle_preview_image_by_tagged
    ON lifecycle_preview_image (repository_id, tagged, position);

-- Work that is to be done once after `due_at`, and then again until it has succeeded: who does it
-- holds a lease. `job_complete` deletes it. A job that failed too often is dead: it stays, is
-- listed, and is done again only when it is put again. `payload` is JSON.
CREATE TABLE job (
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    lease TEXT,
    leased_until INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    dead INTEGER NOT NULL,
    PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_by_due ON job (dead, due_at, name, key);

-- Something that happened and that an auditor may ask about, written in the transaction in which
-- it happened. `record` is JSON in the form of a record of CloudTrail. It outlives what it is
-- about. `audit_delete_before` deletes it when it is old.
CREATE TABLE audit (
    id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    region TEXT NOT NULL,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    resource TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX audit_by_registry ON audit (account_id, region, at, id);
CREATE INDEX audit_by_time ON audit (at, id);

-- The newest time that any server of this installation has seen, so that a clock that was set
-- back is noticed. One row, which stays.
CREATE TABLE newest_time (
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;
