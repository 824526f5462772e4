//! Collects in a store of many blobs, and prints what that takes.
//!
//! `cargo run --release -p registry --example collect -- FOLDER BLOBS UNNEEDED` fills a new folder with
//! so many blobs of 100 bytes, ten to an image, of which the first `UNNEEDED` belong to no image any
//! more: each second one is still a layer of the repository, the others of nothing. A folder that was
//! filled before, with the same numbers, gets back what was collected in it, which takes less time.
//!
//! Looking is what reads; writing is what the thread does that writes to the database: deciding, and
//! noting how far the collector is.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::ops::{AddAssign, Sub};
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
    Action, AtRest, Call, CallKind, CalledOperation, Caller, Collecting, CollectorPhase, CollectorStep,
    Encryption, Front, MasterKey, NewRepository, Origin, Parameters, Registry, Stores, TagMutability,
    Transport,
};
use stdx::{ManualClock, Timestamp};
use uuid::Uuid;

/// In the year 2100, so that all files are old.
const NOW: Timestamp = Timestamp::from_seconds(4_102_444_800);
/// When everything was pushed.
const PUSHED: Timestamp = Timestamp::from_seconds(4_000_000_000);
/// Blobs that a transaction stores.
const BATCH: usize = 5_000;
const LAYERS: u64 = 10;
const SIZE: u64 = 100;
/// The database as it was filled, beside the one that is used.
const FILLED: &str = "filled.sqlite";
const DATABASE: &str = "meta.sqlite";
/// The same whenever the folder is opened.
const MASTER_KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
/// What a round does, in this order.
const PHASES: [(CollectorPhase, &str); 5] = [
    (CollectorPhase::Layers, "layers"),
    (CollectorPhase::Blobs, "blobs"),
    (CollectorPhase::Files, "files"),
    (CollectorPhase::Uploads, "uploads"),
    (CollectorPhase::Bytes, "bytes"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, blobs, unneeded] = &arguments[..] else {
        return Err("usage: collect FOLDER BLOBS UNNEEDED".into());
    };
    let (blobs, unneeded) = (blobs.parse()?, unneeded.parse()?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let folder = Path::new(folder);
    if !folder.join(FILLED).exists() {
        runtime.block_on(fill(folder, blobs, unneeded))?;
    }
    restore(folder, unneeded)?;
    runtime.block_on(collect(folder))
}

/// What something took.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    wall: Duration,
    /// Processor time of the whole process.
    processor: Duration,
    /// What of it the thread had that writes to the database.
    writing: Duration,
}

impl Cost {
    /// So far.
    fn so_far(started: Instant) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            wall: started.elapsed(),
            processor: processor()?,
            writing: writing()?,
        })
    }
}

impl Sub for Cost {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            wall: self.wall - before.wall,
            processor: self.processor - before.processor,
            writing: self.writing - before.writing,
        }
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.wall += other.wall;
        self.processor += other.processor;
        self.writing += other.writing;
    }
}

/// A round, and what each phase of it took.
async fn collect(folder: &Path) -> Result<(), Box<dyn Error>> {
    let (registry, _) = open(folder).await?;
    let epoch = registry
        .collector_begin()
        .await?
        .map_err(|rest| format!("nothing is collected: {rest:?}"))?;
    let mut costs = [Cost::default(); PHASES.len()];
    let (started, mut phase) = (Instant::now(), CollectorPhase::Layers);
    let mut before = Cost::so_far(started)?;
    while registry.collector_step(&epoch).await? != CollectorStep::Ended {
        let next = registry.collector_status().await?.progress.phase;
        if next != phase {
            take(&mut costs, phase, Cost::so_far(started)?, &mut before)?;
            phase = next;
        }
    }
    take(&mut costs, phase, Cost::so_far(started)?, &mut before)?;
    let counts = registry.collector_status().await?.progress.round;
    let [finding @ .., deleting] = &costs;
    let mut output = io::stdout().lock();
    writeln!(output, "{counts:?}")?;
    let mut whole = Cost::default();
    for (cost, (_, name)) in costs.iter().zip(PHASES) {
        say(&mut output, name, *cost)?;
    }
    for cost in finding {
        whole += *cost;
    }
    say(&mut output, "finding", whole)?;
    let rate = counts.deleted as f64 / deleting.wall.as_secs_f64();
    Ok(writeln!(output, "deleting: {rate:.0} a second")?)
}

/// Adds what it took since `before` to the cost of a phase.
fn take(
    costs: &mut [Cost; PHASES.len()],
    phase: CollectorPhase,
    now: Cost,
    before: &mut Cost,
) -> Result<(), Box<dyn Error>> {
    let place = PHASES.iter().position(|(of, _)| *of == phase);
    costs[place.ok_or("a round has no other phase")?] += now - *before;
    *before = now;
    Ok(())
}

fn say(output: &mut impl io::Write, name: &str, cost: Cost) -> io::Result<()> {
    let Cost {
        wall,
        processor,
        writing,
    } = cost;
    writeln!(
        output,
        "{name}: {:.2} s, {:.2} s of processor time: {:.2} looking, {:.2} writing",
        wall.as_secs_f64(),
        processor.as_secs_f64(),
        processor.saturating_sub(writing).as_secs_f64(),
        writing.as_secs_f64(),
    )
}

/// A registry that collects at once, and its metadata.
async fn open(folder: &Path) -> Result<(Registry, Meta), Box<dyn Error>> {
    let meta = Meta::open_sqlite(&folder.join(DATABASE)).await?;
    let stores = Stores {
        meta: meta.clone(),
        blobs: Arc::new(DiskStore::open(&folder.join("store"))?),
        clock: Arc::new(ManualClock::new(NOW)),
        master_key: MasterKey::from_base64(MASTER_KEY).ok_or("it is a key")?,
        at_rest: AtRest::default(),
    };
    let collecting = Collecting {
        grace: Duration::ZERO,
        wait: Duration::ZERO,
        ..Collecting::default()
    };
    Ok((Registry::open(stores).await?.collecting(collecting), meta))
}

/// Fills a new folder: one repository, and its blobs.
async fn fill(folder: &Path, blobs: u64, unneeded: u64) -> Result<(), Box<dyn Error>> {
    fs::create_dir(folder)?;
    let (registry, meta) = open(folder).await?;
    let repository = repository(&registry).await?;
    for numbers in in_order(blobs).chunks(BATCH) {
        for number in numbers {
            write_file(folder, *number)?;
        }
        let numbers = numbers.to_vec();
        meta.write::<_, meta::Error, _>(move |tx| Box::pin(rows(tx, repository, numbers.clone(), unneeded)))
            .await?;
    }
    meta.close().await;
    Ok(fs::rename(folder.join(DATABASE), folder.join(FILLED))?)
}

/// Puts back what was collected.
fn restore(folder: &Path, unneeded: u64) -> Result<(), Box<dyn Error>> {
    for log in ["meta.sqlite-wal", "meta.sqlite-shm"] {
        let log = folder.join(log);
        if log.exists() {
            fs::remove_file(log)?;
        }
    }
    fs::copy(folder.join(FILLED), folder.join(DATABASE))?;
    for number in in_order(unneeded) {
        write_file(folder, number)?;
    }
    Ok(())
}

/// The numbers below `end` in the order of their digests, in which rows and files are made fastest.
fn in_order(end: u64) -> Vec<u64> {
    let mut numbers: Vec<u64> = (0..end).collect();
    numbers.sort_by_key(|number| digest(*number));
    numbers
}

fn write_file(folder: &Path, number: u64) -> io::Result<()> {
    let key = BlobKey {
        digest: digest(number),
        generation: Generation::from_bits(number),
    };
    let shard = format!("store/blobs/sha256/{}", &key.digest.hex()[..2]);
    fs::write(folder.join(shard).join(key.to_string()), [0; SIZE as usize])
}

/// Stores rows of these blobs.
async fn rows(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    numbers: Vec<u64>,
    unneeded: u64,
) -> Result<(), meta::Error> {
    let mut layers = Vec::new();
    let last = numbers.last().copied();
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
        if layers.len() as u64 == LAYERS || (last == Some(number) && !layers.is_empty()) {
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

/// The processor time of the thread that writes to the database (the first field of
/// `/proc/self/task/*/schedstat`, in nanoseconds).
fn writing() -> Result<Duration, Box<dyn Error>> {
    for task in fs::read_dir("/proc/self/task")? {
        let task = task?.path();
        if fs::read_to_string(task.join("comm")).is_ok_and(|name| name.trim() == "meta-writer") {
            let stat = fs::read_to_string(task.join("schedstat"))?;
            let nanos = stat.split_ascii_whitespace().next();
            return Ok(Duration::from_nanos(
                nanos.ok_or("the file is not empty")?.parse()?,
            ));
        }
    }
    Err("no thread writes to the database".into())
}
