//! The requests of the authorisation matrix: one of each operation and route, so well-formed that
//! only permissions and what is there decide.

use aws_model::{ecr, hythe, iam, sts};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use testkit::{TestImage, digest_of};

use crate::authorization_requests_iam::IAM;
use crate::aws_fixture::{ACCOUNT, text, with};

/// An upload that nobody started.
const UPLOAD: &str = "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33";
/// A policy that lets nobody in who calls here.
const LIFECYCLE: &str = r#"{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":9},"action":{"type":"expire"}}]}"#;
const POLICY: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"ecr:ListImages","Resource":"*"}}"#;

/// Which API a request is of.
#[derive(Clone, Copy)]
pub(crate) enum Api {
    /// The JSON service.
    Ecr,
    /// Our own.
    Hythe,
    /// A Query service.
    Query {
        service: &'static str,
        version: &'static str,
    },
    /// The OCI API.
    Oci,
}

/// One request.
pub(crate) struct Row {
    pub(crate) api: Api,
    /// An operation, with a word on the case behind it, or method and path.
    pub(crate) name: String,
    /// Members `registryId`, `repositoryName`, `repositoryNames` and `resourceArn` are filled in.
    pub(crate) input: Value,
    /// Of the OCI API; of a form what stands behind the version.
    pub(crate) body: String,
    /// Brings back what the request took away.
    pub(crate) undo: Option<Undo>,
}

impl Row {
    fn ecr(name: &str, input: Value) -> Self {
        Self {
            api: Api::Ecr,
            name: name.to_owned(),
            input,
            body: String::new(),
            undo: None,
        }
    }

    fn oci(name: &str, body: &[u8]) -> Self {
        Self {
            api: Api::Oci,
            body: text(body).to_owned(),
            ..Self::ecr(name, Value::Null)
        }
    }

    fn undo(self, undo: fn(&TestImage) -> Row) -> Self {
        Self {
            undo: Some(undo),
            ..self
        }
    }

    pub(crate) fn operation(&self) -> &str {
        self.name.split(' ').next().unwrap_or_default()
    }

    /// At how many repositories the request can be aimed: at all, or at none in particular.
    pub(crate) fn places(&self) -> usize {
        let aims = |member| self.input.get(member).is_some();
        match self.api {
            Api::Oci => 4,
            Api::Ecr | Api::Hythe if aims("registryId") || aims("resourceArn") => 4,
            Api::Ecr | Api::Hythe | Api::Query { .. } => 1,
        }
    }
}

/// Every request, those of a service in the order of its model.
pub(crate) fn rows(image: &TestImage) -> Vec<Row> {
    let inputs = inputs(image);
    let mut rows = Vec::new();
    for operation in ecr::Operation::ALL {
        let mut found = inputs
            .iter()
            .filter(|(name, ..)| name.split(' ').next() == Some(operation.name()))
            .peekable();
        if found.peek().is_none() {
            rows.push(Row::ecr(operation.name(), json!({})));
        }
        for (name, input, undo) in found {
            let row = Row::ecr(name, input.clone());
            rows.push(match undo {
                Some(undo) => row.undo(*undo),
                None => row,
            });
        }
    }
    rows.extend(routes(image));
    rows.extend(hythe::Operation::ALL.iter().map(|operation| own(*operation)));
    rows.extend(IAM.iter().map(|(name, form)| iam_row(name, form)));
    for operation in sts::Operation::ALL {
        let more = match operation {
            sts::Operation::AssumeRole => {
                "&RoleArn=arn:aws:iam::111122223333:role/nobody&RoleSessionName=job"
            }
            sts::Operation::GetAccessKeyInfo => "&AccessKeyId=AKIAIOSFODNN7EXAMPLE",
            sts::Operation::AssumeRoleWithWebIdentity => {
                "&RoleArn=arn:aws:iam::111122223333:role/nobody&RoleSessionName=job&WebIdentityToken=none"
            }
            _ => "",
        };
        rows.push(Row {
            api: Api::Query {
                service: "sts",
                version: sts::API_VERSION,
            },
            body: more.to_owned(),
            ..Row::ecr(operation.name(), Value::Null)
        });
    }
    rows
}

/// A policy and a trust policy of nobody's.
const ALLOW: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:ListImages","Resource":"*"}}"#;
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}"#;

fn iam_row(name: &str, form: &str) -> Row {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let form = form
        .replace("<policy>", &encoded(ALLOW))
        .replace("<trust>", &encoded(TRUST));
    let form = form.replace("<arn>", &format!("arn:aws:iam::{ACCOUNT}"));
    Row {
        api: Api::Query {
            service: "iam",
            version: iam::API_VERSION,
        },
        body: format!("&{form}"),
        ..Row::ecr(name, Value::Null)
    }
}

type Input = (&'static str, Value, Option<fn(&TestImage) -> Row>);

fn put(image: &TestImage) -> Row {
    Row::oci("PUT /v2/<name>/manifests/1", &image.manifest)
}

fn whole() -> Value {
    json!({"registryId": "", "repositoryName": ""})
}

/// The inputs of operations that are aimed at a repository, and of some others.
fn inputs(image: &TestImage) -> Vec<Input> {
    let mut inputs = inputs_to_l(image);
    inputs.extend(inputs_from_l(image));
    inputs
}

fn inputs_to_l(image: &TestImage) -> Vec<Input> {
    let (digest, layer) = (image.digest(), digest_of(&image.layers[0]));
    let tag = json!({"imageIds": [{"imageTag": "1"}]});
    let by_digest = json!({"imageIds": [{"imageDigest": digest}]});
    let scan = json!({"imageId": {"imageTag": "1"}});
    let all = json!({"registryId": ""});
    let drop_repository = |_: &TestImage| Row::ecr("DeleteRepository", whole());
    let drop_template =
        |_: &TestImage| Row::ecr("DeleteRepositoryCreationTemplate", json!({"prefix": "new"}));
    let template = json!({"prefix": "new", "appliedFor": ["CREATE_ON_PUSH"]});
    let setting = json!({"name": "BLOB_MOUNTING"});
    let aimed = |input: &Value| with(&whole(), input);
    let none = &json!({});
    vec![
        (
            "BatchCheckLayerAvailability",
            aimed(&json!({"layerDigests": [layer]})),
            None,
        ),
        ("BatchDeleteImage by tag", aimed(&tag), Some(put)),
        ("BatchDeleteImage by digest", aimed(&by_digest), Some(put)),
        ("BatchGetImage by tag", aimed(&tag), None),
        ("BatchGetImage by digest", aimed(&by_digest), None),
        (
            "BatchGetImage of none",
            aimed(&json!({"imageIds": [{"imageTag": "none"}]})),
            None,
        ),
        (
            "BatchGetRepositoryScanningConfiguration",
            json!({"repositoryNames": []}),
            None,
        ),
        (
            "CompleteLayerUpload",
            aimed(&json!({"uploadId": UPLOAD, "layerDigests": [layer]})),
            None,
        ),
        ("CreateRepository", aimed(none), Some(drop_repository)),
        (
            "CreateRepository with tags",
            aimed(&json!({"tags": [{"Key": "a", "Value": "b"}]})),
            Some(drop_repository),
        ),
        ("CreateRepositoryCreationTemplate", template, Some(drop_template)),
        ("DeleteLifecyclePolicy", aimed(none), None),
        // A repository with images stays.
        ("DeleteRepository", aimed(none), None),
        ("DeleteRepositoryPolicy", aimed(none), None),
        (
            "DeleteRepositoryCreationTemplate",
            json!({"prefix": "none"}),
            None,
        ),
        ("DeregisterPullTimeUpdateExclusion", excluded(), None),
        ("DescribeImageReplicationStatus", aimed(&scan), None),
        ("DescribeImageScanFindings", aimed(&scan), None),
        ("DescribeImageSigningStatus", aimed(&scan), None),
        ("DescribeImages", aimed(none), None),
        ("DescribeImages by tag", aimed(&tag), None),
        ("DescribeImages by digest", aimed(&by_digest), None),
        ("DescribeRepositories", all, None),
        (
            "DescribeRepositories by name",
            json!({"registryId": "", "repositoryNames": []}),
            None,
        ),
        ("GetAccountSetting", setting.clone(), None),
        (
            "GetDownloadUrlForLayer",
            aimed(&json!({"layerDigest": layer})),
            None,
        ),
        ("GetLifecyclePolicy", aimed(none), None),
        ("GetLifecyclePolicyPreview", aimed(none), None),
        ("GetRepositoryPolicy", aimed(none), None),
        ("InitiateLayerUpload", aimed(none), None),
    ]
}

/// A principal whose pulls nobody records.
fn excluded() -> Value {
    json!({"principalArn": format!("arn:aws:iam::{ACCOUNT}:role/scanner")})
}

fn inputs_from_l(image: &TestImage) -> Vec<Input> {
    let digest = image.digest();
    let scan = json!({"imageId": {"imageTag": "1"}});
    let manifest = json!({"imageManifest": text(&image.manifest), "imageTag": "1"});
    let part = json!({"uploadId": UPLOAD, "partFirstByte": 0, "partLastByte": 0, "layerPartBlob": "YQ=="});
    let lifecycle = json!({"lifecyclePolicyText": json!({"rules": [{"rulePriority": 1, "selection":
        {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}, "action": {"type": "expire"}}]}).to_string()});
    let arn = json!({"resourceArn": ""});
    let drop_policy = |_: &TestImage| Row::ecr("DeleteRepositoryPolicy", whole());
    let drop_registry_policy = |_: &TestImage| Row::ecr("DeleteRegistryPolicy", json!({}));
    let setting = json!({"name": "BLOB_MOUNTING"});
    let aimed = |input: &Value| with(&whole(), input);
    let none = &json!({});
    vec![
        (
            "ListImageReferrers",
            aimed(&json!({"subjectId": {"imageDigest": digest}})),
            None,
        ),
        ("ListImages", aimed(none), None),
        ("ListTagsForResource", arn.clone(), None),
        (
            "PutAccountSetting",
            with(&setting, &json!({"value": "ENABLED"})),
            None,
        ),
        ("PutImage", aimed(&manifest), None),
        (
            "PutImage under a new tag",
            aimed(&with(&manifest, &json!({"imageTag": "2"}))),
            Some(untag),
        ),
        (
            "PutImageScanningConfiguration",
            aimed(&json!({"imageScanningConfiguration": {"scanOnPush": false}})),
            None,
        ),
        (
            "PutImageTagMutability",
            aimed(&json!({"imageTagMutability": "MUTABLE"})),
            None,
        ),
        ("PutLifecyclePolicy", aimed(&lifecycle), None),
        (
            "PutRegistryPolicy",
            json!({"policyText": POLICY}),
            Some(drop_registry_policy),
        ),
        (
            "RegisterPullTimeUpdateExclusion",
            excluded(),
            Some(|_: &TestImage| Row::ecr("DeregisterPullTimeUpdateExclusion", excluded())),
        ),
        (
            "SetRepositoryPolicy",
            aimed(&json!({"policyText": POLICY})),
            Some(drop_policy),
        ),
        ("StartImageScan", aimed(&scan), None),
        ("StartLifecyclePolicyPreview", aimed(none), None),
        (
            "TagResource",
            with(&arn, &json!({"tags": [{"Key": "a", "Value": "b"}]})),
            None,
        ),
        ("UntagResource", with(&arn, &json!({"tagKeys": ["a"]})), None),
        (
            "UpdateRepositoryCreationTemplate",
            json!({"prefix": "none"}),
            None,
        ),
        (
            "UpdateImageStorageClass",
            aimed(&with(&scan, &json!({"targetStorageClass": "STANDARD"}))),
            None,
        ),
        ("UploadLayerPart", aimed(&part), None),
    ]
}

fn untag(_: &TestImage) -> Row {
    Row::oci("DELETE /v2/<name>/manifests/2", b"")
}

fn unhold(_: &TestImage) -> Row {
    let input = with(&whole(), &json!({"imageId": {"imageTag": "1"}}));
    Row {
        api: Api::Hythe,
        ..Row::ecr("DeleteImageHold", input)
    }
}

/// What brings back what a request of an image changed.
type Undo = fn(&TestImage) -> Row;

/// A request of an operation of our own service.
fn own(operation: hythe::Operation) -> Row {
    use hythe::Operation as O;
    let aimed = |input: Value| with(&whole(), &input);
    let (input, undo): (_, Option<Undo>) = match operation {
        O::DeleteImageHold => (aimed(json!({"imageId": {"imageTag": "1"}})), None),
        O::DescribeImagePulls => (aimed(json!({})), None),
        O::GetRepositorySettings | O::ListImageHolds => (aimed(json!({})), None),
        O::PreviewLifecyclePolicy => (aimed(json!({"lifecyclePolicyText": LIFECYCLE})), None),
        O::PutImageHold => (
            aimed(json!({"imageId": {"imageTag": "1"}, "reason": "evidence"})),
            Some(unhold),
        ),
        O::PutRepositoryDeletionProtection => (aimed(json!({"deletionProtection": "DISABLED"})), None),
        O::ListDeletedImages | O::ListDeletedTags => (aimed(json!({})), None),
        O::ListDeletedRepositories => (json!({"registryId": null}), None),
        O::PurgeDeletedImages => (aimed(json!({"all": true})), None),
        O::PurgeDeletedRepository => (aimed(json!({"deletionId": UPLOAD})), None),
        O::UndeleteImage => (aimed(json!({"deletionId": UPLOAD})), None),
        O::UndeleteRepository => (aimed(json!({"deletionId": UPLOAD})), None),
        O::LookupAuditRecords | O::LookupEvents => (json!({}), None),
        O::CopyImage => {
            let source = json!({"sourceRegistryId": ACCOUNT, "sourceRepositoryName": "shop/api"});
            let copy = json!({"imageId": {"imageTag": "1"}, "imageTag": "2"});
            (aimed(with(&source, &copy)), Some(untag))
        }
        // A name that is taken: nothing moves.
        O::RenameRepository => (aimed(json!({"newRepositoryName": "shop/api"})), None),
        O::TagImage => (
            aimed(json!({"imageId": {"imageTag": "1"}, "imageTag": "2"})),
            Some(untag),
        ),
        O::UntagImage => (aimed(json!({"imageTag": "1"})), Some(put)),
    };
    Row {
        api: Api::Hythe,
        undo,
        ..Row::ecr(operation.name(), input)
    }
}

fn routes(image: &TestImage) -> Vec<Row> {
    let manifest = &image.manifest;
    let upload = format!("/v2/<name>/blobs/uploads/{UPLOAD}");
    vec![
        Row::oci("GET /v2/", b""),
        Row::oci("GET /v2/_catalog", b""),
        Row::oci("GET /v2/<name>/tags/list", b""),
        Row::oci("GET /v2/<name>/manifests/1", b""),
        Row::oci("GET /v2/<name>/manifests/<image>", b""),
        Row::oci("GET /v2/<name>/manifests/none", b""),
        Row::oci("HEAD /v2/<name>/manifests/1", b""),
        Row::oci("HEAD /v2/<name>/manifests/<image>", b""),
        Row::oci("PUT /v2/<name>/manifests/1", manifest),
        Row::oci("PUT /v2/<name>/manifests/<image>", manifest),
        Row::oci("DELETE /v2/<name>/manifests/1", b"").undo(put),
        Row::oci("DELETE /v2/<name>/manifests/<image>", b"").undo(put),
        Row::oci("GET /v2/<name>/blobs/<layer>", b""),
        Row::oci("HEAD /v2/<name>/blobs/<layer>", b""),
        // A layer of an image stays.
        Row::oci("DELETE /v2/<name>/blobs/<layer>", b""),
        Row::oci("POST /v2/<name>/blobs/uploads/", b""),
        Row::oci(
            &format!("POST /v2/<name>/blobs/uploads/?digest={}", digest_of(b"blob")),
            b"blob",
        ),
        Row::oci("POST /v2/<name>/blobs/uploads/?mount=<layer>&from=shop/api", b""),
        Row::oci(&format!("GET {upload}"), b""),
        Row::oci(&format!("PATCH {upload}"), b"a"),
        Row::oci(&format!("PUT {upload}?digest={}", digest_of(b"a")), b"a"),
        Row::oci(&format!("DELETE {upload}"), b""),
        Row::oci("GET /v2/<name>/referrers/<image>", b""),
    ]
}
