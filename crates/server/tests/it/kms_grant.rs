//! Grants.

use serde_json::{Value, json};
use testkit::{ACCOUNT, Caller};

use crate::iam_fixture::person;
use crate::kms_fixture::{
    base64, decrypting, encrypt, key, kms, new_key, ok, policy, put_policy, refusal, refused,
};

fn user(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:user/{name}")
}

async fn may(caller: &Caller, operation: &str, input: Value) -> bool {
    let reply = kms(caller, operation, input).await;
    assert!(
        reply.status == 200 || reply.text().contains("AccessDeniedException"),
        "{}",
        reply.text()
    );
    reply.status == 200
}

fn granting(key: &str, grantee: &str, operations: &[&str]) -> Value {
    json!({"KeyId": key, "GranteePrincipal": user(grantee), "Operations": operations})
}

fn encrypting(key: &str, context: &Value) -> Value {
    json!({"KeyId": key, "Plaintext": base64("a"), "EncryptionContext": context})
}

#[tokio::test]
async fn a_grant_allows_its_operations_to_its_grantee() {
    let (_server, admin, arn) = key().await;
    let (ana, bob) = (person(&admin, "ana").await, person(&admin, "bob").await);
    let made = ok(
        &admin,
        "CreateGrant",
        granting(&arn, "ana", &["Encrypt", "DescribeKey"]),
    )
    .await;
    let id = made["GrantId"].as_str().expect("an id");
    assert_eq!(id.len(), 64);
    assert!(may(&ana, "Encrypt", encrypting(&arn, &json!({}))).await);
    assert!(may(&ana, "DescribeKey", json!({"KeyId": arn})).await);
    let ciphertext = encrypt(&admin, &arn, json!({})).await;
    assert!(!may(&ana, "Decrypt", decrypting(&ciphertext, &json!({}))).await);
    assert!(!may(&bob, "Encrypt", encrypting(&arn, &json!({}))).await);
    let listed = ok(&admin, "ListGrants", json!({"KeyId": arn})).await;
    assert_eq!(
        listed["Grants"],
        json!([{
            "KeyId": arn,
            "GrantId": id,
            "Name": "",
            "CreationDate": 1_767_608_100.0,
            "GranteePrincipal": user("ana"),
            "IssuingAccount": format!("arn:aws:iam::{ACCOUNT}:root"),
            "Operations": ["Encrypt", "DescribeKey"],
        }])
    );
    // A denial wins over a grant.
    let deny = json!({"Effect": "Deny", "Principal": {"AWS": user("ana")}, "Action": "kms:Encrypt", "Resource": "*"});
    put_policy(&admin, &arn, &policy(&[deny])).await;
    assert!(!may(&ana, "Encrypt", encrypting(&arn, &json!({}))).await);
    put_policy(&admin, &arn, &policy(&[])).await;
    assert!(may(&ana, "Encrypt", encrypting(&arn, &json!({}))).await);
    ok(&admin, "RevokeGrant", json!({"KeyId": arn, "GrantId": id})).await;
    assert!(!may(&ana, "Encrypt", encrypting(&arn, &json!({}))).await);
    let gone = format!("Grant ID {id} not found");
    let input = json!({"KeyId": arn, "GrantId": id});
    refused(&admin, ("RevokeGrant", input), ("NotFoundException", &gone)).await;
}

#[tokio::test]
async fn constraints_are_held() {
    let (_server, admin, arn) = key().await;
    let repository = "arn:aws:ecr:eu-west-1:111122223333:repository/shop";
    for (number, (constraint, given, expected)) in [
        (
            json!({"EncryptionContextSubset": {"a": "1"}}),
            json!({"a": "1", "b": "2"}),
            true,
        ),
        (
            json!({"EncryptionContextSubset": {"a": "1"}}),
            json!({"a": "2"}),
            false,
        ),
        (json!({"EncryptionContextSubset": {"a": "1"}}), json!({}), false),
        (
            json!({"EncryptionContextSubset": {"a": "1"}}),
            json!({"A": "1"}),
            false,
        ),
        (
            json!({"EncryptionContextEquals": {"a": "1"}}),
            json!({"a": "1"}),
            true,
        ),
        (
            json!({"EncryptionContextEquals": {"a": "1"}}),
            json!({"a": "1", "b": "2"}),
            false,
        ),
        (
            json!({"EncryptionContextSubset": {"aws:ecr:arn": repository}}),
            json!({"aws:ecr:arn": repository}),
            true,
        ),
        (
            json!({"EncryptionContextSubset": {"aws:ecr:arn": repository}}),
            json!({"aws:ecr:arn": format!("{repository}2")}),
            false,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("user{number}");
        let caller = person(&admin, &name).await;
        let mut input = granting(&arn, &name, &["Encrypt", "GenerateDataKey"]);
        input["Constraints"] = constraint.clone();
        ok(&admin, "CreateGrant", input).await;
        let got = may(&caller, "Encrypt", encrypting(&arn, &given)).await;
        assert_eq!(got, expected, "{constraint} {given}");
        let made = json!({"KeyId": arn, "KeySpec": "AES_256", "EncryptionContext": given});
        assert_eq!(
            may(&caller, "GenerateDataKey", made).await,
            expected,
            "{constraint} {given}"
        );
    }
}

#[tokio::test]
async fn bad_grants_are_refused() {
    let (_server, admin, arn) = key().await;
    person(&admin, "ana").await;
    let mut source = granting(&arn, "ana", &["Encrypt"]);
    source["Constraints"] = json!({"SourceArn": "arn:aws:s3:::bucket"});
    let mut both = granting(&arn, "ana", &["Encrypt"]);
    both["Constraints"] =
        json!({"EncryptionContextSubset": {"a": "1"}, "EncryptionContextEquals": {"a": "1"}});
    for (input, name) in [
        (granting(&arn, "nobody", &["Encrypt"]), "InvalidArnException"),
        (granting(&arn, "ana", &["Sign"]), "ValidationException"),
        (granting(&arn, "ana", &[]), "ValidationException"),
        (source, "ValidationException"),
        (both, "ValidationException"),
    ] {
        let (got, _) = refusal(&admin, "CreateGrant", input.clone()).await;
        assert_eq!(got, name, "{input}");
    }
    let mut dry = granting(&arn, "ana", &["Encrypt"]);
    dry["DryRun"] = json!(true);
    let (name, _) = refusal(&admin, "CreateGrant", dry).await;
    assert_eq!(name, "DryRunOperationException");
    let listed = ok(&admin, "ListGrants", json!({"KeyId": arn})).await;
    assert_eq!(listed["Grants"], json!([]));
    let wrong = json!({"KeyId": arn, "GrantId": "none"});
    let (name, _) = refusal(&admin, "ListGrants", wrong).await;
    assert_eq!(name, "InvalidGrantIdException");
}

#[tokio::test]
async fn a_name_makes_a_grant_once() {
    let (_server, admin, arn) = key().await;
    person(&admin, "ana").await;
    let mut input = granting(&arn, "ana", &["Encrypt"]);
    input["Name"] = json!("n");
    let first = ok(&admin, "CreateGrant", input.clone()).await;
    let again = ok(&admin, "CreateGrant", input.clone()).await;
    assert_eq!(first["GrantId"], again["GrantId"]);
    input["Operations"] = json!(["Decrypt"]);
    let other = ok(&admin, "CreateGrant", input).await;
    assert_ne!(first["GrantId"], other["GrantId"]);
}

#[tokio::test]
async fn what_a_grantee_passes_on_is_no_more() {
    let (_server, admin, arn) = key().await;
    let ana = person(&admin, "ana").await;
    let bob = person(&admin, "bob").await;
    let mut own = granting(&arn, "ana", &["Encrypt", "CreateGrant"]);
    own["Constraints"] = json!({"EncryptionContextSubset": {"a": "1"}});
    ok(&admin, "CreateGrant", own).await;
    let passing = |operations: &[&str], constraints: Value| {
        let mut input = granting(&arn, "bob", operations);
        input["Constraints"] = constraints;
        input
    };
    let within = json!({"EncryptionContextSubset": {"a": "1"}});
    for (input, expected) in [
        (passing(&["Decrypt"], within.clone()), false),
        (passing(&["Encrypt"], json!({})), false),
        (
            passing(&["Encrypt"], json!({"EncryptionContextSubset": {"a": "2"}})),
            false,
        ),
        (passing(&["Encrypt"], within), true),
    ] {
        assert_eq!(may(&ana, "CreateGrant", input.clone()).await, expected, "{input}");
    }
    assert!(may(&bob, "Encrypt", encrypting(&arn, &json!({"a": "1"}))).await);
    assert!(!may(&bob, "Encrypt", encrypting(&arn, &json!({}))).await);
}

#[tokio::test]
async fn grants_are_retired() {
    let (_server, admin, arn) = key().await;
    let (ana, bob) = (person(&admin, "ana").await, person(&admin, "bob").await);
    let make = || {
        let mut input = granting(&arn, "ana", &["Encrypt"]);
        input["RetiringPrincipal"] = json!(user("bob"));
        ok(&admin, "CreateGrant", input)
    };
    let first = make().await;
    let retirable = ok(
        &admin,
        "ListRetirableGrants",
        json!({"RetiringPrincipal": user("bob")}),
    )
    .await;
    assert_eq!(retirable["Grants"][0]["GrantId"], first["GrantId"]);
    let by_token = json!({"GrantToken": first["GrantToken"]});
    assert!(
        !may(&ana, "RetireGrant", by_token.clone()).await,
        "the grantee may not"
    );
    ok(&bob, "RetireGrant", by_token.clone()).await;
    assert!(!may(&ana, "Encrypt", encrypting(&arn, &json!({}))).await);
    let (name, _) = refusal(&bob, "RetireGrant", by_token).await;
    assert_eq!(name, "NotFoundException");
    let second = make().await;
    let by_id = json!({"KeyId": arn, "GrantId": second["GrantId"]});
    ok(&bob, "RetireGrant", by_id).await;
    let third = make().await;
    ok(
        &admin,
        "RetireGrant",
        json!({"KeyId": arn, "GrantId": third["GrantId"]}),
    )
    .await;
    // Who may retire its own grant by an operation of it.
    let own = ok(
        &admin,
        "CreateGrant",
        granting(&arn, "ana", &["Encrypt", "RetireGrant"]),
    )
    .await;
    ok(&ana, "RetireGrant", json!({"GrantToken": own["GrantToken"]})).await;
    let (name, _) = refusal(&bob, "RetireGrant", json!({"GrantToken": "rubbish"})).await;
    assert_eq!(name, "InvalidGrantTokenException");
    let (name, _) = refusal(&bob, "RetireGrant", json!({})).await;
    assert_eq!(name, "ValidationException");
}

#[tokio::test]
async fn a_grant_stays_with_whom_it_was_given_to() {
    let (_server, admin, arn) = key().await;
    person(&admin, "ana").await;
    ok(&admin, "CreateGrant", granting(&arn, "ana", &["Encrypt"])).await;
    let keys = crate::iam_fixture::ok(&admin, "ListAccessKeys", &[("UserName", "ana")]).await;
    let id = crate::aws_sts::element(&keys, "AccessKeyId");
    let members = [("UserName", "ana"), ("AccessKeyId", id)];
    crate::iam_fixture::ok(&admin, "DeleteAccessKey", &members).await;
    crate::iam_fixture::ok(&admin, "DeleteUser", &[("UserName", "ana")]).await;
    let again = person(&admin, "ana").await;
    assert!(!may(&again, "Encrypt", encrypting(&arn, &json!({}))).await);
    let listed = ok(&admin, "ListGrants", json!({"KeyId": arn})).await;
    let grantee = listed["Grants"][0]["GranteePrincipal"].as_str().expect("an id");
    assert!(grantee.starts_with("AIDA"), "{grantee}");
}

#[tokio::test]
async fn retirable_grants_have_pages() {
    let (_server, admin, first) = key().await;
    person(&admin, "ana").await;
    person(&admin, "bob").await;
    let second = new_key(&admin).await;
    let mut expected = Vec::new();
    for key in [&first, &second, &first, &second, &first] {
        let mut input = granting(key, "ana", &["Encrypt"]);
        input["RetiringPrincipal"] = json!(user("bob"));
        let made = ok(&admin, "CreateGrant", input).await;
        expected.push(made["GrantId"].as_str().expect("an id").to_owned());
        // One that is not his.
        ok(&admin, "CreateGrant", granting(key, "ana", &["Decrypt"])).await;
    }
    let (mut listed, mut sizes, mut marker) = (Vec::new(), Vec::new(), None::<Value>);
    loop {
        let mut input = json!({"RetiringPrincipal": user("bob"), "Limit": 2});
        if let Some(marker) = &marker {
            input["Marker"] = marker.clone();
        }
        let page = ok(&admin, "ListRetirableGrants", input).await;
        let grants = page["Grants"].as_array().expect("grants");
        sizes.push(grants.len());
        let ids = grants.iter().filter_map(|grant| grant["GrantId"].as_str());
        listed.extend(ids.map(str::to_owned));
        if page["Truncated"] == json!(false) {
            break;
        }
        marker = Some(page["NextMarker"].clone());
    }
    assert_eq!(sizes, [2, 2, 1]);
    listed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(listed, expected);
    let rubbish = json!({"RetiringPrincipal": user("bob"), "Marker": "rubbish"});
    let wanted = ("InvalidMarkerException", "Could not deserialize marker");
    refused(&admin, ("ListRetirableGrants", rubbish), wanted).await;
}
