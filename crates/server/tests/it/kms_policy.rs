//! Key policies: who may use a key.

use serde_json::{Value, json};
use testkit::{ACCOUNT, Caller};

use crate::iam_fixture::{person, put_policy as put_user_policy, root};
use crate::kms_fixture::{base64, decrypting, encrypt, key, ok, policy, put_policy, refusal, refused};

const OTHER: &str = "444455556666";

fn encrypting(key: &str, context: Value) -> Value {
    json!({"KeyId": key, "Plaintext": base64("a"), "EncryptionContext": context})
}

async fn may(caller: &Caller, operation: &str, input: Value) -> bool {
    let reply = crate::kms_fixture::kms(caller, operation, input).await;
    assert!(
        reply.status == 200 || reply.text().contains("AccessDeniedException"),
        "{}",
        reply.text()
    );
    reply.status == 200
}

fn user(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:user/{name}")
}

fn statement(effect: &str, principal: &str, action: &str) -> Value {
    json!({"Effect": effect, "Principal": {"AWS": principal}, "Action": action, "Resource": "*"})
}

#[tokio::test]
async fn the_default_policy_lets_identities_decide() {
    let (_server, admin, arn) = key().await;
    let stored = ok(&admin, "GetKeyPolicy", json!({"KeyId": arn})).await;
    let expected = format!(
        "{{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\",\n  \"Statement\" : [ {{\n    \"Sid\" : \"Enable IAM User Permissions\",\n    \"Effect\" : \"Allow\",\n    \"Principal\" : {{\n      \"AWS\" : \"arn:aws:iam::{ACCOUNT}:root\"\n    }},\n    \"Action\" : \"kms:*\",\n    \"Resource\" : \"*\"\n  }} ]\n}}"
    );
    assert_eq!(stored, json!({"Policy": expected, "PolicyName": "default"}));
    let names = ok(&admin, "ListKeyPolicies", json!({"KeyId": arn})).await;
    assert_eq!(names["PolicyNames"], json!(["default"]));
    let ana = person(&admin, "ana").await;
    let (name, message) = refusal(&ana, "Encrypt", encrypting(&arn, json!({}))).await;
    assert_eq!(name, "AccessDeniedException");
    let expected = format!(
        "User: {} is not authorized to perform: kms:Encrypt on resource: {arn} because no identity-based policy allows the kms:Encrypt action",
        user("ana")
    );
    assert_eq!(message, expected);
    put_user_policy(
        &admin,
        "ana",
        &json!([{"Effect": "Allow", "Action": "kms:Encrypt", "Resource": arn}]),
    )
    .await;
    assert!(may(&ana, "Encrypt", encrypting(&arn, json!({}))).await);
    assert!(!may(&ana, "DescribeKey", json!({"KeyId": arn})).await);
}

#[tokio::test]
async fn the_policy_is_the_root_of_trust() {
    let (server, admin, arn) = key().await;
    let ana = person(&admin, "ana").await;
    let bob = person(&admin, "bob").await;
    let everything = json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]);
    put_user_policy(&admin, "bob", &everything).await;
    let only_ana = json!({"Version": "2012-10-17", "Statement": [statement("Allow", &user("ana"), "kms:*")]});
    let put = |bypass: bool| json!({"KeyId": arn, "Policy": only_ana.to_string(), "BypassPolicyLockoutSafetyCheck": bypass});
    let lockout = "The new key policy will not allow you to update the key policy in the future.";
    refused(
        &admin,
        ("PutKeyPolicy", put(false)),
        ("MalformedPolicyDocumentException", lockout),
    )
    .await;
    ok(&admin, "PutKeyPolicy", put(true)).await;
    let root = root(&server, &admin).await;
    for caller in [&admin, &bob, &root] {
        let (name, message) = refusal(caller, "Encrypt", encrypting(&arn, json!({}))).await;
        assert_eq!(name, "AccessDeniedException");
        assert!(
            message.ends_with("because no resource-based policy allows the kms:Encrypt action"),
            "{message}"
        );
    }
    // The one whom the policy names needs nothing else.
    assert!(may(&ana, "Encrypt", encrypting(&arn, json!({}))).await);
    let open = json!({"KeyId": arn, "Policy": policy(&[]), "BypassPolicyLockoutSafetyCheck": true});
    ok(&ana, "PutKeyPolicy", open).await;
    assert!(may(&bob, "Encrypt", encrypting(&arn, json!({}))).await);
    assert!(may(&root, "Encrypt", encrypting(&arn, json!({}))).await);
    assert!(!may(&ana, "Encrypt", encrypting(&arn, json!({}))).await);
    let denying = policy(&[statement("Deny", &user("bob"), "kms:Encrypt")]);
    put_policy(&admin, &arn, &denying).await;
    let (_, message) = refusal(&bob, "Encrypt", encrypting(&arn, json!({}))).await;
    assert!(
        message.ends_with("with an explicit deny in a resource-based policy"),
        "{message}"
    );
}

#[tokio::test]
async fn conditions_read_the_context() {
    let (_server, admin, arn) = key().await;
    let ana = person(&admin, "ana").await;
    let mut allowed = statement("Allow", &user("ana"), "kms:*crypt");
    for (condition, given, expected) in [
        (
            json!({"StringEquals": {"kms:EncryptionContext:team": "a"}}),
            json!({"team": "a"}),
            true,
        ),
        (
            json!({"StringEquals": {"kms:EncryptionContext:team": "a"}}),
            json!({"team": "b"}),
            false,
        ),
        (
            json!({"StringEquals": {"kms:EncryptionContext:team": "a"}}),
            json!({}),
            false,
        ),
        (
            json!({"ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["team"]}}),
            json!({"team": "b", "x": "y"}),
            false,
        ),
        (
            json!({"StringEquals": {"kms:CallerAccount": ACCOUNT}}),
            json!({}),
            true,
        ),
        (
            json!({"StringEquals": {"kms:CallerAccount": OTHER}}),
            json!({}),
            false,
        ),
        (
            json!({"StringEquals": {"kms:ViaService": "ecr.eu-west-1.amazonaws.com"}}),
            json!({}),
            false,
        ),
        (
            json!({"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/a"}}),
            json!({}),
            true,
        ),
        (
            json!({"StringEquals": {"kms:RequestAlias": "alias/a"}}),
            json!({}),
            false,
        ),
        (
            json!({"StringEquals": {"aws:ResourceTag/team": "a"}}),
            json!({}),
            true,
        ),
    ] {
        allowed["Condition"] = condition.clone();
        put_policy(&admin, &arn, &policy(&[allowed.clone()])).await;
        if expected {
            crate::kms_fixture::kms(
                &admin,
                "CreateAlias",
                json!({"AliasName": "alias/a", "TargetKeyId": arn}),
            )
            .await;
            ok(
                &admin,
                "TagResource",
                json!({"KeyId": arn, "Tags": [{"TagKey": "team", "TagValue": "a"}]}),
            )
            .await;
        }
        let got = may(&ana, "Encrypt", encrypting(&arn, given.clone())).await;
        assert_eq!(got, expected, "{condition} {given}");
    }
}

#[tokio::test]
async fn bad_policies_are_refused() {
    let (_server, admin, arn) = key().await;
    for bad in [
        "rubbish".to_owned(),
        json!({"Version": "2012-10-17"}).to_string(),
        policy(&[statement("Allow", &user("nobody"), "kms:*")]),
        policy(&[statement("Allow", &user("nobody"), "s3:*")]),
        policy(&[json!({"Effect": "Allow", "Action": "kms:*", "Resource": "*"})]),
    ] {
        let input = json!({"KeyId": arn, "Policy": bad});
        let (name, _) = refusal(&admin, "PutKeyPolicy", input).await;
        assert_eq!(name, "MalformedPolicyDocumentException", "{bad}");
        let (name, _) = refusal(&admin, "CreateKey", json!({"Policy": bad})).await;
        assert_eq!(name, "MalformedPolicyDocumentException", "{bad}");
    }
    let other = json!({"KeyId": arn, "PolicyName": "other"});
    refused(
        &admin,
        ("GetKeyPolicy", other),
        ("NotFoundException", "No such policy exists"),
    )
    .await;
}

#[tokio::test]
async fn another_account_needs_both_sides() {
    let (server, admin, arn) = key().await;
    let other = server.other_account(OTHER).await;
    let ciphertext = encrypt(&admin, &arn, json!({})).await;
    let decrypt = || decrypting(&ciphertext, &json!({}));
    assert!(!may(&other, "Decrypt", decrypt()).await);
    assert!(!may(&other, "DescribeKey", json!({"KeyId": arn})).await);
    let theirs = format!("arn:aws:iam::{OTHER}:root");
    put_policy(&admin, &arn, &policy(&[statement("Allow", &theirs, "kms:*")])).await;
    assert!(may(&other, "Decrypt", decrypt()).await);
    assert!(may(&other, "DescribeKey", json!({"KeyId": arn})).await);
    // Operations on keys of one's own account only.
    for (operation, input) in [
        ("DisableKey", json!({"KeyId": arn})),
        ("GetKeyPolicy", json!({"KeyId": arn})),
        ("ScheduleKeyDeletion", json!({"KeyId": arn})),
        ("ListResourceTags", json!({"KeyId": arn})),
    ] {
        assert!(!may(&other, operation, input).await, "{operation}");
    }
    // Its id alone is a key of the caller's own account.
    let id = arn.rsplit('/').next().expect("an id");
    let (name, _) = refusal(&other, "DescribeKey", json!({"KeyId": id})).await;
    assert_eq!(name, "NotFoundException");
    let cleo = person(&other, "cleo").await;
    assert!(
        !may(&cleo, "Decrypt", decrypt()).await,
        "their account has to allow too"
    );
}
