//! Keys and their names: CreateKey to DeleteAlias, tags, rotation, deletion.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{ACCOUNT, Caller, TestServer};

use crate::kms_fixture::{base64, decrypting, encrypt, key, kms, new_key, ok, refusal, refused};

const DAY: Duration = Duration::from_secs(24 * 3600);
const NOWHERE: &str = "00000000-0000-4000-8000-000000000000";

fn id(arn: &str) -> &str {
    arn.rsplit('/').next().expect("an id")
}

/// Runs housekeeping as the server does.
async fn housekeeping(server: &TestServer) {
    server
        .registry
        .job_run_due(meta::Limit(100))
        .await
        .expect("jobs run");
}

#[tokio::test]
async fn a_key_is_described_as_kms_does() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let input = json!({"Description": "shop", "Tags": [{"TagKey": "team", "TagValue": "a"}]});
    let made = ok(&admin, "CreateKey", input).await["KeyMetadata"].clone();
    let arn = made["Arn"].as_str().expect("an ARN").to_owned();
    let mut expected = json!({
        "AWSAccountId": ACCOUNT,
        "Arn": arn,
        "KeyId": id(&arn),
        "CreationDate": 1_767_608_100.0,
        "CurrentKeyMaterialId": made["CurrentKeyMaterialId"],
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "Description": "shop",
        "Enabled": true,
        "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        "KeyManager": "CUSTOMER",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "KeyState": "Enabled",
        "KeyUsage": "ENCRYPT_DECRYPT",
        "MultiRegion": false,
        "Origin": "AWS_KMS",
    });
    assert_eq!(made, expected);
    assert!(
        arn.starts_with(&format!("arn:aws:kms:eu-west-1:{ACCOUNT}:key/")),
        "{arn}"
    );
    ok(
        &admin,
        "CreateAlias",
        json!({"AliasName": "alias/shop", "TargetKeyId": arn}),
    )
    .await;
    let alias = format!("arn:aws:kms:eu-west-1:{ACCOUNT}:alias/shop");
    for name in [id(&arn), &arn, "alias/shop", &alias] {
        let described = ok(&admin, "DescribeKey", json!({"KeyId": name})).await;
        assert_eq!(described["KeyMetadata"], expected, "{name}");
    }
    ok(
        &admin,
        "UpdateKeyDescription",
        json!({"KeyId": arn, "Description": "other"}),
    )
    .await;
    ok(&admin, "DisableKey", json!({"KeyId": arn})).await;
    expected["Description"] = json!("other");
    expected["Enabled"] = json!(false);
    expected["KeyState"] = json!("Disabled");
    let described = ok(&admin, "DescribeKey", json!({"KeyId": arn})).await;
    assert_eq!(described["KeyMetadata"], expected);
    let tags = ok(&admin, "ListResourceTags", json!({"KeyId": arn})).await;
    assert_eq!(tags["Tags"], json!([{"TagKey": "team", "TagValue": "a"}]));
}

#[tokio::test]
async fn what_is_not_built_is_refused() {
    let (_server, admin, _) = key().await;
    for input in [
        json!({"KeySpec": "RSA_2048"}),
        json!({"KeyUsage": "GENERATE_VERIFY_MAC"}),
        json!({"Origin": "EXTERNAL"}),
        json!({"MultiRegion": true}),
    ] {
        let (name, _) = refusal(&admin, "CreateKey", input).await;
        assert_eq!(name, "UnsupportedOperationException");
    }
    let (name, _) = refusal(&admin, "Sign", json!({})).await;
    assert_eq!(name, "UnsupportedCommandException");
    let (name, message) = refusal(&admin, "DescribeKey", json!({})).await;
    assert_eq!(name, "ValidationException");
    assert!(message.starts_with("1 validation error detected: "), "{message}");
}

#[tokio::test]
async fn names_of_no_key() {
    let (_server, admin, arn) = key().await;
    let absent = format!("Key 'arn:aws:kms:eu-west-1:{ACCOUNT}:key/{NOWHERE}' does not exist");
    let no_alias = format!("Alias arn:aws:kms:eu-west-1:{ACCOUNT}:alias/none is not found.");
    for (name, message) in [
        (NOWHERE, &*absent),
        ("alias/none", &*no_alias),
        ("rubbish", "Invalid keyId 'rubbish'"),
        (&arn.replace("eu-west-1", "us-east-1"), "Invalid arn us-east-1"),
    ] {
        refused(
            &admin,
            ("DescribeKey", json!({"KeyId": name})),
            ("NotFoundException", message),
        )
        .await;
    }
    let aliased = "Key Aliases are not supported for this operation";
    for operation in [
        "DisableKey",
        "GetKeyPolicy",
        "ListGrants",
        "EnableKeyRotation",
        "ListResourceTags",
    ] {
        let input = json!({"KeyId": "alias/none"});
        refused(&admin, (operation, input), ("InvalidArnException", aliased)).await;
    }
    let elsewhere = admin.in_region("us-east-1");
    let (name, _) = refusal(&elsewhere, "DescribeKey", json!({"KeyId": id(&arn)})).await;
    assert_eq!(name, "NotFoundException");
}

#[tokio::test]
async fn aliases() {
    let (_server, admin, first) = key().await;
    let second = new_key(&admin).await;
    let create = |name: &str, key: &str| ("CreateAlias", json!({"AliasName": name, "TargetKeyId": key}));
    ok(&admin, "CreateAlias", create("alias/a", &first).1).await;
    let arn = format!("arn:aws:kms:eu-west-1:{ACCOUNT}:alias/a");
    let exists = format!("An alias with the name {arn} already exists");
    refused(
        &admin,
        create("alias/a", &second),
        ("AlreadyExistsException", &exists),
    )
    .await;
    refused(
        &admin,
        create("a", &first),
        ("ValidationException", "Invalid identifier"),
    )
    .await;
    let colon = "alias/a:b contains invalid characters for an alias";
    refused(
        &admin,
        create("alias/a:b", &first),
        ("ValidationException", colon),
    )
    .await;
    let (name, _) = refusal(&admin, "CreateAlias", create("alias/aws/mine", &first).1).await;
    assert_eq!(name, "InvalidAliasNameException");
    let ciphertext = encrypt(&admin, "alias/a", json!({})).await;
    ok(&admin, "UpdateAlias", create("alias/a", &second).1).await;
    let described = ok(&admin, "DescribeKey", json!({"KeyId": "alias/a"})).await;
    assert_eq!(described["KeyMetadata"]["Arn"], json!(second));
    let plain = ok(&admin, "Decrypt", decrypting(&ciphertext, &json!({}))).await;
    assert_eq!(
        plain["KeyId"],
        json!(first),
        "a ciphertext knows its key, not its alias"
    );
    let listed = ok(&admin, "ListAliases", json!({"KeyId": second})).await;
    assert_eq!(listed["Aliases"][0]["AliasArn"], json!(arn));
    assert_eq!(listed["Aliases"][0]["TargetKeyId"], json!(id(&second)));
    assert_eq!(listed["Truncated"], json!(false));
    ok(&admin, "DeleteAlias", json!({"AliasName": "alias/a"})).await;
    let gone = format!("Alias {arn} is not found.");
    for (operation, input) in [
        ("DeleteAlias", json!({"AliasName": "alias/a"})),
        ("UpdateAlias", create("alias/a", &first).1),
    ] {
        refused(&admin, (operation, input), ("NotFoundException", &gone)).await;
    }
}

async fn pages(caller: &Caller, operation: &str, list: &str) -> Vec<Value> {
    let (mut all, mut marker) = (Vec::new(), None::<String>);
    loop {
        let mut input = json!({"Limit": 2});
        if let Some(marker) = &marker {
            input["Marker"] = json!(marker);
        }
        let page = ok(caller, operation, input).await;
        all.extend(page[list].as_array().expect("a list").iter().cloned());
        if page["Truncated"] == json!(false) {
            assert!(page.get("NextMarker").is_none(), "{page}");
            return all;
        }
        marker = Some(page["NextMarker"].as_str().expect("a marker").to_owned());
    }
}

#[tokio::test]
async fn lists_have_pages() {
    let (_server, admin, first) = key().await;
    let mut keys = vec![first];
    for number in 0..4 {
        let arn = new_key(&admin).await;
        let alias = format!("alias/{number}");
        ok(
            &admin,
            "CreateAlias",
            json!({"AliasName": alias, "TargetKeyId": arn}),
        )
        .await;
        keys.push(arn);
    }
    keys.sort_unstable();
    let listed = pages(&admin, "ListKeys", "Keys").await;
    let arns: Vec<&str> = listed.iter().filter_map(|key| key["KeyArn"].as_str()).collect();
    assert_eq!(arns, keys);
    assert_eq!(pages(&admin, "ListAliases", "Aliases").await.len(), 4);
    let input = json!({"Marker": "rubbish"});
    let message = "Could not deserialize marker";
    for operation in ["ListKeys", "ListAliases"] {
        refused(
            &admin,
            (operation, input.clone()),
            ("InvalidMarkerException", message),
        )
        .await;
    }
    assert_eq!(
        ok(&admin.in_region("us-east-1"), "ListKeys", json!({})).await["Keys"],
        json!([])
    );
}

#[tokio::test]
async fn a_disabled_key_does_nothing() {
    let (_server, admin, arn) = key().await;
    let ciphertext = encrypt(&admin, &arn, json!({})).await;
    ok(&admin, "DisableKey", json!({"KeyId": arn})).await;
    let sentence = format!("{arn} is disabled.");
    for (operation, input) in uses(&arn, &ciphertext) {
        refused(&admin, (operation, input), ("DisabledException", &sentence)).await;
    }
    ok(&admin, "EnableKey", json!({"KeyId": arn})).await;
    ok(&admin, "Decrypt", decrypting(&ciphertext, &json!({}))).await;
}

fn uses(arn: &str, ciphertext: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("Encrypt", json!({"KeyId": arn, "Plaintext": base64("a")})),
        ("Decrypt", decrypting(ciphertext, &json!({}))),
        ("GenerateDataKey", json!({"KeyId": arn, "KeySpec": "AES_256"})),
        (
            "GenerateDataKeyWithoutPlaintext",
            json!({"KeyId": arn, "NumberOfBytes": 16}),
        ),
        (
            "ReEncrypt",
            json!({"CiphertextBlob": ciphertext, "DestinationKeyId": arn}),
        ),
        ("EnableKeyRotation", json!({"KeyId": arn})),
        ("RotateKeyOnDemand", json!({"KeyId": arn})),
        (
            "CreateGrant",
            json!({"KeyId": arn, "GranteePrincipal": format!("arn:aws:iam::{ACCOUNT}:root"), "Operations": ["Decrypt"]}),
        ),
    ]
}

#[tokio::test]
async fn deletion_waits_and_then_shreds() {
    let (server, admin, arn) = key().await;
    let ciphertext = encrypt(&admin, &arn, json!({})).await;
    let schedule = |days: u32| {
        (
            "ScheduleKeyDeletion",
            json!({"KeyId": arn, "PendingWindowInDays": days}),
        )
    };
    for days in [6, 31] {
        let (name, _) = refusal(&admin, "ScheduleKeyDeletion", schedule(days).1).await;
        assert_eq!(name, "ValidationException", "{days}");
    }
    let not_pending = format!("{arn} is not pending deletion.");
    let cancel = || ("CancelKeyDeletion", json!({"KeyId": arn}));
    refused(&admin, cancel(), ("KMSInvalidStateException", &not_pending)).await;
    let scheduled = ok(&admin, "ScheduleKeyDeletion", schedule(7).1).await;
    assert_eq!(scheduled["KeyState"], "PendingDeletion");
    assert_eq!(scheduled["DeletionDate"], json!(1_767_608_100.0 + 7.0 * 86_400.0));
    let pending = format!("{arn} is pending deletion.");
    let mut refusals = uses(&arn, &ciphertext);
    refusals.extend([
        ("EnableKey", json!({"KeyId": arn})),
        ("DisableKey", json!({"KeyId": arn})),
        schedule(8),
        ("TagResource", json!({"KeyId": arn, "Tags": []})),
        ("CreateAlias", json!({"AliasName": "alias/x", "TargetKeyId": arn})),
        ("UpdateKeyDescription", json!({"KeyId": arn, "Description": "x"})),
    ]);
    for refusal in refusals {
        refused(&admin, refusal, ("KMSInvalidStateException", &pending)).await;
    }
    ok(&admin, "CancelKeyDeletion", cancel().1).await;
    server.clock.advance(DAY * 8);
    housekeeping(&server).await;
    let described = ok(&admin, "DescribeKey", json!({"KeyId": arn})).await;
    assert_eq!(described["KeyMetadata"]["KeyState"], "Disabled", "it was kept");
    ok(&admin, "ScheduleKeyDeletion", schedule(7).1).await;
    server.clock.advance(DAY * 6);
    housekeeping(&server).await;
    ok(&admin, "DescribeKey", json!({"KeyId": arn})).await;
    server.clock.advance(DAY + Duration::from_secs(1));
    housekeeping(&server).await;
    let gone = format!("Key '{arn}' does not exist");
    refused(
        &admin,
        ("DescribeKey", json!({"KeyId": arn})),
        ("NotFoundException", &gone),
    )
    .await;
    let (name, _) = refusal(&admin, "Decrypt", decrypting(&ciphertext, &json!({}))).await;
    assert_eq!(name, "AccessDeniedException");
}

#[tokio::test]
async fn rotation_keeps_what_was_encrypted() {
    let (server, admin, arn) = key().await;
    let key_id = || json!({"KeyId": arn});
    let mut old = vec![encrypt(&admin, &arn, json!({})).await];
    let status = ok(&admin, "GetKeyRotationStatus", key_id()).await;
    assert_eq!(status["KeyRotationEnabled"], json!(false));
    for days in [89, 2561] {
        let input = json!({"KeyId": arn, "RotationPeriodInDays": days});
        let (name, _) = refusal(&admin, "EnableKeyRotation", input).await;
        assert_eq!(name, "ValidationException", "{days}");
    }
    ok(
        &admin,
        "EnableKeyRotation",
        json!({"KeyId": arn, "RotationPeriodInDays": 90}),
    )
    .await;
    let status = ok(&admin, "GetKeyRotationStatus", key_id()).await;
    assert_eq!(status["RotationPeriodInDays"], json!(90));
    for _ in 0..2 {
        server.clock.advance(DAY * 90);
        housekeeping(&server).await;
        old.push(encrypt(&admin, &arn, json!({})).await);
    }
    ok(&admin, "RotateKeyOnDemand", key_id()).await;
    old.push(encrypt(&admin, &arn, json!({})).await);
    let mut materials = Vec::new();
    for ciphertext in &old {
        let plain = ok(&admin, "Decrypt", decrypting(ciphertext, &json!({}))).await;
        assert_eq!(plain["Plaintext"], json!(base64("secret")));
        materials.push(plain["KeyMaterialId"].clone());
    }
    let listed = ok(&admin, "ListKeyRotations", key_id()).await;
    let kinds: Vec<&Value> = listed["Rotations"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["RotationType"])
        .collect();
    assert_eq!(kinds, ["AUTOMATIC", "AUTOMATIC", "ON_DEMAND"]);
    let all = json!({"KeyId": arn, "IncludeKeyMaterial": "ALL_KEY_MATERIAL"});
    let listed = ok(&admin, "ListKeyRotations", all).await;
    let ids: Vec<Value> = listed["Rotations"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["KeyMaterialId"].clone())
        .collect();
    assert_eq!(ids, materials, "each rotation has material of its own");
    ok(&admin, "DisableKeyRotation", key_id()).await;
    server.clock.advance(DAY * 400);
    housekeeping(&server).await;
    let listed = ok(&admin, "ListKeyRotations", key_id()).await;
    assert_eq!(listed["Rotations"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn keys_outlive_a_restart() {
    let (server, admin, arn) = key().await;
    let ciphertext = encrypt(&admin, &arn, json!({"a": "b"})).await;
    let server = server.restart().await;
    let admin = server.administrator();
    let plain = ok(&admin, "Decrypt", decrypting(&ciphertext, &json!({"a": "b"}))).await;
    assert_eq!(plain["Plaintext"], json!(base64("secret")));
}

#[tokio::test]
async fn tags() {
    let (_server, admin, arn) = key().await;
    let put = |tags: Value| ("TagResource", json!({"KeyId": arn, "Tags": tags}));
    let tag = |key: &str, value: &str| json!({"TagKey": key, "TagValue": value});
    ok(&admin, "TagResource", put(json!([tag("b", "1"), tag("a", "")])).1).await;
    ok(&admin, "TagResource", put(json!([tag("b", "2")])).1).await;
    let listed = ok(&admin, "ListResourceTags", json!({"KeyId": arn, "Limit": 1})).await;
    assert_eq!(listed["Tags"], json!([tag("a", "")]));
    assert_eq!(listed["Truncated"], json!(true));
    ok(
        &admin,
        "UntagResource",
        json!({"KeyId": arn, "TagKeys": ["a", "none"]}),
    )
    .await;
    let listed = ok(&admin, "ListResourceTags", json!({"KeyId": arn})).await;
    assert_eq!(listed["Tags"], json!([tag("b", "2")]));
    let twice = json!([tag("c", "1"), tag("c", "2")]);
    refused(&admin, put(twice), ("TagException", "Duplicate tag keys")).await;
    let many: Value = (0..50).map(|number| tag(&format!("k{number}"), "v")).collect();
    refused(&admin, put(many), ("TagException", "Too many tags")).await;
    let (name, _) = refusal(&admin, "TagResource", put(json!([tag("aws:x", "v")])).1).await;
    assert_eq!(name, "TagException");
    let reply = kms(&admin, "TagResource", put(json!([tag("", "v")])).1).await;
    assert!(reply.text().contains("ValidationException"), "{}", reply.text());
}
