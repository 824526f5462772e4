//! How often callers may call: a bucket of tokens for each account, user or role and operation that a
//! rule is for.
//!
//! Buckets are in the memory of one process. Without a rule there is no [`Throttle`] at all, and a
//! request pays one look at an `Option`. What a refusal reads like is chosen in `errors`.

mod bucket;
mod rate;
mod route;

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use names::{AccountId, EntityName};
use registry::{Identity, Principal};
use stdx::Timestamp;

pub use rate::{Rate, RateRule, RateRuleError, Rates};

pub(crate) use route::operation_of;

use bucket::Bucket;
use rate::Scope;

/// Parts of the table of buckets that are locked one by one.
const SHARDS: usize = 16;
/// Most buckets of one part.
const BUCKETS: usize = 1 << 12;

/// The rules, and the buckets of those who called lately.
pub(crate) struct Throttle {
    rates: Rates,
    shards: [Mutex<HashMap<Key, Bucket>>; SHARDS],
    hasher: RandomState,
}

/// Whose bucket, for which operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    account: AccountId,
    /// `None` for the account as a whole. Names are folded.
    identity: Option<Identity>,
    operation: &'static str,
}

/// A call is one too many; after this time another will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Throttled(pub(crate) Duration);

impl Throttle {
    /// `None` where the rules bound nothing.
    pub(crate) fn new(rates: Rates) -> Option<Self> {
        (!rates.is_empty()).then(|| Self {
            rates,
            shards: Default::default(),
            hasher: RandomState::new(),
        })
    }

    /// Takes a token of each bucket that the call belongs to, or none where one of them is empty.
    pub(crate) fn admit(
        &self,
        principal: &Principal,
        operation: &'static str,
        now: Timestamp,
    ) -> Result<(), Throttled> {
        let (account, identity) = (principal.account(), folded(&principal.identity));
        let own = self.rates.find(operation, account, Scope::Principal(&identity));
        let own = own.map(|rate| {
            let identity = Some(identity.clone());
            (key(account, identity, operation), rate)
        });
        let shared = self.rates.find(operation, account, Scope::Account);
        let shared = shared.map(|rate| (key(account, None, operation), rate));
        if let Some((key, rate)) = &own {
            self.take(key, *rate, now)?;
        }
        let Some((key, rate)) = shared else {
            return Ok(());
        };
        self.take(&key, rate, now).inspect_err(|_| {
            if let Some((key, rate)) = &own {
                self.give_back(key, *rate);
            }
        })
    }

    fn take(&self, key: &Key, rate: Rate, now: Timestamp) -> Result<(), Throttled> {
        let mut shard = self.shard(key);
        if let Some(bucket) = shard.get_mut(key) {
            return bucket.take(rate, now).map_err(Throttled);
        }
        if shard.len() >= BUCKETS {
            make_room(&mut shard, now);
        }
        let bucket = shard.entry(key.clone()).or_default();
        bucket.take(rate, now).map_err(Throttled)
    }

    fn give_back(&self, key: &Key, rate: Rate) {
        if let Some(bucket) = self.shard(key).get_mut(key) {
            bucket.give_back(rate);
        }
    }

    fn shard(&self, key: &Key) -> MutexGuard<'_, HashMap<Key, Bucket>> {
        let shard = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or(0);
        self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drops the buckets that are full, as new ones would be; where that frees nothing, any one.
fn make_room(shard: &mut HashMap<Key, Bucket>, now: Timestamp) {
    shard.retain(|_, bucket| !bucket.is_full(now));
    if shard.len() >= BUCKETS
        && let Some(any) = shard.keys().next().cloned()
    {
        shard.remove(&any);
    }
}

fn key(account: AccountId, identity: Option<Identity>, operation: &'static str) -> Key {
    Key {
        account,
        identity,
        operation,
    }
}

/// A user or role whatever the case of its name.
fn folded(identity: &Identity) -> Identity {
    let fold = |name: &EntityName| EntityName::parse(&name.fold()).expect("lower case is within the grammar");
    match identity {
        Identity::Root => Identity::Root,
        Identity::User(name) => Identity::User(fold(name)),
        Identity::Role(name) => Identity::Role(fold(name)),
    }
}

#[cfg(test)]
mod tests {
    use names::{AccessKeyId, PrincipalArn};

    use super::*;

    fn principal(account: &str, user: &str) -> Principal {
        Principal {
            arn: PrincipalArn::parse(&format!("arn:aws:iam::{account}:user/{user}")).expect("an ARN"),
            identity: Identity::User(EntityName::parse(user).expect("a name")),
            user_id: "AIDAX".into(),
            access_key: AccessKeyId::parse("AKIAIOSFODNN7EXAMPLE").expect("a key"),
            session: None,
        }
    }

    fn throttle(rules: &[&str]) -> Throttle {
        let rules = rules.iter().map(|rule| rule.parse().expect(rule));
        Throttle::new(Rates::of(rules.collect())).expect("there are rules")
    }

    const NOW: Timestamp = Timestamp::from_seconds(1_767_608_100);

    /// Calls until one is refused.
    fn admitted(
        throttle: &Throttle,
        principal: &Principal,
        operation: &'static str,
        now: Timestamp,
    ) -> usize {
        (0..1000)
            .take_while(|_| throttle.admit(principal, operation, now).is_ok())
            .count()
    }

    #[test]
    fn without_rules_nothing_is_held() {
        assert!(Throttle::new(Rates::default()).is_none());
    }

    #[test]
    fn buckets_are_of_one_account_and_operation() {
        let throttle = throttle(&["operation=PutImage rate=3"]);
        let (ann, bob) = (principal("111122223333", "ann"), principal("111122223333", "bob"));
        assert_eq!(admitted(&throttle, &ann, "PutImage", NOW), 3);
        assert_eq!(
            admitted(&throttle, &bob, "PutImage", NOW),
            0,
            "of the same account"
        );
        assert_eq!(admitted(&throttle, &ann, "BatchGetImage", NOW), 1000);
        let other = principal("444455556666", "ann");
        assert_eq!(admitted(&throttle, &other, "PutImage", NOW), 3);
        let later = NOW.after(Duration::from_millis(700));
        assert_eq!(admitted(&throttle, &bob, "PutImage", later), 2);
        let wait = throttle.admit(&ann, "PutImage", later).expect_err("none is left");
        assert_eq!(wait.0, Duration::from_nanos(299_999_999));
    }

    #[test]
    fn the_closest_rule_counts() {
        let throttle = throttle(&[
            "rate=5",
            "operation=PutImage rate=4",
            "account=444455556666 operation=PutImage rate=unlimited",
            "principal=* rate=3",
            "principal=arn:aws:iam::111122223333:user/team/Ann operation=PutImage rate=1 burst=2",
            "principal=arn:aws:iam::111122223333:user/eve rate=unlimited",
        ]);
        for (account, user, operation, expect) in [
            ("111122223333", "ann", "PutImage", 2),
            ("111122223333", "bob", "PutImage", 2),
            ("111122223333", "ann", "ListImages", 3),
            ("111122223333", "bob", "ListImages", 2),
            ("111122223333", "eve", "DescribeImages", 5),
            ("444455556666", "ann", "PutImage", 3),
            ("444455556666", "bob", "PutImage", 3),
            ("444455556666", "ann", "ListImages", 3),
        ] {
            let caller = principal(account, user);
            let found = admitted(&throttle, &caller, operation, NOW);
            assert_eq!(found, expect, "{account} {user} {operation}");
        }
    }

    #[test]
    fn a_refused_call_takes_nothing() {
        let throttle = throttle(&["rate=2", "principal=* rate=1 burst=3"]);
        let ann = principal("111122223333", "ann");
        for _ in 0..300 {
            let _ = throttle.admit(&ann, "PutImage", NOW);
        }
        // Were her own bucket empty, she would wait for it too.
        let later = NOW.after(Duration::from_secs(1));
        assert_eq!(admitted(&throttle, &ann, "PutImage", later), 2);
    }

    #[test]
    fn idle_buckets_go() {
        let throttle = throttle(&["principal=* rate=1"]);
        let held = |throttle: &Throttle| -> usize {
            let lengths = throttle
                .shards
                .iter()
                .map(|shard| shard.lock().expect("a lock").len());
            lengths.sum()
        };
        for number in 0..100_000 {
            let now = NOW.after(Duration::from_millis(number * 10));
            let caller = principal("111122223333", &format!("user{number}"));
            throttle
                .admit(&caller, "PutImage", now)
                .expect("a new bucket is full");
        }
        assert!(held(&throttle) <= SHARDS * BUCKETS, "{}", held(&throttle));
        for number in 0..100_000 {
            let caller = principal("444455556666", &format!("user{number}"));
            throttle
                .admit(&caller, "PutImage", NOW)
                .expect("a new bucket is full");
        }
        assert!(held(&throttle) <= SHARDS * BUCKETS, "{}", held(&throttle));
    }
}
