//! What clients feel of a collection: the slowest hundredth of pulls and pushes while one is under way,
//! and while none is.
//!
//! The clients rest between two requests, so that the machine is not busy without a collection. With a
//! time of grace of nothing a layer can be collected before its image is put: such a push is not counted.

use std::cell::Cell as Shared;
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use futures_util::future::{join_all, try_join_all};
use tokio::time::sleep;

use crate::content::{Image, digest_of, noise};
use crate::http::{Connection, Keep};
use crate::lab::{BASE, Lab};
use crate::push::Pusher;
use crate::report::{Cell, Goal, Row, Unit, say};
use crate::server::{Kind, Server};

const PULLS: &str = "pull p99 during collection";
const PUSHES: &str = "push p99 during collection";
/// The repository of the blobs that nobody needs.
const UNNEEDED: &str = "bench/unneeded";
/// The repository that is pushed to.
const PUSHED: &str = "bench/pushed";
const SETTINGS: &str = "[gc]\ngrace_hours = 0\n";
/// Clients that push what nobody needs; the more, the more share a commit.
const FILLERS: u64 = 32;
/// Clients that pull, and as many that push.
const CLIENTS: usize = 4;
/// How long a client rests after a pull, and after a push.
const RESTS: [Duration; 2] = [Duration::from_millis(10), Duration::from_millis(40)];
/// Between two looks at how far the collection is.
const LOOK: Duration = Duration::from_millis(500);
/// After so many looks that are the same, nothing is under way: the bytes are doomed, and not old enough.
const QUIET: u32 = 10;
/// How many times as long the slowest hundredth may take.
const TIMES: f64 = 1.3;

/// How long an operation took, and whether a collection was under way.
type Taken = (bool, f64);

/// What the clients share.
#[derive(Default)]
struct State {
    is_collecting: Shared<bool>,
    has_ended: Shared<bool>,
}

/// Measures pulls and pushes beside a collection, in a server of their own.
pub(super) async fn measure(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    if ![PULLS, PUSHES].iter().any(|name| lab.wants(name)) {
        return Ok(Vec::new());
    }
    let server = Server::hythe_with(SETTINGS, &lab.hythe, lab.folder("collection")?).await?;
    for name in [BASE, PUSHED, UNNEEDED] {
        server.create_repository(name).await?;
    }
    say(&format!(
        "pushing {} blobs that nobody needs ...",
        lab.plan.unneeded
    ));
    fill(&server, lab.plan.unneeded).await?;
    let image = Image::new(vec![noise(1, 1024), noise(2, 100_000)], &[]);
    Pusher::new(&server).await?.image(BASE, "latest", &image).await?;
    lab.settle()?;
    say("pulls and pushes beside a collection");
    let state = Rc::new(State::default());
    let (pulls, pushes, collected) = tokio::join!(
        try_join_all((0..CLIENTS).map(|_| pull(&server, &image, &state))),
        try_join_all((0..CLIENTS).map(|_| push(lab, &server, &state))),
        collect(lab, &server, &state),
    );
    collected?;
    Ok(vec![row(PULLS, &pulls?.concat()), row(PUSHES, &pushes?.concat())])
}

/// Pushes this many blobs that no image will list.
async fn fill(server: &Server, blobs: u64) -> anyhow::Result<()> {
    let fillers = (0..FILLERS).map(async |filler| {
        let mut connection = Connection::open(server.address).await?;
        for number in (filler..blobs).step_by(FILLERS as usize) {
            let blob = noise(number.wrapping_add(1 << 40), 100);
            let path = format!("/v2/{UNNEEDED}/blobs/uploads/?digest={}", digest_of(&blob));
            let kind = "Content-Type: application/octet-stream\r\nContent-Length: 100\r\n";
            let request = [server.head("POST", &path, kind), blob].concat();
            let reply = connection.exchange(&request, Keep::Nothing).await?;
            ensure!(reply.status == 201, "POST of a blob: status {}", reply.status);
        }
        anyhow::Ok(())
    });
    join_all(fillers).await.into_iter().collect()
}

/// Pulls an image, a manifest and two blobs, until the collection has ended.
async fn pull(server: &Server, image: &Image, state: &State) -> anyhow::Result<Vec<Taken>> {
    let blobs = image.digests.iter().map(|digest| format!("blobs/{digest}"));
    let paths: Vec<String> = blobs.chain(["manifests/latest".to_owned()]).collect();
    let requests = paths
        .iter()
        .map(|path| server.head("GET", &format!("/v2/{BASE}/{path}"), ""));
    let requests: Vec<_> = requests.collect();
    let mut connection = Connection::open(server.address).await?;
    let mut taken = Vec::new();
    while !state.has_ended.get() {
        let (started, was_collecting) = (Instant::now(), state.is_collecting.get());
        for request in &requests {
            let reply = connection.exchange(request, Keep::Nothing).await?;
            ensure!(reply.status == 200, "GET: status {}", reply.status);
        }
        taken.push((was_collecting, started.elapsed().as_secs_f64()));
        sleep(RESTS[0]).await;
    }
    Ok(taken)
}

/// Pushes images until the collection has ended.
async fn push(lab: &Lab, server: &Server, state: &State) -> anyhow::Result<Vec<Taken>> {
    let mut pusher = Pusher::new(server).await?;
    let (mut taken, mut refused) = (Vec::new(), 0);
    while !state.has_ended.get() {
        let number = lab.number();
        let (image, tag) = (Image::small(number), format!("tag-{number}"));
        let (started, was_collecting) = (Instant::now(), state.is_collecting.get());
        match pusher.image(PUSHED, &tag, &image).await {
            Ok(()) => taken.push((was_collecting, started.elapsed().as_secs_f64())),
            Err(error) => {
                refused += 1;
                ensure!(
                    refused * 100 <= taken.len() + 100,
                    "too many pushes fail: {error}"
                );
            }
        }
        sleep(RESTS[1]).await;
    }
    Ok(taken)
}

/// Lets the clients work without a collection, then with one, and ends.
///
/// Doomed bytes are kept for a minute: nothing is collected then, and that counts as without.
async fn collect(lab: &Lab, server: &Server, state: &State) -> anyhow::Result<()> {
    sleep(lab.plan.round * 5).await;
    let mut round = run(lab, server)?;
    state.is_collecting.set(true);
    let (mut before, mut quiet) = (Figures::default(), 0);
    let ended = loop {
        sleep(LOOK).await;
        if let Some(status) = round.try_wait().context("could not ask for a process")? {
            break status;
        }
        let now = Figures::read(server).await?;
        quiet = if now == before { quiet + 1 } else { 0 };
        state
            .is_collecting
            .set(now.reclaimable.is_none() || quiet < QUIET);
        before = now;
    };
    state.has_ended.set(true);
    ensure!(ended.success(), "gc run failed");
    Ok(())
}

fn run(lab: &Lab, server: &Server) -> anyhow::Result<Child> {
    let mut program = Command::new(&lab.hythe);
    program.args(["gc", "run", "--data"]).arg(&server.data);
    program.stdin(Stdio::null()).stdout(Stdio::null());
    program.spawn().context("could not run hythe gc")
}

/// How far a collection is.
#[derive(Default, PartialEq, Eq)]
struct Figures {
    /// `None` before the first bytes are doomed.
    reclaimable: Option<String>,
    freed: Option<String>,
}

impl Figures {
    async fn read(server: &Server) -> anyhow::Result<Self> {
        let mut connection = Connection::open(server.address).await?;
        let request = server.head("GET", "/metrics", "");
        let reply = connection.exchange(&request, Keep::Everything).await?;
        ensure!(reply.status == 200, "GET of the metrics: status {}", reply.status);
        let text = String::from_utf8(reply.body).context("metrics are text")?;
        let figure = |name: &str| {
            let mut lines = text.lines().filter_map(|line| line.strip_prefix(name));
            let value = lines.next().map(str::trim);
            value.filter(|value| *value != "0").map(str::to_owned)
        };
        Ok(Self {
            reclaimable: figure("hythe_collector_reclaimable_bytes "),
            freed: figure("hythe_collector_freed_bytes_total "),
        })
    }
}

fn row(name: &str, taken: &[Taken]) -> Row {
    let of = |collecting| {
        let times = taken.iter().filter(|(was, _)| *was == collecting);
        p99(times.map(|(_, time)| time * 1_000.0).collect())
    };
    let (without, with) = (of(false), of(true));
    Row {
        name: name.to_owned(),
        unit: Unit::Milliseconds,
        cells: vec![(
            Kind::Hythe,
            Cell {
                values: vec![with],
                cpu: None,
                generator: None,
            },
        )],
        goals: vec![Goal::AtMostTimes {
            without,
            times: TIMES,
        }],
    }
}

/// What a hundredth of these took longer than.
fn p99(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let place = times.len() * 99 / 100;
    times.get(place).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_hundredth() {
        assert_eq!(p99((0..1_000).map(f64::from).collect()), 990.0);
        assert!(p99(vec![]).is_nan());
    }
}
