//! The rules on how often calls are admitted, and which of them a call comes under.

use std::collections::HashMap;
use std::str::FromStr;

use names::{AccountId, EntityName, PrincipalArn};
use registry::Identity;

/// How fast a bucket fills, and how much it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Nanoseconds for one token, at least 1.
    token: i64,
    /// Most tokens, at least 1.
    burst: u32,
}

impl Rate {
    const fn per_second(rate: u32) -> Self {
        Self {
            token: NANOS / rate as i64,
            burst: rate,
        }
    }

    pub(super) fn token_nanos(self) -> i64 {
        self.token
    }

    /// How long an empty bucket takes to be full.
    pub(super) fn refill_nanos(self) -> i64 {
        self.token.saturating_mul(i64::from(self.burst))
    }
}

const NANOS: i64 = 1_000_000_000;

/// One rule, written as `[account=ID] [principal=ARN|*] [operation=NAME] rate=N[/minute]|unlimited
/// [burst=N]`: the calls of an operation, or of each operation, by one account or each; or by one user
/// or role, or by each. A burst is as many calls as the rate has in a second, or in a minute, unless
/// it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateRule {
    caller: Caller,
    operation: Option<String>,
    /// `None` for no bound.
    rate: Option<Rate>,
}

/// Whose calls one bucket counts.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Caller {
    EachAccount,
    Account(AccountId),
    EachPrincipal(Option<AccountId>),
    /// With a folded name.
    Principal(AccountId, Identity),
}

/// Which bucket of a caller is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'a> {
    /// The one of its account.
    Account,
    /// Its own.
    Principal(&'a Identity),
}

/// Why a text is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RateRuleError {
    /// A word is not one of `name=value`, or is there twice.
    #[error("'{0}' is none of account=, principal=, operation=, rate=, burst=, or is there twice")]
    Word(String),
    /// The account is none.
    #[error("'{0}' is no account: 12 digits")]
    Account(String),
    /// The principal is none.
    #[error("'{0}' is no user, role or root of an account, nor *")]
    Principal(String),
    /// The operation is none.
    #[error("'{0}' is no operation of any service here")]
    Operation(String),
    /// The rate is none.
    #[error("'{0}' is no rate: 1 to 1000000 calls in a second, as many with /minute, or unlimited")]
    Rate(String),
    /// The burst is none.
    #[error("'{0}' is no burst: 1 to 1000000 calls")]
    Burst(String),
    /// Nothing is bounded.
    #[error("a rule needs rate=")]
    NoRate,
    /// Account and principal say different things.
    #[error("account= and the account of principal= are not the same")]
    TwoAccounts,
}

impl RateRule {
    /// A rule for an operation of each account.
    fn of_each_account(operation: &str, rate: u32) -> Self {
        Self {
            caller: Caller::EachAccount,
            operation: Some(operation.to_owned()),
            rate: Some(Rate::per_second(rate)),
        }
    }

    #[cfg(test)]
    pub(super) fn rate(&self) -> Option<Rate> {
        self.rate
    }

    /// How close the rule is to a call; `None` where it is not for it.
    fn closeness(&self, account: AccountId, scope: Scope<'_>) -> Option<u8> {
        let caller = match (&self.caller, scope) {
            (Caller::EachAccount, Scope::Account) => 0,
            (Caller::Account(own), Scope::Account) if *own == account => 1,
            (Caller::EachPrincipal(None), Scope::Principal(_)) => 0,
            (Caller::EachPrincipal(Some(own)), Scope::Principal(_)) if *own == account => 1,
            (Caller::Principal(own, identity), Scope::Principal(caller))
                if *own == account && identity == caller =>
            {
                2
            }
            _ => return None,
        };
        Some(caller * 2 + u8::from(self.operation.is_some()))
    }
}

impl FromStr for RateRule {
    type Err = RateRuleError;

    fn from_str(text: &str) -> Result<Self, RateRuleError> {
        let mut words: HashMap<&str, &str> = HashMap::new();
        for word in text.split_ascii_whitespace() {
            let (name, value) = word.split_once('=').unwrap_or(("", word));
            let known = ["account", "principal", "operation", "rate", "burst"].contains(&name);
            if !known || words.insert(name, value).is_some() {
                return Err(RateRuleError::Word(word.to_owned()));
            }
        }
        let account = words.get("account").filter(|text| **text != "*");
        let account = account
            .map(|text| AccountId::parse(text).map_err(|_| RateRuleError::Account((*text).to_owned())));
        let operation = words.get("operation").filter(|text| **text != "*");
        let operation = operation.map(|text| {
            let unknown = || RateRuleError::Operation((*text).to_owned());
            known_operation(text)
                .then(|| (*text).to_owned())
                .ok_or_else(unknown)
        });
        let rate = words.get("rate").ok_or(RateRuleError::NoRate)?;
        Ok(Self {
            caller: caller(account.transpose()?, words.get("principal").copied())?,
            operation: operation.transpose()?,
            rate: parse_rate(rate, words.get("burst").copied())?,
        })
    }
}

fn caller(account: Option<AccountId>, principal: Option<&str>) -> Result<Caller, RateRuleError> {
    let text = match (principal, account) {
        (None, None) => return Ok(Caller::EachAccount),
        (None, Some(account)) => return Ok(Caller::Account(account)),
        (Some("*"), account) => return Ok(Caller::EachPrincipal(account)),
        (Some(text), _) => text,
    };
    let none = || RateRuleError::Principal(text.to_owned());
    let arn = PrincipalArn::parse(text).map_err(|_| none())?;
    let (_, resource) = text.split_once("::").ok_or_else(none)?;
    let (_, resource) = resource.split_once(':').ok_or_else(none)?;
    let name = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        EntityName::parse(&name).map_err(|_| none())
    };
    let identity = match resource.split_once('/') {
        None if resource == "root" => Identity::Root,
        Some(("user", path)) => Identity::User(name(path)?),
        Some(("role", path)) => Identity::Role(name(path)?),
        _ => return Err(none()),
    };
    if account.is_some_and(|account| account != arn.account()) {
        return Err(RateRuleError::TwoAccounts);
    }
    Ok(Caller::Principal(arn.account(), identity))
}

/// The most calls of a rate and of a burst.
const MOST: u32 = 1_000_000;

fn parse_rate(text: &str, burst: Option<&str>) -> Result<Option<Rate>, RateRuleError> {
    let number = |text: &str| text.parse().ok().filter(|number| (1..=MOST).contains(number));
    let burst = burst.map(|text| number(text).ok_or_else(|| RateRuleError::Burst(text.to_owned())));
    let burst: Option<u32> = burst.transpose()?;
    if text == "unlimited" {
        return Ok(None);
    }
    let (calls, period) = match text.split_once('/') {
        None | Some((_, "second")) => (text.split('/').next().unwrap_or_default(), NANOS),
        Some((calls, "minute")) => (calls, 60 * NANOS),
        Some(_) => ("", NANOS),
    };
    let calls: u32 = number(calls).ok_or_else(|| RateRuleError::Rate(text.to_owned()))?;
    Ok(Some(Rate {
        token: period / i64::from(calls),
        burst: burst.unwrap_or(calls),
    }))
}

fn known_operation(name: &str) -> bool {
    aws_model::ecr::Operation::from_name(name).is_some()
        || aws_model::hythe::Operation::from_name(name).is_some()
        || aws_model::kms::Operation::from_name(name).is_some()
        || aws_model::ecr_public::Operation::from_name(name).is_some()
        || aws_model::iam::Operation::from_name(name).is_some()
        || aws_model::sts::Operation::from_name(name).is_some()
}

/// ECR's published rates, in calls of an account in a second (Service Quotas, "Amazon ECR").
const ECR: [(&str, u32); 8] = [
    ("GetAuthorizationToken", 500),
    ("BatchCheckLayerAvailability", 1000),
    ("InitiateLayerUpload", 100),
    ("UploadLayerPart", 500),
    ("CompleteLayerUpload", 100),
    ("PutImage", 10),
    ("BatchGetImage", 2000),
    ("GetDownloadUrlForLayer", 3000),
];

/// All rules of a server. By default there are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates {
    by_operation: HashMap<String, Vec<RateRule>>,
    of_all: Vec<RateRule>,
}

impl Rates {
    /// These rules. Of two that are for the same calls the later one counts.
    pub fn of(rules: Vec<RateRule>) -> Self {
        let mut rates = Self::default();
        for rule in rules {
            let list = match &rule.operation {
                Some(operation) => rates.by_operation.entry(operation.clone()).or_default(),
                None => &mut rates.of_all,
            };
            list.retain(|other| other.caller != rule.caller);
            list.push(rule);
        }
        rates
    }

    /// ECR's rates, and these rules over them.
    pub fn of_ecr(rules: Vec<RateRule>) -> Self {
        let published = ECR.map(|(operation, rate)| RateRule::of_each_account(operation, rate));
        Self::of(published.into_iter().chain(rules).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        let mut rules = self.by_operation.values().flatten().chain(&self.of_all);
        rules.all(|rule| rule.rate.is_none())
    }

    /// The rate of the closest rule for a call: first by who calls, then by what is called.
    pub(super) fn find(&self, operation: &str, account: AccountId, scope: Scope<'_>) -> Option<Rate> {
        let named = self.by_operation.get(operation).into_iter().flatten();
        let rules = named.chain(&self.of_all);
        let close = rules.filter_map(|rule| Some((rule.closeness(account, scope)?, rule)));
        close.max_by_key(|(closeness, _)| *closeness)?.1.rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_rule() {
        for (text, start) in [
            ("", "a rule needs rate="),
            ("operation=PutImage", "a rule needs rate="),
            ("PutImage rate=1", "'PutImage' is none of"),
            ("rate=1 rate=2", "'rate=2' is none of"),
            ("speed=1", "'speed=1' is none of"),
            ("account=12 rate=1", "'12' is no account"),
            ("operation=PutImages rate=1", "'PutImages' is no operation"),
            ("operation= rate=1", "'' is no operation"),
            ("rate=0", "'0' is no rate"),
            ("rate=-1", "'-1' is no rate"),
            ("rate=1000001", "'1000001' is no rate"),
            ("rate=1/hour", "'1/hour' is no rate"),
            ("rate=ten", "'ten' is no rate"),
            ("rate=1 burst=0", "'0' is no burst"),
            ("principal=ann rate=1", "'ann' is no user"),
            (
                "principal=arn:aws:iam::111122223333:group/g rate=1",
                "'arn:aws:iam::111122223333:group/g' is no user",
            ),
            (
                "principal=arn:aws:sts::111122223333:assumed-role/r/s rate=1",
                "'arn:aws:sts::111122223333:assumed-role/r/s' is no user",
            ),
            (
                "account=444455556666 principal=arn:aws:iam::111122223333:root rate=1",
                "account= and the account",
            ),
        ] {
            let error = text.parse::<RateRule>().expect_err(text).to_string();
            assert!(error.starts_with(start), "{text}: {error}");
        }
    }

    #[test]
    fn the_rates_of_ecr_are_a_floor_to_build_on() {
        let account = AccountId::parse("111122223333").expect("an account");
        let rules = [
            "operation=PutImage rate=unlimited",
            "operation=UploadLayerPart rate=7",
        ];
        let rules = rules.map(|rule| rule.parse().expect(rule));
        let rates = Rates::of_ecr(rules.into());
        for (operation, expect) in [
            ("GetAuthorizationToken", Some(500)),
            ("PutImage", None),
            ("UploadLayerPart", Some(7)),
            ("BatchGetImage", Some(2000)),
            ("DescribeImages", None),
        ] {
            let found = rates.find(operation, account, Scope::Account);
            assert_eq!(found, expect.map(Rate::per_second), "{operation}");
        }
        for (operation, _) in ECR {
            assert!(known_operation(operation), "{operation}");
        }
        assert!(Rates::of(vec!["rate=unlimited".parse().expect("a rule")]).is_empty());
    }
}
