//! How the server ends.

use std::io::{Read as _, Write as _};

use rustix::process::Signal;

use crate::process::Place;

#[test]
fn both_signals_end_it_well_with_connections_open() {
    let place = Place::new();
    for signal in [Signal::TERM, Signal::INT] {
        let serving = place.serve(&[]);
        let mut idle = serving.connect();
        idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            .unwrap();
        let mut first = [0; 15];
        idle.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200 OK");
        serving.signal(signal);
        let (status, rest) = serving.wait();
        assert_eq!(status.code(), Some(0), "{rest:#?}");
        let wal = place.data().join("metadata.sqlite-wal");
        assert!(!wal.exists(), "the database was closed");
    }
}

#[test]
fn a_second_signal_cuts_off_what_is_in_progress() {
    let place = Place::new();
    let serving = place.serve(&[]);
    // A request whose headers are on their way for longer than this test.
    let mut slow = serving.connect();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n").unwrap();
    serving.exchange("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    serving.signal(Signal::TERM);
    serving.line("stopping");
    serving.signal(Signal::TERM);
    let (status, rest) = serving.wait();
    assert_eq!(status.code(), Some(0), "{rest:#?}");
}

#[test]
fn a_killed_server_leaves_a_folder_that_the_next_one_takes() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let credentials = place.read("credentials");
    serving.signal(Signal::KILL);
    serving.wait();
    place.serve(&[]).stop();
    assert_eq!(place.read("credentials"), credentials);
}
