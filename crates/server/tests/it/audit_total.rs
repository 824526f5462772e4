//! Every operation that changes something, done once: each leaves its one record with what it changes.
//! An operation that is new needs a step here.

use std::collections::BTreeSet;

use aws_model::{ecr, hythe, kms, sts};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use testkit::{Caller, TestImage, digest_of};

use crate::audit_trail::Trail;
use crate::authorization_requests_iam::IAM;
use crate::aws_fixture::{ACCOUNT, REPOSITORY, put_image, put_input, server, with};
use crate::aws_sts::element;
use crate::iam_fixture::MACHINES;
use crate::kms_fixture;

/// Operations that begin so change nothing.
const READS: &[&str] = &[
    "BatchCheck",
    "BatchGet",
    "Decode",
    "Describe",
    "Get",
    "List",
    "Lookup",
    "Preview",
    "Simulate",
    "Validate",
];
/// Reads by their names that hand out credentials.
const LOGINS: &[&str] = &["GetAuthorizationToken", "GetSessionToken"];
/// What keys are for: the audit trail tells of it as of reads.
const USES: &[&str] = &[
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateRandom",
    "ReEncrypt",
];
/// Operations of KMS that are not built: `unbuilt.txt` is of the other services.
const UNBUILT_KMS: &[&str] = &[
    "ConnectCustomKeyStore",
    "CreateCustomKeyStore",
    "Decapsulate",
    "DeleteCustomKeyStore",
    "DeleteImportedKeyMaterial",
    "DeriveSharedSecret",
    "DisconnectCustomKeyStore",
    "Encapsulate",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateMac",
    "ImportKeyMaterial",
    "ReplicateKey",
    "Sign",
    "UpdateCustomKeyStore",
    "UpdatePrimaryRegion",
    "Verify",
    "VerifyMac",
];
/// What is built and never succeeds: nobody has what it deletes.
const NEVER: &[&str] = &["iam:DeleteLoginProfile"];
/// It is not signed, and has a test of its own.
const UNSIGNED: &str = "sts:AssumeRoleWithWebIdentity";
const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"ecr:ListImages"}]}"#;
const ALLOW: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:ListImages","Resource":"*"}}"#;

/// Who does the steps, and what was told of them.
struct Walk {
    admin: Caller,
    trail: Trail,
    done: BTreeSet<String>,
}

impl Walk {
    async fn told(&mut self, service: &str, operation: &str) {
        assert_eq!(self.trail.names().await, [operation], "{service}:{operation}");
        self.done.insert(format!("{service}:{operation}"));
    }

    async fn ecr(&mut self, operation: &str, input: Value) -> Value {
        let answer = self.admin.ecr_ok(operation, input).await;
        self.told("ecr", operation).await;
        answer
    }

    async fn repository(&mut self, operation: &str, input: Value) -> Value {
        let input = with(&json!({"repositoryName": REPOSITORY}), &input);
        self.ecr(operation, input).await
    }

    /// An operation of our own on the repository.
    async fn own(&mut self, operation: &str, input: Value) -> Value {
        let input = with(&json!({"repositoryName": REPOSITORY}), &input);
        let reply = self.admin.hythe(operation, input).await;
        assert_eq!(reply.status, 200, "{operation}: {}", reply.text());
        self.told("hythe", operation).await;
        reply.json()
    }

    /// What was deleted, as a list of our own service has it.
    async fn deletion(&self, operation: &str, member: &str) -> Value {
        let input = match operation {
            "ListDeletedImages" => json!({"repositoryName": REPOSITORY}),
            _ => json!({}),
        };
        let reply = self.admin.hythe(operation, input).await;
        assert_eq!(reply.status, 200, "{operation}: {}", reply.text());
        json!({"deletionId": reply.json()[member][0]["deletionId"]})
    }

    /// An operation of IAM with the form that the matrix has for it, some members replaced.
    async fn iam(&mut self, operation: &str, more: &str) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let (_, form) = IAM.iter().find(|(name, _)| *name == operation).expect(operation);
        let replaced = |name: &str| more.split('&').any(|pair| pair.split('=').next() == Some(name));
        let kept = form
            .split('&')
            .filter(|pair| !replaced(pair.split('=').next().unwrap_or_default()));
        let form: Vec<&str> = kept
            .chain(more.split('&'))
            .filter(|pair| !pair.is_empty())
            .collect();
        let form = form.join("&");
        let form = form
            .replace("<policy>", &encoded(ALLOW))
            .replace("<trust>", &encoded(MACHINES));
        let form = form.replace("<arn>", &format!("arn:aws:iam::{ACCOUNT}"));
        let form = format!("Action={operation}&Version=2010-05-08&{form}");
        let reply = self.admin.aws_query("iam", &form).await;
        assert_eq!(reply.status, 200, "{form}: {}", reply.text());
        self.told("iam", operation).await;
        reply.text().to_owned()
    }

    /// An operation of KMS on a key.
    async fn kms(&mut self, operation: &str, key: &Value, more: Value) -> Value {
        let input = match key {
            Value::Null => more,
            key => with(&json!({"KeyId": key}), &more),
        };
        let answer = kms_fixture::ok(&self.admin, operation, input).await;
        self.told("kms", operation).await;
        answer
    }

    async fn sts(&mut self, operation: &str, members: &[(&str, &str)]) {
        let reply = self.admin.sts(operation, members).await;
        assert_eq!(reply.status, 200, "{operation}: {}", reply.text());
        self.told("sts", operation).await;
    }
}

async fn registry_steps(walk: &mut Walk) {
    let arn = format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{REPOSITORY}");
    walk.repository("CreateRepository", json!({})).await;
    let tag = json!({"resourceArn": arn, "tags": [{"Key": "a", "Value": "b"}]});
    walk.ecr("TagResource", tag).await;
    walk.ecr("UntagResource", json!({"resourceArn": arn, "tagKeys": ["a"]}))
        .await;
    walk.repository("PutImageTagMutability", json!({"imageTagMutability": "MUTABLE"}))
        .await;
    let scan = json!({"imageScanningConfiguration": {"scanOnPush": true}});
    walk.repository("PutImageScanningConfiguration", scan).await;
    walk.repository("SetRepositoryPolicy", json!({"policyText": POLICY}))
        .await;
    walk.repository("DeleteRepositoryPolicy", json!({})).await;
    let rule = json!({"rulePriority": 1, "action": {"type": "expire"}, "selection":
        {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}});
    let lifecycle = json!({"lifecyclePolicyText": json!({"rules": [rule]}).to_string()});
    walk.repository("PutLifecyclePolicy", lifecycle).await;
    walk.repository("StartLifecyclePolicyPreview", json!({})).await;
    walk.repository("DeleteLifecyclePolicy", json!({})).await;
    let statement = json!({"Sid": "a", "Effect": "Allow", "Principal": {"AWS": ACCOUNT},
        "Action": "ecr:ReplicateImage", "Resource": format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/*")});
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    walk.ecr("PutRegistryPolicy", json!({"policyText": policy})).await;
    walk.ecr("DeleteRegistryPolicy", json!({})).await;
    walk.ecr(
        "PutRegistryScanningConfiguration",
        json!({"scanType": "BASIC", "rules": []}),
    )
    .await;
    walk.ecr(
        "PutAccountSetting",
        json!({"name": "BLOB_MOUNTING", "value": "ENABLED"}),
    )
    .await;
    let template = json!({"prefix": "new", "appliedFor": ["CREATE_ON_PUSH"]});
    walk.ecr("CreateRepositoryCreationTemplate", template).await;
    walk.ecr(
        "UpdateRepositoryCreationTemplate",
        json!({"prefix": "new", "description": "x"}),
    )
    .await;
    walk.ecr("DeleteRepositoryCreationTemplate", json!({"prefix": "new"}))
        .await;
    let principal = json!({"principalArn": format!("arn:aws:iam::{ACCOUNT}:user/administrator")});
    walk.ecr("RegisterPullTimeUpdateExclusion", principal.clone())
        .await;
    walk.ecr("DeregisterPullTimeUpdateExclusion", principal).await;
    walk.ecr("GetAuthorizationToken", json!({})).await;
}

async fn image_steps(walk: &mut Walk) {
    let started = walk.repository("InitiateLayerUpload", json!({})).await;
    let upload = json!({"uploadId": started["uploadId"]});
    let bytes = b"a layer";
    let part =
        json!({"partFirstByte": 0, "partLastByte": bytes.len() - 1, "layerPartBlob": STANDARD.encode(bytes)});
    walk.repository("UploadLayerPart", with(&upload, &part)).await;
    let digests = json!({"layerDigests": [digest_of(bytes)]});
    walk.repository("CompleteLayerUpload", with(&upload, &digests))
        .await;
    let image = TestImage::new("one");
    put_image(&walk.admin, &image, "first").await;
    walk.trail.next().await;
    walk.ecr("PutImage", put_input(&image, "second")).await;
    let archive = json!({"imageId": {"imageTag": "first"}, "targetStorageClass": "ARCHIVE"});
    walk.repository("UpdateImageStorageClass", archive).await;
    walk.repository("BatchDeleteImage", json!({"imageIds": [{"imageTag": "first"}]}))
        .await;
    own_steps(walk).await;
    walk.repository("DeleteRepository", json!({"force": true})).await;
    let deleted = walk
        .deletion("ListDeletedRepositories", "deletedRepositories")
        .await;
    walk.own("UndeleteRepository", deleted).await;
    let force = json!({"repositoryName": REPOSITORY, "force": true});
    walk.admin.ecr_ok("DeleteRepository", force).await;
    walk.trail.next().await;
    let deleted = walk
        .deletion("ListDeletedRepositories", "deletedRepositories")
        .await;
    walk.own("PurgeDeletedRepository", deleted).await;
}

async fn own_steps(walk: &mut Walk) {
    let image = TestImage::new("two");
    put_image(&walk.admin, &image, "a").await;
    walk.trail.next().await;
    let named = json!({"imageId": {"imageTag": "a"}});
    walk.own("PutImageHold", with(&named, &json!({"reason": "evidence"})))
        .await;
    walk.own("DeleteImageHold", named.clone()).await;
    walk.own(
        "PutRepositoryDeletionProtection",
        json!({"deletionProtection": "DISABLED"}),
    )
    .await;
    walk.own("TagImage", with(&named, &json!({"imageTag": "b"})))
        .await;
    walk.own("UntagImage", json!({"imageTag": "b"})).await;
    let copy = json!({"sourceRepositoryName": REPOSITORY, "imageTag": "c"});
    walk.own("CopyImage", with(&named, &copy)).await;
    walk.own("RenameRepository", json!({"newRepositoryName": "other"}))
        .await;
    let back = json!({"repositoryName": "other", "newRepositoryName": REPOSITORY});
    walk.own("RenameRepository", back).await;
    let gone = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageDigest": image.digest()}]});
    walk.admin.ecr_ok("BatchDeleteImage", gone).await;
    walk.trail.next().await;
    let deleted = walk.deletion("ListDeletedImages", "deletedImages").await;
    walk.own("UndeleteImage", deleted).await;
    walk.own("PurgeDeletedImages", json!({"all": true})).await;
}

async fn identity_steps(walk: &mut Walk) {
    for operation in [
        "CreateUser",
        "CreateGroup",
        "CreateRole",
        "CreatePolicy",
        "CreateInstanceProfile",
        "CreateOpenIDConnectProvider",
        "AddClientIDToOpenIDConnectProvider",
        "RemoveClientIDFromOpenIDConnectProvider",
        "UpdateOpenIDConnectProviderThumbprint",
        "AddRoleToInstanceProfile",
        "AddUserToGroup",
        "AttachGroupPolicy",
        "AttachRolePolicy",
        "AttachUserPolicy",
        "CreateAccountAlias",
        "DeleteAccountAlias",
        "CreatePolicyVersion",
        "SetDefaultPolicyVersion",
        "PutGroupPolicy",
        "PutRolePolicy",
        "PutUserPolicy",
        "PutRolePermissionsBoundary",
        "PutUserPermissionsBoundary",
        "DeleteRolePermissionsBoundary",
        "DeleteUserPermissionsBoundary",
        "TagInstanceProfile",
        "TagOpenIDConnectProvider",
        "TagPolicy",
        "TagRole",
        "TagUser",
        "UntagInstanceProfile",
        "UntagOpenIDConnectProvider",
        "UntagPolicy",
        "UntagRole",
        "UntagUser",
        "UpdateGroup",
        "UpdateRole",
        "UpdateRoleDescription",
        "UpdateUser",
    ] {
        walk.iam(operation, "").await;
    }
    walk.iam("DeletePolicyVersion", "VersionId=v1").await;
    walk.iam("UpdateAssumeRolePolicy", "PolicyDocument=<trust>").await;
    let made = walk.iam("CreateAccessKey", "").await;
    let key = format!("AccessKeyId={}", element(&made, "AccessKeyId"));
    walk.iam("UpdateAccessKey", &key).await;
    walk.iam("DeleteAccessKey", &key).await;
    let made = walk.iam("CreateServiceLinkedRole", "").await;
    let role = format!("RoleName={}", element(&made, "RoleName"));
    walk.iam("DeleteServiceLinkedRole", &role).await;
    for operation in [
        "DeleteGroupPolicy",
        "DeleteRolePolicy",
        "DeleteUserPolicy",
        "DetachGroupPolicy",
        "DetachRolePolicy",
        "DetachUserPolicy",
        "RemoveRoleFromInstanceProfile",
        "RemoveUserFromGroup",
        "DeleteInstanceProfile",
        "DeleteOpenIDConnectProvider",
        "DeletePolicy",
        "DeleteRole",
        "DeleteUser",
        "DeleteGroup",
    ] {
        walk.iam(operation, "").await;
    }
}

async fn key_steps(walk: &mut Walk) {
    let made = walk.kms("CreateKey", &Value::Null, json!({})).await;
    let key = &made["KeyMetadata"]["KeyId"].clone();
    let alias = json!({"AliasName": "alias/walk", "TargetKeyId": key});
    walk.kms("CreateAlias", &Value::Null, alias.clone()).await;
    walk.kms("UpdateAlias", &Value::Null, alias).await;
    walk.kms("DeleteAlias", &Value::Null, json!({"AliasName": "alias/walk"}))
        .await;
    let grant = json!({"GranteePrincipal": format!("arn:aws:iam::{ACCOUNT}:user/administrator"),
        "Operations": ["Encrypt"]});
    for end in ["RetireGrant", "RevokeGrant"] {
        let made = match end {
            "RetireGrant" => walk.kms("CreateGrant", key, grant.clone()).await,
            _ => {
                let made =
                    kms_fixture::ok(&walk.admin, "CreateGrant", with(&json!({"KeyId": key}), &grant)).await;
                walk.trail.next().await;
                made
            }
        };
        walk.kms(end, key, json!({"GrantId": made["GrantId"]})).await;
    }
    let policy = kms_fixture::policy(&[]);
    walk.kms("PutKeyPolicy", key, json!({"Policy": policy})).await;
    let tag = json!({"Tags": [{"TagKey": "a", "TagValue": "b"}]});
    walk.kms("TagResource", key, tag).await;
    walk.kms("UntagResource", key, json!({"TagKeys": ["a"]})).await;
    walk.kms("UpdateKeyDescription", key, json!({"Description": "x"}))
        .await;
    for operation in [
        "EnableKeyRotation",
        "DisableKeyRotation",
        "RotateKeyOnDemand",
        "DisableKey",
        "EnableKey",
        "ScheduleKeyDeletion",
        "CancelKeyDeletion",
    ] {
        walk.kms(operation, key, json!({})).await;
    }
}

async fn login_steps(walk: &mut Walk) {
    let trust = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}]});
    let trust = trust.to_string();
    let members = [("RoleName", "job"), ("AssumeRolePolicyDocument", trust.as_str())];
    assert_eq!(walk.admin.iam("CreateRole", &members).await.status, 200);
    walk.trail.next().await;
    let role = format!("arn:aws:iam::{ACCOUNT}:role/job");
    walk.sts("AssumeRole", &[("RoleArn", &role), ("RoleSessionName", "one")])
        .await;
    walk.sts("GetSessionToken", &[]).await;
}

/// What must leave a record: `service:Operation`.
fn changes() -> BTreeSet<String> {
    let unbuilt: BTreeSet<&str> = include_str!("unbuilt.txt").lines().collect();
    let ecr = ecr::Operation::ALL.iter().map(|one| ("ecr", one.name()));
    let own = hythe::Operation::ALL.iter().map(|one| ("hythe", one.name()));
    let sts = sts::Operation::ALL.iter().map(|one| ("sts", one.name()));
    let kms = kms::Operation::ALL.iter().map(|one| ("kms", one.name()));
    let kms = kms.filter(|(_, name)| !USES.contains(name) && !UNBUILT_KMS.contains(name));
    let iam = IAM.iter().map(|(name, _)| ("iam", *name));
    let is_change = |name: &str| LOGINS.contains(&name) || !READS.iter().any(|read| name.starts_with(read));
    let all = ecr
        .chain(own)
        .chain(sts)
        .chain(iam)
        .chain(kms)
        .filter(|(_, name)| is_change(name));
    let named = all.map(|(service, name)| format!("{service}:{name}"));
    named
        .filter(|name| {
            !unbuilt.contains(name.as_str()) && !NEVER.contains(&name.as_str()) && name != UNSIGNED
        })
        .collect()
}

#[tokio::test]
async fn each_change_leaves_one_record_in_its_transaction() {
    let (server, admin) = server().await;
    let trail = Trail::new(&server, &admin).await;
    let mut walk = Walk {
        admin,
        trail,
        done: BTreeSet::new(),
    };
    registry_steps(&mut walk).await;
    image_steps(&mut walk).await;
    identity_steps(&mut walk).await;
    key_steps(&mut walk).await;
    login_steps(&mut walk).await;
    // Nothing of all that was told twice.
    server.registry.audit_flush().await.expect("a database");
    assert_eq!(walk.trail.names().await, Vec::<String>::new());
    assert_eq!(
        walk.done,
        changes(),
        "a step for each operation that changes something"
    );
}
