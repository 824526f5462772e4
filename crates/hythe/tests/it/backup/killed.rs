//! `kill -9` in the middle of backups, and of restores: the backup before stays restorable.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use testkit::{TestImage, pattern};

use super::client::Client;
use super::{backup, backup_command, bring_key, restore};
use crate::process::{Place, Serving, hythe};

const CYCLES: usize = 20;
const BLOBS: u64 = 60;

/// How much there is in a folder.
fn entries(folder: &Path) -> usize {
    let Ok(entries) = folder.read_dir() else { return 0 };
    let count = |path: PathBuf| 1 + if path.is_dir() { entries_of(&path) } else { 0 };
    entries.flatten().map(|entry| count(entry.path())).sum()
}

fn entries_of(folder: &Path) -> usize {
    entries(folder)
}

/// Runs the command until its folder has so many entries more, or it ends; then kills it.
fn kill_after(command: &mut Command, folder: &Path, more: usize) -> bool {
    let before = entries(folder);
    kill_when(command, || entries(folder).saturating_sub(before) >= more)
}

/// Runs the command until it is time, or it ends; then kills it. False when it has ended.
fn kill_when(command: &mut Command, is_time: impl Fn() -> bool) -> bool {
    let mut child = command
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    while !is_time() {
        if let Some(status) = child.try_wait().expect("the process is ours") {
            assert_eq!(status.code(), Some(0));
            return false;
        }
    }
    child.kill().expect("the process is ours");
    !child.wait().expect("the process is ours").success()
}

/// The folder of the state that the manifest names.
fn state(out: &Path) -> PathBuf {
    let manifest = std::fs::read_to_string(out.join("manifest.toml")).expect("a manifest");
    let name = manifest.lines().find_map(|line| line.strip_prefix("state = "));
    out.join(name.expect("a state").trim_matches('"'))
}

fn image(cycle: usize) -> TestImage {
    let seed = 10_000 * cycle as u64;
    let layers = (0..BLOBS).map(|number| pattern(seed + number, 2_000)).collect();
    TestImage::with_layers(&format!("c{cycle}"), layers)
}

#[test]
fn a_backup_that_is_killed_leaves_the_one_before() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let client = Client::login(&place.data(), &serving, "shop");
    client.ecr("CreateRepository", json!({}));
    let out = place.path("out");
    let mut images = vec![image(0)];
    assert!(client.push(&images[0], "c0"));
    backup(&place);
    let (mut killed, mut newest, mut last) = (0, 0, String::new());
    for cycle in 1..=CYCLES {
        images.push(image(cycle));
        assert!(client.push(&images[cycle], &format!("c{cycle}")));
        client.delete(&format!("c{}", cycle - 1));
        let was_killed = if cycle % 4 == 0 {
            // When the first of what the new backup does not need is gone.
            let old = state(&out).join("metadata.sqlite");
            kill_when(&mut backup_command(&place), || !old.exists())
        } else {
            // From the first file to the last, and beyond, since old ones are removed meanwhile.
            let more = 1 + cycle * (BLOBS as usize + 8) / CYCLES;
            kill_after(&mut backup_command(&place), &out, more)
        };
        killed += usize::from(was_killed);
        let restored = place.path(&format!("restored-{cycle}"));
        let ended = restore(&out, &restored);
        assert_eq!(ended.code, Some(0), "cycle {cycle}: {}", ended.stderr);
        // The first line has the moment of the backup: one that was looked at need not be again.
        let said = ended.stdout.lines().next().unwrap_or_default();
        let moment = said.split_once(" is the registry as of ").expect("a moment").1;
        if moment != last {
            newest = check(&place, &restored, &images, newest);
            last = moment.to_owned();
        }
        assert!(was_killed || newest == cycle, "cycle {cycle}: {newest}");
        std::fs::remove_dir_all(&restored).expect("a folder");
    }
    assert!(killed > CYCLES / 2, "only {killed} backups were killed");
    backup(&place);
    let restored = place.path("restored");
    restore(&out, &restored);
    assert_eq!(check(&place, &restored, &images, newest), CYCLES);
    serving.stop();
}

/// Serves the restored folder: it has one image, whole, no older than the newest before.
fn check(place: &Place, restored: &Path, images: &[TestImage], newest: usize) -> usize {
    bring_key(&place.data(), restored);
    let mut command = hythe(["serve", "--listen", "127.0.0.1:0", "--data"]);
    let serving = Serving::start(command.arg(restored));
    let client = Client::login(restored, &serving, "shop");
    let tags = client.tags();
    let [tag] = tags.as_slice() else {
        panic!("not one image: {tags:?}");
    };
    let cycle: usize = tag[1..].parse().expect("a number");
    assert!(cycle >= newest, "{cycle} is older than {newest}");
    client.assert_whole(&images[cycle], tag);
    cycle
}

#[test]
fn a_restore_that_is_killed_does_not_count_and_can_be_repeated() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let client = Client::login(&place.data(), &serving, "shop");
    client.ecr("CreateRepository", json!({}));
    let images = vec![image(0)];
    assert!(client.push(&images[0], "c0"));
    backup(&place);
    serving.stop();
    let (out, restored) = (place.path("out"), place.path("restored"));
    let mut killed = 0;
    for more in [1, 3, 100, 520, 530, 560, 580] {
        let mut command = hythe(["restore"]);
        command.arg(&out).arg("--data").arg(&restored);
        if !kill_after(&mut command, &restored, more) {
            std::fs::remove_dir_all(&restored).expect("a folder");
            continue;
        }
        // Before that there is nothing in the folder but its lock: it is new, and a server may have it.
        if !restored.join("restoring").exists() {
            continue;
        }
        killed += 1;
        let mut serve = hythe(["serve", "--listen", "127.0.0.1:0", "--data"]);
        let ended = crate::process::end_of(serve.arg(&restored));
        assert_eq!(ended.code, Some(1));
        assert!(ended.stderr.contains("was not finished"), "{}", ended.stderr);
    }
    assert!(killed > 2, "only {killed} restores were killed");
    let ended = restore(&out, &restored);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    check(&place, &restored, &images, 0);
}
