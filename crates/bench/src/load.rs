//! The same request again and again over several connections.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use tokio::task::JoinSet;

use crate::http::{Connection, Keep};
use crate::server::Server;
use crate::usage::{Meter, Sample};

/// When a load ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Until {
    /// After this time.
    Elapsed(Duration),
    /// After this many requests of each connection.
    Count(usize),
}

/// What is asked for, over and over.
pub(crate) struct Load {
    /// How many connections ask.
    pub(crate) connections: usize,
    /// When they stop.
    pub(crate) until: Until,
    /// The requests, complete; each connection asks for them in turn. All must be answered 200.
    pub(crate) requests: Vec<Vec<u8>>,
}

impl Load {
    /// Puts this load on `server`.
    pub(crate) async fn run(&self, server: &Server) -> anyhow::Result<Sample> {
        let requests: Arc<[Vec<u8>]> = self.requests.clone().into();
        let mut connections = Vec::new();
        for _ in 0..self.connections {
            connections.push(Connection::open(server.address).await?);
        }
        let processes = server.processes();
        let meter = Meter::start(&processes)?;
        let mut tasks = JoinSet::new();
        for connection in connections {
            tasks.spawn(repeat(connection, Arc::clone(&requests), self.until));
        }
        let mut answered = 0;
        while let Some(done) = tasks.join_next().await {
            answered += done??;
        }
        meter.stop(answered as f64)
    }
}

async fn repeat(mut connection: Connection, requests: Arc<[Vec<u8>]>, until: Until) -> anyhow::Result<usize> {
    let started = Instant::now();
    let mut answered = 0;
    for request in requests.iter().cycle() {
        let reply = connection.exchange(request, Keep::Nothing).await?;
        ensure!(
            reply.status == 200,
            "status {} to {}",
            reply.status,
            String::from_utf8_lossy(request)
                .lines()
                .next()
                .unwrap_or_default()
        );
        answered += 1;
        let ended = match until {
            Until::Elapsed(duration) => started.elapsed() >= duration,
            Until::Count(count) => answered >= count,
        };
        if ended {
            break;
        }
    }
    Ok(answered)
}
