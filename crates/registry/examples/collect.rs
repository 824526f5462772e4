//! Collects in a store of many blobs, and prints what that takes.
//!
//! `cargo run --release -p registry --example collect -- FOLDER BLOBS UNNEEDED` fills a new folder with
//! so many blobs of 100 bytes, ten to an image, of which the first `UNNEEDED` belong to no image any
//! more: each second one is still a layer of the repository, the others of nothing.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use blobs::{BlobKey, DiskStore, Generation};
use bytes::Bytes;
use meta::{
    BlobDomain, Image, ImageContent, ImageStatus, LayerReference, Meta, NewImage, RepositoryId, Storage,
    StoredBlob, Tx,
};
use names::{AccountId, Digest, MediaType, Region, RegistryKey, RepositoryArn, RepositoryName};
use registry::{
    Action, AtRest, Call, CallKind, CalledOperation, Caller, Collecting, CollectorStep, Encryption, Front,
    MasterKey, NewRepository, Origin, Parameters, Registry, Stores, TagMutability, Transport,
};
use stdx::{ManualClock, Timestamp};
use uuid::Uuid;

/// In the year 2100, so that all files are old.
const NOW: Timestamp = Timestamp::from_seconds(4_102_444_800);
/// When everything was pushed.
const PUSHED: Timestamp = Timestamp::from_seconds(4_000_000_000);
/// Blobs that a transaction stores.
const BATCH: u64 = 500;
const LAYERS: u64 = 10;
const SIZE: u64 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, blobs, unneeded] = &arguments[..] else {
        return Err("usage: collect FOLDER BLOBS UNNEEDED".into());
    };
    let (blobs, unneeded) = (blobs.parse()?, unneeded.parse()?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run(Path::new(folder), blobs, unneeded))
}

async fn run(folder: &Path, blobs: u64, unneeded: u64) -> Result<(), Box<dyn Error>> {
    let registry = filled(folder, blobs, unneeded).await?;
    let epoch = registry
        .collector_begin()
        .await?
        .map_err(|rest| format!("nothing is collected: {rest:?}"))?;
    let (started, before) = (Instant::now(), processor()?);
    let mut marked = None;
    while registry.collector_step(&epoch).await? != CollectorStep::Ended {
        let deleted = registry.collector_status().await?.progress.round.deleted;
        if deleted > 0 && marked.is_none() {
            marked = Some((started.elapsed(), processor()?));
        }
    }
    let (mark, between) = marked.unwrap_or((started.elapsed(), processor()?));
    let counts = registry.collector_status().await?.progress.round;
    let (elapsed, after) = (started.elapsed() - mark, processor()?);
    let rate = counts.deleted as f64 / elapsed.as_secs_f64();
    let mut output = io::stdout().lock();
    writeln!(output, "{counts:?}")?;
    writeln!(
        output,
        "finding: {:.2} s, {:.2} s of processor time\ndeleting: {:.2} s, {:.2} s of processor time, {rate:.0} a second",
        mark.as_secs_f64(),
        (between - before).as_secs_f64(),
        elapsed.as_secs_f64(),
        (after - between).as_secs_f64(),
    )?;
    Ok(())
}

/// A registry with one repository of this content, which collects at once.
async fn filled(folder: &Path, blobs: u64, unneeded: u64) -> Result<Registry, Box<dyn Error>> {
    fs::create_dir(folder)?;
    let meta = Meta::open_sqlite(&folder.join("meta.sqlite")).await?;
    let stores = Stores {
        meta: meta.clone(),
        blobs: Arc::new(DiskStore::open(&folder.join("store"))?),
        clock: Arc::new(ManualClock::new(NOW)),
        master_key: MasterKey::random(),
        at_rest: AtRest::default(),
    };
    let collecting = Collecting {
        grace: Duration::ZERO,
        wait: Duration::ZERO,
        ..Collecting::default()
    };
    let registry = Registry::open(stores).await?.collecting(collecting);
    let repository = repository(&registry).await?;
    for first in (0..blobs).step_by(usize::try_from(BATCH)?) {
        let numbers = first..blobs.min(first + BATCH);
        for number in numbers.clone() {
            let key = BlobKey {
                digest: digest(number),
                generation: Generation::from_bits(number),
            };
            let shard = format!("store/blobs/sha256/{}", &key.digest.hex()[..2]);
            fs::write(folder.join(shard).join(key.to_string()), [0; SIZE as usize])?;
        }
        meta.write::<_, meta::Error, _>(move |tx| Box::pin(fill(tx, repository, numbers.clone(), unneeded)))
            .await?;
    }
    Ok(registry)
}

/// Stores rows of these blobs.
async fn fill(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    numbers: std::ops::Range<u64>,
    unneeded: u64,
) -> Result<(), meta::Error> {
    let mut layers = Vec::new();
    for number in numbers {
        let (digest, domain) = (digest(number), BlobDomain::Installation);
        let blob = StoredBlob {
            digest,
            domain: domain.clone(),
            generation: number,
            size: SIZE,
        };
        tx.blob_create(&blob, PUSHED).await?;
        if number >= unneeded || number % 2 == 0 {
            tx.layer_link(repository, (&digest, &domain), PUSHED).await?;
        }
        if number >= unneeded {
            layers.push(LayerReference {
                digest,
                media_type: "application/vnd.oci.image.layer.v1.tar+gzip".to_owned(),
                size: SIZE,
            });
        }
        if layers.len() as u64 == LAYERS {
            let image = image(number, std::mem::take(&mut layers));
            tx.image_put(repository, &image).await?;
        }
    }
    Ok(())
}

fn image(number: u64, layers: Vec<LayerReference>) -> NewImage {
    NewImage {
        image: Image {
            digest: digest(number.wrapping_add(1 << 40)),
            media_type: MediaType::parse("application/vnd.oci.image.manifest.v1+json")
                .expect("it is a media type"),
            artifact_type: None,
            config_media_type: None,
            size: LAYERS * SIZE,
            manifest_size: 500,
            pushed_at: PUSHED,
            subject: None,
            annotations: None,
            storage: Storage {
                status: ImageStatus::Active,
                last_archived_at: None,
                last_activated_at: None,
            },
        },
        manifest: Bytes::from_static(b"{}"),
        content: ImageContent::Layers(layers),
    }
}

async fn repository(registry: &Registry) -> Result<RepositoryId, Box<dyn Error>> {
    let account = AccountId::parse("111122223333")?;
    let key = registry.account_create(account).await?;
    let key = key.ok_or("the account is new")?;
    let region = Region::parse("eu-west-1")?;
    let arn = RepositoryArn {
        registry: RegistryKey {
            account,
            region: region.clone(),
        },
        name: RepositoryName::parse("shop/api")?,
    };
    let operation = CalledOperation {
        source: "ecr.amazonaws.com",
        name: "CreateRepository",
        kind: CallKind::Change,
    };
    let credential = registry.credential(&key.id, None).await?;
    let caller = Caller {
        principal: credential.ok_or("the key is known")?.principal,
        origin: Origin {
            source_ip: std::net::IpAddr::from([127, 0, 0, 1]),
            transport: Transport::Plain,
            user_agent: None,
        },
        call: Arc::new(Call::new(
            operation,
            region,
            (Front::Oci, Uuid::nil()),
            Parameters::None,
        )),
    };
    let grant = registry
        .authorize(&caller, Action::CreateRepository, &arn)
        .await?;
    let new = NewRepository {
        tag_mutability: TagMutability::Mutable,
        scan_on_push: false,
        encryption: Encryption::Aes256,
        tags: Vec::new(),
    };
    Ok(registry.repository_create(&grant, new).await?.id)
}

fn digest(number: u64) -> Digest {
    let mut bytes = [0_u8; 32];
    bytes[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    bytes[8..16].copy_from_slice(&number.to_be_bytes());
    Digest::Sha256(bytes)
}

/// The processor time of this process so far (proc_pid_stat(5), the fields 14 and 15).
fn processor() -> Result<Duration, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after = stat.rsplit(')').next().ok_or("the file has a name in it")?;
    let ticks: u64 = after
        .split_ascii_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Ok(Duration::from_millis(ticks * 10))
}
