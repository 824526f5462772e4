//! What the tests of STS share: users, roles and policies that another process writes, and the
//! sessions that are made of them.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use meta::{AccessKey, InlinePolicy, KeyOwner, KeyStatus, Meta, OwnerKind, PolicyOwner, Role, Tx, User};
use names::{AccessKeyId, AccountId, EntityName, EntityPath, UniqueId};
use registry::NewAccessKey;
use serde_json::{Value, json};
use stdx::Clock as _;
use testkit::{Caller, Reply, TestServer};

use crate::aws_fixture::{ACCOUNT, HOST, REPOSITORY, server};
use crate::aws_sts::element;

/// The other account.
pub(crate) const OTHER: &str = "444455556666";
/// Longer than the server goes without looking for changes of other processes.
const NOTICED: Duration = Duration::from_millis(500);

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A server with a repository, and the database behind it.
pub(crate) struct Scene {
    pub(crate) server: TestServer,
    /// The administrator of [`ACCOUNT`], which owns the repository.
    pub(crate) admin: Caller,
    meta: Meta,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let (server, admin) = server().await;
        admin.create_repository(REPOSITORY).await;
        let path = server.folder().join("meta.sqlite");
        let meta = Meta::open_sqlite(&path).await.expect("a database");
        Self { server, admin, meta }
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.server.clock.advance(by);
    }

    /// Writes as another process does, and lets the server notice.
    pub(crate) async fn write<F>(&self, body: F)
    where
        F: for<'t> Fn(&'t mut Tx<'_>) -> futures_util::future::BoxFuture<'t, Result<(), meta::Error>>
            + Send
            + Sync
            + 'static,
    {
        let body = std::sync::Arc::new(body);
        let written: Result<(), meta::Error> = self
            .meta
            .write(move |tx| {
                let body = std::sync::Arc::clone(&body);
                Box::pin(async move {
                    body(tx).await?;
                    tx.generation_bump().await?;
                    Ok(())
                })
            })
            .await;
        written.expect("a database");
        self.advance(NOTICED);
    }

    /// A user of an account without any right.
    pub(crate) async fn user(&self, account: &str, name: &str) -> Caller {
        let (account, name) = (id(account), entity(name));
        let key = NewAccessKey {
            id: AccessKeyId::parse(&unique("AKIA")).expect("an access key id"),
            secret: format!("{name:x>40}"),
        };
        let user = User {
            account,
            name: name.clone(),
            path: EntityPath::default(),
            id: UniqueId::parse(&unique("AIDA")).expect("a unique id"),
            created_at: self.server.clock.now(),
            boundary: None,
        };
        let row = self.key(&key, account, KeyOwner::User(name));
        self.write(move |tx| {
            let (user, row) = (user.clone(), row.clone());
            Box::pin(async move {
                tx.iam_user_create(&user).await?;
                tx.access_key_create(&row).await.map(drop)
            })
        })
        .await;
        self.admin.with_key(key, None)
    }

    /// The root of an account.
    pub(crate) async fn root(&self, account: &str) -> Caller {
        let made = self.server.registry.account_root_key(id(account)).await;
        let key = made.expect("a database").expect("an account");
        self.admin.with_key(key, None)
    }

    fn key(&self, key: &NewAccessKey, account: AccountId, owner: KeyOwner) -> AccessKey {
        AccessKey {
            id: key.id.clone(),
            account,
            owner,
            secret: key.secret.clone(),
            status: KeyStatus::Active,
            created_at: self.server.clock.now(),
            last_used: None,
        }
    }

    /// A role without any right, whose sessions live up to two hours.
    pub(crate) async fn role(&self, account: &str, name: &str, trust: Value) -> String {
        let role = Role {
            account: id(account),
            name: entity(name),
            path: EntityPath::parse("/team/").expect("a path"),
            id: UniqueId::parse(&unique("AROA")).expect("a unique id"),
            created_at: self.server.clock.now(),
            description: None,
            max_session: Duration::from_secs(7200),
            trust_policy: trust.to_string(),
            boundary: None,
            last_used: None,
        };
        self.write(move |tx| {
            let role = role.clone();
            Box::pin(async move { tx.iam_role_create(&role).await.map(drop) })
        })
        .await;
        format!("arn:aws:iam::{account}:role/team/{name}")
    }

    pub(crate) async fn delete_role(&self, account: &str, name: &str) {
        let (account, name) = (id(account), entity(name));
        self.write(move |tx| {
            let name = name.clone();
            Box::pin(async move { tx.iam_role_delete(&account, &name).await.map(drop) })
        })
        .await;
    }

    /// Gives a user or a role an inline policy, in place of the one of that name.
    pub(crate) async fn policy(&self, owner: (OwnerKind, &str, &str), name: &str, statement: Value) {
        let (kind, account, owner) = owner;
        let account = id(account);
        let owner = PolicyOwner {
            kind,
            name: entity(owner),
        };
        let policy = InlinePolicy {
            name: entity(name),
            document: document(statement).to_string(),
        };
        self.write(move |tx| {
            let (owner, policy) = (owner.clone(), policy.clone());
            Box::pin(async move { tx.iam_inline_policy_put(&account, &owner, &policy).await })
        })
        .await;
    }

    /// The role `puller` of [`ACCOUNT`], which may read images, and a user who may take it.
    pub(crate) async fn puller(&self) -> (Caller, String) {
        let ann = self.user(ACCOUNT, "ann").await;
        let trust = trust(json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:user/ann")}), None);
        let role = self.role(ACCOUNT, "puller", trust).await;
        self.policy(
            (OwnerKind::Role, ACCOUNT, "puller"),
            "pull",
            allow(&["ecr:*"], "*"),
        )
        .await;
        (ann, role)
    }

    /// Takes a role, which must succeed.
    pub(crate) async fn assume(&self, caller: &Caller, role: &str, more: &[(&str, &str)]) -> Caller {
        let reply = assume(caller, role, more).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        self.session(&reply)
    }

    /// Who has the credentials of an answer.
    pub(crate) fn session(&self, reply: &Reply) -> Caller {
        let xml = reply.text();
        let key = NewAccessKey {
            id: AccessKeyId::parse(element(xml, "AccessKeyId")).expect("an access key id"),
            secret: element(xml, "SecretAccessKey").to_owned(),
        };
        let token = element(xml, "SessionToken").to_owned();
        self.admin.with_key(key, Some(token)).at_host(HOST)
    }
}

/// Asks for a role, in a session with the name `job`.
pub(crate) async fn assume(caller: &Caller, role: &str, more: &[(&str, &str)]) -> Reply {
    let mut members = vec![("RoleArn", role), ("RoleSessionName", "job")];
    members.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    members.extend(more);
    caller.sts("AssumeRole", &members).await
}

/// The ARN that `GetCallerIdentity` answers.
pub(crate) async fn identity(caller: &Caller) -> String {
    let reply = caller.sts("GetCallerIdentity", &[]).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    element(reply.text(), "Arn").to_owned()
}

/// A policy of one statement.
pub(crate) fn document(statement: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statement})
}

/// A trust policy that lets a principal take the role, with tags and all.
pub(crate) fn trust(principal: Value, condition: Option<Value>) -> Value {
    let action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
    let mut statement = json!({"Effect": "Allow", "Principal": principal, "Action": action});
    if let Some(condition) = condition {
        statement["Condition"] = condition;
    }
    document(statement)
}

/// A statement that allows.
pub(crate) fn allow(actions: &[&str], resource: &str) -> Value {
    json!({"Effect": "Allow", "Action": actions, "Resource": resource})
}

/// AWS's sentence on a role that may not be taken.
pub(crate) fn denied(caller: &str, action: &str, role: &str) -> (u16, String, String) {
    let message = format!("User: {caller} is not authorized to perform: sts:{action} on resource: {role}");
    (403, "AccessDenied".to_owned(), message)
}

/// A sentence as XML has it.
pub(crate) fn in_xml(sentence: &str) -> String {
    sentence.replace('\'', "&apos;")
}

fn unique(prefix: &str) -> String {
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let digits = format!("{count:08}");
    let letters: String = digits
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'A'))
        .collect();
    format!("{prefix}{letters:Q>16}")
}

fn id(account: &str) -> AccountId {
    AccountId::parse(account).expect("an account")
}

fn entity(name: &str) -> EntityName {
    EntityName::parse(name).expect("a name")
}
