//! Does one part of letting a request in many times for each line of its input, such as
//! `authorize 100000`. For `e2e/iam/speed.py`, which measures what each part costs.
//!
//! The parts: `authorize` decides for a caller who is known; `token` opens docker's password;
//! `signature` looks the access key up and verifies a signed request of 200 bytes; `pull` notes
//! that an image was pulled.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::net::IpAddr;
use std::sync::Arc;

use blobs::MemoryStore;
use meta::{Meta, RepositoryId};
use names::{AccountId, Digest, Region, RegistryKey, RepositoryArn, RepositoryName};
use registry::{
    Action, AtRest, Call, CallKind, CalledOperation, Caller, Front, MAX_TOKEN_LIFE, ManifestRead, MasterKey,
    NewAccessKey, Origin, Parameters, Registry, Stores, Transport,
};
use sha2::{Digest as _, Sha256};
use sigv4::{Credentials, Limits, PathStyle, Payload, Received, SecretKey, Signing};
use stdx::{ManualClock, Timestamp};
use uuid::Uuid;

const BODY: &[u8] = &[b'x'; 200];

/// A registry with one caller.
struct Lab {
    registry: Registry,
    key: NewAccessKey,
    repository: RepositoryArn,
    now: Timestamp,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let lab = Lab::open(folder.path()).await?;
        let mut output = io::stdout().lock();
        for line in io::stdin().lock().lines() {
            let line = line?;
            let (part, times) = line
                .split_once(' ')
                .ok_or("each line must be a part and a number")?;
            lab.repeat(part, times.parse()?).await?;
            writeln!(output, "done")?;
        }
        Ok(())
    })
}

impl Lab {
    async fn open(folder: &std::path::Path) -> Result<Self, Box<dyn Error>> {
        let now = Timestamp::from_seconds(1_767_608_100);
        let meta = Meta::open_sqlite(&folder.join("meta.sqlite")).await?;
        let stores = Stores {
            meta,
            blobs: Arc::new(MemoryStore::default()),
            at_rest: AtRest::Clear,
            clock: Arc::new(ManualClock::new(now)),
            master_key: MasterKey::random(),
        };
        let registry = Registry::open(stores).await?;
        let account = AccountId::parse("111122223333")?;
        let key = registry
            .account_create(account)
            .await?
            .ok_or("the account is new")?;
        let repository = RepositoryArn {
            registry: RegistryKey {
                account,
                region: Region::parse("eu-west-1")?,
            },
            name: RepositoryName::parse("shop/api")?,
        };
        Ok(Self {
            registry,
            key,
            repository,
            now,
        })
    }

    async fn caller(&self) -> Result<Caller, Box<dyn Error>> {
        let credential = self.registry.credential(&self.key.id, None).await?;
        Ok(Caller {
            principal: credential.ok_or("the key is known")?.principal,
            origin: Origin {
                source_ip: IpAddr::from([127, 0, 0, 1]),
                transport: Transport::Plain,
                user_agent: None,
            },
            call: Arc::new(Call::new(
                CalledOperation {
                    source: "ecr.amazonaws.com",
                    name: "BatchGetImage",
                    kind: CallKind::Read,
                },
                self.repository.registry.region.clone(),
                (Front::Oci, Uuid::nil()),
                Parameters::None,
            )),
        })
    }

    async fn repeat(&self, part: &str, times: u64) -> Result<(), Box<dyn Error>> {
        let (registry, caller) = (&self.registry, self.caller().await?);
        match part {
            "authorize" => {
                for _ in 0..times {
                    let action = Action::BatchGetImage;
                    registry
                        .authorize_images(&caller, action, &self.repository)
                        .await?;
                }
            }
            "token" => {
                let action = Action::GetAuthorizationToken;
                let place = &self.repository.registry;
                let grant = registry.authorize(&caller, action, place).await?;
                let token = registry
                    .token_issue(&grant, place.clone(), MAX_TOKEN_LIFE)
                    .await?;
                for _ in 0..times {
                    registry.token_open(&token.password).await??;
                }
            }
            "signature" => self.verify(times).await?,
            "pull" => {
                let action = Action::BatchGetImage;
                let grant = registry
                    .authorize_images(&caller, action, &self.repository)
                    .await?;
                let image = |number: u8| (RepositoryId::random(), Digest::Sha256([number; 32]));
                let images: Vec<_> = (0..=u8::MAX).map(image).collect();
                for image in images.iter().cycle().zip(0..times).map(|(image, _)| *image) {
                    registry.image_pull_note(&grant, ManifestRead::Pull, image);
                }
            }
            other => return Err(format!("there is no part {other}").into()),
        }
        Ok(())
    }

    async fn verify(&self, times: u64) -> Result<(), Box<dyn Error>> {
        let secret = SecretKey::new(self.key.secret.clone());
        let digest: [u8; 32] = Sha256::digest(BODY).into();
        let headers: [(&str, &[u8]); 3] = [
            ("host", b"127.0.0.1:5000"),
            ("content-type", b"application/x-amz-json-1.1"),
            (
                "x-amz-target",
                b"AmazonEC2ContainerRegistry_V20150921.BatchGetImage",
            ),
        ];
        let request = |headers| sigv4::Request {
            method: "POST",
            path: "/",
            query: "",
            headers,
        };
        let added = sigv4::sign(
            &request(&headers),
            &Signing {
                credentials: Credentials {
                    access_key_id: &self.key.id,
                    secret: &secret,
                    security_token: None,
                },
                region: &self.repository.registry.region,
                service: "ecr",
                signed_at: self.now,
                path: PathStyle::Normalized,
                payload: Payload::Sha256(digest),
            },
        );
        let mut signed: Vec<(&str, &[u8])> = headers.to_vec();
        signed.extend(added.iter().map(|(name, value)| (*name, value.as_bytes())));
        let limits = Limits {
            services: &["ecr"],
            ..Limits::default()
        };
        for _ in 0..times {
            let request = request(&signed);
            let claim = sigv4::claim(&request)?;
            let credential = self.registry.credential(claim.access_key_id(), None).await?;
            let credential = credential.ok_or("the key is known")?;
            let received = Received {
                request,
                body_sha256: Sha256::digest(BODY).into(),
                now: self.now,
            };
            claim.verify(&received, &SecretKey::new(credential.secret.to_string()), &limits)?;
        }
        Ok(())
    }
}
