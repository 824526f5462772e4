//! Bodies that no client sends by mistake, and some that clients do send by mistake.

use aws_model::{DecodeError, Given, Malformed, Shape, decode, ecr};

/// The path and message of the refusal.
fn refusal<T: Shape + std::fmt::Debug>(body: &[u8]) -> (String, String) {
    match decode::<T>(body) {
        Err(DecodeError::Malformed(Malformed { path, message })) => (path, message),
        other => panic!(
            "{}: {other:?}",
            String::from_utf8_lossy(&body[..body.len().min(200)])
        ),
    }
}

#[test]
fn bodies_that_are_not_json_objects() {
    let (deep, fields) = ("[".repeat(100_000), "{\"a\":".repeat(100_000));
    let inside = format!("{{\"x\":{deep}");
    let cases: &[(&[u8], &str)] = &[
        (b" ", "Unexpected end of input"),
        (b"{", "Unexpected end of input"),
        (b"{\"repositoryName\":\"ab", "Unexpected end of input"),
        (b"{\"repositoryName\":}", "Unexpected token at line 1, column 19"),
        (b"{} {}", "Unexpected token at line 1, column 4"),
        (b"{'repositoryName':'ab'}", "Unexpected token at line 1, column 2"),
        (b"repositoryName=ab", "Unexpected token at line 1, column 1"),
        (b"\xef\xbb\xbf{}", "Unexpected token at line 1, column 1"),
        (b"\0{}", "Unexpected token at line 1, column 1"),
        (b"{}\0", "Unexpected token at line 1, column 3"),
        (
            b"{\"repositoryName\":\"a\0b\"}",
            "Unexpected token at line 1, column 21",
        ),
        (b"{\"repositoryName\":\"a\xffb\"}", "Invalid UTF-8 at byte 20"),
        (b"{\"x\":\"\xed\xa0\x80\"}", "Invalid UTF-8 at byte 6"),
        (
            b"{\"repositoryName\":\"\\ud800\"}",
            "Unexpected token at line 1, column 26",
        ),
        (
            b"{\"repositoryName\":\"\\udc00\\ud800\"}",
            "Unexpected token at line 1, column 25",
        ),
        (b"{\"x\":1e400}", "Unexpected token at line 1, column 10"),
        (b"{\"x\":NaN}", "Unexpected token at line 1, column 6"),
        (b"{\"x\":1,\"x\":1}", "Duplicate field"),
        (b"{\"x\":{\"y\":1,\"\\u0079\":2}}", "Duplicate field"),
        (b"[]", "Start of list found where not expected"),
        (b"null", "NULL_VALUE can not be converted to a Structure"),
        (b"\"x\"", "STRING_VALUE can not be converted to a Structure"),
        (b"7", "NUMBER_VALUE can not be converted to a Structure"),
        (deep.as_bytes(), "Nesting is deeper than 64 levels"),
        (fields.as_bytes(), "Nesting is deeper than 64 levels"),
        (inside.as_bytes(), "Nesting is deeper than 64 levels"),
    ];
    for (body, expect) in cases {
        let (path, message) = refusal::<ecr::DescribeImagesRequest>(body);
        assert_eq!(
            (path.as_str(), message.as_str()),
            ("", *expect),
            "{:?}",
            &body[..body.len().min(40)]
        );
    }
}

#[test]
fn nesting_and_number_of_values_are_bounded_exactly() {
    let nested = |levels: usize| format!("{{\"x\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    assert!(decode::<ecr::DescribeRegistryRequest>(nested(64).as_bytes()).is_ok());
    let (_, message) = refusal::<ecr::DescribeRegistryRequest>(nested(65).as_bytes());
    assert_eq!(message, "Nesting is deeper than 64 levels");

    let wide = |values: usize| format!("{{\"x\":[{}0]}}", "0,".repeat(values - 1));
    assert!(decode::<ecr::DescribeRegistryRequest>(wide(65_534).as_bytes()).is_ok());
    let (_, message) = refusal::<ecr::DescribeRegistryRequest>(wide(65_535).as_bytes());
    assert_eq!(message, "More than 65536 values");
}

/// Tells `NUMBER_VALUE>a String` as `NUMBER_VALUE can not be converted to a String`.
fn check_members(cases: &[(&str, &str, &str)]) {
    for (member, path, short) in cases {
        let (at, said) = refusal::<ecr::DescribeImagesRequest>(format!("{{{member}}}").as_bytes());
        let message = short.replace('>', " can not be converted to ");
        assert_eq!((at.as_str(), said), (*path, message), "{member}");
    }
}

const LIST: &str = "Start of list found where not expected";
const STRUCTURE: &str = "Start of structure or map found where not expected";

#[test]
fn texts_lists_and_structures_of_the_wrong_type() {
    check_members(&[
        (r#""repositoryName":7"#, "repositoryName", "NUMBER_VALUE>a String"),
        (
            r#""repositoryName":true"#,
            "repositoryName",
            "TRUE_VALUE>a String",
        ),
        (r#""repositoryName":["ab"]"#, "repositoryName", LIST),
        (r#""repositoryName":{"a":1}"#, "repositoryName", STRUCTURE),
        (r#""imageIds":"x""#, "imageIds", "STRING_VALUE>a List"),
        (r#""imageIds":false"#, "imageIds", "FALSE_VALUE>a List"),
        (r#""imageIds":{}"#, "imageIds", STRUCTURE),
        (r#""imageIds":[{},[]]"#, "imageIds.2.member", LIST),
        (
            r#""imageIds":[{"imageTag":1}]"#,
            "imageIds.1.member.imageTag",
            "NUMBER_VALUE>a String",
        ),
        (r#""filter":"TAGGED""#, "filter", "STRING_VALUE>a Structure"),
        (
            r#""filter":{"tagStatus":1}"#,
            "filter.tagStatus",
            "NUMBER_VALUE>a String",
        ),
    ]);
}

#[test]
fn numbers_and_booleans_of_the_wrong_type() {
    check_members(&[
        (r#""maxResults":"7""#, "maxResults", "STRING_VALUE>an Integer"),
        (r#""maxResults":1.5"#, "maxResults", "NUMBER_VALUE>an Integer"),
        (
            r#""maxResults":2147483648"#,
            "maxResults",
            "NUMBER_VALUE>an Integer",
        ),
        (r#""maxResults":-1e300"#, "maxResults", "NUMBER_VALUE>an Integer"),
        (
            r#""maxResults":18446744073709551616"#,
            "maxResults",
            "NUMBER_VALUE>an Integer",
        ),
        (r#""maxResults":[1]"#, "maxResults", LIST),
    ]);
    let (_, said) = refusal::<ecr::DeleteRepositoryRequest>(br#"{"force":"true"}"#);
    assert_eq!(said, "STRING_VALUE can not be converted to a Boolean");
}

#[test]
fn blobs_and_longs_of_the_wrong_form() {
    for (member, message) in [
        (r#""layerPartBlob":"a""#, "The value is not valid base64"),
        (r#""layerPartBlob":"aGVsbG8""#, "The value is not valid base64"),
        (r#""layerPartBlob":"aGVs bG8=""#, "The value is not valid base64"),
        (r#""layerPartBlob":"_-8=""#, "The value is not valid base64"),
        (
            r#""layerPartBlob":[104,105]"#,
            "Start of list found where not expected",
        ),
        (
            r#""layerPartBlob":1"#,
            "NUMBER_VALUE can not be converted to a Blob",
        ),
        (
            r#""partFirstByte":9223372036854775808"#,
            "NUMBER_VALUE can not be converted to a Long",
        ),
        (
            r#""partFirstByte":0.25"#,
            "NUMBER_VALUE can not be converted to a Long",
        ),
    ] {
        let (_, said) = refusal::<ecr::UploadLayerPartRequest>(format!("{{{member}}}").as_bytes());
        assert_eq!(said, message, "{member}");
    }
}

#[test]
fn a_huge_text_is_refused_without_being_matched_or_echoed() {
    let body = format!(
        r#"{{"repositoryName":"ab","layerDigest":"{}"}}"#,
        "a".repeat(20_000_000)
    );
    let Err(DecodeError::Constraints(found)) = decode::<ecr::GetDownloadUrlForLayerRequest>(body.as_bytes())
    else {
        panic!("a digest without a colon must be refused");
    };
    assert_eq!(found.len(), 1);
    assert!(matches!(&found[0].value, Given::Text(value) if value.len() == 2_051));
}
