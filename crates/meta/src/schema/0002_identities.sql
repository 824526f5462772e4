-- Identities, policies, and the tokens that were issued. The remarks at the top of
-- 0001_initial.sql hold here too.
--
-- IAM keeps the case of a name but lets no two of a kind differ in case alone: `folded` is the
-- name in lower case and stands in the keys, `name` is what was written. `id` is the unique id,
-- such as AIDA… for a user. What hangs on entities of several kinds (an attachment, an inline
-- policy, a tag) names its owner by kind and folded name without a foreign key; deleting or
-- renaming the owner deletes or renames it too.

-- The service control policy of an account, a policy document; NULL allows everything. From here
-- on `account_delete` deletes an account, and every row below that has its number.
ALTER TABLE account ADD COLUMN service_control_policy TEXT;

-- An IAM user. `iam_user_delete` deletes it. `boundary` is the ARN of a managed policy.
CREATE TABLE iam_user (
    account_id TEXT NOT NULL REFERENCES account (id),
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    boundary TEXT,
    PRIMARY KEY (account_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX iam_user_by_boundary ON iam_user (account_id, boundary, folded) WHERE boundary IS NOT NULL;

-- A group of users. `iam_group_delete` deletes it, once it has no members.
CREATE TABLE iam_group (
    account_id TEXT NOT NULL REFERENCES account (id),
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, folded)
) STRICT, WITHOUT ROWID;

-- A user that is in a group. `iam_group_member_delete` deletes it; neither the user nor the
-- group can be deleted before.
CREATE TABLE iam_group_member (
    account_id TEXT NOT NULL,
    group_folded TEXT NOT NULL,
    user_folded TEXT NOT NULL,
    PRIMARY KEY (account_id, group_folded, user_folded),
    FOREIGN KEY (account_id, group_folded) REFERENCES iam_group (account_id, folded) ON UPDATE CASCADE,
    FOREIGN KEY (account_id, user_folded) REFERENCES iam_user (account_id, folded) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX iam_group_member_by_user ON iam_group_member (account_id, user_folded, group_folded);

-- A role. `iam_role_delete` deletes it, once no instance profile has it. Not WITHOUT ROWID: the
-- rows are long.
CREATE TABLE iam_role (
    account_id TEXT NOT NULL REFERENCES account (id),
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    description TEXT,
    max_session_seconds INTEGER NOT NULL,
    trust_policy TEXT NOT NULL,
    boundary TEXT,
    last_used_at INTEGER,
    last_used_region TEXT,
    PRIMARY KEY (account_id, folded)
) STRICT;
CREATE INDEX iam_role_by_boundary ON iam_role (account_id, boundary, folded) WHERE boundary IS NOT NULL;

-- A managed policy of an account. `iam_policy_delete` deletes it. The ARN holds path and name.
-- The policies of AWS's own are in the program, not here. `latest_version` is the newest number
-- that was given to a version, also when that version is gone.
CREATE TABLE iam_policy (
    account_id TEXT NOT NULL REFERENCES account (id),
    folded TEXT NOT NULL,
    arn TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL UNIQUE,
    description TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    default_version INTEGER NOT NULL,
    latest_version INTEGER NOT NULL,
    PRIMARY KEY (account_id, folded)
) STRICT, WITHOUT ROWID;

-- A version of a managed policy. `iam_policy_version_delete` deletes it, or it goes with its
-- policy. Not WITHOUT ROWID: the rows are long.
CREATE TABLE iam_policy_version (
    account_id TEXT NOT NULL,
    folded TEXT NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, folded, version),
    FOREIGN KEY (account_id, folded) REFERENCES iam_policy (account_id, folded) ON DELETE CASCADE
) STRICT;

-- A managed policy, the account's or AWS's, that is attached to a user, a group or a role
-- (`owner_kind` 'user', 'group', 'role'). `iam_attachment_delete` deletes it, or it goes with
-- its owner. The ARN is written as `iam_policy` or the program has it.
CREATE TABLE iam_attachment (
    account_id TEXT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_folded TEXT NOT NULL,
    policy_arn TEXT NOT NULL,
    PRIMARY KEY (account_id, owner_kind, owner_folded, policy_arn)
) STRICT, WITHOUT ROWID;
CREATE INDEX iam_attachment_by_policy ON iam_attachment (account_id, policy_arn, owner_kind, owner_folded);

-- A policy that is part of a user, a group or a role. `iam_inline_policy_delete` deletes it, or
-- it goes with its owner. Names differ in case here, as in IAM. Not WITHOUT ROWID: the rows are
-- long.
CREATE TABLE iam_inline_policy (
    account_id TEXT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_folded TEXT NOT NULL,
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (account_id, owner_kind, owner_folded, name)
) STRICT;

-- An instance profile, with its role, if it has one. `iam_instance_profile_delete` deletes it.
-- Not WITHOUT ROWID: when a role is deleted, SQLite would look for its profiles among all of the
-- account's instead of in the index.
CREATE TABLE iam_instance_profile (
    account_id TEXT NOT NULL REFERENCES account (id),
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    role_folded TEXT,
    PRIMARY KEY (account_id, folded),
    FOREIGN KEY (account_id, role_folded) REFERENCES iam_role (account_id, folded)
) STRICT;
CREATE INDEX iam_instance_profile_by_role ON iam_instance_profile (account_id, role_folded, folded);

-- An OpenID Connect provider whose tokens roles may trust. `iam_oidc_provider_delete` deletes
-- it. `url` has no scheme; `client_ids` and `thumbprints` are JSON arrays of texts.
CREATE TABLE iam_oidc_provider (
    account_id TEXT NOT NULL REFERENCES account (id),
    url TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    client_ids TEXT NOT NULL,
    thumbprints TEXT NOT NULL,
    PRIMARY KEY (account_id, url)
) STRICT, WITHOUT ROWID;

-- A key and value on an entity (`owner_kind` 'user', 'role', 'policy', 'instance-profile',
-- 'oidc-provider'; the owner of the last is its url). `iam_tag_delete` deletes it, or it goes
-- with its owner. Keys differ by more than case, as in IAM.
CREATE TABLE iam_tag (
    account_id TEXT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_folded TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, owner_kind, owner_folded, name_folded)
) STRICT, WITHOUT ROWID;

-- The alias of an account. `account_alias_delete` deletes it.
CREATE TABLE account_alias (
    account_id TEXT NOT NULL REFERENCES account (id),
    alias TEXT NOT NULL UNIQUE,
    PRIMARY KEY (account_id)
) STRICT, WITHOUT ROWID;

-- An access key of a user, or of the account's root where `user_folded` is NULL.
-- `access_key_delete` deletes it; its user cannot be deleted before. The secret is in the clear,
-- because a signature is checked with it: guard this database like a key file.
--
-- The first version named a principal instead. Each becomes a user who may do everything, which
-- is what a key was good for until now.
INSERT INTO iam_user (account_id, folded, name, path, id, created_at, boundary)
    SELECT account_id,
        lower(replace(principal, 'arn:aws:iam::' || account_id || ':user/', '')),
        min(replace(principal, 'arn:aws:iam::' || account_id || ':user/', '')),
        '/', min(user_id), min(created_at), NULL
    FROM access_key
    GROUP BY account_id, lower(replace(principal, 'arn:aws:iam::' || account_id || ':user/', ''));
INSERT INTO iam_attachment (account_id, owner_kind, owner_folded, policy_arn)
    SELECT account_id, 'user', folded, 'arn:aws:iam::aws:policy/AdministratorAccess' FROM iam_user;
ALTER TABLE access_key RENAME TO access_key_of_principal;
CREATE TABLE access_key (
    id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    user_folded TEXT,
    secret TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    last_used_service TEXT,
    last_used_region TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY (account_id, user_folded) REFERENCES iam_user (account_id, folded) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO access_key (id, account_id, user_folded, secret, active, created_at)
    SELECT id, account_id,
        lower(replace(principal, 'arn:aws:iam::' || account_id || ':user/', '')),
        secret, 1, created_at
    FROM access_key_of_principal;
DROP TABLE access_key_of_principal;
CREATE INDEX access_key_by_user ON access_key (account_id, user_folded, id);

-- The policy of a repository. `repository_policy_delete` deletes it, or it goes with its
-- repository. Not WITHOUT ROWID: the rows are long.
CREATE TABLE repository_policy (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    document TEXT NOT NULL,
    PRIMARY KEY (repository_id)
) STRICT;

-- The policy of a registry. `registry_policy_delete` deletes it. Not WITHOUT ROWID: the rows are
-- long.
CREATE TABLE registry_policy (
    account_id TEXT NOT NULL REFERENCES account (id),
    region TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (account_id, region)
) STRICT;

-- A setting that an account has chosen for one of its registries (ECR `PutAccountSetting`).
-- Nobody deletes it but `account_delete`.
CREATE TABLE account_setting (
    account_id TEXT NOT NULL REFERENCES account (id),
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, region, name)
) STRICT, WITHOUT ROWID;

-- An authorization token that was issued to a principal (`account_id` is the principal's) for a
-- registry. The token itself is not here. `authorization_token_delete_expired` deletes it.
-- `revoked_at` says that it is not good any more before it expires.
CREATE TABLE authorization_token (
    id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    principal TEXT NOT NULL,
    access_key TEXT NOT NULL,
    registry_account TEXT NOT NULL,
    registry_region TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    source_ip TEXT,
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX authorization_token_by_account ON authorization_token (account_id, expires_at, id);
CREATE INDEX authorization_token_by_principal ON authorization_token (principal, expires_at);
CREATE INDEX authorization_token_by_age ON authorization_token (expires_at, id);
CREATE INDEX authorization_token_revoked ON authorization_token (expires_at, id)
    WHERE revoked_at IS NOT NULL;

-- A number that grows with every change to what it is named after, so that who keeps a copy can
-- see that it is old. The row 'authorization' counts the changes on which the decision about a
-- request may depend. Nobody deletes it.
CREATE TABLE generation (
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;
INSERT INTO generation (name, value) VALUES ('authorization', 1);
