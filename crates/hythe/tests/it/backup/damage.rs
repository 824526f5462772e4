//! What is refused, and in which words.

use std::path::{Path, PathBuf};

use serde_json::json;
use testkit::{TestImage, digest_of, files_below, pattern};

use super::client::Client;
use super::{backup, bring_key, restore};
use crate::process::{Place, Serving, end_of, hythe, mode};

/// A stopped server's folder with an image, and a backup of it.
fn backed_up(flags: &[&str]) -> (Place, TestImage) {
    let place = Place::new();
    let serving = place.serve(&[]);
    let client = Client::login(&place.data(), &serving, "shop");
    client.ecr("CreateRepository", json!({}));
    let image = TestImage::new("one");
    assert!(client.push(&image, "one"));
    let mut command = super::backup_command(&place);
    let ended = end_of(command.args(flags));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    serving.stop();
    (place, image)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    files_below(folder).into_keys().collect()
}

fn flip(path: &Path) {
    let mut bytes = std::fs::read(path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(path, bytes).expect("a file");
}

fn refused(out: &Path, data: &Path, part: &str) {
    let ended = restore(out, data);
    assert_eq!(ended.code, Some(1), "{part}: {}", ended.stdout);
    assert!(ended.stderr.contains(part), "{part}: {}", ended.stderr);
}

#[test]
fn damaged_and_cut_off_backups_are_refused_by_name() {
    let (place, image) = backed_up(&[]);
    let (out, data) = (place.path("out"), place.path("restored"));
    refused(&place.path("nowhere"), &data, "no finished backup");
    assert!(!data.exists(), "nothing is made before the backup is looked at");
    for path in files(&out) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name == "lock" {
            continue;
        }
        let whole = std::fs::read(&path).expect("a file");
        flip(&path);
        refused(&out, &data, &name);
        std::fs::write(&path, &whole[..whole.len() - 1]).expect("a file");
        refused(&out, &data, &name);
        std::fs::remove_file(&path).expect("a file");
        refused(&out, &data, &name);
        std::fs::write(&path, whole).expect("a file");
    }
    // What was left is no obstacle, and nothing of it counts.
    let ended = restore(&out, &data);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    refused(&out, &data, "is not empty");
    bring_key(&place.data(), &data);
    let serving = Serving::start(hythe(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data));
    Client::login(&data, &serving, "shop").assert_whole(&image, "one");
    refused(&out, &data, "is not empty");
    serving.stop();
}

#[test]
fn the_key_is_brought_or_is_in_the_backup_and_a_wrong_one_is_refused() {
    let (place, image) = backed_up(&[]);
    let (out, data) = (place.path("out"), place.path("restored"));
    for path in files(&out) {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    let said = restore(&out, &data).stdout;
    let key = data.join("keys/master-key").display().to_string();
    assert!(said.contains(&format!("put it into {key}")), "{said}");
    assert!(!files(&out).iter().any(|path| path.ends_with("master-key")));
    let start = || end_of(hythe(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data));
    let ended = start();
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.stderr.contains("the master key") && ended.stderr.contains("is not there"),
        "{}",
        ended.stderr
    );
    let other = Place::new();
    other.serve(&[]).stop();
    bring_key(&other.data(), &data);
    let ended = start();
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.stderr.contains("the master key is wrong"),
        "{}",
        ended.stderr
    );
    let key = other.read("keys/master-key");
    let again = place.path("again");
    let ended = end_of(
        hythe(["restore"])
            .arg(&out)
            .arg("--data")
            .arg(&again)
            .env("HYTHE_MASTER_KEY", key.trim()),
    );
    assert!(
        ended.stdout.contains("the server will not start: "),
        "{}",
        ended.stdout
    );

    let with = end_of(super::backup_command(&place).arg("--with-keys"));
    assert!(
        with.stdout
            .contains("whoever has this backup can read everything"),
        "{}",
        with.stdout
    );
    let opened = place.path("opened");
    let said = restore(&out, &opened).stdout;
    assert!(said.contains("the master key was in the backup"), "{said}");
    assert_eq!(mode(&opened.join("keys/master-key")), 0o600);
    assert_eq!(mode(&opened.join("metadata.sqlite")), 0o600);
    let serving = Serving::start(hythe(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&opened));
    Client::login(&opened, &serving, "shop").assert_whole(&image, "one");
    serving.stop();
    let without = backup(&place);
    assert!(without.contains("the master key is not in it"), "{without}");
    assert!(
        !files(&out).iter().any(|path| path.ends_with("master-key")),
        "it goes again"
    );
}

#[test]
fn a_damaged_store_is_told_and_the_rest_is_backed_up() {
    let (place, image) = backed_up(&[]);
    let layer = digest_of(&image.layers[0]);
    let hex = layer.strip_prefix("sha256:").expect("an algorithm");
    let named = |root: PathBuf| {
        let all = files(&root);
        let name = |path: &PathBuf| path.to_string_lossy().contains(hex);
        all.into_iter().find(name)
    };
    std::fs::remove_file(named(place.data().join("blobs")).expect("a file")).expect("a file");
    backup(&place);
    assert!(
        named(place.path("out")).is_some(),
        "the copy of the backup before stays"
    );
    std::fs::remove_dir_all(place.path("out")).expect("a folder");
    let ended = end_of(&mut super::backup_command(&place));
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.stderr.contains("1 blobs are not in the backup") && ended.stderr.contains(&layer),
        "{}",
        ended.stderr
    );
    let said = restore(&place.path("out"), &place.path("restored"));
    assert!(said.stdout.contains(&layer), "{}", said.stdout);
}

#[test]
fn what_cannot_be_is_refused_with_a_reason() {
    let place = Place::new();
    let ended = end_of(&mut super::backup_command(&place));
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("no server has run"), "{}", ended.stderr);
    assert!(!place.path("out").exists(), "nothing is left behind");
    let postgres = ("HYTHE_METADATA_URL", "postgres://127.0.0.1:1/none");
    let ended = end_of(super::backup_command(&place).env(postgres.0, postgres.1));
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("pg_dump"), "{}", ended.stderr);
    let serving = place.serve(&[]);
    let inside = end_of(place.command(&["backup"]).arg(place.data().join("backup")));
    assert_eq!(inside.code, Some(2), "{}", inside.stderr);
    backup(&place);
    refused(&place.path("out"), &place.data(), "is not empty");
    let key = ("HYTHE_MASTER_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    let ended = end_of(super::backup_command(&place).arg("--with-keys").env(key.0, key.1));
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("not in a file"), "{}", ended.stderr);
    serving.stop();
}

/// Makes a database say that a newer program has written it: the newest version, in the row of
/// `schema_version` and in its index, becomes 99.
fn make_newer(database: &Path) {
    let mut bytes = std::fs::read(database).expect("a database");
    let known = u8::try_from(meta::schema_version()).expect("a small number");
    let row = |window: &[u8]| matches!(window, [5, 1, _, 0x81, 0x0d, version] if *version == known);
    let entry = |window: &[u8]| window == [3, 1, 1, known, known];
    let place = bytes.windows(6).position(row).expect("a row");
    bytes[place + 5] = 99;
    let place = bytes.windows(5).position(entry).expect("an entry");
    bytes[place + 3] = 99;
    std::fs::write(database, bytes).expect("a database");
}

#[test]
fn what_a_newer_version_has_written_is_refused() {
    let (place, _) = backed_up(&[]);
    let (out, data) = (place.path("out"), place.path("restored"));
    let path = out.join("manifest.toml");
    let text = std::fs::read_to_string(&path).expect("a manifest");
    let (_, text) = text.split_once('\n').expect("a checksum");
    for (old, new, part) in [
        ("format = 1\n".to_owned(), "format = 2\n", "a newer hythe made it"),
        (
            format!("schema = {}\n", meta::schema_version()),
            "schema = 99\n",
            "the backup has schema version 99",
        ),
    ] {
        let text = text.replace(&old, new);
        let sum = digest_of(text.as_bytes());
        let sum = sum.strip_prefix("sha256:").expect("an algorithm");
        std::fs::write(&path, format!("# sha256 {sum}\n{text}")).expect("a manifest");
        refused(&out, &data, part);
        assert!(!data.exists());
    }
    make_newer(&place.data().join("metadata.sqlite"));
    let other = place.path("other").display().to_string();
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["backup", &other]] {
        let ended = end_of(&mut place.command(command));
        assert_eq!(ended.code, Some(1));
        let part = "the database has schema version 99, this program knows versions up to";
        assert!(ended.stderr.contains(part), "{}", ended.stderr);
    }
}

/// The file of a blob in a backup or a store.
fn file_of(root: &Path, blob: &[u8]) -> PathBuf {
    let digest = digest_of(blob);
    let hex = digest.strip_prefix("sha256:").expect("an algorithm");
    let mut all = files(&root.join("blobs")).into_iter();
    all.find(|path| path.to_string_lossy().contains(hex))
        .expect("a file")
}

/// Three images, of which the first has a damaged layer in the backup, and the second none any more.
fn damaged_backup() -> (Place, Vec<TestImage>, [PathBuf; 2]) {
    let place = Place::new();
    let serving = place.serve(&[]);
    let client = Client::login(&place.data(), &serving, "shop");
    client.ecr("CreateRepository", json!({}));
    let image = |number| TestImage::with_layers(&format!("image {number}"), vec![pattern(number, 200_000)]);
    let images: Vec<TestImage> = (0..3).map(image).collect();
    for (number, image) in images.iter().enumerate() {
        assert!(client.push(image, &number.to_string()));
    }
    backup(&place);
    serving.stop();
    let out = place.path("out");
    let damaged = [0, 1].map(|number: usize| file_of(&out, &images[number].layers[0]));
    flip(&damaged[0]);
    std::fs::remove_file(&damaged[1]).expect("a file");
    (place, images, damaged)
}

#[test]
fn a_backup_that_is_verified_is_whole_again() {
    let (place, images, damaged) = damaged_backup();
    let said = backup(&place);
    assert!(
        said.contains("copied now: 1 blobs"),
        "the one that is gone: {said}"
    );
    refused(
        &place.path("out"),
        &place.path("restored"),
        &damaged[0].display().to_string(),
    );
    let ended = end_of(super::backup_command(&place).arg("--verify"));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let bytes: u64 = (0..6).map(|blob| whole_file(&place, &images, blob)).sum();
    let bytes = bytes - whole_file(&place, &images, 0);
    let expect = format!(
        "read again: 5 blobs in {bytes} bytes are what they were\n1 blobs in the backup were damaged or gone, and were \
         copied again\n"
    );
    assert!(ended.stdout.contains(&expect), "{expect}{}", ended.stdout);
    let ended = restore(&place.path("out"), &place.path("restored"));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    // Damaged on both sides, it cannot be mended.
    let source = file_of(&place.data().join("blobs"), &images[0].layers[0]);
    std::fs::remove_file(source).expect("a file");
    flip(&damaged[0]);
    let ended = end_of(super::backup_command(&place).arg("--verify"));
    assert_eq!(ended.code, Some(1), "{}", ended.stdout);
    let digest = digest_of(&images[0].layers[0]);
    assert!(ended.stderr.contains(&digest), "{}", ended.stderr);
}

/// How long the file is of a layer, of one of three images, or of a configuration behind those.
fn whole_file(place: &Place, images: &[TestImage], blob: usize) -> u64 {
    let image = &images[blob % 3];
    let bytes = if blob < 3 { &image.layers[0] } else { &image.config };
    let file = file_of(&place.path("out"), bytes);
    file.metadata().expect("a file").len()
}

#[test]
fn the_rest_of_a_damaged_backup_is_restored_and_healed_by_a_push() {
    let (place, images, damaged) = damaged_backup();
    let (out, data) = (place.path("out"), place.path("restored"));
    refused(&out, &data, "with --skip-damaged the rest is restored");
    let ended = end_of(
        hythe(["restore", "--skip-damaged"])
            .arg(&out)
            .arg("--data")
            .arg(&data),
    );
    assert_eq!(ended.code, Some(1), "{}", ended.stdout);
    assert!(
        ended.stderr.contains("2 blobs are damaged in the backup"),
        "{}",
        ended.stderr
    );
    for path in damaged {
        let line = format!("left out, since it is damaged: {}\n", path.display());
        assert!(ended.stdout.contains(&line), "{line}{}", ended.stdout);
    }
    bring_key(&place.data(), &data);
    let serving = Serving::start(hythe(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data));
    let client = Client::login(&data, &serving, "shop");
    client.assert_whole(&images[2], "2");
    let fsck = || end_of(hythe(["fsck", "--bytes", "--data"]).arg(&data));
    let found = fsck();
    assert_eq!(found.code, Some(1), "{}", found.stdout);
    for image in &images[..2] {
        let line = format!("missing-file: {}", digest_of(&image.layers[0]));
        assert!(found.stdout.contains(&line), "{line}\n{}", found.stdout);
    }
    for (number, image) in images.iter().enumerate().take(2) {
        let path = format!("blobs/{}", digest_of(&image.layers[0]));
        assert_eq!(client.get(&path).status, 404);
        assert_eq!(client.send("HEAD", &path, "", &[]).status, 404);
        assert!(client.push(image, &number.to_string()));
        client.assert_whole(image, &number.to_string());
    }
    serving.stop();
    let found = fsck();
    assert_eq!(found.code, Some(0), "{}", found.stdout);
}
