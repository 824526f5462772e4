//! The authorisation matrix: every operation and route, by everybody, on repositories that are
//! there and that are not. The committed table is what the front answers, so that no permission
//! changes unseen.

use std::fmt::Write as _;
use std::time::Duration;

use aws_model::{ecr, hythe};
use bytes::Bytes;
use http::Request;
use meta::{OwnerKind, PolicyOwner};
use names::{AccountId, EntityName, PolicyArn};
use serde_json::{Value, json};
use testkit::{Caller, Reply, TestImage};

use crate::authorization_requests::{Api, Row, rows};
use crate::aws_fixture::{ACCOUNT, HOST};
use crate::aws_sts::element;
use crate::sts_fixture::{OTHER, Scene, allow};

/// What is committed: made by this test, see [`the_matrix_is_the_committed_one`].
const COMMITTED: &str = include_str!("authorization_matrix.txt");
/// The least number of cells.
const CELLS: usize = 2_000;

/// The repositories, as whom they belong to and whether they are there.
const PLACES: [Place; 4] = [
    Place {
        name: "own",
        account: ACCOUNT,
        repository: "shop/api",
    },
    Place {
        name: "missing",
        account: ACCOUNT,
        repository: "shop/none",
    },
    Place {
        name: "foreign",
        account: OTHER,
        repository: "shop/api",
    },
    Place {
        name: "foreign missing",
        account: OTHER,
        repository: "shop/none",
    },
];

/// A repository to aim at.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    name: &'static str,
    pub(crate) account: &'static str,
    pub(crate) repository: &'static str,
}

/// Who asks. The first has no credential.
const CALLERS: [&str; 7] = [
    "anonymous",
    "no permission",
    "reader",
    "pusher",
    "administrator",
    "other account",
    "expired session",
];

struct Stage {
    scene: Scene,
    /// In the order of [`CALLERS`], without the first.
    callers: Vec<Caller>,
    other: Caller,
    image: TestImage,
}

impl Stage {
    async fn new() -> Self {
        let scene = Scene::new().await;
        let image = TestImage::new("one");
        let expired = session(&scene).await;
        let other = scene.server.other_account(OTHER).await.at_host(HOST);
        other.create_repository("shop/api").await;
        image.push(&scene.admin, "shop/api", "1").await;
        image.push(&other, "shop/api", "1").await;
        let nobody = scene.user(ACCOUNT, "nobody").await;
        let login = (OwnerKind::User, ACCOUNT, "nobody");
        scene
            .policy(login, "login", allow(&["ecr:GetAuthorizationToken"], "*"))
            .await;
        nobody.session().await;
        // Whoever lost the right to log in still has the token.
        scene.policy(login, "login", allow(&["s3:GetObject"], "*")).await;
        let reader = managed(&scene, "reader", "AmazonEC2ContainerRegistryReadOnly").await;
        let pusher = managed(&scene, "pusher", "AmazonEC2ContainerRegistryPowerUser").await;
        let callers = vec![
            nobody,
            reader,
            pusher,
            scene.admin.clone(),
            other.clone(),
            expired,
        ];
        Self {
            scene,
            callers,
            other,
            image,
        }
    }

    /// Who is asked to bring back what a request took away.
    fn owner(&self, place: Place) -> &Caller {
        if place.account == OTHER {
            &self.other
        } else {
            &self.scene.admin
        }
    }

    async fn cell(&self, caller: Option<&Caller>, place: Place, row: &Row) -> String {
        let reply = self.send(caller, place, row).await;
        if reply.status.is_success()
            && let Some(undo) = row.undo
        {
            // What is aimed at no repository is of the caller's own registry.
            let own = caller.filter(|_| row.places() == 1);
            let undoer = own.unwrap_or(self.owner(place));
            let undone = self.send(Some(undoer), place, &undo(&self.image)).await;
            assert!(undone.status.is_success(), "{}: {}", row.name, undone.text());
        }
        written(&reply, row.api)
    }

    async fn send(&self, caller: Option<&Caller>, place: Place, row: &Row) -> Reply {
        let name = &*row.name;
        match row.api {
            Api::Ecr | Api::Hythe => {
                let body = input(&row.input, place).to_string();
                let (service, prefix) = match row.api {
                    Api::Hythe => (hythe::SIGNING_NAME, hythe::TARGET_PREFIX),
                    _ => (ecr::SIGNING_NAME, ecr::TARGET_PREFIX),
                };
                let target = format!("{prefix}.{}", row.operation());
                match caller {
                    Some(caller) => caller.aws_json(service, &target, body).await,
                    None => self.post("application/x-amz-json-1.1", &target, body).await,
                }
            }
            Api::Query { service, version } => {
                let form = format!("Action={name}&Version={version}{}", row.body);
                match caller {
                    Some(caller) => caller.aws_query(service, &form).await,
                    None => self.post("application/x-www-form-urlencoded", "", form).await,
                }
            }
            Api::Oci => {
                let (method, path) = name.split_once(' ').expect("method and path");
                let path = path.replace("<name>", place.repository);
                let path = path.replace("<image>", &self.image.digest());
                let path = path.replace("<layer>", &testkit::digest_of(&self.image.layers[0]));
                let host = format!("{}.dkr.ecr.eu-west-1.hythe.test", place.account);
                let headers = [("host", host.as_str()), ("content-type", testkit::OCI_MANIFEST)];
                match caller {
                    Some(caller) => caller.oci(method, &path, &headers, row.body.clone()).await,
                    None => {
                        let request = Request::builder().method(method).uri(path).header("host", host);
                        let body = Bytes::from(row.body.clone());
                        self.scene
                            .server
                            .send(request.body(body).expect("a request"))
                            .await
                    }
                }
            }
        }
    }

    async fn post(&self, content_type: &str, target: &str, body: String) -> Reply {
        let mut request = Request::post("/")
            .header("host", HOST)
            .header("content-type", content_type);
        if !target.is_empty() {
            request = request.header("x-amz-target", target);
        }
        self.scene
            .server
            .send(request.body(body).expect("a request"))
            .await
    }
}

/// The credentials of a session that has ended, and of a login that was made with them.
async fn session(scene: &Scene) -> Caller {
    let reply = scene
        .admin
        .sts("GetSessionToken", &[("DurationSeconds", "900")])
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let caller = scene.session(&reply);
    caller.session().await;
    scene.advance(Duration::from_secs(901));
    caller
}

async fn managed(scene: &Scene, name: &str, policy: &str) -> Caller {
    let caller = scene.user(ACCOUNT, name).await;
    let owner = PolicyOwner {
        kind: OwnerKind::User,
        name: EntityName::parse(name).expect("a name"),
    };
    let policy = PolicyArn::parse(&format!("arn:aws:iam::aws:policy/{policy}")).expect("an ARN");
    let account = AccountId::parse(ACCOUNT).expect("an account");
    scene
        .write(move |tx| {
            let (owner, policy) = (owner.clone(), policy.clone());
            Box::pin(async move { tx.iam_attachment_put(&account, &owner, &policy).await.map(drop) })
        })
        .await;
    caller
}

/// An input, aimed at a place.
fn input(template: &Value, place: Place) -> Value {
    let mut input = template.clone();
    let arn = format!(
        "arn:aws:ecr:eu-west-1:{}:repository/{}",
        place.account, place.repository
    );
    for (member, value) in [
        ("registryId", json!(place.account)),
        ("repositoryName", json!(place.repository)),
        ("repositoryNames", json!([place.repository])),
        ("resourceArn", json!(arn)),
    ] {
        if input.get(member).is_some() {
            input[member] = value;
        }
    }
    input
}

/// Status and code, without the ending that all names of errors have.
fn written(reply: &Reply, api: Api) -> String {
    let status = reply.status.as_u16();
    let code = match api {
        _ if reply.status.is_success() || reply.body.is_empty() => String::new(),
        Api::Ecr | Api::Hythe => reply.json()["__type"].as_str().unwrap_or_default().to_owned(),
        Api::Query { .. } => element(reply.text(), "Code").to_owned(),
        Api::Oci if status == 401 => String::new(),
        Api::Oci => reply.oci_error().0,
    };
    let code = code.strip_suffix("Exception").unwrap_or(&code);
    format!("{status} {code}").trim_end().to_owned()
}

/// Whether a cell says that the caller may not.
fn is_denied(cell: &str) -> bool {
    cell.starts_with("401") || cell.starts_with("403") || cell.contains("AccessDenied")
}

/// Who may not is not told what is there.
fn check_hidden(row: &Row, caller: &str, cells: &[String]) {
    for pair in cells.chunks(2) {
        if let [there, missing] = pair
            && (is_denied(there) || is_denied(missing))
        {
            assert_eq!(there, missing, "{}, {caller}", row.name);
        }
    }
}

#[tokio::test]
async fn the_matrix_is_the_committed_one() {
    let stage = Stage::new().await;
    let (mut table, mut count) = (String::new(), 0);
    writeln!(table, "request | {}", CALLERS.join(" | ")).expect("text");
    let names: Vec<&str> = PLACES.iter().map(|place| place.name).collect();
    writeln!(table, "each: {}; one, if all are alike", names.join(", ")).expect("text");
    for row in rows(&stage.image) {
        let mut line = row.name.clone();
        for (index, name) in CALLERS.iter().enumerate() {
            let caller = index.checked_sub(1).map(|index| &stage.callers[index]);
            let mut cells = Vec::new();
            for place in &PLACES[..row.places()] {
                cells.push(stage.cell(caller, *place, &row).await);
            }
            count += cells.len();
            check_hidden(&row, name, &cells);
            let alike = cells.iter().all(|cell| *cell == cells[0]);
            cells.truncate(if alike { 1 } else { cells.len() });
            write!(line, " | {}", cells.join(", ")).expect("text");
        }
        writeln!(table, "{line}").expect("text");
    }
    writeln!(table, "{count} cells").expect("text");
    if table != COMMITTED {
        let made = concat!(env!("CARGO_TARGET_TMPDIR"), "/authorization_matrix.txt");
        std::fs::write(made, &table).expect("a file");
        let differs = table
            .lines()
            .find(|line| !COMMITTED.lines().any(|other| other == *line));
        panic!("the matrix is not the committed one; it is in {made}; first: {differs:?}");
    }
    assert!(count >= CELLS, "{count}");
}
