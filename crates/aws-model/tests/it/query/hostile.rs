//! Forms that no client sends.

use aws_model::{DecodeError, Malformed, Shape, iam};

use super::read;

fn refusal<T: Shape + std::fmt::Debug>(form: &str) -> (String, String) {
    match read::<T>(form) {
        Err(DecodeError::Malformed(Malformed { path, message })) => (path, message),
        other => panic!("{}: {other:?}", &form[..form.len().min(200)]),
    }
}

const MEMBERS: &str = "Start of structure or map found where not expected";
const NO_STRUCTURE: &str = "Unexpected complex element termination";
const NO_LIST: &str = "Unexpected list element termination";

#[test]
fn values_of_the_wrong_form() {
    for (form, path, message) in [
        ("UserName.x=1", "userName", MEMBERS),
        ("UserName=k&UserName.x=1", "userName", MEMBERS),
        ("Tags=x", "tags", NO_LIST),
        ("Tags=&Tags.member.1.Key=k", "tags", NO_LIST),
        ("Tags.1.Key=k", "tags", MEMBERS),
        ("Tags.member=x", "tags", MEMBERS),
        ("Tags.member.1.Key=k&Tags.entry.1=k", "tags", MEMBERS),
        ("Tags.member.1=k", "tags.1.member", NO_STRUCTURE),
        ("Tags.member.1.Key.x=k", "tags.1.member.key", MEMBERS),
        ("UserName=a&UserName=a", "UserName", "Duplicate parameter"),
        ("x=a&UserName=a&x=b", "x", "Duplicate parameter"),
    ] {
        let expect = (path.to_owned(), message.to_owned());
        assert_eq!(refusal::<iam::TagUserRequest>(form), expect, "{form}");
    }
}

#[test]
fn indexes() {
    for index in [
        "0",
        "01",
        "00",
        "-1",
        "+1",
        "x",
        "",
        " 1",
        "1 ",
        "1e0",
        "1_0",
        "\u{661}",
        "8193",
        "4294967295",
        "4294967296",
        "18446744073709551616",
        "99999999999999999999999999",
    ] {
        let form = format!("Tags.member.{index}.Key=k");
        let message = format!("'{index}' is no index of a list");
        assert_eq!(
            refusal::<iam::TagUserRequest>(&form),
            ("tags".to_owned(), message),
            "{index:?}"
        );
    }
    for (indexes, missing) in [(&[2][..], 1), (&[1, 3], 2), (&[1, 2, 8192], 3), (&[2, 3], 1)] {
        let form: String = indexes
            .iter()
            .map(|index| format!("&TagKeys.member.{index}=k"))
            .collect();
        let message = format!("The list has no member {missing}");
        assert_eq!(
            refusal::<iam::UntagUserRequest>(&form),
            ("tagKeys".to_owned(), message),
            "{form}"
        );
    }
    let request: iam::UntagUserRequest = read(
        "UserName=k&TagKeys.member.2=b&TagKeys.member.10=j&TagKeys.member.1=a\
        &TagKeys.member.3=c&TagKeys.member.4=d&TagKeys.member.5=e&TagKeys.member.6=f&TagKeys.member.7=g\
        &TagKeys.member.8=h&TagKeys.member.9=i",
    )
    .unwrap();
    assert_eq!(request.tag_keys.concat(), "abcdefghij");
}

#[test]
fn numbers_and_booleans() {
    for number in [
        "",
        "a",
        "1.0",
        "1e2",
        " 1",
        "0x1",
        "2147483648",
        "-2147483649",
        "99999999999999999999",
        "true",
    ] {
        let (path, message) = refusal::<iam::ListUsersRequest>(&format!("MaxItems={number}"));
        assert_eq!(path, "maxItems");
        assert!(
            message.ends_with("_VALUE can not be converted to an Integer"),
            "{number}: {message}"
        );
    }
    for flag in ["", "TRUE", "True", "1", "yes", "true "] {
        let expect = (
            "onlyAttached".to_owned(),
            "STRING_VALUE can not be converted to a Boolean".to_owned(),
        );
        assert_eq!(
            refusal::<iam::ListPoliciesRequest>(&format!("OnlyAttached={flag}")),
            expect,
            "{flag}"
        );
    }
}

#[test]
fn many_and_deep_and_long() {
    let many: String = (1..=10_000)
        .map(|index| format!("&TagKeys.member.{index}=k"))
        .collect();
    let expect = (String::new(), "More than 8192 parameters".to_owned());
    assert_eq!(refusal::<iam::UntagUserRequest>(&many), expect);
    let fewer: String = (1..=8_191)
        .map(|index| format!("&TagKeys.member.{index}=k"))
        .collect();
    assert!(matches!(
        read::<iam::UntagUserRequest>(&format!("UserName=k{fewer}")),
        Err(DecodeError::Constraints(violations)) if violations.len() == 1 && violations[0].path == "tagKeys"
    ));
    let deep = ".member.1".repeat(100_000);
    assert_eq!(
        refusal::<iam::UntagUserRequest>(&format!("TagKeys{deep}=x")).0,
        "tagKeys.1.member"
    );
    assert!(read::<iam::TagUserRequest>(&format!("UserName=k&Tags=&Other{deep}=x")).is_ok());
    for odd in [
        "=",
        "=x",
        ".=x",
        "..=x",
        ".UserName=x",
        "\u{0}=x",
        "userName=x",
        "UserNam=x",
        "UserName2=x",
    ] {
        assert!(
            read::<iam::TagUserRequest>(&format!("{odd}&UserName=k&Tags=")).is_ok(),
            "{odd}"
        );
    }
    for odd in [
        "UserName.",
        "UserName..x",
        "Tags.",
        "Tags..member.1",
        "Tags.member.",
        "Tags.member..1",
    ] {
        refusal::<iam::TagUserRequest>(odd);
    }
}
