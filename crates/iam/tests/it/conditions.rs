//! Every condition operator with keys that the request has ("IAM JSON policy elements: Condition operators").
//!
//! A row has the operator, the values of the policy and of the request, and whether the condition
//! is met. Each row is tried in an `Allow` and in a `Deny`: a condition is met or not, whatever
//! the statement does.

use iam::Context;

use crate::cases::applies;

/// The request's values, separated by `|`; `-` for none.
pub fn context(values: &str) -> Context {
    let mut context = Context::new();
    context.set("aws:username", "ann");
    context.set("aws:wild", "*");
    if values != "-" {
        context.set_all("x:Key", values.split('|'));
    }
    context
}

pub fn check(rule: &str, operator: &str, policy: &str, request: &str, expect: bool) {
    let values: Vec<String> = policy.split('|').map(|value| format!("\"{value}\"")).collect();
    let elements = format!(
        r#""Resource": "*", "Condition": {{"{operator}": {{"X:kEY": [{}]}}}}"#,
        values.join(", ")
    );
    for effect in ["Allow", "Deny"] {
        let found = applies(effect, &elements, &context(request));
        assert_eq!(
            found, expect,
            "{rule}: {effect} {operator} {policy} against {request}"
        );
    }
}

#[test]
fn strings() {
    for (rule, operator, policy, request, expect) in [
        ("exact, case counts", "StringEquals", "Prod", "Prod", true),
        ("exact, case counts", "StringEquals", "Prod", "prod", false),
        ("no wildcards", "StringEquals", "pr*", "prod", false),
        ("no wildcards", "StringEquals", "pr*", "pr*", true),
        ("values are alternatives", "StringEquals", "a|b", "b", true),
        ("values are alternatives", "StringEquals", "a|b", "c", false),
        ("negated", "StringNotEquals", "Prod", "prod", true),
        (
            "negated values: none may match",
            "StringNotEquals",
            "a|b",
            "b",
            false,
        ),
        (
            "negated values: none may match",
            "StringNotEquals",
            "a|b",
            "c",
            true,
        ),
        ("any case", "StringEqualsIgnoreCase", "PROD", "prod", true),
        ("any case", "StringEqualsIgnoreCase", "PROD", "prods", false),
        (
            "any case, negated",
            "StringNotEqualsIgnoreCase",
            "PROD",
            "prod",
            false,
        ),
        ("any case, negated", "StringNotEqualsIgnoreCase", "a|B", "c", true),
    ] {
        check(rule, operator, policy, request, expect);
    }
}

#[test]
fn string_patterns() {
    for (rule, operator, policy, request, expect) in [
        ("star", "StringLike", "pr*d", "prod", true),
        ("star", "StringLike", "*", "", true),
        (
            "star crosses slashes and colons",
            "StringLike",
            "a*z",
            "a/b:c/z",
            true,
        ),
        (
            "question mark is one character",
            "StringLike",
            "pro?",
            "prod",
            true,
        ),
        (
            "question mark is one character",
            "StringLike",
            "prod?",
            "prod",
            false,
        ),
        ("patterns have case", "StringLike", "Pr*", "prod", false),
        ("negated pattern", "StringNotLike", "pr*", "prod", false),
        ("negated pattern", "StringNotLike", "pr*|st*", "dev", true),
    ] {
        check(rule, operator, policy, request, expect);
    }
}

#[test]
fn string_variables() {
    for (rule, operator, policy, request, expect) in [
        ("variables", "StringEquals", "${aws:username}", "ann", true),
        ("variables", "StringEquals", "${aws:username}", "bob", false),
        (
            "variables in patterns",
            "StringLike",
            "${aws:username}-*",
            "ann-1",
            true,
        ),
        (
            "a variable's value is no pattern",
            "StringLike",
            "${aws:wild}",
            "anything",
            false,
        ),
        (
            "a variable's value is no pattern",
            "StringLike",
            "${aws:wild}",
            "*",
            true,
        ),
        ("literal star", "StringLike", "a${*}c", "abc", false),
        ("literal star", "StringLike", "a${*}c", "a*c", true),
        ("literal question mark", "StringLike", "a${?}c", "abc", false),
        (
            "literal dollar",
            "StringEquals",
            "${$}{aws:username}",
            "${aws:username}",
            true,
        ),
        ("default", "StringEquals", "${aws:none, 'all'}", "all", true),
        ("default", "StringEquals", "${aws:username, 'all'}", "all", false),
    ] {
        check(rule, operator, policy, request, expect);
    }
}

#[test]
fn numbers() {
    for (rule, operator, policy, request, expect) in [
        ("numbers, not texts", "NumericEquals", "10", "10.0", true),
        ("numbers, not texts", "NumericEquals", "10", "010", true),
        (
            "exact beyond doubles",
            "NumericEquals",
            "9007199254740993",
            "9007199254740992",
            false,
        ),
        ("alternatives", "NumericEquals", "1|2", "2", true),
        ("negated", "NumericNotEquals", "1|2", "2", false),
        ("negated", "NumericNotEquals", "1|2", "3", true),
        ("less", "NumericLessThan", "10", "9", true),
        ("less", "NumericLessThan", "10", "10", false),
        ("less or equal", "NumericLessThanEquals", "10", "10", true),
        ("less or equal", "NumericLessThanEquals", "10", "10.1", false),
        ("greater", "NumericGreaterThan", "-1", "0", true),
        ("greater", "NumericGreaterThan", "0", "0", false),
        ("greater or equal", "NumericGreaterThanEquals", "9", "10", true),
        ("greater or equal", "NumericGreaterThanEquals", "10", "9", false),
        ("no number matches nothing", "NumericLessThan", "10", "few", false),
        ("no number matches nothing", "NumericNotEquals", "10", "few", true),
    ] {
        check(rule, operator, policy, request, expect);
    }
}

#[test]
fn dates() {
    let noon = "2026-01-05T12:00:00Z";
    for (rule, operator, policy, request, expect) in [
        (
            "an instant, not a text",
            "DateEquals",
            "2026-01-05T13:00:00+01:00",
            noon,
            true,
        ),
        ("seconds since 1970", "DateEquals", "1767614400", noon, true),
        ("seconds since 1970", "DateEquals", noon, "1767614400", true),
        (
            "alternatives",
            "DateEquals",
            "2025-01-01|2026-01-05T12:00:00Z",
            noon,
            true,
        ),
        (
            "negated",
            "DateNotEquals",
            "2025-01-01|2026-01-05T12:00:00Z",
            noon,
            false,
        ),
        ("before", "DateLessThan", "2026-01-06", noon, true),
        ("before", "DateLessThan", "2026-01-05", noon, false),
        ("not after", "DateLessThanEquals", noon, noon, true),
        ("after", "DateGreaterThan", "2026-01-05", noon, true),
        ("after", "DateGreaterThan", noon, noon, false),
        ("not before", "DateGreaterThanEquals", noon, noon, true),
        (
            "no date matches nothing",
            "DateLessThan",
            "2026-01-06",
            "yesterday",
            false,
        ),
    ] {
        check(rule, operator, policy, request, expect);
    }
}

#[test]
fn truth_and_bytes() {
    for (rule, operator, policy, request, expect) in [
        ("truth values", "Bool", "true", "true", true),
        ("truth values", "Bool", "true", "false", false),
        ("truth values have no case", "Bool", "True", "true", true),
        ("both", "Bool", "true|false", "false", true),
        ("bytes", "BinaryEquals", "QQ==", "QQ==", true),
        ("base64 has case", "BinaryEquals", "QQ==", "qq==", false),
        ("alternatives", "BinaryEquals", "QQ==|Qg==", "Qg==", true),
    ] {
        check(rule, operator, policy, request, expect);
    }
}

#[test]
fn addresses() {
    for (rule, operator, policy, request, expect) in [
        ("range", "IpAddress", "203.0.113.0/24", "203.0.113.77", true),
        ("range", "IpAddress", "203.0.113.0/24", "203.0.114.1", false),
        ("one address", "IpAddress", "203.0.113.77", "203.0.113.77", true),
        (
            "alternatives",
            "IpAddress",
            "10.0.0.0/8|2001:db8::/32",
            "2001:db8::1",
            true,
        ),
        (
            "negated",
            "NotIpAddress",
            "10.0.0.0/8|203.0.113.0/24",
            "203.0.113.77",
            false,
        ),
        ("negated", "NotIpAddress", "10.0.0.0/8", "203.0.113.77", true),
    ] {
        check(rule, operator, policy, request, expect);
    }
}

#[test]
fn arns() {
    let role = "arn:aws:iam::111122223333:role/team/ci";
    for (rule, policy, matches) in [
        ("exact", "arn:aws:iam::111122223333:role/team/ci", true),
        ("case counts", "arn:aws:iam::111122223333:role/team/CI", false),
        ("wildcard in a component", "arn:aws:iam::*:role/*", true),
        ("one character", "arn:aws:iam::11112222333?:role/team/ci", true),
        (
            "components are checked separately",
            "*:*:111122223333:*:*:*",
            false,
        ),
        (
            "components are checked separately",
            "arn:aws:*:*:*:*:role/team/ci",
            false,
        ),
        (
            "variables",
            "arn:aws:iam::111122223333:role/team/${aws:username, 'x'}",
            false,
        ),
        (
            "a variable's value is no pattern",
            "arn:aws:iam::111122223333:role/${aws:wild}",
            false,
        ),
        ("alternatives", "arn:aws:s3:::x|arn:aws:iam::*:role/team/ci", true),
    ] {
        for operator in ["ArnEquals", "ArnLike"] {
            check(rule, operator, policy, role, matches);
        }
        for operator in ["ArnNotEquals", "ArnNotLike"] {
            check(rule, operator, policy, role, !matches);
        }
    }
    check("no ARN matches nothing", "ArnLike", "*:*:*:*:*:*", "ann", false);
}
