-- The tables of the registry. Comments say what a row means and who deletes it.
--
-- This file is written for SQLite. For PostgreSQL `schema.rs` writes BIGINT for INTEGER,
-- TEXT COLLATE "C" for TEXT, BYTEA for BLOB, and leaves out STRICT and WITHOUT ROWID; nothing
-- else differs. Instants are microseconds since 1970 UTC. Numbers that are an unsigned 64-bit
-- value in the program are stored bit for bit. Digests and names are stored as clients write
-- them. A file that has been released is never edited: its checksum is in `schema_version`.

-- An account that this installation serves. Nobody deletes it.
CREATE TABLE account (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;

-- An access key and the principal that acts with it. Nobody deletes it yet. The account is the
-- principal's, and a column of its own so that an account's keys can be listed. The secret is in
-- the clear, because a signature is checked with it: guard this database like a key file.
CREATE TABLE access_key (
    id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    secret TEXT NOT NULL,
    principal TEXT NOT NULL,
    user_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_key_by_account ON access_key (account_id, id);

-- A value of the whole installation, made once, such as the key that signs tokens. Nobody
-- deletes it.
CREATE TABLE setting (
    name TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;

-- A repository. `repository_delete` deletes it, and with it every row below that has its id.
-- `tag_exclusions` is a JSON array of filters, where the mutability is one with exclusions.
CREATE TABLE repository (
    account_id TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    id INTEGER NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    tag_mutability TEXT NOT NULL,
    tag_exclusions TEXT,
    scan_on_push INTEGER NOT NULL,
    encryption TEXT NOT NULL,
    kms_key TEXT,
    PRIMARY KEY (account_id, region, name)
) STRICT, WITHOUT ROWID;

-- A key and value that a user has put on a repository. `resource_tag_delete` deletes it, or it
-- goes with its repository.
CREATE TABLE resource_tag (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (repository_id, name)
) STRICT, WITHOUT ROWID;

-- An image: one manifest in one repository. `image_delete` deletes it, or it goes with its
-- repository. `subject` refers to an image that may not exist. `tag_count` is the number of rows
-- in `tag` that name this image; `tag_put` and `tag_delete` keep it right. `tagged` follows from
-- it, so that images can be listed by whether they have a tag without looking at any others.
CREATE TABLE image (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    media_type TEXT NOT NULL,
    artifact_type TEXT,
    config_media_type TEXT,
    size INTEGER NOT NULL,
    manifest_size INTEGER NOT NULL,
    pushed_at INTEGER NOT NULL,
    subject TEXT,
    annotations TEXT,
    tag_count INTEGER NOT NULL,
    tagged INTEGER NOT NULL GENERATED ALWAYS AS (CASE WHEN tag_count > 0 THEN 1 ELSE 0 END) STORED,
    PRIMARY KEY (repository_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_by_tagged ON image (repository_id, tagged, digest);
CREATE INDEX image_by_subject ON image (repository_id, subject, digest) WHERE subject IS NOT NULL;
CREATE INDEX image_by_subject_and_type ON image (repository_id, subject, artifact_type, digest)
    WHERE subject IS NOT NULL;

-- The bytes of an image's manifest. It goes with its image. The media type is the image's, here
-- a second time so that a pull reads one row. Not WITHOUT ROWID: the rows are long.
CREATE TABLE manifest (
    repository_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (repository_id, digest),
    FOREIGN KEY (repository_id, digest) REFERENCES image (repository_id, digest) ON DELETE CASCADE
) STRICT;

-- A layer or configuration that an image lists, once however often it does. It goes with its
-- image. The layer need not be linked to the repository as far as the database knows.
CREATE TABLE image_layer (
    repository_id INTEGER NOT NULL,
    image_digest TEXT NOT NULL,
    layer_digest TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (repository_id, image_digest, layer_digest),
    FOREIGN KEY (repository_id, image_digest) REFERENCES image (repository_id, digest) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX image_layer_by_layer ON image_layer (repository_id, layer_digest, image_digest);

-- A manifest that an index lists. It goes with the index. The child need not exist.
CREATE TABLE image_child (
    repository_id INTEGER NOT NULL,
    image_digest TEXT NOT NULL,
    child_digest TEXT NOT NULL,
    PRIMARY KEY (repository_id, image_digest, child_digest),
    FOREIGN KEY (repository_id, image_digest) REFERENCES image (repository_id, digest) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX image_child_by_child ON image_child (repository_id, child_digest, image_digest);

-- A tag and the image that it names. `tag_delete` deletes it, or it goes with its image.
CREATE TABLE tag (
    repository_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (repository_id, name),
    FOREIGN KEY (repository_id, digest) REFERENCES image (repository_id, digest) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_digest ON tag (repository_id, digest, name);

-- Bytes that are durable in the byte store. The row is written after the bytes and has to be
-- gone before they are; nobody deletes it yet. `generation` tells this copy from any other.
CREATE TABLE blob (
    digest TEXT NOT NULL,
    generation INTEGER NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (digest)
) STRICT, WITHOUT ROWID;

-- A blob that is a layer of a repository: it was pushed or mounted there. `layer_unlink` deletes
-- it, or it goes with its repository. The index tells whether any repository has a blob.
CREATE TABLE layer (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    digest TEXT NOT NULL REFERENCES blob (digest),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (repository_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX layer_by_blob ON layer (digest, repository_id);

-- An upload in progress. `upload_delete` deletes it, when it is complete, given up or stale, or
-- it goes with its repository. `staged` is the byte store's own state. Not WITHOUT ROWID: the
-- rows are long.
CREATE TABLE upload (
    id TEXT NOT NULL,
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    principal TEXT NOT NULL,
    staged BLOB NOT NULL,
    received INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    last_part INTEGER NOT NULL,
    short_part INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX upload_by_repository ON upload (repository_id, id);
CREATE INDEX upload_by_age ON upload (updated_at, id);
