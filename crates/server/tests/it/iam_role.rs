//! Roles.

use serde_json::{Value, json};

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{MACHINES, elements, ok, person, refusal, refused, walk};

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

/// A trust policy of one statement for one principal.
pub(crate) fn trust(principal: &Value) -> String {
    let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"});
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// What IAM's answers hold in place of a document.
fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .expect("UTF-8")
        .into_owned()
}

#[tokio::test]
async fn a_role_is_made_read_and_deleted() {
    let (_server, admin) = server().await;
    let made = ok(
        &admin,
        "CreateRole",
        &[
            ("RoleName", "Build"),
            ("Path", "/ci/"),
            ("AssumeRolePolicyDocument", MACHINES),
            ("Description", "builds <images>"),
            ("MaxSessionDuration", "7200"),
            ("PermissionsBoundary", ADMINISTRATOR),
            ("Tags.member.1.Key", "Team"),
            ("Tags.member.1.Value", "red"),
        ],
    )
    .await;
    assert!(element(&made, "RoleId").starts_with("AROA"), "{made}");
    let encoded = element(&made, "AssumeRolePolicyDocument");
    assert!(
        encoded.starts_with("%7B%22Version%22%3A%222012-10-17%22"),
        "{encoded}"
    );
    let got = ok(&admin, "GetRole", &[("RoleName", "bUILD")]).await;
    for (name, text) in [
        ("Path", "/ci/"),
        ("RoleName", "Build"),
        ("Arn", &*format!("arn:aws:iam::{ACCOUNT}:role/ci/Build")),
        ("CreateDate", "2026-01-05T10:15:00Z"),
        ("Description", "builds &lt;images&gt;"),
        ("MaxSessionDuration", "7200"),
        ("PermissionsBoundaryArn", ADMINISTRATOR),
        ("Key", "Team"),
        ("RoleLastUsed", ""),
        ("RoleId", element(&made, "RoleId")),
    ] {
        assert_eq!(element(&got, name), text, "{got}");
    }
    assert_eq!(decoded(element(&got, "AssumeRolePolicyDocument")), MACHINES);
    let listed = ok(&admin, "ListRoles", &[]).await;
    assert_eq!(elements(&listed, "MaxSessionDuration"), ["7200"]);
    assert!(
        !listed.contains("<Tags>") && !listed.contains("RoleLastUsed"),
        "{listed}"
    );
    let taken = (409, "EntityAlreadyExists", "Role with name BUILD already exists.");
    let members = [("RoleName", "BUILD"), ("AssumeRolePolicyDocument", MACHINES)];
    refused(&admin, ("CreateRole", &members), taken).await;
    ok(&admin, "DeleteRole", &[("RoleName", "build")]).await;
    let gone = (404, "NoSuchEntity", "The role with name Build cannot be found.");
    for action in [
        "GetRole",
        "DeleteRole",
        "UpdateRole",
        "ListRoleTags",
        "DeleteRolePermissionsBoundary",
    ] {
        refused(&admin, (action, &[("RoleName", "Build")]), gone).await;
    }
}

#[tokio::test]
async fn a_role_is_changed() {
    let (_server, admin) = server().await;
    let role = ("RoleName", "build");
    ok(
        &admin,
        "CreateRole",
        &[role, ("AssumeRolePolicyDocument", MACHINES)],
    )
    .await;
    let made = ok(&admin, "GetRole", &[role]).await;
    assert_eq!(element(&made, "MaxSessionDuration"), "3600");
    assert!(!made.contains("<Description>"), "{made}");
    ok(
        &admin,
        "UpdateRole",
        &[role, ("Description", "d"), ("MaxSessionDuration", "43200")],
    )
    .await;
    ok(&admin, "UpdateRole", &[role]).await;
    let got = ok(&admin, "GetRole", &[role]).await;
    assert_eq!(
        (element(&got, "Description"), element(&got, "MaxSessionDuration")),
        ("d", "43200")
    );
    let described = ok(&admin, "UpdateRoleDescription", &[role, ("Description", "e")]).await;
    assert_eq!(element(&described, "Description"), "e");
    for seconds in ["3599", "43201", "x"] {
        let (status, _, _) = refusal(&admin, "UpdateRole", &[role, ("MaxSessionDuration", seconds)]).await;
        assert_eq!(status, 400, "{seconds}");
    }
    let everybody = trust(&json!({"AWS": "*"}));
    ok(
        &admin,
        "UpdateAssumeRolePolicy",
        &[role, ("PolicyDocument", &everybody)],
    )
    .await;
    let got = ok(&admin, "GetRole", &[role]).await;
    assert_eq!(decoded(element(&got, "AssumeRolePolicyDocument")), everybody);
    ok(
        &admin,
        "PutRolePermissionsBoundary",
        &[role, ("PermissionsBoundary", ADMINISTRATOR)],
    )
    .await;
    assert!(ok(&admin, "GetRole", &[role]).await.contains(ADMINISTRATOR));
    ok(&admin, "DeleteRolePermissionsBoundary", &[role]).await;
    assert!(!ok(&admin, "GetRole", &[role]).await.contains(ADMINISTRATOR));
}

#[tokio::test]
async fn trust_policies_that_are_none() {
    let (_server, admin) = server().await;
    let statement = |more: Value| {
        let mut statement = json!({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"});
        for (name, value) in more.as_object().expect("an object") {
            statement[name] = value.clone();
        }
        json!({"Version": "2012-10-17", "Statement": statement}).to_string()
    };
    let twice = r#"{"Sid":"a","Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}"#;
    let missing = format!("arn:aws:iam::{ACCOUNT}:user/nobody");
    let role = format!("arn:aws:iam::{ACCOUNT}:role/nobody");
    let wild = format!("arn:aws:iam::{ACCOUNT}:user/*");
    let invalid = |kind: &str, value: &str| format!("Invalid principal in policy: \"{kind}\":\"{value}\"");
    let rows: Vec<(String, String)> = vec![
        ("{".into(), "This policy contains invalid Json".into()),
        ("[]".into(), "Syntax errors in policy.".into()),
        (
            statement(json!({"Resource": "*"})),
            "Has prohibited field Resource".into(),
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}"#.into(),
            "Missing required field Principal".into(),
        ),
        (
            statement(json!({"Action": "ecr:PutImage"})),
            "AssumeRole policy may only specify STS AssumeRole actions.".into(),
        ),
        (
            format!(r#"{{"Statement":[{twice},{twice}]}}"#),
            "Statement IDs (SID) in a single policy must be unique.".into(),
        ),
        (
            statement(json!({"Efect": "Allow"})),
            "Syntax errors in policy.".into(),
        ),
        (trust(&json!({"AWS": missing})), invalid("AWS", &missing)),
        (trust(&json!({"AWS": ["*", role]})), invalid("AWS", &role)),
        (trust(&json!({"AWS": wild})), invalid("AWS", &wild)),
        (
            trust(&json!({"AWS": "999988887777"})),
            invalid("AWS", "999988887777"),
        ),
        (
            trust(&json!({"AWS": "arn:aws:iam::999988887777:root"})),
            invalid("AWS", "arn:aws:iam::999988887777:root"),
        ),
        (
            trust(&json!({"AWS": "AIDACKCEVSQ6C2EXAMPLE"})),
            invalid("AWS", "AIDACKCEVSQ6C2EXAMPLE"),
        ),
        (
            trust(&json!({"Service": "ec2.example.com"})),
            invalid("SERVICE", "ec2.example.com"),
        ),
        (trust(&json!({"Service": "ec2"})), invalid("SERVICE", "ec2")),
    ];
    ok(
        &admin,
        "CreateRole",
        &[("RoleName", "r"), ("AssumeRolePolicyDocument", MACHINES)],
    )
    .await;
    for (document, message) in &rows {
        let malformed = (400, "MalformedPolicyDocument", &**message);
        let members = [("RoleName", "x"), ("AssumeRolePolicyDocument", &**document)];
        refused(&admin, ("CreateRole", &members), malformed).await;
        let members = [("RoleName", "r"), ("PolicyDocument", &**document)];
        refused(&admin, ("UpdateAssumeRolePolicy", &members), malformed).await;
    }
    let long = statement(json!({"Sid": "a".repeat(2_048)}));
    let limit = (
        409,
        "LimitExceeded",
        "Cannot exceed quota for ACLSizePerRole: 2048",
    );
    refused(
        &admin,
        (
            "CreateRole",
            &[("RoleName", "x"), ("AssumeRolePolicyDocument", &long)],
        ),
        limit,
    )
    .await;
    let megabyte = "x".repeat(1 << 20);
    let members = [("RoleName", "x"), ("AssumeRolePolicyDocument", &*megabyte)];
    assert_eq!(admin.iam("CreateRole", &members).await.status, 413);
    assert_eq!(elements(&ok(&admin, "ListRoles", &[]).await, "RoleName"), ["r"]);
    for service in [
        "ecs-tasks",
        "ec2",
        "lambda",
        "codebuild",
        "ecs",
        "replication.ecr",
        "pullthroughcache.ecr",
    ] {
        let document = trust(&json!({"Service": format!("{service}.amazonaws.com")}));
        ok(
            &admin,
            "UpdateAssumeRolePolicy",
            &[("RoleName", "r"), ("PolicyDocument", &document)],
        )
        .await;
    }
}

#[tokio::test]
async fn trust_stays_with_whom_it_was_given_to() {
    let (_server, admin) = server().await;
    person(&admin, "ann").await;
    let arn = |name: &str| format!("arn:aws:iam::{ACCOUNT}:user/{name}");
    let document = trust(&json!({"AWS": arn("ann")}));
    let role = ("RoleName", "build");
    ok(
        &admin,
        "CreateRole",
        &[role, ("AssumeRolePolicyDocument", &document)],
    )
    .await;
    let trusted = async || {
        let got = ok(&admin, "GetRole", &[role]).await;
        let document: Value =
            serde_json::from_str(&decoded(element(&got, "AssumeRolePolicyDocument"))).expect("JSON");
        document["Statement"][0]["Principal"]["AWS"]
            .as_str()
            .expect("a principal")
            .to_owned()
    };
    assert_eq!(trusted().await, arn("ann"));
    ok(
        &admin,
        "UpdateUser",
        &[("UserName", "ann"), ("NewUserName", "eve")],
    )
    .await;
    assert_eq!(trusted().await, arn("eve"));
    let keys = ok(&admin, "ListAccessKeys", &[("UserName", "eve")]).await;
    let key = element(&keys, "AccessKeyId");
    ok(
        &admin,
        "DeleteAccessKey",
        &[("UserName", "eve"), ("AccessKeyId", key)],
    )
    .await;
    ok(&admin, "DeleteUser", &[("UserName", "eve")]).await;
    let new = person(&admin, "eve").await;
    ok(
        &admin,
        "AttachUserPolicy",
        &[("UserName", "eve"), ("PolicyArn", ADMINISTRATOR)],
    )
    .await;
    assert!(trusted().await.starts_with("AIDA"));
    let role_arn = format!("arn:aws:iam::{ACCOUNT}:role/build");
    let assumed = new
        .sts(
            "AssumeRole",
            &[("RoleArn", &role_arn), ("RoleSessionName", "run")],
        )
        .await;
    assert_ne!(assumed.status, 200, "{}", assumed.text());
}

#[tokio::test]
async fn what_belongs_to_a_role_goes_first() {
    let (_server, admin) = server().await;
    let role = ("RoleName", "build");
    ok(
        &admin,
        "CreateRole",
        &[role, ("AssumeRolePolicyDocument", MACHINES)],
    )
    .await;
    let profile = ("InstanceProfileName", "p");
    ok(&admin, "CreateInstanceProfile", &[profile]).await;
    ok(&admin, "AddRoleToInstanceProfile", &[profile, role]).await;
    ok(&admin, "AttachRolePolicy", &[role, ("PolicyArn", ADMINISTRATOR)]).await;
    let everything = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let inline = [role, ("PolicyName", "all"), ("PolicyDocument", everything)];
    ok(&admin, "PutRolePolicy", &inline).await;
    for (first, action, member) in [
        (
            "remove roles from instance profile",
            "RemoveRoleFromInstanceProfile",
            profile,
        ),
        (
            "detach all policies",
            "DetachRolePolicy",
            ("PolicyArn", ADMINISTRATOR),
        ),
        ("delete policies", "DeleteRolePolicy", ("PolicyName", "all")),
    ] {
        let message = format!("Cannot delete entity, must {first} first.");
        refused(&admin, ("DeleteRole", &[role]), (409, "DeleteConflict", &message)).await;
        ok(&admin, action, &[role, member]).await;
    }
    ok(&admin, "DeleteRole", &[role]).await;
}

#[tokio::test]
async fn lists_come_in_pages_and_by_path() {
    let (_server, admin) = server().await;
    for (name, path) in [("b", "/x/"), ("A", "/"), ("c", "/x/")] {
        let members = [
            ("RoleName", name),
            ("Path", path),
            ("AssumeRolePolicyDocument", MACHINES),
        ];
        ok(&admin, "CreateRole", &members).await;
    }
    let (all, pages) = walk(&admin, "ListRoles", &[("MaxItems", "1")], "RoleName").await;
    assert_eq!((all, pages), (["A", "b", "c"].map(str::to_owned).to_vec(), 3));
    let (under, _) = walk(&admin, "ListRoles", &[("PathPrefix", "/x/")], "RoleName").await;
    assert_eq!(under, ["b", "c"]);
}
