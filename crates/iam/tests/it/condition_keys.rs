//! Keys that a request lacks, keys of several values, and several conditions ("Condition operator
//! … IfExists", "Null", "Single-valued vs. multivalued context keys").

use crate::cases::applies;
use crate::conditions::{check, context};

/// By operator: plain ones are false, negated ones true.
#[test]
fn absent_keys() {
    for (operator, value) in [
        ("StringEquals", "a"),
        ("StringEqualsIgnoreCase", "a"),
        ("StringLike", "*"),
        ("NumericEquals", "1"),
        ("NumericLessThan", "1"),
        ("NumericLessThanEquals", "1"),
        ("NumericGreaterThan", "1"),
        ("NumericGreaterThanEquals", "1"),
        ("DateEquals", "2026"),
        ("DateLessThan", "2026"),
        ("DateLessThanEquals", "2026"),
        ("DateGreaterThan", "2026"),
        ("DateGreaterThanEquals", "2026"),
        ("Bool", "false"),
        ("BinaryEquals", "QQ=="),
        ("IpAddress", "0.0.0.0/0"),
        ("ArnEquals", "*"),
        ("ArnLike", "*"),
    ] {
        check("plain", operator, value, "-", false);
    }
    for (operator, value) in [
        ("StringNotEquals", "a"),
        ("StringNotEqualsIgnoreCase", "a"),
        ("StringNotLike", "*"),
        ("NumericNotEquals", "1"),
        ("DateNotEquals", "2026"),
        ("NotIpAddress", "0.0.0.0/0"),
        ("ArnNotEquals", "*"),
        ("ArnNotLike", "*"),
    ] {
        check("negated", operator, value, "-", true);
        check(
            "negated, any of none",
            &format!("ForAnyValue:{operator}"),
            value,
            "-",
            false,
        );
        check(
            "negated, all of none",
            &format!("ForAllValues:{operator}"),
            value,
            "-",
            true,
        );
    }
}

/// `…IfExists` and the qualifiers change what an absent key does.
#[test]
fn absent_keys_of_qualified_operators() {
    for (rule, operator, request, expect) in [
        ("if it exists", "StringEqualsIfExists", "-", true),
        ("if it exists", "StringEqualsIfExists", "a", true),
        ("if it exists", "StringEqualsIfExists", "b", false),
        ("if it exists", "StringNotEqualsIfExists", "-", true),
        ("if it exists", "StringNotEqualsIfExists", "a", false),
        ("all of none", "ForAllValues:StringEquals", "-", true),
        ("any of none", "ForAnyValue:StringEquals", "-", false),
        ("any, if it exists", "ForAnyValue:StringEqualsIfExists", "-", true),
        (
            "any, if it exists",
            "ForAnyValue:StringEqualsIfExists",
            "b",
            false,
        ),
        (
            "all, if it exists",
            "ForAllValues:StringEqualsIfExists",
            "-",
            true,
        ),
    ] {
        check(rule, operator, "a", request, expect);
    }
    for (value, request, expect) in [
        ("true", "-", true),
        ("true", "a", false),
        ("false", "-", false),
        ("false", "a", true),
        ("true|false", "-", true),
    ] {
        check(
            "Null asks whether the key is absent",
            "Null",
            value,
            request,
            expect,
        );
    }
}

/// "Single-valued vs. multivalued context keys"; the negation is of each value, not of the sum.
#[test]
fn several_values() {
    for (operator, policy, request, expect) in [
        ("ForAllValues:StringEquals", "a|b", "a|b", true),
        ("ForAllValues:StringEquals", "a|b", "a|c", false),
        ("ForAnyValue:StringEquals", "a|b", "a|c", true),
        ("ForAnyValue:StringEquals", "a|b", "c|d", false),
        ("ForAllValues:StringNotEquals", "a|b", "c|d", true),
        ("ForAllValues:StringNotEquals", "a|b", "a|c", false),
        ("ForAnyValue:StringNotEquals", "a|b", "a|c", true),
        ("ForAnyValue:StringNotEquals", "a|b", "a|b", false),
        ("ForAllValues:StringLike", "a*|b", "a1|b", true),
        ("ForAnyValue:StringNotLike", "a*", "a1|a2", false),
        (
            "ForAnyValue:IpAddress",
            "10.0.0.0/8",
            "203.0.113.1|10.1.1.1",
            true,
        ),
        (
            "ForAllValues:NotIpAddress",
            "10.0.0.0/8",
            "203.0.113.1|10.1.1.1",
            false,
        ),
        ("ForAllValues:NumericLessThan", "5", "1|4", true),
        ("ForAnyValue:DateGreaterThan", "2026", "2025|2027", true),
        ("ForAllValues:Bool", "true", "true|false", false),
        ("ForAnyValue:ArnLike", "arn:aws:s3:::*", "x|arn:aws:s3:::y", true),
        ("ForAllValues:BinaryEquals", "QQ==", "QQ==|Qg==", false),
        // Without a qualifier: chosen here.
        ("StringEquals", "a", "a|b", true),
        ("StringNotEquals", "a", "a|b", false),
    ] {
        check("sets", operator, policy, request, expect);
    }
}

/// "Conditions with multiple context keys or values": all operators and keys must hold.
#[test]
fn operators_and_keys_are_joined() {
    let mut context = context("a");
    context.set("x:Other", "b");
    for (condition, expect) in [
        (r#"{"StringEquals": {"x:key": "a", "x:other": "b"}}"#, true),
        (r#"{"StringEquals": {"x:key": "a", "x:other": "c"}}"#, false),
        (
            r#"{"StringEquals": {"x:key": "a"}, "StringLike": {"x:other": "b*"}}"#,
            true,
        ),
        (
            r#"{"StringEquals": {"x:key": "z"}, "StringLike": {"x:other": "b*"}}"#,
            false,
        ),
        (r#"{}"#, true),
        (r#"{"StringEquals": {}}"#, true),
        (r#"{"NumericEquals": {"x:key": 1}}"#, false),
        (r#"{"Bool": {"x:key": [true, false]}}"#, false),
        (r#"{"Null": {"x:key": false}}"#, true),
    ] {
        let elements = format!(r#""Resource": "*", "Condition": {condition}"#);
        assert_eq!(applies("Allow", &elements, &context), expect, "{condition}");
    }
}

/// "If AWS cannot resolve a variable this might cause the entire statement to be invalid": the
/// side that allows less is taken.
#[test]
fn values_that_cannot_be_compared() {
    for (operator, allow, deny) in [
        ("StringEquals", false, false),
        ("StringLike", false, false),
        ("ArnLike", false, false),
        ("StringNotEquals", false, true),
        ("StringNotLike", false, true),
        ("StringNotEqualsIgnoreCase", false, true),
        ("ForAllValues:StringNotEquals", false, true),
        ("ForAnyValue:StringNotEquals", false, true),
    ] {
        let condition = format!(r#"{{"{operator}": {{"x:key": "${{aws:none}}"}}}}"#);
        let elements = format!(r#""Resource": "*", "Condition": {condition}"#);
        for (effect, expect) in [("Allow", allow), ("Deny", deny)] {
            let found = applies(effect, &elements, &context("a"));
            assert_eq!(found, expect, "{effect} {condition}");
        }
    }
    for incomplete in ["*", "arn:aws:iam:*", "arn:*:role/team/ci"] {
        for (operator, allow, deny) in [("ArnLike", false, false), ("ArnNotLike", false, true)] {
            let condition = format!(r#"{{"{operator}": {{"x:key": "{incomplete}"}}}}"#);
            let elements = format!(r#""Resource": "*", "Condition": {condition}"#);
            let role = context("arn:aws:iam::111122223333:role/team/ci");
            assert_eq!(applies("Allow", &elements, &role), allow, "{condition}");
            assert_eq!(applies("Deny", &elements, &role), deny, "{condition}");
        }
    }
    for (element, allow, deny) in [("Resource", false, false), ("NotResource", false, true)] {
        let elements = format!(r#""{element}": "arn:aws:ecr:*:*:repository/${{aws:none}}""#);
        assert_eq!(applies("Allow", &elements, &context("-")), allow, "{element}");
        assert_eq!(applies("Deny", &elements, &context("-")), deny, "{element}");
    }
}
