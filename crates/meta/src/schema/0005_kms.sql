-- Keys of KMS. `account_delete` takes all of it.

-- A key. `kms_key_delete` deletes it when its waiting time is over, and its material with it.
-- `manager` is `customer` or `aws`; `state` is `enabled`, `disabled` or `pending-deletion`, and
-- `deletion_at` is set in the last one only. `rotation_days` and `next_rotation_at` are set while
-- the key is rotated by itself. `policy` has unique ids in place of the ARNs of users and roles.
-- Not WITHOUT ROWID: the rows are long.
CREATE TABLE kms_key (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    region TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    description TEXT NOT NULL,
    manager TEXT NOT NULL,
    state TEXT NOT NULL,
    deletion_at INTEGER,
    rotation_days INTEGER,
    next_rotation_at INTEGER,
    policy TEXT NOT NULL
) STRICT;
CREATE INDEX kms_key_by_registry ON kms_key (account_id, region, id);

-- What a key encrypts with, sealed under the root of the installation: one row for each rotation,
-- and the first. The newest encrypts, all of them decrypt. `kms_key_delete` deletes them, which
-- makes everything that they encrypted unreadable. `rotation` is `automatic`, `on-demand`, or
-- NULL in the first row.
CREATE TABLE kms_key_material (
    key_id TEXT NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    material_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rotation TEXT,
    sealed BLOB NOT NULL,
    PRIMARY KEY (key_id, version)
) STRICT, WITHOUT ROWID;

-- Another name of a key, of the same account and region. `kms_alias_delete` deletes it, and
-- deleting the key does.
CREATE TABLE kms_alias (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    key_id TEXT NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX kms_alias_by_key ON kms_alias (key_id, name);

-- A right to use a key. `kms_grant_delete` deletes it when it is revoked or retired, and deleting
-- the key does. `grantee` and `retiring` are unique ids of users and roles, ARNs of roots, or names
-- of services. `about` is the repository that the constraint wants in the encryption context, empty
-- where it wants none: services have a grant for each. `operations` is a JSON array of texts,
-- `constraints` a JSON object.
CREATE TABLE kms_grant (
    key_id TEXT NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT,
    created_at INTEGER NOT NULL,
    grantee TEXT NOT NULL,
    retiring TEXT NOT NULL,
    issuer TEXT NOT NULL,
    about TEXT NOT NULL,
    operations TEXT NOT NULL,
    constraints TEXT NOT NULL,
    PRIMARY KEY (key_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kms_grant_by_grantee ON kms_grant (key_id, grantee, about, id);
CREATE INDEX kms_grant_by_name ON kms_grant (key_id, name) WHERE name IS NOT NULL;
CREATE INDEX kms_grant_by_retiring ON kms_grant (retiring, key_id, id);
CREATE INDEX kms_grant_by_id ON kms_grant (id);

-- Tags of a key. `kms_key_tag_delete` deletes one, deleting the key all.
CREATE TABLE kms_key_tag (
    key_id TEXT NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (key_id, name)
) STRICT, WITHOUT ROWID;
