//! What a start leaves behind and says.

use crate::process::{Place, end_of, mode};

#[test]
fn the_first_start_leaves_what_a_newcomer_needs() {
    let place = Place::new();
    let serving = place.serve(&[]);
    assert!(serving.url.starts_with("http://127.0.0.1:"), "{}", serving.url);
    assert_ne!(serving.port(), 0);
    assert_eq!(place.read("endpoint"), format!("{}\n", serving.url));
    assert_eq!(mode(&place.data()), 0o700);
    assert_eq!(mode(&place.data().join("credentials")), 0o600);
    let answer = serving.exchange("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let credentials = place.read("credentials");
    let lines: Vec<_> = credentials.lines().skip(1).collect();
    assert_eq!(lines.first(), Some(&"[default]"));
    assert!(lines[1].starts_with("aws_access_key_id = AKIA"), "{credentials}");
    assert!(lines[2].starts_with("aws_secret_access_key = "), "{credentials}");

    let host = serving.authority().to_owned();
    let credentials = place.data().join("credentials").display().to_string();
    for part in [
        &serving.url,
        &credentials,
        "env --data",
        "aws ecr create-repository --repository-name hello --endpoint-url http://",
        &format!("docker login --username AWS --password-stdin {host}"),
        "docker tag",
        &format!("docker push {host}/hello"),
    ] {
        serving.line(part);
    }
    serving.stop();
}

#[test]
fn the_key_stays_over_restarts_and_comes_back_when_the_file_is_lost() {
    let place = Place::new();
    place.serve(&[]).stop();
    let first = place.read("credentials");
    place.serve(&[]).stop();
    assert_eq!(place.read("credentials"), first);
    std::fs::remove_file(place.data().join("credentials")).unwrap();
    place.serve(&[]).stop();
    assert_eq!(place.read("credentials"), first);
    place.serve(&["--account", "111122223333"]).stop();
    assert_ne!(place.read("credentials"), first);
    place.serve(&[]).stop();
    assert_eq!(place.read("credentials"), first);
}

#[test]
fn a_second_server_on_a_folder_is_refused() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let ended = end_of(&mut place.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(
        ended.stderr.contains(&*place.data().to_string_lossy()),
        "{}",
        ended.stderr
    );
    assert_eq!(place.read("endpoint"), format!("{}\n", serving.url));
    serving.stop();
    place.serve(&[]).stop();
}

#[test]
fn a_port_that_is_taken_is_reported() {
    let (one, other) = (Place::new(), Place::new());
    other.serve(&[]).stop();
    let serving = one.serve(&[]);
    let ended = end_of(&mut other.command(&["serve", "--listen", serving.authority()]));
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(ended.stderr.contains(serving.authority()), "{}", ended.stderr);
    assert!(
        !other.data().join("endpoint").exists(),
        "nobody takes the old one for this start's"
    );
}

#[test]
fn the_log_can_be_json_with_requests() {
    let place = Place::new();
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0", "--log-format", "json"]);
    let serving = crate::process::Serving::start(command.env("HYTHE_LOG_REQUESTS", "true"));
    serving.exchange("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let line = serving.line("/healthz");
    assert!(line.starts_with('{') && line.contains("\"status\":200"), "{line}");
    serving.stop();
}
