//! Databases that an older release has left behind.

use meta::{IdentityPolicy, KeyOwner, KeyStatus, Limit, ManagedPolicy, Meta, OwnedPolicy, PolicyOwner, User};
use sha2::{Digest as _, Sha256};
use stdx::Timestamp;

use crate::samples::{AWAY, HOME, access_key, access_key_id, account, aws_policy_arn, entity, of_user, user};
use crate::{pages, read};

/// What the first release knew, with the administrators of two accounts in it, and one whom no
/// release has made.
fn first_release() -> String {
    let schema = include_str!("../../src/schema/0001_initial.sql");
    let checksum = stdx::hex::encode(&Sha256::digest(schema.as_bytes()));
    format!(
        "{schema}
        CREATE TABLE schema_version
            (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL);
        INSERT INTO schema_version VALUES (1, 'initial', '{checksum}');
        INSERT INTO account VALUES ('{HOME}', 5), ('{AWAY}', 6);
        INSERT INTO access_key VALUES
            ('AKIA000000000001', '{HOME}', 'secret of AKIA000000000001',
                'arn:aws:iam::{HOME}:user/administrator', 'AIDA000administrator', 7),
            ('AKIA000000000002', '{AWAY}', 'secret of AKIA000000000002',
                'arn:aws:iam::{AWAY}:user/administrator', 'AIDA000000000elsewhere', 8),
            ('AKIA000000000003', '{HOME}', 'secret of AKIA000000000003',
                'arn:aws:iam::{HOME}:user/CI', 'AIDA00000000000000CI', 9),
            ('AKIA000000000004', '{HOME}', 'secret of AKIA000000000004',
                'arn:aws:iam::{HOME}:user/CI', 'AIDA00000000000000CI', 10);"
    )
}

#[tokio::test]
async fn keys_of_the_first_release_become_users_on_sqlite() {
    let database = crate::sqlite::Database::with(&first_release()).await;
    check(&database.meta).await;
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server: scripts/e2e runs it"]
async fn keys_of_the_first_release_become_users_on_postgres() {
    // As `Migration::postgres` writes it.
    let lines = first_release();
    let code: Vec<&str> = lines.lines().filter(|line| !line.starts_with("--")).collect();
    let sql = code
        .join("\n")
        .replace(" INTEGER", " BIGINT")
        .replace(" TEXT", " TEXT COLLATE \"C\"")
        .replace(" BLOB", " BYTEA")
        .replace(") STRICT, WITHOUT ROWID;", ");")
        .replace(") STRICT;", ");");
    let database = crate::postgres::Database::with(&sql).await;
    check(&database.meta).await;
    database.drop().await;
}

async fn check(meta: &Meta) {
    let users = pages!(User: meta, |tx, after| tx.iam_user_list(
        &account(HOME),
        after.map(|user| &user.name),
        Limit(2),
    ));
    let created = |name, micros| User {
        created_at: Timestamp::from_micros(micros),
        ..user(name)
    };
    assert_eq!(users, [created("administrator", 7), created("CI", 9)]);
    for (name, keys) in [
        ("administrator", vec!["AKIA000000000001"]),
        ("CI", vec!["AKIA000000000003", "AKIA000000000004"]),
    ] {
        let facts = read!(meta, |tx| tx
            .iam_user_facts(&account(HOME), &entity(name))
            .await?);
        let facts = facts.expect(name);
        let keys: Vec<_> = keys.into_iter().map(access_key_id).collect();
        assert_eq!(facts.active_access_keys, keys, "{name}");
        assert_eq!(facts.policies, [administrator(name)], "{name}");
        assert_eq!(facts.service_control_policy, None, "{name}");
    }
    let key = read!(meta, |tx| tx
        .access_key_get(&access_key_id("AKIA000000000002"))
        .await?);
    let key = key.expect("the other account's");
    assert_eq!(
        (key.account, key.owner, key.status),
        (
            account(AWAY),
            KeyOwner::User(entity("administrator")),
            KeyStatus::Active
        )
    );
    assert_eq!(key.secret, access_key("AKIA000000000002", "x").secret);
    assert_eq!(key.created_at, Timestamp::from_micros(8));
    assert_eq!(read!(meta, |tx| tx.generation_get().await?), 1);
}

fn administrator(name: &str) -> IdentityPolicy {
    let owner: PolicyOwner = of_user(name);
    let arn = aws_policy_arn("AdministratorAccess");
    IdentityPolicy {
        owner,
        policy: OwnedPolicy::Managed(ManagedPolicy::Aws { arn }),
    }
}
