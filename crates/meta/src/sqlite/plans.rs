//! What SQLite makes of every statement: each must cost what it returns, and no more.
//!
//! Nothing here runs `ANALYZE`, in tests or in production, so these plans are the plans.

use rusqlite::Connection;

use super::connection::{PREPARED_STATEMENTS, open_reader, open_writer};
use crate::statement::Statement;

/// The statements of all resources. One that is left out is reported as an unused constant.
fn statements() -> Vec<(String, Statement)> {
    let resources = [
        ("access_key", crate::access_key::STATEMENTS),
        ("account", crate::account::STATEMENTS),
        ("account_alias", crate::account_alias::STATEMENTS),
        ("account_setting", crate::account_setting::STATEMENTS),
        ("audit", crate::audit::STATEMENTS),
        ("authorization_token", crate::authorization_token::STATEMENTS),
        ("backup", crate::backup::STATEMENTS),
        ("blob", crate::blob::STATEMENTS),
        ("check", crate::check::STATEMENTS),
        ("collection", crate::collection::STATEMENTS),
        ("collector", crate::collector::STATEMENTS),
        ("deleted_image", crate::deleted_image::STATEMENTS),
        ("deleted_repository", crate::deleted_repository::STATEMENTS),
        ("deleted_tag", crate::deleted_tag::STATEMENTS),
        ("event", crate::event::STATEMENTS),
        ("generation", crate::generation::STATEMENTS),
        ("iam_attachment", crate::identity::attachment::STATEMENTS),
        ("iam_boundary", crate::identity::boundary::STATEMENTS),
        ("iam_count", crate::identity::count::STATEMENTS),
        ("iam_facts", crate::identity::facts::STATEMENTS),
        ("iam_group", crate::identity::group::STATEMENTS),
        ("iam_group_member", crate::identity::group_member::STATEMENTS),
        ("iam_inline_policy", crate::identity::inline_policy::STATEMENTS),
        (
            "iam_instance_profile",
            crate::identity::instance_profile::STATEMENTS,
        ),
        ("iam_oidc_provider", crate::identity::oidc_provider::STATEMENTS),
        ("iam_owned", crate::identity::owned::STATEMENTS),
        ("iam_policy", crate::identity::policy::STATEMENTS),
        ("iam_policy_version", crate::identity::policy_version::STATEMENTS),
        ("iam_role", crate::identity::role::STATEMENTS),
        ("iam_tag", crate::identity::tag::STATEMENTS),
        ("iam_user", crate::identity::user::STATEMENTS),
        ("image", crate::image::STATEMENTS),
        ("image_hold", crate::image_hold::STATEMENTS),
        ("image_pull", crate::image_pull::STATEMENTS),
        ("image_storage", crate::image_storage::STATEMENTS),
        ("job", crate::job::STATEMENTS),
        ("kms_alias", crate::kms::alias::STATEMENTS),
        ("kms_grant", crate::kms::grant::STATEMENTS),
        ("kms_key", crate::kms::key::STATEMENTS),
        ("kms_key_tag", crate::kms::key_tag::STATEMENTS),
        ("kms_material", crate::kms::material::STATEMENTS),
        ("lifecycle_fact", crate::lifecycle_fact::STATEMENTS),
        ("lifecycle_policy", crate::lifecycle_policy::STATEMENTS),
        ("lifecycle_preview", crate::lifecycle_preview::STATEMENTS),
        ("manifest", crate::manifest::STATEMENTS),
        ("newest_time", crate::newest_time::STATEMENTS),
        ("pull_time_exclusion", crate::pull_time_exclusion::STATEMENTS),
        ("record_checksum", crate::record_checksum::STATEMENTS),
        ("referrer", crate::referrer::STATEMENTS),
        ("registry_policy", crate::registry_policy::STATEMENTS),
        ("repository", crate::repository::STATEMENTS),
        ("repository_policy", crate::repository_policy::STATEMENTS),
        ("repository_protection", crate::repository_protection::STATEMENTS),
        ("resource_tag", crate::resource_tag::STATEMENTS),
        ("scanning", crate::scanning::STATEMENTS),
        ("scrub", crate::scrub::STATEMENTS),
        ("sequence", crate::sequence::STATEMENTS),
        ("setting", crate::setting::STATEMENTS),
        ("tag", crate::tag::STATEMENTS),
        ("template", crate::template::STATEMENTS),
        ("upload", crate::upload::STATEMENTS),
        ("usage", crate::usage::STATEMENTS),
    ];
    let named = |(resource, list): (&str, &[(&'static str, Statement)])| {
        let name = |(name, statement): &(&str, Statement)| (format!("{resource}.{name}"), *statement);
        list.iter().map(name).collect::<Vec<_>>()
    };
    resources.into_iter().flat_map(named).collect()
}

fn database() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let connection = open_writer(&folder.path().join("meta.db")).expect("a new database opens");
    (folder, connection)
}

fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    let mut explain = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .expect(sql);
    let mut rows = explain.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().expect(sql) {
        steps.push(row.get(3).expect("a plan's fourth column is its text"));
    }
    steps
}

#[test]
fn no_statement_scans_or_sorts() {
    let (_folder, connection) = database();
    let statements = statements();
    let number = statements.len();
    assert!((170..PREPARED_STATEMENTS).contains(&number), "{number}");
    for (name, statement) in statements {
        let steps = plan(&connection, statement.sql());
        for bad in ["SCAN", "TEMP B-TREE", "AUTOMATIC"] {
            assert!(!steps.iter().any(|step| step.contains(bad)), "{name}: {steps:#?}");
        }
    }
}

/// Where two indexes would do without a scan, but only one without reading rows in vain: the
/// statement, and the range of the index that it must read.
const RANGES: &[(&str, &str)] = &[
    (
        "access_key.LIST_OF_ROOT",
        "access_key_by_user (account_id=? AND user_folded=? AND id>?)",
    ),
    (
        "authorization_token.LIST",
        "authorization_token_by_age ((expires_at,id)<(?,?))",
    ),
    (
        "authorization_token.LIST_OF_ACCOUNT",
        "authorization_token_by_account (account_id=? AND (expires_at,id)<(?,?))",
    ),
    (
        "authorization_token.LIST_REVOKED",
        "authorization_token_revoked (expires_at>?)",
    ),
    (
        "authorization_token.REVOKE_BY_PRINCIPAL",
        "authorization_token_by_principal (principal=? AND expires_at>?)",
    ),
    (
        "iam_attachment.LIST_USERS",
        "iam_attachment_by_policy (account_id=? AND policy_arn=? AND owner_kind=? AND owner_folded>?)",
    ),
    (
        "iam_boundary.LIST_ROLES",
        "iam_role_by_boundary (account_id=? AND (boundary,folded)>(?,?) AND boundary<?)",
    ),
    (
        "iam_boundary.LIST_USERS",
        "iam_user_by_boundary (account_id=? AND (boundary,folded)>(?,?) AND boundary<?)",
    ),
    (
        "iam_group_member.LIST_OF_USER",
        "iam_group_member_by_user (account_id=? AND user_folded=? AND group_folded>?)",
    ),
    (
        "iam_instance_profile.LIST_OF_ROLE",
        "iam_instance_profile_by_role (account_id=? AND role_folded=? AND folded>?)",
    ),
    ("image.LIST", "PRIMARY KEY (repository_id=? AND digest>?)"),
    (
        "image.LIST_OF_CLASS",
        "image_by_storage (repository_id=? AND storage=? AND (tagged,digest)>(?,?) AND tagged<?)",
    ),
    (
        "image.PARENTS",
        "image_child_by_child (repository_id=? AND child_digest=?)",
    ),
    ("image_pull.LIST", "PRIMARY KEY (repository_id=? AND digest>?)"),
    (
        "image_storage.HOLDERS",
        "image_child_by_child (repository_id=? AND child_digest=?)",
    ),
    ("job.LIST_DEAD", "job_by_due (dead=?)"),
    ("job.NEXT", "job_by_due (dead=? AND due_at<?)"),
    (
        "lifecycle_fact.LIST_CHILDREN",
        "PRIMARY KEY (repository_id=? AND (image_digest,child_digest)>(?,?))",
    ),
    (
        "lifecycle_preview.LIST_TAGGED",
        "lifecycle_preview_image_by_tagged (repository_id=? AND (tagged,position)>(?,?) AND tagged<?)",
    ),
    (
        "referrer.LIST",
        "image_by_subject (repository_id=? AND subject=? AND (storage,digest)>(?,?) AND storage<?)",
    ),
    (
        "referrer.LIST_OF_TYPE",
        "image_by_subject_and_type (repository_id=? AND subject=? AND storage=? AND (artifact_type,digest)>(?,?) AND artifact_type<?)",
    ),
    (
        "repository.LIST",
        "PRIMARY KEY (account_id=? AND region=? AND name>?)",
    ),
    ("tag.LIST", "PRIMARY KEY (repository_id=? AND name>?)"),
    (
        "tag.LIST_OF_STATUS",
        "tag_by_storage (repository_id=? AND (storage,name)>(?,?) AND storage<?)",
    ),
    (
        "tag.LIST_OF_IMAGE",
        "tag_by_digest (repository_id=? AND digest=?)",
    ),
    (
        "tag.LIST_OF_IMAGES",
        "tag_by_digest (repository_id=? AND digest=?)",
    ),
    ("upload.LIST_STALE", "upload_by_age (updated_at<?)"),
];

#[test]
fn lists_read_the_index_that_holds_no_more_than_they_show() {
    let (_folder, connection) = database();
    let statements = statements();
    for (name, index) in RANGES {
        let statement = statements.iter().find(|(other, _)| other == name);
        let (_, statement) = statement.expect(name);
        let steps = plan(&connection, statement.sql());
        let joins = steps
            .iter()
            .skip(1)
            .all(|step| JOINED.iter().any(|joined| step.contains(joined)));
        assert!(joins && steps[0].contains(index), "{name}: {steps:#?}");
    }
}

/// How a list finds the one row of another table that a row of it names.
const JOINED: &[&str] = &[
    "(account_id=? AND folded=?)",
    "image USING PRIMARY KEY (repository_id=? AND digest=?)",
];

/// The hot path: nothing is read but what belongs to the caller, from the first table on.
#[test]
fn facts_read_what_is_of_the_caller() {
    let (_folder, connection) = database();
    let known = [
        "id=?)",
        "account_id=? AND folded=?)",
        "account_id=? AND user_folded=?)",
        "account_id=? AND owner_kind=? AND owner_folded=?)",
        "arn=? AND account_id=?)",
        "account_id=? AND folded=? AND version=?)",
    ];
    for (name, statement) in crate::identity::facts::STATEMENTS {
        let steps = plan(&connection, statement.sql());
        let searches = steps.iter().filter(|step| step.starts_with("SEARCH"));
        for step in searches {
            let (_, range) = step.split_once('(').expect(step);
            let range = range.trim_end_matches(" LEFT-JOIN");
            assert!(known.contains(&range), "{name}: {step}");
        }
    }
}

/// Else SQLite would bind the values to other parameters than PostgreSQL.
#[test]
fn parameters_appear_in_order() {
    for (name, statement) in statements() {
        let mut newest = 0;
        for part in statement.sql().split('$').skip(1) {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            let number: u32 = digits.parse().expect(&name);
            assert!(
                (1..=newest + 1).contains(&number),
                "{name}: ${number} after ${newest}"
            );
            newest = newest.max(number);
        }
    }
}

/// A deleted row looks for the rows that refer to it: that must be no scan either.
#[test]
fn every_foreign_key_has_an_index() {
    let (_folder, connection) = database();
    let sql = "SELECT child.name, key.id, group_concat(key.\"from\", ' = 1 AND ') \
        FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) AS key \
        WHERE child.type = 'table' GROUP BY child.name, key.id";
    let mut list = connection.prepare(sql).expect(sql);
    let keys = list.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?)));
    let keys: Vec<_> = keys
        .and_then(Iterator::collect)
        .expect("foreign keys can be listed");
    assert!(keys.len() > 8, "{keys:?}");
    for (table, columns) in keys {
        let steps = plan(&connection, &format!("SELECT 1 FROM {table} WHERE {columns} = 1"));
        let searched = steps.iter().all(|step| step.starts_with("SEARCH"));
        assert!(searched && !steps.is_empty(), "{table}({columns}): {steps:?}");
    }
}

#[test]
fn commits_are_flushed_to_a_log() {
    let (folder, connection) = database();
    let pragma = |connection: &Connection, name: &str| {
        let value = connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0));
        format!("{:?}", value.expect(name))
    };
    for (name, value) in [
        ("journal_mode", "Text(\"wal\")"),
        ("synchronous", "Integer(2)"),
        ("foreign_keys", "Integer(1)"),
        ("secure_delete", "Integer(2)"),
        ("busy_timeout", "Integer(5000)"),
        ("journal_size_limit", "Integer(67108864)"),
        ("temp_store", "Integer(2)"),
    ] {
        assert_eq!(pragma(&connection, name), value, "{name}");
    }
    let reader = open_reader(&folder.path().join("meta.db")).expect("a reader opens");
    assert_eq!(pragma(&reader, "query_only"), "Integer(1)");
    assert!(reader.execute_batch("DELETE FROM account").is_err());
}
