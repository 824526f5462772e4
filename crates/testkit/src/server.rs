//! The server under test.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use blobs::DiskStore;
use meta::{AccessKey, KeyOwner, KeyStatus, Limit, Meta, OwnerKind, PolicyOwner, Put, User};
use names::{AccessKeyId, AccountId, EntityName, EntityPath, PolicyArn, Region, UniqueId};
use registry::{AtRest, MasterKey, NewAccessKey, Quotas, Reach, Registry, Stores};
use server::{App, Limits, Listener, Rates, Server};
use stdx::{Clock as _, ManualClock, Timestamp};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::client::{self, Reply};
use crate::{Caller, Wire};

/// The account of [`TestServer::administrator`].
pub const ACCOUNT: &str = "111122223333";
/// The region of [`TestServer::administrator`].
pub const REGION: &str = "eu-west-1";

/// A running server. Stops when it is dropped.
pub struct TestServer {
    /// The clock of the server.
    pub clock: Arc<ManualClock>,
    /// The service behind the front.
    pub registry: Registry,
    meta: Meta,
    folder: Arc<Folder>,
    address: SocketAddr,
    administrator: NewAccessKey,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
}

/// Where the server keeps everything.
enum Folder {
    /// Goes away with the last server in it.
    Temporary(TempDir),
    /// The test's own.
    Kept(PathBuf),
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(path) => path,
        }
    }
}

impl TestServer {
    /// Starts a server on an empty folder.
    pub async fn start() -> Self {
        Self::start_with(Limits::default()).await
    }

    /// Starts a server on an empty folder whose service is changed before.
    pub async fn start_changed(change: impl FnOnce(Registry) -> Registry) -> Self {
        Self::start_as((Limits::default(), Rates::default()), change).await
    }

    /// Starts a server on an empty folder within `limits`.
    pub async fn start_with(limits: Limits) -> Self {
        Self::start_as((limits, Rates::default()), |registry| registry).await
    }

    /// Starts a server on an empty folder with quotas and rates.
    pub async fn start_bounded(quotas: Quotas, rates: Rates) -> Self {
        Self::start_as((Limits::default(), rates), |registry| registry.bounded_by(quotas)).await
    }

    async fn start_as((limits, rates): (Limits, Rates), change: impl FnOnce(Registry) -> Registry) -> Self {
        let folder = Arc::new(Folder::Temporary(temporary_folder()));
        let clock = Arc::new(ManualClock::new(Timestamp::from_seconds(1_767_608_100)));
        let (registry, meta) = open(folder.path(), Arc::clone(&clock)).await;
        let account = AccountId::parse(ACCOUNT).expect("an account");
        let key = registry
            .account_create(account)
            .await
            .expect("an account")
            .expect("a new one");
        Self::serve((folder, clock), (change(registry), meta), key, (limits, rates)).await
    }

    /// Starts a server at `now` on a folder that the test keeps, and makes [`ACCOUNT`] there unless a
    /// start before this one has.
    pub async fn start_kept(
        folder: &Path,
        now: Timestamp,
        change: impl FnOnce(Registry) -> Registry,
    ) -> Self {
        let clock = Arc::new(ManualClock::new(now));
        let (registry, meta) = open(folder, Arc::clone(&clock)).await;
        let account = AccountId::parse(ACCOUNT).expect("an account");
        let made = registry.account_create(account).await.expect("an account");
        let key = match made {
            Some(key) => key,
            None => administrator_key((&registry, &meta), account).await,
        };
        let folder = Arc::new(Folder::Kept(folder.to_owned()));
        let bounds = (Limits::default(), Rates::default());
        Self::serve((folder, clock), (change(registry), meta), key, bounds).await
    }

    async fn serve(
        (folder, clock): (Arc<Folder>, Arc<ManualClock>),
        (registry, meta): (Registry, Meta),
        administrator: NewAccessKey,
        (limits, rates): (Limits, Rates),
    ) -> Self {
        let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = Listener::bind(any_port, None).await.expect("a free port");
        let address = listener.local_addr().expect("a bound address");
        let server = Server::new(Arc::new(App::new(registry.clone()).limited_to(rates)), limits);
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            server
                .serve(listener, async { stopped.await.unwrap_or_default() })
                .await;
        });
        let (stop, task) = (Some(stop), Some(task));
        Self {
            clock,
            registry,
            meta,
            folder,
            address,
            administrator,
            stop,
            task,
        }
    }

    /// Stops the server in order and starts another on the same folder.
    pub async fn restart(mut self) -> Self {
        self.stop().await;
        let (folder, clock) = (Arc::clone(&self.folder), Arc::clone(&self.clock));
        let key = self.administrator.clone();
        drop(self);
        let opened = open(folder.path(), Arc::clone(&clock)).await;
        Self::serve(
            (folder, clock),
            opened,
            key,
            (Limits::default(), Rates::default()),
        )
        .await
    }

    /// Tells the server to stop and waits until it has.
    pub async fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(task) = self.task.take() {
            task.await.expect("the server does not panic");
        }
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The administrator of [`ACCOUNT`], calling from [`REGION`].
    pub fn administrator(&self) -> Caller {
        let account = AccountId::parse(ACCOUNT).expect("an account");
        let region = Region::parse(REGION).expect("a region");
        Caller::new(self, self.administrator.clone(), (account, region))
    }

    /// The administrator of another account, which is made.
    pub async fn other_account(&self, account: &str) -> Caller {
        let account = AccountId::parse(account).expect("an account");
        let key = self
            .registry
            .account_create(account)
            .await
            .expect("an account")
            .expect("a new one");
        Caller::new(self, key, (account, Region::parse(REGION).expect("a region")))
    }

    /// Another administrator of [`ACCOUNT`], calling from [`REGION`].
    pub async fn other_user(&self, name: &str) -> Caller {
        let account = AccountId::parse(ACCOUNT).expect("an account");
        let id = AccessKeyId::parse(&format!("AKIA{:A>16}", name.to_uppercase())).expect("an access key id");
        let secret = format!("{name:x>40}");
        let owner = PolicyOwner {
            kind: OwnerKind::User,
            name: EntityName::parse(name).expect("a user's name"),
        };
        let user = User {
            account,
            name: owner.name.clone(),
            path: EntityPath::default(),
            id: UniqueId::parse(&format!("AIDA{:A>16}", name.to_uppercase())).expect("a unique id"),
            created_at: self.clock.now(),
            boundary: None,
        };
        let key = AccessKey {
            id: id.clone(),
            account,
            owner: KeyOwner::User(owner.name.clone()),
            secret: secret.clone(),
            status: KeyStatus::Active,
            created_at: self.clock.now(),
            last_used: None,
        };
        let policy = PolicyArn::parse("arn:aws:iam::aws:policy/AdministratorAccess").expect("an ARN");
        let created = self.meta.write(move |tx| {
            let (owner, user, key, policy) = (owner.clone(), user.clone(), key.clone(), policy.clone());
            Box::pin(async move {
                tx.iam_user_create(&user).await?;
                tx.iam_attachment_put(&account, &owner, &policy).await?;
                tx.access_key_create(&key).await
            })
        });
        let put: Result<Put, meta::Error> = created.await;
        assert_eq!(put.expect("a database"), Put::Created, "{name}");
        let region = Region::parse(REGION).expect("a region");
        Caller::new(self, NewAccessKey { id, secret }, (account, region))
    }

    /// A connection to the server, for a test that speaks byte by byte.
    pub async fn wire(&self) -> Wire {
        Wire::connect(self.address).await
    }

    /// Sends a request just as it is.
    pub async fn send(&self, request: http::Request<impl Into<bytes::Bytes>>) -> Reply {
        client::send(self.address, request).await
    }

    /// Sends a request over HTTP/2 without TLS; its target must have an authority.
    pub async fn send_http2(&self, request: http::Request<impl Into<bytes::Bytes>>) -> Reply {
        client::send_http2(self.address, request).await
    }

    /// Sends bytes over a fresh connection and returns all that comes back until it closes.
    pub async fn send_raw(&self, bytes: &[u8]) -> Vec<u8> {
        client::send_raw(self.address, bytes).await
    }

    /// As [`TestServer::send_raw`], from a client that sends no more after these bytes.
    pub async fn send_cut_off(&self, bytes: &[u8]) -> Vec<u8> {
        client::send_cut_off(self.address, bytes).await
    }
}

/// A folder in memory where the system has that: a store makes hundreds of folders when it opens.
fn temporary_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    folder.expect("a temporary folder")
}

/// The key that a start before this one made.
async fn administrator_key((registry, meta): (&Registry, &Meta), account: AccountId) -> NewAccessKey {
    let name = EntityName::parse("administrator").expect("a user's name");
    let owner = KeyOwner::User(name);
    let keys = meta.read(move |tx| {
        let owner = owner.clone();
        Box::pin(async move { tx.access_key_list(&account, &owner, None, Limit(1)).await })
    });
    let keys: Result<Vec<AccessKey>, meta::Error> = keys.await;
    let key = keys.expect("a database").pop().expect("a key");
    let secret = registry
        .access_key_secret(&key)
        .expect("a secret of this installation");
    NewAccessKey { id: key.id, secret }
}

async fn open(folder: &Path, clock: Arc<ManualClock>) -> (Registry, Meta) {
    let meta = Meta::open_sqlite(&folder.join("meta.sqlite"))
        .await
        .expect("a database");
    let blobs = Arc::new(DiskStore::open(&folder.join("store")).expect("a byte store"));
    let stores = Stores {
        meta: meta.clone(),
        blobs,
        at_rest: AtRest::Encrypted,
        clock,
        // Every server of a folder has this one.
        master_key: MasterKey::from_base64(&format!("{}=", "A".repeat(43))).expect("32 bytes"),
    };
    let registry = Registry::open(stores).await.expect("a registry");
    // Tests have their identity providers on this machine.
    (registry.reaching(Reach::Anywhere), meta)
}
