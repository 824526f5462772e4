//! The audit trail: what each record says, what is told of at all, and that no more is told than
//! happened.

use meta::{Limit, LogPosition, LogRange, OwnerKind};
use names::{AccountId, Region, RegistryKey};
use registry::{AuditScope, Logging};
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer};

use crate::aws_fixture::{ACCOUNT, HOST, REPOSITORY, put_input, repository, server, with};
use crate::sts_fixture::{OTHER, Scene, allow, document, trust};

/// Reads a registry's trail on from where it stopped.
pub(crate) struct Trail {
    server_registry: registry::Registry,
    key: RegistryKey,
    position: LogPosition,
}

impl Trail {
    /// The trail of the caller's registry from now on.
    pub(crate) async fn new(server: &TestServer, caller: &Caller) -> Self {
        Self::of(server, caller.registry()).await
    }

    async fn of(server: &TestServer, key: RegistryKey) -> Self {
        let mut trail = Self {
            server_registry: server.registry.clone(),
            key,
            position: LogPosition::default(),
        };
        trail.next().await;
        trail
    }

    /// The records that are new, as they are in the database.
    pub(crate) async fn next(&mut self) -> Vec<Value> {
        let range = LogRange::After(self.position);
        let listed = self.server_registry.audit_list(&self.key, range, Limit(1000));
        let listed = listed.await.expect("a list");
        if let Some(last) = listed.last() {
            self.position = last.position;
        }
        let records = listed.iter().map(|record| &record.entry.record);
        records
            .map(|record| serde_json::from_str(record).expect("JSON"))
            .collect()
    }

    /// The names of the new records.
    pub(crate) async fn names(&mut self) -> Vec<String> {
        let records = self.next().await;
        let names = records
            .iter()
            .map(|record| record["eventName"].as_str().expect("a name"));
        names.map(str::to_owned).collect()
    }

    /// Writes down what was noted.
    async fn flush(&self) {
        self.server_registry.audit_flush().await.expect("a database");
    }
}

/// A record without what no test can know.
fn masked(mut record: Value) -> Value {
    for member in ["requestID", "eventID"] {
        assert_eq!(
            record[member].as_str().map(str::len),
            Some(36),
            "{member}: {record}"
        );
        record.as_object_mut().expect("an object").remove(member);
    }
    for member in ["principalId", "accessKeyId"] {
        let identity = record["userIdentity"].as_object_mut().expect("an object");
        assert!(identity.remove(member).is_some(), "{member}");
    }
    record
}

#[tokio::test]
async fn a_call_of_the_api_is_told_as_cloudtrail_tells_it() {
    let (server, admin) = server().await;
    let mut trail = Trail::new(&server, &admin).await;
    let input = json!({"repositoryName": REPOSITORY, "imageTagMutability": "IMMUTABLE"});
    admin.ecr_ok("CreateRepository", input.clone()).await;
    let records = trail.next().await;
    let [record] = &records[..] else {
        panic!("{records:#?}")
    };
    let arn = format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{REPOSITORY}");
    let expect = json!({
        "eventVersion": "1.08",
        "userIdentity": {"type": "IAMUser", "arn": format!("arn:aws:iam::{ACCOUNT}:user/administrator"),
                         "accountId": ACCOUNT, "userName": "administrator"},
        "eventTime": "2026-01-05T10:15:00Z",
        "eventSource": "ecr.amazonaws.com",
        "eventName": "CreateRepository",
        "awsRegion": "eu-west-1",
        "sourceIPAddress": "127.0.0.1",
        "userAgent": "",
        "requestParameters": input,
        "responseElements": {"repository": {
            "repositoryArn": arn, "repositoryName": REPOSITORY, "registryId": ACCOUNT,
            "createdAt": "Jan 5, 2026 10:15:00 AM", "imageTagMutability": "IMMUTABLE",
            "imageScanningConfiguration": {"scanOnPush": false},
            "encryptionConfiguration": {"encryptionType": "AES256"}}},
        "readOnly": false,
        "resources": [{"accountId": ACCOUNT, "ARN": arn}],
        "eventType": "AwsApiCall",
        "managementEvent": true,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
    });
    assert_eq!(masked(record.clone()), expect);
}

#[tokio::test]
async fn docker_is_told_as_calls_of_ecr() {
    let (server, admin) = repository().await;
    admin.session().await;
    let mut trail = Trail::new(&server, &admin).await;
    let image = TestImage::new("one");
    let bytes = &image.layers[0];
    let location = admin.start_upload(REPOSITORY).await;
    assert_eq!(admin.patch(&location, None, bytes).await.status, 202);
    let digest = testkit::digest_of(bytes);
    assert_eq!(admin.finish_upload(&location, &digest, b"").await.status, 201);
    let uploads = ["InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload"];
    assert_eq!(trail.names().await, uploads);
    image.push(&admin, REPOSITORY, "1").await;
    let records = trail.next().await;
    let record = records.last().expect("a record");
    assert_eq!(record["eventName"], "PutImage");
    let manifest = std::str::from_utf8(&image.manifest).expect("text");
    assert_eq!(
        record["requestParameters"],
        json!({"repositoryName": REPOSITORY, "registryId": ACCOUNT, "imageTag": "1", "imageManifest": manifest})
    );
    let service = "ecr.amazonaws.com";
    assert_eq!(record["userIdentity"]["invokedBy"], service);
    assert_eq!(
        (&record["sourceIPAddress"], &record["userAgent"]),
        (&json!(service), &json!(service))
    );
    assert_eq!(record["additionalEventData"]["sourceIPAddress"], "127.0.0.1");
    let path = format!("/v2/{REPOSITORY}/manifests/1");
    assert_eq!(admin.get(&path).await.status, 200);
    assert_eq!(admin.delete(&path).await.status, 202);
    trail.flush().await;
    assert_eq!(trail.names().await, ["BatchDeleteImage"], "reads are not told of");
}

#[tokio::test]
async fn what_is_rolled_back_leaves_nothing_but_its_refusal() {
    let (server, admin) = repository().await;
    let mut trail = Trail::new(&server, &admin).await;
    // Deletes in its transaction and is then refused.
    let image = TestImage::new("none");
    let put = admin.ecr("PutImage", put_input(&image, "1")).await;
    assert_eq!(put.status, 400, "{}", put.text());
    assert_eq!(trail.next().await, Vec::<Value>::new());
    let key = admin.registry();
    let events = server.registry.event_list(&key, LogRange::Newest, Limit(9));
    assert_eq!(events.await.expect("a list"), []);
    trail.flush().await;
    let records = trail.next().await;
    assert_eq!(records.len(), 1, "{records:#?}");
    assert_eq!(records[0]["errorCode"], "LayersNotFoundException");
    assert_eq!(records[0]["readOnly"], false);
    assert_eq!(records[0]["requestParameters"]["imageTag"], "1");
}

#[tokio::test]
async fn what_is_refused_is_told_and_reads_where_that_is_wanted() {
    for (scope, reads) in [
        (AuditScope::Changes, &[][..]),
        (AuditScope::All, &["ListImages", "BatchGetImage"]),
    ] {
        let logging = Logging {
            audit: scope,
            ..Logging::default()
        };
        let server = TestServer::start_changed(|registry| registry.logging(logging)).await;
        let admin = server.administrator().at_host(HOST);
        admin.create_repository(REPOSITORY).await;
        admin.session().await;
        let other = server.other_account(OTHER).await;
        let mut trail = Trail::new(&server, &admin).await;
        let mut others = Trail::new(&server, &other).await;
        admin
            .ecr_ok("ListImages", json!({"repositoryName": REPOSITORY}))
            .await;
        admin.get(&format!("/v2/{REPOSITORY}/manifests/none")).await;
        trail.flush().await;
        assert_eq!(trail.names().await, reads, "{scope:?}");
        let delete = json!({"repositoryName": REPOSITORY, "registryId": ACCOUNT});
        let refused = other.ecr_error("DeleteRepository", delete).await;
        trail.flush().await;
        let records = others.next().await;
        let told = &records[0];
        assert_eq!(
            (&told["errorCode"], &told["errorMessage"]),
            (&json!(refused.0), &json!(refused.1))
        );
        assert_eq!(
            trail.names().await,
            Vec::<String>::new(),
            "the owner hears of what was done"
        );
    }
}

#[tokio::test]
async fn both_accounts_have_what_one_does_with_the_other() {
    let scene = Scene::new().await;
    let other = scene.server.other_account(OTHER).await;
    let statement = json!({"Sid": "push", "Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "ecr:*"});
    let policy = document(json!([statement])).to_string();
    let set = json!({"repositoryName": REPOSITORY, "policyText": policy});
    scene.admin.ecr_ok("SetRepositoryPolicy", set).await;
    let mut own = Trail::new(&scene.server, &other).await;
    let mut owners = Trail::new(&scene.server, &scene.admin).await;
    let upload = json!({"repositoryName": REPOSITORY, "registryId": ACCOUNT});
    other.ecr_ok("InitiateLayerUpload", upload).await;
    let (own, owners) = (own.next().await, owners.next().await);
    assert_eq!((own.len(), owners.len()), (1, 1), "{own:#?} {owners:#?}");
    assert_eq!(own[0]["sharedEventID"], owners[0]["sharedEventID"]);
    assert_ne!(own[0]["eventID"], owners[0]["eventID"]);
    assert_eq!(own[0]["recipientAccountId"], OTHER);
    assert_eq!(owners[0]["recipientAccountId"], ACCOUNT);
    assert_eq!(owners[0]["userIdentity"]["accountId"], OTHER);
}

#[tokio::test]
async fn sessions_are_told_with_their_roles() {
    let scene = Scene::new().await;
    let ann = scene.user(ACCOUNT, "ann").await;
    let trusted = trust(json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:user/ann")}), None);
    let role = scene.role(ACCOUNT, "puller", trusted).await;
    let owner = (OwnerKind::Role, ACCOUNT, "puller");
    scene.policy(owner, "all", allow(&["ecr:*"], "*")).await;
    let mut trail = Trail::new(&scene.server, &scene.admin).await;
    let session = scene.assume(&ann, &role, &[("SourceIdentity", "ann")]).await;
    session
        .ecr_ok("InitiateLayerUpload", json!({"repositoryName": REPOSITORY}))
        .await;
    let records = trail.next().await;
    let [login, upload] = &records[..] else {
        panic!("{records:#?}")
    };
    assert_eq!(
        (&login["eventName"], &login["readOnly"]),
        (&json!("AssumeRole"), &json!(true))
    );
    let asked = json!({"roleArn": role, "roleSessionName": "job", "sourceIdentity": "ann"});
    assert_eq!(login["requestParameters"], asked);
    let identity = &upload["userIdentity"];
    assert_eq!(identity["type"], "AssumedRole");
    let arn = format!("arn:aws:sts::{ACCOUNT}:assumed-role/puller/job");
    assert_eq!(identity["arn"], arn);
    let context = &identity["sessionContext"];
    assert_eq!(context["sessionIssuer"]["userName"], "puller");
    assert_eq!(context["sourceIdentity"], "ann");
    assert!(context["attributes"]["creationDate"].is_string());
}

#[tokio::test]
async fn the_trail_is_read_by_the_api() {
    let (server, admin) = repository().await;
    for number in 0..3 {
        let tag = json!({"tags": [{"Key": format!("k{number}"), "Value": "v"}]});
        let arn = format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{REPOSITORY}");
        admin
            .ecr_ok("TagResource", with(&tag, &json!({"resourceArn": arn})))
            .await;
    }
    let look = |input: Value| {
        let admin = admin.clone();
        async move {
            let reply = admin.hythe("LookupAuditRecords", input).await;
            assert_eq!(reply.status, 200, "{}", reply.text());
            reply.json()
        }
    };
    let first = look(json!({"cursor": "0", "maxResults": 2})).await;
    let names = |answer: &Value| {
        let records = answer["records"].as_array().expect("a list").iter();
        let record = |entry: &Value| -> Value {
            serde_json::from_str(entry["record"].as_str().expect("a text")).expect("JSON")
        };
        let names = records.map(|entry| record(entry)["eventName"].as_str().unwrap_or_default().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(&first), ["CreateRepository", "TagResource"]);
    let second = look(json!({"cursor": first["nextCursor"]})).await;
    assert_eq!(names(&second), ["TagResource", "TagResource"]);
    let last = look(json!({"cursor": second["nextCursor"]})).await;
    assert_eq!(
        (names(&last).len(), &last["nextCursor"]),
        (0, &second["nextCursor"])
    );
    assert_eq!(
        names(&look(json!({"maxResults": 1})).await),
        ["TagResource"],
        "the newest"
    );
    for cursor in ["x", "99999999999999999999", "-1"] {
        let reply = admin.hythe("LookupAuditRecords", json!({"cursor": cursor})).await;
        assert_eq!(reply.json()["__type"], "InvalidParameterException", "{cursor}");
    }
    let user = server.other_account(OTHER).await;
    assert_eq!(
        user.hythe("LookupAuditRecords", json!({"cursor": "0"}))
            .await
            .json()["records"],
        json!([])
    );
    let elsewhere = admin.in_region("us-east-1");
    let answer = elsewhere.hythe("LookupEvents", json!({})).await;
    assert_eq!(
        answer.json(),
        json!({"registryId": ACCOUNT, "events": [], "nextCursor": "0"})
    );
}

/// The trail of somebody who does not sign is where STS is for everyone.
pub(crate) async fn global(server: &TestServer) -> Trail {
    let key = RegistryKey {
        account: AccountId::parse(ACCOUNT).expect("an account"),
        region: Region::parse("us-east-1").expect("a region"),
    };
    Trail::of(server, key).await
}
