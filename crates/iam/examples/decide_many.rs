//! Decides one request many times for each line of its input, such as `decide 50 100000`: by 50
//! statements. For `e2e/iam/speed.py`, which measures what a decision costs.
#![forbid(unsafe_code)]

use std::error::Error;
use std::hint::black_box;
use std::io::{self, BufRead, Write};

use iam::{Attached, Context, Limits, Policy, PolicyKind, Principal, Reason, Request, decide, evaluate};
use names::{AccountId, PrincipalArn};

/// Ten statements such as teams write them. `@` is the number of the policy.
const STATEMENTS: [&str; 10] = [
    r#""Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*""#,
    r#""Effect": "Allow", "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer",
        "ecr:BatchCheckLayerAvailability"],
        "Resource": "arn:aws:ecr:eu-west-1:111122223333:repository/team@/*""#,
    r#""Effect": "Allow", "Action": ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart",
        "ecr:CompleteLayerUpload", "ecr:PutImage"],
        "Resource": "arn:aws:ecr:*:111122223333:repository/${aws:PrincipalTag/team}/*""#,
    r#""Effect": "Allow", "Action": ["ecr:Describe*", "ecr:List*", "ecr:Get*"],
        "Resource": "arn:aws:ecr:*:*:repository/*""#,
    r#""Effect": "Deny", "Action": "ecr:*", "Resource": "arn:aws:ecr:*:*:repository/secret@-*""#,
    r#""Effect": "Allow", "Action": ["s3:Get*", "s3:List*"],
        "Resource": ["arn:aws:s3:::bucket@", "arn:aws:s3:::bucket@/*"]"#,
    r#""Effect": "Allow", "Action": "ecr:Batch*", "Resource": "arn:aws:ecr:*:*:repository/*/app@",
        "Condition": {"StringEquals": {"aws:ResourceTag/stage": ["dev", "test"]}}"#,
    r#""Effect": "Deny", "NotAction": ["ecr:Get*", "ecr:Batch*", "iam:*", "sts:*"],
        "Resource": "arn:aws:ecr:*:*:repository/frozen@/*""#,
    r#""Effect": "Allow", "Action": ["iam:Get*", "iam:List*", "sts:GetCallerIdentity"], "Resource": "*""#,
    r#""Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*",
        "Condition": {"StringLike": {"kms:ViaService": "ecr.*.amazonaws.com"}}"#,
];

/// Three statements that are about the request and ask its context; each policy has one of them.
const ASKING: [&str; 3] = [
    r#""Effect": "Allow", "Action": "ecr:Batch*", "Resource": "arn:aws:ecr:*:*:repository/team/*",
        "Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"]}}"#,
    r#""Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}"#,
    r#""Effect": "Allow", "Action": "ecr:*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}"#,
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let [mode, statements, decisions] = line.split(' ').collect::<Vec<_>>()[..] else {
            return Err("each line must be decide or evaluate, statements, decisions".into());
        };
        let reason = repeat(mode, statements.parse()?, decisions.parse()?)?;
        writeln!(output, "{reason:?}")?;
    }
    Ok(())
}

fn repeat(mode: &str, statements: usize, decisions: u64) -> Result<Reason, Box<dyn Error>> {
    let policies = policies(statements)?;
    let user = PrincipalArn::parse("arn:aws:iam::111122223333:user/ann")?;
    let context = context();
    let request = Request {
        principal: Principal::User(&user),
        action: "ecr:BatchGetImage",
        resource: "arn:aws:ecr:eu-west-1:111122223333:repository/team/app",
        owner: AccountId::parse("111122223333")?,
        context: &context,
    };
    let attached = policies.iter().map(|policy| Attached { name: "p", policy });
    let attached: Vec<Attached<'_>> = attached.collect();
    let once = || match mode {
        "decide" => decide(black_box(&request), policies.iter()),
        _ => evaluate(black_box(&request), &attached).reason,
    };
    for _ in 0..decisions {
        black_box(once());
    }
    Ok(once())
}

fn context() -> Context {
    let mut context = Context::new();
    for (key, value) in [
        ("aws:SourceIp", "10.1.2.3"),
        ("aws:SecureTransport", "true"),
        ("aws:CurrentTime", "2026-01-05T10:15:00Z"),
        ("aws:EpochTime", "1767608100"),
        ("aws:PrincipalArn", "arn:aws:iam::111122223333:user/ann"),
        ("aws:PrincipalAccount", "111122223333"),
        ("aws:PrincipalType", "User"),
        ("aws:PrincipalTag/team", "team"),
        ("aws:userid", "AIDAEXAMPLE"),
        ("aws:username", "ann"),
        ("aws:RequestedRegion", "eu-west-1"),
        ("aws:ResourceAccount", "111122223333"),
        ("aws:ResourceTag/stage", "prod"),
        ("aws:ResourceTag/team", "team"),
    ] {
        context.set(key, value);
    }
    context
}

/// Policies of ten statements each, or one of one.
fn policies(count: usize) -> Result<Vec<Policy>, Box<dyn Error>> {
    let mut policies = Vec::new();
    for number in 0..count.div_ceil(10) {
        let mut statements: Vec<String> = STATEMENTS
            .iter()
            .map(|text| format!("{{{}}}", text.replace('@', &number.to_string())))
            .collect();
        if number < ASKING.len() {
            statements[number + 5] = format!("{{{}}}", ASKING[number]);
        }
        statements.truncate(count);
        let document = format!(
            r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
            statements.join(", ")
        );
        let kind = PolicyKind::Identity;
        policies.push(Policy::parse(&document, kind, Limits::of(kind))?);
    }
    Ok(policies)
}
