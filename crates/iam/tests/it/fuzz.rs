//! Random inputs for parse and evaluate. An input is bytes: a reader makes policies and a request of
//! them, so that any fuzzer can drive [`check`]. `examples/fuzz.rs` runs as many as are asked for.

use iam::{Attached, Context, Counted, Limits, Policy, PolicyKind, Principal, Request, decide, evaluate};
use names::{AccountId, PrincipalArn};

const LIMITS: Limits = Limits {
    characters: 10_240,
    counted: Counted::All,
};

/// Words of documents, which choices are made of. Some are wrong where they may be put.
const WORDS: [&str; 32] = [
    "*",
    "ecr:*",
    "ecr:BatchGetImage",
    "ecr:Batch??tImage",
    "s3:Get*",
    "e*r:x",
    "arn:aws:ecr:*:*:repository/*",
    "arn:aws:ecr:eu-west-1:111122223333:repository/${aws:username}/*",
    "arn:aws:ecr",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:user/ann",
    "arn:aws:iam::111122223333:role/team/ci",
    "arn:aws:sts::111122223333:assumed-role/ci/run",
    "444455556666",
    "lambda.amazonaws.com",
    "team",
    "${x:none}",
    "${x:none, 'team'}",
    "${*}",
    "${",
    "te*m?",
    "a*a*a*a*a*a*b",
    "true",
    "false",
    "5",
    "-1.5",
    "2026-01-05T10:15:00Z",
    "10.0.0.0/8",
    "QQ==",
    "",
    "ä\\u0000\\\"",
    "x:text",
];
const OPERATORS: [&str; 14] = [
    "StringEquals",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "ForAllValues:StringNotLike",
    "ForAnyValue:StringEqualsIfExists",
    "NumericLessThan",
    "DateGreaterThanEqualsIfExists",
    "Bool",
    "BinaryEquals",
    "NotIpAddress",
    "ArnLike",
    "ArnNotEqualsIfExists",
    "Null",
    "StringEqual",
];
const KEYS: [&str; 4] = ["x:text", "X:Text", "aws:username", "x"];

/// How inputs ended.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub policies: u64,
    pub refused: u64,
    pub allowed: u64,
    pub denied: u64,
}

/// Gives the bytes of an input one after the other, and zeros behind its end.
struct Reader<'a>(std::slice::Iter<'a, u8>);

impl Reader<'_> {
    fn below(&mut self, count: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % count
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A word, seldom one that may be wrong where it is put.
    fn word(&mut self, good: &[&'static str]) -> &'static str {
        match self.below(16) {
            0 => self.pick(&WORDS),
            _ => self.pick(good),
        }
    }

    fn one_or_more(&mut self, good: &[&'static str]) -> String {
        let words: Vec<String> = (0..self.below(3) + 1)
            .map(|_| format!("\"{}\"", self.word(good)))
            .collect();
        match words.len() {
            1 => words.concat(),
            _ => format!("[{}]", words.join(", ")),
        }
    }

    fn document(&mut self, kind: PolicyKind) -> String {
        let version = self.pick(&["2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"]);
        let statements: Vec<String> = (0..self.below(3) + 1).map(|_| self.statement(kind)).collect();
        format!(
            r#"{{"Version": "{version}", "Statement": [{}]}}"#,
            statements.join(", ")
        )
    }

    fn statement(&mut self, kind: PolicyKind) -> String {
        let deny = self.below(4) == 0;
        let mut text = format!(r#"{{"Effect": "{}""#, if deny { "Deny" } else { "Allow" });
        if kind.names_principals() {
            let element = if deny && self.below(2) == 0 {
                "NotPrincipal"
            } else {
                "Principal"
            };
            let named = self.one_or_more(&WORDS[9..14]);
            text += &format!(r#", "{element}": {{"AWS": {named}}}"#);
        }
        let negated = self.pick(&["", "", "", "Not"]);
        let actions = self.one_or_more(&WORDS[..5]);
        text += &format!(r#", "{negated}Action": {actions}"#);
        if kind != PolicyKind::RoleTrust {
            let negated = self.pick(&["", "", "", "Not"]);
            let resources = self.one_or_more(&[WORDS[0], WORDS[6], WORDS[7], WORDS[8]]);
            text += &format!(r#", "{negated}Resource": {resources}"#);
        }
        if self.below(3) == 0 {
            let (operator, key) = (self.pick(&OPERATORS), self.pick(&KEYS));
            let values = self.one_or_more(&WORDS[15..]);
            text += &format!(r#", "Condition": {{"{operator}": {{"{key}": {values}}}}}"#);
        }
        text + "}"
    }

    /// A document with some characters changed, or none.
    fn damaged(&mut self, document: String) -> String {
        if self.below(4) != 0 {
            return document;
        }
        let mut bytes = document.into_bytes();
        for _ in 0..self.below(4) {
            let at = (self.below(256) * 256 + self.below(256)) % bytes.len();
            bytes[at] = u8::try_from(self.below(256)).expect("below 256");
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn context(&mut self) -> Context {
        let mut context = Context::new();
        context.set("aws:username", self.pick(&["team", "ann", "*"]));
        for key in ["x:text", "X:other"] {
            let count = self.below(3);
            let values: Vec<&str> = (0..count).map(|_| self.pick(&WORDS[15..])).collect();
            context.set_all(key, values);
        }
        context
    }
}

/// Checks one input: nothing panics, both ways of deciding agree, and with a `Deny` of everything
/// in any policy that everybody has, nothing is allowed.
pub fn check(input: &[u8], tally: &mut Tally) {
    let mut reader = Reader(input.iter());
    for kind in PolicyKind::ALL {
        // As it is, an input is seldom more than no JSON.
        tally.refused += u64::from(Policy::parse(&String::from_utf8_lossy(input), kind, LIMITS).is_err());
    }
    let mut policies = Vec::new();
    for _ in 0..reader.below(5) + 1 {
        let kind = reader.pick(&PolicyKind::ALL);
        let document = reader.document(kind);
        match Policy::parse(&reader.damaged(document), kind, LIMITS) {
            Ok(policy) => policies.push(policy),
            Err(_) => tally.refused += 1,
        }
    }
    tally.policies += policies.len() as u64;
    let context = reader.context();
    let arn = |text| PrincipalArn::parse(text).expect(text);
    let (user, session) = (arn(WORDS[10]), arn(WORDS[12]));
    let owner = AccountId::parse("111122223333").expect("an account");
    let role = arn(WORDS[11]);
    let principal = reader.pick(&[
        Principal::User(&user),
        Principal::RoleSession {
            session: &session,
            role: &role,
        },
        Principal::Root(owner),
        Principal::Service(WORDS[14]),
        Principal::Anonymous,
    ]);
    let request = Request {
        principal,
        action: reader.pick(&["ecr:BatchGetImage", "ECR:batchgetimage", "s3:GetObject", "", "é:"]),
        resource: reader.pick(&["arn:aws:ecr:eu-west-1:111122223333:repository/team/a", "*", ""]),
        owner,
        context: &context,
    };
    let allowed = ask(&request, &policies);
    tally.allowed += u64::from(allowed);
    tally.denied += u64::from(!allowed);
    for kind in [
        PolicyKind::Identity,
        PolicyKind::ServiceControl,
        PolicyKind::Session,
    ] {
        policies.push(deny_all(kind));
        assert!(!ask(&request, &policies), "allowed beside a denial: {policies:?}");
        policies.pop();
    }
}

fn deny_all(kind: PolicyKind) -> Policy {
    let document = r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#;
    Policy::parse(document, kind, LIMITS).expect("a legal document")
}

fn ask(request: &Request<'_>, policies: &[Policy]) -> bool {
    let attached = policies.iter().map(|policy| Attached { name: "", policy });
    let decision = evaluate(request, &attached.collect::<Vec<_>>());
    assert_eq!(decide(request, policies.iter()), decision.reason);
    decision.is_allowed()
}

/// Checks as many inputs as are asked for. The seed decides which.
pub fn run(seed: u64, inputs: u64) -> Tally {
    let mut state = seed;
    // SplitMix64 (Steele, Lea, Flood 2014).
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    };
    let mut tally = Tally::default();
    for _ in 0..inputs {
        let words = next() % 32 + 1;
        let input: Vec<u8> = (0..words).flat_map(|_| next().to_le_bytes()).collect();
        check(&input, &mut tally);
    }
    tally
}

/// A few thousand inputs, and that they are neither all refused nor all decided alike.
#[test]
fn random_inputs() {
    let tally = run(1, 4_000);
    for count in [tally.policies, tally.refused, tally.allowed, tally.denied] {
        assert!(count > 400, "{tally:?}");
    }
}
