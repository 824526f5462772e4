-- What an account decides for a registry as a whole. `account_delete` takes all of it.

-- How a registry scans its repositories (ECR `PutRegistryScanningConfiguration`). Nobody deletes
-- it: a new one takes its place. `rules` is a JSON array of objects with `frequency` and
-- `filters`.
CREATE TABLE registry_scanning (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    region TEXT NOT NULL,
    scan_type TEXT NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (account_id, region)
) STRICT, WITHOUT ROWID;

-- What a repository is to be that the registry makes by itself. `template_delete` deletes it.
-- `prefix` is without the slash that may be at the end of `written`, which is as the caller wrote
-- it. `applied_for` is a JSON array of texts, `resource_tags` one of pairs, `tag_exclusions` as in
-- `repository`. Not WITHOUT ROWID: the rows are long.
CREATE TABLE creation_template (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    region TEXT NOT NULL,
    prefix TEXT NOT NULL,
    written TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    description TEXT,
    applied_for TEXT NOT NULL,
    tag_mutability TEXT NOT NULL,
    tag_exclusions TEXT,
    encryption TEXT NOT NULL,
    kms_key TEXT,
    resource_tags TEXT NOT NULL,
    repository_policy TEXT,
    lifecycle_policy TEXT,
    custom_role TEXT,
    PRIMARY KEY (account_id, region, prefix)
) STRICT;
