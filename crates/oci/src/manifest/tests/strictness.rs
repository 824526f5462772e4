//! Texts that two readers could understand differently, and texts made to exhaust a reader.

use super::*;

/// CVE-2021-41190: one text must not be an image to one reader and an index to another.
#[test]
fn two_documents_in_one() {
    let manifests = index()["manifests"].clone();
    let both = with(image(), "/manifests", manifests.clone());
    let also_both = with(both.clone(), "/mediaType", json!(media_types::OCI_INDEX));
    let config = with(index(), "/config", descriptor("a/b", 1));
    let layers = with(index(), "/layers", json!([]));
    let old = with(image(), "/fsLayers", json!([]));
    let empty = with(image(), "/manifests", json!([]));
    for document in [both, also_both, config, layers, old, empty] {
        let found = read(&document);
        assert!(matches!(found, Err(ManifestError::Ambiguous { .. })), "{found:?}");
    }
    // The same by a key that most clients read without regard to case.
    for key in ["Manifests", "MANIFESTS", "manife\u{17f}ts"] {
        let found = read(&with(image(), &format!("/{key}"), manifests.clone()));
        assert!(
            matches!(found, Err(ManifestError::MisspelledKey { .. })),
            "{found:?}"
        );
    }
    let found = read(&with(image(), "/layers/0/Digest", json!(DIGEST)));
    assert_eq!(
        found.unwrap_err().to_string(),
        "the member \"Digest\" of layers[0] must be spelled 'digest'"
    );
    // What clients write for members that they do not have.
    let nulls = with(with(index(), "/config", json!(null)), "/subject", json!(null));
    assert!(read(&nulls).is_ok());
}

#[test]
fn texts_that_are_not_one_json_object() {
    let good = image().to_string();
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let syntax = "Invalid JSON syntax";
    for bad in [
        b"".to_vec(),
        b"blablabla".to_vec(),
        b"{".to_vec(),
        utf16,
        format!("\u{feff}{good}").into_bytes(),
        format!("{good}x").into_bytes(),
        format!("{good}{good}").into_bytes(),
        format!("{good}\0").into_bytes(),
        [good.as_bytes(), b"\xff"].concat(),
        good.replace("\"size\":", "\"x\":\"\u{0}\",\"size\":")
            .into_bytes(),
        good.replace("\"size\":20", "\"x\":\"\\ud800\",\"size\":20")
            .into_bytes(),
        good.replace("\"size\":20", "\"\\udc00\":1,\"size\":20")
            .into_bytes(),
        good.replace("\"size\":20", "\"size\":020").into_bytes(),
        good.replace("\"size\":20", "\"size\":NaN").into_bytes(),
        good.replace("\"size\":20}", "\"size\":20,}").into_bytes(),
    ] {
        assert_eq!(refusal(&bad), syntax, "{}", String::from_utf8_lossy(&bad));
    }
    for bad in ["[]", "null", "2", "\"text\"", "true"] {
        assert_eq!(refusal(bad), "the manifest must be a JSON object", "{bad}");
    }
    assert!(parse(format!(" \n{good}\r\n\t").as_bytes(), None).is_ok());
}

#[test]
fn keys_are_unique_everywhere() {
    let good = with(image(), "/annotations", json!({"a": "b"}));
    let good = with(good, "/x", json!({"deep": [{"y": 1}]})).to_string();
    assert!(parse(good.as_bytes(), None).is_ok());
    for (from, to) in [
        ("\"schemaVersion\":2", "\"schemaVersion\":2,\"schemaVersion\":2"),
        (
            "\"schemaVersion\":2",
            "\"schemaVersion\":2,\"schema\\u0056ersion\":2",
        ),
        ("\"size\":20", "\"size\":20,\"size\":21"),
        ("\"a\":\"b\"", "\"a\":\"b\",\"a\":\"b\""),
        ("\"y\":1", "\"y\":1,\"y\":2"),
    ] {
        let bad = good.replace(from, to);
        assert_ne!(bad, good);
        let found = parse(bad.as_bytes(), None);
        assert!(
            matches!(found, Err(ManifestError::DuplicateKey { .. })),
            "{to}: {found:?}"
        );
    }
}

#[test]
fn nesting_and_length_are_bounded() {
    let nested = |levels: usize| {
        let array = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        image().to_string().replacen('{', &format!("{{\"x\":{array},"), 1)
    };
    assert!(parse(nested(MAX_DEPTH - 1).as_bytes(), None).is_ok());
    for levels in [MAX_DEPTH, 127, 128, 129, 100_000, 2_000_000] {
        assert_eq!(
            parse(nested(levels).as_bytes(), None),
            Err(ManifestError::TooDeep),
            "{levels}"
        );
    }
    let objects = "{\"a\":".repeat(100_000);
    assert_eq!(parse(objects.as_bytes(), None), Err(ManifestError::TooDeep));
    assert_eq!(
        parse("[".repeat(MAX_LENGTH).as_bytes(), None),
        Err(ManifestError::TooDeep)
    );

    let padded = |length: usize| {
        let text = image().to_string();
        let spaces = " ".repeat(length - text.len());
        text + &spaces
    };
    assert!(parse(padded(MAX_LENGTH).as_bytes(), None).is_ok());
    assert_eq!(
        parse(padded(MAX_LENGTH + 1).as_bytes(), None),
        Err(ManifestError::TooLarge)
    );
}

#[test]
fn keys_in_messages_are_cut() {
    let key = "k".repeat(1_000_000);
    assert!(refusal(format!("{{\"{key}\":1,\"{key}\":2}}")).len() < 200);
}
