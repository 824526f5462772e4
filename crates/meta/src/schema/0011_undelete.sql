-- What was deleted and can be restored for a while. The remarks at the top of 0001_initial.sql hold
-- here too. No statement that serves living things reads any of these tables.

-- An image that was deleted: all that is needed to put it again, and what it held. One digest may be
-- deleted more than once. `deleted_image_delete` deletes it when it is restored or purged, the sweep
-- when its time is over, or it goes with its repository. Not WITHOUT ROWID: the rows are long.
CREATE TABLE deleted_image (
    id TEXT NOT NULL,
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    media_type TEXT NOT NULL,
    artifact_type TEXT,
    size INTEGER NOT NULL,
    pushed_at INTEGER NOT NULL,
    subject TEXT,
    storage INTEGER NOT NULL,
    last_archived_at INTEGER,
    last_activated_at INTEGER,
    bytes BLOB NOT NULL,
    deleted_at INTEGER NOT NULL,
    deleted_by TEXT NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX deleted_image_by_repository ON deleted_image (repository_id, deleted_at, id);
CREATE INDEX deleted_image_by_digest ON deleted_image (repository_id, digest, deleted_at, id);
CREATE INDEX deleted_image_by_subject ON deleted_image (repository_id, subject, deleted_at, id)
    WHERE subject IS NOT NULL;
CREATE INDEX deleted_image_by_age ON deleted_image (deleted_at, id);

-- A layer or configuration that a deleted image lists, so that its bytes are kept as long as the
-- image can be restored. It goes with the image.
CREATE TABLE deleted_image_layer (
    deleted_image_id TEXT NOT NULL REFERENCES deleted_image (id) ON DELETE CASCADE,
    layer_digest TEXT NOT NULL,
    repository_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (deleted_image_id, layer_digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX deleted_image_layer_by_layer ON deleted_image_layer (repository_id, layer_digest, size);
CREATE INDEX deleted_image_layer_by_blob ON deleted_image_layer (layer_digest);

-- That a tag named an image, until it was removed, moved to another image, or deleted with its image,
-- which then is the deleted image. The sweep deletes it when its time is over, or it goes with the
-- deleted image or the repository.
CREATE TABLE deleted_tag (
    id TEXT NOT NULL,
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    tagged_at INTEGER NOT NULL,
    removed_at INTEGER NOT NULL,
    removed_by TEXT NOT NULL,
    cause TEXT NOT NULL,
    deleted_image_id TEXT REFERENCES deleted_image (id) ON DELETE CASCADE,
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deleted_tag_by_repository ON deleted_tag (repository_id, removed_at, id);
CREATE INDEX deleted_tag_by_name ON deleted_tag (repository_id, name, removed_at, id);
CREATE INDEX deleted_tag_by_image ON deleted_tag (deleted_image_id, name);
CREATE INDEX deleted_tag_by_age ON deleted_tag (removed_at, id);

-- A repository that was deleted: what it was called, and when it went. Its row in `repository` has
-- the empty region and its `id` here as the name, which nobody can write; everything in it stays.
-- `repository_restore` deletes it, or it goes with the repository when that is purged.
CREATE TABLE deleted_repository (
    id TEXT NOT NULL,
    repository_id INTEGER NOT NULL UNIQUE REFERENCES repository (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER NOT NULL,
    deleted_by TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deleted_repository_by_registry ON deleted_repository (account_id, region, deleted_at, id);
CREATE INDEX deleted_repository_by_name ON deleted_repository (account_id, region, name, deleted_at, id);
CREATE INDEX deleted_repository_by_age ON deleted_repository (deleted_at, id);
