//! Previews a lifecycle policy on a repository of 100,000 images in SQLite as often as each line of its
//! input says, such as `expire 3`. For `e2e/lifecycle/speed.py`, which measures it.
//!
//! `facts` has a policy that does nothing, so that only the facts are read and evaluated; `expire` has
//! one that deletes half of the images, for which the layers are read too.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::net::IpAddr;
use std::sync::Arc;

use blobs::MemoryStore;
use bytes::Bytes;
use meta::{Image, ImageContent, ImageStatus, LayerReference, Meta, NewImage, RepositoryId, Storage, Tx};
use names::{AccountId, Digest, MediaType, Region, RegistryKey, RepositoryArn, RepositoryName, Tag};
use registry::{
    Action, AtRest, Call, CallKind, CalledOperation, Caller, Encryption, Front, LifecycleDryRunQuery,
    MasterKey, NewAccessKey, NewRepository, Origin, PageRequest, Parameters, Registry, Stores, TagMutability,
    Transport,
};
use stdx::{ManualClock, Timestamp};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_seconds(1_767_608_100);
const IMAGES: u64 = 100_000;
/// How many images a transaction stores.
const BATCH: u64 = 2_000;
/// How many layers, the configuration among them, each image has; one is its own.
const LAYERS: u64 = 4;

/// A registry with one repository.
struct Lab {
    registry: Registry,
    key: NewAccessKey,
    repository: RepositoryArn,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let lab = Lab::open(folder.path()).await?;
        let mut output = io::stdout().lock();
        writeln!(output, "ready")?;
        output.flush()?;
        for line in io::stdin().lock().lines() {
            let line = line?;
            let (policy, times) = line
                .split_once(' ')
                .ok_or("each line must be a policy and a number")?;
            let kept = if policy == "expire" { IMAGES / 2 } else { IMAGES };
            let mut acts = 0;
            for _ in 0..times.parse::<u32>()? {
                acts = lab.preview(kept).await?;
            }
            writeln!(output, "{acts}")?;
        }
        Ok(())
    })
}

impl Lab {
    async fn open(folder: &std::path::Path) -> Result<Self, Box<dyn Error>> {
        let meta = Meta::open_sqlite(&folder.join("meta.sqlite")).await?;
        let stores = Stores {
            meta: meta.clone(),
            blobs: Arc::new(MemoryStore::default()),
            clock: Arc::new(ManualClock::new(NOW)),
            master_key: MasterKey::random(),
            at_rest: AtRest::default(),
        };
        let registry = Registry::open(stores).await?;
        let account = AccountId::parse("111122223333")?;
        let key = registry
            .account_create(account)
            .await?
            .ok_or("the account is new")?;
        let place = RegistryKey {
            account,
            region: Region::parse("eu-west-1")?,
        };
        let name = RepositoryName::parse("shop/api")?;
        let lab = Self {
            registry,
            key,
            repository: RepositoryArn {
                registry: place,
                name,
            },
        };
        let caller = lab.caller().await?;
        let grant = lab
            .registry
            .authorize(&caller, Action::CreateRepository, &lab.repository)
            .await?;
        let new = NewRepository {
            tag_mutability: TagMutability::Mutable,
            scan_on_push: false,
            encryption: Encryption::Aes256,
            tags: Vec::new(),
        };
        let repository = lab.registry.repository_create(&grant, new).await?.id;
        for first in (0..IMAGES).step_by(usize::try_from(BATCH)?) {
            meta.write::<_, meta::Error, _>(move |tx| Box::pin(fill(tx, repository, first)))
                .await?;
        }
        Ok(lab)
    }

    async fn caller(&self) -> Result<Caller, Box<dyn Error>> {
        let credential = self.registry.credential(&self.key.id, None).await?;
        let operation = CalledOperation {
            source: "hythe.amazonaws.com",
            name: "PreviewLifecyclePolicy",
            kind: CallKind::Read,
        };
        let region = self.repository.registry.region.clone();
        Ok(Caller {
            principal: credential.ok_or("the key is known")?.principal,
            origin: Origin {
                source_ip: IpAddr::from([127, 0, 0, 1]),
                transport: Transport::Plain,
                user_agent: None,
            },
            call: Arc::new(Call::new(
                operation,
                region,
                (Front::Oci, Uuid::nil()),
                Parameters::None,
            )),
        })
    }

    /// What a policy that keeps so many images would do.
    async fn preview(&self, kept: u64) -> Result<u32, Box<dyn Error>> {
        let text = format!(
            r#"{{"rules":[{{"rulePriority":1,"selection":{{"tagStatus":"any","countType":"imageCountMoreThan",
            "countNumber":{kept}}},"action":{{"type":"expire"}}}}]}}"#
        );
        let action = Action::PreviewLifecyclePolicy;
        let caller = self.caller().await?;
        let grant = self.registry.authorize(&caller, action, &self.repository).await?;
        let page = PageRequest {
            token: None,
            size: 100,
        };
        let query = LifecycleDryRunQuery {
            text: Some(text),
            page,
        };
        Ok(self.registry.lifecycle_dry_run(&grant, query).await?.expiring)
    }
}

/// Stores one batch of images, each with two tags.
async fn fill(tx: &mut Tx<'_>, repository: RepositoryId, first: u64) -> Result<(), meta::Error> {
    for number in first..first + BATCH {
        let image = image(number);
        let digest = image.image.digest;
        tx.image_put(repository, &image).await?;
        for text in [format!("v1.{number}"), format!("sha-{number:040x}")] {
            let tag = Tag::parse(&text).expect("it is a tag");
            tx.tag_put(repository, &tag, &digest, NOW).await?;
        }
    }
    Ok(())
}

fn image(number: u64) -> NewImage {
    let layer = |place: u64| LayerReference {
        // All but the last are those of many images.
        digest: digest(if place + 1 < LAYERS {
            number / 50 * LAYERS + place
        } else {
            IMAGES + number
        }),
        media_type: "application/vnd.oci.image.layer.v1.tar+gzip".to_owned(),
        size: 1_000_000,
    };
    let age = i64::try_from(number.wrapping_mul(7919) % IMAGES).expect("it is small");
    NewImage {
        image: Image {
            digest: digest(10 * IMAGES + number),
            media_type: MediaType::parse("application/vnd.oci.image.manifest.v1+json")
                .expect("it is a media type"),
            artifact_type: None,
            config_media_type: None,
            size: LAYERS * 1_000_000,
            manifest_size: 500,
            pushed_at: Timestamp::from_micros(NOW.as_micros() - age * 1_000_000),
            subject: None,
            annotations: None,
            storage: Storage {
                status: ImageStatus::Active,
                last_archived_at: None,
                last_activated_at: None,
            },
        },
        manifest: Bytes::from_static(b"{}"),
        content: ImageContent::Layers((0..LAYERS).map(layer).collect()),
    }
}

fn digest(number: u64) -> Digest {
    let mut bytes = [0_u8; 32];
    bytes[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    bytes[8..16].copy_from_slice(&number.to_be_bytes());
    Digest::Sha256(bytes)
}
