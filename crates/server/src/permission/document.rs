//! The table as `docs/permissions.md`.

use std::fmt::Write as _;

use aws_model::{ecr, hythe, iam, kms, sts};
use names::{Digest, Reference, RepositoryName, Tag, UploadId};
use oci::{ListQuery, Route, UploadMode};

use super::{Permission, Target, of_hythe, of_iam, of_kms, of_operation, of_route, of_sts};

/// What is committed.
const COMMITTED: &str = include_str!("../../../../docs/permissions.md");

const HEAD: &str = "# Permissions

What each request needs: the actions, what they are aimed at, and the condition keys that it fills in beside those of every
request. This page is made from `crates/server/src/permission.rs`, which the server holds its questions against; a test compares.

Keys of every request: `aws:CurrentTime`, `aws:EpochTime`, `aws:SourceIp`, `aws:SecureTransport`, `aws:UserAgent`,
`aws:ViaAWSService`, `aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:PrincipalTag/${TagKey}`,
`aws:userid`, `aws:username`, `aws:ResourceAccount`, `aws:RequestedRegion`, `aws:ResourceTag/${TagKey}` and
`ecr:ResourceTag/${TagKey}` of a repository that exists; of a session `aws:TokenIssueTime`, `aws:MultiFactorAuthPresent`,
`aws:SourceIdentity` and `aws:FederatedProvider` too.
";

fn routes() -> Vec<(&'static str, Route)> {
    let name = || RepositoryName::parse("shop/api").expect("a name");
    let digest = Digest::Sha256([0; 32]);
    let reference = || Reference::Tag(Tag::parse("a").expect("a tag"));
    let upload = UploadId::parse("0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33").expect("an upload id");
    let query = ListQuery { n: None, last: None };
    let start = |mode| Route::UploadStart { name: name(), mode };
    let mount = UploadMode::Mount { digest, from: None };
    vec![
        ("GET /v2/", Route::Base),
        ("GET /v2/_catalog", Route::Catalog(query.clone())),
        ("GET /v2/<name>/tags/list", Route::TagList { name: name(), query }),
        (
            "GET /v2/<name>/manifests/<reference>",
            Route::ManifestGet {
                name: name(),
                reference: reference(),
            },
        ),
        (
            "HEAD /v2/<name>/manifests/<reference>",
            Route::ManifestHead {
                name: name(),
                reference: reference(),
            },
        ),
        (
            "PUT /v2/<name>/manifests/<reference>",
            Route::ManifestPut {
                name: name(),
                reference: reference(),
            },
        ),
        (
            "DELETE /v2/<name>/manifests/<reference>",
            Route::ManifestDelete {
                name: name(),
                reference: reference(),
            },
        ),
        (
            "GET /v2/<name>/blobs/<digest>",
            Route::BlobGet { name: name(), digest },
        ),
        (
            "HEAD /v2/<name>/blobs/<digest>",
            Route::BlobHead { name: name(), digest },
        ),
        (
            "DELETE /v2/<name>/blobs/<digest>",
            Route::BlobDelete { name: name(), digest },
        ),
        ("POST /v2/<name>/blobs/uploads/", start(UploadMode::Session)),
        (
            "POST /v2/<name>/blobs/uploads/?digest=",
            start(UploadMode::Monolithic { digest }),
        ),
        ("POST /v2/<name>/blobs/uploads/?mount=&from=", start(mount)),
        (
            "GET /v2/<name>/blobs/uploads/<upload>",
            Route::UploadStatus { name: name(), upload },
        ),
        (
            "PATCH /v2/<name>/blobs/uploads/<upload>",
            Route::UploadAppend { name: name(), upload },
        ),
        (
            "PUT /v2/<name>/blobs/uploads/<upload>?digest=",
            Route::UploadFinish {
                name: name(),
                upload,
                digest,
            },
        ),
        (
            "DELETE /v2/<name>/blobs/uploads/<upload>",
            Route::UploadCancel { name: name(), upload },
        ),
        (
            "GET /v2/<name>/referrers/<digest>",
            Route::Referrers {
                name: name(),
                digest,
                artifact_types: Vec::new(),
                last: None,
                n: None,
            },
        ),
    ]
}

fn target(target: Target) -> &'static str {
    match target {
        Target::Nothing => "",
        Target::All => "`*`",
        Target::Repository => "repository",
        Target::User => "user",
        Target::Group => "group",
        Target::Role => "role",
        Target::Policy => "policy",
        Target::InstanceProfile => "instance profile",
        Target::Provider => "OpenID Connect provider",
        Target::Key => "key",
        Target::KeyAndAlias => "key and alias",
    }
}

fn table(page: &mut String, title: &str, rows: impl IntoIterator<Item = (String, Permission)>) {
    write!(
        page,
        "\n## {title}\n\n| request | actions | on | keys |\n|---|---|---|---|\n"
    )
    .expect("text");
    for (name, row) in rows {
        let needed = row.actions.iter().map(|action| format!("`{}`", action.as_str()));
        let also = row.also.iter();
        let also = also.map(|(action, case)| format!("`{}` {case}", action.as_str()));
        let actions: Vec<String> = needed.chain(also).collect();
        let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
        let (actions, keys) = (actions.join(", "), keys.join(", "));
        writeln!(page, "| {name} | {actions} | {} | {keys} |", target(row.target)).expect("text");
    }
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    let rows = routes()
        .into_iter()
        .map(|(name, route)| (format!("`{name}`"), of_route(&route)));
    table(&mut page, "The OCI API", rows);
    let rows = ecr::Operation::ALL
        .iter()
        .map(|operation| (operation.name().to_owned(), of_operation(*operation)));
    table(&mut page, "`ecr`", rows);
    let rows = hythe::Operation::ALL
        .iter()
        .map(|operation| (operation.name().to_owned(), of_hythe(*operation)));
    table(&mut page, "`hythe`", rows);
    let is_asked = |(_, row): &(String, Permission)| !row.actions.is_empty();
    let rows = iam::Operation::ALL
        .iter()
        .map(|operation| (operation.name().to_owned(), of_iam(*operation)));
    table(&mut page, "`iam`", rows.filter(is_asked));
    let rows = kms::Operation::ALL
        .iter()
        .map(|operation| (operation.name().to_owned(), of_kms(*operation)));
    let is_built = |(_, row): &(String, Permission)| row.target != Target::Nothing;
    table(&mut page, "`kms`", rows.filter(is_built));
    let rows = sts::Operation::ALL
        .iter()
        .map(|operation| (operation.name().to_owned(), of_sts(*operation)));
    table(&mut page, "`sts`", rows.filter(is_asked));
    page.push_str("\n`GetCallerIdentity` and `GetSessionToken` need no action: nothing denies them.\n");
    page
}

#[test]
fn the_document_is_the_table() {
    let page = page();
    if page != COMMITTED {
        let made = std::env::temp_dir().join("permissions.md");
        std::fs::write(&made, &page).expect("a temporary file");
        panic!(
            "docs/permissions.md is not the table; it should be {}",
            made.display()
        );
    }
}

#[test]
fn routes_have_every_label() {
    let mut labels: Vec<&str> = routes().iter().map(|(_, route)| route.label()).collect();
    labels.dedup();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), Route::LABELS.len());
}

#[test]
fn every_action_is_named() {
    use registry::Action;
    let rows: Vec<Permission> = ecr::Operation::ALL
        .iter()
        .map(|operation| of_operation(*operation))
        .chain(hythe::Operation::ALL.iter().map(|operation| of_hythe(*operation)))
        .chain(iam::Operation::ALL.iter().map(|operation| of_iam(*operation)))
        .chain(kms::Operation::ALL.iter().map(|operation| of_kms(*operation)))
        .chain(sts::Operation::ALL.iter().map(|operation| of_sts(*operation)))
        .collect();
    // Two are asked for by the service itself, when it imports and replicates; STS decides the
    // last without asking.
    let elsewhere = [
        Action::BatchImportUpstreamImage,
        Action::ReplicateImage,
        Action::GetCallerIdentity,
        Action::GetSessionToken,
    ];
    for action in Action::ALL {
        let named = rows.iter().any(|row| row.names(*action));
        assert_ne!(named, elsewhere.contains(action), "{}", action.as_str());
    }
}
