//! The process dies at a crash point: what is there after it is the old or the new, and the operation
//! can be done again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use stdx::point::Point;

use super::operation::{ALL, Extent, On, Operation, Said, layer};
use super::place::{Scene, content, copy_of, temporary};
use super::state::{State, settled};
use super::{Errand, runtime, said, say, send, send_ok, size};

/// At how many of the times that an operation passes a point the process dies, at most.
const PASSES: usize = 2;
/// How many cases run at once.
const LANES: usize = 2;
/// Who ends itself dies of this signal.
const ABORTED: i32 = 6;
/// Between the crash point and the end of the process.
const MOMENT: Duration = Duration::from_millis(20);
/// The file of whoever got an answer.
const ANSWERED: &str = "answered";

/// How often an operation passes each point.
type Passes = BTreeMap<String, usize>;

/// What is known of an operation before anything dies.
struct Known {
    operation: &'static Operation,
    passes: Passes,
    before: Option<State>,
    after: State,
    settled: Vec<String>,
}

#[test]
fn whoever_dies_anywhere_leaves_the_old_or_the_new() {
    let template = temporary();
    send_ok(&Errand::Make, template.path());
    let (_place, folder) = copy_of(template.path());
    let before = runtime().block_on(async { State::of(&Scene::open(&folder).await).await });
    let known = lanes(ALL.iter().collect(), |operation| {
        look(template.path(), operation, &before)
    });
    let mut passed = BTreeSet::new();
    let mut cases = Vec::new();
    for known in &known {
        for (point, count) in &known.passes {
            passed.insert(point.as_str());
            cases.extend(
                chosen(*count)
                    .into_iter()
                    .map(|pass| (known, point.as_str(), pass)),
            );
        }
    }
    let missing: Vec<_> = Point::ALL
        .iter()
        .map(|point| point.name())
        .filter(|name| !passed.contains(name))
        .collect();
    assert!(missing.is_empty(), "no operation passes {missing:?}");
    let count = cases.len();
    let wrong: Vec<String> = lanes(cases, |(known, point, pass)| {
        let outcome = std::panic::catch_unwind(|| try_case(template.path(), known, (point, pass)));
        let outcome = outcome.unwrap_or_else(|_| Err("the check failed, see above".to_owned()));
        outcome
            .err()
            .map(|why| format!("{:?} dies at {point:?} ({pass}): {why}", known.operation.name))
    })
    .into_iter()
    .flatten()
    .collect();
    say(&format!(
        "{} points, {} operations, {count} crashes, {} wrong",
        Point::ALL.len(),
        ALL.len(),
        wrong.len()
    ));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Some of the passes: the first, the last, and others between them.
fn chosen(count: usize) -> BTreeSet<usize> {
    let most = size("HYTHE_PROOF_PASSES", PASSES).clamp(2, count.max(2));
    (0..most)
        .map(|part| 1 + part * (count - 1) / (most - 1))
        .collect()
}

/// Does `work` on each item, a few at a time.
pub(crate) fn lanes<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let (items, done) = (Mutex::new(items.into_iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                loop {
                    let item = items.lock().expect("no panic").next();
                    let Some(item) = item else { return };
                    let result = work(item);
                    done.lock().expect("no panic").push(result);
                }
            });
        }
    });
    done.into_inner().expect("no panic")
}

/// A copy of what the operation is done to.
fn place(template: &Path, operation: &Operation) -> (tempfile::TempDir, std::path::PathBuf) {
    if operation.on != On::EmptyStart {
        return copy_of(template);
    }
    let place = temporary();
    let folder = place.path().join("data");
    fs::create_dir(&folder).expect("a folder");
    (place, folder)
}

/// What the operation passes, and what is there before and after it.
fn look(template: &Path, operation: &'static Operation, before: &State) -> Known {
    let runtime = runtime();
    let before = (operation.on != On::EmptyStart).then(|| before.clone());
    let (_place, folder) = place(template, operation);
    send_ok(&Errand::Trace(operation.name.to_owned()), &folder);
    let passes = fs::read(folder.join("passes.json")).expect("a file");
    let (after, settled) = runtime.block_on(async {
        let scene = Scene::open(&folder).await;
        (State::of(&scene).await, settled(&scene).await)
    });
    Known {
        operation,
        passes: serde_json::from_slice(&passes).expect("JSON"),
        before,
        after,
        settled,
    }
}

fn try_case(template: &Path, known: &Known, (point, pass): (&str, usize)) -> Result<(), String> {
    let operation = known.operation;
    let (_place, folder) = place(template, operation);
    let errand = Errand::Crash(operation.name.to_owned(), point.to_owned(), pass);
    let output = send(&errand, &folder);
    if output.status.signal() != Some(ABORTED) {
        return Err(format!("the process did not die there: {}", said(&output)));
    }
    runtime().block_on(async {
        let scene = Scene::open(&folder).await;
        let found = State::of(&scene).await;
        if folder.join(ANSWERED).exists() && !is(known.operation, &known.after, &found) {
            return Err(format!(
                "it was answered, and is lost\n{}",
                found.beside(&known.after)
            ));
        }
        if !is_either(known, &found) {
            let before = known.before.as_ref().unwrap_or(&known.after);
            return Err(format!(
                "mixed; beside the old\n{}beside the new\n{}",
                found.beside(before),
                found.beside(&known.after)
            ));
        }
        let again = (operation.run)(&scene).await;
        let is_begun_anew = begin_anew(&scene, operation, (&found, &again)).await?;
        let end = State::of(&scene).await;
        if !is_begun_anew && end.seen != known.after.seen {
            return Err(format!("done again: {again:?}\n{}", end.beside(&known.after)));
        }
        let settled = settled(&scene).await;
        if settled != known.settled {
            return Err(format!(
                "files stay: {settled:#?}\ninstead of {:#?}",
                known.settled
            ));
        }
        Ok(())
    })
}

/// Whether this is what was there before the operation, or what is there after it.
fn is_either(known: &Known, found: &State) -> bool {
    let is_old = |before| is_old(known.operation, before, found);
    known.before.as_ref().is_some_and(is_old) || is(known.operation, &known.after, found)
}

/// Whether this is what was there before the operation. An upload may be gone: its bytes may have become a
/// blob that no row names, or have been given up after an fsync that failed.
pub(crate) fn is_old(operation: &Operation, before: &State, found: &State) -> bool {
    let without = operation.upload.map(|upload| before.without_upload(upload));
    is(operation, before, found) || without.is_some_and(|before| is(operation, &before, found))
}

/// Whether two states are the same as far as the operation promises.
pub(crate) fn is(operation: &Operation, state: &State, found: &State) -> bool {
    match operation.extent {
        Extent::Whole => state == found,
        Extent::Seen => state.seen == found.seen,
    }
}

/// Sends the bytes of an upload anew when that was gone before it was to go on, and says whether it had to.
pub(crate) async fn begin_anew(
    scene: &Scene,
    operation: &Operation,
    (found, said): (&State, &Said),
) -> Result<bool, String> {
    let (Some(upload), 404) = (operation.upload, said.status) else {
        return check_again(operation, said).map(|()| false);
    };
    if found.has_upload(upload) {
        return Err(format!(
            "the upload tells how far it is, and answers {}",
            said.text
        ));
    }
    let anew = layer(scene, content(upload).1).await;
    match anew.status {
        201 => Ok(true),
        status => Err(format!("begun anew it answers {status} {}", anew.text)),
    }
}

/// Whether an operation that may have been done says that it is.
fn check_again(operation: &Operation, said: &Said) -> Result<(), String> {
    if said.status < 300 || operation.again.contains(&said.status) {
        return Ok(());
    }
    Err(format!("done again it answers {} {}", said.status, said.text))
}

/// Opens the installation and does the operation; `arm` is called when it begins.
async fn act(operation: &Operation, folder: &Path, arm: impl FnOnce()) {
    let said = if operation.on == On::Server {
        let scene = Scene::open(folder).await;
        arm();
        (operation.run)(&scene).await
    } else {
        arm();
        (operation.run)(&Scene::open(folder).await).await
    };
    assert!(said.status < 300, "{}: {said:?}", operation.name);
}

/// In a process of its own: counts the points that an operation passes.
pub(crate) async fn trace(operation: &Operation, folder: &Path) {
    let passes: Arc<Mutex<Passes>> = Arc::default();
    act(operation, folder, || {
        for point in Point::ALL {
            let passes = Arc::clone(&passes);
            let count = move || {
                *passes
                    .lock()
                    .expect("no panic")
                    .entry(point.name().to_owned())
                    .or_default() += 1
            };
            fail::cfg_callback(point.name(), count).expect("a fail point");
        }
    })
    .await;
    for point in Point::ALL {
        fail::remove(point.name());
    }
    let passes = serde_json::to_vec(&*passes.lock().expect("no panic")).expect("JSON");
    fs::write(folder.join("passes.json"), passes).expect("a file");
}

/// In a process of its own: dies at a point.
pub(crate) async fn crash(operation: &Operation, folder: &Path, (point, pass): (&str, usize)) {
    let passed = AtomicUsize::new(0);
    act(operation, folder, || {
        let die = move || {
            if passed.fetch_add(1, Ordering::SeqCst) + 1 == pass {
                // Whoever was answered before has a moment to write that down.
                std::thread::park_timeout(MOMENT);
                std::process::abort();
            }
        };
        fail::cfg_callback(point, die).expect("a fail point");
    })
    .await;
    fs::write(folder.join(ANSWERED), "").expect("a file");
}
