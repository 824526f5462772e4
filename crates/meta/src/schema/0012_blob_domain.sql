-- Under whose key bytes stand in the byte store. The remarks at the top of 0001_initial.sql hold
-- here too. What was there before stands in the clear, which is the domain ''.

-- Takes the place of `blob` of version 1: equal bytes are one blob within a domain, and never
-- across two. `domain` is '' for bytes in the clear, 'AES256' for those under the installation's
-- own key, or the ARN of a key of the key service. `damaged_at` is when the bytes turned out to be
-- damaged: then nobody can read them, and the next push of the digest brings them back.
CREATE TABLE stored_blob (
    digest TEXT NOT NULL,
    domain TEXT NOT NULL,
    generation INTEGER NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    damaged_at INTEGER,
    PRIMARY KEY (digest, domain)
) STRICT, WITHOUT ROWID;
INSERT INTO stored_blob (digest, domain, generation, size, created_at)
    SELECT digest, '', generation, size, created_at FROM blob;

-- Takes the place of `layer` of version 1: the blob is one of this domain.
CREATE TABLE linked_layer (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    domain TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (repository_id, digest),
    FOREIGN KEY (digest, domain) REFERENCES stored_blob (digest, domain)
) STRICT, WITHOUT ROWID;
INSERT INTO linked_layer (repository_id, digest, domain, created_at)
    SELECT repository_id, digest, '', created_at FROM layer;
DROP TABLE layer;
DROP TABLE blob;
ALTER TABLE stored_blob RENAME TO blob;
ALTER TABLE linked_layer RENAME TO layer;
CREATE INDEX layer_by_blob ON layer (digest, domain, repository_id);

-- How the staged bytes of an upload are protected; its blob will be in this domain.
ALTER TABLE upload ADD COLUMN domain TEXT NOT NULL DEFAULT '';
