//! A data folder whose database is gone, or is another one: nothing begins anew over the bytes.

use std::fs;
use std::path::Path;

use testkit::files_below;

use crate::process::{Place, end_of};

/// Everything that works on a data folder.
const COMMANDS: [&[&str]; 8] = [
    &["serve", "--listen", "127.0.0.1:0"],
    &["fsck"],
    &["fsck", "--bytes", "--repair"],
    &["gc", "run"],
    &["scrub", "run"],
    &["kms", "rotate-master-key"],
    &["account", "create", "111122223333"],
    &["backup", "OUT"],
];

/// Each command refuses the folder, says so, and changes nothing.
fn refused(place: &Place, expect: &str) {
    let before = files_below(&place.data());
    for args in COMMANDS {
        let out = place.path("out").display().to_string();
        let args: Vec<&str> = args
            .iter()
            .map(|arg| if *arg == "OUT" { out.as_str() } else { arg })
            .collect();
        let ended = end_of(place.command(&args).env("HYTHE_GC_GRACE_HOURS", "0"));
        assert_eq!(ended.code, Some(1), "{args:?}: {} {}", ended.stdout, ended.stderr);
        assert!(ended.stderr.contains(expect), "{args:?}: {}", ended.stderr);
        let mut after = files_below(&place.data());
        // Where a server listens, which none does now, and locks, which hold nothing.
        after.retain(|path, _| before.contains_key(path) || !path.to_string_lossy().contains("lock"));
        let left = |path: &Path| !path.ends_with("endpoint");
        let changed = before
            .iter()
            .filter(|(path, bytes)| left(path) && after.get(*path) != Some(*bytes));
        assert_eq!(
            changed.count() + after.len(),
            after.len(),
            "{args:?} changed something"
        );
        let made: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
        assert!(made.is_empty(), "{args:?} made {made:?}");
    }
}

#[test]
fn a_database_that_is_gone_is_not_begun_anew() {
    let place = Place::new();
    place.serve(&[]).stop();
    let database = place.data().join("metadata.sqlite");
    let kept = place.path("kept.sqlite");
    fs::rename(&database, &kept).expect("the database");
    refused(&place, "is gone");
    fs::write(&database, b"").expect("a file");
    refused(&place, "is gone");
    fs::rename(&kept, &database).expect("the database");
    place.serve(&[]).stop();
}

#[test]
fn another_database_is_refused() {
    let (place, other) = (Place::new(), Place::new());
    place.serve(&[]).stop();
    other.serve(&[]).stop();
    let database = |place: &Place| place.data().join("metadata.sqlite");
    let kept = fs::read(database(&place)).expect("the database");
    fs::copy(database(&other), database(&place)).expect("another database");
    refused(&place, "belongs to another metadata database");
    fs::write(database(&place), kept).expect("the database");
    place.serve(&[]).stop();
}

/// A folder that an older version has used has no note of its database: one that knows it is believed.
#[test]
fn a_folder_without_a_note_goes_by_what_else_is_there() {
    let place = Place::new();
    place.serve(&[]).stop();
    let note = place.data().join("installation");
    let noted = fs::read(&note).expect("a note");
    fs::remove_file(&note).expect("the note");
    place.serve(&[]).stop();
    assert_eq!(fs::read(&note).expect("a note"), noted);
    fs::remove_file(&note).expect("the note");
    fs::remove_file(place.data().join("metadata.sqlite")).expect("the database");
    refused(&place, "is gone");
}

/// What was restored can be checked before a server runs on it, and belongs to its database from then on.
#[test]
fn a_restored_folder_is_checked_before_its_first_start() {
    let (place, restored) = (Place::new(), Place::new());
    place.serve(&[]).stop();
    let out = place.path("out").display().to_string();
    let ended = end_of(&mut place.command(&["backup", &out]));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let ended = end_of(&mut restored.command(&["restore", &out]));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    crate::backup::bring_key(&place.data(), &restored.data());
    let ended = end_of(&mut restored.command(&["fsck", "--bytes"]));
    assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
    restored.serve(&[]).stop();
    assert_eq!(restored.read("installation"), place.read("installation"));
}
