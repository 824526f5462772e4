//! `hythe fsck` and `hythe scrub` on files that somebody has damaged, and what a server does with them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use testkit::{TestImage, digest_of, files_below, pattern};

use crate::process::{Place, Serving, end_of};
use crate::signed::aws_json;

/// How many bits of the database are turned over where the environment says nothing.
const FLIPS: u64 = 10;
const REPOSITORY: &str = "shop/api";

/// A client of the OCI API, one connection a request.
struct Client {
    port: u16,
    authorization: String,
}

/// Status and body of an answer that came to its end.
type Answer = Option<(u16, Vec<u8>)>;

impl Client {
    fn login(place: &Place, serving: &Serving) -> Self {
        let output = aws_json(
            serving.authority(),
            &place.read("credentials"),
            "GetAuthorizationToken",
            &json!({}),
        );
        let token = &output["authorizationData"][0]["authorizationToken"];
        Self {
            port: serving.port(),
            authorization: format!("Basic {}", token.as_str().expect("a token")),
        }
    }

    fn push(&self, image: &TestImage, tag: &str) {
        for blob in image.layers.iter().chain([&image.config]) {
            let path = format!("blobs/uploads/?digest={}", digest_of(blob));
            let pushed = self.call("POST", &path, ("application/octet-stream", blob));
            assert_eq!(pushed.expect("an answer").0, 201);
        }
        let manifest = ("application/vnd.oci.image.manifest.v1+json", &image.manifest[..]);
        let pushed = self.call("PUT", &format!("manifests/{tag}"), manifest);
        assert_eq!(pushed.expect("an answer").0, 201);
    }

    fn get(&self, path: &str) -> Answer {
        self.call("GET", path, ("", &[]))
    }

    fn call(&self, method: &str, path: &str, (kind, body): (&str, &[u8])) -> Answer {
        let kind = match kind {
            "" => String::new(),
            kind => format!("Content-Type: {kind}\r\n"),
        };
        let head = format!(
            "{method} /v2/{REPOSITORY}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\
             Authorization: {}\r\n{kind}Content-Length: {}\r\n\r\n",
            self.port,
            self.authorization,
            body.len()
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let body = answer.split_off(end);
        let head = String::from_utf8(answer).ok()?.to_lowercase();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let promised = length.map(|length| length.parse::<usize>().expect("a length"));
        let is_whole = method == "HEAD" || promised.is_none_or(|promised| promised == body.len());
        is_whole.then_some((status, body))
    }
}

fn file_of(place: &Place, digest: &str) -> PathBuf {
    let hex = digest.strip_prefix("sha256:").expect("sha256");
    let mut files = files_below(&place.data().join("blobs/blobs")).into_keys();
    let named = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(hex))
    };
    files.find(named).expect("the blob's file")
}

fn flip(path: &Path, byte: usize, bit: u8) {
    let mut bytes = fs::read(path).expect("a file");
    bytes[byte] ^= 1 << bit;
    fs::write(path, bytes).expect("a file");
}

fn run(place: &Place, args: &[&str]) -> (Option<i32>, String, String) {
    let ended = end_of(&mut place.command(args));
    (ended.code, ended.stdout, ended.stderr)
}

/// A server that does not scrub by itself.
fn serve(place: &Place) -> Serving {
    Serving::start(place_command(place).env("HYTHE_SCRUB_BYTES_PER_SECOND", "0"))
}

fn place_command(place: &Place) -> std::process::Command {
    place.command(&["serve", "--listen", "127.0.0.1:0"])
}

fn create_repository(place: &Place, serving: &Serving) {
    let input = json!({"repositoryName": REPOSITORY});
    aws_json(
        serving.authority(),
        &place.read("credentials"),
        "CreateRepository",
        &input,
    );
}

#[test]
fn damage_is_found_put_aside_and_healed_by_a_push() {
    let place = Place::new();
    let (code, _, error) = run(&place, &["fsck"]);
    assert_eq!(code, Some(1), "no server has run there: {error}");
    assert_eq!(run(&place, &["fsck", "--deep"]).0, Some(2));
    let serving = serve(&place);
    create_repository(&place, &serving);
    let client = Client::login(&place, &serving);
    let layer = pattern(1, 400_000);
    let image = TestImage::with_layers("hello", vec![layer.clone()]);
    client.push(&image, "1");
    let (code, clean, error) = run(&place, &["fsck", "--bytes"]);
    assert_eq!(code, Some(0), "{clean}{error}");
    let read = 400_000 + image.config.len();
    assert_eq!(
        clean,
        format!(
            "0 findings, 0 of them repaired; 0 notes\nlooked at 1 repositories, 1 images, 1 tags, 2 blobs ({read} bytes \
             read, 0 without their key), 2 files, 0 uploads\n"
        )
    );
    let (digest, path) = (digest_of(&layer), format!("blobs/{}", digest_of(&layer)));
    let file = file_of(&place, &digest);
    flip(&file, 300_000, 5);
    assert_eq!(run(&place, &["fsck"]).0, Some(0), "within a segment");
    let (code, found, _) = run(&place, &["fsck", "--bytes"]);
    let line = format!("damaged-blob: {digest} under AES256: its bytes are not what was pushed\n1 findings");
    assert!(code == Some(1) && found.starts_with(&line), "{found}");
    let (code, found, _) = run(&place, &["fsck", "--bytes", "--repair", "--json"]);
    let lines: Vec<Value> = found
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert!(code == Some(1) && lines[0]["repaired"].is_string(), "{found}");
    let last = lines.last().expect("a summary");
    assert_eq!(last["summary"]["repaired"], 1, "{found}");
    assert!(!file.exists(), "put aside");
    assert_eq!(client.call("HEAD", &path, ("", &[])).expect("an answer").0, 404);
    assert_eq!(client.get(&path).expect("an answer").0, 404);
    client.push(&image, "1");
    assert_eq!(client.get(&path), Some((200, layer.clone())));
    let (code, found, _) = run(&place, &["fsck", "--bytes"]);
    assert!(code == Some(0) && found.starts_with("quarantined: "), "{found}");

    flip(&file_of(&place, &digest), 1000, 0);
    let (code, counts, error) = run(&place, &["scrub", "run"]);
    let expect = format!(
        "2 blobs of {read} bytes read, 1 damaged, 0 still damaged, 0 whole again, 0 without their key, 0 unreadable\n"
    );
    assert_eq!(
        (code, counts.as_str(), error.as_str()),
        (Some(0), expect.as_str(), "")
    );
    let (code, status, _) = run(&place, &["scrub", "status"]);
    assert!(
        code == Some(0)
            && status.starts_with("resting; ")
            && status.ends_with(&format!("all rounds: {expect}")),
        "{status}"
    );
    let metrics = serving.exchange("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(
        metrics.contains("\nhythe_damaged_blobs_total 2\n"),
        "by another process: {metrics}"
    );
    assert_eq!(client.get(&path).expect("an answer").0, 404);
    client.push(&image, "1");
    assert_eq!(client.get(&path), Some((200, layer)));
    serving.stop();
}

/// A server at its own pace finds it too.
#[test]
fn the_server_scrubs_by_itself() {
    let place = Place::new();
    let serving = serve(&place);
    create_repository(&place, &serving);
    let client = Client::login(&place, &serving);
    let layer = pattern(2, 300_000);
    client.push(&TestImage::with_layers("hello", vec![layer.clone()]), "1");
    serving.stop();
    flip(&file_of(&place, &digest_of(&layer)), 5000, 7);
    let serving = place.serve(&[]);
    let line = serving.line("a blob is damaged");
    assert!(line.contains(&digest_of(&layer)), "{line}");
    let client = Client::login(&place, &serving);
    let path = format!("blobs/{}", digest_of(&layer));
    assert_eq!(client.call("HEAD", &path, ("", &[])).expect("an answer").0, 404);
    serving.stop();
}

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

#[expect(clippy::disallowed_methods, reason = "the size of a proof is the caller's")]
fn setting(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(default, |text| text.parse().expect("a number"))
}

/// What turned-over bits of the database have come to.
#[derive(Debug, Default)]
struct Tally {
    /// `fsck` told of it.
    found: u64,
    /// No value of any table is another.
    unused: u64,
    /// Values are others that nothing repeats, by table.
    untold: BTreeMap<String, u64>,
    /// The server refused to start.
    refused: u64,
}

/// A bit of the database that turned over is told by `fsck`, or is in no value, or is in a value that
/// nothing else repeats; no manifest and no layer is ever another for it.
#[expect(clippy::print_stdout, reason = "a proof says what it has tried")]
#[test]
fn bits_of_the_database() {
    let (flips, seed) = (
        setting("HYTHE_PROOF_FLIPS", FLIPS),
        setting("HYTHE_PROOF_SEED", 1),
    );
    let place = Place::new();
    let serving = serve(&place);
    create_repository(&place, &serving);
    let client = Client::login(&place, &serving);
    let images: Vec<TestImage> = (0..30)
        .map(|number| {
            let layers = vec![pattern(number, 2000), pattern(number + 1, 2000)];
            TestImage::with_layers(&format!("image {number}"), layers)
        })
        .collect();
    for (number, image) in images.iter().enumerate() {
        client.push(image, &format!("tag-{number}"));
    }
    serving.stop();
    let database = place.data().join("metadata.sqlite");
    let good = fs::read(&database).expect("a database");
    let content = meta::sqlite_content(&database).expect("a database");
    let (mut dice, mut tally) = (Dice(seed), Tally::default());
    for number in 0..flips {
        let byte = dice.below(good.len() as u64) as usize;
        let bit = dice.below(8) as u8;
        put(&place, &database, &good);
        flip(&database, byte, bit);
        let case = format!("seed {seed}, flip {number}: bit {bit} of byte {byte}");
        let (code, found, error) = run(&place, &["fsck", "--bytes"]);
        match code {
            Some(1) => tally.found += 1,
            Some(0) => untold(&database, &content, &mut tally),
            _ => panic!("{case}: {found}{error}"),
        }
        if !check_answers(&place, &images, &case) {
            tally.refused += 1;
        }
    }
    put(&place, &database, &good);
    assert_eq!(run(&place, &["fsck", "--bytes"]).0, Some(0));
    println!("seed {seed}, {flips} bits of {} bytes: {tally:?}", good.len());
    let untold: u64 = tally.untold.values().sum();
    assert_eq!(tally.found + tally.unused + untold, flips);
}

/// Puts the database back as it was.
fn put(place: &Place, database: &Path, bytes: &[u8]) {
    for name in ["metadata.sqlite-wal", "metadata.sqlite-shm"] {
        fs::remove_file(place.data().join(name)).ok();
    }
    fs::write(database, bytes).expect("a file");
}

/// Which tables are others, none of which may be one that says what images are.
fn untold(database: &Path, content: &BTreeMap<String, u64>, tally: &mut Tally) {
    let now = meta::sqlite_content(database).expect("fsck could read it");
    let changed: Vec<&String> = content
        .iter()
        .filter(|(table, number)| now.get(*table) != Some(*number))
        .map(|(table, _)| table)
        .collect();
    if changed.is_empty() {
        tally.unused += 1;
    }
    for table in changed {
        *tally.untold.entry(table.clone()).or_default() += 1;
    }
}

/// Whatever the server answers in full is right. False when it refused to start.
fn check_answers(place: &Place, images: &[TestImage], case: &str) -> bool {
    let mut command = place_command(place);
    let serving = Serving::start_if_it_can(command.env("HYTHE_SCRUB_BYTES_PER_SECOND", "0"));
    let Some(serving) = serving else {
        return false;
    };
    let login = std::panic::catch_unwind(|| Client::login(place, &serving));
    let Ok(client) = login else {
        return false;
    };
    for (number, image) in images.iter().enumerate() {
        let paths = [format!("tag-{number}"), image.digest()];
        for path in paths.map(|reference| format!("manifests/{reference}")) {
            check_answer(&client, &path, &image.manifest, case);
        }
        for blob in image.layers.iter().chain([&image.config]) {
            check_answer(&client, &format!("blobs/{}", digest_of(blob)), blob, case);
        }
    }
    true
}

fn check_answer(client: &Client, path: &str, bytes: &[u8], case: &str) {
    if let Some((200, body)) = client.get(path) {
        assert!(body == bytes, "{case}: {path} has other bytes");
    }
}
