//! What the tests of the AWS front share: a server with a repository, and tables of refusals.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use testkit::{Caller, Reply, TestImage, TestServer, digest_of};

/// The repository of most tests.
pub(crate) const REPOSITORY: &str = "shop/api";
/// The account of [`TestServer::administrator`].
pub(crate) const ACCOUNT: &str = "111122223333";
/// An account that no test makes.
pub(crate) const STRANGER: &str = "999988887777";
/// The name by which the callers of these tests reach the API.
pub(crate) const HOST: &str = "api.ecr.eu-west-1.hythe.test";
/// Where the clock of a new server stands.
pub(crate) const START: f64 = 1_767_608_100.0;

/// A server and its administrator, who calls it by a name of the family of Amazon's.
pub(crate) async fn server() -> (TestServer, Caller) {
    let server = TestServer::start().await;
    let admin = server.administrator().at_host(HOST);
    (server, admin)
}

/// As [`server`], with an empty [`REPOSITORY`].
pub(crate) async fn repository() -> (TestServer, Caller) {
    let (server, admin) = server().await;
    admin.create_repository(REPOSITORY).await;
    (server, admin)
}

/// An operation, its input, the error's name and its message.
pub(crate) type Refusal = (&'static str, Value, &'static str, String);

/// Makes each call and compares the error as a whole: status, name, message.
pub(crate) async fn refuse(caller: &Caller, refusals: &[Refusal]) {
    for (operation, input, name, message) in refusals {
        let reply = caller.ecr(operation, input.clone()).await;
        assert_eq!(reply.status, 400, "{operation} {input}: {}", reply.text());
        assert_eq!(
            reply.json(),
            json!({"__type": name, "message": message}),
            "{operation} {input}"
        );
    }
}

/// A table of refusals of one operation, whose inputs differ in some members from a common one.
pub(crate) struct Refusals {
    operation: &'static str,
    input: Value,
    rows: Vec<Refusal>,
}

impl Refusals {
    /// An empty table; `input` is what every row has.
    pub(crate) fn of(operation: &'static str, input: Value) -> Self {
        Self {
            operation,
            input,
            rows: Vec::new(),
        }
    }

    /// A row: members that are added or replaced, the error's name, its message.
    pub(crate) fn row(mut self, members: Value, name: &'static str, message: impl Into<String>) -> Self {
        let input = with(&self.input, &members);
        self.rows.push((self.operation, input, name, message.into()));
        self
    }

    /// A row with an `InvalidParameterException`.
    pub(crate) fn invalid(self, members: Value, parameter: &str, why: &str) -> Self {
        self.row(members, "InvalidParameterException", invalid(parameter, why))
    }

    /// A row with the name of a repository that is not there.
    pub(crate) fn no_repository(self) -> Self {
        let members = json!({"repositoryName": "nope"});
        self.row(members, "RepositoryNotFoundException", no_repository("nope"))
    }

    /// Makes each call.
    pub(crate) async fn check(&self, caller: &Caller) {
        refuse(caller, &self.rows).await;
    }
}

/// What the model says of a required member that is not there.
pub(crate) const NOT_NULL: &str = "Member must not be null";

/// What the model says of a text or list that is too short.
pub(crate) fn min_length(least: usize) -> String {
    format!("Member must have length greater than or equal to {least}")
}

/// What the model says of a text or list that is too long.
pub(crate) fn max_length(most: usize) -> String {
    format!("Member must have length less than or equal to {most}")
}

/// The message of ECR's `InvalidParameterException`.
pub(crate) fn invalid(parameter: &str, why: &str) -> String {
    format!("Invalid parameter at '{parameter}' failed to satisfy constraint: '{why}'")
}

/// ECR's sentence on a repository that is not there.
pub(crate) fn no_repository(name: &str) -> String {
    format!("The repository with name '{name}' does not exist in the registry with id '{ACCOUNT}'")
}

/// Error name and message of an answer.
pub(crate) fn error_of(reply: &Reply) -> (String, String) {
    let body = reply.json();
    let part = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (part("__type"), part("message"))
}

/// `input` with these members added or replaced.
pub(crate) fn with(input: &Value, members: &Value) -> Value {
    let mut whole = input.as_object().expect("an object").clone();
    whole.extend(members.as_object().expect("an object").clone());
    Value::Object(whole)
}

/// Bytes as a `layerPartBlob`.
pub(crate) fn blob(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Starts an upload and returns its id.
pub(crate) async fn start_upload(caller: &Caller) -> String {
    let output = caller
        .ecr_ok("InitiateLayerUpload", json!({"repositoryName": REPOSITORY}))
        .await;
    output["uploadId"].as_str().expect("an upload id").to_owned()
}

/// The input of `UploadLayerPart` for bytes that start at `first`.
pub(crate) fn part(upload: &str, first: usize, bytes: &[u8]) -> Value {
    json!({"repositoryName": REPOSITORY, "uploadId": upload, "partFirstByte": first,
           "partLastByte": first + bytes.len() - 1, "layerPartBlob": blob(bytes)})
}

/// The input of `CompleteLayerUpload`.
pub(crate) fn completion(upload: &str, digest: &str) -> Value {
    json!({"repositoryName": REPOSITORY, "uploadId": upload, "layerDigests": [digest]})
}

/// Uploads a layer of one part through the layer operations; returns its digest.
pub(crate) async fn upload(caller: &Caller, bytes: &[u8]) -> String {
    let (upload, digest) = (start_upload(caller).await, digest_of(bytes));
    caller.ecr_ok("UploadLayerPart", part(&upload, 0, bytes)).await;
    caller
        .ecr_ok("CompleteLayerUpload", completion(&upload, &digest))
        .await;
    digest
}

/// Uploads the blobs of `image` and puts its manifest; with no tag where `tag` is empty.
pub(crate) async fn put_image(caller: &Caller, image: &TestImage, tag: &str) -> Value {
    for bytes in image.layers.iter().chain([&image.config]) {
        caller.push_blob(REPOSITORY, bytes).await;
    }
    caller.ecr_ok("PutImage", put_input(image, tag)).await
}

/// The input of `PutImage`; with no tag where `tag` is empty.
pub(crate) fn put_input(image: &TestImage, tag: &str) -> Value {
    let input = json!({"repositoryName": REPOSITORY, "imageManifest": text(&image.manifest)});
    if tag.is_empty() {
        return input;
    }
    with(&input, &json!({"imageTag": tag}))
}

/// The bytes of a manifest as text.
pub(crate) fn text(manifest: &[u8]) -> &str {
    std::str::from_utf8(manifest).expect("a manifest is text")
}

/// An index of these images, as an OCI document.
pub(crate) fn index_of(images: &[&TestImage]) -> Vec<u8> {
    let child = |image: &&TestImage| json!({"mediaType": OCI_MANIFEST, "digest": image.digest(), "size": image.manifest.len()});
    let manifests: Vec<Value> = images.iter().map(child).collect();
    json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": manifests})
        .to_string()
        .into_bytes()
}

/// The media type of an OCI image manifest.
pub(crate) const OCI_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
/// The media type of an OCI image index.
pub(crate) const OCI_INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// Puts the text of a manifest; with no tag where `tag` is empty.
pub(crate) async fn put_text(caller: &Caller, manifest: &[u8], tag: &str) -> Value {
    let mut input = json!({"repositoryName": REPOSITORY, "imageManifest": text(manifest)});
    if !tag.is_empty() {
        input["imageTag"] = tag.into();
    }
    caller.ecr_ok("PutImage", input).await
}

/// The image identifiers of a list, as `tag=digest` or `digest`, sorted, those with tags first.
pub(crate) fn ids(list: &Value) -> Vec<String> {
    let entries = list.as_array().expect("a list");
    let mut ids: Vec<String> = entries
        .iter()
        .map(|id| match id["imageTag"].as_str() {
            Some(tag) => format!("{tag}={}", id["imageDigest"].as_str().unwrap_or_default()),
            None => id["imageDigest"].as_str().unwrap_or_default().to_owned(),
        })
        .collect();
    ids.sort_by_key(|id| (!id.contains('='), id.clone()));
    ids
}
