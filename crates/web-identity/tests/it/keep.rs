//! When keys are fetched, and how long they are used.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use stdx::{Clock as _, ManualClock};
use web_identity::{FetchFault, Keys, Provider, Reach, Refused, TokenFault};

use super::server::{Answer, CONFIGURATION, Identity, KEYS, Server};
use super::signer::{CLIENT, NOW, PROVIDER};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

struct Fixture {
    server: Server,
    provider: Provider,
    clock: Arc<ManualClock>,
    keys: Arc<Keys>,
}

impl Fixture {
    async fn new() -> Self {
        let server = Server::start().await;
        let clock = Arc::new(ManualClock::new(NOW));
        Self {
            provider: server.provider(),
            server,
            keys: Arc::new(Keys::new(Arc::clone(&clock) as _, Reach::Anywhere)),
            clock,
        }
    }

    /// A good token of the current minute.
    fn token(&self, key: &str) -> String {
        let now = self.clock.now().as_seconds();
        let header = json!({"alg": "RS256", "kid": key});
        let claims = json!({"iss": self.provider.issuer(), "aud": CLIENT, "sub": "a", "exp": now + 60});
        PROVIDER.sign("RS256", &header, &claims)
    }

    async fn verify(&self, key: &str) -> Result<(), Refused> {
        self.keys.verify(&self.token(key), &self.provider).await.map(drop)
    }

    /// The provider has one key.
    fn rotate(&self, id: &str) {
        let mut key = PROVIDER.key("RS256");
        key["kid"] = json!(id);
        self.server
            .answer(KEYS, Answer::ok(&json!({"keys": [key]}).to_string()));
    }

    fn break_down(&self) {
        let answer = "503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        self.server.answer(KEYS, Answer::Text(answer.to_owned()));
    }

    fn fetches(&self) -> usize {
        self.server.asked(CONFIGURATION)
    }
}

fn unavailable() -> Result<(), Refused> {
    Err(Refused::Keys(FetchFault::Status(503)))
}

fn unknown() -> Result<(), Refused> {
    Err(Refused::Token(TokenFault::UnknownKey))
}

#[tokio::test]
async fn one_fetch_an_hour() {
    let it = Fixture::new().await;
    for (after, fetches) in [
        (Duration::ZERO, 1),
        (MINUTE, 1),
        (HOUR - MINUTE - SECOND, 1),
        (SECOND, 2),
        (HOUR - SECOND, 2),
        (SECOND, 3),
    ] {
        it.clock.advance(after);
        assert_eq!(it.verify("RS256").await, Ok(()), "{after:?}");
        assert_eq!(it.fetches(), fetches, "{after:?}");
    }
}

#[tokio::test]
async fn one_fetch_for_many() {
    let it = Arc::new(Fixture::new().await);
    let spawn = || {
        let it = Arc::clone(&it);
        tokio::spawn(async move { it.verify("RS256").await })
    };
    let callers: Vec<_> = (0..100).map(|_| spawn()).collect();
    for caller in callers {
        assert_eq!(caller.await.expect("no panic"), Ok(()));
    }
    assert_eq!(it.fetches(), 1);
}

#[tokio::test]
async fn one_failed_fetch_for_many() {
    let it = Arc::new(Fixture::new().await);
    it.break_down();
    let spawn = || {
        let it = Arc::clone(&it);
        tokio::spawn(async move { it.verify("RS256").await })
    };
    let callers: Vec<_> = (0..100).map(|_| spawn()).collect();
    for caller in callers {
        assert_eq!(caller.await.expect("no panic"), unavailable());
    }
    assert_eq!(it.fetches(), 1);
}

#[tokio::test]
async fn a_failed_fetch_is_repeated_after_10_seconds() {
    let it = Fixture::new().await;
    it.break_down();
    assert_eq!(it.verify("RS256").await, unavailable());
    it.rotate("RS256");
    it.clock.advance(9 * SECOND);
    assert_eq!(it.verify("RS256").await, unavailable());
    assert_eq!(it.fetches(), 1);
    it.clock.advance(SECOND);
    assert_eq!(it.verify("RS256").await, Ok(()));
    assert_eq!(it.fetches(), 2);
}

#[tokio::test]
async fn keys_are_used_for_a_day_when_the_provider_is_away() {
    let it = Fixture::new().await;
    assert_eq!(it.verify("RS256").await, Ok(()));
    it.break_down();
    for (after, fetches) in [(HOUR, 2), (9 * SECOND, 2), (SECOND, 3), (22 * HOUR, 4)] {
        it.clock.advance(after);
        assert_eq!(it.verify("RS256").await, Ok(()), "{after:?}");
        assert_eq!(it.fetches(), fetches, "{after:?}");
    }
    it.clock.advance(HOUR - 11 * SECOND);
    assert_eq!(it.verify("RS256").await, Ok(()));
    it.clock.advance(SECOND);
    assert_eq!(it.verify("RS256").await, unavailable());
    it.rotate("new");
    it.clock.advance(10 * SECOND);
    assert_eq!(it.verify("RS256").await, unknown());
    assert_eq!(it.verify("new").await, Ok(()));
}

#[tokio::test]
async fn an_unknown_key_is_looked_for_once_a_minute() {
    let it = Fixture::new().await;
    assert_eq!(it.verify("new").await, unknown());
    it.rotate("new");
    it.clock.advance(59 * SECOND);
    assert_eq!(it.verify("new").await, unknown());
    assert_eq!(it.fetches(), 1);
    it.clock.advance(SECOND);
    assert_eq!(it.verify("new").await, Ok(()));
    assert_eq!(it.fetches(), 2);
    // The old one went away with the rotation, and asking for it costs nothing.
    for _ in 0..100 {
        assert_eq!(it.verify("RS256").await, unknown());
    }
    assert_eq!(it.fetches(), 2);
    // A provider that is away loses no keys to it, and is asked once a minute too.
    it.break_down();
    it.clock.advance(MINUTE);
    for _ in 0..100 {
        assert_eq!(it.verify("RS256").await, unknown());
        assert_eq!(it.verify("new").await, Ok(()));
    }
    assert_eq!(it.fetches(), 3);
}

#[tokio::test]
async fn many_unknown_keys_at_once() {
    let it = Arc::new(Fixture::new().await);
    assert_eq!(it.verify("RS256").await, Ok(()));
    it.rotate("new");
    it.clock.advance(MINUTE);
    let spawn = |key| {
        let it = Arc::clone(&it);
        tokio::spawn(async move { it.verify(key).await })
    };
    let callers: Vec<_> = (0..50).flat_map(|_| [spawn("new"), spawn("none")]).collect();
    let mut found = Vec::new();
    for caller in callers {
        found.push(caller.await.expect("no panic"));
    }
    let expected: Vec<_> = (0..50).flat_map(|_| [Ok(()), unknown()]).collect();
    assert_eq!(found, expected);
    assert_eq!(it.fetches(), 2);
}

#[tokio::test]
async fn keys_belong_to_the_thumbprints_that_they_were_accepted_by() {
    let it = Fixture::new().await;
    assert_eq!(it.verify("RS256").await, Ok(()));
    let mut other = it.provider.clone();
    other.thumbprints = vec![Identity::self_signed().thumbprint(0)];
    let found = it.keys.verify(&it.token("RS256"), &other).await;
    assert!(
        matches!(found, Err(Refused::Keys(FetchFault::Certificate(_)))),
        "{found:?}"
    );
    // Neither does the failure reach the first.
    it.clock.advance(HOUR);
    assert_eq!(it.verify("RS256").await, Ok(()));
}

#[tokio::test]
async fn who_goes_away_leaves_the_fetch_to_the_next() {
    let it = Fixture::new().await;
    it.server.answer(KEYS, Answer::Silence);
    {
        let first = it.verify("RS256");
        tokio::pin!(first);
        while it.server.asked(KEYS) == 0 {
            tokio::select! {
                biased;
                found = &mut first => panic!("{found:?}"),
                () = tokio::task::yield_now() => {}
            }
        }
    }
    it.rotate("RS256");
    assert_eq!(it.verify("RS256").await, Ok(()));
}

#[tokio::test]
async fn old_keys_are_used_while_somebody_fetches() {
    let it = Fixture::new().await;
    assert_eq!(it.verify("RS256").await, Ok(()));
    it.clock.advance(HOUR);
    it.server.answer(CONFIGURATION, Answer::Silence);
    let first = it.verify("RS256");
    tokio::pin!(first);
    while it.fetches() == 1 {
        tokio::select! {
            biased;
            found = &mut first => panic!("{found:?}"),
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(it.verify("RS256").await, Ok(()));
    assert_eq!(it.fetches(), 2);
}
