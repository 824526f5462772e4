//! Each call of the system or of the database fails once, for every call that an operation makes: it
//! fails as a whole or succeeds, and can be done again in the same process.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use stdx::point::FAULT;

use super::operation::{ALL, On, Operation, Said};
use super::place::{Scene, copy_of, temporary};
use super::points::{begin_anew, is, is_old};
use super::state::State;
use super::{Errand, runtime, say, send_all, send_ok, setting};

/// The operations of each run; all of them with `HYTHE_PROOF_FAULTS=all`.
const USUAL: [&str; 12] = [
    "create a repository",
    "delete a repository",
    "set a policy",
    "start an upload",
    "append to an upload",
    "complete an upload",
    "put a layer",
    "put an image under a taken tag",
    "tag an image",
    "delete a tag",
    "delete images",
    "restore an image",
];
/// `ENOSPC` and `EIO`.
const ERRORS: [i32; 2] = [28, 5];

#[test]
fn every_call_may_fail_once() {
    let template = temporary();
    send_ok(&Errand::Make, template.path());
    let everything = setting("HYTHE_PROOF_FAULTS").is_some();
    let is_meant = |operation: &&Operation| {
        operation.on == On::Server && (everything || USUAL.contains(&operation.name))
    };
    let operations = ALL.iter().filter(is_meant);
    let errands: Vec<Errand> = operations
        .map(|operation| Errand::Fault(operation.name.to_owned()))
        .collect();
    assert!(
        errands.len() >= USUAL.len(),
        "the names of the operations have changed"
    );
    send_all(errands, template.path(), "faults ");
}

/// In a process of its own: lets each call of an operation fail.
pub(crate) fn all(operation: &Operation, template: &Path) {
    let runtime = runtime();
    let (_place, folder) = copy_of(template);
    let before = runtime.block_on(async { State::of(&Scene::open(&folder).await).await });
    let (_place, folder) = copy_of(template);
    let (calls, after) = runtime.block_on(count(operation, &folder));
    assert!(calls > 0, "{} makes no call", operation.name);
    say(&format!("{:?} makes {calls} calls", operation.name));
    let mut refused = 0;
    for call in 0..calls {
        let error = ERRORS[call % ERRORS.len()];
        let (_place, folder) = copy_of(template);
        let outcome = runtime.block_on(one((operation, &folder), (call, error), (&before, &after)));
        match outcome {
            Ok(said) => refused += usize::from(said.status >= 400),
            Err(why) => panic!(
                "{} with error {error} of call {call} of {calls}: {why}",
                operation.name
            ),
        }
    }
    say(&format!(
        "faults in {:?}: {calls} calls, {refused} refused, {} done all the same",
        operation.name,
        calls - refused
    ));
}

/// How many calls an operation makes, and what is there after it.
async fn count(operation: &Operation, folder: &Path) -> (usize, State) {
    let calls = Arc::new(AtomicUsize::new(0));
    let scene = Scene::open(folder).await;
    let counted = Arc::clone(&calls);
    fail::cfg_callback(FAULT, move || {
        counted.fetch_add(1, Ordering::SeqCst);
    })
    .expect("a fail point");
    let said = (operation.run)(&scene).await;
    fail::remove(FAULT);
    assert!(said.status < 300, "{said:?}");
    (calls.load(Ordering::SeqCst), State::of(&scene).await)
}

async fn one(
    (operation, folder): (&Operation, &Path),
    (call, error): (usize, i32),
    (before, after): (&State, &State),
) -> Result<Said, String> {
    let scene = Scene::open(folder).await;
    fail::cfg(FAULT, &format!("{call}*off->1*return({error})->off")).expect("a fail point");
    let said = (operation.run)(&scene).await;
    fail::remove(FAULT);
    let found = State::of(&scene).await;
    check_answer(operation, &said)?;
    if said.status < 300 && !is(operation, after, &found) {
        return Err(format!(
            "it says {said:?} and is not done:\n{}",
            found.beside(after)
        ));
    }
    if !is_old(operation, before, &found) && !is(operation, after, &found) {
        return Err(format!(
            "mixed after {said:?}; beside the old\n{}beside the new\n{}",
            found.beside(before),
            found.beside(after)
        ));
    }
    let again = (operation.run)(&scene).await;
    let is_begun_anew = begin_anew(&scene, operation, (&found, &again)).await?;
    let end = State::of(&scene).await;
    if !is_begun_anew && end.seen != after.seen {
        return Err(format!(
            "done again after {said:?}: {again:?}\n{}",
            end.beside(after)
        ));
    }
    Ok(said)
}

/// Done, or failed in the form of the protocol.
fn check_answer(operation: &Operation, said: &Said) -> Result<(), String> {
    let is_form = said.text.contains("\"errors\"") || said.text.contains("\"__type\"");
    match said.status {
        200..300 => Ok(()),
        500 | 503 | 507 if is_form => Ok(()),
        // The upload is gone, and says so.
        404 if operation.upload.is_some() && is_form => Ok(()),
        status => Err(format!("it answers {status} {}", said.text)),
    }
}
