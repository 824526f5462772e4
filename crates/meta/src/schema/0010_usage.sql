-- How many things there are of which there may be only so many. The remarks at the top of
-- 0001_initial.sql hold here too.

-- The repositories of a registry that has any; `repository_create` and `repository_delete` count.
CREATE TABLE registry_usage (
    account_id TEXT NOT NULL,
    region TEXT NOT NULL,
    repositories INTEGER NOT NULL,
    PRIMARY KEY (account_id, region)
) STRICT, WITHOUT ROWID;
INSERT INTO registry_usage (account_id, region, repositories)
    SELECT account_id, region, COUNT(*) FROM repository WHERE region > '' GROUP BY account_id, region;

-- The images of a repository that ever had any; `image_put` and `image_delete` count. It goes with
-- its repository.
CREATE TABLE repository_usage (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    images INTEGER NOT NULL,
    PRIMARY KEY (repository_id)
) STRICT, WITHOUT ROWID;
INSERT INTO repository_usage (repository_id, images)
    SELECT repository_id, COUNT(*) FROM image GROUP BY repository_id;
