//! Sessions end: with their time, their role or user, the key that they were made with, or a policy
//! that revokes older ones. On every way on which somebody may use one, streams included.

use std::time::Duration;

use http::Request;
use meta::{KeyStatus, OwnerKind};
use names::{AccountId, EntityName};
use serde_json::json;
use stdx::Clock as _;
use testkit::{Caller, TestImage, digest_of, pattern};

use crate::aws_fixture::{ACCOUNT, REPOSITORY};
use crate::oci_check::statuses;
use crate::sts_fixture::{Scene, allow, assume, trust};

/// Longer than a stream goes on without being decided again.
const CARRIED: Duration = Duration::from_secs(31);
/// How soon everything has to end.
const SOON: Duration = Duration::from_secs(60);
const LIFE: u64 = 900;

/// What somebody has who was let in.
struct Inside {
    session: Caller,
    /// Docker's credential.
    login: String,
    /// Path and query of a download URL.
    url: String,
    layer: Vec<u8>,
}

impl Inside {
    async fn new(scene: &Scene, session: Caller, layer: Vec<u8>) -> Self {
        let image = TestImage::with_layers("hello", vec![layer.clone()]);
        image.push(&scene.admin, REPOSITORY, "1").await;
        let input = json!({"repositoryName": REPOSITORY, "layerDigest": digest_of(&layer)});
        let output = session.ecr_ok("GetDownloadUrlForLayer", input).await;
        let url = output["downloadUrl"].as_str().expect("a URL");
        let path = 8 + url[8..].find('/').expect("a path");
        Self {
            login: session.session().await,
            url: url[path..].to_owned(),
            session,
            layer,
        }
    }

    /// The statuses of the API, of docker's token and of the URL.
    async fn statuses(&self, scene: &Scene) -> [u16; 3] {
        let input = json!({"repositoryName": REPOSITORY});
        let api = self.session.ecr("DescribeImages", input).await;
        let docker = [("authorization", self.login.as_str())];
        let path = format!("/v2/{REPOSITORY}/manifests/1");
        let docker = scene.admin.oci("GET", &path, &docker, "").await;
        let request = Request::get(&self.url)
            .header("host", self.session.host())
            .body("");
        let url = scene.server.send(request.expect("a request")).await;
        [api, docker, url].map(|reply| reply.status.as_u16())
    }

    async fn is_in(&self, scene: &Scene, case: &str) {
        assert_eq!(self.statuses(scene).await, [200; 3], "{case}");
    }

    async fn is_out(&self, scene: &Scene, case: &str) {
        let found = self.statuses(scene).await;
        assert!(
            found.iter().all(|status| matches!(status, 400..500)),
            "{case}: {found:?}"
        );
    }
}

/// Why a session of a role ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Time,
    RoleDeleted,
    RoleMadeAgain,
    RightTakenAway,
    OlderRevoked,
}

const ENDS: [End; 5] = [
    End::Time,
    End::RoleDeleted,
    End::RoleMadeAgain,
    End::RightTakenAway,
    End::OlderRevoked,
];

async fn end(scene: &Scene, how: End) {
    let role = (OwnerKind::Role, ACCOUNT, "puller");
    match how {
        End::Time => scene.advance(Duration::from_secs(LIFE)),
        End::RoleDeleted => scene.delete_role(ACCOUNT, "puller").await,
        End::RoleMadeAgain => {
            scene.delete_role(ACCOUNT, "puller").await;
            let ann = format!("arn:aws:iam::{ACCOUNT}:user/ann");
            scene
                .role(ACCOUNT, "puller", trust(json!({"AWS": ann}), None))
                .await;
            scene.policy(role, "pull", allow(&["ecr:*"], "*")).await;
        }
        End::RightTakenAway => scene.policy(role, "pull", allow(&["s3:*"], "*")).await,
        End::OlderRevoked => {
            scene.advance(Duration::from_secs(1));
            let now = scene.server.clock.now().to_iso8601();
            // What the console attaches as `AWSRevokeOlderSessions`.
            let deny = json!({"Effect": "Deny", "Action": ["*"], "Resource": ["*"],
                              "Condition": {"DateLessThan": {"aws:TokenIssueTime": now}}});
            scene.policy(role, "AWSRevokeOlderSessions", deny).await;
        }
    }
}

async fn session(scene: &Scene) -> Caller {
    let (ann, role) = scene.puller().await;
    let life = LIFE.to_string();
    scene.assume(&ann, &role, &[("DurationSeconds", &life)]).await
}

#[tokio::test]
async fn sessions_of_roles_end() {
    for how in ENDS {
        let scene = Scene::new().await;
        let inside = Inside::new(&scene, session(&scene).await, pattern(51, 5_000)).await;
        inside.is_in(&scene, "at first").await;
        end(&scene, how).await;
        inside.is_out(&scene, &format!("{how:?}")).await;
    }
}

/// Who comes back after older sessions were revoked is let in.
#[tokio::test]
async fn younger_sessions_go_on() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let old = scene.assume(&ann, &role, &[]).await;
    let inside = Inside::new(&scene, old, pattern(52, 5_000)).await;
    end(&scene, End::OlderRevoked).await;
    inside.is_out(&scene, "old").await;
    scene.advance(Duration::from_secs(1));
    let young = scene.assume(&ann, &role, &[]).await;
    let inside = Inside::new(&scene, young, pattern(52, 5_000)).await;
    inside.is_in(&scene, "young").await;
}

/// The user whose key made a session of a role may go: the role does not.
#[tokio::test]
async fn a_role_outlives_who_took_it() {
    let scene = Scene::new().await;
    let inside = Inside::new(&scene, session(&scene).await, pattern(53, 5_000)).await;
    delete_user(&scene).await;
    inside.is_in(&scene, "the user is gone").await;
}

async fn delete_user(scene: &Scene) {
    let account = AccountId::parse(ACCOUNT).expect("an account");
    scene
        .write(move |tx| {
            Box::pin(async move {
                let ann = EntityName::parse("ann").expect("a name");
                let owner = meta::KeyOwner::User(ann.clone());
                for key in tx.access_key_list(&account, &owner, None, meta::Limit(9)).await? {
                    tx.access_key_delete(&key.id).await?;
                }
                tx.iam_user_delete(&account, &ann).await.map(drop)
            })
        })
        .await;
}

/// A session of a user ends with the user, and with the key that made it.
#[tokio::test]
async fn sessions_of_users_end() {
    for case in [
        "key inactive",
        "key deleted",
        "user deleted",
        "user made again",
        "time",
    ] {
        let scene = Scene::new().await;
        let ann = scene.user(ACCOUNT, "ann").await;
        let own = (OwnerKind::User, ACCOUNT, "ann");
        scene.policy(own, "own", allow(&["ecr:*"], "*")).await;
        let life = LIFE.to_string();
        let reply = ann.sts("GetSessionToken", &[("DurationSeconds", &life)]).await;
        let inside = Inside::new(&scene, scene.session(&reply), pattern(54, 5_000)).await;
        inside.is_in(&scene, "at first").await;
        let key = ann.signature("sts").key.id;
        match case {
            "key inactive" => {
                scene
                    .write(move |tx| {
                        let key = key.clone();
                        Box::pin(async move {
                            tx.access_key_set_active(&key, KeyStatus::Inactive)
                                .await
                                .map(drop)
                        })
                    })
                    .await;
            }
            "key deleted" => {
                scene
                    .write(move |tx| {
                        let key = key.clone();
                        Box::pin(async move { tx.access_key_delete(&key).await.map(drop) })
                    })
                    .await;
            }
            "user deleted" => delete_user(&scene).await,
            "user made again" => {
                delete_user(&scene).await;
                scene.user(ACCOUNT, "ann").await;
                scene.policy(own, "own", allow(&["ecr:*"], "*")).await;
            }
            _ => scene.advance(Duration::from_secs(LIFE)),
        }
        inside.is_out(&scene, case).await;
    }
}

/// A token and a URL of a session end with it, although their own lives are longer.
#[tokio::test]
async fn what_a_session_makes_ends_with_it() {
    let scene = Scene::new().await;
    let session = session(&scene).await;
    let end = scene.server.clock.now().after(Duration::from_secs(LIFE));
    scene.advance(Duration::from_secs(60));
    let output = session.ecr_ok("GetAuthorizationToken", json!({})).await;
    let expires = &output["authorizationData"][0]["expiresAt"];
    assert_eq!(expires.as_f64(), Some(end.as_epoch_seconds()), "{output}");
    let inside = Inside::new(&scene, session, pattern(55, 5_000)).await;
    scene.advance(Duration::from_secs(LIFE - 61));
    inside.is_in(&scene, "a second before").await;
    scene.advance(Duration::from_secs(1));
    inside.is_out(&scene, "at the end").await;
}

/// An upload that is running when its session ends stops, and what came late counts for nothing.
#[tokio::test]
async fn running_uploads_end() {
    for how in ENDS {
        let scene = Scene::new().await;
        let session = session(&scene).await;
        let location = session.start_upload(REPOSITORY).await;
        let headers = [("transfer-encoding", "chunked"), ("expect", "100-continue")];
        let head = session.request_head("PATCH", &location, &headers).await;
        let mut wire = scene.server.wire().await;
        wire.send(head).await;
        assert_eq!(wire.reply().await.status, 100);
        wire.send(b"5\r\nfirst\r\n").await;
        end(&scene, how).await;
        scene.advance(CARRIED);
        assert!(CARRIED < SOON);
        wire.send(b"6\r\nsecond\r\n0\r\n\r\n").await;
        let found = statuses(&wire.rest().await);
        assert!(matches!(found[..], [400..500]), "{how:?}: {found:?}");
    }
}

/// A download that is running when its session ends stops in the middle.
#[tokio::test]
async fn running_downloads_end() {
    let ways = ENDS.into_iter().zip([false, true].into_iter().cycle());
    for (how, by_url) in ways.chain([(End::RoleDeleted, false)]) {
        let scene = Scene::new().await;
        // More than the connection holds back while nobody reads.
        let layer = pattern(57, 16 << 20);
        let inside = Inside::new(&scene, session(&scene).await, layer).await;
        let path = format!("/v2/{REPOSITORY}/blobs/{}", digest_of(&inside.layer));
        let head = if by_url {
            format!(
                "GET {} HTTP/1.1\r\nhost: {}\r\n\r\n",
                inside.url,
                inside.session.host()
            )
        } else {
            inside.session.request_head("GET", &path, &[]).await
        };
        let mut wire = scene.server.wire().await;
        wire.send(head).await;
        wire.first_bytes().await;
        end(&scene, how).await;
        scene.advance(CARRIED);
        let rest = wire.rest().await;
        assert!(
            rest.len() < inside.layer.len(),
            "{how:?} {by_url}: {}",
            rest.len()
        );
    }
}

/// Who has left an upload cannot go on with it, even with a new session of somebody else's name.
#[tokio::test]
async fn an_upload_belongs_to_its_session() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let session = scene.assume(&ann, &role, &[]).await;
    let location = session.start_upload(REPOSITORY).await;
    let same = scene.assume(&ann, &role, &[]).await;
    let reply = same.patch(&location, None, b"more").await;
    assert_eq!(reply.status, 202, "{}", reply.text());
    let other = assume(&ann, &role, &[("RoleSessionName", "other")]).await;
    let reply = scene.session(&other).patch(&location, None, b"more").await;
    assert_eq!(reply.status, 404, "{}", reply.text());
}
